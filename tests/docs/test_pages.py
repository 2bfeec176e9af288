"""The docs say what the code does: every command, setting, field and dependency, and nothing stale."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement

from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_current() -> None:
    # In a process of its own: other tests add an export format or a command to this one.
    done = subprocess.run(
        [sys.executable, str(DOCS / "build.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_field_has_its_meaning_once(build: ModuleType) -> None:
    known: dict[str, set[str]] = {}
    for kind in dict.fromkeys([*build.reachable(Record), *build.reachable(Incident)]):
        names = known[kind.__name__] = {name for name, _ in build.shown(kind)}
        assert not names - set(build.arguments(kind)), f"{kind.__name__}: fields without a meaning"
    spare = {f"{k}.{f}" for k, entries in build.fields_yaml().items() for f in entries if f not in known.get(k, set())}
    assert not spare, "docs/fields.yaml speaks of fields that do not exist"


def test_every_command_is_documented(build: ModuleType) -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    names = [name for name, _ in build.commands(build.cli, "rashomon")]
    assert len(names) >= 12
    for name in names:
        assert f"## {name}\n" in page


def test_every_command_says_what_it_does_and_every_option_what_it_means(build: ModuleType) -> None:
    import click

    for name, command in build.commands(build.cli, "rashomon"):
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.help, f"{name} {option.name}"


def test_every_setting_is_documented() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    for f in fields(Settings):
        assert f"| `{f.name}` | `RASHOMON_{f.name.upper()}` |" in page


def test_every_environment_variable_is_documented() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    for name in set(re.findall(r"\b(?:RASHOMON|XDG)_[A-Z_]*[A-Z]\b", code)):
        assert f"`{name}`" in page, name


def test_every_dependency_says_why() -> None:
    page = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    listed = {m[1].lower(): m[2] for m in re.finditer(r"^\| `([^`]+)` \| ([^|]+) \|", page, re.MULTILINE)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert listed.pop(Requirement(text).name.lower()).strip(), text
    assert not listed, "docs/dependencies.md speaks of packages that are not declared"


@pytest.mark.parametrize(
    "page", [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"], ids=lambda p: p.name
)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        where = (page.parent / path).resolve() if path else page
        assert where.exists(), f"{page.name}: {target}"
        if anchor and where.suffix == ".md":
            heads = re.findall(r"^#+ (.+)$", where.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}
            assert anchor in slugs, f"{page.name}: {target}"


@pytest.mark.parametrize("page", [*sorted(DOCS.rglob("*.md")), ROOT / "README.md"], ids=lambda p: p.name)
def test_commands_in_the_docs_exist(build: ModuleType, page: Path) -> None:
    """Every `rashomon WORD` and `make WORD` in a code span or block names a command or a target."""
    text = page.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text))
    commands = {name.split()[1] for name, _ in build.commands(build.cli, "rashomon")}
    assert {m[1] for m in re.finditer(r"(?:^|[$\s])rashomon ([a-z]+)\b(?!\.)", code, re.MULTILINE)} <= commands
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {m[1] for m in re.finditer(r"(?:^|[$\s])make ([a-z-]+)", code, re.MULTILINE)} <= targets


def test_every_decision_has_its_parts() -> None:
    decisions = sorted((DOCS / "adr").glob("[0-9]*.md"))
    assert decisions
    for number, path in enumerate(decisions, 1):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04d}-")
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{path.name} lacks {part}"


def valid(schema: dict[str, Any], node: Any, root: dict[str, Any], path: str = "$") -> list[str]:
    """The part of JSON Schema that our schemas use; the problems found."""
    if "$ref" in schema:
        return valid(root["$defs"][schema["$ref"].rpartition("/")[2]], node, root, path)
    if "anyOf" in schema:
        tries = [valid(s, node, root, path) for s in schema["anyOf"]]
        return [] if any(not t for t in tries) else min(tries, key=len)
    if "const" in schema or "enum" in schema:
        return [] if node in schema.get("enum", [schema.get("const")]) else [f"{path}: {node!r}"]
    kinds = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
        "array": list,
        "object": dict,
    }
    if not isinstance(node, kinds[schema["type"]]) or (isinstance(node, bool) and schema["type"] != "boolean"):
        return [f"{path}: {node!r} is no {schema['type']}"]
    found: list[str] = []
    if schema["type"] == "array":
        for i, item in enumerate(node):
            found += valid(schema["items"], item, root, f"{path}[{i}]")
    if schema["type"] == "object":
        known = schema.get("properties", {})
        found += [f"{path}.{name} is missing" for name in schema.get("required", []) if name not in node]
        for name, item in node.items():
            below = known.get(name, schema.get("additionalProperties"))
            found += [f"{path}.{name} is unknown"] if below is False else valid(below, item, root, f"{path}.{name}")
    return found


def test_a_record_is_as_its_schema_says(corpus_records: list[tuple[Path, dict[str, Any]]]) -> None:
    schema = json.loads((DOCS / "record.schema.json").read_text(encoding="utf-8"))
    for report, record in corpus_records:
        assert valid(schema, record, schema) == [], report.name
    first = dict(corpus_records[0][1])
    first["surprise"] = 1
    assert valid(schema, first, schema), "the check of this test sees nothing"

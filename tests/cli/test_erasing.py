"""`rashomon erase-person`, `retention` and `consent` at the terminal."""

from __future__ import annotations

from pathlib import Path

from rashomon.cli.exits import Exit
from tests.cli.test_cli import errors, here, rashomon  # noqa: F401  # the fixture


def test_erase_person(here: Path) -> None:  # noqa: F811
    rashomon("export", "-o", "one.json")
    assert rashomon("erase-person", "Omar Hadi").exit_code == Exit.USAGE
    assert rashomon("erase-person", "Omar Hadi", "--ground", "x", stdin="n\n").exit_code == Exit.INTERRUPTED
    assert rashomon("erase-person", "No Body", "--ground", "x", "--yes").exit_code == Exit.NOT_FOUND
    named = rashomon("erase-person", "Omar Hadi", "--ground", "Omar Hadi asked", "--yes")
    assert named.exit_code != Exit.OK and "names the person" in errors(named)[0]
    done = rashomon("erase-person", "Omar Hadi", "--ground", "request", "--who", "registrar", "--yes")
    assert done.exit_code == Exit.OK and "one.json" in done.output and "by registrar" in done.output
    assert "Omar" not in rashomon("search", "drone").output and rashomon("search", "hadi").output.count("Hadi") == 0
    assert rashomon("audit", "verify").exit_code == Exit.OK


def test_retention(here: Path) -> None:  # noqa: F811
    assert "no rule" in rashomon("retention").output
    rules = 'version: "2"\nretention:\n- {kind: reports, days: 1, ground: kept for a day}\n'
    Path("codebook.yaml").write_text(rules)
    assert "0 things due" in rashomon("retention", "--apply", "--yes").output
    Path("codebook.yaml").write_text(rules.replace("days: 1", "days: 0"))
    assert rashomon("retention").exit_code == Exit.USAGE


def test_consent(here: Path) -> None:  # noqa: F811
    assert rashomon("consent", "Nobody", "--ground", "x").exit_code == Exit.NOT_FOUND
    assert "Omar Hadi" not in rashomon("export").stdout
    assert "may be named" in rashomon("consent", "Omar Hadi", "--ground", "the family").output
    assert "Omar Hadi" in rashomon("export").stdout
    assert "may not be named" in rashomon("consent", "Omar Hadi", "--ground", "").output
    assert "Omar Hadi" not in rashomon("export").stdout

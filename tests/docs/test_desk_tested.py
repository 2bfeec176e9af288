"""The table of what shows that the desk works names tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "desk-tested.md").read_text())))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_it_exists(path: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_every_line_names_one() -> None:
    lines = (ROOT / "docs" / "desk-tested.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith(("| **", "| what"))]
    assert len(rows) > 45 and all("::test_" in row or "`make " in row for row in rows)

"""The public API, frozen: a name or signature that changes here is a change for everybody who uses it.

Adding to it is a minor version, changing it a major one, and both are a line in the changelog.
"""

from __future__ import annotations

import inspect
from dataclasses import fields
from pathlib import Path

import pytest

import rashomon
from rashomon.errors import ReadingError, TooLarge

FROZEN = {
    "read": "(source: 'str | bytes | Path', *, published: 'str | None' = None, settings: 'Settings | None' = None) -> 'Record'",
    "link": "(records: 'Iterable[Record]') -> 'tuple[Incident, ...]'",
    "open_store": "(where: 'str | os.PathLike[str] | None' = None, *, create: 'bool' = True) -> 'Store'",
    "load_settings": (
        "(*, environ: 'Mapping[str, str] | None' = None, folder: 'Path | None' = None, **flags: 'Any') -> 'Settings'"
    ),
}
RECORD = [
    "document",
    "actors",
    "places",
    "times",
    "claims",
    "figures",
    "victims",
    "events",
    "relations",
    "links",
    "provenance",
]
INCIDENT = [
    "id", "previous_ids", "parent_id", "title", "events", "accounts", "cells", "ranges", "chain", "suggested_grade", "origins",
    "date", "place", "origins_on_harm", "people", "tolls",
]  # fmt: skip
REPORT = """Drone strike kills four at checkpoint near Kirkuk

Published: 5 March 2024

KIRKUK - A drone strike on a checkpoint near the Iraqi city of Kirkuk killed four policemen on Monday, police said.

A hospital doctor put the toll at six. The army denied that it had carried out the strike.
"""


def test_names() -> None:
    names = {"Incident", "RashomonError", "Record", "Settings", "__version__", *FROZEN}
    assert set(rashomon.__all__) == names
    assert all(hasattr(rashomon, name) for name in names)


@pytest.mark.parametrize("name", FROZEN)
def test_signature(name: str) -> None:
    assert str(inspect.signature(getattr(rashomon, name))) == FROZEN[name]


@pytest.mark.parametrize("name", FROZEN)
def test_docstring_states_arguments(name: str) -> None:
    function = getattr(rashomon, name)
    doc = inspect.getdoc(function) or ""
    for argument in inspect.signature(function).parameters:
        assert f"{argument}:" in doc, f"{name} does not document {argument}"


def test_shapes() -> None:
    assert [f.name for f in fields(rashomon.Record)] == RECORD
    assert [f.name for f in fields(rashomon.Incident)] == INCIDENT


def test_a_str_is_text_and_a_path_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    record = rashomon.read(REPORT)
    assert record == rashomon.read(path) == rashomon.read(REPORT.encode())
    assert record.document.published_at == "2024-03-05"
    assert {f.low for f in record.figures} >= {4, 6}
    assert rashomon.read(REPORT, published="2024-03-06").document.published_at == "2024-03-06"


def test_link_does_not_depend_on_order() -> None:
    other = REPORT.replace("put the toll at six", "said that five had died").replace(
        "Drone strike kills", "Strike kills"
    )
    records = [rashomon.read(REPORT), rashomon.read(other)]
    assert rashomon.link(records) == rashomon.link(records[::-1])


def test_open_store(tmp_path: Path) -> None:
    with rashomon.open_store(tmp_path / "case.db") as store:
        assert store.reports() == ()
    with pytest.raises(rashomon.RashomonError):
        rashomon.open_store(tmp_path / "none.db", create=False)


def test_errors_say_what_to_do() -> None:
    with pytest.raises(rashomon.RashomonError) as caught:
        rashomon.read("")
    assert str(caught.value)


def test_a_path_that_is_no_file_is_one_of_our_errors(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no such file; check the name"):
        rashomon.read(tmp_path / "nosuch.txt")
    with pytest.raises(ReadingError, match="no regular file"):
        rashomon.read(tmp_path)
    (tmp_path / "long.txt").write_text("x" * 2000)
    with pytest.raises(TooLarge):
        rashomon.read(tmp_path / "long.txt", settings=rashomon.Settings(max_bytes=1000))

"""Lists of the harmed: reports written for this file."""

from __future__ import annotations

import pytest

from rashomon.model.documents import Document, Part
from rashomon.model.record import Record
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Settings(claims="rules"))


def read(reader: Reader, body: str) -> Record:
    text = f"Report\n\n{body}"
    parts = (Part("headline", 0, 6), Part("body", 8, len(text)))
    return reader.record(Document("0" * 64, text, parts, published_at="2016-10-06"))


def harmed(record: Record) -> list[tuple[str, str]]:
    return [(v.spans[0].text, v.harm) for v in record.victims]


def test_a_list_is_read_under_its_heading(reader: Reader) -> None:
    body = "A shell fell on the quay.\n\nThe dead include:\n\nMarko Petrov, 41, carpenter;\n\nElena Petrova, 15, pupil;"
    assert harmed(read(reader, body)) == [("Marko Petrov", "killed"), ("Elena Petrova", "killed")]


def test_a_list_is_read_under_its_figure(reader: Reader) -> None:
    record = read(
        reader, "Two people are missing after the raid.\n\nMarko Petrov, 41, carpenter\n\nIvan Kolar, 26, baker"
    )
    assert harmed(record) == [("Marko Petrov", "missing"), ("Ivan Kolar", "missing")]
    assert all(v.in_figures == (record.figures[0].id,) for v in record.victims)


def test_people_who_do_something_are_no_items(reader: Reader) -> None:
    record = read(reader, "Two people were killed on the quay.\n\nMarko Petrov, 41, sells rope beside the church.")
    assert harmed(record) == []

"""The scene of the event that a report is about: sentences written for this file."""

from __future__ import annotations

import pytest

from rashomon.model.documents import Document, Part
from rashomon.model.record import Record
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Settings(claims="rules"))


def read(reader: Reader, headline: str, body: str) -> Record:
    text = f"{headline}\n\n{body}"
    parts = (Part("headline", 0, len(headline)), Part("body", len(headline) + 2, len(text)))
    return reader.record(Document("0" * 64, text, parts, published_at="2016-10-06"))


def scenes(record: Record) -> list[tuple[str | None, str | None]]:
    places, times = {p.id: p.name for p in record.places}, {t.id: t.start[:10] for t in record.times}
    return [(places.get(e.place_id or ""), times.get(e.time_id or "")) for e in record.events if e.plover == "ASSAULT"]


def test_the_first_event_takes_place_and_day_from_its_paragraph(reader: Reader) -> None:
    record = read(reader, "A town counts its dead", "Smoke hung over Kirkuk on Tuesday. Gunmen killed six bakers.")
    assert scenes(record) == [("Kirkuk", "2016-10-04")]


def test_a_day_long_past_is_not_the_day_of_the_first_event(reader: Reader) -> None:
    record = read(
        reader, "Bakers killed", "Gunmen killed six bakers. The bakery had opened on 3 March 2014 to much applause."
    )
    assert [day for _, day in scenes(record)] == [None]


def test_a_country_is_no_scene(reader: Reader) -> None:
    record = read(reader, "Bakers killed", "Iraq has seen worse. Gunmen killed six bakers, neighbours told us.")
    assert scenes(record)[0][0] in (None, "Iraq")
    assert all(p.precision == "country" for p in record.places)


def test_the_day_of_speech_is_not_the_day_of_the_event(reader: Reader) -> None:
    record = read(reader, "Bakers killed", "Gunmen killed six bakers in Kirkuk, the army said on Tuesday.")
    assert [day for _, day in scenes(record)] == [None]

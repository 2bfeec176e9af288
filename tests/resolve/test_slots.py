"""The rankers of place and time: sentences written for this file."""

from __future__ import annotations

import pytest

from rashomon.model.documents import Document, Part
from rashomon.model.record import Record
from rashomon.resolve.slots import Ranker, rankers
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


@pytest.fixture(scope="module", params=["trained", "rules"])
def reader(request: pytest.FixtureRequest) -> Reader:
    return Reader(Settings(claims="rules", slots=request.param))


@pytest.fixture(scope="module")
def trained() -> Reader:
    return Reader(Settings(claims="rules"))


def read(reader: Reader, headline: str, *paragraphs: str) -> Record:
    text = "\n\n".join((headline, *paragraphs))
    parts, at = [Part("headline", 0, len(headline))], len(headline) + 2
    for paragraph in paragraphs:
        parts.append(Part("body", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return reader.record(Document("0" * 64, text, tuple(parts), published_at="2016-10-06"))


def scenes(record: Record) -> set[tuple[str | None, str | None]]:
    places, times = {p.id: p.name for p in record.places}, {t.id: t.start[:10] for t in record.times}
    return {(places.get(e.place_id or ""), times.get(e.time_id or "")) for e in record.events if e.plover == "ASSAULT"}


def test_what_the_words_of_an_event_state_is_kept(reader: Reader) -> None:
    record = read(
        reader, "Bakers killed", "Gunmen killed six bakers in Kirkuk on Tuesday, police in Baghdad said on Wednesday."
    )
    assert scenes(record) == {("Kirkuk", "2016-10-04")}


def test_a_day_told_after_the_event_reaches_it(trained: Reader) -> None:
    record = read(
        trained,
        "Six bakers shot dead in Kirkuk",
        "Gunmen killed six bakers.",
        "It was shortly after dawn on Tuesday when they came to the door, neighbours in Kirkuk said.",
    )
    assert scenes(record) == {("Kirkuk", "2016-10-04")}


def test_what_has_happened_is_not_dated_after_the_report(trained: Reader) -> None:
    record = read(
        trained,
        "Bakers killed",
        "Gunmen killed six bakers for Bread for Tomorrow, a charity. A wake is planned for 9 October.",
    )
    assert all(day is None or day <= "2016-10-06" for _, day in scenes(record))


def test_a_choice_names_what_made_it_and_keeps_its_words(trained: Reader) -> None:
    headline, body = (
        "Six bakers shot dead in Kirkuk",
        ("Gunmen killed six bakers.", "It was on Tuesday that they came, neighbours said."),
    )
    record = read(trained, headline, *body)
    ruled = read(Reader(Settings(claims="rules", slots="rules")), headline, *body)
    _, version = rankers()
    for event, before in zip(record.events, ruled.events, strict=True):
        moved = (event.place_id, event.time_id) != (before.place_id, before.time_id)
        assert event.produced_by.endswith(f"+slots/{version}") == moved
        told = {(a.question, a.value) for a in event.answers}
        assert event.place_id is None or ("place", event.place_id) in told or not moved
        assert event.time_id is None or ("time", event.time_id) in told or not moved


def test_odds_add_up_and_an_open_slot_costs_what_was_set() -> None:
    candidates = {None: ["none"], "p1": ["near"], "p2": []}
    free, dear = Ranker({"none": 1.0, "near": 0.5}, 0.0), Ranker({"none": 1.0, "near": 0.5}, 1.0)
    assert sum(free.odds(candidates).values()) == pytest.approx(1.0)
    assert free.best(candidates)[0] is None
    assert dear.best(candidates)[0] == "p1"
    assert dear.why(["near", "unknown", "none"]) == [("none", 1.0), ("near", 0.5)]

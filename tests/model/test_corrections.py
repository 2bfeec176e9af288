"""What a person says about a value is what is linked; the rest of the record stays whole around it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from rashomon.model import codec
from rashomon.model.corrections import ACCEPT, ADD, EDIT, REJECT, corrected, described, edited
from rashomon.model.figures import Figure
from rashomon.model.judgements import Judgement, JudgementRefused
from rashomon.model.record import Record
from rashomon.model.spans import Span
from tests.run.tiny import tiny_record

TEXT = "Toll rises\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07. A drone killed Omar Hadi, 30."


@pytest.fixture
def record() -> Record:
    made = tiny_record(TEXT.encode(), TEXT)
    event = made.events[0].id
    figures = tuple(replace(f, event_id=event) for f in made.figures)
    return replace(made, figures=figures, victims=tuple(replace(v, event_id=event) for v in made.victims))


def about(record: Record, kind: str, layer: str, now: object = None, *, item: int = 0, n: str = "j1") -> Judgement:
    value = getattr(record, layer)[item]
    subject = (f"{record.document.id}:{value.id}",)
    text = None if now is None else json.dumps(now)
    return Judgement(n, "2026-01-01", "ana", kind, subject, described(layer, value), text, "why")


def test_a_rejected_claim_takes_its_speaker_from_the_figure_and_its_answers(record: Record) -> None:
    made = corrected(record, [about(record, REJECT, "claims")])
    assert made.record.claims == ()
    assert [(f.claim_id, f.speaker) for f in made.record.figures] == [(None, None)]
    assert [item.id for _, item in made.rejected] == [record.claims[0].id]


def test_a_rejected_event_leaves_no_reference(record: Record) -> None:
    made = corrected(record, [about(record, REJECT, "events")]).record
    assert made.events == ()
    assert {f.event_id for f in made.figures} == {None} and {v.event_id for v in made.victims} == {None}


def test_an_edit_is_certain_and_says_who_made_it(record: Record) -> None:
    made = corrected(record, [about(record, EDIT, "figures", {"low": 10, "high": 12})]).record.figures[0]
    assert (made.low, made.high, made.produced_by, made.confidence) == (10, 12, "person", 1.0)
    assert record.figures[0].low == 12


def test_the_last_word_stands(record: Record) -> None:
    first, second = about(record, REJECT, "figures"), about(record, ACCEPT, "figures", n="j2")
    assert corrected(record, [first, second]).record.figures == record.figures
    undone = Judgement("j3", "2026", "ana", REJECT, first.subject, None, None, "", "j2")
    assert corrected(record, [first, second, undone]).record.figures == ()


def test_an_added_figure_stands_in_its_event(record: Record) -> None:
    at = TEXT.index("Omar")
    event = record.events[0].id
    figure = Figure(
        "h1", "killed", "any", 1, 1, "exactly", "event", None, None, event, None, None, Span.of(TEXT, at, at + 9)
    )
    data = json.dumps({"layer": "figures", "item": codec.to_json(figure)})
    added = Judgement("j1", "2026", "ana", ADD, (f"{record.document.id}:h1",), None, data, "")
    made = corrected(record, [added])
    assert made.record.figures[-1].id == "h1" and "h1" in made.record.events[0].figures
    other = tiny_record(b"Another text", "Another text")
    assert corrected(other, [added]).orphans == (added,)


def test_a_value_read_anew_is_found_by_its_words(record: Record) -> None:
    judgement = about(record, EDIT, "figures", {"low": 1, "high": 1})
    renamed = replace(record, figures=tuple(replace(f, id="f77") for f in record.figures), victims=())
    assert corrected(renamed, [judgement]).record.figures[0].low == 1
    without = replace(renamed, figures=())
    assert corrected(without, [judgement]).orphans == (judgement,)


def test_an_edited_place_is_the_reports_own_answer(record: Record) -> None:
    event = record.events[0]
    bare = replace(record, events=(replace(event, place_id=None),))
    place = bare.places[0].id
    made = corrected(bare, [about(bare, EDIT, "events", {"place_id": place})]).record.events[0]
    assert made.place_id == place
    assert [(a.question, a.value) for a in made.answers if a.question == "place"] == [("place", place)]


@pytest.mark.parametrize(
    ("layer", "fields"),
    [
        ("figures", {"id": "f9"}),
        ("figures", {"measure": "sad"}),
        ("figures", {"low": "six"}),
        ("claims", {"content": []}),
    ],
)
def test_what_may_not_be_edited_is_refused(record: Record, layer: str, fields: dict[str, object]) -> None:
    with pytest.raises(JudgementRefused):
        edited(getattr(record, layer)[0], fields, layer=layer)

"""Victims across reports: the same person as a scored suggestion, and never two of one report."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from rashomon.linking import link
from rashomon.linking.people import THRESHOLD, compare
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.victims import Age, Victim
from tests.linking.builders import strike


def victim(*names: str, age: int | None = None, **fields: Any) -> Victim:
    spans = tuple(Span(0, len(n), n) for n in names)
    told = None if age is None else Age(age, age, spans[0] if spans else Span(0, 3, "aged"))
    base = Victim(
        "v1", spans, told, None, "unknown", None, "killed", "e1", (), None, None, spans or (Span(0, 5, "a man"),)
    )
    return replace(base, **fields)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        (victim("Layla Saleh", age=30), victim("Layla Salih", age=30), True),
        (victim("Layla Saleh", age=30), victim("Layla Saleh", age=61), False),
        (victim("Layla Saleh"), victim("Omar Saleh"), False),
        (victim("Layla Saleh"), victim("Miss Saleh"), True),
        (victim("M. Tomba"), victim("Moirangthem Tomba"), True),
        (victim("Layla Saleh", sex="female"), victim("Layla Saleh", sex="male"), False),
        (victim("Layla Saleh", age=41), victim(age=41), True),
        (victim("Layla Saleh", age=41), victim(age=42), False),
        (victim(), victim(), False),
        (victim("A B"), victim("A B"), False),
    ],
)
def test_what_makes_two_entries_one_person(a: Victim, b: Victim, one: bool) -> None:
    score, reasons = compare(a, b)
    assert (score >= THRESHOLD) is one, (score, reasons)
    assert compare(b, a)[0] == score


def with_victims(record: Record, *told: tuple[str, str]) -> Record:
    """The record with victims whose names stand after its text."""
    text = record.document.text + "\n\n" + " and ".join(name for name, _ in told)
    document = replace(record.document, text=text, id=hashlib.sha256(text.encode()).hexdigest())
    made = []
    for i, (name, harm) in enumerate(told):
        at = text.rindex(name)
        span = Span(at, at + len(name), name)
        made.append(victim(name, id=f"v{i + 1}", harm=harm, event_id=record.events[0].id, names=(span,), spans=(span,)))
    return replace(record, document=document, victims=tuple(made))


def people(*records: Record, judgements: tuple[Judgement, ...] = ()) -> list[tuple[str, str, tuple[str, ...], int]]:
    (incident,) = link(records, judgements=judgements)
    assert isinstance(incident, Incident)
    return sorted((p.name, p.harm, p.was, len(p.entries)) for p in incident.people)


def test_injured_who_died_later_move_and_never_add() -> None:
    one = with_victims(strike(), ("Layla Saleh", "injured"), ("Omar Saleh", "killed"))
    two = with_victims(strike(publisher="Wire", source="hospital", published="2024-03-12"), ("Layla Salih", "killed"))
    found = people(one, two)
    assert found == [("Layla Salih", "killed", ("injured",), 2), ("Omar Saleh", "killed", (), 1)]
    assert people(two, one) == found


def test_a_person_decides_on_victims_too() -> None:
    one = with_victims(strike(), ("Layla Saleh", "killed"))
    two = with_victims(strike(publisher="Wire", source="hospital"), ("Layla Saleh", "killed"))
    refs = tuple(f"{r.document.id}:v1" for r in (one, two))

    def said(word: str) -> tuple[Judgement, ...]:
        return (Judgement("j1", "2026-01-01", "ana", "pair", refs, None, word, "two cousins"),)

    assert len(people(one, two)) == 1
    assert len(people(one, two, judgements=said("different"))) == 2
    other = with_victims(strike(publisher="Wire", source="hospital"), ("Nadia Kamil", "killed"))
    same = Judgement(
        "j1", "2026-01-01", "ana", "pair", (refs[0], f"{other.document.id}:v1"), None, "same", "her maiden name"
    )
    assert len(people(one, other)) == 2 and len(people(one, other, judgements=(same,))) == 1


def test_one_word_that_fits_two_of_a_report_names_neither() -> None:
    one = with_victims(strike(), ("Layla Saleh", "killed"), ("Omar Saleh", "killed"))
    two = with_victims(strike(publisher="Wire", source="hospital"), ("Saleh", "killed"))
    assert len(people(one, two)) == 3

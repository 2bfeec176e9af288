"""Dates that a report entails: after one event, before its own publication."""

from __future__ import annotations

from rashomon.model.events import Event, Modality
from rashomon.model.relations import Link
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.resolve.bounds import bound_by_links

_SPAN = Span(0, 5, "words")


def _event(event_id: str, time_id: str | None, modality: Modality = "happened") -> Event:
    return Event(event_id, "CONSULT", None, None, modality, (), (), None, time_id, (_SPAN,), (_SPAN,), (), ())


def _day(time_id: str, day: str) -> Time:
    return Time(time_id, day, day, "day", "stated", _SPAN)


def test_an_undated_event_lies_between_what_it_followed_and_the_report() -> None:
    events = (_event("raid", "t1"), _event("pause", None))
    found, times = bound_by_links(
        events,
        (Link("pause", "follows", "raid", (Span(0, 11, "after words"),)),),
        (_day("t1", "2024-03-01"),),
        published="2024-03-09T10:00",
    )
    added = times[-1]
    assert found[1].time_id == added.id
    assert (added.start, added.end, added.precision, added.span) == ("2024-03-01", "2024-03-09", "range", _SPAN)


def test_a_tie_by_what_an_act_is_dates_nothing() -> None:
    """Its evidence is the trigger alone: no word says when."""
    events, days = (_event("raid", "t1"), _event("arrest", None)), (_day("t1", "2024-03-01"),)
    found, times = bound_by_links(
        events, (Link("arrest", "response_to", "raid", (_SPAN,)),), days, published="2024-03-09"
    )
    assert (found, times) == (events, days)


def test_nothing_is_dated_without_a_basis() -> None:
    words = Span(0, 11, "after words")
    link = (Link("pause", "follows", "raid", (words,)),)
    dated = (_event("raid", "t1"), _event("pause", None))
    old = (_day("t1", "2019-03-01"),)
    assert bound_by_links(dated, link, old, published="2024-03-09")[1] == old  # years apart say nothing
    assert bound_by_links(dated, link, old, published=None)[1] == old
    planned = (_event("raid", "t1"), _event("pause", None, "planned"))
    near = (_day("t1", "2024-03-01"),)
    assert bound_by_links(planned, link, near, published="2024-03-09")[1] == near  # may lie after the report

"""How an incident came out: its reports and what each brought, what went before and after, its victims and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rashomon.model.events import Event
from rashomon.model.incidents import EventRef, Incident
from rashomon.model.record import Record
from rashomon.model.victims import Victim
from rashomon.model.wording import ASKED, COUNTED, day, number
from rashomon.review.contexts.atlas import Spot

CHAIN = {
    "threaten": "threat",
    "warn": "warning",
    "demand": "demand",
    "announce": "announcement",
    "offer": "offer",
    "call_off": "called off",
    "retaliation_for": "in retaliation for",
    "response_to": "in answer to",
    "follows": "after",
    "part_of": "part of",
    "retaliated_by": "retaliated by",
    "answered_by": "answered by",
    "followed_by": "followed by",
    "has_part": "with, as a part",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A report of the incident, with what it brought."""

    number: int
    report_id: str
    title: str
    outlet: str
    published_at: str | None
    copied_from: int | None
    brought: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of the story: before the event, the event, a report, or what came after."""

    when: str
    kind: str
    text: str
    by: str
    report: int | None
    report_id: str | None
    start: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """A victim as one report gives them; `presumed` where the codebook presumes what nobody says."""

    name: str
    details: tuple[str, ...]
    harm: str
    status: str
    presumed: bool
    report: int
    report_id: str
    item: str
    start: int
    end: int
    words: str


def reports_of(incident: Incident, records: Mapping[str, Record], numbers: Mapping[str, int]) -> tuple[Told, ...]:
    """The reports, and what each brought that no other had said before."""
    told = []
    for report_id, n in numbers.items():
        accounts = [a for a in incident.accounts if a.report_id == report_id]
        document = records[report_id].document if report_id in records else None
        outlet = accounts[0].outlet if accounts else (document.publisher if document is not None else None) or "unknown"
        copied = next((a.copied_from for a in accounts if a.copied_from is not None), None)
        brought = dict.fromkeys(
            f"{a.name}: {number(answer)} {ASKED[question]}"
            for a in accounts
            for question, given in a.answers
            if question in COUNTED
            for answer in given
            if answer.part_of is None and not answer.echo and answer.live and not answer.negated
        )
        events = tuple(e.event_id for e in incident.events if e.report_id == report_id)
        published = accounts[0].published_at if accounts else document.published_at if document is not None else None
        title = (document.title if document is not None else None) or report_id[:12]
        told.append(Told(n, report_id, title, outlet, published, numbers.get(copied or ""), tuple(brought), events))
    return tuple(told)


def moments_of(incident: Incident, numbers: Mapping[str, int]) -> tuple[Moment, ...]:
    """What went before, the event, and what came after."""
    before: list[Moment] = []
    after: list[Moment] = []
    for step in incident.chain:
        text = " \u2026 ".join(s.text for s in step.spans)
        start = step.spans[0].start if step.spans else None
        kind = CHAIN.get(step.kind, step.kind.replace("_", " "))
        moment = Moment("", kind, text, step.by or "", numbers.get(step.report_id), step.report_id, start)
        (before if step.before else after).append(moment)
    event = Moment(day(incident.date), "the event", incident.place or "", "", None, None, None)
    return (*before, event, *after)


def spots_of(
    ours: Sequence[tuple[EventRef, Event]], records: Mapping[str, Record], numbers: Mapping[str, int]
) -> list[Spot]:
    """Where its events are put, by whom, in which report."""
    spots = []
    for ref, event in ours:
        places = {p.id: p for p in records[ref.report_id].places}
        answers = [(a.value, a.speaker) for a in event.answers if a.question == "place" and not a.negated]
        if event.place_id is not None and event.place_id not in {value for value, _ in answers}:
            answers.append((event.place_id, None))
        for value, speaker in answers:
            if value in places:
                spots.append(Spot(places[value], speaker.name if speaker is not None else "", numbers[ref.report_id]))
    return spots


def victims_of(
    ours: Sequence[tuple[EventRef, Event]], records: Mapping[str, Record], numbers: Mapping[str, int], *, presume: bool
) -> tuple[Person, ...]:
    """The victims of its events, one entry a report; `presume` civilian whose status nobody tells."""
    ids: dict[str, set[str]] = {}
    for ref, event in ours:
        ids.setdefault(ref.report_id, set()).add(event.id)
    found = []
    for report_id, events in ids.items():
        for victim in records[report_id].victims:
            if victim.event_id in events:
                found.append(_person(victim, numbers[report_id], report_id, presume=presume))
    return tuple(sorted(found, key=lambda p: (p.name.casefold(), p.report)))


def _person(victim: Victim, n: int, report_id: str, *, presume: bool) -> Person:
    name = max((s.text for s in victim.names), key=len, default="")
    details = []
    if victim.age is not None:
        low, high = victim.age.low, victim.age.high
        details.append(f"{low}" if low == high else f"{low}\u2013{high}")
    details += [victim.sex] if victim.sex is not None else []
    details += [victim.role.text] if victim.role is not None else []
    span = victim.spans[0]
    presumed = presume and victim.status == "unknown"
    status = "civilian" if presumed else victim.status
    shown = name or span.text
    return Person(
        shown, tuple(details), victim.harm, status, presumed, n, report_id, victim.id, span.start, span.end, span.text
    )

"""One incident: who says what, the figures, the words behind a cell, the story in time, the map, the work on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rashomon.errors import NotFound
from rashomon.model.accounts import AccountAnswer
from rashomon.model.corrections import corrected
from rashomon.model.double_coding import coders, drawn
from rashomon.model.events import Event
from rashomon.model.incidents import EventRef, Grade, Incident
from rashomon.model.judgements import Judgement, standing
from rashomon.model.record import Record
from rashomon.model.standings import STEPS, Standing
from rashomon.model.victims import Victim
from rashomon.model.wording import ASKED, COUNTED, day, number
from rashomon.review.contexts.atlas import Map, Spot, map_of
from rashomon.review.contexts.chart import Chart, charts_of
from rashomon.review.contexts.matrix import Matrix, Origin, matrix_of, numbers_of, origins_of
from rashomon.review.view import View

#: Reports whose records an incident's page opens for victims and places; the others are counted.
OPENED = 24
#: Characters of the report on each side of the words.
AROUND = 180
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
class Quote:
    """Words in their report: what stands `before`, the `words`, what stands `after`, and where that is.

    Args:
        notes: what a reader has to know of the answer ("superseded", "a word, not a count").
    """

    answer: str
    before: str
    words: str
    after: str
    report_id: str
    number: int
    outlet: str
    published_at: str | None
    start: int
    end: int
    item: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """An opened cell: the answers of one origin (or of all) to one question, each in its words."""

    question: str
    asked: str
    origin: str
    quotes: tuple[Quote, ...]


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


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark of a person."""

    id: str
    who: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The work on it: where it stands, which steps this person may take, what was said.

    Args:
        seen: newest judgement of each kind, which a form brings back so that nobody is overwritten unseen.
        double: two people code it; `coders` did so far.
    """

    standing: Standing
    steps: tuple[str, ...]
    people: tuple[str, ...]
    grades: tuple[str, ...]
    criteria: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    comments: tuple[Comment, ...]
    history: tuple[Judgement, ...]
    seen: dict[str, str]
    double: bool
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentContext:
    """One incident.

    Args:
        unopened: reports beyond those whose victims and places are shown.
        others: incidents to which a merge redirects, or from which this one was split.
    """

    id: str
    title: str
    date: str | None
    place: str | None
    origins: int
    origins_on_harm: int | None
    previous_ids: tuple[str, ...]
    parent_id: str | None
    matrix: Matrix
    words: Words | None
    open_line: int | None
    open_question: str
    charts: tuple[Chart, ...]
    reports: tuple[Told, ...]
    moments: tuple[Moment, ...]
    victims: tuple[Person, ...]
    map: Map | None
    grade: Grade | None
    desk: Desk
    unopened: int


def incident_context(view: View, incident_id: str, ask: str, line: int | None) -> IncidentContext:
    """The page of one incident, with a cell opened if one is asked for."""
    incident = view.incident(incident_id)
    numbers = numbers_of(incident)
    records = records_of(view, incident)
    events = {(r.document.id, e.id): e for r in records.values() for e in r.events}
    ours = [(ref, events[key]) for ref in incident.events if (key := (ref.report_id, ref.event_id)) in events]
    atlas = view.options.vendor / "land.json" if view.options.vendor is not None else None
    return IncidentContext(
        incident.id,
        incident.title,
        incident.date,
        incident.place,
        incident.origins,
        incident.origins_on_harm,
        incident.previous_ids,
        incident.parent_id,
        matrix_of(incident),
        words_of(view, incident, ask, line, records) if ask else None,
        line,
        ask,
        charts_of(incident),
        _reports(incident, records, numbers),
        _moments(incident, numbers),
        _victims(ours, records, numbers, presume=view.options.codebook.presume_civilian),
        map_of(_spots(ours, records, numbers), atlas if atlas is not None and atlas.is_file() else None),
        incident.suggested_grade,
        desk_of(view, incident),
        max(0, len(numbers) - OPENED),
    )


def records_of(view: View, incident: Incident) -> dict[str, Record]:
    """Records of the incident's reports, as people corrected them."""
    found = {}
    for report_id in list(numbers_of(incident))[:OPENED]:
        try:
            record = view.store.record_of(report_id)
        except NotFound:  # it was erased, and the incident is not linked anew yet
            continue
        found[report_id] = corrected(record, view.store.judgements(subject=report_id)).record
    return found


def words_of(view: View, incident: Incident, ask: str, line: int | None, records: Mapping[str, Record]) -> Words:
    """The words behind a cell, or behind a whole column.

    Raises:
        NotFound: there is no such cell.
    """
    origins = origins_of(incident)
    if ask not in ASKED or (line is not None and not 0 <= line < len(origins)):
        raise NotFound("there is no such cell", hint="open the incident and choose one")
    chosen = origins if line is None else [origins[line]]
    texts = {i: record.document.text for i, record in records.items()}
    quotes = [q for origin in chosen for q in _quotes(view, incident, origin, ask, texts)]
    return Words(ask, ASKED[ask], "every source" if line is None else chosen[0].name, tuple(quotes))


def _quotes(view: View, incident: Incident, origin: Origin, ask: str, texts: dict[str, str]) -> list[Quote]:
    numbers = numbers_of(incident)
    out = []
    for account, answer in origin.answers.get(ask, ()):
        report_id = account.report_id
        if report_id not in texts:
            try:
                texts[report_id] = view.store.record_of(report_id).document.text
            except NotFound:
                texts[report_id] = ""
        before, after = around(texts[report_id], answer.span.start, answer.span.end)
        out.append(
            Quote(
                _said(ask, origin, answer),
                before,
                answer.span.text,
                after,
                report_id,
                numbers[report_id],
                account.outlet,
                account.published_at,
                answer.span.start,
                answer.span.end,
                answer.figure_id or answer.claim_id,
                _notes(answer),
            )
        )
    return out


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `[start, end)`, to the paragraph's end at most, cut between words."""
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    stop = text.find("\n", end)
    last = min(stop if stop >= 0 else len(text), end + AROUND)
    before, after = text[first:start], text[end:last]
    if first > 0 and text[first - 1] != "\n":
        before = "\u2026 " + before.partition(" ")[2]
    if last < len(text) and last != stop:
        after = after.rpartition(" ")[0] + " \u2026"
    return before, after


def _said(ask: str, origin: Origin, answer: AccountAnswer) -> str:
    value = number(answer) if ask in COUNTED else day(answer.value) if ask == "date" else answer.value
    return f"{origin.name}: {'not ' if answer.negated else ''}{value}"


def _notes(answer: AccountAnswer) -> tuple[str, ...]:
    notes = []
    if answer.superseded_by is not None:
        notes.append("superseded by a later figure of the same source")
    if answer.withdrawn_by is not None:
        notes.append("taken back by its source")
    if answer.hedged:
        notes.append("hedged by its words")
    if answer.part_of is not None:
        notes.append("a part of another figure: enters no range")
    if answer.population not in (None, "any"):
        notes.append(f"counts: {answer.population}".replace("_", " "))
    return (*notes, *answer.flags)


def _reports(incident: Incident, records: Mapping[str, Record], numbers: Mapping[str, int]) -> tuple[Told, ...]:
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


def _moments(incident: Incident, numbers: Mapping[str, int]) -> tuple[Moment, ...]:
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


def _spots(
    ours: Sequence[tuple[EventRef, Event]], records: Mapping[str, Record], numbers: Mapping[str, int]
) -> list[Spot]:
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


def _victims(
    ours: Sequence[tuple[EventRef, Event]], records: Mapping[str, Record], numbers: Mapping[str, int], *, presume: bool
) -> tuple[Person, ...]:
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


def desk_of(view: View, incident: Incident) -> Desk:
    """Where the work on an incident stands, and what this person may do next."""
    store, book = view.store, view.options.codebook
    found = store.standing(incident.id)
    every = [j for i in (*incident.previous_ids, incident.id) for j in store.judgements(subject=i)]
    every.sort(key=lambda j: j.at)
    comments = tuple(Comment(j.id, j.who, j.at, j.now or "") for j in standing(every) if j.kind == "comment")
    people = tuple(p.name for p in store.people() if p.active) or (view.visitor.name,)
    groups = tuple(sorted({g for p in store.people() for g in p.groups}))
    seen = {j.kind: j.id for j in every if incident.id in j.subject}
    criteria = tuple((c.code, c.text) for c in book.out_of_scope)
    return Desk(
        found,
        _steps(view, found),
        people,
        book.grades,
        criteria,
        groups,
        comments,
        tuple(reversed(every[-30:])),
        seen,
        drawn(incident.id, book.double_coding),
        coders_of(view, incident),
    )


def coders_of(view: View, incident: Incident) -> tuple[str, ...]:
    """Who coded an incident so far."""
    reports = dict.fromkeys(e.report_id for e in incident.events)
    said = [j for report_id in list(reports)[:OPENED] for j in view.store.judgements(subject=report_id)]
    return coders(said, coder=view.store.standing(incident.id).coder)


def _steps(view: View, found: Standing) -> tuple[str, ...]:
    """Steps that this person may take from here."""
    may = []
    for step in STEPS[found.state]:
        by_reviewer = step in ("reviewed", "published", "withdrawn") or found.state in (
            "reviewed",
            "published",
            "withdrawn",
        )
        if not view.visitor.may("reviewer" if by_reviewer else "coder"):
            continue
        if step == "reviewed" and found.state == "coded" and found.coder == view.visitor.name:
            continue
        may.append(step)
    return tuple(may)

"""Incidents from clusters of events: the founding event, the title, the accounts and what follows from them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date as day_type

from rashomon.linking import dates
from rashomon.linking.accounts import Ledger, accounts_of, admitted, ledger_of, moment
from rashomon.linking.cells import cells_of
from rashomon.linking.chain import chain_of
from rashomon.linking.cluster import Pair, pair_of
from rashomon.linking.compare import Comparison, compare
from rashomon.linking.copies import Copies, find_copies
from rashomon.linking.grade import grade_of, origins_on_harm
from rashomon.linking.partition import partition
from rashomon.linking.people import Said, people_of
from rashomon.linking.profiles import Profile, id_of, profiles_of
from rashomon.linking.ranges import ranges_of, tolls_of
from rashomon.linking.tolls import Stand
from rashomon.model.incidents import EventRef, Incident
from rashomon.model.judgements import Judgement, pairs
from rashomon.model.record import Record

_PRECISIONS = (
    {"minute", "hour", "day", "exact", "neighbourhood", "city"},
    {"range", "near", "linear"},
    {"week", "admin2"},
    {"month", "admin1"},
    {"year", "country"},
)


def link(records: Iterable[Record], *, judgements: Iterable[Judgement] = ()) -> tuple[Incident, ...]:
    """Finds the incidents that reports tell of, and gathers the accounts of each.

    The result depends on the set of records and on the judgements alone: not on the order of the records, nor on
    what else is linked beside them. A record given twice counts once.

    Args:
        records: records of reports; one version of each report.
        judgements: what people decided, oldest first.

    Returns:
        Incidents, newest first, those without a date last.
    """
    known = {r.document.id: r for r in records}
    profiles = [p for i in sorted(known) for p in profiles_of(known[i])]
    every = tuple(judgements)
    found = [
        build(members, known, said=words(every))
        for members in partition(profiles, judged(every))
        if is_incident(members)
    ]
    return in_order(with_parents(found, known))


def judged(judgements: Iterable[Judgement]) -> dict[Pair, str]:
    """What people decided on pairs of events, the newest word first.

    Args:
        judgements: all judgements, oldest first; those on other things are passed over.
    """
    return {
        pair_of(*(id_of(ref) for ref in j.subject)): j.now
        for j in reversed(list(pairs(judgements).values()))
        if j.now is not None and all(ref.count(":") == 1 for ref in j.subject)
    }


def words(judgements: Iterable[Judgement]) -> dict[frozenset[str], str]:
    """What people decided on pairs of anything, by the names of the two."""
    return {pair: j.now for pair, j in pairs(judgements).items() if j.now is not None}


def is_incident(members: Sequence[Profile]) -> bool:
    """Whether a cluster is told well enough to be an incident: a report is about it, or gives it a place or a day."""
    return any(p.founding for p in members)


def in_order(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Newest first, those without a date last."""
    return tuple(sorted(incidents, key=lambda i: (i.date is None, _descending(i.date), i.id)))


def with_parents(incidents: Iterable[Incident], known: Mapping[str, Record]) -> list[Incident]:
    """Sites of one attack led to the incident that they are part of, where a report says so by a link."""
    found = list(incidents)
    home = {(e.report_id, e.event_id): i.id for i in found for e in i.events}
    return [replace(i, parent_id=parent_of(i, known, home)) for i in found]


def parent_of(incident: Incident, known: Mapping[str, Record], home: Mapping[tuple[str, str], str]) -> str | None:
    """The incident that most reports call this one a part of; null if none does."""
    votes: Counter[str] = Counter()
    for event in incident.events:
        for tie in known[event.report_id].links:
            if tie.kind == "part_of" and tie.from_event == event.event_id:
                whole = home.get((event.report_id, tie.to_event))
                if whole is not None and whole != incident.id:
                    votes[whole] += 1
    return min(votes, key=lambda i: (-votes[i], i), default=None)


def explain(
    ours: tuple[Record, str], theirs: tuple[Record, str], *, judgements: Iterable[Judgement] = ()
) -> Comparison:
    """Why two events are, or are not, taken for one: features whose weights add up to the score.

    Args:
        ours: a record and the id of one of its violent events; `theirs` likewise.
        judgements: what people decided, oldest first.

    Raises:
        KeyError: the record has no such event, or the event is not told as violence that happened.
    """
    a, b = ({p.event_id: p for p in profiles_of(record)}[event_id] for record, event_id in (ours, theirs))
    return compare(a, b, judged=judged(judgements).get(pair_of(a.id, b.id)))


def _descending(day: str | None) -> int:
    return -(dates.day_of(day) or 0)


def build(members: Sequence[Profile], known: Mapping[str, Record], *, said: Said) -> Incident:
    """The incident of a cluster; its parent is not known yet (`with_parents`).

    Args:
        said: what people decided on pairs of victims' entries.
    """
    copies = find_copies(known[i] for i in {p.report_id for p in members})
    ranked = sorted(members, key=lambda p: (moment(known[p.report_id].document.published_at), p.event_id))
    by_report: dict[str, list[str]] = defaultdict(list)
    for profile in ranked:
        by_report[profile.report_id].append(profile.event_id)
    told = [(known[i], ids) for i, ids in by_report.items()]
    ledger = ledger_of(told, copies)
    main = {p.report_id for p in members if p.main}
    founder = ranked[0]
    date, place = _most(ledger, "date") or _beside(ranked), _most(ledger, "place")
    return Incident(
        "i" + hashlib.sha256(f"{founder.report_id}:{founder.event_id}".encode()).hexdigest()[:12],
        (),
        None,
        _title(ranked, known, place or date),
        tuple(EventRef(p.report_id, p.event_id) for p in ranked),
        accounts_of(ledger, copies),
        cells_of(ledger.stands, harmed=_harmed(told, copies)),
        ranges_of(ledger.stands),
        chain_of(
            (known[i], frozenset(ids), i in main)
            for i, ids in by_report.items()
            if copies.original_of.get(i) not in by_report
        ),
        grade_of(ledger.stands, admitted=admitted(ledger)),
        ledger.origins,
        date,
        place,
        origins_on_harm(ledger.stands),
        people_of(told, order=ledger.order, said=said),
        tolls_of(ledger.stands),
    )


def _harmed(told: Iterable[tuple[Record, Sequence[str]]], copies: Copies) -> Counter[str]:
    """By measure, reports that are nobody's copy and have victims of the incident."""
    found = {
        (copies.head(record.document.id), victim.harm)
        for record, ids in told
        for victim in record.victims
        if victim.event_id in ids
    }
    return Counter(harm for _, harm in found)


def _most(ledger: Ledger, question: str) -> str | None:
    """The answer that most origins give, the more exact and the earlier one where several do."""
    live = [s for s in ledger.stands if s.raw.question == question and not s.raw.negated]
    groups: dict[str, set[str]] = defaultdict(set)
    for stand in live:
        groups[stand.raw.value].add(stand.group)
    first = {s.raw.value: i for i, s in reversed(list(enumerate(live)))}
    exact = {s.raw.value: _coarseness(s) for s in live}
    ranked = sorted(groups, key=lambda v: (exact[v], -len(groups[v]), first[v]))
    return ranked[0] if ranked else None


def _coarseness(stand: Stand) -> int:
    """0 for a day or a spot, more for what is less exact."""
    thing = stand.raw.thing
    return next(
        (i for i, known in enumerate(_PRECISIONS) if thing is not None and thing.precision in known), len(_PRECISIONS)
    )


def _beside(ranked: Sequence[Profile]) -> str | None:
    """The day that stands beside the event in a report, where no account gives it one."""
    days = sorted({w.start for p in ranked for w in p.whens if w.basis == "nearby" and w.start == w.end})
    return day_type.fromordinal(days[0]).isoformat() if len(days) == 1 else None


def _title(ranked: Sequence[Profile], known: Mapping[str, Record], place: str | None) -> str:
    """The headline of the earliest report that tells of it in its headline; else what and where."""
    for profile in ranked:
        record = known[profile.report_id]
        event = next(e for e in record.events if e.id == profile.event_id)
        heads = [p for p in record.document.parts if p.kind == "headline"]
        if (
            profile.main
            and record.document.title
            and any(h.start <= s.start < h.end for h in heads for s in event.triggers)
        ):
            return record.document.title
    kinds = Counter(t for p in ranked for t in p.types)
    kind = min(kinds, key=lambda t: (-kinds[t], t), default="Violence")
    return kind if place is None else f"{kind}, {place}"

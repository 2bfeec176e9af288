"""Pairs of events for people: what a reference means, why two are or are not one, and which pairs are least certain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.errors import NotFound, StoreError
from rashomon.linking import Comparison, explain
from rashomon.linking.apart import why_grouped
from rashomon.linking.compare import threshold
from rashomon.linking.incidents import judged
from rashomon.linking.profiles import profiles_of
from rashomon.linking.violent import is_violent
from rashomon.model.corrections import corrected
from rashomon.model.events import Event
from rashomon.model.judgements import PAIR, PAIR_VALUES, Judgement, pairs
from rashomon.model.record import Record
from rashomon.run import relink
from rashomon.run.ground import StoreGround
from rashomon.run.local import now
from rashomon.store.protocol import Store

#: Points on both sides of the threshold within which a pair is worth a person's time: up to where people looked before the
#: threshold fell by a quarter, two reports with rival tolls and nobody named in both among them.
REACH = 3.25


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the record that tells it."""

    record: Record
    event: Event

    @property
    def ref(self) -> str:
        """Its name over all reports."""
        return f"{self.record.document.id}:{self.event.id}"


def told(store: Store, reference: str) -> Told:
    """The event that "REPORT:EVENT" means, as people corrected and added them; the beginnings of both are enough, and REPORT alone where it has one event.

    Raises:
        NotFound: no report or event, or several, begin so.
    """
    report, _, beginning = reference.partition(":")
    row = store.find(report)
    record = corrected(store.record(row), store.judgements(subject=row.report_id)).record
    found = [e for e in record.events if is_violent(e) and e.id.startswith(beginning)]
    if len(found) == 1:
        return Told(record, found[0])
    names = ", ".join(e.id for e in record.events if is_violent(e)) or "none"
    if not found:
        raise NotFound(
            f"no violent event {reference!r}", hint=f"the violent events of {row.report_id[:12]} are: {names}"
        )
    refs = ", ".join(f"{row.report_id[:12]}:{e.id}" for e in found)
    raise NotFound(f"{reference!r} may mean {len(found)} violent events", hint=f"name one of {refs}")


def why(store: Store, one: str, two: str) -> tuple[Told, Told, Comparison]:
    """Two events and why they are, or are not, taken for one.

    Raises:
        NotFound: see `told`.
    """
    ours, theirs = told(store, one), told(store, two)
    if ours.ref == theirs.ref:
        raise StoreError("both references mean one event", hint="name two")
    return ours, theirs, compared(store, ours, theirs)


def compared(store: Store, ours: Told, theirs: Told) -> Comparison:
    """The comparison of two events, with what people decided."""
    judgements = store.judgements(kind=PAIR)
    return explain((ours.record, ours.event.id), (theirs.record, theirs.event.id), judgements=judgements)


def grouped(store: Store, ours: Told, theirs: Told, found: Comparison) -> str | None:
    """What keeps two events that fit each other in two incidents, or two that do not in one; null where that is no question."""
    relink.update(store)
    a, b = (
        next(p for p in profiles_of(told.record) if p.event_id == told.event.id)  # `explain` has found both
        for told in (ours, theirs)
    )
    decided = judged(store.judgements(kind=PAIR))
    with store.linking() as tables:
        return why_grouped(StoreGround(tables), a, b, linked=found.linked, judged=decided)


def unsure(store: Store, *, limit: int) -> Iterator[tuple[Told, Told]]:
    """The pairs whose score lies nearest to the threshold and on which nobody decided, the least certain first."""
    relink.update(store)
    decided = set(pairs(store.judgements(kind=PAIR)))
    with store.linking() as tables:
        near = tables.unsure(threshold() - REACH, threshold() + REACH, limit + 4 * len(decided))
        refs = tables.refs(i for a, b, _ in near for i in (a, b))
    shown = 0
    for a, b, _ in near:
        ours, theirs = (":".join(refs[i]) for i in (a, b))
        if frozenset((ours, theirs)) in decided:
            continue
        if shown == limit:
            return
        shown += 1
        yield told(store, ours), told(store, theirs)


def decide(
    store: Store, ours: Told, theirs: Told, word: str, *, who: str, why: str, codebook: str | None = None
) -> Judgement:
    """Keeps what a person decided on a pair; the next look at incidents follows it."""
    if word not in PAIR_VALUES:
        raise StoreError(f"{word!r} is no decision", hint=f"say {', '.join(PAIR_VALUES)}")
    before = pairs(store.judgements(kind=PAIR)).get(frozenset((ours.ref, theirs.ref)))
    was = before.now if before is not None else None
    return store.judge(Judgement("", now(), who, PAIR, (ours.ref, theirs.ref), was, word, why, None, codebook))

"""What people decided, page by page: a page costs the same however much was decided before.

Pages lead on by the number of a judgement, so that none is missed or comes twice while people go on deciding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from rashomon.model.agreement import agreements
from rashomon.model.corrections import ACCEPT, EDIT, REJECT, VALUE_KINDS
from rashomon.model.judgements import Judgement
from rashomon.store import desk_hiding, judging, rows
from rashomon.store import schema as s
from rashomon.store.desk_values import AgreementPage, Decided, DecisionPage

#: Judgements that a page looks through for those that somebody may see; the next page goes on behind them.
LOOKED = 4_000
#: Judgements that are fetched at a time.
_FETCHED = 200
#: Judgements on values, the newest, whose values a page of agreement compares.
WINDOW = 4_000


def one(connection: Connection, judgement_id: str) -> Judgement | None:
    """A judgement by its id."""
    row = connection.execute(select(s.judgements).where(s.judgements.c.id == judgement_id)).mappings().one_or_none()
    return rows.judgement_of(row) if row is not None else None


def page(
    connection: Connection,
    *,
    subject: str | None,
    kind: str | None,
    before: int | None,
    limit: int,
    allowed: Sequence[str] | None,
) -> DecisionPage:
    """Judgements that may be seen, newest first, from before the number `before`."""
    query = _query(subject, kind)
    found: list[RowMapping] = []
    looked = 0
    for some in _batches(connection, query, before):
        seen = _visible(connection, some, allowed)
        found += seen
        looked += len(some)
        before = some[-1]["n"]
        if len(found) > limit or looked >= LOOKED:
            break
    else:
        before = None
    if len(found) > limit:
        before = found[limit - 1]["n"]
    elif before is not None and connection.execute(query.where(s.judgements.c.n < before).limit(1)).first() is None:
        before = None
    return DecisionPage(_decided(connection, found[:limit]), before)


def _query(subject: str | None, kind: str | None) -> Select[Any]:
    query: Select[Any] = select(s.judgements).order_by(s.judgements.c.n.desc())
    if kind is not None:
        query = query.where(s.judgements.c.kind == kind)
    if subject is not None:
        query = query.where(s.judgements.c.id.in_(judging.about(subject)))
    return query


def _batches(connection: Connection, query: Select[Any], before: int | None) -> Iterator[Sequence[RowMapping]]:
    while True:
        wanted = query if before is None else query.where(s.judgements.c.n < before)
        some = connection.execute(wanted.limit(_FETCHED)).mappings().all()
        if not some:
            return
        yield some
        before = some[-1]["n"]


def _visible(
    connection: Connection, found: Sequence[RowMapping], allowed: Sequence[str] | None
) -> Sequence[RowMapping]:
    if allowed is None:
        return found
    subjects = {row["id"]: rows.judgement_of(row).subject for row in found}
    hidden = desk_hiding.hidden(connection, (ref for refs in subjects.values() for ref in refs), allowed=allowed)
    return [row for row in found if not hidden.intersection(subjects[row["id"]])]


def _decided(connection: Connection, found: Sequence[RowMapping]) -> tuple[Decided, ...]:
    j = s.judgements.c
    query = select(j.undoes, j.id).where(j.undoes.in_([row["id"] for row in found])).order_by(j.n)
    undone = {row.undoes: row.id for row in connection.execute(query)}
    return tuple(Decided(row["n"], rows.judgement_of(row), undone.get(row["id"])) for row in found)


def agreement(connection: Connection, *, before: int | None, allowed: Sequence[str] | None) -> AgreementPage:
    """How far people agree on the values that they judged in one stretch of the history, each value in its newest."""
    window = _window(connection, before)
    refs = {ref for _, ref, _ in window}
    doubled = set(_doubled(connection, refs, before))
    if allowed is not None:
        doubled -= desk_hiding.hidden(connection, doubled, allowed=allowed)
    found = agreements(_on(connection, doubled))
    last = window[-1][0] if len(window) == WINDOW else None
    return AgreementPage(found, len(window), last)


def _window(connection: Connection, before: int | None) -> list[tuple[int, str, str]]:
    """(number, value, who) of the newest judgements on values; each kind has its own order in the index."""
    j, r = s.judgements.c, s.judgement_refs
    found: list[tuple[int, str, str]] = []
    for kind in (ACCEPT, REJECT, EDIT):
        query = select(j.n, r.c.ref, j.who).join(r, r.c.judgement_id == j.id).where(j.kind == kind)
        if before is not None:
            query = query.where(j.n < before)
        found += [(row.n, row.ref, row.who) for row in connection.execute(query.order_by(j.n.desc()).limit(WINDOW))]
    return sorted(found, reverse=True)[:WINDOW]


def _doubled(connection: Connection, refs: Iterable[str], before: int | None) -> Iterator[str]:
    """Values that two people judged, and that nobody judged in a newer stretch."""
    j, r = s.judgements.c, s.judgement_refs
    for some in desk_hiding.batches(refs):
        query = select(r.c.ref, j.who, j.n).join(s.judgements, j.id == r.c.judgement_id)
        query = query.where(r.c.ref.in_(some), j.kind.in_((ACCEPT, REJECT, EDIT)))
        people: dict[str, set[str]] = {}
        newest: dict[str, int] = {}
        for row in connection.execute(query):
            people.setdefault(row.ref, set()).add(row.who)
            newest[row.ref] = max(newest.get(row.ref, 0), row.n)
        yield from (ref for ref, who in people.items() if len(who) > 1 and (before is None or newest[ref] < before))


def _on(connection: Connection, refs: Iterable[str]) -> list[Judgement]:
    """Every judgement on these values, those that take one back included, oldest first."""
    j, r = s.judgements.c, s.judgement_refs
    found: dict[int, Judgement] = {}
    for some in desk_hiding.batches(sorted(refs)):
        query = select(s.judgements).join(r, r.c.judgement_id == j.id)
        query = query.where(r.c.ref.in_(some), j.kind.in_(VALUE_KINDS))
        found |= {row["n"]: rows.judgement_of(row) for row in connection.execute(query).mappings()}
    return [found[n] for n in sorted(found)]

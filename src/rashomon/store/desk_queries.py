"""The desk's questions: the queue, one incident, pairs, the list of reports, the chain's rows."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select

from rashomon.errors import NotFound
from rashomon.model import codec
from rashomon.model.incidents import Incident
from rashomon.model.judgements import PAIR
from rashomon.store import desk_hiding, queries, redirects, rows
from rashomon.store import desk_schema as d
from rashomon.store import schema as s
from rashomon.store.desk_values import Custody, IncidentRow, Pair, QueueFilter, QueuePage
from rashomon.store.values import ReportRow

#: Rows that are sorted rather than met in order.
_SORTED = 5_000
#: Values that a statement names one by one.
_NAMED = 500
_ID = re.compile("[0-9A-Za-z:_-]{5,80}")


def queue(connection: Connection, wanted: QueueFilter) -> QueuePage:
    """Incidents, filtered and in order."""
    t = d.desk_incidents
    plain, held = _where(wanted), _held(wanted)
    named = [_by_value(connection, column, clause) for column, clause in held]
    total = connection.scalar(select(func.count()).select_from(t).where(*plain, *named)) or 0
    if wanted.offset >= total:
        return QueuePage((), total)
    # Few rows are found by their values' index and sorted; of many, a page is met soon when walking in order.
    where = named if total <= _SORTED else [clause for _, clause in held]
    query = select(t).where(*plain, *where).order_by(*_order(wanted)).offset(wanted.offset).limit(wanted.limit)
    return QueuePage(tuple(_line(row) for row in connection.execute(query).mappings()), total)


def _held(wanted: QueueFilter) -> list[tuple[ColumnElement[Any], ColumnElement[bool]]]:
    """Filters by words inside a column of few distinct values: the column, and the test of one value."""
    t = d.desk_incidents.c
    found: list[tuple[ColumnElement[Any], ColumnElement[bool]]] = []
    if wanted.differ is not None:
        found.append((t.differs, (" " + t.differs + " ").contains(f" {wanted.differ} ", autoescape=True)))
    if wanted.place is not None:
        found.append((t.place, t.place.contains(wanted.place, autoescape=True)))
    return found


def _by_value(connection: Connection, column: ColumnElement[Any], clause: ColumnElement[bool]) -> ColumnElement[bool]:
    """The test as a list of the values that pass, read from the column's index; as it was if they are too many to name."""
    values = list(connection.scalars(select(column).where(clause).distinct().limit(_NAMED + 1)))
    return column.in_(values) if len(values) <= _NAMED else clause


def states(connection: Connection, *, allowed: Sequence[str] | None) -> dict[str, int]:
    """How many incidents stand in each state."""
    t = d.desk_incidents.c
    query = select(t.state, func.count()).group_by(t.state)
    if allowed is not None:
        query = query.where(_visible(allowed))
    return {row[0]: row[1] for row in connection.execute(query)}


def _visible(allowed: Sequence[str]) -> ColumnElement[bool]:
    team = d.desk_incidents.c.team
    return or_(team.is_(None), team.in_(list(allowed)))


def _where(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    t = d.desk_incidents.c
    found: list[ColumnElement[bool]] = []
    if wanted.ids is not None:
        found.append(t.id.in_(wanted.ids))
    if wanted.state is not None:
        found.append(t.state == wanted.state)
    if wanted.assignee is not None:
        found.append(t.assignee == wanted.assignee)
    if wanted.since is not None:
        found.append(t.last_day >= wanted.since)
    if wanted.until is not None:
        found.append(t.first_day <= wanted.until)
    if wanted.several:
        found.append(t.reports > 1)
    if wanted.allowed is not None:
        found.append(_visible(wanted.allowed))
    return found


def _order(wanted: QueueFilter) -> list[ColumnElement[Any]]:
    t = d.desk_incidents.c
    if wanted.order == "disagreement":
        return [t.differing.desc(), t.reports.desc(), t.id.desc()]
    if wanted.order == "date":
        return [t.first_day.desc(), t.id.desc()]
    if wanted.order == "reports":
        return [t.reports.desc(), t.id.desc()]
    return [t.newest.desc(), t.id.desc()]


def _line(row: RowMapping) -> IncidentRow:
    names = [f.name for f in fields(IncidentRow) if f.name != "differs"]
    return IncidentRow(**{name: row[name] for name in names}, differs=tuple(row["differs"].split()))


def incident(connection: Connection, incident_id: str) -> Incident:
    """One incident by its id, an earlier id, or the beginning of one.

    Raises:
        NotFound: none or several.
    """
    wanted = redirects.redirect(connection, incident_id)
    ids = _ids(connection, wanted) if _ID.fullmatch(wanted) else []
    if len(ids) > 1:
        raise NotFound(f"several incidents begin with {incident_id!r}", hint="give more of the id")
    if not ids:
        raise NotFound(f"no incident {incident_id!r}", hint="`rashomon incidents` lists them")
    body = connection.scalar(select(s.incidents.c.body).where(s.incidents.c.id == ids[0]))
    return codec.loads(Incident, rows.unpack(body or b""))


def _ids(connection: Connection, wanted: str) -> list[str]:
    t = s.incidents.c.id
    if connection.scalar(select(t).where(t == wanted)) is not None:
        return [wanted]
    return list(connection.scalars(select(t).where(t >= wanted, t < wanted + "\x7f").limit(2)))


def members(connection: Connection, report_id: str) -> tuple[tuple[str, str], ...]:
    """(incident id, event id) of a report."""
    m = d.desk_members.c
    query = select(m.incident_id, m.event_id).where(m.report_id == report_id).order_by(m.event_id)
    return tuple((row.incident_id, row.event_id) for row in connection.execute(query))


def custody(connection: Connection, report_id: str) -> tuple[Custody, ...]:
    """How these bytes came in."""
    v = s.versions.c
    query = (
        select(s.reports.c.address, v.n, v.name, v.captured_at, v.tool, v.fetched, v.audit_seq)
        .join(s.versions, v.report_id == s.reports.c.id)
        .where(v.sha256 == report_id)
        .order_by(v.audit_seq)
    )
    return tuple(
        Custody(r.address, r.n, r.name, r.captured_at, r.tool, rows.fetched_of(r.fetched), r.audit_seq)
        for r in connection.execute(query)
    )


def pairs(connection: Connection, *, limit: int, offset: int, allowed: Sequence[str] | None = None) -> tuple[Pair, ...]:
    """Pairs on which no judgement of their kind was ever made, the least certain first."""
    p, j = d.desk_pairs.c, s.judgements.c
    one, other = s.judgement_refs.alias(), s.judgement_refs.alias()
    judged = (
        select(j.id)
        .join(one, (one.c.judgement_id == j.id) & (one.c.ref == p.a))
        .join(other, (other.c.judgement_id == j.id) & (other.c.ref == p.b))
        .where(j.kind == PAIR)
        .exists()
    )
    query = select(d.desk_pairs).where(~judged)
    for ref in (p.a, p.b) if allowed is not None else ():  # an event is "report id:event id"
        query = query.where(func.substr(ref, 1, 64).not_in(desk_hiding.reports(allowed or ())))
    found = connection.execute(query.order_by(p.position).offset(offset).limit(limit))
    return tuple(
        Pair(r.a, r.b, r.score, r.linked, tuple((n, w, t) for n, w, t in json.loads(r.features))) for r in found
    )


def last_change(connection: Connection) -> int:
    """Chain row of the newest capture, record or erasure: what incidents are derived from."""
    found = [connection.scalar(select(func.max(table.c.audit_seq))) for table in (s.versions, s.records, s.tombstones)]
    found.append(connection.scalar(select(func.max(s.judgements.c.audit_seq)).where(s.judgements.c.relinks)))
    return max((int(seq) for seq in found if seq is not None), default=0)


def waiting_jobs(connection: Connection) -> int:
    """How many relink jobs nobody has finished."""
    return connection.scalar(select(func.count()).select_from(s.jobs).where(s.jobs.c.done_at.is_(None))) or 0


def report_rows(
    connection: Connection, *, words: str, offset: int, limit: int, allowed: Sequence[str] | None = None
) -> tuple[tuple[ReportRow, ...], int]:
    """Newest versions, latest publication first, the undated last."""
    query = queries.lines().where(queries.is_newest_version())
    count = select(func.count()).select_from(s.reports)
    if allowed is not None and connection.scalar(desk_hiding.reports(allowed).limit(1)) is not None:
        query = query.where(s.versions.c.sha256.not_in(desk_hiding.reports(allowed)))
        count = select(func.count()).select_from(query.subquery())
    if words:
        holds = s.texts.c.title.contains(words, autoescape=True) | s.records.c.publisher.contains(
            words, autoescape=True
        )
        query = query.where(holds)
        count = select(func.count()).select_from(query.subquery())
    page = query.order_by(s.records.c.published_at.desc(), s.records.c.id.desc()).offset(offset).limit(limit)
    found = tuple(queries.line(row) for row in connection.execute(page).mappings())
    return found, int(connection.scalar(count) or 0)


def audit_rows(connection: Connection, *, before: int | None, limit: int) -> tuple[tuple[int, str, str, str], ...]:
    """Rows of the chain, newest first."""
    a = s.audit.c
    query = select(a.seq, a.kind, a.facts, a.hash).order_by(a.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(a.seq < before)
    return tuple((row.seq, row.kind, row.facts, row.hash) for row in connection.execute(query))

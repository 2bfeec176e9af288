"""Names and where they stand: lists of actors, places, victims and sources, and the reports that hold one.

`allowed` are groups whose restricted incidents somebody may see, null for all: what else is restricted counts nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from rashomon.store import desk_hiding, queries
from rashomon.store import desk_schema as d
from rashomon.store import schema as s
from rashomon.store.desk_queries import members
from rashomon.store.desk_values import NAME_KINDS, Named, NameKind, NameUse


def names(
    connection: Connection, kind: NameKind, *, beginning: str, limit: int, allowed: Sequence[str] | None = None
) -> tuple[Named, ...]:
    """Names of a kind, the most reported first."""
    n = d.desk_names.c
    where = [n.kind == kind, *_counted(connection, allowed)]
    if beginning:
        where += [n.key >= beginning, n.key < beginning + "\U0010ffff"]
    query = select(n.key, func.count().label("reports")).where(*where).group_by(n.key)
    found = connection.execute(query.order_by(func.count().desc(), n.key).limit(limit)).all()
    shown = _spellings(connection, kind, [row.key for row in found])
    return tuple(Named(kind, row.key, shown[row.key], row.reports) for row in found)


def _spellings(connection: Connection, kind: str, keys: Sequence[str]) -> dict[str, str]:
    """How each name is written; asked of the few that are shown, for the index holds no spelling."""
    n = d.desk_names.c
    found: dict[str, str] = {}
    for some in desk_hiding.batches(keys):
        query = select(n.key, func.min(n.name).label("name")).where(n.kind == kind, n.key.in_(some)).group_by(n.key)
        found |= {row.key: row.name for row in connection.execute(query)}
    return found


def _counted(connection: Connection, allowed: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """What leaves out records that count no more, or not for this person; a store where there are none asks for nothing."""
    record = d.desk_names.c.record_id
    found: list[ColumnElement[bool]] = []
    if _again(connection):
        found.append(record.not_in(select(s.records.c.id).where(_superseded())))
    if allowed is not None and connection.scalar(desk_hiding.reports(allowed).limit(1)) is not None:
        found.append(record.not_in(desk_hiding.records(allowed)))
    return found


def _again(connection: Connection) -> bool:
    """Whether some report was read, or came in, more than once."""
    made, held = (connection.scalar(select(func.count()).select_from(t)) for t in (s.records, s.reports))
    return made != held


def _superseded() -> ColumnElement[bool]:
    """A record of which there is a newer one, or a newer version of its report."""
    later, mine, theirs = s.records.alias(), s.versions.alias(), s.versions.alias()
    return or_(
        exists().where(later.c.version_id == s.records.c.version_id, later.c.id > s.records.c.id),
        exists().where(
            mine.c.id == s.records.c.version_id, theirs.c.report_id == mine.c.report_id, theirs.c.n > mine.c.n
        ),
    )


def names_in(
    connection: Connection,
    report_ids: Sequence[str],
    words: Sequence[str],
    *,
    limit: int,
    allowed: Sequence[str] | None = None,
) -> tuple[Named, ...]:
    """Names in the current records of these reports in which each of the folded words begins a word."""
    n, begun = d.desk_names.c, " " + d.desk_names.c.key
    query = (
        select(n.kind, n.key)
        .join(s.records, s.records.c.id == n.record_id)
        .join(s.versions, s.versions.c.id == s.records.c.version_id)
        .where(
            s.versions.c.sha256.in_(report_ids),
            n.kind.in_(NAME_KINDS),
            queries.is_newest_record(),
            *(begun.contains(" " + word, autoescape=True) for word in words),
        )
        .group_by(n.kind, n.key)
        .order_by(func.count().desc(), n.kind, n.key)
        .limit(limit)
    )
    found = connection.execute(query).all() if report_ids and words else []
    where = _counted(connection, allowed) if found else []
    return tuple(_named(connection, row.kind, row.key, where) for row in found)


def _named(connection: Connection, kind: Any, key: str, where: Sequence[ColumnElement[bool]]) -> Named:
    n = d.desk_names.c
    query = select(func.min(n.name).label("name"), func.count().label("reports"))
    row = connection.execute(query.where(n.kind == kind, n.key == key, *where)).one()
    return Named(kind, key, row.name or key, row.reports)


def witnesses(connection: Connection, kind: str) -> tuple[str, ...]:
    """Distinct names of witnesses, in any record."""
    n = d.desk_names.c
    return tuple(connection.scalars(select(n.name).where(n.kind == kind).distinct().order_by(n.name)))


def uses(
    connection: Connection, kind: NameKind, key: str, *, limit: int, allowed: Sequence[str] | None = None
) -> tuple[NameUse, ...]:
    """Where a name stands, newest report first; only current records of newest versions count."""
    n = d.desk_names.c
    query = (
        select(n.name, n.item, s.versions.c.sha256, s.texts.c.title, s.records.c.publisher, s.records.c.published_at)
        .join(s.records, s.records.c.id == n.record_id)
        .join(s.versions, s.versions.c.id == s.records.c.version_id)
        .join(s.texts, s.texts.c.id == s.records.c.text_id)
        .where(n.kind == kind, n.key == key, queries.is_newest_version(), queries.is_newest_record())
        .order_by(s.records.c.published_at.desc(), s.versions.c.sha256)
        .limit(limit)
    )
    if allowed is not None:
        query = query.where(s.versions.c.sha256.not_in(desk_hiding.reports(allowed)))
    out = []
    for row in connection.execute(query).all():
        incidents = tuple(dict.fromkeys(i for i, _ in members(connection, row.sha256)))
        out.append(NameUse(row.sha256, row.title, row.publisher, row.published_at, row.name, row.item, incidents))
    return tuple(out)

"""What a search finds beside reports: names in the reports that were found, and what people wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from rashomon.model.judgements import Judgement
from rashomon.store import desk_schema as d
from rashomon.store import queries, rows
from rashomon.store import schema as s
from rashomon.store.desk_protocol import NAME_KINDS, Named

#: Judgements, the newest, that a search for remarks looks through.
SEARCHED = 100_000


def names_in(
    connection: Connection, report_ids: Sequence[str], words: Sequence[str], *, limit: int
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
    return tuple(_counted(connection, row.kind, row.key) for row in found)


def _counted(connection: Connection, kind: Any, key: str) -> Named:
    n = d.desk_names.c
    query = select(func.min(n.name).label("name"), func.count().label("reports")).where(n.kind == kind, n.key == key)
    row = connection.execute(query).one()
    return Named(kind, key, row.name, row.reports)


def remarks(
    connection: Connection, words: Sequence[str], *, before: int | None, limit: int
) -> tuple[tuple[int, Judgement], ...]:
    """Remarks and decisions whose reason holds all the words, newest first, each with its number."""
    j = s.judgements.c
    text = case((j.kind == "comment", func.coalesce(j.now, "") + " " + j.why), else_=j.why)
    newest = connection.scalar(select(func.max(j.n))) or 0
    query = (
        select(s.judgements)
        .where(j.n > newest - SEARCHED, or_(j.kind == "comment", j.why != ""), *(_holds(text, w) for w in words))
        .order_by(j.n.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(j.n < before)
    return tuple((row["n"], rows.judgement_of(row)) for row in connection.execute(query).mappings())


def _holds(text: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """The word in any of its usual cases: SQLite's LIKE folds case in ASCII only."""
    cases = dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))
    return or_(*(text.contains(w, autoescape=True) for w in cases))

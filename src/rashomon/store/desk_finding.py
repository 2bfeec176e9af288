"""What a search finds beside reports: names in the reports that were found, and what people wrote."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from rashomon.model.judgements import Judgement
from rashomon.store import rows
from rashomon.store import schema as s

#: Judgements, the newest, that a search for remarks looks through.
SEARCHED = 100_000


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

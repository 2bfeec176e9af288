"""A judgement that was made on a page: kept only if nobody else judged the same thing since that page was made."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from rashomon.errors import Overtaken
from rashomon.model.corrections import VALUE_KINDS
from rashomon.model.judgements import Judgement
from rashomon.model.standings import STANDING_KINDS, check_step
from rashomon.store import desk_index, judging
from rashomon.store import schema as s

#: Kinds that speak of one thing together; every other kind speaks for itself, and these never contend.
_FREE = ("comment",)


def decide(connection: Connection, judgement: Judgement, *, seen: str | None, relink: bool) -> Judgement:
    """Appends a judgement in the caller's transaction, which holds the write lock.

    Raises:
        Overtaken: somebody judged the same thing since the page was made.
        JudgementRefused: the step is none, or the coder would review their own work.
    """
    if judgement.kind not in _FREE:
        newer = _since(connection, judgement, seen)
        if newer:
            raise Overtaken("somebody else decided on this while the page was open", newer=newer)
    if judgement.kind in STANDING_KINDS:
        check_step(desk_index.standing(connection, judgement.subject[0]), judgement)
    return judging.judge(connection, judgement, relink=relink)


def newest(connection: Connection, subject: str, kind: str) -> str | None:
    """The newest judgement of a kind's family on a thing."""
    found = _about(connection, subject, kind)
    return found[-1] if found else None


def _since(connection: Connection, judgement: Judgement, seen: str | None) -> tuple[str, ...]:
    found = _about(connection, judgement.subject[0], judgement.kind)
    if seen is None:
        return tuple(found)
    return tuple(found[found.index(seen) + 1 :]) if seen in found else tuple(found)


def _about(connection: Connection, subject: str, kind: str) -> Sequence[str]:
    j, r = s.judgements.c, s.judgement_refs.c
    family = VALUE_KINDS if kind in VALUE_KINDS else (kind,)
    query = select(j.id).join(s.judgement_refs, r.judgement_id == j.id).where(r.ref == subject, j.kind.in_(family))
    return connection.scalars(query.order_by(j.n)).all()

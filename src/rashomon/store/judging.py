"""Judgements and the work that they make: appended with their chain row, found from what they are about.

Nothing here decides what a judgement does; a worker of `run` takes the jobs and links anew.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, insert, or_, select, update

from rashomon.errors import ImportRefused, NotFound
from rashomon.model.judgements import Judgement, JudgementRefused, check
from rashomon.model.standings import STANDING_KINDS
from rashomon.store import chain, desk_index, marks, rows
from rashomon.store import schema as s
from rashomon.store.protocol import Job

#: Columns that the chain attests, in the order of the dataclass.
_FIELDS = rows.JUDGEMENT


def judge(connection: Connection, judgement: Judgement, *, relink: bool) -> Judgement:
    """Appends a judgement, its chain row and its job in the caller's transaction.

    Raises:
        JudgementRefused: its kind can't say this.
        NotFound: it takes back one that is not there.
    """
    check(judgement)
    j = s.judgements.c
    if judgement.undoes is not None and connection.scalar(select(j.id).where(j.id == judgement.undoes)) is None:
        raise NotFound(f"no judgement {judgement.undoes!r}", hint="it may have been erased with its report")
    made = replace(judgement, id="j" + secrets.token_hex(8))
    _append(connection, made, relinks=relink)
    if relink:
        connection.execute(insert(s.jobs).values(judgement_id=made.id, at=made.at, attempts=0))
    return made


def _append(connection: Connection, judgement: Judgement, *, relinks: bool) -> None:
    values: dict[str, Any] = {name: getattr(judgement, name) for name in _FIELDS}
    values["subject"] = json.dumps(list(judgement.subject), ensure_ascii=False)
    values["relinks"] = relinks
    entry = chain.append(connection, "judgement", facts={"at": judgement.at}, fields=fields_of(values))
    connection.execute(insert(s.judgements).values(**values, audit_seq=entry.seq, key=entry.key))
    refs = [{"judgement_id": judgement.id, "ref": ref} for ref in dict.fromkeys(judgement.subject)]
    connection.execute(insert(s.judgement_refs), refs)
    if judgement.kind in STANDING_KINDS:
        desk_index.refresh(connection, judgement.subject[0])


def fields_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """What the chain attests of a judgement."""
    values = {name: row[name] for name in _FIELDS}
    if values["codebook"] is None:  # those of older layouts were chained without it
        del values["codebook"]
    return {**values, "relinks": bool(row["relinks"])}


def judgements(connection: Connection, *, kind: str | None = None, subject: str | None = None) -> tuple[Judgement, ...]:
    """Judgements, oldest first."""
    query: Select[Any] = select(s.judgements).order_by(s.judgements.c.n)
    if kind is not None:
        query = query.where(s.judgements.c.kind == kind)
    if subject is not None:
        query = query.where(s.judgements.c.id.in_(about(subject)))
    return tuple(rows.judgement_of(row) for row in connection.execute(query).mappings())


def about(subject: str) -> Select[tuple[str]]:
    """Ids of the judgements about a thing; a report stands for all that is in it."""
    r = s.judgement_refs.c
    return select(r.judgement_id).where(or_(r.ref == subject, _inside(subject)))


def _inside(report_id: str) -> Any:
    """Refs of things in a report: "report id:..."; a range, so that the index serves it (";" follows ":")."""
    r = s.judgement_refs.c
    return and_(r.ref >= report_id + ":", r.ref < report_id + ";")


def jobs(connection: Connection) -> tuple[Job, ...]:
    """Jobs that nobody finished."""
    query = (
        select(s.jobs.c.id.label("job"), s.jobs.c.at.label("since"), s.jobs.c.attempts, s.jobs.c.error, s.judgements)
        .join(s.judgements, s.judgements.c.id == s.jobs.c.judgement_id)
        .where(s.jobs.c.done_at.is_(None))
        .order_by(s.jobs.c.id)
    )
    return tuple(
        Job(row["job"], rows.judgement_of(row), row["since"], row["attempts"], row["error"])
        for row in connection.execute(query).mappings()
    )


def finish_job(connection: Connection, job_id: int, *, at: str, error: str | None) -> bool:
    """Ends a job, or counts a failed attempt."""
    done = None if error is not None else at
    changed = connection.execute(
        update(s.jobs)
        .where(s.jobs.c.id == job_id, s.jobs.c.done_at.is_(None))
        .values(done_at=done, error=error, attempts=s.jobs.c.attempts + 1)
    )
    return changed.rowcount > 0


def erase(connection: Connection, report_ids: Sequence[str]) -> list[int]:
    """Deletes every judgement that names one of these reports, wherever; their chain rows."""
    j = s.judgements
    named = [column.contains(report_id, autoescape=True) for report_id in report_ids
             for column in (j.c.subject, j.c.was, j.c.now, j.c.why)]  # fmt: skip
    if not named:
        return []
    found = connection.execute(select(j.c.id, j.c.audit_seq).where(or_(*named))).all()
    remove(connection, [row.id for row in found])
    return [row.audit_seq for row in found]


def remove(connection: Connection, ids: Sequence[str]) -> None:
    """Deletes judgements with their jobs and what they are found by."""
    connection.execute(delete(s.jobs).where(s.jobs.c.judgement_id.in_(ids)))
    connection.execute(delete(s.judgement_refs).where(s.judgement_refs.c.judgement_id.in_(ids)))
    connection.execute(delete(s.judgements).where(s.judgements.c.id.in_(ids)))


def archive(connection: Connection) -> list[dict[str, Any]]:
    """All judgements as plain data."""
    found = connection.execute(select(s.judgements).order_by(s.judgements.c.n)).mappings()
    return [{**fields_of(row), "subject": json.loads(row["subject"])} for row in found]


def restore(connection: Connection, data: Any) -> None:
    """Takes in archived judgements, each once; those about reports that were erased here stay out.

    Raises:
        ImportRefused: damaged data.
    """
    if not isinstance(data, list):
        raise ImportRefused("'judgements' is no list", hint="the file was changed: export again with --internal")
    have = set(connection.scalars(select(s.judgements.c.id)))
    for item in data:
        judgement, relinks = _read(item)
        gone = any(marks.erased(connection, report_id=ref.split(":")[0]) for ref in judgement.subject)
        if judgement.id not in have and not gone:
            _append(connection, judgement, relinks=relinks)


def _read(item: Any) -> tuple[Judgement, bool]:
    hint = "the file was changed: export again with --internal"
    if isinstance(item, dict):
        item = {"codebook": None, **item}
    if not isinstance(item, dict) or set(item) != {*_FIELDS, "relinks"} or not isinstance(item["subject"], list):
        raise ImportRefused("a judgement is damaged", hint=hint)
    texts = [*item["subject"], *(item[name] for name in ("id", "at", "who", "kind", "why"))]
    texts += [item[name] for name in ("was", "now", "undoes", "codebook") if item[name] is not None]
    if not all(isinstance(text, str) for text in texts) or not isinstance(item["relinks"], bool):
        raise ImportRefused("a judgement is damaged", hint=hint)
    judgement = Judgement(**{**{name: item[name] for name in _FIELDS}, "subject": tuple(item["subject"])})
    try:
        check(judgement)
    except JudgementRefused as error:
        raise ImportRefused(str(error), hint=hint) from error
    return judgement, item["relinks"]

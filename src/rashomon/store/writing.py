"""Appends captures, texts, records, problems and derived incidents; each function runs in its caller's transaction."""

from __future__ import annotations

import functools
import hashlib
import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from rashomon.errors import StoreError
from rashomon.model import codec
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.store import chain, desk_index, desk_queries, fts5, marks, queries, rows
from rashomon.store import schema as s
from rashomon.store.protocol import AddressKind, Capture, Outcome

#: Chain row of the last change that the derived incidents know of: tells fast whether they are stale.
LINKED_TO = "incidents_seq"


def save(connection: Connection, capture: Capture, record: Record, *, produced_at: str) -> Outcome:
    """Keeps a capture with its text and record, unless these bytes are the newest at the address already."""
    sha256 = hashlib.sha256(capture.raw).hexdigest()
    if sha256 != record.document.id:
        raise ValueError(f"the record is of {record.document.id}, the capture of {sha256}")
    url = capture.address if capture.kind == "url" else None
    if marks.erased(connection, address=url, report_id=sha256) or marks.covered(connection, sha256):
        return "erased"
    connection.execute(delete(s.problems).where(s.problems.c.address == capture.address))
    report_id = connection.scalar(select(s.reports.c.id).where(s.reports.c.address == capture.address))
    if report_id is None:
        values = {"address": capture.address, "kind": capture.kind}
        report_id = add_row(connection, s.reports, values)
        n = 1
    else:
        newest = connection.execute(
            select(s.versions.c.n, s.versions.c.sha256)
            .where(s.versions.c.report_id == report_id)
            .order_by(s.versions.c.n.desc())
            .limit(1)
        ).one()
        if newest.sha256 == sha256:
            return "unchanged"
        n = newest.n + 1
    version_id, seq = add_version(connection, report_id, capture, n=n, sha256=sha256)
    add_record(connection, version_id, seq, record, produced_at=produced_at, published=capture.published)
    return "new" if n == 1 else "version"


def add_version(connection: Connection, report_id: int, capture: Capture, *, n: int, sha256: str) -> tuple[int, int]:
    """Appends a version with its bytes; its id and its row in the chain."""
    if connection.scalar(select(s.originals.c.sha256).where(s.originals.c.sha256 == sha256)) is None:
        connection.execute(insert(s.originals).values(sha256=sha256, body=rows.pack(capture.raw)))
    values = rows.capture_values(capture, n=n, sha256=sha256)
    fields = rows.capture_fields(values, address=capture.address, kind=capture.kind)
    entry = chain.append(connection, "capture", facts={"at": capture.captured_at}, fields=fields, body=capture.raw)
    values |= {"report_id": report_id, "audit_seq": entry.seq, "key": entry.key}
    return add_row(connection, s.versions, values), entry.seq


def add_record(
    connection: Connection,
    version_id: int,
    capture_seq: int,
    record: Record,
    *,
    produced_at: str,
    published: str | None,
) -> None:
    """Appends a record, and its text unless the version's newest text is the same."""
    text = rows.text_values(record.document)
    newest = (
        connection.execute(
            select(s.texts).where(s.texts.c.version_id == version_id).order_by(s.texts.c.id.desc()).limit(1)
        )
        .mappings()
        .one_or_none()
    )
    if newest is not None and all(newest[name] == value for name, value in text.items()):
        text_id = newest["id"]
    else:
        text_id = add_row(connection, s.texts, {"version_id": version_id, **text})
        fts5.add(connection, text_id, title=text["title"], body=text["body"])
    values = rows.record_values(record, produced_at=produced_at, published=published)
    fields = rows.record_fields(values, capture=capture_seq, text=text)
    entry = chain.append(connection, "record", facts={"at": produced_at, "capture": capture_seq}, fields=fields)
    values |= {"version_id": version_id, "text_id": text_id, "audit_seq": entry.seq, "key": entry.key}
    record_id = add_row(connection, s.records, values)
    events = [{"record_id": record_id, **event} for event in rows.event_values(record)]
    if events:
        connection.execute(insert(s.events), events)
    desk_index.add_names(connection, record_id, record)


def append_record(connection: Connection, address: str, version: int, record: Record, *, produced_at: str) -> bool:
    """Appends a newer record of a stored version; false if it says the same as the current one."""
    row = connection.execute(
        select(s.versions.c.id, s.versions.c.audit_seq, s.versions.c.sha256)
        .join(s.reports, s.reports.c.id == s.versions.c.report_id)
        .where(s.reports.c.address == address, s.versions.c.n == version)
    ).one_or_none()
    if row is None or row.sha256 != record.document.id:
        return False
    current = (
        connection.execute(
            select(s.records.c.sha256, s.records.c.published, s.texts)
            .join(s.texts, s.texts.c.id == s.records.c.text_id)
            .where(s.records.c.version_id == row.id)
            .order_by(s.records.c.id.desc())
            .limit(1)
        )
        .mappings()
        .one()
    )
    made = rows.record_values(record, produced_at=produced_at, published=current["published"])
    text = rows.text_values(record.document)
    if made["sha256"] == current["sha256"] and all(current[name] == value for name, value in text.items()):
        return False
    add_record(connection, row.id, row.audit_seq, record, produced_at=produced_at, published=current["published"])
    return True


def set_aside(
    connection: Connection, address: str, kind: AddressKind, *, reason: str, message: str, sha256: str | None, at: str
) -> None:
    """Notes a problem, or another attempt at it."""
    url = address if kind == "url" else None
    if marks.erased(connection, address=url, report_id=sha256):
        return
    where = s.problems.c.address == address
    values: Mapping[str, Any] = {"kind": kind, "reason": reason, "message": message, "sha256": sha256, "last_seen": at}
    attempts = connection.scalar(select(s.problems.c.attempts).where(where))
    if attempts is None:
        connection.execute(insert(s.problems).values(address=address, attempts=1, first_seen=at, **values))
    else:
        connection.execute(update(s.problems).where(where).values(attempts=attempts + 1, **values))


@functools.cache
def incident_layout() -> str:
    """Names the form of a derived incident, so that what an older rashomon derived is never read as today's."""
    return hashlib.sha256(repr(_shape(Incident)).encode()).hexdigest()[:16]


def _shape(kind: object) -> object:
    if isinstance(kind, type) and is_dataclass(kind):
        return kind.__name__, tuple((f.name, _shape(codec.field_types(kind)[f.name])) for f in fields(kind))
    return str(typing.get_origin(kind) or kind), tuple(_shape(arg) for arg in typing.get_args(kind))


def foreign_incidents(connection: Connection) -> bool:
    """Whether the derived incidents are of another form, made by another rashomon."""
    return get_meta(connection, "incident_layout") != incident_layout()


def drop_foreign_incidents(connection: Connection) -> None:
    """Forgets derived incidents of another form; everything is then linked from nothing."""
    if foreign_incidents(connection):
        connection.execute(delete(s.incidents))
        connection.execute(delete(s.link_reports))
        set_meta(connection, "incidents", None)
        set_meta(connection, "incident_layout", incident_layout())


def save_incidents(connection: Connection, incidents: Iterable[Incident], *, fingerprint: str, at: str) -> None:
    """Replaces the derived incidents; an id that vanished leads to the incident that now holds its first event."""
    drop_foreign_incidents(connection)
    bodies = connection.scalars(select(s.incidents.c.body)).all()
    olds = [codec.loads(Incident, rows.unpack(body)) for body in bodies]
    connection.execute(delete(s.incidents))
    desk_index.clear(connection)
    new = list(incidents)
    add_incidents(connection, [(None, x) for x in new])
    log_redirects(connection, olds, new, at=at)
    set_meta(connection, "incidents", fingerprint)
    current = fingerprint == queries.fingerprint(connection)
    set_meta(connection, LINKED_TO, str(desk_queries.last_change(connection)) if current else "0")


def add_incidents(connection: Connection, incidents: Iterable[tuple[str | None, Incident]]) -> None:
    """Appends derived incidents, each with the cluster that it is of."""
    told = list(incidents)
    made = [
        {"id": x.id, "position": _position(x), "body": rows.pack(codec.dumps(x)), "cluster": cluster}
        for cluster, x in told
    ]
    if made:
        connection.execute(insert(s.incidents), made)
        desk_index.put_incidents(connection, [x for _, x in told])


def _position(incident: Incident) -> int:
    """Newest first, those without a date last."""
    try:
        return -date.fromisoformat((incident.date or "")[:10]).toordinal()
    except ValueError:
        return 1


def log_redirects(connection: Connection, olds: Iterable[Incident], new: Iterable[Incident], *, at: str) -> None:
    """Logs where ids that vanished now lead: to the incident that holds the first of their events that is left."""
    made = list(new)
    kept = {incident.id for incident in made}
    owner = {(e.report_id, e.event_id): incident.id for incident in made for e in incident.events}
    for old in sorted(olds, key=lambda x: (_position(x), x.id)):
        heirs = [owner[e.report_id, e.event_id] for e in old.events if (e.report_id, e.event_id) in owner]
        if old.id not in kept and heirs:
            connection.execute(insert(s.redirects).values(old_id=old.id, new_id=heirs[0], at=at))
            desk_index.move_standing(connection, old.id, heirs[0])


def add_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Inserts a row; the number it got."""
    made = connection.execute(insert(table).values(values)).inserted_primary_key
    if made is None:
        raise StoreError(f"{table.name} has no row number", hint="report this as a bug")
    return int(made[0])


def set_meta(connection: Connection, key: str, value: str | None) -> None:
    """Sets or removes one fact about the store itself."""
    connection.execute(delete(s.meta).where(s.meta.c.key == key))
    if value is not None:
        connection.execute(insert(s.meta).values(key=key, value=value))


def get_meta(connection: Connection, key: str) -> str | None:
    """One fact about the store itself."""
    return connection.scalar(select(s.meta.c.value).where(s.meta.c.key == key))

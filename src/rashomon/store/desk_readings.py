"""Reports that were handed in at the desk and wait for a worker: a work list, outside the audit chain."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select, update

from rashomon.errors import StoreError
from rashomon.store import desk_schema as d
from rashomon.store.desk_protocol import Reading
from rashomon.store.protocol import AddressKind

_OPEN = ("waiting", "reading")
_COLUMNS = ("id", "address", "kind", "name", "person", "at", "state", "message", "report_id", "done_at")


def hand_in(
    connection: Connection,
    address: str,
    kind: AddressKind,
    *,
    name: str | None,
    raw: bytes | None,
    person: str,
    at: str,
) -> int:
    """Queues a report; its number."""
    values = {"address": address, "kind": kind, "name": name, "raw": raw, "person": person, "at": at}
    sha256 = hashlib.sha256(raw).hexdigest() if raw is not None else None
    made = connection.execute(insert(d.readings).values(**values, sha256=sha256, state="waiting")).inserted_primary_key
    if made is None:
        raise StoreError("a reading has no number", hint="report this as a bug")
    return int(made[0])


def readings(connection: Connection, *, limit: int, waiting: bool) -> tuple[Reading, ...]:
    """What was handed in."""
    r = d.readings.c
    query = select(*(r[name] for name in _COLUMNS)).limit(limit)
    query = query.where(r.state.in_(_OPEN)).order_by(r.id) if waiting else query.order_by(r.id.desc())
    return tuple(Reading(**row) for row in connection.execute(query).mappings())


def handed_in(connection: Connection, number: int) -> bytes | None:
    """The bytes that wait."""
    return connection.scalar(select(d.readings.c.raw).where(d.readings.c.id == number))


def note(
    connection: Connection, number: int, state: str, *, at: str, message: str | None, report_id: str | None
) -> None:
    """Notes how far a reading is."""
    values: dict[str, object] = {"state": state, "message": message, "report_id": report_id}
    if state not in _OPEN:
        values |= {"done_at": at, "raw": None}
    connection.execute(update(d.readings).where(d.readings.c.id == number).values(values))

"""Knows erased bytes and URLs again without keeping them: digests keyed with the store's secret.

Whoever holds the whole store can test a guess against a mark; nobody can read one.
"""

from __future__ import annotations

import hashlib
import hmac
import json

from sqlalchemy import Connection, select

from rashomon.errors import StoreBroken
from rashomon.store import schema as s


def secret(connection: Connection) -> bytes:
    """The store's random key.

    Raises:
        StoreBroken: the store has none.
    """
    text = connection.scalar(select(s.meta.c.value).where(s.meta.c.key == "secret"))
    if text is None:
        raise StoreBroken("the store has lost its secret", hint="restore a backup")
    return bytes.fromhex(text)


def mark(key: bytes, kind: str, value: str) -> str:
    """The mark of an address or a report id."""
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def covered(connection: Connection, report_id: str) -> bool:
    """Whether a person was erased from this report: its bytes named them and are gone."""
    stones = connection.scalars(select(s.tombstones.c.marks)).all()
    wanted = mark(secret(connection), "covered", report_id) if stones else ""
    return any(wanted in json.loads(made) for made in stones)


def erased(connection: Connection, *, address: str | None = None, report_id: str | None = None) -> bool:
    """Whether an address or a report's bytes were erased."""
    return erasure_of(connection, address=address, report_id=report_id) is not None


def erasure_of(connection: Connection, *, address: str | None = None, report_id: str | None = None) -> int | None:
    """The tombstone's number, null if there is none."""
    rows = connection.execute(select(s.tombstones.c.id, s.tombstones.c.marks)).all()
    if not rows:
        return None
    key = secret(connection)
    wanted = {
        mark(key, kind, value) for kind, value in (("address", address), ("bytes", report_id)) if value is not None
    }
    return next((row.id for row in rows if wanted & set(json.loads(row.marks))), None)

"""The audit chain: each row hashes the one before it, so that no row can be changed or cut out unseen.

A row holds a digest of its payload, keyed with a random key that lies beside the payload.
The chain shows that nothing here changed since a head was noted elsewhere; it can't show
that what came in was true, nor notice a store rewritten whole when no head was kept.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from rashomon.errors import StoreBroken
from rashomon.store import schema as s

ROOT = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a payload stands in the chain, with the key of its digest."""

    seq: int
    key: bytes


def canonical(data: Any) -> bytes:
    """One byte string for equal JSON data."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def keyed_digest(key: bytes, fields: Mapping[str, Any], body: bytes = b"") -> str:
    """HMAC-SHA256 over a payload's fields and bytes; the length prefix keeps the two apart."""
    head = canonical(fields)
    return hmac.new(key, len(head).to_bytes(8, "big") + head + body, hashlib.sha256).hexdigest()


def row_hash(seq: int, previous: str, kind: str, digest: str, facts: str) -> str:
    """The hash that the next row chains."""
    return hashlib.sha256(canonical([seq, previous, kind, digest, facts])).hexdigest()


def read_head(connection: Connection, *, lock: bool = False) -> tuple[int, str]:
    """Number and hash of the last row.

    Raises:
        StoreBroken: there is no head row.
    """
    query = select(s.audit_head.c.seq, s.audit_head.c.hash).where(s.audit_head.c.id == 1)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise StoreBroken("the audit chain has no head", hint="restore a backup")
    return row.seq, row.hash


def start(connection: Connection, *, facts: Mapping[str, Any]) -> None:
    """Writes the first row of a new store."""
    text = canonical(facts).decode()
    first = row_hash(1, ROOT, "open", "", text)
    connection.execute(insert(s.audit).values(seq=1, previous=ROOT, kind="open", digest="", facts=text, hash=first))
    connection.execute(insert(s.audit_head).values(id=1, seq=1, hash=first))


def append(
    connection: Connection,
    kind: str,
    *,
    facts: Mapping[str, Any],
    fields: Mapping[str, Any] | None = None,
    body: bytes = b"",
) -> Entry:
    """Chains one row; the head row is locked until the transaction ends, which serialises appends.

    Args:
        kind: what the row attests: capture, record, erase, import.
        facts: kept in the chain for ever; nothing of a report's content may stand here.
        fields: the payload, null if the row has none.
        body: bytes of the payload.
    """
    last, previous = read_head(connection, lock=True)
    key = secrets.token_bytes(32)
    digest = "" if fields is None else keyed_digest(key, fields, body)
    text = canonical(facts).decode()
    row = {"seq": last + 1, "previous": previous, "kind": kind, "digest": digest, "facts": text}
    hashed = row_hash(last + 1, previous, kind, digest, text)
    connection.execute(insert(s.audit).values(**row, hash=hashed))
    connection.execute(update(s.audit_head).where(s.audit_head.c.id == 1).values(seq=last + 1, hash=hashed))
    return Entry(last + 1, key)

"""Lawful erasure: destroys a report's payload everywhere in the store and leaves a tombstone.

Goes: bytes, texts, records, events, address, problem, search tokens, derived incidents, and the judgements about
anything in it. Stays: the chain's
keyed digests, which nobody can check once the keys are gone, and who, when, on what ground.
Copies outside the store (backups, exports, the file that was read) are not reached.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection, Engine, delete, insert, select

from rashomon.errors import StoreError
from rashomon.model.judgements import HOLD, Judgement, standing
from rashomon.store import chain, desk_index, fts5, judging, marks, queries, writing
from rashomon.store import desk_schema as d
from rashomon.store import schema as s
from rashomon.store.protocol import Tombstone

#: Set while bytes of an erased report may still lie in free pages or in the log.
PENDING = "scrub_pending"
#: How long to wait for other processes to let go of old pages.
PATIENCE_S = 10.0


def erase(connection: Connection, reference: str, *, ground: str, who: str, at: str, last: bool = True) -> Tombstone:
    """Deletes every payload row of a report, and of the same bytes at other addresses; the caller scrubs the files.

    Args:
        connection: in the caller's transaction.
        reference: id or address.
        ground: kept for ever.
        who: erases.
        at: now.
        last: of several in one transaction: what is derived is thrown away once.

    Raises:
        NotFound: no report answers to `reference`.
        StoreError: no ground is given, or the report is under a legal hold.
    """
    if not ground.strip():
        raise StoreError("erasure needs a ground", hint='say why, as in --ground "court order 12/2024"')
    address = _address(connection, reference)
    versions = _versions(connection, address)
    hashes = sorted({v.sha256 for v in versions})
    addresses = sorted({v.address for v in versions})
    refuse_held(connection, hashes)
    seqs = _delete(connection, [v.id for v in versions], hashes)
    seqs = sorted([*seqs, *judging.erase(connection, hashes)])
    gone = _empty_addresses(connection, addresses)
    problem_hashes = _delete_problems(connection, gone | {address}, hashes)
    key = marks.secret(connection)
    made = sorted(
        {
            *(marks.mark(key, "bytes", h) for h in {*hashes, *problem_hashes}),
            *(marks.mark(key, "address", a) for a in gone | {address}),
        }
    )
    facts = {"who": who, "at": at, "ground": ground, "rows": seqs}
    values = {"who": who, "at": at, "ground": ground, "versions": len(versions), "marks": json.dumps(made)}
    entry = chain.append(connection, "erase", facts=facts, fields=values)
    connection.execute(insert(s.tombstones).values(**values, audit_seq=entry.seq, key=entry.key))
    connection.execute(delete(d.readings).where(d.readings.c.address.in_(sorted(gone | {address}))))
    if last:
        forget_derived(connection, at=at)
        fts5.rebuild(connection)
    return Tombstone(who, at, ground, len(versions))


def forget_derived(connection: Connection, *, at: str) -> None:
    """Throws away what was derived from what is gone, and notes that the files have to be scrubbed."""
    for table in (s.incidents, s.link_reports, s.link_events, s.link_cells, s.link_edges):
        connection.execute(delete(table))
    desk_index.clear(connection)
    writing.set_meta(connection, "incidents", None)
    writing.set_meta(connection, PENDING, at)


def scrub(engine: Engine) -> None:
    """Removes what the deleted rows left in free pages and in the write-ahead log.

    Raises:
        StoreError: another process keeps the old pages in use; the next opening tries again.
    """
    engine.dispose()
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(PATIENCE_S * 1000)}")
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        raw.close()
        engine.dispose()
    if busy:
        raise StoreError(
            "the report is deleted, but another process still holds old pages of the store",
            hint="close it; the next rashomon command then finishes the erasure",
        )
    with engine.begin() as connection:
        writing.set_meta(connection, PENDING, None)


def refuse_held(connection: Connection, hashes: list[str]) -> None:
    """A legal hold goes before erasure: whoever set it lifts it first.

    Raises:
        StoreError: one of the reports is held.
    """
    for report_id in hashes:
        if (held := hold_on(connection, report_id)) is not None:
            raise StoreError(
                f"the report is under a legal hold: {held.now} ({held.who}, {held.at[:10]})",
                hint=f"an admin lifts it on the page of the report {report_id[:12]}",
            )


def hold_on(connection: Connection, report_id: str) -> Judgement | None:
    """The legal hold on a report, null if there is none."""
    holds = standing(judging.judgements(connection, kind=HOLD, subject=report_id))
    held = [j for j in holds if report_id in j.subject]
    return held[-1] if held and held[-1].now is not None else None


def _address(connection: Connection, reference: str) -> str:
    """The report's address; a report that was only ever set aside counts too."""
    known = connection.scalar(select(s.problems.c.address).where(s.problems.c.address == reference))
    stored = connection.scalar(select(s.reports.c.address).where(s.reports.c.address == reference))
    if known is not None and stored is None:
        return str(known)
    return queries.find(connection, reference).address


def _versions(connection: Connection, address: str) -> list[queries.VersionRow]:
    own = queries.versions_at(connection, address=address)
    hashes = {v.sha256 for v in own}
    copies = [v for h in sorted(hashes) for v in queries.versions_at(connection, sha256=h)]
    return list({v.id: v for v in (*own, *copies)}.values())


def _delete(connection: Connection, ids: list[int], hashes: list[str]) -> list[int]:
    """Deletes versions with all that hangs on them; the chain rows whose payload is gone."""
    seqs = list(connection.scalars(select(s.versions.c.audit_seq).where(s.versions.c.id.in_(ids))))
    seqs += connection.scalars(select(s.records.c.audit_seq).where(s.records.c.version_id.in_(ids)))
    made = select(s.records.c.id).where(s.records.c.version_id.in_(ids))
    connection.execute(delete(s.events).where(s.events.c.record_id.in_(made)))
    connection.execute(delete(d.desk_names).where(d.desk_names.c.record_id.in_(made)))
    connection.execute(delete(d.readings).where(d.readings.c.sha256.in_(hashes)))
    connection.execute(delete(s.records).where(s.records.c.version_id.in_(ids)))
    connection.execute(delete(s.texts).where(s.texts.c.version_id.in_(ids)))
    connection.execute(delete(s.versions).where(s.versions.c.id.in_(ids)))
    connection.execute(delete(s.originals).where(s.originals.c.sha256.in_(hashes)))
    return sorted(seqs)


def _empty_addresses(connection: Connection, addresses: list[str]) -> set[str]:
    """Deletes the addresses that have no version left."""
    gone = set()
    for address in addresses:
        report_id = connection.scalar(select(s.reports.c.id).where(s.reports.c.address == address))
        left = connection.scalar(select(s.versions.c.id).where(s.versions.c.report_id == report_id).limit(1))
        if left is None:
            connection.execute(delete(s.reports).where(s.reports.c.id == report_id))
            gone.add(address)
    return gone


def _delete_problems(connection: Connection, addresses: set[str], hashes: list[str]) -> set[str]:
    """Deletes problems at these addresses or of these bytes; the hashes of the bytes that they were about."""
    where = s.problems.c.address.in_(addresses) | s.problems.c.sha256.in_(hashes)
    found = {h for h in connection.scalars(select(s.problems.c.sha256).where(where)) if h is not None}
    connection.execute(delete(s.problems).where(where))
    return found

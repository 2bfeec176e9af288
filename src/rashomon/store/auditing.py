"""Verifies the audit chain: recomputes every hash and the digest of every payload that is still there.

It reads every original once, so it takes as long as reading the whole store does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from rashomon.store import chain, judging, rows
from rashomon.store import schema as s
from rashomon.store.protocol import AuditReport, Finding, FindingKind

#: Chain rows without a payload table of their own.
_BARE = frozenset({"open", "import"})


def verify(connection: Connection, *, head: str | None = None) -> AuditReport:
    """Holds chain, payloads and heads against each other.

    Args:
        connection: sees one state of the store.
        head: a head noted earlier, or its first 12 digits at least; the chain must still contain it.
    """
    findings: list[Finding] = []
    links = connection.execute(select(s.audit).order_by(s.audit.c.seq)).mappings().all()
    last, last_hash = _walk(links, findings)
    head_seq, head_hash = chain.read_head(connection)
    if (last, last_hash) != (head_seq, head_hash):
        kind: FindingKind = "cut_off" if last < head_seq else "changed"
        findings.append(Finding(kind, last, f"the chain ends at row {last}, its head says row {head_seq}"))
    if head is not None and not any(len(head) >= 12 and row["hash"].startswith(head.lower()) for row in links):
        findings.append(
            Finding("cut_off", None, f"no row has the hash {head[:16]}: the chain was cut off or rewritten since")
        )
    erased = {seq for row in links if row["kind"] == "erase" for seq in _facts(row).get("rows", ())}
    _compare(connection, links, erased, findings)
    findings.sort(key=lambda f: (f.seq is None, f.seq or 0))
    return AuditReport(head_hash, len(links), len(erased), tuple(findings))


def _walk(links: list[RowMapping] | Any, findings: list[Finding]) -> tuple[int, str]:
    """Recomputes the hashes; number and hash of the last row."""
    expected, previous = 1, chain.ROOT
    for row in links:
        seq = row["seq"]
        if seq != expected:
            findings.append(Finding("missing", expected, f"rows {expected} to {seq - 1} of the chain are missing"))
        elif row["previous"] != previous:
            findings.append(Finding("changed", seq, "does not continue the row before it"))
        if chain.row_hash(seq, row["previous"], row["kind"], row["digest"], row["facts"]) != row["hash"]:
            findings.append(Finding("changed", seq, "its hash does not fit its content"))
        expected, previous = seq + 1, row["hash"]
    return expected - 1, previous


def _compare(connection: Connection, links: Any, erased: set[int], findings: list[Finding]) -> None:
    """Digests of payloads against the chain, both ways."""
    expected = {row["seq"]: row for row in links if row["kind"] not in _BARE}
    seen = set()
    for kind, seq, what, digest in _payloads(connection):
        seen.add(seq)
        row = expected.get(seq)
        if row is None or row["kind"] != kind:
            findings.append(Finding("unchained", seq, f"{what} stands in no row of the chain"))
        elif digest is None or row["digest"] != digest:
            findings.append(Finding("changed", seq, f"{what} was changed"))
        elif seq in erased:
            findings.append(Finding("changed", seq, f"{what} was erased but is there"))
    for seq in sorted(set(expected) - seen - erased):
        findings.append(
            Finding("missing", seq, f"the {expected[seq]['kind']} of {_facts(expected[seq]).get('at')} is gone")
        )


def _facts(row: RowMapping) -> dict[str, Any]:
    """A row's facts; none if somebody damaged them, which the row's hash shows."""
    try:
        facts = json.loads(row["facts"])
    except (TypeError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _payloads(connection: Connection) -> Iterator[tuple[str, int, str, str | None]]:
    """Kind, chain row, name and digest (null: damaged) of every payload."""
    v, r = s.versions, s.records
    captures = (
        select(s.reports.c.address, s.reports.c.kind, v, s.originals.c.body)
        .select_from(s.reports)
        .join(v)
        .outerjoin(s.originals, s.originals.c.sha256 == v.c.sha256)
    )
    for row in connection.execute(captures).mappings():
        fields = rows.capture_fields(row, address=row["address"], kind=row["kind"])
        yield "capture", row["audit_seq"], f"the capture of {row['address']}", _digest_capture(row, fields)
    made = (
        select(
            r,
            v.c.audit_seq.label("capture"),
            s.reports.c.address,
            s.texts.c.title,
            s.texts.c.body.label("text"),
            s.texts.c.stretches,
        )
        .select_from(r)
        .join(v, v.c.id == r.c.version_id)
        .join(s.reports)
        .join(s.texts, s.texts.c.id == r.c.text_id)
    )
    for row in connection.execute(made).mappings():
        yield "record", row["audit_seq"], f"a record of {row['address']}", _digest_record(row)
    for row in connection.execute(select(s.tombstones)).mappings():
        fields = {name: row[name] for name in ("who", "at", "ground", "versions", "marks")}
        if row["what"] is not None:
            fields["what"] = row["what"]
        yield "erase", row["audit_seq"], "a tombstone", chain.keyed_digest(row["key"], fields)
    for row in connection.execute(select(s.judgements)).mappings():
        what = f"a judgement of {row['at']}"
        yield "judgement", row["audit_seq"], what, chain.keyed_digest(row["key"], judging.fields_of(row))


def _digest_capture(row: RowMapping, fields: dict[str, Any]) -> str | None:
    try:
        body = rows.unpack(row["body"] or b"")
    except (zlib.error, TypeError):
        return None
    return chain.keyed_digest(row["key"], fields, body)


def _digest_record(row: RowMapping) -> str | None:
    text = {"title": row["title"], "body": row["text"], "stretches": row["stretches"]}
    try:
        fields = rows.record_fields(row, capture=row["capture"], text=text)
    except (zlib.error, TypeError, ValueError):
        return None
    return chain.keyed_digest(row["key"], fields)

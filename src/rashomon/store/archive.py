"""The whole store as plain data and back: what an internal export carries and an import restores.

A report's versions, texts and records keep their times. The chain does not travel: a new
store attests in a chain of its own what it took in and from which head.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from rashomon.errors import ImportRefused
from rashomon.model import codec
from rashomon.model.codec import CodecError
from rashomon.model.record import Record, SpanError, ValueRefused
from rashomon.store import chain, judging, marks, queries, rows, writing
from rashomon.store import schema as s
from rashomon.store.protocol import Capture

_AGAIN = "the file was changed: export again with --internal"
_SECRET = re.compile("[0-9a-f]{64}")
_ADDRESS_KINDS = ("url", "file", "content")


def archive(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every report with its history, ordered by address."""
    for report in connection.execute(select(s.reports).order_by(s.reports.c.address)).mappings().all():
        v = s.versions
        query = select(v, s.originals.c.body).join(s.originals).where(v.c.report_id == report["id"]).order_by(v.c.n)
        versions = [_version(connection, row) for row in connection.execute(query).mappings().all()]
        yield {"address": report["address"], "kind": report["kind"], "versions": versions}


def tail(connection: Connection) -> dict[str, Any]:
    """Problems, judgements, tombstones and the secret that their marks are keyed with."""
    t = s.tombstones.c
    stones = connection.execute(select(t.who, t.at, t.ground, t.versions, t.marks, t.what).order_by(t.id)).mappings()
    return {
        "problems": [asdict(p) for p in queries.problems(connection)],
        "judgements": judging.archive(connection),
        "tombstones": [{**stone, "marks": json.loads(stone["marks"])} for stone in stones],
        "secret": marks.secret(connection).hex(),
    }


def without_times(report: dict[str, Any]) -> dict[str, Any]:
    """An archived report without what differs between two runs that did the same: for comparing stores."""

    def strip(version: dict[str, Any]) -> dict[str, Any]:
        made = [{k: v for k, v in record.items() if k != "produced_at"} for record in version["records"]]
        return {**{k: v for k, v in version.items() if k not in {"captured_at", "records"}}, "records": made}

    return {**report, "versions": [strip(version) for version in report["versions"]]}


def restore(
    connection: Connection, reports: Iterable[dict[str, Any]], rest: dict[str, Any], *, source_head: str
) -> int:
    """Takes in reports; an address with the same history here is left alone.

    Raises:
        ImportRefused: damaged data, or an address whose history here is another.
    """
    added = 0
    here = {report["address"]: report for report in archive(connection)}
    facts = {"at": _text(rest, "at"), "head": source_head}
    chain.append(connection, "import", facts=facts)
    _restore_tail(connection, rest, empty=not here)
    for report in reports:
        address = _text(_object(report), "address")
        if address in here:
            if without_times(here[address]) != without_times(report):
                raise ImportRefused(f"{address} has another history here", hint="import into a new store with --store")
            continue
        _restore_report(connection, address, report)
        here[address] = report
        added += 1
    judging.restore(connection, rest.get("judgements", []))
    return added


def _version(connection: Connection, row: RowMapping) -> dict[str, Any]:
    made = connection.execute(
        select(
            s.records.c.produced_at,
            s.records.c.published,
            s.records.c.body,
            s.texts.c.body.label("text"),
            s.texts.c.stretches,
        )
        .join(s.texts, s.texts.c.id == s.records.c.text_id)
        .where(s.records.c.version_id == row["id"])
        .order_by(s.records.c.id)
    ).mappings()
    return {
        "n": row["n"],
        "sha256": row["sha256"],
        "name": row["name"],
        "captured_at": row["captured_at"],
        "tool": row["tool"],
        "fetched": json.loads(row["fetched"]) if row["fetched"] is not None else None,
        "original": base64.b64encode(rows.unpack(row["body"])).decode(),
        "records": [_record(m) for m in made],
    }


def _record(row: RowMapping) -> dict[str, Any]:
    record = rows.record_json(row["body"], text=row["text"], stretches=row["stretches"])
    return {"produced_at": row["produced_at"], "published": row["published"], "record": record}


def _restore_report(connection: Connection, address: str, report: dict[str, Any]) -> None:
    kind = report.get("kind")
    if kind not in _ADDRESS_KINDS or not isinstance(report.get("versions"), list) or not report["versions"]:
        raise ImportRefused(f"{address}: no kind or no versions", hint="export again")
    report_id = writing.add_row(connection, s.reports, {"address": address, "kind": kind})
    last = 0
    for version in map(_object, report["versions"]):
        if _count(version, "n") <= last:
            raise ImportRefused(f"{address}: versions are out of order", hint=_AGAIN)
        last = version["n"]
        capture, records = _capture(address, kind, version)
        sha256 = _report_id(address, capture.raw, version)
        if marks.erased(connection, report_id=sha256) or (capture.raw and marks.covered(connection, sha256)):
            raise ImportRefused(f"{address} was lawfully erased here", hint="leave it out, or import into a new store")
        version_id, seq = writing.add_version(connection, report_id, capture, n=last, sha256=sha256)
        for made in map(_object, records):
            size = len(capture.raw) if capture.raw else None
            record = _checked(address, made.get("record"), sha256=sha256, size=size)
            published = _optional(made, "published")
            writing.add_record(
                connection, version_id, seq, record, produced_at=_text(made, "produced_at"), published=published
            )


def _report_id(address: str, raw: bytes, version: dict[str, Any]) -> str:
    """The id that the bytes have, or had before an erasure destroyed them.

    Raises:
        ImportRefused: it does not fit.
    """
    told = _text(version, "sha256")
    if told != hashlib.sha256(raw).hexdigest() if raw else not _SECRET.fullmatch(told):
        raise ImportRefused(
            f"{address}: the original does not fit its SHA-256", hint="the file was changed; export again"
        )
    return told


def _capture(address: str, kind: Any, version: dict[str, Any]) -> tuple[Capture, list[dict[str, Any]]]:
    try:
        raw = base64.b64decode(_text(version, "original"), validate=True)
    except binascii.Error as error:
        raise ImportRefused(f"{address}: the original is no base64", hint="export again") from error
    records = version.get("records")
    if not isinstance(records, list) or not records:
        raise ImportRefused(f"{address}: a version has no records", hint="export again")
    fetched = version.get("fetched")
    try:
        how = rows.fetched_of(json.dumps(fetched) if fetched is not None else None)
    except (KeyError, TypeError, ValueError) as error:
        raise ImportRefused(f"{address}: how it was fetched is damaged", hint="export again") from error
    capture = Capture(
        address, kind, raw, _optional(version, "name"), _text(version, "captured_at"), _text(version, "tool"), None, how
    )
    return capture, records


def _checked(address: str, data: Any, *, sha256: str, size: int | None) -> Record:
    try:
        record = codec.from_json(Record, data)
    except (CodecError, SpanError, ValueRefused) as error:
        raise ImportRefused(f"{address}: {error}", hint="export again with this version") from error
    document = record.document
    fits = size is None or rows.check_stretches(document.stretches, text=document.text, size=size)
    if document.id != sha256 or not fits:
        raise ImportRefused(f"{address}: the record is of other bytes", hint="the file was changed; export again")
    return record


def _restore_tail(connection: Connection, rest: dict[str, Any], *, empty: bool) -> None:
    """Problems and tombstones; marks are only usable with the secret they were keyed with."""
    stones = [_stone(_object(stone)) for stone in _list(rest, "tombstones")]
    secret = _text(rest, "secret")
    if not _SECRET.fullmatch(secret):
        raise ImportRefused("the secret is no key", hint=_AGAIN)
    if empty and connection.scalar(select(s.tombstones.c.id).limit(1)) is None:
        writing.set_meta(connection, "secret", secret)
    elif stones and secret != marks.secret(connection).hex():
        raise ImportRefused("the export holds erasures of another store", hint="import into a new store with --store")
    known = {(x.who, x.at, x.ground) for x in queries.tombstones(connection)}
    for values in stones:
        facts = {name: values[name] for name in ("who", "at", "ground")}
        if tuple(facts.values()) in known:
            continue
        entry = chain.append(connection, "erase", facts={**facts, "rows": []}, fields=values)
        connection.execute(insert(s.tombstones).values(**values, audit_seq=entry.seq, key=entry.key))
    have = {p.address for p in queries.problems(connection)}
    found = [_problem(_object(p)) for p in _list(rest, "problems")]
    missing = [p for p in found if p["address"] not in have]
    if missing:
        connection.execute(insert(s.problems), missing)


def _stone(data: dict[str, Any]) -> dict[str, Any]:
    made = [mark for mark in _list(data, "marks") if isinstance(mark, str)]
    return {
        **{name: _text(data, name) for name in ("who", "at", "ground")},
        "versions": _count(data, "versions"),
        "marks": json.dumps(made),
        **({"what": data["what"]} if isinstance(data.get("what"), str) else {}),
    }


def _problem(data: dict[str, Any]) -> dict[str, Any]:
    names = ("address", "kind", "reason", "message", "first_seen", "last_seen")
    return {
        **{name: _text(data, name) for name in names},
        "sha256": _optional(data, "sha256"),
        "attempts": _count(data, "attempts"),
    }


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ImportRefused(f"found {str(data)[:40]!r} where an object should be", hint=_AGAIN)
    return data


def _list(data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    if not isinstance(value, list):
        raise ImportRefused(f"{name!r} is missing or no list", hint=_AGAIN)
    return value


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise ImportRefused(f"{name!r} is missing or no text", hint=_AGAIN)
    return value


def _optional(data: dict[str, Any], name: str) -> str | None:
    return None if data.get(name) is None else _text(data, name)


def _count(data: dict[str, Any], name: str) -> int:
    value = data.get(name)
    if type(value) is not int:
        raise ImportRefused(f"{name!r} is missing or no number", hint=_AGAIN)
    return value

"""Lawful erasure of a person: their names go from every row of the store, and the reports stay.

Texts and records keep their offsets: each name is covered in its own length. Original bytes of a report that
names the person are destroyed, for no one can take a name out of every format. Rows that change are chained
anew and the old ones stand in the erasure's list. Judgements that are about the name alone go.

The report keeps its id, the SHA-256 of bytes that are gone: whoever has all the rest of them can test a guess.
Reports that come in later and name the person again are new; copies outside the store are not reached.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from rashomon.errors import NotFound, StoreError
from rashomon.model import covering
from rashomon.model.covering import COVER, Hidden, Names
from rashomon.store import chain, desk_index, erasing, fts5, judging, marks, rows
from rashomon.store import desk_schema as d
from rashomon.store import schema as s
from rashomon.store.desk_protocol import NAME_KINDS
from rashomon.store.reaching import Reach, both, in_bytes, reach, records_of
from rashomon.store.values import PersonErasure, Tombstone

#: Stands where a string held a name and no offset depends on it.
LABEL = COVER * 5


def erase(connection: Connection, wanted: PersonErasure) -> Tombstone:
    """Covers every name in every row, in the caller's transaction; the caller scrubs the files.

    Raises:
        NotFound: nothing here holds the name.
        StoreError: no ground, a ground that names them, or a report under a legal hold.
    """
    names, everywhere = Names(wanted.names), wanted.reports is None
    _check(connection, names, wanted.ground)
    found = reach(connection, names, reports=wanted.reports, speech=wanted.speech)
    seqs = cover(connection, names, found, everywhere=everywhere, at=wanted.at)
    lists = _work_lists(connection, names) if everywhere else 0
    if not seqs and not lists:
        raise NotFound("nothing here holds that name", hint="give the whole name as the reports write it")
    count = sum(map(len, found.reports.values()))
    stone = Tombstone(wanted.who, wanted.at, wanted.ground, count, "person")
    bury(connection, found.destroyed, seqs, stone)
    erasing.forget_derived(connection, at=wanted.at)
    fts5.rebuild(connection)
    return stone


def cover(connection: Connection, names: Names, found: Reach, *, everywhere: bool, at: str) -> list[int]:
    """Covers the names in every row that was found; the chain rows that are replaced or gone.

    Raises:
        StoreError: one of the reports is under a legal hold.
    """
    erasing.refuse_held(connection, sorted(found.reports))
    seqs: list[int] = []
    for report_id, version_ids in found.reports.items():
        destroy = report_id in found.destroyed
        for version_id in version_ids:
            seqs += rewrite(connection, version_id, found.hidden, names, destroy=destroy, at=at)
    return seqs + _judgements(connection, names, found, everywhere=everywhere, at=at)


def _check(connection: Connection, names: Names, ground: str) -> None:
    if not names or any(sum(map(len, form)) < 3 for form in names.forms):
        raise StoreError("erasing a person needs their whole name", hint="give it as the reports write it")
    if not ground.strip():
        raise StoreError("erasure needs a ground", hint='say why, as in --ground "request of the person"')
    if names.found(ground):
        raise StoreError("the ground names the person, and it is kept for ever", hint="say it without the name")
    for earlier in connection.scalars(select(s.tombstones.c.ground)):
        if names.found(earlier):
            raise StoreError(
                "the ground of an earlier erasure names the person, and stands in the audit chain for ever",
                hint="export what you need, and import it into a new store",
            )


def bury(connection: Connection, destroyed: Iterable[str], seqs: Iterable[int], stone: Tombstone) -> Tombstone:
    """Writes the tombstone of an erasure that leaves its reports, with marks of the bytes that are gone."""
    key = marks.secret(connection)
    made = sorted(marks.mark(key, "covered", report_id) for report_id in destroyed)
    facts = {"who": stone.who, "at": stone.at, "ground": stone.ground, "rows": sorted(seqs), "what": stone.what}
    values = {
        "who": stone.who,
        "at": stone.at,
        "ground": stone.ground,
        "versions": stone.versions,
        "marks": json.dumps(made),
        "what": stone.what,
    }
    entry = chain.append(connection, "erase", facts=facts, fields=values)
    connection.execute(insert(s.tombstones).values(**values, audit_seq=entry.seq, key=entry.key))
    return stone


def rewrite(
    connection: Connection, version_id: int, hidden: Mapping[int, Hidden], names: Names, *, destroy: bool, at: str
) -> list[int]:
    """A version with its texts and records anew, covered and chained; the chain rows that they replace."""
    v = s.versions
    version = (
        connection.execute(select(v, s.reports.c.address, s.reports.c.kind).join(s.reports).where(v.c.id == version_id))
        .mappings()
        .one()
    )
    made = connection.execute(records_of(version_id)).mappings().all()
    old = [version["audit_seq"], *(row["audit_seq"] for row in made)]
    address, kind = _address(connection, version, names)
    body = b""
    where = s.originals.c.sha256 == version["sha256"]
    if destroy:
        connection.execute(update(s.originals).where(where).values(body=rows.pack(body)))
    else:
        body = rows.unpack(connection.scalar(select(s.originals.c.body).where(where)) or rows.pack(body))
    values = {**version, **_named(version, names)}
    fields = rows.capture_fields(values, address=address, kind=kind)
    facts = {"at": at, "replaces": version["audit_seq"]}
    capture = chain.append(connection, "capture", facts=facts, fields=fields, body=body)
    told = {"name": values["name"], "fetched": values["fetched"], "audit_seq": capture.seq, "key": capture.key}
    connection.execute(update(v).where(v.c.id == version_id).values(told))
    for row in made:
        _record(connection, row, hidden[row["text_id"]], capture.seq, at=at)
    return old


def _address(connection: Connection, version: RowMapping, names: Names) -> tuple[str, str]:
    """The report's address; one that names the person is replaced by one that nothing is fetched from."""
    address, kind = str(version["address"]), str(version["kind"])
    if not names.in_address(address):
        return address, kind
    made = f"sha256:{version['sha256']}"
    taken = connection.scalar(select(s.reports.c.id).where(s.reports.c.address == made))
    if taken is not None:
        made = f"{made}#{version['report_id']}"
    values = {"address": made, "kind": "content"}
    connection.execute(update(s.reports).where(s.reports.c.id == version["report_id"]).values(values))
    return made, "content"


def _named(version: RowMapping, names: Names) -> dict[str, Any]:
    """File name and answer of the server, without the name."""
    name, fetched = version["name"], version["fetched"]
    out: dict[str, Any] = {}
    if name is not None and names.in_address(name):
        out["name"] = None
    if fetched is not None and names.in_address(fetched):
        out["fetched"] = None
    return out


def _record(connection: Connection, row: RowMapping, hidden: Hidden, capture: int, *, at: str) -> None:
    record = rows.record_of(row["body"], text=row["text"], stretches=row["stretches"])
    clean = covering.covered(record, hidden, label=lambda _: LABEL)
    text = rows.text_values(clean.document)
    connection.execute(update(s.texts).where(s.texts.c.id == row["text_id"]).values(text))
    values = rows.record_values(clean, produced_at=row["produced_at"], published=row["published"])
    fields = rows.record_fields(values, capture=capture, text=text)
    facts = {"at": at, "capture": capture, "replaces": row["audit_seq"]}
    entry = chain.append(connection, "record", facts=facts, fields=fields)
    values |= {"audit_seq": entry.seq, "key": entry.key}
    connection.execute(update(s.records).where(s.records.c.id == row["id"]).values(values))
    connection.execute(delete(s.events).where(s.events.c.record_id == row["id"]))
    events = [{"record_id": row["id"], **event} for event in rows.event_values(clean)]
    if events:
        connection.execute(insert(s.events), events)
    connection.execute(delete(d.desk_names).where(d.desk_names.c.record_id == row["id"]))
    desk_index.add_names(connection, row["id"], clean)


def _judgements(connection: Connection, names: Names, found: Reach, *, everywhere: bool, at: str) -> list[int]:
    """Judgements without the name: those about the name alone go, others are chained anew."""
    texts = _texts_by_report(connection, found)
    members = _members(connection, found)
    gone: list[str] = []
    old: list[int] = []
    for row in connection.execute(select(s.judgements).order_by(s.judgements.c.n)).mappings().all():
        subject = json.loads(row["subject"])
        reports = {ref.partition(":")[0] for ref in subject} & texts.keys()
        reports |= {r for ref in subject for r in members.get(ref, ())}
        if not everywhere and not reports:
            continue
        local = [texts[r][0] for r in sorted(reports)]
        if any(names.found(ref.partition(":")[2]) for ref in subject if ref.partition(":")[0] in NAME_KINDS):
            gone.append(row["id"])
            old.append(row["audit_seq"])
            continue
        new = {c: _value(row[c], names, local, texts, reports) for c in ("was", "now", "why")}
        if any(new[c] != row[c] for c in new):
            old.append(row["audit_seq"])
            fields = judging.fields_of({**row, **new})
            facts = {"at": at, "replaces": row["audit_seq"]}
            entry = chain.append(connection, "judgement", facts=facts, fields=fields)
            values = {**new, "audit_seq": entry.seq, "key": entry.key}
            connection.execute(update(s.judgements).where(s.judgements.c.id == row["id"]).values(values))
    judging.remove(connection, gone)
    return old


def _texts_by_report(connection: Connection, found: Reach) -> dict[str, tuple[Hidden, str]]:
    """Report id to what is covered in it and its covered text."""
    out: dict[str, tuple[Hidden, str]] = {}
    for report_id, versions in found.reports.items():
        query = select(s.texts.c.id, s.texts.c.body).where(s.texts.c.version_id.in_(versions)).order_by(s.texts.c.id)
        for row in connection.execute(query):
            before = out.get(report_id)
            here = found.hidden[row.id]
            out[report_id] = (here if before is None else both(before[0], here)), row.body
    return out


def _members(connection: Connection, found: Reach) -> dict[str, list[str]]:
    """Incident id to the affected reports that tell of it."""
    m = d.desk_members.c
    out: dict[str, list[str]] = {}
    for row in connection.execute(select(m.incident_id, m.report_id).distinct()):
        if row.report_id in found.reports:
            out.setdefault(row.incident_id, []).append(row.report_id)
    return out


def _value(
    value: str | None, names: Names, local: list[Hidden], texts: Mapping[str, tuple[Hidden, str]], reports: set[str]
) -> str | None:
    """A value of a judgement without the name; spans of structured ones quote the covered text."""
    if value is None:
        return None
    try:
        data = json.loads(value)
    except ValueError:
        data = None
    if isinstance(data, dict):
        clean = data
        for report_id in sorted(reports):
            clean = covering.requoted(clean, texts[report_id][1])
        for hidden in local:
            clean = covering.tree(clean, hidden.names, hidden.alone, label=lambda _: LABEL)
        clean = covering.tree(clean, names, label=lambda _: LABEL)
        return value if clean == data else json.dumps(clean, ensure_ascii=False, sort_keys=True)
    text = value
    for hidden in local:
        text = covering.plain(text, hidden.names, hidden.alone, label=lambda _: LABEL)
    return covering.plain(text, names, label=lambda _: LABEL)


def _work_lists(connection: Connection, names: Names) -> int:
    """Problems and readings that name the person; how many went or were covered."""
    count = 0
    for row in connection.execute(select(s.problems)).mappings().all():
        where = s.problems.c.address == row["address"]
        if names.in_address(row["address"]):
            connection.execute(delete(s.problems).where(where))
        elif names.found(row["message"]):
            text = covering.plain(row["message"], names, label=lambda _: LABEL)
            connection.execute(update(s.problems).where(where).values(message=text))
        else:
            continue
        count += 1
    for row in _readings(connection):
        told = (row["address"], row["name"] or "", row["message"] or "")
        raw = rows.pack(row["raw"]) if row["raw"] is not None else None
        if any(map(names.in_address, told)) or in_bytes(names, raw):
            connection.execute(delete(d.readings).where(d.readings.c.id == row["id"]))
            count += 1
    return count


def _readings(connection: Connection) -> Iterator[RowMapping]:
    yield from connection.execute(select(d.readings)).mappings().all()

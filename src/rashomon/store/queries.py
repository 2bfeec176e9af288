"""Questions to the stored rows; nothing here writes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, Select, func, select

from rashomon.errors import NotFound
from rashomon.model.record import Record
from rashomon.store import marks, rows
from rashomon.store import schema as s
from rashomon.store.protocol import Problem, ReportRow, Stored, Tombstone

_HEX = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version's row numbers."""

    id: int
    address: str
    sha256: str


def newest(connection: Connection) -> dict[str, str]:
    """Address to the SHA-256 of its newest version."""
    v = s.versions
    query = select(s.reports.c.address, v.c.sha256).join(v, v.c.report_id == s.reports.c.id).where(is_newest_version())
    return {row.address: row.sha256 for row in connection.execute(query)}


def versions_at(connection: Connection, *, address: str | None = None, sha256: str | None = None) -> list[VersionRow]:
    """Versions at an address, or with these bytes, oldest first."""
    query = select(s.versions.c.id, s.reports.c.address, s.versions.c.sha256).join(s.reports)
    if address is not None:
        query = query.where(s.reports.c.address == address)
    if sha256 is not None:
        query = query.where(s.versions.c.sha256 == sha256)
    return [VersionRow(*row) for row in connection.execute(query.order_by(s.reports.c.address, s.versions.c.n))]


def reports(
    connection: Connection, *, all_versions: bool = False, address: str | None = None, sha256: str | None = None
) -> tuple[ReportRow, ...]:
    """Lines of the list of reports, undated ones last."""
    query = lines()
    if not all_versions:
        query = query.where(is_newest_version())
    if address is not None:
        query = query.where(s.reports.c.address == address)
    if sha256 is not None:
        query = query.where(s.versions.c.sha256 >= sha256, s.versions.c.sha256 < sha256 + "g")  # a range, for the index
    query = query.order_by(
        s.records.c.published_at.is_(None), s.records.c.published_at, s.reports.c.address, s.versions.c.n
    )
    return tuple(line(row) for row in connection.execute(query).mappings())


def find(connection: Connection, reference: str) -> ReportRow:
    """The report that a person means.

    Raises:
        NotFound: none, several, or erased.
    """
    sha256 = reference.strip().lower().removeprefix("sha256:")
    for address in _addresses(reference) if len(reference) != 64 or not _HEX.fullmatch(reference) else ():
        if found := reports(connection, address=address):
            return found[0]
    hits = reports(connection, all_versions=True, sha256=sha256) if _HEX.fullmatch(sha256) else ()
    if len({row.report_id for row in hits}) > 1:
        several = ", ".join(sorted({row.report_id[:12] for row in hits})[:4])
        raise NotFound(f"{reference!r} is the beginning of several ids ({several})", hint="give more digits")
    if hits:
        return max(hits, key=lambda row: (row.version == row.versions, row.address))
    number = next(
        (n for a in _addresses(reference) if (n := marks.erasure_of(connection, address=a)) is not None), None
    )
    number = number or marks.erasure_of(connection, report_id=sha256)
    if number is not None:
        t = s.tombstones.c
        stone = connection.execute(select(t.at, t.who, t.ground).where(t.id == number)).one()
        raise NotFound(
            f"this report was erased on {stone.at[:10]} by {stone.who} ({stone.ground})", hint="nothing of it is left"
        )
    raise NotFound(f"no report {reference!r}", hint="`rashomon reports` lists ids; 6 digits or more of one are enough")


def record(connection: Connection, row: ReportRow) -> Record:
    """The current record of a version."""
    query = bodies().where(s.reports.c.address == row.address, s.versions.c.n == row.version)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound(f"no record of {row.address}", hint="run `rashomon reports`")
    return rows.record_of(found["body"], text=found["text"], stretches=found["stretches"])


def record_of(connection: Connection, report_id: str) -> Record:
    """The current record of these bytes, of the newest version that has them.

    Raises:
        NotFound: nothing here has them.
    """
    query = bodies().where(s.versions.c.sha256 == report_id).order_by(s.versions.c.id.desc()).limit(1)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound(f"no record of {report_id[:12]}", hint="run `rashomon reports`")
    return rows.record_of(found["body"], text=found["text"], stretches=found["stretches"])


def history(connection: Connection, row: ReportRow) -> tuple[str, ...]:
    """When each record of a version was made."""
    query = (
        select(s.records.c.produced_at)
        .join(s.versions, s.versions.c.id == s.records.c.version_id)
        .join(s.reports)
        .where(s.reports.c.address == row.address, s.versions.c.n == row.version)
        .order_by(s.records.c.id)
    )
    return tuple(connection.scalars(query))


def records(connection: Connection) -> Iterator[Record]:
    """Current records of newest versions by address; the same bytes at a second address are skipped."""
    query = bodies().where(is_newest_version()).order_by(s.reports.c.address)
    seen: set[str] = set()
    for row in connection.execute(query).mappings():
        if row["sha256"] not in seen:
            seen.add(row["sha256"])
            yield rows.record_of(row["body"], text=row["text"], stretches=row["stretches"])


def records_of(connection: Connection, report_ids: Sequence[str]) -> Iterator[Record]:
    """Current records of some reports, each once, by address."""
    query = bodies().where(is_newest_version(), s.versions.c.sha256.in_(report_ids)).order_by(s.reports.c.address)
    seen: set[str] = set()
    for row in connection.execute(query).mappings():
        if row["sha256"] not in seen:
            seen.add(row["sha256"])
            yield rows.record_of(row["body"], text=row["text"], stretches=row["stretches"])


def current(connection: Connection) -> dict[str, str]:
    """Report id to the SHA-256 of its current record, as `records` would give it."""
    query = (
        select(s.versions.c.sha256.label("report"), s.records.c.sha256)
        .select_from(s.reports)
        .join(s.versions)
        .join(s.records, s.records.c.version_id == s.versions.c.id)
        .where(is_newest_version(), is_newest_record())
        .order_by(s.reports.c.address)
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        found.setdefault(row.report, row.sha256)
    return found


def fingerprint(connection: Connection) -> str:
    """Changes whenever `records` would, and with every judgement that relinks."""
    query = (
        select(s.reports.c.address, s.versions.c.sha256, s.records.c.sha256, s.records.c.produced_at)
        .select_from(s.reports)
        .join(s.versions)
        .join(s.records, s.records.c.version_id == s.versions.c.id)
        .where(is_newest_version(), is_newest_record())
        .order_by(s.reports.c.address)
    )
    digest = hashlib.sha256()
    for row in connection.execute(query):
        digest.update("\0".join(map(str, row)).encode() + b"\n")
    j = s.judgements.c
    for judgement_id in connection.scalars(select(j.id).where(j.relinks).order_by(j.id)):
        digest.update(f"judgement {judgement_id}\n".encode())
    return digest.hexdigest()


def stored(connection: Connection, addresses: Sequence[str] | None) -> Iterator[Stored]:
    """Newest versions with their bytes."""
    query = (
        select(s.reports.c.address, s.reports.c.kind, s.versions, s.records.c.published, s.originals.c.body)
        .select_from(s.reports)
        .join(s.versions)
        .join(s.records, s.records.c.version_id == s.versions.c.id)
        .join(s.originals, s.originals.c.sha256 == s.versions.c.sha256)
        .where(is_newest_version(), is_newest_record())
        .order_by(s.reports.c.address)
    )
    if addresses is not None:
        query = query.where(s.reports.c.address.in_(addresses))
    for row in connection.execute(query).mappings():
        url = row["address"] if row["kind"] == "url" else None
        if raw := rows.unpack(row["body"]):  # else it was destroyed by an erasure: there is nothing to read again
            yield Stored(row["address"], row["sha256"], row["n"], row["name"], url, row["published"], raw)


def original(connection: Connection, report_id: str) -> bytes:
    """The original bytes.

    Raises:
        NotFound: no version has them.
    """
    body = connection.scalar(select(s.originals.c.body).where(s.originals.c.sha256 == report_id))
    if body is None:
        raise NotFound(f"no original {report_id[:12]}", hint="run `rashomon reports`")
    raw = rows.unpack(body)
    if not raw:
        raise NotFound(
            f"the original of {report_id[:12]} was destroyed by an erasure", hint="its text stays, with names covered"
        )
    return raw


def problems(connection: Connection) -> tuple[Problem, ...]:
    """Reports set aside."""
    p = s.problems.c
    columns = (p.address, p.kind, p.reason, p.message, p.sha256, p.attempts, p.first_seen, p.last_seen)
    return tuple(Problem(*row) for row in connection.execute(select(*columns).order_by(p.address)))


def tombstones(connection: Connection) -> tuple[Tombstone, ...]:
    """Every erasure, oldest first."""
    t = s.tombstones.c
    query = select(t.who, t.at, t.ground, t.versions, func.coalesce(t.what, "report")).order_by(t.id)
    return tuple(Tombstone(*row) for row in connection.execute(query))


def _addresses(reference: str) -> list[str]:
    path = (
        str(Path(reference).expanduser().resolve()) if "://" not in reference and "\0" not in reference else reference
    )
    return list(dict.fromkeys([reference, path]))


def is_newest_version() -> ColumnElement[bool]:
    """Correlated, so that a question about one report looks at one report."""
    every = s.versions.alias()
    top = (
        select(func.max(every.c.n))
        .where(every.c.report_id == s.versions.c.report_id)
        .correlate(s.versions)
        .scalar_subquery()
    )
    return s.versions.c.n == top


def is_newest_record() -> ColumnElement[bool]:
    """Correlated likewise."""
    every = s.records.alias()
    top = (
        select(func.max(every.c.id))
        .where(every.c.version_id == s.records.c.version_id)
        .correlate(s.records)
        .scalar_subquery()
    )
    return s.records.c.id == top


def bodies() -> Select[tuple[object, ...]]:
    """Current records with their texts."""
    return (
        select(s.versions.c.sha256, s.records.c.body, s.texts.c.body.label("text"), s.texts.c.stretches)
        .select_from(s.reports)
        .join(s.versions)
        .join(s.records, s.records.c.version_id == s.versions.c.id)
        .join(s.texts, s.texts.c.id == s.records.c.text_id)
        .where(is_newest_record())
    )


def lines() -> Select[tuple[object, ...]]:
    """Current records of all versions, as the list of reports shows them."""
    every = s.versions.alias("every")
    count = select(func.max(every.c.n)).where(every.c.report_id == s.reports.c.id).scalar_subquery()
    r = s.records.c
    return (
        select(
            s.reports.c.address,
            s.reports.c.kind,
            s.versions.c.n,
            count.label("count"),
            s.versions.c.sha256,
            s.texts.c.title,
            r.publisher,
            r.published_at,
            r.language,
            s.versions.c.captured_at,
            r.produced_at,
            r.settings_sha256,
            r.claims,
            r.figures,
            _of_events(func.count()).label("events"),
            _of_events(func.min(s.events.c.date_start)).label("first"),
            _of_events(func.max(s.events.c.date_end)).label("last"),
        )
        .select_from(s.reports)
        .join(s.versions)
        .join(s.records, r.version_id == s.versions.c.id)
        .join(s.texts, s.texts.c.id == r.text_id)
        .where(is_newest_record())
    )


def _of_events(value: ColumnElement[Any]) -> ScalarSelect[Any]:
    return (
        select(value)
        .select_from(s.events)
        .where(s.events.c.record_id == s.records.c.id)
        .correlate(s.records)
        .scalar_subquery()
    )


def line(row: RowMapping) -> ReportRow:
    """One line of `lines`."""
    return ReportRow(
        row["address"],
        row["kind"],
        row["n"],
        row["count"],
        row["sha256"],
        row["title"],
        row["publisher"],
        row["published_at"],
        row["language"],
        row["captured_at"],
        row["produced_at"],
        row["settings_sha256"],
        row["claims"],
        row["figures"],
        row["events"],
        row["first"],
        row["last"],
    )

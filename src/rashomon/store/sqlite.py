"""The embedded store: one SQLite file with a write-ahead log.

A commit survives kill -9 and loss of power (synchronous=FULL). Deleted content is
overwritten (secure_delete); after an erasure the file is rewritten and the log emptied.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from rashomon.errors import StoreBroken, StoreError
from rashomon.model import codec
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.store import (
    archive,
    auditing,
    chain,
    cipher,
    embedded,
    fts5,
    judging,
    linked,
    marks,
    queries,
    redirects,
    rows,
    writing,
)
from rashomon.store import schema as s
from rashomon.store.desk_sqlite import DeskPart
from rashomon.store.erasing_sqlite import ErasingPart
from rashomon.store.protocol import (
    AddressKind,
    AuditReport,
    Capture,
    Hit,
    Job,
    LinkTables,
    Outcome,
    Problem,
    ReportRow,
    Stored,
)


class SqliteStore(DeskPart, ErasingPart):
    """A `Store` in one SQLite file; `path` null is in memory, for trying things out."""

    def newest(self) -> dict[str, str]:
        """See `Store`."""
        with self._read() as connection:
            return queries.newest(connection)

    def save(self, capture: Capture, record: Record, *, produced_at: str) -> Outcome:
        """See `Store`."""
        with self._write() as connection:
            return writing.save(connection, capture, record, produced_at=produced_at)

    def append_record(self, address: str, version: int, record: Record, *, produced_at: str) -> bool:
        """See `Store`."""
        with self._write() as connection:
            return writing.append_record(connection, address, version, record, produced_at=produced_at)

    def is_erased(self, *, address: str | None = None, report_id: str | None = None) -> bool:
        """See `Store`."""
        with self._read() as connection:
            found = marks.erased(connection, address=address, report_id=report_id)
            return found or (report_id is not None and marks.covered(connection, report_id))

    def reports(self, *, all_versions: bool = False) -> tuple[ReportRow, ...]:
        """See `Store`."""
        with self._read() as connection:
            return queries.reports(connection, all_versions=all_versions)

    def find(self, reference: str) -> ReportRow:
        """See `Store`."""
        with self._read() as connection:
            return queries.find(connection, reference)

    def record(self, row: ReportRow) -> Record:
        """See `Store`."""
        with self._read() as connection:
            return queries.record(connection, row)

    def history(self, row: ReportRow) -> tuple[str, ...]:
        """See `Store`."""
        with self._read() as connection:
            return queries.history(connection, row)

    def records(self) -> Iterator[Record]:
        """See `Store`."""
        with self._read() as connection:
            yield from queries.records(connection)

    def stored(self, *, references: Sequence[str] = ()) -> Iterator[Stored]:
        """See `Store`."""
        with self._read() as connection:
            wanted = [queries.find(connection, r).address for r in references] if references else None
            yield from queries.stored(connection, wanted)

    def original(self, report_id: str) -> bytes:
        """See `Store`."""
        with self._read() as connection:
            return queries.original(connection, report_id)

    def search(self, words: str, *, limit: int = 20, all_versions: bool = False) -> tuple[Hit, ...]:
        """See `Store`."""
        with self._read() as connection:
            return fts5.find(connection, words, limit=limit, all_versions=all_versions)

    def set_aside(
        self, address: str, kind: AddressKind, *, reason: str, message: str, sha256: str | None, at: str
    ) -> None:
        """See `Store`."""
        with self._write() as connection:
            writing.set_aside(connection, address, kind, reason=reason, message=message, sha256=sha256, at=at)

    def problems(self) -> tuple[Problem, ...]:
        """See `Store`."""
        with self._read() as connection:
            return queries.problems(connection)

    def drop_problem(self, address: str) -> bool:
        """See `Store`."""
        with self._write() as connection:
            return connection.execute(s.problems.delete().where(s.problems.c.address == address)).rowcount > 0

    def judge(self, judgement: Judgement, *, relink: bool = True) -> Judgement:
        """See `Store`."""
        with self._write() as connection:
            return judging.judge(connection, judgement, relink=relink)

    def judgements(self, *, kind: str | None = None, subject: str | None = None) -> tuple[Judgement, ...]:
        """See `Store`."""
        with self._read() as connection:
            return judging.judgements(connection, kind=kind, subject=subject)

    def jobs(self) -> tuple[Job, ...]:
        """See `Store`."""
        with self._read() as connection:
            return judging.jobs(connection)

    def finish_job(self, job_id: int, *, at: str, error: str | None = None) -> bool:
        """See `Store`."""
        with self._write() as connection:
            return judging.finish_job(connection, job_id, at=at, error=error)

    def fingerprint(self) -> str:
        """See `Store`."""
        with self._read() as connection:
            return queries.fingerprint(connection)

    def incidents(self, *, stale: bool = False) -> tuple[Incident, ...] | None:
        """See `Store`."""
        with self._read() as connection:
            made_from = writing.get_meta(connection, "incidents")
            known = not writing.foreign_incidents(connection)
            if made_from is None or not known or not stale and made_from != queries.fingerprint(connection):
                return None
            in_order = (s.incidents.c.position, s.incidents.c.id)
            bodies = connection.scalars(select(s.incidents.c.body).order_by(*in_order)).all()
            found = [codec.loads(Incident, rows.unpack(body)) for body in bodies]
            earlier = redirects.previous_ids(connection)
            return tuple(replace(x, previous_ids=earlier.get(x.id, x.previous_ids)) for x in found)

    def incident(self, incident_id: str) -> Incident | None:
        """See `Store`."""
        with self._read() as connection:
            if writing.foreign_incidents(connection):
                return None
            body = connection.scalar(select(s.incidents.c.body).where(s.incidents.c.id == incident_id))
            if body is None:
                return None
            found = codec.loads(Incident, rows.unpack(body))
            return replace(found, previous_ids=redirects.ids_before(connection, incident_id) or found.previous_ids)

    def incident_ids(self, beginning: str) -> tuple[str, ...]:
        """See `Store`."""
        with self._read() as connection:
            i = s.incidents.c.id
            return tuple(connection.scalars(select(i).where(i.startswith(beginning, autoescape=True)).order_by(i)))

    @contextmanager
    def linking(self) -> Iterator[LinkTables]:
        """See `Store`."""
        with self._write() as connection:
            writing.drop_foreign_incidents(connection)
            yield linked.Tables(connection)

    def save_incidents(self, incidents: Iterable[Incident], *, fingerprint: str, at: str) -> None:
        """See `Store`."""
        with self._write() as connection:
            writing.save_incidents(connection, incidents, fingerprint=fingerprint, at=at)

    def redirect(self, incident_id: str) -> str:
        """See `Store`."""
        with self._read() as connection:
            return redirects.redirect(connection, incident_id)

    def head(self) -> str:
        """See `Store`."""
        with self._read() as connection:
            return chain.read_head(connection)[1]

    def verify(self, *, head: str | None = None) -> AuditReport:
        """See `Store`."""
        with self._read() as connection:
            return auditing.verify(connection, head=head)

    def backup(self, path: Path) -> None:
        """See `Store`; the copy is written beside its final name and only moved there once it verifies."""
        if path.exists():
            raise StoreError(f"{path} exists", hint="name a new file; a backup never overwrites")
        if not path.parent.is_dir():
            raise StoreError(f"there is no folder {path.parent}", hint="make it first")
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        with embedded.explained(self.path), closing(self._beside(part)) as target:
            source = self._engine.raw_connection()
            try:
                source.driver_connection.backup(target)  # type: ignore[union-attr]  # the pool types its connections loosely
            finally:
                source.close()
            target.execute("PRAGMA journal_mode=DELETE")
        with SqliteStore(part, key=self._key) as copy:
            report = copy.verify()
        if report.findings:
            raise StoreBroken(
                f"the copy does not verify: {report.findings[0].message}", hint="run `rashomon audit verify`"
            )
        for leftover in ("-wal", "-shm"):
            part.with_name(part.name + leftover).unlink(missing_ok=True)
        part.rename(path)

    def _beside(self, part: Path) -> Any:
        """A connection to a new file: encrypted with the same key where this store is."""
        if self._key is None:
            return sqlite3.connect(part)
        return cipher.connect(part, self._key, timeout=embedded.PATIENCE_S)

    def secret(self) -> bytes:
        """See `Store`."""
        with self._read() as connection:
            return marks.secret(connection)

    def archive(self) -> Iterator[dict[str, Any]]:
        """See `Store`."""
        with self._read() as connection:
            yield from archive.archive(connection)

    def archive_tail(self) -> dict[str, Any]:
        """See `Store`."""
        with self._read() as connection:
            return archive.tail(connection)

    def restore(self, reports: Iterable[dict[str, Any]], tail: dict[str, Any], *, source_head: str) -> int:
        """See `Store`."""
        with self._write() as connection:
            rest = {**tail, "at": datetime.now(UTC).isoformat(timespec="seconds")}
            return archive.restore(connection, reports, rest, source_head=source_head)

"""The embedded store: one SQLite file with a write-ahead log.

A commit survives kill -9 and loss of power (synchronous=FULL). Deleted content is
overwritten (secure_delete); after an erasure the file is rewritten and the log emptied.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from rashomon.errors import NotFound, StoreBroken, StoreError
from rashomon.model import codec
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.store import archive, auditing, chain, erasing, fts5, marks, queries, rows, writing
from rashomon.store import schema as s
from rashomon.store.protocol import AddressKind, AuditReport, Capture, Hit, Outcome, Problem, ReportRow, Stored, Tombstone

#: "rash" in ASCII: `file` and other tools can tell a rashomon store from any SQLite file.
APPLICATION_ID = 0x72617368
#: Seconds to wait for another writer.
_PATIENCE_S = 60.0

#: From version to the function that brings a store to the next one, run in one transaction with its version stamp.
#: Numbered functions and no Alembic: a store is one file that migrates when it is opened, transactionally, and
#: Alembic would bring Mako and its own configuration for what these lines do.
Migration = Callable[[Connection], None]
MIGRATIONS: dict[int, Migration] = {}


class SqliteStore:
    """A `Store` in one SQLite file; `path` null is in memory, for trying things out."""

    def __init__(self, path: Path | None, *, create: bool = True) -> None:
        self.path = path
        if path is not None and not create and not path.exists():
            raise NotFound(f"there is no store at {path}", hint="run `rashomon ingest` first, or name another with --store")
        if path is not None and not path.parent.is_dir():
            raise StoreError(f"there is no folder {path.parent}", hint="make it, or name another with --store")
        self._engine = _engine(path)
        with _explained(path):
            self._open()

    def _open(self) -> None:
        with self._read() as connection:
            ready = _is_current(connection, self.path)
        if not ready:
            with self._write() as connection:
                if not inspect(connection).get_table_names():
                    _create(connection)
                _migrate(connection)
        with self._read() as connection:
            pending = writing.get_meta(connection, erasing.PENDING) is not None
        if pending and self.path is not None:
            erasing.scrub(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection; SQLite then folds the log into the file."""
        self._engine.dispose()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with _explained(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with _explained(self.path), self._engine.execution_options(write=True).begin() as connection:
            yield connection

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
            return marks.erased(connection, address=address, report_id=report_id)

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

    def fingerprint(self) -> str:
        """See `Store`."""
        with self._read() as connection:
            return queries.fingerprint(connection)

    def incidents(self) -> tuple[Incident, ...] | None:
        """See `Store`."""
        with self._read() as connection:
            if writing.get_meta(connection, "incidents") != queries.fingerprint(connection):
                return None
            bodies = connection.scalars(select(s.incidents.c.body).order_by(s.incidents.c.position)).all()
            return tuple(codec.loads(Incident, rows.unpack(body)) for body in bodies)

    def save_incidents(self, incidents: Iterable[Incident], *, fingerprint: str, at: str) -> None:
        """See `Store`."""
        with self._write() as connection:
            writing.save_incidents(connection, incidents, fingerprint=fingerprint, at=at)

    def redirect(self, incident_id: str) -> str:
        """See `Store`."""
        with self._read() as connection:
            return queries.redirect(connection, incident_id)

    def erase(self, reference: str, *, ground: str, who: str, at: str) -> Tombstone:
        """See `Store`."""
        with self._write() as connection:
            stone = erasing.erase(connection, reference, ground=ground, who=who, at=at)
        if self.path is not None:
            with _explained(self.path):
                erasing.scrub(self._engine)
        return stone

    def tombstones(self) -> tuple[Tombstone, ...]:
        """See `Store`."""
        with self._read() as connection:
            return queries.tombstones(connection)

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
        with _explained(self.path), closing(sqlite3.connect(part)) as target:
            source = self._engine.raw_connection()
            try:
                source.driver_connection.backup(target)  # type: ignore[union-attr]  # the pool types its connections loosely
            finally:
                source.close()
            target.execute("PRAGMA journal_mode=DELETE")
        with SqliteStore(part) as copy:
            report = copy.verify()
        if report.findings:
            raise StoreBroken(f"the copy does not verify: {report.findings[0].message}", hint="run `rashomon audit verify`")
        for leftover in ("-wal", "-shm"):
            part.with_name(part.name + leftover).unlink(missing_ok=True)
        part.rename(path)

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


def _engine(path: Path | None) -> Engine:
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _PATIENCE_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN (below), not the driver's guess at one
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    """Turns the driver's errors into ours."""
    try:
        yield
    except DatabaseError as error:
        text = str(error.orig)
        if "locked" in text or "busy" in text:
            raise StoreError(f"{path} is in use by another process", hint="wait for it to end and try again") from error
        if "readonly" in text or "unable to open" in text:
            raise StoreError(f"{path}: {text}", hint="check the permissions of the file and its folder") from error
        if "full" in text:
            raise StoreError(f"{path}: {text}", hint="make room on the disk") from error
        raise StoreBroken(f"{path} is no rashomon store or is damaged ({text})", hint="restore a backup, or name another file") from error


def _is_current(connection: Connection, path: Path | None) -> bool:
    """Whether the file is a store of this layout; an empty file is none yet.

    Raises:
        StoreBroken: it is some other database.
    """
    if not inspect(connection).get_table_names():
        return False
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        raise StoreBroken(f"{path} is a database, but no rashomon store", hint="name another file with --store")
    return writing.get_meta(connection, "schema") == str(s.VERSION)


def _create(connection: Connection) -> None:
    s.METADATA.create_all(connection)
    fts5.create(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    writing.set_meta(connection, "schema", str(s.VERSION))
    writing.set_meta(connection, "secret", secrets.token_hex(32))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    chain.start(connection, facts={"at": at, "store": secrets.token_hex(8)})


def _migrate(connection: Connection) -> None:
    stamped = writing.get_meta(connection, "schema")
    version = int(stamped) if stamped is not None and stamped.isdigit() else 0
    if version > s.VERSION or version == 0:
        raise StoreBroken(f"the store has layout {stamped}, this rashomon knows {s.VERSION}", hint="install a newer rashomon")
    while version < s.VERSION:
        MIGRATIONS[version](connection)
        version += 1
        writing.set_meta(connection, "schema", str(version))

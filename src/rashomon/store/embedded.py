"""The embedded engine: opens the file, makes or migrates its layout, and turns the driver's errors into ours.

A store migrates when it is opened, in one transaction with its version stamp. A store of a
newer layout is refused, never downgraded.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool, StaticPool

from rashomon.errors import StoreBroken, StoreError, StoreLocked
from rashomon.model import codec
from rashomon.model.codec import CodecError
from rashomon.model.incidents import Incident
from rashomon.store import chain, cipher, desk_index, desk_queries, fts5, queries, rows, writing
from rashomon.store import desk_schema as d
from rashomon.store import schema as s
from rashomon.store.cipher import Key

#: "rash" in ASCII: `file` and other tools can tell a rashomon store from any SQLite file.
APPLICATION_ID = 0x72617368
#: Seconds to wait for another writer.
PATIENCE_S = 60.0

#: From version to the function that brings a store to the next one, run in one transaction with its version stamp.
#: Numbered functions and no Alembic: a store is one file that migrates when it is opened, transactionally, and
#: Alembic would bring Mako and its own configuration for what these lines do.
Migration = Callable[[Connection], None]


def _judgements(connection: Connection) -> None:
    """Layout 2: what people decide, and the work that it makes."""
    s.METADATA.create_all(connection, tables=[s.judgements, s.judgement_refs, s.jobs])


def _linking(connection: Connection) -> None:
    """Layout 3: linking's memory. Incidents are derived anew, and with ids that may now stand elsewhere."""
    s.incidents.drop(connection)
    derived = [s.incidents, s.link_reports, s.link_events, s.link_cells, s.link_edges]
    s.METADATA.create_all(connection, tables=derived)
    writing.set_meta(connection, "incidents", None)


def _desk(connection: Connection) -> None:
    """Layout 4: what the desk lists and who works at it."""
    s.METADATA.create_all(connection, tables=list(d.TABLES))
    for index in d.INDEXES:
        index.create(connection, checkfirst=True)
    desk_index.fill(connection)
    bodies = connection.scalars(select(s.incidents.c.body).order_by(s.incidents.c.position)).all()
    try:
        desk_index.put_incidents(connection, [codec.loads(Incident, rows.unpack(body)) for body in bodies])
    except CodecError:  # derived by an older version in another shape: they are derived anew when somebody asks
        connection.execute(delete(s.incidents))
        writing.set_meta(connection, "incidents", None)
    if writing.get_meta(connection, "incidents") == queries.fingerprint(connection):
        writing.set_meta(connection, writing.LINKED_TO, str(desk_queries.last_change(connection)))


def _erasing_people(connection: Connection) -> None:
    """Layout 5: the codebook that a judgement was made under, what an erasure was of, and groups that hide witnesses."""
    known = {name: {c["name"] for c in inspect(connection).get_columns(name)} for name in ("judgements", "tombstones")}
    if "codebook" not in known["judgements"]:
        connection.exec_driver_sql("ALTER TABLE judgements ADD COLUMN codebook VARCHAR(140)")
    if "what" not in known["tombstones"]:
        connection.exec_driver_sql("ALTER TABLE tombstones ADD COLUMN what VARCHAR(12)")
    d.groups.create(connection, checkfirst=True)
    desk_index.refill_witnesses(connection)


def _undone(connection: Connection) -> None:
    """Layout 6: what took a judgement back is found from it."""
    for index in s.judgements.indexes:
        index.create(connection, checkfirst=True)


MIGRATIONS: dict[int, Migration] = {1: _judgements, 2: _linking, 3: _desk, 4: _erasing_people, 5: _undone}


def make_engine(path: Path | None, key: Key | None = None) -> Engine:
    """Connections to the file, or to one database in memory; `execution_options(write=True)` takes the write lock at once."""
    if path is not None and key is not None:
        from sqlcipher3 import dbapi2

        where, secret = path, key
        engine = create_engine(
            "sqlite://",
            module=dbapi2,
            creator=lambda: cipher.connect(where, secret, timeout=PATIENCE_S),
            poolclass=QueuePool,
        )
    elif path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE_S})
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
def explained(path: Path | None) -> Iterator[None]:
    """Turns the driver's errors into ours."""
    try:
        yield
    except DatabaseError as error:
        text = str(error.orig)
        if "locked" in text or "busy" in text:
            raise StoreError(f"{path} is in use by another process", hint="wait for it to end and try again") from error
        if "readonly" in text or "unable to open" in text:
            raise StoreError(f"{path}: {text}", hint="check the permissions of the file and its folder") from error
        if "not a database" in text and path is not None and cipher.is_encrypted(path):
            raise StoreLocked(
                f"{path} is encrypted with another passphrase, or is no store", hint="check the passphrase"
            ) from error
        if "full" in text:
            raise StoreError(f"{path}: {text}", hint="make room on the disk") from error
        raise StoreBroken(
            f"{path} is no rashomon store or is damaged ({text})", hint="restore a backup, or name another file"
        ) from error


def is_current(connection: Connection, path: Path | None) -> bool:
    """Whether the file is a store of this layout; an empty file is none yet.

    Raises:
        StoreBroken: it is some other database.
    """
    if not inspect(connection).get_table_names():
        return False
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
        raise StoreBroken(f"{path} is a database, but no rashomon store", hint="name another file with --store")
    return writing.get_meta(connection, "schema") == str(s.VERSION)


def create(connection: Connection) -> None:
    """Lays out a new store."""
    s.METADATA.create_all(connection)
    fts5.create(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    writing.set_meta(connection, "schema", str(s.VERSION))
    writing.set_meta(connection, "secret", secrets.token_hex(32))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    chain.start(connection, facts={"at": at, "store": secrets.token_hex(8)})


def migrate(connection: Connection) -> None:
    """Brings an older layout to this one.

    Raises:
        StoreBroken: the layout is newer, or unknown.
    """
    stamped = writing.get_meta(connection, "schema")
    version = int(stamped) if stamped is not None and stamped.isdigit() else 0
    if version > s.VERSION or version == 0:
        raise StoreBroken(
            f"the store has layout {stamped}, this rashomon knows {s.VERSION}", hint="install a newer rashomon"
        )
    while version < s.VERSION:
        MIGRATIONS[version](connection)
        version += 1
        writing.set_meta(connection, "schema", str(version))
    for index in d.desk_incidents.indexes:
        index.create(connection, checkfirst=True)
    fts5.list_unspaced(connection)

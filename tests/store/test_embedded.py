"""The embedded engine: what it refuses, how it locks, and copies of it."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from rashomon.errors import NotFound, StoreBroken, StoreError
from rashomon.model.judgements import Judgement
from rashomon.store import embedded, fts5, open_store
from rashomon.store import schema as s
from rashomon.store.protocol import Capture
from rashomon.store.sqlite import SqliteStore
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"


def put(store: object, address: str, text: str) -> None:
    assert isinstance(store, SqliteStore)
    raw = text.encode()
    store.save(Capture(address, "file", raw, None, WHEN, "t"), tiny_record(raw, text), produced_at=WHEN)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"not a database at all, but long enough to look at" * 100)
    with pytest.raises(StoreBroken, match="no rashomon store or is damaged"):
        open_store(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_database_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
    with pytest.raises(StoreBroken, match="no rashomon store"):
        open_store(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_store_of_a_newer_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
        connection.commit()
    with pytest.raises(StoreBroken, match="install a newer rashomon"):
        open_store(path)


def test_an_older_layout_is_migrated_in_one_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.db"
    monkeypatch.setattr(s, "VERSION", 1)
    with open_store(path) as store:
        put(store, "/r/a", "a drone")
    monkeypatch.setattr(s, "VERSION", 3)

    def breaks(connection: object) -> None:
        raise StoreError("stop here")

    monkeypatch.setattr(embedded, "MIGRATIONS", {1: lambda c: c.exec_driver_sql("CREATE TABLE extra (x)"), 2: breaks})
    with pytest.raises(StoreError, match="stop here"):
        open_store(path)
    monkeypatch.setitem(embedded.MIGRATIONS, 2, lambda c: c.exec_driver_sql("ALTER TABLE extra ADD COLUMN y"))
    with SqliteStore(path) as store, store._read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'schema'").scalar() == "3"
        connection.exec_driver_sql("SELECT x, y FROM extra")


def test_a_store_of_layout_1_is_migrated_and_verifies(tmp_path: Path) -> None:
    path = tmp_path / "s.db"  # made by rashomon 0.1.0: three reports, one erased, one problem, incidents linked
    path.write_bytes(gzip.decompress((Path(__file__).parent / "layout1.db.gz").read_bytes()))
    head = "909f3c907fc5c3ecbccb6c3bb9085930734c9cd5b341579b83e6c86c1653891a"
    with open_store(path, create=False) as store:
        assert store.verify(head=head).findings == () and store.head() == head
        assert [r.address for r in store.reports()] == ["/r/0", "/r/1"] and len(store.problems()) == 1
        assert store.incidents() is None, "incidents are derived anew"
        store.save_incidents((), fingerprint=store.fingerprint(), at=WHEN)
        assert store.incidents() == () and store.judgements() == ()
        made = store.judge(Judgement("", WHEN, "ana", "pair", ("r1:e1", "r2:e1"), None, "same", "one night"))
        assert store.judgements() == (made,) and store.incidents() is None
    with SqliteStore(path) as again, again._read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'schema'").scalar() == str(s.VERSION)
        assert not again.verify(head=head).findings


def test_stores_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="rashomon ingest"):
        open_store(tmp_path / "none.db", create=False)
    with pytest.raises(StoreError, match="no folder"):
        open_store(tmp_path / "none" / "s.db")
    with pytest.raises(StoreError, match="no engine"):
        open_store("postgresql://localhost/x")
    with open_store(f"sqlite:///{tmp_path}/url.db"):
        assert (tmp_path / "url.db").exists()


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    open_store(path).close()
    errors: list[BaseException] = []

    def write(name: str) -> None:
        try:
            with open_store(path) as store:
                for i in range(15):
                    put(store, f"/r/{name}{i}", f"report {name} {i} drone")
        except BaseException as error:  # noqa: BLE001  # a thread's error must reach the test
            errors.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with open_store(path) as store:
        assert len(store.reports()) == 30 and not store.verify().findings


def test_a_reader_sees_one_state_while_a_writer_goes_on(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        for i in range(3):
            put(store, f"/r/{i}", f"report {i} drone")
        seen = 0
        for _ in store.records():
            put(store, f"/r/new{seen}", f"new {seen}")
            seen += 1
        assert seen == 3 and len(store.reports()) == 6


def test_a_backup_is_whole_and_verifies(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.db") as store:
        put(store, "/r/a", "a drone")
        store.backup(tmp_path / "copy.db")
        put(store, "/r/b", "later")
        with pytest.raises(StoreError, match="never overwrites"):
            store.backup(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="no folder"):
            store.backup(tmp_path / "none" / "copy.db")
        with open_store(tmp_path / "copy.db", create=False) as copy:
            assert [r.address for r in copy.reports()] == ["/r/a"]
            assert not copy.verify(head=copy.head()).findings
            assert copy.search("drone")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.db", "s.db"]


def test_a_backup_of_a_store_that_does_not_verify_is_not_handed_out(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with open_store(path) as store:
        put(store, "/r/a", "a drone")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE texts SET title = 'x'")
        connection.commit()
    with open_store(path) as store, pytest.raises(StoreBroken, match="does not verify"):
        store.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_index_and_texts_agree(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.db") as store:
        for i in range(5):
            put(store, "/r/a", f"version {i} drone")
        store.erase("/r/a", ground="g", who="w", at=WHEN)
        put(store, "/r/b", "drone")
        with store._write() as connection:
            fts5.check(connection)


def test_a_full_disk_is_explained(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.db") as store:
        with store._read() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreError, match="make room"):
            put(store, "/r/a", "drone " * 100_000)

"""A store under a passphrase: a copied disk yields no protected word, and everything works as on a plain one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from rashomon.cli import cli
from rashomon.errors import StoreBroken, StoreError, StoreLocked
from rashomon.model.judgements import Judgement
from rashomon.store import open_store
from rashomon.store.cipher import is_encrypted
from rashomon.store.desk_protocol import Session
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import STRIKE, put

SECRET = "seven quiet herons"
WHEN = "2026-01-02T03:04:05+00:00"
#: Words that a thief must not find: of text, names, judgements, addresses, people.
PROTECTED = (
    b"Omar Hadi",
    b"Kirkuk",
    b"drone",
    b"/r/secret-source.txt",
    b"a reason in words",
    b"ana-the-coder",
    b"CREATE TABLE",
)


def filled(path: Path) -> SqliteStore:
    store = SqliteStore(path, passphrase=SECRET)
    report = put(store, "/r/secret-source.txt", STRIKE)
    store.judge(
        Judgement("", WHEN, "ana-the-coder", "comment", (report,), None, "x", "a reason in words"), relink=False
    )
    store.open_session(Session("k", "ana-the-coder", WHEN, WHEN, WHEN))
    return store


def disk(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_a_copied_disk_yields_nothing(tmp_path: Path) -> None:
    """While it is in use, log included, and after it was closed."""
    store = filled(tmp_path / "s.db")
    assert store.search("drone")[0].title == "Toll rises"
    assert (tmp_path / "s.db-wal").stat().st_size > 0
    for _ in range(2):
        found = disk(tmp_path)
        assert len(found) > 10_000 and not [word for word in PROTECTED if word in found]
        store.close()
    plain = tmp_path / "plain.db"
    with SqliteStore(plain) as other:
        put(other, "/r/secret-source.txt", STRIKE)
    assert b"Omar Hadi" in plain.read_bytes(), "the test finds words where they are plain"


def test_only_the_passphrase_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    filled(path).close()
    assert is_encrypted(path)
    with pytest.raises(StoreLocked, match="RASHOMON_PASSPHRASE"):
        open_store(path)
    with pytest.raises(StoreLocked, match="another passphrase"):
        open_store(path, passphrase="seven quiet heron")
    with open_store(path, passphrase=SECRET) as store:
        assert store.verify().findings == ()
    with pytest.raises(StoreLocked, match="12"):
        open_store(tmp_path / "new.db", passphrase="short")
    with SqliteStore(tmp_path / "plain.db"):
        pass
    with pytest.raises(StoreError, match="not encrypted"):
        open_store(tmp_path / "plain.db", passphrase=SECRET)
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.DatabaseError):
        raw.execute("SELECT * FROM reports")


def test_a_damaged_one_says_so(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    filled(path).close()
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 + 100] ^= 0xFF
    path.write_bytes(bytes(raw))

    def read() -> None:
        with open_store(path, passphrase=SECRET) as store:
            store.verify()
            list(store.records())

    with pytest.raises((StoreBroken, StoreLocked)):
        read()


def test_its_backup_is_encrypted_as_well(tmp_path: Path) -> None:
    store = filled(tmp_path / "s.db")
    (tmp_path / "b").mkdir()
    store.backup(tmp_path / "b" / "backup.db")
    assert not [word for word in PROTECTED if word in disk(tmp_path / "b")]
    with open_store(tmp_path / "b" / "backup.db", passphrase=SECRET) as copy:
        assert copy.head() == store.head()
    store.close()


def test_erasure_works_under_it(tmp_path: Path) -> None:
    with filled(tmp_path / "s.db") as store:
        store.erase("/r/secret-source.txt", ground="order 1", who="ana", at=WHEN)
        assert store.verify().findings == () and store.search("drone") == ()


def test_encrypt_makes_a_copy_that_verifies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, safe = tmp_path / "plain.db", tmp_path / "safe" / "s.db"
    safe.parent.mkdir()
    with SqliteStore(plain) as store:
        put(store, "/r/secret-source.txt", STRIKE)
        head = store.head()
    monkeypatch.setenv("RASHOMON_PASSPHRASE", SECRET)
    done = CliRunner().invoke(cli, ["encrypt", str(safe), "--store", str(plain)], catch_exceptions=False)
    assert done.exit_code == 0 and head in done.output
    assert not [word for word in PROTECTED if word in disk(safe.parent)]
    with open_store(safe, passphrase=SECRET) as store:
        assert store.head() == head and len(store.search("drone")) == 1


def test_commands_ask_for_it(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    filled(path).close()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("RASHOMON_")}
    command = [sys.executable, "-m", "rashomon", "reports", "--store", str(path)]
    without = subprocess.run(
        command, capture_output=True, text=True, env=environ, stdin=subprocess.DEVNULL, check=False
    )
    assert without.returncode == 3 and "is encrypted" in without.stderr
    given = subprocess.run(
        command, capture_output=True, text=True, env={**environ, "RASHOMON_PASSPHRASE": SECRET}, check=True
    )
    assert "Toll rises" in given.stdout


def test_a_desk_locks_itself(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    filled(path).close()
    command = [
        sys.executable,
        "-m",
        "rashomon",
        "serve",
        "--store",
        str(path),
        "--port",
        "0",
        "--no-worker",
        "--lock-after",
        "0.03",
    ]
    environ = {**os.environ, "RASHOMON_PASSPHRASE": SECRET}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environ, timeout=60, stdin=subprocess.DEVNULL, check=True
    )
    assert "/enter?key=" in done.stdout and "locked: nobody asked" in done.stdout
    assert shutil.which("sqlcipher") is None or is_encrypted(path)

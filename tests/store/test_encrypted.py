"""A store under a passphrase: a copied disk yields no protected word, and everything works as on a plain one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
import pytest
from click.testing import CliRunner

from rashomon.cli import cli
from rashomon.errors import StoreBroken, StoreError, StoreLocked
from rashomon.model.judgements import Judgement
from rashomon.review.app import create_app
from rashomon.review.options import Options
from rashomon.review.registry import API
from rashomon.store import open_store
from rashomon.store.cipher import Key, is_encrypted
from rashomon.store.desk_protocol import Session
from rashomon.store.rekeying import decrypt_in_place, encrypt_in_place
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import STRIKE, Desk, put

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


def test_encrypt_and_decrypt_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing plain is left in the folder, the store is the same; and back."""
    path = tmp_path / "s.db"
    with SqliteStore(path) as store:
        put(store, "/r/secret-source.txt", STRIKE)
        store.judge(
            Judgement("", WHEN, "ana-the-coder", "comment", ("x",), None, "x", "a reason in words"), relink=False
        )
        head = store.head()
    assert b"Omar Hadi" in disk(tmp_path)
    monkeypatch.setenv("RASHOMON_PASSPHRASE", SECRET)
    done = CliRunner().invoke(cli, ["encrypt", "--store", str(path)], catch_exceptions=False)
    assert done.exit_code == 0 and head in done.output
    assert [p.name for p in tmp_path.iterdir()] == ["s.db"] and is_encrypted(path)
    assert not [word for word in PROTECTED if word in disk(tmp_path)]
    with open_store(path, passphrase=SECRET) as store:
        assert store.verify(head=head).findings == () and store.judgements()[0].why == "a reason in words"
    with pytest.raises(StoreError, match="already"):
        encrypt_in_place(path, SECRET)
    with pytest.raises(StoreLocked):
        decrypt_in_place(path, "another passphrase")
    done = CliRunner().invoke(cli, ["decrypt", "--yes", "--store", str(path)], catch_exceptions=False)
    assert done.exit_code == 0 and [p.name for p in tmp_path.iterdir()] == ["s.db"]
    with open_store(path) as store:
        assert store.verify(head=head).findings == ()


def test_in_place_is_refused_while_somebody_works(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with SqliteStore(path) as store:
        put(store, "/r/a.txt", STRIKE)
        with store._read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM texts").fetchone()
            with pytest.raises(StoreError, match="in use"):
                encrypt_in_place(path, SECRET)
        assert len(store.search("drone")) == 1
    assert not is_encrypted(path) and [p.name for p in tmp_path.iterdir()] == ["s.db"]


def test_what_is_overwritten_is_gone(tmp_path: Path) -> None:
    """The plain file's own bytes go: seen through a second name of the same file."""
    path, witness = tmp_path / "s.db", tmp_path / "elsewhere"
    with SqliteStore(path) as store:
        put(store, "/r/a.txt", STRIKE)
    os.link(path, witness)
    encrypt_in_place(path, SECRET)
    assert witness.read_bytes().strip(b"\0") == b""


def test_a_store_is_locked_and_unlocked_in_place(tmp_path: Path) -> None:
    with filled(tmp_path / "s.db") as store:
        store.lock()
        assert store.locked and store.encrypted
        for question in (store.reports, store.head, store.verify, lambda: store.search("drone")):
            with pytest.raises(StoreLocked):
                question()
        assert not any(isinstance(v, Key) for v in vars(store).values()), "the key went with the lock"
        with pytest.raises(StoreLocked, match="another passphrase"):
            store.unlock("seven quiet heron")
        assert store.locked
        store.unlock(SECRET)
        assert not store.locked and len(store.search("drone")) == 1


def desk_on(store: SqliteStore, **more: object) -> tuple[Desk, list[str]]:
    said: list[str] = []
    options = Options(
        person="ana",
        lock_after_s=600.0,
        on_lock=lambda: said.append("closed"),
        on_unlock=said.append,
        **more,  # type: ignore[arg-type]
    )
    return Desk(store, create_app(store, options), {}), said


def test_a_locked_desk_asks_for_the_passphrase_and_goes_on(tmp_path: Path) -> None:
    with filled(tmp_path / "s.db") as store:
        desk, said = desk_on(store)
        client, locker = desk.client("ana"), desk.app.state.desk.locker
        where = f"/report/{store.reports()[0].report_id}?at=3-9"
        page = client.get(where)
        assert 'data-lock-after="600"' in page.text and 'action="/lock"' in page.text
        assert not locker.lock_if_idle(), "somebody asked just now"
        desk.app.state.desk.sessions.asked_at -= 601
        assert locker.lock_if_idle() and store.locked and said == ["closed"]
        answer = client.get(where)
        assert "The desk is locked" in answer.text and "Toll rises" not in answer.text
        assert answer.url.path == "/unlock" and client.get("/healthz").json() == {"up": True, "locked": True}
        api = client.get(f"{API}/reports")
        assert api.status_code == 423 and client.get("/nix").url.path == "/unlock"
        wrong = client.post("/unlock", data={"passphrase": "seven quiet heron", "to": where})
        assert wrong.status_code == 403 and store.locked
        right = client.post("/unlock", data={"passphrase": SECRET, "to": where})
        assert right.status_code == 200 and str(right.url).endswith(where) and "Toll rises" in right.text
        assert said == ["closed", SECRET]
        assert client.post("/unlock", data={"passphrase": SECRET, "to": "//evil.example"}).url.host == "127.0.0.1"


def test_unlocking_is_not_guessed(tmp_path: Path) -> None:
    with filled(tmp_path / "s.db") as store:
        desk, _ = desk_on(store)
        client = desk.client("ana")
        assert client.post("/lock", data={"csrf": "no"}).url.path != "/unlock" and not store.locked
        assert client.post("/lock", data={"csrf": desk.csrf(client), "to": "/reports"}).url.path == "/unlock"
        for _ in range(5):
            assert client.post("/unlock", data={"passphrase": "not this one"}).status_code == 403
        assert client.post("/unlock", data={"passphrase": SECRET}).status_code == 429 and store.locked


def test_a_plain_desk_has_no_lock(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.db") as store:
        desk, said = desk_on(store)
        client = desk.client("ana")
        assert "data-lock-after" not in client.get("/").text
        assert client.post("/lock", data={"csrf": desk.csrf(client)}).status_code == 400 and said == []


def children_of(pid: int) -> list[str]:
    """Its processes, whichever thread of it started them."""
    return [c for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]


def test_serve_locks_itself_and_opens_again(tmp_path: Path) -> None:
    """The real desk with its worker: locked after seconds, unlocked over HTTP, the passphrase in no environment."""
    path = tmp_path / "s.db"
    filled(path).close()
    command = [sys.executable, "-m", "rashomon", "serve", "--store", str(path), "--port", "0", "--lock-after", "0.1"]
    environ = {**os.environ, "RASHOMON_PASSPHRASE": SECRET, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            link = next(line.strip() for line in process.stdout if "/enter?key=" in line)
            base = link.partition("/enter")[0]
            said = next(line for line in process.stdout if "locked" in line)
            assert "asks for the passphrase" in said and process.poll() is None
            assert children_of(process.pid) == [], "the worker knows the key, and ended with the lock"
            with httpx.Client(base_url=base, follow_redirects=True) as client:
                assert "The desk is locked" in client.get("/reports").text
                answer = client.post("/unlock", data={"passphrase": SECRET, "to": "/healthz"})
                assert answer.json() == {"up": True, "locked": False}
            workers = children_of(process.pid)
            assert len(workers) == 1
            assert SECRET.encode() not in Path(f"/proc/{workers[0]}/environ").read_bytes()
            assert SECRET.encode() not in Path(f"/proc/{workers[0]}/cmdline").read_bytes()
        finally:
            process.terminate()

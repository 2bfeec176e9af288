"""The audit chain finds what was changed, what is missing and what was cut off."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rashomon.model.judgements import Judgement
from rashomon.store import open_store
from rashomon.store.chain import keyed_digest
from rashomon.store.protocol import AuditReport, Capture
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "s.db"
    with open_store(place) as store:
        for i in range(4):
            raw = f"Report {i}\n\nMajor Ali Karim said {i} people were killed in Mosul on 2024-02-07.".encode()
            store.save(
                Capture(f"/r/{i}", "file", raw, None, WHEN, "t"), tiny_record(raw, raw.decode()), produced_at=WHEN
            )
        store.erase("/r/3", ground="g", who="w", at=WHEN)
    return place


def tamper(path: Path, *statements: str) -> AuditReport:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    with open_store(path) as store:
        return store.verify()


def test_an_untouched_store_verifies(path: Path) -> None:
    with open_store(path) as store:
        report = store.verify(head=store.head())
    assert report.findings == () and report.rows == 10 and report.erased == 2


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE texts SET body = replace(body, 'killed', 'kissed') WHERE id = 1", "a record of /r/0 was changed"),
        ("UPDATE texts SET title = 'x' WHERE id = 2", "a record of /r/1 was changed"),
        ("UPDATE originals SET body = x'789c030000000001' WHERE rowid = 1", "the capture of"),
        ("UPDATE originals SET body = 'junk' WHERE rowid = 1", "the capture of"),
        ("UPDATE reports SET address = '/r/else' WHERE id = 1", "the capture of /r/else was changed"),
        ("UPDATE versions SET captured_at = '2020' WHERE id = 1", "the capture of /r/0 was changed"),
        ("UPDATE records SET produced_at = '2020' WHERE id = 1", "a record of /r/0 was changed"),
        ("UPDATE records SET claims = 99 WHERE id = 1", "a record of /r/0 was changed"),
        ("UPDATE tombstones SET ground = 'other'", "a tombstone was changed"),
        ("UPDATE audit SET facts = '{}' WHERE seq = 3", "its hash does not fit"),
        ("UPDATE audit SET digest = digest || '0' WHERE seq = 3", "its hash does not fit"),
        ("UPDATE audit SET previous = hash WHERE seq = 3", "does not continue"),
    ],
)
def test_a_change_is_found(path: Path, statement: str, message: str) -> None:
    report = tamper(path, statement)
    assert any(f.kind == "changed" and message in f.message for f in report.findings), report.findings


@pytest.mark.parametrize("change", ["now = 'different'", "who = 'eve'", "why = ''", "relinks = 0", "subject = '[]'"])
def test_a_judgement_that_was_changed_is_found(path: Path, change: str) -> None:
    with open_store(path) as store:
        store.judge(Judgement("", WHEN, "ana", "pair", ("r1:e1", "r2:e1"), None, "same", "one night"))
    report = tamper(path, f"UPDATE judgements SET {change}")
    assert [(f.kind, f.message) for f in report.findings] == [("changed", f"a judgement of {WHEN} was changed")]


def test_a_missing_payload_is_found(path: Path) -> None:
    report = tamper(path, "DELETE FROM events WHERE record_id = 1", "DELETE FROM records WHERE id = 1")
    assert [(f.kind, f.seq) for f in report.findings] == [("missing", 3)]


def test_a_row_cut_out_of_the_middle_is_found(path: Path) -> None:
    assert {f.kind for f in tamper(path, "DELETE FROM audit WHERE seq = 4").findings} >= {"missing", "unchained"}


def test_a_chain_cut_off_at_its_end_is_found(path: Path) -> None:
    assert any(f.kind == "cut_off" for f in tamper(path, "DELETE FROM audit WHERE seq = 10").findings)


def test_a_chain_cut_off_with_its_head_is_found_by_a_head_noted_outside(path: Path) -> None:
    with open_store(path) as store:
        head = store.head()
    report = tamper(
        path,
        "DELETE FROM audit WHERE seq = 10",
        "DELETE FROM tombstones",
        "UPDATE audit_head SET seq = 9, hash = (SELECT hash FROM audit WHERE seq = 9)",
    )
    assert not any(f.kind == "cut_off" for f in report.findings)
    with open_store(path) as store:
        assert any(f.kind == "cut_off" for f in store.verify(head=head).findings)
        assert any(f.kind == "cut_off" for f in store.verify(head="").findings)


def test_an_earlier_head_still_verifies(path: Path) -> None:
    with open_store(path) as store:
        early = store.head()
        raw = b"Report 9\n\nnothing"
        store.save(Capture("/r/9", "file", raw, None, WHEN, "t"), tiny_record(raw, raw.decode()), produced_at=WHEN)
        assert store.head() != early
        assert store.verify(head=early).findings == ()
        assert store.verify(head=early[:12].upper()).findings == ()


def test_a_payload_put_back_after_erasure_is_found(path: Path) -> None:
    report = tamper(path, "UPDATE records SET audit_seq = 9 WHERE id = 1")
    assert {f.kind for f in report.findings} >= {"changed", "missing"}


def test_two_stores_never_share_a_head(tmp_path: Path) -> None:
    with open_store(tmp_path / "1.db") as one, open_store(tmp_path / "2.db") as two:
        assert one.head() != two.head()


def test_a_keyed_digest_keeps_fields_and_bytes_apart() -> None:
    assert keyed_digest(b"k", {"a": 1}, b"b") != keyed_digest(b"k", {"a": 1}, b"c")
    assert keyed_digest(b"k", {}, b"{}") != keyed_digest(b"k", {}, b"")
    assert keyed_digest(b"k", {"a": 1}) != keyed_digest(b"l", {"a": 1})
    assert keyed_digest(b"k", {"a": 1, "b": 2}) == keyed_digest(b"k", {"b": 2, "a": 1})

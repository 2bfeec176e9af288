"""Lawful erasure reaches every byte: no word of an erased report is in any file of the store."""

from __future__ import annotations

import random
import re
import zlib
from pathlib import Path

import pytest

from rashomon.errors import StoreError
from rashomon.model.judgements import Judgement
from rashomon.store import erasing, open_store
from rashomon.store.protocol import Capture, Fetched
from rashomon.store.sqlite import SqliteStore
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"
_COMMON = "attack people police said during district residents reported several another officials".split()


def _word(rng: random.Random) -> str:
    vowels, consonants = "aeiou", "bcdfghklmnprstvz"
    return "".join(rng.choice(consonants) + rng.choice(vowels) for _ in range(rng.randint(3, 5)))


def _report(rng: random.Random) -> str:
    """A report of common words and of words that stand in no other report."""
    body = " ".join(_word(rng) if rng.random() < 0.3 else rng.choice(_COMMON) for _ in range(rng.randint(30, 400)))
    first, last, place = _word(rng).title(), _word(rng).title(), _word(rng).title()
    return f"{_word(rng).title()} strike\n\nMajor {first} {last} said 4 people were killed in {place} on 2024-02-07. drone {body}"


def _files(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in path.parent.iterdir() if p.name.startswith(path.name)}


def _fill(store: object, texts: list[str], folder: str) -> None:
    assert isinstance(store, SqliteStore)
    for i, text in enumerate(texts):
        address = f"{folder}/{text.split()[0].lower()}-{i}.txt"
        kind = "url" if address.startswith("http") else "file"
        fetched = Fetched(address, 200, (("x-slug", text.split()[0].lower()),), ()) if kind == "url" else None
        capture = Capture(address, kind, text.encode(), Path(address).name, WHEN, "tests", None, fetched)
        store.save(capture, tiny_record(text.encode(), text), produced_at=WHEN)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_of_an_erased_report_is_left_in_any_file(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path = tmp_path / "s.db"
    texts = [_report(rng) for _ in range(12)]
    victim = texts[5]
    with SqliteStore(path) as store:
        _fill(store, texts, rng.choice(["/reports", "https://news.example/2024"]))
        row = next(r for r in store.reports() if r.title == victim.splitlines()[0])
        again = tiny_record(victim.encode(), victim, version="2")
        store.append_record(row.address, 1, again, produced_at=WHEN)
        store.set_aside(
            row.address, "file", reason="internal", message=f"met {victim.split()[0]}", sha256=None, at=WHEN
        )
        why = f"said {max(victim.lower().split(), key=len)}"
        store.judge(Judgement("", WHEN, "ana", "comment", (f"{row.report_id}:e1",), None, "seen", why))
        blobs = _blobs(store)
        head = store.head()
        others = "\n".join(t for t in texts if t is not victim).lower()
        words = {w for w in re.findall(r"[a-z]{6,}", victim.lower()) if w not in others}
        assert len(words) > 5
        assert _seen(path, words) == words, "the words must be in the files before, or the test shows nothing"
        store.erase(row.address, ground="court order", who="registrar", at=WHEN)
        left = _blobs(store)
        assert _seen(path, words) == set()
        assert not _pieces(path, blobs - left, left=left)
        report = store.verify(head=head)
        assert not report.findings and report.erased == 4
        assert len(store.reports()) == 11 and all(store.record(r) for r in store.reports())
    assert _seen(path, words) == set()
    assert row.report_id.encode() not in b"".join(_files(path).values()), "not even the hash of its bytes"


def _seen(path: Path, words: set[str]) -> set[str]:
    content = b"".join(_files(path).values()).lower()
    texts = [content, *(_unpacked(content_of) for content_of in _files(path).values())]
    return {w for w in words if any(w.encode() in t for t in texts)}


def _unpacked(content: bytes) -> bytes:
    """Whatever zlib streams can still be found in a file, unpacked as far as they go."""
    out = []
    for match in re.finditer(rb"\x78\x9c", content):
        inflate = zlib.decompressobj()
        try:
            out.append(inflate.decompress(content[match.start() :], 200_000))
        except zlib.error:
            continue
    return b"\n".join(out).lower()


def _blobs(store: SqliteStore) -> set[bytes]:
    with store._read() as connection:
        found = connection.exec_driver_sql(
            "SELECT body FROM originals UNION SELECT body FROM records UNION SELECT key FROM versions UNION SELECT key FROM records"
        )
        return {bytes(row[0]) for row in found}


def _pieces(path: Path, blobs: set[bytes], *, left: set[bytes]) -> list[bytes]:
    """Stretches of compressed payloads and keys that are still in a file."""
    content = b"".join(_files(path).values())
    pieces = [b[i : i + 16] for b in blobs for i in range(2, max(3, len(b) - 16), 16)]
    return [p for p in pieces if len(p) == 16 and p in content and not any(p in b for b in left)]


def test_an_erasure_that_another_reader_holds_up_is_finished_by_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "PATIENCE_S", 0.2)
    path = tmp_path / "s.db"
    texts = [_report(random.Random(i)) for i in range(3)]
    words = {texts[0].split()[0].lower()}
    with SqliteStore(path) as store, SqliteStore(path) as reader:
        _fill(store, texts, "/r")
        address = next(r.address for r in store.reports() if r.title == texts[0].splitlines()[0])
        with reader._read() as held:
            held.exec_driver_sql("SELECT * FROM texts").fetchone()
            with pytest.raises(StoreError, match="another process"):
                store.erase(address, ground="g", who="w", at=WHEN)
        assert len(store.reports()) == 2
    with SqliteStore(path) as store:
        assert _seen(path, words) == set()
        with store._read() as connection:
            assert (
                connection.exec_driver_sql(f"SELECT count(*) FROM meta WHERE key = '{erasing.PENDING}'").scalar() == 0
            )


def test_erasure_of_one_address_keeps_other_versions_elsewhere(tmp_path: Path) -> None:
    first, second = _report(random.Random(1)), _report(random.Random(2))
    with open_store(tmp_path / "s.db") as store:
        for address, text in (("/a", first), ("/b", first), ("/b", second)):
            store.save(
                Capture(address, "file", text.encode(), None, WHEN, "t"),
                tiny_record(text.encode(), text),
                produced_at=WHEN,
            )
        assert store.erase("/a", ground="g", who="w", at=WHEN).versions == 2
        (row,) = store.reports(all_versions=True)
        assert (row.address, row.version) == ("/b", 2)
        assert not store.verify().findings

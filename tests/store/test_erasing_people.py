"""Erasing a person reaches every byte of their name, wherever it stands, and everything else stays and verifies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rashomon.errors import NotFound, StoreError
from rashomon.model.codec import to_json
from rashomon.model.covering import COVER
from rashomon.model.judgements import Judgement
from rashomon.run import relink
from rashomon.store.protocol import Capture, Fetched, PersonErasure
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import whole
from tests.run.tiny import tiny_record
from tests.store.test_erasure import _blobs, _pieces, _seen

WHEN = "2026-01-02T03:04:05+00:00"
LATER = "2026-02-02T03:04:05+00:00"
STRIKE = (
    "Grocer Zubayda Qashwari among dead\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07 by a drone. "
    "A drone killed Zubayda Qashwari, 30. Qashwari had kept a shop; ZUBAYDA  QASHWÁRI’s sister spoke of her."
)
WITNESS = (
    "She saw it\n\nZubayda Qashwari said 3 people were injured in Kirkuk on 2024-02-07. Doctor Sara Noor said 15 people "
    "were killed in Kirkuk on 2024-02-07 by a drone."
)
OTHER = "No link\n\nMajor Ali Karim said 2 people were killed in Mosul on 2024-02-09 by a drone."
NAMES = {"zubayda", "qashwari"}


def put(store: SqliteStore, address: str, text: str, *, raw: bytes | None = None) -> str:
    raw = text.encode() if raw is None else raw
    kind = "url" if address.startswith("http") else "file"
    fetched = Fetched(address, 200, (("x-slug", "zubayda-qashwari"),), ()) if kind == "url" else None
    record = whole(tiny_record(raw, text, url=address if kind == "url" else None))
    store.save(Capture(address, kind, raw, Path(address).name, WHEN, "tests", None, fetched), record, produced_at=WHEN)  # type: ignore[arg-type]
    return record.document.id


@pytest.fixture
def filled(tmp_path: Path) -> tuple[SqliteStore, dict[str, str]]:
    store = SqliteStore(tmp_path / "s.db")
    ids = {
        "strike": put(store, "https://a.example/zubayda-qashwari-killed", STRIKE),
        "witness": put(store, "/r/witness.txt", WITNESS),
        "other": put(store, "/r/other.txt", OTHER, raw=OTHER.encode() + b"<!-- Zubayda&nbsp;<b>Qashwari</b> -->"),
        "clean": put(store, "/r/clean.txt", OTHER.replace("Mosul", "Basra")),
    }
    store.append_record("/r/witness.txt", 1, tiny_record(WITNESS.encode(), WITNESS, version="2"), produced_at=LATER)
    store.set_aside("/r/x", "file", reason="internal", message="met Zubayda Qashwari", sha256=None, at=WHEN)
    store.hand_in("qashwari.txt", "content", name="a", raw=WITNESS.encode(), person="ana", at=WHEN)
    figure = to_json(store.record_of(ids["witness"]).figures[0])
    was = json.dumps({"layer": "figures", "item": figure}, ensure_ascii=False)
    for kind, subject, before, now, why in (
        ("accept", f"{ids['witness']}:f1", was, None, "Qashwari says so"),
        ("consent", "victim:zubayda qashwari", None, "the family", ""),
        ("comment", ids["clean"], None, "compare Zubayda Qashwari elsewhere", ""),
        ("export", "export", None, json.dumps({"file": "zubayda qashwari.json", "kind": "public"}), ""),
        ("comment", ids["clean"], None, "nothing here", ""),
    ):
        store.judge(Judgement("", WHEN, "ana", kind, (subject,), before, now, why), relink=False)
    relink.incidents(store)
    return store, ids


def erase(store: SqliteStore, **more: object) -> object:
    given = {"ground": "request of the family", "who": "registrar", "at": LATER, **more}
    return store.erase_person(PersonErasure(("Zubayda Qashwari",), **given))  # type: ignore[arg-type]


def test_no_byte_of_the_name_is_left_and_all_else_stays(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    store, ids = filled
    path = store.path
    assert path is not None
    head, before, blobs = store.head(), store.record_of(ids["strike"]), _blobs(store)
    count = len(store.judgements())
    assert _seen(path, NAMES) == NAMES, "the name must be in the files before, or the test shows nothing"
    stone = erase(store)
    assert (stone.what, stone.versions) == ("person", 3)  # type: ignore[attr-defined]
    left = _blobs(store)
    assert _seen(path, NAMES) == set() and not _pieces(path, blobs - left, left=left)
    report = store.verify(head=head)
    assert report.findings == ()
    after = store.record_of(ids["strike"])
    assert len(after.document.text) == len(before.document.text)
    assert [(f.low, f.span.start) for f in after.figures] == [(f.low, f.span.start) for f in before.figures]
    at = before.victims[0].names[0]
    assert after.document.text[at.start : at.end] == COVER * len(at)
    assert after.victims[0].names == () and after.victims[0].harm == "killed" and after.victims[0].age is None
    assert "Ali Karim" in after.document.text and after.document.url is None
    assert {r.address for r in store.reports()} == {
        "/r/witness.txt",
        "/r/other.txt",
        "/r/clean.txt",
        f"sha256:{ids['strike']}",
    }
    assert store.original(ids["clean"]) and not store.hits("qashwari") and len(store.hits("drone")) == 4
    for gone in ("strike", "witness", "other"):
        with pytest.raises(NotFound, match="destroyed"):
            store.original(ids[gone])
    kept = store.judgements()
    assert len(kept) == count - 1 and [j.kind for j in kept] == ["accept", "comment", "export", "comment"]
    assert kept[0].id and "says so" in kept[0].why and COVER in kept[0].why
    assert store.problems()[0].message.startswith("met " + COVER) and store.readings() == ()
    assert not store.names("victim", beginning="zub") and [x.report_id for x in store.stored()] == [ids["clean"]]
    store.close()
    assert _seen(path, NAMES) == set()
    with SqliteStore(path) as again:
        assert again.verify(head=head).findings == ()


def test_a_judgement_on_a_value_still_finds_it(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    from rashomon.model.corrections import corrected

    store, ids = filled
    erase(store)
    seen = corrected(store.record_of(ids["witness"]), store.judgements(subject=ids["witness"]))
    assert seen.orphans == () and seen.verdicts["f1"].kind == "accept"


def test_incidents_follow_and_name_nobody(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    store, ids = filled
    ids_before = {i.id for i in store.incidents() or ()}
    erase(store)
    assert store.incidents() is None
    relink.incidents(store)
    made = store.incidents() or ()
    assert {i.id for i in made} == ids_before
    assert "qashwari" not in repr(made).lower()
    assert ids["strike"] in repr(made)


def test_speech_goes_where_it_is_asked(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    store, ids = filled
    erase(store, speech=True)
    text = store.record_of(ids["witness"]).document.text
    assert "3 people were injured" not in text and "15 people" in text


def test_the_same_bytes_do_not_come_back(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    store, _ = filled
    erase(store)
    again = Capture("/elsewhere.txt", "file", WITNESS.encode(), None, LATER, "tests")
    assert store.save(again, tiny_record(WITNESS.encode(), WITNESS), produced_at=LATER) == "erased"
    assert store.is_erased(report_id=tiny_record(WITNESS.encode(), WITNESS).document.id)


def test_it_is_refused_without_a_ground_a_name_or_against_a_hold(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    store, ids = filled
    head = store.head()
    for given in ({"ground": " "}, {"ground": "Zubayda Qashwari asked"}):
        with pytest.raises(StoreError):
            erase(store, **given)
    with pytest.raises(StoreError, match="whole name"):
        store.erase_person(PersonErasure(("",), "g", "w", LATER))
    with pytest.raises(NotFound):
        store.erase_person(PersonErasure(("Nobody Here",), "g", "w", LATER))
    assert store.head() == head
    hold = store.judge(Judgement("", WHEN, "ana", "hold", (ids["witness"],), None, "case 12/2024", ""), relink=False)
    with pytest.raises(StoreError, match="legal hold"):
        erase(store)
    assert store.reach_of(["Zubayda Qashwari"]).held == (ids["witness"],)
    store.judge(Judgement("", WHEN, "ana", "hold", (ids["witness"],), hold.now, None, "over", hold.id), relink=False)
    assert erase(store)


def test_what_it_reaches_is_told_before(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    store, ids = filled
    found = store.reach_of(["Zubayda Qashwari"])
    assert {i for i, _ in found.reports} == {ids["strike"], ids["witness"], ids["other"]} and found.since == WHEN


def test_another_person_of_that_surname_stays(tmp_path: Path) -> None:
    text = "Two\n\nMajor Ali Qashwari said 2 people were killed in Kirkuk on 2024-02-07 by a drone. A drone killed Zubayda Qashwari, 30."
    with SqliteStore(tmp_path / "s.db") as store:
        report = put(store, "/two.txt", text)
        put(store, "/three.txt", OTHER.replace("Ali Karim", "Ali Qashwari"))
        store.erase_person(PersonErasure(("Zubayda Qashwari",), "g", "w", LATER))
        assert "Ali Qashwari" in store.record_of(report).document.text
        assert len(store.hits("qashwari")) == 2


def test_an_archive_of_it_is_taken_in(filled: tuple[SqliteStore, dict[str, str]], tmp_path: Path) -> None:
    store, ids = filled
    erase(store)
    with SqliteStore(tmp_path / "new.db") as new:
        assert new.restore(list(store.archive()), store.archive_tail(), source_head=store.head()) == 4
        assert new.verify().findings == () and new.record_of(ids["strike"]) == store.record_of(ids["strike"])
        assert new.is_erased(report_id=ids["strike"])
        assert [t.what for t in new.tombstones()] == ["person"]


def test_arabic_names_with_what_is_written_onto_them(tmp_path: Path) -> None:
    text = "خبر\n\nقال المسؤول وعمر هادي إن ستة قتلوا."
    with SqliteStore(tmp_path / "s.db") as store:
        report = put(store, "/a.txt", text)
        store.erase_person(PersonErasure(("عمر هادي",), "g", "w", LATER))
        made = store.record_of(report).document.text
        assert "هادي" not in made and len(made) == len(text) and "المسؤول" in made


def test_a_store_of_the_fourth_layout_migrates(filled: tuple[SqliteStore, dict[str, str]]) -> None:
    """Its chain verifies as before, its witnesses are indexed, and a person can be erased from it."""
    store, ids = filled
    head, path = store.head(), store.path
    assert path is not None and "Zubayda Qashwari" in store.witnesses().names
    with store._write() as connection:
        for statement in (
            "ALTER TABLE judgements DROP COLUMN codebook",
            "ALTER TABLE tombstones DROP COLUMN what",
            "DROP TABLE groups",
            "DELETE FROM desk_names WHERE kind IN ('witness', 'unnamed')",
            "UPDATE meta SET value = '4' WHERE key = 'schema'",
        ):
            connection.exec_driver_sql(statement)
    store.close()
    with SqliteStore(path) as again:
        assert again.head() == head and again.verify(head=head).findings == ()
        assert "Zubayda Qashwari" in again.witnesses().names and again.groups() == ()
        assert erase(again) and again.verify(head=head).findings == ()
        assert again.record_of(ids["strike"]).victims[0].names == ()

"""The desk's worker reads what was handed in and links what was judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rashomon.errors import StoreError
from rashomon.model import codec
from rashomon.model.corrections import ADD, REJECT, described, made
from rashomon.model.events import Event
from rashomon.model.judgements import Judgement
from rashomon.model.spans import Span
from rashomon.run import desk, pairs
from rashomon.run.desk import work, work_once
from rashomon.settings import Settings
from rashomon.store.sqlite import SqliteStore
from tests.run.tiny import make_tiny

WHEN = "2026-01-02T03:04:05+00:00"
STRIKE = "Toll rises\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07 by a drone."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "s.db") as opened:
        yield opened


def once(store: SqliteStore) -> int:
    return work_once(store, settings=Settings(workers=1), reader_factory=make_tiny)


def hand_in(store: SqliteStore, text: str) -> int:
    return store.hand_in("pasted", "content", name="a.txt", raw=text.encode(), person="ana", at=WHEN)


def test_what_was_handed_in_is_read_and_linked(store: SqliteStore) -> None:
    number = hand_in(store, STRIKE)
    again = hand_in(store, STRIKE)
    empty = hand_in(store, " ")
    refused = store.hand_in("ftp://a.example/x", "url", name=None, raw=None, person="ana", at=WHEN)
    assert once(store) > 0
    states = {r.id: r for r in store.readings()}
    assert states[number].state == states[again].state == "done"
    assert states[number].report_id == store.reports()[0].report_id
    assert states[empty].state == "aside" and "nothing in it" in (states[empty].message or "")
    assert store.handed_in(number) is None
    assert not store.freshness().stale and store.incidents() is not None
    assert states[refused].state in ("failed", "done", "aside")
    assert once(store) == 0


def test_a_judgement_is_linked(store: SqliteStore) -> None:
    hand_in(store, STRIKE)
    once(store)
    record = next(store.records())
    event = record.events[0]
    subject = (f"{record.document.id}:{event.id}",)
    store.judge(Judgement("", WHEN, "ana", REJECT, subject, described("events", event), None, "no event"))
    assert store.freshness().waiting == 1 and store.incidents() is None
    once(store)
    assert store.incidents() == () and store.jobs() == ()
    assert json.loads(described("events", event))["layer"] == "events"


def test_an_event_that_a_person_added_is_compared_like_any_other(store: SqliteStore) -> None:
    """Pairs are made of records as people corrected them: what the machine did not read has its place in them."""
    for text in (STRIKE, STRIKE.replace("by a drone", "from the air")):
        hand_in(store, text)
    once(store)
    record = next(r for r in store.records() if "air" in r.document.text)
    span = Span.of(record.document.text, 12, 30)
    event = Event("habc", "ASSAULT", None, "Air/drone strike", "happened", (), (), record.places[0].id,
                  record.times[0].id, (span,), (span,), (), (), 1.0, "person")  # fmt: skip
    now = json.dumps({"layer": "events", "item": codec.to_json(made("events", codec.to_json(event)))})
    store.judge(Judgement("", WHEN, "ana", ADD, (f"{record.document.id}:habc",), None, now, "two strikes"))
    once(store)
    assert store.jobs() == ()
    assert pairs.told(store, f"{record.document.id}:habc").event.id == "habc"


def test_what_fails_is_noted_and_does_not_end_the_work(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(store, STRIKE)
    once(store)
    report = store.reports()[0].report_id
    store.judge(Judgement("", WHEN, "ana", "pair", (f"{report}:e1", "x:e1"), None, "same", ""))
    real, told = desk.relink.update, []

    def breaks(_store: SqliteStore) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(desk.relink, "update", breaks)
    looks = iter([False, True])
    work(
        store, settings=Settings(), stopped=lambda: next(looks), reader_factory=make_tiny, idle_s=0, failed=told.append
    )
    assert [str(e) for e in told] == ["the disk is full"]
    assert [(j.attempts, j.error) for j in store.jobs()] == [(1, "the disk is full")]
    monkeypatch.setattr(desk.relink, "update", real)
    looks = iter([False, True])
    work(
        store, settings=Settings(), stopped=lambda: next(looks), reader_factory=make_tiny, idle_s=0, failed=told.append
    )
    assert store.jobs() == () and len(told) == 1


def test_the_worker_stops_when_told(store: SqliteStore) -> None:
    hand_in(store, STRIKE)
    looks = iter([False, False, True])
    work(store, settings=Settings(workers=1), stopped=lambda: next(looks), reader_factory=make_tiny, idle_s=0)
    assert len(store.reports()) == 1

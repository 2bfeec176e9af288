"""What the desk asks of a store: the queue, names, conflicts, people, what was handed in."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.errors import NotFound, Overtaken, StoreError
from rashomon.model.accounts import Account, AccountAnswer, Bounds, Range
from rashomon.model.incidents import EventRef, Grade, Incident
from rashomon.model.judgements import Judgement, JudgementRefused
from rashomon.model.spans import Span
from rashomon.store import desk_finding, desk_queries, fts5, writing
from rashomon.store.desk_protocol import Person, QueueFilter, Session, Token
from rashomon.store.protocol import Capture
from rashomon.store.sqlite import SqliteStore
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"
STRIKE = (
    "Toll rises\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07. A drone killed Omar Hadi, 30."
)


def incident(n: int, *, differ: bool = False, day: str = "2024-02-07", report: str = "r") -> Incident:
    answer = AccountAnswer("12", 12, 12, True, None, None, None, Span(0, 2, "12"))
    account = Account(None, "Wire", (), report, day, True, "Wire", False, None, (("killed", (answer,)),))
    bounds = Bounds(n, n + 2, ("a",), ("b",))
    return Incident(
        f"iaaaa{n}",
        (),
        None,
        f"Strike {n}",
        (EventRef(report, f"e{n}"),),
        (account,),
        (("killed", "differ" if differ else "agree"),),
        (Range("killed", "any", n, n + 2, ("a",), ("b",), bounds),),
        (),
        Grade("Weak", ("one source",)),
        2,
        day,
        "Kirkuk",
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "s.db") as opened:
        yield opened


def put(store: SqliteStore, address: str, text: str) -> str:
    raw = text.encode()
    record = tiny_record(raw, text)
    store.save(Capture(address, "file", raw, Path(address).name, WHEN, "tests"), record, produced_at=WHEN)
    return record.document.id


def keep(store: SqliteStore, *incidents: Incident) -> None:
    store.save_incidents(incidents, fingerprint=store.fingerprint(), at=WHEN)


def said(
    kind: str, subject: str, now: str | None, *, who: str = "ana", why: str = "", undoes: str | None = None
) -> Judgement:
    return Judgement("", WHEN, who, kind, (subject,), None, now, why, undoes)


def test_the_queue_filters_and_orders(store: SqliteStore) -> None:
    keep(store, incident(1, day="2024-01-01"), incident(2, differ=True), incident(3, day="2024-03-01"))
    assert [r.id for r in store.queue(QueueFilter()).rows] == ["iaaaa3", "iaaaa2", "iaaaa1"]
    assert store.queue(QueueFilter(limit=1, offset=1)).rows[0].id == "iaaaa2"
    assert store.queue(QueueFilter(order="disagreement")).rows[0].differs == ("killed",)
    assert store.queue(QueueFilter(differ="killed")).total == 1
    assert store.queue(QueueFilter(since="2024-02-01", until="2024-02-28")).total == 1
    assert store.queue(QueueFilter(place="irku")).total == 3
    assert store.queue(QueueFilter(place="%")).total == 0
    assert store.queue(QueueFilter(several=True)).total == 0
    row = store.queue(QueueFilter(differ="killed")).rows[0]
    assert (row.killed_low, row.killed_high, row.grade, row.state) == (2, 4, "Weak", "machine")


def test_one_incident_by_a_beginning_and_by_its_old_id(store: SqliteStore) -> None:
    keep(store, incident(1), incident(2))
    assert store.one_incident("iaaaa1").title == "Strike 1"
    with pytest.raises(NotFound, match="several"):
        store.one_incident("iaaaa")
    keep(store, replace(incident(1), id="ibbbb1"), incident(2))
    assert store.one_incident("iaaaa1").id == "ibbbb1"
    for hostile in ("", "%", "' OR 1=1 --", "../../etc/passwd"):
        with pytest.raises(NotFound):
            store.one_incident(hostile)


def test_work_goes_on_under_a_new_id(store: SqliteStore) -> None:
    keep(store, incident(1))
    store.decide(said("state", "iaaaa1", "coded"), seen=None, relink=False)
    assert store.states() == {"coded": 1}
    keep(store, replace(incident(1), id="ibbbb1"))
    assert store.standing("ibbbb1").coder == "ana"
    assert store.queue(QueueFilter(state="coded")).rows[0].id == "ibbbb1"
    last = store.standing("ibbbb1").last
    store.decide(said("state", "ibbbb1", "reviewed", who="ben"), seen=None, relink=False)
    assert store.standing("ibbbb1").state == "reviewed"
    assert last is not None


def test_two_people_at_once_lose_nothing(store: SqliteStore) -> None:
    first = store.decide(said("reject", "r:f1", None), seen=None)
    with pytest.raises(Overtaken) as caught:
        store.decide(said("accept", "r:f1", None, who="ben"), seen=None)
    assert caught.value.newer == (first.id,)
    assert store.newest_judgement("r:f1", "edit") == first.id
    store.decide(said("accept", "r:f1", None, who="ben"), seen=first.id)
    store.decide(said("comment", "r:f1", "both of us"), seen=None)
    assert [j.kind for j in store.judgements(subject="r:f1")] == ["reject", "accept", "comment"]


def test_the_store_itself_keeps_coder_and_reviewer_apart(store: SqliteStore) -> None:
    keep(store, incident(1))
    made = store.decide(said("state", "iaaaa1", "coded"), seen=None, relink=False)
    with pytest.raises(JudgementRefused, match="not the coder"):
        store.decide(said("state", "iaaaa1", "reviewed"), seen=made.id, relink=False)


def test_groups_hide_incidents(store: SqliteStore) -> None:
    keep(store, incident(1), incident(2))
    store.decide(said("group", "iaaaa1", "legal"), seen=None, relink=False)
    assert store.queue(QueueFilter(allowed=())).total == 1
    assert store.queue(QueueFilter(allowed=("legal",))).total == 2
    assert store.states(allowed=()) == {"machine": 1}


def test_pages_know_that_they_are_stale(store: SqliteStore) -> None:
    report = put(store, "/r/a.txt", STRIKE)
    assert not store.freshness().derived
    keep(store, incident(1, report=report))
    assert store.incidents_of(report) == (("iaaaa1", "e1"),)
    assert not store.freshness().stale
    store.judge(said("reject", f"{report}:f1", None))
    fresh = store.freshness()
    assert fresh.stale and fresh.waiting == 1


def test_names_lead_to_reports(store: SqliteStore) -> None:
    report = put(store, "/r/a.txt", STRIKE)
    keep(store, incident(1, report=report))
    assert [n.name for n in store.names("actor")] == ["Ali Karim", "Omar Hadi"]
    assert store.names("actor", beginning="ómar")[0].reports == 1
    use = store.uses("victim", "omar hadi")[0]
    assert (use.report_id, use.item, use.incidents) == (report, "v1", ("iaaaa1",))
    assert store.uses("source", "Tiny Wire")[0].title == "Toll rises"


def test_erasure_takes_names_and_what_was_handed_in(store: SqliteStore) -> None:
    number = store.hand_in("sha256:x", "content", name="a.txt", raw=STRIKE.encode(), person="ana", at=WHEN)
    assert store.handed_in(number) == STRIKE.encode()
    report = put(store, "/r/a.txt", STRIKE)
    keep(store, incident(1, report=report))
    store.erase(report, ground="order 1", who="ana", at=WHEN)
    assert store.names("actor") == () and store.readings() == ()
    assert store.queue(QueueFilter()).total == 0
    assert b"Omar Hadi" not in (store.path or Path()).read_bytes()


def test_readings_run_their_course(store: SqliteStore) -> None:
    number = store.hand_in("https://a.example/1", "url", name=None, raw=None, person="ana", at=WHEN)
    assert [r.state for r in store.readings(waiting=True)] == ["waiting"]
    store.note_reading(number, "aside", at=WHEN, message="empty")
    assert store.readings(waiting=True) == ()
    assert store.readings()[0].message == "empty"


def test_people_sessions_and_tokens(store: SqliteStore) -> None:
    ana = Person("ana", "Ana", "coder", "hash", None, 0, True, ("legal",), WHEN)
    store.put_person(ana)
    assert store.person("ana") == ana and store.people() == (ana,)
    store.open_session(Session("k" * 64, "ana", WHEN, WHEN, "2026-01-03T00:00:00+00:00"))
    assert store.session("k" * 64, now=WHEN) is not None
    assert store.session("k" * 64, now="2026-01-04T00:00:00+00:00") is None
    store.put_token(Token("t" * 64, "ana", "script", "reader", WHEN, None))
    assert [t.label for t in store.tokens("ana")] == ["script"]
    assert not store.end_token("t" * 64, person="ben")
    store.put_person(replace(ana, active=False))
    assert store.session("k" * 64, now=WHEN) is None and store.token("t" * 64, now=WHEN) is None


def test_a_report_list_in_pages(store: SqliteStore) -> None:
    for i in range(3):
        put(store, f"/r/{i}.txt", f"Report {i}\n\nMajor Ali Karim said {i} people were killed.")
    rows, total = store.report_rows(limit=2)
    assert (len(rows), total) == (2, 3)
    assert store.report_rows(words="Report 1")[1] == 1
    assert len(store.versions("/r/1.txt")) == 1
    assert len(store.hits("Karim", limit=2, offset=2)) == 1


def test_a_common_word_ranks_the_newest_and_says_so(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(4):
        put(store, f"/r/{i}.txt", f"Report {i}\n\nMajor Ali Karim said {i} people were killed.")
    assert [h.crowded for h in store.hits("Karim")] == [False] * 4
    monkeypatch.setattr(fts5, "RANKED", 2)
    hits = store.hits("Karim")
    assert {h.address for h in hits} == {"/r/2.txt", "/r/3.txt"} and all(h.crowded for h in hits)
    assert [h.crowded for h in store.hits('"Report 1"')] == [False]


def test_a_beginning_takes_three_letters(store: SqliteStore) -> None:
    put(store, "/r/1.txt", "Report\n\nMajor Ali Karim said 3 people were killed.")
    assert store.hits("kar*") and store.hits("kar* peo*")
    assert store.hits("ka*") == store.hits("*") == ()


def test_remarks_are_found_newest_first_and_in_pages(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    report = put(store, "/r/1.txt", STRIKE)
    for n in range(5):
        store.judge(said("comment", report, f"ask the Mayor {n}"), relink=False)
    store.judge(replace(said("hold", report, "mayor"), why="as he ASKED"), relink=False)
    first = store.remarks(["ask", "mayor"], limit=3)
    assert [j.now for _, j in first] == [f"ask the Mayor {n}" for n in (4, 3, 2)]
    rest = store.remarks(["ask", "mayor"], before=first[-1][0], limit=3)
    assert [j.now for _, j in rest] == ["ask the Mayor 1", "ask the Mayor 0"]
    assert [j.kind for _, j in store.remarks(["asked"])] == ["hold"], "of a decision its reason, not its value"
    monkeypatch.setattr(desk_finding, "SEARCHED", 2)
    assert len(store.remarks(["ask"])) == 2


def test_names_in_found_reports_by_any_of_their_words(store: SqliteStore) -> None:
    reports = [put(store, f"/r/{n}.txt", STRIKE + " " * n) for n in (1, 2)]
    assert store.names("actor", beginning="karim") == ()
    found = store.names_in(reports[:1], "KARÍM")
    assert [(n.kind, n.key, n.reports) for n in found] == [("actor", "ali karim", 2)]
    assert [n.key for n in store.names_in(reports, "kari al")] == ["ali karim"]
    assert store.names_in(reports, "arim") == store.names_in(reports, "") == store.names_in((), "karim") == ()


def test_scripts_without_spaces_are_looked_for_in_their_own_list(store: SqliteStore) -> None:
    put(store, "/r/1.txt", "Report\n\nMajor Ali Karim said 3 people were killed.")
    put(store, "/r/2.txt", "爆炸\n\n当地官员说爆炸发生在市场附近。")
    assert [h.address for h in store.hits("市场")] == ["/r/2.txt"]
    with store._read() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN SELECT t.id FROM texts t WHERE {fts5._WRITTEN_SO.format('t.')} AND instr(t.body, '市') > 0"
        )
        assert any("texts_unspaced" in row[3] for row in plan)


def test_a_queue_of_some_places_and_some_ids(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    places = ("Al Maro", "Tel Maro", "Nowhere", None)
    keep(store, *(replace(incident(n), place=place) for n, place in enumerate(places)))
    assert {r.id for r in store.queue(QueueFilter(place="maro")).rows} == {"iaaaa0", "iaaaa1"}
    assert store.queue(QueueFilter(place="100%")).total == 0
    monkeypatch.setattr(desk_queries, "_NAMED", 1)
    monkeypatch.setattr(desk_queries, "_SORTED", 0)
    assert [r.id for r in store.queue(QueueFilter(place="maro", limit=1, offset=1)).rows] == ["iaaaa0"]
    assert store.queue(QueueFilter(place="maro", offset=2)).rows == ()
    assert [r.id for r in store.queue(QueueFilter(ids=("iaaaa2", "iaaaa9"))).rows] == ["iaaaa2"]


def test_incidents_of_another_version_are_not_read_but_linked_anew(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, incident(1))
    assert store.one_incident("iaaaa1").id == "iaaaa1" and not store.freshness().stale
    monkeypatch.setattr(writing, "incident_layout", lambda: "another")
    with pytest.raises(NotFound, match="another version"):
        store.one_incident("iaaaa1")
    assert store.freshness().stale
    keep(store, incident(1))
    assert store.one_incident("iaaaa1").id == "iaaaa1" and not store.freshness().stale


def test_a_store_of_the_first_layout_gets_its_index(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "layout1.db.gz").read_bytes()))
    with SqliteStore(path) as store:
        assert len(store.reports()) == store.report_rows()[1]
        with store._read() as connection:
            made = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert {"texts_unspaced", "desk_incidents_place", "ix_judgements_undoes"} <= made
        names = {n.name for n in store.names("actor")}
        assert {a.name for r in store.records() for a in r.actors} <= names
        assert store.verify().findings == ()
        assert store.audit_rows(limit=1)[0][3] == store.head()


def test_a_legal_hold_goes_before_erasure(store: SqliteStore) -> None:
    report = put(store, "/r/a.txt", STRIKE)
    store.decide(said("hold", report, "case 12/2024"), seen=None, relink=False)
    with pytest.raises(StoreError, match="legal hold: case 12/2024"):
        store.erase(report, ground="order 1", who="ana", at=WHEN)
    assert store.record_of(report).document.id == report
    newest = store.newest_judgement(report, "hold")
    store.decide(said("hold", report, None), seen=newest, relink=False)
    assert store.erase(report, ground="order 1", who="ana", at=WHEN).versions == 1

"""The history in pages, agreement in stretches, and what groups hide of both, of names and of lists."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from rashomon.model.judgements import Judgement
from rashomon.store import desk_hiding, desk_history
from rashomon.store.sqlite import SqliteStore
from tests.store.test_desk import STRIKE, WHEN, incident, keep, put, said, store  # noqa: F401  # a fixture


def walked(store: SqliteStore, **asked: object) -> list[list[str]]:  # noqa: F811
    """Every page of the history, as what was decided."""
    pages, before = [], None
    while True:
        page = store.decisions(before=before, **asked)  # type: ignore[arg-type]
        pages.append([d.judgement.now or "" for d in page.rows])
        before = page.before
        if before is None:
            return pages


def test_the_history_comes_in_pages_that_miss_nothing(store: SqliteStore) -> None:  # noqa: F811
    for n in range(7):
        store.judge(said("comment" if n % 2 else "hold", f"r{n % 2}:f{n}", f"n{n}"), relink=False)
    assert walked(store, limit=3) == [["n6", "n5", "n4"], ["n3", "n2", "n1"], ["n0"]]
    assert walked(store, subject="r1", limit=5) == [["n5", "n3", "n1"]]
    assert walked(store, kind="hold", limit=4) == [["n6", "n4", "n2", "n0"]]
    assert walked(store, subject="nothing") == [[]]


def test_a_page_of_the_history_is_found_by_its_indexes(store: SqliteStore) -> None:  # noqa: F811
    """What took a decision back is looked up, not searched for."""
    first = store.judge(said("hold", "r", "case"), relink=False)
    undone = store.judge(said("hold", "r", None, undoes=first.id), relink=False)
    assert [d.undone_by for d in store.decisions().rows] == [None, undone.id]
    assert store.judgement(first.id) == first and store.judgement("j0") is None
    with store._read() as connection:
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT id FROM judgements WHERE undoes IN ('a', 'b')")
        assert any("undoes" in row[3] and "USING INDEX" in row[3] for row in plan)


def test_a_page_looks_through_so_many_and_leads_on(
    store: SqliteStore,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However much is hidden, a page costs the same, and nothing visible behind it is lost."""
    keep(store, incident(1, report="a" * 64), incident(2))
    store.decide(said("group", "iaaaa1", "legal"), seen=None, relink=False)
    store.judge(said("comment", "iaaaa2", "old"), relink=False)
    for n in range(9):
        store.judge(said("comment", ("iaaaa1", "a" * 64, "a" * 64 + ":f1")[n % 3], f"secret {n}"), relink=False)
    store.judge(said("comment", "iaaaa2", "new"), relink=False)
    monkeypatch.setattr(desk_history, "LOOKED", 4)
    monkeypatch.setattr(desk_history, "_FETCHED", 2)
    assert walked(store, allowed=(), limit=5) == [["new"], [], ["old"]]
    assert len(walked(store, allowed=("legal",), limit=50)[0]) == 4, "those who may see all pay the same"


def test_what_groups_hide(store: SqliteStore) -> None:  # noqa: F811
    """Reports, what is in them, incidents under any of their ids, and names that no visible report holds."""
    closed, open_ = put(store, "/r/a.txt", STRIKE), put(store, "/r/b.txt", STRIKE.replace("Omar Hadi", "Sara Noor"))
    keep(store, incident(1, report=closed), incident(2, report=open_))
    asked = [closed, f"{closed}:f1", "iaaaa1", "victim:omar hadi", "actor:Ali Karim", open_, "iaaaa2", "export"]
    assert store.hidden(asked, allowed=()) == frozenset()
    store.decide(said("group", "iaaaa1", "legal"), seen=None, relink=False)
    assert store.hidden(asked, allowed=()) == {closed, f"{closed}:f1", "iaaaa1", "victim:omar hadi"}
    assert store.hidden(asked, allowed=("legal",)) == frozenset()
    keep(store, replace(incident(1, report=closed), id="ibbbb1"), incident(2, report=open_))
    assert store.hidden(["iaaaa1", "ibbbb1"], allowed=("other",)) == {"iaaaa1", "ibbbb1"}


def test_lists_leave_out_what_groups_hide(store: SqliteStore) -> None:  # noqa: F811
    closed, open_ = put(store, "/r/a.txt", STRIKE), put(store, "/r/b.txt", STRIKE.replace("Omar Hadi", "Sara Noor"))
    keep(store, incident(1, report=closed), incident(2, report=open_))
    store.decide(said("group", "iaaaa1", "legal"), seen=None, relink=False)
    assert [r.report_id for r in store.report_rows(allowed=())[0]] == [open_]
    assert store.report_rows(allowed=())[1] == 1 and store.report_rows(allowed=("legal",))[1] == 2
    assert store.report_rows(words="Toll", allowed=())[1] == 1
    counts = {n.key: n.reports for n in store.names("actor", allowed=())}
    assert counts["ali karim"] == 1 and "omar hadi" not in counts
    assert {n.key: n.reports for n in store.names("actor")}["ali karim"] == 2
    assert [n.reports for n in store.names_in([open_], "karim", allowed=())] == [1]
    assert [u.report_id for u in store.uses("actor", "ali karim", allowed=())] == [open_]


def test_a_name_of_many_hidden_reports_is_seen_by_one_that_is_open(
    store: SqliteStore,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many of the newest uses are hidden: the rule is asked of all of them."""
    reports = [put(store, f"/r/{n}.txt", STRIKE + " " * n) for n in range(4)]
    keep(store, *(incident(n, report=r) for n, r in enumerate(reports)))
    for n in range(3):
        store.decide(said("group", f"iaaaa{n}", "legal"), seen=None, relink=False)
    assert [u.report_id for u in store.uses("actor", "ali karim", limit=1, allowed=())] == [reports[3]]
    assert store.hidden(["actor:ali karim"], allowed=()) == frozenset()
    monkeypatch.setattr(desk_hiding, "BATCH", 2)
    assert store.hidden([*reports, "actor:ali karim"], allowed=()) == frozenset(reports[:3])
    store.decide(said("group", "iaaaa3", "legal"), seen=None, relink=False)
    assert store.hidden(["actor:ali karim"], allowed=()) == {"actor:ali karim"}


def test_a_name_counts_a_report_once_however_often_it_was_read(store: SqliteStore) -> None:  # noqa: F811
    put(store, "/r/a.txt", STRIKE)
    record = next(iter(store.records()))
    assert store.append_record("/r/a.txt", 1, replace(record, claims=()), produced_at=WHEN)
    assert [n.reports for n in store.names("actor", beginning="ali")] == [1]
    put(store, "/r/a.txt", STRIKE.replace("Ali Karim", "Ali Saleh"))
    assert [n.key for n in store.names("actor", beginning="ali")] == ["ali saleh"]


def verdict(store: SqliteStore, who: str, ref: str, kind: str = "accept") -> Judgement:  # noqa: F811
    was = json.dumps({"layer": "figures", "item": {"low": 3, "high": 3}})
    return store.judge(replace(said(kind, ref, None, who=who), was=was), relink=False)


def test_agreement_in_stretches_counts_each_value_once(
    store: SqliteStore,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A value counts in the stretch where it was last judged; what groups hide counts nowhere."""
    closed, open_ = "a" * 64, "b" * 64
    keep(store, incident(1, report=closed), incident(2, report=open_))
    store.decide(said("group", "iaaaa1", "legal"), seen=None, relink=False)
    for ref, kinds in ((f"{open_}:f1", "rr"), (f"{open_}:f2", "ar"), (f"{closed}:f3", "aa"), (f"{open_}:f4", "a")):
        for who, kind in zip(("ana", "ben"), kinds, strict=False):
            verdict(store, who, ref, {"a": "accept", "r": "reject"}[kind])
    verdict(store, "ben", f"{open_}:f1", "reject")

    def stands(**asked: object) -> tuple[int, float]:
        page = store.agreement(**asked)  # type: ignore[arg-type]
        row = next(r for r in page.rows if r.field == "stands")
        return row.values, row.share

    assert stands() == (3, round(2 / 3, 4)) and store.agreement().before is None
    assert stands(allowed=()) == (2, 0.5) and stands(allowed=("legal",))[0] == 3
    monkeypatch.setattr(desk_history, "WINDOW", 4)
    newest = store.agreement()
    assert newest.decisions == 4 and newest.before is not None
    assert stands() == (2, 1.0), "f1 by its newest decision, f3"
    assert stands(before=newest.before) == (1, 0.0), "f2; f1 counts in the newer stretch"

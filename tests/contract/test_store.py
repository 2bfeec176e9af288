"""One body for every store: what `Store` promises, whoever keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.errors import ImportRefused, NotFound, StoreError
from rashomon.model import codec
from rashomon.model.incidents import EventRef, Incident
from rashomon.model.judgements import Judgement, JudgementRefused
from rashomon.store import Store, open_store, writing
from rashomon.store.protocol import Capture, Fetched, Outcome
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"
LATER = "2026-02-02T03:04:05+00:00"
STRIKE = (
    "Toll rises\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07. A drone killed Omar Hadi, 30."
)
OTHER = "Market fire\n\nGovernor Sara Noor said 3 people were injured in Mosul on 2024-02-06."


@pytest.fixture(params=["file", "memory", "encrypted"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    where = tmp_path / "s.db" if request.param != "memory" else ":memory:"
    passphrase = "a few words together" if request.param == "encrypted" else None
    with open_store(where, passphrase=passphrase) as opened:
        yield opened


def put(store: Store, address: str, text: str, *, at: str = WHEN, version: str = "1") -> Outcome:
    raw = text.encode()
    kind = "url" if address.startswith("http") else "file"
    fetched = Fetched(address, 200, (("content-type", "text/html"),), ("http://a.example/",)) if kind == "url" else None
    capture = Capture(address, kind, raw, Path(address).name, at, "tests", None, fetched)
    record = tiny_record(raw, text, url=address if kind == "url" else None, version=version)
    return store.save(capture, record, produced_at=at)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    record = store.record(store.find("/r/a.txt"))
    want = tiny_record(STRIKE.encode(), STRIKE)
    assert record == want
    assert record.document.stretches == want.document.stretches
    assert codec.dumps(record, full=True) == codec.dumps(want, full=True)
    assert store.original(sha(STRIKE)) == STRIKE.encode()


def test_saving_twice_changes_nothing(store: Store) -> None:
    assert put(store, "/r/a.txt", STRIKE) == "new"
    before, head = list(store.archive()), store.head()
    assert put(store, "/r/a.txt", STRIKE, at=LATER) == "unchanged"
    assert list(store.archive()) == before
    assert store.head() == head


def test_new_bytes_at_an_address_are_a_new_version(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    assert put(store, "/r/a.txt", OTHER) == "version"
    (row,) = store.reports()
    assert (row.version, row.versions, row.report_id) == (2, 2, sha(OTHER))
    assert [r.report_id for r in store.reports(all_versions=True)] == [sha(STRIKE), sha(OTHER)]
    assert [r.document.id for r in store.records()] == [sha(OTHER)]
    assert store.newest() == {"/r/a.txt": sha(OTHER)}
    assert put(store, "/r/a.txt", STRIKE) == "version", "bytes that come back are a version too"
    assert store.find("/r/a.txt").version == 3


def test_the_same_bytes_elsewhere_are_no_second_origin(store: Store) -> None:
    put(store, "/r/b.txt", STRIKE)
    put(store, "/r/a.txt", STRIKE)
    assert len(store.reports()) == 2
    assert len(list(store.records())) == 1


def test_order_of_saving_does_not_matter(tmp_path: Path) -> None:
    dumps = []
    for name, order in (("1.db", (0, 1)), ("2.db", (1, 0))):
        with open_store(tmp_path / name) as store:
            for i in order:
                put(store, f"/r/{i}.txt", (STRIKE, OTHER)[i])
            dumps.append((list(store.archive()), list(store.records())))
    assert dumps[0] == dumps[1]


def test_a_record_made_anew_is_appended(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    same = tiny_record(STRIKE.encode(), STRIKE)
    assert not store.append_record("/r/a.txt", 1, same, produced_at=LATER)
    newer = tiny_record(STRIKE.encode(), STRIKE, version="2")
    assert store.append_record("/r/a.txt", 1, newer, produced_at=LATER)
    row = store.find("/r/a.txt")
    assert store.record(row) == newer
    assert store.history(row) == (WHEN, LATER)
    (report,) = store.archive()
    assert len(report["versions"][0]["records"]) == 2
    assert not store.verify().findings


def test_reports_are_found_by_id_and_address(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    put(store, "https://news.example/b", OTHER)
    assert store.find(sha(STRIKE)[:8]).address == "/r/a.txt"
    assert store.find("https://news.example/b").report_id == sha(OTHER)
    for wrong in ("ffffffffffff", "", "%", "/nowhere", sha(STRIKE)[:5], "a\0b"):
        with pytest.raises(NotFound):
            store.find(wrong)


def test_a_fetched_page_keeps_its_custody(store: Store) -> None:
    put(store, "https://news.example/b", OTHER)
    (report,) = store.archive()
    assert report["versions"][0]["fetched"] == {
        "final_url": "https://news.example/b",
        "status": 200,
        "headers": [["content-type", "text/html"]],
        "redirects": ["http://a.example/"],
    }
    (stored,) = store.stored()
    assert (stored.url, stored.raw) == ("https://news.example/b", OTHER.encode())


def test_a_list_line_counts_what_the_record_holds(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    (row,) = store.reports()
    assert (row.claims, row.figures, row.events) == (1, 1, 1)
    assert (row.first_event, row.last_event) == ("2024-02-07", "2024-02-07")
    assert (row.title, row.publisher, row.published_at, row.language) == ("Toll rises", "Tiny Wire", "2024-02-08", "en")


def test_search_finds_words_in_context(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    put(store, "/r/b.txt", OTHER)
    (hit,) = store.search("drone Kirkuk")
    assert hit.report_id == sha(STRIKE)
    assert {hit.snippet[a:b] for a, b in hit.marks} == {"drone", "Kirkuk"}
    assert {h.report_id for h in store.search("people")} == {sha(STRIKE), sha(OTHER)}
    assert len(store.search("people", limit=1)) == 1
    assert store.search('"people were injured"')[0].report_id == sha(OTHER)
    assert store.search("kirk*") and not store.search("kirk")
    assert not store.search("Kirkuk Mosul")


@pytest.mark.parametrize(
    "words",
    ['"', '"unclosed', "AND OR NOT", "a^b", "col:umn", "(", "*", "-", "'; DROP TABLE texts", "\0", "", "%", "x" * 5000],
)
def test_search_never_meets_its_own_syntax(store: Store, words: str) -> None:
    put(store, "/r/a.txt", STRIKE)
    assert store.search(words) == ()


def test_search_knows_scripts_without_spaces_and_accents(store: Store) -> None:
    put(store, "/r/zh.txt", "基尔库克附近无人机袭击造成四人死亡 DEUTSCH")
    put(store, "/r/es.txt", "Atentado en Bogotá: tres heridos DEUTSCH")
    put(store, "/r/ar.txt", "قتل أربعة أشخاص في هجوم بطائرة مسيرة DEUTSCH")
    (hit,) = store.search("无人机")
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["无人机"]
    assert store.search("bogota")[0].address == "/r/es.txt"
    assert store.search("هجوم")[0].address == "/r/ar.txt"


def test_old_versions_are_searched_on_request(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    put(store, "/r/a.txt", OTHER)
    assert not store.search("drone")
    (hit,) = store.search("drone", all_versions=True)
    assert not hit.newest


def test_problems_are_counted_and_end_when_the_report_is_read(store: Store) -> None:
    for at in (WHEN, LATER):
        store.set_aside("/r/a.txt", "file", reason="empty", message="nothing", sha256="0" * 64, at=at)
    (problem,) = store.problems()
    assert (problem.attempts, problem.first_seen, problem.last_seen) == (2, WHEN, LATER)
    put(store, "/r/a.txt", STRIKE)
    assert store.problems() == ()
    store.set_aside("/r/x", "file", reason="empty", message="nothing", sha256=None, at=WHEN)
    assert store.drop_problem("/r/x") and not store.drop_problem("/r/x")


def incident(incident_id: str, *reports: str) -> Incident:
    events = tuple(EventRef(r, "e1") for r in reports)
    return Incident(incident_id, (), None, "A strike", events, (), (("date", "agree"),), (), (), None, len(reports))


def test_incidents_are_a_cache_that_knows_when_it_is_stale(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    assert store.incidents() is None
    made = (incident("i1", "r2", "r3"), incident("i2", "r1"))
    store.save_incidents(made[::-1], fingerprint=store.fingerprint(), at=WHEN)
    assert store.incidents() == made
    put(store, "/r/b.txt", OTHER)
    assert store.incidents() is None


def test_incidents_of_another_form_are_stale(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, "/r/a.txt", STRIKE)
    store.save_incidents((incident("i1", "r1"),), fingerprint=store.fingerprint(), at=WHEN)
    monkeypatch.setattr(writing, "incident_layout", lambda: "another")
    assert store.incidents() is None and store.incidents(stale=True) is None and store.incident("i1") is None
    with store.linking() as tables:
        assert tables.linked() == {}
    store.save_incidents((incident("i2", "r1"),), fingerprint=store.fingerprint(), at=WHEN)
    assert [i.id for i in store.incidents() or ()] == ["i2"]


def test_an_incident_id_that_vanished_still_leads_somewhere(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    mark = store.fingerprint()
    store.save_incidents((incident("i1", "r1"), incident("i2", "r2")), fingerprint=mark, at=WHEN)
    store.save_incidents((incident("i3", "r2", "r1"),), fingerprint=mark, at=WHEN)
    assert (store.redirect("i1"), store.redirect("i2"), store.redirect("i3")) == ("i3", "i3", "i3")
    assert [i.previous_ids for i in store.incidents() or ()] == [("i1", "i2")]
    store.save_incidents((incident("i1", "r1"), incident("i2", "r2")), fingerprint=mark, at=WHEN)
    assert (store.redirect("i1"), store.redirect("i2")) == ("i1", "i2")
    assert store.redirect("unknown") == "unknown"


def test_erasure_leaves_a_tombstone_and_a_sound_chain(store: Store) -> None:
    put(store, "/r/a.txt", OTHER)
    put(store, "/r/a.txt", STRIKE)
    put(store, "/r/copy.txt", STRIKE)
    put(store, "/r/b.txt", STRIKE + " More.")
    head = store.head()
    stone = store.erase("/r/a.txt", ground="court order", who="registrar", at=LATER)
    assert (stone.who, stone.ground, stone.versions) == ("registrar", "court order", 3)
    assert [r.address for r in store.reports(all_versions=True)] == ["/r/b.txt"]
    assert {h.address for h in store.search("drone", all_versions=True)} == {"/r/b.txt"}
    assert store.tombstones() == (stone,)
    report = store.verify(head=head)
    assert not report.findings and report.erased == 6
    with pytest.raises(NotFound, match="erased on 2026-02-02 by registrar"):
        store.find(sha(STRIKE))
    with pytest.raises(NotFound):
        store.original(sha(STRIKE))


def test_what_was_erased_is_not_taken_again(store: Store) -> None:
    put(store, "https://news.example/a", STRIKE)
    store.erase("https://news.example/a", ground="request", who="w", at=LATER)
    assert put(store, "/r/elsewhere.txt", STRIKE) == "erased"
    assert put(store, "https://news.example/a", STRIKE + " Updated.") == "erased"
    assert store.is_erased(address="https://news.example/a") and store.is_erased(report_id=sha(STRIKE))
    store.set_aside("/x", "file", reason="bug", message="m", sha256=sha(STRIKE), at=WHEN)
    assert store.reports() == () and store.problems() == ()


def test_erasure_needs_a_ground_and_a_report(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    with pytest.raises(StoreError, match="ground"):
        store.erase("/r/a.txt", ground="  ", who="w", at=WHEN)
    with pytest.raises(NotFound):
        store.erase("/r/none.txt", ground="g", who="w", at=WHEN)
    assert len(store.reports()) == 1


def test_a_problem_can_be_erased_too(store: Store) -> None:
    store.set_aside("/r/Omar-Hadi.txt", "file", reason="empty", message="m", sha256="1" * 64, at=WHEN)
    store.erase("/r/Omar-Hadi.txt", ground="g", who="w", at=WHEN)
    assert store.problems() == ()
    assert not store.verify().findings


def test_archive_and_restore(store: Store, tmp_path: Path) -> None:
    put(store, "/r/a.txt", STRIKE)
    put(store, "/r/a.txt", OTHER, at=LATER)
    put(store, "/r/gone.txt", "gone")
    put(store, "https://news.example/b", STRIKE)
    store.append_record("/r/a.txt", 2, tiny_record(OTHER.encode(), OTHER, version="2"), produced_at=LATER)
    store.set_aside("/r/x", "file", reason="empty", message="m", sha256=None, at=WHEN)
    store.erase("/r/gone.txt", ground="g", who="w", at=LATER)
    with open_store(tmp_path / "other.db") as other:
        assert other.restore(store.archive(), store.archive_tail(), source_head=store.head()) == 2
        assert list(other.archive()) == list(store.archive())
        assert other.archive_tail() == store.archive_tail()
        assert list(other.records()) == list(store.records())
        assert [h.address for h in other.search("drone")] == [h.address for h in store.search("drone")]
        assert put(other, "/r/new.txt", "gone") == "erased", "marks travel with their key"
        assert not other.verify().findings
        assert other.restore(store.archive(), store.archive_tail(), source_head=store.head()) == 0


def test_a_save_whose_record_is_of_other_bytes_is_refused(store: Store) -> None:
    record = tiny_record(STRIKE.encode(), STRIKE)
    capture = Capture("/r/a.txt", "file", OTHER.encode(), "a.txt", WHEN, "tests")
    with pytest.raises(ValueError, match="the record is of"):
        store.save(capture, record, produced_at=WHEN)
    assert store.reports() == ()


def test_notes_of_other_text_versions_do_not_leak_into_a_record(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    old = tiny_record(STRIKE.encode(), STRIKE)
    changed = replace(old, document=replace(old.document, title="Another title"))
    assert store.append_record("/r/a.txt", 1, changed, produced_at=LATER)
    assert store.record(store.find("/r/a.txt")).document.title == "Another title"
    assert store.search("Another title") and len(store.search("drone")) == 1


def judgement(*subject: str, now: str | None = "same", kind: str = "pair", undoes: str | None = None) -> Judgement:
    return Judgement("", WHEN, "ana", kind, subject, None, now, "one hospital, one night", undoes)


def test_a_judgement_comes_back_with_an_id_and_its_job(store: Store) -> None:
    made = store.judge(judgement("r1:e1", "r2:e1"))
    assert made.id and made == replace(judgement("r1:e1", "r2:e1"), id=made.id)
    store.judge(judgement("r1:f3", kind="value", now='{"low": 4}'), relink=False)
    assert store.judgements(kind="pair") == (made,)
    assert [j.kind for j in store.judgements()] == ["pair", "value"]
    assert [j.kind for j in store.judgements(subject="r1")] == ["pair", "value"], "a report stands for what is in it"
    assert store.judgements(subject="r1:e1") == (made,) == store.judgements(subject="r2:e1")
    assert store.judgements(subject="r") == ()
    (job,) = store.jobs()
    assert (job.judgement, job.attempts, job.error) == (made, 0, None)
    assert not store.verify().findings


def test_a_job_that_fails_is_left_and_one_that_ends_is_gone(store: Store) -> None:
    store.judge(judgement("r1:e1", "r2:e1"))
    (job,) = store.jobs()
    assert store.finish_job(job.id, at=LATER, error="no such event")
    (again,) = store.jobs()
    assert (again.id, again.attempts, again.error) == (job.id, 1, "no such event")
    assert store.finish_job(job.id, at=LATER) and store.jobs() == ()
    assert not store.finish_job(job.id, at=LATER) and not store.finish_job(99, at=LATER)


def test_judgements_are_appended_and_taken_back_by_another(store: Store) -> None:
    made = store.judge(judgement("r1:e1", "r2:e1"))
    back = store.judge(judgement("r1:e1", "r2:e1", now=None, undoes=made.id))
    assert store.judgements() == (made, back)
    with pytest.raises(NotFound, match="no judgement"):
        store.judge(judgement("r1:e1", "r2:e1", undoes="j0"))


@pytest.mark.parametrize(
    "wrong",
    [
        judgement("r1:e1"),
        judgement("r1:e1", "r1:e1"),
        judgement("r1:e1", "r2:e1", now="maybe"),
        judgement(kind="comment"),
        replace(judgement("r1", kind="comment"), who=" "),
    ],
)
def test_a_judgement_that_says_nothing_is_refused_whole(store: Store, wrong: Judgement) -> None:
    head = store.head()
    with pytest.raises(JudgementRefused):
        store.judge(wrong)
    assert store.judgements() == () and store.jobs() == () and store.head() == head


def test_a_judgement_makes_incidents_stale_and_the_stale_ones_can_be_seen(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    made = (incident("i1", "r1"),)
    assert store.incidents(stale=True) is None
    store.save_incidents(made, fingerprint=store.fingerprint(), at=WHEN)
    store.judge(judgement("i1", kind="comment", now="look again"), relink=False)
    assert store.incidents() == made
    store.judge(judgement("r1:e1", "r2:e1"))
    assert store.incidents() is None and store.incidents(stale=True) == made


def test_erasure_takes_the_judgements_about_a_report(store: Store) -> None:
    put(store, "/r/a.txt", STRIKE)
    put(store, "/r/b.txt", OTHER)
    gone = store.judge(judgement(f"{sha(STRIKE)}:e1", f"{sha(OTHER)}:e1"))
    store.judge(judgement("i1", kind="comment", now=f"see {sha(STRIKE)}"), relink=False)
    kept = store.judge(judgement(f"{sha(OTHER)}:e1", kind="state", now="confirmed"))
    head = store.head()
    store.erase("/r/a.txt", ground="g", who="w", at=LATER)
    assert store.judgements() == (kept,) and store.judgements(subject=gone.subject[1]) == (kept,)
    assert [job.judgement for job in store.jobs()] == [kept]
    report = store.verify(head=head)
    assert not report.findings and report.erased == 4


def test_judgements_travel_with_an_archive(store: Store, tmp_path: Path) -> None:
    put(store, "/r/a.txt", STRIKE)
    made = store.judge(judgement(f"{sha(STRIKE)}:e1", "r2:e1"))
    back = store.judge(judgement(*made.subject, now=None, undoes=made.id))
    store.judge(judgement("i1", kind="comment", now="é"), relink=False)
    with open_store(tmp_path / "other.db") as other:
        put(other, "/r/gone.txt", "gone")
        other.judge(judgement(f"{sha('gone')}:e1", "r2:e1"))
        tail = other.archive_tail()
        other.restore(store.archive(), store.archive_tail() | {"tombstones": []}, source_head=store.head())
        assert set(store.judgements()) < set(other.judgements()) and back in other.judgements()
        other.restore(store.archive(), store.archive_tail() | {"tombstones": []}, source_head=store.head())
        assert len(other.judgements()) == 4, "each once"
        other.erase("/r/gone.txt", ground="g", who="w", at=LATER)
        other.restore([], {**tail, "tombstones": []}, source_head=store.head())
        assert len(other.judgements()) == 3, "what was erased stays erased"
        assert not other.verify().findings
        damaged = {**store.archive_tail(), "tombstones": [], "judgements": [{"id": "j1"}]}
        with pytest.raises(ImportRefused, match="judgement"):
            other.restore([], damaged, source_head=store.head())

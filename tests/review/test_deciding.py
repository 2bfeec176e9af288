"""Decisions: each is a judgement, nobody's is lost, the reviewer is not the coder, undo is a judgement too."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from rashomon.model.codebook import Codebook
from rashomon.model.double_coding import drawn
from rashomon.model.judgements import Judgement
from rashomon.review.app import create_app
from rashomon.review.registry import API
from rashomon.run import relink
from rashomon.run.desk import work_once
from rashomon.settings import Settings
from tests.review.conftest import WHEN, Desk, put
from tests.run.tiny import make_tiny


def act(client: TestClient, path: str, **form: Any) -> httpx.Response:
    """Sends a form as a page does."""
    return client.post(path, data={"csrf": client.headers["x-csrf"], **form})  # type: ignore[no-any-return]


def kinds(desk: Desk) -> list[str]:
    return [j.kind for j in desk.store.judgements()]


def test_a_whole_course_of_work(team: Desk) -> None:
    coder, reviewer = team.client("coder"), team.client("reviewer")
    path = f"/incident/{team.incident.id}"
    assert act(coder, f"{path}/assign", person="coder2").status_code == 200
    assert act(coder, f"{path}/state", state="coded").status_code == 200
    assert '<option value="reviewed">' not in coder.get(path).text
    seen = team.store.standing(team.incident.id).last
    stale = act(reviewer, f"{path}/state", state="reviewed")
    assert stale.status_code == 409 and "coder" in stale.text and "Nothing of yours or theirs is lost" in stale.text
    assert seen is not None
    newest = team.store.newest_judgement(team.incident.id, "state") or ""
    assert act(reviewer, f"{path}/state", state="reviewed", seen=newest).status_code == 200
    assert act(reviewer, f"{path}/grade", grade="Contested", why="two accounts").status_code == 200
    newest = team.store.newest_judgement(team.incident.id, "state") or ""
    assert act(reviewer, f"{path}/state", state="coded", seen=newest).status_code == 400
    assert (
        act(reviewer, f"{path}/state", state="coded", seen=newest, why="the toll of the doctor is missing").status_code
        == 200
    )
    standing = team.store.standing(team.incident.id)
    assert (standing.state, standing.coder, standing.reviewer, standing.grade) == ("coded", "coder", None, "Contested")
    assert reviewer.get(f"{API}/?state=coded").json()["rows"][0]["assignee"] == "coder2"


def test_the_coder_never_reviews_their_own_work(team: Desk) -> None:
    reviewer = team.client("reviewer")
    path = f"/incident/{team.incident.id}/state"
    assert act(reviewer, path, state="coded").status_code == 200
    newest = team.store.newest_judgement(team.incident.id, "state") or ""
    answer = act(reviewer, path, state="reviewed", seen=newest)
    assert answer.status_code == 400 and "not the coder" in answer.text


def test_a_coder_takes_no_step_of_a_reviewer(team: Desk) -> None:
    act(team.client("coder"), f"/incident/{team.incident.id}/state", state="coded")
    newest = team.store.newest_judgement(team.incident.id, "state") or ""
    answer = act(team.client("coder2"), f"/incident/{team.incident.id}/state", state="reviewed", seen=newest)
    assert answer.status_code == 400 and "takes a reviewer" in answer.text


def test_out_of_scope_names_its_criterion(local: Desk) -> None:
    client = local.client("ana")
    path = f"/incident/{local.incident.id}/state"
    assert act(client, path, state="out_of_scope").status_code == 400
    assert act(client, path, state="out_of_scope", criterion="outside").status_code == 200
    assert local.store.judgements()[0].why == "outside"


def test_reject_edit_accept_and_undo(local: Desk) -> None:
    client, report = local.client("ana"), local.reports["strike"]
    path = f"/report/{report}"
    assert (
        act(client, f"{path}/verdict", layer="figures", item="f1", verdict="reject", why="of another day").status_code
        == 200
    )
    page = client.get(path).text
    assert "rejected by ana: of another day" in page and 'class="card h-figures rejected"' in page
    relink.incidents(local.store)
    assert "12" not in {
        v["text"]
        for row in client.get(f"{API}/incident/{local.incident.id}").json()["matrix"]["lines"]
        for c in row["cells"]
        for v in c
    }
    first = local.store.judgements()[0].id
    assert act(client, "/undo", judgement=first).status_code == 200
    assert "rejected by" not in client.get(path).text
    seen = local.store.newest_judgement(f"{report}:f1", "edit") or ""
    changed = {
        "layer": "figures",
        "item": "f1",
        "seen": seen,
        "field.low": "10",
        "field.high": "",
        "field.qualifier": "at_least",
    }
    assert act(client, f"{path}/edit", **changed).status_code == 200
    card = next(c for c in client.get(f"{API}{path}").json()["cards"] if c["id"] == "f1")
    assert card["title"] == "10+ killed" and card["verdict"] == "edit" and card["produced_by"] == "person"
    assert kinds(local) == ["reject", "reject", "edit"]
    was = json.loads(local.store.judgements()[-1].was or "")
    assert was["item"]["low"] == 12


def test_two_people_on_one_value(team: Desk) -> None:
    report = team.reports["strike"]
    form = {"layer": "figures", "item": "f1", "seen": ""}
    assert act(team.client("coder"), f"/report/{report}/verdict", verdict="accept", **form).status_code == 200
    answer = act(team.client("coder2"), f"/report/{report}/verdict", verdict="reject", **form)
    assert answer.status_code == 409 and "accept" in answer.text
    api = team.client("coder2").post(f"{API}/report/{report}/verdict", json={**form, "verdict": "reject"})
    assert api.status_code == 409
    assert kinds(team) == ["accept"]


def test_words_of_a_script_without_spaces_are_added_and_judged(local: Desk) -> None:
    """Chinese: offsets are code points, also behind a sign outside the basic plane; the page leads to the words."""
    report = put(
        local.store, "/r/zh.txt", "\U00020000市检查站遭袭击\n\n当地官员星期三说，袭击造成六人死亡，十一人受伤。"
    )
    client, path = local.client("ana"), f"/report/{report}"
    text = local.store.record_of(report).document.text
    start = text.index("六人死亡")
    assert act(client, f"{path}/add", layer="figures", words="六人死亡", start=str(start), low="6").status_code == 200
    card = client.get(f"{API}{path}").json()["cards"][0]
    assert (card["words"], card["start"], text[card["start"] : card["end"]]) == ("六人死亡", start, "六人死亡")
    verdict = {"layer": "figures", "item": card["id"], "verdict": "reject", "seen": card["seen"], "why": "受伤"}
    assert act(client, f"{path}/verdict", **verdict).status_code == 200
    assert client.get(f"{API}{path}").json()["cards"][0]["rejected"]
    assert (
        f"at={start}-{start + 4}" not in client.get(path).text
        and 'class="h lit"' in client.get(f"{path}?at={start}-{start + 4}").text
    )


def test_values_are_added_where_the_machine_read_nothing(local: Desk) -> None:
    """An Arabic report: an event with day and place, then its figure and who gives it, all on its own words."""
    client, report = local.client("ana"), local.reports["arabic"]
    path = f"/report/{report}"
    assert client.get(f"{API}{path}").json()["cards"] == []
    event = {"layer": "events", "words": "هجوم على نقطة تفتيش", "acled": "Attack", "day": "2024-02-07", "where": "كركوك",
             "lat": "35.468", "lon": "44.392", "weapon": "Car  bomb"}  # fmt: skip
    assert act(client, f"{path}/add", **event).status_code == 200
    cards = client.get(f"{API}{path}").json()["cards"]
    assert {c["layer"] for c in cards} == {"events", "times", "places"}
    made = next(c["id"] for c in cards if c["layer"] == "events")
    figure = {"layer": "figures", "words": "ستة أشخاص", "low": "6", "event": made, "by": "مسؤول"}
    assert act(client, f"{path}/add", **figure).status_code == 200
    relink.incidents(local.store)
    ours = [i for i in local.store.incidents() or () if any(e.report_id == report for e in i.events)]
    assert ours and any((r.low, r.high) == (6, 6) for r in ours[0].ranges)
    told = {q: a.value for x in ours[0].accounts if x.report_id == report for q, given in x.answers for a in given}
    assert (told["date"], told["place"], told["weapon"]) == ("2024-02-07", "كركوك", "car bomb"), (
        "what was coded is told"
    )


@pytest.mark.parametrize(
    "form",
    [
        {"layer": "figures", "words": "words that are not there", "low": "3"},
        {"layer": "figures", "words": "12", "low": "-3"},
        {"layer": "figures", "words": "12", "low": "9", "high": "3", "qualifier": "unspecified"},
        {"layer": "figures", "words": "12", "low": "1", "measure": "sorrow"},
        {"layer": "claims", "words": "12", "act": "shout"},
        {"layer": "events", "words": "drone", "day": "yesterday"},
        {"layer": "events", "words": "drone", "where": "Kirkuk2", "lat": "99", "lon": "1"},
        {"layer": "events", "words": "drone", "where": "Kirkuk2", "lat": "nan", "lon": "1"},
        {"layer": "figures", "words": "12", "low": "1", "event": "nope"},
    ],
)
def test_what_can_not_be_is_refused(local: Desk, form: dict[str, str]) -> None:
    client = local.client("ana")
    answer = act(client, f"/report/{local.reports['strike']}/add", **form)
    assert answer.status_code in (400, 422), answer.text
    assert kinds(local) == []
    assert client.get(f"/report/{local.reports['strike']}").status_code == 200


def test_merge_and_split_are_judgements_with_reasons(local: Desk) -> None:
    client, incident = local.client("ana"), local.incident
    ref = incident.events[-1]
    path = f"/incident/{incident.id}"
    split = {"report_id": ref.report_id, "event_id": ref.event_id}
    assert act(client, f"{path}/split", **split).status_code == 400
    assert act(client, f"{path}/split", **split, why="another strike").status_code == 200
    relink.incidents(local.store)
    assert all(len(i.events) == 1 for i in local.store.incidents() or ())
    one, other = [i.id for i in local.store.incidents() or () if i.title][:2]
    assert act(client, f"/incident/{one}/merge", other=other, why="one strike after all").status_code == 200
    relink.incidents(local.store)
    assert max(len(i.events) for i in local.store.incidents() or ()) == 2
    assert client.get(f"/incident/{other}").status_code == client.get(f"/incident/{one}").status_code == 200
    assert act(client, f"{path}/merge", other=incident.id, why="x").status_code in (400, 404)


def test_pairs_wait_for_a_person(local: Desk) -> None:
    incident, client = local.incident, local.client("ana")
    ref = incident.events[-1]
    act(client, f"/incident/{incident.id}/split", report_id=ref.report_id, event_id=ref.event_id, why="another")
    work_once(local.store, settings=Settings(workers=1), reader_factory=make_tiny)
    act(client, "/undo", judgement=local.store.judgements()[0].id)
    questions = client.get(f"{API}/pairs").json()["questions"]
    for question in questions:
        assert abs(sum(b["points"] for b in question["bars"]) - question["score"]) < 1e-6
    refs = sorted(f"{e.report_id}:{e.event_id}" for e in incident.events)
    answer = act(client, "/pairs", a=refs[0], b=refs[1], verdict="unsure")
    assert answer.status_code == 200
    assert act(client, "/pairs", a=refs[0], b="f" * 64 + ":e1", verdict="same").status_code == 404


def test_names_are_judged_the_same(local: Desk) -> None:
    client = local.client("ana")
    assert (
        act(client, "/names/actor/ali%20karim/same", other="doctor sara noor", verdict="different").status_code == 200
    )
    assert act(client, "/names/actor/ali%20karim/same", other="doctor sara noor", verdict="same").status_code == 200
    data = client.get(f"{API}/names/actor/ali%20karim").json()
    assert data["also"] == ["doctor sara noor"] and {u["name"] for u in data["uses"]} == {
        "Ali Karim",
        "Doctor Sara Noor",
    }
    assert act(client, "/names/actor/ali%20karim/same", other="nobody", verdict="same").status_code == 404
    assert act(client, "/names/victim/omar%20hadi/consent", ground="the family's consent").status_code == 200
    assert "May be published" in client.get("/names/victim/omar%20hadi").text


def test_a_coder_takes_back_their_own_only(team: Desk) -> None:
    act(team.client("coder"), f"/incident/{team.incident.id}/comment", text="the doctor counts more")
    kept = team.store.judgements()[0].id
    assert act(team.client("coder2"), "/undo", judgement=kept).status_code == 400
    assert act(team.client("reviewer"), "/undo", judgement=kept).status_code == 200
    assert (
        "the doctor counts more"
        not in team.client("reader").get(f"/incident/{team.incident.id}").text.split("h-history")[0]
    )


def test_reports_are_handed_in(local: Desk) -> None:
    client = local.client("ana")
    text = "New strike\n\nMajor Ali Karim said 3 people were killed in Mosul on 2024-01-07 by a drone."
    files = [("files", ("../../etc/a.txt", text.encode(), "text/plain")), ("files", ("b.txt", b" ", "text/plain"))]
    answer = client.post("/add", data={"csrf": local.csrf(client)}, files=files)
    assert answer.status_code == 200 and "waiting" in answer.text
    assert act(client, "/add/paste", addresses="javascript:alert(1)").status_code == 400
    assert act(client, "/add/paste", addresses="http://user:pass@a.example/").status_code == 400
    work_once(local.store, settings=Settings(workers=1), reader_factory=make_tiny)
    states = {r.name: r.state for r in local.store.readings()}
    assert states == {"a.txt": "done", "b.txt": "aside"}
    assert "New strike" in client.get("/reports").text
    assert client.get(f"{API}/").json()["pager"]["total"] == 2
    problem = local.store.problems()[0].address
    assert act(client, "/problems/do", address=problem, what="retry").status_code == 400
    assert act(client, "/problems/do", address=problem, what="drop").status_code == 200
    assert local.store.problems() == ()


def test_every_decision_is_in_the_chain(local: Desk) -> None:
    client = local.client("ana")
    act(client, f"/incident/{local.incident.id}/comment", text="x")
    act(client, f"/report/{local.reports['strike']}/hold", ground="case 12/2024")
    report = local.store.verify()
    assert report.findings == () and sum(k == "judgement" for _, k, _, _ in local.store.audit_rows()) == 2
    assert "Legal hold: case 12/2024" in client.get(f"/report/{local.reports['strike']}").text


def test_double_coding_is_drawn_and_asked_for(team: Desk) -> None:
    """By the codebook's share: the review waits for a second coder, and their agreement is told field by field."""
    book = Codebook(version="2", double_coding=1.0)
    app = create_app(team.store, replace(team.app.state.desk.options, codebook=book))
    desk = Desk(team.store, app, team.reports)
    coder, second, reviewer = (desk.client(n) for n in ("coder", "coder2", "reviewer"))
    path, report = f"/incident/{desk.incident.id}", team.reports["strike"]
    assert "Nobody did yet" in coder.get(path).text
    value = {"layer": "figures", "item": "f1"}
    assert act(coder, f"/report/{report}/verdict", **value, verdict="accept").status_code == 200
    assert act(coder, f"{path}/state", state="coded").status_code == 200
    newest = team.store.newest_judgement(desk.incident.id, "state") or ""
    refused = act(reviewer, f"{path}/state", state="reviewed", seen=newest)
    assert refused.status_code == 400 and "only coder did" in refused.text
    seen = team.store.newest_judgement(f"{report}:f1", "accept") or ""
    edit = {"field.low": "11", "field.high": "12", **value, "seen": seen, "why": "so it reads"}
    assert act(second, f"/report/{report}/edit", **edit).status_code == 200
    assert "coder and coder2" in reviewer.get(path).text
    assert act(reviewer, f"{path}/state", state="reviewed", seen=newest).status_code == 200
    rows = {r["field"]: r["share"] for r in reviewer.get(f"{API}/agreement").json()["rows"]}
    assert rows["low"] == 0 and rows["high"] == 1 and rows["stands"] == 1


def test_the_draw_has_its_share() -> None:
    assert 160 < sum(drawn(f"i{n}", 0.2) for n in range(1000)) < 240
    assert not any(drawn(f"i{n}", 0.0) for n in range(100)) and all(drawn(f"i{n}", 1.0) for n in range(100))


def test_a_translation_stands_beside_its_original(local: Desk) -> None:
    client, report, original = local.client("ana"), local.reports["strike"], local.reports["arabic"]
    path = f"/report/{report}"
    assert act(client, f"{path}/translation", original=report).status_code == 400
    assert act(client, f"{path}/translation", original=original).status_code == 200
    side = f"/compare?left={original}&amp;right={report}"
    assert side in client.get(path).text and side in client.get(f"/report/{original}").text
    assert client.get(side.replace("&amp;", "&")).status_code == 200
    assert act(client, f"{path}/translation", original="").status_code == 200
    assert side not in client.get(path).text and side not in client.get(f"/report/{original}").text


def test_a_source_shows_what_it_took_back(local: Desk) -> None:
    text = (
        "Toll corrected\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07 by a drone. "
        "Major Ali Karim said 14 people were killed in Kirkuk on 2024-02-07 by a drone."
    )
    put(local.store, "/r/later.txt", text)
    relink.incidents(local.store)
    made = local.store.incidents() or ()
    live = [x for i in made for a in i.accounts for _, g in a.answers for x in g]
    page = local.client("ana").get(f"{API}/names/source/tiny%20wire").json()
    assert len(page["retractions"]) == sum(not x.live for x in live)
    assert all(r["kind"] in ("superseded", "taken back") for r in page["retractions"])


def test_search_finds_names_and_remarks(local: Desk) -> None:
    client = local.client("ana")
    act(client, f"/incident/{local.incident.id}/comment", text="ask the mayor again")
    page = client.get("/search?words=ali").text
    assert "/names/actor/ali%20karim" in page
    found = client.get(f"{API}/search?words=mayor+again").json()
    assert [r["text"] for r in found["remarks"]] == ["ask the mayor again"]
    assert found["remarks"][0]["link"] == f"/incident/{local.incident.id}"
    assert "/names/actor/ali%20karim" in client.get("/search?words=karim").text, "a surname finds the whole name"
    act(client, f"/incident/{local.incident.id}/comment", text="Спросить мэра: 100% точно?")
    for words, texts in (("СПРОСИТЬ Мэра", 1), ("100%", 1), ("100_", 0), ("mayor точно", 0), ('"', 0)):
        assert len(client.get(f"{API}/search", params={"words": words}).json()["remarks"]) == texts, words


def test_the_history_has_pages_to_its_beginning(local: Desk) -> None:
    client, path = local.client("ana"), f"/history?subject={local.incident.id}"
    for n in range(203):
        local.store.judge(Judgement("", WHEN, "ana", "comment", (local.incident.id,), None, f"n{n}.", ""), relink=False)
    pages, older = [], path
    while older:
        pages.append(client.get(older).text)
        found = re.search(r'rel="next" href="([^"]+)"', pages[-1])
        older = unescape(found[1]) if found is not None else ""
    told = [re.findall(r"\bn(\d+)\.", page) for page in pages]
    assert len(pages) == 3 and [int(n) for page in told for n in page] == list(reversed(range(203)))
    assert "newest decisions" not in pages[0] and "newest decisions" in pages[1]


def test_progress_counts_all_that_is_left(local: Desk) -> None:
    for n in range(70):
        local.store.hand_in(f"{n}.txt", "content", name=None, raw=b"x", person="ana", at=WHEN)
    page = local.client("ana").get("/add").text
    assert '<progress max="70" value="0">70 left</progress>' in page
    assert local.client("ana").get(f"{API}/add").json()["open"] == 70

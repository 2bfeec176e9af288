"""Who may do what: a table of routes x roles, complete by test."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route

from rashomon.review.registry import API, Entry
from rashomon.review.routes import REGISTRY
from rashomon.review.routes.doors import OPEN
from rashomon.store.desk_protocol import ROLES
from tests.review.conftest import Desk

#: Route to the least role that may use it. A route that is missing here fails the test below.
TABLE = {
    "GET /": "reader",
    "GET /search": "reader",
    "GET /reports": "reader",
    "GET /incident/{incident_id}": "reader",
    "GET /report/{report_id}": "reader",
    "GET /report/{report_id}/original": "reader",
    "GET /report/{report_id}/original/bytes": "reader",
    "GET /compare": "reader",
    "GET /names/{kind}": "reader",
    "GET /names/{kind}/{key}": "reader",
    "GET /pairs": "reader",
    "GET /problems": "reader",
    "GET /history": "reader",
    "GET /audit": "reader",
    "GET /codebook": "reader",
    "GET /agreement": "reader",
    "GET /help": "reader",
    "GET /add": "coder",
    "POST /add": "coder",
    "POST /add/paste": "coder",
    "POST /problems/do": "coder",
    "POST /pairs": "coder",
    "POST /undo": "coder",
    "POST /incident/{incident_id}/state": "coder",
    "POST /incident/{incident_id}/assign": "coder",
    "POST /incident/{incident_id}/comment": "coder",
    "POST /incident/{incident_id}/merge": "coder",
    "POST /incident/{incident_id}/split": "coder",
    "POST /incident/{incident_id}/grade": "reviewer",
    "POST /incident/{incident_id}/group": "admin",
    "POST /names/{kind}/{key}/same": "coder",
    "POST /names/{kind}/{key}/consent": "reviewer",
    "POST /report/{report_id}/consent": "reviewer",
    "POST /report/{report_id}/translation": "coder",
    "GET /erasure": "admin",
    "POST /erasure/report": "admin",
    "POST /erasure/person": "admin",
    "POST /erasure/retention": "admin",
    "POST /report/{report_id}/verdict": "coder",
    "POST /report/{report_id}/edit": "coder",
    "POST /report/{report_id}/add": "coder",
    "POST /report/{report_id}/comment": "coder",
    "POST /report/{report_id}/hold": "admin",
}


def name(entry: Entry) -> str:
    return f"{entry.method} {entry.path}"


def address(desk: Desk, path: str) -> str:
    values = {"incident_id": desk.incident.id, "report_id": desk.reports["strike"], "kind": "actor", "key": "ali karim"}
    return path.format(**values)


def test_the_table_is_complete(team: Desk) -> None:
    assert {name(e): e.role for e in REGISTRY.entries} == TABLE
    served = set()
    for route in team.app.routes:
        assert isinstance(route, APIRoute | Route | Mount)
        methods = getattr(route, "methods", None) or {"GET"}
        served |= {f"{m} {route.path}" for m in methods - {"HEAD"}}
    known = set(TABLE) | {f"{n.split()[0]} {API}{n.split()[1]}" for n in TABLE}
    left = {s for s in served - known if not any(s.split()[1].startswith(door) for door in OPEN)}
    assert left == {f"GET {API}/openapi.json"}


def test_nobody_gets_nowhere(team: Desk) -> None:
    client = team.client(follow=False)
    for entry in REGISTRY.entries:
        for prefix in ("", API):
            answer = client.request(entry.method, prefix + address(team, entry.path))
            if prefix and not entry.api:
                assert answer.status_code in (404, 405), name(entry)
            else:
                assert answer.status_code == (401 if prefix else 303), name(entry)
                assert prefix or answer.headers["location"].startswith("/login"), name(entry)


@pytest.mark.parametrize("role", ROLES)
def test_roles(team: Desk, role: str) -> None:
    """Too low a role is refused before anything is looked at; a high enough one gets at least as far as the form."""
    client = team.client(role)
    for entry in REGISTRY.entries:
        may = ROLES.index(role) >= ROLES.index(entry.role or "reader")  # type: ignore[arg-type]
        before = len(team.store.judgements())
        for prefix in ("", API) if entry.api else ("",):
            body = {} if entry.method == "POST" else None
            answer = client.request(entry.method, prefix + address(team, entry.path), json=body)
            assert (answer.status_code == 403) is not may, (name(entry), answer.text[:300])
        assert may or len(team.store.judgements()) == before, name(entry)


def test_a_restricted_incident_is_not_there_for_others(team: Desk) -> None:
    """Every route that names an incident, a report or a name: what is restricted is not found, nor hinted at."""
    admin = team.client("admin")
    incident, report = team.incident.id, team.reports["strike"]
    assert (
        admin.post(f"/incident/{incident}/group", data={"group": "legal", "csrf": team.csrf(admin)}).status_code == 200
    )
    outside, inside = team.client("coder"), team.client("coder2")
    senior = team.client("reviewer")
    name_path = {"kind": "victim", "key": "omar hadi", "incident_id": incident, "report_id": report}
    for entry in REGISTRY.entries:
        path = entry.path.format(**name_path)
        if entry.method == "GET" and ("incident_id" in entry.path or "report_id" in entry.path):
            for prefix in ("", API) if entry.api else ("",):
                assert outside.get(prefix + path).status_code == 404, path
                assert inside.get(prefix + path).status_code == 200, path
        if entry.method == "POST" and entry.role != "admin" and "{" in entry.path:
            body = {"state": "coded", "text": "x", "other": incident, "why": "x", "report_id": report, "event_id": "e",
                    "layer": "figures", "item": "f1", "verdict": "accept", "words": "12", "fields": {}}  # fmt: skip
            body["verdict"] = "same" if "/names/" in path else "accept"
            who = [outside, senior] if entry.role == "coder" else [senior]
            for client in who:
                assert client.post(API + path, json=body).status_code == 404, path
    for page in ("/", "/search?words=drone", "/reports", "/history"):
        assert "Toll rises" not in outside.get(page).text, page
        assert incident not in outside.get(page).text, page
    team.store.note_reading(
        team.store.hand_in("taken/at-the-gate.txt", "content", name=None, raw=None, person="coder2", at="2026-01-02"),
        "done",
        at="2026-01-02",
        report_id=report,
    )
    assert "at-the-gate" in inside.get("/add").text and "at-the-gate" not in outside.get("/add").text
    assert outside.get("/names/victim/omar%20hadi").status_code == 404
    assert "Omar Hadi" not in outside.get("/names/victim").text and "Omar Hadi" in inside.get("/names/victim").text
    assert outside.get(f"/compare?left={report}&right={team.reports['arabic']}").status_code == 404
    assert outside.get(f"/history?subject={report}").text.count("data-row") <= 1
    kept = team.store.judgements(kind="group")[0].id
    for client in (outside, senior):
        assert client.post(f"{API}/undo", json={"judgement": kept}).status_code == 404
        pair = {"a": f"{report}:e1", "b": f"{team.reports['arabic']}:e1", "verdict": "same"}
        assert client.post(f"{API}/pairs", json=pair).status_code == 404
    assert kept in {j.id for j in team.store.judgements()} and len(team.store.judgements()) == 1

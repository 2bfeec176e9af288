"""Erasure, retention and consent at the desk and at the terminal: with a ground, never by one click, and honoured."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from rashomon.export import Export, formats
from rashomon.model.codebook import Codebook, Keep, codebook_of
from rashomon.model.judgements import EXPORT, Judgement
from rashomon.review.app import create_app
from rashomon.review.options import Options
from rashomon.review.registry import API
from rashomon.run import relink
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import WHEN, Desk, fill
from tests.review.test_deciding import act

NOW = "2026-11-01T00:00:00+00:00"


def exported(store: SqliteStore, name: str = "json", **more: Any) -> str:
    out = io.BytesIO()
    formats()[name].write(Export(store, NOW, **more), out)
    if name == "csv":
        with zipfile.ZipFile(out) as archive:
            return "\n".join(archive.read(n).decode() for n in archive.namelist())
    return out.getvalue().decode()


def test_a_person_is_erased_at_the_desk(local: Desk) -> None:
    client = local.client("ana")
    made = json.dumps({"file": "public.json", "format": "json", "kind": "public", "head": "x"})
    local.store.judge(Judgement("", NOW, "ana", EXPORT, ("export",), None, made, ""), relink=False)
    before = client.get("/erasure?person=Omar%20Hadi")
    assert "Toll rises" in before.text and "public.json" in before.text
    form = {"person": "Omar Hadi", "ground": "request of the family"}
    assert act(client, "/erasure/person", **form).status_code == 400
    assert act(client, "/erasure/person", person="Omar Hadi", ground="", sure="true").status_code == 400
    answer = act(client, "/erasure/person", **form, sure="true")
    assert answer.status_code == 200 and "public.json (public" in answer.text and "a person, 1 version" in answer.text
    assert "Omar" not in client.get(f"/report/{local.reports['strike']}").text
    assert client.get("/names/victim/omar%20hadi").status_code == 404 and local.store.verify().findings == ()
    assert client.get(f"{API}/erasure").json()["tombstones"][0]["what"] == "person"
    relink.incidents(local.store)
    assert client.get(f"/incident/{local.incident.id}").status_code == 200


def test_a_report_is_erased_at_the_desk_but_not_under_a_hold(local: Desk) -> None:
    client, report = local.client("ana"), local.reports["strike"]
    assert act(client, f"/report/{report}/hold", ground="case 12/2024").status_code == 200
    form = {"report": report, "ground": "court order", "sure": "true"}
    assert "case 12/2024" in client.get(f"/erasure?report={report}").text
    assert act(client, "/erasure/report", **form).status_code == 400
    newest = local.store.newest_judgement(report, "hold") or ""
    assert act(client, f"/report/{report}/hold", ground="", seen=newest).status_code == 200
    assert "case 12/2024" not in client.get(f"/report/{report}").text.split("<main")[1]
    assert act(client, "/erasure/report", **form).status_code == 200
    assert client.get(f"/report/{report}").status_code == 404 and local.store.verify().findings == ()


RULES = (
    Keep("witnesses", 30, "names of witnesses are kept for 30 days"),
    Keep("victims", 60, "names of victims are kept for 60 days"),
    Keep("originals", 90, "originals are kept for 90 days"),
    Keep("problems", 10, "problems are kept for 10 days"),
)


def test_retention_shows_and_erases_what_is_due(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "s.db") as store:
        reports = fill(store)
        store.set_aside("/r/x", "file", reason="internal", message="bad", sha256=None, at=WHEN)
        store.judge(Judgement("", WHEN, "ana", "hold", (reports["rival"],), None, "case 1", ""), relink=False)
        store.judge(Judgement("", WHEN, "ana", "consent", ("victim:omar hadi",), None, "family", ""), relink=False)
        assert store.due(RULES, at=WHEN) == ()
        due = store.due(RULES, at=NOW)
        by_kind = {(d.rule.kind, d.subject): d for d in due}
        assert by_kind["witnesses", reports["rival"]].held == "case 1"
        assert "Doctor Sara Noor" in by_kind["witnesses", reports["rival"]].names
        assert not [d for d in due if d.rule.kind == "victims"], "consent keeps the name"
        assert ("witnesses", reports["strike"]) not in by_kind, "a major is an office"
        app = create_app(store, Options(person="ana", codebook=replace(Codebook(), retention=RULES)))
        client = Desk(store, app, reports).client("ana")
        assert "held: case 1" in client.get("/erasure").text
        assert act(client, "/erasure/retention").status_code == 400
        assert act(client, "/erasure/retention", sure="true").status_code == 200
        assert store.verify().findings == () and store.problems() == ()
        assert {t.ground for t in store.tombstones()} == {RULES[2].ground}
        assert store.original(reports["rival"]) and "Sara Noor" in store.record_of(reports["rival"]).document.text
        with pytest.raises(Exception, match="destroyed"):
            store.original(reports["strike"])
        assert [d.held for d in store.due(RULES, at=NOW)] == ["case 1"] * 2
        hold = store.judgements(kind="hold")[0]
        store.judge(Judgement("", NOW, "ana", "hold", hold.subject, hold.now, None, "over", hold.id), relink=False)
        stones = store.retain((*RULES, Keep("reports", 99, "reports are kept for 99 days")), who="ana", at=NOW)
        assert {s.what for s in stones} == {"person", "report"}, (
            "the original of a report that named a witness went with the name"
        )
        assert store.reports() == () and store.verify().findings == ()


@pytest.mark.parametrize("days", [0, -3, "30", True, None])
def test_a_rule_on_retention_is_checked(days: object) -> None:
    rule = {"kind": "reports", "days": days, "ground": "g"}
    with pytest.raises(ValueError, match="retention"):
        codebook_of({"version": "1", "retention": [rule]})
    good = codebook_of(yaml.safe_load('version: "2"\nretention:\n- {kind: reports, days: 30, ground: g}\n'))
    assert good.retention == (Keep("reports", 30, "g"),)


@pytest.mark.parametrize("name", sorted(formats()))
def test_consent_is_honoured_by_every_export(local: Desk, name: str) -> None:
    """Without it no export shows the name; with it every one does, and only that name; taken back, none does."""
    client = local.client("ana")
    assert "Omar Hadi" not in exported(local.store, name)
    assert act(client, "/names/victim/omar%20hadi/consent", ground="the family's consent").status_code == 200
    shown = exported(local.store, name)
    assert "Omar Hadi" in shown and "Sara Noor" not in shown
    newest = local.store.newest_judgement("victim:omar hadi", "consent") or ""
    assert act(client, "/names/victim/omar%20hadi/consent", ground="", seen=newest).status_code == 200
    assert "Omar Hadi" not in exported(local.store, name)


def test_consent_of_a_witness_from_one_report_and_of_a_report(local: Desk) -> None:
    client, rival = local.client("ana"), local.reports["rival"]
    path = "/names/actor/doctor%20sara%20noor/consent"
    assert act(client, path, ground="she asked", report=local.reports["strike"]).status_code == 400
    assert act(client, path, ground="she asked", report=rival).status_code == 200
    assert "Sara Noor" in exported(local.store)
    assert "from <a" in client.get("/names/actor/doctor%20sara%20noor").text
    kept = local.store.judgements(kind="consent")[0].id
    assert act(client, "/undo", judgement=kept).status_code == 200
    assert "Sara Noor" not in exported(local.store)
    newest = local.store.newest_judgement(rival, "consent") or ""
    assert act(client, f"/report/{rival}/consent", ground="all agreed", seen=newest).status_code == 200
    assert "Sara Noor" in exported(local.store) and "Omar Hadi" not in exported(local.store)
    assert "Consent: all agreed" in client.get(f"/report/{rival}").text


@pytest.mark.parametrize("name", sorted(formats()))
@pytest.mark.parametrize("internal", [False, True])
def test_every_export_names_the_codebook(local: Desk, name: str, internal: bool) -> None:
    book = Codebook(version="team 7")
    text = exported(local.store, name, internal=internal, codebook=book)
    assert '"version": "team 7"' in text and book.sha256() in text and '"methodology": "1"' in text


def test_every_decision_names_its_codebook(local: Desk) -> None:
    """Every action of the desk that keeps a judgement names the codebook in force, in the chain."""
    book = Codebook(version="team 7")
    app = create_app(local.store, Options(person="ana", codebook=book))
    client = Desk(local.store, app, local.reports).client("ana")
    act(client, f"/incident/{local.incident.id}/comment", text="x")
    act(client, f"/incident/{local.incident.id}/state", state="coded")
    act(client, f"/report/{local.reports['strike']}/verdict", layer="figures", item="f1", verdict="accept")
    act(client, "/undo", judgement=local.store.judgements()[0].id)
    kept = local.store.judgements()
    assert len(kept) == 4 and {j.codebook for j in kept} == {f"team 7 {book.sha256()[:12]}"}
    assert local.store.verify().findings == ()
    assert "team 7" in client.get("/history").text and "Methodology 1" in client.get("/codebook").text
    with local.store._write() as connection:
        connection.exec_driver_sql("UPDATE judgements SET codebook = 'another' WHERE n = 1")
    assert [f.kind for f in local.store.verify().findings] == ["changed"]

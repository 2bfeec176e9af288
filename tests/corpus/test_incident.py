"""An incident file is held against its reports: unknown ids, cells and ranges are named by their key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.compiling import check
from corpus.incident import incident_problems
from tests.corpus.report import HEAD, TABLE, TEXT, compiled

Json = dict[str, Any]
CELLS = "occurred date place perpetrator target weapon killed injured missing motive response".split()
RECORDS = {"01-bereg-daily": compiled().record, "02-coast-wire": compiled().record}


def incident() -> Json:
    return {
        "title": "Mine under a bus", "kind": "Remote explosive/landmine/IED", "country": "Croatia", "place": "Velika",
        "date": "2003-05-19", "events": {"01-bereg-daily": ["e1"], "02-coast-wire": ["e1"]},
        "recalled": [{"report": "01-bereg-daily", "event": "e2", "incident": None}], "siblings": ["102-velika-shooting"],
        "parent": None, "origins": {"Goran Petek": ["01-bereg-daily", "02-coast-wire"]},
        "not_independent": [["02-coast-wire", "01-bereg-daily", "syndicated"]],
        "superseded": [{"report": "01-bereg-daily", "figure": "f1", "by": ["02-coast-wire", "f4"]}],
        "withdrawn": [{"report": "01-bereg-daily", "claim": "c2", "figure": None, "in": "02-coast-wire"}],
        "victims": [["01-bereg-daily:v1", "02-coast-wire:v1"]],
        "cells": dict.fromkeys(CELLS, "agree") | {"missing": "silent"}, "ranges": {"killed": [1, 2], "injured": None},
    }  # fmt: skip


def problems(folder: Path, data: object) -> list[str]:
    path = folder / "101-velika-bus-mine" / "incident.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return incident_problems(path, RECORDS, incidents={"102-velika-shooting"})


def test_a_sound_incident_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, incident()) == []


def put(key: str, value: object) -> Callable[[Json], None]:
    return lambda data: data.update({key: value})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("title", " "), "title: is empty"),
        (put("date", "May 2003"), "date: no ISO date: 'May 2003'"),
        (put("colour", 1), "colour: no key of an incident"),
        (lambda data: data.pop("cells"), "cells: is not there"),
        (lambda data: data["events"].update({"09-other": ["e1"]}), "events: there is no report 09-other"),
        (lambda data: data["events"].update({"01-bereg-daily": ["e9"]}), "events: 01-bereg-daily has no e9"),
        (lambda data: data["events"].pop("02-coast-wire"), "events: 02-coast-wire is not listed"),
        (lambda data: data["recalled"][0].update(event="e9"), "recalled: 01-bereg-daily has no e9"),
        (lambda data: data["recalled"][0].update(event="e1"), "recalled: 01-bereg-daily e1 is an event of this incident too"),
        (lambda data: data["recalled"][0].update(incident="999-none"), "recalled: there is no incident 999-none"),
        (put("siblings", ["999-none"]), "siblings: there is no incident 999-none"),
        (put("siblings", ["101-velika-bus-mine"]), "siblings: an incident is no sibling of itself"),
        (put("origins", {"police": ["09-other"]}), "origins: there is no report 09-other"),
        (put("not_independent", [["02-coast-wire", "09-other", "relays"]]), "not_independent: there is no report 09-other"),
        (put("not_independent", [["02-coast-wire", "01-bereg-daily", "steals"]]), "not_independent: no controlled value: 'steals'"),
        (lambda data: data["superseded"][0].update(figure="f9"), "superseded: 01-bereg-daily has no f9"),
        (lambda data: data["superseded"][0].update(by=["02-coast-wire", "f9"]), "superseded: 02-coast-wire has no f9"),
        (lambda data: data["withdrawn"][0].update(claim="c9"), "withdrawn: 01-bereg-daily has no c9"),
        (lambda data: data["withdrawn"][0].update({"in": "09-other"}), "withdrawn: there is no report 09-other"),
        (put("victims", [["01-bereg-daily:v9"]]), "victims: 01-bereg-daily has no v9"),
        (lambda data: data["cells"].update(colour="agree"), "cells: no cell 'colour'"),
        (lambda data: data["cells"].update(killed="maybe"), "cells: killed: no controlled value: 'maybe'"),
        (lambda data: data["cells"].pop("weapon"), "cells: weapon is not there"),
        (put("ranges", {"slain": [1, 2]}), "ranges: no measure 'slain'"),
        (put("ranges", {"killed": [2, 1]}), "ranges: killed: [2, 1] is no lowest and highest number"),
        (put("ranges", {"killed": [1, 7]}), "ranges: killed: no report states 7"),
        (put("ranges", {"missing": [1, 1]}), "ranges: missing: [1, 1], but its cell is silent"),
        (put("ranges", {"killed": 2}), "a value has not the form of FORMAT.md"),
        (put("victims", [["01-bereg-daily"]]), "a value has not the form of FORMAT.md"),
        (put("events", ["e1"]), "a value has not the form of FORMAT.md"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_its_key(tmp_path: Path, change: Callable[[Json], object], message: str) -> None:
    data = incident()
    change(data)
    assert any(p.startswith(message) for p in problems(tmp_path, data)), problems(tmp_path, data)


@pytest.mark.parametrize(("text", "message"), [("{", "no JSON:"), ("[]", "no JSON object")])
def test_what_is_no_object(tmp_path: Path, text: str, message: str) -> None:
    assert problems(tmp_path, text)[0].startswith(message)


def test_check_reads_the_incident_beside_the_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "101-velika-bus-mine"
    folder.mkdir()
    (tmp_path / "102-velika-shooting").mkdir()
    for stem in RECORDS:
        (folder / f"{stem}.ann").write_text(f"{HEAD}---\n{TEXT}---\n{TABLE}")
    (folder / "incident.json").write_text(json.dumps(incident()))
    assert check([str(folder)]) == 0
    assert capsys.readouterr().out == "2 reports, 1 incidents, 0 files with problems\n"
    (folder / "incident.json").write_text(json.dumps(incident() | {"siblings": ["103-gone"]}))
    assert check([str(tmp_path)]) == 1
    assert "incident.json: siblings: there is no incident 103-gone" in capsys.readouterr().out

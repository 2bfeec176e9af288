"""The bundled demo, read by the real pipeline: every incident's reports are one incident, and never two."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from rashomon.linking import link
from rashomon.model.incidents import Incident
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
FOLDERS = sorted(p.parent.name for p in DEMO.glob("*/incident.json"))


@pytest.fixture(scope="module")
def linked() -> tuple[dict[str, str], tuple[Incident, ...]]:
    """Report id to "folder/stem", and the incidents of all demo reports."""
    reader = Reader(Settings())
    records = {}
    for path in sorted(p for p in DEMO.glob("*/*") if p.suffix in (".txt", ".html")):
        records[f"{path.parent.name}/{path.stem}"] = reader.read(path.read_bytes(), name=path.name)
    return {r.document.id: name for name, r in records.items()}, link(records.values())


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_reports_of_an_incident_are_one(folder: str, linked: tuple[dict[str, str], tuple[Incident, ...]]) -> None:
    names, incidents = linked
    expected = {
        f"{folder}/{stem}"
        for stem in json.loads((DEMO / folder / "incident.json").read_text(encoding="utf-8"))["reports"]
    }
    found = [{names[e.report_id] for e in i.events} for i in incidents]
    assert expected in found, [sorted(f & expected) for f in found if f & expected]


@pytest.mark.slow
def test_no_incident_holds_reports_of_two(linked: tuple[dict[str, str], tuple[Incident, ...]]) -> None:
    names, incidents = linked
    for incident in incidents:
        assert len({names[e.report_id].split("/")[0] for e in incident.events}) == 1, incident.title


@pytest.mark.slow
def test_syndicated_copies_are_found(linked: tuple[dict[str, str], tuple[Incident, ...]]) -> None:
    names, incidents = linked
    expected = {
        (f"{folder}/{original}", f"{folder}/{copy}")
        for folder in FOLDERS
        for original, copy in json.loads((DEMO / folder / "incident.json").read_text(encoding="utf-8"))["syndicated"]
    }
    accounts = [a for i in incidents for a in i.accounts if a.copied_from is not None]
    assert {(names[a.copied_from or ""], names[a.report_id]) for a in accounts} == expected
    assert not any(a.independent for a in accounts)


@pytest.mark.slow
def test_recalled_events_found_their_own_incidents(linked: tuple[dict[str, str], tuple[Incident, ...]]) -> None:
    names, incidents = linked
    of_report: dict[str, int] = defaultdict(int)
    for incident in incidents:
        for event in incident.events:
            of_report[names[event.report_id]] += 1
    assert of_report["kirkuk-drone-strike/04-london-courier"] >= 2

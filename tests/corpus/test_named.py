"""Who has a proper name, and that no relation is asked of anybody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.named import named
from corpus.open_corpus import reports
from rashomon.extract.name_kinds import country_forms

ROOT = Path(__file__).resolve().parents[2] / "corpus"


@pytest.mark.parametrize(
    ("kind", "form", "right"),
    [
        ("person", "Lena Orr", True),
        ("person", "Norland's prime minister", False),
        ("person", "The Minister", False),
        ("armed_group", "The Free Hills Front", True),
        ("armed_group", "Sea Cobra wing", True),
        ("armed_group", "The group's publicity wing", False),
        ("military", "the 177th Battalion", True),
        ("military", "French troops", False),
        ("military", "A patrol of the Peruvian army", False),
        ("organisation", "its hospital", False),
        ("organisation", "The Russian-installed administration of the region", False),
        ("police", "the police", False),
        ("police", "Police", False),
        ("state", "Kabul", True),
    ],
)
def test_a_name_heads_the_form(kind: str, form: str, right: bool) -> None:
    actor = {"kind": kind, "level": None, "name": form, "aliases": []}
    assert named(actor, _demonyms()) is right


def test_people_told_by_what_they_do_have_no_name_and_another_form_may_be_one() -> None:
    assert not named({"kind": "unknown", "level": "anonymous_official", "name": "A UN official", "aliases": []})
    assert named({"kind": "armed_group", "level": None, "name": "the rebels", "aliases": ["Renamo"]})


def test_no_relation_is_asked_of_somebody_without_a_name() -> None:
    """A state's organ beside its state is asked where words put the two together (GUIDELINE.md 72)."""
    asked = []
    for report in reports():
        actors = {a["id"]: a for a in report.record["actors"]}
        for row in report.record["relations"]:
            subject, item = actors[row["subject_id"]], actors[row["object_id"]]
            organ = row["relation"] == "part_of" and item["kind"] == "state"
            if not row["optional"] and not organ and not named(subject, _demonyms()):
                asked.append(f"{report.incident}/{report.stem}: {subject['name']} {row['relation']} {item['name']}")
    assert asked == []


def test_the_bundled_gold_has_relations_of_those_it_lists_and_no_unnamed_people() -> None:
    for path in sorted([*(ROOT / "golden").glob("*.gold.json"), *(ROOT / "demo").rglob("*.gold.json")]):
        gold = json.loads(path.read_text(encoding="utf-8"))
        kinds = {a["name"]: a["kind"] for a in gold["actors"]}
        for row in gold["relations"]:
            assert {row["subject"], row["object"]} <= kinds.keys(), path.name
            assert kinds[row["subject"]] != "unknown", (path.name, row)


def _demonyms() -> set[str]:
    return {form for form in country_forms() if " " not in form}

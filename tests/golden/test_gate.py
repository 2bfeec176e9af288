"""The golden gate: no layer falls below its floor on the bundled gold, nor on the seed where that is at hand."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench import quality
from bench.score import pairs

ROOT = Path(__file__).resolve().parents[2]
Records = list[tuple[Path, dict[str, Any]]]


@pytest.fixture(scope="module")
def floors() -> dict[str, Any]:
    return quality.load_floors()


@pytest.fixture(scope="module")
def scores(corpus_records: Records) -> quality.Scores:
    golds = [gold for _, gold in pairs([quality.CORPUS])]
    return quality.score_all(golds, [record for _, record in corpus_records])


@pytest.fixture(scope="module")
def seed_scores(shared: Path) -> quality.Scores:
    return quality.measure(shared / "gold" / "seed")


def test_floors_are_those_of_this_corpus(floors: dict[str, Any]) -> None:
    assert floors["corpus_sha256"] == quality.corpus_hash(), (
        "the corpus changed: python -m bench.quality --raise-floors"
    )
    assert floors["epsilon"] <= 0.01


def test_every_line_of_the_scorer_has_a_floor(floors: dict[str, Any], scores: quality.Scores) -> None:
    assert set(floors["floors"]) == set(scores)


def test_no_layer_falls_below_its_floor(floors: dict[str, Any], scores: quality.Scores) -> None:
    assert quality.below(scores, floors["floors"], epsilon=floors["epsilon"]) == []


def test_the_gate_sees_a_fall(floors: dict[str, Any], scores: quality.Scores) -> None:
    worse = {**scores, "claims": {**scores["claims"], "value": floors["floors"]["claims"] - 2 * floors["epsilon"]}}
    assert len(quality.below(worse, floors["floors"], epsilon=floors["epsilon"])) == 1


def test_floors_are_never_lowered_in_silence(floors: dict[str, Any]) -> None:
    """Compares with every version that git knows; what was lowered must say why, here and in the changelog."""
    name = str(quality.FLOORS.relative_to(ROOT))
    log = subprocess.run(
        ["git", "-C", str(ROOT), "log", "--format=%H", "--", name], capture_output=True, text=True, check=False
    )
    best: dict[str, float] = {}
    for commit in log.stdout.split():
        shown = subprocess.run(
            ["git", "-C", str(ROOT), "show", f"{commit}:{name}"], capture_output=True, text=True, check=False
        )
        if shown.returncode == 0:
            for line, value in (yaml.safe_load(shown.stdout).get("floors") or {}).items():
                best[line] = max(value, best.get(line, 0.0))
    entries = floors["lowered"] or []
    admitted = {line.rpartition(":")[0] for entry in entries for line in entry["lines"]}
    assert {line for line, value in best.items() if floors["floors"].get(line, 0.0) < value} <= admitted
    changelog = " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())
    assert [e["reason"] for e in entries if e["reason"] not in changelog] == []


def test_the_seed_reaches_what_was_asked(floors: dict[str, Any], seed_scores: quality.Scores) -> None:
    assert quality.below(seed_scores, quality.seed_floors(floors), epsilon=0.0005) == []


def test_what_falls_short_on_the_seed_says_why(floors: dict[str, Any]) -> None:
    for line, entry in (floors["seed"]["short"] or {}).items():
        assert line in floors["seed"]["asked"]
        assert entry["value"] < floors["seed"]["asked"][line]
        assert entry["reason"]


@pytest.mark.parametrize("line", ["claims", "figures"])
def test_new_text_is_read_nearly_as_well_as_the_seed(
    line: str, scores: quality.Scores, seed_scores: quality.Scores
) -> None:
    assert scores[line]["value"] >= seed_scores[line]["value"] - 0.10


def test_every_span_quotes_its_text(corpus_records: Records) -> None:
    def spans(node: Any) -> list[dict[str, Any]]:
        if isinstance(node, dict):
            own = [node] if {"start", "end", "text"} == set(node) else []
            return own + [s for value in node.values() for s in spans(value)]
        return [s for item in node for s in spans(item)] if isinstance(node, list) else []

    for report, record in corpus_records:
        text = record["document"]["text"]
        wrong = [
            s
            for s in spans({k: v for k, v in record.items() if k != "document"})
            if text[s["start"] : s["end"]] != s["text"]
        ]
        assert not wrong, report.name


def test_every_layer_is_filled(corpus_records: Records) -> None:
    for layer in ("claims", "figures", "victims", "events", "times", "places", "actors", "relations", "links"):
        assert sum(len(record[layer]) for _, record in corpus_records) > 0, layer
    assert any(answer["speaker"] for _, r in corpus_records for e in r["events"] for answer in e["answers"])
    assert any(actor["aliases"] for _, r in corpus_records for actor in r["actors"])


def test_records_are_the_same_bytes_in_any_order(corpus_records: Records) -> None:
    """Read again in reverse in this process: what was read before leaves no trace."""
    import json

    from bench.score import read_records

    found = list(pairs([quality.CORPUS]))[::-5]
    before = {report: json.dumps(record) for report, record in corpus_records}
    for (report, _), record in zip(found, read_records(found), strict=True):
        assert json.dumps(record) == before[report], report.name

"""The golden gate of facts: no task falls below its floor on the test part of the open corpus, nor on the shared sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench import facts, facts_sets
from corpus.open_corpus import digest, split
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def held() -> dict[str, Any]:
    return facts.gate()


@pytest.fixture(scope="module")
def metrics() -> dict[str, float]:
    return facts.own("test", Settings().claims)[0]


def test_floors_are_those_of_this_corpus(held: dict[str, Any]) -> None:
    assert held["sha256"] == digest(split()["test"]), "the test part changed: python -m bench.facts --hold"
    assert held["epsilon"] <= 0.01


def test_every_metric_that_was_asked_for_has_a_floor(held: dict[str, Any]) -> None:
    assert {f.metric for f in facts.FLOORS} - set(held["floors"]) == {"read_ratio"}


def test_what_falls_short_is_listed(held: dict[str, Any]) -> None:
    asked = {f.metric: f.bound for f in facts.FLOORS}
    assert held["short"] == {name: asked[name] for name, value in held["floors"].items() if value < asked[name]}
    pages = "\n".join(p.read_text(encoding="utf-8") for p in (facts.ROOT / "docs" / "quality").glob("*.md"))
    for name in held["floors"]:
        assert f"| {name} |" in pages, "docs/quality/ tells every metric"


def test_no_task_falls_below_its_floor(held: dict[str, Any], metrics: dict[str, float]) -> None:
    assert facts.below(metrics, held) == []


def test_the_gate_sees_a_fall(held: dict[str, Any], metrics: dict[str, float]) -> None:
    worse = {**metrics, "figure_f1": held["floors"]["figure_f1"] - 2 * held["epsilon"]}
    assert len(facts.below(worse, held)) == 1


def test_no_task_falls_below_its_floor_on_shared_data(held: dict[str, Any], shared: Path) -> None:
    found, absent = facts_sets.measure(Reader(Settings(claims="rules")))
    if absent:
        pytest.skip(f"not here: {'; '.join(absent)} (under {shared})")
    assert facts.below(found, held) == []

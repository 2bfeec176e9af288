"""The golden gate of claims: no metric falls below its floor on the test part of the open corpus, nor on real text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bench import claims
from bench.claims_data import factappeal, own, re3d
from bench.claims_fuzz import failures
from corpus.agreement import FIRST, SECOND, pairs, totals
from corpus.open_corpus import digest, split

FLOORS = Path(__file__).with_name("claims.yaml")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def held() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module")
def metrics() -> dict[str, float]:
    return claims.own_metrics([pair for _, pair in own("test", claims.reader())], "test")


def below(metrics: dict[str, float], held: dict[str, Any]) -> list[str]:
    return [
        f"{m} {v:.4f} < {held['floors'][m]}"
        for m, v in metrics.items()
        if v < held["floors"].get(m, 0.0) - held["epsilon"]
    ]


def test_floors_are_those_of_this_corpus(held: dict[str, Any]) -> None:
    assert held["sha256"] == digest(split()["test"]), "the test part changed: measure anew and say so in the changelog"
    assert held["epsilon"] <= 0.01


def test_what_falls_short_of_what_was_asked_is_listed(held: dict[str, Any]) -> None:
    asked = {f.metric: f.bound for f in claims.FLOORS if f.least and f.metric in held["floors"]}
    assert held["short"] == {m: asked[m] for m, value in held["floors"].items() if value < asked[m]}


def test_no_metric_falls_below_its_floor(held: dict[str, Any], metrics: dict[str, float]) -> None:
    assert set(metrics) <= set(held["floors"]) | set(held["ceilings"])
    assert all(metrics[m] <= most for m, most in held["ceilings"].items())
    assert below(metrics, held) == []


def test_the_gate_sees_a_fall(held: dict[str, Any], metrics: dict[str, float]) -> None:
    name = "own_test_attribution_f1"
    assert len(below({**metrics, name: held["floors"][name] - 2 * held["epsilon"]}, held)) == 1


def test_annotators_agree(held: dict[str, Any]) -> None:
    reports, found = totals(pairs(FIRST, SECOND))
    assert reports >= 300
    assert found["claims, content and source"].f1 >= held["floors"]["annotator_agreement_f1"]


def test_real_text_holds(held: dict[str, Any], shared: Path) -> None:
    read = claims.reader()
    found = claims.factappeal_metrics([pair for _, pair in factappeal(read)])
    found["real_text_attribution_f1"] = claims.attribution(list(re3d(read))).f1
    assert below(found, held) == []


def test_broken_quote_marks_break_nothing() -> None:
    assert failures(400) == []

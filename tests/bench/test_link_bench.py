"""The measures of the linking bench, on cases small enough to work out by hand, and the made-up world."""

from __future__ import annotations

import pytest
import yaml

from bench import link_scores as scores
from bench.link import OPEN
from bench.link_found import from_gold
from bench.link_gold import load_open
from bench.link_scale import add_one, exponent, one_size, pair_f1
from bench.link_world import world
from rashomon.linking.levels import FEATURES
from rashomon.linking.partition import partition
from train.link_weights import HAND, learn

A, B, C, D = (("r1", "e1"), ("r2", "e1"), ("r3", "e1"), ("r4", "e1"))


def sets(*groups: tuple[tuple[str, str], ...]) -> list[frozenset[tuple[str, str]]]:
    return [frozenset(g) for g in groups]


def test_perfect_clusters_score_one_and_single_ones_less() -> None:
    gold = sets((A, B), (C, D))
    assert scores.b_cubed(gold, gold) == scores.ceaf_e(gold, gold) == 1.0
    single = sets((A,), (B,), (C,), (D,))
    assert scores.b_cubed(gold, single) == pytest.approx(2 / 3)
    assert scores.ceaf_e(gold, single) == pytest.approx(2 * (4 / 3) / 6)
    lumped = sets((A, B, C, D))
    assert scores.b_cubed(gold, lumped) == pytest.approx(2 / 3)
    assert scores.ceaf_e(gold, lumped) == pytest.approx(2 * (2 / 3) / 3)


def test_clusters_are_aligned_for_the_best_sum() -> None:
    assert scores.best_alignment({0: {0: 0.9, 1: 0.8}, 1: {0: 0.8}}) == pytest.approx(1.6)
    assert scores.best_alignment({0: {0: 0.9, 1: 0.1}, 1: {0: 0.7}}) == pytest.approx(0.9)
    assert scores.best_alignment({0: {}, 1: {2: 0.5}}) == 0.5


def test_false_merges_count_pairs_put_together() -> None:
    found = sets((A, B, C), (D,))
    pairs = [(frozenset([A]), frozenset([C])), (frozenset([A]), frozenset([D]))]
    assert scores.false_merges(pairs, found) == (1, 2)
    assert scores.report_pairs([[A, B], [C]]) == {frozenset(("r1", "r2"))}
    assert scores.f1(0, 0, 0) == 1.0 and scores.f1(1, 2, 2) == 0.5


def test_the_world_is_the_same_every_time_and_is_linked_well() -> None:
    profiles, truth = world(400)
    again, _ = world(400)
    assert profiles == again and len({p.id for p in profiles}) == 400
    clusters = partition(profiles, {})
    assert pair_f1({p.id: n for p, n in zip(profiles, truth, strict=True)}, clusters) > 0.9
    assert one_size(200)["events"] == 200
    assert add_one(profiles[:200], partition(profiles[:200], {}), tries=5) < 2.0


def test_an_exponent_is_a_slope() -> None:
    rows = [{"events": n, "cpu_s": n**1.5} for n in (10, 100, 1000)]
    assert exponent(rows) == pytest.approx(1.5)


@pytest.mark.skipif(not (OPEN / "516-pouembout-gendarmerie").exists(), reason="the open corpus is not in this checkout")
def test_the_numbers_of_an_incident_are_those_of_all_the_events_that_the_gold_lists() -> None:
    name = "516-pouembout-gendarmerie"
    found = from_gold(load_open(OPEN, {name}))
    assert [r.measure for r in found.of_gold()[name].tolls] == ["abducted"]
    whole = {r.measure: (r.low, r.high) for r in found.wholes()[name].tolls}
    assert whole["injured"] == (3, 3) and "killed" in whole and "abducted" in whole


def test_learnt_weights_keep_the_order_of_what_levels_mean() -> None:
    hand = yaml.safe_load(HAND.read_text(encoding="utf-8"))
    levels = dict.fromkeys(FEATURES, "unknown")
    # As in a corpus whose hard negatives are two attacks on one day with like tolls: without an order "close" is against.
    rows = [
        (tuple((levels | {"toll": toll}).values()), one)
        for toll, one in (("same", True), ("close", False), ("far", True))
    ]
    weights = learn(rows * 20, hand)
    assert weights["toll"].get("same", 0) >= weights["toll"].get("close", 0) >= 0 >= weights["toll"].get("far", 0)
    for feature, chains in hand["orders"].items():
        for chain in chains:
            points = [weights[feature].get(level, 0.0) for level in chain]
            assert points == sorted(points, reverse=True), (feature, chain)
    assert weights["victims"]["two"] == pytest.approx(hand["weights"]["victims"]["two"], abs=0.2), (
        "nothing was seen of it"
    )

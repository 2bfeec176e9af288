"""Confidence is a share: between 0 and 1, higher where the raw score is, and named claims beat hearsay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reliability import expected_error, table
from rashomon.extract.claims_confidence import confidence, group_of, learnt
from rashomon.extract.claims_view import Draft
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


def draft(rule: str, sure: float) -> Draft:
    return Draft(
        verb=0, cue=(0, 1), contents=[(0, 1)], act="report", rule=rule, speaker=None, sure=sure, tokens=[(0, 1)]
    )


@given(st.floats(0.0, 1.0), st.sampled_from(["quote", "clause", "object", "tagged", "hidden", "never heard of"]))
def test_it_is_a_share(sure: float, rule: str) -> None:
    assert 0.0 < confidence(draft(rule, sure)) < 1.0


def test_it_keeps_the_order_of_the_scores_within_a_rule() -> None:
    said = [confidence(draft("clause", n / 10)) for n in range(11)]
    assert said == sorted(said)
    assert said[0] < said[-1]


def test_every_group_of_the_rules_was_learnt() -> None:
    rules = ("quote", "carried", "label", "clause", "object", "counted", "according", "state", "unowned", "tagged")
    assert {group_of(draft(rule, 0.5)) for rule in rules} <= set(learnt().groups)


def test_what_only_the_tagger_found_is_less_sure_than_a_quote() -> None:
    assert confidence(draft("tagged", 0.9)) < confidence(draft("quote", 0.95))


def test_a_record_carries_it() -> None:
    text = "Two boats burn in Port Aster\n\nThe harbour was closed.\n\nThe mayor said two boats had burned.\n"
    (trained,), (rules,) = (
        Reader(Settings(claims=how)).read(text.encode(), name="report.txt", published="2020-01-01").claims
        for how in ("trained", "rules")
    )
    assert trained.confidence != rules.confidence
    assert 0.5 < trained.confidence < 1.0


def test_the_error_of_what_is_said_exactly_is_none() -> None:
    said = [(0.75, True)] * 3 + [(0.75, False)]
    assert expected_error(said) == pytest.approx(0.0)
    assert expected_error([(0.95, False)] * 2) == pytest.approx(0.95)
    assert table([(1.0, True), (0.05, False)]) == [(0.0, 1, 0.05, 0.0), (0.9, 1, 1.0, 1.0)]

"""What is too little in common, by the levels of features."""

from __future__ import annotations

import pytest

from rashomon.linking import link
from rashomon.linking.levels import FEATURES
from rashomon.linking.rules import BESIDE, too_thin
from tests.linking.builders import strike
from tests.linking.test_link import undated


def thin(**levels: str | bool) -> str | None:
    every: dict[str, str | bool] = dict.fromkeys(FEATURES, "unknown") | dict.fromkeys(BESIDE, False)
    return too_thin(every | levels)


@pytest.mark.parametrize("changed", [{"type": "generic_same"}, {"target": "one"}, {"words": "some"}])
def test_a_day_apart_one_target_in_many_words_is_one_and_less_is_not(changed: dict[str, str]) -> None:
    told: dict[str, str | bool] = {"day_apart": True, "dated": True, "type": "same", "target": "more", "words": "many"}
    assert thin(**told) is None, "reports err over the day"
    assert thin(**told | changed) is not None, "two attacks in one city within three days stay two"


@pytest.mark.parametrize("changed", [{"place": "within"}, {"type": "family"}, {"weapon": "other"}, {"target": "none"}])
def test_a_report_of_these_days_on_the_spot_may_leave_out_the_day(changed: dict[str, str]) -> None:
    told = {"date": "published", "place": "same", "type": "same", "words": "few"}
    assert thin(**told) is None
    assert thin(**told | changed) is not None


def test_a_report_without_a_day_or_a_number_joins_the_strike_that_it_tells_of() -> None:
    assert sorted(len(i.events) for i in link([strike(dead=4), undated("Wire", dead=5)])) == [2]

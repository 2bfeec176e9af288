"""The extra `names`: nomenklatura scores what our index finds. Runs where the extra is installed."""

from __future__ import annotations

import pytest

from rashomon.knowledge.lookup import find_names
from rashomon.knowledge.names import Likeness, NameIndex
from rashomon.knowledge.nomenklatura import rescored


def test_the_candidates_are_ours_and_the_scores_theirs() -> None:
    pytest.importorskip("nomenklatura")
    index = NameIndex([("a", ["Anwar Karimov"]), ("b", ["Sergei Karimov"])])
    found = rescored("Anvar Karimov", index.find("Anvar Karimov"), index)
    assert found[0][0] == "a" and found[0][1].score > 0.7 > found[1][1].score
    assert found[0][1].reasons[0] == "nomenklatura logic-v2 with Anwar Karimov"


def test_what_our_list_holds_apart_stays_apart() -> None:
    pytest.importorskip("nomenklatura")
    index = NameIndex([("a", ["al-Qaeda"]), ("b", ["al-Qaeda in the Arabian Peninsula"])])
    apart = Likeness(0.0, ("two groups in our list: al-qaeda, aqap",))
    assert rescored("AQAP", [("a", apart)], index) == [("a", apart)]
    assert find_names("AQAP", None, scorer="nomenklatura", limit=1)[0].id == "aqap"

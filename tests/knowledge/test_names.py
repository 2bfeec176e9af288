from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.knowledge.names import NameIndex, known_groups, likeness, skeleton, words_of

NAMES = st.text(alphabet="abdegiklmnorstu -'", min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Karimov, Anwar", "Anwar Karimov"),
        ("Sheikh Yusuf al-Barudi", "Yousef Al Barudi"),
        ("Abdulrahim Saleh", "Abd al-Rahim Saleh"),
        ("Northern Star Trading L.L.C.", "NORTHERN STAR TRADING LLC"),
        ("Ali Reza Tabari", "Alireza Tabari"),
    ],
)
def test_two_spellings_of_one_name_are_nearly_the_same(a: str, b: str) -> None:
    assert likeness(a, b).score >= 0.95


def test_a_conflicting_word_costs_more_than_a_missing_one() -> None:
    shorter = likeness("Anwar Karimov", "Anwar Rustam Karimov").score
    other = likeness("Anwar Davlat Karimov", "Anwar Rustam Karimov").score
    assert other < shorter < 1.0
    assert likeness("Anwar Karimov", "Anwar Saidov").score < 0.5


def test_numbers_are_alike_only_when_equal() -> None:
    assert likeness("Brigade 44", "Brigade 45").score < likeness("Brigade 44", "Brigada 44").score


def test_the_list_joins_what_no_spelling_does_and_parts_a_wing_from_its_parent() -> None:
    assert likeness("Daesh", "Islamic State in Iraq and Syria").score == 1.0
    assert "islamic-state" in known_groups("ISIS")
    apart = likeness("al-Qaeda", "al-Qaeda in the Arabian Peninsula")
    assert apart.score == 0.0
    assert apart.reasons[0].startswith("two groups in our list")


def test_reasons_name_what_was_compared() -> None:
    reasons = likeness("Anvar Karimov", "Anwar Karimov Jalil").reasons
    assert any(r.startswith("anvar ~ anwar") for r in reasons)
    assert "karimov = karimov" in reasons
    assert "only one has jalil" in reasons


def test_legal_forms_and_titles_never_leave_a_name_empty() -> None:
    assert words_of("General") == ("general",)
    assert words_of("The Company Ltd") == ("company", "ltd")


def test_skeletons_survive_transliteration() -> None:
    assert skeleton("qasim") == skeleton("kassem")


def test_the_index_weighs_rare_words_and_breaks_ties_by_entry() -> None:
    index = NameIndex(
        [("p1", ["Muhammad Anwar"]), ("p2", ["Muhammad Zarif"]), ("p3", ["Muhammad Karim"]), ("p4", ["Salim Anwar"])]
    )
    found = index.find("Mohamed Zareef")
    assert found[0][0] == "p2"
    assert [key for key, _ in index.find("Anwar", limit=2)] == ["p1", "p4"]
    assert index.find("Zzyzx") == []


@given(NAMES, NAMES)
def test_likeness_is_a_share_and_symmetric_up_to_ties(a: str, b: str) -> None:
    there, back = likeness(a, b), likeness(b, a)
    assert 0.0 <= there.score <= 1.0
    assert likeness(a, a).score == 1.0
    assert (there.score == 1.0) == (back.score == 1.0)

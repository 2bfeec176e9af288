"""Which numbers count everybody, and which replace another: tolls over one incident."""

from __future__ import annotations

import pytest

from rashomon.linking.bodies import body_of, one_body
from rashomon.linking.turns import is_rest
from tests.linking.builders import Report
from tests.linking.test_accounts import only, toll


def test_of_two_numbers_that_one_gives_at_once_the_smaller_is_no_whole() -> None:
    nurse = toll("A", ("A nurse", "nine people", 9, 9, {}), ("A nurse", "four people", 4, 4, {}))
    (row,) = only(nurse, toll("B", ("Police", "twelve people", 12, 12, {}))).tolls
    assert (row.low, row.high) == (9, 12)


def test_fighters_alone_are_no_whole_where_two_count_everybody() -> None:
    army = toll("A", ("The army", "seven gunmen", 7, 7, {"population": "militant"}))
    clinic, mayor = (toll(who, (who, f"{n} people", n, n, {})) for who, n in (("Clinic", 12), ("Mayor", 14)))
    (row,) = only(army, clinic, mayor).tolls
    assert (row.low, row.high) == (12, 14)
    (row,) = only(army, clinic).tolls
    assert (row.low, row.high) == (7, 12), "one origin alone does not overrule another"
    kinds = {(r.population, r.low) for r in only(army, clinic, mayor).ranges}
    assert ("militant", 7) in kinds, "nothing vanishes"


def test_the_same_count_less_exact_or_more_replaces_nothing() -> None:
    first = toll("A", ("Police", "at least 11", 11, None, {"qualifier": "at_least"}))
    later = toll("B", ("Police", "11 people", 11, 11, {}), published="2024-03-12")
    answers = [x for a in only(first, later).accounts for q, xs in a.answers if q == "killed" for x in xs]
    assert len(answers) == 2 and all(x.live for x in answers)


def test_a_morgue_is_not_the_hospital_of_the_incident() -> None:
    morgue, hospital = body_of("the morgue"), body_of("Salam hospital")
    assert morgue is not None and hospital is not None and not one_body(morgue, hospital, country=None)
    assert body_of("the mortuary of Salam hospital") == body_of("Salam hospital")
    first = toll("A", ("Salam hospital", "eight people", 8, 8, {}))
    later = toll("B", ("the morgue", "nine people", 9, 9, {}), published="2024-03-12")
    assert all(x.live for a in only(first, later).accounts for q, xs in a.answers if q == "killed" for x in xs)


def test_what_the_headline_gives_to_somebody_is_theirs_in_the_text() -> None:
    report = Report(
        "Drone kills five in Marawa, police say",
        "A drone strike killed five people in Marawa on Sunday.",
        publisher="A",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    event = report.event(
        "A drone strike killed five people in Marawa on Sunday",
        trigger="drone strike", place="Marawa", time="on Sunday", weapon="drone",
    )  # fmt: skip
    report.figure("five", 5, 5, event, speaker=report.who("police"))
    report.figure("five people", 5, 5, event)
    later = toll("B", ("police", "six people", 6, 6, {}), published="2024-03-12")
    incident = only(report.build(), later)
    fallen = {x.low for a in incident.accounts for q, xs in a.answers if q == "killed" for x in xs if not x.live}
    assert fallen == {5}
    assert dict(incident.cells)["killed"] == "single"


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("two cousins", True),
        ("a family of five", True),
        ("The other two", True),
        ("two people", False),
        ("sonnets", False),
    ],
)
def test_kin_and_the_others_are_some_of_the_dead(words: str, rest: bool) -> None:
    report = Report("A raid", f"They buried {words} today.")
    event = report.event(f"They buried {words} today", trigger="buried")
    report.figure(words, 2, 2, event)
    record = report.build()
    assert is_rest(record, record.figures[0]) is rest


def test_who_counts_some_of_them_is_not_silent() -> None:
    some = toll("A", ("Police", "ten people", 10, 10, {}), ("Police", "three of them", 3, 3, {"scope": "site"}))
    assert dict(only(some).cells)["killed"] == "single"
    few = toll("A", ("Police", "three of them", 3, 3, {"scope": "site"}))
    assert dict(only(few).cells)["killed"] == "single"
    assert not only(few).tolls, "and yet it is no toll of the whole"
    none = toll("A", ("Police", "an unknown number", None, None, {"qualifier": "unspecified"}))
    assert dict(only(none).cells)["killed"] == "silent"

"""Numbers and people that the rules leave open, weighed by the trained tables: on sentences of our own."""

from __future__ import annotations

import functools

import pytest

from rashomon.extract.choices import NO, Evidence, odds, shares, weights, with_rule
from rashomon.model.documents import Document, Part
from rashomon.model.record import Record
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


@functools.cache
def read(text: str) -> Record:
    return Reader(Settings()).record(Document("0" * 64, text, (Part("body", 0, len(text)),), language="en"))


def figures_of(text: str) -> set[tuple[str, int | None, int | None]]:
    return {(f.measure, f.low, f.high) for f in read(text).figures}


def test_the_likeliest_answer_comes_with_its_share() -> None:
    """Evidence that no table knows leaves the answers to their priors; shares lie between 0 and 1."""
    answer, sure = odds("figures", Evidence((), {"killed": ("is killed",), "injured": ("is injured",)}))
    assert answer in {"killed", "injured"}
    assert 0 < sure < 1


def test_evidence_for_none_lowers_the_share() -> None:
    table, _ = weights("figures")
    against = max((t for t in table if t.startswith(NO)), key=lambda t: table[t])
    which = {"killed": ("is killed", "last 0 is")}
    assert odds("figures", Evidence((against.removeprefix(NO),), which))[1] < odds("figures", Evidence((), which))[1]


def test_the_rules_answer_is_evidence_for_itself() -> None:
    """It raises the share of what the rules say, and lowers that of none; an open question knows only that it is open."""
    bare = Evidence(("kind people",), {"killed": ("is killed",), "injured": ("is injured",)})
    none, each = shares("figures", with_rule(bare, "injured", ["verb"]))
    open_none, open_each = shares("figures", with_rule(bare, None))
    assert each["injured"] > open_each["injured"]
    assert none < open_none
    assert abs(none + sum(each.values()) - 1) < 0.001


def test_what_a_whole_report_tells_decides_the_harm() -> None:
    """Seven people listed in a report of a kidnapping were taken, not killed."""
    names = "Omar Nasser, 31; Salim Haddad, 40; and Layla Mansour, 26"
    taken = read(f"Gunmen abducted three people in Kerem on Monday. The three abducted are {names}.")
    dead = read(f"Gunmen killed three people in Kerem on Monday. The three dead are {names}.")
    assert {v.harm for v in taken.victims} == {"abducted"}
    assert {v.harm for v in dead.victims} == {"killed"}


def test_a_weighed_figure_names_its_component() -> None:
    version = weights("figures")[1]
    makers = {f.produced_by for f in read("A bomb killed 31 people in Kerem. The railway now speaks of 36.").figures}
    assert makers <= {"rules.figures/1", f"trained.figures/{version}"}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The blast killed nine people. The wounded included six drivers.", ("injured", 6, 6)),
        ("Two policemen were among the five dead.", ("killed", 2, 2)),
        ("The riot cost 23 lives, a charity said.", ("killed", 23, 23)),
        ("The shelling hit the clinic without loss of life.", ("killed", 0, 0)),
        ("The names of 87 people, 39 of them children, who were killed at the mission were read out.", ("killed", 87, 87)),
        ("The Red Cross took away sixty-one bodies.", ("killed", 61, 61)),
        ("The army denied that any civilian was killed in the strike.", ("killed", 0, 0)),
        ("About 4,000 people have left the town since the shelling.", ("displaced", 4000, 4000)),
        ("Police retook 17 prisoners after the jailbreak.", ("detained", 17, 17)),
    ],
)  # fmt: skip
def test_told_in_other_words(text: str, figure: tuple[str, int, int]) -> None:
    assert figure in figures_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "They were killed a little after nine on the morning of 11 May.",
        "At four in the morning the soldiers shot the guard dead.",
        "Two gunmen killed a guard and were driven away in a grey van.",
    ],
)
def test_no_hour_and_no_escape_is_a_figure_of_the_harmed(text: str) -> None:
    assert not {f for f in figures_of(text) if f[0] in {"killed", "abducted", "injured"} and (f[1] or 0) > 1}


def test_a_person_with_an_age_in_a_list_of_the_dead_is_a_victim() -> None:
    record = read(
        "A bomb killed three people at the market in Kerem on Monday. Mina Sarwan, 23, a nurse, was to be married in June."
    )
    assert any(s.text == "Mina Sarwan" for v in record.victims for s in v.names)


def test_who_speaks_is_no_victim() -> None:
    record = read("A bomb killed three people in Kerem. Police chief Tarek Osman, 51, said the bomber had come by bus.")
    assert not any("Osman" in s.text for v in record.victims for s in v.names)

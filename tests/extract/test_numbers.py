"""The number reader: what counts, what it keeps open, and what it must leave alone."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from rashomon.annotate import build
from rashomon.extract.numbers import NumberPhrase, read_numbers


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build("bundled")


def read(nlp: Language, text: str) -> list[NumberPhrase]:
    return list(read_numbers(nlp(text)))


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("Rescuers found 14 people in the ruins.", 14, 14, "exactly"),
        ("The raid drove out 2,500 villagers.", 2500, 2500, "exactly"),
        ("Some 1.2 million people fled the province.", 1200000, 1200000, "about"),
        ("Twenty-one miners died underground.", 21, 21, "exactly"),
        ("One hundred and five passengers were hurt.", 105, 105, "exactly"),
        ("Two hundred and fifty thousand people fled.", 250000, 250000, "exactly"),
        ("A dozen guards were killed.", 12, 12, "exactly"),
        ("Half a dozen guards were killed.", 6, 6, "exactly"),
        ("Two dozen houses burned.", 24, 24, "exactly"),
        ("Between 10 and 15 gunmen attacked.", 10, 15, "exactly"),
        ("Police held 10 or 11 men.", 10, 11, "exactly"),
        ("The blast hurt 10-15 shoppers.", 10, 15, "exactly"),
        ("The blast hurt 10–15 shoppers.", 10, 15, "exactly"),
        ("Three to four dozen fighters died.", 36, 48, "exactly"),
        ("At least 20 people died.", 20, None, "at_least"),
        ("No fewer than 23 traders were seized.", 23, None, "at_least"),
        ("More than a hundred farmers fled.", 100, None, "more_than"),
        ("Well over 40 soldiers died.", 40, None, "more_than"),
        ("Up to 60 rebels were killed.", None, 60, "at_most"),
        ("As many as 300 were hurt.", None, 300, "at_most"),
        ("Fewer than ten guards survived.", None, 10, "at_most"),
        ("Nearly 80 people were hurt.", 80, 80, "about"),
        ("An estimated 3,000 people fled.", 3000, 3000, "about"),
        ("Thirty or so men came.", 30, 30, "about"),
        ("Dozens of rockets fell.", 24, None, "at_least"),
        ("Scores of people were hurt.", 40, None, "at_least"),
        ("Hundreds of families fled.", 200, None, "at_least"),
        ("Tens of thousands of people fled.", 20000, None, "at_least"),
        ("Several workers were hurt.", 2, None, "at_least"),
        ("A few workers were hurt.", 2, None, "at_least"),
        ("A couple of workers were hurt.", 2, 2, "exactly"),
        ("Nobody was hurt.", 0, 0, "reported_none"),
        ("None of the passengers was hurt.", 0, 0, "reported_none"),
        ("No workers were hurt.", 0, 0, "reported_none"),
        ("An unknown number of people were hurt.", None, None, "unspecified"),
    ],
)
def test_reads(nlp: Language, text: str, low: int | None, high: int | None, qualifier: str) -> None:
    found = read(nlp, text)
    assert [(n.low, n.high, n.qualifier) for n in found] == [(low, high, qualifier)]


@pytest.mark.parametrize(
    "text",
    [
        "The war began in 2014.",
        "The attack of March 12, 2019 shook the town.",
        "It happened on 7 October and again on November 3.",
        "Talks ran from 5 to 7 May.",
        "The shelling began at 06:40.",
        "The shelling began at 6 a.m. on Monday.",
        "A boy of 12 ran away.",
        "A girl aged nine ran away.",
        "The 34-year-old ran away.",
        "Mariam Hadari, 34, a tailor, ran away.",
        "Mariam Hadari (34) ran away.",
        "Prices rose by 12 per cent.",
        "Damage was put at $40 million.",
        "He asked for N60 million.",
        "The village lies 25 km east of the river.",
        "They waited for three hours.",
        "A 155mm gun stood there.",
        "Unit 8200 took part.",
        "Article 51 allows it.",
        "Flight 302 was late.",
        "The five-member board met.",
        "One of the deadliest raids followed.",
        "They attack one another.",
        "A quarter of a million voted.",
    ],
)
def test_leaves_alone(nlp: Language, text: str) -> None:
    assert read(nlp, text) == []


def test_a_change_holds_two_numbers(nlp: Language) -> None:
    assert [n.low for n in read(nlp, "The toll rose from five to seven overnight.")] == [5, 7]


def test_about_after_talk_is_no_bound(nlp: Language) -> None:
    assert [(n.low, n.qualifier) for n in read(nlp, "They talk about two drones.")] == [(2, "exactly")]


def test_bounds_belong_to_the_phrase(nlp: Language) -> None:
    doc = nlp("At least some 20 people died.")
    (number,) = read_numbers(doc)
    assert doc[number.first : number.last].text == "At least some 20"
    assert number.qualifier == "at_least"


def test_needs_no_parser() -> None:
    """A blank pipeline gives words only: the reader still reads, and never fails."""
    assert [n.low for n in read_numbers(spacy.blank("en")("At least 20 people died, four of them children."))] == [
        20,
        4,
    ]

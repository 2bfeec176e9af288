"""Ties between events on reports of our own, and words that tie nothing."""

from __future__ import annotations

import functools

import pytest

from rashomon.extract.link_words import opener
from rashomon.model.documents import Document, Part
from rashomon.model.record import Record
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


@functools.cache
def read(text: str) -> Record:
    return Reader(Settings()).record(Document("0" * 64, text, (Part("body", 0, len(text)),), language="en"))


def links_of(text: str) -> set[tuple[str, str, str]]:
    """Links by the words of a trigger of each event."""
    record = read(text)
    words = {e.id: " ".join(t.text for t in e.triggers) for e in record.events}
    return {(words[link.from_event], link.kind, words[link.to_event]) for link in record.links}


TIES = [
    ("The government suspended peace talks after the bombing of a market in Kora.", "suspended", "follows", "bombing"),
    ("Thousands of people protested against the bombing of a market in Kora.", "protest", "response_to", "bombing"),
    ("In 2019 a suicide bombing in Lorma led to a curfew.", "curfew", "follows", "bombing"),
    (
        "Militants kidnapped 12 students in Berri in retaliation for the shelling of a camp in Tamsa.",
        "kidnapped",
        "retaliation_for",
        "shelling",
    ),
    (
        "Rebels shelled a barracks in Tamsa on Monday. In response, the government suspended peace talks in Geneva.",
        "suspended",
        "response_to",
        "shelled",
    ),
    (
        "A bomb killed six people at a market in Kora on Monday. Police arrested two men on Tuesday.",
        "arrested",
        "response_to",
        "killed",
    ),
    (
        "Gunmen abducted three nurses in Berri on Monday. The nurses were released on Friday.",
        "released",
        "follows",
        "abducted",
    ),
    (
        "Police opened fire on a march in Kora on Monday and killed six people.",
        "fire",
        "response_to",
        "march",
    ),
    (
        "Hundreds of students marched on the ministry in Kora on Monday. Police fired tear gas at the crowd.",
        "fired",
        "response_to",
        "marched",
    ),
    (
        "A bomb killed nine people at a market in Kora on Monday. Shopkeepers closed the bazaar in protest.",
        "protest",
        "response_to",
        "killed",
    ),
    ("Gunmen shelled a school in Tamsa an hour before a bombing in Kora.", "bombing", "follows", "shelled"),
    (
        "Rebels shelled a barracks in Tamsa on Monday. A journalist was shot dead in Kora two days later.",
        "shot",
        "follows",
        "shelled",
    ),
]


@pytest.mark.parametrize(("text", "later", "kind", "earlier"), TIES)
def test_ties(text: str, later: str, kind: str, earlier: str) -> None:
    assert any(later in a and kind == k and earlier in b for a, k, b in links_of(text))


FREE = [
    "The army vowed to retaliate for the shelling of a barracks in Tamsa.",
    "Two soldiers died after being hit by a shell in Tamsa.",
    "Rebels shelled a barracks in Tamsa. A bomb exploded in Kora last year.",
    "Police arrested two men in Kora on Monday. A bomb killed six people in Tamsa on Friday.",
    "Gunmen shelled a school in Tamsa before dawn.",
    "Police had arrested ten men in Kora. Gunmen stormed the prison, killing two guards and freeing the ten.",
]


@pytest.mark.parametrize("text", FREE)
def test_no_tie(text: str) -> None:
    assert not links_of(text)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hours later , jets struck", "hours later"),
        ("in response to the raid", None),
        ("the following day , a bomb", "the following day"),
        ("the army said", None),
    ],
)
def test_opener(words: str, found: str | None) -> None:
    assert opener(words.split()) == found

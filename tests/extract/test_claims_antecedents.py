"""Whom a pronoun, a role or a bare quote stands for, with the report's actors resolved."""

from __future__ import annotations

import pytest

from rashomon.annotate import annotate, build
from rashomon.extract.aliases import find_aliases
from rashomon.extract.claims import find_claims
from rashomon.extract.names import find_names
from rashomon.model.claims import Claim
from rashomon.model.mentions import Grounding
from rashomon.resolve.actors import ground, resolve_actors
from tests.extract.test_claims import document_of, told


def grounded(*paragraphs: str) -> tuple[Claim, ...]:
    document = document_of(*paragraphs)
    doc = annotate(build("bundled"), document)
    mentions = find_names(doc, document=document)
    actors, owners = resolve_actors(mentions, find_aliases(doc, mentions), document=document)
    ranges = [(m.first, m.last) for m in mentions]
    index: list[int | None] = [None] * len(doc)
    for i, (first, last) in enumerate(ranges):
        index[first:last] = [i] * (last - first)
    return find_claims(
        doc, Grounding(actors, ground(owners, ranges, len(doc)), mentions, tuple(index)), document=document
    )


CASES = [
    # somebody brought in without speaking does not take the word
    (
        "The mayor, Peter Lang, denied that any civilian had been harmed. “Our men behaved well,” he said.",
        "Our men",
        "Peter Lang",
    ),
    (
        "Capt. Peter Lang said troops clashed with rebels. One soldier and two rebels died. No civilians were hurt, he added.",
        "No civilians",
        "Peter Lang",
    ),
    # nobody in the words is their speaker
    (
        "“The roof fell in,” said Maria Santos, who lost two of her sons. Her neighbour Paul Ortiz was hit as he ran, she recalled.",
        "Her neighbour",
        "Maria Santos",
    ),
    # a woman is no "he"
    (
        "Police chief Paul Ortiz said the gate was open. His wife, Maria Santos, said the guards had left. He spoke of a plot.",
        "of a plot",
        "Paul Ortiz",
    ),
    # the reporter's body, not its team
    (
        "The Harbour Foundation said its team had treated nine people. Two men were missing, it added.",
        "Two men",
        "Harbour Foundation",
    ),
    # roles
    (
        "The coalition's spokesman, Adam Smith, denied the charge. “We hit no school,” the spokesman said.",
        "We hit",
        "Adam Smith",
    ),
    (
        "Investigators visited the site. “This is a crime,” said the group's director, Sofia Marchenko.",
        "This is",
        "Sofia Marchenko",
    ),
    # a quote that nothing attributes, behind somebody's gesture
    (
        "“It was loud,” said Peter Lang. The road was empty. Ahmed Yusuf shook his head. “They said the same last year.”",
        "They said",
        "Ahmed Yusuf",
    ),
    # the words that tell an unnamed source from others
    (
        "According to two people familiar with the inquiry, the order came from the capital.",
        "the order",
        "two people familiar with the inquiry",
    ),
    ("On Facebook, a man who said he was the deputy denied it.", "he was the deputy", "man"),
]


@pytest.mark.parametrize(("text", "begins", "speaker"), CASES)
def test_speaker(text: str, begins: str, speaker: str) -> None:
    claim = next(c for c in grounded(text) if told(c).lstrip("“").startswith(begins))
    assert claim.speaker is not None
    assert claim.speaker.name == speaker

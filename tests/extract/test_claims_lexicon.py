"""The speech lexica say what their readers expect of them."""

from __future__ import annotations

import typing
from typing import Any

import pytest

from rashomon.extract.claims_lexicon import FrameName, speech_words
from rashomon.lexicon import load
from rashomon.model.actors import Level
from rashomon.model.claims import Act

ACTS = set(typing.get_args(Act))


def words(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [item for key, value in node.items() for item in [key, *words(value)]]
    if isinstance(node, list):
        return [item for value in node for item in words(value)]
    return [node]


@pytest.mark.parametrize("name", ["speech_verbs", "speech_nouns", "acts", "hedges"])
def test_every_entry_is_a_word(name: str) -> None:
    """YAML reads a bare on, no or false as a truth value: such words must be quoted."""
    assert [item for item in words(load(name)) if not isinstance(item, str)] == []


def test_the_verbs_are_many_and_well_formed() -> None:
    verbs = speech_words().verbs
    assert sum(len(entries) for entries in verbs.values()) >= 350
    for entries in verbs.values():
        for entry in entries:
            assert entry.frames
            assert set(entry.frames) <= set(typing.get_args(FrameName))
            assert {frame.act for frame in entry.frames.values()} <= ACTS


def test_phrases_come_before_their_verb() -> None:
    for entries in speech_words().verbs.values():
        lengths = [len(entry.rest) for entry in entries]
        assert lengths == sorted(lengths, reverse=True)


def test_nouns_carry_acts_and_levels() -> None:
    known = speech_words()
    assert set(known.noun_acts.values()) <= ACTS
    assert set(known.levels.values()) <= set(typing.get_args(Level))

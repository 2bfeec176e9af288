"""Word sets of the link reader, made once from relations.yaml."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from rashomon.lexicon import load
from rashomon.model.relations import LinkKind

#: Verbs with which one event is placed after another ("the move came days after ...").
ADDITIONS = frozenset({"come", "happen", "occur", "take", "follow"})


@functools.cache
def answers() -> dict[str, LinkKind]:
    """Lemma of an answering word to the kind of tie."""
    table: dict[str, LinkKind] = {}
    for word in load("relations")["answer_retaliation"]:
        table[word] = "retaliation_for"
    for word in load("relations")["answer_response"]:
        table[word] = "response_to"
    return table


@functools.cache
def causes() -> frozenset[str]:
    """Verbs whose subject brought their object about."""
    return frozenset(load("relations")["causes"])


@functools.cache
def announced() -> frozenset[str]:
    """Verbs under which an answer has not happened."""
    return frozenset(load("relations")["announced"])


@functools.cache
def grounds() -> frozenset[str]:
    """Prepositions that give the ground of a protest or a break-off."""
    return frozenset(load("relations")["grounds"])


@functools.cache
def _openers() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(load("relations")["openers"], key=len, reverse=True):
        table[phrase.split()[0]] = (*table.get(phrase.split()[0], ()), phrase)
    return table


def opener(words: Sequence[str]) -> str | None:
    """The opening phrase that a sentence's first words hold, quote marks aside; "after" with an object of its own is none."""
    plain = [w for w in words if w not in {'"', "“", "‘", "'", "\n", "\n\n"} and w.strip()]
    text = " ".join(plain)
    for phrase in _openers().get(plain[0] if plain else "", ()):
        if (
            text == phrase
            or text.startswith(phrase + " ")
            and plain[len(phrase.split())]
            not in {"to", "for", "the", "after", "of", "a", "an"} | ({"that"} if phrase.endswith("after") else set())
        ):
            return phrase
    return None

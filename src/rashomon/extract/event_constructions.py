"""Constructions at a trigger that turn who does and who suffers: no auxiliary, no object, a list or a wave of it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.event_instruments import is_weapon
from rashomon.extract.event_parties import with_conjuncts

#: Ways to act that leave victims rather than targets.
HARM_MODES = frozenset({"kill", "die", "execute", "abduct", "sexual", "torture", "primitive", "firearms"})
#: Verbs whose subject does nothing when they have no object; some only with a particle ("fell apart", "went off").
_JUST_HAPPENS = frozenset({"collapse", "explode", "erupt", "detonate"})
_WITH_PARTICLE = {"fall": {"apart", "through"}, "go": {"off"}, "break": {"down", "out"}}


def hands_behind(weapon: Token) -> Iterator[Token]:
    """ "attacked with stones by a crowd": who stands after "by" below the weapon."""
    for item in with_conjuncts(weapon):
        for child in item.children:
            if child.lower_ == "by" and child.dep_ in {"prep", "agent"} and is_weapon(weapon):
                yield from (c for c in child.children if c.dep_ == "pobj")


def just_happens(verb: Token) -> bool:
    """ "the roof collapsed", "talks fell apart": nobody is told to do it."""
    if any(c.dep_ == "dobj" for c in verb.children):
        return False
    particles = _WITH_PARTICLE.get(verb.lemma_, set())
    return verb.lemma_ in _JUST_HAPPENS or any(c.lower_ in particles for c in verb.children)


def headline_passive(verb: Token, mode: str) -> bool:
    """ "Officer shot dead outside gym": headlines drop the auxiliary, so a harm verb without object is passive."""
    if (
        mode not in HARM_MODES | {"arrest"}
        or verb.tag_ not in {"VBN", "VBD"}
        or any(c.dep_ in {"dobj", "aux", "auxpass"} for c in verb.children)
    ):
        return False
    return not any(c.lower_ in {"at", "on"} and c.dep_ == "prep" for c in verb.children) or "dead" in {
        c.lower_ for c in verb.children
    }


#: "a wave of air strikes" is one happening.
QUANTITIES = frozenset(
    {
        "wave",
        "series",
        "string",
        "spate",
        "barrage",
        "number",
        "round",
        "dozen",
        "score",
        "pair",
        "volley",
        "hundred",
        "thousand",
        "couple",
        "flurry",
        "package",
        "raft",
        "set",
        "batch",
        "spell",
        "bout",
    }
)


def above_coordination(noun: Token) -> Token:
    """The noun that carries the syntax of a list, an apposition or "a wave of" what happens."""
    node = noun
    while (
        node.dep_ in {"conj", "appos"}
        or node.dep_ == "pobj"
        and node.head.lower_ == "of"
        and node.head.head.pos_ == "NOUN"
        and node.head.head.lemma_ in QUANTITIES
    ):
        node = node.head.head if node.dep_ == "pobj" else node.head
    return node

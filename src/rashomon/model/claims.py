"""Claims: who says what, in which words. A claim is never a fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.actors import Who
from rashomon.model.spans import Span

Form = Literal["direct", "mixed", "indirect"]
Act = Literal[
    "report",
    "announce",
    "condemn",
    "praise",
    "accuse",
    "deny",
    "admit",
    "claim_responsibility",
    "threaten",
    "warn",
    "demand",
    "offer",
    "support",
    "call_off",
]

#: Speech acts to PLOVER root types (PLOVER manual 2023); a plain report or announcement maps to none.
ACT_TO_PLOVER: dict[Act, str | None] = {
    "report": None,
    "announce": None,
    "condemn": "ACCUSE",
    "praise": "SUPPORT",
    "accuse": "ACCUSE",
    "deny": "REJECT",
    "admit": "CONCEDE",
    "claim_responsibility": "CONCEDE",
    "threaten": "THREATEN",
    "warn": "THREATEN",
    "demand": "REQUEST",
    "offer": "COOPERATE",
    "support": "SUPPORT",
    "call_off": "RETREAT",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed statement.

    Args:
        speaker: null where nobody is named ("is thought to"): then the publisher passes it on.
        cue: the words that attribute ("said", "according to").
        content: one span, or two where the attribution interrupts the sentence.
        via: the medium ("in a post on X"), `relayed_by` the outlet or office between.
        within: id of the claim that this one is part of.
        about: ids of the events that the content speaks of.
        confidence: 0 to 1, rounded to 4 decimals.
        produced_by: component and version, "rules.claims/1".
    """

    id: str
    speaker: Who | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    act: Act
    addressee: Who | None = None
    negated: bool = False
    hedged: bool = False
    via: Span | None = None
    relayed_by: Who | None = None
    within: str | None = None
    about: tuple[str, ...] = ()
    confidence: float = 0.0
    produced_by: str = ""

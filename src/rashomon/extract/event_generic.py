"""Tells one happening from a kind of happening, a state of things and a month's dead.

Generic talk ("attacks on troops will go on") is marked as such, so that it never founds an event.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from rashomon.extract.event_constructions import QUANTITIES
from rashomon.extract.event_roles import Slots
from rashomon.extract.trigger_kinds import Trigger
from rashomon.model.mentions import EventMention

_ANAPHOR_ONLY = frozenset(
    {
        "incident",
        "operation",
        "violence",
        "carnage",
        "atrocity",
        "bloodshed",
        "fatality",
        "death",
        "confrontation",
        "martyrdom",
        "offensive",
    }
)
#: Nouns that are an attack only where somebody begins or carries it out.
_ANSWERS = frozenset({"response", "retaliation", "reprisal"})
_BEGUN = frozenset({"begin", "start", "launch", "carry", "mount", "conduct", "unleash", "undertake"})
_UNSPECIFIC = frozenset({"any", "such", "no", "further", "retaliatory", "future", "more", "all", "every", "most"})
#: Ranks in the orders of precision: a month, a country, a place beside a town.
_DAY, _MONTH, _YEAR, _COUNTRY, _TOWN = 2, 5, 6, 7, 3
_WARS = frozenset({"invasion", "genocide", "offensive", "campaign", "war"})
_EFFECTS = frozenset({"kill", "hit", "strike", "target", "injure", "wound", "destroy", "leave", "damage"})


def is_generic(token: Token, trigger: Trigger, slots: Slots, mods: list[str]) -> bool:
    """Whether the words name a kind of happening rather than one."""
    if trigger.kind.plover == "ASSAULT" and of_a_period(token):
        return True
    if not trigger.noun and token.lemma_ == "fight" and token.tag_ in {"VBG", "VBP", "VBZ", "VB"}:
        return True
    if not trigger.noun:
        return (
            token.tag_ == "VBG"
            and token.dep_ in {"pcomp", "csubj"}
            and not slots.carriers
            and trigger.kind.plover == "ASSAULT"
            and not slots.has("actor")
        )
    lemma = token.lemma_.lower()
    if lemma in _ANSWERS:
        return slots.light is None or slots.light.lemma_ not in _BEGUN
    if lemma in _ANAPHOR_ONLY and trigger.last - trigger.first == 1:
        return not (lemma in {"operation", "offensive"} and slots.light is not None and slots.light.lemma_ in _BEGUN)
    if _UNSPECIFIC & set(mods):
        return True
    if token.tag_ in {"NNS", "NNPS"}:
        return _loose_plural(token, slots, mods)
    bare = not mods and not any(c.dep_ in {"nummod", "poss"} for c in token.children)
    return bare and token.dep_ in {"pobj", "compound", "conj"} and not slots.participants and trigger.kind.weak


def _loose_plural(token: Token, slots: Slots, mods: list[str]) -> bool:
    if {"the", "these", "those"} & set(mods) or slots.light is not None:
        return False
    return (
        not _quantified(token)
        and not any(c.dep_ == "nummod" for c in token.children)
        and not _is_subject_of_effect(token)
    )


def of_a_period(token: Token) -> bool:
    """ "have traded fire since October": a state of things, not one happening."""
    since = any(t.lower_ == "since" and t.dep_ in {"prep", "mark", "advmod"} for t in token.subtree)
    if token.pos_ == "NOUN":
        return since and token.tag_ == "NNS"
    perfect = any(c.lower_ in {"has", "have", "'ve"} and c.dep_ == "aux" for c in token.children)
    return since and (perfect or token.dep_ == "acl")


def _quantified(token: Token) -> bool:
    """ "a wave of air strikes" is one happening."""
    if token.dep_ != "pobj" or token.head.lower_ != "of" or token.head.head.lemma_ not in QUANTITIES:
        return False
    above = token.head.head
    return not (
        above.dep_ == "pobj"
        and above.head.lower_ in {"in", "of"}
        and (above.head.head.pos_ in {"ADJ", "NUM"} or above.head.head.lower_ in {"one", "latest"})
    )  # "the latest in a string of murders"


def _is_subject_of_effect(token: Token) -> bool:
    return (
        token.dep_ in {"nsubj", "nsubjpass"}
        and token.head.tag_ in {"VBD", "VBN", "VBZ", "VBP"}
        and token.head.lemma_ in _EFFECTS
    )


def told_of_period(mention: EventMention, *, place_rank: int, time_rank: int, long: bool = False) -> EventMention:
    """The mention, generic where it counts a month's dead or names a war rather than one happening.

    Args:
        place_rank: 0 for an exact place up to 9 for none; time_rank: 0 for a minute up to 7 for a decade.
        long: the time is a stretch of more than a month ("between 1996 and 2008").
    """
    months = time_rank >= _MONTH and mention.time_id is not None
    counted = mention.mode == "kill" and not mention.noun and not mention.bound and not mention.instruments
    nobody = not any(p.role == "actor" for p in mention.participants)
    if long and nobody and not mention.noun and mention.mode in {"kill", "die"}:
        return replace(mention, generic=True)
    sums = mention.mode == "kill" and time_rank >= _YEAR and mention.time_id is not None and place_rank >= _COUNTRY - 1
    if (
        nobody
        and sums
        or months
        and (counted and nobody and place_rank >= _COUNTRY or mention.noun and mention.trigger.text.lower() in _WARS)
    ):
        return replace(mention, generic=True)
    if mention.plover != "ASSAULT" and mention.generic and mention.time_id is not None and not nobody:
        return replace(mention, generic=False)  # "is due to host talks this month"
    plural = mention.plover == "ASSAULT" and mention.plural and mention.generic and mention.mode != "kill"
    dated = mention.time_id is not None and time_rank <= _DAY
    named = plural and (dated or place_rank <= _TOWN and ("cause" in mention.cues or not nobody))
    return replace(mention, generic=False) if named else mention

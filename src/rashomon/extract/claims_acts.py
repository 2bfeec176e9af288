"""What a claim does: its speech act, whether it is negated and whether it hedges.

A strong cue ("denounced") decides alone. A plain one ("said") leaves it to the content, by word
classes; where nothing there speaks for an act, the claim is a report. It pretends no insight
into intent: a threat is a claim in words of threat.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.claims import Act

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWS = frozenset({"vow", "swear", "pledge", "promise"})
_FIGHTING = frozenset({"armed_group", "military"})
_SELF = frozenset({"we", "i", "it", "they", "he", "she", "its", "our", "their", "us"})
_FUTURE = re.compile(r"\b(?:will|shall|would|won['’]t|going to)\b|['’]ll\b")
_NEGATED = re.compile(r"\b(?:not|never|no|neither|nor|nobody|none)\b|n['’]t\b")


@dataclass(frozen=True, slots=True)
class Words:
    """The word classes of the acts lexicon; phrases are one pattern each."""

    words: dict[str, frozenset[str]]
    phrases: dict[str, re.Pattern[str]]


@functools.cache
def _act_words() -> Words:
    data: dict[str, Any] = load("acts")
    words = {k: frozenset(map(str, v)) for k, v in data.items() if not k.endswith("_phrases")}
    phrases = {k: re.compile(r"\b(?:" + "|".join(re.escape(str(p)) for p in v) + r")\b") for k, v in data.items() if k.endswith("_phrases")}
    return Words(words, phrases)


@functools.cache
def _hedge_words() -> frozenset[str]:
    return frozenset(map(str, load("hedges")["words"]))


@functools.cache
def _hedge_verbs() -> frozenset[str]:
    return frozenset(map(str, load("hedges")["verbs"]))


def act_of(base: Act, lemma: str, text: str, *, kind: ActorKind | None, infinitive: str | None) -> Act:
    """The act of a claim.

    Args:
        base: the act that the lexicon gives the cue with its frame.
        lemma: of the cue.
        text: the content's words.
        kind: of the speaker, null if unknown.
        infinitive: lemma of the verb in "vowed to VERB", null without one.
    """
    low = " ".join(text.lower().replace("’", "'").split())
    tokens = frozenset(_WORD.findall(low))
    if lemma in _VOWS:
        return _vow(low, tokens, kind, infinitive)
    if base not in {"report", "announce"}:
        return base
    return _by_content(base, low, tokens, kind)


def _vow(low: str, tokens: frozenset[str], kind: ActorKind | None, infinitive: str | None) -> Act:
    """A vow threatens if its words do, or if a fighting party vows something that is not peaceful."""
    words = _act_words().words
    if infinitive in words["hard_verbs"] or tokens & words["revenge_nouns"] or _threatens(low, tokens):
        return "threaten"
    if infinitive in words["peaceful_verbs"] or kind not in _FIGHTING:
        return "announce"
    return "threaten"


def _threatens(low: str, tokens: frozenset[str]) -> bool:
    found = _act_words()
    if found.phrases["threat_phrases"].search(low):
        return True
    return bool(_FUTURE.search(low) and tokens & found.words["threat_words"])


def _by_content(base: Act, low: str, tokens: frozenset[str], kind: ActorKind | None) -> Act:
    found = _act_words()
    words, phrases = found.words, found.phrases
    own = bool(tokens & _SELF)
    if phrases["deny_phrases"].search(low) or tokens & words["deny_words"]:
        return "deny"
    if phrases["admit_phrases"].search(low):
        return "admit"
    if kind in _FIGHTING and own and _did_it(low, tokens):
        return "claim_responsibility"
    if _threatens(low, tokens) and (kind in {"armed_group", "military", "state", "political", "person", None} and (own or phrases["threat_phrases"].search(low))):
        return "threaten"
    if tokens & words["condemn_words"]:
        return "condemn"
    if phrases["accuse_phrases"].search(low) or tokens & words["accuse_words"]:
        return "accuse"
    if tokens & words["demand_words"] or phrases["demand_phrases"].search(low):
        return "demand"
    if phrases["warn_phrases"].search(low) or (tokens & words["warn_words"] and re.search(r"\b(?:will|would|could|may|might|can|is|are)\b", low)):
        return "warn"
    if phrases["support_phrases"].search(low):
        return "support"
    if base == "report" and re.match(r"(?:it|they|he|she|we|i|its [\w ]{1,30}|the [\w ]{1,30}) (?:will|would|was suspending|were suspending|was sending|were sending|had suspended|plans?|planned|intends?|intended)\b", low):
        return "announce"
    return base


def _did_it(low: str, tokens: frozenset[str]) -> bool:
    """The speaker tells its own attack ("we struck", "it had fired"), not denying it."""
    if _NEGATED.search(low.split(" and ")[0]):
        return False
    return re.search(
        r"\b(?:we|it|they|its (?:fighters|forces|jets|aircraft|planes|men|troops|soldiers|drones|air force|members|unit|units|warplanes))\s+(?:also |had |have |has |just )*"
        r"(?:attacked|struck|hit|targeted|fired|launched|killed|bombed|shelled|destroyed|[“\"‘']?eliminated|[“\"‘']?neutralised|neutralized|shot|ambushed|raided|downed|assassinated|stormed|captured|seized|blew|detonated|carried out|conducted|sank|wounded|intercepted)\b",
        low,
    ) is not None


def is_hedged(lemma: str, text: str) -> bool:
    """Whether the cue or the content leaves the matter open."""
    return lemma in _hedge_verbs() or not _hedge_words().isdisjoint(_WORD.findall(text.lower()))

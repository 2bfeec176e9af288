"""The speech lexicon as typed tables: which verb takes which complement with which act.

It knows words, not sentences; it does not pretend that a listed verb attributes wherever it stands.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from rashomon.lexicon import load
from rashomon.model.actors import Level
from rashomon.model.claims import Act

FrameName = Literal[
    "clause",
    "quote",
    "infinitive",
    "gerund",
    "object",
    "held_object",
    "object_to",
    "object_as",
    "object_prep",
    "counted",
    "answerable",
    "predicate",
    "prep",
]
Needs = Literal["any", "able", "document"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One complement of a verb: the act it performs, who may be its subject, its prepositions."""

    act: Act
    needs: Needs
    preps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verb:
    """A speech verb or verb phrase; `rest` are the words that must follow the lemma."""

    lemma: str
    rest: tuple[str, ...]
    frames: Mapping[FrameName, Frame]

    def allows(self, *names: FrameName) -> bool:
        """Whether one of these frames is listed."""
        return any(name in self.frames for name in names)


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """All word sets of the speech lexica."""

    verbs: Mapping[str, tuple[Verb, ...]]
    adding: frozenset[str]
    hidden: frozenset[str]
    hearsay: frozenset[str]
    relaying: frozenset[str]
    mind: frozenset[str]
    aspect: frozenset[str]
    unreal: frozenset[str]
    noun_acts: Mapping[str, Act]
    light_verbs: frozenset[str]
    voicing: frozenset[str]
    clause_nouns: frozenset[str]
    summing: frozenset[str]
    glosses: frozenset[str]
    media: frozenset[str]
    clear_media: frozenset[str]
    documents: frozenset[str]
    unowned: frozenset[str]
    messages: frozenset[str]
    states: Mapping[str, Act]
    stances: frozenset[str]
    accounts: frozenset[str]
    mute: frozenset[str]
    levels: Mapping[str, Level] = field(default_factory=dict)


@functools.cache
def speech_words() -> SpeechWords:
    """The speech lexica, read once a process."""
    verbs, nouns = load("speech_verbs"), load("speech_nouns")
    levels: dict[str, Level] = {}
    for level, words in nouns["speakers"].items():
        for word in words:
            levels.setdefault(str(word), cast(Level, level))
    return SpeechWords(
        verbs=_verbs(verbs["groups"]),
        adding=_words(verbs["adding"]),
        hidden=_words(verbs["hidden"]),
        hearsay=_words(verbs["hearsay"]),
        relaying=_words(verbs["relaying"]),
        mind=_words(verbs["mind"]),
        aspect=_words(verbs["aspect"]),
        unreal=_words(verbs["unreal_auxiliaries"]),
        noun_acts={str(noun): cast(Act, act) for noun, act in nouns["acts"].items()},
        light_verbs=_words(nouns["light_verbs"]),
        voicing=_words(nouns["voicing"]),
        clause_nouns=_words(nouns["clause_nouns"]),
        summing=_words(nouns["summing"]),
        glosses=_words(nouns["glosses"]),
        media=_words(nouns["media"]),
        clear_media=_words(nouns["clear_media"]),
        documents=_words(nouns["documents"]),
        unowned=_words(nouns["unowned"]),
        messages=_words(nouns["messages"]),
        states={str(word): cast(Act, act) for act, words in nouns["states"].items() for word in words},
        stances=_words(nouns["stances"]),
        accounts=_words(nouns["accounts"]),
        mute=_words(nouns["mute"]),
        levels=levels,
    )


def _words(items: list[Any]) -> frozenset[str]:
    return frozenset(str(item) for item in items)


def _verbs(groups: list[dict[str, Any]]) -> dict[str, tuple[Verb, ...]]:
    """Merges the groups; a later group decides the act of a frame that an earlier one lists too."""
    frames: dict[tuple[str, tuple[str, ...]], dict[FrameName, Frame]] = {}
    for group in groups:
        for phrase in group["verbs"]:
            lemma, *rest = str(phrase).split()
            table = frames.setdefault((lemma, tuple(rest)), {})
            for name in group["frames"]:
                _add(table, name, group)
    out: dict[str, list[Verb]] = {}
    for (lemma, words), table in frames.items():
        out.setdefault(lemma, []).append(Verb(lemma, words, table))
    return {lemma: tuple(sorted(found, key=lambda v: -len(v.rest))) for lemma, found in out.items()}


def _add(table: dict[FrameName, Frame], name: FrameName, group: dict[str, Any]) -> None:
    preps = frozenset(str(p) for p in group.get("preps", ()))
    needs: Needs = group["speaker"]
    known = table.get(name)
    if known is not None:
        preps |= known.preps
        if known.needs != needs:  # the wider permission holds
            needs = "any" if "any" in (known.needs, needs) else "document"
    table[name] = Frame(group["act"], needs, preps)

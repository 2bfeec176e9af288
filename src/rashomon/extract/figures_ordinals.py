"""Ordinals that count the dead: "a tenth man has died", "the fifth body", "the third person to die" (GUIDELINE 52, 77).

The toll that the ordinal reaches is a figure. Other ordinals count nothing: floors, days, brigades, attacks, versions.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from rashomon.extract.figures_nouns import is_people
from rashomon.extract.figures_view import View
from rashomon.lexicon import load

_DIGITS = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")
_DYING = frozenset({"die", "succumb", "perish"})
_DEAD = frozenset({"victim", "body", "fatality", "death", "corpse"})
_PERSON = frozenset({"person", "man", "woman", "one", "boy", "girl", "child"})


@dataclass(frozen=True, slots=True)
class Ordinal:
    """Tokens `[first, last)` of an ordinal with its noun, the toll, and the word that tells the death."""

    first: int
    last: int
    core: int
    value: int
    governor: int


def ordinals(view: View) -> list[Ordinal]:
    """Every ordinal that counts the dead, in text order."""
    words = _values()
    found = []
    for k, word in enumerate(view.lower):
        value = words.get(word)
        if value is None and word[:1].isdigit() and (match := _DIGITS.match(word)) is not None:
            value = int(match[1])
        # "first" seldom counts.
        if value is not None and value > 1 and (read := _of_the_dead(view, k, value)) is not None:
            found.append(read)
    return found


@functools.cache
def _values() -> dict[str, int]:
    return {word: int(value) for word, value in load("times")["ordinals"].items()}


def _of_the_dead(view: View, k: int, value: int) -> Ordinal | None:
    end, floor = view.last(k), view.first(k)
    first = k - 1 if k > floor and view.lower[k - 1] in ("a", "an", "the") else k
    noun = k + 1 if k + 1 < end and view.pos[k + 1] in ("NOUN", "PROPN", "NUM") else None
    if noun is not None and view.lemma[noun].lower() in _DEAD and view.dep[noun] != "compound":
        return Ordinal(first, noun + 1, k, value, noun)
    if noun is not None and not (is_people(view, noun) or view.lower[noun] in _PERSON):
        return None
    last = k + 1 if noun is None else noun + 1
    dying = _death_after(view, last, end, apposed=noun is None)
    return None if dying is None else Ordinal(first, last, k, value, dying)


def _death_after(view: View, at: int, end: int, *, apposed: bool) -> int | None:
    """The verb of dying right after: "has died", "to die"; past an apposition where nothing else is counted."""
    k = at
    if k < end and view.lower[k] == "," and not apposed:
        close = next((j for j in range(k + 1, min(end, k + 8)) if view.lower[j] == ","), None)
        k = k if close is None else close + 1
    elif k < end and view.lower[k] == ",":
        close = next((j for j in range(min(end, k + 14) - 1, k, -1) if view.lower[j] == ","), None)
        if close is None:
            return None
        k = close + 1
    elif apposed and (k >= end or view.pos[k] not in ("AUX", "VERB")):
        return None
    for j in range(k, min(end, k + 4)):
        if view.lemma[j] in _DYING and view.pos[j] in ("VERB", "NOUN"):
            return j
        if view.pos[j] not in ("AUX", "ADV", "PART"):
            return None
    return None

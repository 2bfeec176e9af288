"""What a number counts: the noun after it, whether it takes a part of a whole, and what stands right beside it.

Reads the line of words rather than the parse: beside numbers, and in headlines above all, the
parser errs often and adjacency seldom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words, population_nouns
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

_HYPHENS = frozenset("-–—‑‐")
_QUOTES = frozenset("\"'“”‘’«»`") | {"''", "``"}
_PRONOUNS = frozenset({"them", "whom", "us", "these", "those", "which", "you"})
_BE = frozenset("is are was were be been being 's 're got get gets".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """The words that a number stands with.

    Args:
        noun: token of the counted noun, null for a bare number.
        first, last: tokens `[first, last)` of the noun phrase after the number; empty if bare.
        adjective: measure of a casualty adjective in it ("52 wounded people", "14 wounded").
        whole: what "of" takes a part of: "them", "the dead" or "its crew"; null if it takes none.
    """

    noun: int | None
    first: int
    last: int
    adjective: Measure | None
    whole: Literal["pronoun", "casualty", "noun"] | None


def counted(view: View, number: NumberPhrase) -> Counted:
    """Reads the noun phrase after `number`."""
    end, i = view.last(number.core), number.last
    whole: Literal["pronoun", "casualty", "noun"] | None = None
    if i + 1 < end and view.lower[i] in _QUOTES and view.lower[i + 1] == "of":
        i += 1
    if i < end and view.lower[i] == "of":
        i += 1
        while i < end and view.lower[i] in ("all", "about"):
            i += 1
        word = view.lower[i] if i < end else ""
        if word in _PRONOUNS and not (
            word in ("these", "those")
            and i + 1 < end
            and view.pos[i + 1] in ("NUM", "NOUN", "ADJ")
            and view.lower[i + 1] not in casualty_words().adjectives
        ):
            return _of_pronoun(view, i, end)
        if i < end and (
            view.pos[i] in ("DET",) or view.tag[i] in ("PRP$", "DT") or word in ("their", "its", "his", "her", "our")
        ):
            whole, i = "noun", i + 1
            while i < end and view.pos[i] in ("NUM", "ADV"):
                i += 1
        elif i < end and view.pos[i] == "NUM":
            i += 1  # "38 of 45 drones"
    first, noun, adjective, last = _noun_phrase(view, i, end)
    if whole is not None and noun is None and adjective is not None:
        whole = "casualty"
    elif (
        whole is not None
        and noun is not None
        and (
            adjective is not None
            or view.lower[noun] in ("victims", "casualties", "hostages", "captives", "fatalities", "detainees")
        )
    ):
        whole = "casualty"
        adjective = adjective or (
            "killed"
            if view.lower[noun] in ("victims", "casualties")
            else casualty_words().counted.get(view.lower[noun])
        )
    return Counted(noun, first, last, adjective, whole)


def _of_pronoun(view: View, i: int, end: int) -> Counted:
    """As in "of them", "of whom", "of those killed"."""
    after = view.lower[i + 1] if i + 1 < end else ""
    measure = casualty_words().adjectives.get(after) if view.lower[i] == "those" else None
    if measure is not None:
        return Counted(None, i, i + 2, measure, "casualty")
    return Counted(None, i, i + 1, None, "pronoun")


def _noun_phrase(view: View, i: int, end: int) -> tuple[int, int | None, Measure | None, int]:
    words, people = casualty_words(), population_nouns()
    noun: int | None = None
    adjective: Measure | None = None
    k = last = i
    while k < end:
        word, pos = view.lower[k], view.pos[k]
        if (
            word in ("die", "dies", "flee")
            or noun is not None
            and (view.ent[k] in ("DATE", "TIME") or word in words.adjectives)
        ):
            break
        if word in words.adjectives and noun is None and view.tag[k] != "VBG":
            adjective = words.adjectives[word]
            last = k + 1
        elif pos in ("NOUN", "PROPN") or word in people and noun is None and pos != "VERB":
            if (
                noun is not None
                and (
                    view.tag[noun] in ("NNS", "NNPS")
                    or view.lower[noun] in people
                    and view.lower[noun] != "police"
                    and view.lower[noun].endswith("s")
                )
                and not (view.tag[k] == "NNS" and word in people)
            ):
                break
            noun, last = k, k + 1
        elif word in _QUOTES and noun is None or word in _HYPHENS and view.start[k] == view.end[k - 1]:
            pass
        elif (
            noun is not None
            and k
            and view.lower[k - 1] in _HYPHENS
            and view.start[k] == view.end[k - 1]
            and pos in ("VERB", "ADJ", "ADV")
        ):
            noun = None  # "three ISIL-held buildings"
        elif pos == "PART" and noun is not None and word == "'s" and _noun_soon(view, k + 1, end):
            pass
        elif noun is None and (
            pos in ("ADJ", "NUM", "X")
            or word in ("more", "other", "further", "suspected", "alleged", "so-called")
            or (view.tag[k] in ("VBN", "VBG", "RB", "RBR") and _noun_soon(view, k + 1, end) and word not in _BE)
        ):
            if pos == "NUM":
                break
            if word in ("more", "other", "others"):
                last = k + 1
        else:
            break
        k += 1
    return i, noun, adjective, last


def _noun_soon(view: View, k: int, end: int) -> bool:
    """Whether a noun follows within three words, with nothing but describing words between."""
    for j in range(k, min(end, k + 3)):
        if view.pos[j] in ("NOUN", "PROPN"):
            return True
        if view.pos[j] not in ("ADJ", "ADV", "VERB", "PUNCT") or view.lower[j] in (",", ".", ";"):
            return False
    return False

"""Tells numbers that count people or things from years, ages, money, labels and other quantities.

A guard only ever says no. What passes may still count something that is no figure.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import population_nouns
from rashomon.lexicon import load

_HYPHENS = frozenset("-–—‑‐")
#: "a quarter of a million": the number after is no count of its own.
_FRACTIONS = frozenset({"quarter", "third", "half", "quarters", "thirds", "tenth", "fifth"})


@dataclass(frozen=True, slots=True)
class Guards:
    """Word sets of numbers.yaml."""

    designators: frozenset[str]
    measures: frozenset[str]
    currency: frozenset[str]
    months: frozenset[str]
    year_before: frozenset[str]
    age_before: frozenset[str]
    age_nouns: frozenset[str]
    one_traps: frozenset[str]


@functools.cache
def guards() -> Guards:
    """Reads the sets once."""
    data = load("numbers")
    return Guards(
        *(
            frozenset(str(w) for w in data[name])
            for name in (
                "designators",
                "measures",
                "currency",
                "months",
                "year_before",
                "age_before",
                "age_nouns",
                "one_traps",
            )
        )
    )


def counts_something(view: View, core: int, last: int, high: int | None, first: int) -> bool:
    """Whether the number in tokens `[core, last)` can be a count.

    Args:
        high: its value.
        first: first token of the phrase, bounds included.
    """
    words = guards()
    start, end = view.first(core), view.last(core)
    before = view.lower[core - 1] if core > start else ""
    bound = view.lower[first - 1] if first > start else ""
    after = view.lower[last] if last < end else ""
    later = view.lower[last + 1] if last + 1 < end else ""
    digits = view.lower[core][0].isdigit()
    farther = view.lower[core - 2] if core - 2 >= start else ""
    if _is_quantity(words, farther, before, after, later) and not _heads_noun(view, last, end):
        return False
    if _is_compound(view, core, last, before, after):
        return False
    if _is_date(view, words, core, last, digits) or digits and _is_year(view, words, core, last, before):
        return False
    if _is_clock(view, core, last, high, before, start, end):
        return False
    if _is_age(view, words, core, last, high, first):
        return False
    if (digits or before == "number") and first == core and _is_label(view, words, core, last, before):
        return False
    if view.lower[core] == "one" and last == core + 1:
        return not _is_pronoun(view, words, core, bound, after, end)
    return True


def _is_quantity(words: Guards, farther: str, before: str, after: str, later: str) -> bool:
    """Money, percentages, distances, calibres, durations."""
    if before in words.currency or after in words.currency or before == "of" and farther in _FRACTIONS:
        return True
    if after in words.measures or f"{after} {later}" in words.measures:
        return True
    return (
        after == "of"
        and later in words.measures
        or after in ("more", "further", "other", "square", "full", "long", "consecutive", "straight", "whole")
        and later in words.measures
    )


def _heads_noun(view: View, last: int, end: int) -> bool:
    """As in "two night watchmen": the unit belongs to a noun in the plural, which the number counts."""
    return (
        last + 1 < end
        and view.tag[last] == "NN"
        and view.tag[last + 1] == "NNS"
        and view.lower[last] not in guards().currency
        and view.lower[last + 1] in _people()
    )


@functools.cache
def _people() -> frozenset[str]:
    return frozenset(population_nouns())


def _is_compound(view: View, core: int, last: int, before: str, after: str) -> bool:
    """As in "12-year-old", "five-member", "F-16", "5/6", "3.5x": the number is part of a word."""
    if (
        after in _HYPHENS
        and last + 1 < len(view)
        and view.start[last] == view.end[last - 1]
        and view.start[last + 1] == view.end[last]
    ):
        return view.lower[last + 1] not in ("odd", "plus")
    if (
        before in _HYPHENS
        and core >= 2
        and view.start[core] == view.end[core - 1]
        and view.start[core - 1] == view.end[core - 2]
    ):
        return True
    glued = core > 0 and view.start[core] == view.end[core - 1] and view.lower[core - 1][-1].isalnum()
    glued_after = last < len(view) and view.start[last] == view.end[last - 1] and view.lower[last][0].isalpha()
    return (
        glued or glued_after or before in ("/", "#", "№") or after in ("/", "°", "×") or before == ":" and after == ":"
    )


def _is_date(view: View, words: Guards, core: int, last: int, digits: bool) -> bool:
    start, end = view.first(core), view.last(core)
    near = [k for k in (core - 1, last) if start <= k < end]
    if digits and last < end and view.lower[last] == "of" and last + 1 < end:
        near.append(last + 1)
    # "March 12 and 13", "5, 6 and 7 October": one list of days.
    k = core - 1
    while (
        digits
        and k - 1 >= start
        and view.lower[k] in (",", "and", "to", "or", *_HYPHENS)
        and view.lower[k - 1].isdigit()
    ):
        k -= 2
        if k >= start:
            near.append(k)
    if any(view.lower[k] in words.months and view.words[k][0].isupper() for k in near):
        return True
    return (
        digits
        and core > start
        and view.lower[core - 1] == "the"
        and last < end
        and view.words[last] in ("th", "st", "nd", "rd")
    )


def _is_year(view: View, words: Guards, core: int, last: int, before: str) -> bool:
    text = view.lower[core]
    if last != core + 1 or len(text) != 4 or not text.isdigit() or not 1800 <= int(text) <= 2100:
        return False
    follows_count = last < view.last(core) and (
        view.pos[last] in ("NOUN", "ADJ") and view.lower[last] not in words.months
    )
    people = last < view.last(core) and view.lower[last] in (
        "people",
        "civilians",
        "soldiers",
        "troops",
        "fighters",
        "dead",
        "deaths",
        "men",
        "killed",
    )
    return not people and (not follows_count or before in words.year_before or view.ent[core] == "DATE")


def _is_age(view: View, words: Guards, core: int, last: int, high: int | None, first: int) -> bool:
    start, end = view.first(core), view.last(core)
    value = high if high is not None else 0
    if value > 120:
        return False
    before = view.lower[core - 1] if core > start else ""
    after = view.lower[last] if last < end else ""
    if before in words.age_before or first > start and view.lower[first - 1] in words.age_before:
        return True
    if before == "between" and core - 2 >= start and view.lower[core - 2] in words.age_before:
        return True
    if (
        before in ("and", "or", "to", ",")
        and any(view.lower[k] in words.age_before for k in range(max(start, core - 5), core))
        and not _noun_follows(view, last, end)
    ):
        return True
    if after in ("years", "year") and last + 1 < end and view.lower[last + 1] == "old":
        return True
    if (
        before == "of"
        and core - 2 >= start
        and (view.lower[core - 2] in words.age_nouns or (value > 5 and _one_person(view, core - 2)))
        and not (last < end and view.pos[last] in ("NOUN", "ADJ", "PROPN"))
    ):
        return True
    if (
        first < core
        and view.lower[first] in ("under", "over", "above", "below")
        and first > start
        and view.pos[first - 1] in ("NOUN", "PRON")
        and not _noun_follows(view, last, end)
    ):
        return True
    return _is_apposed_age(view, words, core, last, start, end)


def _is_clock(view: View, core: int, last: int, high: int | None, before: str, start: int, end: int) -> bool:
    """As in "at four in the morning", "a little after nine on the morning", "ten to six on Sunday", "from 13 on 14 February"."""
    if high is None or high > 31:
        return False
    after = view.lower[last : min(end, last + 4)]
    if after[:2] in (["in", "the"], ["on", "the"]) and after[2:3] in (
        ["morning"],
        ["afternoon"],
        ["evening"],
        ["night"],
    ):
        return high <= 12 and before in (
            "at",
            "after",
            "before",
            "around",
            "about",
            "by",
            "past",
            "to",
            "since",
            "until",
        )
    if before in ("past", "to") and core - 2 >= start and view.pos[core - 2] == "NUM" and after[:1] == ["on"]:
        return high <= 12
    month = view.lower[last + 2 : last + 3]
    return view.lower[core].isdigit() and after[:1] == ["on"] and bool(month) and month[0] in guards().months


def _one_person(view: View, noun: int) -> bool:
    """As in "a conductor of 31": one person, not a group of that size."""
    return (
        view.tag[noun] == "NN"
        and view.lower[noun] in _people()
        and view.lower[noun] not in load("casualty")["family_of"]
        and any(view.lower[k] in ("a", "an") for k in range(max(0, noun - 3), noun))
    )


def _is_apposed_age(view: View, words: Guards, core: int, last: int, start: int, end: int) -> bool:
    """As in "Name, 34," and "a driver, 34, was" and "Name (34)"; a list of numbers is none."""
    if core - 2 < start or last != core + 1:
        return False
    opened, after = view.lower[core - 1], view.lower[last] if last < end else "."
    if opened == "(":
        return after == ")" and view.pos[core - 2] == "PROPN"
    closers = {",", ".", ";", ")", "and", ":", "—", "–", "-", "'", '"', "”", "’", "!", "?"}
    if opened != "," or not (after in closers or "\n" in after or last >= end):
        return False
    whom = core - 2
    return (
        view.pos[whom] == "PROPN"
        or view.lemma[whom] in words.age_nouns
        or view.pos[whom] == "NOUN"
        and after == ","
        and not view.lower[whom].endswith("s")
    )


def _noun_follows(view: View, last: int, end: int) -> bool:
    return last < end and view.pos[last] in ("NOUN", "ADJ", "PROPN", "VERB")


def _is_label(view: View, words: Guards, core: int, last: int, before: str) -> bool:
    """As in "Unit 8200", "Article 51", "Boeing 737", "Gate 4": a designator stands before, with no noun counted after."""
    if before.rstrip("s") in words.designators or before in words.designators:
        counted = (
            last < view.last(core)
            and view.pos[last] == "NOUN"
            and view.dep[core] == "nummod"
            and view.head[core] >= last
        )
        return not counted or before not in ("day", "house", "army", "police", "bus", "train", "camp", "post", "base")
    return False


def _is_pronoun(view: View, words: Guards, core: int, bound: str, after: str, end: int) -> bool:
    """As in "one another", "this one", "one of the deadliest", "one day", "one in five"."""
    if (
        after
        in (
            "another",
            "by",
            "day",
            "'s",
            "way",
            "thing",
            "side",
            "hand",
            "eyewitness",
            "time",
            "side",
            "point",
            "can",
            "must",
            "should",
            "could",
            "would",
            "stage",
        )
        or bound in words.one_traps
    ):
        return (
            bound not in ("the", "other", "only", "first", "next", "another")
            or after in ("", ",", ".")
            or not _counted_next(view, core + 1, end)
        )
    if (
        after == "in"
        and core + 2 < end
        and (view.lower[core + 2].isdigit() or view.lower[core + 2] in load("numbers")["units"])
    ):
        return True
    if after == "of":
        stop = min(end, core + 8)
        return any(view.tag[k] in ("JJS", "RBS") for k in range(core + 2, stop) if view.pos[k] != "NOUN")
    return False


def _counted_next(view: View, at: int, end: int) -> bool:
    return at < end and view.pos[at] in ("NOUN", "ADJ")

"""Victims without a name whom the words still single out: "a 12-year-old girl was killed", "a girl aged nine".

Only a person given with an age is taken: without one, "a man was killed" is the event, not a person that a
later report could be matched with. Two such phrases are never merged.
"""

from __future__ import annotations

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import population_nouns
from rashomon.extract.numbers_core import read_core
from rashomon.extract.victims_people import Person

#: "a girl of 11": with these nouns "of" and a number is an age; "a family of five" is not.
_OF_AGE = frozenset(
    "boy girl man woman child son daughter schoolgirl schoolboy baby toddler teenager youth student grandson granddaughter".split()
)


def described_people(view: View, named: list[Person]) -> list[Person]:
    """Noun phrases of one unnamed person with an age; `first` to `last` covers the phrase."""
    taken = {k for person in named for k in range(person.intro, person.last)}
    found = []
    for k, word in enumerate(view.lower):
        if word not in population_nouns() or view.tag[k] != "NN" or k in taken:
            continue
        if view.dep[k] in ("appos", "attr") and view.head[k] in taken:
            continue  # "X, a 16-year-old boy": the name is the victim
        first = _phrase_start(view, k)
        if first is None or any(
            view.lower[j] in ("for", "than", "like") for j in range(max(view.first(k), first - 1), first)
        ):
            continue
        last = _aged_end(view, k)
        if last is None and not _year_old_before(view, first, k):
            continue
        last = k + 1 if last is None else last
        if last < view.last(k) and view.pos[last] == "PROPN" or _name_follows(view, last, taken):
            continue  # "a 12-year-old girl, X": the name is the victim
        found.append(Person(f"described:{k}", first, last, k, first))
    return found


def _phrase_start(view: View, noun: int) -> int | None:
    """The article of an indefinite or possessive phrase, null for any other."""
    for k in range(noun - 1, max(view.first(noun), noun - 9) - 1, -1):
        if view.lower[k] in ("a", "an", "another", "one", "his", "her", "their"):
            return k
        if view.pos[k] not in ("ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "ADV") and view.lower[k] not in (
            "-",
            "old",
            "year",
            "month",
        ):
            return None
        if view.lower[k] in (",", ";", "("):
            return None
    return None


def _year_old_before(view: View, first: int, noun: int) -> bool:
    return any(view.lower[k] in ("year", "month") and view.lower[k + 2 : k + 3] == ["old"] for k in range(first, noun))


def _aged_end(view: View, noun: int) -> int | None:
    """The token after "aged nine" or "of 12" behind the noun."""
    k, end = noun + 1, view.last(noun)
    if (
        k + 1 < end
        and (view.lower[k] == "aged" or view.lower[k] == "of" and view.lower[noun] in _OF_AGE)
        and (read := read_core(view.lower, k + 1, end)) is not None
        and read[0] <= 110
    ):
        closed = read[1] >= end or view.pos[read[1]] not in ("NOUN", "ADJ", "PROPN")
        return read[1] if closed else None
    return None


def _name_follows(view: View, last: int, taken: set[int]) -> bool:
    return last + 1 < len(view) and (
        last in taken or view.lower[last] == "," and (last + 1 in taken or view.pos[last + 1] == "PROPN")
    )

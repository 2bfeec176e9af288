"""What a report says of a victim beside the harm: age, sex, role, status. Nothing said is null or unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rashomon.extract.figures_population import kind_at, noun_population
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import population_nouns, population_words
from rashomon.extract.numbers_core import read_core
from rashomon.extract.victims_people import Person
from rashomon.model.mentions import Grounding
from rashomon.model.spans import Span
from rashomon.model.victims import Age, Sex, Status

_DECADE = re.compile(r"^(\d)0s$|^(twenties|thirties|forties|fifties|sixties|seventies|eighties|teens)$")
_DECADES = {
    "teens": 10,
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
}
_FEMALE = frozenset(
    "she her hers herself woman girl mother daughter sister wife widow grandmother aunt niece granddaughter schoolgirl policewoman businesswoman mrs ms miss bride nun actress lady sisters daughters".split()
)
_MALE = frozenset(
    "he his him himself man boy father son brother husband widower grandfather uncle nephew grandson schoolboy policeman gunman businessman fisherman cameraman serviceman mr sheikh imam bishop sons brothers grandsons shepherd king patrolman".split()
)
_TO_STATUS: dict[str, Status] = {
    "civilian": "civilian",
    "child": "civilian",
    "woman": "civilian",
    "journalist": "civilian",
    "aid_worker": "civilian",
    "militant": "militant",
    "military": "military",
    "police": "police",
}


def age_of(view: View, person: Person) -> Age | None:
    """The age that stands beside the name: ", 34,", "(34)", "aged 34", "34-year-old X", "in her 30s"."""
    end, k = view.last(person.first), person.last
    for at in range(person.head + 1, person.last) if person.key.startswith("described:") else ():
        if (
            view.lower[at] in ("aged", "of")
            and (read := read_core(view.lower, at + 1, end)) is not None
            and read[0] <= 120
        ):
            return _age(view, at + 1, read[1], read[0], read[0])
    for at in range(k, min(end, k + 2)):
        if view.lower[at] in (",", "("):
            read = read_core(view.lower, at + 1, end)
            closed = read is not None and (
                read[1] >= end
                or view.lower[read[1]] in (",", ")", ".", ";", "and", ":", "–", "—", "-", "'", '"', "”", "’")
                or "\n" in view.words[read[1]]
            )
            if read is not None and closed and 0 <= read[0] <= 120:
                return _age(view, at + 1, read[1], read[0], read[0])
    for at in range(k, min(end, k + 6)):
        if (
            view.lower[at] in ("aged", "age")
            and (read := read_core(view.lower, at + 1, end)) is not None
            and read[0] <= 120
        ):
            return _age(view, at + 1, read[1], read[0], read[0])
        decade = _DECADE.match(view.lower[at])
        if decade is not None and "in" in view.lower[k:at]:
            low = int(decade.group(1)) * 10 if decade.group(1) else _DECADES[decade.group(2)]
            return _age(view, at, at + 1, low, low + 9)
    return _year_old(view, person)


def _year_old(view: View, person: Person) -> Age | None:
    for at in [*range(person.intro, person.last), *range(person.last, min(view.last(person.first), person.last + 8))]:
        if view.lower[at] == "year" and at + 2 < len(view) and view.lower[at + 2] == "old" and at >= 2:
            read = read_core(view.lower, at - 2, at)
            if read is not None and read[0] <= 120:
                return _age(view, at - 2, at + 3, read[0], read[0])
    return None


def _age(view: View, first: int, last: int, low: int, high: int) -> Age:
    return Age(low, high, Span.of(view.text, view.start[first], view.end[last - 1]))


def sex_of(view: View, mentions: Sequence[Person]) -> Sex | None:
    """By kin words and titles beside the name, then by a pronoun that can only mean the person."""
    for person in mentions:
        if person.female is not None:
            return "female" if person.female else "male"
        near = set(view.lower[person.intro : person.last])
        if not person.key.startswith("described:"):
            # "the brother of X": what stands before the "of" is another person.
            near = {view.lower[k] for k in range(person.intro, person.first) if view.lower[k + 1] != "of"}
        end = view.last(person.first)
        if view.lower[person.last : person.last + 1] == [","]:
            stop = next(
                (k for k in range(person.last, min(end, person.last + 8)) if view.lower[k] == "and"),
                min(end, person.last + 8),
            )
            near |= {view.lower[k] for k in range(person.last, stop) if not _anothers(view, k, person.last)}
        # "her sister X": the possessor's pronoun tells nothing of X.
        near -= {"he", "she", "his", "her", "him"}
        if near & _FEMALE and not near & _MALE:
            return "female"
        if near & _MALE and not near & _FEMALE:
            return "male"
    for person in mentions:
        following = view.lower[person.last : min(view.last(person.first), person.last + 14)]
        pronoun = next((w for w in following if w in ("he", "she", "his", "her", "him")), None)
        if pronoun is not None:
            return "female" if pronoun in ("she", "her") else "male"
    return None


def _anothers(view: View, k: int, floor: int) -> bool:
    """Whether the word is somebody else's name for kin: "his sister", "whose elder brother", "the mayor's son"."""
    return bool({"his", "her", "their", "whose", "'s", "’s"} & set(view.lower[max(floor, k - 2) : k]))


def role_of(view: View, mentions: Sequence[Person]) -> tuple[int, int] | None:
    """Token range of the role or title that stands with the name: before it, or in apposition after it."""
    for person in mentions:
        if person.title is not None:
            return person.title
        before = _role_before(view, person)
        if before is not None:
            return before
        after = _role_after(view, person)
        if after is not None:
            return after
    return None


def _role_before(view: View, person: Person) -> tuple[int, int] | None:
    last = person.first
    while last > person.intro and (view.lower[last - 1] == "," or view.pos[last - 1] == "PUNCT"):
        last -= 1
    first = last
    while (
        first > person.intro
        and view.pos[first - 1] in ("NOUN", "ADJ", "PROPN")
        and view.lower[first - 1] not in ("the", "a", "an")
    ):
        first -= 1
    while first < last and (
        view.pos[first] == "ADJ" and view.words[first][:1].isupper() or view.ent[first] in ("NORP", "GPE", "ORG")
    ):
        first += 1
    if first < last and view.lower[last - 1] in population_nouns() and view.lower[last - 1] not in _KIN:
        return first, last
    return None


_KIN = frozenset(
    "man woman boy girl father mother son daughter brother sister wife husband people person sons daughters brothers sisters grandmother grandfather cousin uncle aunt nephew niece men women victim victims others officers".split()
)


def _role_after(view: View, person: Person) -> tuple[int, int] | None:
    """As in "X, 34, a well-known peace mediator, ..."."""
    k, end = person.last, view.last(person.first)
    if view.lower[k : k + 1] != [","]:
        return None
    k += 1
    if k < end and view.words[k].isdigit():
        k += 1
        if view.lower[k : k + 1] != [","]:
            return None
        k += 1
    if k < end and view.lower[k] in ("also", "known", "alias"):
        return None
    while k < end and view.lower[k] in (
        "a",
        "an",
        "the",
        "one",
        "of",
        "its",
        "his",
        "her",
        "their",
        "alleged",
        "suspected",
    ):
        k += 1
    first = k
    while k < end and (view.pos[k] in ("ADJ", "NOUN", "PROPN") or view.lower[k] == "-"):
        k += 1
    if (
        k > first
        and view.pos[k - 1] == "NOUN"
        and view.lower[k - 1] in population_nouns()
        and view.lower[k - 1] not in _KIN
    ):
        return first, k
    return None


def status_of(
    view: View,
    mentions: Sequence[Person],
    role: tuple[int, int] | None,
    age: Age | None,
    grounding: Grounding,
    counted: str | None,
) -> Status:
    """By the role and whose it is, then by the figure that counts the person; unknown otherwise.

    Args:
        counted: population of the figure that the person stands in.
    """
    if counted in ("police", "military", "militant"):
        return _TO_STATUS[counted]
    if role is not None:
        for k in range(*role):
            rank = population_words().ranks.get(view.lower[k].rstrip("."))
            if rank in _TO_STATUS and (
                k + 1 == role[1] or view.lower[k] not in ("officer", "deputy", "private", "general", "lance")
            ):
                return _TO_STATUS[rank]
        population = noun_population(view, role[1] - 1, max(0, role[0]), grounding)
        if population in _TO_STATUS:
            return _TO_STATUS[population]
        for k in range(role[0], min(len(view), role[1] + 4)):
            kind = kind_at(k, grounding)
            if kind in ("armed_group", "military", "police"):
                return {"armed_group": "militant", "military": "military", "police": "police"}[kind]  # type: ignore[return-value]
    for person in mentions:
        for k in range(person.intro, person.first):
            kind = kind_at(k, grounding)
            if kind in ("armed_group", "military", "police"):
                return {"armed_group": "militant", "military": "military", "police": "police"}[kind]  # type: ignore[return-value]
            if (
                view.lower[k] in population_nouns()
                and (found := noun_population(view, k, person.intro, grounding)) in _TO_STATUS
            ):
                return _TO_STATUS[found]
    if counted in _TO_STATUS:
        return _TO_STATUS[counted]
    return "civilian" if age is not None and age.high < 15 else "unknown"

"""The casualty, population and weapon lists as tables keyed by the word as it stands in the text.

Inflections are spelt out here rather than taken from the tagger: in headlines it reads "Kills" and
"abduct" as names.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.figures import Measure, Population


@dataclass(frozen=True, slots=True)
class Compound:
    """Words that follow a verb and give it a measure ("shot ... dead", "lost their lives")."""

    words: tuple[str, ...]
    measure: Measure
    subject: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb form says of the people or things beside it.

    Args:
        people: measure of its object or passive subject, where that is people.
        subject: measure of its subject ("die", "flee").
        things: its object is a target struck, where it is a thing.
        people_only: "claim", "seize": the object must be people, by its noun.
        elliptic: a bare number may stand as its object ("killing 12").
    """

    lemma: str
    people: Measure | None
    subject: Measure | None
    things: bool
    people_only: bool
    elliptic: bool
    compounds: tuple[Compound, ...]


@dataclass(frozen=True, slots=True)
class Weapon:
    """An entry of weapons.yaml, as far as figures need it."""

    name: str
    kind: str
    platform: bool
    person: bool


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """casualty.yaml, turned into tables."""

    verbs: dict[str, Verb]
    adjectives: dict[str, Measure]
    counted: dict[str, Measure]
    of_nouns: dict[str, Measure]
    tolls: dict[str, Measure | None]
    none_nouns: dict[str, Measure]
    sets: dict[str, frozenset[str]]
    period: tuple[str, ...]
    predicates: tuple[tuple[tuple[str, ...], Measure], ...]
    unless: dict[str, frozenset[str]]


def inflections(lemma: str) -> list[str]:
    """The regular forms of a verb."""
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    forms = [lemma, third, lemma + "ed", lemma + "ing"]
    if len(lemma) > 2 and lemma[-1] not in "aeiouwxy" and lemma[-2] in "aeiou" and lemma[-3] not in "aeiou":
        forms += [lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"]
    return forms


@functools.cache
def casualty_words() -> CasualtyWords:
    """Reads casualty.yaml once."""
    data = load("casualty")
    flat = (
        "freed",
        "toll_verbs",
        "report_verbs",
        "count_verbs",
        "withhold_verbs",
        "withhold_nouns",
        "unknown_words",
        "none_report_nouns",
        "arms_verbs",
        "strength_verbs",
        "assault_verbs",
        "targets",
        "family_of",
        "animals",
        "unreal",
    )
    return CasualtyWords(
        _verbs(data),
        {word: measure for measure, words in data["adjectives"].items() for word in words},
        {
            form: measure
            for measure, words in data["counted"].items()
            for word in words
            for form in (word, plural(word))
        },
        {
            form: measure
            for measure, words in data["of_nouns"].items()
            for word in words
            for form in (word, plural(word))
        },
        data["tolls"],
        data["none_nouns"],
        {name: frozenset(data[name]) for name in flat},
        tuple(data["period"]),
        tuple((tuple(entry["words"].split()), entry["measure"]) for entry in data["predicates"]),
        {verb: frozenset(words) for verb, words in data["unless"].items()},
    )


def _verbs(data: dict[str, Any]) -> dict[str, Verb]:
    compounds: dict[str, list[Compound]] = {}
    for entry in data["compound"]:
        compounds.setdefault(entry["verb"], []).append(
            Compound(
                tuple(entry["with"].split()),
                entry["measure"],
                entry.get("affects") == "subject",
                bool(entry.get("negated")),
            )
        )
    people: dict[str, Measure] = {}
    subject: dict[str, Measure] = {}
    for measure, roles in data["verbs"].items():
        if measure != "targets_struck":
            for lemma in roles["object"]:
                people.setdefault(lemma, measure)
        for lemma in roles["subject"]:
            subject.setdefault(lemma, measure)
    things, only, bare = (
        set(data["verbs"]["targets_struck"]["object"]),
        set(data["people_only"]),
        set(data["no_ellipsis"]),
    )
    table: dict[str, Verb] = {}
    for lemma in dict.fromkeys([*people, *subject, *things, *compounds]):
        verb = Verb(
            lemma,
            people.get(lemma),
            subject.get(lemma),
            lemma in things,
            lemma in only,
            lemma not in bare,
            tuple(compounds.get(lemma, ())),
        )
        for form in [lemma, *(data["irregular"].get(lemma) or inflections(lemma))]:
            table.setdefault(form, verb)
    return table


def plural(noun: str) -> str:
    """The regular plural; of a phrase, that of its last word."""
    if noun.endswith("y") and len(noun) > 1 and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("man") and not noun.endswith("human"):
        return noun[:-3] + "men"
    return noun + "s"


@functools.cache
def population_nouns() -> dict[str, Population]:
    """Word or two-word phrase, singular or plural, to the population of a figure of them."""
    data = load("populations")
    table: dict[str, Population] = {}
    for population in (
        "any",
        "civilian",
        "militant",
        "military",
        "police",
        "child",
        "woman",
        "aid_worker",
        "journalist",
        "prisoner",
    ):
        for noun in data["nouns"][population]:
            table[noun] = table[plural(noun)] = population
    for form, noun in data["plurals"].items():
        if noun in table:
            table[form] = table[noun]
    return table


@functools.cache
def singulars() -> dict[str, str]:
    """Plural to singular of every population noun."""
    data = load("populations")
    nouns = [noun for group in data["nouns"].values() for noun in group]
    return {**{plural(noun): noun for noun in nouns}, **data["plurals"]}


@dataclass(frozen=True, slots=True)
class PopulationWords:
    """What decides a population beside the noun itself; fields as in populations.yaml."""

    modifiers: dict[str, Population]
    ambiguous: frozenset[str]
    defaults: dict[str, Population]
    kinds: dict[ActorKind, Population]
    groups: dict[str, Population]
    units: dict[str, Population]
    strength: frozenset[str]
    ranks: dict[str, Population]


@functools.cache
def population_words() -> PopulationWords:
    """Reads the rest of populations.yaml once."""
    data = load("populations")
    modifiers = {word: population for population, words in data["modifiers"].items() for word in words}
    return PopulationWords(
        modifiers,
        frozenset(data["ambiguous"]),
        data["defaults"],
        data["kinds"],
        data["groups_of_people"],
        data["units"],
        frozenset(data["strength"]),
        {rank: population for population, ranks in data["ranks"].items() for rank in ranks},
    )


@functools.cache
def weapon_nouns() -> dict[str, Weapon]:
    """Last words of weapon names and whole phrases, singular and plural."""
    table: dict[str, Weapon] = {}
    for entry in load("weapons")["weapons"]:
        weapon = Weapon(entry["name"], entry["class"], bool(entry.get("platform")), bool(entry.get("person")))
        for form in [entry["name"], *entry["forms"]]:
            table.setdefault(form.lower(), weapon)
            table.setdefault(plural(form.lower()), weapon)
    table["knives"] = table["knife"]
    return table

"""What kind of actor a name or a noun stands for, by the words in it.

Head words decide ("... Brigade", "Ministry of ..."), because the entity recogniser labels
transliterated organisations as persons. Where no word decides, the recogniser's label does.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from rashomon.lexicon import load
from rashomon.model.actors import ActorKind, Level
from rashomon.model.figures import Population


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A noun that can head an unnamed actor ("officials")."""

    kind: ActorKind
    level: Level
    population: Population | None
    female: bool | None


@dataclass(frozen=True, slots=True)
class Country:
    """A state with its names: `forms` are all names, demonyms and metonyms, `capital` words speak for it."""

    iso2: str
    name: str
    kind: ActorKind


@functools.cache
def person_nouns() -> dict[str, PersonNoun]:
    """Lemma to reading, from people.yaml."""
    return {
        noun: PersonNoun(e.get("kind", "unknown"), e.get("level", "unknown"), e.get("population"), e.get("female"))
        for noun, e in load("people")["people"].items()
    }


@functools.cache
def country_forms() -> dict[str, tuple[Country, str]]:
    """Surface form to (country, role); role is "name", "demonym", "people" or "metonym"."""
    table: dict[str, tuple[Country, str]] = {}
    for entry in load("countries")["countries"]:
        country = Country(entry["iso2"], entry["name"], entry.get("kind", "state"))
        roles = {
            "name": [entry["name"], *(entry.get("aliases") or ())],
            "demonym": entry.get("demonyms") or (),
            "people": entry.get("people") or (),
            "metonym": [*([entry["capital"]] if entry.get("capital") else ()), *(entry.get("metonyms") or ())],
        }
        for role, forms in roles.items():
            for form in forms:
                table.setdefault(form, (country, role))
    return table


@functools.cache
def kind_words() -> dict[str, ActorKind]:
    """Lower-case head word of a name to the kind of actor, from organs.yaml."""
    table: dict[str, ActorKind] = {}
    for word, kind in load("organs")["heads"].items():
        table[word.lower()] = kind
    for word, kind in load("actor_words")["name_heads"].items():
        table.setdefault(word.lower(), kind)
    return table


#: Words that make an army or a movement one that fights a state.
_REBEL = frozenset({"liberation", "resistance", "mujahideen", "mujahidin", "insurgent"})


def kind_of_name(words: list[str], label: str) -> ActorKind:
    """The kind of a name.

    Args:
        words: its tokens.
        label: the recogniser's label.
    """
    heads, lowered = kind_words(), [w.lower() for w in words]
    text = " ".join(lowered)
    if _REBEL & set(lowered) and len(lowered) > 1:
        return "armed_group"
    for phrase in (text, " ".join(lowered[-2:]), lowered[-1], " ".join(lowered[:2]), lowered[0]):
        if phrase in heads:
            return heads[phrase]
    for word in reversed(lowered):
        if word in heads:
            return heads[word]
    return "person" if label == "PERSON" else "organisation" if label == "ORG" else "unknown"

"""What the word lists know of places, in the shapes that place extraction looks up.

Names come as a token trie, so that the cost does not grow with their number. City names are not
here: which city is meant is for the resolver's gazetteer, this room only says what looks like a place.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.lexicon import load


@dataclass(slots=True)
class Node:
    """A node of the trie; `known` holds ISO codes ("" for wide areas) where a name ends here."""

    next: dict[str, Node] = field(default_factory=dict)
    known: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The tables of place_words.yaml and the names of countries, first-level areas and wide areas."""

    names: Node
    capitals: Mapping[str, str]
    demonyms: Mapping[str, str]
    countries: Mapping[str, str]
    features: Mapping[str, str]
    classes: frozenset[str]
    parts: Mapping[str, str]
    units: Mapping[str, float]
    near_phrases: tuple[tuple[str, ...], ...]
    near: frozenset[str]
    locative: frozenset[str]
    strong: frozenset[str]
    strikes_on: frozenset[str]
    reach: frozenset[str]
    taken_from: frozenset[str]
    institutions: frozenset[str]
    happenings: frozenset[str]
    acts: frozenset[str]
    anaphors: Mapping[str, str]
    continents: frozenset[str]
    particles: frozenset[str]


@functools.cache
def place_words() -> PlaceWords:
    """All tables, built once a process."""
    data = load("place_words")
    capitals, demonyms, countries = _country_tables()
    return PlaceWords(
        names=_trie(),
        capitals=capitals,
        demonyms=demonyms,
        countries=countries,
        features={word: kind for kind, words in data["features"].items() for word in words},
        classes=frozenset(data["classes"]),
        parts=data["parts"],
        units=data["units"],
        near_phrases=tuple(tuple(p) for p in sorted(data["near_phrases"], key=len, reverse=True)),
        near=frozenset(data["near"]),
        locative=frozenset(data["locative"]),
        strong=frozenset(data["strong_locative"]),
        strikes_on=frozenset(data["strikes_on"]),
        reach=frozenset(data["reach"]),
        taken_from=frozenset(data["taken_from"]),
        institutions=frozenset(data["institutions"]),
        happenings=frozenset(data["happenings"]),
        acts=frozenset(data["acts"]),
        anaphors=data["anaphors"],
        continents=frozenset(name.lower() for name in data["continents"]),
        particles=frozenset(data["particles"]),
    )


def pieces(name: str) -> list[str]:
    """A name cut as the tokenizer cuts it, roughly: at blanks, hyphens and before "'s"."""
    return [p for p in re.split(r"\s+|(-)|('s\b|’s\b)", name.lower()) if p]


def _country_tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    capitals: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    countries: dict[str, str] = {}
    for entry in load("countries")["countries"]:
        if entry.get("kind", "state") != "state":
            continue
        iso2 = entry["iso2"]
        for form in [entry["name"], *entry.get("aliases", ())]:
            countries.setdefault(form.lower(), iso2)
        for form in [*entry.get("demonyms", ()), *entry.get("people", ())]:
            demonyms.setdefault(form, iso2)
        for form in [*([entry["capital"]] if "capital" in entry else ()), *entry.get("metonyms", ())]:
            capitals.setdefault(form.lower(), iso2)
    return capitals, demonyms, countries


def _trie() -> Node:
    root = Node()
    for name, codes in _list_names():
        node = root
        for piece in pieces(name):
            node = node.next.setdefault(piece, Node())
        node.known = tuple(dict.fromkeys([*(node.known or ()), *codes]))
    return root


def _list_names() -> Iterator[tuple[str, Sequence[str]]]:
    for entry in load("countries")["countries"]:
        if entry.get("kind", "state") == "state":
            for form in [entry["name"], *entry.get("aliases", ())]:
                yield form, (entry["iso2"],)
    regions = load("admin1")
    for country, codes in regions["regions"].items():
        for names in codes.values():
            for name in names:
                yield name, (country,)
    for entry in regions["wide"]:
        for name in [entry["name"], *entry.get("aliases", ())]:
            yield name, entry.get("countries", ())

"""Our list of armed groups as something to ask: who bears a name, what a group is to another.

Names are those of lexicon/armed_groups.yaml. Being in it says nothing about anybody's legality or guilt, and a name that it
lacks is not thereby unknown to the world.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.knowledge.words import every_word, meaning, skeleton, words_of
from rashomon.lexicon import load


@dataclass(frozen=True, slots=True)
class Group:
    """An entry of the list.

    Args:
        names: every name, the usual one first.
        parent: the body that it belongs or has sworn itself to.
        splinter_of: the body that it broke away from.
        became: the body that it turned into.
    """

    id: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    parent: str | None
    splinter_of: str | None
    became: str | None
    kind: str


@functools.cache
def groups() -> dict[str, Group]:
    """The list by id."""
    found = {}
    for entry in load("armed_groups")["groups"]:
        country = entry["country"] or ()
        found[entry["id"]] = Group(
            entry["id"],
            tuple(
                dict.fromkeys(
                    [
                        entry["name"],
                        *(n for key in ("aliases", "acronyms", "native", "also") for n in entry.get(key) or ()),
                    ]
                )
            ),
            (country,) if isinstance(country, str) else tuple(country),
            entry["parent"],
            entry.get("splinter_of"),
            entry.get("became"),
            entry["kind"],
        )
    return found


@functools.cache
def _by_words() -> dict[tuple[str, ...], frozenset[str]]:
    """Telling words of a name to the entries that bear it."""
    found: dict[tuple[str, ...], set[str]] = {}
    for group in groups().values():
        for name in group.names:
            found.setdefault(words_of(name), set()).add(group.id)
    return {words: frozenset(ids) for words, ids in found.items()}


@functools.cache
def _by_skeletons() -> dict[tuple[str, ...], frozenset[str]]:
    """Names of two words and more as transliteration leaves them."""
    found: dict[tuple[str, ...], set[str]] = {}
    for words, ids in _by_words().items():
        if len(words) > 1:
            found.setdefault(_bones(words), set()).update(ids)
    return {bones: frozenset(ids) for bones, ids in found.items()}


def _bones(words: Sequence[str]) -> tuple[str, ...]:
    """Words as their meaning, or else as their skeleton, in any order."""
    return tuple(sorted(meaning(w) or skeleton(w) for w in words))


@functools.lru_cache(maxsize=16384)
def known_groups(name: str) -> frozenset[str]:
    """Entries that bear the name; a spelling that the list lacks counts where it can only be one entry's."""
    words = words_of(name)
    exact = _by_words().get(words)
    if exact is not None:
        return exact
    bones = _bones(words)
    near = _by_skeletons().get(bones, frozenset()) if sum(map(len, bones)) >= 6 else frozenset()
    return near if len(near) == 1 else frozenset()


@functools.cache
def _starts() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word to the (words, id) of names that can stand inside a longer name, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, ids in _by_words().items():
        if len(ids) == 1 and (len(words) > 1 or len(words[0]) > 3):
            found.setdefault(words[0], []).append((words, min(ids)))
    return {first: sorted(rows, key=lambda row: (-len(row[0]), row)) for first, rows in found.items()}


@functools.cache
def _parts() -> frozenset[str]:
    return frozenset(load("name_words")["parts"])


@functools.lru_cache(maxsize=16384)
def part_of(name: str) -> tuple[str, tuple[str, ...]] | None:
    """The group whose part a name says it is, and the words that say which part; null for any other name.

    "ISIS-Egypt" and "Islamic State in Egypt" are one; the guard is that every further word is a country, a region or a
    word for a part. Countries are told by their code.
    """
    words = words_of(name)
    for i, word in enumerate(words):
        for inner, group in _starts().get(word, ()):
            if len(inner) < len(words) and words[i : i + len(inner)] == inner:
                rest = _with_countries([w for w in (*words[:i], *words[i + len(inner) :]) if w not in _SMALL])
                if rest and all(w in _parts() or w.startswith("country ") for w in rest):
                    return group, rest
    return None


def _with_countries(words: Sequence[str]) -> tuple[str, ...]:
    """Words, each country among them as one, however it is called: in one word or in several."""
    out: list[str] = []
    i = 0
    while i < len(words):
        long = next((n for n in (4, 3, 2) if tuple(words[i : i + n]) in _long_countries()), 0)
        if long:
            out.append(_long_countries()[tuple(words[i : i + long])])
        else:
            means = meaning(words[i]) or ""
            out.append(means if means.startswith("country ") else words[i])
        i += long or 1
    return tuple(out)


@functools.cache
def _long_countries() -> dict[tuple[str, ...], str]:
    """Names of countries in two words and more, as their telling words."""
    named = [
        (e["iso2"], words_of(n)) for e in load("countries")["countries"] for n in (e["name"], *(e.get("aliases") or ()))
    ]
    return {words: f"country {code}" for code, words in named if len(words) > 1}


def kinship(a: str, b: str) -> str | None:
    """What one entry is to another, in words; null if the list says nothing."""
    one, other = groups()[a], groups()[b]
    for child, elder in ((one, other), (other, one)):
        if child.parent == elder.id:
            return f"{child.id} belongs to {elder.id}"
        if child.splinter_of == elder.id:
            return f"{child.id} broke away from {elder.id}"
        if child.became == elder.id:
            return f"{child.id} became {elder.id}"
    if one.parent is not None and one.parent == other.parent:
        return f"both belong to {one.parent}"
    return None


def initials(name: str) -> frozenset[str]:
    """The acronyms that a name may be cut to: with all its words, without articles, without any small word."""
    every, telling = every_word(name), words_of(name)
    large = tuple(w for w in telling if w not in _SMALL)
    return frozenset("".join(w[0] for w in words) for words in (every, telling, large) if len(words) > 2)


_SMALL = frozenset("for in to on with by from at against para pour por dans en".split())

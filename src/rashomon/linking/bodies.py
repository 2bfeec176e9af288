"""Bodies that speak: which names of offices, in one report or another, stand for one body.

"Borno police" and "the Police Command", "Jakarta" and "Indonesia's army", "Erdogan hospital" and "doctors at Erdogan
hospital" are one voice each. It goes by kinds of bodies and by nation, from lists; it does not know which office
answers to which, so an army and a police force stay two, and so do two hospitals.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rashomon.lexicon import load
from rashomon.linking.names import fold

_Words = tuple[str, ...]
#: Parts of a state that speak with its voice; a police force, a prosecutor and a hospital are none.
_OF_STATE = frozenset({"army", "ministry"})
_ORGANS = frozenset({"army", "police", "ministry", "government", "authorities", "crisis", "governor"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its name.

    Args:
        kind: "army", "police", "ministry", "government", "authorities" or "hospital".
        branch: what a ministry is for.
        nation: ISO code of the state that the name tells.
        proper: what else tells it from others of its kind.
    """

    kind: str
    branch: frozenset[str]
    nation: str | None
    proper: frozenset[str]

    @property
    def bare(self) -> bool:
        """Whether its name is that of any ministry or hospital, so that only the incident can tell which."""
        if self.kind == "hospital":
            return not self.proper
        return self.kind == "authorities" or self.kind == "ministry" and not self.branch


def body_of(name: str) -> Body | None:
    """The body that a name stands for, null where it names none of a known kind."""
    words = tuple(fold(name).replace("prime minister", "head of government").split())
    nation, left = _nation(words)
    kind, left = _kind(left, alone=nation is not None)
    if kind is None:
        return None
    if kind == "hospital":
        return Body(kind, frozenset(), nation, frozenset(w for w in left if w not in _qualifiers() or w in _telling()))
    rest = frozenset(w for w in left if w not in _qualifiers())
    if kind == "ministry":
        branch = frozenset(word for word, forms in _branches().items() if forms.intersection(left)) or rest
        return Body("army" if branch == {"defence"} else kind, branch - {"defence"}, nation, frozenset())
    return Body(kind, frozenset(), nation, rest)


def one_body(a: Body, b: Body, *, country: str | None) -> bool:
    """Whether two bodies are one, or one is the government whose army or ministry the other is.

    Args:
        country: ISO code of the state in which it happened; a body that names no state is that one's.
    """
    if (a.nation or country) != (b.nation or country):
        return False
    if a.bare or b.bare:
        return False
    if a.kind == b.kind == "police":
        return a.proper <= b.proper or b.proper <= a.proper
    if a.kind == b.kind:
        return a.branch == b.branch and a.proper == b.proper
    for whole, part in ((a, b), (b, a)):
        if whole.kind == "government" and part.kind in _OF_STATE:
            return not whole.proper and not part.proper
    return False


def one_state(a: Body, b: Body, *, named: bool) -> bool:
    """Whether two bodies may be organs of one state: no hospital, no two states, and no two provinces' governors.

    Args:
        named: several states count, so that both must name theirs.
    """
    if not {a.kind, b.kind} <= _ORGANS or a.kind == b.kind and a.proper and b.proper and a.proper != b.proper:
        return False
    return a.nation == b.nation is not None if named else (a.nation or b.nation) == (b.nation or a.nation)


def nation_of(name: str | None) -> str | None:
    """The ISO code of a country by its name."""
    return None if name is None else _nation(tuple(fold(name).split()))[0]


@functools.lru_cache(maxsize=65536)
def _nation(words: _Words) -> tuple[str | None, _Words]:
    """The state that words name, and the words without it."""
    for size in (3, 2, 1):
        for i in range(len(words) - size + 1):
            found = _nations().get(words[i : i + size])
            if found is not None:
                return found, words[:i] + words[i + size :]
    return None, words


@functools.cache
def _nations() -> dict[_Words, str]:
    """Folded names, adjectives and capitals of states to their ISO code."""
    found: dict[_Words, str] = {}
    for entry in load("countries")["countries"]:
        forms = [entry["name"], *entry.get("aliases", ()), *entry.get("demonyms", ()), *entry.get("people", ())]
        for form in [*forms, *filter(None, [entry.get("capital")]), *entry.get("metonyms", ())]:
            found.setdefault(tuple(fold(form).split()), entry["iso2"])
    return found


def _kind(words: _Words, *, alone: bool) -> tuple[str | None, _Words]:
    """The kind of body that words name, and the words without what says so.

    Args:
        alone: a state is named beside the words; where nothing is left, it is its government.
    """
    if alone and not [w for w in words if w not in _qualifiers()]:
        return "government", ()
    for kind, forms in _kinds().items():
        for form in forms:
            for i in range(len(words) - len(form) + 1):
                if words[i : i + len(form)] == form:
                    return kind, words[:i] + words[i + len(form) :]
    return None, words


@functools.cache
def _kinds() -> dict[str, tuple[_Words, ...]]:
    """Kinds in the order in which they are tried; their words, the longest first."""
    return {kind: tuple(_longest_first(forms)) for kind, forms in load("linking")["bodies"].items()}


def _longest_first(forms: Iterable[str]) -> Iterator[_Words]:
    yield from sorted((tuple(fold(form).split()) for form in forms), key=lambda w: (-len(w), w))


@functools.cache
def _qualifiers() -> frozenset[str]:
    return frozenset(load("linking")["body_qualifiers"])


@functools.cache
def _telling() -> frozenset[str]:
    """Words that tell one hospital of a town from another, though not one police force from another."""
    return frozenset(load("linking")["hospital_words"])


@functools.cache
def _branches() -> dict[str, frozenset[str]]:
    """What a ministry is for, by one word, with the words that say so."""
    return {word: frozenset(forms) for word, forms in load("linking")["branches"].items()}

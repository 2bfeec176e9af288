"""Sides named as the doer: which two names may be one side, and which are two.

A general word ("gunmen") goes with any name, a group goes by its initials, and forces that name no state may all be the
same state's. It does not know who commands whom beyond what the names and kinds of actors say.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from rashomon.lexicon import load
from rashomon.linking.bodies import body_of
from rashomon.linking.names import fold, same_name, words_of
from rashomon.linking.raws import Raw


@functools.cache
def _generic() -> frozenset[str]:
    words = load("linking")
    return frozenset(w for entry in (*words["generic_sides"], *words["army"]) for w in fold(entry).split())


@functools.cache
def _common() -> frozenset[str]:
    return _generic() | frozenset(load("linking")["common_side_words"])


def is_generic(name: str) -> bool:
    """Whether a side's name could be anyone's ("gunmen", "armed men", "one of the suspects")."""
    return all(w in _generic() for w in words_of(name)) or fold(name).split()[:1] in _ANYONE


#: How a description of somebody begins that is no name.
_ANYONE = (["a"], ["an"], ["one"], ["some"], ["two"], ["three"], ["several"])


def rival_sides(a: Raw, b: Raw) -> bool:
    """Whether two named sides are two; a general word goes with any name."""
    ours, theirs = a.names or (a.value,), b.names or (b.value,)
    if _described(a) or _described(b) or all(is_generic(n) for n in ours) or all(is_generic(n) for n in theirs):
        return False
    pairs = [(x, y) for x in ours for y in theirs]
    if any(same_name(x, y) or akin(x, y) or same_group(x, y) or _one_state(x, y) for x, y in pairs):
        return False
    return not (_of_state(a) and _of_state(b) and _no_two_states(ours, theirs))


#: Kinds of actors that act for a state: a regiment and "the troops", an air force and "the regime".
_STATE_KINDS = frozenset({"military", "police"})


def _of_state(raw: Raw) -> bool:
    """Whether an answer names soldiers, police or the rulers of a state."""
    bodies = [body_of(n) for n in raw.names or (raw.value,)]
    return raw.population in _STATE_KINDS or any(b is not None and b.kind in _STATE_BODIES for b in bodies)


_STATE_BODIES = frozenset({"army", "police", "ministry", "government", "authorities"})


def _no_two_states(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether no two states are named: forces of two states are two sides, forces that name none may be one."""
    found = [{b.nation for n in names if (b := body_of(n)) is not None and b.nation} for names in (ours, theirs)]
    return not all(found) or not found[0].isdisjoint(found[1])


def _described(raw: Raw) -> bool:
    """Whether an outlet describes somebody in its own words ("two men on a scooter"), who may be any side's."""
    return raw.speaker is None and not raw.names


def _one_state(a: str, b: str) -> bool:
    """Whether two names are organs of one kind, or a state and an organ of it ("Pretoria", "the South African police")."""
    ours, theirs = body_of(a), body_of(b)
    if ours is None or theirs is None or "hospital" in (ours.kind, theirs.kind):
        return False
    if ours.kind == theirs.kind:
        return (ours.nation or theirs.nation) == (theirs.nation or ours.nation)
    return ours.nation is not None and ours.nation == theirs.nation and "government" in (ours.kind, theirs.kind)


@functools.cache
def _groups() -> dict[str, str]:
    """Folded names of known armed groups, without those that several bear, to the group's id."""
    found: dict[str, str] = {}
    for entry in load("armed_groups")["groups"]:
        unsure = set(entry.get("ambiguous") or ())
        for form in (entry["name"], *(entry.get("aliases") or ()), *(entry.get("acronyms") or ())):
            if form not in unsure:
                found[" ".join(words_of(form))] = entry["id"]
    return found


@functools.lru_cache(maxsize=65536)
def same_group(a: str, b: str) -> bool:
    """Whether two names stand for one armed group: by the list of groups, or one spells the other's initials."""
    ours, theirs = _groups().get(" ".join(words_of(a))), _groups().get(" ".join(words_of(b)))
    if ours is not None and theirs is not None:
        return ours == theirs
    return spells(a, b) or spells(b, a)


def spells(short: str, long: str) -> bool:
    """Whether a name in capitals is made of the other's initials ("the IRA", "the Irish Republican Army")."""
    letters = [w for w in short.split() if w.isupper() and 2 <= len(w) <= 8]
    words = [w for w in long.replace("-", " ").split() if w[:1].isupper() and not w.isupper()]
    initials = "".join(w[0] for w in words)
    return (
        len(letters) == 1 and len(initials) >= 2 and letters[0] in (initials, initials[1:] if len(initials) > 3 else "")
    )


def akin(a: str, b: str) -> bool:
    """Whether two names are one side by the stem of a proper name: a state and its forces."""
    return bool(stems(a) & stems(b))


def stems(name: str) -> frozenset[str]:
    """First letters of the telling words of a name: five, or all of a shorter word."""
    return frozenset(w[:5] for w in words_of(name) if len(w) > 3 and w not in _common())

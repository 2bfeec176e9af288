"""Agree, differ, single or silent: what the origins of an incident do on each question.

Disagreement is computed with precision in mind: "at least 9" and "12" differ in exactness, not in kind,
and "gunmen" does not contradict the name of a group. One origin is "single", however many outlets print it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from rapidfuzz import fuzz

from rashomon.lexicon import load
from rashomon.linking import dates, geo
from rashomon.linking.names import fold, words_of
from rashomon.linking.raws import COUNTED, Raw
from rashomon.linking.sides import rival_sides
from rashomon.linking.targets import rival_targets, targets_cell
from rashomon.linking.tolls import Stand, interval
from rashomon.model.incidents import QUESTIONS, Cell
from rashomon.model.places import Place
from rashomon.model.times import Time

#: Likeness, 0 to 100, from which two motives in words are taken for one; set by hand.
MOTIVE_ALIKE = 55.0
_WHOLE = "any"


def cells_of(
    stands: Sequence[Stand], *, harmed: Mapping[str, int] = MappingProxyType({})
) -> tuple[tuple[str, Cell], ...]:
    """One cell a question, in the order of record.md; counted measures beyond it follow where given.

    Args:
        harmed: by measure, reports of their own that name or describe somebody so harmed, with a number or without.
    """
    extra = [m for m in COUNTED if m not in QUESTIONS and any(s.raw.question == m and s.counts for s in stands)]
    found = {question: cell(question, stands) for question in (*QUESTIONS, *extra)}
    # Who is named or described answers as a number does (guideline 87).
    told: dict[str, Cell] = {m: "agree" if harmed[m] > 1 else "single" for m in harmed if found.get(m) == "silent"}
    return tuple((found | told).items())


def cell(question: str, stands: Iterable[Stand]) -> Cell:
    """What the origins do on one question."""
    live = [s for s in stands if s.raw.question == question and s.live and not s.raw.echo]
    if question in COUNTED:
        some = any(s.raw.low is not None or s.raw.high is not None for s in live if not s.raw.negated)
        live = [s for s in live if s.counts]
        live = [s for s in live if not s.raw.apart] or live
        if not live and some:
            return "single"  # somebody counts some of them: nobody is silent
    if question == "occurred":
        # Who tells of it grants it, whatever word of it they reject.
        granting = {s.group for s in live if s.raw.value == "yes"}
        live = [s for s in live if s.raw.value == "yes" or s.group not in granting]
    groups = {s.group for s in live}
    if not groups:
        return "silent"
    if question == "weapon" and any(s.raw.negated for s in live):
        return "differ"  # a denial alone too: somebody must have named what is denied (guideline 82)
    if len(groups) == 1:
        return "single"
    pairs = [(a.raw, b.raw) for i, a in enumerate(live) for b in live[:i] if a.group != b.group]
    told = {s.group for s in live if not s.raw.negated}
    if question in COUNTED:
        return _counted(pairs)
    if question == "target":
        return targets_cell(live)
    if question in ("weapon", "perpetrator"):
        return _by_origin(live)
    if question == "response":
        # Arrests and a strike are two answers side by side: they agree where two tell of one kind of deed.
        return "agree" if any(_same_deed(a, b) for a, b in pairs) else "single"
    if any(contradict(a, b) for a, b in pairs):
        return "differ"
    return "agree" if len(told) > 1 else "single"  # "not us" beside one name is no second answer


def contradict(a: Raw, b: Raw) -> bool:
    """Whether two answers to one question can't both be right; "not X" contradicts X alone."""
    if a.negated and b.negated:
        return False
    rivals = _RIVALS[a.question](a, b)
    return rivals if not (a.negated or b.negated) else not rivals


def _counted(pairs: Sequence[tuple[Raw, Raw]]) -> Cell:
    if any(_apart(a, b) for a, b in pairs):
        return "differ"
    same = any(a.population == b.population or (a.low, a.high) == (b.low, b.high) for a, b in pairs)
    return "agree" if same else "single"


def _apart(a: Raw, b: Raw) -> bool:
    ours, theirs = interval(a), interval(b)
    if a.population == b.population:
        return ours[0] > theirs[1] or theirs[0] > ours[1]
    # Some of the people can't be more than the people.
    if a.population == _WHOLE:
        return theirs[0] > ours[1]
    return b.population == _WHOLE and ours[0] > theirs[1]


def rival_dates(a: Raw, b: Raw) -> bool:
    """Whether two dates can't both be right at their precision."""
    if not isinstance(a.thing, Time) or not isinstance(b.thing, Time):
        return False
    ours, theirs = dates.when_of(a.thing, "stated"), dates.when_of(b.thing, "stated")
    return ours is not None and theirs is not None and dates.relation(ours, theirs) in ("apart", "next")


def rival_places(a: Raw, b: Raw) -> bool:
    """Whether two places can't both be right at their precision."""
    if not isinstance(a.thing, Place) or not isinstance(b.thing, Place):
        return False
    return geo.relation(geo.where_of(a.thing, stated=True), geo.where_of(b.thing, stated=True)) == "apart"


@functools.cache
def _weapon_classes() -> dict[str, str]:
    return {w["name"]: w["class"] for w in load("weapons")["weapons"]}


@functools.cache
def _carriers() -> dict[str, frozenset[str]]:
    return {carrier: frozenset(loads) for carrier, loads in load("linking")["carriers"].items()}


def rival_weapons(a: Raw, b: Raw) -> bool:
    """Whether two weapons are of two classes, and neither carries the other (a lorry a bomb, a drone a missile)."""
    known = _weapon_classes()
    ours, theirs = known.get(a.value, a.value), known.get(b.value, b.value)
    if a.value == b.value or ours == theirs:
        return False
    if a.value not in known or b.value not in known:
        # A word that the list does not know ("the device", "a charge") may be any of them, unless two people say so of
        # one thing in two ways ("by remote control", "a suicide driver").
        said = a.claim_id is not None and b.claim_id is not None
        return said and not set(words_of(a.value)) & set(words_of(b.value))
    carried = {(x, y) for x in (a.value, ours) for y in (b.value, theirs)}
    return not any(y in _carriers().get(x, ()) or x in _carriers().get(y, ()) for x, y in carried)


def _by_origin(live: Sequence[Stand]) -> Cell:
    """Compared by origin: who names sticks beside a petrol bomb contradicts nobody who names the petrol bomb alone.

    Both sides of a clash named by both are no rival answers either. "Not us" beside one name is no second answer.
    """
    said: dict[str, list[Raw]] = {}
    for stand in live:
        said.setdefault(stand.group, []).append(stand.raw)
    groups = list(said.values())
    for i, a in enumerate(groups):
        for b in groups[:i]:
            crossed = [(x, y) for x in a for y in b]
            named = [(x, y) for x, y in crossed if not (x.negated or y.negated)]
            if named and all(contradict(x, y) for x, y in named):
                return "differ"
            if any(contradict(x, y) for x, y in crossed if x.negated != y.negated):
                return "differ"
    return "agree" if sum(any(not x.negated for x in a) for a in groups) > 1 else "single"


def _rival_words(a: Raw, b: Raw) -> bool:
    return bool(fuzz.token_set_ratio(fold(a.value), fold(b.value)) < MOTIVE_ALIKE)


def _same_deed(a: Raw, b: Raw) -> bool:
    """Whether two tell of one deed: of one kind, and where it is only said that it will be done, in like words."""
    said = any(name.startswith("to ") for name in a.names)
    return a.names == b.names and (not said or not _rival_words(a, b))


def _rival_occurred(a: Raw, b: Raw) -> bool:
    return a.value != b.value


def _never(a: Raw, b: Raw) -> bool:  # noqa: ARG001  every question has one signature
    return False


_RIVALS: dict[str, Callable[[Raw, Raw], bool]] = {
    "occurred": _rival_occurred,
    "date": rival_dates,
    "place": rival_places,
    "perpetrator": rival_sides,
    "target": rival_targets,
    "weapon": rival_weapons,
    "motive": _rival_words,
    "response": _never,
}

"""Agree, differ, single or silent: what the origins of an incident do on each question.

Disagreement is computed with precision in mind: "at least 9" and "12" differ in exactness, not in kind,
and "gunmen" does not contradict the name of a group. One origin is "single", however many outlets print it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence, Set

from rapidfuzz import fuzz

from rashomon.lexicon import load
from rashomon.linking import dates, geo
from rashomon.linking.bodies import body_of
from rashomon.linking.names import fold, same_name, words_of
from rashomon.linking.raws import COUNTED, Raw
from rashomon.linking.tolls import Stand, interval
from rashomon.model.incidents import QUESTIONS, Cell
from rashomon.model.places import Place
from rashomon.model.times import Time

#: Likeness, 0 to 100, from which two motives in words are taken for one; set by hand.
MOTIVE_ALIKE = 55.0
_WHOLE = "any"


def cells_of(stands: Sequence[Stand]) -> tuple[tuple[str, Cell], ...]:
    """One cell a question, in the order of record.md; counted measures beyond it follow where given."""
    extra = [m for m in COUNTED if m not in QUESTIONS and any(s.raw.question == m and s.counts for s in stands)]
    return tuple((question, cell(question, stands)) for question in (*QUESTIONS, *extra))


def cell(question: str, stands: Iterable[Stand]) -> Cell:
    """What the origins do on one question."""
    live = [s for s in stands if s.raw.question == question and s.live and not s.raw.echo]
    if question in COUNTED:
        live = [s for s in live if s.counts]
    if question == "occurred":
        # Who tells of it grants it, whatever word of it they reject.
        granting = {s.group for s in live if s.raw.value == "yes"}
        live = [s for s in live if s.raw.value == "yes" or s.group not in granting]
    groups = {s.group for s in live}
    if not groups:
        return "silent"
    if len(groups) == 1:
        return "single"
    pairs = [(a.raw, b.raw) for i, a in enumerate(live) for b in live[:i] if a.group != b.group]
    told = {s.group for s in live if not s.raw.negated}
    if question in COUNTED:
        return _counted(pairs)
    if question == "target":
        return _targets(live)
    if question == "weapon":
        return _weapons(live)
    if question == "response":
        # Arrests and a strike are two answers side by side: they agree where two tell of one kind of deed.
        return "agree" if any(a.names == b.names for a, b in pairs) else "single"
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
def _generic() -> frozenset[str]:
    words = load("linking")
    return frozenset(w for entry in (*words["generic_sides"], *words["army"]) for w in fold(entry).split())


def is_generic(name: str) -> bool:
    """Whether a side's name could be anyone's ("gunmen", "armed men", "one of the suspects")."""
    return all(w in _generic() for w in words_of(name)) or fold(name).split()[:1] in _ANYONE


#: How a description of somebody begins that is no name.
_ANYONE = (["a"], ["an"], ["one"], ["some"], ["two"], ["three"], ["several"])


def rival_sides(a: Raw, b: Raw) -> bool:
    """Whether two named sides are two; a general word goes with any name."""
    ours, theirs = a.names or (a.value,), b.names or (b.value,)
    if all(is_generic(n) for n in ours) or all(is_generic(n) for n in theirs):
        return False
    pairs = [(x, y) for x in ours for y in theirs]
    return not any(same_name(x, y) or akin(x, y) or same_group(x, y) or _one_state(x, y) for x, y in pairs)


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
    return frozenset(w[:5] for w in words_of(name) if len(w) > 3 and w not in _generic())


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


def _weapons(live: Sequence[Stand]) -> Cell:
    """Compared by origin: who names sticks beside a petrol bomb contradicts nobody who names the petrol bomb alone."""
    said: dict[str, list[Raw]] = {}
    for stand in live:
        said.setdefault(stand.group, []).append(stand.raw)
    groups = list(said.values())
    if any(all(contradict(x, y) for x in a for y in b) for i, a in enumerate(groups) for b in groups[:i]):
        return "differ"
    return "agree" if sum(any(not x.negated for x in a) for a in groups) > 1 else "single"


@functools.cache
def _population_nouns() -> dict[str, str]:
    return {noun: population for population, nouns in load("populations")["nouns"].items() for noun in nouns}


def population_of(text: str) -> str | None:
    """Which population a target's words name, null where they name none."""
    for word in reversed(fold(text).split()):
        for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("men") + "man"):
            if (found := _population_nouns().get(form)) not in (None, "any"):
                return found
    return None


def population_in(raw: Raw) -> str | None:
    """Which population a target is of, by its kind of actor or by its words."""
    return raw.population if raw.population is not None else population_of(raw.value)


_FIGHTERS = frozenset({"militant", "military"})


def rival_targets(a: Raw, b: Raw) -> bool:
    """Whether one speaks of fighters only and the other of none."""
    return _clash({population_in(a)}, {population_in(b)})


def _clash(ours: Set[str | None], theirs: Set[str | None]) -> bool:
    a, b = ours - {None}, theirs - {None}
    return bool(a and b) and a.isdisjoint(b) and (a <= _FIGHTERS) != (b <= _FIGHTERS)


def _targets(live: Sequence[Stand]) -> Cell:
    """Compared by origin and not by answer: who names drivers beside officers contradicts nobody who names officers."""
    named: dict[str, set[str | None]] = {}
    for stand in live:
        named.setdefault(stand.group, set()).add(population_in(stand.raw))
    sets = list(named.values())
    return "differ" if any(_clash(a, b) for i, a in enumerate(sets) for b in sets[:i]) else "agree"


def _rival_words(a: Raw, b: Raw) -> bool:
    return bool(fuzz.token_set_ratio(fold(a.value), fold(b.value)) < MOTIVE_ALIKE)


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

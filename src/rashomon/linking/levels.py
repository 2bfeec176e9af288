"""The features of a pair of events, each as one level: what a weight is learnt for and an explanation names.

Levels are words ("same", "spelling", "unknown"), not numbers, as in Fellegi and Sunter's model: a table of weights
gives each its points. Every function is symmetric and looks at the two events alone, so a comparison never changes
when other reports come in.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Hashable

from rashomon.lexicon import load
from rashomon.linking import dates, geo
from rashomon.linking.names import same_name
from rashomon.linking.profiles import Profile
from rashomon.linking.sketch import carries

Level = str
UNKNOWN: Level = "unknown"


def date(a: Profile, b: Profile) -> Level:
    """How the days lie to each other."""
    found = dates.best_relation(a.whens, b.whens)
    if found in ("same", "overlap"):
        if dates.best_relation(a.told_whens, b.told_whens) == found:
            return found
        near = dates.best_relation(a.stated_whens, b.stated_whens)
        if near not in ("same", "overlap"):
            return "published"
        return "nearby" if near == "same" else near
    if found in ("next", "apart") and any(w.basis != "stated" for w in (*a.whens, *b.whens)):
        return f"nearby_{found}"  # a day that only stands beside the event may be that of something else
    return found


def place(a: Profile, b: Profile) -> Level:
    """How the places lie to each other; "around_...": by places that stand beside the event and are not said of it."""
    if not a.wheres or not b.wheres:
        return UNKNOWN
    ours, theirs = a.stated_wheres, b.stated_wheres
    stated = geo.best_relation(ours, theirs)
    if len(ours) == len(a.wheres) and len(theirs) == len(b.wheres):
        return stated
    if stated == "beside":  # two towns that are stated are not made one by a place that stands around
        return stated
    every = geo.best_relation(a.wheres, b.wheres)
    return stated if geo.ORDER.index(stated) <= geo.ORDER.index(every) else f"around_{every}"


@functools.cache
def _families() -> dict[str, str]:
    return {kind: family for family, kinds in load("linking")["families"].items() for kind in kinds}


@functools.cache
def _generic_types() -> frozenset[str]:
    return frozenset(load("linking")["generic_types"])


@functools.cache
def _neighbours() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in load("linking")["neighbours"])


def kind(a: Profile, b: Profile) -> Level:
    """Whether the types of event are one, kin, or exclude each other."""
    if not a.types or not b.types:
        return UNKNOWN
    shared = a.types & b.types
    if shared:
        return "generic_same" if shared <= _generic_types() else "same"
    if (a.types | b.types) & _generic_types():
        return "generic"
    ours, theirs = ({_families().get(t, t) for t in p.types} for p in (a, b))
    if ours & theirs:
        return "family"
    return "neighbour" if {frozenset((x, y)) for x in ours for y in theirs} & _neighbours() else "other"


@functools.cache
def _weapon_classes() -> dict[str, str]:
    return {w["name"]: w["class"] for w in load("weapons")["weapons"]}


def weapon(a: Profile, b: Profile) -> Level:
    """Whether a weapon is named by both."""
    if not a.weapons or not b.weapons:
        return UNKNOWN
    if a.weapons & b.weapons:
        return "same"
    known = _weapon_classes()
    return "class" if {known.get(w, w) for w in a.weapons} & {known.get(w, w) for w in b.weapons} else "other"


def perpetrator(a: Profile, b: Profile) -> Level:
    """Whether one side is named by both; rival accounts name rival sides, so "other" says little."""
    if not a.perpetrators or not b.perpetrators:
        return UNKNOWN
    return "same" if any(same_name(x, y) for x in a.perpetrators for y in b.perpetrators) else "other"


def target(a: Profile, b: Profile) -> Level:
    """How many words for what was hit are shared."""
    if not a.targets or not b.targets:
        return UNKNOWN
    return ("none", "one", "more")[min(2, len(a.targets & b.targets))]


def victims(a: Profile, b: Profile) -> Level:
    """How many of the named victims bear one name."""
    if not a.victims or not b.victims:
        return UNKNOWN
    return ("none", "one", "two", "more")[min(3, len(shared_victims(a, b)))]


def shared_victims(a: Profile, b: Profile) -> list[str]:
    """Victims of the event whose report has the smaller id, that the other names too."""
    first, second = sorted((a, b), key=lambda p: p.id)
    return [x for x in first.victims if any(same_name(x, y) for y in second.victims)]


def toll(a: Profile, b: Profile) -> Level:
    """Whether some number of killed is in both, or none comes near the other."""
    ours, theirs = {_top(x) for x in a.killed}, {_top(x) for x in b.killed}
    if not ours or not theirs:
        return UNKNOWN
    if ours & theirs:
        return "same"
    most, least = sorted((max(ours), max(theirs)), reverse=True)
    if not least:
        return UNKNOWN  # "none of ours", or a denial: it counts other people, or none
    return "far" if most > 4 * (least + 1) else "close"


def _top(bounds: tuple[int, int | None]) -> int:
    return bounds[0] if bounds[1] is None else bounds[1]


def shared_words(a: Profile, b: Profile) -> frozenset[str]:
    """Telling words around both events, without the names of places, which are weighed apart."""
    return (a.words & b.words) - a.place_words - b.place_words


def words(a: Profile, b: Profile) -> Level:
    """How much the words around the two events are alike (cosine over sets)."""
    if not a.words or not b.words:
        return UNKNOWN
    return word_level(len(shared_words(a, b)), len(a.words), len(b.words))


def word_level(shared: int, ours: int, theirs: int) -> Level:
    """How much two sets of words are alike, by their sizes and what they share."""
    like = shared / math.sqrt(ours * theirs)
    for level, count, least in _WORD_STEPS:
        if shared >= count and like >= least:
            return level
    return "none"


#: Level, words shared at least, and cosine at least; set by hand on the bundled demo.
_WORD_STEPS = (("most", 6, 0.35), ("many", 4, 0.22), ("some", 3, 0.12), ("few", 1, 0.05))


def about(a: Profile, b: Profile) -> Level:
    """Whether the two reports are about their events, or one recalls it."""
    if a.main and b.main:
        if a.published is None or b.published is None:
            return UNKNOWN
        return "both" if abs(a.published - b.published) <= dates.NEWS_DAYS else "later"
    return "recalls" if a.main != b.main else "neither"


def copy(a: Profile, b: Profile) -> Level:
    """Whether both reports are about it and carry one text."""
    return "yes" if a.main and b.main and carries(a.sketch, b.sketch) else "no"


def whens(p: Profile) -> Hashable:
    """All that what is said of days looks at."""
    return p.whens


def wheres(p: Profile) -> Hashable:
    """All that what is said of places looks at."""
    return p.wheres


#: In the order in which an explanation names them.
FEATURES: dict[str, Callable[[Profile, Profile], Level]] = {
    "date": date,
    "place": place,
    "type": kind,
    "weapon": weapon,
    "perpetrator": perpetrator,
    "target": target,
    "victims": victims,
    "toll": toll,
    "words": words,
    "about": about,
    "copy": copy,
}


#: All of an event that a feature looks at, for those that look at little: `facets` asks once for every two such parts.
#: The other features (names of victims, words, texts) differ from event to event.
SEEN: dict[str, Callable[[Profile], Hashable]] = {
    "date": whens,
    "place": wheres,
    "type": lambda p: p.types,
    "weapon": lambda p: p.weapons,
    "perpetrator": lambda p: p.perpetrators,
    "target": lambda p: p.targets,
    "toll": lambda p: p.killed,
    "about": lambda p: (p.main, p.published),
}

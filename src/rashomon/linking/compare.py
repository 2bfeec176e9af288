"""Two events of two reports, compared by features that explain themselves.

Every feature has a weight in points and a reason in words, and the weights add up to the score.
Hard facts come first: what they forbid, no score can buy. The weights are set by hand and tried on the
bundled demo; they are no probabilities and do not pretend to be.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from rashomon.lexicon import load
from rashomon.linking import dates, geo
from rashomon.linking.copies import Copies
from rashomon.linking.names import same_name
from rashomon.linking.profiles import Profile

#: Score from which two events are one. Swept 1.0-5.0 on the reports of the bundled demo and the bundled gold together:
#: every value from 1.0 to 3.5 gives their right partition (21 pairs, none false), 4.0 loses two or three. The highest
#: was taken, because a wrong merge is worse than a missed one.
THRESHOLD = 3.5

_DATES = {"same": 2.0, "overlap": 0.8, "next": -1.5, "unknown": 0.0}
_PLACES = {
    "same": 2.0,
    "spelling": 1.8,
    "near": 1.2,
    "within": 1.0,
    "hint": 0.6,
    "country": 0.2,
    "unknown": -0.3,
    "beside": -0.5,
}
#: What stands beside an event but is not said of it counts for less.
BESIDE = 0.75


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature's weight, in points, and why."""

    name: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Features whose weights add up to `score`; `forbidden` names the hard fact that keeps the two apart."""

    features: tuple[Feature, ...]
    forbidden: str | None

    @property
    def score(self) -> float:
        """Sum of the weights, rounded to 4 decimals."""
        return round(sum(f.weight for f in self.features), 4)

    @property
    def linked(self) -> bool:
        """Whether the two events are taken for one."""
        return self.forbidden is None and self.score >= THRESHOLD


def compare(a: Profile, b: Profile, copies: Copies) -> Comparison:
    """Compares two events; the order of the two does not matter."""
    first, second = sorted((a, b), key=lambda p: p.id)
    copied = copies.same_text(first.report_id, second.report_id) and first.main and second.main
    features = [f for check in _CHECKS for f in [check(first, second)] if f.weight]
    if copied:
        features.append(Feature("copy", 4.0, "both reports are about it and carry one text"))
    found = tuple(features)
    return Comparison(found, forbidden(first, second) or _too_thin(first, second, found))


def forbidden(a: Profile, b: Profile) -> str | None:
    """The hard fact that keeps two events apart, null if there is none."""
    if a.report_id == b.report_id:
        return "told apart within one report"
    if (reason := _future(a, b) or _future(b, a)) is not None:
        return reason
    # The window before a publication is no statement of a date: it forbids nothing but the far past.
    if dates.best_relation(a.whens, b.whens) == "apart":
        return "dates contradict"
    if geo.best_relation(a.stated_wheres, b.stated_wheres) == "apart":
        return "places contradict"
    return None


def _future(told: Profile, other: Profile) -> str | None:
    """An event can't be younger than a report of it; a day's grace for time zones."""
    if told.published is None or not other.stated_whens:
        return None
    if min(w.start for w in other.stated_whens) > told.published + 1:
        return "one report is older than the other's event"
    return None


def _too_thin(a: Profile, b: Profile, features: tuple[Feature, ...]) -> str | None:
    """Without a date and a place on both sides, or a day apart, only people and text can link."""
    weights = {f.name: f.weight for f in features}
    strong = weights.get("victims", 0.0) > 0 or weights.get("copy", 0.0) > 0
    if strong:
        return None
    if dates.best_relation(a.whens, b.whens) == "next":
        return "a day apart, and no victim or text in common"
    told = sum(weights.get(name, 0.0) > 0 for name in ("toll", "target", "perpetrator", "weapon"))
    if told < 2 and not (a.stated_whens and b.stated_whens):
        return "no date on one side, and too little else in common"
    if not (a.whens and b.whens and a.wheres and b.wheres):
        return "no date or no place, and no victim or text in common"
    if (
        geo.best_relation(a.stated_wheres, b.stated_wheres) == "beside"
        and weights.get("toll", 0.0) > 0
        and weights.get("target", 0.0) > 0
    ):
        return None
    if weights.get("place", 0.0) <= 0.2:
        return "no place in common, and no victim or text either"
    return None


def _date(a: Profile, b: Profile) -> Feature:
    found = dates.best_relation(a.whens, b.whens)
    weak = {w.basis for w in (*a.whens, *b.whens)}
    weight = _DATES.get(found, 0.0)
    if found in ("same", "overlap") and "published" in weak:
        return Feature("date", 0.3, "published within days of the other's date")
    if found == "same" and "nearby" in weak:
        weight *= BESIDE
    reasons = {
        "same": "the same day",
        "overlap": "one interval holds the other's day",
        "next": "a day apart",
        "unknown": "no date on one side",
    }
    return Feature("date", weight, reasons.get(found, found))


def _place(a: Profile, b: Profile) -> Feature:
    stated = geo.best_relation(a.stated_wheres, b.stated_wheres)
    every = geo.best_relation(a.wheres, b.wheres)
    told, around = _PLACES.get(stated, -1.0), BESIDE * _PLACES.get(every, -1.0)
    # Two towns that are stated are not made one by a place that stands around.
    weight, found = (told, stated) if told >= around or stated == "beside" else (around, every)
    reasons = {
        "same": "the same place",
        "spelling": "one place in two spellings",
        "near": "places close to each other",
        "within": "one place holds the other",
        "hint": "like names without a container in common",
        "country": "only the country in common",
        "unknown": "places that can't be compared",
        "beside": "two named towns beside each other",
        "apart": "places apart",
    }
    if not a.wheres or not b.wheres:
        return Feature("place", _PLACES["unknown"], "no place on one side")
    return Feature("place", weight, reasons[found])


@functools.cache
def _families() -> dict[str, str]:
    return {kind: family for family, kinds in load("linking")["families"].items() for kind in kinds}


@functools.cache
def _weapon_classes() -> dict[str, str]:
    return {w["name"]: w["class"] for w in load("weapons")["weapons"]}


def _type(a: Profile, b: Profile) -> Feature:
    if not a.types or not b.types:
        return Feature("type", 0.0, "no type on one side")
    if a.types & b.types:
        generic = a.types & b.types <= set(load("linking")["generic_types"])
        return Feature("type", 0.4 if generic else 0.8, "the same type of event")
    words, families = load("linking"), _families()
    if (a.types | b.types) & set(words["generic_types"]):
        return Feature("type", 0.1, "one type is generic")
    ours, theirs = {families.get(t, t) for t in a.types}, {families.get(t, t) for t in b.types}
    pairs = {frozenset((x, y)) for x in ours for y in theirs}
    if ours & theirs:
        return Feature("type", 0.5, "types of one family")
    if pairs & {frozenset(p) for p in words["neighbours"]}:
        return Feature("type", -1.0, "types that differ, though one may be taken for the other")
    return Feature("type", -2.0, "types that exclude each other")


def _weapon(a: Profile, b: Profile) -> Feature:
    if not a.weapons or not b.weapons:
        return Feature("weapon", 0.0, "no weapon on one side")
    if a.weapons & b.weapons:
        return Feature("weapon", 0.6, f"the same weapon: {min(a.weapons & b.weapons)}")
    known = _weapon_classes()
    if {known.get(w, w) for w in a.weapons} & {known.get(w, w) for w in b.weapons}:
        return Feature("weapon", 0.3, "weapons of one class")
    return Feature("weapon", -0.5, "other weapons")


def _perpetrator(a: Profile, b: Profile) -> Feature:
    pairs = [(x, y) for x in a.perpetrators for y in b.perpetrators]
    if any(same_name(x, y) for x, y in pairs):
        return Feature("perpetrator", 0.8, "the same named side")
    # Rival accounts name rival perpetrators: that is what incidents are for, so it costs little.
    return Feature("perpetrator", -0.2 if pairs else 0.0, "other sides named")


def _target(a: Profile, b: Profile) -> Feature:
    shared = a.targets & b.targets
    return Feature("target", min(0.8, 0.4 * len(shared)), f"harmed in common: {', '.join(sorted(shared)[:3])}")


def _victims(a: Profile, b: Profile) -> Feature:
    shared = [x for x in a.victims if any(same_name(x, y) for y in b.victims)]
    weight = 0.0 if not shared else min(4.5, 2.5 + 1.0 * (len(shared) - 1))
    return Feature("victims", weight, f"victims of one name: {', '.join(shared[:3])}")


def _toll(a: Profile, b: Profile) -> Feature:
    ours, theirs = [_top(x) for x in a.killed], [_top(x) for x in b.killed]
    if not ours or not theirs:
        return Feature("toll", 0.0, "no toll on one side")
    if set(ours) & set(theirs):
        return Feature("toll", 0.4, f"a toll in common: {max(set(ours) & set(theirs))}")
    most, least = sorted((max(ours), max(theirs)), reverse=True)
    far = most > 4 * (least + 1)
    return Feature("toll", -0.6 if far else 0.0, "tolls far apart")


def _top(bounds: tuple[int, int | None]) -> int:
    return bounds[0] if bounds[1] is None else bounds[1]


def _words(a: Profile, b: Profile) -> Feature:
    if not a.words or not b.words:
        return Feature("words", 0.0, "no words")
    like = fuzz.token_set_ratio(" ".join(sorted(a.words)), " ".join(sorted(b.words))) / 100.0
    places = {w for where in (*a.wheres, *b.wheres) for w in where.bare.split()}  # weighed above
    shared = (a.words & b.words) - places
    weight = round(min(1.2, 0.2 * len(shared)) * like, 4)
    return Feature("words", weight, f"words in common: {', '.join(sorted(shared)[:5])}")


def _about(a: Profile, b: Profile) -> Feature:
    if (
        a.main
        and b.main
        and a.published is not None
        and b.published is not None
        and abs(a.published - b.published) <= dates.NEWS_DAYS
    ):
        return Feature("about", 0.5, "both reports are about it and published within days")
    if a.main != b.main:
        return Feature("about", -0.2, "one report only recalls it")
    return Feature("about", 0.0, "")


_CHECKS: tuple[Callable[[Profile, Profile], Feature], ...] = (
    _date,
    _place,
    _type,
    _weapon,
    _perpetrator,
    _target,
    _victims,
    _toll,
    _words,
    _about,
)

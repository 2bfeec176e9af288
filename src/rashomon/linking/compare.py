"""Two events of two reports, compared by features that explain themselves.

Every feature has a level in words and a weight in points, and the weights add up to the score.
Hard facts come first: what they forbid, no score can buy. The weights are a table (`lexicon/link_weights.yaml`,
docs/adr/0008-linking.md); they are no probabilities and do not pretend to be.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rashomon.lexicon import load
from rashomon.linking import dates, geo, levels
from rashomon.linking.levels import FEATURES, Level
from rashomon.linking.profiles import Profile
from rashomon.linking.rules import beside, too_thin


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature's weight, in points, and why."""

    name: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Features whose weights add up to `score`; `forbidden` names the hard fact that keeps the two apart.

    Args:
        threshold: the score from which two events are one.
        judged: what a person decided, which binds: "same", "different" or "unsure"; null if nobody did.
    """

    features: tuple[Feature, ...]
    forbidden: str | None
    threshold: float
    judged: str | None = None

    @property
    def score(self) -> float:
        """Sum of the weights, rounded to 4 decimals."""
        return score_of(f.weight for f in self.features)

    @property
    def linked(self) -> bool:
        """Whether the two events are taken for one."""
        if self.judged is not None:
            return self.judged == "same"
        return self.forbidden is None and self.score >= self.threshold


@dataclass(frozen=True, slots=True)
class Outcome:
    """A comparison without its words: what clusters are made of. `score` is null where a hard fact forbids."""

    score: float | None
    linked: bool


@functools.cache
def weights() -> dict[str, dict[Level, float]]:
    """Points by feature and level."""
    found: dict[str, dict[Level, float]] = load("link_weights")["weights"]
    return found


@functools.cache
def threshold() -> float:
    """The score from which two events are one."""
    return float(load("link_weights")["threshold"])


def outcome(a: Profile, b: Profile) -> Outcome:
    """Compares two events, without words: what `compare` says in short."""
    if forbidden(a, b) is not None:
        return Outcome(None, False)
    table = weights()
    found = {name: check(a, b) for name, check in FEATURES.items()}
    score = score_of(table[name].get(level, 0.0) for name, level in found.items())
    return Outcome(score, score >= threshold() and too_thin({**found, **beside(a, b)}) is None)


def score_of(points: Iterable[float]) -> float:
    """The sum of the points, rounded to 4 decimals."""
    return round(sum(points), 4)


def compare(a: Profile, b: Profile, *, judged: str | None = None) -> Comparison:
    """Compares two events; the order of the two does not matter.

    Args:
        judged: what a person decided on the pair.
    """
    first, second = sorted((a, b), key=lambda p: p.id)
    table, features = weights(), []
    found = {name: check(first, second) for name, check in FEATURES.items()}
    for name, level in found.items():
        if points := table[name].get(level, 0.0):
            features.append(Feature(name, points, _reason(name, level, first, second)))
    reason = forbidden(first, second) or too_thin({**found, **beside(first, second)})
    return Comparison(tuple(features), reason, threshold(), judged)


def forbidden(a: Profile, b: Profile) -> str | None:
    """The hard fact that keeps two events apart, null if there is none."""
    if a.report_id == b.report_id:
        return "told apart within one report"
    if dates_apart(a, b):
        return "dates contradict"
    if (reason := _future(a, b) or _future(b, a)) is not None:
        return reason
    if geo.best_relation(a.stated_wheres, b.stated_wheres) == "apart":
        return "places contradict"
    if a.whole != b.whole:
        return "one is the whole of several attacks"
    return None


#: Days beyond which even a date that only stands beside an event speaks of something else.
LONG_DAYS = 14
#: Days by which an event may be younger than a report of it: time zones.
GRACE_DAYS = 1


def dates_apart(a: Profile, b: Profile) -> bool:
    """Whether the dates contradict: those that the reports give, or any by a long way."""
    if dates.best_relation(a.whens, b.whens) != "apart":
        return False
    told = a.told_whens and b.told_whens and dates.best_relation(a.told_whens, b.told_whens) == "apart"
    return bool(told) or dates.gap(a.whens, b.whens) > LONG_DAYS


def _future(told: Profile, other: Profile) -> str | None:
    """An event can't be younger than a report of it; `GRACE_DAYS` aside."""
    if told.published is None or not other.told_whens:
        return None
    if min(w.start for w in other.told_whens) > told.published + GRACE_DAYS:
        return "one report is older than the other's event"
    return None


_REASONS: dict[str, dict[Level, str]] = {
    "date": {
        "same": "the same day",
        "nearby": "the same day, which one report only names beside it",
        "overlap": "one interval holds the other's day",
        "published": "published within days of the other's date",
        "next": "a day apart",
        "nearby_next": "a day apart, by a day named beside one of them",
        "nearby_apart": "days apart, by a day named beside one of them",
    },
    "place": {
        "same": "the same place",
        "spelling": "one place in two spellings",
        "near": "places close to each other",
        "within": "one place holds the other",
        "named": "the same name, without a container on one side",
        "holder": "two sites of one town or district",
        "hint": "like names without a container in common",
        "country": "only the country in common",
        "unknown": "places that can't be compared",
        "beside": "two named towns beside each other",
        "apart": "places apart",
    },
    "type": {
        "same": "the same type of event",
        "generic_same": "the same type of event, a general one",
        "generic": "one type is general",
        "family": "types of one family",
        "neighbour": "types that differ, though one may be taken for the other",
        "other": "types that exclude each other",
    },
    "weapon": {"class": "weapons of one class", "other": "other weapons"},
    "perpetrator": {"same": "the same named side", "other": "other sides named"},
    "toll": {"same": "a toll in common", "close": "tolls close to each other", "far": "tolls far apart"},
    "about": {
        "both": "both reports are about it and published within days",
        "later": "both reports are about it, published far apart",
        "recalls": "one report only recalls it",
        "neither": "both reports only recall it",
    },
    "copy": {"yes": "both reports are about it and carry one text"},
}


def _reason(name: str, level: Level, a: Profile, b: Profile) -> str:
    if name == "place" and level.startswith("around_"):
        return f"{_REASONS[name][level.removeprefix('around_')]}, named beside the event"
    if (known := _REASONS.get(name, {}).get(level)) is not None:
        return known
    if level == levels.UNKNOWN:
        return f"no {name} on one side"
    if level in ("none", "no"):
        return f"no {name} in common"
    return _WORDED[name](a, b)


_WORDED: dict[str, Callable[[Profile, Profile], str]] = {
    "weapon": lambda a, b: f"the same weapon: {min(a.weapons & b.weapons)}",
    "target": lambda a, b: f"harmed in common: {', '.join(sorted(a.targets & b.targets)[:3])}",
    "victims": lambda a, b: f"victims of one name: {', '.join(levels.shared_victims(a, b)[:3])}",
    "words": lambda a, b: f"words in common: {', '.join(sorted(levels.shared_words(a, b))[:5])}",
}

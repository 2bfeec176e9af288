"""Rules that keep a pair of events apart, whatever its points: too little in common for one happening.

A rule looks at levels of features, and at little beside them, so that it can be asked once for many pairs that are alike
(`bulk`). Hard facts, which look at the events themselves, are in `compare`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from rashomon.linking import dates, levels
from rashomon.linking.levels import Level
from rashomon.linking.names import skeleton
from rashomon.linking.profiles import Profile

#: What the rules ask of two events beside their features.
BESIDE: dict[str, Callable[[Profile, Profile], bool]] = {
    "day_apart": lambda a, b: dates.best_relation(a.told_whens, b.told_whens) == "next",
    "dated": lambda a, b: bool(a.stated_whens and b.stated_whens),
    "two_countries": lambda a, b: _two_countries(countries(a), countries(b)),
}
#: All of an event that each of these looks at.
SEEN: dict[str, Callable[[Profile], Hashable]] = {
    "day_apart": levels.whens,
    "dated": levels.whens,
    "two_countries": levels.wheres,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What keeps a pair apart that points are not asked about; `broken` is asked about the levels that `asks` names."""

    reason: str
    asks: tuple[str, ...]
    broken: Callable[..., bool]


#: Levels of words in common that speak of one happening.
_TELLING = frozenset({"some", "many", "most"})
#: Levels of what was used, who did it, whom it hit and how many died that say that both tell it.
_TOLD = (("toll", ("same",)), ("target", ("one", "more")), ("perpetrator", ("same",)), ("weapon", ("same", "class")))
#: A day apart only people and text link: two attacks in one city within three days stay two. Two towns beside each other
#: need the toll and the target, and a country alone links nothing, or the day, the kind of event and two telling words for
#: what was hit (a ship by its name): a wrong merge is worse than a missed one. Whether a pair without a day or a place in
#: common is one is left to the points, unless only the place says so: on train, dev and the made-up world every stricter
#: rule lost links and saved none.
RULES = (
    Rule("a day apart, and no victim or text in common", ("day_apart",), lambda apart: apart),
    Rule(
        "no date on one side, and nothing in common but the place",
        ("dated", "words", *(name for name, _ in _TOLD)),
        lambda dated, words, *told: (
            not dated
            and words not in _TELLING
            and not any(level in same for level, (_, same) in zip(told, _TOLD, strict=True))
        ),
    ),
    Rule(
        "places that can't be compared, in two countries",
        ("place", "two_countries"),
        lambda place, apart: place == "unknown" and apart,
    ),
    Rule(
        "two towns beside each other, and not one toll and target",
        ("place", "toll", "target"),
        lambda place, toll, target: place == "beside" and not (toll == "same" and target in ("one", "more")),
    ),
    Rule(
        "only the country in common, and no victim or text either",
        ("place", "date", "type", "target"),
        lambda place, date, kind, target: (
            place in ("country", "around_country") and (date, kind, target) != ("same", "same", "more")
        ),
    ),
)


def one_text(victims: Level, copy: Level) -> bool:
    """Whether victims or the text are in common: such a pair no rule keeps apart."""
    return victims in ("one", "two", "more") or copy == "yes"


def beside(a: Profile, b: Profile) -> dict[str, bool]:
    """What the rules ask of two events beside their features."""
    return {name: check(a, b) for name, check in BESIDE.items()}


def too_thin(found: Mapping[str, Level | bool]) -> str | None:
    """The reason of the first broken rule; null if there is none.

    Args:
        found: the level of every feature, and what `beside` says of the two.
    """
    if one_text(str(found["victims"]), str(found["copy"])):
        return None
    return next((rule.reason for rule in RULES if rule.broken(*(found[name] for name in rule.asks))), None)


def _two_countries(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def countries(profile: Profile) -> frozenset[str]:
    """The outermost containers of an event's places, as they sound: what `block` files it under where no place meets."""
    return frozenset(skeleton(where.country) for where in profile.wheres if where.country)

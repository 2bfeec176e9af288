"""Where an event was: likeness, containment and distance of places of two reports.

Places of two reports share no ids of ours. A village that no gazetteer holds is compared by its
name within its containers; without a container in common a like name is a hint, not a match.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rashomon.lexicon import load
from rashomon.linking.names import fold, same_place_name, same_word, words_of
from rashomon.model.places import Place, PlacePrecision

PlaceRelation = Literal[
    "same", "spelling", "named", "near", "within", "holder", "hint", "country", "unknown", "beside", "apart"
]
#: From best to worst.
ORDER: tuple[PlaceRelation, ...] = (
    "same",
    "spelling",
    "named",
    "near",
    "within",
    "holder",
    "hint",
    "country",
    "unknown",
    "beside",
    "apart",
)

#: Kilometres beyond the sum of two radii within which two named points may be one scene. Newsrooms name
#: a village, the town beside it or the nearest city; 20 km is a market town's reach.
SCENE_KM = 20.0
_POINTS: frozenset[PlacePrecision] = frozenset({"exact", "neighbourhood", "city", "near"})
_AREAS: frozenset[PlacePrecision] = frozenset({"admin1", "admin2"})
_WIDE: frozenset[PlacePrecision] = frozenset({"country", "region"})


@dataclass(frozen=True, slots=True)
class Where:
    """A place as linking sees it; `stated` false: it only stands in the same sentence as the event."""

    name: str
    bare: str
    within: tuple[str, ...]
    lat: float | None
    lon: float | None
    radius: float
    precision: PlacePrecision
    gazetteer: str | None
    stated: bool
    borrowed: bool

    @property
    def point(self) -> bool:
        """Whether the words name a spot and not an area."""
        return self.precision in _POINTS

    @property
    def located(self) -> bool:
        """Whether it is a spot whose own coordinates are known."""
        return self.lat is not None and self.lon is not None and self.point and not self.borrowed

    @property
    def area(self) -> bool:
        """Whether it is a province or a district."""
        return self.precision in _AREAS

    @property
    def country(self) -> str | None:
        """The country by one name, whatever the report calls it; null if none is known.

        An outermost container that is no country on the list is one all the same, unless it is the only one of a site or a
        quarter: that is its town.
        """
        if self.precision == "country":
            return country_of(self.name) or self.bare
        if not self.within:
            return None
        return country_of(self.within[-1]) or (None if self.town is not None else fold(self.within[-1]))

    @property
    def town(self) -> str | None:
        """What a site or a quarter lies in, where that is no country and no region alone."""
        if (
            self.precision not in ("exact", "neighbourhood")
            or not self.within
            or country_of(self.within[0]) is not None
        ):
            return None
        return bare_name(self.within[0])


@functools.cache
def _countries() -> dict[str, str]:
    entries = load("countries")["countries"]
    return {fold(n): entry["iso2"] for entry in reversed(entries) for n in (entry["name"], *entry.get("aliases", ()))}


@functools.lru_cache(maxsize=65536)
def country_of(name: str) -> str | None:
    """The ISO code of a country by its name; a town or a demonym is none."""
    return _countries().get(fold(name))


_LEADING = frozenset(
    "near north south east west northern southern eastern western central northeast northwest southeast southwest north-east north-west "
    "south-east south-west road highway route street to from between towards leading outskirts suburb town city village district province department region governorate state county prefecture area peninsula oblast island islands division "
    "outside around inside off coast nautical miles mile km kilometres kilometers some about just the in of at on".split()
)


@functools.lru_cache(maxsize=65536)
def bare_name(name: str) -> str:
    """The name without "near the town of" and "district"."""
    kept = [w for w in words_of(name) if w not in _LEADING and not w.isdigit()]
    return " ".join(kept) or fold(name)


def where_of(place: Place, *, stated: bool) -> Where:
    """What linking needs of a place."""
    # A village that the gazetteer does not hold carries the coordinates of what contains it.
    borrowed = place.gazetteer_id is None and place.near is None and place.precision in _POINTS
    return Where(
        place.name,
        bare_name(place.name),
        place.within,
        place.lat,
        place.lon,
        place.radius_km or 0.0,
        place.precision,
        place.gazetteer_id,
        stated,
        borrowed,
    )


def distance(a: Where, b: Where) -> float | None:
    """Great-circle kilometres, null where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lon1, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


#: From a spot to a country; what is finer may lie in what is coarser.
_FINENESS: dict[PlacePrecision, int] = {
    "exact": 0, "neighbourhood": 1, "near": 2, "linear": 2, "city": 2, "admin2": 3, "admin1": 4, "country": 5, "region": 5,
}  # fmt: skip


def contains(outer: Where, inner: Where) -> bool:
    """Whether the containers of `inner` name `outer`, at a coarser precision."""
    if _FINENESS[outer.precision] <= _FINENESS[inner.precision] and outer.precision != inner.precision:
        return False
    if outer.precision == inner.precision and outer.point:
        return False
    return any(same_place_name(outer.bare, bare_name(name)) for name in inner.within)


def _just_around(outer: Where, inner: Where) -> bool:
    """Whether a region, and no country, is the first thing around a spot ("Bakassi" around a creek)."""
    return outer.precision == "region" and inner.point and same_place_name(outer.bare, bare_name(inner.within[0]))


def _part_of_name(a: Where, b: Where) -> bool:
    """Whether one name holds the other ("the Virginia mission", "Virginia"; "11 km west of Cangumbe", "Cangumbe")."""
    short, long = sorted((a.bare.split(), b.bare.split()), key=len)
    return bool(short) and all(any(same_word(x, y) for y in long) for x in short)


def _shared_holder(a: Where, b: Where) -> bool:
    """Whether some container is one in both."""
    return any(same_place_name(bare_name(x), bare_name(y)) for x in a.within for y in b.within)


def _one_town(a: Where, b: Where) -> bool:
    """Whether two sites or quarters lie in one smallest container, a country excepted."""
    return a.town is not None and b.town is not None and same_place_name(a.town, b.town)


@functools.cache
def common_words() -> frozenset[str]:
    """Words that the names of many places share."""
    return frozenset(load("linking")["common_place_words"])


def _proper_words(where: Where) -> frozenset[str]:
    """The words of a name that tell it from others of its town: capitals that are no kind of place and no container."""
    around = {w for name in where.within for w in words_of(name)}
    own = frozenset(w for word in where.name.split() if word[:1].isupper() or "-" in word for w in words_of(word))
    return frozenset(w for w in own if len(w) > 2 and w not in around and w not in common_words() and w not in _LEADING)


def _shared_words(a: Where, b: Where) -> bool:
    """Whether two names of sites share a word ("Kadu market", "the flour alley of Kadu")."""
    theirs = _proper_words(b)
    return any(same_word(x, y) for x in _proper_words(a) for y in theirs)


def _on_the_way(a: Where, b: Where) -> bool:
    """Whether one is "the road to X" and the other X or another road to it."""
    road, other = (a, b) if a.precision == "linear" else (b, a)
    return not set(road.bare.split()).isdisjoint(other.bare.split()) and other.precision not in _WIDE


def _other_country(a: Where, b: Where) -> bool:
    """Whether the outermost containers differ; a chain that stops at a district names no country."""
    if a.country is None or b.country is None or same_place_name(a.country, b.country):
        return False
    known = [w.gazetteer is not None or w.lat is not None and not w.borrowed for w in (a, b)]
    return all(known) or len(a.within) == len(b.within) > 1


def relation(a: Where, b: Where) -> PlaceRelation:
    """How two places lie to each other; "apart" only where both are known well enough."""
    named = same_place_name(a.bare, b.bare)
    if a.gazetteer is not None and a.gazetteer == b.gazetteer:
        return "country" if a.precision in _WIDE else "same"
    if "linear" in (a.precision, b.precision) and _on_the_way(a, b):
        return "within"
    other_country = _other_country(a, b) and not _shared_holder(a, b)
    km = distance(a, b)
    if named and not other_country:
        if a.precision in _WIDE:
            return "country"
        # Two entries of the gazetteer are two places, however alike their names, unless they lie in each other.
        listed = a.gazetteer is not None and b.gazetteer is not None and a.point and b.point
        if km is None or km <= a.radius + b.radius + (0.0 if listed else 3 * SCENE_KM):
            if km is not None or _shared_holder(a, b):
                return "same" if a.bare == b.bare else "spelling"
            return "named" if a.bare == b.bare and not (a.within and b.within) else "hint"
    if contains(a, b) or contains(b, a):
        outer, inner = (a, b) if contains(a, b) else (b, a)
        return "country" if outer.precision in _WIDE and not _just_around(outer, inner) else "within"
    if _part_of_name(a, b) and (not other_country and not (a.within and b.within) or _shared_holder(a, b)):
        return "near"
    found = _by_distance(a, b, km, other_country=other_country)
    if found == "unknown" and _one_town(a, b):
        return "near" if _shared_words(a, b) else "holder"
    return found


def _by_distance(a: Where, b: Where, km: float | None, *, other_country: bool) -> PlaceRelation:
    if a.precision in _WIDE or b.precision in _WIDE or "linear" in (a.precision, b.precision):
        return "apart" if other_country and (km is None or km > a.radius + b.radius + SCENE_KM) else "unknown"
    if km is None:
        return "apart" if other_country else "unknown"
    if a.borrowed or b.borrowed:
        return "unknown" if km <= a.radius + b.radius + 2 * SCENE_KM else "apart"
    if a.point and b.point:
        towns = a.gazetteer is not None and b.gazetteer is not None  # two names that a map knows, where one would do
        return ("beside" if towns else "near") if km <= a.radius + b.radius + SCENE_KM else "apart"
    if km <= a.radius + b.radius:
        return "within" if a.point or b.point else "unknown"
    return "apart" if km > a.radius + b.radius + SCENE_KM else "unknown"


def best_relation(ours: Iterable[Where], theirs: Iterable[Where]) -> PlaceRelation:
    """The closest relation between rival places."""
    others = list(theirs)
    found = {relation(a, b) for a in ours for b in others}
    return next((r for r in ORDER if r in found), "unknown")

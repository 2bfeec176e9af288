"""Scores what a place name can mean, with its reasons: size, the report's countries, stated containers, neighbours.

No score is a probability. The best candidate counts only above a floor: a small place that
nothing in the report speaks for stays unknown.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.lexicon import load
from rashomon.model.place_mentions import PlaceMention
from rashomon.resolve.gazetteer import Candidate
from rashomon.resolve.gazetteer_index import distance_km, name_key

#: Weights and floor: set by hand, then checked on TR-News and GeoVirus (python -m bench.places; 0.828 and 0.772 within 161 km).
COUNTRY, AREA, OTHER_COUNTRY, OTHER_AREA = 1.0, 1.2, -0.8, -0.5
CONTEXT, NEIGHBOUR, FEATURE, USUAL, BARE = 0.5, 0.25, 0.6, 0.08, 0.3
FLOOR = 0.55
#: What a resolved place adds to its country's weight; a country's name adds 1.
SETTLED = 0.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score (4 decimals) and the features that made it."""

    candidate: Candidate
    score: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Context:
    """What the report says so far: weight per country and per first-level area, and points already settled."""

    countries: dict[str, float] = field(default_factory=dict)
    areas: dict[tuple[str, str], float] = field(default_factory=dict)
    points: list[tuple[str, float, float]] = field(default_factory=list)

    def without(self, country: str) -> Context:
        """The same without what one resolved place has said for its country."""
        if country not in self.countries:
            return self
        return Context({**self.countries, country: self.countries[country] - SETTLED}, self.areas, self.points)

    def share(self, country: str) -> float:
        """How far the report is about this country, 0 to 1."""
        total = sum(self.countries.values())
        return self.countries.get(country, 0.0) / total if total else 0.0


def score(
    candidates: Sequence[Candidate],
    name: str,
    mentions: Sequence[PlaceMention],
    stated: Sequence[Candidate],
    context: Context,
) -> list[Scored]:
    """All candidates, best first; ties by id, so that the order never decides.

    Args:
        name: the name as written.
        mentions: all mentions of it in the report.
        stated: what the containers that the report states for it can mean.
        context: the rest of the report.
    """
    wanted = {kind for m in mentions for kind in _wanted(m)}
    codes = {code for m in mentions for code in m.countries}
    own = {(c.country, c.admin1) for c in candidates if c.kind == "admin1"}
    largest = {c.largest for c in candidates if c.kind == "admin1"}
    total = sum(context.countries.values()) or 1.0
    fits = {c.id: _stated(c, stated, codes) for c in candidates}
    if not any(value > 0 for value in fits.values()):
        fits = {}  # nothing of that name lies there: the comma was no containment
    listed = any(c.kind in {"country", "admin1"} for c in candidates) and not wanted
    ranked = []
    for candidate in candidates:
        small = listed and candidate.kind == "city" and candidate.population < 20_000
        reasons = {
            "prior": _prior(candidate),
            "usual name": USUAL if candidate.exact_name else -USUAL,
            "stated": fits.get(candidate.id, 0.0) * (0.25 if small else 1.0),
            "report": CONTEXT * context.countries.get(candidate.country, 0.0) / total if candidate.country else 0.1,
            "area": 0.15
            if not small
            and candidate.kind == "city"
            and (candidate.country, candidate.admin1) in context.areas.keys() - own
            else 0.0,
            "neighbours": 0.0 if small else _neighbours(candidate, name, context),
            "feature": _feature(candidate, wanted),
            "bare": 0.0 if wanted else _bare(candidate, name, largest),
        }
        kept = tuple((k, round(v, 4)) for k, v in reasons.items() if v)
        ranked.append(Scored(candidate, round(sum(reasons.values()), 4), kept))
    return sorted(ranked, key=lambda s: (-s.score, s.candidate.id))


def _prior(candidate: Candidate) -> float:
    size = math.log10(candidate.population + 10) / 8
    if candidate.kind == "country":
        return 0.9 + size / 4
    if candidate.kind == "wide":
        return 0.95
    if candidate.kind == "admin1":
        return 0.55 + size / 4
    if candidate.kind == "admin2":
        return 0.35 + size / 4
    return size


def _stated(candidate: Candidate, stated: Sequence[Candidate], codes: set[str]) -> float:
    """Containers and demonyms that the phrases state; the best reading of an ambiguous container counts."""
    total = 0.0
    if candidate.kind in {"country", "wide"}:
        return total
    if codes and candidate.country:
        total += COUNTRY if candidate.country in codes else OTHER_COUNTRY
    readings = []
    for container in stated:
        if container.id == candidate.id:
            continue
        if container.kind == "country":
            readings.append(COUNTRY if container.country == candidate.country else OTHER_COUNTRY)
        elif container.kind == "admin1":
            same = container.country == candidate.country
            readings.append(
                AREA
                if same and (container.admin1 == candidate.admin1 and candidate.kind == "city")
                else OTHER_AREA
                if same
                else OTHER_COUNTRY
            )
        elif container.kind == "wide":
            near = distance_km(container.lat, container.lon, candidate.lat, candidate.lon) <= container.km * 1.3
            readings.append(AREA / 2 if near else OTHER_AREA)
        else:
            near = distance_km(container.lat, container.lon, candidate.lat, candidate.lon) <= max(
                60.0, 3 * container.km
            )
            readings.append(AREA * 0.8 if near else OTHER_AREA / 2)
    return total + (max(readings) if readings else 0.0)


#: 400 km in degrees of latitude: beyond it nothing is a neighbour.
_FAR_DEGREES = 3.6


def _neighbours(candidate: Candidate, name: str, context: Context) -> float:
    if candidate.kind not in {"city", "admin2", "site"}:
        return 0.0
    key = name_key(name)
    nearest = min(
        (
            distance_km(candidate.lat, candidate.lon, lat, lon)
            for other, lat, lon in context.points
            if abs(candidate.lat - lat) < _FAR_DEGREES and other != key
        ),
        default=math.inf,
    )
    return (
        NEIGHBOUR if nearest < 60 else NEIGHBOUR * 0.7 if nearest < 150 else NEIGHBOUR * 0.3 if nearest < 400 else 0.0
    )


def _wanted(mention: PlaceMention) -> set[str]:
    """Kinds of places that the feature word allows; empty if it says nothing."""
    precision = feature_precision(mention.feature)
    if precision == "admin1":
        return {"admin1", "wide"}
    if precision in {"city", "neighbourhood"}:
        return {"city"}
    if precision == "region":
        return {"wide"}
    return set()


def _feature(candidate: Candidate, wanted: set[str]) -> float:
    if not wanted:
        return 0.0
    return FEATURE if candidate.kind in wanted else -FEATURE / 2


def _bare(candidate: Candidate, name: str, largest: set[int | bool]) -> float:
    """A name alone that a city and its area share: the city, unless the list says otherwise."""
    lists = load("admin1")
    if name in lists["bare_means_area"]:
        return BARE * 2 if candidate.kind in {"admin1", "wide"} else 0.0
    if name in lists["bare_means_city"]:
        return BARE if candidate.kind == "city" and candidate.population > 100_000 else 0.0
    if candidate.kind == "city" and candidate.id in {f"geonames:{i}" for i in largest}:
        return BARE
    return 0.0


@functools.cache
def _precisions() -> Mapping[str, str]:
    return {word: kind for kind, words in load("place_words")["features"].items() for word in words}


def feature_precision(feature: str | None) -> str | None:
    """How exact a place with this feature word is, null without one."""
    return None if feature is None else _precisions().get(feature)


def settle(candidate: Candidate, context: Context, name: str) -> None:
    """Lets a resolved place speak for its country, area and neighbourhood."""
    if candidate.country:
        context.countries[candidate.country] = context.countries.get(candidate.country, 0.0) + SETTLED
    if candidate.kind == "admin1":
        context.areas[(candidate.country, candidate.admin1)] = 1.0
    if candidate.kind == "city":
        context.points.append((name_key(name), candidate.lat, candidate.lon))

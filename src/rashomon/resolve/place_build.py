"""One place of the record out of its mentions: name, precision, point and radius, and what it lies in.

The radius says how far the truth may be from the point. A site, a part or a village that the
gazetteer lacks takes the point of what it lies in, with that one's radius; without one it has none.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from rashomon.lexicon import load
from rashomon.model.place_mentions import PlaceMention
from rashomon.model.places import Near, Place, PlacePrecision
from rashomon.model.spans import Span
from rashomon.resolve.gazetteer import Candidate, Gazetteer, area_name, country_name
from rashomon.resolve.gazetteer_index import distance_km, name_key
from rashomon.resolve.place_scores import feature_precision

_DEGREES = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}
_BEARINGS = {"north": "N", "south": "S", "east": "E", "west": "W"}
#: "near X" without a distance: UCDP's where_prec 2 means within about 25 km.
_NEAR_KM = 25.0
#: A city of this size has districts that are parts of it (set by hand).
_PARTED = 100_000


def build_place(
    place_id: str,
    mentions: Sequence[PlaceMention],
    choice: Candidate | None,
    stated: Sequence[Candidate],
    *,
    text: str,
    anchor: str | None,
    spans: Sequence[tuple[int, int]],
    title: str | None,
    home: frozenset[str] = frozenset(),
    gazetteer: Gazetteer,
) -> Place:
    """The place that `mentions` stand for.

    Args:
        choice: what the name means, null if the gazetteer has no answer.
        stated: what the containers that the report states can mean.
        anchor: id of the place that this one lies near, null if none.
        spans: character ranges of all its mentions.
        title: name to use where the report has only "the capital".
        home: the country that the report is about, for what has no country of its own.
    """
    named = [m for m in mentions if m.form == "name"]
    first = named[0] if named else None
    lat, lon, km = _position(first, choice, stated, gazetteer)
    near = None
    if anchor is not None and first is not None and first.near is not None:
        near = Near(anchor, first.near.km, first.near.bearing)
    exact = first is not None and (first.near is not None and anchor is not None or first.until is not None)
    precision = _precision(first, choice, near, stated, home)
    moved = (
        exact
        or first is not None
        and (
            first.part is not None or feature_precision(first.feature) in {"exact", "linear", "neighbourhood", "admin2"}
        )
    )
    return Place(
        id=place_id,
        name=_name(first, named, near, text, title),
        within=_within(named, choice, exclude=first.name if first is not None else title or ""),
        lat=lat,
        lon=lon,
        radius_km=km,
        near=near,
        precision=precision,
        gazetteer_id=None if choice is None or moved and not _is_the_area(first, choice) else choice.id,
        mentions=tuple(Span.of(text, start, end) for start, end in spans),
    )


def country_candidate(code: str, gazetteer: Gazetteer) -> Candidate | None:
    """The country with this ISO code as a candidate."""
    return next(
        (c for c in gazetteer.candidates(country_name(code)) if c.kind == "country" and c.country == code), None
    )


def _is_the_area(first: PlaceMention | None, choice: Candidate) -> bool:
    return (
        first is not None
        and first.part is None
        and feature_precision(first.feature) == "neighbourhood"
        and choice.kind == "city"
        and choice.exact_name
    )


def _name(
    first: PlaceMention | None, named: Sequence[PlaceMention], near: Near | None, text: str, title: str | None
) -> str:
    """The report's words for it: the fullest mention, its offset included."""
    if first is None:
        return title or ""
    if near is not None and first.near is not None:
        return " ".join(first.near.span.text.split())
    if first.until is not None:
        return " ".join(text[first.span.start : first.until.end].split())
    forms = dict.fromkeys(" ".join(m.span.text.split()) for m in named)
    return max(
        forms,
        key=lambda form: (not form.isupper(), sum(form == " ".join(m.span.text.split()) for m in named), len(form)),
    )


def _precision(
    first: PlaceMention | None,
    choice: Candidate | None,
    near: Near | None,
    stated: Sequence[Candidate],
    home: frozenset[str],
) -> PlacePrecision:
    if near is not None:
        return "near"
    if first is not None and first.feature is not None and (level := _level(first, choice, stated, home)) is not None:
        return level
    if first is not None and name_key(first.name) in _territories():
        return "region"
    feature = None if first is None else feature_precision(first.feature)
    if feature == "admin2" and (choice is None or choice.kind == "city") and any(c.kind == "city" for c in stated[:1]):
        return "neighbourhood"  # "the X district of Mogadishu"
    if first is not None and (first.until is not None or feature == "linear"):
        return "linear"
    if feature in {"exact", "neighbourhood", "admin2", "admin1", "region"}:
        return feature  # type: ignore[return-value]
    if choice is None:
        return "city"
    if choice.kind == "wide":
        return "exact" if choice.km <= 15 else "region"
    if choice.kind == "city":
        return "neighbourhood" if first is not None and first.part is not None else "city"
    if choice.kind == "site":
        return "exact"
    if choice.kind == "country":
        return "country"  # "northern Nigeria" is several states: no more exact than the country
    return "admin1" if first is not None and first.part is not None and choice.kind != "admin2" else choice.kind


def _level(
    first: PlaceMention, choice: Candidate | None, stated: Sequence[Candidate], home: frozenset[str]
) -> PlacePrecision | None:
    """What a word of administration means in its country: a county of Liberia is its first level, a township of Myanmar its second."""
    words = load("place_words")
    countries = {c.country for c in (*([choice] if choice is not None else ()), *stated)} | set(first.countries)
    countries = countries or set(home)
    feature = first.feature or ""
    if (
        countries & set(words["first_level"].get(feature, ()))
        or feature_precision(feature) == "admin2"
        and (choice is not None and choice.kind == "admin1")
    ):
        return "admin1"
    if countries & set(words["second_level"].get(feature, ())):
        return "admin2"
    inside = [c for c in stated if c.population >= _PARTED]
    if feature == "district" and inside and all(c.kind == "city" for c in stated):
        return "neighbourhood"
    return None


@functools.cache
def _territories() -> frozenset[str]:
    return frozenset(name_key(name) for name in load("place_words")["territories"])


_Position = tuple[float | None, float | None, float | None]


def _position(
    first: PlaceMention | None, choice: Candidate | None, stated: Sequence[Candidate], gazetteer: Gazetteer
) -> _Position:
    if choice is None:
        inside = _best_container(stated)
        if inside is None:
            return None, None, None
        return round(inside.lat, 4), round(inside.lon, 4), round(inside.km, 1)
    lat, lon, km = choice.lat, choice.lon, choice.km
    if first is None:
        return round(lat, 4), round(lon, 4), round(km, 1)
    if first.until is not None:
        return _line(choice, first.until.text, gazetteer)
    if first.near is not None:
        lat, lon, km = _offset(choice, first.near.km, first.near.bearing)
    elif first.part is not None and (bearing := _compass(first.part)) is not None:
        lat, lon = move(lat, lon, km / 2, bearing)
        km *= 0.7
    feature = feature_precision(first.feature)
    if feature == "exact" and choice.kind == "city":
        km = max(15.0, 2 * choice.km)
    elif feature == "admin2" and choice.kind == "city":
        km = max(30.0, choice.km)
    elif feature == "linear":
        km = max(30.0, 2 * choice.km)
    return round(lat, 4), round(lon, 4), round(km, 1)


def _best_container(stated: Sequence[Candidate]) -> Candidate | None:
    """The smallest container that is no mere namesake: areas and countries first, then the largest city."""
    listed = [c for c in stated if c.kind in {"admin1", "country"} or c.kind == "wide" and c.km < 600]
    cities = [c for c in stated if c.kind == "city" and c.population >= 15_000]
    if cities and (not listed or cities[0].country in {c.country for c in listed}):
        return max(cities, key=lambda c: (c.country in {x.country for x in listed}, c.population, c.id))
    return min(listed, key=lambda c: (c.km, c.id)) if listed else None


def _offset(choice: Candidate, km: float | None, bearing: str | None) -> tuple[float, float, float]:
    if km is None:
        return choice.lat, choice.lon, max(_NEAR_KM, choice.km)
    if bearing is None:
        return choice.lat, choice.lon, round(km + choice.km, 1)
    lat, lon = move(choice.lat, choice.lon, km, bearing)
    return lat, lon, max(5.0, km * 0.4, choice.km)


def _line(choice: Candidate, other: str, gazetteer: Gazetteer) -> _Position:
    ends = [c for c in gazetteer.candidates(other) if distance_km(c.lat, c.lon, choice.lat, choice.lon) < 1500]
    if not ends:
        return round(choice.lat, 4), round(choice.lon, 4), round(max(50.0, choice.km), 1)
    end = min(ends, key=lambda c: (distance_km(c.lat, c.lon, choice.lat, choice.lon), c.id))
    apart = distance_km(end.lat, end.lon, choice.lat, choice.lon)
    return round((choice.lat + end.lat) / 2, 4), round((choice.lon + end.lon) / 2, 4), round(apart / 2 + 5, 1)


def move(lat: float, lon: float, km: float, bearing: str) -> tuple[float, float]:
    """The point `km` kilometres away in a compass direction, on the sphere."""
    angle, arc = math.radians(_DEGREES[bearing]), km / 6371.0
    a, b = math.radians(lat), math.radians(lon)
    c = math.asin(math.sin(a) * math.cos(arc) + math.cos(a) * math.sin(arc) * math.cos(angle))
    d = b + math.atan2(math.sin(angle) * math.sin(arc) * math.cos(a), math.cos(arc) - math.sin(a) * math.sin(c))
    return math.degrees(c), (math.degrees(d) + 540) % 360 - 180


def _compass(part: str) -> str | None:
    plain = part.lower().replace("-", "").removesuffix("ern")
    for first in ("north", "south"):
        for second in ("east", "west"):
            if plain == first + second:
                return _BEARINGS[first] + _BEARINGS[second]
    return _BEARINGS.get(plain)


def _within(named: Sequence[PlaceMention], choice: Candidate | None, *, exclude: str) -> tuple[str, ...]:
    """Containers that the report states, then those that the gazetteer knows, nearest first."""
    names = [span.text for m in named for span in m.within if span.text.lower() != "capital"]
    names += [country_name(code) for m in named for code in m.countries]
    if choice is not None and choice.country and choice.kind != "country":
        area = area_name(choice.country, choice.admin1) if choice.admin1 and choice.kind == "city" else None
        names += [area] if area is not None else []
        names.append(country_name(choice.country))
    elif (
        choice is not None
        and choice.kind == "country"
        and named
        and (named[0].feature is not None or named[0].part is not None)
    ):
        return tuple(dict.fromkeys([choice.name]))
    own = name_key(exclude)
    unique: dict[str, str] = {}
    for name in names:
        if name_key(name) != own:
            unique.setdefault(name_key(name), name)
    countries = {country_name(code) for m in named for code in m.countries} | (
        {country_name(choice.country)} if choice is not None else set()
    )
    ordered = [n for n in unique.values() if n not in countries] + [n for n in unique.values() if n in countries]
    return tuple(ordered)

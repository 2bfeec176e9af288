"""Erasure and retention on the embedded store: rows in one transaction, then the files scrubbed of what they left.

See `Store` for what each does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rashomon.model.codebook import Keep
from rashomon.model.covering import Names
from rashomon.store import embedded, erasing, erasing_people, queries, reaching, retaining
from rashomon.store.sqlite_file import SqliteFile
from rashomon.store.values import Due, PersonErasure, Reach, Tombstone


class ErasingPart(SqliteFile):
    """What `SqliteStore` destroys."""

    def _scrub(self) -> None:
        if self.path is not None:
            with embedded.explained(self.path):
                erasing.scrub(self._engine)

    def erase(self, reference: str, *, ground: str, who: str, at: str) -> Tombstone:
        """See `Store`."""
        with self._write() as connection:
            stone = erasing.erase(connection, reference, ground=ground, who=who, at=at)
        self._scrub()
        return stone

    def erase_person(self, wanted: PersonErasure) -> Tombstone:
        """See `Store`."""
        with self._write() as connection:
            stone = erasing_people.erase(connection, wanted)
        self._scrub()
        return stone

    def reach_of(self, names: Sequence[str]) -> Reach:
        """See `Store`."""
        with self._read() as connection:
            found = reaching.reach(connection, Names(names))
            held = tuple(sorted(i for i in found.reports if erasing.hold_on(connection, i) is not None))
            aliases = tuple(sorted(found.aliases))
            return Reach(tuple(sorted(found.titles.items())), aliases, found.captured_at, held)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """See `Store`."""
        with self._read() as connection:
            return queries.tombstones(connection)

    def due(self, rules: Iterable[Keep], *, at: str) -> tuple[Due, ...]:
        """See `Store`."""
        with self._read() as connection:
            return retaining.due(connection, rules, at=at)

    def retain(self, rules: Iterable[Keep], *, who: str, at: str) -> tuple[Tombstone, ...]:
        """See `Store`."""
        with self._write() as connection:
            stones = retaining.retain(connection, rules, who=who, at=at)
        if stones:
            self._scrub()
        return stones

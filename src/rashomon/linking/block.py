"""Candidate pairs: events that share a day and a place in some spelling, a victim, or a text.

Never all with all: an event is compared with those in its own cells of days and places. A cell so
full that it says nothing is left out, and the finer cells beside it still hold its pairs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rashomon.linking.copies import Copies
from rashomon.linking.geo import Where, bare_name
from rashomon.linking.names import skeleton, words_of
from rashomon.linking.profiles import Profile

#: Days that one event is filed under at most; longer intervals are filed by month and year alone.
MAX_DAYS = 14
MONTH, YEAR = 31, 366
#: Members of a cell above which it is no longer compared pair by pair.
FULL = 400
#: Degrees of latitude of a grid cell (about 55 km): a scene and the town beside it are at most one cell apart.
CELL = 0.5


def candidate_pairs(profiles: Sequence[Profile], copies: Copies) -> list[tuple[int, int]]:
    """Index pairs (smaller first) worth comparing, sorted."""
    cells: dict[tuple[object, ...], list[int]] = defaultdict(list)
    rough = [any(w.end - w.start >= MAX_DAYS for w in p.whens) for p in profiles]
    for i, profile in enumerate(profiles):
        for key in dict.fromkeys(_keys(profile, copies)):
            cells[key].append(i)
    pairs: set[tuple[int, int]] = set()
    for key, members in cells.items():
        if len(members) > FULL:
            continue
        # Months and years are there for events that have no day: two that have one share a cell of days.
        calendar = key[0] in ("month", "year")
        for n, a in enumerate(members):
            for b in members[n + 1 :]:
                if profiles[a].report_id != profiles[b].report_id and (not calendar or rough[a] or rough[b]):
                    pairs.add((a, b))
    return sorted(pairs)


def _keys(profile: Profile, copies: Copies) -> Iterator[tuple[object, ...]]:
    yield from _place_keys(profile)
    for name in profile.victims:
        words = words_of(name)
        if len(words) > 1:
            yield "victim", skeleton(words[0]), skeleton(words[-1])
    if profile.main:
        yield "text", copies.head(profile.report_id)


def _place_keys(profile: Profile) -> Iterator[tuple[object, ...]]:
    days = list(_days(profile))
    for where in profile.wheres:
        for cell in _cells(where):
            for kind, day in days:
                yield (kind, day, *cell)


def _days(profile: Profile) -> Iterator[tuple[str, int]]:
    for when in profile.whens:
        if when.end - when.start < MAX_DAYS:
            # The day before and after: late evening here is tomorrow there.
            margin = 1 if when.basis != "published" and when.sharp else 0
            yield from (("day", day) for day in range(when.start - margin, when.end + margin + 1))
        if when.end - when.start < 3 * MONTH:
            yield from (("month", month) for month in range(when.start // MONTH, when.end // MONTH + 1))
        yield from (("year", year) for year in range(when.start // YEAR, when.end // YEAR + 1))


def _cells(where: Where) -> Iterator[tuple[object, ...]]:
    for word in words_of(where.bare):
        yield "name", skeleton(word)
    for name in where.within[:-1]:
        yield "name", skeleton(bare_name(name))
    if where.lat is not None and where.lon is not None and where.point and not where.borrowed:
        row, column = math.floor(where.lat / CELL), math.floor(where.lon / CELL)
        yield from (("grid", row + i, column + j) for i in (0, 1) for j in (0, 1))

"""Candidate pairs: events that share a day and a place in some spelling, a victim, or a text.

Never all with all: an event is compared with those in its own cells. A cell is a day and a name, a day and a square
of the map, a month and a place, a victim's name, a piece of text. Some members of a cell only wait there to be found
(`hub` false): a town under its province, a day under its month. A crowded cell compares every member with a few of its
members alone, so that the work grows with the events and not with their square.
"""

from __future__ import annotations

import functools
import hashlib
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rashomon.linking.dates import When
from rashomon.linking.geo import Where, bare_name, common_words
from rashomon.linking.names import skeleton, words_of
from rashomon.linking.profiles import Profile

#: Days that one event is filed under at most; longer intervals are filed by month and year alone.
MAX_DAYS = 14
MONTH, YEAR = 31, 366
#: Comparisons in a cell (hubs times members) above which it is crowded: all pairs of 60 events.
CROWDED = 60 * 60
#: Members of a crowded cell with which all others are compared: those with the smallest ids, which are hashes and so a
#: fair sample. A happening that makes up a tenth of the cell is missed with a chance of 0.9**24 = 8 %, by this cell.
LEADERS = 24
#: Kilometres of a side of a grid cell: two points this close, or closer, share a square. A scene and the town beside it
#: (`geo.SCENE_KM` and two small radii) are.
CELL_KM = 33.0
#: Kilometres of a degree of latitude.
_DEGREE_KM = 111.2
#: Killed from which a number by itself is something that few events of a day share.
RARE_TOLL = 5
#: Smallest hashes of a text that it is filed under: two texts that share half of their shingles have one of them in
#: common in all but 0.5**6 = 2 % of pairs, and copies share their day and place besides.
TEXT_KEYS = 6


@dataclass(frozen=True, slots=True)
class Key:
    """A cell by the hash of its name; `hub`: the member looks for others, and is not only there to be found."""

    cell: int
    hub: bool = True


def keys_of(profile: Profile) -> tuple[Key, ...]:
    """The cells of an event, each once."""
    found: dict[int, bool] = {}
    for cell, hub in _cells(profile):
        found[cell] = found.get(cell, False) or hub
    return tuple(Key(cell, found[cell]) for cell in sorted(found))


def _cells(profile: Profile) -> Iterator[tuple[int, bool]]:
    spots = list(dict.fromkeys(s for where in profile.wheres for s in _spots(where)))
    days = list(dict.fromkeys(d for when in profile.whens for d in _days(when))) or list(_undated(profile))
    if not profile.whens:  # a place named beside it may only hold the scene: it looks under what holds it too
        near = [spot for kind, spot, _ in spots if kind == "holder"]
        yield from ((_mixed(spot, _PERIODS["month"], m), True) for m in _recent(profile) for spot in near)
    for period, number, seeks in days:
        for kind, spot, hub in spots:
            if kind in _WITHIN[period]:
                yield _mixed(spot, _PERIODS[period], number), seeks and hub
    told = list(_told_cells(profile))
    yield from ((_mixed(word, 4, day), seeks) for day in _sharp_days(profile) for word, seeks in told)
    for name in profile.victims:
        words = words_of(name)
        if len(words) > 1:
            yield _hash("victim", skeleton(words[0]), skeleton(words[-1])), True
    yield from ((_mixed(value, 7, 0), True) for value in profile.sketch.hashes[:TEXT_KEYS])


_PERIODS = {"day": 1, "month": 2, "year": 3}
#: How a place is filed under each period: the longer the period, the more exact the place has to be.
_WITHIN = {"day": {"name", "holder", "square"}, "month": {"name"}, "year": {"name"}}


@functools.lru_cache(maxsize=1 << 18)
def _hash(*name: object) -> int:
    """63 bits, the same in every process; two cells that collide cost a comparison and nothing else."""
    digest = hashlib.blake2b("|".join(map(str, name)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _mixed(spot: int, period: int, number: int) -> int:
    """One hash of a place and a time; the constants are large odd numbers that spread the bits."""
    mixed = (spot ^ (period * 0x9E3779B97F4A7C15 + number * 0xC2B2AE3D27D4EB4F)) & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return (mixed ^ (mixed >> 29)) >> 1


def _days(when: When) -> Iterator[tuple[str, int, bool]]:
    """Days, months and years of an interval; a day waits under its month for an event that has no day."""
    length = when.end - when.start
    if length < MAX_DAYS:
        # One day more than it lasts: late evening here is tomorrow there, and two such intervals then meet.
        margin = 1 if when.basis != "published" and when.sharp else 0
        yield from (("day", day, True) for day in range(when.start, when.end + margin + 1))
    if length < 3 * MONTH:
        yield from (("month", month, length >= MAX_DAYS) for month in range(when.start // MONTH, when.end // MONTH + 1))
    yield from (("year", year, length >= MONTH) for year in range(when.start // YEAR, when.end // YEAR + 1))


def _undated(profile: Profile) -> Iterator[tuple[str, int, bool]]:
    """The year of the report and the one before, for an event that a report recalls without a day."""
    if profile.published is not None:
        year = profile.published // YEAR
        yield from (("year", n, True) for n in (year - 1, year))


def _recent(profile: Profile) -> Iterator[int]:
    """The month of the report and the one before."""
    if profile.published is not None:
        yield from (profile.published // MONTH - 1, profile.published // MONTH)


def _told_cells(profile: Profile) -> Iterator[tuple[int, bool]]:
    """What is told, for events that link without the name of a place in common: by country, or by two such things at once.

    An event at a known spot or in a known area only waits there: where two such link, their names or squares meet. One
    without any country looks everywhere: a weapon or a small toll then takes another thing told beside it.
    """
    rare, every = ({_hash(*word) for word in _told(profile) if _rare(*word) or common} for common in (False, True))
    told = sorted(every)
    countries = {where.country for where in profile.wheres if where.country}
    seeks = not any(where.located or where.area for where in profile.stated_wheres)
    yield from ((_mixed(_hash("land", skeleton(land)), 8, word), seeks) for land in sorted(countries) for word in told)
    yield from ((_mixed(word, 9, 0), not countries) for word in sorted(rare))
    yield from ((_mixed(a, 9, b), not countries) for a, b in combinations(told, 2))


def _rare(kind: str, what: object) -> bool:
    """Whether few events of a day share it."""
    return kind in ("side", "target") or kind == "killed" and isinstance(what, int) and what >= RARE_TOLL


def _told(profile: Profile) -> Iterator[tuple[str, object]]:
    """Toll, sides, targets and weapons: of two events that link without a place in common one of these at least is shared."""
    yield from (("killed", low if high is None else high) for low, high in profile.killed)
    yield from (("side", skeleton(word)) for name in profile.perpetrators for word in words_of(name))
    yield from (("target", word) for word in profile.targets)
    yield from (("weapon", weapon) for weapon in profile.weapons)


def _sharp_days(profile: Profile) -> Iterator[int]:
    """Days of an event, for those that agree on the day and name no place in common."""
    for when in profile.whens:
        if when.basis != "published" and when.sharp:
            yield from range(when.start, when.end + 1)


def _spots(where: Where) -> Iterator[tuple[str, int, bool]]:
    """Names and squares; a place waits under the names of what holds it, and looks for others under its own."""
    every = words_of(where.bare)
    for word in [w for w in every if w not in common_words()] or every:
        yield "name", _hash("name", skeleton(word)), True
    for n, name in enumerate(where.within):
        # Two sites of one town bear two names: they meet under the town's.
        site = n == 0 and where.precision in ("exact", "neighbourhood")
        for word in words_of(bare_name(name)):
            yield "holder", _hash("name", skeleton(word)), site
    if where.located and where.lat is not None and where.lon is not None:
        yield from (("square", _hash("square", *square), True) for square in _squares(where.lat, where.lon))


def _squares(lat: float, lon: float) -> Iterator[tuple[int, int]]:
    """The four squares around a point; a degree of longitude narrows towards the poles, so each row has its own columns."""
    row = math.floor(lat * _DEGREE_KM / CELL_KM)
    for i in (row, row + 1):
        width = max(0.01, math.cos(math.radians(i * CELL_KM / _DEGREE_KM)))
        column = math.floor(lon * _DEGREE_KM * width / CELL_KM)
        yield from ((i, column), (i, column + 1))


def partners(members: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, str]]:
    """The pairs of one cell that are compared.

    Args:
        members: ids with whether they are hubs, ordered by id.
    """
    hubs = [i for i, hub in members if hub]
    if len(hubs) * len(members) > CROWDED:
        hubs = hubs[:LEADERS]
    chosen = set(hubs)
    for hub in hubs:
        yield from ((hub, other) for other, _ in members if other != hub and (other not in chosen or hub < other))


def candidate_pairs(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """Index pairs (smaller first) worth comparing, sorted: what `partners` gives for every cell, for many events at once."""
    first, second = candidate_arrays(profiles)
    return list(zip(first.tolist(), second.tolist(), strict=True))


def candidate_arrays(profiles: Sequence[Profile]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`candidate_pairs` as two arrays: for a million events, tuples would not fit."""
    ranks = sorted(range(len(profiles)), key=lambda i: profiles[i].id)
    order = np.empty(len(profiles), dtype=np.int64)
    order[ranks] = np.arange(len(profiles))
    reports: dict[str, int] = {}
    of_report = np.array([reports.setdefault(p.report_id, len(reports)) for p in profiles], dtype=np.int64)
    cells, owners, hubs = _filed(profiles)
    by_cell = np.lexsort((order[owners], cells))
    cells, owners, hubs = cells[by_cell], owners[by_cell], hubs[by_cell]
    codes = _unique(list(_cell_codes(cells, owners, hubs, of_report, len(profiles))))
    return codes // max(1, len(profiles)), codes % max(1, len(profiles))


#: Pairs that are made in one go.
_PAIRS = 4_000_000


def _cell_codes(
    cells: NDArray[np.int64],
    owners: NDArray[np.int64],
    hubs: NDArray[np.bool_],
    of_report: NDArray[np.int64],
    count: int,
) -> Iterator[NDArray[np.int64]]:
    """Pairs of all cells, as `_codes` gives them; the entries come ordered by cell, then by id."""
    if not len(cells):
        return
    edges = np.flatnonzero(np.diff(cells)) + 1
    starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(cells)]))
    sizes = ends - starts
    small = math.isqrt(CROWDED)  # cells of up to so many members are not crowded: those of one size are taken together
    useful = (sizes > 1) & (np.add.reduceat(hubs.astype(np.int64), starts) > 0)
    for size in np.unique(sizes[useful & (sizes <= small)]).tolist():
        left, right = np.triu_indices(size, 1)
        rows = starts[useful & (sizes == size)]
        step = max(1, _PAIRS // len(left))
        for n in range(0, len(rows), step):
            at = rows[n : n + step, None]
            i, j = (at + left).ravel(), (at + right).ravel()
            ours, theirs = owners[i], owners[j]
            fits = (hubs[i] | hubs[j]) & (of_report[ours] != of_report[theirs])
            yield _coded(ours[fits], theirs[fits], count)
    large = useful & (sizes > small)
    for a, b in zip(starts[large].tolist(), ends[large].tolist(), strict=True):
        yield _codes(owners[a:b], hubs[a:b], of_report, count)


def _coded(ours: NDArray[np.int64], theirs: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Pairs as numbers `smaller * count + larger`, each once."""
    return np.unique(np.minimum(ours, theirs) * count + np.maximum(ours, theirs))


def _unique(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """All numbers of the parts, each once, ordered; sorted in place, because a million events have a hundred million."""
    codes = np.concatenate([np.empty(0, dtype=np.int64), *parts])
    parts.clear()
    codes.sort()
    new = np.ones(len(codes), dtype=np.bool_)
    new[1:] = codes[1:] != codes[:-1]
    return codes[new]


def _filed(profiles: Sequence[Profile]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Cells, the index of the event in each, and whether it is a hub there; grown as plain bytes, event by event."""
    counts = np.zeros(len(profiles), dtype=np.int64)
    cells, hubs = array("q"), bytearray()
    for i, profile in enumerate(profiles):
        keys = keys_of(profile)
        counts[i] = len(keys)
        cells.extend(key.cell for key in keys)
        hubs.extend(key.hub for key in keys)
    owners = np.repeat(np.arange(len(profiles), dtype=np.int64), counts)
    return np.frombuffer(cells, dtype=np.int64), owners, np.frombuffer(hubs, dtype=np.bool_)


def _codes(
    owners: NDArray[np.int64], hubs: NDArray[np.bool_], of_report: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """The pairs of one cell, which may be crowded; members come ordered by id."""
    seeking = owners[hubs]
    if len(seeking) * len(owners) > CROWDED:
        seeking = seeking[:LEADERS]
    ours, theirs = np.repeat(seeking, len(owners)), np.tile(owners, len(seeking))
    fits = of_report[ours] != of_report[theirs]
    ours, theirs = ours[fits], theirs[fits]
    return _coded(ours, theirs, count)


def crowded(members: Sequence[tuple[str, bool]]) -> bool:
    """Whether a cell compares its members with a few of them alone."""
    return sum(hub for _, hub in members) * len(members) > CROWDED


def by_cell(profiles: Iterable[Profile]) -> dict[int, list[tuple[str, bool]]]:
    """Cells with their members, ordered by id."""
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for profile in sorted(profiles, key=lambda p: p.id):
        for key in keys_of(profile):
            found[key.cell].append((profile.id, key.hub))
    return dict(found)

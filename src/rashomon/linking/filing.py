"""Cells that an event is filed in: where those that may be the same happening meet.

A cell is a day and a name, a day and a square of the map, a month and a place, a victim's name, a piece of text. In some
of its cells an event looks for others, in the rest it only waits there to be found: a town under its province, a day
under its month. A cell bears no name but a number: the hashes of its parts, one laid over the other (exclusive or), so
that two cells are one where their parts are, and else by a chance of one in 2**63, which costs a comparison.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rashomon.linking.dates import When
from rashomon.linking.geo import Where, bare_name, common_words
from rashomon.linking.names import skeleton, words_of
from rashomon.linking.profiles import Profile

#: Days that one event is filed under at most; longer intervals are filed by month and year alone.
MAX_DAYS = 14
MONTH, YEAR = 31, 366
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
    """A cell; `hub`: the member looks for others, and is not only there to be found."""

    cell: int
    hub: bool = True


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells in which an event looks for others, and those in which it waits; one may stand here twice."""

    sought: list[int]
    waited: list[int]


def keys_of(profile: Profile) -> tuple[Key, ...]:
    """The cells of an event, each once."""
    cells = cells_of(profile)
    sought = set(cells.sought)
    return tuple(Key(cell, cell in sought) for cell in sorted(sought.union(cells.waited)))


def cells_of(profile: Profile) -> Cells:
    """The cells of an event, quickly: for a million events."""
    spots = [_spots(where) for where in profile.wheres]
    names = [s for spot in spots for s in spot.names]
    held = [s for spot in spots for s in spot.holders]
    near = [*names, *(s for spot in spots for s in spot.near)]
    sought: list[int] = []
    waited: list[int] = []
    for stamp in [_stamp(when) for when in profile.whens] or _undated(profile):
        for day in stamp.days:
            sought += [s ^ day for s in near]
            waited += [s ^ day for s in held]
        if names:
            (sought if stamp.by_month else waited).extend([s ^ month for month in stamp.months for s in names])
            (sought if stamp.by_year else waited).extend([s ^ year for year in stamp.years for s in names])
    if not profile.whens:  # a place named beside it may only hold the scene: it looks under what holds it too
        around = [*held, *(s for spot in spots for s in spot.sites)]
        sought += [s ^ month for month in _recent(profile) for s in around]
    _file_told(profile, spots, sought, waited)
    _file_tolls(profile, spots, sought, waited)
    _file_named(profile, spots, sought, waited)
    _file_sites(profile, sought, waited)
    for name in profile.victims:
        words = words_of(name)
        if len(words) > 1:
            sought.append(_hash("victim", skeleton(words[0]), skeleton(words[-1])))
    sought += [value * _SPREAD & _BITS for value in profile.sketch.hashes[:TEXT_KEYS]]
    return Cells(sought, waited)


_BITS = (1 << 63) - 1
#: A large odd number: times it, the hashes of a text, of 32 bits, each get their own of 63.
_SPREAD = 0x1E3779B97F4A7C15


@functools.lru_cache(maxsize=1 << 18)
def _hash(*name: object) -> int:
    """63 bits, the same in every process."""
    digest = hashlib.blake2b("|".join(map(str, name)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Days, months and years that a time is filed under, and whether it looks for others by month and by year."""

    days: tuple[int, ...]
    months: tuple[int, ...]
    years: tuple[int, ...]
    by_month: bool
    by_year: bool


@functools.lru_cache(maxsize=1 << 16)
def _stamp(when: When) -> _Stamp:
    """A day waits under its month for an event that has no day; the longer the time, the more exact the place has to be."""
    length = when.end - when.start
    # One day more than it lasts: late evening here is tomorrow there, and two such intervals then meet.
    margin = 1 if when.basis != "published" and when.sharp else 0
    days = range(when.start, when.end + margin + 1) if length < MAX_DAYS else ()
    months = range(when.start // MONTH, when.end // MONTH + 1) if length < 3 * MONTH else ()
    years = range(when.start // YEAR, when.end // YEAR + 1)
    return _Stamp(
        tuple(_hash("day", n) for n in days),
        tuple(_hash("month", n) for n in months),
        tuple(_hash("year", n) for n in years),
        by_month=length >= MAX_DAYS,
        by_year=length >= MONTH,
    )


def _undated(profile: Profile) -> list[_Stamp]:
    """The year of the report and the one before, for an event that a report recalls without a day."""
    if profile.published is None:
        return []
    year = profile.published // YEAR
    return [_Stamp((), (), (_hash("year", year - 1), _hash("year", year)), by_month=False, by_year=True)]


def _recent(profile: Profile) -> list[int]:
    """The month of the report and the one before."""
    if profile.published is None:
        return []
    month = profile.published // MONTH
    return [_hash("month", month - 1), _hash("month", month)]


def _file_told(profile: Profile, spots: list[_Spots], sought: list[int], waited: list[int]) -> None:
    """Files under what is told, for events that link without the name of a place in common: by country, or by two such things at once.

    An event at a known spot or in a known area only waits there: where two such link, their names or squares meet. One
    without any country looks everywhere: a weapon or a small toll then takes another thing told beside it.
    """
    days = _sharp_days(profile)
    if not days:
        return
    told = sorted(set(_told(profile)))
    if not told:
        return
    countries = {spot.land for spot in spots if spot.land is not None}
    seeks = not any(spot.known for spot in spots)
    by_land = [land ^ word for land in countries for _, word in told]
    alone = [_hash("alone") ^ word for rare, word in told if rare]
    paired = [a ^ b for (_, a), (_, b) in combinations(told, 2)]
    (sought if seeks else waited).extend([word ^ day for day in days for word in by_land])
    (waited if countries else sought).extend([word ^ day for day in days for word in (*alone, *paired)])


def _file_tolls(profile: Profile, spots: Sequence[_Spots], sought: list[int], waited: list[int]) -> None:
    """Files a rare toll of one kind of event by month and year: what is recalled without a day or a spot is looked for so."""
    tolls = [dead for low, high in profile.killed if (dead := low if high is None else high) >= RARE_TOLL]
    if not tolls:
        return
    told = {_hash("toll", dead, kind) for dead in tolls for kind in profile.types}
    seeks = not any(spot.known for spot in spots)
    for stamp in [_stamp(when) for when in profile.whens] or _undated(profile):
        (sought if seeks and stamp.by_month else waited).extend(m ^ t for m in stamp.months for t in told)
        (sought if seeks and stamp.by_year else waited).extend(y ^ t for y in stamp.years for t in told)


def _file_named(profile: Profile, spots: Sequence[_Spots], sought: list[int], waited: list[int]) -> None:
    """Files under whom the report names, by day: an event at no known spot looks for others there."""
    if not profile.names:
        return
    names = [_hash("named", name) for name in profile.names]
    seeks = not any(spot.known for spot in spots)
    days = {day for when in profile.whens if seeks or when.sharp for day in _stamp(when).days}
    (sought if seeks else waited).extend(name ^ day for day in days for name in names)


def _file_sites(profile: Profile, sought: list[int], waited: list[int]) -> None:
    """Files under the whole name of a site of two telling words: one without a day is looked for at any time."""
    for where in profile.wheres:
        words = [w for w in words_of(where.bare) if w not in common_words()]
        if where.stated and where.precision == "exact" and len(words) > 1:
            (waited if profile.whens else sought).append(_hash("site", *map(skeleton, words)))


def _told(profile: Profile) -> Iterator[tuple[bool, int]]:
    """Toll, sides, targets and weapons: of two events that link without a place in common one of these at least is shared.

    With each, whether few events of a day share it.
    """
    for low, high in profile.killed:
        dead = low if high is None else high
        yield dead >= RARE_TOLL, _hash("killed", dead)
    yield from ((True, _hash("side", skeleton(word))) for name in profile.perpetrators for word in words_of(name))
    yield from ((True, _hash("target", word)) for word in profile.targets)
    yield from ((False, _hash("weapon", weapon)) for weapon in profile.weapons)


def _sharp_days(profile: Profile) -> list[int]:
    """Days of an event, for those that agree on the day and name no place in common."""
    return [
        _hash("told", day)
        for when in profile.whens
        if when.basis != "published" and when.sharp
        for day in range(when.start, when.end + 1)
    ]


@dataclass(frozen=True, slots=True)
class _Spots:
    """What a place is filed under: its names; names of what holds it; those and the squares where it looks for others on a day.

    Args:
        holders: under these it only waits.
        sites: the town of a site or a quarter: two sites of one town bear two names, and meet under the town's.
        land: the country, null if none is known.
        known: the report gives it, and a spot or an area that lies somewhere.
    """

    names: tuple[int, ...]
    holders: tuple[int, ...]
    sites: tuple[int, ...]
    near: tuple[int, ...]
    land: int | None
    known: bool


@functools.lru_cache(maxsize=1 << 16)
def _spots(where: Where) -> _Spots:
    every = words_of(where.bare)
    telling = [w for w in every if w not in common_words()] or every
    around = [[_hash("name", skeleton(word)) for word in words_of(bare_name(name))] for name in where.within]
    inner = 1 if where.precision in ("exact", "neighbourhood") else 0
    sites = tuple(spot for spots in around[:inner] for spot in spots)
    squares: tuple[int, ...] = ()
    if where.located and where.lat is not None and where.lon is not None:
        squares = tuple(_hash("square", *square) for square in _squares(where.lat, where.lon))
    return _Spots(
        tuple(_hash("name", skeleton(word)) for word in telling),
        tuple(spot for spots in around[inner:] for spot in spots),
        sites,
        (*sites, *squares),
        _hash("land", skeleton(where.country)) if where.country else None,
        known=where.stated and (where.located or where.area),
    )


def _squares(lat: float, lon: float) -> Iterator[tuple[int, int]]:
    """The four squares around a point; a degree of longitude narrows towards the poles, so each row has its own columns."""
    row = math.floor(lat * _DEGREE_KM / CELL_KM)
    for i in (row, row + 1):
        width = max(0.01, math.cos(math.radians(i * CELL_KM / _DEGREE_KM)))
        column = math.floor(lon * _DEGREE_KM * width / CELL_KM)
        yield from ((i, column), (i, column + 1))

"""Candidate pairs: events that share a day and a place in some spelling, a victim, or a text.

Never all with all: an event is compared with those in its own cells (`filing`). Some members of a cell only wait there to
be found (`hub` false). A crowded cell compares every member with a few of its members alone, so that the work grows with
the events and not with their square.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rashomon.linking.filing import cells_of, keys_of
from rashomon.linking.profiles import Profile

#: Comparisons in a cell (hubs times members) above which it is crowded: all pairs of 60 events.
CROWDED = 60 * 60
#: Members of a crowded cell with which all others are compared: those with the smallest ids, which are hashes and so a
#: fair sample. A happening that makes up a tenth of the cell is missed with a chance of 0.9**24 = 8 %, by this cell.
LEADERS = 24


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
    cells, owners, hubs = _once(cells[by_cell], owners[by_cell], hubs[by_cell])
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
        found = cells_of(profile)
        counts[i] = len(found.sought) + len(found.waited)
        cells.extend(found.sought)
        cells.extend(found.waited)
        hubs.extend(b"\1" * len(found.sought))
        hubs.extend(bytes(len(found.waited)))
    owners = np.repeat(np.arange(len(profiles), dtype=np.int64), counts)
    return np.frombuffer(cells, dtype=np.int64), owners, np.frombuffer(hubs, dtype=np.bool_)


def _once(
    cells: NDArray[np.int64], owners: NDArray[np.int64], hubs: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Each event once in each of its cells, a hub if it is one there at all; the entries come ordered."""
    new = np.ones(len(cells), dtype=np.bool_)
    new[1:] = (cells[1:] != cells[:-1]) | (owners[1:] != owners[:-1])
    starts = np.flatnonzero(new)
    seeks = np.logical_or.reduceat(hubs, starts) if len(starts) else hubs
    return cells[starts], owners[starts], seeks


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

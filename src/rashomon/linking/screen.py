"""Hard facts for many pairs at once: what `compare.forbidden` would refuse anyway is dropped before events are compared.

On a violent day a province holds many events, and most pairs of them lie apart by date or place. Days are looked at as
arrays; a place beside a place is judged once, however many events stand there. The screen only drops pairs that a hard
fact forbids, so the outcome is that of comparing every pair (a property test holds the two together).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rashomon.linking import geo
from rashomon.linking.compare import GRACE_DAYS, LONG_DAYS
from rashomon.linking.geo import Where
from rashomon.linking.profiles import Profile

#: Pairs looked at in one go.
_CHUNK = 5_000_000
#: Events that a scene needs for its neighbours to be remembered.
_OFTEN = 4
#: Ordinals of days no event reaches.
_NEVER, _EVER = -(10**8), 10**8

Days = NDArray[np.int32]
Pairs = NDArray[np.int64]


class Screen:
    """Days and scenes of events as arrays."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._starts, self._ends = _hulls([[(w.start, w.end) for w in p.whens] for p in profiles])
        self._told_starts, self._told_ends = _hulls([[(w.start, w.end) for w in p.told_whens] for p in profiles])
        self._published = np.array([_EVER if p.published is None else p.published for p in profiles], dtype=np.int32)
        known: dict[tuple[Where, ...], int] = {}
        self._scene = np.array([known.setdefault(p.stated_wheres, len(known)) for p in profiles], dtype=np.int64)
        self._scenes = list(known)
        counts = Counter(self._scene.tolist())
        self._often = [counts[n] >= _OFTEN for n in range(len(known))]
        self._apart: dict[int, bool] = {}

    def possible(self, first: Pairs, second: Pairs) -> NDArray[np.bool_]:
        """Which pairs no date forbids, nor a place."""
        out = np.zeros(len(first), dtype=np.bool_)
        for start in range(0, len(first), _CHUNK):
            ours, theirs = first[start : start + _CHUNK], second[start : start + _CHUNK]
            kept = np.flatnonzero(~self._dates_forbid(ours, theirs))
            out[start + kept[~self._places_forbid(ours[kept], theirs[kept])]] = True
        return out

    def _dates_forbid(self, a: Pairs, b: Pairs) -> NDArray[np.bool_]:
        """By the first and last day of all that an event may be: what contradicts as a whole contradicts in each part."""
        gap = _gap(self._starts, self._ends, a, b)
        told = _gap(self._told_starts, self._told_ends, a, b)
        younger = self._told_starts[b] > self._published[a] + GRACE_DAYS
        older = self._told_starts[a] > self._published[b] + GRACE_DAYS
        return (gap > LONG_DAYS) | ((gap > 1) & (told > 1)) | younger | older

    def _places_forbid(self, a: Pairs, b: Pairs) -> NDArray[np.bool_]:
        ours, theirs = self._scene[a], self._scene[b]
        codes = np.minimum(ours, theirs) * len(self._scenes) + np.maximum(ours, theirs)
        unique, where = np.unique(codes, return_inverse=True)
        return np.fromiter(map(self._scenes_apart, unique.tolist()), dtype=np.bool_, count=len(unique))[where]

    def _scenes_apart(self, code: int) -> bool:
        found = self._apart.get(code)
        if found is None:
            i, j = divmod(code, len(self._scenes))
            found = i != j and geo.best_relation(self._scenes[i], self._scenes[j]) == "apart"
            if self._often[i] and self._often[j]:
                self._apart[code] = found
        return found


def _hulls(days: Sequence[Sequence[tuple[int, int]]]) -> tuple[Days, Days]:
    """First and last day of each; without a day, all of time."""
    starts = np.array([min((s for s, _ in found), default=_NEVER) for found in days], dtype=np.int32)
    ends = np.array([max((e for _, e in found), default=_EVER) for found in days], dtype=np.int32)
    return starts, ends


def _gap(starts: Days, ends: Days, a: Pairs, b: Pairs) -> Days:
    """Days from the end of one to the start of the other; below 1 where they touch."""
    found: Days = np.maximum(starts[a], starts[b]) - np.minimum(ends[a], ends[b])
    return found

"""Hard facts for many pairs at once: what `compare.forbidden` would refuse anyway is dropped before events are compared.

On a violent day a province holds many events, and most pairs of them lie apart by date or place. Days are looked at as
arrays; rival dates beside rival dates and a place beside a place are judged once, however many events have them. What the
screen drops is what a hard fact forbids, no more and no less (a property test holds the two together).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rashomon.linking import geo, levels
from rashomon.linking.compare import GRACE_DAYS, LONG_DAYS, dates_apart
from rashomon.linking.facets import Pairs, Parts
from rashomon.linking.profiles import Profile

#: Pairs looked at in one go.
_CHUNK = 5_000_000
#: Ordinals of days no event reaches.
_NEVER, _EVER = -(10**8), 10**8

Days = NDArray[np.int32]


class Screen:
    """Days and scenes of events as arrays."""

    def __init__(self, parts: Parts) -> None:
        profiles = parts.profiles
        self._starts, self._ends = _hulls([[(w.start, w.end) for w in p.whens] for p in profiles])
        self._told_starts, self._told_ends = _hulls([[(w.start, w.end) for w in p.told_whens] for p in profiles])
        self._published = np.array([_EVER if p.published is None else p.published for p in profiles], dtype=np.int32)
        self._rival = np.array([len(p.whens) > 1 for p in profiles], dtype=np.bool_)
        self._whole = np.array([p.whole for p in profiles], dtype=np.bool_)
        self._dates = parts.asked(levels.whens, dates_apart)
        self._places = parts.asked(levels.wheres, _places_apart)

    def possible(self, first: Pairs, second: Pairs) -> NDArray[np.bool_]:
        """Which pairs of events of two reports no hard fact forbids."""
        out = np.zeros(len(first), dtype=np.bool_)
        for start in range(0, len(first), _CHUNK):
            ours, theirs = first[start : start + _CHUNK], second[start : start + _CHUNK]
            kept = np.flatnonzero(~self._days_forbid(ours, theirs) & (self._whole[ours] == self._whole[theirs]))
            for forbids in (self._rivals_forbid, self._places_forbid):
                kept = kept[~forbids(ours[kept], theirs[kept])]
            out[start + kept] = True
        return out

    def _days_forbid(self, a: Pairs, b: Pairs) -> NDArray[np.bool_]:
        """By the first and last day of all that an event may be: what contradicts as a whole contradicts in each part."""
        gap = _gap(self._starts, self._ends, a, b)
        told = _gap(self._told_starts, self._told_ends, a, b)
        younger = self._told_starts[b] > self._published[a] + GRACE_DAYS
        older = self._told_starts[a] > self._published[b] + GRACE_DAYS
        return (gap > LONG_DAYS) | ((gap > 1) & (told > 1)) | younger | older

    def _rivals_forbid(self, a: Pairs, b: Pairs) -> NDArray[np.bool_]:
        """Where one side has rival dates, the two may touch as a whole and lie apart in each part."""
        out = self._rival[a] | self._rival[b]
        several = np.flatnonzero(out)
        out[several] = self._dates.holds(a[several], b[several])
        return out

    def _places_forbid(self, a: Pairs, b: Pairs) -> NDArray[np.bool_]:
        return self._places.holds(a, b)


def _places_apart(a: Profile, b: Profile) -> bool:
    return geo.best_relation(a.stated_wheres, b.stated_wheres) == "apart"


def _hulls(days: Sequence[Sequence[tuple[int, int]]]) -> tuple[Days, Days]:
    """First and last day of each; without a day, all of time."""
    starts = np.array([min((s for s, _ in found), default=_NEVER) for found in days], dtype=np.int32)
    ends = np.array([max((e for _, e in found), default=_EVER) for found in days], dtype=np.int32)
    return starts, ends


def _gap(starts: Days, ends: Days, a: Pairs, b: Pairs) -> Days:
    """Days from the end of one to the start of the other; below 1 where they touch."""
    found: Days = np.maximum(starts[a], starts[b]) - np.minimum(ends[a], ends[b])
    return found

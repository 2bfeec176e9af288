"""A question about pairs of events that looks at one part of each: asked once for every two such parts.

Of a million events many give the same day, the same town, the same weapon. What a pair of days says is worked out once,
however many pairs of events have them; the meaning stays with the function that is asked, and nothing here knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from rashomon.linking.profiles import Profile

Pairs = NDArray[np.int64]
#: Parts up to which every two have a place in a table.
_FEW = 1024
#: Events that must share a part for what it says beside others to be remembered.
_OFTEN = 4


class Facets:
    """Which part each event has, by number: the first event with a part stands for all that share it."""

    def __init__(self, profiles: Sequence[Profile], seen: Callable[[Profile], Hashable]) -> None:
        known: dict[Hashable, int] = {}
        firsts: list[int] = []
        codes = np.empty(len(profiles), dtype=np.int32)
        for i, profile in enumerate(profiles):
            part = seen(profile)
            code = known.get(part)
            if code is None:
                code = known[part] = len(firsts)
                firsts.append(i)
            codes[i] = code
        self.codes, self.firsts = codes, firsts
        self.often = np.bincount(codes, minlength=1) >= _OFTEN


class Parts:
    """The facets of some events, each worked out once for all questions that look at it."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        self._facets: dict[Callable[[Profile], Hashable], Facets] = {}

    def asked(self, seen: Callable[[Profile], Hashable], ask: Callable[[Profile, Profile], Hashable]) -> Asked:
        """A question of all pairs of the events.

        Args:
            seen: all of an event that `ask` looks at.
            ask: symmetric in its two events.
        """
        if seen not in self._facets:
            self._facets[seen] = Facets(self.profiles, seen)
        return Asked(self.profiles, self._facets[seen], ask)


class Asked:
    """One question: the answers as numbers, and what each number stands for.

    Args:
        facets: the parts of the events, all that `ask` looks at.
        ask: symmetric in its two events.
    """

    def __init__(
        self, profiles: Sequence[Profile], facets: Facets, ask: Callable[[Profile, Profile], Hashable]
    ) -> None:
        self._profiles, self._facets, self._ask = profiles, facets, ask
        count = len(self._facets.firsts)
        self._table = np.full((count, count), -1, dtype=np.int16) if count <= _FEW else None
        self._known: dict[int, int] = {}
        self._numbers: dict[Hashable, int] = {}

    @property
    def answers(self) -> list[Hashable]:
        """The answers so far, by their number."""
        return list(self._numbers)

    def of(self, first: Pairs, second: Pairs) -> NDArray[np.int16]:
        """The number of the answer for each pair."""
        ours, theirs = self._facets.codes[first], self._facets.codes[second]
        low, high = np.minimum(ours, theirs), np.maximum(ours, theirs)
        if self._table is None:
            return self._asked(low, high, self._remembered)
        found = self._table[low, high]
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = self._asked(low[new], high[new], self._answer)
            self._table[low[new], high[new]] = found[new]
        return found

    def holds(self, first: Pairs, second: Pairs) -> NDArray[np.bool_]:
        """For each pair whether the answer is yes."""
        numbers = self.of(first, second)
        return np.array([bool(answer) for answer in self._numbers], dtype=np.bool_)[numbers]

    def _asked(
        self, low: NDArray[np.int32], high: NDArray[np.int32], ask: Callable[[int, int], int]
    ) -> NDArray[np.int16]:
        size = len(self._facets.firsts)
        pairs, where = np.unique(low.astype(np.int64) * size + high, return_inverse=True)
        found = np.fromiter(map(ask, (pairs // size).tolist(), (pairs % size).tolist()), np.int16, len(pairs))
        return found[where]

    def _remembered(self, a: int, b: int) -> int:
        if not (self._facets.often[a] and self._facets.often[b]):
            return self._answer(a, b)
        pair = a * len(self._facets.firsts) + b
        found = self._known.get(pair)
        if found is None:
            found = self._known[pair] = self._answer(a, b)
        return found

    def _answer(self, a: int, b: int) -> int:
        firsts = self._facets.firsts
        answer = self._ask(self._profiles[firsts[a]], self._profiles[firsts[b]])
        return self._numbers.setdefault(answer, len(self._numbers))

"""Many pairs of events compared at once: what `compare.outcome` says of each, in arrays.

The meaning of a feature stays in `levels`, that of a rule in `compare`: here they are asked once for every two parts of
events that they look at (`facets`), once for every sum of levels, and what differs from event to event (words, texts) is
counted in arrays. A property test holds every outcome against that of the pair by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from rashomon.linking import compare, levels, rules
from rashomon.linking.facets import Pairs, Parts
from rashomon.linking.levels import Level
from rashomon.linking.overlap import shared
from rashomon.linking.profiles import Profile

#: Pairs compared at a time.
_CHUNK = 200_000
#: Numbers below which a row of numbers may be written as one.
_REACH = 1 << 62
#: Numbers below which each has a place in a table.
_FEW = 1 << 16
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Column(Generic[Name]):
    """What is said of each pair, as a number, and what the numbers stand for."""

    numbers: NDArray[np.signedinteger]
    names: Sequence[Name]


class Bulk:
    """The features and rules of a comparison, ready to be asked for many pairs of some events."""

    def __init__(self, parts: Parts) -> None:
        self._profiles = profiles = parts.profiles
        self._features = {name: parts.asked(seen, levels.FEATURES[name]) for name, seen in levels.SEEN.items()}
        self._single = {"victims": self._victims, "words": self._words, "copy": self._copies}
        self._beside = {name: parts.asked(seen, rules.BESIDE[name]) for name, seen in rules.SEEN.items()}
        self._named = np.array([bool(p.victims) for p in profiles], dtype=np.bool_)
        self._sketched = np.array([p.main and bool(p.sketch.hashes) for p in profiles], dtype=np.bool_)

    def outcomes(self, first: Pairs, second: Pairs) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Scores of pairs that no hard fact forbids, and whether they link."""
        scores = np.empty(len(first))
        linked = np.zeros(len(first), dtype=np.bool_)
        for start in range(0, len(first), _CHUNK):
            part = slice(start, start + _CHUNK)
            scores[part], linked[part] = self._compared(first[part], second[part])
        return scores, linked

    def _compared(self, first: Pairs, second: Pairs) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        columns = {name: self._levels(name, first, second) for name in levels.FEATURES}
        scores = np.zeros(len(first))
        for name, column in columns.items():
            points = compare.weights()[name]
            scores += np.array([points.get(level, 0.0) for level in column.names])[column.numbers]
        scores = scores.round(4)  # as `compare.score_of` does it
        linked = scores >= compare.threshold()
        near = np.flatnonzero(linked)
        found = {name: Column(column.numbers[near], column.names) for name, column in columns.items()}
        linked[near] = self._thick(first[near], second[near], found)
        return scores, linked

    def _thick(self, first: Pairs, second: Pairs, found: Mapping[str, Column[Level]]) -> NDArray[np.bool_]:
        """Whether no rule finds too little in common: `rules.too_thin`, asked once for every row of levels that a rule sees."""
        said = {name: Column(asked.of(first, second), asked.answers) for name, asked in self._beside.items()}
        every: dict[str, Column[Any]] = {**found, **said}
        exempt = _holds(rules.one_text, [every["victims"], every["copy"]])
        broken = [_holds(rule.broken, [every[name] for name in rule.asks]) for rule in rules.RULES]
        thin: NDArray[np.bool_] = np.logical_or.reduce(broken)
        return exempt | ~thin

    def _levels(self, name: str, first: Pairs, second: Pairs) -> Column[Level]:
        """The level of a feature for each pair."""
        asked = self._features.get(name)
        if asked is not None:
            return Column(asked.of(first, second), [str(level) for level in asked.answers])
        return self._single[name](first, second)

    def _victims(self, first: Pairs, second: Pairs) -> Column[Level]:
        named = self._named[first] & self._named[second]
        return self._looked_at(levels.victims, first, second, named, levels.UNKNOWN)

    def _copies(self, first: Pairs, second: Pairs) -> Column[Level]:
        """Texts that share none of the hashes kept of them are no copies."""
        possible = self._sketched[first] & self._sketched[second]
        both = np.flatnonzero(possible)
        used, (ours, theirs) = _used(first[both], second[both])
        hashes = [[h - (h >> 31 << 32) for h in self._profiles[i].sketch.hashes] for i in used]
        possible[both] = shared(hashes, ours, theirs) > 0
        return self._looked_at(levels.copy, first, second, possible, "no")

    def _looked_at(
        self,
        check: Callable[[Profile, Profile], Level],
        first: Pairs,
        second: Pairs,
        possible: NDArray[np.bool_],
        otherwise: Level,
    ) -> Column[Level]:
        """The level of each pair that may have another than most, one by one."""
        numbers, known = np.zeros(len(first), dtype=np.int64), {otherwise: 0}
        for n in np.flatnonzero(possible).tolist():
            level = check(self._profiles[first[n]], self._profiles[second[n]])
            numbers[n] = known.setdefault(level, len(known))
        return Column(numbers, list(known))

    def _words(self, first: Pairs, second: Pairs) -> Column[Level]:
        used, (ours, theirs) = _used(first, second)
        known: dict[str, int] = {}
        sets, sizes = [], np.empty(len(used), dtype=np.int64)
        for n, i in enumerate(used):
            words, places = self._profiles[i].words, self._profiles[i].place_words
            sizes[n] = len(words)
            sets.append([known.setdefault(w, len(known)) for w in words if w not in places])
        where, rows = _rows([shared(sets, ours, theirs), sizes[ours], sizes[theirs]])
        names = [levels.word_level(*row) if row[1] and row[2] else levels.UNKNOWN for row in rows]
        return Column(where, names)


def _used(first: Pairs, second: Pairs) -> tuple[list[int], NDArray[np.int64]]:
    """The events of some pairs, each once, and the place of both of each pair among them."""
    used, where = np.unique(np.stack((first, second)), return_inverse=True)
    return used.tolist(), where.reshape(2, -1)


def _holds(rule: Callable[..., bool], columns: Sequence[Column[Any]]) -> NDArray[np.bool_]:
    """Whether a rule holds for each pair."""
    where, rows = _rows([column.numbers for column in columns])
    held = [rule(*(column.names[n] for column, n in zip(columns, row, strict=True))) for row in rows]
    return np.array(held, dtype=np.bool_)[where]


def _rows(columns: Sequence[NDArray[np.signedinteger]]) -> tuple[NDArray[np.int64], list[list[int]]]:
    """Which row of numbers each pair has, and every such row once."""
    codes, reach = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        size = int(column.max(initial=0)) + 1
        if reach * size > _REACH:
            known, codes = np.unique(codes, return_inverse=True)
            reach = len(known)
        codes, reach = codes * size + column, reach * size
    picked, where = _each_once(codes, reach)
    return where, [list(row) for row in zip(*(column[picked].tolist() for column in columns), strict=True)]


def _each_once(codes: NDArray[np.int64], reach: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """An index of each number, and for each index which number it has; few numbers need no sorting."""
    if reach > _FEW:
        _, picked, where = np.unique(codes, return_index=True, return_inverse=True)
        return picked, where
    last = np.full(reach, -1, dtype=np.int64)
    last[codes] = np.arange(len(codes))
    seen = last >= 0
    return last[seen], (np.cumsum(seen) - 1)[codes]

"""How many members two sets have in common, for many pairs of sets at once.

Two sets laid side by side and sorted show what is in both as neighbours: no set is hashed twice, and a processor sorts
many short rows of numbers quickly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Pairs = NDArray[np.int64]
#: Numbers that are laid out at a time.
_CELLS = 1 << 21


def shared(sets: Sequence[Sequence[int]], first: Pairs, second: Pairs) -> NDArray[np.int64]:
    """How many numbers are in both sets of each pair; an empty place may look like a number below 0.

    Args:
        sets: numbers of 32 bits, each once.
        first: index of one set of each pair.
        second: index of the other.
    """
    sizes = np.fromiter(map(len, sets), np.int64, len(sets))
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])) if len(sets) else sizes
    numbers = np.fromiter(chain.from_iterable(sets), np.int64, int(sizes.sum())).astype(np.int32)
    out = np.zeros(len(first), dtype=np.int64)
    for pairs in _alike(np.maximum(sizes[first], sizes[second])):
        ours, theirs = first[pairs], second[pairs]
        width = int(max(sizes[ours].max(), sizes[theirs].max()))
        if width:
            row = np.empty((len(pairs), 2 * width), dtype=np.int32)
            row[:, :width] = _laid(numbers, starts[ours], sizes[ours], width, blank=-1)
            row[:, width:] = _laid(numbers, starts[theirs], sizes[theirs], width, blank=-1 - width)
            row.sort(axis=1)
            out[pairs] = (row[:, 1:] == row[:, :-1]).sum(axis=1)
    return out


def _alike(widths: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Indexes of rows of about one width, as many as are laid out at a time."""
    order = np.argsort(widths, kind="stable")
    start = 0
    while start < len(order):
        # Rows only grow wider: as many as would fit if all were as wide as the widest of them.
        end = min(len(order), start + max(1, _CELLS // max(1, 2 * int(widths[order[start]]))))
        while end - start > 1 and (end - start) * 2 * int(widths[order[end - 1]]) > 2 * _CELLS:
            end = start + (end - start) // 2
        yield order[start:end]
        start = end


def _laid(
    numbers: NDArray[np.int32], starts: NDArray[np.int64], sizes: NDArray[np.int64], width: int, *, blank: int
) -> NDArray[np.int32]:
    """Each set in a row; every empty place of a row has a number of its own."""
    places = np.arange(width)
    at = np.minimum(starts[:, None] + places, max(0, len(numbers) - 1))
    return np.where(places < sizes[:, None], numbers[at], (blank - places).astype(np.int32))

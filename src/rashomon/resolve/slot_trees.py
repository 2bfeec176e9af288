"""Boosted regression trees over measures: the scores of all candidates of a report at once.

The trees are a table of plain numbers, and a walk through them is a few look-ups a level for all candidates together.
A score is the sum of what each step of each walk adds, and each step looks at one measure: so it explains itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Trees:
    """Trees side by side.

    Args:
        names: what each column measures.
        roots: the first node of each tree.
        column, bound: what a node looks at: at most the bound goes left.
        left, right: the nodes that follow; a leaf follows itself.
        value: the sum so far of a walk that has come to the node.
        depth: steps after which every walk has come to its leaf.
    """

    names: tuple[str, ...]
    roots: Ints
    column: Ints
    bound: Floats
    left: Ints
    right: Ints
    value: Floats
    depth: int

    @staticmethod
    def of(data: Mapping[str, Any]) -> Trees:
        """The trees of a table as it is kept."""
        return Trees(
            names=tuple(data["names"]),
            roots=_ints(data["roots"]),
            column=_ints(data["column"]),
            bound=_floats(data["bound"]),
            left=_ints(data["left"]),
            right=_ints(data["right"]),
            value=_floats(data["value"]),
            depth=int(data["depth"]),
        )

    def scores(self, rows: Sequence[Sequence[float]]) -> Floats:
        """One score a row."""
        table = np.array(rows, dtype=np.float64)
        at = np.arange(len(table))[:, None]
        node = np.repeat(self.roots[None, :], len(table), axis=0)
        for _ in range(self.depth):
            low = table[at, self.column[node]] <= self.bound[node]
            node = np.where(low, self.left[node], self.right[node])
        total: Floats = self.value[node].sum(axis=1)
        return total

    def why(self, row: Sequence[float]) -> dict[str, float]:
        """What each measure adds to the score of a row; what no measure adds stands under the empty name."""
        found = {"": float(self.value[self.roots].sum())}
        for root in self.roots.tolist():
            node = root
            while self.left[node] != node:
                column = int(self.column[node])
                step = int(self.left[node] if row[column] <= self.bound[node] else self.right[node])
                name = self.names[column]
                found[name] = found.get(name, 0.0) + float(self.value[step] - self.value[node])
                node = step
        return found


def _ints(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _floats(numbers: Sequence[float]) -> Floats:
    return np.array(numbers, dtype=np.float64)

"""Boosting by regression trees: one of several candidates is right, or each is right or wrong; a small tree at a time.

Each tree is fitted to what the share of every candidate lacks (the gradient), its leaves take one step of Newton's method.
Part of the groups and part of the measures are drawn for each tree, by seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeRegressor

#: Smallest curvature that a candidate counts with.
FLAT = 1e-3
#: Digits of bounds and values that are kept.
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Growth:
    """How the trees grow (docs/adr/0011-trained-slots.md says on what each was set).

    Args:
        trees, depth, rate: how many, how deep, and how much of each is taken.
        leaf: candidates that a leaf holds at least; `calm` is added to its curvature.
        groups, measures: share of groups and of measures that each tree sees.
    """

    trees: int = 160
    depth: int = 4
    rate: float = 0.06
    leaf: int = 10
    calm: float = 2.0
    groups: float = 0.5
    measures: float = 0.3
    seed: int = 1


def grow(
    data: Sequence[tuple[Sequence[Sequence[float]], Sequence[bool]]],
    names: Sequence[str],
    growth: Growth,
    *,
    alone: bool = False,
) -> dict[str, Any]:
    """The table of trees (`resolve.slot_trees`) learnt from groups of candidates: their measures, and which are right.

    Args:
        alone: whether each candidate is right or wrong by itself; else one of each group is chosen.
    """
    table = np.array([row for rows, _ in data for row in rows])
    right = np.array([r for _, rs in data for r in rs])
    sizes = [len(rows) for rows, _ in data]
    starts, owner = np.cumsum([0, *sizes])[:-1], np.repeat(np.arange(len(data)), sizes)
    draw, scores = np.random.default_rng(growth.seed), np.zeros(len(table))
    out: dict[str, Any] = {k: [] for k in ("roots", "column", "bound", "left", "right", "value")}
    for _ in range(growth.trees):
        slope, share = _lack(scores, right, starts, owner, alone=alone)
        bend = np.maximum(share * (1 - share), FLAT)
        seen = (draw.random(len(data)) < growth.groups)[owner]
        tree = DecisionTreeRegressor(
            max_depth=growth.depth, min_samples_leaf=growth.leaf, max_features=growth.measures,
            random_state=int(draw.integers(1 << 30)),
        )  # fmt: skip
        tree.fit(table[seen], (slope / bend)[seen], sample_weight=bend[seen])
        _keep(out, tree.tree_, _values(tree, table[seen], slope[seen], bend[seen], growth))
        leaves = tree.apply(table)
        scores += np.array(out["value"][out["roots"][-1] :])[leaves]
    return {"names": list(names), "depth": growth.depth, **out}


def _lack(scores: Any, right: Any, starts: Any, owner: Any, *, alone: bool) -> tuple[Any, Any]:
    """What each candidate's share lacks of what it should be, and the share."""
    if alone:
        share = 1 / (1 + np.exp(-scores))
        return right - share, share
    powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
    share = powers / np.add.reduceat(powers, starts)[owner]
    ours = np.where(right, powers, 0.0)
    return ours / np.add.reduceat(ours, starts)[owner] - share, share


def _values(tree: Any, table: Any, slope: Any, bend: Any, growth: Growth) -> Any:
    """One step of Newton's method from all that comes by each node."""
    came = tree.decision_path(table)
    return growth.rate * (came.T @ slope) / (came.T @ bend + growth.calm)


def _keep(out: dict[str, Any], tree: Any, values: Any) -> None:
    """Puts a tree behind those that stand in the table; a leaf follows itself."""
    first = len(out["column"])
    out["roots"].append(first)
    for node in range(tree.node_count):
        leaf = tree.children_left[node] < 0
        out["column"].append(0 if leaf else int(tree.feature[node]))
        out["bound"].append(0.0 if leaf else round(float(tree.threshold[node]), DIGITS))
        out["left"].append(first + int(node if leaf else tree.children_left[node]))
        out["right"].append(first + int(node if leaf else tree.children_right[node]))
        out["value"].append(round(float(values[node]), DIGITS))

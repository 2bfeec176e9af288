"""Scores of linking and accounts against gold incidents; each function is one measure, pure and small."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

Item = tuple[str, str]
Partition = Sequence[frozenset[Item]]


def f1(hit: float, found: float, gold: float) -> float:
    """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing was found."""
    if not found and not gold:
        return 1.0
    return 2 * hit / (found + gold)


def report_pairs(clusters: Iterable[Iterable[Item]]) -> set[frozenset[str]]:
    """Pairs of reports that share a cluster."""
    return {
        frozenset(pair) for members in clusters for pair in combinations(sorted({report for report, _ in members}), 2)
    }


def b_cubed(gold: Partition, found: Partition) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998): precision and recall of each item's cluster, averaged over items."""
    ours, theirs = _homes(gold), _homes(found)
    precision = recall = 0.0
    for item, home in ours.items():
        other = theirs.get(item, frozenset([item]))
        both = len(home & other)
        precision += both / len(other)
        recall += both / len(home)
    p, r = precision / max(1, len(ours)), recall / max(1, len(ours))
    return 2 * p * r / (p + r) if p + r else 0.0


def ceaf_e(gold: Partition, found: Partition) -> float:
    """CEAF-e F1 (Luo 2005): clusters aligned one to one for the best sum of 2|g & f| / (|g| + |f|)."""
    if not gold or not found:
        return 0.0
    home = {item: j for j, members in enumerate(found) for item in members}
    likeness: dict[int, dict[int, float]] = defaultdict(dict)
    for i, members in enumerate(gold):
        for j in {home[item] for item in members if item in home}:
            likeness[i][j] = 2 * len(members & found[j]) / (len(members) + len(found[j]))
    return f1(best_alignment(likeness), len(found), len(gold))


def best_alignment(likeness: Mapping[int, Mapping[int, float]]) -> float:
    """The best sum over one-to-one pairs, by cheapest augmenting paths (Kuhn and Munkres); few cells are above 0."""
    taken: dict[int, int] = {}
    total = 0.0
    for start in likeness:
        path = _augment(start, likeness, taken)
        if path is not None:
            total += path
    return total


def _augment(start: int, likeness: Mapping[int, Mapping[int, float]], taken: dict[int, int]) -> float | None:
    """The best gain of one more row in the alignment, done in `taken`; null if every way loses."""
    gain: dict[int, float] = {}
    before: dict[int, int] = {}
    rows = [(start, 0.0)]
    while rows:  # longest paths in a graph whose only cycles would lose: Bellman and Ford's way
        row, so_far = rows.pop()
        for column, value in likeness[row].items():
            if taken.get(column) == row or so_far + value <= gain.get(column, float("-inf")) + 1e-12:
                continue
            gain[column], before[column] = so_far + value, row
            if column in taken:
                other = taken[column]
                rows.append((other, so_far + value - likeness[other][column]))
    ends = [(gain[c] if c not in taken else gain[c] - likeness[taken[c]][c], -c) for c in gain]
    if not ends or max(ends)[0] <= 0:
        return None
    best, column = max(ends)[0], -max(ends)[1]
    while True:
        row = before[column]
        previous = next((c for c, r in taken.items() if r == row), None)
        taken[column] = row
        if previous is None or row == start:
            return best
        column = previous


def _homes(partition: Partition) -> dict[Item, frozenset[Item]]:
    return {item: members for members in partition for item in members}


def false_merges(pairs: Iterable[tuple[frozenset[Item], frozenset[Item]]], found: Partition) -> tuple[int, int]:
    """Pairs of things that are two and were put together, and how many pairs there are."""
    home = {item: i for i, members in enumerate(found) for item in members}
    merged = total = 0
    for ours, theirs in pairs:
        total += 1
        a, b = ({home[x] for x in side if x in home} for side in (ours, theirs))
        merged += bool(a & b)
    return merged, total


def counted(rows: Mapping[str, Sequence[bool]]) -> dict[str, float]:
    """Share of true values by name; names without a value are left out."""
    return {name: sum(values) / len(values) for name, values in rows.items() if values}


def matched(gold: Iterable[Any], found: Iterable[Any]) -> float:
    """F1 of two sets."""
    ours, theirs = set(gold), set(found)
    return f1(len(ours & theirs), len(theirs), len(ours))


def most(values: Iterable[Any]) -> Any:
    """The most frequent value, the smallest of several; null if there is none."""
    counts = Counter(v for v in values if v is not None)
    return min(counts, key=lambda v: (-counts[v], v), default=None)


def grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Second by first."""
    out: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        out[key].append(value)
    return dict(out)

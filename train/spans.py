"""Spans of labelled words and how they are compared: shared by every tagger that is tried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def read_rows(data: Path, names: Sequence[str]) -> list[Json]:
    """The sentences of some files of train.examples."""
    return [json.loads(line) for name in names for line in (data / f"{name}.jsonl").open(encoding="utf-8")]


def spans(labels: Sequence[int]) -> set[tuple[int, int]]:
    """Half-open spans of a sequence of O, B, I (0, 1, 2); an I without a B opens one."""
    out = set[tuple[int, int]]()
    start: int | None = None
    for n, label in enumerate([*labels, 0]):
        if start is not None and label != 2:
            out.add((start, n))
            start = None
        if label == 1 or (label == 2 and start is None):
            start = n
    return out


def overlap_f1(pairs: Iterable[tuple[Sequence[int], Sequence[int]]]) -> float:
    """F1 of spans that overlap with Jaccard >= .5, over (gold, predicted) label sequences."""
    hit = found = asked = 0
    for gold, predicted in pairs:
        ours, theirs = spans(gold), spans(predicted)
        hit += sum(any(_jaccard(g, p) >= 0.5 for p in theirs) for g in ours)
        found, asked = found + len(theirs), asked + len(ours)
    return 2 * hit / (found + asked) if found + asked else 0.0


def _jaccard(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (a[1] - a[0] + b[1] - b[0] - shared)

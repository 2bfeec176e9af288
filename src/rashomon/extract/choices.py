"""Chooses between a few answers by weighed evidence, or none of them: conditional logit over texts that can be read.

The weights are tables in `weights/figures`, trained by `train/choices.py`. Evidence is shared between answers, so the
table stays small; `odds` with its evidence explains every choice.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rashomon.weights import component

A = TypeVar("A", bound=str)
#: Marks evidence that the answer is none of those offered.
NO = "- "


@dataclass(frozen=True, slots=True)
class Evidence(Generic[A]):
    """Texts that say whether anything is to be answered at all, and for each answer what speaks for it."""

    whether: tuple[str, ...]
    which: Mapping[A, tuple[str, ...]]


@functools.cache
def weights(name: str) -> tuple[dict[str, float], str]:
    """The table of a choice ("figures", "victims") and the version of the component.

    Raises:
        ModelMissing: the table is missing or changed.
    """
    folder, version = component("figures")
    table: dict[str, float] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return table, version


def odds(name: str, found: Evidence[A]) -> tuple[A, float]:
    """The likeliest of the answers offered, and its probability beside all others and none."""
    table, _ = weights(name)
    none = table.get("none", 0.0) + _sum(table, [NO + text for text in found.whether])
    sums: list[tuple[float, A]] = [(_sum(table, texts), answer) for answer, texts in found.which.items()]
    top = max(none, *(s for s, _ in sums))
    total = math.exp(none - top) + sum(math.exp(s - top) for s, _ in sums)
    best, answer = max(sums, key=lambda entry: (entry[0], entry[1]))
    return answer, round(math.exp(best - top) / total, 4)


def _sum(table: Mapping[str, float], texts: Sequence[str]) -> float:
    return sum(table.get(text, 0.0) for text in texts)

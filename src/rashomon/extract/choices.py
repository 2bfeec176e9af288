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
    _, each = shares(name, found)
    answer = max(each, key=lambda a: (each[a], a))
    return answer, each[answer]


def shares(name: str, found: Evidence[A]) -> tuple[float, dict[A, float]]:
    """Probability that none of the answers is right, and of each answer."""
    table, _ = weights(name)
    none = table.get("none", 0.0) + _sum(table, [NO + text for text in found.whether])
    sums: dict[A, float] = {answer: _sum(table, texts) for answer, texts in found.which.items()}
    top = max(none, *sums.values())
    powers = {answer: math.exp(s - top) for answer, s in sums.items()}
    total = math.exp(none - top) + sum(powers.values())
    return round(math.exp(none - top) / total, 4), {a: round(p / total, 4) for a, p in powers.items()}


def with_rule(found: Evidence[A], ruled: A | None, rules: Sequence[str] = ()) -> Evidence[A]:
    """The evidence, with what the rules answer and by which of them.

    Args:
        ruled: their answer, null where they leave it open.
    """
    whether = (*found.whether, f"rule {ruled}", *(f"by {rule}" for rule in rules))
    if ruled is None:
        return Evidence(whether, found.which)
    which = {
        answer: (*texts, *_of_rule("this" if answer == ruled else "other", f"rule {ruled} for {answer}", rules))
        for answer, texts in found.which.items()
    }
    return Evidence(whether, which)


def _of_rule(whose: str, pair: str, rules: Sequence[str]) -> tuple[str, ...]:
    return (f"rule {whose}", pair, *(f"rule {whose} by {rule}" for rule in rules))


def _sum(table: Mapping[str, float], texts: Sequence[str]) -> float:
    return sum([table.get(text, 0.0) for text in texts])

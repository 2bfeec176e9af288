"""Trained judgements on a claim that was found: its act, its level, whether it is negated and whether it hedges.

Linear models over words that can be read: each feature is a short text ("cue:deny", "rule:report", "has:responsibility"),
and the weights are a table in `weights/heads`. What the rules say is a feature like others, so the model learns when to
trust them. The features are read in `claims_features`.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rashomon.weights import component


@dataclass(frozen=True, slots=True)
class Head:
    """One linear model: a weight for each label and feature, in the order of `labels`."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]

    @staticmethod
    def of(table: dict[str, Any]) -> Head:
        """The head that a table of `heads.json` holds."""
        weights = {f: tuple(row) for f, row in table["weights"].items()}
        return Head(tuple(table["labels"]), tuple(table["bias"]), weights)

    def odds(self, features: Sequence[str]) -> dict[str, float]:
        """Label to probability."""
        rows = [row for f in features if (row := self.weights.get(f)) is not None]
        sums = [sum(column) for column in zip(self.bias, *rows, strict=True)]
        top = max(sums)
        powers = [math.exp(s - top) for s in sums]
        total = sum(powers)
        return {label: p / total for label, p in zip(self.labels, powers, strict=True)}

    def best(self, features: Sequence[str]) -> tuple[str, float]:
        """The likeliest label with its probability; of two alike the first by name."""
        odds = self.odds(features)
        label = max(sorted(odds), key=lambda x: odds[x])
        return label, odds[label]


@functools.cache
def heads() -> tuple[dict[str, Head], str]:
    """The heads by name, and the version of the component."""
    folder, version = component("heads")
    data = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
    found = {name: Head.of(table) for name, table in data.items()}
    return found, version

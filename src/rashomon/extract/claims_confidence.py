"""How sure a claim is, as a share that can be counted on: of claims at .8, eight in ten are right in content and source.

The rules and the tagger give each draft a score that only ranks; a logistic map, learnt on reports that neither of them was
learnt on, turns it into that share. It says nothing of whether what is claimed is true.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass

from rashomon.extract.claims_view import Draft
from rashomon.weights import component

#: Rules by how they find their words; a rule in none of them is "other".
_GROUPS: dict[str, frozenset[str]] = {
    "quote": frozenset({"quote"}),
    "carried": frozenset({"carried", "block", "label"}),
    "clause": frozenset({"clause", "infinitive", "gerund"}),
    "object": frozenset({"object", "object_to", "object_as", "object_prep", "held_object", "predicate", "answerable", "light"}),
    "prep": frozenset({"prep", "counted", "gapped"}),
    "phrase": frozenset({"according", "noun", "state"}),
    "unnamed": frozenset({"hidden", "hearsay", "unowned", "passive"}),
    "tagged": frozenset({"tagged"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Map:
    """The map: a bias for each group, and the weights of the raw score's log-odds and of a speaker that nobody named."""

    groups: dict[str, float]
    slope: float
    nobody: float

    def __call__(self, group: str, score: float, *, nobody: bool) -> float:
        """The share of claims like this one that are right."""
        log_odds = self.groups.get(group, self.groups["other"]) + self.slope * logit(score) + self.nobody * nobody
        return 1.0 / (1.0 + math.exp(-log_odds))


def logit(score: float) -> float:
    """Log-odds of a score, kept off its ends."""
    kept = min(max(score, 0.02), 0.98)
    return math.log(kept / (1.0 - kept))


def group_of(draft: Draft) -> str:
    """The group of a draft's rule."""
    return next((name for name, rules in _GROUPS.items() if draft.rule in rules), "other")


@functools.cache
def learnt() -> Map:
    """The map that `train.confidence` wrote."""
    folder, _ = component("heads")
    data = json.loads((folder / "confidence.json").read_text(encoding="utf-8"))
    return Map(dict(data["groups"]), float(data["slope"]), float(data["nobody"]))


def confidence(draft: Draft) -> float:
    """The calibrated confidence of a draft, to four decimals."""
    return round(learnt()(group_of(draft), draft.sure, nobody=draft.speaker is None), 4)

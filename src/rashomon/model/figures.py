"""Figures: numbers of people or things, as one source gave them. Never merged, never averaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.actors import Who
from rashomon.model.spans import Span

Measure = Literal[
    "killed",
    "injured",
    "casualties",
    "missing",
    "detained",
    "displaced",
    "abducted",
    "targets_struck",
    "weapons",
    "personnel",
]
Population = Literal[
    "civilian", "militant", "military", "police", "child", "woman", "aid_worker", "journalist", "prisoner", "any"
]
Scope = Literal["event", "site", "period_total"]
Qualifier = Literal["exactly", "at_least", "more_than", "at_most", "about", "reported_none", "unspecified"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure mention. `low`/`high` null means not given by these words; null is never 0.

    `speaker` null: the outlet presupposes it in its own voice. `event_id` null: it belongs to no event.
    """

    id: str
    measure: Measure
    population: Population
    low: int | None
    high: int | None
    qualifier: Qualifier
    scope: Scope
    speaker: Who | None
    claim_id: str | None
    event_id: str | None
    part_of: str | None
    as_of: str | None
    span: Span
    confidence: float = 0.0
    produced_by: str = ""

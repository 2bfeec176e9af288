"""A figure in the making, and what later figures of the report may lean on."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.extract.figures_counted import Counted
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure, Population, Qualifier, Scope


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure before its speaker and id; `part_of` and `like` index into the drafts of the report."""

    number: NumberPhrase
    what: Counted
    measure: Measure
    population: Population
    low: int | None
    high: int | None
    qualifier: Qualifier
    scope: Scope
    first: int
    last: int
    governor: int | None
    sentence: int
    part_of: int | None
    rule: str
    confidence: float


def size(draft: Draft) -> int:
    """The least number of people that the draft speaks of; 0 where it is open below."""
    return draft.low if draft.low is not None else draft.high or 0

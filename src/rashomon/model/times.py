"""Times: an imprecise time is an interval with its precision, never a guessed instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.spans import Span

TimePrecision = Literal["minute", "hour", "day", "week", "month", "range", "year", "decade"]
TimeBasis = Literal["stated", "relative", "publication"]


@dataclass(frozen=True, slots=True)
class Time:
    """`start` and `end` are inclusive ISO dates or date-times."""

    id: str
    start: str
    end: str
    precision: TimePrecision
    basis: TimeBasis
    span: Span

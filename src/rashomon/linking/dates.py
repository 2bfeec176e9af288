"""When an event was, as days with their precision.

An event without a date of its own has at most a bound: it can't be younger than the report that
tells of it. That bound is kept apart from a stated date and never turned into one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rashomon.model.times import Time

DateBasis = Literal["stated", "nearby", "published", "none"]
DateRelation = Literal["same", "overlap", "next", "apart", "unknown"]

#: Days before its publication within which a day that a report names is taken for that of the event it is about.
NEWS_DAYS = 10
#: Days before its publication within which an event lies that a report is about and gives no day at all.
FRESH_DAYS = 4
#: Intervals of at most this many days count as a day told with precision ("overnight", "the weekend").
SHARP_DAYS = 2


@dataclass(frozen=True, slots=True)
class When:
    """Days (proleptic ordinals), inclusive; `basis` says what they rest on."""

    start: int
    end: int
    basis: DateBasis

    @property
    def sharp(self) -> bool:
        """Whether it names a day or a night."""
        return self.end - self.start < SHARP_DAYS


def day_of(iso: str | None) -> int | None:
    """The ordinal of an ISO date or date-time, null where it is none."""
    if iso is None:
        return None
    try:
        return date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return None


def when_of(time: Time, basis: DateBasis) -> When | None:
    """The days of a time."""
    start, end = day_of(time.start), day_of(time.end)
    return None if start is None or end is None or end < start else When(start, end, basis)


def relation(a: When, b: When) -> DateRelation:
    """How two intervals lie to each other; "next" is one day apart at a day's precision."""
    if a.start <= b.end and b.start <= a.end:
        return "same" if a.sharp and b.sharp else "overlap"
    gap = max(a.start, b.start) - min(a.end, b.end)
    return "next" if gap == 1 else "apart"


def best_relation(ours: Iterable[When], theirs: Iterable[When]) -> DateRelation:
    """The closest relation between rival dates: an account need not repeat the other's error."""
    order: tuple[DateRelation, ...] = ("same", "overlap", "next", "apart")
    others = list(theirs)
    found = {relation(a, b) for a in ours for b in others}
    return next((r for r in order if r in found), "unknown")


def gap(ours: Iterable[When], theirs: Iterable[When]) -> int:
    """Days between the two closest intervals, 0 where they touch or one side has none."""
    others = list(theirs)
    gaps = [max(a.start, b.start) - min(a.end, b.end) for a in ours for b in others]
    return max(0, min(gaps, default=0))


def fresh(published: int) -> When:
    """The days in which an event without a date lies, if the report is about it."""
    return When(published - FRESH_DAYS, published, "published")

"""Times as the words give them: a unit, an offset, what it is counted from. Not yet dates.

Passes from extract to resolve and lives for the reading of one report; it is part of no record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.spans import Span

TimeUnit = Literal["minute", "hour", "day", "overnight", "week", "weekend", "month", "year", "decade"]
#: What a time is counted from: nothing, the publication, the last day that the text told of,
#: the day of the report's main event, a happening called by a name, or the next time in the text ("two days after 7 October").
TimeAnchor = Literal["stated", "publication", "previous", "main", "named", "next"]
Direction = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the words say of a calendar point; null where they say nothing.

    Args:
        unit: how exact it is.
        offset: whole units from the anchor, negative for earlier.
        offset_unit: the unit that the offset counts, where it is not `unit` ("an hour later" is dated by its day).
        weekday: 0 is Monday.
        hour, minute: of a clock time.
        zone: "GMT" or "UTC" where stated; local time otherwise.
    """

    unit: TimeUnit
    offset: int | None = None
    offset_unit: TimeUnit | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression of a report.

    Args:
        span: its words, without the preposition before it.
        first, last: token range `[first, last)` of the span.
        moment: what it says; `until` is the other end of a range.
        anchor: what it is counted from.
        direction: what verb, modal or preposition say, null if they say nothing.
        sentence: number of its sentence.
        speech: it dates an act of speech ("said on Monday"), not what the report tells of.
        in_body: it stands in the body, not in headline or standfirst.
        fronted: it opens its sentence.
        rule: the rule that made it.
        heads: it heads a section of a live blog: what "today" means below it, no time of the record by itself.
    """

    span: Span
    first: int
    last: int
    moment: Moment
    anchor: TimeAnchor
    until: Moment | None = None
    direction: Direction | None = None
    sentence: int = 0
    speech: bool = False
    in_body: bool = True
    fronted: bool = False
    rule: str = ""
    heads: bool = False

"""Neighbouring readings that are one time: "14 September, at 08:40", "ten past two on Monday", "a week ago today".

Looks at the words between two readings and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rashomon.extract.times_handlers import Reading
from rashomon.model.time_mentions import Moment

_CLOCKS = frozenset({"clock", "day_part"})
_DAYS = frozenset({"weekday", "turned_weekday", "weekday_of_week", "deictic_day", "date", "day_and_month", "day_of_month"})  # fmt: skip
_DATES = frozenset({"date", "day_and_month"})
_TO_DAY = re.compile(r",?\s(?:(?:on|of)\s)?")
_TO_CLOCK = re.compile(
    r",?\s(?:(?:at|towards|around|about|by|before|after|shortly\s(?:before|after)|just\s(?:before|after)"
    r"|between\s\d{1,2}(?:[.:]\d\d)?\sand)\s(?:about\s|around\s)?)"
)


def joined(text: str, readings: Iterable[Reading]) -> list[Reading]:
    """The readings in order, neighbours that tell one time as one."""
    out: list[Reading] = []
    for reading in readings:
        one = _one(text, out[-1], reading) if out else None
        if one is not None:
            out[-1] = one
        else:
            out.append(reading)
    return out


def _one(text: str, left: Reading, right: Reading) -> Reading | None:
    between = text[left.end : right.start]
    if len(between) > 30 or left.until is not None or right.until is not None:
        return None
    if left.rule in _CLOCKS and right.rule in _DAYS and _TO_DAY.fullmatch(between):
        return _at(right, left.moment, left.start, right.end)
    if left.rule in _DAYS and left.moment.hour is None and right.rule in _CLOCKS and _TO_CLOCK.fullmatch(between):
        return _at(left, right.moment, left.start, right.end)
    if left.rule == "deictic_day" and right.rule in _DATES and between == ", ":
        return replace(right, start=left.start)
    if left.rule == "ago" and left.moment.unit in {"day", "week"} and text[right.start : right.end].lower() == "today":
        days = (left.moment.offset or 0) * (7 if left.moment.unit == "week" else 1)
        moment = Moment("day", offset=days, offset_unit="day")
        return replace(left, end=right.end, moment=moment) if between == " " else None
    return None


def _at(day: Reading, clock: Moment, start: int, end: int) -> Reading:
    if day.moment.hour is not None:
        return replace(day, start=start, end=end)
    unit = clock.unit if clock.unit in {"minute", "hour"} else day.moment.unit
    moment = replace(day.moment, unit=unit, hour=clock.hour, minute=clock.minute, zone=clock.zone)
    return replace(day, start=start, end=end, moment=moment)

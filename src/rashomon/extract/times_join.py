"""Neighbouring readings that are one time: "14 September, at 08:40", "ten past two on Monday", "a week ago today".

Looks at the words between two readings and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rashomon.extract.times_clock import Reading
from rashomon.model.time_mentions import Moment

_CLOCKS = frozenset({"clock", "day_part", "beside_day"})
_DAYS = frozenset({"weekday", "turned_weekday", "weekday_of_week", "deictic_day", "date", "day_and_month", "day_of_month"})  # fmt: skip
_DATES = frozenset({"date", "day_and_month"})
_SAME_DAY = re.compile(r",? \(?")
_NEAR_DAYS = frozenset({"deictic_day", "weekday"})
_TO_NUMBER = re.compile(r",?\s")
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
    return [reading for reading in out if reading.rule != "beside_day"]


def _one(text: str, left: Reading, right: Reading) -> Reading | None:
    between = text[left.end : right.start]
    if len(between) > 30 or left.until is not None or right.until is not None:
        return None
    if left.rule in _CLOCKS and right.rule in _DAYS and _TO_DAY.fullmatch(between):
        return _at(right, left.moment, left.start, right.end)
    if left.rule in _DAYS and left.moment.hour is None and right.rule in _CLOCKS and _TO_CLOCK.fullmatch(between):
        return _at(left, right.moment, left.start, right.end)
    if _one_day(left, right, between):
        bracket = between.endswith("(") and text[right.end : right.end + 1] == ")"
        return replace(right if right.rule in _DATES else left, start=left.start, end=right.end + bracket)
    if left.rule in _CLOCKS and right.rule == "anaphor" and right.moment.unit == "day" and right.moment.offset == 0:
        return _at(right, left.moment, left.start, right.end) if between in {" ", " on "} else None
    if left.rule in _DAYS and left.moment.hour is None and _follows(right) and _TO_NUMBER.fullmatch(between):
        return _at(left, right.moment, left.start, right.end)
    if left.rule == "ago" and left.moment.unit in {"day", "week"} and text[right.start : right.end].lower() == "today":
        days = (left.moment.offset or 0) * (7 if left.moment.unit == "week" else 1)
        moment = Moment("day", offset=days, offset_unit="day")
        return replace(left, end=right.end, moment=moment) if between == " " else None
    return None


def _one_day(left: Reading, right: Reading, between: str) -> bool:
    """Whether the second names the first's day: "yesterday, Tuesday", "on Tuesday (18 May)"."""
    if left.moment.hour is not None or _SAME_DAY.fullmatch(between) is None or between == " ":
        return False
    return left.rule in _NEAR_DAYS and right.rule in _DATES or left.rule == "deictic_day" and right.rule == "weekday"


def _follows(clock: Reading) -> bool:
    """Whether a clock time or a part of the day may follow a day at once: "Tuesday 6 p.m.", "18 May at dawn"."""
    return clock.rule in {"day_part", "beside_day"} or clock.rule == "clock" and clock.moment.hour is not None


def _at(day: Reading, clock: Moment, start: int, end: int) -> Reading:
    if day.moment.hour is not None:
        return replace(day, start=start, end=end)
    unit = clock.unit if clock.unit in {"minute", "hour"} else day.moment.unit
    moment = replace(day.moment, unit=unit, hour=clock.hour, minute=clock.minute, zone=clock.zone)
    return replace(day, start=start, end=end, moment=moment)

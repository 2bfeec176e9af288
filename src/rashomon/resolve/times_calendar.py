"""From what the words say to calendar intervals: the arithmetic of days, weeks, months and seasons.

Knows the day of publication and the direction of a mention, and nothing of the text. Weeks begin on Monday; a result
outside the calendar is null.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rashomon.model.time_mentions import Moment, TimeMention
from rashomon.model.times import TimePrecision

#: A day and month without a year lies ahead if it is at most this near; else it is the last one that was.
_NEAR_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Interval:
    """Inclusive days."""

    start: date
    end: date
    precision: TimePrecision


def on_calendar(moment: Moment, mention: TimeMention, today: date | None) -> Interval | None:
    """The interval that words and publication date give; null where they don't."""
    ahead = mention.direction == "future"
    if mention.rule == "season":
        return _season(moment, today, ahead)
    if mention.rule == "part_of_month":
        if moment.year is not None:
            whole = whole_month(moment.year, moment.month or 1)
        else:
            plain = replace(moment, offset=None, offset_unit=None)
            whole = _month_only(plain, today, ahead) if today is not None else None
        return _part_of_month(moment, whole) if whole is not None else None
    if moment.year is not None:
        return _stated(moment)
    if today is None:
        return None
    if moment.month is not None and moment.day is not None:
        return _day_and_month(moment, today, ahead)
    if moment.month is not None:
        return _month_only(moment, today, ahead)
    if moment.day is not None:
        return _day_of_month(moment, today, ahead)
    if moment.unit == "overnight":
        return _overnight(moment, today, ahead)
    if moment.weekday is not None:
        return _weekday(moment, today, ahead)
    return shifted(today, moment, ahead=ahead)


def _season(moment: Moment, today: date | None, ahead: bool) -> Interval | None:
    """Three months from the one that begins it: the year's, or the last that has ended, this one, or the next."""
    first = moment.month or 3
    if moment.year is not None:
        return _three_months(moment.year, first)
    if today is None:
        return None
    found = [season for n in (-2, -1, 0, 1) if (season := _three_months(today.year + n, first)) is not None]
    if moment.offset == -1:
        return max((s for s in found if s.end < today), key=lambda s: s.end, default=None)
    if moment.offset == 1 or ahead:
        return min((s for s in found if s.start > today), key=lambda s: s.start, default=None)
    return max((s for s in found if s.start <= today), key=lambda s: s.start, default=None)


def _three_months(year: int, month: int) -> Interval | None:
    first, last = whole_month(year, month), whole_month(*month_step(year, month, 2))
    return Interval(first.start, last.end, "range") if first is not None and last is not None else None


def _part_of_month(moment: Moment, month: Interval) -> Interval | None:
    """The n-th week or day of a month, -1 the last; its weeks are those that begin on a Monday in it."""
    nth = moment.offset or 1
    if moment.unit == "day":
        return of_day(month.end if nth < 0 else month.start, moment)
    monday = month.start + timedelta(-month.start.weekday() % 7)
    start = month.end - timedelta(month.end.weekday()) if nth < 0 else monday + timedelta(weeks=nth - 1)
    return Interval(start, min(month.end, start + timedelta(6)), "week") if start <= month.end else None


def _stated(moment: Moment) -> Interval | None:
    year = moment.year or 0
    if moment.unit == "decade":
        return Interval(date(year, 1, 1), date(year + 9, 12, 31), "decade")
    if moment.month is None:
        return Interval(date(year, 1, 1), date(year, 12, 31), "year")
    if moment.day is None:
        return whole_month(year, moment.month)
    return of_day(safe_date(year, moment.month, moment.day), moment)


def _day_and_month(moment: Moment, today: date, ahead: bool) -> Interval | None:
    month, day = moment.month or 1, moment.day or 1
    if moment.offset is not None:
        return of_day(safe_date(today.year + moment.offset, month, day), moment)
    near = [d for d in (safe_date(today.year + n, month, day) for n in (-4, -3, -2, -1, 0, 1)) if d is not None]
    before = [d for d in near if d <= today]
    after = [d for d in near if d > today]
    # "on May 20" a week ahead is no anniversary: news adds the year to what is a year old. And "the action
    # of August 5" three days ago is no plan for next summer, whatever the verb.
    just_was = bool(before) and (today - before[-1]).days <= _NEAR_AHEAD
    if after and (after[0] - today).days <= (_NEAR_AHEAD if not ahead or just_was else 366):
        return of_day(after[0], moment)
    return of_day(before[-1], moment) if before else None


def _month_only(moment: Moment, today: date, ahead: bool) -> Interval | None:
    month = moment.month or 1
    if moment.offset_unit == "year":
        return whole_month(today.year + (moment.offset or 0), month)
    if moment.offset == 0:
        return whole_month(today.year, month)
    if moment.offset == 1 or (ahead and moment.offset is None):
        later = month > today.month or (month == today.month and moment.offset is None)
        return whole_month(today.year + (0 if later else 1), month)
    earlier = month < today.month or (month == today.month and moment.offset is None)
    return whole_month(today.year - (0 if earlier else 1), month)


def _day_of_month(moment: Moment, today: date, ahead: bool) -> Interval | None:
    if moment.weekday is not None:
        return of_day(_nearest_such(today, moment.day or 1, moment.weekday), moment)
    if moment.offset is not None:
        return of_day(safe_date(*month_step(today.year, today.month, moment.offset), moment.day or 1), moment)
    year, month = today.year, today.month
    for _ in range(12):
        found = safe_date(year, month, moment.day or 1)
        if found is not None and (found >= today if ahead else found <= today):
            return of_day(found, moment)
        year, month = month_step(year, month, 1 if ahead else -1)
    return None


def _nearest_such(today: date, day: int, weekday: int) -> date | None:
    """The nearest day with this number and weekday, within a year: "Saturday the 17th"."""
    for step in range(366):
        for found in (today - timedelta(step), today + timedelta(step)):
            if (found.day, found.weekday()) == (day, weekday):
                return found
    return None


def _overnight(moment: Moment, today: date, ahead: bool) -> Interval:
    if moment.weekday is None:
        return Interval(today - timedelta(1), today, "range")
    first = weekday_from(today, moment.weekday, ahead=ahead, strict=False)
    if not ahead and first == today:
        first = today - timedelta(1)  # a night that has begun has not ended when it is reported
    return Interval(first, first + timedelta(1), "range")


def _weekday(moment: Moment, today: date, ahead: bool) -> Interval | None:
    weekday = moment.weekday or 0
    if moment.offset_unit == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=moment.offset or 0)
        return of_day(monday + timedelta(weekday), moment)
    if moment.offset is not None and moment.offset != 0:
        return of_day(weekday_from(today, weekday, ahead=moment.offset > 0, strict=True), moment)
    return of_day(
        weekday_from(
            today, weekday, ahead=ahead or (moment.offset == 0 and not _just_was(today, weekday)), strict=False
        ),
        moment,
    )


def _just_was(today: date, weekday: int) -> bool:
    """Whether the day has been this week: "this Monday" on a Wednesday lies behind."""
    return weekday <= today.weekday()


def weekday_from(base: date, weekday: int, *, ahead: bool, strict: bool) -> date:
    """The nearest such weekday before or after a day; the day itself unless `strict`."""
    step = (weekday - base.weekday()) % 7 if ahead else -((base.weekday() - weekday) % 7)
    if strict and step == 0:
        step = 7 if ahead else -7
    return base + timedelta(step)


def shifted(base: date | None, moment: Moment, *, sign: int = 1, ahead: bool = False) -> Interval | None:
    """The unit that lies `offset` units from the base."""
    if base is None:
        return None
    offset = sign * (moment.offset or 0)
    unit = moment.offset_unit or moment.unit
    try:
        if unit == "weekend":
            return _weekend(base, offset, ahead)
        if unit in ("day", "overnight", "hour", "minute"):
            return of_day(base + timedelta(offset), moment)
        if unit == "week":
            monday = base + timedelta(weeks=offset)
            monday -= timedelta(monday.weekday())
            return Interval(monday, monday + timedelta(6), "week")
        if unit == "month":
            return whole_month(*month_step(base.year, base.month, offset))
        if unit == "year":
            return Interval(date(base.year + offset, 1, 1), date(base.year + offset, 12, 31), "year")
        first = (base.year + 10 * offset) // 10 * 10
        return Interval(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    except (ValueError, OverflowError):
        return None  # outside the calendar


def _weekend(base: date, offset: int, ahead: bool) -> Interval:
    saturday = weekday_from(base, 5, ahead=ahead, strict=False)
    if offset < 0 and base.weekday() >= 5:
        saturday -= timedelta(7)
    if offset > 0:
        saturday = weekday_from(base, 5, ahead=True, strict=True)
    return Interval(saturday, saturday + timedelta(1), "range")


def of_day(day: date | None, moment: Moment) -> Interval | None:
    """One day, as exact as the moment says."""
    if day is None:
        return None
    precision: TimePrecision = "minute" if moment.unit == "minute" else "hour" if moment.unit == "hour" else "day"
    return Interval(day, day, precision)


def whole_month(year: int, month: int) -> Interval | None:
    """Its first to its last day; null outside the calendar."""
    if not 1 <= year <= 9998:
        return None
    return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def month_step(year: int, month: int, step: int) -> tuple[int, int]:
    """Year and month so many months on."""
    index = year * 12 + month - 1 + step
    return index // 12, index % 12 + 1


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, null where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None

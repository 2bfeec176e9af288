"""Times in words to calendar intervals.

Calendar units; weeks begin on Monday. What the report states or entails is resolved, from
the publication date or from the day told before; what would need a guess is left out, so a
report without a date keeps only its absolute times. A clock time belongs to its day.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rashomon.model.documents import Document
from rashomon.model.time_mentions import Moment, TimeMention
from rashomon.model.times import Time, TimeBasis, TimePrecision

#: A day and month without a year lies ahead if it is at most this near; else it is the last one that was.
_NEAR_AHEAD = 60
#: The main event is the earliest of the first days told, if they are this close. Set by hand on the bundled gold.
_LEAD_DAYS, _SAME_STORY_DAYS = 3, 4
#: A story told with its year goes on without it: "on 3 May 2019 ... and on 12 May" is 2019 throughout.
_OLD_DAYS = 300
_YEARLESS = ("day_and_month", "month", "day_of_month")
_COARSE = ("month", "year", "decade")


@dataclass(frozen=True, slots=True)
class Interval:
    """Inclusive days."""

    start: date
    end: date
    precision: TimePrecision


@dataclass(slots=True)
class _State:
    """What the text told so far."""

    today: date | None
    main: date | None = None
    last: date | None = None
    last_any: Interval | None = None
    by_sentence: dict[int, date] = field(default_factory=dict)
    history: tuple[date, int] | None = None
    section: date | None = None


def read_times(
    mentions: Sequence[TimeMention], *, document: Document, size: int
) -> tuple[tuple[Time, ...], tuple[str | None, ...]]:
    """The times of a report and, for each of its `size` tokens, the id of the time it belongs to."""
    times = resolve_times(mentions, document=document)
    return times, ground(times, mentions, size)


def resolve_times(mentions: Sequence[TimeMention], *, document: Document) -> tuple[Time, ...]:
    """Resolves what can be resolved; ids t1, t2 ... in text order."""
    today = date.fromisoformat(document.published_at[:10]) if document.published_at is not None else None
    state = _State(today)
    _prepare(mentions, state)
    found: list[tuple[TimeMention, Interval]] = []
    for i, mention in enumerate(mentions):
        following = mentions[i + 1] if i + 1 < len(mentions) else None
        interval = _resolve(mention, following, state)
        if interval is None:
            continue
        if mention.heads:
            _open_section(interval, state)
            continue
        found.append((mention, interval))
        _remember(mention, interval, state)
    return tuple(_time(f"t{n}", mention, interval) for n, (mention, interval) in enumerate(found, 1))


def _open_section(interval: Interval, state: _State) -> None:
    """Below a heading's date "today" is that day; a clock time is that day's until another is told."""
    if interval.precision in ("day", "minute", "hour"):
        state.today = state.last = state.section = interval.start
        state.last_any = interval
        state.history = None


def ground(times: Sequence[Time], mentions: Sequence[TimeMention], n_tokens: int) -> tuple[str | None, ...]:
    """For each token the id of its time, null where it belongs to none."""
    table: list[str | None] = [None] * n_tokens
    ids = {time.span: time.id for time in times}
    for mention in mentions:
        if mention.span in ids:
            for i in range(mention.first, mention.last):
                table[i] = ids[mention.span]
    return tuple(table)


def _prepare(mentions: Sequence[TimeMention], state: _State) -> None:
    """Days that need no memory: by sentence for clock times, and the day of the main event."""
    lead: list[date] = []
    today = state.today
    for mention in mentions:
        if mention.anchor not in ("publication", "stated") or mention.moment.unit not in ("day", "minute", "hour"):
            continue
        interval = _plain(mention, state)
        if interval is None:
            continue
        if mention.heads:
            state.today = interval.start
            continue
        state.by_sentence.setdefault(mention.sentence, interval.start)
        ahead = state.today is not None and interval.start > state.today
        if mention.in_body and not mention.speech and not ahead:
            lead.append(interval.start)
    if lead:
        # The event comes before the reactions that the lead may open with, and not long before.
        state.main = min(day for day in lead[:_LEAD_DAYS] if abs((day - lead[0]).days) <= _SAME_STORY_DAYS)
    state.today = today


def _remember(mention: TimeMention, interval: Interval, state: _State) -> None:
    exact = mention.anchor == "stated" and interval.precision in ("day", "minute", "hour")
    if exact and state.today is not None and (state.today - interval.end).days > _OLD_DAYS:
        state.history = (interval.start, mention.sentence)
    elif state.history is not None and mention.rule not in _YEARLESS:
        state.history = None
    elif state.history is not None:
        state.history = (state.history[0], mention.sentence)
    ahead = state.today is not None and interval.start > state.today
    if mention.speech or ahead or not mention.in_body:
        return
    state.last_any = interval
    if interval.precision in ("day", "minute", "hour"):
        state.last = interval.start


def _resolve(mention: TimeMention, following: TimeMention | None, state: _State) -> Interval | None:
    if (told := _in_history(mention, state)) is not None:
        return told
    if mention.anchor in ("publication", "stated"):
        return _plain(mention, state)
    moment = mention.moment
    if mention.rule == "day_part" and mention.direction == "future":
        return None
    if mention.rule in ("clock", "day_part"):
        day = state.by_sentence.get(mention.sentence) or state.section or state.last or state.main
        return _of_day(day, moment)
    if mention.rule.startswith("shift_") and following is not None and following.anchor == "stated":
        target = _plain(following, state)
        if target is not None and 0 <= following.span.start - mention.span.end < 40 and target.precision == "day":
            return _shifted(target.start, moment)
    if mention.anchor == "main":
        # "The attack came two days after X" dates X; "two days before the attack" counts from the attack itself.
        base = state.main or state.last
        sign = -1 if _dates_the_other(mention) else 1
        return _shifted(base, moment, sign=sign) if base is not None else None
    if mention.rule == "shift_after" and mention.anchor == "previous":
        return None  # "two days after the raid": a date only where the words alone give one (guideline, 41)
    if moment.unit in _COARSE and state.last_any is not None:
        return _shifted(state.last_any.start, moment)
    if moment.unit == "month" and moment.month is not None:
        return None
    base = state.last or (state.main if moment.weekday is None else state.last)
    if base is None:
        return None
    if moment.weekday is not None:
        return _of_day(_weekday_from(base, moment.weekday, ahead=(moment.offset or 0) > 0, strict=True), moment)
    return _shifted(base, moment)


def _in_history(mention: TimeMention, state: _State) -> Interval | None:
    """A day or month without a year right after one with a year that is long gone."""
    moment = mention.moment
    if state.history is None or mention.rule not in _YEARLESS or moment.offset is not None:
        return None
    base, sentence = state.history
    apart = mention.sentence - sentence
    if apart > 1 or (apart == 1 and mention.direction == "future"):
        return None
    for step in range(13):
        year, month = _month_step(base.year, base.month, step)
        if moment.month not in (None, month):
            continue
        if moment.day is None:
            return _whole_month(year, month)
        day = _safe(year, month, moment.day)
        if day is not None and day >= base:
            return _of_day(day, moment)
    return None


def _dates_the_other(mention: TimeMention) -> bool:
    return (
        mention.rule == "shift_after"
        and mention.speech is False
        and mention.direction == "past"
        and not mention.fronted
    )


def _plain(mention: TimeMention, state: _State) -> Interval | None:
    """An interval from the words and the publication date alone."""
    if mention.until is not None:
        return _range(mention, state)
    return _moment(mention.moment, mention, state.today)


def _range(mention: TimeMention, state: _State) -> Interval | None:
    first = _moment(mention.moment, mention, state.today)
    second = _moment(mention.until, mention, state.today) if mention.until is not None else None
    if first is None or second is None:
        return None
    start, end = first.start, second.end
    if end < start and mention.moment.weekday is not None:
        start -= timedelta(7)
    elif end < start and mention.moment.year is None:
        start = _safe(start.year - 1, start.month, start.day) or start
    return Interval(start, end, "range") if start <= end else None


def _moment(moment: Moment, mention: TimeMention, today: date | None) -> Interval | None:
    ahead = mention.direction == "future"
    if mention.rule == "part_of_month":
        if moment.year is not None:
            whole = _whole_month(moment.year, moment.month or 1)
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
    return _shifted(today, moment, ahead=ahead)


def _part_of_month(moment: Moment, month: Interval) -> Interval | None:
    """The n-th week or day of a month, -1 the last; its weeks are those that begin on a Monday in it."""
    nth = moment.offset or 1
    if moment.unit == "day":
        return _of_day(month.end if nth < 0 else month.start, moment)
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
        return _whole_month(year, moment.month)
    return _of_day(_safe(year, moment.month, moment.day), moment)


def _day_and_month(moment: Moment, today: date, ahead: bool) -> Interval | None:
    month, day = moment.month or 1, moment.day or 1
    if moment.offset is not None:
        return _of_day(_safe(today.year + moment.offset, month, day), moment)
    near = [d for d in (_safe(today.year + n, month, day) for n in (-4, -3, -2, -1, 0, 1)) if d is not None]
    before = [d for d in near if d <= today]
    after = [d for d in near if d > today]
    # "on May 20" a week ahead is no anniversary: news adds the year to what is a year old. And "the action
    # of August 5" three days ago is no plan for next summer, whatever the verb.
    just_was = bool(before) and (today - before[-1]).days <= _NEAR_AHEAD
    if after and (after[0] - today).days <= (_NEAR_AHEAD if not ahead or just_was else 366):
        return _of_day(after[0], moment)
    return _of_day(before[-1], moment) if before else None


def _month_only(moment: Moment, today: date, ahead: bool) -> Interval | None:
    month = moment.month or 1
    if moment.offset_unit == "year":
        return _whole_month(today.year + (moment.offset or 0), month)
    if moment.offset == 0:
        return _whole_month(today.year, month)
    if moment.offset == 1 or (ahead and moment.offset is None):
        later = month > today.month or (month == today.month and moment.offset is None)
        return _whole_month(today.year + (0 if later else 1), month)
    earlier = month < today.month or (month == today.month and moment.offset is None)
    return _whole_month(today.year - (0 if earlier else 1), month)


def _day_of_month(moment: Moment, today: date, ahead: bool) -> Interval | None:
    if moment.weekday is not None:
        return _of_day(_nearest_such(today, moment.day or 1, moment.weekday), moment)
    year, month = today.year, today.month
    for _ in range(12):
        found = _safe(year, month, moment.day or 1)
        if found is not None and (found >= today if ahead else found <= today):
            return _of_day(found, moment)
        year, month = _month_step(year, month, 1 if ahead else -1)
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
    first = _weekday_from(today, moment.weekday, ahead=ahead, strict=False)
    if not ahead and first == today:
        first = today - timedelta(1)  # a night that has begun has not ended when it is reported
    return Interval(first, first + timedelta(1), "range")


def _weekday(moment: Moment, today: date, ahead: bool) -> Interval | None:
    weekday = moment.weekday or 0
    if moment.offset_unit == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=moment.offset or 0)
        return _of_day(monday + timedelta(weekday), moment)
    if moment.offset is not None and moment.offset != 0:
        return _of_day(_weekday_from(today, weekday, ahead=moment.offset > 0, strict=True), moment)
    return _of_day(
        _weekday_from(
            today, weekday, ahead=ahead or (moment.offset == 0 and not _just_was(today, weekday)), strict=False
        ),
        moment,
    )


def _just_was(today: date, weekday: int) -> bool:
    """Whether the day has been this week: "this Monday" on a Wednesday lies behind."""
    return weekday <= today.weekday()


def _weekday_from(base: date, weekday: int, *, ahead: bool, strict: bool) -> date:
    step = (weekday - base.weekday()) % 7 if ahead else -((base.weekday() - weekday) % 7)
    if strict and step == 0:
        step = 7 if ahead else -7
    return base + timedelta(step)


def _shifted(base: date | None, moment: Moment, *, sign: int = 1, ahead: bool = False) -> Interval | None:
    """The unit that lies `offset` units from the base."""
    if base is None:
        return None
    offset = sign * (moment.offset or 0)
    unit = moment.offset_unit or moment.unit
    try:
        if unit == "weekend":
            return _weekend(base, offset, ahead)
        if unit in ("day", "overnight", "hour", "minute"):
            return _of_day(base + timedelta(offset), moment)
        if unit == "week":
            monday = base + timedelta(weeks=offset)
            monday -= timedelta(monday.weekday())
            return Interval(monday, monday + timedelta(6), "week")
        if unit == "month":
            return _whole_month(*_month_step(base.year, base.month, offset))
        if unit == "year":
            return Interval(date(base.year + offset, 1, 1), date(base.year + offset, 12, 31), "year")
        first = (base.year + 10 * offset) // 10 * 10
        return Interval(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    except (ValueError, OverflowError):
        return None  # outside the calendar


def _weekend(base: date, offset: int, ahead: bool) -> Interval:
    saturday = _weekday_from(base, 5, ahead=ahead, strict=False)
    if offset < 0 and base.weekday() >= 5:
        saturday -= timedelta(7)
    if offset > 0:
        saturday = _weekday_from(base, 5, ahead=True, strict=True)
    return Interval(saturday, saturday + timedelta(1), "range")


def _of_day(day: date | None, moment: Moment) -> Interval | None:
    if day is None:
        return None
    precision: TimePrecision = "minute" if moment.unit == "minute" else "hour" if moment.unit == "hour" else "day"
    return Interval(day, day, precision)


def _whole_month(year: int, month: int) -> Interval | None:
    if not 1 <= year <= 9998:
        return None
    return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def _month_step(year: int, month: int, step: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + step
    return index // 12, index % 12 + 1


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(moment: Moment) -> str:
    return f"T{moment.hour or 0:02}:{moment.minute or 0:02}" + ("+00:00" if moment.zone == "UTC" else "")


def _time(identity: str, mention: TimeMention, interval: Interval) -> Time:
    start, end = interval.start.isoformat(), interval.end.isoformat()
    moment = mention.moment
    if moment.hour is not None and interval.precision in ("minute", "hour"):
        start, end = start + _clock(moment), end + _clock(mention.until or moment)
    basis: TimeBasis = (
        "stated" if mention.anchor == "stated" or mention.rule in ("day_and_month", "day_range") else "relative"
    )
    return Time(identity, start, end, interval.precision, basis, mention.span)

"""Times in words to calendar intervals.

Calendar units; weeks begin on Monday. What the report states or entails is resolved, from
the publication date or from the day told before; what would need a guess is left out, so a
report without a date keeps only its absolute times. A clock time belongs to its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rashomon.model.documents import Document
from rashomon.model.time_mentions import Moment, TimeMention
from rashomon.model.times import Time, TimeBasis
from rashomon.resolve.times_calendar import (
    Interval,
    month_step,
    of_day,
    on_calendar,
    safe_date,
    shifted,
    weekday_from,
    whole_month,
)

#: The main event is the earliest of the first days told, if they are this close. Set by hand on the bundled gold.
_LEAD_DAYS, _SAME_STORY_DAYS = 3, 4
#: A story told with its year goes on without it: "on 3 May 2019 ... and on 12 May" is 2019 throughout.
_OLD_DAYS = 300
_YEARLESS = ("day_and_month", "month", "day_of_month")
_COARSE = ("month", "year", "decade")


@dataclass(slots=True)
class _State:
    """What the text told so far."""

    today: date | None
    main: date | None = None
    last: date | None = None
    last_any: Interval | None = None
    spoken: date | None = None
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
    if not ahead and interval.precision in ("day", "minute", "hour"):
        state.spoken = interval.start
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
        day = state.by_sentence.get(mention.sentence) or state.section or state.last or state.main or state.spoken
        return of_day(day, moment)
    if mention.rule.startswith("shift_") and following is not None and following.anchor == "stated":
        target = _plain(following, state)
        if target is not None and 0 <= following.span.start - mention.span.end < 40 and target.precision == "day":
            return shifted(target.start, moment)
    if mention.anchor == "main":
        # "The attack came two days after X" dates X; "two days before the attack" counts from the attack itself.
        base = state.main or state.last
        sign = -1 if _dates_the_other(mention) else 1
        return shifted(base, moment, sign=sign) if base is not None else None
    if mention.rule == "shift_after" and mention.anchor == "previous":
        return None  # "two days after the raid": a date only where the words alone give one (guideline, 41)
    if moment.unit in _COARSE and state.last_any is not None:
        return shifted(state.last_any.start, moment)
    if moment.unit == "month" and moment.month is not None:
        return None
    base = state.last or (state.main if moment.weekday is None else state.last)
    if base is None:
        return None
    if moment.weekday is not None:
        return of_day(weekday_from(base, moment.weekday, ahead=(moment.offset or 0) > 0, strict=True), moment)
    return shifted(base, moment)


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
        year, month = month_step(base.year, base.month, step)
        if moment.month not in (None, month):
            continue
        if moment.day is None:
            return whole_month(year, month)
        day = safe_date(year, month, moment.day)
        if day is not None and day >= base:
            return of_day(day, moment)
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
    return on_calendar(mention.moment, mention, state.today)


def _range(mention: TimeMention, state: _State) -> Interval | None:
    first = on_calendar(mention.moment, mention, state.today)
    second = on_calendar(mention.until, mention, state.today) if mention.until is not None else None
    if first is None or second is None:
        return None
    start, end = first.start, second.end
    if end < start and mention.moment.weekday is not None:
        start -= timedelta(7)
    elif end < start and mention.moment.year is None:
        start = safe_date(start.year - 1, start.month, start.day) or start
    return Interval(start, end, "range") if start <= end else None


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

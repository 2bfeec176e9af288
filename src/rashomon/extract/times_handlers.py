"""What each pattern of `times_grammar` describes: from matched words to a calendar point.

Knows month names, number words and clock notations, and nothing of the text around a match.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rashomon.extract.times_clock import CLOCK, Match, Reading, clock_moment
from rashomon.lexicon import load
from rashomon.model.time_mentions import Moment, TimeAnchor, TimeUnit


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(load("times")["numbers"][word.lower()])


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its abbreviation."""
    words, low = load("times"), name.lower().rstrip(".")
    if low in words["months"]:
        return int(words["months"].index(low)) + 1
    return int(words["month_abbreviations"][low])


def _weekday_number(name: str) -> int:
    return int(load("times")["weekdays"].index(name.lower()))


def bare_day(text: str) -> int:
    """The number of "14th"."""
    return int(re.sub(r"\D", "", text))


def _get(match: Match, name: str) -> str | None:
    return match.groupdict().get(name)


#: Steps of the words that turn from the report's own day.
TURNS = {
    "last": -1,
    "previous": -1,
    "the previous": -1,
    "this": 0,
    "this past": 0,
    "next": 1,
    "following": 1,
    "the following": 1,
}


def _with_clock(match: Match, moment: Moment) -> Moment:
    """Adds the clock time beside a day, if there is one."""
    words = _get(match, "clock_before") or _get(match, "clock_after")
    clock = re.match(rf"(?i:{CLOCK})", words) if words is not None else None
    if clock is None:
        return moment
    read = clock_moment(clock, sure=True)
    if read is None:
        return moment
    return replace(moment, unit=read.unit, hour=read.hour, minute=read.minute, zone=read.zone)


def read_date(match: Match) -> Reading | None:
    """Reads "27 January 2022", "Jan. 27", "2023-12-24", with clock and part of day."""
    month = month_number(match["month"]) if _get(match, "month") is not None else int(match["monthnum"])
    day = bare_day(match["day"])
    if month > 12 and day <= 12 and _get(match, "monthnum") is not None:
        month, day = day, month
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    year = _get(match, "year")
    offset = None
    if (turn := _get(match, "turn")) is not None and match["turn_unit"] == "year":
        offset = TURNS[turn]
    rule = "date" if year is not None else "day_and_month"
    moment = Moment(
        "day",
        year=int(year) if year is not None else None,
        month=month,
        day=day,
        offset=offset,
        offset_unit="year" if offset is not None else None,
    )
    return Reading(
        match.start(),
        match.end(),
        _with_clock(match, moment),
        "stated" if year is not None else "publication",
        rule,
    )


def read_day_range(match: Match) -> Reading | None:
    """Reads "between 3 and 5 March", "12-14 January"."""
    m2 = _get(match, "m2") or _get(match, "m1")
    m1 = _get(match, "m1") or m2
    if m1 is None or m2 is None:
        return None
    y2 = _get(match, "y2")
    y1 = _get(match, "y1") or y2
    y2 = y2 or y1
    first = Moment("day", year=int(y1) if y1 else None, month=month_number(m1), day=bare_day(match["d1"]))
    second = Moment("day", year=int(y2) if y2 else None, month=month_number(m2), day=bare_day(match["d2"]))
    return Reading(match.start(), match.end(), first, "stated" if y1 else "publication", "day_range", second)


def read_month_range(match: Match) -> Reading | None:
    """Reads "between January and March last year"."""
    y2, turn = match["y2"], match["turn"]
    y1 = match["y1"] or y2
    offset = TURNS[turn] if turn is not None else None
    unit: TimeUnit | None = "year" if turn is not None else None
    first = Moment(
        "month", year=int(y1) if y1 else None, month=month_number(match["m1"]), offset=offset, offset_unit=unit
    )
    second = Moment(
        "month", year=int(y2) if y2 else None, month=month_number(match["m2"]), offset=offset, offset_unit=unit
    )
    return Reading(match.start(), match.end(), first, "stated" if y1 else "publication", "month_range", second)


def read_weekday_range(match: Match) -> Reading:
    """Reads "from Friday to Sunday"."""
    first, second = (Moment("day", weekday=_weekday_number(match[name])) for name in ("weekday", "weekday2"))
    return Reading(match.start(), match.end(), first, "publication", "weekday_range", second)


def read_year_range(match: Match) -> Reading | None:
    """Reads "2011-2014", "between 2011 and 2014"."""
    first, second = int(match["y1"]), int(match["y2"])
    if not first < second <= first + 60:
        return None
    return Reading(
        match.start(), match.end(), Moment("year", year=first), "stated", "year_range", Moment("year", year=second)
    )


def read_month(match: Match) -> Reading | None:
    """Reads "October", "January 2020", "last May", "May last year"."""
    month = month_number(match["month"])
    year, turn = _get(match, "year"), _get(match, "turn")
    if year is not None:
        return Reading(
            match.start(), match.end(), Moment("month", year=int(year), month=month), "stated", "month_and_year"
        )
    if turn is None:
        return Reading(match.start(), match.end(), Moment("month", month=month), "publication", "month")
    low = " ".join(turn.lower().split())
    after = match.group().lower().endswith("year")
    anchor: TimeAnchor = "previous" if "following" in low or "previous" in low else "publication"
    moment = Moment("month", month=month, offset=TURNS[low], offset_unit="year" if after else "month")
    return Reading(match.start(), match.end(), moment, anchor, "month_of_year" if after else "turned_month")


def read_weekday(match: Match) -> Reading | None:
    """Reads "late on Wednesday", "last Thursday", "Thursday of last week"."""
    turn, week = _get(match, "turn"), _get(match, "turn_unit")
    moment = Moment("day", weekday=_weekday_number(match["weekday"]))
    anchor: TimeAnchor = "publication"
    rule = "weekday"
    if week is not None:
        moment, rule = replace(moment, offset=TURNS[week.split()[0]], offset_unit="week"), "weekday_of_week"
    elif turn is not None:
        low = " ".join(turn.lower().split())
        if low in ("the following", "the next", "the previous"):
            anchor = "previous"
        step = {"last": -1, "this past": -1, "the previous": -1, "this": 0}.get(low, 1)
        moment, rule = replace(moment, offset=step, offset_unit="day"), "turned_weekday"
    return Reading(match.start(), match.end(), _with_clock(match, moment), anchor, rule)


def read_deictic_day(match: Match) -> Reading | None:
    """Reads "yesterday", "last night", "this morning"; a capital inside a sentence is a name's ("Bread for Tomorrow")."""
    if match["word"][0].isupper() and re.search(r"[\w,]\s$", match.string[: match.start("word")]) is not None:
        return None
    word = " ".join(match["word"].lower().split())
    offset = {
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "last evening": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
        "the night before last": -2,
    }.get(word, 0)
    moment = _with_clock(match, Moment("day", offset=offset, offset_unit="day"))
    return Reading(match.start(), match.end(), moment, "publication", "deictic_day")


def read_overnight(match: Match) -> Reading | None:
    """Reads "overnight"."""
    return Reading(match.start(), match.end(), Moment("overnight", offset=0), "publication", "overnight")


def read_overnight_weekday(match: Match) -> Reading | None:
    """Reads "overnight into Wednesday"."""
    first = _weekday_number(match["weekday"])
    if _get(match, "weekday2") is None and match["step"] is not None:
        first = (first - 1) % 7
    return Reading(match.start(), match.end(), Moment("overnight", weekday=first), "publication", "overnight_weekday")


def read_ago(match: Match) -> Reading | None:
    """Reads "three weeks ago"."""
    unit = _UNITS[match["unit"].lower()]
    return Reading(
        match.start(), match.end(), Moment(unit, offset=-_number(match["n"]), offset_unit=unit), "publication", "ago"
    )


_UNITS: dict[str, TimeUnit] = {
    "minute": "minute", "hour": "hour", "day": "day", "week": "week", "weekend": "weekend",
    "month": "month", "year": "year", "decade": "decade",
    "night": "day", "dawn": "day", "morning": "day", "afternoon": "day", "evening": "day",
}  # fmt: skip


def read_shift(match: Match) -> Reading | None:
    """Reads "two days later", "ten days after", "the day before"."""
    word, way = match["unit"].lower(), match["way"].lower()
    unit = _UNITS[word]
    count = _number(match["n"]) if _get(match, "n") is not None else 1
    if unit in {"minute", "hour"}:
        return None  # "two hours later": how long, not when (guideline, 54)
    sign = -1 if way in ("earlier", "before", "beforehand", "previously", "prior") else 1
    complement = (
        way in ("before", "after")
        and re.match(r"\s+[\w“\"'‘]", match.string[match.end() : match.end() + 4]) is not None
    )
    rule = f"shift_{way}" if complement else "shift"
    return Reading(match.start(), match.end(), Moment(unit, offset=sign * count, offset_unit=unit), "previous", rule)


def read_anaphor(match: Match) -> Reading | None:
    """Reads "the following day", "that night", "the same week"."""
    way, word = " ".join(match["way"].lower().split()), match["unit"].lower()
    unit = _UNITS[word]
    if way == "the next" and unit not in ("day",):
        return (
            None
            if word in ("week", "month", "year")
            else Reading(match.start(), match.end(), Moment("day", offset=1, offset_unit="day"), "previous", "anaphor")
        )
    offset = (
        1
        if way in ("the following", "the next")
        else -1
        if way in ("the previous", "the prior", "the preceding")
        else 0
    )
    return Reading(match.start(), match.end(), Moment(unit, offset=offset, offset_unit=unit), "previous", "anaphor")


def read_turn(match: Match) -> Reading | None:
    """Reads "last month", "earlier this year"; "the last month" is a stretch of days and none."""
    unit = _UNITS[match["unit"].lower()]
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    if re.search(r"\b(?:the|over|these)\s$", before) is not None:
        return None  # "the last week" is a stretch of seven days
    return Reading(
        match.start(),
        match.end(),
        Moment(unit, offset=TURNS[match["turn"].lower()], offset_unit=unit),
        "publication",
        "turn",
    )


def read_weekend(match: Match) -> Reading | None:
    """Reads "the weekend"."""
    return Reading(
        match.start(), match.end(), Moment("weekend", offset=0, offset_unit="weekend"), "publication", "weekend"
    )


def read_decade(match: Match) -> Reading | None:
    """Reads "the 1990s"."""
    return Reading(match.start(), match.end(), Moment("decade", year=int(match["decade"])), "stated", "decade")


def read_year(match: Match) -> Reading | None:
    """Reads "2019"."""
    return Reading(match.start(), match.end(), Moment("year", year=int(match["year"])), "stated", "year")

"""Further forms of dates: seasons, halves and quarters, "14 and 15 May", 14.05.2021, "the night of 14-15 May", "the nineties".

Patterns and their handlers, as in `times_grammar` and `times_handlers`. Seasons are those of the north; a season without
a year is the last that has ended or the one that runs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from rashomon.extract.times_clock import Match, Reading
from rashomon.extract.times_handlers import TURNS, bare_day, month_number
from rashomon.lexicon import load
from rashomon.model.time_mentions import Moment, TimeUnit

Handler = Callable[[Match], Reading | None]
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_DECADES = {"thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}  # fmt: skip
_HALVES = {"first half": (1, 6), "second half": (7, 12)}
_QUARTERS = ("first", "second", "third", "fourth", "last")
_SEASON_GATE = r"(?i:\b(?:spring|summer|autumn|fall|winter)\b)"
_HALF_GATE = r"(?i:\b(?:half|quarter)\s(?:of\s)?)"
_NUMERIC_GATE = r"\d[./-]\d{1,2}[./-](?:19|20)\d\d"
_PAIR_GATE = r"\d\s(?:and|or|&)\s\d"
_NIGHT_GATE = r"(?i:\bnight\s(?:of|from|between)|\bovernight\s)"
_DECADE_GATE = r"(?i:\b(?:thir|for|fif|six|seven|eigh|nine)ties\b)"
_WEEKDAY_NIGHT_GATE = r"(?i:\b(?:overnight|night)\s(?:into|to|through|on|from|between|of)\s)"
_OF_GATE = r"(?i:\bof\s(?:this|last|next|the)\smonth\b)"
_TIME_GATE = r"(?i:['’]s?\stime\b)"
_EDGE_GATE = r"(?i:\b(?:start|beginning|end|turn)\sof\sthe\s)"
_END = r"(?=\s*[.,;:)—–]|\s*$)"
_NIGHT = r"(?i:(?:(?:in|on|during|over)\s)?(?:the\s)?night\s(?:of|from|between)\s|overnight\s(?:on|from|between)\s)"


@functools.cache
def nights(month: str, weekday: str, day: str, year: str) -> list[tuple[str, str, Handler]]:
    """Gate, pattern and handler of nights told by both days; they come before plain ranges."""
    second = weekday.replace("weekday", "weekday2")
    link = r"\s?(?:[-–/]|\b(?:on|to|and|into)\b)\s?"
    return [
        (
            _NIGHT_GATE,
            rf"(?<![\w-]){_NIGHT}(?P<d1>{day})(?:\s(?P<m1>{month}))?{link}(?P<d2>{day})\s(?P<m2>{month})(?:,?\s(?P<y2>{year}))?(?!\d)",
            read_night,
        ),
        (
            _NIGHT_GATE,
            rf"(?<![\w-]){_NIGHT}(?P<m1>{month})\s(?P<d1>{day}){link}(?:(?P<m2>{month})\s)?(?P<d2>{day})(?:,?\s(?P<y2>{year}))?(?![\d:])",
            read_night,
        ),
        (
            _WEEKDAY_NIGHT_GATE,
            rf"(?<![\w-])(?i:(?:overnight|(?:(?:in|on|during)\s)?(?:the\s)?night)\s(?:on|from|between|of)\s){weekday}(?i:\s(?:to|into|and|and\sinto)\s){second}",
            read_weekday_night,
        ),
    ]


@functools.cache
def forms(month: str, year: str) -> list[tuple[str, str, Handler]]:
    """Gate, pattern and handler of each other form."""
    seasons, decades = "|".join(_SEASONS), "|".join(_DECADES)
    quarters, numbers = "|".join(_QUARTERS), "|".join(load("times")["numbers"])
    ordinals = "|".join(sorted(load("times")["ordinals"], key=len, reverse=True))
    of_year = rf"(?:of\s)?(?:(?P<year>{year})|(?P<turn>last|this|next)\syear)"
    return [
        (
            _SEASON_GATE,
            rf"(?<![\w-])(?i:(?:(?P<turn>last|next)\s|(?:the\s)?(?:(?:early|late|mid)[\s-])?)(?P<season>{seasons}))(?:(?:\sof)?\s(?P<year>{year}))?(?![\w-])",
            read_season,
        ),
        (
            _HALF_GATE,
            rf"(?<![\w-])(?i:(?:the\s)?(?P<half>(?:first|second)\shalf|(?:{quarters})\squarter)\s{of_year})(?!\w)",
            read_half,
        ),
        (
            _NUMERIC_GATE,
            r"(?<![\w/.-])(?P<day>\d{1,2})(?P<mark>[.-])(?P<monthnum>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?![\w/-])",
            read_numeric,
        ),
        (
            _PAIR_GATE,
            rf"(?<![\w-])(?P<d1>\d{{1,2}})(?:,\s\d{{1,2}})*,?\s(?:and|or|&)\s(?P<d2>\d{{1,2}})\s(?P<m2>{month})(?:,?\s(?P<y2>{year}))?(?!\d)",
            read_days,
        ),
        (
            _PAIR_GATE,
            rf"(?<![\w-])(?P<m2>{month})\s(?P<d1>\d{{1,2}})\s(?:and|or|&)\s(?P<d2>\d{{1,2}})(?:,?\s(?P<y2>{year}))?(?!\d){_END}",
            read_days,
        ),
        (
            _OF_GATE,
            rf"(?<![\w-])(?i:(?:the\s)?(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{ordinals})\sof\s(?P<turn>this|last|next|the)\smonth)(?!\w)",
            read_day_of_turned_month,
        ),
        (
            _TIME_GATE,
            rf"(?<![\w-])(?i:in\s(?P<n>{numbers})\s(?P<unit>day|week|fortnight|month|year)(?:s['’]|['’]s)\stime)(?!\w)",
            read_ahead,
        ),
        (r"(?i:\bfortnight\sago)", rf"(?<![\w-])(?i:(?P<n>{numbers})\sfortnights?\sago)(?!\w)", read_fortnights_ago),
        (
            _EDGE_GATE,
            r"(?<![\w-])(?i:(?:the\s)?(?:start|beginning|end|turn)\sof\sthe\s(?P<unit>week|month|year))(?!\w)(?!\s\d)",
            read_edge,
        ),
        (
            _DECADE_GATE,
            rf"(?<![\w-])(?i:the\s(?:(?:early|late|mid)[\s-])?(?P<decade>{decades}))(?![\w-])",
            read_spoken_decade,
        ),
    ]  # fmt: skip


def read_night(match: Match) -> Reading | None:
    """Reads "the night of 14-15 May", "overnight from May 14 to 15"."""
    return _days(match, "night")


def read_days(match: Match) -> Reading | None:
    """Reads "14 and 15 May", "May 14 and 15"."""
    return _days(match, "day_range")


def _days(match: Match, rule: str) -> Reading | None:
    groups = match.groupdict()
    second_month = groups.get("m2") or groups.get("m1") or ""
    year = int(groups["y2"]) if groups.get("y2") else None
    first = Moment("day", year=year, month=month_number(groups.get("m1") or second_month), day=bare_day(match["d1"]))
    second = Moment("day", year=year, month=month_number(second_month), day=bare_day(match["d2"]))
    if rule == "day_range" and (first.day or 0) >= (second.day or 0):
        return None
    return Reading(match.start(), match.end(), first, "stated" if year else "publication", "day_range", second)


def read_weekday_night(match: Match) -> Reading:
    """Reads "the night between Saturday and Sunday"."""
    number = int(load("times")["weekdays"].index(match["weekday"].lower()))
    moment = Moment("overnight", weekday=number)
    return Reading(match.start(), match.end(), moment, "publication", "overnight_weekday")


def read_season(match: Match) -> Reading | None:
    """Reads "last autumn", "spring 2020"; "summer" and "this summer" tell no three months."""
    turn, year = (match["turn"] or "").lower(), match["year"]
    if not turn and year is None:
        return None
    first = _SEASONS[match["season"].lower()]
    moment = Moment(
        "month",
        year=int(year) if year is not None else None,
        month=first,
        offset=TURNS[turn] if turn else None,
        offset_unit="month" if turn else None,
    )
    return Reading(match.start(), match.end(), moment, "stated" if year is not None else "publication", "season")


def read_half(match: Match) -> Reading:
    """Reads "the first half of 2020", "the third quarter of last year"."""
    which = " ".join(match["half"].lower().split())
    if which in _HALVES:
        first, last = _HALVES[which]
    else:
        nth = min(4, _QUARTERS.index(which.split()[0]) + 1)
        first, last = 3 * nth - 2, 3 * nth
    year, turn = match["year"], (match["turn"] or "").lower()
    unit: TimeUnit | None = "year" if turn else None
    start = Moment("month", year=int(year) if year else None, month=first, offset=TURNS.get(turn), offset_unit=unit)
    anchor = "stated" if year else "publication"
    return Reading(match.start(), match.end(), start, anchor, "month_range", replace(start, month=last))  # type: ignore[arg-type]


def read_numeric(match: Match) -> Reading | None:
    """Reads "14.05.2021", "14-05-2021"; the day comes first unless it can't be one."""
    day, month = int(match["day"]), int(match["monthnum"])
    if month > 12 >= day:
        day, month = month, day
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    moment = Moment("day", year=int(match["year"]), month=month, day=day)
    return Reading(match.start(), match.end(), moment, "stated", "date")


def read_day_of_turned_month(match: Match) -> Reading | None:
    """Reads "the 14th of last month"."""
    word = match["day"].lower()
    day = bare_day(word) if word[0].isdigit() else int(load("times")["ordinals"][word])
    step = TURNS.get(match["turn"].lower(), 0)
    moment = Moment("day", day=day, offset=step, offset_unit="month")
    return Reading(match.start(), match.end(), moment, "publication", "day_of_month") if 1 <= day <= 31 else None


def read_ahead(match: Match) -> Reading:
    """Reads "in two weeks' time"."""
    count, unit = int(load("times")["numbers"][match["n"].lower()]), match["unit"].lower()
    moment = _counted(2 * count, "week") if unit == "fortnight" else _counted(count, unit)  # type: ignore[arg-type]
    return Reading(match.start(), match.end(), moment, "publication", "ahead")


def read_fortnights_ago(match: Match) -> Reading:
    """Reads "a fortnight ago"."""
    moment = _counted(-2 * int(load("times")["numbers"][match["n"].lower()]), "week")
    return Reading(match.start(), match.end(), moment, "publication", "ago")


def _counted(offset: int, unit: TimeUnit) -> Moment:
    return Moment(unit, offset=offset, offset_unit=unit)


def read_edge(match: Match) -> Reading:
    """Reads "the start of the year": the year, as "earlier this year" does."""
    return Reading(match.start(), match.end(), _counted(0, match["unit"].lower()), "publication", "turn")  # type: ignore[arg-type]


def read_spoken_decade(match: Match) -> Reading | None:
    """Reads "the early nineties"; "in the thirties" may be degrees or an age."""
    after = match.string[match.end() : match.end() + 12]
    if re.match(r"\s(?:°|degrees|celsius)", after.lower()) is not None:
        return None
    return Reading(
        match.start(), match.end(), Moment("decade", year=_DECADES[match["decade"].lower()]), "stated", "decade"
    )

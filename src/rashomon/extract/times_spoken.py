"""Times as they are spoken: "half past eight", "ten to four", "by dawn", "on the sixteenth", "the last week of October".

Patterns and their handlers, as in `times_grammar` and `times_handlers`. A bare number after "at" is no time here
("the toll stands at six"); it takes "o'clock", a part of the day, or "shortly before".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from rashomon.extract.times_clock import Match, Reading
from rashomon.extract.times_handlers import month_number
from rashomon.lexicon import load
from rashomon.model.time_mentions import Moment

Handler = Callable[[Match], Reading | None]
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = "|".join(_HOURS)
_HALF = r"(?:\s(?:in\sthe|this)\s(?P<half>morning|afternoon|evening)|\sat\s(?P<night>night))"
_MINUTES = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|twenty-five)"
_NEAR = r"(?:shortly|just|soon|a\slittle|moments|minutes)\s(?:before|after|past)\s"
#: Gates: a quick look whether a pattern can match at all.
_PAST_GATE = rf"(?i:\b(?:past|to)\s(?:{_HOUR})\b)"
_CLOCK_GATE = r"o['’]clock"
_HALF_GATE = rf"(?i:\b(?:{_HOUR}|\d{{1,2}})\s(?:in\sthe|this|at\snight)\b)"
_HALF_HOUR_GATE = rf"(?i:\bhalf\s(?:{_HOUR})\b)"
_NEAR_GATE = r"(?i:\b(?:shortly|just|soon|little|moments|minutes)\s(?:before|after|past)\s)"
_AT_GATE = rf"(?i:\bat\s(?:{_HOUR})\s)"
_DAY_PART_GATE = r"(?i:\b(?:dawn|daybreak|lunchtime|in\sthe\s(?:evening|afternoon|morning)|during\sthe\snight)\b)"
_DUSK_GATE = r"(?i:\b(?:dusk|sunset|sunrise|sundown|nightfall|dark|light|dawn)\b)"
_NUMBER_GATE = r"\d(?:st|nd|rd|th)\b"
_ORDINAL_GATE = r"\d(?:st|nd|rd|th)\b|(?i:\bthe\s(?:[a-z]+-)?(?:first|second|third|[a-z]+th)\b)"
_FEAST_GATE = r"Christmas|New Year|Boxing Day|May Day"
_WEEK_GATE = r"(?i:\b(?:week|day)\sof\b)"


def _ordinals() -> str:
    return "|".join(sorted(load("times")["ordinals"], key=len, reverse=True))


@functools.cache
def ordinal_days(month: str, weekday: str, year: str) -> list[tuple[str, str, Handler]]:
    """Gate, pattern and handler of days by their number in words or beside a weekday; they come before plain weekdays."""
    words = _ordinals()
    of_month = _of_month(month, year)
    return [
        (
            _WEEK_GATE,
            rf"(?<![\w-])(?i:the\s)?(?i:(?P<nth>first|second|third|fourth|last|final)\s(?P<unit>week|day)\sof)\s{of_month}",
            read_part_of_month,
        ),
        (
            _NUMBER_GATE,
            rf"(?<![\w-])(?:[Oo]n\s)?{weekday},?\s(?:the\s)?(?P<day>\d{{1,2}}(?:st|nd|rd|th))(?![\w-]|\s(?:of\s)?{month})",
            read_day_in_month,
        ),
        (
            _ORDINAL_GATE,
            rf"(?<![\w-])(?:[Tt]he\s)?(?P<day>{words})\sof\s{of_month}",
            read_day_in_month,
        ),
    ]  # fmt: skip


def _of_month(month: str, year: str) -> str:
    return rf"(?P<month>{month})(?:,?\s(?P<year>{year}))?(?![\w-])"


@functools.cache
def spoken(year: str) -> list[tuple[str, str, Handler]]:
    """Gate, pattern and handler of each form.

    Args:
        year: pattern of a year.
    """
    words = _ordinals()
    feasts = "|".join(sorted(load("times")["feasts"], key=len, reverse=True))
    return [
        (
            _PAST_GATE,
            rf"(?<![\w-])(?i:(?:(?:a\s)?quarter\s(?:past|to)|half\spast|{_MINUTES}(?:\sminutes)?\s(?:past|to))\s(?P<hour>{_HOUR}))(?i:{_HALF})?(?![\w-])",
            read_spoken_clock,
        ),
        (
            _CLOCK_GATE,
            rf"(?<![\w-])(?i:{_NEAR})?(?i:(?P<hour>{_HOUR}|\d{{1,2}})\so['’]clock(?:{_HALF})?)(?!\w)",
            read_spoken_clock,
        ),
        (_HALF_GATE, rf"(?<![\w-])(?i:(?P<hour>{_HOUR}){_HALF})(?!\w)", read_spoken_clock),
        (
            _HALF_GATE,
            rf"(?<![\w-])(?i:(?:at|around|about|by|before|after|until|since|till|from|between|nearly|almost)\s(?:about\s|around\s)?(?P<hour>\d{{1,2}})(?:[.:](?P<minute>[0-5]\d))?{_HALF})(?!\w)",
            read_spoken_clock,
        ),
        (
            _HALF_HOUR_GATE,
            rf"(?<![\w-])(?i:(?:at|around|about|by|before|after|until|since)\shalf\s(?P<hour>{_HOUR}))(?![\w-])",
            read_spoken_clock,
        ),
        (
            _NEAR_GATE,
            rf"(?<![\w-])(?i:{_NEAR}(?P<hour>{_HOUR}))(?=\s*[.,;:)—–]|\s(?:on|in|and|when|at|the|a|that|last|this)\b)",
            read_spoken_clock,
        ),
        (
            r"\b[012]\d{3}\b",
            r"(?<![\w-])(?i:(?:at|by|around|about|before|after|since|until)\s)(?P<military>(?:0\d|1[0-7]|2[1-3])[0-5]\d)(?=\s*[.,;:)—–]|\s(?:on|in|and|when|the|a)\b)",
            read_military,
        ),
        (
            _AT_GATE,
            rf"(?<![\w-])(?i:at\s(?P<hour>{_HOUR})\s(?:{_MINUTES}|thirty|forty|fifty)(?:-[a-z]+)?)(?=\s*[.,;:)—–])",
            read_spoken_clock,
        ),
        (
            _DAY_PART_GATE,
            r"(?<![\w-])(?i:(?:shortly\s|just\s)?(?:before|by|at|until|around|from)\s(?:dawn|daybreak|lunchtime)|in\sthe\s(?:evening|morning|afternoon)|during\sthe\snight)(?![\w-])(?!\s(?:of|on|to|from)\b)",
            read_day_part,
        ),
        (
            _DUSK_GATE,
            r"(?<![\w-])(?i:(?:shortly\s|just\s|soon\s)?(?:before|by|at|until|till|around|from|after|towards?)\s(?:dusk|sunset|sunrise|sundown|nightfall|dark|first\slight|light|dawn))(?![\w-])",
            read_beside_day,
        ),
        (
            _ORDINAL_GATE,
            rf"(?<![\w-])(?i:(?:on|of|by|until|since|from|before|after|to|for)\s)(?P<span>(?:the\s)?(?P<day>\d{{1,2}}(?:st|nd|rd|th))|the\s(?:{words})(?=\s*[.,;)]))(?:\s(?:morning|night|evening|afternoon))?(?![\w-])",
            read_day_in_month,
        ),
        (_FEAST_GATE, rf"(?<![\w-])(?:[Tt]he\s)?(?P<feast>{feasts})(?![\w-])(?!\s[A-Z])(?:\s(?P<year>{year}))?", read_feast),
    ]  # fmt: skip


_TELLS_TIME = re.compile(r"(?i)\bit(?:['’]s|\sis|\swas)\s$")


def read_spoken_clock(match: Match) -> Reading | None:
    """Reads "half past eight", "ten o'clock", "about three in the morning", "shortly before eleven"."""
    if _TELLS_TIME.search(match.string[max(0, match.start() - 8) : match.start()]) is not None:
        return None  # "it's ten past seven": what a presenter reads off the clock
    word = match["hour"].lower()
    hour = int(word) if word.isdigit() else _HOURS.index(word) + 1
    if not 1 <= hour <= 12:
        return None
    groups = match.groupdict()
    minute = groups.get("minute")
    half = groups.get("half") or groups.get("night") or ""
    if half[:1].isupper():
        return None  # "News at Night" is a name
    if not half:
        return Reading(match.start(), match.end(), Moment("hour"), "previous", "clock")
    early = half == "morning" or half == "night" and hour in {12, 1, 2, 3, 4, 5}
    moment = Moment("minute" if minute else "hour", hour=hour % 12 + (0 if early else 12), minute=int(minute or 0))
    return Reading(match.start(), match.end(), moment, "previous", "clock")


def read_military(match: Match) -> Reading:
    """Reads "at 0412"."""
    digits = match["military"]
    moment = Moment("minute", hour=int(digits[:2]), minute=int(digits[2:]))
    return Reading(match.start(), match.end(), moment, "previous", "clock")


def read_day_part(match: Match) -> Reading | None:
    """Reads "by dawn", "in the evening": the day told before, as a clock time is; after a number it is that clock's."""
    if re.search(r"\d\s$", match.string[: match.start()]) is not None:
        return None
    return Reading(match.start(), match.end(), Moment("day"), "previous", "day_part")


def read_beside_day(match: Match) -> Reading:
    """Reads "at dusk": a time only beside a day ("on Monday at dusk"), and dropped where none stands there."""
    return Reading(match.start(), match.end(), Moment("day"), "previous", "beside_day")


def read_part_of_month(match: Match) -> Reading:
    """Reads "the last week of October", "the first day of May 2020"."""
    nth = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(match["nth"].lower(), -1)
    year = match["year"]
    moment = Moment(
        "day" if match["unit"].lower() == "day" else "week",
        year=int(year) if year is not None else None,
        month=month_number(match["month"]),
        offset=nth,
        offset_unit="month",
    )
    return Reading(match.start(), match.end(), moment, "stated" if year is not None else "publication", "part_of_month")


#: Smaller ordinals in words count other things more often than days: "the first was shot by the second".
_LEAST_SPOKEN = 6


def read_day_in_month(match: Match) -> Reading | None:
    """Reads "on the 16th", "on 15th", "Saturday the 17th", "the second of March"."""
    groups = match.groupdict()
    words = (groups.get("day") or match["span"].split()[-1]).lower()
    digits = re.sub(r"\D", "", words)
    day = int(digits) if digits else int(load("times")["ordinals"][words])
    if not 1 <= day <= 31 or not digits and day < _LEAST_SPOKEN and groups.get("month") is None:
        return None
    if (name := groups.get("month")) is not None:
        year = groups.get("year")
        moment = Moment("day", year=int(year) if year else None, month=month_number(name), day=day)
        rule = "date" if year else "day_and_month"
        return Reading(match.start(), match.end(), moment, "stated" if year else "publication", rule)
    start = match.start("span") if "span" in groups else match.start()
    weekday = groups.get("weekday")
    number = int(load("times")["weekdays"].index(weekday.lower())) if weekday is not None else None
    return Reading(start, match.end(), Moment("day", day=day, weekday=number), "publication", "day_of_month")


def read_feast(match: Match) -> Reading:
    """Reads "Christmas", "the New Year": days with a fixed date."""
    month, day = load("times")["feasts"][" ".join(match["feast"].split())]
    year = match["year"]
    moment = Moment("day", year=int(year) if year is not None else None, month=month, day=day)
    return Reading(match.start(), match.end(), moment, "stated" if year is not None else "publication", "feast")

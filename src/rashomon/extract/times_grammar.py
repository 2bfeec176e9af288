"""Time expressions as patterns: which words make one, and what calendar point they describe.

Reads words alone, one pattern a form, every pattern bounded. It does not know tense, the
publication date or the sentence; vague phrases ("in recent weeks", "days ago"), durations
("for three days") and rates ("twice a week") match nothing, on purpose.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rashomon.lexicon import load
from rashomon.model.time_mentions import Moment, TimeAnchor, TimeUnit

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pattern says of the text `[start, end)`."""

    start: int
    end: int
    moment: Moment
    anchor: TimeAnchor
    rule: str
    until: Moment | None = None


Handler = Callable[[Match], "Reading | None"]

_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\.?\s?m\b\.?)|[:.](?P<minute24>\d\d)(?![\d.:]|\s?(?:per\s?cent|%|km|million|billion|m\b)))"
    r"(?P<zone>(?:,?\s(?:local time|local|GMT|UTC|BST|CET|EST|EDT|EET|IST|PKT|WAT|EAT))?(?:\s\([^()\n]{1,24}(?:GMT|UTC|local time)\))?)"
    r"|(?P<military>[0-2]\d[0-5]\d)(?P<zone_m>\s(?:GMT|UTC|local time|hours|hrs|local))"
    r"|(?P<word>noon|midday|midnight)"
)
_PARTS = r"(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk|lunchtime|overnight)"
_EARLY = (
    r"(?:(?:(?:very\s)?(?:late|early|later|earlier)(?:\sin\sthe\s(?:day|morning|evening|afternoon|night))?(?:\son)?"
    r"|(?:the\s)?(?:early|small)\shours\s(?:of|on)|(?:the\s)?(?:late\s|early\s)?" + _PARTS + r"\s(?:of|on)|at\s(?:dawn|dusk|noon|midnight|midday)\son"
    r"|before\sdawn\son|after\sdark\son|in\sthe\s" + _PARTS + r"\s(?:of|on))\s)"
)


def readings(text: str) -> Iterator[Reading]:
    """Every time expression of a text, not overlapping, in order."""
    taken = bytearray(len(text))
    found: list[Reading] = []
    for pattern, handler in _rules():
        for match in pattern.finditer(text):
            reading = handler(match)
            if reading is None or any(taken[reading.start : reading.end]):
                continue
            taken[reading.start : reading.end] = b"\x01" * (reading.end - reading.start)
            found.append(reading)
    yield from sorted(found, key=lambda reading: reading.start)


@functools.cache
def _names() -> dict[str, str]:
    words = load("times")
    weekdays = "|".join(name.capitalize() for name in words["weekdays"])
    full = "|".join(name.capitalize() for name in words["months"])
    short = "|".join(name.capitalize() + r"\." for name in words["month_abbreviations"])
    bare = "|".join(name.capitalize() + r"(?=\s\d)" for name in words["month_abbreviations"])
    numbers = "|".join(words["numbers"])
    return {
        "W": rf"(?P<weekday>{weekdays}|{weekdays.upper()})(?!s?\w)",
        "M": rf"(?:{full}|{full.upper()}|{short}|{bare})",
        "N": rf"(?:{numbers}|\d{{1,3}})",
    }


@functools.cache
def _rules() -> list[tuple[re.Pattern[str], Handler]]:
    n = _names()
    month, number, weekday = n["M"], n["N"], n["W"]
    weekday_ahead = re.sub(r"\?P<\w+>", "?:", weekday)
    early = rf"(?:(?i:{_EARLY}))?"
    at_weekday = rf"(?:{weekday}(?:'s|’s)?,?\s)?"
    clock_before = rf"(?:(?P<clock_before>(?i:{_anonymous(_CLOCK)})),?\s(?:(?:on|of)\s)?)?"
    clock_after = rf"(?:,?\s(?:at|around|about|at\saround|at\sabout|at\sapproximately)\s(?P<clock_after>(?i:{_anonymous(_CLOCK)})))?"
    head, tail = rf"(?<![\w-]){clock_before}(?:[Oo]n\s(?={weekday_ahead}))?{early}", rf"(?:(?:'s|’s)?\s(?P<part>{_PARTS}))?{clock_after}"
    turn = rf"(?:\s(?:(?:of\s)?(?P<turn>last|this|next)\s(?P<turn_unit>year|week|month)))?"
    dated: list[tuple[str, Handler]] = [
        (rf"(?<![\w-])(?:between|from)\s(?P<d1>{_DAY})(?:\s(?P<m1>{month}))?(?:,?\s(?P<y1>{_YEAR}))?\s(?:and|to|until|till)\s(?P<d2>{_DAY})\s(?P<m2>{month})(?:,?\s(?P<y2>{_YEAR}))?(?!\d)", _day_range),
        (rf"(?<![\w-])(?:between|from)\s(?P<m1>{month})\s(?P<d1>{_DAY})(?:,?\s(?P<y1>{_YEAR}),?)?\s(?:and|to|until|till)\s(?:(?P<m2>{month})\s)?(?P<d2>{_DAY})(?:,?\s(?P<y2>{_YEAR}))?(?![\d:]|\s[a-z]+s\b)", _day_range),
        (rf"(?<![\w-])(?P<m2>{month})\s(?P<d1>{_DAY})\s?[-–]\s?(?P<d2>{_DAY})(?:,\s(?P<y2>{_YEAR}))?(?![\d-])", _day_range),
        (rf"(?<![\w-])(?P<d1>\d{{1,2}})\s?[-–]\s?(?P<d2>\d{{1,2}})\s(?P<m2>{month})(?:,?\s(?P<y2>{_YEAR}))?(?!\d)", _day_range),
        (rf"(?<![\w-])(?:between|from)\s(?P<m1>{month})(?:\s(?P<y1>{_YEAR}))?\s(?:and|to|until|till)\s(?P<m2>{month})\s(?P<y2>{_YEAR})", _month_range),
        (rf"(?<![\w-])(?:between|from)\s(?P<y1>{_YEAR})\s(?:and|to|until)\s(?P<y2>{_YEAR})(?!\d)", _year_range),
        (rf"(?<![\w-])(?P<y1>{_YEAR})\s?[-–]\s?(?P<y2>{_YEAR})(?![\d-])", _year_range),
        (rf"{head}{at_weekday}(?P<day>{_DAY})\s(?:of\s)?(?P<month>{month}),?\s(?P<year>{_YEAR}){tail}(?!\d)", _date),
        (rf"{head}{at_weekday}(?P<month>{month})\s(?P<day>{_DAY}),?\s(?P<year>{_YEAR}){tail}(?!\d)", _date),
        (r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<monthnum>\d\d)-(?P<day>\d\d)(?![\w/-])", _date),
        (r"(?<![\w/.-])(?P<day>\d{1,2})/(?P<monthnum>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\w/-])", _date),
        (rf"{head}{at_weekday}(?P<day>{_DAY})\s(?:of\s)?(?P<month>{month}){turn}{tail}(?![\w-])", _date),
        (rf"{head}{at_weekday}(?P<month>{month})\s(?P<day>{_DAY}){turn}{tail}(?![\w:-]|,\d{{3}}|\.\d)", _date),
        (rf"(?<![\w-])(?:(?i:early|late|mid|later|earlier)[\s-](?:in\s)?)?(?P<month>{month}),?\s(?:of\s)?(?P<year>{_YEAR})(?![\d-])", _month),
        (rf"(?<![\w-])(?P<month>{month})\s(?:of\s)?(?P<turn>last|this|next|the\sfollowing|the\sprevious)\syear", _month),
        (rf"(?<![\w-])(?P<turn>last|next|this|(?:the\s)?following|(?:the\s)?previous)\s(?P<month>{month})(?!\s\d)(?![\w-])", _month),
    ]
    days: list[tuple[str, Handler]] = [
        (rf"{head}(?P<turn>last|next|this|this\scoming|this\spast|the\sfollowing|the\sprevious|the\snext)\s{weekday}{tail}(?![\w-])", _weekday),
        (rf"{head}{weekday}{tail}(?:\s(?:of\s)?(?P<turn_unit>last\sweek|next\sweek|this\sweek))?(?![\w-])", _weekday),
        (rf"{head}(?i:(?P<word>the\sday\sbefore\syesterday|the\sday\safter\stomorrow|yesterday|today|tomorrow|tonight|last\snight|this\s(?:morning|afternoon|evening)|earlier\stoday|later\stoday)){tail}(?![\w-])", _deictic_day),
        (rf"(?<![\w-])(?i:overnight)\s(?:(?P<step>into|to|through)|on|from|between)\s{weekday}(?:\s(?:to|into|and|and\sinto)\s(?P<second>{weekday.replace('weekday', 'weekday2')}))?", _overnight_weekday),
        (r"(?<![\w-])(?i:overnight)(?!\w)", _overnight),
        (rf"(?<![\w-])(?i:(?P<n>{number})\s(?P<unit>day|week|month|year|decade)s?\sago)(?!\w)", _ago),
        (rf"(?<![\w-])(?i:(?P<n>{number})\s(?P<unit>minute|hour|day|week|month|year|decade)s?\s(?P<way>later|earlier|before|after|afterwards|beforehand|previously|prior|on))(?![\w-])", _shift),
        (r"(?<![\w-])(?i:the\s(?P<unit>day|night|week|month|year|morning|evening)\s(?P<way>before|after))(?!\w)", _shift),
        (rf"(?<![\w-])(?i:(?P<way>the\sfollowing|the\snext|the\sprevious|the\sprior|the\spreceding|the\ssame|that\ssame|that\svery|that)\s(?P<unit>day|night|morning|afternoon|evening|week|month|year))(?!\w)", _anaphor),
        (r"(?<![\w-])(?i:(?:earlier|later|early|late|so\sfar|in\sthe\scourse\sof)\s)?(?i:(?P<turn>last|next|this)\s(?P<unit>week|month|year|decade|weekend))(?![\w-])", _turn),
        (r"(?<![\w-])(?i:the\sweekend)(?![\w-])", _weekend),
        (rf"(?<![\w-])(?i:(?:on|of|by|until|since|from|before|after)\s)(?P<span>the\s(?P<day>\d{{1,2}}(?:st|nd|rd|th)))(?=\s*[.,;)]|\s(?:when|after|at|and|but|in|the|a|to|said|told)\b)", _day_of_month),
    ]
    clock = _anonymous(_CLOCK)
    rest: list[tuple[str, Handler]] = [
        (rf"(?<![\w-])(?i:(?:between|from)\s(?P<clock1>{clock})\s(?:and|to|until|till)\s(?P<clock2>{clock}))(?!\w)", _clock_range),
        (rf"(?<![\w-])(?P<month>{month})(?![\w-]|\s\d)", _month),
        (r"(?<![\w-])(?i:the\s)?(?i:(?:early|late|mid)[\s-])?(?P<decade>(?:19|20)\d0)s(?!\w)", _decade),
        (rf"(?<![\w$£€#/.,:+-])(?:(?i:early|late|mid)[\s-](?:in\s)?)?(?P<year>{_YEAR})(?![\w/:%-]|[.,]\d|\s?(?:%|km|kg|hours|hrs|GMT|UTC))", _year),
        (rf"(?<![\w$£€.:])(?i:{_CLOCK})(?!\w)", _clock),
    ]
    return [(re.compile(pattern), handler) for pattern, handler in [*dated, *days, *rest]]


def _anonymous(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else int(load("times")["numbers"][word.lower()])


def _month_number(name: str) -> int:
    words, low = load("times"), name.lower().rstrip(".")
    if low in words["months"]:
        return int(words["months"].index(low)) + 1
    return int(words["month_abbreviations"][low])


def _weekday_number(name: str) -> int:
    return int(load("times")["weekdays"].index(name.lower()))


def _bare_day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _get(match: Match, name: str) -> str | None:
    return match.groupdict().get(name)


_TURNS = {"last": -1, "previous": -1, "the previous": -1, "this": 0, "next": 1, "following": 1, "the following": 1}


def _with_clock(match: Match, moment: Moment) -> Moment:
    """Adds the clock time beside a day, if there is one."""
    words = _get(match, "clock_before") or _get(match, "clock_after")
    clock = re.match(rf"(?i:{_CLOCK})", words) if words is not None else None
    if clock is None:
        return moment
    read = _clock_moment(clock)
    if read is None:
        return moment
    return replace(moment, unit=read.unit, hour=read.hour, minute=read.minute, zone=read.zone)


def _clock_moment(match: Match) -> Moment | None:
    if match["word"] is not None:
        return Moment("hour", hour=0 if match["word"].lower() == "midnight" else 12, minute=0)
    if match["military"] is not None:
        hour, minute, stated, zone = int(match["military"][:2]), int(match["military"][2:]), True, match["zone_m"]
    else:
        text = match["minute"] or match["minute24"]
        hour, minute, stated, zone = int(match["hour"]), int(text or 0), text is not None, match["zone"] or ""
        half = (match["half"] or "").lower()
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        elif "." in match.group()[:3] and not zone:  # "12.30" alone may be any number
            return None
    if hour > 23 or minute > 59:
        return None
    first = zone.strip().split()[0].strip("(),") if zone.strip() else ""
    return Moment("minute" if stated else "hour", hour=hour, minute=minute, zone="UTC" if first in ("GMT", "UTC") else None)


def _clock(match: Match) -> Reading | None:
    moment = _clock_moment(match)
    if moment is None:
        return None
    if match["word"] is not None and re.search(r"\b(?:at|around|about|before|after|by|until|since)\s$", match.string[max(0, match.start() - 12) : match.start()]) is None:
        return None
    return Reading(match.start(), match.end(), moment, "previous", "clock")


def _clock_range(match: Match) -> Reading | None:
    ends = [re.fullmatch(rf"(?i:{_CLOCK})", match[name]) for name in ("clock1", "clock2")]
    moments = [_clock_moment(end) for end in ends if end is not None]
    if len(moments) != 2 or moments[0] is None or moments[1] is None:
        return None
    return Reading(match.start(), match.end(), replace(moments[0], unit="minute"), "previous", "clock", moments[1])


def _date(match: Match) -> Reading | None:
    month = _month_number(match["month"]) if _get(match, "month") is not None else int(match["monthnum"])
    day = _bare_day(match["day"])
    if month > 12 and day <= 12 and _get(match, "monthnum") is not None:
        month, day = day, month
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    year = _get(match, "year")
    offset = None
    if (turn := _get(match, "turn")) is not None and match["turn_unit"] == "year":
        offset = _TURNS[turn]
    rule = "date" if year is not None else "day_and_month"
    moment = Moment("day", year=int(year) if year is not None else None, month=month, day=day, offset=offset, offset_unit="year" if offset is not None else None)
    return Reading(match.start(), match.end(), _with_clock(match, moment), "stated" if year is not None else "publication", rule)


def _day_range(match: Match) -> Reading | None:
    m2 = _get(match, "m2") or _get(match, "m1")
    m1 = _get(match, "m1") or m2
    if m1 is None or m2 is None:
        return None
    y2 = _get(match, "y2")
    y1 = _get(match, "y1") or y2
    y2 = y2 or y1
    first = Moment("day", year=int(y1) if y1 else None, month=_month_number(m1), day=_bare_day(match["d1"]))
    second = Moment("day", year=int(y2) if y2 else None, month=_month_number(m2), day=_bare_day(match["d2"]))
    return Reading(match.start(), match.end(), first, "stated" if y1 else "publication", "day_range", second)


def _month_range(match: Match) -> Reading | None:
    y2 = int(match["y2"])
    first = Moment("month", year=int(match["y1"] or y2), month=_month_number(match["m1"]))
    return Reading(match.start(), match.end(), first, "stated", "month_range", Moment("month", year=y2, month=_month_number(match["m2"])))


def _year_range(match: Match) -> Reading | None:
    first, second = int(match["y1"]), int(match["y2"])
    if not first < second <= first + 60:
        return None
    return Reading(match.start(), match.end(), Moment("year", year=first), "stated", "year_range", Moment("year", year=second))


def _month(match: Match) -> Reading | None:
    month = _month_number(match["month"])
    year, turn = _get(match, "year"), _get(match, "turn")
    if year is not None:
        return Reading(match.start(), match.end(), Moment("month", year=int(year), month=month), "stated", "month_and_year")
    if turn is None:
        return Reading(match.start(), match.end(), Moment("month", month=month), "publication", "month")
    low = " ".join(turn.lower().split())
    after = match.group().lower().endswith("year")
    anchor: TimeAnchor = "previous" if "following" in low or "previous" in low else "publication"
    moment = Moment("month", month=month, offset=_TURNS[low], offset_unit="year" if after else "month")
    return Reading(match.start(), match.end(), moment, anchor, "month_of_year" if after else "turned_month")


def _weekday(match: Match) -> Reading | None:
    turn, week = _get(match, "turn"), _get(match, "turn_unit")
    moment = Moment("day", weekday=_weekday_number(match["weekday"]))
    anchor: TimeAnchor = "publication"
    rule = "weekday"
    if week is not None:
        moment, rule = replace(moment, offset=_TURNS[week.split()[0]], offset_unit="week"), "weekday_of_week"
    elif turn is not None:
        low = " ".join(turn.lower().split())
        if low in ("the following", "the next", "the previous"):
            anchor = "previous"
        step = {"last": -1, "this past": -1, "the previous": -1, "this": 0}.get(low, 1)
        moment, rule = replace(moment, offset=step, offset_unit="day"), "turned_weekday"
    return Reading(match.start(), match.end(), _with_clock(match, moment), anchor, rule)


def _deictic_day(match: Match) -> Reading | None:
    word = " ".join(match["word"].lower().split())
    offset = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1, "the day after tomorrow": 2}.get(word, 0)
    moment = _with_clock(match, Moment("day", offset=offset, offset_unit="day"))
    return Reading(match.start(), match.end(), moment, "publication", "deictic_day")


def _overnight(match: Match) -> Reading | None:
    return Reading(match.start(), match.end(), Moment("overnight", offset=0), "publication", "overnight")


def _overnight_weekday(match: Match) -> Reading | None:
    first = _weekday_number(match["weekday"])
    if _get(match, "weekday2") is None and match["step"] is not None:
        first = (first - 1) % 7
    return Reading(match.start(), match.end(), Moment("overnight", weekday=first), "publication", "overnight_weekday")


def _ago(match: Match) -> Reading | None:
    unit: TimeUnit = match["unit"].lower()  # type: ignore[assignment]
    return Reading(match.start(), match.end(), Moment(unit, offset=-_number(match["n"]), offset_unit=unit), "publication", "ago")


_WITHIN: dict[str, TimeUnit] = {"minute": "minute", "hour": "hour", "night": "day", "morning": "day", "afternoon": "day", "evening": "day"}


def _shift(match: Match) -> Reading | None:
    word, way = match["unit"].lower(), match["way"].lower()
    unit: TimeUnit = _WITHIN.get(word, word)
    count = _number(match["n"]) if _get(match, "n") is not None else 1
    if unit in ("minute", "hour"):
        if way not in ("later", "earlier"):
            return None  # "arrived three hours after the attack": how long, not when
        return Reading(match.start(), match.end(), Moment("hour", offset=0, offset_unit="day"), "previous", "hours_shift")
    sign = -1 if way in ("earlier", "before", "beforehand", "previously", "prior") else 1
    complement = way in ("before", "after") and re.match(r"\s+[\w“\"'‘]", match.string[match.end() : match.end() + 4]) is not None
    rule = f"shift_{way}" if complement else "shift"
    return Reading(match.start(), match.end(), Moment(unit, offset=sign * count, offset_unit=unit), "previous", rule)


def _anaphor(match: Match) -> Reading | None:
    way, word = " ".join(match["way"].lower().split()), match["unit"].lower()
    unit: TimeUnit = _WITHIN.get(word, word)
    if way == "the next" and unit not in ("day",):
        return None if word in ("week", "month", "year") else Reading(match.start(), match.end(), Moment("day", offset=1, offset_unit="day"), "previous", "anaphor")
    offset = 1 if way in ("the following", "the next") else -1 if way in ("the previous", "the prior", "the preceding") else 0
    return Reading(match.start(), match.end(), Moment(unit, offset=offset, offset_unit=unit), "previous", "anaphor")


def _turn(match: Match) -> Reading | None:
    unit: TimeUnit = match["unit"].lower()  # type: ignore[assignment]
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    if re.search(r"\b(?:the|over|these)\s$", before) is not None:
        return None  # "the last week" is a stretch of seven days
    return Reading(match.start(), match.end(), Moment(unit, offset=_TURNS[match["turn"].lower()], offset_unit=unit), "publication", "turn")


def _weekend(match: Match) -> Reading | None:
    return Reading(match.start(), match.end(), Moment("weekend", offset=0, offset_unit="weekend"), "publication", "weekend")


def _day_of_month(match: Match) -> Reading | None:
    day = _bare_day(match["day"])
    if not 1 <= day <= 31:
        return None
    return Reading(match.start("span"), match.end("span"), Moment("day", day=day), "publication", "day_of_month")


def _decade(match: Match) -> Reading | None:
    return Reading(match.start(), match.end(), Moment("decade", year=int(match["decade"])), "stated", "decade")


def _year(match: Match) -> Reading | None:
    return Reading(match.start(), match.end(), Moment("year", year=int(match["year"])), "stated", "year")

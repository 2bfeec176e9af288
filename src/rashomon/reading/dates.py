"""Publication lines: "Published: ...", "Last modified on ...", datelines, bare dates.

Reads what a line states and no more. A day without a year gives no date by itself, a zone
whose abbreviation is ambiguous is left off, and "3 hours ago" is no date at all. Dates like
12/03/2023 are read day first, month first only where the day-first reading is impossible.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rashomon.lexicon import load

Label = Literal["published", "updated"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})"
    rf"|(?P<d2>{_DAY})(?:\sof)?[\s-]{{1,2}}(?P<m2>{_MONTH}),?[\s-]{{1,2}}(?P<y2>(?:19|20)\d\d)"
    rf"|(?P<m3>{_MONTH})\s{{1,2}}(?P<d3>{_DAY}),?\s{{1,2}}(?P<y3>(?:19|20)\d\d)"
    rf"|(?P<a4>\d{{1,2}})(?P<s4>[/.-])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>(?:19|20)\d\d|\d\d))(?![-/.]?\d)",
    re.IGNORECASE,
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:\.\d{1,6})?)?\s{0,2}(?P<half>[ap]\.?m\.?)?"
    r"|\s{0,2}(?P<half2>[ap]\.?m\.?))"
    r"(?:\s{0,2}\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,5})\)?(?!\w))?"
)
_CLOCK_AFTER = re.compile(rf"(?:T|[\s,|/•·–—@-]{{0,4}}(?:at\s{{1,2}})?)(?<!\d){_CLOCK}", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(rf"(?<!\w){_CLOCK}[\s,|/•·–—-]{{0,4}}(?:on\s)?(?:[a-z]{{3,9}},?\s)?$", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?!\w)|\b(?:on|at|hrs?|hours|local|time|date|am|pm)\b"
    r"|[\s,:|/•·–—().\[\]-]+",
    re.IGNORECASE,
)
#: A line longer than this is a paragraph.
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in a line: `value` is ISO 8601, to the minute where the line gives a clock time."""

    start: int
    end: int
    value: str
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that tells dates. `rest` is what else it says ("By Jane Roe"), empty if nothing."""

    stamps: tuple[Stamp, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The prefix of agency copy: its length, its ISO date (with year only), month and day, and agency."""

    end: int
    value: str | None
    month_day: tuple[int, int] | None
    agency: str | None


def date_line(line: str) -> DateLine | None:
    """What a line of dates says; null if the line is something else."""
    if len(line) > LONGEST_LINE:
        return None
    found = _labelled(line, stamps(line))
    if not found:
        return None
    rest, at = [], 0
    for stamp in found:
        rest.append(line[at : stamp.start])
        at = stamp.end
    rest.append(line[at:])
    bare = " ".join(_bare(piece) for piece in rest).strip()
    return DateLine(tuple(found), bare)


def stamps(line: str) -> list[Stamp]:
    """Every full date in a line, with the clock time that stands beside it."""
    found: list[Stamp] = []
    at = 0
    for match in _DATE.finditer(line):
        day = _day(match)
        if day is None:
            continue
        start, end, clock = match.start(), match.end(), None
        after = _CLOCK_AFTER.match(line, end)
        if after is not None and (clock := _clock(after)) is not None:
            end = after.end()
        else:
            before = _CLOCK_BEFORE.search(line, at, start)
            if before is not None and (clock := _clock(before)) is not None:
                start = before.start()
        found.append(Stamp(start, end, day.isoformat() + (f"T{clock}" if clock is not None else "")))
        at = end
    return found


def dateline(line: str) -> Dateline | None:
    """The dateline that a paragraph begins with, null if it has none."""
    match = _dateline_pattern().match(line[:LONGEST_LINE])
    if match is None:
        return None
    place, words = match["place"], match["date"]
    agency = match["agency"] or match["agency_alone"]
    alone = match["agency_alone"] is not None  # "(Reuters) -", but also "(Bangkok) –"
    upper = place is not None and sum(c.isupper() for c in place) > 0.7 * sum(c.isalpha() for c in place)
    if agency is None and words is None and not (upper and match["mark"] != "-"):
        return None
    if match["mark"] == ":" and not upper:
        return None
    value, month_day = None, None
    if words is not None:
        month = _month(re.sub(r"[^A-Za-z]", "", words))
        numbers = [int(n) for n in re.findall(r"\d+", words)]
        month_day = (month, numbers[0])
        if len(numbers) == 2:
            value = _iso(numbers[1], month, numbers[0])
    known = not alone or agency is not None and agency.lower() in load("furniture")["agencies"]
    return Dateline(match.end(), value, month_day, agency if known else None)


def starts_with_label(line: str) -> bool:
    """Whether a line opens with "Published", "Updated" and the like."""
    return any(
        _label_pattern(name).match(line.lstrip("([ ")) is not None for name in ("published_labels", "updated_labels")
    )


def with_year(month_day: tuple[int, int], year: int) -> str | None:
    """An ISO date from its parts, null where there is no such day."""
    return _iso(year, *month_day)


def is_age(line: str) -> bool:
    """Whether a line tells only the age of the page ("3 hours ago")."""
    return len(line) <= LONGEST_LINE and _age_pattern().fullmatch(line.strip().lower()) is not None


def valid(value: str) -> bool:
    """Whether `value` is an ISO 8601 date or date-time."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def in_future(value: str, *, today: date) -> bool:
    """Whether the day of an ISO value lies after `today` by more than the widest zone difference."""
    return (date.fromisoformat(value[:10]) - today).days > 1


def _labelled(line: str, found: Iterable[Stamp]) -> list[Stamp]:
    out: list[Stamp] = []
    at = 0
    for stamp in found:
        label = _label(line[at : stamp.start])
        out.append(Stamp(stamp.start, stamp.end, stamp.value, label))
        at = stamp.end
    return out


def _label(words: str) -> Label | None:
    low = words.lower()
    updated = max((m.end() for m in _label_pattern("updated_labels").finditer(low)), default=-1)
    published = max((m.end() for m in _label_pattern("published_labels").finditer(low)), default=-1)
    if updated < 0 and published < 0:
        return None
    return "updated" if updated > published else "published"


def _bare(piece: str) -> str:
    for name in ("updated_labels", "published_labels"):
        piece = _label_pattern(name).sub(" ", piece)
    kept = _FILLER.sub(" ", piece).strip()
    return " ".join(piece.split()).strip(" ,:|/•·–—-") if kept else ""


def _day(match: re.Match[str]) -> date | None:
    if match["y1"] is not None:
        year, month, day = int(match["y1"]), int(match["m1"]), int(match["d1"])
    elif match["y4"] is not None:
        first, second, year = int(match["a4"]), int(match["b4"]), int(match["y4"])
        if year < 100:
            year += 2000 if year < 70 else 1900
        day, month = (first, second) if second <= 12 else (second, first)
    else:
        which = "2" if match["y2"] is not None else "3"
        year, month = int(match["y" + which]), _month(match["m" + which])
        day = int(re.sub(r"\D", "", match["d" + which]))
    value = _iso(year, month, day)
    return None if value is None else date.fromisoformat(value)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        return None
    return f"{hour:02}:{minute:02}{_offset(match['zone'])}"


def _offset(zone: str | None) -> str:
    if zone is None:
        return ""
    zones: dict[str, str] = load("furniture")["zones"]
    if zone.upper() in zones:
        return zones[zone.upper()]
    match = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?", zone, re.IGNORECASE)
    if match is None or int(match[2]) > 14:
        return ""
    return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"


@functools.cache
def _label_pattern(name: str) -> re.Pattern[str]:
    labels = sorted(load("furniture")[name], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, labels)) + r")\b(?:\s(?:on|at))?\s{0,2}:?", re.IGNORECASE)


@functools.cache
def _dateline_pattern() -> re.Pattern[str]:
    return re.compile("".join(load("furniture")["dateline"]))


@functools.cache
def _age_pattern() -> re.Pattern[str]:
    return re.compile(load("furniture")["ages"])

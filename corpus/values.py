"""The values in a line of the table: controlled values, numbers, intervals, options, and the form of a claim.

Each function reads one token or refuses it with a message that says what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, get_args

from corpus.inline import Malformed

Json = dict[str, Any]
_NUMBER = re.compile(r"(?P<sign>>|<=|~)?(?P<low>\d+)(?:-(?P<high>\d+))?(?P<plus>\+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")
_OPEN = "\"“„«'‘"


def one_of(value: str, kind: Any, what: str) -> str:
    """The value, if it is one of a Literal's.

    Raises:
        Malformed: it is not.
    """
    if value not in get_args(kind):
        raise Malformed(f"{what} is no controlled value: {value!r} (one of {', '.join(get_args(kind))})")
    return value


def need(row: Collection[str], count: int, form: str) -> None:
    """Refuses a line with fewer tokens than its form has.

    Raises:
        Malformed: the line is too short; the message shows the form.
    """
    if len(row) < count:
        raise Malformed(f"too short; the form is: {form}")


def options(row: list[str], *, valued: str = "", flags: str = "") -> tuple[dict[str, str], set[str]]:
    """The options at the end of a line: `key=value` pairs and bare flags.

    Raises:
        Malformed: an option is unknown, lacks its value, has one that it does not take, or is there twice.
    """
    pairs: dict[str, str] = {}
    found: set[str] = set()
    for token in row:
        key, equals, value = token.partition("=")
        if key not in valued.split() + flags.split():
            raise Malformed(f"unknown option {token!r} (known: {' '.join(f'{k}=' for k in valued.split())} {flags})")
        if key in pairs or key in found:
            raise Malformed(f"option {key} is there twice")
        if key in flags.split():
            if equals:
                raise Malformed(f"option {key} takes no value: {token!r}")
            found.add(key)
        elif value:
            pairs[key] = value
        else:
            raise Malformed(f"option {key} needs a value: {key}=...")
    return pairs, found


def interval(token: str) -> tuple[str, str]:
    """Two ISO days, or days with a clock time, from `2014-06-12` or `2014-06-10..2014-06-12`.

    Raises:
        Malformed: one is no date, or the end comes before the start.
    """
    start, _, end = token.partition("..")
    end = end or start
    for day in (start, end):
        try:
            if not _DAY.fullmatch(day):
                raise ValueError(day)
            datetime.fromisoformat(day)
        except ValueError:
            raise Malformed(f"no ISO date: {day!r}") from None
    length = min(len(start), len(end))
    if start[:length] > end[:length]:
        raise Malformed("the interval ends before it starts")
    return start, end


def iso_day(value: str) -> bool:
    """Whether a value begins with an ISO day."""
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return len(value) >= len("2014-06-12")


def number(token: str) -> tuple[int | None, int | None, str]:
    """Low, high and qualifier of `3`, `3-5`, `10+`, `>30`, `<=12`, `~200`, `0` or `?`.

    Raises:
        Malformed: it is no number of these forms.
    """
    if token == "?":
        return None, None, "unspecified"
    found = _NUMBER.fullmatch(token)
    bounds = 0 if found is None else (found["sign"] in (">", "<=")) + bool(found["high"]) + bool(found["plus"])
    if found is None or bounds > 1:
        raise Malformed(f"no number: {token!r} (3, 3-5, 10+, >30, <=12, ~200, 0, ?)")
    low = int(found["low"])
    if found["sign"] == "<=":
        return None, low, "at_most"
    if found["sign"] == ">":
        return low, None, "more_than"
    if found["plus"]:
        return low, None, "at_least"
    high = int(found["high"]) if found["high"] else low
    if low > high:
        raise Malformed("low is above high")
    return low, high, "about" if found["sign"] else "reported_none" if high == 0 else "exactly"


def form_of(content: list[Json]) -> str:
    """direct, mixed or indirect, from the quote marks of the content."""
    words = " ".join(s["text"] for s in content).strip()
    inner = re.sub(r"(?<=\w)['’](?=\w)|(?<=s)['’](?=\s)", "", words)
    if not re.search(r"[\"“”„«»]|(?<!\w)['‘]|['’](?!\w)", inner):
        return "indirect"
    # Nothing may stand outside the marks: take every quoted stretch away and look at what is left.
    left = re.sub(r"[\"“„«][^\"”»]*(?:[\"”»]|$)|(?<!\w)['‘].*?(?:['’](?!\w)|$)", "", words, flags=re.DOTALL)
    return "direct" if words[:1] in _OPEN and not re.search(r"\w", left) else "mixed"


def listed(value: str | None) -> list[str]:
    """The parts of a value that commas divide."""
    return [x.strip() for x in value.split(",") if x.strip()] if value else []

"""How values read to people: days, figures, ranges and questions in plain English, for every room that shows them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from rashomon.model.accounts import AccountAnswer

#: Questions as people ask them.
ASKED: dict[str, str] = {
    "occurred": "happened",
    "date": "when",
    "place": "where",
    "perpetrator": "who did it",
    "target": "to whom",
    "weapon": "with what",
    "killed": "killed",
    "injured": "injured",
    "missing": "missing",
    "motive": "why",
    "response": "what was done",
    "abducted": "abducted",
    "detained": "detained",
    "casualties": "casualties",
    "displaced": "displaced",
}
#: Questions that are answered with a number of people.
COUNTED = ("killed", "injured", "missing", "abducted", "detained", "casualties", "displaced")
#: Steps of an incident's chain: acts in words before it, and ties to other incidents.
CHAINED: dict[str, str] = {
    "threaten": "threat",
    "warn": "warning",
    "demand": "demand",
    "announce": "announcement",
    "offer": "offer",
    "call_off": "called off",
    "retaliation_for": "in retaliation for",
    "response_to": "in answer to",
    "follows": "after",
    "part_of": "part of",
    "retaliated_by": "retaliated by",
    "answered_by": "answered by",
    "followed_by": "followed by",
    "has_part": "with, as a part",
}


def day(iso: str | None, *, clock: bool = False) -> str:
    """A day as "11 Mar 2025", a whole month as "Mar 2025", a whole year as "2022"; "undated" for null."""
    if not iso:
        return "undated"
    if "/" in iso:
        return _interval(*iso.split("/", 1))
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    text = f"{at.day} {at:%b %Y}"
    return f"{text} {at:%H:%M}" if clock and len(iso) > 10 else text


def _interval(start: str, end: str) -> str:
    try:
        a, b = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    except ValueError:
        return f"{start} to {end}"
    last = b.day == monthrange(b.year, b.month)[1]
    if a.day == 1 and last and (a.year, a.month) == (b.year, b.month):
        return f"{a:%b %Y}"
    if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31) and a.year == b.year:
        return f"{a.year}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}\u2013{b.day} {b:%b %Y}"
    return f"{a.day} {a:%b %Y} \u2013 {b.day} {b:%b %Y}"


def number(answer: AccountAnswer) -> str:
    """A figure as its source gave it, short: "4", "9+", "10-12", "dozens", "none"."""
    if answer.qualifier == "reported_none":
        return "none"
    if answer.low is None and answer.high is None:
        return "no number"
    if not any(c.isdigit() for c in answer.value):
        return answer.value
    return bounds(answer.low, answer.high, answer.qualifier)


def bounds(low: int | None, high: int | None, qualifier: str | None) -> str:
    """Two bounds, short: "4", "9+", "up to 6", "~5", "10-12"."""
    if low is None and high is None:
        return "no number"
    if high is None:
        return f"{low}+"
    if low is None:
        return f"up to {high}"
    about = "~" if qualifier == "about" else ""
    return f"{about}{low}" if low == high else f"{about}{low}\u2013{high}"


def span_of(low: int | None, high: int | None, *, open_high: bool = False) -> str:
    """A range as people read it: "4-7", "4", "9+", "-"."""
    plus = "+" if open_high else ""
    if low is None and high is None:
        return "\u2013"
    if low is None:
        return f"up to {high}"
    return f"{low}{plus}" if low == high or high is None else f"{low}\u2013{high}{plus}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """As in "1 report", "2 reports"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"

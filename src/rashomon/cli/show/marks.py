"""Signs, styles and dates that every table of the ledger shares.

Each sign carries its meaning without colour, and has an ASCII form for terminals that know no more.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from rich.console import Console

from rashomon.cli.show.safe import clean, speaks_utf
from rashomon.model.accounts import AccountAnswer

STYLES: dict[str, str] = {"agree": "green", "differ": "bold red", "single": "yellow", "silent": "bright_black"}
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
COUNTED = ("killed", "injured", "missing", "abducted", "detained", "casualties", "displaced")


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one terminal."""

    agree: str
    differ: str
    single: str
    silent: str
    dot: str
    earlier: str
    line: str
    more: str
    less: str
    dash: str
    no: str
    before: str
    after: str
    ellipsis: str
    rule: str
    bullet: str
    accused: str

    def cell(self, cell: str) -> str:
        """The sign of a cell."""
        return {"agree": self.agree, "differ": self.differ, "single": self.single, "silent": self.silent}[cell]


_RICH = Signs(
    "=",
    "\u2260",
    "1",
    "\u00b7",
    "\u25cf",
    "\u25cb",
    "\u2500",
    "\u25b6",
    "\u25c0",
    "\u2013",
    "\u2717",
    "\u25c2",
    "\u25b8",
    "\u2026",
    "\u2500",
    "\u2022",
    "\u2020",
)
_PLAIN = Signs("=", "#", "1", ".", "*", "o", "-", ">", "<", "-", "x", "<", ">", "...", "-", "*", "!")


def signs_of(console: Console) -> Signs:
    """Signs that the console's encoding can write."""
    return _RICH if speaks_utf(console) else _PLAIN


def day(iso: str | None, *, clock: bool = False) -> str:
    """A day as "11 Mar 2025", a whole month as "Mar 2025", a whole year as "2022"; "undated" for null."""
    if not iso:
        return "undated"
    if "/" in iso:
        return _interval(*iso.split("/", 1))
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return clean(iso)
    text = f"{at.day} {at:%b %Y}"
    return f"{text} {at:%H:%M}" if clock and len(iso) > 10 else text


def _interval(start: str, end: str) -> str:
    try:
        a, b = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
    except ValueError:
        return clean(f"{start} to {end}")
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
        return clean(answer.value)
    if answer.high is None:
        return f"{answer.low}+"
    if answer.low is None:
        return f"up to {answer.high}"
    about = "~" if answer.qualifier == "about" else ""
    return f"{about}{answer.low}" if answer.low == answer.high else f"{about}{answer.low}\u2013{answer.high}"


def span_of(low: int | None, high: int | None, *, open_high: bool = False) -> str:
    """A range as people read it: "4-7", "4", "9+", "-"."""
    plus = "+" if open_high else ""
    if low is None and high is None:
        return "\u2013"
    if low is None:
        return f"up to {high}"
    return f"{low}{plus}" if low == high or high is None else f"{low}\u2013{high}{plus}"


def plural(count: int, one: str) -> str:
    """As in "1 report", "2 reports"."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"

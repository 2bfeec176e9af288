"""Signs, styles and dates that every table of the ledger shares.

Each sign carries its meaning without colour, and has an ASCII form for terminals that know no more.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console

from rashomon.cli.show.safe import clean, speaks_utf
from rashomon.model import wording
from rashomon.model.accounts import AccountAnswer
from rashomon.model.wording import ASKED, CHAINED, COUNTED, plural, span_of

__all__ = ["ASKED", "CHAINED", "COUNTED", "STYLES", "Signs", "day", "number", "plural", "signs_of", "span_of"]

STYLES: dict[str, str] = {"agree": "green", "differ": "bold red", "single": "yellow", "silent": "bright_black"}


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
    """See `wording.day`; safe for a terminal."""
    return clean(wording.day(iso, clock=clock))


_MANY = {
    "civilian": "civilians",
    "militant": "militants",
    "child": "children",
    "woman": "women",
    "aid_worker": "aid workers",
    "journalist": "journalists",
    "prisoner": "prisoners",
}


def people(population: str | None, *, one: bool = False) -> str:
    """The word for those counted, empty where they are undivided: "children", of one "child"."""
    if population in (None, "any"):
        return ""
    word = str(population)
    return word.replace("_", " ") if one else _MANY.get(word, word.replace("_", " "))


def counted(answer: AccountAnswer) -> str:
    """A number with the people that it counts: "14 civilians"."""
    return f"{number(answer)} {people(answer.population, one=answer.low == answer.high == 1)}".strip()


def number(answer: AccountAnswer) -> str:
    """See `wording.number`; safe for a terminal."""
    return clean(wording.number(answer))

"""Accounts: who gives which answer to which question, kept apart by origin and report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.actors import Who
from rashomon.model.spans import Span


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """One answer. `low`/`high` for counted questions, null elsewhere; `live` until superseded or withdrawn.

    Args:
        value: a name, an ISO date or interval, "yes" or "no", or the words of a figure.
        superseded_by: "report id:figure id" of the same origin's later figure.
        withdrawn_by: the same, where the words themselves take the figure back.
        negated: the origin says that it was not so ("not X").
        part_of: figure id of the whole of which this is a part; parts enter no range.
        echo: the outlet repeats in its own voice what it attributes elsewhere: no origin of its own.
        flags: what a reader has to know ("a word, not a count", "older than the newest count").
    """

    value: str
    low: int | None
    high: int | None
    live: bool
    superseded_by: str | None
    withdrawn_by: str | None
    claim_id: str | None
    span: Span
    qualifier: str | None = None
    population: str | None = None
    figure_id: str | None = None
    part_of: str | None = None
    negated: bool = False
    hedged: bool = False
    echo: bool = False
    flags: tuple[str, ...] = ()


#: How a near-copy uses the text that it copies.
CopyKind = Literal["syndicated", "rewritten"]


@dataclass(frozen=True, slots=True)
class Account:
    """All answers of one origin in one report. `origin` null: the outlet's own voice (then `outlet` names it).

    Args:
        name: the origin as people see it, one name in all reports.
        independent: the earliest account of an origin; relays, copies and echoes are not.
        accused: the origin is a party that an account accuses, or speaks for one.
        copied_from: the report of which this one is a near-copy.
        copy: whether it prints that report's sentences ("syndicated") or tells its story in other words ("rewritten").
    """

    origin: Who | None
    outlet: str
    relayed_by: tuple[Who, ...]
    report_id: str
    published_at: str | None
    independent: bool
    name: str
    accused: bool
    copied_from: str | None
    answers: tuple[tuple[str, tuple[AccountAnswer, ...]], ...]
    copy: CopyKind | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest figure with who stands at each end.

    Args:
        open_high: somebody stands by a lower bound above the highest, or the highest is itself one ("at least 9").
        counted: the ends are numbers that somebody counted; false where there are bounds alone.
    """

    low: int | None
    high: int | None
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]
    open_high: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """The range of one measure and population (methodology rule 2)."""

    measure: str
    population: str
    low: int | None
    high: int | None
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]
    without_accused: Bounds
    open_high: bool = False
    counted: bool = True

"""Accounts: who gives which answer to which question, kept apart by origin and report."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.model.actors import Who
from rashomon.model.spans import Span


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """One answer. `low`/`high` for counted questions, null elsewhere; `live` until superseded or withdrawn."""

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


@dataclass(frozen=True, slots=True)
class Account:
    """All answers of one origin in one report. `origin` null: the outlet's own voice (then `outlet` names it)."""

    origin: Who | None
    outlet: str
    relayed_by: tuple[Who, ...]
    report_id: str
    published_at: str | None
    independent: bool
    answers: tuple[tuple[str, tuple[AccountAnswer, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest figure with who stands at each end."""

    low: int | None
    high: int | None
    low_by: tuple[str, ...]
    high_by: tuple[str, ...]


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

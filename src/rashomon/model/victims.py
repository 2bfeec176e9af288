"""Victims are people: named or described, one entry a report, with whose word it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.actors import Who
from rashomon.model.spans import Span

Status = Literal["civilian", "militant", "military", "police", "disputed", "unknown"]
Harm = Literal["killed", "injured", "missing", "detained", "abducted"]
Sex = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Age:
    """Age in years as stated; "in her 30s" is low 30, high 39."""

    low: int
    high: int
    span: Span


@dataclass(frozen=True, slots=True)
class Victim:
    """One person harmed. `status` is unknown until the words say otherwise (methodology rule 11)."""

    id: str
    names: tuple[Span, ...]
    age: Age | None
    sex: Sex | None
    status: Status
    role: Span | None
    harm: Harm
    event_id: str | None
    in_figures: tuple[str, ...]
    speaker: Who | None
    claim_id: str | None
    spans: tuple[Span, ...]

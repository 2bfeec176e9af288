"""An incident: the same happening across reports. Derived, never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.accounts import Account, Range
from rashomon.model.spans import Span
from rashomon.model.victims import Harm

INCIDENT_SCHEMA = "rashomon.incident/1"
Cell = Literal["agree", "differ", "single", "silent"]
#: The questions of record.md, in the order in which people ask them.
QUESTIONS = (
    "occurred",
    "date",
    "place",
    "perpetrator",
    "target",
    "weapon",
    "killed",
    "injured",
    "missing",
    "motive",
    "response",
)


@dataclass(frozen=True, slots=True)
class EventRef:
    """An event of a report; `report_id` is the document's id."""

    report_id: str
    event_id: str


@dataclass(frozen=True, slots=True)
class ChainStep:
    """What the incident answered or what came next: an event or a claim of a report.

    Args:
        kind: a link's kind ("retaliation_for"), its other direction ("retaliated_by"), or a claim's act ("threaten").
        before: it came before the incident.
        by: who says it; null for the report's own voice.
        published_at: of the report.
    """

    kind: str
    report_id: str
    event: str | None
    claim: str | None
    spans: tuple[Span, ...]
    before: bool = False
    by: str | None = None
    published_at: str | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A suggested grade (Airwars' names) with its reasons; only a person signs one."""

    grade: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VictimRef:
    """A victim's entry in a report."""

    report_id: str
    victim_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """A named victim, and the entries of reports that are suggested to be this one person.

    Args:
        harm: the worst that a report says; `was`: what other reports say or said ("injured", before the person died).
        score: points of the weakest suggestion that holds the entries together; null if there is one entry.
    """

    name: str
    harm: Harm
    was: tuple[Harm, ...]
    entries: tuple[VictimRef, ...]
    score: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """Id is that of its founding event; `previous_ids` redirect here.

    Args:
        date: ISO date or "start/end" that most origins give, null if none does; `place` likewise: for lists and titles.
        tolls: one range a measure over all populations that can be the whole: for lists and titles; `ranges` keep them apart.
        origins_on_harm: those of `origins` that give a number of killed or injured; null if nobody counted them.
    """

    id: str
    previous_ids: tuple[str, ...]
    parent_id: str | None
    title: str
    events: tuple[EventRef, ...]
    accounts: tuple[Account, ...]
    cells: tuple[tuple[str, Cell], ...]
    ranges: tuple[Range, ...]
    chain: tuple[ChainStep, ...]
    suggested_grade: Grade | None
    origins: int
    date: str | None = None
    place: str | None = None
    origins_on_harm: int | None = None
    people: tuple[Person, ...] = ()
    tolls: tuple[Range, ...] = ()

"""Events: one thing that happened (or was planned, threatened, denied), with all its mentions in a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.actors import Who
from rashomon.model.spans import Span

Plover = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "MOBILIZE",
    "SANCTION",
    "COERCE",
    "ASSAULT",
]
Modality = Literal["happened", "ongoing", "denied", "planned", "threatened", "hypothetical"]
ParticipantRole = Literal["actor", "target", "victim", "intermediary"]
Question = Literal["perpetrator", "weapon", "target", "place", "time", "motive", "occurred"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part, in which role, by which words."""

    role: ParticipantRole
    actor_id: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Instrument:
    """What was used; `name` is the lexicon's lemma ("drone")."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question about the event; `speaker` null is the report's own voice.

    `value` is an actor, place or time id, an instrument's name, or "yes"/"no" for "occurred".
    """

    question: Question
    value: str
    speaker: Who | None
    claim_id: str | None
    negated: bool
    hedged: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """`mode` refines `plover`; `acled` is the ACLED sub-event type by its published name, or null."""

    id: str
    plover: Plover
    mode: str | None
    acled: str | None
    modality: Modality
    participants: tuple[Participant, ...]
    instruments: tuple[Instrument, ...]
    place_id: str | None
    time_id: str | None
    triggers: tuple[Span, ...]
    evidence: tuple[Span, ...]
    figures: tuple[str, ...]
    answers: tuple[Answer, ...]
    confidence: float = 0.0
    produced_by: str = ""

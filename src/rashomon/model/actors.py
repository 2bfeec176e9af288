"""Actors of one report: who acts, suffers or speaks, under all names used for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.spans import Span

ActorKind = Literal[
    "person",
    "armed_group",
    "military",
    "police",
    "state",
    "political",
    "organisation",
    "media",
    "population",
    "unknown",
]
Level = Literal["named", "named_office", "anonymous_official", "anonymous_witness", "media", "crowd", "unknown"]


@dataclass(frozen=True, slots=True)
class Role:
    """A title or office that the report gives an actor ("field commander")."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor; `aliases` hold every other surface form that stands for it here."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks or is spoken to; the words are `span`, the actor is `actor_id` where one was made."""

    actor_id: str | None
    name: str
    level: Level
    span: Span

"""Relations between actors and links between events, each with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.spans import Span

RelationKind = Literal[
    "leads", "member_of", "part_of", "speaks_for", "backed_by", "allied_with", "opposed_to", "linked_to"
]
LinkKind = Literal["retaliation_for", "response_to", "follows", "part_of", "same_as"]


@dataclass(frozen=True, slots=True)
class Relation:
    """`subject_id` stands in `relation` to `object_id`; both are actor ids."""

    subject_id: str
    relation: RelationKind
    object_id: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """`from_event` is the later event (JSON names: "from", "to")."""

    from_event: str
    kind: LinkKind
    to_event: str
    evidence: tuple[Span, ...]

"""Who the actors of a report are, for its relations: named persons, named bodies, unnamed forces, states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rashomon.model.mentions import Grounding

#: Unnamed bodies that are still one body of a state; "the committee" or "a brigade" may be any.
_FORCES = frozenset({"army", "military", "police", "navy", "ministry", "government", "department", "coalition"})
BODY_KINDS = frozenset({"armed_group", "military", "police", "state", "political", "organisation", "media"})


@dataclass(frozen=True, slots=True)
class Cast:
    """What the shapes need to know of the actors: who is a named person, a named body, an unnamed force."""

    persons: frozenset[str]
    bodies: frozenset[str]
    unnamed: frozenset[str]
    states: Mapping[str, str]


def cast_of(grounding: Grounding) -> Cast:
    """Sorts the actors of a report for the shapes."""
    named: set[str] = set()
    offices: set[str] = set()
    for i, owner in enumerate(grounding.actor_of):
        index = grounding.mention_of[i]
        if owner is None or index is None:
            continue
        mention = grounding.mentions[index]
        if mention.form != "nominal":
            named.add(owner)
        elif mention.rule.removeprefix("noun.") in _FORCES:
            offices.add(owner)
    kinds = {a.id: a.kind for a in grounding.actors}
    return Cast(
        frozenset(i for i in named if kinds[i] == "person"),
        frozenset(i for i in named if kinds[i] in BODY_KINDS or kinds[i] == "population" and _proper(grounding, i)),
        frozenset(i for i in offices - named if kinds[i] in BODY_KINDS),
        {
            m.entry: owner
            for m in grounding.mentions
            if m.entry is not None
            and m.first < m.last
            and (owner := grounding.actor_of[m.first]) is not None
            and m.entry.startswith("countries:")
        },
    )


def _proper(grounding: Grounding, actor_id: str) -> bool:
    return any(part[:1].isupper() for part in grounding.actor(actor_id).name.split())

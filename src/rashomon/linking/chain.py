"""What an incident answered and what came next: links, and threats, demands, announcements with their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rashomon.model.incidents import ChainStep
from rashomon.model.record import Record

#: Kinds of links seen from their later end, and from the event that they lead back to.
_NEXT = {
    "retaliation_for": "retaliated_by",
    "response_to": "answered_by",
    "follows": "followed_by",
    "part_of": "has_part",
}
_ACTS = frozenset({"threaten", "warn", "demand", "announce", "offer", "call_off"})


def chain_of(members: Iterable[tuple[Record, frozenset[str], bool]]) -> tuple[ChainStep, ...]:
    """The steps of all reports, before first, then by publication and place in the text.

    Args:
        members: records with the events that belong to the incident, and whether the report is about it.
    """
    steps = {
        step
        for record, events, about in members
        for step in (*_links(record, events), *_claims(record, events, about=about))
    }
    return tuple(
        sorted(steps, key=lambda s: (not s.before, s.published_at or "9999", s.report_id, s.spans[0].start, s.kind))
    )


def _links(record: Record, events: frozenset[str]) -> Iterator[ChainStep]:
    known = {e.id: e for e in record.events}
    for link in record.links:
        inside = (link.from_event in events, link.to_event in events)
        if inside[0] == inside[1] or link.kind == "same_as":
            continue
        other = link.to_event if inside[0] else link.from_event
        spans = link.evidence or (known[other].evidence if other in known else ())
        if spans:
            kind = link.kind if inside[0] else _NEXT[link.kind]
            yield ChainStep(kind, record.document.id, other, None, spans, inside[0], None, record.document.published_at)


def _claims(record: Record, events: frozenset[str], *, about: bool) -> Iterator[ChainStep]:
    """Acts about the incident; in a report about it also those that the report ties to no other violent event."""
    violent = {e.id for e in record.events if e.plover == "ASSAULT" and e.modality in ("happened", "ongoing", "denied")}
    for claim in record.claims:
        if claim.act not in _ACTS or not claim.content or claim.negated:
            continue
        ours, others = set(claim.about) & events, set(claim.about) & violent - events
        if ours or about and not others:
            by = claim.speaker.name if claim.speaker is not None else None
            yield ChainStep(
                claim.act, record.document.id, None, claim.id, claim.content, False, by, record.document.published_at
            )

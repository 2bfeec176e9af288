"""Which events can be an incident, and which of them a report is about.

It goes by what extraction made of an event; it does not ask again whether it happened.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from rashomon.lexicon import load
from rashomon.linking import dates
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.record import Record
from rashomon.model.spans import Span

#: What can be an incident: violence that happened or that somebody says did not.
REAL = frozenset({"happened", "ongoing", "denied"})
VIOLENT = frozenset({"ASSAULT"})
#: Coercion and protest that can be an incident of violence, by ACLED's name; curfews, sentences and marches are none.
FORCEFUL = frozenset(
    {
        "Abduction/forced disappearance",
        "Arrests",
        "Looting/property destruction",
        "Excessive force against protesters",
        "Protest with intervention",
        "Violent demonstration",
        "Mob violence",
    }
)


def is_violent(event: Event) -> bool:
    """Whether an event is violence told as real: an attack, force against a crowd, or people taken by force."""
    return event.modality in REAL and (
        event.plover in VIOLENT or event.plover in ("COERCE", "PROTEST") and event.acled in FORCEFUL
    )


def is_several(record: Record, event: Event) -> bool:
    """Whether the report makes an event the whole of several attacks of one kind, which it tells too.

    The phases of one fight (a hall stormed, a street shelled) are of several kinds, and no twin attacks.
    """
    parts = {k.from_event for k in record.links if k.kind == "part_of" and k.to_event == event.id}
    kinds = [_families().get(e.acled or "", e.acled) for e in record.events if e.id in parts and is_violent(e)]
    return len(kinds) > max(1, len(set(kinds) - {None}))


@functools.cache
def _families() -> dict[str, str]:
    return {kind: family for family, kinds in load("linking")["families"].items() for kind in kinds}


def main_event(record: Record, events: Iterable[Event]) -> Event | None:
    """The event that the report is about: told in the headline, else first and most in the body; null without events."""

    def weight(event: Event) -> tuple[float, str]:
        score = 0.0
        for span in (*event.evidence, *event.triggers):
            part = record.document.part_at(span.start)
            score += {"headline": 3.0, "standfirst": 2.0}.get(part.kind if part is not None else "", 0.4)
        score += 0.5 * len(event.figures) + sum(
            3.0 for f in record.figures if f.event_id == event.id and _in_headline(record.document, f.span)
        )
        first = min((s.start for s in event.evidence), default=len(record.document.text))
        score += 2.0 * (1.0 - first / max(1, len(record.document.text)))
        score -= 3.0 if _long_before(record, event) else 0.0
        return round(score, 4), event.id

    return max(events, key=weight, default=None)


def _in_headline(document: Document, span: Span) -> bool:
    part = document.part_at(span.start)
    return part is not None and part.kind == "headline"


def _long_before(record: Record, event: Event) -> bool:
    published = dates.day_of(record.document.published_at)
    times = {t.id: t for t in record.times}
    end = dates.day_of(times[event.time_id].end) if event.time_id in times else None
    return published is not None and end is not None and published - end > 60

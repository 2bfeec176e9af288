"""Place and time of the event that a report is about, where no sentence ties them to its words.

"A minibus burned ... Eleven people were killed." under a headline that names the town: a reader takes the report's own scene.
Only the violent event told first looks that far; another one takes the single town of its own paragraph, or stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.mentions import Grounding
from rashomon.model.places import Place
from rashomon.model.times import Time

#: How old, in days, a date may be that the report's own event takes from the text around it (news of the week).
FRESH = 8
_OPENING = 3
#: Characters between a cue and the time beside it: room for "told reporters on".
_BESIDE = 16
_WIDE = frozenset({"country", "region", "admin1"})
_DAYS = frozenset({"minute", "hour", "day"})


def with_scene(
    events: Sequence[Event], grounding: Grounding, claims: Sequence[Claim], *, document: Document
) -> tuple[Event, ...]:
    """The events, the main one with a place and a day where the report gives them nearby."""
    violent = [e for e in events if e.plover == "ASSAULT" and e.modality in {"happened", "ongoing"}]
    main = min(violent, key=lambda e: _first_in_body(e, document), default=None)
    if main is None:
        return tuple(events)
    near = _near(main, document)
    filled = main
    wide = {p.id for p in grounding.places if p.precision in _WIDE}
    if main.place_id is None or main.place_id in wide:
        taken = {e.place_id for e in violent if e is not main}
        place = _place(main, near, grounding.places, taken)
        filled = replace(filled, place_id=place or main.place_id)
    if main.time_id is None:
        taken = {e.time_id for e in events if e is not main}
        filled = replace(
            filled,
            time_id=_time(main, near, [t for t in grounding.times if not of_speech(t, claims)], taken, document),
        )
    return tuple(filled if e is main else _beside(e, grounding.places, document) if e in violent else e for e in events)


def _beside(event: Event, places: Sequence[Place], document: Document) -> Event:
    """Another violent event without a place: the town that its own paragraph names, if it names but one."""
    if event.place_id is not None:
        return event
    own = _paragraphs(event, document)
    fine = [
        p.id for p in places if p.precision not in _WIDE and any(a <= m.start < b for m in p.mentions for a, b in own)
    ]
    return replace(event, place_id=fine[0]) if len(fine) == 1 else event


def _first_in_body(event: Event, document: Document) -> int:
    kinds = {"headline", "standfirst"}
    body = [s.start for s in event.triggers if (p := document.part_at(s.start)) is not None and p.kind not in kinds]
    return min(body, default=len(document.text))


def _split(document: Document) -> list[tuple[int, int]]:
    paragraphs: list[tuple[int, int]] = []
    start = 0
    for piece in document.text.split("\n\n"):
        paragraphs.append((start, start + len(piece)))
        start += len(piece) + 2
    return paragraphs


def _paragraphs(event: Event, document: Document) -> list[tuple[int, int]]:
    """The paragraphs that hold the event's words."""
    return [p for p in _split(document) if any(p[0] <= s.start < p[1] for s in event.triggers)]


def _near(event: Event, document: Document) -> list[tuple[int, int]]:
    """The paragraphs of the event's words, then the headline and the opening ones."""
    own = _paragraphs(event, document)
    return [*own, *(p for p in _split(document)[: _OPENING + 1] if p not in own)]


def _distance(start: int, event: Event) -> int:
    return min(abs(start - s.start) for s in event.triggers)


def _place(
    event: Event, near: Sequence[tuple[int, int]], places: Sequence[Place], taken: set[str | None]
) -> str | None:
    """A place as fine as a town, nearest to the event's words in its paragraphs, else first in the opening, else the one named most."""
    fine = [p for p in places if p.precision not in _WIDE and p.id not in taken]
    for low, high in near:
        spans = [(m.start, p.id) for p in fine for m in p.mentions if low <= m.start < high]
        if spans:
            return min(spans, key=lambda s: (_distance(s[0], event), s[0]))[1]
    most = max(fine, key=lambda p: len(p.mentions), default=None)
    return most.id if most is not None and len(most.mentions) > 1 else None


def _time(
    event: Event, near: Sequence[tuple[int, int]], times: Sequence[Time], taken: set[str | None], document: Document
) -> str | None:
    """A day of the past week, nearest to the event's words in its paragraphs, else first in the opening."""
    fresh = [t for t in times if t.id not in taken and _fresh(t, document.published_at)]
    for low, high in near:
        spans = [(t.span.start, t.id) for t in fresh if low <= t.span.start < high]
        if spans:
            return min(spans, key=lambda s: (_distance(s[0], event), s[0]))[1]
    return None


def of_speech(time: Time, claims: Sequence[Claim]) -> bool:
    """As in "the army said on Tuesday": beside a cue and outside what is said, it dates the speech."""
    start, end = time.span.start, time.span.end
    if any(span.start <= start < span.end for claim in claims for span in claim.content):
        return False
    cues = [claim.cue for claim in claims if claim.cue is not None]
    return any(0 <= start - cue.end <= _BESIDE or 0 <= cue.start - end <= _BESIDE for cue in cues)


def _fresh(time: Time, published: str | None) -> bool:
    if published is None or time.precision not in _DAYS:
        return False
    age = (date.fromisoformat(published[:10]) - date.fromisoformat(time.start[:10])).days
    return 0 <= age <= FRESH

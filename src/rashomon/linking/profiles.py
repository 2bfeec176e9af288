"""Events of records as linking compares them: days, places, types, people and words.

A profile holds what the report says of the event, and beside it, marked as weaker, what stands
in the same sentence or in the headline. It does not repair a record: what extraction left out
is unknown here too.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from rashomon.lexicon import load
from rashomon.linking import dates, geo
from rashomon.linking.dates import When
from rashomon.linking.geo import Where
from rashomon.linking.named import named_in
from rashomon.linking.names import fold
from rashomon.linking.sentences import sentence_around
from rashomon.linking.sketch import NOTHING, Sketch, sketch_of
from rashomon.linking.violent import is_several, is_violent, main_event
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Profile:
    """One event of one report. `id` is unique over all reports; `main`: the report is about it.

    Args:
        whole: the report makes it the whole of two attacks or more, which it tells too.
        names: people and bodies that the report names, by which others that tell of it are found.
    """

    id: str
    report_id: str
    event_id: str
    published: int | None
    whens: tuple[When, ...]
    wheres: tuple[Where, ...]
    types: frozenset[str]
    weapons: frozenset[str]
    perpetrators: tuple[str, ...]
    targets: frozenset[str]
    victims: tuple[str, ...]
    killed: tuple[tuple[int, int | None], ...]
    words: frozenset[str]
    sketch: Sketch
    main: bool
    founding: bool
    whole: bool = False
    names: frozenset[str] = frozenset()

    @property
    def place_words(self) -> frozenset[str]:
        """Words of its places' names."""
        return frozenset(w for where in self.wheres for w in where.bare.split())

    @property
    def told_whens(self) -> tuple[When, ...]:
        """Dates that the report gives the event itself."""
        return tuple(w for w in self.whens if w.basis == "stated")

    @property
    def stated_whens(self) -> tuple[When, ...]:
        """Dates that the report gives the event, or that stand beside it."""
        return tuple(w for w in self.whens if w.basis != "published")

    @property
    def stated_wheres(self) -> tuple[Where, ...]:
        """Places that the report gives the event."""
        return tuple(w for w in self.wheres if w.stated)


def profiles_of(record: Record) -> tuple[Profile, ...]:
    """The profiles of all violent events of a record that are told as real."""
    real = [e for e in record.events if is_violent(e)]
    main = main_event(record, real)
    sketch = sketch_of(record) if main is not None else NOTHING
    names = named_in(record) if real else frozenset()
    return tuple(
        _profile(record, event, main=event is main, sketch=sketch if event is main else NOTHING, names=names)
        for event in real
    )


def _profile(record: Record, event: Event, *, main: bool, sketch: Sketch, names: frozenset[str]) -> Profile:
    document = record.document
    published = dates.day_of(document.published_at)
    whens = _whens(record, event, published, main=main)
    wheres = _wheres(record, event, main=main)
    actors = {a.id: (a.name, *a.aliases) for a in record.actors}
    victims = tuple(
        sorted({name for v in record.victims if v.event_id == event.id for name in [_longest(v.names)] if name})
    )
    killed = _toll(record, event, {"killed"}) or _toll(record, event, {"missing", "abducted"})
    perpetrators = _names(event, actors, "perpetrator", "actor")
    targets = frozenset(
        w for role in ("target", "victim") for n in _names(event, actors, "target", role) for w in _telling(n)
    )
    anchored = any(w.stated for w in wheres) or any(w.basis == "stated" for w in whens)
    return Profile(
        id_of(f"{document.id}:{event.id}"),
        document.id,
        event.id,
        published,
        whens,
        wheres,
        frozenset(filter(None, [event.acled])),
        frozenset(i.name for i in event.instruments) | {a.value for a in event.answers if a.question == "weapon"},
        perpetrators,
        targets,
        victims,
        killed,
        _words(document, event, main=main),
        sketch,
        main,
        main or anchored,
        is_several(record, event),
        names,
    )


def _toll(record: Record, event: Event, measures: Set[str]) -> tuple[tuple[int, int | None], ...]:
    return tuple(
        (f.low or 0, f.high)
        for f in record.figures
        if f.event_id == event.id
        and f.measure in measures
        and f.part_of is None
        and (f.low is not None or f.high is not None)
    )


def id_of(ref: str) -> str:
    """The id of the event that "report id:event id" names."""
    return hashlib.sha256(ref.encode()).hexdigest()[:16]


def _whens(record: Record, event: Event, published: int | None, *, main: bool) -> tuple[When, ...]:
    times = {t.id: t for t in record.times}
    ids = [event.time_id, *(a.value for a in event.answers if a.question == "time")]
    said = [times[i] for i in dict.fromkeys(ids) if i in times and not _to_come(times[i], published)]
    found = [
        w
        for t in said
        if not _outcome(record.document, event, t.span) and (w := dates.when_of(t, "stated")) is not None
    ]
    if not found:
        beside = _beside(record.document, event, ((t.span, t) for t in record.times if t not in said))
        found = [w for t in beside if (w := dates.when_of(t, "nearby")) is not None]
        if not main:  # the day of the report is when somebody spoke of it
            found = [w for w in found if published is None or w.end != published]
    if main and published is not None and not any(w.basis == "stated" for w in found):
        # What stands beside it may be the day of something else: the days before the report remain open.
        found = [*(found or _report_day(record, event, published, said)), dates.fresh(published)]
    if not found:
        # When somebody died of it: the event was then, or in the days before.
        found = [dates.fresh(day) for t in said if (day := dates.day_of(t.end)) is not None]
    return tuple(sorted(set(found), key=lambda w: (w.start, w.end)))


def _to_come(time: Time, published: int | None) -> bool:
    """Whether a time lies after the report: nothing that happened is younger; a day's grace for time zones."""
    start = dates.day_of(time.start)
    return published is not None and start is not None and start > published + 1


@functools.cache
def _outcome_words() -> frozenset[str]:
    return frozenset(load("linking")["outcomes"])


def _outcome(document: Document, event: Event, span: Span) -> bool:
    """Whether the words tell that somebody died at that time, and nothing else of the event."""
    start, end = sentence_around(document, span)
    told = [t for t in event.triggers if start <= t.start and t.end <= end]
    return bool(told) and all(set(fold(t.text).split()) & _outcome_words() for t in told)


def _report_day(record: Record, event: Event, published: int, said: Sequence[Time]) -> list[When]:
    """The day that the report names most in the days before its publication and gives no other event."""
    taken = {e.time_id for e in record.events if e.id != event.id} | {t.id for t in said}
    counted: Counter[When] = Counter()
    for time in record.times:
        when = dates.when_of(time, "nearby")
        if (
            when is not None
            and when.sharp
            and time.id not in taken
            and published - dates.NEWS_DAYS <= when.start
            and when.end <= published
        ):
            counted[when] += 1
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0].start))
    return [when for when, _ in ranked[:1]]


def _wheres(record: Record, event: Event, *, main: bool) -> tuple[Where, ...]:
    places = {p.id: p for p in record.places}
    ids = dict.fromkeys([event.place_id, *(a.value for a in event.answers if a.question == "place")])
    found = {geo.where_of(places[i], stated=True) for i in ids if i in places}
    if not any(w.point and (w.within or w.gazetteer is not None) for w in found):
        mentions = [(s, p) for p in record.places for s in p.mentions]
        beside = _beside(record.document, event, mentions)
        if main or not found and not beside:
            beside += [p for s, p in mentions if _in_lead(record.document, s)]
        if not found and not beside:  # a report recalls what happened where it is: the scene of what it is about
            beside = [places[e.place_id] for e in record.events if e.place_id in places and is_violent(e)]
        found |= {
            geo.where_of(p, stated=False) for p in beside if places[p.id] not in {places.get(i or "") for i in ids}
        }
    return tuple(sorted(found, key=lambda w: (w.name, not w.stated, w.precision)))


def _beside(document: Document, event: Event, items: Iterable[tuple[Span, T]]) -> list[T]:
    """What stands in a sentence that tells of the event."""
    around = [sentence_around(document, s) for s in event.evidence]
    return [item for span, item in items if any(start <= span.start and span.end <= end for start, end in around)]


def _in_lead(document: Document, span: Span) -> bool:
    """Whether the words stand in the headline, the standfirst or the first paragraph."""
    part = document.part_at(span.start)
    body = min((p.start for p in document.parts if p.kind == "body"), default=0)
    return part is not None and (part.kind in ("headline", "standfirst") or part.start == body)


def _names(event: Event, actors: Mapping[str, tuple[str, ...]], question: str, role: str) -> tuple[str, ...]:
    ids = [p.actor_id or "" for p in event.participants if p.role == role]
    ids += [a.value for a in event.answers if a.question == question and not a.negated]
    return tuple(sorted({actors[i][0] for i in ids if i in actors}))


def _longest(names: tuple[Span, ...]) -> str:
    return max((s.text for s in names), key=lambda t: (len(t), t), default="")


@functools.cache
def _empty() -> frozenset[str]:
    return frozenset(load("linking")["empty_words"])


def _telling(text: str) -> frozenset[str]:
    """Folded words without those that any report of violence uses; plurals as singulars."""
    kept = {
        w[:-1] if len(w) > 4 and w.endswith("s") else w for w in fold(text).split() if len(w) > 2 and w not in _empty()
    }
    return frozenset(w for w in kept if not w.isdigit())


def _words(document: Document, event: Event, *, main: bool) -> frozenset[str]:
    texts = [document.text[slice(*sentence_around(document, s))] for s in event.evidence]
    if main and document.title:
        texts.append(document.title)
    return frozenset(w for t in texts for w in _telling(t))

"""Where and when each event happened, and whom it harmed, chosen among what the report names by trained weights.

The rules say first what the words of an event state (resolve.events); here every place and every day of the report is a
candidate, the rules' choice one measure among others, and so is leaving the slot open. Boosted trees rank them: their
tables are in `weights/slots`, and a choice can be taken apart by measure. They never make a place or a time: what they
choose stands in the report, and its words are kept as an answer. Whom the rules name as harmed stays; who else is likely
enough is added.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rashomon.model.events import Answer, Event, Participant, Question
from rashomon.model.spans import Span
from rashomon.resolve.event_build import SHOWN
from rashomon.resolve.slot_cast import HARMED, Cast
from rashomon.resolve.slot_scenes import DAY, PLACE, day_rows, place_rows
from rashomon.resolve.slot_tables import Rows
from rashomon.resolve.slot_trees import Trees
from rashomon.resolve.slot_view import View
from rashomon.weights import component

ROWS: dict[str, Callable[[View, Event], Rows]] = {"place": place_rows, "time": day_rows}
#: Columns of each slot's table.
NAMES = {"place": PLACE, "time": DAY}
Choice = tuple[str | None, float]
#: Who is harmed with at least this probability is added (four folds of train and dev by incident, .2 to .5: here 47 of 86 that are
#: added are right, and 24 events of 554 gain one that is right; at .2 76 of 190 and 37, at .5 27 of 42 and 13).
LIKELY = 0.35
#: Harmed parties that are enough to leave an event as it is (19 of those 24 are events of which the rules name one at most).
ENOUGH = 2
_PEOPLE = frozenset({"person", "population"})


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees for one slot; `open_cost` is taken from the score of leaving it open."""

    trees: Trees
    open_cost: float

    def best(self, tables: Sequence[Rows]) -> list[Choice]:
        """The likeliest candidate of each table with its probability, of two alike the first."""
        scores = self.trees.scores([row for rows in tables for row in rows.values()])
        found, at = list[Choice](), 0
        for rows in tables:
            own = scores[at : at + len(rows)] - [self.open_cost * (key is None) for key in rows]
            at += len(rows)
            powers = np.exp(own - own.max())
            first = int(own.argmax())
            found.append((list(rows)[first], float(powers[first] / powers.sum())))
        return found

    def why(self, row: Sequence[float], *, most: int = 5) -> list[tuple[str, float]]:
        """The measures that weigh most in a score, heaviest first."""
        told = [(name, round(w, 4)) for name, w in self.trees.why(row).items() if name]
        return sorted(told, key=lambda w: (-abs(w[1]), w[0]))[:most]


@functools.cache
def rankers() -> tuple[dict[str, Ranker], str]:
    """The rankers of places and times, and the version of the component."""
    data, version = _tables()
    return {slot: Ranker(Trees.of(data[slot]["trees"]), data[slot]["open_cost"]) for slot in ROWS}, version


@functools.cache
def harmed() -> Trees:
    """The trees that say how likely somebody is harmed."""
    return Trees.of(_tables()[0]["harmed"]["trees"])


@functools.cache
def _tables() -> tuple[dict[str, Any], str]:
    folder, version = component("slots")
    data: dict[str, Any] = json.loads((folder / "slots.json").read_text(encoding="utf-8"))
    return data, version


def with_slots(view: View) -> tuple[Event, ...]:
    """The events with place and time as the rankers choose them."""
    if not view.events:
        return ()
    models, version = rankers()
    chosen = {slot: model.best([ROWS[slot](view, e) for e in view.events]) for slot, model in models.items()}
    placed = tuple(
        _with(view, event, place, time, version)
        for event, place, time in zip(view.events, chosen["place"], chosen["time"], strict=True)
    )
    cast = Cast(view)
    rows = [cast.rows(e) if _room(e) > 0 else {} for e in placed]
    odds = likely_harmed(harmed(), rows)
    return tuple(_with_harmed(e, found, cast, version) for e, found in zip(placed, odds, strict=True))


def _room(event: Event) -> int:
    """How many more harmed parties are looked for: none where the rules name two or more (it gains little there)."""
    named = len({p.actor_id for p in event.participants if p.role in HARMED})
    return SHOWN - named if named < ENOUGH else 0


def likely_harmed(trees: Trees, tables: Sequence[Mapping[str, Sequence[float]]]) -> list[dict[str, float]]:
    """For each table, candidate to the probability that it is harmed, likeliest first."""
    every = [row for rows in tables for row in rows.values()]
    odds = (1 / (1 + np.exp(-trees.scores(every)))).tolist() if every else []
    found, at = list[dict[str, float]](), 0
    for rows in tables:
        own = zip(rows, odds[at : at + len(rows)], strict=True)
        found.append(dict(sorted(own, key=lambda pair: -pair[1])))
        at += len(rows)
    return found


def _with_harmed(event: Event, odds: Mapping[str, float], cast: Cast, version: str) -> Event:
    """The event with who else is likely harmed, as far as the flat view has room."""
    ours = {p.actor_id for p in event.participants if p.role in HARMED}
    found, chosen = list[Participant](), [i for i, p in odds.items() if p >= LIKELY and i not in ours][: _room(event)]
    for i in chosen:
        actor = cast.actors[i]
        span = min(actor.mentions, key=lambda s: (abs(s.start - event.triggers[0].start), s.start))
        found.append(Participant("victim" if actor.kind in _PEOPLE else "target", i, span))
    if not found:
        return event
    made = event.produced_by if "+slots/" in event.produced_by else f"{event.produced_by}+slots/{version}"
    known = {a.value for a in event.answers if a.question == "target"}
    added = [
        Answer("target", p.actor_id or "", None, None, negated=False, hedged=True, span=p.span)
        for p in found
        if p.actor_id not in known
    ]
    return replace(
        event,
        participants=(*event.participants, *found),
        answers=(*event.answers, *added),
        confidence=round(min([event.confidence, *(odds[i] for i in chosen)]), 4),  # as for a place or a day
        produced_by=made,
    )


def _with(view: View, event: Event, place: Choice, time: Choice, version: str) -> Event:
    """The event with what was chosen; where that moves nothing, as it was."""
    if (place[0], time[0]) == (event.place_id, event.time_id):
        return event
    made: list[tuple[Question, str, float]] = []
    if place[0] is not None:
        made.append(("place", place[0], place[1]))
    if time[0] is not None:
        made.append(("time", time[0], time[1]))
    return replace(
        event,
        place_id=place[0],
        time_id=time[0],
        answers=_with_answers(view, event, made),
        confidence=round(min([event.confidence, *(sure for *_, sure in made)]), 4),
        produced_by=f"{event.produced_by}+slots/{version}",
    )


def _with_answers(view: View, event: Event, made: Sequence[tuple[Question, str, float]]) -> tuple[Answer, ...]:
    """The answers, with the words of what was chosen where no mention of the event states it."""
    known = {(a.question, a.value) for a in event.answers}
    added = [
        Answer(question, value, None, None, negated=False, hedged=True, span=_words_of(view, event, question, value))
        for question, value, _ in made
        if (question, value) not in known
    ]
    return (*event.answers, *added)


def _words_of(view: View, event: Event, question: Question, value: str) -> Span:
    """The mention that stands nearest to the event's first trigger."""
    if question == "time":
        return next(t.span for t in view.grounding.times if t.id == value)
    place = next(p for p in view.grounding.places if p.id == value)
    return min(place.mentions, key=lambda s: (abs(s.start - event.triggers[0].start), s.start))

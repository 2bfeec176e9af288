"""Where and when each event happened, chosen among the report's places and times by trained weights.

The rules say first what the words of an event state (resolve.events); here every place and every day of the report is a
candidate, the rules' choice one measure among others, and so is leaving the slot open. Boosted trees rank them: their
tables are in `weights/slots`, and a choice can be taken apart by measure. They never make a place or a time: what they
choose stands in the report, and its words are kept as an answer.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rashomon.model.events import Answer, Event, Question
from rashomon.model.spans import Span
from rashomon.resolve.slot_scenes import DAY, PLACE, day_rows, place_rows
from rashomon.resolve.slot_tables import Rows
from rashomon.resolve.slot_trees import Trees
from rashomon.resolve.slot_view import View
from rashomon.weights import component

ROWS: dict[str, Callable[[View, Event], Rows]] = {"place": place_rows, "time": day_rows}
#: Columns of each slot's table.
NAMES = {"place": PLACE, "time": DAY}
Choice = tuple[str | None, float]


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
    """The rankers by slot, and the version of the component."""
    folder, version = component("slots")
    data = json.loads((folder / "slots.json").read_text(encoding="utf-8"))
    return {slot: Ranker(Trees.of(r["trees"]), r["open_cost"]) for slot, r in data.items()}, version


def with_slots(view: View) -> tuple[Event, ...]:
    """The events with place and time as the rankers choose them."""
    if not view.events:
        return ()
    models, version = rankers()
    chosen = {slot: model.best([ROWS[slot](view, e) for e in view.events]) for slot, model in models.items()}
    return tuple(
        _with(view, event, place, time, version)
        for event, place, time in zip(view.events, chosen["place"], chosen["time"], strict=True)
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

"""Where and when each event happened, chosen among the report's places and times by trained weights.

The rules say first what the words of an event state (resolve.events); here every place and every day of the report is a
candidate, the rules' choice one feature among others, and so is leaving the slot open. A linear model ranks them: its
weights are a table in `weights/slots`, and the features of a choice can be read. It never makes a place or a time: what it
chooses stands in the report, and its words are kept as an answer.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rashomon.model.events import Answer, Event, Question
from rashomon.model.spans import Span
from rashomon.resolve.slot_scenes import Candidates, place_candidates, time_candidates
from rashomon.resolve.slot_view import View
from rashomon.weights import component

#: Below this probability what the rules took stays (set in folds of train by incident: .5 of 0 to .7; as many right, and what
#: the words of an event state is seldom lost).
SURE = 0.5
CANDIDATES: dict[str, Callable[[View, Event], Candidates]] = {"place": place_candidates, "time": time_candidates}


@dataclass(frozen=True, slots=True)
class Ranker:
    """One linear model; `open_cost` is taken from the score of leaving the slot open."""

    weights: dict[str, float]
    open_cost: float

    def odds(self, candidates: Candidates) -> dict[str | None, float]:
        """Candidate to probability."""
        scores = {key: sum(self.weights.get(f, 0.0) for f in dict.fromkeys(fs)) for key, fs in candidates.items()}
        scores[None] -= self.open_cost
        top = max(scores.values())
        powers = {key: math.exp(s - top) for key, s in scores.items()}
        total = sum(powers.values())
        return {key: p / total for key, p in powers.items()}

    def best(self, candidates: Candidates, *, ruled: str | None = None) -> tuple[str | None, float]:
        """The likeliest candidate with its probability, of two alike the first; the rules' own where that is not sure."""
        odds = self.odds(candidates)
        key = max(odds, key=lambda k: odds[k])
        if ruled is not None and ruled in odds and odds[key] < SURE:
            key = ruled
        return key, odds[key]

    def why(self, features: Sequence[str], *, most: int = 5) -> list[tuple[str, float]]:
        """The features that weigh most in a score, heaviest first."""
        known = [(f, self.weights[f]) for f in dict.fromkeys(features) if f in self.weights]
        return sorted(known, key=lambda w: (-abs(w[1]), w[0]))[:most]


@functools.cache
def rankers() -> tuple[dict[str, Ranker], str]:
    """The rankers by slot, and the version of the component."""
    folder, version = component("slots")
    data = json.loads((folder / "slots.json").read_text(encoding="utf-8"))
    return {slot: Ranker(r["weights"], r["open_cost"]) for slot, r in data.items()}, version


def with_slots(view: View) -> tuple[Event, ...]:
    """The events with place and time as the rankers choose them."""
    models, version = rankers()
    out = []
    for event in view.events:
        place, sure_of_place = models["place"].best(place_candidates(view, event), ruled=event.place_id)
        time, sure_of_time = models["time"].best(time_candidates(view, event), ruled=event.time_id)
        chosen = replace(event, place_id=place, time_id=time)
        if (place, time) != (event.place_id, event.time_id):
            made = [("place", place, sure_of_place), ("time", time, sure_of_time)]
            moved = [s for _, value, s in made if value is not None]
            sure = round(min([event.confidence, *moved]), 4)
            answers = _with_answers(view, event, made)
            chosen = replace(
                chosen, answers=answers, confidence=sure, produced_by=f"{event.produced_by}+slots/{version}"
            )
        out.append(chosen)
    return tuple(out)


def _with_answers(view: View, event: Event, made: Sequence[tuple[str, str | None, float]]) -> tuple[Answer, ...]:
    """The answers, with the words of what was chosen where no mention of the event states it."""
    known = {(a.question, a.value) for a in event.answers}
    added = []
    for slot, value, _ in made:
        question: Question = "place" if slot == "place" else "time"
        if value is not None and (question, value) not in known:
            span = _words_of(view, event, question, value)
            added.append(Answer(question, value, None, None, negated=False, hedged=True, span=span))
    return (*event.answers, *added)


def _words_of(view: View, event: Event, question: Question, value: str) -> Span:
    """The mention that stands nearest to the event's first trigger."""
    if question == "time":
        return next(t.span for t in view.grounding.times if t.id == value)
    place = next(p for p in view.grounding.places if p.id == value)
    return min(place.mentions, key=lambda s: (abs(s.start - event.triggers[0].start), s.start))

"""Candidates for whom an event harmed, beside those whom its own words name: each with what is measured of it.

Only who is told of in or beside a sentence of the event is a candidate, and nobody who is its doer: a list of everybody is
no answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rashomon.model.events import Event
from rashomon.model.mentions import EventMention
from rashomon.resolve.event_compare import REBEL_WORDS, STATE_WORDS
from rashomon.resolve.slot_measures import STANDING, TELLING, standing, telling
from rashomon.resolve.slot_view import Run, View

HARMED = frozenset({"target", "victim"})
_KINDS = ("person", "armed_group", "military", "police", "state", "political", "organisation", "population", "unknown")
_FORMS = ("name", "nominal", "demonym")
#: Sentences from the event's words within which a candidate stands.
_NEAR = 1
_PEOPLE = frozenset(
    "people civilians residents villagers men women children worshippers passengers students protesters workers".split()
)
_MODES = {
    "aerial": 0, "aerial-verb": 0, "heavy-weapons": 1, "explosives": 2, "grenade": 2, "suicide-attack": 3, "firearms": 4,
    "clash": 5, "abduct": 6, "arrest": 7, "demonstrate": 8, "riot": 8, "crowd-control": 9, "kill": 10, "die": 11,
    "attack": 12, "destroy": 13, "primitive": 14,
}  # fmt: skip
_DEEDS = (
    "aerial", "heavy weapons", "explosives", "suicide", "firearms", "clash", "abduction", "arrest", "demonstration",
    "crowd control", "killing", "death", "attack", "destruction", "primitive",
)  # fmt: skip
_OWN = (
    *(f"kind: {k}" for k in _KINDS), *(f"form: {f}" for f in _FORMS), "plural", "rebel word", "state word", "people word",
    "one of its kind", "actors", "speaks", "spoken to", "named by blame",
)  # fmt: skip
_PART = (
    "acts in its words", "suffers in its words", "acts elsewhere", "suffers elsewhere", "acts in the report's own event",
    "suffers in the report's own event", "rules take it", "rules take", "subject of a deed", "object of a deed",
)  # fmt: skip
CAST = (*TELLING, *(f"deed: {d}" for d in _DEEDS), *STANDING, *_OWN, *_PART)


class Cast:
    """Everybody of one report, with what no single event changes."""

    def __init__(self, view: View) -> None:
        self.view, self.runs = view, view.actor_runs
        self.actors = {a.id: a for a in view.grounding.actors if a.id in self.runs and a.kind != "media"}
        self.sentences = {i: {view.parse.sentences[r.head] for r in self.runs[i]} for i in self.actors}
        self.acts: dict[str, Counter[str]] = {e.id: _counted(view.members[e.id], harmed=False) for e in view.events}
        self.suffers: dict[str, Counter[str]] = {e.id: _counted(view.members[e.id], harmed=True) for e in view.events}
        self.own = dict(self._own())

    def _own(self) -> Iterator[tuple[str, list[float]]]:
        view, kinds = self.view, Counter(a.kind for a in self.actors.values())
        blamed = _counted([m for m in view.mentions if m.mode == "attribution"], harmed=False)
        speaks = Counter(c.speaker.actor_id for c in view.claims if c.speaker is not None)
        hears = Counter(c.addressee.actor_id for c in view.claims if c.addressee is not None)
        forms: dict[str | None, set[str]] = {}
        for m in view.grounding.mentions:
            forms.setdefault(view.grounding.actor_of[m.head], set()).update(
                {m.form, "plural"} if m.plural else {m.form}
            )
        for i, actor in self.actors.items():
            told, tail = forms.get(i, set()), actor.name.lower().split()[-1]
            yield (
                i,
                [
                    *(float(actor.kind == k) for k in _KINDS),
                    *(float(f in told) for f in (*_FORMS, "plural")),
                    *(float(tail in words) for words in (REBEL_WORDS, STATE_WORDS, _PEOPLE)),
                    float(kinds[actor.kind] == 1),
                    float(len(self.actors)),
                    float(speaks[i]),
                    float(hears[i]),
                    float(blamed[i]),
                ],
            )

    def rows(self, event: Event) -> dict[str, list[float]]:
        """Candidate to its measures, one number for each of `CAST`."""
        members = self.view.members[event.id]
        here = {self.view.parse.sentences[m.token] for m in members}
        beside = {s + d for s in here for d in range(-_NEAR, _NEAR + 1)}
        doers = {p.actor_id for p in event.participants if p.role == "actor"}
        ours = {p.actor_id for p in event.participants if p.role in HARMED}
        head = [*telling(self.view, event), *_deeds(members)]
        return {
            i: [*head, *standing(self.view, event.id, self.runs[i]), *self.own[i], *self._part(event, i, ours)]
            for i, sentences in self.sentences.items()
            if i in ours or i not in doers and sentences & beside
        }

    def _part(self, event: Event, i: str, ours: set[str | None]) -> Iterator[float]:
        others, main = [e.id for e in self.view.events if e.id != event.id], self.view.main
        yield float(self.acts[event.id][i])
        yield float(self.suffers[event.id][i])
        yield float(sum(self.acts[e][i] > 0 for e in others))
        yield float(sum(self.suffers[e][i] > 0 for e in others))
        yield float(main in others and self.acts[main or ""][i] > 0)
        yield float(main in others and self.suffers[main or ""][i] > 0)
        yield float(i in ours)
        yield float(len(ours))
        yield float(self._governed(self.runs[i], {"nsubj"}))
        yield float(self._governed(self.runs[i], {"dobj", "nsubjpass", "pobj"}))

    def _governed(self, runs: Sequence[Run], deps: set[str]) -> int:
        """How many stretches hang with such a dependency on a trigger of any event, a preposition between or not."""
        parse, triggers = self.view.parse, self.view.owned
        return sum(
            parse.deps[r.head] in deps and any(t in triggers for t in parse.up(r.head, steps=2)[1:]) for r in runs
        )


def _counted(members: Sequence[EventMention], *, harmed: bool) -> Counter[str]:
    """In how many mentions each actor acts, or is harmed."""
    return Counter(
        i
        for m in members
        for i in {p.actor_id for p in m.participants if (p.role in HARMED) == harmed}
        if i is not None
    )


def _deeds(members: Sequence[EventMention]) -> list[float]:
    out = [0.0] * len(_DEEDS)
    for m in members:
        if (n := _MODES.get(m.mode or "")) is not None:
            out[n] += 1.0
    return out

"""Features that every slot shares: where a candidate stands, seen from the words that tell an event.

A feature is a short text that can be read ("same:sentence", "prep:in"), so that a decision explains itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.resolve.slot_view import Run, View

_STEPS = (1, 3, 6, 12, 25)
_PREPOSITIONS = frozenset(
    "in at on near outside inside from of to into through across around between off by for with against over after"
    " before since until during along towards about within under like".split()
)


def bucket(value: int, steps: Sequence[int] = _STEPS) -> str:
    """The first step that a number does not exceed."""
    return next((str(s) for s in steps if value <= s), "more")


def steps_between(view: View, source: int, target: int) -> int | None:
    """Words of the syntax between two tokens, what ties them left out; null if they are far apart or in two sentences."""
    parse = view.parse
    if parse.sentences[source] != parse.sentences[target]:
        return None
    up, down = parse.up(source, steps=4), parse.up(target, steps=4)
    found = next(((n, down.index(token)) for n, token in enumerate(up) if token in down), None)
    return None if found is None else sum(max(0, n - 1) for n in found)


def standing(view: View, event_id: str, runs: Sequence[Run]) -> Iterator[str]:
    """How near the candidate's words stand to the event's, and in which part of the report."""
    parse = view.parse
    triggers = [m.token for m in view.members[event_id]]
    if not triggers or not runs:
        return
    apart, trigger, run = min((abs(r.head - t), t, r) for r in runs for t in triggers)
    same = [(abs(r.head - t), t, r) for r in runs for t in triggers if parse.sentences[r.head] == parse.sentences[t]]
    if same:
        apart, trigger, run = min(same)
        yield "same:sentence"
        yield f"same:{bucket(apart)}"
        yield "same:after" if run.head > trigger else "same:before"
        steps = steps_between(view, run.head, trigger)
        if steps is not None:
            yield f"steps:{steps}"
        if view.nearest_event(run.head) != event_id:
            yield "same:other-nearer"
    else:
        pairs = [(view.paragraphs[r.head] - view.paragraphs[t], r) for r in runs for t in triggers]
        gap = min((abs(g) for g, _ in pairs), default=9)
        yield "same:paragraph" if gap == 0 else f"apart:{bucket(gap, (1, 2, 4))}"
        here = {view.nearest_event(r.head) for r in runs} - {None}
        if here:
            yield "apart:with-other"
    for i, r in enumerate(runs):
        if view.kinds[r.head] in {"headline", "standfirst"}:
            yield f"part:{view.kinds[r.head]}"
        elif r.head < view.dateline:
            yield "part:dateline"
        elif view.paragraphs[r.head] == view.paragraphs[view.body]:
            yield "part:lead"
        if i == 0 and view.paragraphs[r.head] - view.paragraphs[view.body] > 3:
            yield "part:late"
    yield f"count:{bucket(len(runs), (1, 2, 3))}"
    if view.said[run.head] is not None and view.said[run.head] == view.said[trigger]:
        yield "said:together"
    elif view.said[run.head] is not None:
        yield "said:elsewhere"
    yield from _around(view, run)


def _around(view: View, run: Run) -> Iterator[str]:
    """The words beside the candidate."""
    parse = view.parse
    before = [parse.words[i].lower() for i in range(max(0, run.first - 3), run.first)]
    near = next((w for w in reversed(before) if w in _PREPOSITIONS), "-")
    yield f"prep:{near}"
    if run.last < len(parse) and parse.words[run.last] in {"'s", "’s"}:
        yield "owner"
    if any(t in view.cues for t in range(max(0, run.first - 4), min(len(parse), run.last + 3))):
        yield "beside-cue"


def telling(view: View, event_id: str) -> Iterator[str]:
    """What kind of event asks."""
    event = next(e for e in view.events if e.id == event_id)
    yield "event:main" if event_id == view.main else "event:other"
    yield "event:violent" if event.plover == "ASSAULT" else f"event:{event.plover}"

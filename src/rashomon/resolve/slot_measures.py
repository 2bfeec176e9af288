"""Measures that every slot shares: where a candidate stands, seen from the words that tell an event.

A measure is a number under a name that can be read; the order of the names is the order of the numbers. Nothing here
decides anything: `slot_trees` weighs what is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.model.events import Event
from rashomon.resolve.slot_view import Run, View

FAR, FAR_SENTENCES, FAR_PARAGRAPHS, FAR_STEPS = 60.0, 20.0, 10.0, 9.0
_PREPOSITIONS = {
    "in": 0, "inside": 0, "at": 1, "near": 2, "outside": 2, "off": 2, "around": 2, "from": 3, "of": 4, "to": 5, "into": 5,
    "towards": 5, "on": 6, "by": 7, "for": 8, "against": 9, "between": 10, "with": 10, "after": 11, "before": 11,
    "since": 12, "until": 12, "over": 13, "across": 13, "through": 13, "along": 13,
}  # fmt: skip
_DEPS = {"nsubj": 0, "nsubjpass": 1, "dobj": 2, "pobj": 3, "poss": 4, "compound": 5, "amod": 5, "nmod": 5, "appos": 6, "conj": 7}  # fmt: skip
STANDING = (
    "words apart", "steps of syntax", "after the trigger", "sentences apart", "sentences after", "paragraphs apart",
    "another event nearer", "sentences with another event", "sentences shared", "in the headline", "in the standfirst",
    "in the dateline", "in the dateline alone", "in the lead", "first paragraph", "times named", "first told at",
    "in the same claim", "in another claim", "beside a cue", "owns", "hangs on the trigger", "hangs on a noun",
    "preposition in", "preposition at", "preposition near", "preposition from", "preposition of", "preposition to",
    "preposition on", "preposition by", "preposition for", "preposition against", "preposition with",
    "preposition after", "preposition since", "preposition across", "as subject", "as passive subject", "as object",
    "behind a preposition", "as owner", "as modifier", "in apposition", "in a list",
)  # fmt: skip
TELLING = (
    "event: the report's own", "event: mentions", "event: others", "event: first told at", "event: violent",
    "event: happened", "event: all nouns", "event: headline alone", "event: in a claim",
)  # fmt: skip


def telling(view: View, event: Event) -> list[float]:
    """What kind of event asks, one number for each of `TELLING`."""
    members = view.members[event.id]
    first = view.told_first(event.id)
    return [
        float(event.id == view.main),
        float(len(members)),
        float(len(view.events) - 1),
        first / max(1, len(view.parse)),
        float(event.plover == "ASSAULT"),
        float(event.modality == "happened"),
        float(all(m.noun for m in members)),
        float(first >= len(view.parse)),
        float(any(m.claim_id is not None for m in members)),
    ]


def standing(view: View, event_id: str, runs: Sequence[Run]) -> list[float]:
    """Where the candidate's words stand beside the event's, one number for each of `STANDING`."""
    parse, triggers = view.parse, [m.token for m in view.members[event_id]]
    sentences, paragraphs = parse.sentences, view.paragraphs
    gap, apart, trigger, run = min(
        (abs(sentences[r.head] - sentences[t]), abs(r.head - t), t, r) for r in runs for t in triggers
    )
    told, beside = {sentences[r.head] for r in runs}, {paragraphs[t] for t in triggers}
    said, mine = view.said[run.head], view.said[trigger]
    out = [
        min(FAR, apart) if gap == 0 else FAR,
        _steps(view, run.head, trigger) if gap == 0 else FAR_STEPS,
        float(run.head > trigger) if gap == 0 else 0.5,
        min(FAR_SENTENCES, gap),
        max(-FAR_SENTENCES, min(FAR_SENTENCES, sentences[run.head] - sentences[trigger])),
        min(FAR_PARAGRAPHS, min(abs(a - b) for a in {paragraphs[r.head] for r in runs} for b in beside)),
        float(gap == 0 and view.nearest_event(run.head) != event_id),
        float(sum(any(e != event_id for _, e in view.by_sentence.get(s, ())) for s in told)),
        float(len(told.intersection([sentences[t] for t in triggers]))),
        *_parts(view, runs),
        float(said is not None and said == mine),
        float(said is not None and said != mine),
        float(not view.cues.isdisjoint(range(max(0, run.first - 4), min(len(parse), run.last + 3)))),
        float(run.last < len(parse) and parse.words[run.last] in {"'s", "’s"}),
    ]
    return out + _syntax(view, run, triggers)


def _parts(view: View, runs: Sequence[Run]) -> list[float]:
    """In which parts of the report the stretches stand, how many they are, and where the first one is."""
    key = tuple(runs)
    if (kept := view.parts.get(key)) is not None:
        return kept
    body = view.paragraphs[view.body]
    kinds = [view.kinds[r.head] for r in runs]
    dated = [view.body <= r.head < view.dateline for r in runs]
    view.parts[key] = [
        float("headline" in kinds),
        float("standfirst" in kinds),
        float(any(dated)),
        float(all(view.body <= r.head < max(view.dateline, view.body + 3) for r in runs)),
        float(any(view.paragraphs[r.head] == body for r in runs)),
        max(-1.0, min(FAR_PARAGRAPHS, view.paragraphs[runs[0].head] - body)),
        float(len(runs)),
        runs[0].head / max(1, len(view.parse)),
    ]
    return view.parts[key]


def _steps(view: View, source: int, target: int) -> float:
    up, down = view.parse.up(source, steps=6), view.parse.up(target, steps=6)
    for n, token in enumerate(up):
        if token in down:
            return float(n + down.index(token))
    return FAR_STEPS


def _syntax(view: View, run: Run, triggers: Sequence[int]) -> list[float]:
    """Whether the candidate hangs on the trigger, and what its own words say."""
    hangs = any(t in triggers for t in view.parse.up(run.head, steps=3)[1:])
    if (kept := view.parts.get((run, run))) is None:
        kept = view.parts[(run, run)] = _words(view, run)
    return [float(hangs), *kept]


def _words(view: View, run: Run) -> list[float]:
    """Whether the stretch hangs on a noun, the preposition before it, and its place in the syntax."""
    parse, prepositions, deps = view.parse, [0.0] * 14, [0.0] * 8
    for i in range(run.first - 1, max(-1, run.first - 4), -1):
        if (kind := _PREPOSITIONS.get(parse.words[i].lower())) is not None:
            prepositions[kind] = 1.0
            break
    if (role := _DEPS.get(parse.deps[run.head])) is not None:
        deps[role] = 1.0
    above = parse.up(run.head, steps=2)[1:]
    noun = len(above) > 1 and parse.deps[run.head] == "pobj" and parse.pos[above[1]] in {"NOUN", "PROPN"}
    return [float(noun), *prepositions, *deps]

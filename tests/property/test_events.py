"""Clustering depends on its input alone, and no event stands without its words."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model.documents import Document, Part
from rashomon.model.events import Participant
from rashomon.model.mentions import EventMention, Grounding
from rashomon.model.places import Place
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.resolve.events import resolve_events

WORDS = ["attack", "strike", "raid", "killed", "shelling", "talks", "clash", "bombing"]
MODES = {
    "attack": "attack",
    "strike": "attack",
    "raid": "attack",
    "killed": "kill",
    "shelling": "heavy-weapons",
    "talks": "meet",
    "clash": "clash",
    "bombing": "explosives",
}
TEXT = " ".join(itertools.islice(itertools.cycle(WORDS), 40)) + "."
DOCUMENT = Document("0" * 64, TEXT, (Part("body", 0, len(TEXT)),), published_at="2024-06-14")
SPAN = Span.of(TEXT, 0, 6)
PLACES = tuple(Place(f"p{i}", f"Town{i}", (), 10.0 * i, 20.0, 5.0, None, "city", None, ()) for i in range(3))
TIMES = tuple(Time(f"t{i}", f"2024-06-1{i}", f"2024-06-1{i}", "day", "stated", SPAN) for i in range(3))
GROUNDING = Grounding(places=PLACES, times=TIMES)


@st.composite
def mentions(draw: st.DrawFn) -> tuple[EventMention, ...]:
    out = []
    at = 0
    for i, word in enumerate(itertools.islice(itertools.cycle(WORDS), 40)):
        start, at = at, at + len(word) + 1
        if not draw(st.booleans()):
            continue
        span = Span.of(TEXT, start, start + len(word))
        out.append(
            EventMention(
                token=i,
                trigger=span,
                evidence=span,
                sentence=i // 4,
                part="body",
                plover="CONSULT" if word == "talks" else "ASSAULT",
                mode=MODES[word],
                acled=None,
                modality=draw(st.sampled_from(["happened", "planned", "denied", "hypothetical"])),
                participants=(Participant("target", None, span),) if draw(st.booleans()) else (),
                place_id=draw(st.sampled_from([None, "p0", "p1", "p2"])),
                time_id=draw(st.sampled_from([None, "t0", "t1", "t2"])),
                noun=draw(st.booleans()),
                definite=draw(st.booleans()),
                plural=draw(st.booleans()),
                generic=draw(st.booleans()),
                weak=draw(st.booleans()),
                bound=(i - 1,) if i and draw(st.booleans()) else (),
                cues=draw(st.sampled_from([(), ("another",), ("that",), ("sequel",), ("quoted",), ("pronoun",)])),
            )
        )
    return tuple(out)


@given(found=mentions())
@settings(max_examples=60)
def test_clustering_is_a_function_of_its_input(found: tuple[EventMention, ...]) -> None:
    assert resolve_events(found, GROUNDING, (), document=DOCUMENT) == resolve_events(
        found, GROUNDING, (), document=DOCUMENT
    )


@given(found=mentions())
@settings(max_examples=60)
def test_every_event_has_its_words_and_every_mention_one_event_at_most(found: tuple[EventMention, ...]) -> None:
    events, owner = resolve_events(found, GROUNDING, (), document=DOCUMENT)
    ids = [e.id for e in events]
    assert len(set(ids)) == len(ids)
    assert set(owner.values()) == set(ids)
    for event in events:
        assert event.triggers and event.evidence
        assert all(s.quotes(TEXT) for s in (*event.triggers, *event.evidence))
        assert {found[i].plover for i, e in owner.items() if e == event.id} == {event.plover}


@given(found=mentions())
@settings(max_examples=40)
def test_days_that_do_not_meet_are_never_one_event(found: tuple[EventMention, ...]) -> None:
    _, owner = resolve_events(tuple(m for m in found if not m.bound), GROUNDING, (), document=DOCUMENT)
    kept = tuple(m for m in found if not m.bound)
    days: dict[str, set[str]] = {}
    for i, event_id in owner.items():
        if kept[i].time_id is not None and "sequel" not in kept[i].cues:
            days.setdefault(event_id, set()).add(kept[i].time_id or "")
    assert all(len(d) == 1 for d in days.values())

"""WikiEvents (dev): triggers of attacks, deaths and injuries, and their arguments with the gold triggers given.

A trigger is found when one of ours overlaps it, one to one; ours are the triggers of every event read that is ASSAULT but
for abductions and damage, of any modality (the set annotates none). Which of the three types it is does not count: a record holds a death as the outcome
of its attack. Arguments are counted per gold trigger and role (doer, harmed, instrument, place): right when the words given
overlap a mention of the same entity. A role is read off the words around the trigger alone; what the record's event gathers
from its other mentions is no argument of this trigger to the annotators (taken over too, it was right 8 times in 250).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.attribution import Counts, one_to_one
from bench.facts_match import Json, overlap
from rashomon.annotate import annotate, build
from rashomon.extract.claims import find_claims
from rashomon.extract.event_owners import Owners
from rashomon.extract.event_slots import SlotFiller
from rashomon.extract.names import find_names
from rashomon.extract.places import find_places
from rashomon.extract.trigger_kinds import Kind, Trigger
from rashomon.extract.triggers import find_triggers
from rashomon.model.codec import to_json
from rashomon.model.documents import Document, Part
from rashomon.model.mentions import Grounding
from rashomon.model.record import Record
from rashomon.resolve.actors import ground, resolve_actors
from rashomon.resolve.places import read_places
from rashomon.run.pipeline import Reader

#: Types that count, and how a trigger of one is read where our list does not know the word.
TYPES = {
    "Conflict.Attack": Kind("ASSAULT", "attack", "Attack", weak=True),
    "Life.Die": Kind("ASSAULT", "die", None, weak=True, outcome=True),
    "Life.Injure": Kind("ASSAULT", "kill", "Attack", weak=True),
}
ROLES = {
    "Attacker": "doer", "Killer": "doer", "Injurer": "doer", "Target": "harmed", "Victim": "harmed",
    "ExplosiveDevice": "instrument", "Instrument": "instrument", "Place": "place",
}  # fmt: skip
#: Violence to us; transport, arrest and damage in this set.
_OTHER = {"Abduction/forced disappearance", "Looting/property destruction"}
_OURS = {"actor": "doer", "target": "harmed", "victim": "harmed"}
Argument = tuple[str, int, int]


def family(event: Json) -> str:
    """The first two levels of a type: "Life.Die"."""
    return ".".join(event["type"].split(".")[:2])


def harms(event: Json) -> bool:
    """Whether an event read is of the three types: violence, but for what the set calls by other names."""
    return event["plover"] == "ASSAULT" and event["acled"] not in _OTHER


def measure(path: Path, reader: Reader) -> dict[str, float]:
    """Trigger F1 and argument F1 over the articles of a file."""
    found, arguments = Counts(), Counts()
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        document = Document("0" * 64, article["text"], (Part("body", 0, len(article["text"])),))
        record = reader.record(document)
        gold = [e for e in article["events"] if family(e) in TYPES]
        ours = [t for e in to_json(record)["events"] if harms(e) for t in e["triggers"]]
        matched = one_to_one([e["trigger"] for e in gold], ours, lambda g, p: float(overlap(g, p) > 0), 1.0)
        found.add(len(matched), len(ours), len(gold))
        _arguments(article, gold, record, reader, arguments)
    return {
        "wikievents_trigger_f1": found.f1, "wikievents_trigger_precision": found.precision,
        "wikievents_trigger_recall": found.recall, "wikievents_argument_f1": arguments.f1,
        "wikievents_argument_precision": arguments.precision, "wikievents_argument_recall": arguments.recall,
    }  # fmt: skip


def _arguments(article: Json, gold: list[Json], record: Record, reader: Reader, counts: Counts) -> None:
    mentions = {m["id"]: m for m in article["entities"]}
    for event, ours in zip(gold, _slots(gold, record, reader), strict=True):
        asked = [(ROLES[a["role"]], _chain(a, mentions, article)) for a in event["arguments"] if a["role"] in ROLES]
        matched = one_to_one(
            asked, ours, lambda g, p: float(g[0] == p[0] and any(p[1] < b and a < p[2] for a, b in g[1])), 1.0
        )
        counts.add(len(matched), len(ours), len(asked))


def _chain(argument: Json, mentions: dict[str, Json], article: Json) -> list[tuple[int, int]]:
    """Every mention of the argument's entity."""
    own = mentions.get(argument["entity"], argument)
    chain = [m for m in article["entities"] if own.get("cluster") is not None and m["cluster"] == own["cluster"]]
    return [(m["start"], m["end"]) for m in (argument, *chain)]


def _slots(gold: list[Json], record: Record, reader: Reader) -> Iterator[list[Argument]]:
    """Our arguments of each gold event."""
    document = record.document
    doc = annotate(build(reader.settings.model), document)
    names = find_names(doc, document=document)
    actors, owners = resolve_actors(names, (), document=document)
    ranges = [(m.first, m.last) for m in names]
    index: list[int | None] = [None] * len(doc)
    for i, (first, last) in enumerate(ranges):
        index[first:last] = [i] * (last - first)
    places, place_of = read_places(find_places(doc, document=document), document=document, size=len(doc))
    nothing: tuple[str | None, ...] = (None,) * len(doc)
    grounding = Grounding(actors, ground(owners, ranges, len(doc)), names, tuple(index), places, place_of, (), nothing)
    claims = find_claims(doc, grounding, document=document, trained=reader.settings.claims == "trained")
    cues = {
        t.i
        for c in claims
        if c.cue is not None
        for t in doc.char_span(c.cue.start, c.cue.end, alignment_mode="expand") or ()
    }
    triggers = {t.token: t for t in find_triggers(doc)}
    given = [_given(event, doc, triggers) for event in gold]
    triggers |= {t.token: t for t in given}
    filler = SlotFiller(doc, grounding, triggers, cues)
    filled = {i: filler.fill(t) for i, t in triggers.items()}
    put = Owners(doc, triggers, filled, cues).assign(place_of)
    for event, trigger in zip(gold, given, strict=True):
        slots = filled[trigger.token]
        out: list[Argument] = [(_OURS[p.role], p.span.start, p.span.end) for p in slots.participants if p.role in _OURS]
        out += [("instrument", i.span.start, i.span.end) for i in slots.instruments]
        out += [_nearest([to_json(m) for m in p.mentions], event) for p in places if p.id in put.get(trigger.token, [])]
        yield out


def _given(event: Json, doc: Any, triggers: dict[int, Trigger]) -> Trigger:
    """The gold trigger as ours: our own where it stands there, else one of the type's kind."""
    span = doc.char_span(event["trigger"]["start"], event["trigger"]["end"], alignment_mode="expand")
    for i in range(span.start, span.end):
        if i in triggers:
            return triggers[i]
    root = span.root
    return Trigger(root.i, span.start, span.end, root.pos_ in {"NOUN", "PROPN"}, TYPES[family(event)])


def _nearest(spans: list[Json], event: Json) -> Argument:
    at = event["trigger"]["start"]
    span = min(spans, key=lambda s: abs(s["start"] - at))
    return "place", span["start"], span["end"]

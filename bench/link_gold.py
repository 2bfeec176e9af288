"""Gold incidents for the linking bench: their reports as records, and what is known of each incident.

The open corpus says in `incident.json` which events of which reports are one happening, and its annotated reports
compile to plain data; here they become records with the coordinates that the gazetteer knows, so that linking is
measured on what a perfect reader would hand it. Nothing is linked here.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rashomon import __version__
from rashomon.lexicon import load
from rashomon.model.actors import Actor, Role, Who
from rashomon.model.claims import Claim
from rashomon.model.documents import Document, Part
from rashomon.model.events import Answer, Event, Instrument, Participant, Question
from rashomon.model.figures import Figure
from rashomon.model.places import Place
from rashomon.model.provenance import Provenance
from rashomon.model.record import Record
from rashomon.model.relations import Link, Relation
from rashomon.model.spans import Span
from rashomon.model.times import Time, TimePrecision
from rashomon.model.victims import Age, Victim
from rashomon.resolve.gazetteer import country_name, open_gazetteer

Json = dict[str, Any]
#: A report of the gold: "incident/stem".
Name = str


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event of a report by the gold's id."""

    report: Name
    event: str


@dataclass(slots=True)
class Gold:
    """Incidents with what `incident.json` says of them, and the records of their reports."""

    incidents: dict[str, Json] = field(default_factory=dict)
    records: dict[Name, Record] = field(default_factory=dict)
    texts: dict[Name, Json] = field(default_factory=dict)

    def clusters(self) -> dict[str, list[GoldEvent]]:
        """Incident to its events, those that other incidents' reports recall included.

        One event a report: what a report tells apart is not one happening (a raid and the search after it), so the
        further events that the gold lists beside the first are parts, and are not asked to be merged.
        """
        found = {
            name: [
                GoldEvent(f"{name}/{stem}", events[0])
                for stem, events in data["events"].items()
                if events and f"{name}/{stem}" in self.records
            ]
            for name, data in self.incidents.items()
        }
        for name, data in self.incidents.items():
            for told in data["recalled"]:
                if told["incident"] in found and f"{name}/{told['report']}" in self.records:
                    found[told["incident"]].append(GoldEvent(f"{name}/{told['report']}", told["event"]))
        return {name: list(dict.fromkeys(events)) for name, events in found.items()}

    def further(self, name: str) -> list[GoldEvent]:
        """The events of an incident that the gold lists beside the first one of a report: its parts."""
        told = self.incidents[name]["events"].items()
        return [GoldEvent(f"{name}/{s}", e) for s, ids in told for e in ids[1:] if f"{name}/{s}" in self.records]


def load_open(folder: Path, names: set[str] | None = None) -> Gold:
    """The open corpus below `folder`, or some of its incidents; reports that don't compile are left out."""
    compile_report = importlib.import_module("corpus.compiling").compile_report
    malformed = importlib.import_module("corpus.inline").Malformed
    gold = Gold()
    for path in sorted(folder.glob("*/incident.json")):
        name = path.parent.name
        if names is not None and name not in names:
            continue
        gold.incidents[name] = json.loads(path.read_text(encoding="utf-8"))
        for report in sorted(path.parent.glob("*.ann")):
            try:
                data = compile_report(report.read_text(encoding="utf-8")).record
            except malformed:
                continue
            gold.texts[f"{name}/{report.stem}"] = data["document"]
            gold.records[f"{name}/{report.stem}"] = record_of(data)
    return gold


def record_of(data: Json) -> Record:
    """A compiled report as a record; what the record's form needs and the gold does not say is added without guessing."""
    document = data["document"]
    text = document["text"]
    times = [_time(t) for t in data["times"]]
    _name_the_harmed(data)
    _level_the_speakers(data)
    events = [_event(e, data, times) for e in data["events"]]
    claims = [_claim(c) for c in data["claims"] if c["content"]]
    return Record(
        Document(
            id=document["id"],
            text=text,
            parts=tuple(_parts(document["parts"], text)),
            publisher=document["publisher"],
            title=document["title"],
            byline=document["byline"],
            published_at=document["published_at"],
            updated_at=document["updated_at"],
            machine_translated=document["machine_translated"],
        ),
        tuple(_actor(a) for a in data["actors"]),
        tuple(_place(p) for p in data["places"]),
        tuple(times),
        tuple(claims),
        tuple(_figure(f) for f in data["figures"]),
        tuple(_victim(v) for v in data["victims"]),
        tuple(events),
        tuple(Relation(r["subject_id"], r["relation"], r["object_id"], ()) for r in data["relations"]),
        tuple(_links(data["links"])),
        Provenance("gold", __version__, "", ()),
    )  # fmt: skip


def _name_the_harmed(data: Json) -> None:
    """Gives those whom an event names by plain words an actor, as a reader does: an answer's value is an actor."""
    for event in data["events"]:
        for n, participant in enumerate(event["participants"]):
            if participant["actor_id"] is None and participant["role"] == "target":
                actor, span = f"x-{event['id']}-{n}", participant["span"]
                named = {"id": actor, "name": span["text"], "kind": "population", "aliases": [], "roles": []}
                data["actors"].append(named | {"mentions": [span]})
                participant["actor_id"] = actor


#: How somebody is named, by what they are, where no claim of theirs says it.
_LEVELS = {
    "person": "named", "armed_group": "named_office", "military": "named_office", "police": "named_office",
    "state": "named_office", "political": "named_office", "organisation": "named_office", "media": "media",
    "population": "anonymous_witness", "unknown": "anonymous_witness",
}  # fmt: skip


def _level_the_speakers(data: Json) -> None:
    """Gives speakers of figures, victims and answers the level that their claims have; the gold states it there alone."""
    said = {
        c["speaker"]["actor_id"]: c["speaker"]["level"]
        for c in data["claims"]
        if c["speaker"] and c["speaker"]["level"]
    }
    kinds = {a["id"]: _LEVELS[a["kind"]] for a in data["actors"]}
    told = [*data["figures"], *data["victims"], *(a for e in data["events"] for a in e["answers"])]
    for item in told:
        speaker = item["speaker"]
        if speaker is not None and speaker["level"] is None:
            speaker["level"] = said.get(speaker["actor_id"]) or kinds.get(speaker["actor_id"], "unknown")


def _parts(parts: list[Json], text: str) -> Iterator[Part]:
    """The parts of a document; the body in paragraphs, as a reader gives it."""
    for part in parts:
        at = part["start"]
        for piece in text[part["start"] : part["end"]].split("\n\n"):
            if piece.strip():
                yield Part(part["kind"], at, at + len(piece))
            at += len(piece) + 2


def _span(data: Json) -> Span:
    return Span(data["start"], data["end"], data["text"])


def _who(data: Json | None) -> Who | None:
    if data is None or data["span"] is None:
        return None
    return Who(data["actor_id"], data["name"], data["level"] or "unknown", _span(data["span"]))


def _actor(data: Json) -> Actor:
    spans = tuple(_span(s) for s in data["mentions"])
    roles = tuple(Role(r["title"], spans[0]) for r in data["roles"] if spans)
    return Actor(data["id"], data["name"], data["kind"], tuple(data["aliases"]), roles, spans)


def _place(data: Json) -> Place:
    found = _known(data["name"], tuple(data["within"]), data["precision"])
    lat, lon, km, gazetteer = (None, None, None, None) if found is None else found
    mentions = tuple(_span(s) for s in data["mentions"])
    return Place(
        data["id"], data["name"], tuple(data["within"]), lat, lon, km, None, data["precision"], gazetteer, mentions
    )


def _known(name: str, within: tuple[str, ...], precision: str) -> tuple[float, float, float, str] | None:
    """Coordinates of the largest place of that name in that country, as the reader's gazetteer has it."""
    kinds = {"city": "city", "admin1": "admin1", "country": "country", "region": "wide"}
    if precision not in kinds:
        return None
    for candidate in open_gazetteer().candidates(name):
        inside = not within or country_name(candidate.country) == within[-1]
        if candidate.kind == kinds[precision] and inside:
            return candidate.lat, candidate.lon, candidate.km, candidate.id
    return None


def _time(data: Json) -> Time:
    return Time(data["id"], data["start"], data["end"], data["precision"], "stated", _span(data["span"]))


def _claim(data: Json) -> Claim:
    content = tuple(_span(s) for s in data["content"])
    return Claim(
        data["id"], _who(data["speaker"]), _span(data["cue"]) if data["cue"] else content[0], content, data["form"],
        data["act"], _who(data["addressee"]), data["negated"], data["hedged"],
        _span(data["via"]) if data["via"] else None, _who(data["relayed_by"]), data["within"], tuple(data["about"]),
    )  # fmt: skip


def _figure(data: Json) -> Figure:
    return Figure(
        data["id"], data["measure"], data["population"], data["low"], data["high"], data["qualifier"], data["scope"],
        _who(data["speaker"]), data["claim_id"], data["event_id"], data["part_of"], data["as_of"], _span(data["span"]),
    )  # fmt: skip


def _victim(data: Json) -> Victim:
    spans = tuple(_span(s) for s in data["spans"])
    age = data["age"]
    low = None if age is None else age["low"] if age["low"] is not None else age["high"]
    high = None if age is None else age["high"] if age["high"] is not None else age["low"]
    return Victim(
        data["id"], tuple(_span(s) for s in data["names"]),
        None if low is None or high is None else Age(low, high, spans[0]),
        data["sex"], data["status"], None, data["harm"], data["event_id"], tuple(data["in_figures"]),
        _who(data["speaker"]), data["claim_id"], spans,
    )  # fmt: skip


def _weapon(words: str) -> str:
    """The lexicon's lemma of a weapon in the words of a report; the words themselves where it has none."""
    low = words.lower()
    for form in (
        low,
        low.removesuffix("s"),
        low.removesuffix("es"),
        low.split()[-1],
        low.split()[-1].removesuffix("s"),
    ):
        for entry in load("weapons")["weapons"]:
            if form == entry["name"].lower() or form in entry["forms"]:
                return str(entry["name"])
    return low


def _event(data: Json, whole: Json, times: list[Time]) -> Event:
    time_id = data["time_id"]
    trigger = _span(data["triggers"][0])
    if time_id is None and data["start"] is not None:  # a date that the report entails and states nowhere
        time_id = f"t-{data['id']}"
        precision: TimePrecision = "day" if data["start"] == data["end"] else "range"
        times.append(Time(time_id, data["start"], data["end"], precision, "relative", trigger))
    participants = [
        Participant(p["role"], p["actor_id"], _span(p["span"])) for p in data["participants"] if p["span"] is not None
    ]
    instruments = [Instrument(_weapon(i["name"]), _span(i["span"])) for i in data["instruments"]]
    return Event(
        data["id"], data["plover"], None, data["acled"], data["modality"], tuple(participants), tuple(instruments),
        data["place_id"], time_id, tuple(_span(s) for s in data["triggers"]), tuple(_span(s) for s in data["evidence"]),
        tuple(f["id"] for f in whole["figures"] if f["event_id"] == data["id"]),
        tuple(_answers(data, whole, time_id, instruments)),
    )  # fmt: skip


_ASKED: dict[str, Question] = {"actor": "perpetrator", "target": "target"}


def _answers(data: Json, whole: Json, time_id: str | None, instruments: list[Instrument]) -> Iterator[Answer]:
    """The rival answers of the gold, and the flat fields as answers in the report's own voice."""
    trigger = _span(data["triggers"][0])
    places = {p["id"]: p for p in whole["places"]}
    spans = {t["id"]: _span(t["span"]) for t in whole["times"]}
    claims = {c["id"]: c for c in whole["claims"]}
    rivals = {(a["question"], a["value"]) for a in data["answers"]}
    own = "no" if data["modality"] == "denied" else "yes"
    if ("occurred", own) not in rivals and own == "yes":
        yield Answer("occurred", own, None, None, False, False, trigger)
    if time_id is not None:
        yield Answer("time", time_id, None, None, False, False, spans.get(time_id, trigger))
    if (place := data["place_id"]) is not None:
        near = [_span(s) for s in places[place]["mentions"]]
        yield Answer("place", place, None, None, False, False, near[0] if near else trigger)
    for p in data["participants"]:
        question: Question | None = _ASKED.get(p["role"])
        if question is not None and p["actor_id"] is not None and (question, p["actor_id"]) not in rivals:
            yield Answer(question, p["actor_id"], None, None, False, False, _span(p["span"]) if p["span"] else trigger)
    for instrument in instruments:
        yield Answer("weapon", instrument.name, None, None, False, False, instrument.span)
    for a in data["answers"]:
        claim = claims.get(a["claim_id"] or "")
        span = _span(claim["content"][0]) if claim is not None and claim["content"] else trigger
        value = _weapon(a["value"]) if a["question"] == "weapon" else a["value"]
        yield Answer(a["question"], value, _who(a["speaker"]), a["claim_id"], a["negated"], a["hedged"], span)


def _links(rows: list[Json]) -> Iterator[Link]:
    for row in rows:
        kinds = row.get("kinds") or [row["kind"]]
        yield Link(row["from"], kinds[0], row["to"], ())

"""What people corrected, as training and evaluation data: originals with gold records in the form that the scorer reads.

Only reports on whose values somebody decided. The data hold texts and names: for inside the house.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashomon.errors import StoreError
from rashomon.model.actors import Who
from rashomon.model.corrections import VALUE_KINDS, corrected
from rashomon.model.events import Event
from rashomon.model.judgements import Judgement, standing
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.standings import CODED, PUBLISHED, REVIEWED
from rashomon.store.desk_protocol import DeskStore

#: States of an incident in which its reports count as read whole: what nobody touched was accepted.
_WHOLE = (CODED, REVIEWED, PUBLISHED)


@dataclass(frozen=True, slots=True)
class Correction:
    """One report for the corpus.

    Args:
        whole: the report belongs to an incident that was coded, so that the gold is complete; else only the values
            that were judged are sure, and a score of recall means nothing.
    """

    stem: str
    suffix: str
    original: bytes
    gold: dict[str, Any]
    whole: bool
    judgements: tuple[Judgement, ...]


def corrections(store: DeskStore) -> Iterator[Correction]:
    """Every report with judged values, by id."""
    found: dict[str, list[Judgement]] = {}
    for judgement in store.judgements():
        if judgement.kind in VALUE_KINDS:
            found.setdefault(judgement.subject[0].partition(":")[0], []).append(judgement)
    for report_id in sorted(found):
        ours = standing(found[report_id])
        if not ours:
            continue
        record = corrected(store.record(store.find(report_id)), found[report_id]).record
        whole = any(store.standing(i).state in _WHOLE for i, _ in store.incidents_of(report_id))
        raw = store.original(report_id)
        suffix = ".html" if raw[:2000].lstrip()[:1] == b"<" else ".txt"
        yield Correction(report_id[:12], suffix, raw, gold_of(record), whole, ours)


def write(store: DeskStore, folder: Path) -> int:
    """Writes them into an empty or new folder; how many reports.

    Raises:
        StoreError: the folder holds something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise StoreError(f"{folder} is not empty", hint="name a new folder")
    manifest = []
    for one in corrections(store):
        (folder / f"{one.stem}{one.suffix}").write_bytes(one.original)
        _json(folder / f"{one.stem}.gold.json", one.gold)
        said = [{"who": j.who, "at": j.at, "kind": j.kind, "now": j.now, "why": j.why} for j in one.judgements]
        manifest.append({"report": one.stem, "whole": one.whole, "judgements": said})
    _json(folder / "corrections.json", {"head": store.head(), "reports": manifest})
    return len(manifest)


def _json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def gold_of(record: Record) -> dict[str, Any]:
    """A record as gold: every value by its words, actors and events by name."""
    gold = _Gold(record)
    document = record.document
    return {
        "document": {
            "title": document.title,
            "published_on": (document.published_at or "")[:10] or None,
            "updated_at": document.updated_at,
            "publisher": document.publisher,
            "contributor": document.byline,
            "language": document.language,
            "boilerplate": [],
            "machine_translated_material": document.machine_translated,
            "published_at": document.published_at,
        },
        "times": [gold.time(t) for t in record.times],
        "actors": [
            {"name": a.name, "kind": a.kind, "names": list(dict.fromkeys([a.name, *a.aliases]))} for a in record.actors
        ],
        "relations": [
            {"subject": gold.name(r.subject_id), "relation": r.relation, "object": gold.name(r.object_id)}
            for r in record.relations
        ],
        "events": [gold.event(e) for e in record.events],
        "figures": [gold.figure(f) for f in record.figures],
        "claims": [gold.claim(c) for c in record.claims],
        "links": [{"from": k.from_event, "kind": k.kind, "to": k.to_event} for k in record.links],
        "victims": [gold.victim(v) for v in record.victims],
    }


class _Gold:
    """Words and names of one record."""

    def __init__(self, record: Record) -> None:
        self.text = record.document.text
        self.actors = {a.id: a for a in record.actors}
        self.places = {p.id: p for p in record.places}
        self.times = {t.id: t for t in record.times}

    def name(self, actor_id: str | None) -> str | None:
        actor = self.actors.get(actor_id or "")
        return actor.name if actor is not None else None

    def speakers(self, who: Who | None) -> list[str | None]:
        """Every name that is right for a speaker; null for the outlet's own voice."""
        if who is None:
            return [None]
        actor = self.actors.get(who.actor_id or "")
        names = [who.name] if actor is None else [actor.name, *actor.aliases, who.name]
        return list(dict.fromkeys(names))

    def anchor(self, span: Span) -> str:
        """The words with enough around them to stand once in the text, within their line."""
        start, end = span.start, span.end
        first, last = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", end)
        last = len(self.text) if last < 0 else last
        while self.text.count(self.text[start:end]) > 1 and (start > first or end < last):
            start, end = max(first, start - 12), min(last, end + 12)
        return self.text[start:end]

    def time(self, time: Any) -> dict[str, Any]:
        return {
            "text": time.span.text,
            "anchor": self.anchor(time.span),
            "start": time.start[:10],
            "end": time.end[:10],
            "precision": time.precision,
        }

    def event(self, event: Event) -> dict[str, Any]:
        time, place = self.times.get(event.time_id or ""), self.places.get(event.place_id or "")
        by_role = {
            role: [self.name(p.actor_id) or p.span.text for p in event.participants if p.role in roles]
            for role, roles in (("actors", ("actor",)), ("targets", ("target", "victim")))
        }
        return {
            "id": event.id,
            **by_role,
            "place": place.name if place is not None else None,
            "start": time.start[:10] if time is not None else None,
            "end": time.end[:10] if time is not None else None,
            "instruments": [i.name for i in event.instruments],
            "modality": event.modality,
            "anchors": [self.anchor(s) for s in event.evidence],
            "acled": [event.acled] if event.acled is not None else None,
            "plover": [event.plover],
        }

    def figure(self, figure: Any) -> dict[str, Any]:
        return {
            "event": figure.event_id,
            "measure": figure.measure,
            "population": figure.population,
            "low": figure.low,
            "high": figure.high,
            "speakers": self.speakers(figure.speaker),
            "qualifier": figure.qualifier,
            "anchor": self.anchor(figure.span),
        }

    def claim(self, claim: Any) -> dict[str, Any]:
        return {
            "speakers": self.speakers(claim.speaker),
            "cue": claim.cue.text if claim.cue is not None else "",
            "content": " ".join(s.text for s in claim.content),
            "form": claim.form,
            "acts": [claim.act],
        }

    def victim(self, victim: Any) -> dict[str, Any]:
        return {
            "names": [s.text for s in victim.names] or [victim.spans[0].text],
            "age": [victim.age.low, victim.age.high] if victim.age is not None else None,
            "sex": victim.sex,
            "status": victim.status,
            "role": victim.role.text if victim.role is not None else None,
            "harm": victim.harm,
            "event": victim.event_id,
            "speakers": self.speakers(victim.speaker),
        }

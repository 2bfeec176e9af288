"""What people said about single values of a record, applied to it: accepted, rejected, edited, added.

The record that the machine made stays as it is; `corrected` makes the one that is linked and
shown. A judgement is tied to its value by id and words; when a report is read anew it finds its
value again by overlap, and one that finds none is an orphan, listed and never dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rashomon.model import codec
from rashomon.model.actors import Actor
from rashomon.model.claims import Claim
from rashomon.model.codec import CodecError
from rashomon.model.corrected import Drafts
from rashomon.model.events import Event
from rashomon.model.figures import Figure
from rashomon.model.judgements import Judgement, JudgementRefused, standing
from rashomon.model.places import Place
from rashomon.model.record import Record, SpanError, ValueRefused
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.model.victims import Victim

ACCEPT, REJECT, EDIT, ADD = "accept", "reject", "edit", "add"
#: Kinds of judgement on a value.
VALUE_KINDS = (ACCEPT, REJECT, EDIT, ADD)
#: Layer to its class; the layers' names are the record's fields.
LAYERS: dict[str, type] = {
    "claims": Claim,
    "figures": Figure,
    "victims": Victim,
    "events": Event,
    "times": Time,
    "places": Place,
    "actors": Actor,
}
#: Fields that a person may edit; spans are never among them: other words are another value.
EDITABLE: dict[str, tuple[str, ...]] = {
    "claims": ("speaker", "act", "negated", "hedged"),
    "figures": ("measure", "population", "low", "high", "qualifier", "scope", "speaker", "event_id"),
    "victims": ("status", "harm", "sex", "event_id"),
    "events": ("acled", "plover", "modality", "place_id", "time_id"),
    "times": ("start", "end", "precision"),
    "places": ("name", "lat", "lon", "radius_km", "precision"),
    "actors": (),
}
#: Share of the shorter span that two spans must have in common to be one value read anew.
_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Corrected:
    """A record as people corrected it.

    Args:
        verdicts: id of an item of the machine's record, or of one that was added, to the judgement that stands on it.
        rejected: (layer, item) of what was taken out.
        orphans: judgements whose value the record no longer has.
    """

    record: Record
    verdicts: Mapping[str, Judgement]
    rejected: tuple[tuple[str, Any], ...]
    orphans: tuple[Judgement, ...]


def anchor(item: Any) -> Span:
    """The words that a value is known by."""
    if isinstance(item, Claim):
        return item.content[0]
    if isinstance(item, Victim):
        return item.spans[0]
    if isinstance(item, Event):
        return item.triggers[0] if item.triggers else item.evidence[0]
    if isinstance(item, Place | Actor):
        return item.mentions[0]
    span: Span = item.span
    return span


def described(layer: str, item: Any) -> str:
    """A value as JSON with its layer: what a judgement keeps of what stood there."""
    return json.dumps({"layer": layer, "item": codec.to_json(item)}, ensure_ascii=False, sort_keys=True)


def edited(item: Any, fields: Mapping[str, Any], *, layer: str) -> Any:
    """`item` with these fields.

    Raises:
        JudgementRefused: a field may not be edited, or a value is none of its kind.
    """
    unknown = set(fields) - set(EDITABLE[layer])
    if unknown:
        raise JudgementRefused(f"{', '.join(sorted(unknown))} of {layer} can't be edited")
    return made(layer, {**codec.to_json(item), **fields})


def made(layer: str, data: Mapping[str, Any]) -> Any:
    """A value of a layer from plain data.

    Raises:
        JudgementRefused: it is none.
    """
    kind = LAYERS.get(layer)
    if kind is None:
        raise JudgementRefused(f"{layer!r} is no layer of a record: {', '.join(LAYERS)}")
    try:
        item: Any = codec.from_json(kind, dict(data))
    except CodecError as error:
        raise JudgementRefused(str(error)) from error
    if (fault := _fault(item)) is not None:
        raise JudgementRefused(fault)
    return item


def _fault(item: Any) -> str | None:
    """What no words can mean, null if there is nothing of it: one such value would undo the whole record."""
    if isinstance(item, Figure):
        low, high = item.low, item.high
        if min(low or 0, high or 0) < 0 or (low is not None and high is not None and low > high):
            return "the lowest is not above the highest, and neither is below 0"
    if isinstance(item, Time):
        try:
            start, end = date.fromisoformat(item.start[:10]), date.fromisoformat(item.end[:10])
        except ValueError:
            return "days are written like 2024-02-08"
        if start > end:
            return "the last day is not before the first"
    if isinstance(item, Place):
        known = [(item.lat, 90), (item.lon, 180), (item.radius_km, 20_000)]
        if any(value is not None and not abs(value) <= bound for value, bound in known):  # a NaN fits no bound
            return "coordinates are degrees, a radius kilometres"
        if (item.lat is None) != (item.lon is None) or (item.radius_km or 0) < 0:
            return "a place has both coordinates or none"
    return None


def corrected(record: Record, judgements: Iterable[Judgement]) -> Corrected:
    """Applies the judgements that stand on a record's values.

    Args:
        record: as the machine made it.
        judgements: all about this report, oldest first; those of other kinds are passed over.
    """
    ours = [j for j in standing(judgements) if j.kind in VALUE_KINDS]
    drafts = Drafts(record)
    verdicts: dict[str, Judgement] = {}
    rejected: dict[str, tuple[str, Any]] = {}
    orphans: list[Judgement] = []
    for judgement in ours:
        if judgement.kind == ADD:
            found = _added(drafts, judgement)
        else:
            found = _target(record, drafts, judgement)
            if found is not None:
                _judged(drafts, judgement, *found, rejected)
        if found is None:
            orphans.append(judgement)
        else:
            verdicts[found[1].id] = judgement
    for layer, item in rejected.values():
        drafts.remove(layer, item.id)
    try:
        final = drafts.record()
    except (SpanError, ValueRefused):  # a value that was added to another text of this report
        return Corrected(record, {}, (), tuple(ours))
    return Corrected(final, verdicts, tuple(rejected.values()), tuple(orphans))


def _judged(drafts: Drafts, judgement: Judgement, layer: str, item: Any, rejected: dict[str, tuple[str, Any]]) -> None:
    rejected.pop(item.id, None)
    if judgement.kind == REJECT:
        rejected[item.id] = layer, item
    elif judgement.kind == EDIT:
        drafts.put(layer, _by_person(edited(item, json.loads(judgement.now or "{}"), layer=layer)))


def _by_person(item: Any) -> Any:
    """A value that a person set is certain of who set it."""
    return replace(item, confidence=1.0, produced_by="person") if hasattr(item, "produced_by") else item


def _added(drafts: Drafts, judgement: Judgement) -> tuple[str, Any] | None:
    data = json.loads(judgement.now or "{}")
    item = _by_person(made(str(data.get("layer")), data.get("item") or {}))
    if not all(span.quotes(drafts.text) for span in drafts.spans_of(item)):
        return None
    drafts.put(data["layer"], item)
    return data["layer"], item


def _target(record: Record, drafts: Drafts, judgement: Judgement) -> tuple[str, Any] | None:
    """The item that a judgement is about, today."""
    data = json.loads(judgement.was or "{}")
    layer = data.get("layer")
    if layer not in LAYERS:
        return None
    then = made(layer, data["item"])
    items = drafts.items(layer)
    same = items.get(then.id)
    if same is not None and anchor(same) == anchor(then):
        return layer, same
    span = anchor(then)
    for item in items.values():
        if anchor(item) == span:
            return layer, item
    best = max(items.values(), key=lambda item: _shared(anchor(item), span), default=None)
    if best is None or _shared(anchor(best), span) < _OVERLAP or not span.quotes(record.document.text):
        return None
    return layer, best


def _shared(a: Span, b: Span) -> float:
    return max(0, min(a.end, b.end) - max(a.start, b.start)) / min(len(a), len(b))

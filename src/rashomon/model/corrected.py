"""A record taken apart, changed and put together again, with everything that refers to a changed value kept whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rashomon.model.events import Answer, Event
from rashomon.model.record import Record, spans_in
from rashomon.model.spans import Span

_LAYERS = ("claims", "figures", "victims", "events", "times", "places")


class Drafts:
    """The layers of a record by item id, in order."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.text = record.document.text
        self._layers: dict[str, dict[str, Any]] = {
            name: {item.id: item for item in getattr(record, name)} for name in _LAYERS
        }

    def items(self, layer: str) -> dict[str, Any]:
        """The items of a layer by id."""
        return self._layers[layer]

    def spans_of(self, item: Any) -> Iterator[Span]:
        """Every span of an item."""
        return spans_in(item)

    def put(self, layer: str, item: Any) -> None:
        """Adds an item or replaces the one with its id."""
        old = self._layers[layer].get(item.id)
        self._layers[layer][item.id] = item
        if layer == "figures" and (old is None or old.event_id != item.event_id):
            self._attach(item)
        if layer == "events":
            self._layers[layer][item.id] = self._grounded(old, item)

    def _attach(self, figure: Any) -> None:
        """A figure stands in the list of its event and of no other."""
        for event in self._layers["events"].values():
            kept = tuple(f for f in event.figures if f != figure.id)
            if event.id == figure.event_id:
                kept = (*kept, figure.id)
            if kept != event.figures:
                self._layers["events"][event.id] = replace(event, figures=kept)

    def _grounded(self, old: Event | None, new: Event) -> Event:
        """The place or time that a person set is also the report's own answer to where or when."""
        answers = new.answers
        for question, layer, was, now in (
            ("place", "places", old.place_id if old is not None else None, new.place_id),
            ("time", "times", old.time_id if old is not None else None, new.time_id),
        ):
            if was == now:
                continue
            answers = tuple(a for a in answers if not (a.question == question and a.speaker is None))
            item = self._layers[layer].get(now) if now is not None else None
            if item is not None:
                span = item.mentions[0] if layer == "places" else item.span
                answers = (*answers, Answer(question, item.id, None, None, False, False, span))  # type: ignore[arg-type]  # the two questions above
        return replace(new, answers=answers)

    def remove(self, layer: str, item_id: str) -> None:
        """Takes an item out, and every reference to it."""
        if self._layers[layer].pop(item_id, None) is None:
            return
        getattr(self, f"_without_{layer}")(item_id)

    def _change(self, layer: str, **changes: Any) -> None:
        """Sets fields of every item of a layer; each change is a function of the item."""
        for item in list(self._layers[layer].values()):
            new = {name: change(item) for name, change in changes.items()}
            if any(getattr(item, name) != value for name, value in new.items()):
                self._layers[layer][item.id] = replace(item, **new)

    def _without_claims(self, gone: str) -> None:
        self._change("claims", within=lambda c: None if c.within == gone else c.within)
        self._change(
            "figures",
            speaker=lambda f: None if f.claim_id == gone else f.speaker,
            claim_id=lambda f: None if f.claim_id == gone else f.claim_id,
        )
        self._change(
            "victims",
            speaker=lambda v: None if v.claim_id == gone else v.speaker,
            claim_id=lambda v: None if v.claim_id == gone else v.claim_id,
        )
        self._change("events", answers=lambda e: tuple(a for a in e.answers if a.claim_id != gone))

    def _without_figures(self, gone: str) -> None:
        self._change("figures", part_of=lambda f: None if f.part_of == gone else f.part_of)
        self._change("victims", in_figures=lambda v: tuple(f for f in v.in_figures if f != gone))
        self._change("events", figures=lambda e: tuple(f for f in e.figures if f != gone))

    def _without_victims(self, gone: str) -> None:
        """Nothing refers to a victim."""

    def _without_events(self, gone: str) -> None:
        self._change("claims", about=lambda c: tuple(e for e in c.about if e != gone))
        self._change("figures", event_id=lambda f: None if f.event_id == gone else f.event_id)
        self._change("victims", event_id=lambda v: None if v.event_id == gone else v.event_id)

    def _without_times(self, gone: str) -> None:
        self._change("figures", as_of=lambda f: None if f.as_of == gone else f.as_of)
        self._change(
            "events",
            time_id=lambda e: None if e.time_id == gone else e.time_id,
            answers=lambda e: tuple(a for a in e.answers if not (a.question == "time" and a.value == gone)),
        )

    def _without_places(self, gone: str) -> None:
        self._change("places", near=lambda p: None if p.near is not None and p.near.place_id == gone else p.near)
        self._change(
            "events",
            place_id=lambda e: None if e.place_id == gone else e.place_id,
            answers=lambda e: tuple(a for a in e.answers if not (a.question == "place" and a.value == gone)),
        )

    def record(self) -> Record:
        """The record as it stands now.

        Raises:
            SpanError: a span does not quote the text.
            ValueRefused: a figure is negative or upside down.
        """
        layers: dict[str, Any] = {name: tuple(items.values()) for name, items in self._layers.items()}
        known = set(self._layers["events"])
        links = tuple(k for k in self._record.links if {k.from_event, k.to_event} <= known)
        return replace(self._record, **layers, links=links)

"""The record of one report, and the rule that nothing stands in it without its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from rashomon.model.actors import Actor
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.figures import Figure
from rashomon.model.places import Place
from rashomon.model.provenance import Provenance
from rashomon.model.relations import Link, Relation
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.model.victims import Victim

SCHEMA = "rashomon.record/1"


class SpanError(ValueError):
    """A span does not quote the document's text: `span` is the first that does not."""

    def __init__(self, span: Span) -> None:
        self.span = span
        super().__init__(
            f"span [{span.start}, {span.end}) does not quote the text: {span.text!r}; read the report anew"
        )


class ValueRefused(ValueError):
    """A number that no words can mean: negative, or a range whose low end is above its high end."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that one report asserts, with its words; making one checks every span and every figure.

    Raises:
        SpanError: a span does not quote the document's text.
        ValueRefused: a figure is negative or its low end is above its high end.
    """

    document: Document
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    victims: tuple[Victim, ...]
    events: tuple[Event, ...]
    relations: tuple[Relation, ...]
    links: tuple[Link, ...]
    provenance: Provenance

    def __post_init__(self) -> None:
        check_spans(self)
        check_figures(self)


def spans_in(node: Any) -> Iterator[Span]:
    """Every span below `node` (dataclasses and tuples), in field order."""
    if isinstance(node, Span):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from spans_in(item)
    elif is_dataclass(node):
        for f in fields(node):
            yield from spans_in(getattr(node, f.name))


def check_spans(record: Record) -> None:
    """Holds every span of the record against the document's text.

    Raises:
        SpanError: a span does not quote the text.
    """
    for span in spans_in(record):
        if not span.quotes(record.document.text):
            raise SpanError(span)


def check_figures(record: Record) -> None:
    """Holds the numbers of every figure against each other; null is no number.

    Raises:
        ValueRefused: a figure is negative or its low end is above its high end.
    """
    for figure in record.figures:
        low, high = figure.low, figure.high
        if (low is not None and low < 0) or (high is not None and high < 0):
            raise ValueRefused(f"figure {figure.id} is negative: low {low}, high {high}; read the report anew")
        if low is not None and high is not None and low > high:
            raise ValueRefused(f"figure {figure.id} has low {low} above high {high}; read the report anew")

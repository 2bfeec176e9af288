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
        super().__init__(f"span [{span.start}, {span.end}) does not quote the text: {span.text!r}; read the report anew")


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that one report asserts, with its words; making one checks every span.

    Raises:
        SpanError: a span does not quote the document's text.
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

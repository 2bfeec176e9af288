"""Orders the stages for one report: bytes in, record out.

Every stage sees one report alone, so a record does not depend on what else is read with it.
A report in a language that is not read yet gives a record that holds its text and says so.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon import __version__
from rashomon.annotate import annotate, build, describe
from rashomon.extract.aliases import find_aliases
from rashomon.extract.anchors import anchor
from rashomon.extract.claims import find_claims
from rashomon.extract.events import find_events
from rashomon.extract.figures import find_figures
from rashomon.extract.links import find_links
from rashomon.extract.names import find_names
from rashomon.extract.parse import parse_of
from rashomon.extract.places import find_places
from rashomon.extract.relations import find_relations
from rashomon.extract.times import find_times
from rashomon.extract.victims import find_victims
from rashomon.knowledge.library import Library, library_at
from rashomon.model.actors import Actor
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.figures import Figure
from rashomon.model.mentions import EventMention, FigureMention, Grounding, LinkMention, RelationMention, VictimMention
from rashomon.model.parse import Parse
from rashomon.model.provenance import Provenance
from rashomon.model.record import Record
from rashomon.model.relations import Relation
from rashomon.model.victims import Victim
from rashomon.reading import read_bytes
from rashomon.resolve import places as resolve_places_module
from rashomon.resolve import times as resolve_times_module
from rashomon.resolve.actor_speakers import with_speakers
from rashomon.resolve.actors import ground, resolve_actors
from rashomon.resolve.attach import attach_figures, attach_victims, with_figures, with_victims
from rashomon.resolve.bounds import bound_by_links
from rashomon.resolve.events import resolve_events
from rashomon.resolve.links import resolve_links
from rashomon.resolve.slot_view import View
from rashomon.resolve.slots import with_slots
from rashomon.settings import Settings

#: Languages that the rules read. Others are kept, searchable, with an empty record.
READ_LANGUAGES = frozenset({"en", "und"})


class Reader:
    """Reads reports with one loaded model; make one a process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(
        self, raw: bytes, *, name: str | None = None, url: str | None = None, published: str | None = None
    ) -> Record:
        """One report to its record.

        Args:
            raw: the original bytes.
            name: file name, for its suffix and for errors.
            published: ISO date that overrides what the report says.

        Raises:
            ReadingError: the bytes are no readable report.
        """
        document = read_bytes(raw, name=name, url=url, published=published, settings=self.settings)
        return self.record(document)

    def record(self, document: Document) -> Record:
        """The record of a report that has been read."""
        if document.language not in READ_LANGUAGES:
            notice = f"language {document.language!r} is not read yet: the text is kept and searchable, nothing was extracted"
            return _empty(replace(document, notices=(*document.notices, notice)), self.provenance())
        return extract(document, self.settings, self.provenance(), library=library_at(self.settings.knowledge))

    def provenance(self) -> Provenance:
        """What a second run needs to give the same bytes."""
        library = library_at(self.settings.knowledge)
        digest = self.settings.sha256(knowledge=None if library is None else library.digest())
        return Provenance("rashomon", __version__, digest, (describe(self.settings.model),))


@functools.cache
def shared_reader(settings: Settings) -> Reader:
    """One reader a process for the same settings."""
    return Reader(settings)


@dataclass(frozen=True, slots=True)
class Reading:
    """One report between its events and its record: what is attached to the events afterwards needs all of it."""

    document: Document
    parse: Parse
    grounding: Grounding
    claims: tuple[Claim, ...]
    figures: tuple[FigureMention, ...]
    figure_anchors: tuple[int | None, ...]
    victims: tuple[VictimMention, ...]
    victim_anchors: tuple[int | None, ...]
    mentions: tuple[EventMention, ...]
    events: tuple[Event, ...]
    owner: dict[int, str]
    links: tuple[LinkMention, ...]
    relations: tuple[RelationMention, ...]

    def view(self) -> View:
        """What the choice of slots looks at."""
        return View(self.document, self.parse, self.grounding, self.claims, self.mentions, self.owner, self.events)


def extract(
    document: Document, settings: Settings, provenance: Provenance, *, library: Library | None = None
) -> Record:
    """Runs extraction and resolution on a document, with what the user imported."""
    return complete(read_events(document, settings, library=library), provenance)


def read_events(document: Document, settings: Settings, *, library: Library | None = None) -> Reading:
    """Everything up to the events with their slots."""
    doc = annotate(build(settings.model), document)
    mentions = find_names(doc, document=document)
    statements = find_aliases(doc, mentions)
    actors, owners = resolve_actors(mentions, statements, document=document, library=library)
    ranges = [(m.first, m.last) for m in mentions]
    index: list[int | None] = [None] * len(doc)
    for i, (first, last) in enumerate(ranges):
        index[first:last] = [i] * (last - first)
    times, time_of = resolve_times_module.read_times(
        find_times(doc, document=document), document=document, size=len(doc)
    )
    places, place_of = resolve_places_module.read_places(
        find_places(doc, document=document), document=document, size=len(doc), library=library
    )
    grounding = Grounding(
        actors, ground(owners, ranges, len(doc)), mentions, tuple(index), places, place_of, times, time_of
    )
    claims = find_claims(doc, grounding, document=document, trained=settings.claims == "trained")
    actors, claims = with_speakers(actors, claims)
    grounding = replace(grounding, actors=actors)
    figures = find_figures(doc, grounding, claims, document=document)
    victims = find_victims(doc, grounding, claims, figures, document=document)
    event_mentions = find_events(doc, grounding, claims, document=document)
    events, owner = resolve_events(event_mentions, grounding, claims, document=document)
    reading = Reading(
        document=document,
        parse=parse_of(doc),
        grounding=grounding,
        claims=tuple(claims),
        figures=tuple(figures),
        figure_anchors=anchor(doc, event_mentions, figures),
        victims=tuple(victims),
        victim_anchors=anchor(doc, event_mentions, victims),
        mentions=event_mentions,
        events=events,
        owner=owner,
        links=tuple(find_links(doc, event_mentions, owner)),
        relations=tuple(find_relations(doc, grounding, claims)),
    )
    return replace(reading, events=with_slots(reading.view())) if settings.slots == "trained" else reading


def complete(reading: Reading, provenance: Provenance) -> Record:
    """The record: figures and victims to their events, links, relations, and the actors that are in use."""
    grounding, claims, mentions, owner, events = (
        reading.grounding,
        reading.claims,
        reading.mentions,
        reading.owner,
        reading.events,
    )
    figures = attach_figures(reading.figures, reading.figure_anchors, owner, mentions, events)
    victims = attach_victims(reading.victims, reading.victim_anchors, owner, mentions, events)
    events = with_victims(with_figures(events, figures), victims, grounding.actors)
    links = resolve_links(reading.links, {mentions[i].token: e for i, e in owner.items()}, events)
    about = _about(mentions, owner)
    claims = tuple(replace(c, about=about.get(c.id, ())) for c in claims)
    relations = _relations(reading.relations)
    events, times = bound_by_links(events, links, grounding.times, published=reading.document.published_at)
    used = _in_use(grounding, claims, figures, victims, events, relations)
    return Record(
        reading.document, used, grounding.places, times, claims, figures, victims, events, relations, links, provenance
    )


def _about(mentions: Sequence[EventMention], owner: dict[int, str]) -> dict[str, tuple[str, ...]]:
    """Claim id to the events that its content speaks of."""
    found: dict[str, dict[str, None]] = {}
    for i, mention in enumerate(mentions):
        if mention.claim_id is not None and i in owner:
            found.setdefault(mention.claim_id, {})[owner[i]] = None
    return {claim_id: tuple(events) for claim_id, events in found.items()}


def _relations(found: Sequence[RelationMention]) -> tuple[Relation, ...]:
    return tuple(Relation(m.subject_id, m.relation, m.object_id, (m.evidence,)) for m in found)


def _in_use(
    grounding: Grounding,
    claims: Sequence[Claim],
    figures: Sequence[Figure],
    victims: Sequence[Victim],
    events: Sequence[Event],
    relations: Sequence[Relation],
) -> tuple[Actor, ...]:
    """Actors with a name, and unnamed ones that speak, act or suffer; other noun phrases are no actors."""
    used = {p.actor_id for e in events for p in e.participants}
    used |= {a.value for e in events for a in e.answers if a.question in {"perpetrator", "target"}}
    whos = [w for c in claims for w in (c.speaker, c.addressee, c.relayed_by)]
    whos += [f.speaker for f in figures] + [v.speaker for v in victims]
    used |= {w.actor_id for w in whos if w is not None}
    used |= {i for r in relations for i in (r.subject_id, r.object_id)}
    used |= {grounding.actor_of[m.first] for m in grounding.mentions if m.form != "nominal" and m.first < m.last}
    return tuple(a for a in grounding.actors if a.id in used or a.kind in _OFFICES and len(a.mentions) > 1)


#: Kinds whose common nouns ("the interior ministry", "the army") are bodies that a report returns to.
_OFFICES = frozenset({"state", "military", "police"})


def _empty(document: Document, provenance: Provenance) -> Record:
    return Record(document, (), (), (), (), (), (), (), (), (), provenance)

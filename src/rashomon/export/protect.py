"""Whom a public export protects: people who did not choose to stand in public.

Protected are victims, witnesses, and every person to whom the report gives no public office.
Nobody can protect a name that the reading did not see. `redact` does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rashomon.export import findable
from rashomon.lexicon.offices import is_office, office_words
from rashomon.model.actors import Actor, Who
from rashomon.model.consents import Consents
from rashomon.model.record import Record
from rashomon.model.spans import Span

#: Nobody agreed to anything.
NOBODY = Consents(frozenset(), frozenset())
_PUBLIC_RELATIONS = frozenset({"leads", "speaks_for"})
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3


class Names:
    """Finds full names in any string, capitals or not, whatever stands between their words ("omar-hadi" in an address).

    By first word, so that the names of a hundred thousand reports cost no more than those of one.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            words = tuple(w.casefold() for w in _WORD.findall(name))
            if len(words) > 1:
                self._by_first.setdefault(words[0], set()).add(words)

    def found(self, text: str, *, but: frozenset[tuple[str, ...]] = frozenset()) -> bool:
        """Whether `text` holds one of the names that is not excepted."""
        words = [w.casefold() for w in _WORD.findall(text)]
        for at, word in enumerate(words):
            for name in self._by_first.get(word, ()):
                if name not in but and tuple(words[at : at + len(name)]) == name:
                    return True
        return False


@dataclass(frozen=True, slots=True)
class Protection:
    """What to look for in one report.

    Args:
        actors: ids of protected actors and unnamed witnesses.
        ranges: stretches of the text that hold a protected name.
        own: full names protected here.
        known: what other reports protect.
        in_office: names that this report gives an office, so that only a victim's name is hidden among them.
        words: single names, as names are written.
        unread: nothing was extracted, so nobody could be protected.
        phrases: names of exact places and descriptions of unnamed victims.
        author: the byline where the outlet has no other name.
        agreed: ids of victims' entries whose bearer may be named.
    """

    actors: frozenset[str]
    ranges: tuple[tuple[int, int], ...]
    own: Names
    known: Known
    in_office: frozenset[tuple[str, ...]]
    words: frozenset[str]
    unread: bool
    phrases: findable.Phrases
    author: str | None = None
    agreed: frozenset[str] = frozenset()

    def covers(self, start: int, end: int, text: str) -> bool:
        """Whether a span holds a protected name."""
        return any(a < end and start < b for a, b in self.ranges) or self.shows(text)

    def shows(self, text: str) -> bool:
        """Whether a string holds one."""
        if any(w in self.words or w.isupper() and w.capitalize() in self.words for w in _WORD.findall(text)):
            return True
        if self.phrases.found(text):
            return True
        return (
            self.own.found(text) or self.known.harmed.found(text) or self.known.private.found(text, but=self.in_office)
        )

    def shows_in_url(self, url: str) -> bool:
        """Whether an address holds one; in an address names lose their capitals."""
        slugs = {w.casefold() for w in self.words if len(w) > _SHORTEST}
        if self.phrases.found(url, any_case=True):
            return True
        return self.shows(url) or any(w.casefold() in slugs for w in _WORD.findall(url))


@dataclass(frozen=True, slots=True)
class Known:
    """Full names (two words or more) that are protected in some report: a victim's in every report, others where no office is given."""

    harmed: Names
    private: Names


def protected_actors(record: Record, consents: Consents = NOBODY) -> Iterator[Actor]:
    """Persons who are victims, or to whom the report gives no public office; not those who agreed to be named."""
    report_id = record.document.id
    harmed = harmed_ids(record)
    public = {r.subject_id for r in record.relations if r.relation in _PUBLIC_RELATIONS}
    towns = {place.name.casefold() for place in record.places if place.gazetteer_id is not None}
    for actor in record.actors:
        if actor.kind != "person" or any(consents.covers(n, report_id) for n in (actor.name, *actor.aliases)):
            continue
        office = actor.id in public or any(is_office(role.title) for role in actor.roles)
        if actor.id in harmed or not (office or actor.name.casefold() in towns | office_words()):
            yield actor


def harmed_ids(record: Record) -> frozenset[str]:
    """Actors who are victims, by an event or by a victim's name."""
    named = [name for victim in record.victims for name in victim.names]
    in_events = {
        p.actor_id for e in record.events for p in e.participants if p.role == "victim" and p.actor_id is not None
    }
    return frozenset(in_events | {a.id for a in record.actors if any(m.overlaps(n) for m in a.mentions for n in named)})


def named_victims(record: Record, consents: Consents = NOBODY) -> Iterator[Span]:
    """Names of victims that a public export hides."""
    for victim in record.victims:
        if not any(consents.covers(name.text, record.document.id) for name in victim.names):
            yield from victim.names


def known_names(records: Iterable[Record], consents: Consents = NOBODY) -> Known:
    """What the reports of an export know of each other's people."""
    harmed: set[str] = set()
    private: set[str] = set()
    for record in records:
        ids = harmed_ids(record)
        for actor in protected_actors(record, consents):
            (harmed if actor.id in ids else private).update(n for n in (actor.name, *actor.aliases) if _is_full(n))
        harmed.update(n.text for n in named_victims(record, consents) if _is_full(n.text))
    return Known(Names(harmed), Names(private))


def _is_full(name: str) -> bool:
    return len(_WORD.findall(name)) > 1


def protection_of(record: Record, known: Known, consents: Consents = NOBODY) -> Protection:
    """What to look for in the export of `record`; `known` names come from `known_names`."""
    actors = list(protected_actors(record, consents))
    named = list(named_victims(record, consents))
    words = _single_words(record, actors, named)
    folded = {w.casefold() for w in words}
    ranges = [(n.start, n.end) for n in named]
    for actor in actors:
        ranges += [(m.start, m.end) for m in actor.mentions if _is_name(m, actor, folded)]
    witnesses = list(_witnesses(record))
    ranges += [(w.span.start, w.span.end) for w in witnesses]
    agreed = frozenset(
        v.id for v in record.victims if any(consents.covers(n.text, record.document.id) for n in v.names)
    )
    shown_ids = frozenset(
        a.id for a in record.actors if any(consents.covers(n, record.document.id) for n in (a.name, *a.aliases))
    )
    described = [a for a in findable.described_actors(record) if a.id not in shown_ids]
    ranges += [(s.start, s.end) for s in _findable_spans(record, described, agreed)]
    hidden_here = {a.id for a in (*actors, *described)}
    hidden = hidden_here | {w.actor_id for w in witnesses if w.actor_id is not None}
    shown = [n for a in record.actors if a.id not in hidden_here for n in (a.name, *a.aliases)]
    in_office = {tuple(w.casefold() for w in _WORD.findall(n)) for n in shown}
    own = {name for a in actors for name in (a.name, *a.aliases)} | {n.text for n in named}
    unread = not record.actors and not record.events and not record.claims
    document = record.document
    return Protection(
        frozenset(hidden),
        tuple(sorted(set(ranges))),
        Names(own),
        known,
        frozenset(in_office),
        frozenset(words),
        unread,
        findable.Phrases(findable.place_forms(record) | findable.described_forms(described)),
        None if document.publisher else document.byline,
        agreed,
    )


def _findable_spans(record: Record, described: Iterable[Actor], agreed: frozenset[str]) -> Iterator[Span]:
    """Where the text names an exact place or describes a victim."""
    for place in findable.exact_places(record):
        yield from place.mentions
    for victim in record.victims:
        if victim.id not in agreed:
            yield from findable.victim_spans(victim)
    yield from findable.described_mentions(described)


def _witnesses(record: Record) -> Iterator[Who]:
    """Unnamed witnesses who speak: the words that describe them may be enough to find them."""
    whos = [who for claim in record.claims for who in (claim.speaker, claim.relayed_by)]
    whos += [figure.speaker for figure in record.figures] + [victim.speaker for victim in record.victims]
    whos += [answer.speaker for event in record.events for answer in event.answers]
    for who in whos:
        if who is not None and who.level == "anonymous_witness":
            yield who


def _single_words(record: Record, actors: Iterable[Actor], named: Iterable[Span]) -> set[str]:
    """Each name of a protected person that could stand alone; not titles, nor words that name a place here."""
    skip = {w.casefold() for place in record.places for w in _WORD.findall(place.name)}
    out = set()
    for actor in actors:
        titles = {w.casefold() for role in actor.roles for w in _WORD.findall(role.title)}
        words = {w for name in (actor.name, *actor.aliases) for w in _WORD.findall(name)}
        out |= {w for w in words if w.casefold() not in titles}
    out |= {w for n in named for w in _WORD.findall(n.text)}
    return {w for w in out if len(w) >= _SHORTEST and w[0].isupper() and w.casefold() not in skip | office_words()}


def _is_name(mention: Span, actor: Actor, words: set[str]) -> bool:
    """Whether a mention holds the actor's name; a pronoun or a description does not."""
    own = {w.casefold() for name in (actor.name, *actor.aliases) for w in _WORD.findall(name) if w[0].isupper()}
    return any(w[0].isupper() and w.casefold() in own | words for w in _WORD.findall(mention.text))

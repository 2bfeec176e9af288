"""Who in a record is a witness: a person without public office who speaks, or whom a report quotes without a name.

Kept in the index of names, so that a desk can hide them from a group that may not see them.
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.lexicon.offices import is_office, office_words
from rashomon.model.actors import Actor, Who
from rashomon.model.record import Record

_PUBLIC_RELATIONS = frozenset({"leads", "speaks_for"})


def speakers(record: Record) -> Iterator[Who]:
    """Everybody whom the record lets speak, once for each time."""
    whos = [who for claim in record.claims for who in (claim.speaker, claim.relayed_by)]
    whos += [figure.speaker for figure in record.figures] + [victim.speaker for victim in record.victims]
    whos += [answer.speaker for event in record.events for answer in event.answers]
    yield from (who for who in whos if who is not None)


def has_office(record: Record, actor: Actor) -> bool:
    """Whether the report gives an actor a public office."""
    public = any(r.subject_id == actor.id and r.relation in _PUBLIC_RELATIONS for r in record.relations)
    return public or any(is_office(role.title) for role in actor.roles)


def witnesses(record: Record) -> Iterator[Actor]:
    """Named persons without office who speak."""
    speaking = {who.actor_id for who in speakers(record)}
    for actor in record.actors:
        if actor.kind == "person" and actor.id in speaking and actor.name.casefold() not in office_words():
            if not has_office(record, actor):
                yield actor


def unnamed(record: Record) -> Iterator[Who]:
    """Witnesses whom the report describes and does not name."""
    yield from (who for who in speakers(record) if who.level == "anonymous_witness")

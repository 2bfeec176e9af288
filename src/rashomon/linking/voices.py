"""Voices: who speaks in one report, by all the names used there, and the bodies that the names stand for.

A report that names itself is its own voice; unnamed staff speak for a hospital and for nobody else. Which voices of two
reports are one is not asked here (`origins`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from rashomon.lexicon import load
from rashomon.linking.bodies import Body, body_of
from rashomon.linking.names import fold, words_of
from rashomon.linking.raws import Raw
from rashomon.model.actors import Actor, Who
from rashomon.model.record import Record

_NAMED = frozenset({"named", "named_office", "media"})
#: Relations by which somebody speaks for another.
SPEAKING = frozenset({"speaks_for", "leads", "member_of", "part_of"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in one report; `names` holds all forms used there. `who` null: the outlet itself.

    Args:
        bodies: the bodies that the names, or a person's offices, stand for.
    """

    report_id: str
    who: Who | None
    name: str
    names: tuple[str, ...]
    named: bool
    person: bool = False
    bodies: frozenset[Body] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """Tells voices of one report apart; a name without a letter is told by its actor, and is never the outlet."""
        if self.who is None:
            return self.report_id, ""
        return self.report_id, fold(self.name) or f"({self.who.actor_id or self.who.span.start})"


@functools.cache
def listed(name: str) -> frozenset[str]:
    """One of linking's lists of words."""
    return frozenset(load("linking")[name])


def outlet_of(record: Record) -> str:
    """How the outlet is called: publisher, else the host, else its byline, else "unnamed outlet" with a part of its id."""
    document = record.document
    if document.publisher:
        return document.publisher
    host = urlsplit(document.url).hostname if document.url else None
    return host.removeprefix("www.") if host else (document.byline or f"unnamed outlet ({document.id[:6]})")


def voice_of(record: Record, raw: Raw) -> Voice:
    """The voice behind an answer; a report that names itself is its own voice."""
    outlet = outlet_of(record)
    who = raw.speaker
    if who is None:
        return Voice(raw.report_id, None, outlet, (outlet,), True, bodies=_bodies((outlet,)))
    actor = next((a for a in record.actors if a.id == who.actor_id), None)
    forms = (who.name,) if actor is None else tuple(dict.fromkeys((who.name, actor.name, *actor.aliases)))
    if any(own_name(f, outlet) for f in forms):
        own = tuple(f for f in forms if fold(f) not in listed("self_names") | listed("bare_offices"))
        return Voice(raw.report_id, None, outlet, (outlet, *own), True, bodies=_bodies((outlet,)))
    name = best(forms) if who.level in _NAMED else who.name
    capital = any(w[:1].isupper() for w in name.split()[-1:])
    named = who.level in _NAMED or (who.level in ("unknown", "crowd") and capital)
    person = actor is not None and actor.kind == "person"
    return Voice(raw.report_id, who, name, forms, named, person, _bodies_of(record, actor, forms, named=named))


#: Kinds of actors whose names are no office's.
_NO_OFFICE = frozenset({"armed_group", "political", "media"})


def _bodies_of(record: Record, actor: Actor | None, forms: Sequence[str], *, named: bool) -> frozenset[Body]:
    """The bodies that somebody speaks for: by the office of a person, else by the names; unnamed staff for a hospital.

    A group's "general staff" or "ministry" is none of the state's.
    """
    if actor is not None and (actor.kind in _NO_OFFICE or _of_group(record, actor)):
        return frozenset()
    person = actor is not None and actor.kind == "person"
    # The fullest name tells whose staff or forces; a short form ("the General Staff") could be anybody's.
    full = forms if actor is None else [actor.name]
    found = _bodies([r.title for r in actor.roles] if actor is not None and person else full)
    return found if named else frozenset(b for b in found if b.kind in ("hospital", "authorities"))


def _of_group(record: Record, actor: Actor) -> bool:
    """Whether the report makes an actor a part or a speaker of an armed group or a party."""
    groups = {a.id for a in record.actors if a.kind in _NO_OFFICE}
    return any(r.subject_id == actor.id and r.object_id in groups and r.relation in SPEAKING for r in record.relations)


def _bodies(names: Iterable[str]) -> frozenset[Body]:
    return frozenset(body for name in names if (body := body_of(name)) is not None)


def own_name(form: str, outlet: str) -> bool:
    """Whether it is "this newspaper", the outlet's name, or in a statement a short form of who issued it.

    What follows a comma in a name is the desk of whoever issues it ("Northern Command, Press Service").
    """
    ours, theirs = words_of(form), words_of(outlet)
    if not ours:
        return False  # an erased name
    if fold(form) in listed("self_names") or ours == theirs:
        return True
    if len(ours) > 1:
        return set(ours) <= set(theirs)
    heads = {words_of(outlet)[-1:], words_of(outlet.split(",")[0])[-1:]}
    return ours in heads and ours[0] in listed("bare_offices")


def best(forms: Sequence[str]) -> str:
    """The fullest proper form, without an article."""
    bare = [f.removeprefix("The ").removeprefix("the ") for f in forms]
    return max(bare, key=lambda f: (f[:1].isupper(), -abs(len(f.split()) - 3), len(f), f))

"""Origins: who stands behind an answer, across reports.

Articles are not sources. One speaker quoted by many outlets, an outlet's copy, a spokesman and his
group are one origin (methodology rule 5). Unnamed speakers of two outlets stay two: nobody can
know better from the words, and merging them would hide a source.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from rashomon.lexicon import load
from rashomon.linking.bodies import Body, body_of, one_body
from rashomon.linking.copies import Copies
from rashomon.linking.names import fold, same_name, words_of
from rashomon.linking.raws import Raw
from rashomon.model.actors import Actor, Who
from rashomon.model.record import Record
from rashomon.model.relations import Relation

_NAMED = frozenset({"named", "named_office", "media"})
_BODIES = frozenset({"speaks_for", "leads", "member_of", "part_of"})


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


@dataclass(frozen=True, slots=True)
class Origins:
    """Voices by their (report, name) key, led to an origin, its name, and the group that counts as one."""

    roots: Mapping[tuple[str, str], tuple[str, str]]
    names: Mapping[tuple[str, str], str]
    groups: Mapping[tuple[str, str], str]


@functools.cache
def _listed(name: str) -> frozenset[str]:
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
    if any(_own_name(f, outlet) for f in forms):
        own = tuple(f for f in forms if fold(f) not in _listed("self_names") | _listed("bare_offices"))
        return Voice(raw.report_id, None, outlet, (outlet, *own), True, bodies=_bodies((outlet,)))
    name = _best(forms) if who.level in _NAMED else who.name
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
    return any(r.subject_id == actor.id and r.object_id in groups and r.relation in _BODIES for r in record.relations)


def _bodies(names: Iterable[str]) -> frozenset[Body]:
    return frozenset(body for name in names if (body := body_of(name)) is not None)


def _own_name(form: str, outlet: str) -> bool:
    """Whether it is "this newspaper", the outlet's name, or in a statement a short form of who issued it."""
    ours, theirs = words_of(form), words_of(outlet)
    if not ours:
        return False  # an erased name
    if fold(form) in _listed("self_names") or ours == theirs:
        return True
    if len(ours) > 1:
        return set(ours) <= set(theirs)
    return ours[-1:] == theirs[-1:] and fold(form) in _listed("bare_offices")


def _best(forms: Sequence[str]) -> str:
    """The fullest proper form, without an article."""
    bare = [f.removeprefix("The ").removeprefix("the ") for f in forms]
    return max(bare, key=lambda f: (f[:1].isupper(), -abs(len(f.split()) - 3), len(f), f))


def find_origins(
    voices: Iterable[Voice], records: Mapping[str, Record], copies: Copies, *, country: str | None = None
) -> Origins:
    """Leads every voice to its origin, and every origin to the group that counts as one.

    Args:
        country: ISO code of the state in which it happened.
    """
    merged: dict[tuple[str, str], Voice] = {}
    for voice in voices:
        known = merged.setdefault(voice.key, voice)
        merged[voice.key] = replace(known, names=tuple(sorted({*known.names, *voice.names})))
    ordered = [merged[key] for key in sorted(merged)]
    same, grouped = _Union(), _Union()
    for i, a in enumerate(ordered):
        same.add(a.key)
        grouped.add(a.key)
        for b in ordered[:i]:
            if _same_origin(a, b):
                same.join(a.key, b.key)
            if _same_origin(a, b) or _copied(a, b, copies) or _one_body(a, b, records, country):
                grouped.join(a.key, b.key)
    _lead_bare(ordered, grouped)
    by_key = {v.key: v for v in ordered}
    names: dict[tuple[str, str], str] = {}
    for members in same.classes():
        spoken = [by_key[k] for k in members if by_key[k].who is not None] or [by_key[k] for k in members]
        name = _best(sorted(v.name for v in spoken)) if len(spoken) > 1 else spoken[0].name
        names.update(dict.fromkeys(members, name))
    roots = {k: members[0] for members in same.classes() for k in members}
    groups = {k: "|".join(members[0]) for members in grouped.classes() for k in members}
    return Origins(roots, names, groups)


def _same_origin(a: Voice, b: Voice) -> bool:
    if a.who is None and b.who is None:
        return words_of(a.name) == words_of(b.name) != ()
    if a.report_id == b.report_id and a.who is not None and b.who is not None:
        return a.who.actor_id is not None and a.who.actor_id == b.who.actor_id
    if not (a.named and b.named):
        return False
    return any(_same_office(x, y) for x in _bare_names(a) for y in _bare_names(b))


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(load("linking")["titles"])


def _bare_names(voice: Voice) -> list[str]:
    """The names of a voice; a person's without titles ("Mr Ilunga")."""
    return [_untitled(n) for n in voice.names] if voice.person else list(voice.names)


def _untitled(name: str) -> str:
    words = name.split()
    while len(words) > 1 and fold(words[0]) in _titles():
        words = words[1:]
    return " ".join(words)


def _same_office(a: str, b: str) -> bool:
    ours, theirs = words_of(a), words_of(b)
    if ours == theirs:
        return ours != () and fold(a) not in _listed("bare_offices")
    short, long = sorted((ours, theirs), key=lambda w: (len(w), w))
    if len(short) == 1 and len(long) > 1:
        if short[0] in _listed("short_offices"):
            return len(long) == 2 and long[-1] == short[0]
        return short[0] not in _listed("bare_offices") and a[:1].isupper() and b[:1].isupper() and same_name(a, b)
    return same_name(a, b)


def _copied(a: Voice, b: Voice, copies: Copies) -> bool:
    """Two tellings of one voice in near-copies; the outlets of near-copies are one voice too."""
    if a.report_id == b.report_id or not copies.same_text(a.report_id, b.report_id):
        return False
    if a.who is None or b.who is None:
        return a.who is None and b.who is None
    return same_name(a.name, b.name) or a.who.level == b.who.level and set(words_of(a.name)) == set(words_of(b.name))


#: Bodies that "the authorities" may be.
_AUTHORITIES = frozenset({"army", "police", "ministry", "government"})


def _lead_bare(voices: Sequence[Voice], grouped: _Union) -> None:
    """Leads "the ministry" to the one ministry of the incident, "the hospital" to its one hospital; to none of several."""
    known: dict[str, set[tuple[str, str]]] = {}
    for voice in voices:
        for body in voice.bodies:
            if not body.bare:
                for kind in (body.kind, "authorities") if body.kind in _AUTHORITIES else (body.kind,):
                    known.setdefault(kind, set()).add(grouped.root(voice.key))
    for voice in voices:
        kinds = {body.kind for body in voice.bodies}
        homes = {home for kind in kinds for home in known.get(kind, ())}
        if kinds and len(homes) == 1 and all(body.bare for body in voice.bodies):
            grouped.join(voice.key, *homes)


def _one_body(a: Voice, b: Voice, records: Mapping[str, Record], country: str | None) -> bool:
    """Whether one speaks for, leads or belongs to the other, by a relation, an office or by its very name."""
    if any(one_body(x, y, country=country) for x in a.bodies for y in b.bodies):
        return True
    for record in (records[i] for i in sorted({a.report_id, b.report_id})):
        ids = {x.id: (x.name, *x.aliases) for x in record.actors}
        for relation in record.relations:
            if relation.relation in _BODIES:
                subject, body = ids.get(relation.subject_id, ()), ids.get(relation.object_id, ())
                if _speaks_for(a, subject, b, body, relation) or _speaks_for(b, subject, a, body, relation):
                    return True
    ours, theirs = words_of(a.name), words_of(b.name)
    short, long = sorted((ours, theirs), key=len)
    ends = 1 < len(short) < len(long) and long[-len(short) :] == short
    return ends and long[-len(short) - 1] not in _LOCAL


#: Before a place in a name: "a colleague in Addis Ababa" does not speak for Addis Ababa.
_LOCAL = frozenset({"in", "near", "outside", "at"})


def _speaks_for(one: Voice, subject: Sequence[str], other: Voice, body: Sequence[str], relation: Relation) -> bool:
    """Whether one is the relation's subject and the other its body; an unnamed member speaks for himself."""
    told = one.named or relation.relation != "member_of"
    return told and _is(one, subject) and _is(other, body)


def _is(voice: Voice, names: Sequence[str]) -> bool:
    return voice.who is not None and any(_same_office(x, y) for x in voice.names for y in names)


class _Union:
    """Disjoint sets; the smallest key is the root, so the result does not depend on the order of joins."""

    def __init__(self) -> None:
        self.parent: dict[tuple[str, str], tuple[str, str]] = {}

    def add(self, key: tuple[str, str]) -> None:
        self.parent.setdefault(key, key)

    def root(self, key: tuple[str, str]) -> tuple[str, str]:
        while self.parent[key] != key:
            key = self.parent[key]
        return key

    def join(self, a: tuple[str, str], b: tuple[str, str]) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        self.parent[second] = first

    def classes(self) -> list[list[tuple[str, str]]]:
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for key in sorted(self.parent):
            found.setdefault(self.root(key), []).append(key)
        return list(found.values())

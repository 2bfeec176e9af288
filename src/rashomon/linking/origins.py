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
from rashomon.linking.answers import Raw
from rashomon.linking.copies import Copies
from rashomon.linking.names import fold, same_name, words_of
from rashomon.model.actors import Who
from rashomon.model.record import Record

_NAMED = frozenset({"named", "named_office", "media"})
_BODIES = frozenset({"speaks_for", "leads", "member_of", "part_of"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in one report; `names` holds all forms used there. `who` null: the outlet itself."""

    report_id: str
    who: Who | None
    name: str
    names: tuple[str, ...]
    named: bool

    @property
    def key(self) -> tuple[str, str]:
        """Tells voices of one report apart."""
        return self.report_id, "" if self.who is None else fold(self.name)


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
        return Voice(raw.report_id, None, outlet, (outlet,), True)
    actor = next((a for a in record.actors if a.id == who.actor_id), None)
    forms = (who.name,) if actor is None else tuple(dict.fromkeys((who.name, actor.name, *actor.aliases)))
    if any(_own_name(f, outlet) for f in forms):
        own = tuple(f for f in forms if fold(f) not in _listed("self_names") | _listed("bare_offices"))
        return Voice(raw.report_id, None, outlet, (outlet, *own), True)
    name = _best(forms) if who.level in _NAMED else who.name
    capital = any(w[:1].isupper() for w in name.split()[-1:])
    return Voice(
        raw.report_id, who, name, forms, who.level in _NAMED or (who.level in ("unknown", "crowd") and capital)
    )


def _own_name(form: str, outlet: str) -> bool:
    """Whether it is "this newspaper", the outlet's name, or in a statement a short form of who issued it."""
    ours, theirs = words_of(form), words_of(outlet)
    if fold(form) in _listed("self_names") or ours == theirs:
        return True
    if len(ours) > 1:
        return set(ours) <= set(theirs)
    return ours[-1:] == theirs[-1:] and fold(form) in _listed("bare_offices")


def _best(forms: Sequence[str]) -> str:
    """The fullest proper form, without an article."""
    bare = [f.removeprefix("The ").removeprefix("the ") for f in forms]
    return max(bare, key=lambda f: (f[:1].isupper(), -abs(len(f.split()) - 3), len(f), f))


def find_origins(voices: Iterable[Voice], records: Mapping[str, Record], copies: Copies) -> Origins:
    """Leads every voice to its origin, and every origin to the group that counts as one."""
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
            if _same_origin(a, b) or _copied(a, b, copies) or _one_body(a, b, records):
                grouped.join(a.key, b.key)
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
        return words_of(a.name) == words_of(b.name)
    if a.report_id == b.report_id and a.who is not None and b.who is not None:
        return a.who.actor_id is not None and a.who.actor_id == b.who.actor_id
    if not (a.named and b.named):
        return False
    return any(_same_office(x, y) for x in a.names for y in b.names)


def _same_office(a: str, b: str) -> bool:
    ours, theirs = words_of(a), words_of(b)
    if ours == theirs:
        return fold(a) not in _listed("bare_offices")
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


def _one_body(a: Voice, b: Voice, records: Mapping[str, Record]) -> bool:
    """Whether one speaks for, leads or belongs to the other, by a relation or by its very name."""
    for record in (records[i] for i in sorted({a.report_id, b.report_id})):
        ids = {x.id: (x.name, *x.aliases) for x in record.actors}
        for relation in record.relations:
            if relation.relation in _BODIES:
                subject, body = ids.get(relation.subject_id, ()), ids.get(relation.object_id, ())
                if _is(a, subject) and _is(b, body) or _is(b, subject) and _is(a, body):
                    return True
    ours, theirs = words_of(a.name), words_of(b.name)
    short, long = sorted((ours, theirs), key=len)
    return len(short) > 1 and len(short) < len(long) and long[-len(short) :] == short


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

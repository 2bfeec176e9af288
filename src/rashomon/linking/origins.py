"""Origins: who stands behind an answer, across reports.

Articles are not sources. One speaker quoted by many outlets, an outlet's copy, a spokesman and his
group are one origin (methodology rule 5). Unnamed speakers of two outlets stay two: nobody can
know better from the words, and merging them would hide a source.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rashomon.lexicon import load
from rashomon.linking.bodies import one_body
from rashomon.linking.copies import Copies
from rashomon.linking.names import fold, same_name, words_of
from rashomon.linking.voices import SPEAKING, Voice, best, listed, outlet_of, own_name
from rashomon.model.record import Record
from rashomon.model.relations import Relation


@dataclass(frozen=True, slots=True)
class Origins:
    """Voices by their (report, name) key, led to an origin, its name, and the group that counts as one."""

    roots: Mapping[tuple[str, str], tuple[str, str]]
    names: Mapping[tuple[str, str], str]
    groups: Mapping[tuple[str, str], str]


def find_origins(
    voices: Iterable[Voice],
    records: Mapping[str, Record],
    copies: Copies,
    *,
    country: str | None = None,
    one_state: Iterable[tuple[tuple[str, str], tuple[str, str]]] = (),
) -> Origins:
    """Leads every voice to its origin, and every origin to the group that counts as one.

    Args:
        country: ISO code of the state in which it happened.
        one_state: keys of voices of one state's organs that speak as one here.
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
    _lead_lone(ordered, grouped)
    for one, other in one_state:
        grouped.join(one, other)
    by_key = {v.key: v for v in ordered}
    names: dict[tuple[str, str], str] = {}
    for members in same.classes():
        spoken = [by_key[k] for k in members if by_key[k].who is not None] or [by_key[k] for k in members]
        name = best(sorted(v.name for v in spoken)) if len(spoken) > 1 else spoken[0].name
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


#: "the union at Hanma Yards" is "the Hanma Yards union".
_OF = frozenset({"at", "for"})


def _same_office(a: str, b: str) -> bool:
    a, b = (" ".join(w for w in name.split() if w not in _OF) or name for name in (a, b))
    ours, theirs = words_of(a), words_of(b)
    if ours == theirs:
        return ours != () and fold(a) not in listed("bare_offices")
    short, long = sorted((ours, theirs), key=lambda w: (len(w), w))
    if len(short) == 1 and len(long) > 1:
        if short[0] in listed("short_offices"):
            return len(long) == 2 and long[-1] == short[0]
        return short[0] not in listed("bare_offices") and a[:1].isupper() and b[:1].isupper() and same_name(a, b)
    return same_name(a, b)


def _copied(a: Voice, b: Voice, copies: Copies) -> bool:
    """Two tellings of one voice in near-copies; the outlets of near-copies are one voice too."""
    if a.report_id == b.report_id or not copies.same_text(a.report_id, b.report_id):
        return False
    if a.who is None or b.who is None:
        return a.who is None and b.who is None
    return same_name(a.name, b.name) or a.who.level == b.who.level and set(words_of(a.name)) == set(words_of(b.name))


#: Bodies that "the authorities" may be.
_AUTHORITIES = frozenset({"army", "police", "ministry", "government", "crisis", "governor"})


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


def _lead_lone(voices: Sequence[Voice], grouped: _Union) -> None:
    """Leads "the union" to the one union that speaks in the incident; to none of several."""
    homes: dict[str, set[tuple[str, str]]] = {}
    bare: list[tuple[Voice, str]] = []
    for voice in voices:
        words = {w for name in voice.names for w in words_of(name)} if voice.named and not voice.person else set()
        for word in words & listed("lone_bodies"):
            if len(words) == 1:
                bare.append((voice, word))
            else:
                homes.setdefault(word, set()).add(grouped.root(voice.key))
    for voice, word in bare:
        if len(homes.get(word, ())) == 1:
            grouped.join(voice.key, *homes[word])


def _names_in(record: Record) -> dict[str, tuple[str, ...]]:
    """The names of a report's actors; who issued it bears the outlet's name too."""
    outlet = outlet_of(record)
    every = {x.id: (x.name, *x.aliases) for x in record.actors}
    return {i: (*forms, outlet) if any(own_name(f, outlet) for f in forms) else forms for i, forms in every.items()}


def _one_body(a: Voice, b: Voice, records: Mapping[str, Record], country: str | None) -> bool:
    """Whether one speaks for, leads or belongs to the other, by a relation, an office or by its very name."""
    if any(one_body(x, y, country=country) for x in a.bodies for y in b.bodies):
        return True
    for record in (records[i] for i in sorted({a.report_id, b.report_id})):
        spoken = [r for r in record.relations if r.relation in SPEAKING]
        if spoken:
            ids = _names_in(record)
            for relation in spoken:
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
    return any(_same_office(x, y) for x in voice.names for y in names)


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

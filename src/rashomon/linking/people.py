"""Victims of an incident across its reports: who is told of twice, as scored suggestions.

A name in two reports is a hint, not a person; the suggestion says what it rests on and a person decides. Two entries
of one report are two people. Who is first told of as injured and later as dead has moved and is counted once.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rashomon.lexicon import load
from rashomon.linking.names import fold, same_word, words_of
from rashomon.model.incidents import Person, VictimRef
from rashomon.model.record import Record
from rashomon.model.victims import Victim

#: Points from which two entries are suggested to be one person; set by hand on the train part of the open corpus.
THRESHOLD = 1.5
#: Points from which a suggestion stands even where another entry of the report fits too.
SURE = 2.5
#: From what can still get worse to what cannot.
_WORSE = ("detained", "abducted", "missing", "injured", "killed")

Said = Mapping[frozenset[str], str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A victim of one report; `rank`: of the report, in time; `beside`: the report ties the victim to another event."""

    ref: VictimRef
    victim: Victim
    name: str
    rank: int
    beside: bool = False

    @property
    def key(self) -> str:
        return f"{self.ref.report_id}:{self.ref.victim_id}"


def people_of(
    members: Sequence[tuple[Record, Iterable[str]]], *, order: Mapping[str, int], said: Said
) -> tuple[Person, ...]:
    """The people harmed, each with the entries that are suggested to be one, by first telling and name.

    Who was taken in one report and is found dead in the next has moved to another event and is still the one person: a
    victim of another event joins by a full name, and is listed with nobody of the incident otherwise.

    Args:
        members: records with the ids of their events in the incident.
        order: report id to its rank in time.
        said: what people decided on pairs of entries ("report id:victim id").
    """
    entries = [
        _Entry(VictimRef(r.document.id, v.id), v, name, order[r.document.id], v.event_id not in own)
        for r, own in ((r, set(ids)) for r, ids in members)
        for v in r.victims
        if (name := _longest(v) or v.spans[0].text)
    ]
    entries.sort(key=lambda e: (e.rank, e.ref.report_id, e.victim.spans[0].start, e.ref.victim_id))
    group = {e.key: [e] for e in entries}
    why: dict[str, tuple[float, tuple[str, ...]]] = {}
    for score, a, b, reasons in _pairs(entries, said):
        ours, theirs = group[a.key], group[b.key]
        if ours is theirs or not _may_join(ours, theirs, said):
            continue
        ours.extend(theirs)
        least = min([score, *(why[e.key][0] for e in ours if e.key in why)])
        for e in ours:
            group[e.key] = ours
            why[e.key] = (least, reasons)
    unique = {id(found): found for found in group.values() if not all(e.beside for e in found)}
    return tuple(_person(sorted(found, key=lambda e: e.rank), why) for found in unique.values())


def _longest(victim: Victim) -> str:
    return max((s.text for s in victim.names), key=lambda t: (len(t), t), default="")


def _pairs(entries: Sequence[_Entry], said: Said) -> list[tuple[float, _Entry, _Entry, tuple[str, ...]]]:
    """Pairs of entries that may be joined, the surest first; what a person said comes before all."""
    found: list[tuple[float, _Entry, _Entry, tuple[str, ...]]] = []
    for a, b in combinations(entries, 2):
        if a.ref.report_id == b.ref.report_id:
            continue
        word = said.get(frozenset((a.key, b.key)))
        score, reasons = compare(a.victim, b.victim)
        if word == "same":
            found.append((99.0, a, b, ("a person said so",)))
        elif word is None and score >= (SURE if a.beside or b.beside else THRESHOLD) and not (a.beside and b.beside):
            found.append((score, a, b, reasons))
    # A single word, or an age, that fits two people of one report names neither.
    fits = Counter(side for _, a, b, _ in found for side in ((a.key, b.ref.report_id), (b.key, a.ref.report_id)))
    sure = [
        r
        for r in found
        if r[0] >= SURE or fits[r[1].key, r[2].ref.report_id] == fits[r[2].key, r[1].ref.report_id] == 1
    ]
    return sorted(sure, key=lambda row: (-row[0], row[1].key, row[2].key))


def _may_join(ours: Sequence[_Entry], theirs: Sequence[_Entry], said: Said) -> bool:
    """Two entries of one report are two people, and so are those that a person told apart."""
    if {e.ref.report_id for e in ours} & {e.ref.report_id for e in theirs}:
        return False
    return not any(said.get(frozenset((a.key, b.key))) == "different" for a in ours for b in theirs)


def compare(a: Victim, b: Victim) -> tuple[float, tuple[str, ...]]:
    """Points that two entries are one person, with what they rest on; 0 where nothing names them both."""
    rows = _named(a, b)
    if not rows:
        return 0.0, ()
    if a.age is not None and b.age is not None and rows[0][1] != _BY_AGE:
        near = a.age.low <= b.age.high + 1 and b.age.low <= a.age.high + 1
        rows.append((1.0, "the same age") if near else (-2.0, "another age"))
    if a.sex is not None and b.sex is not None:
        rows.append((0.5, "the same sex") if a.sex == b.sex else (-3.0, "another sex"))
    if a.role is not None and b.role is not None and set(words_of(a.role.text)) & set(words_of(b.role.text)):
        rows.append((0.5, "the same trade"))
    if a.harm == b.harm:
        rows.append((0.3, "the same harm"))
    return round(sum(points for points, _ in rows), 4), tuple(reason for _, reason in rows)


_BY_AGE = "one exact age, and no name on one side"


def _named(a: Victim, b: Victim) -> list[tuple[float, str]]:
    """What the names say; an exact age stands for a name where one side has none."""
    ours, theirs = _names(a), _names(b)
    found = [(x, y, like) for x in ours for y in theirs if (like := _alike(x, y)) > 0]
    if found:
        x, y, like = max(found, key=lambda row: (row[2], row[0], row[1]))
        rows = [(like, f"one name: {' '.join(x)}, {' '.join(y)}")]
        return [*rows, (0.5, "letter by letter")] if x == y and len(x) > 1 else rows
    if (
        (not ours or not theirs)
        and a.age is not None
        and b.age is not None
        and a.age.low == a.age.high == b.age.low == b.age.high
    ):
        return [(1.2, _BY_AGE)]
    return []


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(fold(word) for word in load("linking")["titles"])


def _names(victim: Victim) -> list[tuple[str, ...]]:
    """The proper words of each form of the name, titles and descriptions left out."""
    out = []
    for span in victim.names:
        proper = [w for w in span.text.split() if not w[:1].islower()]
        words = tuple(w for w in words_of(" ".join(proper)) if w not in _titles())
        if words:
            out.append(words)
    return list(dict.fromkeys(out))


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """2 for two names of one bearer, 1.2 for a single word that the other has, 0 otherwise; an initial fits its word."""
    short, long = sorted((a, b), key=lambda w: (len(w), w))
    left = list(long)
    whole = 0
    for word in short:
        match = next((w for w in left if _fits(word, w)), None)
        if match is None:
            return 0.0
        left.remove(match)
        whole += min(len(word), len(match)) > 1
    if not whole:
        return 0.0
    return 2.0 if len(short) > 1 else 1.2


def _fits(a: str, b: str) -> bool:
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    return a == b or same_word(a, b)


def _person(entries: Sequence[_Entry], why: Mapping[str, tuple[float, tuple[str, ...]]]) -> Person:
    named = max((_longest(e.victim) for e in entries), key=lambda n: (len(n), n)) or entries[0].name
    harms = list(dict.fromkeys(e.victim.harm for e in entries))
    worst = max(harms, key=_WORSE.index)
    score, reasons = why.get(entries[0].key, (None, ()))
    return Person(named, worst, tuple(h for h in harms if h != worst), tuple(e.ref for e in entries), score, reasons)

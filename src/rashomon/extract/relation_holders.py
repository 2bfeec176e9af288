"""Offices whose body is named elsewhere: "the movement's press officer, NAME", "its director, NAME", "a spokesman, NAME, said".

The noun or pronoun before the office points back to a body that the report named: one whose name holds the noun, else the
nearest of the kind that the noun tells. Where nothing fits, nothing is stated.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from rashomon.extract.relation_cast import BODY_KINDS
from rashomon.extract.titles import title_words
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Grounding, Mention, RelationMention
from rashomon.model.relations import RelationKind
from rashomon.model.spans import Span

#: Tokens back that a noun may point to a body of its kind, and sentences back that a bare office may (tried on train).
_NEAR, _BARE_BACK = 150, 3
_SAYS: dict[str, RelationKind] = {"speaks_for": "speaks_for", "leads": "leads", "member": "member_of"}
_APART = frozenset(", - – — ( “ ” \" ’ '".split())


@dataclass(frozen=True, slots=True)
class _Office:
    """Tokens `[first, last)` of a title, what it says of its bearer."""

    first: int
    last: int
    relation: RelationKind


@functools.cache
def _titles() -> dict[tuple[str, ...], RelationKind]:
    table: dict[tuple[str, ...], RelationKind] = {}
    for title, entry in title_words().items():
        relation = next((r for key, r in _SAYS.items() if entry.get(key)), None)
        if relation is not None:
            table[tuple(title.replace("-", " - ").split())] = relation
    return table


@functools.cache
def body_kinds() -> dict[str, tuple[ActorKind, ...]]:
    """Common noun to the kinds of body that it can mean."""
    table: dict[str, list[ActorKind]] = {}
    for kind, nouns in load("relations")["body_nouns"].items():
        for noun in nouns:
            table.setdefault(noun, []).append(kind)
    return {noun: tuple(kinds) for noun, kinds in table.items()}


def holders(doc: Doc, grounding: Grounding) -> Iterator[RelationMention]:
    """Relations of named persons to the bodies that their offices point back to."""
    kinds = {a.id: a.kind for a in grounding.actors}
    bodies = [
        m
        for m in grounding.mentions
        if m.first < m.last
        and kinds.get(grounding.actor_of[m.head] or "") in BODY_KINDS
        and (m.form == "name" or m.form == "nominal" and doc[m.head].lower_ in body_kinds())
    ]
    for mention in grounding.mentions:
        person = grounding.actor_of[mention.head] if mention.first < mention.last else None
        if person is None or mention.form != "name" or kinds[person] != "person":
            continue
        direct = _voice(doc, grounding, mention, kinds) or _leader(doc, grounding, mention, kinds)
        if direct is not None:
            yield direct
            continue
        found = _held(doc, grounding, mention, bodies)
        if found is not None and found[1] != person:
            office, body, first = found
            end = max(mention.last, office.last)
            span = Span.of(text_of(doc), doc[first].idx, doc[end - 1].idx + len(doc[end - 1].text))
            yield RelationMention(person, office.relation, body, span, "office of body told")


def _voice(doc: Doc, grounding: Grounding, mention: Mention, kinds: dict[str, ActorKind]) -> RelationMention | None:
    """As in "General NAME, for the UPC, laughed": who answers for a body between commas."""
    k = mention.last
    if k + 2 >= len(doc) or doc[k].text != "," or doc[k + 1].lower_ != "for":
        return None
    at = k + 2 + (doc[k + 2].pos_ == "DET")
    index = grounding.mention_of[at] if at < len(doc) else None
    if index is None:
        return None
    body, other = grounding.actor_of[at], grounding.mentions[index]
    closed = other.last < len(doc) and doc[other.last].text in {",", ":", "."}
    if body is None or kinds[body] not in BODY_KINDS or not closed:
        return None
    return _stated(doc, grounding, mention, "speaks_for", body, mention.first, other.last)


def _leader(doc: Doc, grounding: Grounding, mention: Mention, kinds: dict[str, ActorKind]) -> RelationMention | None:
    """As in "the rebels of Colonel NAME"."""
    k, floor = mention.first - 1, doc[mention.first].sent.start
    while k > floor and (doc[k].pos_ == "PROPN" or doc[k].is_title) and doc[k].lower_ != "of":
        k -= 1
    if k - 1 < floor or doc[k].lower_ != "of" or k == mention.first - 1:
        return None
    body = grounding.actor_of[k - 1]
    if body is None or kinds[body] != "armed_group" or doc[k - 1].tag_ != "NNS":
        return None
    return _stated(doc, grounding, mention, "leads", body, k - 1, mention.last)


def _stated(
    doc: Doc, grounding: Grounding, mention: Mention, relation: RelationKind, body: str, first: int, last: int
) -> RelationMention:
    person = grounding.actor_of[mention.head] or ""
    span = Span.of(text_of(doc), doc[first].idx, doc[last - 1].idx + len(doc[last - 1].text))
    return RelationMention(person, relation, body, span, "stands for body")


def _held(
    doc: Doc, grounding: Grounding, mention: Mention, bodies: Sequence[Mention]
) -> tuple[_Office, str, int] | None:
    """The office beside a name, the body that it points back to, and where the words begin."""
    office = _before(doc, mention) or _after(doc, mention)
    if office is None:
        return None
    pointer = _pointer(doc, office)
    if pointer is None:
        return None
    noun, first = pointer
    body = _body(doc, grounding, bodies, noun, first, office)
    return (office, body, first) if body is not None else None


def _before(doc: Doc, mention: Mention) -> _Office | None:
    """As in "the ministry's spokesman, Colonel NAME": ranks may stand between."""
    floor, k = doc[mention.first].sent.start, mention.first
    for _ in range(6):
        while k > floor and doc[k - 1].text in _APART:
            k -= 1
        found = _ending_at(doc, k, floor)
        if found is not None and not _is_rank(doc, found, mention.first):
            return found
        if k <= floor or doc[k - 1].pos_ not in {"PROPN", "NOUN", "ADJ"}:
            return None
        k -= 1
    return None


def _after(doc: Doc, mention: Mention) -> _Office | None:
    """As in "NAME, the ministry spokesman": the office right after a comma."""
    k = mention.last
    if k + 2 >= len(doc) or doc[k].text != "," or doc[k + 1].lower_ not in {"the", "its", "their", "a"}:
        return None
    end = min(doc[k].sent.end, k + 7)
    for last in range(k + 3, end + 1):
        found = _ending_at(doc, last, k + 2)
        closed = last >= len(doc) or doc[last].is_punct or doc[last].pos_ in {"VERB", "AUX"}
        if found is not None and closed:
            return found
        if doc[last - 1].pos_ not in {"NOUN", "PROPN", "ADJ", "PART"}:
            return None
    return None


def _ending_at(doc: Doc, last: int, floor: int) -> _Office | None:
    for size in (4, 3, 2, 1):
        first = last - size
        if first < floor:
            continue
        relation = _titles().get(tuple(t.lower_.strip(".") for t in doc[first:last]))
        if relation is not None:
            return _Office(first, last, relation)
    return None


def office_ending_at(doc: Doc, last: int, floor: int) -> tuple[int, int, RelationKind] | None:
    """The longest listed title that ends before token `last`: its tokens and what it says of its bearer."""
    office = _ending_at(doc, last, floor)
    return None if office is None else (office.first, office.last, office.relation)


def _is_rank(doc: Doc, office: _Office, name: int) -> bool:
    """As in "Commander NAME", "General NAME" right before a name: a rank with a capital leads nobody."""
    return office.last == name and office.last - office.first == 1 and doc[office.first].text[:1].isupper()


def _pointer(doc: Doc, office: _Office) -> tuple[int | None, int] | None:
    """The token of the noun or pronoun that points back, null for a bare office, and where the phrase begins."""
    k = office.first - 1
    floor = doc[office.first].sent.start
    while k > floor and doc[k].pos_ == "ADJ" and doc[k].lower_ not in body_kinds():
        k -= 1
    if k < floor:
        return None
    token = doc[k]
    if token.lower_ in {"its", "their", "our"}:
        return k, k
    if token.tag_ == "POS" and k > floor and doc[k - 1].lower_ in body_kinds():
        return k - 1, k - 1
    if token.lower_ in body_kinds():
        return k, k
    if token.lower_ in {"a", "the"} and office.relation == "speaks_for":
        return None if _followed_by_body(doc, office.last) else (None, k)
    return None


def _followed_by_body(doc: Doc, last: int) -> bool:
    """As in "a spokesman for X": the body is named there."""
    return last < len(doc) and doc[last].lower_ in {"for", "of", "at", "in", "with"}


def _body(
    doc: Doc, grounding: Grounding, bodies: Sequence[Mention], noun: int | None, first: int, office: _Office
) -> str | None:
    kinds = {a.id: a.kind for a in grounding.actors}
    before = [m for m in bodies if m.last <= first]
    if noun is None or doc[noun].lower_ in {"its", "their", "our"}:
        return _nearest(doc, grounding, before, kinds, first, pronoun=noun is not None)
    word = doc[noun].lower_
    wanted = body_kinds()[word]
    here = grounding.actor_of[noun]
    named = [m for m in before if any(part.startswith(word) for part in m.span.text.lower().replace("-", " ").split())]
    if named:
        return grounding.actor_of[named[-1].head]
    if here is not None and kinds[here] in wanted and any(grounding.actor_of[m.head] == here for m in before):
        return here
    fits = [m for m in before if kinds[grounding.actor_of[m.head] or ""] in wanted and not _is_place(grounding, m)]
    near = [m for m in fits if m.first >= first - _NEAR]
    if near and word in _groups():
        return grounding.actor_of[near[-1].head]
    return here if here is not None and kinds[here] in wanted else None


@functools.cache
def _groups() -> frozenset[str]:
    """Nouns that mean the armed group or party last told of, whatever its name."""
    nouns = load("relations")["body_nouns"]
    return frozenset([*nouns["armed_group"], *nouns["political"], "company", "charity"])


def _nearest(
    doc: Doc,
    grounding: Grounding,
    before: Sequence[Mention],
    kinds: dict[str, ActorKind],
    first: int,
    *,
    pronoun: bool,
) -> str | None:
    """The nearest body in this sentence or the ones before: a subject of the last sentence first, countries never."""
    start = doc[first].sent.start
    own = [m for m in before if m.first >= start and not _is_place(grounding, m)]
    if own:
        return grounding.actor_of[own[-1].head]
    sentence, back = start, 1 if pronoun else _BARE_BACK
    for _ in range(back):
        if sentence == 0:
            return None
        previous = doc[sentence - 1].sent
        told = [m for m in before if previous.start <= m.first < sentence and not _is_place(grounding, m)]
        subjects = [m for m in told if doc[m.head].dep_ in {"nsubj", "nsubjpass"}]
        if told:
            return grounding.actor_of[(subjects or told)[0].head]
        sentence = previous.start
    return None


def _is_place(grounding: Grounding, mention: Mention) -> bool:
    """A country, or a name that is a place of the report too."""
    return (mention.entry or "").startswith("countries:") or (
        mention.first < len(grounding.place_of) and grounding.place_of[mention.head] is not None
    )

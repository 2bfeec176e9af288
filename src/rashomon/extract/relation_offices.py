"""Offices given without their state: "President NAME" of a report about one country leads that country.

It is read only for offices of a state, only where no other words give the bearer a body, and
only where the report's country is an actor in it. A former holder holds nothing.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from rashomon.extract.name_kinds import country_forms
from rashomon.extract.relation_shapes import Shape
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.mentions import Grounding, RelationMention
from rashomon.model.spans import Span

_LISTS = {"bare_leads": "leads", "bare_member": "member_of", "bare_speaks": "speaks_for"}
_PAST = frozenset({"former", "ex", "late", "deposed", "ousted", "then"})


@functools.cache
def _offices() -> dict[str, str]:
    lists = load("relations")
    return {office: relation for name, relation in _LISTS.items() for office in lists[name]}


def bare_offices(doc: Doc, grounding: Grounding, lines: Sequence[Shape], bound: set[str]) -> Iterator[RelationMention]:
    """Relations of office holders to the country of the report."""
    country = home_state(grounding)
    if country is None:
        return
    for shape in lines:
        for i, sign in enumerate(shape.signs):
            person = shape.actor[i]
            if sign != "P" or person is None or person in bound:
                continue
            found = _office_at(doc, shape, i)
            if found is None:
                continue
            relation, first, last = found
            bound.add(person)
            span = Span.of(text_of(doc), doc[first].idx, doc[last].idx + len(doc[last].text))
            yield RelationMention(person, relation, _told_before(shape, i, grounding) or country, span, "bare office")  # type: ignore[arg-type]


def _told_before(shape: Shape, i: int, grounding: Grounding) -> str | None:
    """The state that owned an office just before in the sentence ("X's president, A, and Defence Minister B")."""
    for j in range(i - 1, max(-1, i - 14), -1):
        if shape.signs[j] == ".":
            return None
        owner = shape.actor[j]
        if (
            owner is not None
            and shape.signs[j] in "BD"
            and shape.signs[j + 1 : j + 2] == "s"
            and grounding.actor(owner).kind == "state"
        ):
            return owner if any(sign in "LMV" for sign in shape.signs[j + 2 : j + 6]) else None
    return None


def _office_at(doc: Doc, shape: Shape, i: int) -> tuple[str, int, int] | None:
    """The office right before the name ("President NAME", "the prime minister, NAME") or right after ("NAME, the president,")."""
    first = shape.first[i]
    j = i - 1
    while j >= 0 and shape.signs[j] in "mLMV,d" and i - j < 7:
        j -= 1
    words = list(doc[shape.first[j + 1] : first]) if j + 1 < i else []
    found = _read([t.lower_ for t in words if not t.is_punct])
    if found is not None:
        return found, words[0].i, shape.last[i] - 1
    if shape.signs[i + 1 : i + 3] == ",d" and i + 3 < len(shape.signs):
        j = i + 3
        while j < len(shape.signs) and shape.signs[j] in "mLMV" and j - i < 6:
            j += 1
        if j < len(shape.signs) and shape.signs[j] in ",._":
            after = doc[shape.first[i + 3] : shape.first[j]]
            found = _read([t.lower_ for t in after])
            if found is not None:
                return found, shape.first[i], after.end - 1
    return None


def _read(words: list[str]) -> str | None:
    """The office in a run of words; ranks may stand between it and the name."""
    if _PAST & set(words):
        return None
    for end in range(len(words), max(0, len(words) - 3), -1):
        for start in range(max(0, end - 3), end):
            relation = _offices().get(" ".join(words[start:end]))
            if relation is not None and (start == 0 or words[start - 1] not in {"vice", "deputy", "assistant"}):
                return relation
    return None


def home_state(grounding: Grounding) -> str | None:
    """The state in which most of the report's places lie, if it is an actor of the report; else the one spoken of most."""
    states = {
        a.id: a
        for a in grounding.actors
        if a.kind == "state" and any(n in country_forms() for n in (a.name, *a.aliases))
    }
    if not states:
        return None
    forms = {name: a.id for a in states.values() for name in (a.name, *a.aliases)}
    votes: Counter[str] = Counter()
    for place in grounding.places:
        country = place.within[-1] if place.within else None
        if place.precision == "country":
            country = place.name
        for owner in _state_named(country, forms):
            votes[owner] += max(1, len(place.mentions))
    if votes:
        return votes.most_common(1)[0][0]
    return max(states.values(), key=lambda a: len(a.mentions)).id


def _state_named(country: str | None, forms: dict[str, str]) -> list[str]:
    if country is None:
        return []
    if country in forms:
        return [forms[country]]
    entry = country_forms().get(country)
    return (
        []
        if entry is None
        else [
            owner for form, owner in forms.items() if form in country_forms() and country_forms()[form][0] is entry[0]
        ][:1]
    )

"""Names that the word lists or the recogniser found, with their bounds and kinds put right.

The recogniser labels transliterated groups as persons, takes ranks into names and cuts names
short; the words in and around a name decide before its label does.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from rashomon.extract.name_kinds import country_forms, kind_of_name, kind_words
from rashomon.extract.names_base import FIELDED, is_capital, kind_of_noun, make
from rashomon.extract.names_bounds import (
    after_owner,
    reach_of,
    trim,
    wide_of,
    with_first_name,
    with_particles,
    with_surname,
)
from rashomon.extract.names_described import (
    described_as_body,
    described_as_person,
    is_office,
    is_place,
    person_after_all,
    ranked_person,
)
from rashomon.extract.titles import is_title_word, title_before
from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention

_NAME_LABELS = frozenset({"PERSON", "ORG"})
_MAYBE_LABELS = frozenset({"FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LOC", "GPE", "NORP"})


def entities(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """One mention for each entity that can act, speak or suffer under its name."""
    for ent in doc.ents:
        if any(taken[ent.start : ent.end]):
            continue
        if ent.kb_id_:
            yield _listed(doc, ent)
        elif ent.label_ in _NAME_LABELS or (ent.label_ in _MAYBE_LABELS and _organisation_like(ent)):
            mention = _recognised(doc, ent)
            if mention is not None:
                yield mention


def _recognised(doc: Doc, ent: Span) -> Mention | None:
    bounds = trim(doc, ent)
    if (
        bounds is None
        or doc[bounds[0] : bounds[1]].text in country_forms()
        or is_office(doc, *bounds)
        or is_place(doc, *bounds)
    ):
        return None
    begin, last = bounds
    owned = after_owner(doc, begin, last)
    titled = ent.label_ == "PERSON" or ranked_person(doc, owned, last)
    title, first = title_before(doc, owned, last, inside=titled)
    if title is None:
        first = with_first_name(doc, with_particles(doc, first)) if owned == begin else owned
        if first < owned:
            title, first = title_before(doc, first, last, inside=titled)
    last = with_surname(doc, last) if titled else last
    words = [t.text for t in doc[first:last]]
    kind = kind_of_name(words, "PERSON" if titled else ent.label_)
    reach = reach_of(doc, last)
    if reach > last and doc[last].lower_ not in FIELDED and (told := kind_of_noun(doc[last])) is not None:
        kind = told
    elif (
        ent.label_ == "ORG" and kind == "organisation" and person_after_all(doc, first, last, titled=title is not None)
    ):
        kind = "person"
    elif (
        ent.label_ == "ORG"
        and kind == "organisation"
        and 1 < len(words) < 5
        and all(w.istitle() for w in words)
        and described_as_person(doc, first, last)
    ):
        kind = "person"
    if len(words) == 1 and doc[first].pos_ == "ADJ" and doc[first].dep_ == "amod" and ent.label_ != "PERSON":
        return None
    if kind == "unknown" or (len(words) == 1 and words[0].lower() in kind_words() and kind != "person"):
        if not _speaks_alone(doc[first]):
            return None
    if (told := described_as_body(doc, first, last, kind)) is not None:
        kind = told
    mention = make(doc, first, last, "name", kind, f"ent.{ent.label_}", title=title)
    return replace(mention, last=reach, head=doc[first:reach].root.i, wide=wide_of(doc, first, last, reach))


def _listed(doc: Doc, ent: Span) -> Mention:
    group = ent.kb_id_.partition(":")[0]
    longer = _longer_body(doc, ent.end)
    if longer > ent.end and group != "organs" or longer > ent.end and ent.text.isupper():
        words = [t.text for t in doc[ent.start : longer]]
        return make(doc, ent.start, longer, "name", kind_of_name(words, "ORG"), "capitals")
    kind = listed_kinds()[ent.kb_id_]
    mention = make(doc, ent.start, ent.end, "name", kind, f"lexicon.{group}", entry=ent.kb_id_)
    reach = reach_of(doc, ent.end)
    return replace(
        mention, last=reach, head=doc[ent.start : reach].root.i, wide=wide_of(doc, ent.start, ent.end, reach)
    )


def _longer_body(doc: Doc, end: int) -> int:
    """Where a listed name is the first word of another body's ("BBC Radio Ulster", "Fatah Alliance")."""
    last = end
    while (
        last < len(doc)
        and last - end < 3
        and is_capital(doc[last])
        and doc[last].pos_ == "PROPN"
        and doc[last - 1].whitespace_
        and not doc[last].ent_kb_id_
        and not is_title_word(doc[last].text)
    ):
        last += 1
    words = [t.lower_ for t in doc[end:last]]
    return last if words and (words[-1] in kind_words() or words[0] in {"radio", "television", "tv", "news"}) else end


@functools.cache
def listed_kinds() -> dict[str, ActorKind]:
    """Entry key to kind, for the three lists of names."""
    kinds: dict[str, ActorKind] = {}
    for entry in load("armed_groups")["groups"]:
        kinds[f"armed_groups:{entry['id']}"] = entry.get("kind", "armed_group")
    for entry in load("organs")["named"]:
        kinds[f"organs:{entry['id']}"] = entry.get("kind", "organisation")
    for entry in load("media")["outlets"]:
        kinds[f"media:{entry['id']}"] = "media"
    return kinds


def _organisation_like(ent: Span) -> bool:
    return len(ent) > 1 and any(t.text.lower() in kind_words() for t in ent if is_capital(t))


def _speaks_alone(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.dep_ in {"nsubj", "nsubjpass", "pobj", "poss", "dobj"} and not token.is_lower

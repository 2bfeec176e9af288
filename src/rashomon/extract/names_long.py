"""Long names of bodies with small words inside: "Front for the Defence of the Delta". A capital alone makes no name here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from rashomon.extract.name_kinds import country_forms, kind_of_name, kind_words
from rashomon.extract.names_base import (
    is_capital,
    kind_of_noun,
    make,
    text_span,
    word_set,
)
from rashomon.extract.titles import title_words
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention

_LINKS = frozenset({"of", "for", "on", "against"})
#: Entities of spaCy in which no name of an actor begins.
SKIP_LABELS = frozenset({"DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "LANGUAGE"})
_OPENING = frozenset(
    (
        "front ministry department directorate office union council committee movement army forces party organisation "
        "organization centre center institute university association alliance conference commission bureau agency "
        "federation coalition brigade brigades society board bank church league campaign network group command staff "
        "service mission authority battalion house court media popular general democratic national international high "
        "revolutionary islamic united world"
    ).split()
)


def long_names(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Names of bodies that hold "of the", "for the", "and" or an owner's mark."""
    i, n = 0, len(doc)
    while i < n:
        token = doc[i]
        if (
            not is_capital(token)
            or token.pos_ not in {"PROPN", "NOUN", "ADJ"}
            or token.ent_type_ in SKIP_LABELS
            or token.lower_ in {"the", "a", "an"}
        ):
            i += 1
            continue
        end = _run(doc, i)
        joined = any(not is_capital(t) and t.text != "-" for t in doc[i:end])
        if joined and _is_body(doc, i, end):
            words = [t.text for t in doc[i:end] if is_capital(t)]
            noun = (
                end < len(doc)
                and doc[end].lower_ in {"bloc", "party", "movement", "front", "coalition", "alliance", "group"}
                and doc[end - 1].dep_ != "nsubj"
            )
            mention = make(
                doc,
                i,
                end,
                "name",
                _kind_of_long(doc, i, end, words),
                "long",
                wide=text_span(doc, i, end + 1) if noun else None,
            )
            yield replace(mention, last=end + 1, head=end) if noun else mention
        i = max(end, i + 1)


def _run(doc: Doc, first: int) -> int:
    """The end of a run of capitalised words with small links between them."""
    i, n = first + 1, len(doc)
    while i < n:
        token = doc[i]
        if token.is_space or token.ent_type_ in SKIP_LABELS:
            break
        if (
            is_capital(token)
            and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}
            or token.text == "-"
            and i + 1 < n
            and not token.whitespace_
        ):
            i += 1
        elif (step := _link(doc, first, i)) > 0:
            i += step
        elif doc[i - 1].text == "-" and token.lower_.endswith(("ed", "led", "run", "held", "wide")):
            return i - 1  # "Islamabad-based X": the name begins after it
        elif (
            doc[i - 1].text == "-"
            and token.is_alpha
            or token.lower_ in {"al", "el", "ul"}
            and i + 1 < n
            and doc[i + 1].text == "-"
        ):
            i += 1
        else:
            break
    return i


def _link(doc: Doc, first: int, i: int) -> int:
    """How many small words at `i` belong to a name that goes on after them; 0 if none."""
    token, n = doc[i], len(doc)
    size = 2 if i + 1 < n and doc[i + 1].lower_ == "the" else 1
    goes_on = (
        i + size < n
        and is_capital(doc[i + size])
        and doc[i + size].pos_ in {"PROPN", "NOUN", "ADJ"}
        and doc[i + size].ent_type_ not in SKIP_LABELS
    )
    if not goes_on:
        return 0
    opening = any(
        t.lower_ in _OPENING
        and t.lower_ in kind_words()
        or t.lower_ in {"front", "conference", "staff", "bank", "campaign"}
        for t in doc[first:i]
    )
    if token.lower_ in _LINKS and opening and doc[i + size].text not in country_forms():
        return size
    if token.lower_ == "to" and size == 2 and i - first == 1:
        return size
    if token.lower_ == "and" and size == 1:
        department = doc[first].lower_ in {"ministry", "department", "directorate", "office"} and any(
            t.lower_ in _LINKS for t in doc[first:i]
        )
        party = (
            i - first == 1
            and i + 2 < n
            and doc[i + 2].lower_ in {"party", "movement", "front", "alliance"}
            and is_capital(doc[i + 2])
            and not doc[first].ent_kb_id_
            and doc[first].text not in country_forms()
        )
        return 1 if department or party else 0
    plural = doc[i - 1].text.endswith("s") and token.text in {"'", "’"} and size == 1
    return 1 if plural and any(is_capital(t) and t.lower_ in kind_words() for t in doc[i + 1 : i + 4]) else 0


#: A capitalised run that ends in one of these, before any "of", is a place.
_LAND = frozenset(
    (
        "area state province district county region city town village street road river house gate square avenue "
        "island islands valley bay airport"
    ).split()
)


def is_land(doc: Doc, first: int, end: int) -> bool:
    """Whether a run of capitals names a piece of land or a street, not a body: its last word before any "of" says so."""
    last = next((i for i in range(first, end) if doc[i].lower_ in _LINKS), end)
    return doc[last - 1].lower_ in _LAND


def _is_body(doc: Doc, first: int, end: int) -> bool:
    if is_land(doc, first, end):
        return False
    words = [t.lower_ for t in doc[first:end] if is_capital(t)]
    if any(t.ent_kb_id_ for t in doc[first:end]) and not (
        words[0] in {"media", "political", "military", "general"} or words[0] in kind_words()
    ):
        return False
    if (
        words[0] in title_words()
        and words[0] != "general"
        or words[0] in {"prime", "vice", "deputy", "foreign", "defence", "defense", "interior"}
        and words[1] in title_words()
    ):
        return False
    follows = (
        end < len(doc)
        and kind_of_noun(doc[end]) is not None
        and doc[end].lower_ in word_set("group_anaphors") | {"bloc", "front", "coalition"}
    )
    return (
        follows
        or words[-1] in kind_words()
        or any(w in kind_words() or w in {"front", "conference", "staff"} for w in words[:3])
    )


def _kind_of_long(doc: Doc, first: int, end: int, words: list[str]) -> ActorKind:
    if (
        end < len(doc)
        and (kind := kind_of_noun(doc[end])) is not None
        and doc[end].lower_ in {"bloc", "party", "movement", "front"}
    ):
        return kind
    if "staff" in (w.lower() for w in words[:2]):
        return "military"
    for i, token in enumerate(doc[first:end]):
        if token.lower_ in _LINKS:
            return kind_of_name([t.text for t in doc[first : first + i]], "ORG")
    return kind_of_name(words, "ORG")

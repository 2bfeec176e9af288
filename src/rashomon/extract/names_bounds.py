"""Where a name that the recogniser found begins and ends: cut, lengthened, with its owner or its noun."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from rashomon.extract.name_kinds import country_forms, kind_words
from rashomon.extract.names_base import APOSTROPHES, FIELDED, is_capital, text_span, word_set
from rashomon.extract.titles import is_title_word, title_words
from rashomon.model.spans import Span as TextSpan

_PARTICLES = frozenset(
    {"al", "el", "ul", "abu", "abou", "umm", "bin", "ibn", "ben", "de", "da", "dos", "van", "von", "der"}
)
_EDGE = frozenset("\"'“”‘’«»()[],.;:—–-…")


def after_owner(doc: Doc, first: int, last: int) -> int:
    """ "Balboa's San Roque Hospital": the name begins after its owner where it ends in a body's word."""
    for i in range(first + 1, last - 1):
        if (
            doc[i].lower_ in APOSTROPHES
            and doc[last - 1].lower_ in kind_words()
            and last - i > 2
            and doc[i].tag_ == "POS"
        ):
            return i + 1
    return first


def wide_of(doc: Doc, first: int, last: int, reach: int) -> TextSpan | None:
    """The name with the noun it modifies, or with the state that owns it."""
    start = first
    if first > 1 and doc[first - 1].lower_ in {"'s", "’s"} and doc[first - 2].text in country_forms():
        start = first - 2
    end = reach if reach > last and doc[last].lower_ not in FIELDED else last
    if (start, end) == (first, last):
        return None
    return text_span(doc, start, end)


def reach_of(doc: Doc, last: int) -> int:
    """Takes in the common noun that a name modifies: "the Amal movement", "Houthi fighters"."""
    if (
        last < len(doc)
        and doc[last].pos_ == "NOUN"
        and doc[last - 1].head.i == doc[last].i
        and doc[last - 1].dep_ in {"compound", "amod", "nmod"}
    ):
        word = doc[last].lower_
        if (
            word in FIELDED
            or word in word_set("group_anaphors")
            or word in word_set("clan_nouns")
            or word in {"bloc", "coalition", "alliance"}
        ):
            return last + 1
    return last


def trim(doc: Doc, ent: Span) -> tuple[int, int] | None:
    """Takes articles, quote marks, possessives and line breaks off; None if no name is left."""
    first, last = ent.start, ent.end
    for i in range(first, last):
        if doc[i].is_space:
            last = i
            break
    while first < last and (
        doc[first].text in _EDGE or doc[first].lower_ in {"the", "a", "an", "both"} or doc[first].is_digit
    ):
        first += 1
    while last > first and (
        doc[last - 1].text in _EDGE
        or doc[last - 1].lower_ in APOSTROPHES
        or last - first > 1
        and (
            doc[last - 1].text in kind_words()
            or doc[last - 1].pos_ in {"ADP", "CCONJ", "DET"}
            and doc[last - 1].is_lower
        )
    ):
        last -= 1
    if last < len(doc) and doc[last].lower_ in title_words() and doc[last].is_lower:
        while last > first + 1 and doc[last - 1].is_lower:
            last -= 1  # "UN human rights" before "chief"
    if first == last or not any(is_capital(t) for t in doc[first:last]):
        return None
    return first, last


def with_particles(doc: Doc, first: int) -> int:
    """Takes in the particles before a name ("al", "bin", "van")."""
    while (
        first > 0
        and doc[first - 1].lower_ in _PARTICLES
        and is_capital(doc[first - 1])
        and not doc[first - 1].is_sent_start
    ):
        first -= 1
    return first


def with_first_name(doc: Doc, first: int) -> int:
    """The first names that the recogniser left out ("Mirlande" of "Mirlande Estimé", "Israel" of "Israel Ramírez")."""
    while first > 0 and _is_first_name(doc, first):
        first -= 1
    return first


def _is_first_name(doc: Doc, first: int) -> bool:
    left, name = doc[first - 1], doc[first]
    if (
        left.pos_ != "PROPN"
        or left.dep_ != "compound"
        or left.head.i < first
        or not left.text.istitle()
        or left.ent_type_ not in {"", "GPE"}
        or is_title_word(left.text)
    ):
        return False
    if name.ent_type_ != "PERSON" and left.ent_type_ == "GPE":
        return False
    if (
        left.lower_ in kind_words()
        or left.text in country_forms()
        and (country_forms()[left.text][1] != "name" or left.is_sent_start or doc[first - 2].text not in {",", "("})
    ):
        return False
    return left.whitespace_ != "" and left.i + 1 == first


def with_surname(doc: Doc, last: int) -> int:
    """The rest of a name that the recogniser cut short: proper nouns that its last word modifies."""
    while (
        last < len(doc)
        and doc[last].pos_ == "PROPN"
        and is_capital(doc[last])
        and not doc[last].ent_type_
        and doc[last - 1].dep_ == "compound"
        and doc[last - 1].head.i >= last
    ):
        last += 1
    return last

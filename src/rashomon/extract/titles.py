"""Titles and ranks before a name: "Maj Gen", "Malian Prime Minister", "Taliban commanders".

Only words of titles.yaml and what modifies them count; an organisation inside a title stays
a mention of its own.
"""

from __future__ import annotations

import functools

from spacy.tokens import Doc

from rashomon.extract.name_kinds import country_forms
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.spans import Span


@functools.cache
def title_words() -> dict[str, dict[str, object]]:
    """Lower-case title to its entry (leads, speaks_for, member, level)."""
    return {str(word).lower(): entry or {} for word, entry in load("titles")["titles"].items()}


@functools.cache
def _first_words() -> frozenset[str]:
    small = {"in", "of", "for", "the", "at", "and", "to", "on"}
    return frozenset(part.strip(".") for title in title_words() for part in title.split()) - small


def is_title_word(word: str) -> bool:
    """Whether `word` can be part of a title before a name; plurals and dotted abbreviations too."""
    low = word.lower().strip(".")
    return low in _first_words() or low in _SHORT or low.endswith("s") and low[:-1] in _first_words()


#: Abbreviated parts of ranks that no list of whole titles holds.
_SHORT = frozenset(
    {
        "det",
        "ch",
        "insp",
        "const",
        "supt",
        "asst",
        "dep",
        "sgt",
        "cpl",
        "pvt",
        "barrister",
        "advocate",
        "engr",
        "prof",
        "hon",
        "sen",
        "rep",
        "gov",
    }
)


def title_before(doc: Doc, first: int, last: int, *, inside: bool) -> tuple[Span | None, int]:
    """The title that ends where a name begins.

    Args:
        first, last: token range of the name as found.
        inside: the range may itself begin with a title, as recognisers have it.

    Returns:
        The title's span, or null, and the token at which the bare name begins.
    """
    begin = first
    if inside:
        while begin < last - 1 and (length := _title_length(doc, begin, last)) > 0:
            begin += length
    start = begin
    while start > 0 and _modifies(doc, start - 1):
        start -= 1
    while start < begin and (
        doc[start].is_punct or not is_title_word(doc[start].text) or doc[start].text in country_forms()
    ):
        start += 1
    if start == begin:
        return None, first
    end = begin
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    if end <= start:
        return None, first
    text = doc[start:end]
    return Span.of(text_of(doc), text.start_char, text.end_char), begin


def _title_length(doc: Doc, begin: int, last: int) -> int:
    """How many tokens at `begin` make a whole title or rank, with a name left after it; 0 if none."""
    for size in (3, 2, 1):
        words = [t.lower_.strip(".") for t in doc[begin : begin + size]]
        if begin + size < last and (
            " ".join(words) in title_words()
            or size == 1
            and (words[0] in _SHORT or words[0].removesuffix("s") in title_words() or not words[0])
        ):
            return size
    return 0


def _modifies(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.is_space or token.pos_ in {"VERB", "AUX", "DET", "PRON", "CCONJ", "SCONJ"}:
        return False
    if token.text == ".":
        return i > 0 and is_title_word(doc[i - 1].text)
    return is_title_word(token.text)

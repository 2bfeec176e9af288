"""Finds the phrases for places: names with their features, offsets and containers, and "the city".

Countries and capitals that act are kept and marked (`metonym`): they are no places, but they say
which part of the world a report is about. Which place a name means is for `resolve.places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from rashomon.extract.place_context import containers, preposition_of, stands_for_government, until, whole_line
from rashomon.extract.place_datelines import datelined
from rashomon.extract.place_frames import Frame, frame, nearness
from rashomon.extract.place_names import find_ranges
from rashomon.extract.place_runs import NameRange
from rashomon.extract.place_words import PlaceWords, place_words
from rashomon.extract.words import text_of, tokens_of
from rashomon.model.documents import Document
from rashomon.model.place_mentions import PlaceMention
from rashomon.model.spans import Span

#: "KYIV, Feb 3 (Agency) -": capitals or a bracketed source, then a dash, at the head of a paragraph.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z'’.\- ]+(?:[,/][^()\n—–]{0,40})?(?:\([^()\n]{2,40}\))?|[A-Z][^()\n—–]{1,50}\([^()\n]{2,40}\))\s*(?:—|–|--|-)\s"
)


def find_places(doc: Doc, *, document: Document) -> tuple[PlaceMention, ...]:
    """All phrases for places in text order; `first` and `last` are token indices.

    Args:
        doc: the parsed report, with the names of the word lists marked.
        document: the same report; its text is the doc's.
    """
    words = place_words()
    dated = list(datelined(doc, document))
    others = [r for r in find_ranges(doc, words) if not any(r.first < d.last and d.first < r.last for d in dated)]
    return mentions_of(doc, sorted([*dated, *others], key=lambda r: r.first), document=document)


def mentions_of(doc: Doc, items: Sequence[NameRange], *, document: Document) -> tuple[PlaceMention, ...]:
    """Mentions for the given names, with what the words around them say, and the anaphors and demonyms of the text."""
    words = place_words()
    found = [_mention(doc, items, at, words, document) for at in range(len(items))]
    taken = bytearray(len(doc))
    for mention in found:
        taken[mention.first : mention.last] = b"\x01" * (mention.last - mention.first)
    for mention in (*_borders(doc, words), *_demonyms(doc, words), *_anaphors(doc, words)):
        if not any(taken[mention.first : mention.last]):
            taken[mention.first : mention.last] = b"\x01" * (mention.last - mention.first)
            found.append(mention)
    return tuple(sorted(found, key=lambda m: (m.first, m.last)))


def _mention(doc: Doc, items: Sequence[NameRange], at: int, words: PlaceWords, document: Document) -> PlaceMention:
    item = items[at]
    spot = frame(doc, item, words)
    name = doc[item.first : item.last].text
    listed = name.lower()
    following = items[at + 1] if at + 1 < len(items) else None
    line = following if until(doc, spot, following) else None
    inside = [] if line is not None else containers(doc, spot, items, at, words)
    preposition = preposition_of(doc[item.first : item.last].root)
    own = _span(doc, item.first, item.last)
    metonym = (
        _metadata(own, document)
        or not _in_dateline(own, document)
        and stands_for_government(
            doc,
            item,
            spot,
            words,
            country=listed in words.countries or listed in words.continents and _modifies(doc, item),
            seat=listed in words.capitals,
        )
    )
    near = None if metonym or line is not None else nearness(doc, spot, words)
    if line is not None:
        spot = whole_line(doc, spot, words)
    return PlaceMention(
        span=_span(doc, spot.first, spot.last),
        first=spot.first,
        last=spot.last,
        name=name,
        feature=spot.feature,
        part=spot.part,
        within=(*_capital_before(doc, spot), *(_span(doc, items[i].first, items[i].last) for i in inside)),
        countries=_demonym_before(doc, spot, words),
        near=near,
        until=None if line is None else _span(doc, line.first, line.last),
        preposition=None if preposition is None else preposition.lower_,
        governor=None if preposition is None else preposition.head.lemma_.lower(),
        metonym=metonym,
        strength=item.strength,
        rule=item.rule,
    )


def _metadata(name: Span, document: Document) -> bool:
    """Whether the name stands in a note."""
    part = document.part_at(name.start)
    return part is not None and part.kind == "note"


def _in_dateline(name: Span, document: Document) -> bool:
    part = document.part_at(name.start)
    if part is None or part.kind != "body":
        return False
    dateline = _DATELINE.match(document.text, part.start, part.end)
    return dateline is not None and name.end <= dateline.end()


def _modifies(doc: Doc, item: NameRange) -> bool:
    head = doc[item.first : item.last].root
    return head.dep_ == "compound" and head.head.i >= item.last


def _capital_before(doc: Doc, spot: Frame) -> tuple[Span, ...]:
    """The word "capital" as a container: "the capital's eastern neighbourhood of"."""
    for i in range(max(0, spot.outer - 3), spot.outer):
        if doc[i].lower_ == "capital" and doc[i + 1].lower_ in {"'s", "’s", "city"}:
            return (_span(doc, i, i + 1),)
    return ()


def _demonym_before(doc: Doc, spot: Frame, words: PlaceWords) -> tuple[str, ...]:
    """ISO codes of "the Iraqi city of", "Syria's"-like demonyms just before the phrase."""
    found: list[str] = []
    for i in range(max(0, spot.outer - 5), spot.outer):
        code = words.demonyms.get(doc[i].text)
        between = doc[i + 1 : spot.outer]
        if code is not None and all(
            t.lower_ in words.parts
            or t.lower_ in words.features
            or t.pos_ == "ADJ"
            or t.text in {"-", "of", "'s", "’s"}
            or t.lower_ == "capital"
            for t in between
        ):
            found.append(code)
    return tuple(found)


def _borders(doc: Doc, words: PlaceWords) -> Iterator[PlaceMention]:
    """Borders and coasts of a demonym: "The Thai-Cambodian border", "the Syrian coast"."""
    for token in doc[1:]:
        if token.lower_ not in {"border", "frontier", "coast"} or doc[token.i - 1].text not in words.demonyms:
            continue
        first = token.i - 1
        if first > 1 and doc[first - 1].text in {"-", "–"} and doc[first - 2].text in words.demonyms:
            first -= 2
        codes = tuple(words.demonyms[t.text] for t in doc[first : token.i] if t.text in words.demonyms)
        span, preposition = _span(doc, first, token.i + 1), preposition_of(token)
        yield PlaceMention(
            span,
            first,
            token.i + 1,
            span.text,
            feature="coast" if token.lower_ == "coast" else "border",
            countries=codes,
            preposition=None if preposition is None else preposition.lower_,
            rule="border",
        )


def _demonyms(doc: Doc, words: PlaceWords) -> Iterator[PlaceMention]:
    """Demonyms: no places, but they say which part of the world a report is about."""
    for token in tokens_of(doc):
        code = words.demonyms.get(token.text)
        if code is not None and token.ent_type_ != "PERSON":
            yield PlaceMention(
                _span(doc, token.i, token.i + 1),
                token.i,
                token.i + 1,
                token.text,
                "demonym",
                countries=(code,),
                metonym=True,
                rule="demonym",
            )


def _anaphors(doc: Doc, words: PlaceWords) -> Iterator[PlaceMention]:
    """Definite nouns ("the city", "the Iraqi capital") that point back to a place, after a preposition only."""
    for token in tokens_of(doc):
        capital = token.lower_ == "capital" and token.pos_ in {"NOUN", "ADJ", "PROPN"}
        if not capital and (token.lower_ not in words.anaphors or token.pos_ != "NOUN" or token.tag_ == "NNS"):
            continue
        left = [t for t in token.lefts if t.i < token.i]
        nxt = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if nxt is not None and (
            nxt.lower_ in {"of", "called", "named", "-"} or nxt.pos_ in {"PROPN", "NOUN"} and nxt.dep_ != "nsubj"
        ):
            continue
        codes = tuple(words.demonyms[t.text] for t in left if t.text in words.demonyms) + tuple(
            words.countries[t.lower_] for t in left if t.dep_ == "poss" and t.lower_ in words.countries
        )
        definite = any(t.lower_ in {"the", "that", "this"} for t in left) or bool(codes)
        others = [
            t
            for t in left
            if t.text not in words.demonyms
            and t.lower_ not in {"the", "that", "this", "same", "whole", "entire"} | words.parts.keys()
            and t.dep_ != "poss"
        ]
        preposition = preposition_of(token)
        if not definite or others or preposition is None or preposition.lower_ not in words.locative | {"on", "of"}:
            continue
        if (
            preposition.lower_ in {"on", "of", "by"}
            and not capital
            or token.lower_ == "state"
            and not codes
            and preposition.lower_ != "in"
        ):
            continue
        part = next((t.lower_ for t in left if t.lower_ in words.parts), None)
        first = min(
            [t.i for t in left if t.lower_ not in {"the", "that", "this"} and (t.lower_ in words.parts)] + [token.i]
        )
        yield PlaceMention(
            _span(doc, first, token.i + 1),
            first,
            token.i + 1,
            "",
            "anaphor",
            feature=token.lower_,
            part=part,
            countries=codes,
            preposition=preposition.lower_,
            governor=preposition.head.lemma_.lower(),
            strength="likely",
            rule="anaphor",
        )


def _span(doc: Doc, first: int, last: int) -> Span:
    words = doc[first:last]
    return Span.of(text_of(doc), words.start_char, words.end_char)

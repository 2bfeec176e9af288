"""A speaker by its own words, where no actor was made: the noun phrase, or the bare name."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_names import name_first
from rashomon.extract.claims_view import CLOSING, OPENING, View
from rashomon.extract.titles import title_before
from rashomon.model.actors import Level, Who
from rashomon.model.spans import Span


def span_of(view: View, first: int, last: int) -> Span:
    """The characters of the tokens `[first, last)`."""
    start, end = view.chars(first, last)
    return Span.of(view.text, start, end)


def phrase_of(token: Token, view: View) -> Who | None:
    """The noun phrase itself, without article and relative clause, as an unnamed speaker."""
    if token.pos_ == "PROPN":
        return _bare_name(token, view)
    first, last = token.i, token.i + 1
    for child in token.children:
        if child.dep_ in {"compound", "amod", "nummod", "poss", "nmod", "quantmod", "det"} and child.i < token.i:
            if _unbroken(child.left_edge.i, first, view):
                first = min(first, child.left_edge.i)
        elif child.dep_ == "prep" and child.lower_ in {"in", "of", "at", "from", "for", "with"} and child.i == last:
            last = max(last, _phrase_end(child))
        elif child.dep_ == "amod" and child.i == last and child.lower_ in _POSTPOSED:
            last = _plain_end(child, view)
    if token.dep_ == "compound" and token.head.i == token.i + 1:  # "official data show": the verb taken for a noun
        first = min([c.i for c in token.head.children if c.dep_ == "amod" and c.i == first - 1], default=first)
    while first < token.i and (view.doc[first].lower_ in {"the", "a", "an"} or view.doc[first].is_punct):
        first += 1
    while last > token.i + 1 and view.doc[last - 1].is_punct:
        last -= 1
    span = span_of(view, first, last)
    if not span.text.strip():
        return None
    return Who(None, span.text, _phrase_level(token, view), span)


#: Adjectives that stand behind the people they describe ("two people familiar with the case").
_POSTPOSED = frozenset({"familiar", "close", "involved", "aware", "present", "responsible", "opposed", "loyal"})


def _plain_end(adjective: Token, view: View) -> int:
    """End of the adjective's own words, before any comma or clause."""
    last = adjective.i + 1
    while last <= adjective.right_edge.i and not view.doc[last].is_punct and view.doc[last].tag_ not in {"WP", "WDT"}:
        last += 1
    return last


def located(token: Token, start: int, view: View) -> Span | None:
    """As in "the embassy in X": a named body with the place that tells it from its sisters."""
    place = next((c for c in token.children if c.dep_ == "prep" and c.i == token.i + 1 and c.lower_ == "in"), None)
    town = (
        next((c for c in place.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None) if place is not None else None
    )
    if town is None or town.i > token.i + 5:
        return None
    end = town.idx + len(town.text)
    return Span.of(view.text, start, end) if "\n" not in view.text[start:end] else None


def _phrase_end(prep: Token) -> int:
    """End of "of the guards", "at the hospital in the town": noun heads only, no relative clause."""
    last = prep.i
    for _ in range(2):
        noun = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if noun is None or not prep.i < noun.i <= prep.i + 7 or noun.pos_ == "NUM":
            break
        last = noun.i + 1
        nested = next(
            (c for c in noun.children if c.dep_ == "prep" and c.i == last and c.lower_ in {"of", "in", "for"}), None
        )
        if nested is None:
            break
        prep = nested
    return last


def _bare_name(token: Token, view: View) -> Who:
    """A name that no actor was made of: without its title, with a possessor ("Ruritania's Foreign Ministry")."""
    first = name_first(token)
    owner = next(
        (c for c in token.children if c.dep_ == "poss" and c.right_edge.i < first and first - c.left_edge.i < 8), None
    )
    if owner is not None:
        first = owner.left_edge.i
    elif token.ent_type_ == "PERSON" or (token.lower_ not in view.words.levels and token.tag_ == "NNP"):
        first = max(first, title_before(token.doc, first, token.i + 1, inside=True)[1])
    while first < token.i and (view.doc[first].lower_ in {"the", "a", "an"} or view.doc[first].is_punct):
        first += 1
    return Who(
        None, span_of(view, first, token.i + 1).text, _phrase_level(token, view), span_of(view, first, token.i + 1)
    )


def _unbroken(start: int, first: int, view: View) -> bool:
    return first - start <= 12 and not any(
        view.doc[i].is_space or view.doc[i].text in OPENING or view.doc[i].text in CLOSING for i in range(start, first)
    )


def _phrase_level(token: Token, view: View) -> Level:
    level = view.words.levels.get(token.lower_)
    if token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and level is None):
        return "named"
    return level if level is not None else "unknown"

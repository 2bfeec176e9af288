"""An utterance and the words around it: what its verb may be, how it ends, what stands before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Verb
from rashomon.extract.claims_view import CLOSING, FINITE, View
from rashomon.extract.quotes import Quote


@dataclass(slots=True)
class Spoken:
    """One utterance: its quotes (two where the attribution interrupts it) and its attribution.

    Args:
        quotes: the quotes, in order.
        first: token index of the first.
        verb: the attributing verb, null for a continuation.
        verb_last: token index after the cue's words.
        carries: the utterance that this one goes on from, null if none or not known.
    """

    quotes: list[Quote]
    first: int
    last: int
    paragraph: int
    verb: int | None = None
    verb_last: int = 0
    carries: Spoken | None = None
    alone: bool = field(default=False)


def match_verb(token: Token, view: View) -> tuple[Verb, int] | None:
    """The lexicon entry that a token's words fit, longest first, and the token index after them."""
    for entry in view.words.verbs.get(token.lemma_.lower(), ()):
        last = _match_rest(token, entry.rest)
        if last is not None:
            return entry, last
    return None


_BETWEEN = frozenset({"ADV", "ADJ", "DET"})


def _match_rest(token: Token, rest: tuple[str, ...]) -> int | None:
    doc, at = token.doc, token.i + 1
    if rest and at < len(doc) and doc[at].lower_ != rest[0] and doc[at].pos_ in _BETWEEN:
        at += 1  # "claimed full responsibility"
    for word in rest:
        if at >= len(doc) or doc[at].lower_ != word:
            return None
        at += 1
    return at


def is_cue(token: Token, view: View) -> bool:
    """Whether a verb takes a clause or a quote in the lexicon."""
    if token.pos_ != "VERB" and not (token.tag_ in FINITE and token.lemma_ in view.words.verbs):
        return False
    found = match_verb(token, view)
    return found is not None and found[0].allows("clause", "quote")


def last_mark(quote: Quote, view: View) -> str:
    """The last character of a quote's own words: a quote within it may close there too."""
    at = quote.inner_end
    while at - 1 > quote.inner_start and view.text[at - 1] in CLOSING:
        at -= 1
    return view.text[at - 1] if at > quote.inner_start else ""


def word_before(first: int, view: View) -> Token | None:
    """The token before a quote in its paragraph."""
    i = first - 1
    while i >= 0 and view.doc[i].is_space and "\n\n" not in view.doc[i].text:
        i -= 1
    if i < 0 or view.paragraph[i] != view.paragraph[first]:
        return None
    return view.doc[i]

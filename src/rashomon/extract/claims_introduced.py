"""Who speaks in a quote that no verb attributes: whom a label before its colon names, or whom the sentence before brings on.

As in "A taxi driver from the town: ...", "The boy's mother spoke to us. ...". It answers only where such words stand right
before the quote, in its paragraph.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_capable import can_speak
from rashomon.extract.claims_spoken import Spoken
from rashomon.extract.claims_view import FINITE, View

_PEOPLE = frozenset({"anonymous_witness", "anonymous_official", "named", "crowd"})
_NAMES = frozenset({"NOUN", "PROPN", "PRON"})


def introduced(item: Spoken, view: View) -> Token | None:
    """The token that names the speaker, null where nobody is brought on."""
    signed = _signed(item, view)
    if signed is not None:
        return signed
    at = item.first - 1
    while at >= 0 and view.doc[at].is_space and "\n" not in view.doc[at].text:
        at -= 1
    if at < 0 or view.paragraph[at] != item.paragraph or view.utterance[at] >= 0:
        return None
    if view.doc[at].text == ":":
        return _label(at, view)
    return _brought_on(at, item, view) if view.doc[at].text in {".", "!", "?"} else None


def _signed(item: Spoken, view: View) -> Token | None:
    """Who stands in brackets right behind the quote, as in a declaration: "..." (Woman, 44)."""
    doc, at = view.doc, item.last
    if at + 1 >= len(doc) or doc[at].text != "(" or view.paragraph[at] != item.paragraph:
        return None
    close = next((i for i in range(at + 1, min(at + 40, len(doc))) if doc[i].text == ")"), None)
    if close is None:
        return None
    end = next((i for i in range(at + 1, close) if doc[i].text in {",", ".", ";"}), close)
    names = [t for t in doc[at + 1 : end] if t.pos_ in _NAMES]
    if any(t.tag_ in FINITE for t in doc[at + 1 : end]):
        return None
    return names[-1] if names and _person(names[-1], view) else None


def _label(colon: int, view: View) -> Token | None:
    """The first noun of words without a verb that a colon ends."""
    start = colon
    while (
        start > 0
        and view.paragraph[start - 1] == view.paragraph[colon]
        and view.doc[start - 1].text not in {".", "!", "?"}
    ):
        start -= 1
    words = view.doc[start:colon]
    if any(t.tag_ in FINITE and t.dep_ not in {"relcl", "aux"} for t in words) or len(words) > 20:
        return None
    names = [t for t in words if t.pos_ in _NAMES and t.ent_type_ not in {"TIME", "DATE", "CARDINAL"}]
    heads = [t for t in names if t.dep_ not in {"compound", "poss", "pobj", "nmod"}]
    return next(iter(heads or names), None)


def _brought_on(stop: int, item: Spoken, view: View) -> Token | None:
    """The person who is the subject of the sentence before, unless an earlier part of the quote goes on."""
    start = view.sentence_start[stop]
    if item.carries is not None and item.carries.last > start:
        return None
    if view.paragraph[start] != item.paragraph:
        return None
    for token in view.doc[start:stop]:
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and view.utterance[token.i] < 0:
            return token if _person(token, view) and can_speak(token, view, needs="any") else None
    return None


def _person(token: Token, view: View) -> bool:
    if token.lower_ in {"he", "she"} or token.ent_type_ == "PERSON":
        return True
    kinds = {a.id: a.kind for a in view.grounding.actors}
    if kinds.get(view.actor_at(token.i) or "") == "person":
        return True
    level = view.words.levels.get(token.lower_) or view.words.levels.get(token.lemma_.lower())
    return level in _PEOPLE or any(c.tag_ == "WP" for r in token.children if r.dep_ == "relcl" for c in r.children)

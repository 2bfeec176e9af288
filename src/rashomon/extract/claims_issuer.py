"""Who "we" is where a body speaks in its own name: a statement, a communiqué, a release.

Only a text that says "we" outside quote marks in several sentences, and "I" in none, is such a text; elsewhere first persons
stand for nobody that the words name.
"""

from __future__ import annotations

import re

from rashomon.extract.claims_phrases import span_of
from rashomon.extract.claims_view import View
from rashomon.extract.words import tokens_of
from rashomon.model.actors import Actor, Who

WE = frozenset({"we", "us", "ourselves", "our"})
_I = frozenset({"i", "me", "my"})
_BODIES = frozenset({"armed_group", "military", "police", "organisation", "state", "political"})
#: Sentences with "we" from which a text is taken for a body's own.
LEAST = 2
#: Paragraphs in which a statement names whose it is.
OPENING = 2
#: A live page: its "we" is the outlet.
_STAMPED = re.compile(r"(?:\d{1,2}[:.]\d\d|\d{1,2} ?[ap]\.?m\.?)\b")
LIVE = 3


def issuer_of(view: View, actors: dict[str, Actor]) -> Actor | None:
    """The body that says "we": of those that the opening names, the first that acts or speaks there.

    Null where the text is not one of a body's own: one that says "I", a live page, one that opens with no body's name.
    """
    if sum(_STAMPED.match(view.text, p.start) is not None for p in view.document.parts if p.kind == "body") >= LIVE:
        return None
    sentences, opening = set[int](), dict[str, int]()
    for token in tokens_of(view.doc):
        if not view.body[token.i] or view.utterance[token.i] >= 0:
            continue
        if token.lower_ in _I and token.text != "i":
            return None
        if token.lower_ in WE and token.dep_ == "nsubj":
            sentences.add(view.sentence_start[token.i])
        actor = actors.get(view.actor_at(token.i) or "")
        if actor is None or actor.kind not in _BODIES:
            continue
        if 0 <= view.paragraph[token.i] < OPENING:
            opening.setdefault(actor.id, token.i)
            if token.dep_ == "nsubj":
                opening[actor.id] = 0
    if len(sentences) < LEAST or not opening:
        return None
    return actors[min(opening, key=lambda a: opening[a])]


def as_spoken(issuer: Actor, index: int, view: View) -> Who:
    """The issuer where it says "we"."""
    return Who(issuer.id, issuer.name, "named_office", span_of(view, index, index + 1))

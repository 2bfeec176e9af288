"""Who "we" is where a body speaks in its own name: a statement, a communiqué, a release.

Only a text that says "we" outside quote marks in several sentences, and "I" in none, is such a text; elsewhere first persons
stand for nobody that the words name.
"""

from __future__ import annotations

from rashomon.extract.claims_phrases import span_of
from rashomon.extract.claims_view import View
from rashomon.model.actors import Actor, Who

WE = frozenset({"we", "us", "ourselves", "our"})
_I = frozenset({"i", "me", "my"})
_BODIES = frozenset({"armed_group", "military", "police", "organisation", "state", "political"})
#: Sentences with "we" from which a text is taken for a body's own.
LEAST = 2
#: Paragraphs in which a statement names whose it is.
OPENING = 2


def issuer_of(view: View, actors: dict[str, Actor]) -> Actor | None:
    """The body that says "we", null where the text is not one of its own or does not open with its name."""
    sentences, bodies = set[int](), dict[str, int]()
    for token in view.doc:
        if not view.body[token.i] or view.utterance[token.i] >= 0:
            continue
        if token.lower_ in _I and token.text != "i":
            return None
        if token.lower_ in WE and token.dep_ == "nsubj":
            sentences.add(view.sentence_start[token.i])
        actor = actors.get(view.actor_at(token.i) or "")
        if actor is not None and actor.kind in _BODIES and 0 <= view.paragraph[token.i] < OPENING:
            bodies.setdefault(actor.id, token.i)
            if token.dep_ == "nsubj":
                bodies[actor.id] = min(bodies[actor.id], 0)
    if len(sentences) < LEAST or not bodies:
        return None
    return actors[min(bodies, key=lambda a: bodies[a])]


def as_spoken(issuer: Actor, index: int, view: View) -> Who:
    """The issuer where it says "we"."""
    return Who(issuer.id, issuer.name, "named_office", span_of(view, index, index + 1))

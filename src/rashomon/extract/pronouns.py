"""A modest reading of pronouns for event slots: whom "it", "its", "he", "they" most likely stand for.

A subject of the same sentence comes first, then the subject of the sentence before, within
the same paragraph or the next. It abstains where no candidate of the right sort is near.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from rashomon.model.mentions import Grounding

_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
_BODY = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def read_pronouns(doc: Doc, grounding: Grounding) -> dict[int, str]:
    """Token index of a pronoun to the actor it stands for."""
    kinds = {a.id: a.kind for a in grounding.actors}
    found: dict[int, str] = {}
    last_person: str | None = None
    last_body: str | None = None
    for sent in doc.sents:
        person, body = last_person, last_body
        for token in sent:
            low = token.lower_
            if low in _PERSON and token.pos_ == "PRON" and person is not None:
                found[token.i] = person
            elif low in _BODY and token.pos_ == "PRON" and body is not None and not _expletive(token):
                found[token.i] = body
            elif low in _THEY and body is not None:
                found[token.i] = body
            actor_id = grounding.actor_of[token.i]
            if actor_id is None or token.head.i != token.i and grounding.actor_of[token.head.i] == actor_id:
                continue
            subject = token.dep_ in _SUBJECTS
            if kinds[actor_id] == "person":
                person = actor_id if subject or person is None or last_person == person else person
            elif subject or body is None:
                body = actor_id
        last_person, last_body = person, body
    return found


def _expletive(token: Token) -> bool:
    return token.dep_ in {"expl"} or token.head.lemma_ == "be" and token.dep_ == "nsubj" and any(c.dep_ in {"acomp", "attr"} for c in token.head.children)

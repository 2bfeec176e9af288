"""Whom the words around a trigger name as having done it: blame, accusation, responsibility.

The party is an answer of whoever says so; the claim keeps the speaker with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

_BLAME = frozenset({"blame", "pin", "attribute"})
_ACCUSE = frozenset({"accuse", "suspect", "charge", "convict"})
_CLAIM = frozenset({"claim", "stage", "order", "plan"})
_OWN = frozenset({"claim", "take", "accept", "admit"})
#: Verbs between the accusation and the event: "accused X of carrying out the attack".
_DOING = frozenset(
    {
        "carry",
        "commit",
        "conduct",
        "launch",
        "perpetrate",
        "mount",
        "stage",
        "order",
        "execute",
        "plan",
        "orchestrate",
        "direct",
        "fire",
    }
)


def blamed(trigger: Token) -> Iterator[Token]:
    """Heads of the phrases that are said to have done what the trigger tells."""
    node = trigger
    while node.dep_ == "conj" and node.head.pos_ in {"NOUN", "VERB"}:
        node = node.head
    head = node.head
    yield from _relatives(trigger)
    if node.dep_ in {"dobj", "nsubjpass"} and head.lemma_ in _BLAME:
        yield from _object_of(head, {"on", "to"})
    elif node.dep_ == "dobj" and head.lemma_ in _DOING and head.dep_ == "pcomp":
        yield from _through_preposition(head.head)
    elif node.dep_ in {"pobj", "pcomp"} and head.lower_ in {"for", "of", "in", "behind"}:
        yield from _through_preposition(head)


def _relatives(trigger: Token) -> Iterator[Token]:
    """ "an attack blamed on X", "a wave of bombings that X claimed"."""
    nouns = [trigger]
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "of" and trigger.head.head.pos_ == "NOUN":
        nouns.append(trigger.head.head)
    for noun in nouns:
        for child in noun.children:
            if child.dep_ not in {"relcl", "acl"}:
                continue
            if child.lemma_ in _BLAME:
                yield from _object_of(child, {"on", "to"})
            elif (
                child.lemma_ in _CLAIM
                and child.dep_ == "relcl"
                and not any(c.dep_ == "nsubjpass" for c in child.children)
            ):
                yield from (c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in {"that", "which", "who"})


def _through_preposition(preposition: Token) -> Iterator[Token]:
    above = preposition.head
    if preposition.lower_ == "for" and above.lemma_ == "blame":
        yield from (c for c in above.children if c.dep_ in {"dobj", "nsubjpass"})
    elif preposition.lower_ in {"of", "in"} and above.lemma_ in _ACCUSE:
        yield from (c for c in above.children if c.dep_ in {"dobj", "nsubjpass"})
    elif preposition.lower_ == "for" and above.lemma_ in {"responsibility", "credit"} and above.head.lemma_ in _OWN:
        yield from (c for c in above.head.children if c.dep_ == "nsubj")
    elif (
        preposition.lower_ == "for"
        and above.lower_ == "responsible"
        or preposition.lower_ == "behind"
        and above.lemma_ == "be"
    ):
        verb = above.head if above.pos_ == "ADJ" else above
        yield from (c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"})


def _object_of(verb: Token, prepositions: set[str]) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in prepositions:
            yield from (c for c in child.children if c.dep_ == "pobj")


def attributed(verb: Token) -> Iterator[Token]:
    """Whom a verb of blame or responsibility names as the doer: "blamed X", "X claimed responsibility"."""
    if verb.pos_ == "ADJ":  # "X was responsible"
        yield from (c for c in verb.head.children if c.dep_ == "nsubj")
    elif verb.pos_ == "NOUN":  # "the handiwork of X"
        yield from _object_of(verb, {"of"})
    elif verb.lemma_ in _BLAME:
        on = list(_object_of(verb, {"on", "to"}))
        if on or verb.lemma_ == "blame":
            yield from on or (c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"})
    elif verb.lemma_ in {"tag", "implicate"}:
        yield from (c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"})
    else:
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "agent"}), None)
        if (
            subject is not None
            and not any(c.dep_ == "neg" for c in verb.children)
            and not any(c.lower_ in {"no", "nobody"} for c in subject.children)
        ):
            yield subject

"""Addressees that stand further from the cue: of the letter or call it was said in, of the question it answers, of a that-clause."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_capable import can_speak
from rashomon.extract.claims_view import Draft, View

#: Letters and calls: "in a call to the agency" says to whom.
_SENT = frozenset(
    "call letter message email e-mail note telegram fax text statement address speech memo complaint petition appeal".split()
)
#: Words of a that-clause among which its subject is looked for.
_NEAR = 12


def reached_otherwise(verb: Token, view: View) -> Token | None:
    """Whoever the letter, the call or the question names."""
    return written_to(verb, view) or _reached(verb, view) or _asked_by(verb, view)


def written_to(verb: Token, view: View) -> Token | None:
    """As in "claimed both in a call to the agency", "the embassy, in a letter to the paper, regretted"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    for child in (*verb.children, *(() if subject is None else subject.children)):
        if child.dep_ != "prep" or child.lower_ not in {"in", "by", "at"} or view.utterance[child.i] >= 0:
            continue
        sent = next((c for c in child.children if c.dep_ == "pobj" and c.lower_ in _SENT), None)
        if sent is None:
            continue
        to = next((c for c in sent.children if c.dep_ == "prep" and c.lower_ == "to"), None)
        if to is None:  # parsed beside it: "denied it in a fax to the station"
            to = next((c for c in verb.children if c.lower_ == "to" and c.i == sent.right_edge.i + 1), None)
        found = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
        if found is not None:
            return found
    return None


#: Verbs by which somebody is reached: "rang the mayor's office to warn that".
_NEARING = frozenset({"ring", "phone", "telephone", "radio", "call", "email", "e-mail", "text", "write", "cable"})


def _reached(verb: Token, view: View) -> Token | None:
    """As in "has rung the station to claim": whom the verb above reaches."""
    head = verb.head
    if verb.tag_ != "VB" or verb.dep_ not in {"advcl", "xcomp"} or head.lemma_.lower() not in _NEARING:
        return None
    for child in head.children:
        if head.i < child.i < verb.i and view.utterance[child.i] < 0:
            if child.dep_ == "dobj":
                return child if can_speak(child, view, needs="able") else None
            if child.dep_ in {"prep", "dative"} and child.lower_ == "to":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


_PRESSING = frozenset({"ask", "press", "question", "quiz", "interview", "approach", "challenge"})


def _asked_by(verb: Token, view: View) -> Token | None:
    """As in "asked by the paper whether it had, the union laughed at": who asked is answered."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < verb.i), None)
    for child in (*verb.children, *(() if subject is None else subject.children)):
        if child.dep_ in {"advcl", "acl"} and child.tag_ == "VBN" and child.lemma_.lower() in _PRESSING:
            by = next((c for c in child.children if c.dep_ == "agent" and view.utterance[c.i] < 0), None)
            return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    return None


_ANY = frozenset({"every", "each", "any", "one", "all", "no"})
#: Verbs whose that-clause names who is to act: "demanded that the army leave".
ASKED_OF = frozenset({"demand", "ask", "request", "urge", "recommend", "insist", "propose"})


def who_is_to(draft: Draft, view: View) -> Token | None:
    """As in "demanded that the army leave the town": the clause's own subject, where it can be told to act."""
    first, last = draft.tokens[0]
    for token in view.doc[first : min(first + _NEAR, last)]:
        if token.dep_ != "nsubj" or view.utterance[token.i] >= 0 or token.pos_ not in {"NOUN", "PROPN"}:
            continue
        told = token.head.tag_ not in {"VBD", "VBZ"} and not any(c.lower_ in _ANY for c in token.children)
        names = token.pos_ == "PROPN" or view.actor_at(token.i) is not None
        return token if told and names and can_speak(token, view, needs="able") else None
    return None

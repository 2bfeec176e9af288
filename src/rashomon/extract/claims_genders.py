"""Who of a report's people is a woman and who a man, as far as its own pronouns and nouns tell.

Votes are taken where a sentence has named one person only before the pronoun ("X lost her sons"),
and from nouns that tell ("widow"). Names are not read for gender; without votes nothing is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.claims_view import View
from rashomon.extract.name_kinds import person_nouns
from rashomon.extract.words import tokens_of
from rashomon.model.mentions import Mention

_OWN_FORMS = {"she": True, "herself": True, "her": True, "he": False, "himself": False, "his": False}
_TITLES = {"mrs": True, "mrs.": True, "ms": True, "ms.": True, "mr": False, "mr.": False, "sir": False, "lady": True}


def genders(view: View) -> dict[str, bool]:
    """Actor id to whether the report makes it a woman; absent where it does not say."""
    votes: Counter[tuple[str, bool]] = Counter()
    for mention in view.grounding.mentions:
        owner = view.actor_at(mention.head) if mention.first < mention.last else None
        if owner is None:
            continue
        for female in _told(mention, view):
            votes[owner, female] += 2
    _by_pronoun(view, votes)
    owners = {owner for owner, _ in votes}
    return {o: votes[o, True] > votes[o, False] for o in owners if votes[o, True] != votes[o, False]}


def _told(mention: Mention, view: View) -> Iterator[bool]:
    """What the mention and the nouns in apposition to it say."""
    if mention.female is not None:
        yield mention.female
    head = view.doc[mention.head]
    beside = [head.head] if head.dep_ == "appos" else []
    beside += [c for c in head.children if c.dep_ in {"appos", "compound"}]
    for token in beside:
        female = noun_gender(token)
        if female is not None:
            yield female


def noun_gender(token: Token) -> bool | None:
    """Whether a noun or title names a woman ("mother") or a man ("uncle"); null where it leaves it open."""
    if token.lower_ in _TITLES:
        return _TITLES[token.lower_]
    noun = person_nouns().get(token.lower_)
    return noun.female if noun is not None else None


def _by_pronoun(view: View, votes: Counter[tuple[str, bool]]) -> None:
    """A subject or owner votes for the one person that its sentence has named before it."""
    persons = {a.id for a in view.grounding.actors if a.kind in {"person", "unknown"}}
    sentence = -1
    seen: set[str] = set()
    for token in tokens_of(view.doc):
        if view.sentence_start[token.i] != sentence:
            sentence = view.sentence_start[token.i]
            seen.clear()
        if view.utterance[token.i] >= 0:
            continue
        owner = view.actor_at(token.i)
        if owner is not None and owner in persons:
            seen.add(owner)
        elif len(seen) == 1 and token.lower_ in _OWN_FORMS and token.dep_ in {"nsubj", "nsubjpass", "poss", "dobj"}:
            if token.dep_ != "dobj" or token.lower_.endswith("self"):
                votes[next(iter(seen)), _OWN_FORMS[token.lower_]] += 1

"""Objects of a cue that hold no words, and pronouns that are all of them.

"ordered the attack" is a deed, "thanked you" says nothing, "denied this in the strongest terms" denies this.
"""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Frame, FrameName, Verb
from rashomon.extract.claims_view import View

#: What an order asks for; other things are done by ordering them.
_ORDERED = frozenset(
    """investigation inquiry enquiry probe review audit evacuation closure halt end stop ceasefire withdrawal release return
    suspension arrest extradition deployment curfew blackout lockdown inspection autopsy exhumation retrial reinforcement
    battalion mobilisation mobilization disarmament dissolution silence""".split()
)
_SAID = frozenset(
    """statement figure claim allegation accusation demand threat offer toll report remark number charge complaint order
    comment promise warning ultimatum confession denial apology version testimony""".split()
)
#: Verbs that change a figure, and the figures: "raised the toll to five".
CHANGING = frozenset(
    {"raise", "lower", "revise", "reduce", "cut", "increase", "update", "amend", "correct", "bring", "lift"}
)
TOLLS = frozenset({"toll", "number", "figure", "count", "tally", "total", "estimate", "dead"})
#: What a declaration brings about by itself: an act of state, not a statement.
_DECREED = frozenset({"emergency", "curfew", "war", "law", "independence", "victory", "bankruptcy"})


#: Verbs that turn to somebody with what is to be done; whoever it is stands outside the content (guideline, 46).
_TURNED_TO = frozenset(
    """urge order call ask tell warn beg advise invite instruct command appeal challenge implore exhort request entreat counsel
    forbid plead dare direct press encourage summon""".split()
)


def after_addressee(verb: Token, first: int, infinitive: Token) -> int:
    """Where the content of "urged the crews not to sail" opens: with "not to".

    A few words behind many ("called on A, B and C to follow suit") say nothing without whom they are asked of, and keep them.
    """
    if verb.lemma_ not in _TURNED_TO or verb.i not in {infinitive.head.i, infinitive.head.head.i}:
        return first
    marks = [
        c.i
        for c in infinitive.children
        if first < c.i < infinitive.i and (c.lower_ == "to" and c.dep_ == "aux" or c.dep_ == "neg")
    ]
    opens = min(marks, default=first)
    rest = verb.doc[opens : infinitive.right_edge.i + 1]
    return opens if len(rest) >= opens - first or any(t.is_quote for t in rest) else first


def comments(participle: Token) -> bool:
    """As in ", calling it a breach": a word on the object, told with it; ", calling the raid “a show”" is a claim of its own."""
    if participle.lemma_ != "call":
        return False
    rest = participle.doc[participle.i + 1 : participle.right_edge.i + 1]
    return len(rest) > 0 and rest[0].lower_ == "it" and not any(t.is_quote or t.lower_ == "as" for t in rest)


_POINTING = frozenset({"it", "this", "that", "them", "these", "those", "both"})


def pronoun_alone(first: Token, end: int, view: View) -> bool:
    """As in "denied this in the strongest terms": the pronoun is all that is said; "blamed them for the raid" says more."""
    if first.lower_ not in _POINTING or end == first.i + 1:
        return False
    if view.doc[first.i + 1].text == ":":
        return True
    rest = view.doc[first.i + 1 : end]
    return (
        not any(t.lower_ == "as" or t.pos_ in {"VERB", "AUX"} or t.dep_ in {"oprd", "acomp"} for t in rest)
        and not any(t.lower_ in {"of", "for", "on", "to", "at", "down"} and t.dep_ in {"prep", "prt"} for t in rest)
        and not any(c.i < first.i for c in first.children)
    )  # fmt: skip


def wordless(verb: Token, first: Token, entry: Verb) -> bool:
    """Objects that hold no words: oneself, a decree, "contradicted her", "offered no proof"."""
    if first.tag_ == "PRP" and first.lower_ in {"him", "her"} and _denies(entry.frames):
        return True
    if verb.lemma_ == "offer" and any(c.lower_ in {"no", "little", "few"} for c in first.children):
        return True
    if verb.lemma_ == "order" and first.lemma_ not in _ORDERED:
        return True  # "ordered the attack", "ordered a meal": a deed
    if verb.lemma_ == "withdraw" and first.lemma_ not in _SAID:
        return True  # "withdrew its troops"
    if first.lower_ in {"nothing", "you"} or verb.lemma_ == "remember" and first.tag_ == "PRP":
        return True
    if first.lower_ in {"us", "me"} and verb.lemma_ in {"ask", "want"}:
        return True  # "asked us to call him X": what the reporter was asked is no news
    if first.tag_ == "WP" and verb.lemma_ == "dismiss":
        return True
    if verb.lemma_ == "exclude" and any(c.lower_ == "from" for c in verb.children):
        return True
    decreed = verb.lemma_ == "declare" and any(t.lower_ in _DECREED for t in first.subtree)
    own = first.lower_.endswith(("self", "selves")) and not any(c.dep_ in {"amod", "compound"} for c in first.children)
    return own or decreed


def _denies(frames: Mapping[FrameName, Frame]) -> bool:
    return "object" in frames and frames["object"].act == "deny"

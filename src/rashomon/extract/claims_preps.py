"""Prepositions as content ("warned of famine", "spoke of 57 killed"), and those that only say when.

Nothing here reads a date; it tells a phrase of time from a phrase that belongs to the words.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Verb
from rashomon.extract.claims_trim import Found, complement, is_via
from rashomon.extract.claims_view import View

_DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night", "late", "early", "on"})


_TIME_NOUNS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"}
)


def dates(child: Token) -> bool:
    """Whether a modifier of the cue says when: "on Wednesday", "late on Sunday"."""
    words = [t for t in child.subtree if not t.is_punct and t.dep_ not in {"det", "advmod", "amod"} and t.i != child.i]
    if child.dep_ == "npadvmod":
        words.append(child)
    return bool(words) and all(t.lower_ in _TIME_NOUNS or t.lower_ in _DAY_PARTS for t in words)


def prep_frame(verb: Token, entry: Verb, view: View, *, end_of: Callable[[Token, Token, View], int]) -> Found | None:
    """The complement that a listed preposition opens; `end_of` says where a verb phrase ends from a complement on."""
    frame = entry.frames.get("prep")
    if frame is None:
        return None
    for child in verb.children:
        fits = child.i > verb.i and child.dep_ in {"prep", "agent", "mark"} and child.lower_ in frame.preps
        if fits and not is_via(child, view) and child.right_edge.i > child.i and not _only_time(child):
            return complement("prep", frame, [(child.i, _counted_end(child, end_of(verb, child, view), view))], view)
        for deep in child.children if child.dep_ in {"prep", "npadvmod"} and child.i == verb.i + 1 else ():
            held = [deep, *deep.children]  # "warned on Monday of X": the parser hangs "of X" on the day
            lower = next((t for t in held if t.dep_ == "prep" and t.lower_ in frame.preps and t.i > child.i), None)
            if lower is not None and (deep.lower_ in _TIME_NOUNS or child.lower_ in _TIME_NOUNS):
                return complement("prep", frame, [(lower.i, _tail_of(lower, verb, view))], view)
    return None


def _tail_of(prep: Token, verb: Token, view: View) -> int:
    """End of a phrase with the condition that follows it: "of bloodshed should the city fall"."""
    end = prep.right_edge.i + 1
    for child in verb.children:
        if child.dep_ in {"ccomp", "advcl"} and child.left_edge.lower_ in {"should", "if", "unless"}:
            if 0 <= child.left_edge.i - end <= 2:
                end = child.right_edge.i + 1
    return min(end, view.sentence_end[verb.i])


def _counted_end(prep: Token, end: int, view: View) -> int:
    """As in "spoke of 57 killed and 84 injured": the counted stand behind their number as if they were verbs."""
    number = next((c for c in prep.children if c.dep_ == "pobj" and c.tag_ == "CD"), None)
    if number is None or number.i + 1 != end or end >= view.sentence_end[prep.i]:
        return end
    harm = view.doc[end]
    return max(end, harm.right_edge.i + 1) if harm.tag_ in {"VBN", "VBD", "JJ"} else end


def of_time(prep: Token) -> bool:
    """Whether a preposition's object is a time."""
    return any(c.dep_ == "pobj" and (c.ent_type_ in {"DATE", "TIME"} or c.lower_ in _TIME_NOUNS) for c in prep.children)


def _only_time(prep: Token) -> bool:
    if prep.lower_ in {"of", "to"} and any(
        c.dep_ == "pobj" and c.tag_ == "CD" and c.shape_ != "dddd" for c in prep.children
    ):
        return False  # "spoke of eighteen": the recogniser takes bare numbers for dates
    return all(t.lower_ in _TIME_NOUNS or t.ent_type_ in {"DATE", "TIME"} for t in prep.children)

"""Cues that are states or phrases: "is certain that", "is appalled by", "in the words of X", "by the hospital's count".

The state is the speaker's, said of itself in the present or the past; what somebody else is sure of on its behalf is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import FINITE, Draft, View
from rashomon.model.claims import Act


def of_state(be: Token, view: View) -> Iterator[Draft]:
    """As in "the ministry is certain that X", "the office is “appalled” by X", "the group is of the view that X"."""
    if be.lemma_ != "be" or be.tag_ not in FINITE | {"VBN"}:
        return
    state = _state(be, view)
    if state is None:
        return
    word, act = state
    start = _content_start(word, act)
    if start is None:
        return
    piece = trim(start, max(_end(word), start + 1), view)
    if piece is None:
        return
    passive = next((c.i for c in word.children if c.dep_ == "nsubjpass"), None)
    yield Draft(
        verb=be.i, cue=(word.i, word.i + 1), contents=[view.chars(*piece)], tokens=[piece], act=act, rule="state", speaker=None,
        sure=0.75, lemma=word.lower_, needs="able", source=passive,
    )  # fmt: skip


def _state(be: Token, view: View) -> tuple[Token, Act] | None:
    """The word of a state and what it does: an adjective or participle of the lexicon, or "of the view", "in no doubt"."""
    if any(c.dep_ == "neg" for c in (*be.children, *(be.head.children if be.dep_ == "auxpass" else ()))):
        return None
    if be.dep_ == "auxpass" and be.head.lower_ in view.words.states:
        return be.head, view.words.states[be.head.lower_]
    for child in be.children:
        if child.i <= be.i:
            continue
        if child.dep_ in {"acomp", "attr", "oprd"} and child.lower_ in view.words.states:
            return child, view.words.states[child.lower_]
        if child.dep_ == "prep" and child.lower_ in {"of", "in", "under"}:
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            if noun is not None and noun.lower_ in view.words.stances:
                return noun, "report"
    return None


def _content_start(word: Token, act: Act) -> int | None:
    """Where the clause or the cause of a state begins; null where it has neither."""
    for child in _after(word):
        if child.dep_ in {"ccomp", "acl", "advcl"} and child.pos_ in {"VERB", "AUX"} and child.tag_ != "VBG":
            first = child.left_edge
            if first.i > word.i and first.lower_ not in {"if", "when", "because", "to", "after", "as", "while"}:
                return int(first.i)
        if act == "condemn" and child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "at", "about", "over"}:
            return int(child.i)
    return None


def _after(word: Token) -> list[Token]:
    """What a state holds, whether the parse hung it on the word or on the verb beside it."""
    held = [*word.children, *(word.head.children if word.dep_ in {"acomp", "attr", "oprd", "pobj", "prep"} else ())]
    if word.dep_ == "pobj":  # "is of the view that"
        held += list(word.head.head.children)
    return [c for c in held if c.i > word.i and c.i != word.head.i]


def _end(word: Token) -> int:
    """Where what a state holds ends."""
    held = [c.right_edge.i for c in _after(word) if c.dep_ in {"ccomp", "agent", "prep", "acl", "advcl"}]
    return int(max([word.i, *held])) + 1


#: Words before a noun that make it somebody's word for what stands around it: "in the words of X", "by X's count".
_LEADS = frozenset({"in", "by", "on"})


def in_words_of(prep: Token, view: View) -> Iterator[Draft]:
    """As in "X, in the words of S, Y", "by the hospital's count, X", "X, in S's view": the sentence around the phrase."""
    if prep.dep_ != "prep" or prep.lower_ not in _LEADS:
        return
    noun = next((c for c in prep.children if c.dep_ == "pobj"), None)
    if noun is None or noun.lower_ not in view.words.accounts or noun.i > prep.i + 8:
        return
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"of", "by", "from"}), None)
    if owner is None and of is not None:
        owner = next((c for c in of.children if c.dep_ == "pobj"), None)
    if owner is None or prep.lower_ == "on" and noun.lower_ != "account":
        return
    last = max(noun.i, owner.i) + 1
    if of is not None and owner.i > noun.i:
        last = next(
            (i for i in range(owner.i + 1, owner.right_edge.i + 1) if view.doc[i].is_punct), owner.right_edge.i + 1
        )
    pieces = _around(prep, last, view)
    if not pieces:
        return
    yield Draft(
        verb=None, cue=(noun.i, noun.i + 1), contents=[view.chars(*p) for p in pieces], tokens=pieces, act="report",
        rule="according", speaker=None, sure=0.75, lemma=noun.lemma_, agent=owner.i, anchor=prep.i,
    )  # fmt: skip


def _around(prep: Token, last: int, view: View) -> list[tuple[int, int]]:
    """The sentence around a phrase that commas or its ends set off; nothing where it is bound into a clause."""
    doc, start, stop = view.doc, view.sentence_start[prep.i], view.sentence_end[prep.i]
    opens = (
        prep.i == start
        or doc[prep.i - 1].text in {",", "—", "–", ";", ":"}
        or doc[prep.i - 1].lower_ in {"and", "but", "that"}
    )
    closes = last >= stop or doc[last].text in {",", ".", "—", "–", ";", ":"}
    if prep.i == start and not closes:
        closes = doc[last].pos_ in {"DET", "NUM", "NOUN", "PROPN", "PRON"}  # "By the hospital's register nineteen died"
    if not opens or not closes:
        return []
    border = next((i for i in range(prep.i - 1, start, -1) if doc[i].text == ";"), None)
    if border is not None and prep.i - border > 4:
        start = border + 1
    tail = next((i for i in range(last, stop) if doc[i].text == ";"), stop)
    pieces = [
        trim(start, prep.i, view) if prep.i > start + 1 else None,
        trim(last, tail, view) if last + 1 < tail else None,
    ]
    return [p for p in pieces if p is not None and p[1] - p[0] >= 2]

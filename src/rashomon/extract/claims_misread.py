"""Cues that the part-of-speech tagger took for nouns: "the ministry suspects the rebels", "an imam objects".

Only where no finite verb stands before the word and what follows can be its content; the parse of such a sentence is no
help, so its surface decides.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Frame, FrameName
from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import FINITE, OPENING, Draft, View

_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_CLAUSE = frozenset({"that", "there", "he", "she", "they", "we", "its"})
_POINTING = frozenset({"it", "this", "that", "them"})
_REACH = 14


def misread_verb(token: Token, view: View) -> Draft | None:
    """The draft of a cue that was tagged as a noun; null where the word is one."""
    doc, start, stop = view.doc, view.sentence_start[token.i], view.sentence_end[token.i]
    if not token.text.islower() or token.i == start or token.i - start > _REACH or token.i + 1 >= stop:
        return None
    before, after = doc[token.i - 1], doc[token.i + 1]
    if before.pos_ not in _NOMINAL and before.tag_ not in {"VBD", "VBN"} or before.lower_ in {"'s", "’s"}:
        return None
    if any(t.tag_ in FINITE and t.dep_ != "relcl" for t in doc[start : token.i]):
        return None
    source = _source(token, start, view)
    if source is None or (token.lower_.endswith("s")) != (source.tag_ not in {"NNS", "NNPS", "CD"}):
        return None
    frame = _frame(token, after, view)
    if frame is None:
        return None
    name, found = frame
    end = next((i for i in range(token.i + 1, stop) if doc[i].text == ";"), stop)
    if after.lower_ in _POINTING and (
        token.i + 2 >= stop or doc[token.i + 2].is_punct or doc[token.i + 2].lower_ == "and"
    ):
        end = token.i + 2
    piece = trim(token.i + 1, end, view)
    if piece is None:
        return None
    return Draft(
        verb=token.i, cue=(token.i, token.i + 1), contents=[view.chars(*piece)], tokens=[piece], act=found.act, rule=name,
        speaker=None, sure=0.7, lemma=token.lemma_.lower(), needs=found.needs, source=source.i,
    )  # fmt: skip


def _source(token: Token, start: int, view: View) -> Token | None:
    """The head of the noun phrase before the word, beyond "at X", "of X" and a relative clause."""
    best: Token | None = None
    for i in range(start, token.i):
        other = view.doc[i]
        if other.pos_ in _NOMINAL and other.lower_ not in {"who", "which", "that"}:
            best = other
            follows = view.doc[i + 1]
            if follows.pos_ not in _NOMINAL and follows.pos_ not in {"PART", "ADJ"}:
                return best
        elif other.pos_ not in {"DET", "ADJ", "PART", "PROPN"} and not other.is_punct and other.pos_ != "ADV":
            return best
    return best


def _frame(token: Token, after: Token, view: View) -> tuple[FrameName, Frame] | None:
    """The frame that what follows the word shows: a clause, a pronoun, an object."""
    names: tuple[FrameName, ...]
    if after.lower_ in _CLAUSE and after.tag_ != "DT" or after.text in OPENING:
        names = ("clause",)
    elif after.lower_ in _POINTING or after.lower_ in {"the", "a", "an", "no"} or after.pos_ in {"PROPN", "NUM"}:
        names = ("object", "counted") if after.pos_ == "NUM" else ("object",)
    else:
        return None
    for entry in view.words.verbs.get(token.lemma_.lower(), ()):
        for name in names:
            if not entry.rest and name in entry.frames:
                return name, entry.frames[name]
    return None

"""The edges of a content: what is cut off its ends, and the medium that closes it.

It never widens a content; what the parse left out is not guessed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Frame, FrameName
from rashomon.extract.claims_view import CLOSING, OPENING, View, bare_mark


@dataclass(frozen=True, slots=True)
class Found:
    """A complement: its frame, token ranges `[first, last)`, and the verb of an infinitive."""

    name: FrameName
    frame: Frame
    pieces: tuple[tuple[int, int], ...]
    infinitive: int | None = None
    addressee: Token | None = None
    medium: int | None = None


_AIRED = frozenset({"radio", "television", "tv", "station", "phone", "telephone", "loudspeaker", "loudspeakers"})


def is_via(prep: Token, view: View) -> bool:
    """Whether a phrase names the medium ("in a statement", "on Telegram")."""
    if prep.dep_ != "prep" or prep.lower_ not in {"in", "on", "via", "by", "through", "during", "at", "to", "over"}:
        return False
    return any(
        c.dep_ == "pobj" and (c.lower_ in view.words.media or c.lemma_.lower() in view.words.media)
        for c in prep.children
    )


def complement(
    name: FrameName,
    frame: Frame,
    pieces: list[tuple[int, int]],
    view: View,
    *,
    infinitive: int | None = None,
    addressee: Token | None = None,
) -> Found | None:
    """The complement with its edges trimmed and a closing medium set apart; null if nothing is left."""
    if pieces:
        pieces = [*pieces[:-1], (pieces[-1][0], _before_gloss(pieces[-1], view))]
    medium = _closing_medium(pieces[-1], view) if pieces else None
    if medium is not None:
        pieces = [*pieces[:-1], (pieces[-1][0], medium)]
    trimmed = tuple(p for p in (trim(first, last, view) for first, last in pieces) if p is not None)
    return Found(name, frame, trimmed, infinitive, addressee, medium) if trimmed else None


def _before_gloss(piece: tuple[int, int], view: View) -> int:
    """Where the outlet begins to speak of the words: "blamed “hired men”, a phrase that he did not explain"."""
    doc, (first, last) = view.doc, piece
    for i in range(first + 2, last - 2):
        if doc[i].text == "," and doc[i - 1].text in CLOSING and _relative_at(i + 1, view):
            return i
        if doc[i].text == "," and doc[i - 1].text in CLOSING and doc[i + 1].dep_ == "det":
            noun = doc[i + 1].head
            if i + 1 < noun.i < min(i + 5, last) and noun.lemma_.lower() in view.words.glosses:
                return i
    return last


def _relative_at(index: int, view: View) -> bool:
    """Whether a relative clause opens here: "offers “full access to our garages”, of which it has none"."""
    token = view.doc[index]
    pied = token.pos_ == "ADP" and index + 1 < len(view.doc) and view.doc[index + 1].tag_ == "WDT"
    return token.tag_ in {"WDT", "WP"} or pied


def _closing_medium(piece: tuple[int, int], view: View) -> int | None:
    """Where a phrase of medium closes a content ("to retaliate in a statement on X"), null if none does."""
    doc = view.doc
    first, last = piece
    while last > first and bare_mark(doc[last - 1]):
        last -= 1
    for token in doc[first + 1 : last]:
        if token.dep_ != "prep" or token.lower_ not in {"in", "on", "during", "at", "via", "by", "over"}:
            continue
        if token.lower_ == "over" and any(c.lower_ in _AIRED for c in token.children):
            return int(token.i)
        named = any(
            c.dep_ == "pobj" and c.lower_ in view.words.clear_media and (c.lower_ != "x" or c.text == "X")
            for c in token.children
        )
        if named and _closes(token.right_edge.i + 1, last, view):
            return int(token.i)
    return None


def _closes(after: int, last: int, view: View) -> bool:
    """Whether at most a short "to X", "on X" follows a medium."""
    return after >= last or (
        last - after <= 8
        and view.doc[after].lower_ in {"to", "on"}
        and not any(t.pos_ == "VERB" for t in view.doc[after:last])
    )


def trim(first: int, last: int, view: View) -> tuple[int, int] | None:
    """Takes a leading "that", commas, colons and closing punctuation off; quote marks stay with their words."""
    doc = view.doc
    if (
        first + 2 < last
        and doc[first].lower_ in {"earlier", "later", "separately", "only"}
        and doc[first + 1].lower_ == "that"
    ):
        first += 1
    while first < last and (
        doc[first].lower_ in {"that", ",", ":", ";", "—", "–", "-", "and", "but", "."}
        or doc[first].is_space
        or doc[first].text in {"”", "’", ")", "]"}
    ):
        if doc[first].tag_ == "DT" and doc[first].dep_ in {"dobj", "pobj"}:
            break  # "rejected that"
        if (
            doc[first].lower_ == "that"
            and first + 1 < last
            and doc[first].dep_ not in {"mark", "advmod", "dobj"}
            and doc[first].tag_ != "IN"
        ):
            break  # "that attack was ..." is a demonstrative
        if doc[first].lower_ in {"and", "but"} and doc[first].is_sent_start:
            break
        first += 1
    while last > first and (
        doc[last - 1].text in {",", ".", ";", ":", "—", "–", "-", "(", "["}
        or doc[last - 1].is_space
        or doc[last - 1].lower_ in {"and", "but", "while"}
    ):
        last -= 1
    if last > first and doc[last - 1].text in OPENING - CLOSING:
        last -= 1
    if first >= last or all(bare_mark(doc[i]) for i in range(first, last)):
        return None
    return first, last

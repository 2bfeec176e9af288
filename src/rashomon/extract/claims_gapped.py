"""Rival counts that share a verb: "officials gave 18 dead, the church 31", "one side put it at 26, the other at four".

Only a source that stands right behind a comma with nothing but its number after it is read; what
else a clause may leave out is not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.extract.claims_capable import can_speak
from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import Draft, View

_JOINING = frozenset({"and", "while", "but"})
_BEFORE_NUMBER = frozenset(
    {"at", "only", "just", "about", "some", "around", "nearly", "almost", "over", "more", "than", "least"}
)
#: A source is short: its article, its owner, its noun.
_LONGEST = 7


def gapped_drafts(drafts: Sequence[Draft], view: View) -> Iterator[Draft]:
    """A draft for each further source with its number; the draft that held it is cut there."""
    for draft in drafts:
        if draft.verb is None or draft.quoted or draft.cue is None or not _counts(draft, view):
            continue
        stop = view.sentence_end[draft.verb]
        for comma in range(draft.tokens[0][0] + 1, stop - 2):
            if view.doc[comma].text not in {",", ";"}:
                continue
            found = _source(comma + 1, stop, view)
            if found is None:
                continue
            head, first, last = found
            piece = trim(first, last, view)
            if piece is None:
                continue
            _cut(draft, comma, view)
            yield Draft(
                verb=None,
                cue=draft.cue,
                contents=[view.chars(*piece)],
                tokens=[piece],
                act="report",
                rule="gapped",
                speaker=None,
                sure=0.7,
                lemma=draft.lemma,
                agent=head,
                anchor=head,
            )


def _counts(draft: Draft, view: View) -> bool:
    return any(view.doc[i].pos_ == "NUM" for first, last in draft.tokens for i in range(first, last))


def _source(first: int, stop: int, view: View) -> tuple[int, int, int] | None:
    """Head of a source that begins at `first`, and the range of its number; null where something else stands there."""
    doc = view.doc
    if doc[first].lower_ in _JOINING:
        first += 1
    at = first
    while at < min(first + _LONGEST, stop) and doc[at].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PART"}:
        at += 1
    if at == first or at >= stop or doc[at - 1].pos_ not in {"NOUN", "PROPN"}:
        return None
    head, number = at - 1, at
    while at < stop and doc[at].lower_ in _BEFORE_NUMBER:
        at += 1
    if (
        at >= stop
        or doc[at].pos_ != "NUM"
        or doc[at].ent_type_ in {"DATE", "TIME"}
        or doc[head].ent_type_ in {"DATE", "TIME"}
    ):
        return None
    after = doc[at + 1].text if at + 1 < stop else "."
    source = doc[head]
    known = view.actor_at(head) is not None or source.lower_ in view.words.levels or source.lemma_ in view.words.levels
    if after not in {".", ",", ";"} or not known or not can_speak(source, view, needs="any"):
        return None
    return head, number, at + 1


def _cut(draft: Draft, border: int, view: View) -> None:
    pieces = [trim(first, min(last, border), view) for first, last in draft.tokens if first < border]
    kept = [piece for piece in pieces if piece is not None]
    if kept:
        draft.tokens = kept
        draft.contents = [view.chars(*piece) for piece in kept]

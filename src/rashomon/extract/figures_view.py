"""One pass over a parsed report into plain lists, which the number and figure rules read.

spaCy's token objects cost a call for every attribute; the rules look at the same words many
times. The view holds words only. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.attrs import DEP, ENT_TYPE, HEAD, LEMMA, LOWER, POS, SENT_START, TAG
from spacy.tokens import Doc

from rashomon.extract.words import text_of, tokens_of


@dataclass(frozen=True, slots=True)
class View:
    """The report's tokens as parallel lists; `head` is absolute, `sent[i]` the index into `bounds`."""

    text: str
    words: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    ent: list[str]
    start: list[int]
    end: list[int]
    sent: list[int]
    bounds: list[tuple[int, int]]
    children: list[list[int]]

    def __len__(self) -> int:
        return len(self.words)

    def first(self, i: int) -> int:
        """First token of the sentence of token `i`."""
        return self.bounds[self.sent[i]][0]

    def last(self, i: int) -> int:
        """Token after the last one of the sentence of token `i`."""
        return self.bounds[self.sent[i]][1]


def view_of(doc: Doc) -> View:
    """Reads `doc` once; the view stays with it, since figures and victims both look through it."""
    view: View | None = doc.user_data.get(_KEY)
    if view is None:
        view = doc.user_data[_KEY] = _read(doc)
    return view


_KEY = "rashomon.view"


def _read(doc: Doc) -> View:
    attrs = doc.to_array([LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE, HEAD, SENT_START])
    strings = doc.vocab.strings
    names = {int(key): strings[int(key)] if key else "" for key in {int(k) for k in attrs[:, :6].ravel()}}
    columns = [[names[int(k)] for k in attrs[:, c]] for c in range(6)]
    # HEAD is a signed distance in an unsigned array.
    head = [i + int(d) for i, d in enumerate(attrs[:, 6].astype("int64"))]
    start = [token.idx for token in tokens_of(doc)]
    words = [token.text for token in tokens_of(doc)]
    sent, bounds = _sentences(words, [int(s) for s in attrs[:, 7].astype("int64")], columns[2])
    children: list[list[int]] = [[] for _ in words]
    for i, h in enumerate(head):
        if h != i:
            children[h].append(i)
    lower = [word.replace("’", "'") for word in columns[0]]
    return View(
        text_of(doc),
        words,
        lower,
        columns[1],
        columns[2],
        columns[3],
        columns[4],
        head,
        columns[5],
        start,
        [s + len(w) for s, w in zip(start, words, strict=True)],
        sent,
        bounds,
        children,
    )


def _sentences(words: list[str], starts: list[int], pos: list[str]) -> tuple[list[int], list[tuple[int, int]]]:
    """Sentence index of each token, and the token ranges; a blank line ends a sentence whatever the parser says.

    The parser cuts a number off its noun at the head of a paragraph ("Four | sailors were lost"): it is joined again.
    """
    sent: list[int] = []
    opened: list[int] = []
    for i, mark in enumerate(starts):
        cut_off = mark == 1 and bool(opened) and opened[-1] == i - 1 and pos[i - 1] == "NUM" and words[i].islower()
        if i == 0 or mark == 1 and not cut_off or "\n" in words[i - 1]:
            opened.append(i)
        sent.append(len(opened) - 1)
    # An empty report has no sentence: the lengths differ only then.
    return sent, list(zip(opened, [*opened[1:], len(words)], strict=False))

"""The parse as immutable tokens, for what comes after extraction and does not know the parser."""

from __future__ import annotations

from spacy.tokens import Doc

from rashomon.extract.words import tokens_of
from rashomon.model.parse import Parse


def parse_of(doc: Doc) -> Parse:
    """What the syntax of a report says, token by token."""
    sentences: list[int] = []
    for n, sent in enumerate(doc.sents):
        sentences += [n] * len(sent)
    return Parse(
        starts=tuple(t.idx for t in tokens_of(doc)),
        words=tuple(t.text for t in tokens_of(doc)),
        lemmas=tuple(t.lemma_.lower() for t in tokens_of(doc)),
        pos=tuple(t.pos_ for t in tokens_of(doc)),
        deps=tuple(t.dep_ for t in tokens_of(doc)),
        heads=tuple(t.head.i for t in tokens_of(doc)),
        sentences=tuple(sentences),
    )

"""A name's bounds in the parse: where it begins, and whether a title stands before it."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.titles import title_before

_DATE_WORDS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday january february march april may june july
    august september october november december""".split()
)


def is_date_word(token: Token) -> bool:
    """Whether a word names a day or a month; the recogniser's DATE alone is no proof against a name."""
    return token.lower_ in _DATE_WORDS or token.like_num


def name_first(token: Token) -> int:
    """Index of the first token of the name that ends at `token`; not more than eight tokens back."""
    first = token.i
    while first > 0 and token.i - first < 8:
        left = token.doc[first - 1]
        if (
            token.doc[first].is_sent_start
            or not (left.pos_ == "PROPN" or left.text == "-")
            or left.head.i not in range(first - 1, token.i + 1)
        ):
            break
        first -= 1
    return first


def title_of(token: Token) -> Token | None:
    """The title that stands before a name, "Bishop X", "Lt Col X"."""
    first = name_first(token)
    title, start = title_before(token.doc, first, token.i + 1, inside=True)
    return token.doc[first] if title is not None and start > first else None

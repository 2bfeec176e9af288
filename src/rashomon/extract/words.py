"""The text and the tokens of a Doc, built once: spaCy joins and makes them anew at every use."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_KEY = "rashomon.text"
_TOKENS = "rashomon.tokens"


def text_of(doc: Doc) -> str:
    """`doc.text`, kept with the Doc."""
    text: str | None = doc.user_data.get(_KEY)
    if text is None:
        text = doc.user_data[_KEY] = doc.text
    return text


def tokens_of(doc: Doc) -> list[Token]:
    """The tokens of a Doc that is not split anew any more, kept with it."""
    tokens: list[Token] | None = doc.user_data.get(_TOKENS)
    if tokens is None:
        tokens = doc.user_data[_TOKENS] = list(doc)
    return tokens

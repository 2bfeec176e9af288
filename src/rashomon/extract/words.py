"""The text of a Doc, built once: spaCy joins it anew at every use of `Doc.text`."""

from __future__ import annotations

from spacy.tokens import Doc

_KEY = "rashomon.text"


def text_of(doc: Doc) -> str:
    """`doc.text`, kept with the Doc."""
    text: str | None = doc.user_data.get(_KEY)
    if text is None:
        text = doc.user_data[_KEY] = doc.text
    return text

"""Sentences by punctuation, for the words around a span.

Good enough to ask what stands beside an event. It does not parse: an abbreviation in the middle
of a sentence may cut it, which costs a hint and never makes one up.
"""

from __future__ import annotations

import re

from rashomon.model.documents import Document
from rashomon.model.spans import Span

_END = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]?[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Capt|St|No|vs|Prof|Rev|Sen|Gov)|\b[A-Z])\.$")


def sentence_around(document: Document, span: Span) -> tuple[int, int]:
    """Start and end of the sentences that the span touches, within its part."""
    part = document.part_at(span.start)
    low, high = (part.start, part.end) if part is not None else (span.start, span.end)
    high = max(high, span.end)
    start, end = low, high
    for match in _END.finditer(document.text, low, high):
        if _ABBREVIATION.search(document.text, max(low, match.start() - 6), match.start()):
            continue
        if match.end() <= span.start:
            start = match.end()
        elif match.start() >= span.end:
            end = match.start()
            break
    return start, end

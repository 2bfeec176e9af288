"""Towns that a report is dated from: "KARACHI, Feb 12 (UPN) -", "VAVUNIYA. The tailors ...", "BATTICALOA, Friday: ...".

A dateline names where the report was written, which need not be where anything happened: it makes a place, and how far an
event belongs there is for whoever places events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from rashomon.extract.place_runs import NameRange
from rashomon.model.documents import Document

_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]*[A-ZÀ-ÖØ-Þ](?:[ -][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]*[A-ZÀ-ÖØ-Þ]){0,3}"
#: Capitals at the head of a paragraph, then what follows the town: a country, a day, an agency, a dash, a full stop.
_DATED = re.compile(rf"\(?(?P<town>{_CAPITALS})(?P<rest>,\s|\s\(|\s?[-–—]{{1,2}}\s|\.\s|:\s)(?=[^\W\d_]|[\d(“\"‘'])")
_FIRST = 2
#: A shorter word in capitals is an acronym more often than a town.
_SHORT = 4


def datelined(doc: Doc, document: Document) -> Iterator[NameRange]:
    """The town that each of the first body paragraphs opens with, if one does."""
    body = [p for p in document.parts if p.kind == "body"][:_FIRST]
    for part in body:
        match = _DATED.match(document.text, part.start, part.end)
        if match is None or not any(c.islower() for c in document.text[match.end() : part.end]):
            continue
        if len(match["town"]) <= _SHORT and not match["rest"].startswith(","):
            continue
        span = doc.char_span(match.start("town"), match.end("town"), alignment_mode="contract")
        if span is not None and len(span):
            loose = match["rest"].strip() in {".", ":"}  # "CORRECTION: ..."
            yield NameRange(span.start, span.end, "weak" if loose else "likely", "dateline")

"""A text cut where its values begin and end, so that each stretch knows which of them it belongs to.

The text is never changed: the stretches of a paragraph put together are the paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rashomon.model.documents import Document, Part

#: Layers from the widest to the narrowest: the innermost gives a stretch its link.
LAYERS = ("claims", "events", "victims", "actors", "places", "times", "figures")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a value: where they are, of which layer, what they lead to (a card or a page), and a few words on it."""

    start: int
    end: int
    layer: str
    item: str
    label: str
    link: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text under the same values; `link` is that of the innermost, `opens` those that begin here.

    Args:
        lit: it lies in the words that the address asks for.
    """

    text: str
    start: int
    layers: tuple[str, ...]
    link: str | None
    label: str
    opens: tuple[str, ...]
    lit: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of a text in its stretches."""

    kind: str
    start: int
    stretches: tuple[Stretch, ...]


def paragraphs_of(
    document: Document, marks: Sequence[Mark], lit: tuple[int, int] | None = None
) -> tuple[Paragraph, ...]:
    """The whole text by paragraphs; what lies between two parts is blank and left out."""
    ordered = sorted(marks, key=lambda m: (m.start, LAYERS.index(m.layer), -m.end))
    return tuple(_paragraph(document.text, part, ordered, lit) for part in _parts(document))


def _parts(document: Document) -> list[Part]:
    """The parts, and any text that no part holds as one of its own."""
    parts, at = [], 0
    for part in sorted(document.parts, key=lambda p: p.start):
        if document.text[at : part.start].strip():
            parts.append(Part("body", at, part.start))
        if part.end > at:
            parts.append(Part(part.kind, max(at, part.start), part.end))
            at = part.end
    if document.text[at:].strip():
        parts.append(Part("body", at, len(document.text)))
    return parts


def _paragraph(text: str, part: Part, marks: Sequence[Mark], lit: tuple[int, int] | None) -> Paragraph:
    inside = [m for m in marks if m.start < part.end and part.start < m.end]
    cuts = {part.start, part.end}
    cuts |= {min(max(p, part.start), part.end) for m in inside for p in (m.start, m.end)}
    if lit is not None:
        cuts |= {p for p in lit if part.start < p < part.end}
    edges = sorted(cuts)
    stretches = [_stretch(text, a, b, inside, lit) for a, b in pairwise(edges)]
    return Paragraph(part.kind, part.start, tuple(s for s in stretches if s.text))


def _stretch(text: str, start: int, end: int, marks: Sequence[Mark], lit: tuple[int, int] | None) -> Stretch:
    over = [m for m in marks if m.start <= start and end <= m.end]
    inner = min(over, key=lambda m: (m.end - m.start, -LAYERS.index(m.layer)), default=None)
    layers = tuple(dict.fromkeys(m.layer for m in over))
    opens = tuple(dict.fromkeys(m.item for m in over if m.start == start))
    return Stretch(
        text[start:end],
        start,
        layers,
        inner.link if inner is not None else None,
        "; ".join(dict.fromkeys(m.label for m in over)),
        opens,
        lit is not None and lit[0] <= start and end <= lit[1],
    )

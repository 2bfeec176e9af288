"""A report as text: what was read, where it came from, and the way back to its bytes.

The clean text is made once, by `reading`. It is never edited afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rashomon.model.spans import Span

PartKind = Literal["headline", "standfirst", "body", "caption", "note"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text (normally one paragraph) with its kind; `[start, end)` in code points."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text `[start, end)` (code points) comes from original bytes `[raw_start, raw_end)`."""

    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One report, read.

    Args:
        id: SHA-256 of the original bytes, 64 hex digits.
        text: headline, standfirst and body; parts tell which is which.
        published_at: ISO 8601 date or date-time as the report states it, null if unknown.
        language: ISO 639-1 code, "und" where nothing could tell.
        stretches: the offset map to the original, ordered; for the store, not in the record.
        unaligned: characters of `text` (blanks apart) that no stretch maps.
        notices: what the reader wants known ("date in the future", "page furniture removed: 14 lines").
    """

    id: str
    text: str
    parts: tuple[Part, ...]
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    language: str = "en"
    machine_translated: bool = False
    stretches: tuple[Stretch, ...] = field(default=(), repr=False)
    unaligned: int = 0
    notices: tuple[str, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Cuts a span out of this document's text."""
        return Span.of(self.text, start, end)

    def part_at(self, offset: int) -> Part | None:
        """The part that holds the character at `offset`, null between parts."""
        for part in self.parts:
            if part.start <= offset < part.end:
                return part
        return None

    def raw_range(self, start: int, end: int) -> tuple[int, int] | None:
        """Bytes of the original that `[start, end)` of the text comes from, null if unaligned."""
        hits = [s for s in self.stretches if s.start < end and start < s.end]
        if not hits:
            return None
        return hits[0].raw_start, hits[-1].raw_end

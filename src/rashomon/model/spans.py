"""Spans: half-open intervals of code points in a document's text, with their words.

A span never stands without its text, so that a reader can check it against the
document at any time. It does not know which document it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text == document.text[start:end]`, always; offsets count code points."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cuts the span `[start, end)` out of `text`.

        Raises:
            ValueError: the interval is empty, reversed or outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span [{start}, {end}) does not fit a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def quotes(self, text: str) -> bool:
        """Whether the span's words are what `text` holds at its place."""
        return 0 <= self.start < self.end <= len(text) and text[self.start : self.end] == self.text

"""Reads quote marks: straight, curly, single, nested, unclosed, over several paragraphs.

One pass over the marks of the text, and it never raises: every text has a reading. It does not
pretend to know who speaks, nor whether quoted words are speech or a scare quote; it says which
characters stand in quote marks. A mark that fits nothing is left alone as an apostrophe or noise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = re.compile(
    "''|``|[\"'`\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u300c\u300d\u2033]"
)
_BREAK = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*")
#: Marks that close what each mark opens; a curly opening may be closed by a straight mark and the other way round.
_DOUBLE_CLOSERS = frozenset('"\u201c\u201d\u201f\u2033') | {"''"}
_CLOSERS: dict[str, frozenset[str]] = {
    '"': _DOUBLE_CLOSERS,
    "\u201c": _DOUBLE_CLOSERS,
    "\u201d": _DOUBLE_CLOSERS,
    "\u201e": _DOUBLE_CLOSERS,
    "\u201f": _DOUBLE_CLOSERS,
    "''": _DOUBLE_CLOSERS,
    "``": _DOUBLE_CLOSERS,
    "\u2033": _DOUBLE_CLOSERS,
    "\u00ab": frozenset("\u00bb"),
    "\u00bb": frozenset("\u00ab\u00bb"),
    "\u2039": frozenset("\u203a"),
    "\u203a": frozenset("\u2039"),
    "\u300c": frozenset("\u300d"),
    "'": frozenset("'\u2019\u2018"),
    "\u2018": frozenset("'\u2019"),
    "\u201a": frozenset("\u2018\u2019'"),
    "\u201b": frozenset("'\u2019"),
    "`": frozenset("'\u2019"),
}
_SINGLE = frozenset("'\u2018\u2019\u201a\u201b`")
_OPENS_AFTER = frozenset("([{\u2014\u2013-/\u00a1\u00bf\"\u201c\u201e\u00ab\u2018'")
#: Words that begin with an apostrophe in English ("'em", "'til").
_ELIDED = re.compile(r"(?:em|til|tis|twas|cause|bout|n|round|\d0s|\d\d)\b", re.IGNORECASE)
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters in quote marks, marks included: `[start, end)`.

    Args:
        inner_start, inner_end: without the outer marks.
        mark: the opening mark.
        closed: whether a closing mark was found; else the quote ends with its paragraph.
        depth: 0 for a quote that lies in no other.
        paragraphs: how many paragraphs it runs over.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    mark: str
    closed: bool
    depth: int
    paragraphs: int = 1


@dataclass(slots=True)
class _Open:
    start: int
    mark: str
    paragraphs: int = 1


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    mark: str
    opens: bool
    closes: bool
    doubtful: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.mark)


def read_quotes(text: str, *, paragraphs: Sequence[tuple[int, int]] | None = None) -> tuple[Quote, ...]:
    """All quotes of `text`, in the order of their opening marks.

    Args:
        text: any text.
        paragraphs: ordered `[start, end)` stretches that a quote does not leave, unless the next one
            opens with a mark again; blank lines divide the text where none are given.
    """
    if paragraphs is None:
        paragraphs = _paragraphs(text)
    found: list[Quote] = []
    stack: list[_Open] = []
    for number, (start, end) in enumerate(paragraphs):
        marks = _marks_in(text, start, end)
        if stack and not _goes_on(stack[0], text, marks, start):
            stack.clear()
        skip = 1 if stack else 0
        if stack:
            del stack[1:]
            stack[0].paragraphs += 1
        _read_paragraph(marks[skip:], stack, found)
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        _end_paragraph(text, (start, end), following, stack, found)
    found.sort(key=lambda quote: (quote.start, -quote.end))
    return tuple(found)


def outermost(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes that lie in no other."""
    out: list[Quote] = []
    for quote in quotes:
        if not out or quote.start >= out[-1].end:
            out.append(quote)
    return tuple(out)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for gap in _BREAK.finditer(text):
        if gap.start() > at:
            out.append((at, gap.start()))
        at = gap.end()
    if at < len(text):
        out.append((at, len(text)))
    return out


def _marks_in(text: str, start: int, end: int) -> list[_Mark]:
    """The marks of a paragraph that may open or close; plain apostrophes are gone already."""
    out: list[_Mark] = []
    for match in _MARKS.finditer(text, start, end):
        at, mark = match.start(), match.group()
        before = text[at - 1] if at > start else " "
        after = text[at + len(mark)] if at + len(mark) < end else " "
        read = _read_single(text, at, mark, before, after) if mark in _SINGLE else _read_double(at, mark, before, after)
        if read is not None:
            out.append(read)
    return out


def _read_double(at: int, mark: str, before: str, after: str) -> _Mark | None:
    if mark in "\u201e\u2039\u300c":
        return _Mark(at, mark, opens=True, closes=False)
    if mark in "\u203a\u300d":
        return _Mark(at, mark, opens=False, closes=True)
    at_front = before.isspace() or before in _OPENS_AFTER
    at_back = after.isspace() or not after.isalnum()
    if mark == "\u201c":
        return _Mark(at, mark, opens=True, closes=not at_front)
    if mark == "\u201d":
        return _Mark(at, mark, opens=at_front and not at_back, closes=True)
    if mark in ("\u2033", '"') and before.isdigit() and after.isspace():
        return _Mark(at, mark, opens=False, closes=True)  # also the sign of inches: it never opens
    return _Mark(
        at, mark, opens=not after.isspace() and (at_front or not at_back), closes=not (at_front and not at_back)
    )


def _read_single(text: str, at: int, mark: str, before: str, after: str) -> _Mark | None:
    if before.isalnum() and after.isalnum():
        return None
    at_front = before.isspace() or before in _OPENS_AFTER
    if mark in "\u201a\u201b`":
        return _Mark(at, mark, opens=True, closes=False) if at_front and not after.isspace() else None
    if mark == "\u2018" and at_front and not after.isspace():
        return _Mark(at, mark, opens=True, closes=False)
    opens = at_front and not after.isspace() and mark != "\u2019" and _ELIDED.match(text, at + 1) is None
    closes = not before.isspace() and not after.isalnum()
    if not opens and not closes:
        return None
    possessive = closes and before in "sxzSXZ" and after.isspace()
    return _Mark(at, mark, opens=opens, closes=closes, doubtful=possessive)


def _goes_on(opened: _Open, text: str, marks: list[_Mark], start: int) -> bool:
    """Whether a paragraph begins by repeating the mark of a quote that is still open."""
    if not marks or text[start : marks[0].start].strip() or not (marks[0].opens or marks[0].mark == opened.mark):
        return False
    return (marks[0].mark in _SINGLE) == (opened.mark in _SINGLE)


def _read_paragraph(marks: list[_Mark], stack: list[_Open], found: list[Quote]) -> None:
    certain = _next_single(marks)
    for index, mark in enumerate(marks):
        level = _closing_level(mark, stack)
        if level is not None and mark.doubtful and certain[index] == "close":
            continue  # "the guards' post": another mark closes this quote
        if level is not None and not (mark.opens and not mark.closes):
            _close(stack, level, mark.start, mark.end, found, closed=True)
        elif mark.opens and _may_open(mark, stack, certain[index]):
            if stack and stack[-1].mark == mark.mark:
                _close(stack, len(stack) - 1, mark.start, mark.start, found, closed=False)
            if len(stack) < _MAX_DEPTH:
                stack.append(_Open(mark.start, mark.mark))


def _next_single(marks: list[_Mark]) -> list[str | None]:
    """For each mark, whether the next single mark after it is sure to open ("open") or to close ("close")."""
    out: list[str | None] = [None] * len(marks)
    following: str | None = None
    for index in range(len(marks) - 1, -1, -1):
        out[index] = following
        mark = marks[index]
        if mark.mark in _SINGLE:
            following = "open" if mark.opens else "close"
    return out


def _closing_level(mark: _Mark, stack: list[_Open]) -> int | None:
    if not mark.closes:
        return None
    for level in range(len(stack) - 1, -1, -1):
        if mark.mark in _CLOSERS[stack[level].mark]:
            return level
    return None


def _may_open(mark: _Mark, stack: list[_Open], following: str | None) -> bool:
    """A straight single mark opens only where another single mark can close it."""
    if mark.mark == "'" and following is None:
        return False
    return not any(opened.mark == mark.mark for opened in stack[:-1])


def _close(stack: list[_Open], level: int, inner_end: int, end: int, found: list[Quote], *, closed: bool) -> None:
    """Takes the quote at `level` off the stack; what was opened inside it and not closed is noise."""
    opened = stack[level]
    del stack[level:]
    inner_start = opened.start + len(opened.mark)
    if inner_end > inner_start:
        found.append(Quote(opened.start, end, inner_start, inner_end, opened.mark, closed, level, opened.paragraphs))


def _end_paragraph(
    text: str,
    paragraph: tuple[int, int],
    following: tuple[int, int] | None,
    stack: list[_Open],
    found: list[Quote],
) -> None:
    """Ends open quotes with their paragraph, unless the next one repeats the mark."""
    if not stack:
        return
    if following is not None and _goes_on(
        stack[0], text, _marks_in(text, following[0], min(following[0] + 2, following[1])), following[0]
    ):
        del stack[1:]
        return
    end = paragraph[1]
    while end > paragraph[0] and text[end - 1].isspace():
        end -= 1
    _close(stack, 0, end, end, found, closed=False)

"""Text that remembers where each character came from.

Every step of reading edits text (drops controls, folds blanks, joins wrapped lines), and
each edit keeps, for each character that is left, the interval of the decoded original that
it stands for. A character without an origin has the interval (-1, -1); nothing here guesses one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Characters that never reach the clean text: controls, soft hyphen, zero-width and bidi marks, byte order marks.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
#: What must be touched at all: dropped characters, any blank but a single space, surrogates.
_ODD = re.compile(
    "[\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]|  "
)


@dataclass(frozen=True, slots=True)
class Chars:
    """`text[i]` stands for the decoded original `[starts[i], ends[i])`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int) -> Chars:
        """The stretch `[start, end)`."""
        return Chars(self.text[start:end], self.starts[start:end], self.ends[start:end])


def of_slice(decoded: str, start: int, end: int) -> Chars:
    """The decoded original `[start, end)`, each character standing for itself."""
    return Chars(decoded[start:end], range(start, end), range(start + 1, end + 1))


def joined(pieces: Iterable[Chars]) -> Chars:
    """The pieces one after the other."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in pieces:
        text.append(piece.text)
        starts.extend(piece.starts)
        ends.extend(piece.ends)
    return Chars("".join(text), starts, ends)


def normalised(chars: Chars) -> Chars:
    """Controls and invisible marks dropped, blanks folded to one space, ends stripped, surrogates replaced."""
    if _ODD.search(chars.text) is not None:
        chars = _rewritten(chars)
    bare = chars.text.strip(" ")
    if len(bare) == len(chars.text):
        return chars
    start = len(chars.text) - len(chars.text.lstrip(" "))
    return chars.cut(start, start + len(bare))


def _rewritten(chars: Chars) -> Chars:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    blank = False
    for i, char in enumerate(chars.text):
        if char.isspace() or char in "\x1c\x1d\x1e\x1f\x85":
            if blank:
                continue
            blank, char = True, " "
        elif _DROPPED.match(char) is not None:
            continue
        else:
            blank = False
            if "\ud800" <= char <= "\udfff":
                char = "\ufffd"
        text.append(char)
        starts.append(chars.starts[i])
        ends.append(chars.ends[i])
    return Chars("".join(text), starts, ends)

"""Plain text and Markdown into blocks: paragraphs apart by blank lines, by lines, or hard-wrapped.

Whether lines were wrapped is told from the text itself: a line was broken by a machine
where the next word would not have fitted. Markdown is read by stripping its marks; tables
and nested lists come out as lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from rashomon.reading.chars import Chars, joined, normalised, of_slice
from rashomon.reading.structure import Block, Hint

_ONE_BREAK = "(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])"
#: A line's end, with the blank lines behind it.
_BREAK = re.compile(f"{_ONE_BREAK}(?P<more>(?:[ \t]*{_ONE_BREAK})*)")
_BULLET = re.compile(r"[ \t]{0,8}(?:[•●▪◦‣]|[*+-](?=[ \t])|\d{1,2}[.)](?=[ \t]+[A-Z]))[ \t]*")
_MD_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+")
_MD_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?){1,4}")
_MD_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~|---+[ \t]*$|\*\*\*+[ \t]*$|===+[ \t]*$|\|?[ \t:|-]{3,}\|?[ \t]*$)")
_MD_LINK = re.compile(r"!?\[([^\[\]\n]{0,400})\]\([^()\s\n]{0,600}(?:\s\"[^\"\n]{0,200}\")?\)")
_MD_MARK = re.compile(r"\*\*\*|\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\\(?=[\\`*_{}\[\]()#+.!-])")
#: Wrapped text is this wide: typewriter and mail widths; a longer "line" is a paragraph.
_NARROWEST, _WIDEST = 40, 120
#: Share of line ends that a wrap must explain. Tuned by hand on text wrapped at 60 to 100 columns.
_WRAPPED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line `[start, end)` of the decoded text, without its break."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Nothing but blanks."""
        return not self.text.strip("\x00 \t\u00a0\u200b\ufeff")


def blocks(decoded: str, *, markdown: bool = False) -> list[Block]:
    """The paragraphs of a text, in order, normalised."""
    lines = _lines(decoded)
    width = _wrap_width(lines)
    out: list[Block] = []
    open_lines: list[Line] = []
    for i, line in enumerate(lines):
        if line.blank or (markdown and _MD_FENCE.match(line.text) is not None):
            _flush(decoded, open_lines, out, markdown)
            continue
        open_lines.append(line)
        following = lines[i + 1] if i + 1 < len(lines) else None
        if following is None or not _continues(line, following, width, markdown=markdown):
            _flush(decoded, open_lines, out, markdown)
    _flush(decoded, open_lines, out, markdown)
    return out


def _lines(decoded: str) -> list[Line]:
    lines, at = [], 0
    for match in _BREAK.finditer(decoded):
        lines.append(Line(at, match.start(), decoded[at : match.start()]))
        if match["more"]:
            lines.append(Line(match.start("more"), match.start("more"), ""))
        at = match.end()
    lines.append(Line(at, len(decoded), decoded[at:]))
    return lines


def _wrap_width(lines: list[Line]) -> int | None:
    """The column at which the text was wrapped, null if it was not."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if not line.blank)
    if len(lengths) < 3:
        return None
    width = lengths[min(len(lengths) - 1, int(0.97 * len(lengths)))]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    pairs = [(a, b) for a, b in pairwise(lines) if not a.blank and not b.blank]
    if not pairs:
        return None
    full = sum(_full(a, b, width) for a, b in pairs)
    ended = sum(a.text.rstrip()[-1:] in '.!?”"' for a, _ in pairs)
    return width if full >= _WRAPPED_SHARE * len(pairs) and ended <= 0.5 * len(pairs) else None


def _full(line: Line, following: Line, width: int) -> bool:
    word = following.text.split(maxsplit=1)
    return len(line.text.rstrip()) + 1 + len(word[0] if word else "") > width


def _continues(line: Line, following: Line, width: int | None, *, markdown: bool) -> bool:
    if following.blank:
        return False
    if markdown:  # Markdown folds single breaks; a heading, a bullet or a quote begins anew
        begins = any(p.match(following.text) is not None for p in (_MD_HEADING, _MD_QUOTE, _BULLET))
        return not begins and _MD_HEADING.match(line.text) is None and not line.text.endswith("  ")
    if width is None or len(line.text) > width + 20:
        return False
    if _BULLET.match(following.text) is not None or following.text[:1] in " \t" and line.text[:1] not in " \t":
        return False
    return _full(line, following, width)


def _flush(decoded: str, open_lines: list[Line], out: list[Block], markdown: bool) -> None:
    if not open_lines:
        return
    hint: Hint | None = None
    pieces: list[Chars] = []
    for i, line in enumerate(open_lines):
        start = line.start
        if i == 0:
            start, hint = _opening(line, markdown)
        if markdown and (quote := _MD_QUOTE.match(decoded, start, line.end)) is not None:
            start, hint = quote.end(), "quote"
        end = line.end
        if i + 1 < len(open_lines):
            end = line.start + len(line.text.rstrip())
            hyphen = re.search(r"\w-$", decoded[max(start, end - 2) : end]) is not None
            if not hyphen:  # the break stands for the blank between two words
                pieces.append(of_slice(decoded, start, end))
                pieces.append(Chars(" ", range(end, end + 1), range(end + 1, end + 2)))
                continue
        pieces.append(of_slice(decoded, start, end))
    open_lines.clear()
    chars = pieces[0] if len(pieces) == 1 else joined(pieces)
    if markdown:
        chars = _without_marks(chars)
    chars = normalised(chars)
    if chars.text:
        if hint == "heading" and not out:
            hint = "headline"
        out.append(Block(chars, hint))


def _opening(line: Line, markdown: bool) -> tuple[int, Hint | None]:
    if markdown and (heading := _MD_HEADING.match(line.text)) is not None:
        return line.start + heading.end(), "heading"
    bullet = _BULLET.match(line.text)
    if bullet is not None and bullet.end() < len(line.text):
        return line.start + bullet.end(), "item"
    return line.start, None


def _without_marks(chars: Chars) -> Chars:
    """Emphasis, code marks and link targets out; the words of a link stay."""
    cuts: list[tuple[int, int]] = []
    for link in _MD_LINK.finditer(chars.text):
        inside = link.span(1)
        if link.group().startswith("!"):
            cuts.append(link.span())
        else:
            cuts += [(link.start(), inside[0]), (inside[1], link.end())]
    taken = [False] * len(chars)
    for start, end in cuts:
        taken[start:end] = [True] * (end - start)
    for mark in _MD_MARK.finditer(chars.text):
        taken[mark.start() : mark.end()] = [True] * (mark.end() - mark.start())
    if not any(taken):
        return chars
    keep = [i for i, gone in enumerate(taken) if not gone]
    return Chars("".join(chars.text[i] for i in keep), [chars.starts[i] for i in keep], [chars.ends[i] for i in keep])

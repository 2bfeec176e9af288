"""HTML as a flat run of tokens, with the place of each in the source.

One pass, linear, no tree: it cannot be made to recurse, and it executes and loads nothing.
It serves to measure nesting before a tree is built, to find the visible words again in
the source, and to strip pages that the tree-based extractor gives up on.
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.reading.chars import Chars, joined, normalised, of_slice

_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,30})")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_WORD = re.compile(r"[^\s&]+")
_RAW = frozenset({"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "textarea", "select"})
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li td tr th dt dd option thead tbody tfoot".split()
)
BLOCK_TAGS = frozenset(
    "address article aside blockquote body br button caption center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section summary "
    "table tbody td tfoot th "
    "thead time title tr ul".split()
)
HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SKIPPED = frozenset("nav footer aside form button head menu".split())


@dataclass(frozen=True, slots=True)
class Token:
    """Text `[start, end)` if `name` is empty, else a tag; `closing` for `</name>`."""

    start: int
    end: int
    name: str = ""
    closing: bool = False


def tokens(html: str) -> Iterator[Token]:
    """The tokens of a page; comments, scripts, styles and the like are passed over."""
    at, size = 0, len(html)
    while at < size:
        begin = html.find("<", at)
        if begin < 0:
            yield Token(at, size)
            return
        match = _NAME.match(html, begin + 1)
        if match is None and not html.startswith(("<!", "<?"), begin):
            begin_next = begin + 1  # a bare "<" is text
            yield Token(at, begin_next)
            at = begin_next
            continue
        if begin > at:
            yield Token(at, begin)
        at = _after_tag(html, begin)
        if match is None:
            continue
        name, closing = match.group(1).lower(), html[begin + 1] == "/"
        yield Token(begin, at, name, closing)
        if name in _RAW and not closing and not html.endswith("/>", begin, at):
            found = re.compile(rf"</{name}(?![A-Za-z0-9])", re.IGNORECASE).search(html, at)
            at = size if found is None else found.start()


def _after_tag(html: str, begin: int) -> int:
    close = "-->" if html.startswith("<!--", begin) else ">"
    end = html.find(close, begin + 1)
    return len(html) if end < 0 else end + len(close)


def depth(html: str) -> int:
    """The deepest nesting of elements that do not close by themselves."""
    now = deepest = 0
    for token in tokens(html):
        if not token.name or token.name in _VOID:
            continue
        now = max(0, now - 1) if token.closing else now + 1
        deepest = max(deepest, now)
    return deepest


def characters(html: str, start: int, end: int) -> Chars:
    """The text `[start, end)` of the source with entities read; an entity is one or two characters with one origin."""
    if "&" not in html[start:end]:
        return of_slice(html, start, end)
    pieces: list[Chars] = []
    at = start
    for match in _ENTITY.finditer(html, start, end):
        text = html_entities.unescape(match.group())
        if text == match.group():
            continue
        pieces.append(of_slice(html, at, match.start()))
        pieces.append(Chars(text, [match.start()] * len(text), [match.end()] * len(text)))
        at = match.end()
    pieces.append(of_slice(html, at, end))
    return joined(pieces)


def lines(html: str, *, everything: bool = False) -> list[tuple[str, Chars]]:
    """The visible lines, each with the heading or caption tag around it, "" if none.

    Args:
        html: the source.
        everything: navigation, asides and the head too (a page may never close its menu).
    """
    out: list[tuple[str, Chars]] = []
    pieces: list[Chars] = []
    around, skipping = "", ""
    level = 0
    for token in tokens(html):
        if skipping:
            level += token.name == skipping and (-1 if token.closing else 1)
            if level == 0:
                skipping = ""
            continue
        if not token.name:
            pieces.append(characters(html, token.start, token.end))
            continue
        if token.name not in BLOCK_TAGS:
            continue
        line = normalised(joined(pieces))
        pieces = []
        if line.text:
            out.append((around, line))
        if token.name in _SKIPPED and not token.closing and not everything:
            skipping, level = token.name, 1
        elif token.name in HEADING_TAGS or token.name == "figcaption":
            around = "" if token.closing else token.name
    line = normalised(joined(pieces))
    if line.text:
        out.append((around, line))
    return out


def visible(html: str) -> Chars:
    """Every character of the page but blanks, in order, with its place: what a paragraph is looked up in."""
    pieces: list[Chars] = []
    for token in tokens(html):
        if token.name:
            continue
        pieces.append(characters(html, token.start, token.end))
    whole = joined(pieces)
    keep = [i for i, char in enumerate(whole.text) if not char.isspace()]
    return Chars("".join([whole.text[i] for i in keep]), [whole.starts[i] for i in keep], [whole.ends[i] for i in keep])

"""HTML into blocks: trafilatura chooses the main text, the source keeps the map.

trafilatura's words are looked up again in the visible words of the source, so that each
character knows its bytes. Pages nested deeper than a tree builder bears, and pages that it
finds nothing in, are stripped flat instead. Nothing is executed, loaded or rendered.
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rashomon.errors import TooLarge
from rashomon.reading import markup
from rashomon.reading.chars import Chars, normalised
from rashomon.reading.clean import furniture_kind
from rashomon.reading.structure import Block, Hint

#: libxml2 gives up at 255 open elements; a deeper page goes to the flat reader.
_DEEPEST = 200
#: Larger sources and pages with more tags are read flat: a tree of them costs gigabytes.
_TREE_BYTES, _TREE_TAGS = 4_000_000, 60_000
#: No page of one report has as many.
_MOST_TAGS = 300_000
_META = re.compile(r"""([A-Za-z:_-]{2,40})\s{0,3}=\s{0,3}(?:"([^"]{0,600})"|'([^']{0,600})')""")
_JSON_DATE = re.compile(r'"(datePublished|dateModified|dateCreated)"\s{0,4}:\s{0,4}"([^"]{8,40})"')
#: Names of the metadata that tell the dates, without their punctuation.
_PUBLISHED = frozenset(
    "articlepublishedtime ogpublishedtime datepublished publisheddate publishdate publicationdate pubdate "
    "date datecreated dcdate dcdateissued dctermscreated dctermsissued parselypubdate sailthrudate "
    "cxenseparserecspublishtime".split()
)
_UPDATED = frozenset(
    "articlemodifiedtime ogupdatedtime datemodified modifieddate lastmod lastmodified lastupdated "
    "dctermsmodified".split()
)
_HINTS: dict[str, Hint] = {"head": "heading", "item": "item", "quote": "quote"}
_FLUSHING = frozenset({"p", "head", "item", "quote", "list", "lb", "row", "cell", "table", "ab", "code", "graphic"})


@dataclass(slots=True)
class Page:
    """What a page gives: blocks in order, and what its metadata says."""

    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    updated: str | None = None
    guessed_date: str | None = None
    flat: bool = False


def looks_like_html(text: str) -> bool:
    """Whether the beginning of a text is a page."""
    head = text[:2000].lower()
    return any(mark in head for mark in ("<!doctype html", "<html", "<head", "<body")) or (
        head.lstrip().startswith("<")
        and len(re.findall(r"</?(?:p|div|article|h1|span|br|a|section|title)\b", head)) >= 2
    )


def read_page(html: str, *, url: str | None, source: str, max_characters: int) -> Page:
    """Reads a page.

    Raises:
        TooLarge: the visible text is over five times the bound for a report, or the tags are beyond counting.
    """
    if html.count("<") > _MOST_TAGS:
        raise TooLarge(source, f"the page has over {_MOST_TAGS} tags", hint="give the report alone")
    shown = tags = 0
    for token in markup.tokens(html):
        if token.name:
            tags += 1
        else:
            shown += token.end - token.start
    if shown > 5 * max_characters:
        raise TooLarge(
            source, f"the page shows {shown} characters", hint="raise max_characters or give the report alone"
        )
    page = Page()
    _read_metadata(html, page)
    tree = None
    if len(html) <= _TREE_BYTES and tags <= _TREE_TAGS and markup.depth(html) <= _DEEPEST:
        tree = _extracted(html, url)
    if tree is not None:
        _from_tree(html, tree, page)
    if not page.blocks:
        _from_lines(html, page)
    return page


def _extracted(html: str, url: str | None) -> Any:
    """The document that trafilatura makes, null where it finds nothing or trips over the page."""
    import trafilatura
    from lxml.etree import LxmlError

    safe = html.translate(_UNSAFE) if _UNSAFE_SEEN.search(html) is not None else html
    try:
        return trafilatura.bare_extraction(
            safe, url=url, with_metadata=True, include_comments=False, include_tables=False, favor_recall=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )  # fmt: skip
    except (LxmlError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError):
        return None  # whatever a hostile page provokes in the tree code, the flat reader needs no tree


_UNSAFE_SEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_UNSAFE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ") | dict.fromkeys(range(55296, 57344), "�")


def _from_tree(html: str, tree: Any, page: Page) -> None:
    page.title = page.title or _clean(tree.title)
    author = _clean(tree.author)
    if author is not None and furniture_kind(author) is None:
        page.byline = author.replace("; ", " and ") if author.count(";") == 1 else author.replace(";", ",")
    page.publisher = page.publisher or _clean(tree.sitename)
    page.guessed_date = tree.date if isinstance(tree.date, str) and _iso(tree.date) is not None else None
    finder = _Finder(html)
    captions = {_squeezed(line.text) for around, line in markup.lines(html) if around == "figcaption"}
    found: list[Block] = []
    for tag, text in _tree_lines(tree.body):
        chars = normalised(finder.find(text))
        if not chars.text:
            continue
        found.append(Block(chars, "caption" if _squeezed(chars.text) in captions else _HINTS.get(tag)))
    page.blocks = _with_head(found, html, page, _clean(tree.description))


def _tree_lines(body: Any) -> Iterator[tuple[str, str]]:
    """Lines of trafilatura's tree with the tag they stand in; walks without recursion."""
    from lxml import etree

    open_tags: list[str] = []
    pieces: list[str] = []

    def flushed() -> Iterator[tuple[str, str]]:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            kinds = [tag for tag in open_tags if tag in ("head", "item", "quote")]
            yield (kinds[-1] if kinds else "p"), text

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _FLUSHING:
                yield from flushed()
            open_tags.append(tag)
            pieces.append(element.text or "")
            continue
        if tag in _FLUSHING:
            yield from flushed()
        open_tags.pop()
        pieces.append(element.tail or "")
    yield from flushed()


def _with_head(found: list[Block], html: str, page: Page, description: str | None) -> list[Block]:
    """Marks or adds headline and standfirst."""
    finder = _Finder(html)
    title = _squeezed(page.title or "")
    at = next((i for i, b in enumerate(found[:6]) if title and _squeezed(b.text) == title), None)
    if at is not None:
        found = [replace(found[at], hint="headline"), *found[at + 1 :]]
    elif page.title is not None:
        chars = normalised(finder.find(page.title))
        if chars.text and max(chars.starts) >= 0:
            found = [Block(chars, "headline"), *found]
    if not found or found[0].hint != "headline":
        return found
    wanted = _squeezed(description or "")
    if len(found) > 1 and (found[1].hint == "heading" or wanted and _squeezed(found[1].text) == wanted):
        if found[1].chars.text.count(" ") >= 3:
            found[1] = replace(found[1], hint="standfirst")
        return found
    if description is not None and all(wanted not in _squeezed(b.text) for b in found):
        own_line = any(_squeezed(line.text) == wanted for _, line in markup.lines(html))
        if own_line and finder.seen(wanted):
            found.insert(1, Block(normalised(finder.find(description)), "standfirst"))
    return found


def _from_lines(html: str, page: Page) -> None:
    page.flat = True
    lines = markup.lines(html) or markup.lines(html, everything=True)
    for around, chars in lines:
        hint: Hint | None = "caption" if around == "figcaption" else "heading" if around else None
        if around == "h1" and not any(block.hint == "headline" for block in page.blocks):
            page.blocks = []  # what stands before the headline is the page's
            hint = "headline"
        page.blocks.append(Block(chars, hint))


def _read_metadata(html: str, page: Page) -> None:
    title: str | None = None
    for token in markup.tokens(html):
        if token.name == "title" and not token.closing and title is None:
            title = html[
                token.end : html.find("<", token.end) if "<" in html[token.end : token.end + 1000] else token.end
            ]
        elif token.name == "meta":
            _read_meta(dict(_attributes(html[token.start : token.end])), page)
        elif token.name == "time" and not token.closing and page.published is None:
            page.published = _iso(dict(_attributes(html[token.start : token.end])).get("datetime", ""))
    for match in _JSON_DATE.finditer(html):
        value = _iso(match.group(2))
        if match.group(1) == "dateModified":
            page.updated = page.updated or value
        else:
            page.published = page.published or value
    if title is not None and page.title is None and page.publisher is not None:
        page.title = _clean(re.split(r"\s[|–—-]\s" + re.escape(page.publisher), html_entities.unescape(title))[0])


def _read_meta(attributes: dict[str, str], page: Page) -> None:
    name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
    content = attributes.get("content", "")
    if name == "og:site_name":
        page.publisher = page.publisher or _clean(content)
    elif name == "og:title":
        page.title = page.title or _clean(content)
    elif (bare := re.sub("[^a-z]", "", name)) in _PUBLISHED:
        page.published = page.published or _iso(content)
    elif bare in _UPDATED:
        page.updated = page.updated or _iso(content)


def _attributes(tag: str) -> Iterator[tuple[str, str]]:
    for match in _META.finditer(tag[:4000]):
        value = match.group(2) if match.group(2) is not None else match.group(3)
        yield match.group(1).lower(), html_entities.unescape(value)


def _iso(value: str) -> str | None:
    """An ISO value to the minute, null if `value` is no ISO date."""
    bare = value.strip()[:40]
    try:
        when = datetime.fromisoformat(bare)
    except ValueError:
        return None
    if when.year < 1990:
        return None
    return bare[:10] if len(bare) <= 10 else when.isoformat(timespec="minutes")


def _clean(text: str | None) -> str | None:
    bare = " ".join(html_entities.unescape(text or "").split())
    return bare or None


def _squeezed(text: str) -> str:
    return "".join(text.split())


class _Finder:
    """Looks paragraphs up in the visible words of a source, going forward; total work is bounded."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._shown = markup.visible(html)
        self._at = 0
        self._budget = 60 * len(self._shown) + 1_000_000

    def seen(self, squeezed: str) -> bool:
        """Whether the words stand anywhere on the page."""
        return squeezed in self._shown.text

    def find(self, text: str) -> Chars:
        """`text` with origins; characters that the page does not show have none."""
        places = self._places(_squeezed(text))
        starts: list[int] = []
        ends: list[int] = []
        i = 0
        for char in text:
            where = -1
            if not char.isspace():
                where = places[i]
                i += 1
            starts.append(self._shown.starts[where] if where >= 0 else -1)
            ends.append(self._shown.ends[where] if where >= 0 else -1)
        self._place_blanks(text, starts, ends)
        return Chars(text, starts, ends)

    def _places(self, squeezed: str) -> list[int]:
        at = self._find(squeezed, self._at)
        if at < 0:
            at = self._find(squeezed, 0)
        if at >= 0:
            self._at = at + len(squeezed)
            return list(range(at, at + len(squeezed)))
        out: list[int] = []
        for begin in range(0, len(squeezed), 24):  # piece by piece, near the last hit
            piece = squeezed[begin : begin + 24]
            at = self._shown.text.find(piece, self._at, self._at + 4000)
            if at >= 0:
                self._at = at + len(piece)
                out.extend(range(at, at + len(piece)))
            else:
                out.extend(self._letters(piece))
        return out

    def _letters(self, piece: str) -> list[int]:
        out = []
        for char in piece:
            at = self._shown.text.find(char, self._at, self._at + 60)
            if at >= 0:
                self._at = at + 1
            out.append(at)
        return out

    def _find(self, squeezed: str, start: int) -> int:
        if self._budget <= 0:
            return -1
        at: int = self._shown.text.find(squeezed, start)
        self._budget -= (at if at >= 0 else len(self._shown)) - start
        return at

    def _place_blanks(self, text: str, starts: list[int], ends: list[int]) -> None:
        for i in range(1, len(text) - 1):
            if text[i].isspace() and ends[i - 1] >= 0 and starts[i + 1] >= ends[i - 1]:
                for at in range(ends[i - 1], min(starts[i + 1], ends[i - 1] + 200)):
                    if self._html[at].isspace():
                        starts[i], ends[i] = at, at + 1
                        break

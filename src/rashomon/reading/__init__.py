"""Bytes to Document: the clean text, its parts, its dates, and the way back to the bytes.

`read_bytes` picks the reader by content and suffix. It never fetches (`reading.fetch` does)
and never guesses a date that the report does not state.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import PurePath

from rashomon.errors import EmptyReport, ReadingError, TooLarge
from rashomon.model.documents import Document, Part
from rashomon.reading import dates, html, text
from rashomon.reading.alignment import align
from rashomon.reading.chars import Chars
from rashomon.reading.encoding import Decoded, decode
from rashomon.reading.html import Page
from rashomon.reading.language import language_of
from rashomon.reading.structure import Outline, outline
from rashomon.settings import Settings

__all__ = ["SUFFIXES", "read_bytes"]

#: Suffixes of files that a folder is searched for.
SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".markdown"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})
_GAP = "\n\n"


def read_bytes(
    raw: bytes,
    *,
    settings: Settings,
    name: str | None = None,
    url: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
) -> Document:
    """Reads one report.

    Args:
        raw: the original bytes, untouched.
        settings: bounds on size.
        name: file name, for its suffix and for messages.
        url: address that it came from.
        published: ISO 8601 date of publication; wins over what the report says.
        publisher: who published it; wins over what the report says.

    Raises:
        EmptyReport: there is no text.
        NotText: the bytes are binary.
        TooLarge: over `max_bytes`, or the clean text over `max_characters`.
        ReadingError: `published` is no ISO date.
    """
    source = name or url or "report"
    _check(raw, published, source=source, settings=settings)
    decoded = decode(raw, source=source)
    page = _page(decoded, name=name, url=url, source=source, settings=settings)
    found = outline(page.blocks)
    if not found.parts:
        raise EmptyReport(source, "nothing but page furniture in it", hint="drop it, or give the report's text")
    placed, whole = _placed(found)
    if len(whole) > settings.max_characters:
        raise TooLarge(
            source,
            f"{len(whole)} characters of text, the bound is {settings.max_characters}",
            hint="raise max_characters or split it",
        )
    aligned = align(placed, decoded)
    when, updated = _dates(page, found, published)
    headline = next((kept.chars.text for kept in found.parts if kept.kind == "headline"), None)
    return Document(
        id=hashlib.sha256(raw).hexdigest(),
        text=whole,
        parts=tuple(Part(k.kind, at, at + len(k.chars)) for k, (at, _) in zip(found.parts, placed, strict=True)),
        url=url,
        publisher=publisher or page.publisher or found.agency or found.outlet,
        title=headline or page.title,
        byline=page.byline or found.byline,
        published_at=when,
        updated_at=updated,
        language=language_of(whole),
        machine_translated=found.machine_translated,
        stretches=aligned.stretches,
        unaligned=aligned.unaligned,
        notices=_notices(decoded, page, found, when),
    )


def _check(raw: bytes, published: str | None, *, source: str, settings: Settings) -> None:
    """What can be refused before anything is decoded."""
    if len(raw) > settings.max_bytes:
        raise TooLarge(
            source, f"{len(raw)} bytes, the bound is {settings.max_bytes}", hint="raise max_bytes or split it"
        )
    if published is not None and not dates.valid(published):
        raise ReadingError(
            source, f"publication date {published!r} is no ISO 8601 date", hint="write it like 2024-02-08"
        )
    if not raw.strip():
        raise EmptyReport(source, "there is nothing in it", hint="drop it")


def _page(decoded: Decoded, *, name: str | None, url: str | None, source: str, settings: Settings) -> Page:
    suffix = PurePath(name).suffix.lower() if name is not None else ""
    if suffix in _HTML or suffix not in _MARKDOWN and html.looks_like_html(decoded.text):
        return html.read_page(decoded.text, url=url, source=source, max_characters=settings.max_characters)
    if len(decoded.text) > 10 * settings.max_characters:
        raise TooLarge(source, f"{len(decoded.text)} characters", hint="raise max_characters or split it")
    return Page(blocks=text.blocks(decoded.text, markdown=suffix in _MARKDOWN))


def _placed(found: Outline) -> tuple[list[tuple[int, Chars]], str]:
    placed: list[tuple[int, Chars]] = []
    at = 0
    for kept in found.parts:
        placed.append((at, kept.chars))
        at += len(kept.chars) + len(_GAP)
    return placed, _GAP.join(kept.chars.text for kept in found.parts)


def _dates(page: Page, found: Outline, given: str | None) -> tuple[str | None, str | None]:
    """When it was published and updated: what the caller says, the metadata, the lines, the dateline, a guess."""
    updated = page.updated or found.updated
    when = given or page.published or found.published
    if when is None and found.dateline is not None:
        year = found.year or (int(updated[:4]) if updated is not None else None)
        when = dates.with_year(found.dateline, year) if year is not None else None
    when = when or page.guessed_date
    if when is None and updated is not None:
        when = updated[:10]
    return when, updated


def _notices(decoded: Decoded, page: Page, found: Outline, when: str | None) -> tuple[str, ...]:
    out = []
    if when is None:
        out.append("no publication date found; give it with --published")
    elif dates.in_future(when, today=datetime.now(UTC).date()):
        out.append(f"publication date {when[:10]} is in the future")
    if decoded.guessed:
        out.append(f"encoding guessed: {decoded.encoding}")
    if page.flat:
        out.append("page read without its structure")
    if found.removed:
        out.append(f"page furniture removed: {found.removed} lines")
    return tuple(out)

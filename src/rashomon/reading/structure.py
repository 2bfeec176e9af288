"""Blocks of a page into the parts of a report: headline, standfirst, body, captions, notes.

Judges by place, length and punctuation, with the hints that HTML gives. It does not
understand the text: a report without a headline, or one whose head is longer than eight
lines, may get a wrong kind, never a wrong word.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from rashomon.model.documents import PartKind
from rashomon.reading import clean, dates
from rashomon.reading.chars import Chars

Hint = Literal["headline", "standfirst", "heading", "item", "quote", "caption"]

_HEAD_LINES = 10
_HEADLINE_WORDS, _STANDFIRST_WORDS, _HEADING_WORDS = 30, 45, 12
_PARAGRAPH_WORDS = 12
_TAIL_LINES = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the format gives it, its blanks and controls already folded."""

    chars: Chars
    hint: Hint | None = None

    @property
    def text(self) -> str:
        """The words."""
        return self.chars.text


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that stays, with its kind."""

    chars: Chars
    kind: PartKind


@dataclass(slots=True)
class Outline:
    """What the blocks said: parts in order, and the values of lines that went out."""

    parts: list[Kept] = field(default_factory=list)
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    agency: str | None = None
    outlet: str | None = None
    year: int | None = None
    dateline: tuple[int, int] | None = None
    machine_translated: bool = False
    removed: int = 0


def outline(blocks: list[Block]) -> Outline:
    """Sorts blocks into parts; furniture goes out, what it says stays as values."""
    out = Outline()
    left = _without_lines(blocks, out)
    left = _without_repeats(left, out)
    if not left:
        return out
    first = 0
    if _is_headline(left):
        first = 1
        out.parts.append(Kept(left[0].chars, "headline"))
    head_end = _head(left, first, out)
    _body(left[head_end:], out)
    return out


def _without_lines(blocks: list[Block], out: Outline) -> list[Block]:
    """Drops furniture and date lines, except bare dates inside the body."""
    kept: list[Block] = []
    in_links = False
    for i, block in enumerate(blocks):
        text = block.text
        kind = clean.furniture_kind(text, first=not kept)
        if kind is not None:
            out.machine_translated |= kind == "translation"
            if kind == "credit" and out.byline is None:
                out.byline = clean.credited(text)
            _note_copyright(text, out)
            in_links = kind == "link_list" and (i > 0)
            out.removed += 1
            continue
        if in_links and clean.words_in(text) <= 20 and not clean.ends_sentence(text) and block.hint is None:
            out.removed += 1
            continue
        in_links = False
        head = 0 < len(kept) <= _HEAD_LINES and not any(_is_paragraph(b.text) for b in kept[1:])
        edge = not kept or head or i >= len(blocks) - _TAIL_LINES
        if dates.is_age(text) or _take_dates(text, out, head=head, bare=edge):
            out.removed += 1
            continue
        kept.append(block)
    return kept


def _take_dates(text: str, out: Outline, *, head: bool, bare: bool) -> bool:
    """Takes the values of a date line; false if the line is something else.

    Args:
        text: one line or paragraph.
        out: takes the values.
        head: between headline and lead, where a place may stand with the date ("Bamako, 10 June 2024").
        bare: near the top or the end, where a date alone is the report's.
    """
    line = dates.date_line(text)
    if line is None:
        return False
    labelled = line.stamps[0].label is not None and text[: line.stamps[0].start].strip() != ""
    name = clean.byline_of(line.rest, unlabelled=True) if line.rest else None
    few = clean.words_in(line.rest) <= 4 and not clean.ends_sentence(text)
    starts = labelled and few and dates.starts_with_label(text)
    placed = head and few and clean.words_in(text) <= 10
    if line.rest and name is None and not starts and not placed:
        return False
    if not bare and not starts:
        return False
    if name is not None and not placed and out.byline is None:
        out.byline = name
    for stamp in line.stamps:
        if stamp.label == "updated":
            out.updated = out.updated or stamp.value
        elif out.published is None:
            out.published = stamp.value
    return True


def _note_copyright(text: str, out: Outline) -> None:
    if "©" in text or "copyright" in text.lower():
        years = [
            int(w.strip(".,()©")) for w in text.split() if w.strip(".,()©").isdecimal() and len(w.strip(".,()©")) == 4
        ]
        out.year = max([y for y in years if 1990 <= y <= 2100], default=out.year)


def _without_repeats(blocks: list[Block], out: Outline) -> list[Block]:
    """Lines that stand twice: a caption goes with all copies, the headline and paragraphs keep their first."""
    counts = Counter(_same(block.text) for block in blocks)
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        key = _same(block.text)
        headline = kept[0].text if kept else ""
        twice = counts[key] > 1 and block.hint is None
        line = clean.words_in(block.text) <= _STANDFIRST_WORDS and not clean.ends_sentence(block.text)
        if (kept and twice and line) or key in seen or (kept and _is_title_copy(block.text, headline)):
            out.removed += 1
            continue
        seen.add(key)
        kept.append(block)
    return kept


def _same(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum()) or text


def _is_title_copy(text: str, headline: str) -> bool:
    """The headline once more, with the site's name behind it."""
    rest = text[len(headline) :]
    return (
        bool(headline)
        and text.startswith(headline)
        and clean.words_in(rest) <= 6
        and rest[:3].strip()[:1] in ("|", "-", "–", "—")
    )


def _is_headline(blocks: list[Block]) -> bool:
    first = blocks[0]
    if first.hint == "headline":
        return True
    if len(blocks) == 1 or first.hint is not None:
        return False  # "SUDAN: shells kill dozens" looks like a dateline, but a lead ends as a sentence does
    size = clean.words_in(first.text)
    if size > _HEADLINE_WORDS:
        return False
    return not first.text.endswith((".", '."', ".”", ".'", ".’", ":", ",", ";"))


def _is_paragraph(text: str) -> bool:
    size = clean.words_in(text)
    return (
        size >= _PARAGRAPH_WORDS
        and clean.ends_sentence(text)
        or size > _STANDFIRST_WORDS
        or dates.dateline(text) is not None
    )


def _head(blocks: list[Block], first: int, out: Outline) -> int:
    """Reads the lines between headline and lead; returns the index of the lead."""
    if first == 0:
        return _head_without_headline(blocks, out)
    lead = next((i for i in range(first, len(blocks)) if _is_paragraph(blocks[i].text)), None)
    if lead is None:
        lead = first
    zone = min(len(blocks), first + _HEAD_LINES)
    credit = [i for i in range(first, zone) if clean.byline_of(blocks[i].text, unlabelled=i < lead) is not None]
    if credit and credit[0] > lead and sum(_is_paragraph(b.text) for b in blocks[first : credit[0]]) <= 1:
        lead = credit[0] + 1 if credit[0] + 1 < len(blocks) else lead
    if lead - first > _HEAD_LINES:
        return first
    standfirst = False
    whole = "\n".join(block.text for block in blocks)
    for block in blocks[first:lead]:
        standfirst |= _head_line(block, out, standfirst=standfirst, whole=whole)
    return lead


def _head_line(block: Block, out: Outline, *, standfirst: bool, whole: str) -> bool:
    """Keeps or drops one line of the head; true if it was the standfirst."""
    text = block.text
    if clean.is_caption(text) or block.hint == "caption":
        out.parts.append(Kept(block.chars, "caption"))
        return False
    outlet = clean.publisher_of(text, whole) if block.hint is None else None
    if outlet is not None:
        out.outlet = out.outlet or outlet
        out.removed += 1
        return False
    name = clean.byline_of(text, unlabelled=out.byline is None)
    if name is not None and block.hint is None:
        out.byline = out.byline or name
        out.removed += 1
        return False
    if clean.is_place_line(text) and block.hint is None:
        out.removed += 1
        return False
    if block.hint == "standfirst" or not standfirst and clean.words_in(text) >= 4:
        out.parts.append(Kept(block.chars, "standfirst"))
        return True
    out.parts.append(Kept(block.chars, "note"))
    return False


def _head_without_headline(blocks: list[Block], out: Outline) -> int:
    at = 0
    while at < len(blocks) - 1 and (name := clean.byline_of(blocks[at].text, unlabelled=False)) is not None:
        out.byline = out.byline or name
        out.removed += 1
        at += 1
    return at


def _body(blocks: list[Block], out: Outline) -> None:
    any_paragraph = any(_is_paragraph(block.text) for block in blocks)
    for i, block in enumerate(blocks):
        text = block.text
        if i == 0:
            _take_dateline(text, out)
        last = i >= len(blocks) - _TAIL_LINES
        if i > 0 and last and clean.is_agency(text):
            out.agency = out.agency or text
            out.removed += 1
        elif i > 0 and (name := clean.byline_of(text, unlabelled=False)) is not None and (last or out.byline is None):
            out.byline = out.byline or name
            out.removed += 1
        elif clean.is_caption(text) or block.hint == "caption":
            out.parts.append(Kept(block.chars, "caption"))
        elif any_paragraph and _is_heading(block):
            out.parts.append(Kept(block.chars, "note"))
        else:
            out.parts.append(Kept(block.chars, "body"))


def _is_heading(block: Block) -> bool:
    if block.hint == "heading":
        return True
    if block.hint in ("item", "quote"):
        return False
    text = block.text
    if text.endswith((" -", " –", " —")):  # agency copy marks its headings so
        return clean.words_in(text) <= _HEADING_WORDS
    opens = text[:1] in "\"“'‘«„" or text[-1:] in ',:;"”—-'
    return (
        clean.words_in(text) <= _HEADING_WORDS
        and not clean.ends_sentence(text)
        and not (opens and clean.words_in(text) > 6)
    )


def _take_dateline(text: str, out: Outline) -> None:
    line = dates.dateline(text)
    if line is None:
        return
    out.agency = line.agency
    out.dateline = line.month_day
    if out.published is None and line.value is not None:
        out.published = line.value

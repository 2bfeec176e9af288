"""The text of a report beside its gold record, as the scorer sees it."""

from __future__ import annotations

import html.parser
import re
from pathlib import Path

FOLD = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "`": "'", "\u00a0": " ", "\u202f": " "})
REPORT_SUFFIXES = (".txt", ".html", ".htm", ".md")


class _Text(html.parser.HTMLParser):
    """Collects the readable text of a page; scripts, styles and the head are no text."""

    SKIPPED = ("script", "style", "head", "noscript", "template")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser names it
        """Counts the nesting of what is skipped; a new block parts two words."""
        self._skipping += tag in self.SKIPPED
        if tag in ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "figcaption", "blockquote", "td", "time", "span"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Leaves a skipped element."""
        if tag in self.SKIPPED and self._skipping:
            self._skipping -= 1

    def handle_data(self, data: str) -> None:
        """Keeps what a reader sees."""
        if not self._skipping:
            self.parts.append(data)


def fold(text: str) -> str:
    """Quotes and white space folded, as the scorer does."""
    return re.sub(r"\s+", " ", text.translate(FOLD)).strip()


def report_text(gold_path: Path) -> str | None:
    """The folded text of the report beside a gold record, or None where there is no report."""
    stem = gold_path.name.removesuffix(".gold.json")
    for suffix in REPORT_SUFFIXES:
        path = gold_path.with_name(stem + suffix)
        if path.is_file():
            raw = path.read_text(encoding="utf-8")
            if suffix.startswith(".htm"):
                parser = _Text()
                parser.feed(raw)
                parser.close()
                raw = "".join(parser.parts)
            return fold(raw)
    return None

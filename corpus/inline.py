"""The inline form of an annotated report: text with marks, and a table that says what each mark means.

FORMAT.md describes it for people. Parsing refuses what does not hold together; it never judges.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

_MARK = re.compile(r"\[([a-z]\d+(?:,[a-z]\d+)*) ")
_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*")+')
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)

Range = tuple[int, int]


class Malformed(ValueError):
    """A file that does not hold together; the message names the line or mark."""


@dataclass(frozen=True, slots=True)
class Report:
    """One parsed file.

    Args:
        header: publisher, published, style and so on.
        text: the plain text: headline, perhaps a standfirst, body; paragraphs parted by an empty line.
        standfirst: its range in the text, null if there is none.
        spans: half-open ranges in the text by id, in order.
        table: the tokens of each line of the table.
    """

    header: dict[str, str]
    text: str
    standfirst: Range | None
    spans: dict[str, list[Range]]
    table: list[list[str]]

    @property
    def headline(self) -> Range:
        """The first line."""
        return 0, self.text.index("\n") if "\n" in self.text else len(self.text)


def sections(source: str) -> list[str]:
    """Header, marked text and table.

    Raises:
        Malformed: there are not three.
    """
    found = _RULE.split(source)
    if len(found) != 3:
        raise Malformed(f"three sections parted by two lines of ---, found {len(found)}")
    return found


def parse(source: str) -> Report:
    """Splits a file into its sections and lifts the marks out of the text.

    Raises:
        Malformed: a section, a bracket or a header line is wrong.
    """
    head, marked, table = sections(source)
    header = {}
    for line in head.strip().splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise Malformed(f"header line without a colon: {line!r}")
        header[key.strip()] = value.strip()
    text, spans = lift(re.sub(r"\n{2,}", "\n\n", marked.strip()))
    standfirst = None
    if (found := re.match(r"[^\n]*\n+> ", text)) is not None:
        cut = found.end() - 2
        text = text[:cut] + text[cut + 2 :]
        spans = {k: [(a - 2 * (a > cut), b - 2 * (b > cut)) for a, b in v] for k, v in spans.items()}
        standfirst = (cut, text.find("\n", cut) if "\n" in text[cut:] else len(text))
    lines = [x.strip() for x in table.splitlines()]
    return Report(header, text, standfirst, spans, [tokens(x) for x in lines if x and not x.startswith("#")])


def tokens(line: str) -> list[str]:
    """The tokens of a line of the table; double quotes hold words together and go."""
    if line[0] in "ap" and ":" in line:  # names may hold anything: split by whoever reads them
        head, _, rest = line.partition(":")
        return [*head.split(), rest.strip()]
    return [t.replace('"', "") for t in _TOKEN.findall(line)]


def lift(marked: str) -> tuple[str, dict[str, list[Range]]]:
    """The plain text, and where each id was marked.

    Raises:
        Malformed: brackets do not pair.
    """
    out: list[str] = []
    stack: list[tuple[list[str], int]] = []
    found: dict[str, list[Range]] = defaultdict(list)
    at = 0
    while at < len(marked):
        char = marked[at]
        if char == "\\" and marked[at + 1 : at + 2] in ("[", "]"):
            out.append(marked[at + 1])
            at += 2
        elif char == "\\" and marked[at + 1 : at + 4] == "---" and marked[at - 1 : at] in ("", "\n"):
            at += 1  # a line of dashes that belongs to the text
        elif char == "[":
            mark = _MARK.match(marked, at)
            if mark is None:
                raise Malformed(rf"a bracket that opens no mark (write \[ for a bracket): {marked[at : at + 40]!r}")
            stack.append((mark.group(1).split(","), len(out)))
            at = mark.end()
        elif char == "]":
            if not stack:
                raise Malformed(f"a bracket that closes nothing: {marked[max(0, at - 40) : at + 1]!r}")
            names, start = stack.pop()
            for name in names:
                found[name].append((start, len(out)))
            at += 1
        else:
            out.append(char)
            at += 1
    if stack:
        raise Malformed(f"a mark that is never closed: {', '.join(stack[-1][0])}")
    text = "".join(out)
    return text, {name: _joined(sorted(ranges), text) for name, ranges in found.items()}


def _joined(ranges: list[Range], text: str) -> list[Range]:
    """Pieces with nothing but blanks between them are one span; blanks at the edges go."""
    out: list[Range] = []
    for start, end in ranges:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out

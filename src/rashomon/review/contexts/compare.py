"""Two reports side by side, or what one changed of the other; and an original as it came in."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Indel

from rashomon.review.contexts.cards import marks_of
from rashomon.review.contexts.highlights import Paragraph, paragraphs_of
from rashomon.review.view import View
from rashomon.store.desk_protocol import Custody
from rashomon.store.protocol import ReportRow

#: Words of both texts together up to which they are compared word by word; longer ones by paragraph first.
WORDS = 24_000
#: Characters of an original that the page shows; the file itself is whole.
SHOWN = 60_000


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts (`same`), only in the left one (`gone`) or only in the right one (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CompareContext:
    """Two reports; `runs` where they are shown as one text with its changes.

    Args:
        shared: share of the words that both have, 0 to 1.
    """

    left: ReportRow
    right: ReportRow
    left_text: tuple[Paragraph, ...]
    right_text: tuple[Paragraph, ...]
    runs: tuple[Run, ...]
    shared: float
    diff: bool


@dataclass(frozen=True, slots=True)
class OriginalContext:
    """An original: its bytes as text, how it was taken, and the digest to hold it against.

    Args:
        cut: only the beginning is shown.
    """

    row: ReportRow
    custody: tuple[Custody, ...]
    size: int
    text: str
    cut: bool
    encoding: str


def compare_context(view: View, left: str, right: str, *, diff: bool) -> CompareContext:
    """Two reports beside each other, or as one text."""
    rows = view.report(left), view.report(right)
    a, b = (view.store.record(row) for row in rows)
    runs = runs_of(a.document.text, b.document.text) if diff else ()
    same = sum(len(r.text.split()) for r in runs if r.kind == "same")
    total = max(len(a.document.text.split()), len(b.document.text.split()), 1)
    return CompareContext(
        rows[0],
        rows[1],
        () if diff else paragraphs_of(a.document, marks_of(a)),
        () if diff else paragraphs_of(b.document, marks_of(b)),
        runs,
        round(same / total, 2),
        diff,
    )


def runs_of(left: str, right: str) -> tuple[Run, ...]:
    """The shortest way from one text to the other, in words; line ends are kept as words of their own."""
    a, b = _words(left), _words(right)
    if len(a) + len(b) > WORDS:
        a, b = left.split("\n"), right.split("\n")
        joint = "\n"
    else:
        joint = " "
    runs: list[Run] = []
    for step in Indel.opcodes(a, b):
        if step.tag == "equal":
            runs.append(Run("same", joint.join(a[step.src_start : step.src_end])))
            continue
        if step.src_end > step.src_start:
            runs.append(Run("gone", joint.join(a[step.src_start : step.src_end])))
        if step.dest_end > step.dest_start:
            runs.append(Run("new", joint.join(b[step.dest_start : step.dest_end])))
    return tuple(runs)


def _words(text: str) -> list[str]:
    return text.replace("\n", " \n ").split(" ")


def original_context(view: View, reference: str) -> OriginalContext:
    """An original as text; bytes that are no text show as replacement signs, and none of it is ever markup."""
    row = view.report(reference)
    raw = view.store.original(row.report_id)
    encoding = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "UTF-8"
    text = raw[: SHOWN * 2].decode(encoding, "replace")[:SHOWN]
    visible = "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text)
    custody = view.store.custody(row.report_id)
    return OriginalContext(row, custody, len(raw), visible, len(raw) > SHOWN, encoding)

"""Near-copies: reports that carry one text, so that they count as one origin.

Exact likeness of word shingles, asked only of pairs that share a smallest hash, so the work does
not grow with the square of the reports. It finds shared text; it does not know who paid for it: the
earlier report is taken for the original, and a wire credit in the other decides where both have one day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rashomon.linking.sketch import COPIED, SHORTEST, shingles
from rashomon.model.record import Record

#: Smallest hashes kept for blocking; two texts whose shingles overlap by a third (Jaccard) share one of them in
#: all but about (2/3)**24 = 6 of 10**5 pairs.
SKETCH = 24
#: Block of reports with one hash above which the shingle is a boilerplate line and no sign of copying.
BOILERPLATE = 50


@dataclass(frozen=True, slots=True)
class Copies:
    """`original_of`: report to the report that it copies, each chain led to its head."""

    original_of: Mapping[str, str]

    def head(self, report_id: str) -> str:
        """The original of a report, itself if it is none's copy."""
        return self.original_of.get(report_id, report_id)

    def same_text(self, a: str, b: str) -> bool:
        """Whether two reports carry one text."""
        return self.head(a) == self.head(b)


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of the smaller set that the other holds, 0 to 1."""
    small = min(len(a), len(b))
    return len(a & b) / small if small else 0.0


def find_copies(records: Iterable[Record]) -> Copies:
    """Finds the original of every near-copy among `records`."""
    known = {r.document.id: r for r in records}
    sets = {i: shingles(r) for i, r in known.items()}
    blocks: dict[int, list[str]] = defaultdict(list)
    for report_id in sorted(sets):
        for value in sorted(sets[report_id])[:SKETCH]:
            blocks[value].append(report_id)
    pairs = {
        (a, b) for ids in blocks.values() if len(ids) <= BOILERPLATE for i, a in enumerate(ids) for b in ids[i + 1 :]
    }
    heads: dict[str, str] = {}
    for a, b in sorted(pairs):
        if min(len(sets[a]), len(sets[b])) < SHORTEST or overlap(sets[a], sets[b]) < COPIED:
            continue
        first, second = sorted((known[a], known[b]), key=lambda r: _age(r, {a, b}, known))
        _join(heads, first.document.id, second.document.id, known)
    return Copies({i: _root(heads, i) for i in sorted(heads)})


def _age(record: Record, pair: set[str], known: Mapping[str, Record]) -> tuple[str, bool, str, str]:
    """Earlier day first; on one day the one that does not name the other's publisher."""
    (other,) = (known[i] for i in pair if i != record.document.id)
    publisher = other.document.publisher
    credits = publisher is not None and publisher in record.document.text + (record.document.byline or "")
    published = record.document.published_at
    return (published or "9999")[:10], credits, published or "", record.document.id


def _root(heads: Mapping[str, str], report_id: str) -> str:
    while report_id in heads:
        report_id = heads[report_id]
    return report_id


def _join(heads: dict[str, str], original: str, copy: str, known: Mapping[str, Record]) -> None:
    ours, theirs = _root(heads, original), _root(heads, copy)
    if ours == theirs:
        return
    first, second = sorted(
        (ours, theirs), key=lambda i: ((known[i].document.published_at or "9999")[:10], i != ours, i)
    )
    heads[second] = first

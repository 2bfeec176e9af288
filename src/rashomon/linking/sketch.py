"""A report's text as a small sketch: the smallest hashes of its word shingles (bottom-k MinHash).

From two sketches comes an estimate of how much of the shorter text the other carries, without either text. It is
close enough to say that two reports are copies for linking; who copied whom is asked of the texts (`copies`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rashomon.linking.names import fold
from rashomon.model.record import Record

#: Words in a shingle; shorter runs are the small change of news ("told reporters at the scene").
SHINGLE = 5
#: Hashes kept: the estimate of a Jaccard index of 0.3 then has a standard error of 0.06.
KEPT = 64
#: Share of the shorter text's shingles from which a report is a near-copy. Measured on the bundled demo and gold:
#: the one syndicated pair, edited by two desks, lies at .65, the next pair at .03.
COPIED = 0.3
#: Shingles below which a text is too short to be called a copy: briefs of one sentence are alike by nature.
SHORTEST = 30


@dataclass(frozen=True, slots=True)
class Sketch:
    """`hashes`: the smallest, ascending; `size`: how many shingles the text has in all."""

    hashes: tuple[int, ...]
    size: int


NOTHING = Sketch((), 0)


def shingles(record: Record, *, words: int = SHINGLE) -> frozenset[int]:
    """Hashes of every run of so many words in the body."""
    text = record.document.text
    body = [text[p.start : p.end] for p in record.document.parts if p.kind == "body"] or [text]
    return shingles_of([" ".join(body)], words=words)


def shingles_of(pieces: Iterable[str], *, words: int) -> frozenset[int]:
    """Hashes of every run of so many words that crosses no border of the pieces."""
    found: set[int] = set()
    for piece in pieces:
        run = fold(piece).split()
        found.update(zlib.crc32(" ".join(run[i : i + words]).encode()) for i in range(len(run) - words + 1))
    return frozenset(found)


def sketch_of(record: Record) -> Sketch:
    """The sketch of a report; that of a text too short to be called a copy is empty."""
    found = shingles(record)
    return Sketch(tuple(sorted(found)[:KEPT]), len(found)) if len(found) >= SHORTEST else NOTHING


def containment(a: Sketch, b: Sketch) -> float:
    """Estimated share of the shorter text's shingles that the other holds, 0 to 1."""
    if not a.hashes or not b.hashes:
        return 0.0
    ours, theirs = set(a.hashes), set(b.hashes)
    smallest = sorted(ours | theirs)[:KEPT]
    both = sum(h in ours and h in theirs for h in smallest)
    jaccard = both / len(smallest)
    shared = jaccard / (1.0 + jaccard) * (a.size + b.size)
    return min(1.0, shared / min(a.size, b.size))


def carries(a: Sketch, b: Sketch) -> bool:
    """Whether two texts are near-copies."""
    if a is NOTHING or b is NOTHING or not _touch(a.hashes, b.hashes):
        return False
    return containment(a, b) >= COPIED


def _touch(a: Sequence[int], b: Sequence[int]) -> bool:
    return bool(a and b) and a[0] <= b[-1] and b[0] <= a[-1] and not set(a).isdisjoint(b)

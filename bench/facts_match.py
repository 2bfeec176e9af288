"""What is compared: a report's annotation and the record that was read from it, in the same offsets.

Reading may clean a report (a list mark, a credit line, a heading's date), so every span of the record read is moved to
the annotated text before anything is compared; a span whose words are not there moves out of the text and matches nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from bench.attribution import Counts, one_to_one, tokens
from bench.score import load_scorer
from corpus.open_corpus import Annotated, Part, reports
from rashomon.model.codec import to_json
from rashomon.model.record import Record

Json = dict[str, Any]
name_key: Callable[[str | None], str] = load_scorer().name_key
_WORD = re.compile(r"\w+|[^\w\s]")
_SMALL = frozenset("the a an of and in for to his her their its some several other two three four five six men".split())


@dataclass(slots=True)
class Share:
    """Right ones among those asked for."""

    hit: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """One more that was asked for."""
        self.hit, self.of = self.hit + right, self.of + 1

    @property
    def value(self) -> float:
        """The share, 0 where nothing was asked."""
        return self.hit / self.of if self.of else 0.0


@dataclass(slots=True)
class Compared:
    """One report: the annotation, the record in its offsets, and which of their events are the same.

    Args:
        events: gold event id to the id of the event read.
        misses: what was wrong, in words, each with the metric it counts in.
    """

    report: Annotated
    gold: Json
    found: Json
    events: dict[str, str] = field(default_factory=dict)
    misses: list[tuple[str, str]] = field(default_factory=list)

    def miss(self, metric: str, what: str) -> None:
        """Notes an error."""
        self.misses.append((metric, what))


def compared(part: Part, read: Callable[[str, str], Record]) -> Iterator[Compared]:
    """The reports of a part, each read."""
    for report in reports(part):
        found = to_json(read(report.text, report.published))
        yield Compared(report, report.record, moved(found, report.text))


class _Offsets:
    """From offsets of one text to those of another, word by word."""

    def __init__(self, source: str, target: str) -> None:
        self.ours, self.theirs = list(_WORD.finditer(source)), list(_WORD.finditer(target))
        self.starts, self.ends = [m.start() for m in self.ours], [m.end() for m in self.ours]
        blocks = SequenceMatcher(
            None, [m[0] for m in self.ours], [m[0] for m in self.theirs], autojunk=False
        ).get_matching_blocks()
        self.other = {a + k: b + k for a, b, size in blocks for k in range(size)}

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        kept = [self.other[i] for i in range(first, last) if i in self.other]
        return (self.theirs[kept[0]].start(), self.theirs[kept[-1]].end()) if kept else (-1, -1)


def offsets(source: str, target: str) -> Callable[[int, int], tuple[int, int]]:
    """From a stretch of one text to the same words in another; a stretch that is not there lies at -1."""
    return (lambda start, end: (start, end)) if source == target else _Offsets(source, target)


def moved(record: Json, text: str) -> Json:
    """The record with every span in the offsets of `text`."""
    source = record["document"]["text"]
    if source == text:
        return record
    offsets = _Offsets(source, text)

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            if {"start", "end", "text"} == node.keys():
                start, end = offsets(node["start"], node["end"])
                return {"start": start, "end": end, "text": node["text"]}
            return {key: value if key == "document" else walk(value) for key, value in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node

    out: Json = walk(record)
    return out


def overlap(a: Json, b: Json) -> int:
    """Characters that two spans share; 0 or less where they do not touch."""
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def touch(some: Iterable[Json], others: Sequence[Json]) -> bool:
    """Whether any span of the one overlaps any of the other."""
    return any(overlap(a, b) > 0 for a in some for b in others)


def pairs(gold: Sequence[Json], found: Sequence[Json], score: Callable[[Json, Json], float]) -> list[tuple[Json, Json]]:
    """One-to-one matches with a score of 1 or more, best first."""
    return [(gold[i], found[j]) for i, j in one_to_one(gold, found, score, 1.0)]


def actor_names(record: Json, actor_id: str | None) -> frozenset[str]:
    """All names of an actor."""
    return frozenset(
        n for a in record["actors"] if a["id"] == actor_id for n in (a["name"], *a["aliases"]) if n is not None
    )


def who_names(record: Json, who: Json | None) -> frozenset[str]:
    """All wordings that stand for a speaker, of each that the annotation accepts."""
    if who is None:
        return frozenset()
    names = {n for i in (who["actor_id"], *who.get("or", ())) for n in actor_names(record, i)}
    return frozenset(names | {n for n in (who["name"], (who["span"] or {}).get("text")) if n})


def same_names(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether one wording of the one holds all telling words of one of the other ("gunmen", "the two gunmen")."""
    left, right = [_telling(n) for n in ours], [_telling(n) for n in theirs]
    return any(a and b and (a <= b or b <= a) for a in left for b in right)


def _telling(words: str) -> frozenset[str]:
    every = frozenset(tokens(words))
    return (every - _SMALL) or every


def same_speaker(pair: Compared, gold: Json, found: Json) -> bool:
    """Whether a figure or victim is told by the right one, or by nobody on both sides."""
    if found["speaker"] is None:
        return gold["speaker"] is None or bool(gold.get("or_null"))
    return same_names(who_names(pair.gold, gold["speaker"]), who_names(pair.found, found["speaker"]))


def f1(counts: Counts) -> float:
    """The F1 of counts; here so that every metric names what it is."""
    return counts.f1

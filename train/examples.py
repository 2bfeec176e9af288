"""Annotated text to sentences of labelled words, the form that every trained tagger here learns from.

Each word carries three labels that are predicted side by side, because a cue or a source may stand inside the content of
another claim: content (outermost claims), cue and source, each O, B or I. FactAppeal marks no cues: there the cue is unknown.

usage: python -m train.examples OUT     writes OUT/{train,dev,test}.jsonl and OUT/factappeal.jsonl
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span

from bench.claims_data import SHARED
from corpus.open_corpus import Annotated, Part, reports
from rashomon.annotate import annotate, build
from rashomon.extract.aliases import find_aliases
from rashomon.extract.claims import rule_drafts
from rashomon.extract.claims_tagger import hints_of
from rashomon.extract.claims_view import build_view
from rashomon.extract.names import find_names
from rashomon.model.documents import Document
from rashomon.model.documents import Part as Part_
from rashomon.model.mentions import Grounding
from rashomon.resolve.actors import ground, resolve_actors

Json = dict[str, Any]
CHANNELS = ("content", "cue", "source")
O, B, I = 0, 1, 2
UNKNOWN = -100
Range = tuple[int, int]


def document_of(text: str, parts: list[Json] | None = None) -> Document:
    """A document whose text stands exactly as it was annotated; without parts all of it is body."""
    kept = parts or [{"kind": "body", "start": 0, "end": len(text)}]
    bounds: list[Part_] = []
    for part in kept:
        at = part["start"]
        for paragraph in text[part["start"] : part["end"]].split("\n\n"):  # the rules count paragraphs by part
            if paragraph.strip():
                bounds.append(Part_(part["kind"], at, at + len(paragraph)))
            at += len(paragraph) + 2
    return Document(id="0" * 64, text=text, parts=tuple(bounds))


def read(document: Document) -> tuple[Doc, list[int]]:
    """The parse of a document, and what the rules say of each token."""
    doc = annotate(build("bundled"), document)
    grounding = ground_names(doc, document)
    view = build_view(doc, grounding, document)
    _, spoken, indirect = rule_drafts(view)
    return doc, hints_of(spoken, indirect, view)


def ground_names(doc: Doc, document: Document) -> Grounding:
    """The actors of a parse, as the pipeline finds them before it looks for claims."""
    mentions = find_names(doc, document=document)
    actors, owners = resolve_actors(mentions, find_aliases(doc, mentions), document=document)
    ranges = [(m.first, m.last) for m in mentions]
    index: list[int | None] = [None] * len(doc)
    for i, (first, last) in enumerate(ranges):
        index[first:last] = [i] * (last - first)
    return Grounding(actors, ground(owners, ranges, len(doc)), mentions, tuple(index))


def body_sentences(doc: Doc, start: int) -> Iterator[Span]:
    """Sentences that begin at or after an offset and hold a word."""
    for sent in doc.sents:
        if sent.start_char >= start and any(t.is_alpha or t.like_num for t in sent):
            yield sent


def words_of(sent: Span) -> list[Any]:
    """The tokens of a sentence that are no white space."""
    return [t for t in sent if not t.is_space]


def features(sent: Span, hints: list[int]) -> Json:
    """What the tagger sees of each word: its form, part of speech, dependency and the rules' hint."""
    words = words_of(sent)
    place = {t.i: n for n, t in enumerate(words)}
    return {
        "lemma": [t.lemma_.lower() for t in words], "head": [place.get(t.head.i, n) for n, t in enumerate(words)],
        "words": [t.text for t in words], "pos": [t.pos_ for t in words], "dep": [t.dep_ for t in words],
        "hint": [hints[t.i] for t in words],
    }  # fmt: skip


def labels(sent: Span, ranges: Iterable[Range]) -> list[int]:
    """O, B, I for each word of a sentence."""
    words, out = words_of(sent), [O] * len(words_of(sent))
    for start, end in ranges:
        inside = [n for n, t in enumerate(words) if start < t.idx + len(t.text) and t.idx < end]
        for n in inside:
            out[n] = I if n != inside[0] else B
    return out


def outermost(ranges: list[Range]) -> list[Range]:
    """Ranges that no other holds."""
    return [r for r in ranges if not any(o != r and o[0] <= r[0] and r[1] <= o[1] for o in ranges)]


def report_examples(report: Annotated) -> Iterator[Json]:
    """The body sentences of one report."""
    record = report.record
    doc, hints = read(document_of(report.text, record["document"]["parts"]))
    claims = record["claims"]
    contents = outermost([(s["start"], s["end"]) for c in claims for s in c["content"]])
    cues = [(c["cue"]["start"], c["cue"]["end"]) for c in claims if c["cue"]]
    sources = [
        (c["speaker"]["span"]["start"], c["speaker"]["span"]["end"])
        for c in claims
        if c["speaker"] and c["speaker"]["span"]
    ]
    body = next(p["start"] for p in record["document"]["parts"] if p["kind"] == "body")
    for sent in body_sentences(doc, body):
        yield {
            "from": f"{report.incident}/{report.stem}", **features(sent, hints),
            "content": labels(sent, contents), "cue": labels(sent, cues), "source": labels(sent, sources),
        }  # fmt: skip


def factappeal_examples(*, seed: int = 5, without: int = 400) -> Iterator[Json]:
    """FactAppeal's train file: all sentences with an appeal, and some without one."""
    with (SHARED / "factappeal" / "train.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    held = {row["text"] for row in rows if any(s["label"].startswith("Fact_Appeal") for s in row["spans"])}
    bare = [row for row in rows if row["text"] not in held]
    chosen = [row for row in rows if row["text"] in held] + random.Random(seed).sample(bare, min(without, len(bare)))
    for row in chosen:
        doc, hints = read(document_of(row["text"]))
        contents = [(s["start"], s["end"]) for s in row["spans"] if s["label"].startswith("Fact_Appeal")]
        sources = [(s["start"], s["end"]) for s in row["spans"] if s["label"].startswith("Source:")]
        for sent in body_sentences(doc, 0):
            words = words_of(sent)
            yield {
                "from": "factappeal", **features(sent, hints), "content": labels(sent, contents),
                "cue": [UNKNOWN] * len(words), "source": labels(sent, sources) if contents else [UNKNOWN] * len(words),
            }  # fmt: skip


def write(path: Path, rows: Iterable[Json]) -> int:
    """Writes JSON lines; the number of them."""
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def main() -> int:
    """Writes every part."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    parts: tuple[Part, ...] = ("train", "dev", "test")
    for part in parts:
        count = write(folder / f"{part}.jsonl", (row for report in reports(part) for row in report_examples(report)))
        print(f"{part}: {count} sentences")
    print(f"factappeal: {write(folder / 'factappeal.jsonl', factappeal_examples())} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main())

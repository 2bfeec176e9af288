"""Place resolution against TR-News and GeoVirus: share of gold points within 161 km, over all mentions and over those resolved.

The gold spans are given; which place each means is ours, with the containers, countries and
neighbours that our extraction reads around them. "all" counts an abstention as wrong. Recognition
is scored apart: names that `find_places` keeps against the gold spans, same start and end.
TR-News also marks adjectives ("Turkish") as places and GeoVirus leaves out sites, streets and
rivers, so recognition is a lower bound on both.

usage: python -m bench.places FOLDER [--misses]    (FOLDER holds tr_news.jsonl and geovirus_even.jsonl)
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from rashomon.annotate import annotate, build
from rashomon.extract.place_runs import NameRange
from rashomon.extract.places import find_places, mentions_of
from rashomon.model.documents import Document, Part
from rashomon.model.place_mentions import PlaceMention
from rashomon.resolve.gazetteer import Gazetteer, open_gazetteer
from rashomon.resolve.gazetteer_index import distance_km
from rashomon.resolve.places import choose, group_key, resolve_places

FILES = ("tr_news.jsonl", "geovirus_even.jsonl")
WITHIN_KM = 161.0


@dataclass(slots=True)
class Tally:
    """Counts over one file."""

    gold: int = 0
    resolved: int = 0
    right: int = 0
    errors: list[float] = field(default_factory=list)
    spans_gold: int = 0
    spans_ours: int = 0
    spans_hit: int = 0
    misses: list[str] = field(default_factory=list)


def measure(path: Path, *, nlp: Language, gazetteer: Gazetteer) -> Tally:
    """Scores one file of articles."""
    tally = Tally()
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = article["text"]
        document = Document("0" * 64, text, (Part("body", 0, len(text)),))
        doc = annotate(nlp, document)
        _resolution(article, doc, document, gazetteer, tally)
        _recognition(article, doc, document, gazetteer, tally)
    return tally


def _resolution(article: dict[str, Any], doc: Doc, document: Document, gazetteer: Gazetteer, tally: Tally) -> None:
    ranges = {(item.first, item.last): gold for item, gold in _gold_ranges(article, doc)}
    items = [NameRange(first, last, "sure", "gold") for first, last in sorted(ranges)]
    found = [replace(m, metonym=False) for m in mentions_of(doc, items, document=document) if m.form == "name"]
    groups = {g.key: g for g in choose(found, gazetteer)}
    by_range = {(item.first, item.last): m for item, m in zip(items, found, strict=True)}
    for key, gold in ranges.items():
        if gold["lat"] is None:
            continue
        tally.gold += 1
        choice = groups[group_key(by_range[key])].choice
        if choice is None:
            tally.misses.append(f"{article['id']}  none  {gold['text']}")
            continue
        tally.resolved += 1
        km = distance_km(gold["lat"], gold["lon"], choice.candidate.lat, choice.candidate.lon)
        tally.errors.append(km)
        tally.right += km <= WITHIN_KM
        if km > WITHIN_KM:
            tally.misses.append(
                f"{article['id']}  {km:5.0f} km  {gold['text']} -> {choice.candidate.id} {choice.candidate.country} {choice.reasons}"
            )


def _recognition(article: dict[str, Any], doc: Doc, document: Document, gazetteer: Gazetteer, tally: Tally) -> None:
    mentions = find_places(doc, document=document)
    _, owners = resolve_places(
        [replace(m, metonym=False) if m.form == "name" else m for m in mentions], document=document, gazetteer=gazetteer
    )
    ours = {
        bounds
        for m, owner in zip(mentions, owners, strict=True)
        if owner is not None and m.form == "name" and (bounds := _bare(m, document.text))
    }
    gold = {(p["start"], p["end"]) for p in article["places"]}
    tally.spans_gold += len(gold)
    tally.spans_ours += len(ours)
    tally.spans_hit += len(gold & ours)


def _bare(mention: PlaceMention, text: str) -> tuple[int, int] | None:
    start = text.find(mention.name, mention.span.start)
    return None if start < 0 else (start, start + len(mention.name))


def _gold_ranges(article: dict[str, Any], doc: Doc) -> Iterator[tuple[NameRange, dict[str, Any]]]:
    for place in article["places"]:
        span = doc.char_span(place["start"], place["end"], alignment_mode="expand")
        if span is not None and len(span):
            yield NameRange(span.start, span.end, "sure", "gold"), place


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one row a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was wrong")
    options = parser.parse_args(arguments)
    nlp, gazetteer = build("bundled"), open_gazetteer()
    print(
        f"{'file':24} {'gold':>5} {'resolved':>8} {'@161 all':>8} {'@161 resolved':>13} {'median km':>9}   recognition P / R / F"
    )
    for name in FILES:
        tally = measure(options.folder / name, nlp=nlp, gazetteer=gazetteer)
        precision, recall = tally.spans_hit / max(1, tally.spans_ours), tally.spans_hit / max(1, tally.spans_gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(
            f"{name:24} {tally.gold:5} {tally.resolved / tally.gold:8.3f} {tally.right / tally.gold:8.3f} {tally.right / max(1, tally.resolved):13.3f} "
            f"{statistics.median(tally.errors):9.1f}   {precision:.3f} / {recall:.3f} / {f1:.3f}"
        )
        if options.misses:
            print("\n".join(f"  {miss}" for miss in tally.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())

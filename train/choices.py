"""Trains the tables that choose the measure of open numbers and the harm of people: conditional logit on the train part.

What is learnt from is what the pipeline itself sees, with the slips of its rules; numbers and people that a rule has read
are learnt from too, at a lower weight, as if it had not. Regularised maximum likelihood, found by L-BFGS from zero.

usage: python -m train.choices [--try dev]
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from bench.quality import CORPUS
from bench.score import pairs
from corpus.open_corpus import Part, reports
from rashomon.annotate import annotate, build
from rashomon.extract import choices, figures, victims
from rashomon.extract.choices import NO, Evidence
from rashomon.extract.claims import find_claims
from rashomon.extract.figures_evidence import evidence as of_number
from rashomon.extract.figures_evidence import told
from rashomon.extract.figures_view import view_of
from rashomon.extract.times import find_times
from rashomon.extract.victims_evidence import evidence as of_person
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.mentions import Grounding
from rashomon.reading import read_bytes
from rashomon.resolve.times import read_times
from rashomon.settings import Settings
from rashomon.weights import ROOT, component
from train import manifest
from train.examples import document_of, ground_names

OUT = ROOT / "figures"
#: Evidence seen less often is left out; weight of what a rule has read; strength of the penalty (0-1, 1-3 tried on dev).
LEAST, READ, PENALTY = 2, 0.5, 1.0
Json = dict[str, Any]
Table = NDArray[np.float64]
Place = Callable[[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Example:
    """Evidence, the right answer ("none" for none), and whether a rule had read it."""

    found: Evidence[Any]
    answer: str
    read: bool


def numbers(
    doc: Doc, grounding: Grounding, document: Document, gold: Sequence[Json], place: Place
) -> Iterator[Example]:
    """Every number that may count people or things, with the measure annotated.

    Args:
        place: from offsets of the document to those of the annotation.
    """
    view = view_of(doc)
    drafts, unread = figures.by_rules(view, grounding, document)
    body = figures.body_start(view, document)
    every = [(d.number, d.what, d) for d in drafts if d.number.kind in ("count", "vague")]
    for number, what, draft in [*every, *((n, w, None) for n, w in unread)]:
        start, end = place(view.start[number.first], view.end[number.last - 1])
        hits = [f for f in gold if f["span"]["start"] < end and start < f["span"]["end"]]
        hits.sort(key=lambda f: (f["low"], f["high"]) != (number.low, number.high))
        if hits and hits[0].get("anchor") and (hits[0]["low"], hits[0]["high"]) != (number.low, number.high):
            hits = []  # an anchor is wider than the number
        report = told([d for d in drafts if d is not draft])
        found = of_number(view, number, what, report, body=body)
        yield Example(found, hits[0]["measure"] if hits else "none", draft is not None)


def persons(
    doc: Doc, grounding: Grounding, claims: Sequence[Claim], document: Document, gold: Sequence[Json], place: Place
) -> Iterator[Example]:
    """Every named or described person, with the harm annotated."""
    view = view_of(doc)
    counts = figures.find_figures(doc, grounding, claims, document=document)
    people, groups = victims.by_rules(doc, view, grounding, counts, document)
    for key in dict.fromkeys(p.key for p in sorted(people, key=lambda p: p.first)):
        own = sorted((p for p in people if p.key == key), key=lambda p: p.first)
        others = {k: v for k, v in groups.items() if k != key}
        scene = victims.scene_of(view, others, claims, counts)
        spans = [place(view.start[p.first], view.end[p.last - 1]) for p in own]
        harms = [v["harm"] for v in gold if any(s["start"] < b and a < s["end"] for s in v["spans"] for a, b in spans)]
        yield Example(of_person(view, own, people, scene, grounding), harms[0] if harms else "none", key in groups)


def examples(part: Part, name: str) -> Iterator[Example]:
    """The examples of a part of the corpus for one table."""
    for report in reports(part):
        document = replace(document_of(report.text, report.record["document"]["parts"]), published_at=report.published)
        doc = annotate(build("bundled"), document)
        times, time_of = read_times(find_times(doc, document=document), document=document, size=len(doc))
        grounding = replace(ground_names(doc, document), times=times, time_of=time_of)
        if name == "figures":
            yield from numbers(doc, grounding, document, report.record["figures"], lambda a, b: (a, b))
        else:
            claims = find_claims(doc, grounding, document=document, trained=True)
            yield from persons(doc, grounding, claims, document, report.record["victims"], lambda a, b: (a, b))


def bundled(name: str) -> Iterator[Example]:
    """The same of the bundled gold, plain reports beside the varied ones of the open corpus."""
    for report, path in pairs([CORPUS]):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read_bytes(report.read_bytes(), name=report.name, settings=Settings())
        doc = annotate(build("bundled"), document)
        times, time_of = read_times(find_times(doc, document=document), document=document, size=len(doc))
        grounding = replace(ground_names(doc, document), times=times, time_of=time_of)
        if name == "figures":
            yield from numbers(doc, grounding, document, anchored(gold["figures"], document.text), lambda a, b: (a, b))
        else:
            claims = find_claims(doc, grounding, document=document, trained=True)
            people = named(gold["victims"], document.text)
            yield from persons(doc, grounding, claims, document, people, lambda a, b: (a, b))


def anchored(gold: Sequence[Json], text: str) -> list[Json]:
    """Figures of the scorer's form with the place of their anchor."""
    found = [(g, text.find(g["anchor"])) for g in gold]
    return [{**g, "span": {"start": at, "end": at + len(g["anchor"])}} for g, at in found if at >= 0]


def named(gold: Sequence[Json], text: str) -> list[Json]:
    """Victims of the scorer's form with every place of their names."""
    return [
        {
            **g,
            "spans": [
                {"start": m.start(), "end": m.end()} for n in g["names"] for m in re.finditer(re.escape(n), text)
            ],
        }
        for g in gold
    ]


def options(example: Example) -> list[tuple[str, ...]]:
    """The texts of each answer, none first."""
    return [("none", *(NO + text for text in example.found.whether)), *example.found.which.values()]


def table(data: Sequence[Example], columns: dict[str, int]) -> tuple[csr_matrix, NDArray[np.int64]]:
    """One row for each answer of each example, and the number of the right one."""
    places, bounds, right = [], [0], []
    for example in data:
        for texts in options(example):
            places += [columns[t] for t in texts if t in columns]
            bounds.append(len(places))
        answers = ["none", *example.found.which]
        right.append(answers.index(example.answer))
    ones = np.ones(len(places))
    return csr_matrix((ones, places, bounds), shape=(len(bounds) - 1, len(columns))), np.array(right)


def fit(data: Sequence[Example], *, penalty: float = PENALTY, read: float = READ) -> dict[str, float]:
    """Text to weight."""
    seen = Counter(t for e in data for t in {t for texts in options(e) for t in texts})
    columns = {t: n for n, t in enumerate(sorted(t for t, count in seen.items() if count >= LEAST))}
    rows, right = table(data, columns)
    weight = np.array([read if e.read else 1.0 for e in data])
    size, answers = len(data), rows.shape[0] // len(data)
    gold = np.arange(size) * answers + right

    def loss(x: Table) -> tuple[float, Table]:
        scores = (rows @ x).reshape(size, answers)
        scores -= scores.max(axis=1, keepdims=True)
        share = np.exp(scores)
        share /= share.sum(axis=1, keepdims=True)
        slope = (share * weight[:, None]).reshape(-1)
        slope[gold] -= weight
        missed = -(weight * np.log(share[np.arange(size), right] + 1e-12)).sum()
        return float(missed + penalty / 2 * (x @ x)), rows.T @ slope + penalty * x

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {t: round(float(found[n]), 3) for t, n in columns.items() if abs(found[n]) >= 0.01}


def trial(weights: dict[str, float], data: Sequence[Example]) -> Iterator[str]:
    """How the table does on the numbers or people of `data` that no rule has read."""
    columns = {t: n for n, t in enumerate(weights)}
    left = [e for e in data if not e.read]
    rows, right = table(left, columns)
    scores = (rows @ np.array(list(weights.values()))).reshape(len(left), -1)
    share = np.exp(scores - scores.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    best = share[:, 1:].argmax(axis=1) + 1
    sure = share[np.arange(len(left)), best]
    for least in (0.3, 0.35, 0.4, 0.5, 0.6):
        taken = sure >= least
        hits = int((taken & (best == right)).sum())
        yield f"at {least}: {hits} right of {int(taken.sum())} taken, {int((right > 0).sum())} to find"


def main() -> int:
    """Trains and writes both tables; prints how each does on held-out reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--try", dest="held", choices=("dev",))
    args = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    for name in ("figures", "victims"):
        weights = fit([*examples("train", name), *bundled(name)])
        if args.held:
            print(*(f"{name} {line}" for line in trial(weights, list(examples(args.held, name)))), sep="\n")
        (OUT / f"{name}.json").write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        manifest.main()  # people are weighed beside the figures that the new table finds
        component.cache_clear()
        choices.weights.cache_clear()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

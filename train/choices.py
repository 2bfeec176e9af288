"""Trains the tables that weigh numbers and people: conditional logit on the train part and the bundled reports.

What is learnt from is what the pipeline itself sees: each report is read as it would be, the rules' answer and its name are
evidence like the rest. Thresholds stand in `figures_scored` and `victims_scored`; --folds shows what they were chosen by.

usage: python -m train.choices [--folds] [--on train dev]
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from spacy.tokens import Doc

from bench.facts_match import offsets
from bench.quality import CORPUS
from bench.score import pairs
from corpus.open_corpus import Part, reports
from rashomon.annotate import annotate, build
from rashomon.extract import choices, figures, victims
from rashomon.extract.choices import NO, Evidence, with_rule
from rashomon.extract.figures_evidence import evidence as of_number
from rashomon.extract.figures_evidence import told
from rashomon.extract.figures_view import view_of
from rashomon.extract.victims_evidence import evidence as of_person
from rashomon.extract.victims_scored import mentions_of
from rashomon.model.documents import Document
from rashomon.reading import read_bytes
from rashomon.run.pipeline import Reading, read_events
from rashomon.settings import Settings
from rashomon.weights import ROOT, component
from train import manifest
from train.logit import Question, crossed, fit

OUT = ROOT / "figures"
#: Questions in which a text must occur, and the inverse of the penalty (0.1-1 tried in folds of train and dev by incident).
LEAST, STRENGTH = 2, 0.3
Json = dict[str, Any]
Place = Callable[[int, int], tuple[int, int]]


def question(incident: str, found: Evidence[Any], answer: str | None, ruled: str | None) -> Question:
    """A choice of `extract.choices` as the trainer asks it, none first."""
    answers = [None, *found.which]
    texts = [["none", *(NO + text for text in found.whether)], *map(list, found.which.values())]
    return Question(incident, texts, [a == answer for a in answers], answers.index(ruled), about=answers)


def numbers(
    doc: Doc, reading: Reading, gold: Sequence[Json], place: Place
) -> Iterator[tuple[Evidence[Any], str | None, str | None]]:
    """Every number that may count people or things: its evidence, the measure annotated, and that of the rules.

    Args:
        place: from offsets of the document to those of the annotation.
    """
    view, document = view_of(doc), reading.document
    drafts, unread = figures.by_rules(view, reading.grounding, document)
    body = figures.body_start(view, document)
    every = [(d.number, d.what, d) for d in drafts if d.number.kind in ("count", "vague")]
    for number, what, draft in [*every, *((n, w, None) for n, w in unread)]:
        start, end = place(view.start[number.first], view.end[number.last - 1])
        hits = [f for f in gold if f["span"]["start"] < end and start < f["span"]["end"]]
        hits.sort(key=lambda f: (f["low"], f["high"]) != (number.low, number.high))
        if hits and hits[0].get("anchor") and (hits[0]["low"], hits[0]["high"]) != (number.low, number.high):
            hits = []  # an anchor is wider than the number
        found = of_number(view, number, what, told(drafts, without=draft), body=body)
        ruled, rules = (None, []) if draft is None else (draft.measure, [draft.rule])
        yield with_rule(found, ruled, rules), hits[0]["measure"] if hits else None, ruled


def persons(
    doc: Doc, reading: Reading, gold: Sequence[Json], place: Place
) -> Iterator[tuple[Evidence[Any], str | None, str | None]]:
    """Every named or described person, with the harm annotated and that of the rules."""
    view, document, grounding = view_of(doc), reading.document, reading.grounding
    counts = figures.find_figures(doc, grounding, reading.claims, document=document)
    people, groups = victims.by_rules(doc, view, grounding, counts, document)
    for key, own in mentions_of(people).items():
        others = {k: v for k, v in groups.items() if k != key}
        scene = victims.scene_of(view, others, reading.claims, counts)
        spans = [place(view.start[p.first], view.end[p.last - 1]) for p in own]
        harms = [v["harm"] for v in gold if any(s["start"] < b and a < s["end"] for s in v["spans"] for a, b in spans)]
        ruled = victims.gravest(groups[key]) if key in groups else None
        found = with_rule(
            of_person(view, own, people, scene, grounding), ruled, sorted({f.rule for f in groups.get(key, ())})
        )
        yield found, harms[0] if harms else None, ruled


EXAMPLES = {"figures": numbers, "victims": persons}


def read(document: Document) -> tuple[Doc, Reading]:
    """The parse of a report, and all that is known of it before its figures are looked for."""
    return annotate(build("bundled"), document), read_events(document, Settings())


def questions(parts: Sequence[Part], name: str) -> Iterator[Question]:
    """The questions of some parts of the open corpus for one table."""
    for part in parts:
        for report in reports(part):
            document = read_bytes(
                report.text.encode(), name="report.txt", published=report.published, settings=Settings()
            )
            doc, reading = read(document)
            place = offsets(document.text, report.text)
            for found, answer, ruled in EXAMPLES[name](doc, reading, report.record[name], place):
                yield question(report.incident, found, answer, ruled)


def bundled(name: str) -> Iterator[Question]:
    """The same of the bundled gold, plain reports beside the varied ones of the open corpus."""
    form = {"figures": anchored, "victims": named}[name]
    for report, path in pairs([CORPUS]):
        gold = json.loads(path.read_text(encoding="utf-8"))
        doc, reading = read(read_bytes(report.read_bytes(), name=report.name, settings=Settings()))
        told_of = form(gold[name], reading.document.text)
        for found, answer, ruled in EXAMPLES[name](doc, reading, told_of, lambda a, b: (a, b)):
            yield question(report.stem, found, answer, ruled)


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


def trial(asked: Sequence[Question]) -> Iterator[str]:
    """How open questions and those that a rule has answered do in folds, by threshold."""
    answered = list(crossed(asked, least=LEAST, strength=STRENGTH))
    left = [(q, share) for q, share in answered if q.ruled == 0]
    for least in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        taken = [(q, int(share[1:].argmax()) + 1) for q, share in left if share[1:].max() >= least]
        hits, wanted = sum(q.right[a] for q, a in taken), sum(not q.right[0] for q, _ in left)
        yield f"open, at {least}: {hits} right of {len(taken)} taken, {wanted} to find"
    ruled = [(q, share) for q, share in answered if q.ruled > 0]
    for ahead, nothing in ((1.0, 1.0), (0.0, 1.0), (0.1, 0.7), (0.2, 0.6), (0.0, 0.5)):
        kept = [(q, share) for q, share in ruled if share[0] < nothing]
        right = 0
        for q, share in kept:
            best = int(share[1:].argmax()) + 1
            right += q.right[best if share[best] - share[q.ruled] >= ahead else q.ruled]
        yield f"ruled, ahead {ahead}, none {nothing}: {right} right of {len(kept)} kept, of {len(ruled)}"


def main() -> int:
    """Trains and writes both tables; prints how each does in folds by incident."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--folds", action="store_true", help="show how the tables do on incidents that they did not see"
    )
    parser.add_argument("--on", nargs="+", choices=("train", "dev"), default=["train"])
    args = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    for name in EXAMPLES:
        asked = list(questions(args.on, name))
        if args.folds:
            print(*(f"{name} {line}" for line in trial(asked)), sep="\n")
        weights = fit([*asked, *bundled(name)], least=LEAST, strength=STRENGTH)
        (OUT / f"{name}.json").write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        manifest.main()  # people are weighed beside the figures that the new table finds
        component.cache_clear()
        choices.weights.cache_clear()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

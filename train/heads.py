"""Trains the heads: act, level, negation and hedging of claims, linear models on the corpus' train part.

What is learnt from are the claims that the pipeline itself finds on those reports and that match a gold one, so the
features are those of real use, slips included. FactAppeal's train file has no acts and no levels: it teaches nothing here.

usage: python -m train.heads [--on train] [--try dev]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.attribution import Attribution, match
from corpus.agreement import attributions
from corpus.open_corpus import Part, reports
from rashomon.annotate import annotate, build
from rashomon.extract.claims import find_drafts
from rashomon.extract.claims_build import judge_by_rules
from rashomon.extract.claims_features import features_of
from rashomon.extract.claims_heads import Head
from rashomon.extract.claims_view import build_view
from rashomon.weights import ROOT
from train.examples import document_of, ground_names

OUT = ROOT / "heads"
#: Occurrences of a feature below which it is left out, and for each head the inverse strength of the penalty and the weight of
#: the classes: what did best in five folds by incident over train and dev (act, macro-F1: 0.3 .775, 0.7 .779, 1.5 .777,
#: 3 .774; negated, F1: 0.05 .748, 0.2 .783, 0.6 .787, the rules alone .769).
LEAST = 2
HEADS: dict[str, tuple[float, str | None]] = {
    "act": (1.5, None), "level": (1.5, None), "negated": (0.6, None), "hedged": (1.5, None),
}  # fmt: skip
Json = dict[str, Any]
Row = tuple[list[str], dict[str, str], list[str]]


def rows(part: Part) -> Iterator[Row]:
    """(features, label of each head, all acts that are right) of every claim found and matched."""
    for report in reports(part):
        document = document_of(report.text, report.record["document"]["parts"])
        doc = annotate(build("bundled"), document)
        view = build_view(doc, ground_names(doc, document), document)
        kinds = {a.id: a.kind for a in view.grounding.actors}
        drafts, gold = find_drafts(view, trained=True), attributions(report.record)
        found = [Attribution(" ".join(view.text[a:b] for a, b in d.contents), frozenset()) for d in drafts]
        claims = report.record["claims"]
        for i, j in match(gold, found):
            labels = {
                "act": claims[i]["act"],
                "negated": "yes" if claims[i]["negated"] else "no",
                "hedged": "yes" if claims[i]["hedged"] else "no",
            }
            if claims[i]["speaker"] and claims[i]["speaker"]["level"]:
                labels["level"] = claims[i]["speaker"]["level"]
            yield features_of(drafts[j], view, judge_by_rules(drafts[j], view, kinds)), labels, claims[i]["acts"]


def learn(data: Sequence[Row], name: str) -> Json:
    """The table of one head: labels, bias, and a weight for each label and feature."""
    strength, balance = HEADS[name]
    chosen = [row for row in data if name in row[1]]
    counts = Counter(f for features, _, _ in data for f in features)
    vectors = DictVectorizer()
    table = vectors.fit_transform([{f: 1.0 for f in features if counts[f] >= LEAST} for features, _, _ in chosen])
    model = LogisticRegression(C=strength, max_iter=2000, class_weight=balance)
    model.fit(table, [labels[name] for _, labels, _ in chosen])
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # one row says how much the second label is the likelier
        coefficients, bias = (
            [[-w / 2 for w in coefficients[0]], [w / 2 for w in coefficients[0]]],
            [-bias[0] / 2, bias[0] / 2],
        )
    weights = {
        feature: [round(float(row[n]), 3) for row in coefficients]
        for n, feature in enumerate(vectors.feature_names_)
        if any(abs(row[n]) >= 0.02 for row in coefficients)
    }
    return {
        "labels": [str(c) for c in model.classes_],
        "bias": [round(float(b), 3) for b in bias],
        "weights": weights,
    }


def right(head: Head, name: str, row: Row) -> bool:
    """Whether the head alone gives a label that is right."""
    features, labels, acts = row
    given = head.best(features)[0]
    return given in acts if name == "act" else given == labels[name]


def main() -> int:
    """Trains each head, prints how it does on held-out reports, writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="train")
    parser.add_argument("--try", dest="held", default="dev")
    args = parser.parse_args()
    data, held = list(rows(args.on)), list(rows(args.held))
    out = {}
    for name in HEADS:
        out[name] = learn(data, name)
        head = Head.of(out[name])
        known = [row for row in held if name in row[1]]
        hits = sum(right(head, name, row) for row in known)
        print(f"{name}: {hits / len(known):.3f} of {len(known)} on {args.held}")
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "heads.json").write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

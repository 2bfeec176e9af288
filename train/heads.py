"""Trains the heads: act, level, negation and hedging of claims, linear models on the corpus' train part.

What is learnt from are the claims that the pipeline itself finds on those reports and that match a gold one, so the
features are those of real use, slips included. FactAppeal's train file has no acts and no levels: it teaches nothing here.

usage: python -m train.heads [--on train] [--try dev]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.attribution import Attribution, match
from corpus.agreement import attributions
from corpus.open_corpus import Part, reports
from rashomon.annotate import annotate, build
from rashomon.extract.claims import find_drafts
from rashomon.extract.claims_build import judge_by_rules
from rashomon.extract.claims_heads import features_of
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


def main() -> int:
    """Trains each head, prints how it does on held-out reports, writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="train")
    parser.add_argument("--try", dest="held", default="dev")
    args = parser.parse_args()
    data, held = list(rows(args.on)), list(rows(args.held))
    counts = Counter(f for features, _, _ in data for f in features)
    kept = {f for f, n in counts.items() if n >= LEAST}
    vectors = DictVectorizer()
    table = vectors.fit_transform([dict.fromkeys((f for f in features if f in kept), 1.0) for features, _, _ in data])
    tried = vectors.transform([dict.fromkeys(features, 1.0) for features, _, _ in held])
    out = {}
    for name, (strength, balance) in HEADS.items():
        chosen = [n for n, (_, labels, _) in enumerate(data) if name in labels]
        model = LogisticRegression(C=strength, max_iter=2000, class_weight=balance)
        model.fit(table[chosen], [data[n][1][name] for n in chosen])
        known = [n for n, (_, labels, _) in enumerate(held) if name in labels]
        given = model.predict(tried[known])
        right = sum(
            g in held[n][2] if name == "act" else g == held[n][1][name] for g, n in zip(given, known, strict=True)
        )
        print(f"{name}: {right / len(known):.3f} of {len(known)} on {args.held}, {len(chosen)} learnt from")
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
        out[name] = {
            "labels": [str(c) for c in model.classes_],
            "bias": [round(float(b), 3) for b in bias],
            "weights": weights,
        }
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "heads.json").write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

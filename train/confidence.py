"""Learns what a claim's score is worth: the logistic map from score to the share of claims that are right.

Learnt on dev, which neither the tagger nor the heads were learnt on: a tagger is surer of what it was taught. A claim is
right where its content and its source are. Printed: the reliability over five folds of dev, by incident.

usage: python -m train.confidence [--on dev]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bench.attribution import match, same_source
from bench.claims_data import predicted
from bench.reliability import expected_error, table
from corpus.agreement import attributions
from corpus.open_corpus import Part, reports
from rashomon.annotate import annotate, build
from rashomon.extract.claims import find_drafts
from rashomon.extract.claims_build import build_claims
from rashomon.extract.claims_confidence import group_of, logit
from rashomon.extract.claims_view import build_view
from rashomon.model.record import Record
from rashomon.weights import ROOT
from train.examples import document_of, ground_names

OUT = ROOT / "heads" / "confidence.json"
#: Inverse strength of the penalty: groups of a dozen claims must not go to the ends. 0.3, 1 and 3 tried by folds of dev.
STRENGTH = 1.0
Row = tuple[str, dict[str, float], bool]


def rows(part: Part) -> Iterator[Row]:
    """(incident, features, right) of every claim that is found."""
    for report in reports(part):
        document = document_of(report.text, report.record["document"]["parts"])
        doc = annotate(build("bundled"), document)
        view = build_view(doc, ground_names(doc, document), document)
        drafts = find_drafts(view, trained=True)
        claims = build_claims(drafts, view)
        record = cast(Record, SimpleNamespace(actors=view.grounding.actors, claims=claims))
        gold, found = attributions(report.record), predicted(record)
        right = {j for i, j in match(gold, found) if same_source(gold[i], found[j])}
        for n, draft in enumerate(drafts):
            features = {
                f"group:{group_of(draft)}": 1.0,
                "score": logit(draft.sure),
                "nobody": float(draft.speaker is None),
            }
            yield report.incident, features, n in right


def main() -> int:
    """Learns, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="dev")
    args = parser.parse_args()
    data = list(rows(args.on))
    vectors = DictVectorizer(sort=True)
    features = vectors.fit_transform([row for _, row, _ in data])
    right, incidents = np.array([r for _, _, r in data]), [i for i, _, _ in data]
    held = np.zeros(len(data))
    for learnt, out in GroupKFold(5).split(features, groups=incidents):
        held[out] = (
            LogisticRegression(C=STRENGTH).fit(features[learnt], right[learnt]).predict_proba(features[out])[:, 1]
        )
    pairs = [(float(p), bool(r)) for p, r in zip(held, right, strict=True)]
    print(
        f"{len(data)} claims of {args.on}, {right.mean():.3f} right; expected calibration error {expected_error(pairs):.3f}"
    )
    for low, count, said, was in table(pairs):
        print(f"  from {low:.1f}: {count} claims, said {said:.3f}, right {was:.3f}")
    model = LogisticRegression(C=STRENGTH).fit(features, right)
    weights = dict(zip(vectors.feature_names_, model.coef_[0], strict=True))
    base = float(model.intercept_[0])
    groups = {
        name.partition(":")[2]: round(base + float(w), 4) for name, w in weights.items() if name.startswith("group:")
    }
    out = {
        "groups": {"other": round(base, 4), **groups},
        "slope": round(float(weights["score"]), 4),
        "nobody": round(float(weights["nobody"]), 4),
    }
    OUT.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

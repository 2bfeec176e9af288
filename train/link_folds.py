"""Chooses threshold and strength of the weights of linking by cross-validation: whole groups of incidents are left out in turn.

Incidents that are siblings or recall each other stay in one fold, so that no happening is learnt from and asked about.
Train and dev take part; test does not.

usage: python -m train.link_folds [--corpus FOLDER] [--strengths 4 12 30] [--thresholds 0.5 1 1.25 1.5 2]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest import mock

import yaml

from bench.link import linking
from bench.link_found import Linked, from_gold, from_text
from bench.link_gold import Gold, load_open
from rashomon.linking import cluster, compare, link
from rashomon.linking.cluster import components
from train.link_weights import HAND, ROOT, Levels, both, learn

FOLDS = 6
_SHOWN = ("document_link_f1", "b_cubed_f1", "ceafe_f1", "false_merge_rate")


def folds(gold: Gold) -> list[set[str]]:
    """Incidents in `FOLDS` sets of about one size; those that know each other in one."""
    known = gold.incidents
    ties = [
        (name, other)
        for name, data in known.items()
        for other in (*data["siblings"], *(told["incident"] for told in data["recalled"]))
        if other in known
    ]
    found: list[set[str]] = [set() for _ in range(FOLDS)]
    for group in sorted(components(known, ties), key=lambda g: (-len(g), g)):
        min(found, key=len).update(group)
    return found


def only(gold: Gold, names: set[str]) -> Gold:
    """Some incidents of the gold with their reports."""
    return Gold(
        {n: d for n, d in gold.incidents.items() if n in names},
        {n: r for n, r in gold.records.items() if n.split("/")[0] in names},
        {n: t for n, t in gold.texts.items() if n.split("/")[0] in names},
    )


def linked(read: Linked, names: set[str]) -> Linked:
    """The reports of some incidents linked alone."""
    records = {n: r for n, r in read.records.items() if n.split("/")[0] in names}
    events = {g: e for g, e in read.events.items() if g.report in records}
    return Linked(only(read.gold, names), records, events, link(records.values()))


def measured(
    read: Linked, names: set[str], weights: Mapping[str, Mapping[str, float]], threshold: float
) -> Iterator[tuple[str, float, float]]:
    """What these weights do on some incidents: name, value, and how much it counts."""
    with (
        mock.patch.object(compare, "weights", return_value=weights),
        mock.patch.object(compare, "threshold", return_value=threshold),
        mock.patch.object(cluster, "threshold", return_value=threshold),
    ):
        for kind, found in (("gold", from_gold(only(read.gold, names))), ("read", linked(read, names))):
            values = linking(found)
            for name in _SHOWN:
                share = values["hard_negatives"] if name == "false_merge_rate" else float(len(names))
                yield f"{kind} {name}", values[name], share


def main(argv: Sequence[str] | None = None) -> int:
    """Prints a line for each strength and threshold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "open")
    parser.add_argument("--strengths", type=float, nargs="*", default=[4.0, 12.0, 30.0])
    parser.add_argument("--thresholds", type=float, nargs="*", default=[0.5, 1.0, 1.25, 1.5, 2.0])
    args = parser.parse_args(argv)
    split = json.loads((args.corpus / "split.json").read_text(encoding="utf-8"))
    hand = yaml.safe_load(HAND.read_text(encoding="utf-8"))
    gold = load_open(args.corpus, {*split["train"], *split["dev"]})
    read, parts = from_text(gold), folds(gold)
    rows: list[list[tuple[Levels, bool]]] = [
        both(only(gold, set(gold.incidents) - part), linked(read, set(gold.incidents) - part)) for part in parts
    ]
    for strength in args.strengths:
        learnt = [learn(known, hand, strength=strength) for known in rows]
        for threshold in args.thresholds:
            sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
            for part, weights in zip(parts, learnt, strict=True):
                for name, value, share in measured(read, part, weights, threshold):
                    sums[name][0] += value * share
                    sums[name][1] += share
            shown = "  ".join(f"{name} {total / max(1.0, shares):.3f}" for name, (total, shares) in sums.items())
            print(f"strength {strength:g}, threshold {threshold:g}: {shown}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

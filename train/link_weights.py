"""Learns the weights of linking (`lexicon/link_weights.yaml`) from the open corpus' train part.

Logistic regression over the levels of `rashomon.linking.levels`, drawn towards weights set by hand: a level that the
corpus hardly shows keeps its hand-set weight, one that it shows often moves to what it says. Positive pairs are events
of one incident; negative pairs are hard ones: siblings, recalled events against today's, and whatever shares a cell.
Every report teaches twice: as the gold has it and as rashomon reads it. Learning has no chance in it: the same corpus
gives the same file.

usage: python -m train.link_weights [--corpus FOLDER] [--strength 4] [--dev] [--write]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from bench.link_found import Linked, from_gold, from_text
from bench.link_gold import Gold, GoldEvent, load_open
from rashomon.linking.block import candidate_pairs
from rashomon.linking.compare import forbidden
from rashomon.linking.levels import FEATURES
from rashomon.linking.profiles import Profile, profiles_of

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "rashomon" / "lexicon" / "link_weights.yaml"
HAND = Path(__file__).with_name("link_weights_by_hand.yaml")
#: How much a negative pair counts beside a positive one: swept 1 to 3 on the dev part; the hard facts and the joining of
#: whole clusters keep events apart besides.
CAUTION = 1.0
#: Score from which two events are one: swept 1.5 to 3.5 on train and dev. 2.0 finds one link in a hundred more among the
#: gold's records, and puts half again as many of two together that rashomon read itself.
THRESHOLD = 3.3
#: How much evidence it takes to move a weight from its hand-set place: swept 1 to 16 on the dev part.
STRENGTH = 4.0

Levels = tuple[str, ...]


def examples(found: Linked) -> list[tuple[Levels, bool]]:
    """Levels of pairs that no hard fact forbids, and whether they are one incident."""
    profiles = [p for name in sorted(found.records) for p in profiles_of(found.records[name])]
    names = {r.document.id: name for name, r in found.records.items()}
    at = {GoldEvent(names[p.report_id], p.event_id): p.id for p in profiles}
    ids = {gold: at[own] for gold, own in found.events.items() if own in at}
    clusters = found.gold.clusters()
    home = {ids[e]: incident for incident, events in clusters.items() for e in events if e in ids}
    ones = {
        pair(ids[a], ids[b])
        for events in clusters.values()
        for a, b in combinations(events, 2)
        if a in ids and b in ids
    }
    told = {pair(ids[a], ids[b]) for a, b in told_apart(found.gold) if a in ids and b in ids}
    near = {pair(profiles[i].id, profiles[j].id) for i, j in candidate_pairs(profiles)}
    known = {p.id: p for p in profiles}
    out = []
    for a, b in sorted(ones | told | near):
        ours, theirs = known[a], known[b]
        one = a in home and home.get(a) == home.get(b)
        # Two recalled events that the gold leads to no incident may be one: they teach nothing.
        sure = one or (a, b) in told or a in home and b in home
        if sure and ours.report_id != theirs.report_id and forbidden(ours, theirs) is None:
            out.append((levels_of(ours, theirs), one))
    return out


def pair(a: str, b: str) -> tuple[str, str]:
    """Two ids, the smaller first."""
    return (a, b) if a < b else (b, a)


def told_apart(gold: Gold) -> set[tuple[GoldEvent, GoldEvent]]:
    """Recalled events against the events of the incident whose reports recall them."""
    found = set()
    for incident, data in gold.incidents.items():
        own = [e for e in gold.clusters()[incident] if e.report.startswith(incident + "/")]
        for recalled in data["recalled"]:
            other = GoldEvent(f"{incident}/{recalled['report']}", recalled["event"])
            found |= {(other, event) for event in own if event != other}
    return found


def both(gold: Gold) -> list[tuple[Levels, bool]]:
    """Examples from the gold's records and from the same reports as rashomon reads them: linking meets both kinds."""
    return [*examples(from_gold(gold)), *examples(from_text(gold))]


def levels_of(a: Profile, b: Profile) -> Levels:
    """The level of every feature, in order."""
    return tuple(check(a, b) for check in FEATURES.values())


def learn(
    rows: Sequence[tuple[Levels, bool]],
    hand: Mapping[str, Mapping[str, float]],
    *,
    threshold: float,
    strength: float,
) -> dict[str, dict[str, float]]:
    """Weights by feature and level; `strength` is how much evidence it takes to move one from its hand-set place."""
    names = sorted({(f, level) for levels, _ in rows for f, level in zip(FEATURES, levels, strict=True)})
    # Levels without a weight by hand are neutral: nothing is known, or nothing is shared.
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for r, (levels, _) in enumerate(rows):
        for f, level in zip(FEATURES, levels, strict=True):
            x[r, column[f, level]] = 1.0
    y = np.array([1.0 if one else 0.0 for _, one in rows])
    prior = np.array([float(hand.get(f, {}).get(level, 0.0)) for f, level in names])
    balance = np.where(y == 1.0, 1.0, CAUTION * max(1.0, y.sum()) / max(1.0, (1 - y).sum()))
    fitted = newton(x, y, balance, prior, -threshold, strength)
    out: dict[str, dict[str, float]] = {f: dict(hand.get(f, {})) for f in FEATURES}
    for (f, level), value in zip(names, fitted.tolist(), strict=True):
        out[f][level] = round(value, 2)
    return {f: {level: w for level, w in found.items() if w} for f, found in out.items()}


#: The level of a feature that says nothing; its weight moves into the threshold, so that it has none.
_NEUTRAL = {"words": "none", "copy": "no", "about": "neither"}


def centred(weights: Mapping[str, Mapping[str, float]], threshold: float) -> tuple[dict[str, dict[str, float]], float]:
    """The same decisions with weights of 0 for what says nothing: every pair has one level of each feature."""
    out: dict[str, dict[str, float]] = {}
    for name, levels in weights.items():
        base = levels.get(_NEUTRAL.get(name, "unknown"), 0.0)
        out[name] = {level: round(value - base, 2) for level, value in levels.items() if round(value - base, 2)}
        threshold -= base
    return out, round(threshold, 2)


def newton(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    balance: NDArray[np.float64],
    prior: NDArray[np.float64],
    bias: float,
    strength: float,
) -> NDArray[np.float64]:
    """Maximum a posteriori logistic regression with a normal prior around `prior`, by Newton's method."""
    w = prior.copy()
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-(x @ w + bias)))
        gradient = x.T @ (balance * (p - y)) + strength * (w - prior)
        curvature = (x * (balance * p * (1 - p))[:, None]).T @ x + strength * np.eye(len(w))
        step = np.linalg.solve(curvature, gradient)
        w = w - step
        if float(np.abs(step).max()) < 1e-9:
            break
    return w


def score(levels: Levels, weights: Mapping[str, Mapping[str, float]]) -> float:
    """Sum of the weights."""
    return round(sum(weights.get(f, {}).get(level, 0.0) for f, level in zip(FEATURES, levels, strict=True)), 4)


def report(rows: Sequence[tuple[Levels, bool]], weights: Mapping[str, Mapping[str, float]], threshold: float) -> str:
    """Recall of positive pairs and share of negative pairs above the threshold."""
    good = [score(levels, weights) >= threshold for levels, one in rows if one]
    bad = [score(levels, weights) >= threshold for levels, one in rows if not one]
    return f"{sum(good)} of {len(good)} pairs of one incident, {sum(bad)} of {len(bad)} pairs of two"


def main(argv: Sequence[str] | None = None) -> int:
    """Learns, says how it does, and writes the file if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "open")
    parser.add_argument("--strength", type=float, default=STRENGTH)
    parser.add_argument("--dev", action="store_true", help="also say how the weights do on the dev part")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args(argv)
    split = json.loads((args.corpus / "split.json").read_text(encoding="utf-8"))
    data = yaml.safe_load(HAND.read_text(encoding="utf-8"))
    rows = both(load_open(args.corpus, set(split["train"])))
    weights = learn(rows, data["weights"], threshold=data["threshold"], strength=args.strength)
    print("by hand, training incidents: ", report(rows, data["weights"], data["threshold"]))
    print("learnt, training incidents:  ", report(rows, weights, THRESHOLD))
    if args.dev:
        other = both(load_open(args.corpus, set(split["dev"])))
        print("by hand, dev incidents:      ", report(other, data["weights"], data["threshold"]))
        print("learnt, dev incidents:       ", report(other, weights, THRESHOLD))
    if args.write:
        OUT.write_text(written(*centred(weights, THRESHOLD)), encoding="utf-8")
    return 0


def written(weights: Mapping[str, Mapping[str, float]], threshold: float) -> str:
    """The file's text."""
    lines = [
        "source: learnt from the train part of the open corpus by `python -m train.link_weights --write`; not edited by hand",
        "reason: how much each level of each feature says for (above 0) or against (below 0) two events being one; log odds that add up to the score",
        "",
        "# Score from which two events are one.",
        f"threshold: {threshold:g}",
        "# Points by feature and level; a level that is not listed has none.",
        "weights:",
    ]
    for name, levels in weights.items():
        inside = ", ".join(f"{_key(level)}: {value:g}" for level, value in sorted(levels.items(), key=lambda i: -i[1]))
        lines.append(f"  {name}: {{{inside}}}")
    return "\n".join(lines) + "\n"


def _key(level: str) -> str:
    return level if re.fullmatch(r"[a-z_]+", level) and level not in ("yes", "no") else f'"{level}"'


if __name__ == "__main__":
    sys.exit(main())

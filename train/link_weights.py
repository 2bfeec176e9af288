"""Learns the weights of linking (`lexicon/link_weights.yaml`) from the open corpus' train part.

Logistic regression over the levels of `rashomon.linking.levels`, drawn towards weights set by hand: a level that the
corpus hardly shows keeps its hand-set weight, one that it shows often moves to what it says, but never past a level that
says more by its nature ("the same toll" above "a close toll" above none told). Positive pairs are events of one incident; negative pairs are hard ones: siblings, recalled events against today's, and whatever shares a cell.
Every report teaches twice: as the gold has it and as rashomon reads it. Learning has no chance in it: the same corpus
gives the same file.

usage: python -m train.link_weights [--corpus FOLDER] [--strength 12] [--dev] [--write]
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

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
#: Score from which two events are one, and how much evidence moves a weight from its hand-set place: `train/link_folds.py`
#: tries .5 to 2 and 4 to 30 on train and dev, by whole groups of incidents. With 12, .5 to 1.5 find the same links among the
#: gold's records and put no two together; 30 puts 1 in 80 hard pairs together, and 4 loses links from 1.25 on.
THRESHOLD = 1.25
STRENGTH = 12.0

Levels = tuple[str, ...]
Floats = NDArray[np.float64]


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


def both(gold: Gold, read: Linked) -> list[tuple[Levels, bool]]:
    """Examples from the gold's records and from the same reports as rashomon reads them: linking meets both kinds."""
    return [*examples(from_gold(gold)), *examples(read)]


def levels_of(a: Profile, b: Profile) -> Levels:
    """The level of every feature, in order."""
    return tuple(check(a, b) for check in FEATURES.values())


def learn(
    rows: Sequence[tuple[Levels, bool]], hand: Mapping[str, Any], *, strength: float = STRENGTH
) -> dict[str, dict[str, float]]:
    """Weights by feature and level, in the order of the levels and drawn towards the weights set by hand.

    Args:
        hand: `weights` by feature and level, and `orders`: levels from best to worst, "0" for what says nothing.
        strength: how much evidence it takes to move a weight from its hand-set place.
    """
    orders = [(f, chain) for f, chains in hand["orders"].items() for chain in chains]
    seen = {(f, level) for levels, _ in rows for f, level in zip(FEATURES, levels, strict=True)}
    told = {(f, level) for f, chain in orders for level in chain} | {
        (f, x) for f, w in hand["weights"].items() for x in w
    }
    names = sorted(n for n in seen | told if n[1] not in (NOTHING, _NEUTRAL.get(n[0], "unknown")))
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1.0  # what a pair has without any level: learnt, and left out, because the threshold is chosen apart
    for r, (levels, _) in enumerate(rows):
        for name in zip(FEATURES, levels, strict=True):
            if name in column:
                x[r, column[name]] = 1.0
    above = np.zeros((sum(len(chain) - 1 for _, chain in orders), len(names) + 1))
    for n, (f, better, worse) in enumerate((f, *two) for f, chain in orders for two in pairwise(chain)):
        for level, sign in ((better, 1.0), (worse, -1.0)):
            if level != NOTHING:
                above[n, column[f, level]] = sign
    prior = np.array([float(hand["weights"].get(f, {}).get(level, 0.0)) for f, level in names] + [-hand["threshold"]])
    y = np.array([float(one) for _, one in rows])
    fitted = Fit(x, y, above, prior, np.array([strength] * len(names) + [_FREE])).solve()
    out: dict[str, dict[str, float]] = {f: {} for f in FEATURES}
    for (f, level), value in zip(names, fitted[:-1].tolist(), strict=True):
        out[f][level] = round(value, 2) + 0.0
    return {f: {level: w for level, w in found.items() if w} for f, found in out.items()}


#: The level that says nothing, in the orders; its weight is 0 for every feature.
NOTHING = "0"
#: The level of a feature that says nothing, where it is not "unknown".
_NEUTRAL = {"words": "none", "copy": "no", "about": "neither"}
#: Strength of the constant's prior: hardly any.
_FREE = 0.01


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum a posteriori logistic regression with a normal prior around `prior`, with `above @ w >= 0`.

    By Newton's method inside a logarithmic barrier that is lowered step by step (Boyd and Vandenberghe, chapter 11).
    """

    x: Floats
    y: Floats
    above: Floats
    prior: Floats
    strength: Floats

    def solve(self) -> Floats:
        """The weights."""
        w = self._inside()
        for barrier in BARRIERS:
            for _ in range(60):
                step = self._step(w, barrier)
                w = w - step
                if float(np.abs(step).max()) < 1e-7:
                    break
        return w

    def _inside(self) -> Floats:
        """A point at which every order holds: whatever breaks one is moved apart until none does."""
        w = np.zeros_like(self.prior)
        w[-1] = self.prior[-1]
        while (broken := self.above @ w < 0.05).any():
            w = w + 0.05 * self.above[broken].sum(axis=0)
        return w

    def _balance(self) -> Floats:
        """Both kinds of pairs count the same as a whole."""
        return np.where(self.y == 1.0, 1.0, max(1.0, self.y.sum()) / max(1.0, (1 - self.y).sum()))

    def _loss(self, w: Floats, barrier: float) -> float:
        slack, z = self.above @ w, self.x @ w
        if (slack <= 0).any():
            return math.inf
        fit = (self._balance() * (np.logaddexp(0.0, z) - self.y * z)).sum()
        return float(fit + 0.5 * (self.strength * (w - self.prior) ** 2).sum() - barrier * np.log(slack).sum())

    def _step(self, w: Floats, barrier: float) -> Floats:
        """Newton's step, shortened until the loss falls."""
        slack, p, balance = self.above @ w, 1.0 / (1.0 + np.exp(-(self.x @ w))), self._balance()
        gradient = self.x.T @ (balance * (p - self.y)) + self.strength * (w - self.prior)
        gradient -= barrier * (self.above.T @ (1.0 / slack))
        curvature = (self.x * (balance * p * (1 - p))[:, None]).T @ self.x + np.diag(self.strength)
        curvature += barrier * (self.above.T / slack**2) @ self.above
        step, size, before = np.linalg.solve(curvature, gradient), 1.0, self._loss(w, barrier)
        while self._loss(w - size * step, barrier) > before - 1e-4 * size * float(gradient @ step) and size > 1e-8:
            size /= 2
        return np.asarray(size * step)


#: Heights of the barrier, one after the other.
BARRIERS = (1.0, 0.2, 0.04, 0.02)


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
    gold = load_open(args.corpus, set(split["train"]))
    rows = both(gold, from_text(gold))
    weights = learn(rows, data, strength=args.strength)
    print("by hand, training incidents: ", report(rows, data["weights"], data["threshold"]))
    print("learnt, training incidents:  ", report(rows, weights, THRESHOLD))
    if args.dev:
        gold = load_open(args.corpus, set(split["dev"]))
        other = both(gold, from_text(gold))
        print("by hand, dev incidents:      ", report(other, data["weights"], data["threshold"]))
        print("learnt, dev incidents:       ", report(other, weights, THRESHOLD))
    if args.write:
        OUT.write_text(written(weights, THRESHOLD), encoding="utf-8")
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

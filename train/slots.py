"""Trains the rankers that choose an event's place and time, on the corpus' train part.

What is learnt from are the events that the pipeline itself finds on those reports and that match an annotated one, read
by rules alone, so that the features are those of real use. Conditional logit: the probability of all right candidates
together is raised, one event one sum; an event whose answer is not among the candidates teaches nothing.

usage: python -m train.slots [--on train] [--try dev]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench import facts_events
from bench.facts_match import Compared, Json, compared
from corpus.open_corpus import Part
from rashomon.model.record import Record
from rashomon.reading import read_bytes
from rashomon.resolve.slot_view import View
from rashomon.resolve.slots import CANDIDATES, Ranker
from rashomon.run.pipeline import Reader, complete, read_events
from rashomon.settings import Settings
from rashomon.weights import ROOT

OUT = ROOT / "slots"
#: Occurrences below which a feature is left out; inverse strength of the penalty; and what is taken from the score of
#: leaving a slot open (each set on train in four folds by incident, and seen on dev; docs/quality/events.md).
LEAST = 8
STRENGTH = {"place": 0.3, "time": 0.05}
OPEN_COST = {"place": 0.25, "time": 0.5}


class Group(NamedTuple):
    """One event's candidates: features, which are right, whether the annotation asks, and the rules' answer."""

    incident: str
    keys: list[str | None]
    features: list[list[str]]
    right: list[bool]
    asked: bool
    ruled: str | None


def read_part(part: Part) -> list[tuple[Compared, View]]:
    """The reports of a part, read by rules, each with its view and its matched events."""
    settings = Settings(claims="rules", slots="rules")
    reader, views = Reader(settings), list[View]()

    def read(text: str, day: str) -> Record:
        document = read_bytes(text.encode(), name="report.txt", url=None, published=day, settings=settings)
        reading = read_events(document, settings)
        views.append(reading.view())
        return complete(reading, reader.provenance())

    pairs = list(compared(part, read))
    for pair in pairs:
        facts_events.match_events(pair)
    return list(zip(pairs, views, strict=True))


def groups(rows: Sequence[tuple[Compared, View]], slot: str) -> list[Group]:
    """One group an event that was found and annotated."""
    out = []
    for pair, view in rows:
        events = {e.id: e for e in view.events}
        for gold, found in facts_events.matched_events(pair):
            event = events[found["id"]]
            candidates = CANDIDATES[slot](view, event)
            asked = gold["place_id" if slot == "place" else "start"] is not None
            right = [_right(pair, gold, slot, key) if asked else key is None for key in candidates]
            features = list(candidates.values())
            ruled = event.place_id if slot == "place" else event.time_id
            out.append(Group(pair.report.incident, list(candidates), features, right, asked, ruled))
    return out


def _right(pair: Compared, gold: Json, slot: str, key: str | None) -> bool:
    if key is None:
        return False
    if slot == "place":
        return facts_events.place_right(pair, gold, {"place_id": key})
    time = next(t for t in pair.found["times"] if t["id"] == key)
    return facts_events.date_right(gold, time["start"][:10], (time["end"] or time["start"])[:10])


def fit(data: Sequence[Group], slot: str) -> Ranker:
    """The weights that make what is right likeliest."""
    taught = [g for g in data if any(g.right)]
    counts = Counter(f for g in taught for fs in g.features for f in dict.fromkeys(fs))
    names = sorted(f for f, n in counts.items() if n >= LEAST)
    index = {f: i for i, f in enumerate(names)}
    rows = [[index[f] for f in dict.fromkeys(fs) if f in index] for g in taught for fs in g.features]
    ends = np.cumsum([0, *map(len, rows)])
    table = csr_matrix((np.ones(ends[-1]), [i for r in rows for i in r], ends), shape=(len(rows), len(names)))
    sizes = [len(g.keys) for g in taught]
    starts, owner = np.cumsum([0, *sizes])[:-1], np.repeat(np.arange(len(taught)), sizes)
    right = np.array([r for g in taught for r in g.right])

    def summed(scores: Any) -> tuple[Any, Any]:
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - top[owner])
        totals = np.add.reduceat(powers, starts)
        return top + np.log(totals), powers / totals[owner]

    def loss(w: Any) -> tuple[float, Any]:
        scores = table @ w
        every, share = summed(scores)
        ours, share_right = summed(np.where(right, scores, -1e9))
        return float((every - ours).sum() + w @ w / (2 * STRENGTH[slot])), table.T @ (
            share - share_right
        ) + w / STRENGTH[slot]

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    kept = {f: round(float(w), 3) for f, w in zip(names, found, strict=True) if abs(w) >= 0.005}
    return Ranker(kept, OPEN_COST[slot])


class Tally(NamedTuple):
    """Right of those asked, by ranker and by rules; left open of those that are open, by both."""

    right: int
    ruled: int
    asked: int
    open_right: int
    open_ruled: int
    open: int


def tally(model: Ranker, data: Sequence[Group]) -> Tally:
    """How ranker and rules do on the same events."""
    counts = Counter[str]()
    for g in data:
        key, _ = model.best(dict(zip(g.keys, g.features, strict=True)), ruled=g.ruled)
        right = {k for k, r in zip(g.keys, g.right, strict=True) if r}
        side = "asked" if g.asked else "open"
        counts.update({side: 1, f"{side} right": key in right, f"{side} ruled": g.ruled in right})
    return Tally(
        counts["asked right"], counts["asked ruled"], counts["asked"],
        counts["open right"], counts["open ruled"], counts["open"],
    )  # fmt: skip


def crossed(data: Sequence[Group], slot: str, *, folds: int = 4) -> Tally:
    """The same over folds of train by incident: no incident judges what it taught."""
    names = sorted({g.incident for g in data})
    sums = []
    for n in range(folds):
        held = set(names[n::folds])
        model = fit([g for g in data if g.incident not in held], slot)
        sums.append(tally(model, [g for g in data if g.incident in held]))
    return Tally(*map(sum, zip(*sums, strict=True)))


def main() -> int:
    """Trains each ranker, prints how it does beside the rules, writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="train")
    parser.add_argument("--try", dest="held", default="dev")
    args = parser.parse_args()
    taught, held = read_part(args.on), read_part(args.held)
    out = {}
    for slot in CANDIDATES:
        data, unseen = groups(taught, slot), groups(held, slot)
        model = fit(data, slot)
        print(
            slot,
            f"{len(model.weights)} weights",
            "folds",
            crossed(data, slot),
            args.held,
            tally(model, unseen),
        )
        out[slot] = {"open_cost": model.open_cost, "weights": model.weights}
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "slots.json").write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

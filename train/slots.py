"""Trains the rankers that choose an event's place and time and say who else is harmed, on the corpus' train part.

What is learnt from are the events that the pipeline itself finds on those reports and that match an annotated one, read
by rules alone, so that nothing that was taught on the same reports has a say in it. An event whose answer is not among the
candidates teaches nothing.

usage: python -m train.slots [--on train] [--try dev]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bench import facts_events
from bench.facts_match import Compared, Json, compared, same_names
from corpus.open_corpus import Part
from rashomon.model.record import Record
from rashomon.reading import read_bytes
from rashomon.resolve.slot_cast import CAST, HARMED, Cast
from rashomon.resolve.slot_tables import Rows
from rashomon.resolve.slot_trees import Trees
from rashomon.resolve.slot_view import View
from rashomon.resolve.slots import LIKELY, NAMES, ROWS, Ranker, likely_harmed
from rashomon.run.pipeline import Reader, complete, read_events
from rashomon.settings import Settings
from rashomon.weights import ROOT
from train.boosted import Growth, grow

OUT = ROOT / "slots"
#: What is taken from the score of leaving a slot open (docs/adr/0011-trained-slots.md).
OPEN_COST = {"place": 1.5, "time": 1.0}
GROWTH = Growth()


class Group(NamedTuple):
    """One event's candidates with their measures, which are right, whether the annotation asks, and the rules' answer."""

    incident: str
    rows: Rows
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
            candidates = ROWS[slot](view, event)
            asked = gold["place_id" if slot == "place" else "start"] is not None
            right = [_right(pair, gold, slot, key) if asked else key is None for key in candidates]
            ruled = event.place_id if slot == "place" else event.time_id
            out.append(Group(pair.report.incident, candidates, right, asked, ruled))
    return out


def _right(pair: Compared, gold: Json, slot: str, key: str | None) -> bool:
    if key is None:
        return False
    if slot == "place":
        return facts_events.place_right(pair, gold, {"place_id": key})
    time = next(t for t in pair.found["times"] if t["id"] == key)
    return facts_events.date_right(gold, time["start"][:10], (time["end"] or time["start"])[:10])


def fit(data: Sequence[Group], slot: str) -> tuple[Ranker, Json]:
    """The ranker that makes what is right likeliest, and its trees as they are kept."""
    taught = [(list(g.rows.values()), g.right) for g in data if any(g.right)]
    kept = grow(taught, NAMES[slot], GROWTH)
    return Ranker(Trees.of(kept), OPEN_COST[slot]), kept


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
    for g, (key, _) in zip(data, model.best([g.rows for g in data]), strict=True):
        right = {k for k, r in zip(g.rows, g.right, strict=True) if r}
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
        model, _ = fit([g for g in data if g.incident not in held], slot)
        sums.append(tally(model, [g for g in data if g.incident in held]))
    return Tally(*map(sum, zip(*sums, strict=True)))


class Harm(NamedTuple):
    """One event's people and things: measures of each, whether each is harmed, and whom the rules name."""

    incident: str
    rows: dict[str, list[float]]
    right: list[bool]
    ruled: set[str | None]


def harms(rows: Sequence[tuple[Compared, View]]) -> list[Harm]:
    """One group an event that was found and annotated and near whose words anybody is told of."""
    out = []
    for pair, view in rows:
        cast, events = Cast(view), {e.id: e for e in view.events}
        names = {a.id: (a.name, *a.aliases) for a in view.grounding.actors}
        for gold, found in facts_events.matched_events(pair):
            event = events[found["id"]]
            known = facts_events.party_names(pair.gold, gold, set(HARMED))
            measured = cast.rows(event)
            right = [same_names(known, names[i]) for i in measured]
            if measured:
                ruled = {p.actor_id for p in event.participants if p.role in HARMED}
                out.append(Harm(pair.report.incident, measured, right, ruled))
    return out


def fit_harms(data: Sequence[Harm]) -> tuple[Trees, Json]:
    """The trees that say how likely each is harmed, and as they are kept."""
    kept = grow([(list(g.rows.values()), g.right) for g in data], CAST, GROWTH, alone=True)
    return Trees.of(kept), kept


def tally_harms(trees: Trees, data: Sequence[Harm]) -> tuple[int, int]:
    """How many would be added whom the rules do not name, and how many of them are harmed."""
    added = right = 0
    for g, odds in zip(data, likely_harmed(trees, [g.rows for g in data]), strict=True):
        harmed = dict(zip(g.rows, g.right, strict=True))
        for i, sure in odds.items():
            if sure >= LIKELY and i not in g.ruled:
                added, right = added + 1, right + harmed[i]
    return added, right


def main() -> int:
    """Trains each ranker, prints how it does beside the rules, writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="train")
    parser.add_argument("--try", dest="held", default="dev")
    args = parser.parse_args()
    taught, held = read_part(args.on), read_part(args.held)
    out: dict[str, Json] = {}
    for slot in ROWS:
        data, unseen = groups(taught, slot), groups(held, slot)
        model, kept = fit(data, slot)
        print(
            slot,
            f"{len(kept['value'])} nodes",
            "folds",
            crossed(data, slot),
            args.held,
            tally(model, unseen),
            flush=True,
        )
        out[slot] = {"open_cost": model.open_cost, "trees": kept}
    people, unknown = harms(taught), harms(held)
    trees, kept = fit_harms(people)
    print("harmed", f"{len(kept['value'])} nodes", args.held, "added, right:", tally_harms(trees, unknown), flush=True)
    out["harmed"] = {"trees": kept}
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "slots.json").write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

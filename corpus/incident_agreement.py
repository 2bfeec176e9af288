"""How far two annotators agree on what the reports of an incident have to do with each other.

Both judged `incident.json` without sight of the other's. Cells and ranges are right when they are the same; superseded and
withdrawn, copies and victims across reports are compared as sets. All of it is F1, one annotator taken as gold.

usage: python -m corpus.incident_agreement [FIRST SECOND]      default: the two folders of the corpus, by part
       python -m corpus.incident_agreement [FIRST SECOND] --list [NAME]      what differs, for whoever settles it
"""

from __future__ import annotations

import json
import sys
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

from bench.attribution import Counts
from corpus.open_corpus import ROOT, split
from corpus.values import Json

FIRST, SECOND = ROOT / "annotators" / "first", ROOT / "annotators" / "second"
#: The measures whose cell and range are asked of every incident.
ASKED = ("killed", "injured", "missing")
#: What a second annotator judges; title, place, events, recalled incidents and siblings are given.
JUDGED = ("origins", "not_independent", "superseded", "withdrawn", "victims", "cells", "ranges")

Judgement = tuple[Hashable, ...]


def judgements(data: Json) -> dict[str, set[Judgement]]:
    """What an annotator says of an incident: layer to judgements, each comparable by itself.

    Origins are left out: they are names in the annotator's own words.
    """
    return {
        "cells": set(data["cells"].items()),
        "cells of figures": {(q, data["cells"][q]) for q in ASKED},
        "ranges": {(m, *data["ranges"][m]) for m in ASKED if data["ranges"].get(m) is not None},
        "superseded": {(row["report"], row["figure"]) for row in data["superseded"]},
        "withdrawn": {(row["report"], row["claim"], row["figure"]) for row in data["withdrawn"]},
        "not independent": {tuple(sorted(pair)) for *pair, _ in data["not_independent"]},
        "kinds of copies": {tuple(row) for row in data["not_independent"]},
        "victims across reports": {pair for group in data["victims"] for pair in combinations(sorted(group), 2)},
    }


def compare_incidents(first: Json, second: Json) -> dict[str, tuple[int, int, int]]:
    """Layer to (agreed, in the second, in the first)."""
    ours, theirs = judgements(first), judgements(second)
    return {layer: (len(ours[layer] & theirs[layer]), len(theirs[layer]), len(ours[layer])) for layer in ours}


def incident_pairs(first: Path, second: Path) -> Iterator[tuple[str, Json, Json]]:
    """(name, by the first, by the second) of every incident that both judged."""
    for path in sorted(second.glob("*/incident.json")):
        other = first / path.relative_to(second)
        if other.is_file():
            a, b = (json.loads(p.read_text(encoding="utf-8")) for p in (other, path))
            yield path.parent.name, a, b


def incident_totals(found: Iterable[tuple[str, Json, Json]]) -> tuple[int, dict[str, Counts]]:
    """Number of incidents and the counts of each layer."""
    out: dict[str, Counts] = {}
    incidents = 0
    for _, a, b in found:
        incidents += 1
        for layer, counts in compare_incidents(a, b).items():
            out.setdefault(layer, Counts()).add(*counts)
    return incidents, out


def incident_differences(a: Json, b: Json) -> Iterator[str]:
    """What one has and the other does not, in words."""
    ours, theirs = judgements(a), judgements(b)
    for layer in ours:
        if layer in ("cells of figures", "not independent"):
            continue
        for side, only in (("first", ours[layer] - theirs[layer]), ("second", theirs[layer] - ours[layer])):
            yield from (f"only {side}: {layer}: {' '.join(map(str, row))}" for row in sorted(only, key=str))


def table(title: str, found: Iterable[tuple[str, Json, Json]]) -> None:
    """Prints the agreement of each layer."""
    incidents, layers = incident_totals(found)
    print(f"{title}: {incidents} incidents judged twice")
    for layer, counts in layers.items():
        print(f"{layer:28s} F1 {counts.f1:.3f}   agreed {counts.hit}, first {counts.gold}, second {counts.predicted}")


def main() -> int:
    """Prints the tables, or the differences of the incidents whose name begins so."""
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    own = len(arguments) < 2
    first, second = (FIRST, SECOND) if own else (Path(arguments[0]), Path(arguments[1]))
    found = list(incident_pairs(first, second))
    if "--list" in sys.argv:
        wanted = (arguments if own else arguments[2:]) or [""]
        for name, a, b in found:
            if name.startswith(wanted[0]):
                print(f"== {name}", *incident_differences(a, b), sep="\n   ")
        return 0
    for part, names in split().items() if own else ():
        table(part, [row for row in found if row[0] in names])
    table("all", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())

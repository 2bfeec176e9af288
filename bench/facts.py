"""Figures, victims, events, times, places, actors and relations: everything that issue 4 asks for, in one table.

Own-corpus metrics compare annotated records with records read (bench/facts_own.py, bench/facts_events.py); the others are
measured on ../shared/data and left out, saying so, where that is not beside the project. Definitions: docs/quality/.

usage: python -m bench.facts [--gate] [--part dev] [--own] [--misses METRIC ...] [--no-read] [--claims rules] [--hold]

Writes bench/out/facts.json (facts-dev.json for dev: that is what development looks at). --gate exits 1 where a floor of
tests/golden/facts.yaml does not hold; --hold lifts those floors to what was measured on test and never lowers one.
The floors that the issue asks for are shown beside each value. `python -m bench.facts_docs` puts the tables into docs/quality/.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bench import facts_own, facts_sets
from bench.facts_match import Compared, compared
from bench.facts_peers import peers
from bench.read import Floor
from corpus.open_corpus import Part, digest, split
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "bench" / "out" / "facts.json"
GATE = ROOT / "tests" / "golden" / "facts.yaml"
Metrics = dict[str, float]

#: The floors of the issue.
FLOORS = tuple(
    Floor(name, bound, least=True, unit="")
    for name, bound in {
        "figure_f1": 0.88, "figure_speaker_event_f1": 0.80, "figure_population_accuracy": 0.85, "victim_f1": 0.80,
        "violent_event_f1": 0.82, "event_date": 0.88, "event_place": 0.85, "event_actor": 0.80, "event_target": 0.80,
        "event_modality": 0.90, "acled_macro_f1": 0.75, "relation_f1": 0.65, "link_f1": 0.60, "time_relaxed_f1": 0.92,
        "time_value_f1": 0.86, "place_precision_accuracy": 0.85, "trnews_acc161_all": 0.68, "trnews_acc161_found": 0.82,
        "geovirus_acc161_all": 0.72, "ofac_person_r1": 0.70, "ofac_group_r1": 0.70, "names_auc": 0.87, "actor_whole": 0.88,
        "wikievents_trigger_f1": 0.70, "wikievents_argument_f1": 0.50, "read_ratio": 0.70,
    }.items()
)  # fmt: skip


def own(part: Part, claims: str) -> tuple[Metrics, list[Compared]]:
    """The metrics of a part of the open corpus, and its pairs for whoever wants the misses."""
    read = Reader(Settings(claims=claims)).read
    pairs = list(compared(part, lambda text, day: read(text.encode(), name="report.txt", published=day)))
    return facts_own.measure(pairs), pairs


def read_ratio(claims: str) -> Metrics:
    """Speed of the whole reading as a share of bare spaCy's, in one run (bench/read.py)."""
    from bench.read import speed

    return {"read_ratio": speed(22_500, Settings(claims=claims))["ratio"]}


def gate() -> dict[str, Any]:
    """The floors that are met and held, and what falls short with its value."""
    found: dict[str, Any] = yaml.safe_load(GATE.read_text(encoding="utf-8"))
    return found


def below(metrics: Mapping[str, float], held: Mapping[str, Any]) -> list[str]:
    """Metrics under the value that the gate holds them to, in words."""
    return [
        f"{name}: {metrics[name]:.3f} is below {floor:.3f}"
        for name, floor in held["floors"].items()
        if name in metrics and metrics[name] < floor - held["epsilon"]
    ]


def hold(metrics: Metrics, part_hash: str) -> None:
    """Lifts the floors to what was measured: what was asked for where that is met, else the value, as short of it.

    Speed is not held here: it depends on who else is on the machine, and `make bench` has its floor.
    """
    data = gate()
    same = data["sha256"] == part_hash
    for floor in FLOORS:
        if floor.metric in metrics and floor.metric != "read_ratio":
            value = math.floor(metrics[floor.metric] * 1000) / 1000
            old = data["floors"].get(floor.metric, 0.0) if same else 0.0
            data["floors"][floor.metric] = max(old, floor.bound if floor.holds(metrics[floor.metric]) else value)
    data["sha256"] = part_hash
    asked = {f.metric: f.bound for f in FLOORS}
    data["short"] = {name: asked[name] for name, value in data["floors"].items() if value < asked[name]}
    head = GATE.read_text(encoding="utf-8").split("\nepsilon:")[0]
    GATE.write_text(head + "\n" + yaml.safe_dump(data, sort_keys=False, width=120), encoding="utf-8")


def show(metrics: Metrics, rivals: Mapping[str, Metrics], part: str) -> None:
    """The table for people."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"rashomon: facts (open corpus: {part})", title_justify="left")
    for column in ("metric", "value", "asked", *rivals):
        table.add_column(column, justify="left" if column == "metric" else "right")
    bounds = {f.metric: f for f in FLOORS}
    for name, value in metrics.items():
        floor = bounds.get(name)
        held = floor is None or floor.holds(value)
        cells = [f"{row[name]:.3f}" if name in row else "" for row in rivals.values()]
        shown = f"{value:.3f}" if held else f"[red]{value:.3f}[/red]"
        table.add_row(name, shown, "" if floor is None else f"{floor.bound:.2f}", *cells)
    Console(width=100).print(table)


def show_misses(pairs: Sequence[Compared], wanted: Sequence[str]) -> None:
    """The errors of some metrics, report by report; then how many each metric has."""
    for pair in pairs:
        rows = [(metric, what) for metric, what in pair.misses if metric in wanted or "all" in wanted]
        if rows:
            print(f"== {pair.report.incident}/{pair.report.stem}")
            print(*(f"   {metric}: {what}" for metric, what in rows), sep="\n")
    print(dict(Counter(metric for pair in pairs for metric, _ in pair.misses)))


def main() -> int:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--part", choices=("train", "dev", "test"), default="test")
    parser.add_argument("--misses", nargs="+", default=(), metavar="METRIC")
    parser.add_argument("--own", action="store_true", help="only the open corpus")
    parser.add_argument("--no-read", action="store_true", help="leave the speed out")
    parser.add_argument("--claims", choices=("trained", "rules"), default=os.environ.get("RASHOMON_CLAIMS", "trained"))
    parser.add_argument("--hold", action="store_true", help="lift the floors of the golden gate to what is measured")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    started = time.perf_counter()
    metrics, pairs = own(args.part, args.claims)
    absent: list[str] = []
    if not args.own:
        more, absent = facts_sets.measure(Reader(Settings(claims=args.claims)))
        metrics |= more
        if not args.no_read:
            metrics |= read_ratio(args.claims)
    metrics = {name: round(value, 4) for name, value in metrics.items()}
    rivals = peers([pair.report for pair in pairs])
    if args.misses:
        show_misses(pairs, args.misses)
    show(metrics, rivals, args.part)
    for what in absent:
        print(f"not measured: {what}")
    out = args.out or (OUT if args.part == "test" else OUT.with_name(f"facts-{args.part}.json"))
    out.parent.mkdir(parents=True, exist_ok=True)
    sizes = {layer: sum(len(p.gold[layer]) for p in pairs) for layer in ("figures", "victims", "events", "times")}
    about = {
        "part": args.part,
        "reports": len(pairs),
        "sizes": sizes,
        "sha256": digest(split()[args.part]),
        "claims": args.claims,
    }
    out.write_text(json.dumps({"metrics": metrics, "peers": rivals, **about}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(pairs)} reports, {time.perf_counter() - started:.0f} s")
    short = [f for f in FLOORS if f.metric in metrics and not f.holds(metrics[f.metric])]
    print(f"{len(short)} of {sum(f.metric in metrics for f in FLOORS)} measured are below what was asked for")
    if args.hold and args.part == "test":
        hold(metrics, about["sha256"])
    failed = below(metrics, gate()) if args.part == "test" else []
    print(*failed, sep="\n")
    return 1 if failed and args.gate else 0


if __name__ == "__main__":
    sys.exit(main())

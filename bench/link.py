"""Linking and accounts against the gold incidents of the corpus; linking at scale with generated events.

By default the records are the gold's own (what a perfect reader would hand over), so that linking is measured and not
reading; `end_to_end_...` lines are the same measures on reports that rashomon read itself, and shares of events that are kept
out of their incident, by cause (`link_causes`).

usage: python -m bench.link [--corpus FOLDER] [--part train|dev|test|all] [--read] [--scale 10000 100000 1000000]

Writes bench/out/link.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench import link_scale
from bench import link_scores as scores
from bench.link_accounts import accounts
from bench.link_causes import causes
from bench.link_found import Linked, from_gold, from_text
from bench.link_gold import GoldEvent, load_open

ROOT = Path(__file__).resolve().parents[1]
OPEN = ROOT / "corpus" / "open"
OUT = ROOT / "bench" / "out" / "link.json"


def linking(found: Linked) -> dict[str, float]:
    """Which reports and events were put together."""
    clusters = found.gold.clusters()
    home = {key: i.id for key, i in found.home().items()}
    gold = [frozenset((e.report, e.event) for e in events) for events in clusters.values() if events]
    mapped = {
        (g.report, g.event): home.get((e.report, e.event), f"alone {g}")
        for events in clusters.values()
        for g in events
        for e in [found.events.get(g, g)]
    }
    ours = [frozenset(items) for items in scores.grouped((cluster, item) for item, cluster in mapped.items()).values()]
    pairs_gold, pairs_found = scores.report_pairs(gold), scores.report_pairs(_reports_of(found))
    merged, hard = scores.false_merges(hard_negatives(found), _everything(found))
    return {
        "document_link_f1": scores.matched(pairs_gold, pairs_found),
        "b_cubed_f1": scores.b_cubed(gold, ours),
        "ceafe_f1": scores.ceaf_e(gold, ours),
        "false_merge_rate": merged / hard if hard else 0.0,
        "hard_negatives": float(hard),
    }


def _reports_of(found: Linked) -> list[list[tuple[str, str]]]:
    return list(scores.grouped((i.id, key) for key, i in found.home().items()).values())


def _everything(found: Linked) -> list[frozenset[tuple[str, str]]]:
    return [frozenset(members) for members in _reports_of(found)]


def hard_negatives(found: Linked) -> list[tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]]:
    """Pairs easily taken for one: events of sibling incidents, and a recalled event against today's."""
    gold, clusters = found.gold, found.gold.clusters()

    def items(events: Iterable[GoldEvent]) -> frozenset[tuple[str, str]]:
        own = [found.events[e] for e in events if e in found.events]
        return frozenset((e.report, e.event) for e in own)

    out = []
    for name, data in gold.incidents.items():
        for sibling in data["siblings"]:
            if sibling in clusters and name < sibling:
                out += [(items([a]), items([b])) for a in clusters[name] for b in clusters[sibling]]
        for told in data["recalled"]:
            other = GoldEvent(f"{name}/{told['report']}", told["event"])
            out += [(items([other]), items([e])) for e in clusters[name] if e != other]
    return [(a, b) for a, b in out if a and b]


def measure(found: Linked) -> dict[str, float]:
    """All measures, rounded."""
    return rounded(linking(found) | accounts(found))


def rounded(metrics: Mapping[str, float]) -> dict[str, float]:
    """All to 4 decimals."""
    return {name: round(value, 4) for name, value in metrics.items()}


def chosen(corpus: Path, part: str) -> set[str] | None:
    """Names of the incidents of a part; null for all."""
    split = corpus / "split.json"
    if part == "all":
        return None
    if not split.exists():
        raise SystemExit(f"{split} is missing: use --part all")
    return set(json.loads(split.read_text(encoding="utf-8"))[part])


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the table and writes it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=OPEN)
    parser.add_argument("--part", default="test", choices=("train", "dev", "test", "all"))
    parser.add_argument("--read", action="store_true", help="also read the reports' texts and measure on that")
    parser.add_argument("--scale", type=int, nargs="*", default=[], metavar="EVENTS", help="sizes of made-up worlds")
    args = parser.parse_args(argv)
    gold = load_open(args.corpus, chosen(args.corpus, args.part))
    metrics: dict[str, float] = measure(from_gold(gold))
    if args.read:
        read = from_text(gold)
        metrics |= {f"end_to_end_{name}": value for name, value in (measure(read) | rounded(causes(read))).items()}
    metrics |= {"incidents": float(len(gold.incidents)), "reports": float(len(gold.records))}
    if args.scale:
        metrics |= link_scale.measure(args.scale)
    for name, value in metrics.items():
        print(f"{name:40s} {value:g}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"metrics": metrics}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

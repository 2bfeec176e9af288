"""Scores per layer on the bundled gold, beside their floors; and on the shared seed where it lies beside the project.

The bundled reports were written for this project and the rules were developed with them in sight: a score
here says that nothing broke, not how rashomon does on reports that it has not seen.

usage: python -m bench.quality [--gate] [--raise-floors] [--lower-floors REASON]

Writes bench/out/quality.json. --gate exits 1 below a floor. --raise-floors lifts the floors to what was
measured. --lower-floors sets all of them to it, needs RASHOMON_LOWER_FLOORS=1, and asks for a changelog line.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bench.score import add_up, load_scorer, pairs, read_records, score_one

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
SEED = ROOT.parent / "shared" / "gold" / "seed"
FLOORS = ROOT / "tests" / "golden" / "floors.yaml"
OUT = ROOT / "bench" / "out" / "quality.json"

Scores = dict[str, dict[str, Any]]


def corpus_hash() -> str:
    """Hash of every bundled report and gold record, names included: floors hold for these bytes only."""
    digest = hashlib.sha256()
    for report, gold in pairs([CORPUS]):
        for path in (report, gold):
            digest.update(f"{path.relative_to(CORPUS)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def score_all(golds: Sequence[Path], records: Sequence[dict[str, Any]]) -> Scores:
    """Micro-averages over reports, a line of the scorer each."""
    scorer = load_scorer()
    # The scorer leaves its files to the garbage collector; kept byte for byte, it gets an `open` that holds none.
    vars(scorer)["open"] = lambda path: io.StringIO(Path(path).read_text(encoding="utf-8"))
    return add_up([score_one(scorer, record, gold) for gold, record in zip(golds, records, strict=True)])


def measure(*paths: Path) -> Scores:
    """Reads the reports below `paths` with default settings and scores them."""
    found = list(pairs(paths))
    return score_all([gold for _, gold in found], list(read_records(found)))


def load_floors() -> dict[str, Any]:
    """The floors file."""
    found: dict[str, Any] = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    return found


def below(scores: Mapping[str, Mapping[str, Any]], floors: Mapping[str, float], *, epsilon: float) -> list[str]:
    """Lines under their floor, in words."""
    return [
        f"{line}: {scores[line]['value']:.3f} is below its floor {floor:.3f}"
        for line, floor in floors.items()
        if scores[line]["value"] < floor - epsilon
    ]


def seed_floors(floors: Mapping[str, Any]) -> dict[str, float]:
    """What the seed must reach: what was asked for, or the shortfall that is admitted with its reason."""
    admitted = {line: entry["value"] for line, entry in (floors["seed"].get("short") or {}).items()}
    return {**floors["seed"]["asked"], **admitted}


def set_floors(scores: Scores, *, lower: str | None) -> list[str]:
    """Writes the floors anew; the lines that were lowered, with from and to."""
    data = load_floors()
    head = FLOORS.read_text(encoding="utf-8").split("\nepsilon:")[0]
    measured = {line: math.floor(row["value"] * 1000) / 1000 for line, row in scores.items()}
    fell = [f"{n}: {old:.3f} to {measured[n]:.3f}" for n, old in data["floors"].items() if measured[n] < old]
    data["floors"] = {n: v if lower is not None else max(v, data["floors"].get(n, 0.0)) for n, v in measured.items()}
    data["corpus_sha256"] = corpus_hash()
    if lower is not None and fell:
        data["lowered"] = [*(data.get("lowered") or []), {"reason": lower, "lines": fell}]
    FLOORS.write_text(
        head + "\n" + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8"
    )
    return fell if lower is not None else []


def show(sets: Mapping[str, Scores], floors: Mapping[str, Any]) -> None:
    """The table for people."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="rashomon on its bundled gold, micro-averaged", title_justify="left")
    table.add_column("layer")
    for name in ("demo", "golden", "bundled", "floor", "seed", "asked"):
        table.add_column(name, justify="right")
    for line in sets["bundled"]:
        floor, asked = floors["floors"].get(line), floors["seed"]["asked"].get(line)
        cells = [
            f"{sets[n][line]['value']:.3f}" if line in sets.get(n, {}) else "" for n in ("demo", "golden", "bundled")
        ]
        seed = sets.get("seed", {}).get(line)
        table.add_row(
            line, *cells, "" if floor is None else f"{floor:.3f}", "" if seed is None else f"{seed['value']:.3f}",
            "" if asked is None else f"{asked:.2f}",
        )  # fmt: skip
    Console(width=100).print(table)
    if "seed" not in sets:
        print(f"seed not scored: {SEED} is not here")


def main() -> int:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--lower-floors", metavar="REASON")
    args = parser.parse_args()
    if args.lower_floors is not None and os.environ.get("RASHOMON_LOWER_FLOORS") != "1":
        parser.error("lowering a floor needs RASHOMON_LOWER_FLOORS=1 and a line in CHANGELOG.md")
    found = list(pairs([CORPUS]))
    records = list(read_records(found))
    sets: dict[str, Scores] = {}
    for name in ("demo", "golden", "bundled"):
        chosen = [i for i, (_, gold) in enumerate(found) if name == "bundled" or gold.is_relative_to(CORPUS / name)]
        sets[name] = score_all([found[i][1] for i in chosen], [records[i] for i in chosen])
    if SEED.is_dir():
        sets["seed"] = measure(SEED)
    if args.raise_floors or args.lower_floors is not None:
        for line in set_floors(sets["bundled"], lower=args.lower_floors):
            print(f"lowered {line}: say so in CHANGELOG.md, with the reason {args.lower_floors!r}")
    floors = load_floors()
    show(sets, floors)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    metrics = {line: row["value"] for line, row in sets["bundled"].items()}
    out = {"metrics": metrics, "sets": sets, "corpus_sha256": corpus_hash(), "reports": len(found)}
    OUT.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    failed = below(sets["bundled"], floors["floors"], epsilon=floors["epsilon"])
    if "seed" in sets:
        failed += [f"seed: {line}" for line in below(sets["seed"], seed_floors(floors), epsilon=0.0005)]
    print(*failed, sep="\n")
    return 1 if failed and args.gate else 0


if __name__ == "__main__":
    sys.exit(main())

"""Scores records against gold files with the project's scorer, micro-averaged over reports.

The scorer is a script for one report; here it runs once a report in this process, and hits,
predictions and gold items are summed, so that a long report weighs more than a short one.

usage: python -m bench.score FOLDER_OR_REPORT... [--misses] [--only LAYER]
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

SCORER = Path(__file__).parents[1] / "tests" / "golden" / "score_record.py"


def pairs(paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """(report, gold) below the given folders or files, by name; the gold lies beside its report."""
    for path in paths:
        golds = [path] if path.is_file() else sorted([*path.rglob("*.gold.json"), *path.rglob("gold.json")])
        for gold in golds:
            stem = gold.name.removesuffix(".gold.json") if gold.name != "gold.json" else "report"
            for suffix in (".txt", ".html", ".md"):
                if (report := gold.parent / f"{stem}{suffix}").exists():
                    yield report, gold
                    break


def load_scorer() -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_record", SCORER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_one(scorer: ModuleType, record: dict[str, Any], gold: Path) -> dict[str, Any]:
    """Scores and misses of one record; a refused record scores nothing and says why."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(record, file, ensure_ascii=False)
        file.flush()
        out, argv = io.StringIO(), sys.argv
        sys.argv = ["score_record.py", file.name, str(gold), "--json"]
        try:
            with contextlib.redirect_stdout(out):
                code = scorer.main()
        finally:
            sys.argv = argv
    if code != 0:
        raise ValueError(f"{gold}: {out.getvalue().strip()}")
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def add_up(results: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Sums over reports: P, R and F1, or accuracy, a line."""
    sums: dict[str, dict[str, float]] = {}
    for result in results:
        for line, values in result["scores"].items():
            row = sums.setdefault(line, {})
            for key in ("hit", "predicted", "gold", "of", "whole", "found", "resolved"):
                if isinstance(values.get(key), int):
                    row[key] = row.get(key, 0) + values[key]
    return {line: _rates(row) for line, row in sums.items()}


def _rates(row: dict[str, float]) -> dict[str, Any]:
    if "gold" in row:
        p = row["hit"] / row["predicted"] if row.get("predicted") else 0.0
        r = row["hit"] / row["gold"] if row["gold"] else 0.0
        return {"value": round(2 * p * r / (p + r), 4) if p + r else 0.0, "p": round(p, 4), "r": round(r, 4), **row}
    hit = row.get("resolved", row.get("whole", row.get("hit", 0)))
    return {"value": round(hit / row["of"], 4) if row.get("of") else 0.0, **row}


def read_records(reports: Sequence[tuple[Path, Path]]) -> Iterator[dict[str, Any]]:
    """Records of the reports, read with default settings."""
    from rashomon.model.codec import to_json
    from rashomon.run.pipeline import Reader
    from rashomon.settings import Settings

    reader = Reader(Settings())
    for report, gold in reports:
        published = None
        if gold.name == "gold.json":  # the seed is read as the issue has it: with its date given
            published = json.loads(gold.read_text(encoding="utf-8"))["document"]["published_at"]
        yield to_json(reader.read(report.read_bytes(), name=report.name, published=published))


def main() -> int:
    """Prints the table, and the misses if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    scorer, found = load_scorer(), list(pairs(args.paths))
    results = []
    for (report, gold), record in zip(found, read_records(found), strict=True):
        result = score_one(scorer, record, gold)
        results.append(result)
        if args.misses:
            misses = [m for m in result["misses"] if m.startswith(args.only)]
            print(f"== {report.stem}", *misses, sep="\n   ")
    for line, row in add_up(results).items():
        rest = "  ".join(f"{k} {v}" for k, v in row.items() if k != "value")
        print(f"{line:32s} {row['value']:.3f}  {rest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

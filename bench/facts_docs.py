"""Puts the tables of the last `bench.facts` (dev and test) into the pages of docs/quality/; the words around them stay.

usage: python -m bench.facts_docs
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from bench.facts import FLOORS, OUT, ROOT

PAGES = ROOT / "docs" / "quality"
_TABLE = re.compile(r"(<!-- begin:table ([\w ]+)-->\n).*?(<!-- end:table -->)", re.DOTALL)
_SHORT = re.compile(r"(<!-- begin:short -->\n).*?(<!-- end:short -->)", re.DOTALL)


def table(names: list[str], dev: dict[str, Any], test: dict[str, Any]) -> str:
    """A Markdown table of some metrics: ours on dev and test, what was asked for, and peers on test."""
    rivals = [name for name, row in test["peers"].items() if set(row) & set(names)]
    head = ["metric", "dev", "test", "asked", *(f"{r} (test)" for r in rivals)]
    lines = [head, ["---", *(["---:"] * (len(head) - 1))]]
    asked = {f.metric: f"{f.bound:.2f}" for f in FLOORS}
    for name in names:
        on = [source["metrics"].get(name) for source in (dev, test)]
        if on[0] == on[1] or name == "read_ratio":
            on[0] = None  # measured on a set of its own
        theirs = [test["peers"][r].get(name) for r in rivals]
        cells = ["" if v is None else f"{v:.3f}" for v in (*on, *theirs)]
        lines.append([name, *cells[:2], asked.get(name, ""), *cells[2:]])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def short(test: dict[str, Any]) -> str:
    """The metrics that do not reach what was asked for, with their values on test."""
    rows = [(f.metric, test["metrics"].get(f.metric), f.bound) for f in FLOORS]
    lines = [
        f"| {name} | {value:.3f} | {bound:.2f} |\n"
        for name, value, bound in rows
        if value is not None and value < bound
    ]
    return "| metric | test | asked |\n|---|---:|---:|\n" + "".join(lines)


def main() -> int:
    """Writes the tables."""
    test, dev = (json.loads(path.read_text(encoding="utf-8")) for path in (OUT, OUT.with_name("facts-dev.json")))
    for page in sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        new = _TABLE.sub(lambda m: m[1] + table(m[2].split(), dev, test) + m[3], text)
        new = _SHORT.sub(lambda m: m[1] + short(test) + m[2], new)
        page.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

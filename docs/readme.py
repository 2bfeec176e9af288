"""Fills the measured parts of the README from real runs: what `make demo`, `make quality` and `make bench` left.

A part whose run has not been made on this machine stays as it is. Nothing is typed in by hand: a figure in the README
comes from a file that a command wrote.

usage: python docs/readme.py
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import demo

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
QUALITY = ROOT / "bench" / "out" / "quality.json"
SPEED = ROOT / "bench" / "out" / "read.json"

#: Lines of the scorer that the README shows, with what they mean in words.
SHOWN = {
    "claims": "claims found, with their words",
    "claims+speaker": "... and the right speaker",
    "claims+speaker+act": "... and the right speech act",
    "figures": "figures, exact bounds",
    "figures+speaker": "... and whose they are",
    "figures+speaker+event": "... and which event they count",
    "victims": "victims",
    "times (recall)": "times, exact interval (recall)",
    "actors (recall)": "actors, whole under all their names (recall)",
    "events (recall)": "events (recall)",
    "violent events (no duplicates)": "violent events, duplicates counted as wrong",
    "event date": "... their date (accuracy)",
    "event place": "... their place (accuracy)",
    "event actors": "... who did it (accuracy)",
    "event targets": "... to whom (accuracy)",
    "relations": "relations between actors",
    "links": "links between events",
}


def run() -> str | None:
    """The first half of the ledger of the demo's richest incident."""
    if not (ROOT / demo.STORE).exists():
        return None
    ledger = demo.rashomon("incident", demo.richest(), "--store", str(demo.STORE), show=False)
    picture = ledger.split("HOW THE STORY CAME OUT")[0].rstrip()
    lines = "\n".join(line.rstrip() for line in picture.splitlines())
    return (
        f"```text\n$ rashomon ingest corpus/demo\n17 new reports in rashomon.db\n\n$ rashomon incident ID\n{lines}\n```"
    )


def quality() -> str | None:
    """The table of scores."""
    if not QUALITY.exists():
        return None
    found = json.loads(QUALITY.read_text(encoding="utf-8"))
    lines = [f"| layer | F1 or as said, {found['reports']} bundled reports |", "|---|---|"]
    return "\n".join([*lines, *(f"| {words} | {found['metrics'][name]:.2f} |" for name, words in SHOWN.items())])


def speed() -> str | None:
    """The table of speed and memory."""
    if not SPEED.exists():
        return None
    found = json.loads(SPEED.read_text(encoding="utf-8"))
    m = found["metrics"]
    return "\n".join(
        [
            "| one process, one core | |",
            "|---|---|",
            f"| bytes to record | {m['words_per_s']:,.0f} words a second |",
            f"| bare spaCy, same model, same run | {m['bare_words_per_s']:,.0f} words a second |",
            f"| ratio | {m['ratio']:.2f} |",
            f"| peak memory | {m['peak_rss_mb']:,.0f} MB |",
            f"| start of `rashomon --help` | {m['help_startup_s']:.2f} s |",
            f"| one report from a cold start | {m['cold_read_s']:.1f} s |",
        ]
    )


#: Part of the README to what fills it.
PARTS: dict[str, Callable[[], str | None]] = {"run": run, "quality": quality, "speed": speed}


def main() -> int:
    """Replaces what stands between the marks of each part."""
    text = README.read_text(encoding="utf-8")
    for name, make in PARTS.items():
        made = make()
        if made is None:
            print(f"README, {name}: left as it is, there is no run to take it from")
            continue
        mark = re.compile(rf"(<!-- begin:{name} -->\n).*?(\n<!-- end:{name} -->)", re.DOTALL)
        match = mark.search(text)
        if match is None:
            raise SystemExit(f"README.md lacks the marks of {name!r}")
        text = text[: match.start()] + match[1] + made + match[2] + text[match.end() :]
    README.write_text(text, encoding="utf-8")
    print("README.md is filled")
    return 0


if __name__ == "__main__":
    sys.exit(main())

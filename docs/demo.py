"""The demo: reads the bundled reports into a fresh store and shows where their accounts disagree.

It stands in docs because it is documentation that runs: it types the commands that a newcomer would type and has no
other way into the product (adr/0007). Everything that it makes lies in FOLDER, .demo/ unless another is named.

usage: python docs/demo.py [FOLDER]
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(sys.argv[1] if __name__ == "__main__" and len(sys.argv) > 1 else ".demo")
STORE = FOLDER / "rashomon.db"
REPORTS = Path("corpus") / "demo"


def rashomon(*arguments: str, show: bool = True) -> str:
    """Types one command; its output goes to the terminal, or is returned."""
    if show:
        print(bold(f"\n$ rashomon {shlex.join(arguments)}"), flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "rashomon", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=None if show else subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout or ""


def richness(incident: dict[str, Any]) -> tuple[int, int, int]:
    """How much there is to see: questions in dispute, origins, accounts."""
    return list(incident["cells"].values()).count("differ"), incident["origins"], len(incident["accounts"])


def files() -> list[Path]:
    """The reports of the demo; their gold records lie beside them and are not read."""
    return sorted(p for p in (ROOT / REPORTS).rglob("*") if p.suffix in {".txt", ".html"})


def richest() -> str:
    """The id of the incident with the most to see."""
    listed = rashomon("incidents", "--store", str(STORE), "--format", "jsonl", show=False).splitlines()
    best: str = max((json.loads(line) for line in listed), key=richness)["id"]
    return best


def bold(text: str) -> str:
    """Bold where a person reads."""
    return f"\033[1m{text}\033[0m" if sys.stdout.isatty() and "NO_COLOR" not in os.environ else text


def main() -> int:
    """Ingest, the list, the ledger of the richest incident, and what to type next."""
    started = time.monotonic()
    shutil.rmtree(ROOT / FOLDER, ignore_errors=True)
    (ROOT / FOLDER).mkdir()
    print(f"{len(files())} reports on invented incidents, as they would reach you, in {REPORTS}/")
    rashomon("ingest", str(REPORTS), "--store", str(STORE))
    rashomon("incidents", "--store", str(STORE))
    incident = richest()
    rashomon("incident", incident, "--store", str(STORE))
    print(bold(f"\nThat took {time.monotonic() - started:.0f} s, offline. Next, type:\n"))
    first = files()[0].relative_to(ROOT)
    here = os.path.relpath(Path(sys.executable).with_name("rashomon"), ROOT)
    for why, words in (
        ("one report: who says what, the figures by source, the timeline", f"read {first}"),
        ("the same as data, every value with the words it rests on", f"read {first} --format json"),
        ("this incident as data", f"incident {incident} --store {STORE} --format json"),
        ("words in context, over all reports", f"search convoy --store {STORE}"),
        ("a report of your own: a file, a folder, a URL, or - to paste", "read YOUR-REPORT.txt"),
        ("everything else", "--help"),
    ):
        print(f"  # {why}\n  {bold(f'{here} {words}')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

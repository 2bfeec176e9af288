"""Speed, memory and start-up of reading, beside spaCy's own pipeline in the same run on the same reports.

Words a second depend on the machine; the ratio to the bare model hardly does, so the ratio is what is held.
Both sides run in one process: bare is the same model without our components, `nlp.pipe` over the clean texts as it
comes; ours is the whole of `Reader.read`, from bytes to record, one report at a time. Rounds alternate; each side's
best counts. Words a second are by processor time (one thread each side), start-up and the cold read by the clock.

usage: python -m bench.read [--gate] [--words N] [--out FILE]

Writes bench/out/read.json, or FILE. --gate exits 1 where a floor does not hold.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "bench" / "out" / "read.json"
COLD = ROOT / "corpus" / "demo" / "zhob-market-bombing" / "01-indus-wire.txt"
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Floor:
    """A bound on a metric; `least` for what must be high, else what must be low."""

    metric: str
    bound: float
    least: bool
    unit: str

    def holds(self, value: float) -> bool:
        """Whether the value is on the right side."""
        return value >= self.bound if self.least else value <= self.bound


#: The issue's floors. Without one a metric is only reported.
FLOORS = (
    Floor("ratio", 0.75, least=True, unit="of bare spaCy"),
    Floor("peak_rss_mb", 1200, least=False, unit="MB"),
    Floor("help_startup_s", 0.4, least=False, unit="s"),
    Floor("cold_read_s", 5.0, least=False, unit="s"),
    Floor("rules_ratio", 0.75, least=True, unit="of bare spaCy, trained components left out"),
    Floor("trained_on_top", 0.25, least=False, unit="of bare spaCy's time, for all trained components"),
)


def reports(words: int) -> list[tuple[str, bytes]]:
    """(name, bytes) of the bundled reports, over and over until there are `words` words."""
    files = [p for p in sorted((ROOT / "corpus").rglob("*")) if p.suffix in {".txt", ".html"}]
    found: list[tuple[str, bytes]] = []
    for path in itertools.cycle(files):
        if words <= 0:
            return found
        raw = path.read_bytes()
        found.append((path.name, raw))
        words -= len(raw.split())
    raise FileNotFoundError("no reports under corpus/")


def timed(run: Callable[[], object]) -> float:
    """Seconds of wall clock."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def worked(run: Callable[[], object]) -> float:
    """Processor seconds of this process: what others do on the machine meanwhile counts less."""
    start = time.process_time()
    run()
    return time.process_time() - start


def speed(words: int, settings: Settings | None = None) -> dict[str, float]:
    """Words a second of both sides, and their ratio; with default settings unless others are given."""
    import spacy

    from rashomon.annotate.pipeline import build
    from rashomon.reading import read_bytes
    from rashomon.run.pipeline import Reader
    from rashomon.settings import Settings

    settings = settings if settings is not None else Settings()
    todo = reports(words)
    texts = [read_bytes(raw, name=name, settings=settings).text for name, raw in todo]
    count = sum(len(text.split()) for text in texts)
    reader = Reader(settings)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # a 3.7 model on spaCy 3.8: see the field notes
        bare = spacy.load(typed_path(build(settings.model).path))

    def read_bare() -> None:
        for _ in bare.pipe(texts):
            pass

    def read_ours() -> None:
        for name, raw in todo:
            reader.read(raw, name=name)

    for name, raw in todo[:3]:
        reader.read(raw, name=name)
    list(bare.pipe(texts[:3]))
    without = Reader(replace(settings, claims="rules"))

    def read_by_rules() -> None:
        for name, raw in todo:
            without.read(raw, name=name)

    rounds = [(worked(read_bare), worked(read_ours), worked(read_by_rules)) for _ in range(ROUNDS)]
    bare_s, ours_s, rules_s = (min(times) for times in zip(*rounds, strict=True))
    return {
        "words": count,
        "ratio": round(bare_s / ours_s, 3),
        "rules_ratio": round(bare_s / rules_s, 3),
        "trained_on_top": round(max(0.0, ours_s - rules_s) / bare_s, 3),
        "words_per_s": round(count / ours_s),
        "bare_words_per_s": round(count / bare_s),
    }


def typed_path(path: Path | None) -> Path:
    """The model's folder."""
    if path is None:
        raise FileNotFoundError("the model was not loaded from a folder")
    return path


def child(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Runs this Python with our sources on its path."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
    )


def peak_rss_mb() -> float:
    """Peak memory of a process that reads every bundled report (about 12,000 words) once."""
    return float(child(["-m", "bench.read", "--child-rss"]).stdout)


def read_all_and_tell_rss() -> None:
    """The child's side of `peak_rss_mb`."""
    from rashomon.run.pipeline import Reader
    from rashomon.settings import Settings

    reader = Reader(Settings())
    for name, raw in reports(12_000):
        reader.read(raw, name=name)
    unit = 1 << 20 if platform.system() == "Darwin" else 1 << 10  # ru_maxrss: bytes on macOS, KiB on Linux
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def measure(words: int) -> dict[str, float]:
    """All metrics."""
    child(["-m", "rashomon", "--help"])  # compiles what was never compiled
    starts = [timed(lambda: child(["-m", "rashomon", "--help"])) for _ in range(5)]
    cold = [timed(lambda: child(["-m", "rashomon", "read", str(COLD), "--format", "json"])) for _ in range(2)]
    # Before this process grows: Linux counts into a child's peak what its parent held at the fork.
    memory = peak_rss_mb()
    found = {"help_startup_s": round(statistics.median(starts), 3), "cold_read_s": round(min(cold), 2)}
    return {**speed(words), "peak_rss_mb": round(memory), **found}


def show(metrics: dict[str, float]) -> list[str]:
    """Prints the table; the metrics whose floor does not hold."""
    from rich.console import Console
    from rich.table import Table

    floors = {f.metric: f for f in FLOORS}
    table = Table(
        title=f"reading {metrics['words']:,.0f} words, best of {ROUNDS} rounds, one process", title_justify="left"
    )
    for name, justify in (("metric", "left"), ("value", "right"), ("floor", "left"), ("", "left")):
        table.add_column(name, justify="right" if justify == "right" else "left")
    failed = []
    for name, value in metrics.items():
        floor = floors.get(name)
        words = "" if floor is None else f"{'at least' if floor.least else 'at most'} {floor.bound:g} {floor.unit}"
        holds = floor is None or floor.holds(value)
        if not holds:
            failed.append(f"{name} {value:g} does not hold {words}")
        table.add_row(name, f"{value:,g}", words, "" if floor is None else "holds" if holds else "DOES NOT HOLD")
    Console(width=100).print(table)
    return failed


def main() -> int:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--words", type=int, default=22_500)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--child-rss", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child_rss:
        read_all_and_tell_rss()
        return 0
    metrics = measure(args.words)
    failed = show(metrics)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    args.out.write_text(json.dumps({"metrics": metrics, "machine": machine}, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {args.out}")
    print(*failed, sep="\n")
    return 1 if failed and args.gate else 0


if __name__ == "__main__":
    sys.exit(main())

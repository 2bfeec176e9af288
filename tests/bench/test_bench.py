"""The benchmarks run and say what they promise to say; speed itself is not tested on a shared machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import quality, read

ROOT = Path(__file__).resolve().parents[2]


def test_bench_read_writes_its_metrics(tmp_path: Path) -> None:
    out = tmp_path / "read.json"
    command = [sys.executable, "-m", "bench.read", "--words", "800", "--out", str(out)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    metrics = json.loads(out.read_text(encoding="utf-8"))["metrics"]
    assert {"ratio", "words_per_s", "bare_words_per_s", "peak_rss_mb", "help_startup_s", "cold_read_s"} <= set(metrics)
    assert all(value > 0 for value in metrics.values())
    assert metrics["peak_rss_mb"] < 1200, "memory does not depend on who else is on the machine"
    for floor in read.FLOORS:
        assert floor.metric in done.stdout


def test_floors_tell_high_from_low() -> None:
    ratio, memory = read.FLOORS[0], read.FLOORS[1]
    assert ratio.holds(0.9)
    assert not ratio.holds(0.5)
    assert memory.holds(600)
    assert not memory.holds(1500)


def test_reports_fill_the_words_asked_for() -> None:
    once = read.reports(800)
    assert sum(len(raw.split()) for _, raw in once) >= 800
    assert len(read.reports(40_000)) > len({name for name, _ in read.reports(40_000)})


def test_raising_floors_never_lowers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "floors.yaml"
    copy.write_bytes(quality.FLOORS.read_bytes())
    monkeypatch.setattr(quality, "FLOORS", copy)
    before = quality.load_floors()["floors"]
    worse = {line: {"value": value / 2} for line, value in before.items()} | {"claims": {"value": 0.9999}}
    assert quality.set_floors(worse, lower=None) == []
    after = quality.load_floors()
    assert after["floors"] == {**before, "claims": 0.999}
    assert copy.read_text(encoding="utf-8").startswith("# Floors")
    fell = quality.set_floors(worse, lower="a rule was wrong")
    assert {line.rpartition(":")[0] for line in fell} == set(before) - {"claims"}
    assert quality.load_floors()["lowered"][-1]["reason"] == "a rule was wrong"

"""The demo does what a newcomer is promised: the ledger, what to type next, within its time."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The promise is 20 s on two cores of its own. What is held here is work, not waiting: other tests run beside it.
LIMIT_CPU_S = 40.0


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, float, Path]:
    folder = tmp_path_factory.mktemp("demo") / "here"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "docs/demo.py", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, folder


def rashomon(*arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "rashomon", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment).stdout


def test_it_shows_the_ledger_and_what_to_type_next(demo: tuple[str, float, Path]) -> None:
    out, seconds, _ = demo
    assert "Traceback" not in out
    for words in ("new reports in", "≠", "lowest:", "highest:", "Next, type:", "--format json", "--help"):
        assert words in out, words
    assert seconds < LIMIT_CPU_S


def test_the_bundled_incidents_are_found_and_apart(demo: tuple[str, float, Path]) -> None:
    """Every bundled incident comes out as one, with all its reports and none of another."""
    import hashlib

    store = str(demo[2] / "rashomon.db")
    listed = [json.loads(line) for line in rashomon("incidents", "--store", store, "--format", "jsonl").splitlines()]
    found = [frozenset(e["report_id"] for e in i["events"]) for i in listed]
    for folder in sorted(p.parent for p in (ROOT / "corpus" / "demo").rglob("incident.json")):
        reports = [p for p in folder.iterdir() if p.suffix in {".txt", ".html"}]
        assert frozenset(hashlib.sha256(p.read_bytes()).hexdigest() for p in reports) in found, folder.name


def test_what_it_says_to_type_works(demo: tuple[str, float, Path]) -> None:
    lines = demo[0].partition("Next, type:")[2].splitlines()
    typed = [line.split("rashomon ", 1)[1].split() for line in lines if line.strip() and "#" not in line]
    assert len(typed) >= 5
    for words in typed:
        if "YOUR-REPORT.txt" not in words:
            assert rashomon(*words).strip(), words

"""An ingest that is killed with kill -9 at any moment is finished by the next one: nothing lost, nothing twice.

RASHOMON_KILLS sets how many kills; 20 in `make test`, 300 in `make test-kill`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from rashomon.run import local
from rashomon.run.sources import expand
from rashomon.settings import Settings
from rashomon.store import Store, open_store
from rashomon.store.archive import without_times
from tests.run.tiny import make_tiny

KILLS = int(os.environ.get("RASHOMON_KILLS", "20"))
REPORTS = 200
ROOT = Path(__file__).resolve().parents[2]
#: One run of an ingest in a process of its own, with everything real but the model.
RUN = """
import sys
from rashomon.run import local
from rashomon.run.sources import expand
from rashomon.settings import Settings
from rashomon.store import open_store
from tests.run.tiny import make_tiny
if __name__ == "__main__":
    with open_store(sys.argv[1]) as store:
        tell = lambda p: p.step == "new" and print(p.done, flush=True)
        local.ingest(store, expand([sys.argv[2]]), settings=Settings(workers=2), reader_factory=make_tiny, progress=tell)
"""

pytestmark = pytest.mark.kill


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reports")
    rng = random.Random(7)
    for i in range(REPORTS):
        body = " ".join(rng.choice("drone depot convoy village road".split()) for _ in range(rng.randint(5, 300)))
        said = f"Major Ali Karim said {i} people were killed in Kirkuk on 2024-02-07."
        (place / f"{i:03}.txt").write_text("" if i % 40 == 3 else f"Report {i}\n\n{said} {body}")
    return place


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    with open_store(tmp_path_factory.mktemp("whole") / "s.db") as store:
        local.ingest(store, expand([folder]), settings=Settings(workers=2), reader_factory=make_tiny)
        return _dump(store)


def _dump(store: Store) -> str:
    """All that a store says, without the times of the runs."""
    problems = [(p.address, p.reason, p.message, p.sha256, p.attempts) for p in store.problems()]
    hits = [(h.address, h.snippet) for h in store.search("depot", limit=1000)]
    return json.dumps(
        [[without_times(r) for r in store.archive()], problems, [r.document.id for r in store.records()], sorted(hits)]
    )


def _start(path: Path, script: Path, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    return subprocess.Popen(
        [sys.executable, str(script), str(path), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=path.parent,
    )


def _kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.slow
def test_killed_ingests_end_like_an_undisturbed_one(folder: Path, undisturbed: str, tmp_path: Path) -> None:
    rng = random.Random(KILLS)
    script = tmp_path / "run.py"
    script.write_text(RUN)
    path, kills, midway, stores = tmp_path / "0.db", 0, 0, 0
    while kills < KILLS:
        process = _start(path, script, folder)
        assert process.stdout is not None
        if rng.random() < 0.7:  # most kills hit the writing, the others the start
            for _ in range(rng.randint(1, 50)):
                process.stdout.readline()
            time.sleep(rng.uniform(0.0, 0.03))
        else:
            time.sleep(rng.uniform(0.0, 0.6))
        if process.poll() is None:
            kills += 1
        _kill(process)
        if not path.exists():
            continue
        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
            made = raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'records'").fetchone()[0]
            midway += 0 < (raw.execute("SELECT count(*) FROM records").fetchone()[0] if made else 0) < REPORTS - 5
        if kills % 5 == 0 or kills == KILLS:
            _finish(path, folder, undisturbed)
            stores += 1
            path = tmp_path / f"{stores}.db"
    assert midway >= KILLS // 3, "too few kills hit an ingest at work: the test shows little"


def _finish(path: Path, folder: Path, undisturbed: str) -> None:
    """The next run finishes the work; what is there equals the undisturbed store, and the chain verifies."""
    with open_store(path) as store:
        assert not store.verify().findings
        local.ingest(store, expand([folder]), settings=Settings(workers=2), reader_factory=make_tiny)
        assert _dump(store) == undisturbed
        assert not store.verify().findings
        assert local.ingest(store, expand([folder]), settings=Settings(workers=2), reader_factory=make_tiny).new == 0


def test_workers_end_with_a_parent_that_was_killed(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN)
    process = _start(tmp_path / "s.db", script, folder)
    assert process.stdout is not None
    process.stdout.readline()
    children: set[int] = set()
    for _ in range(3000):
        children |= _children(process.pid)
        if len(children) >= 2:
            break
        time.sleep(0.02)
    _kill(process)
    assert children
    for _ in range(1200):
        if not any(_alive(pid) for pid in children):
            return
        time.sleep(0.05)
    pytest.fail(f"workers {children} outlive their parent")


def _children(pid: int) -> set[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return {int(line) for line in found.stdout.split()}


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())

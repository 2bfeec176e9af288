"""Erasures that are killed, and runs that are stopped by Ctrl-C: nothing half done stays."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rashomon.cli.exits import Exit
from rashomon.errors import NotFound
from rashomon.store import open_store
from rashomon.store.protocol import Capture
from tests.run.tiny import tiny_record

ROOT = Path(__file__).resolve().parents[2]
WHEN = "2026-01-02T03:04:05+00:00"
SECRET = "Zarathustrian"
ERASE = """
import sys
from rashomon.store import open_store
with open_store(sys.argv[1]) as store:
    print("open", flush=True)
    store.erase("/r/3", ground="court order", who="registrar", at="2026-02-02T00:00:00+00:00")
    print("done", flush=True)
"""
INGEST = """
import sys
from rashomon import cli
from rashomon.run import local, worker
import tests.run.tiny
local.ingest.__kwdefaults__["reader_factory"] = tests.run.tiny.make_tiny
if __name__ == "__main__":
    cli.main(sys.argv[1:])
"""

pytestmark = pytest.mark.kill


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def _fill(path: Path) -> None:
    with open_store(path) as store:
        for i in range(6):
            text = f"Report {i}\n\n{SECRET if i == 3 else 'Nobody'} saw a drone. " + "filler words here " * 200
            raw = text.encode()
            store.save(Capture(f"/r/{i}", "file", raw, None, WHEN, "t"), tiny_record(raw, text), produced_at=WHEN)


@pytest.mark.parametrize("seed", range(8))
def test_a_killed_erasure_is_whole_or_not_at_all(tmp_path: Path, seed: int) -> None:
    path, script = tmp_path / "s.db", tmp_path / "erase.py"
    _fill(path)
    script.write_text(ERASE)
    process = subprocess.Popen([sys.executable, str(script), str(path)], stdout=subprocess.PIPE, env=_environment())
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.12))
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with open_store(path) as store:
        assert not store.verify().findings
        try:
            store.find("/r/3")
        except NotFound:
            assert len(store.tombstones()) == 1 and len(store.reports()) == 5
        else:
            store.erase("/r/3", ground="court order", who="registrar", at=WHEN)
        assert not store.verify().findings
    for file in tmp_path.iterdir():
        if file.name.startswith("s.db"):
            assert SECRET.lower().encode() not in file.read_bytes().lower()


def test_ctrl_c_ends_in_one_line_and_the_next_run_finishes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(120):
        # The second half waits for the gate, so that the run is at work when it is stopped, however slow the machine.
        (folder / f"{i:03}.txt").write_text(f"Report {i} {'SLOW' if i < 60 else 'WAIT'} drone")
    gate = tmp_path / "gate"
    environment = {**_environment(), "GATE": str(gate)}
    script = tmp_path / "ingest.py"
    script.write_text(INGEST)
    command = [sys.executable, str(script), "ingest", "in", "--workers", "2"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for _ in range(3000):
        time.sleep(0.02)
        if (tmp_path / "rashomon.db").exists() and _stored(tmp_path / "rashomon.db") > 2:
            break
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    out, err = process.communicate(timeout=120)
    assert process.returncode == Exit.INTERRUPTED, (out, err)
    assert (
        err.strip().splitlines()[-1].startswith("error: stopped; what was finished is kept") and "Traceback" not in err
    )
    gate.touch()
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert _stored(tmp_path / "rashomon.db") == 120


def _stored(path: Path) -> int:
    try:
        with open_store(path, create=False) as store:
            return len(store.reports())
    except NotFound:
        return 0

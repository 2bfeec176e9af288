"""Workers and Ctrl-C."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from rashomon.run.pool import Pool
from rashomon.settings import Settings
from tests.run.tiny import make_tiny


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_worker_is_born_deaf_to_ctrl_c_and_the_run_is_not() -> None:
    with Pool(Settings(), make_tiny, workers=1, limit_s=60) as pool:
        worker = pool._start()
        assert _blocks(worker.process.pid or 0), "Ctrl-C would end it while it loads, with a traceback"
        assert not _blocks(os.getpid())
        assert _blocks(pool._start().process.pid or 0)


def _blocks(pid: int) -> bool:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    mask = next(int(line.split()[1], 16) for line in lines if line.startswith("SigBlk:"))
    return bool(mask >> (signal.SIGINT - 1) & 1)

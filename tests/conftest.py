"""What every test starts from: no setting of the person who runs it, and steady property tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# A shared machine is slow now and then: time is bounded by the suite, not by the example.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# CI takes the same examples every time, so that a red run can be run again.
settings.register_profile("ci", parent=settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture(autouse=True)
def _no_settings_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("RASHOMON_") and n not in {"RASHOMON_KILLS", "RASHOMON_CACHE"}]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material that lies beside the project and is never copied into it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: what it holds can't be compared with")
    return folder


@pytest.fixture(scope="session")
def corpus_records() -> list[tuple[Path, dict[str, Any]]]:
    """(report, record) of every bundled report that has gold; tests that ask for it share one process."""
    from bench.score import pairs, read_records

    found = list(pairs([ROOT / "corpus"]))
    return [(report, record) for (report, _), record in zip(found, read_records(found), strict=True)]

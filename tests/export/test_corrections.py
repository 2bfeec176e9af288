"""Corrections come back as gold that the scorer reads, and say how far they can be trusted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rashomon.errors import StoreError
from rashomon.export.corrections import corrections, gold_of, write
from rashomon.model import codec
from rashomon.model.agreement import agreements, alpha
from rashomon.model.corrections import EDIT, REJECT, described
from rashomon.model.judgements import Judgement
from rashomon.store.sqlite import SqliteStore
from tests.conftest import ROOT
from tests.review.conftest import STRIKE, put

WHEN = "2026-01-02T03:04:05+00:00"


def said(store: SqliteStore, report: str, kind: str, now: Any, *, who: str = "ana") -> None:
    figure = store.record(store.find(report)).figures[0]
    text = None if now is None else json.dumps(now)
    store.judge(Judgement("", WHEN, who, kind, (f"{report}:{figure.id}",), described("figures", figure), text, "why"))


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with SqliteStore(tmp_path / "s.db") as opened:
        yield opened


def test_only_what_somebody_judged_comes_out(store: SqliteStore, tmp_path: Path) -> None:
    report = put(store, "/r/a.txt", STRIKE)
    put(store, "/r/b.txt", "Nothing\n\nGovernor Sara Noor said 3 people were injured in Mosul on 2024-02-06.")
    assert list(corrections(store)) == []
    said(store, report, EDIT, {"low": 10, "high": 12})
    (one,) = corrections(store)
    assert next((f["low"], f["high"]) for f in one.gold["figures"]) == (10, 12) and not one.whole
    assert write(store, tmp_path / "out") == 1
    assert (tmp_path / "out" / f"{report[:12]}.txt").read_bytes() == STRIKE.encode()
    assert (
        json.loads((tmp_path / "out" / "corrections.json").read_text())["reports"][0]["judgements"][0]["who"] == "ana"
    )
    with pytest.raises(StoreError, match="not empty"):
        write(store, tmp_path / "out")


def test_the_scorer_finds_nothing_wrong_with_a_record_against_its_own_gold(tmp_path: Path, corpus_records: Any) -> None:
    for path, data in corpus_records[:4]:
        record = codec.from_json(_record(), data)
        (tmp_path / "r.json").write_text(json.dumps(data), encoding="utf-8")
        (tmp_path / "g.json").write_text(json.dumps(gold_of(record)), encoding="utf-8")
        command = [
            sys.executable,
            str(ROOT / "tests/golden/score_record.py"),
            str(tmp_path / "r.json"),
            str(tmp_path / "g.json"),
            "--json",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        scores = json.loads(done.stdout)
        scores = scores.get("scores", scores)
        for name in ("claims+speaker+act", "figures+speaker+event", "events (recall)"):
            assert scores[name]["f1"] in (1.0, None), (path.name, name, scores[name])


def _record() -> Any:
    from rashomon.model.record import Record

    return Record


def test_agreement_counts_last_words(store: SqliteStore) -> None:
    report = put(store, "/r/a.txt", STRIKE)
    said(store, report, EDIT, {"low": 10})
    assert agreements(store.judgements()) == ()
    said(store, report, EDIT, {"low": 11}, who="ben")
    found = {a.field: a for a in agreements(store.judgements())}
    assert found["low"].share == 0 and found["high"].share == 1 and found["stands"].share == 1
    said(store, report, REJECT, None, who="ben")
    found = {a.field: a for a in agreements(store.judgements())}
    assert set(found) == {"stands"} and found["stands"].share == 0


def test_alpha_is_krippendorffs() -> None:
    """The worked example of his chapter for two coders and nominal data: ten units, alpha .095."""
    a, b = "0100000000", "1110010010"
    assert alpha([[x, y] for x, y in zip(a, b, strict=True)]) == pytest.approx(0.095, abs=0.001)
    assert alpha([["x", "x"]]) is None

"""Two annotators of an incident file: what counts as agreed, layer by layer, and what differs in words."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.incident_agreement import (
    JUDGED,
    compare_incidents,
    incident_differences,
    incident_pairs,
    incident_totals,
    main,
)  # fmt: skip
from tests.corpus.test_incident import incident

Json = dict[str, Any]
ONE, TWO, THREE = "01-bereg-daily", "02-coast-wire", "03-hill-radio"
LAYERS = {
    "cells", "cells of figures", "ranges", "superseded", "withdrawn", "not independent", "kinds of copies", "victims across reports",
}  # fmt: skip


def changed(change: Callable[[Json], object]) -> Json:
    data = incident()
    change(data)
    return data


def test_one_agrees_with_oneself_in_every_layer() -> None:
    found = compare_incidents(incident(), incident())
    assert set(found) == LAYERS
    assert all(hit == first == second > 0 for hit, second, first in found.values())
    assert list(incident_differences(incident(), incident())) == []


@pytest.mark.parametrize(
    ("change", "layer", "counts"),
    [
        (lambda d: d["cells"].update(motive="silent"), "cells", (10, 11, 11)),
        (lambda d: d["cells"].update(motive="silent"), "cells of figures", (3, 3, 3)),
        (lambda d: d["cells"].update(killed="differ"), "cells of figures", (2, 3, 3)),
        (lambda d: d["ranges"].update(killed=[1, 3]), "ranges", (0, 1, 1)),
        (lambda d: d["ranges"].update(injured=[2, 2]), "ranges", (1, 2, 1)),
        (lambda d: d["ranges"].update(abducted=[2, 2]), "ranges", (1, 1, 1)),
        (lambda d: d["superseded"][0].update(by=[TWO, "f9"]), "superseded", (1, 1, 1)),
        (lambda d: d["superseded"][0].update(figure="f2"), "superseded", (0, 1, 1)),
        (lambda d: d["superseded"].clear(), "superseded", (0, 0, 1)),
        (lambda d: d["withdrawn"][0].update(claim="c3"), "withdrawn", (0, 1, 1)),
        (lambda d: d["withdrawn"][0].update({"in": ONE}), "withdrawn", (1, 1, 1)),
        (lambda d: d.update(not_independent=[[TWO, ONE, "relays"]]), "not independent", (1, 1, 1)),
        (lambda d: d.update(not_independent=[[TWO, ONE, "relays"]]), "kinds of copies", (0, 1, 1)),
        (lambda d: d.update(not_independent=[[ONE, TWO, "syndicated"]]), "not independent", (1, 1, 1)),
        (lambda d: d.update(not_independent=[[ONE, TWO, "syndicated"]]), "kinds of copies", (0, 1, 1)),
        (lambda d: d.update(not_independent=[[THREE, ONE, "syndicated"]]), "not independent", (0, 1, 1)),
        (lambda d: d["victims"][0].reverse(), "victims across reports", (1, 1, 1)),
        (lambda d: d["victims"][0].append(f"{THREE}:v2"), "victims across reports", (1, 3, 1)),
    ],
)  # fmt: skip
def test_what_counts_as_agreed(change: Callable[[Json], object], layer: str, counts: tuple[int, int, int]) -> None:
    assert compare_incidents(incident(), changed(change))[layer] == counts


def test_names_of_origins_are_not_compared() -> None:
    other = changed(lambda d: d.update(origins={"the mayor": [ONE]}))
    assert compare_incidents(incident(), other) == compare_incidents(incident(), incident())


def test_differences_say_what_and_whose() -> None:
    other = incident()
    other["cells"]["killed"], other["ranges"]["killed"], other["withdrawn"] = "differ", [1, 3], []
    other["not_independent"][0][2] = "relays"
    assert list(incident_differences(incident(), other)) == [
        "only first: cells: killed agree",
        "only second: cells: killed differ",
        "only first: ranges: killed 1 2",
        "only second: ranges: killed 1 3",
        f"only first: withdrawn: {ONE} c2 None",
        f"only first: kinds of copies: {TWO} {ONE} syndicated",
        f"only second: kinds of copies: {TWO} {ONE} relays",
    ]


def write(folder: Path, **incidents: Json) -> Path:
    for name, data in incidents.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "incident.json").write_text(json.dumps(data))
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    differing = changed(lambda d: d["cells"].update(killed="differ"))
    judged = {key: differing[key] for key in JUDGED}
    first = write(tmp_path / "first", a1=incident(), a2=incident(), a3=incident())
    return first, write(tmp_path / "second", a1=judged, a2=incident(), b1=incident())


def test_only_what_both_judged_is_compared(folders: tuple[Path, Path]) -> None:
    assert [name for name, _, _ in incident_pairs(*folders)] == ["a1", "a2"]
    count, found = incident_totals(incident_pairs(*folders))
    assert count == 2 and set(found) == LAYERS
    assert (found["cells"].hit, found["cells"].gold, found["cells"].predicted) == (21, 22, 22)


def test_the_table_and_the_list(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(f) for f in folders]
    monkeypatch.setattr(sys, "argv", ["agreement", *given])
    assert main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "all: 2 incidents judged twice" and len(lines) == 1 + len(LAYERS)
    assert lines[1] == "cells                        F1 0.955   agreed 21, first 22, second 22"
    monkeypatch.setattr(sys, "argv", ["agreement", *given, "--list", "a1"])
    assert main() == 0
    assert capsys.readouterr().out.splitlines() == [
        "== a1", "   only first: cells: killed agree", "   only second: cells: killed differ",
    ]  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["agreement", *given, "--list"])
    assert main() == 0
    assert "== a2" in capsys.readouterr().out


def test_without_folders_it_is_the_corpus_by_part(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["agreement"])
    assert main() == 0
    out = capsys.readouterr().out
    assert [f"{part}: " in out for part in ("train", "dev", "test", "all")] == [True] * 4
    monkeypatch.setattr(sys, "argv", ["agreement", "--list", "101"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("== 101-")

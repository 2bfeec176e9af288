"""`rashomon places` and `rashomon actors`, as a person types them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from rashomon.cli.exits import Exit
from tests.cli.test_cli import rashomon
from tests.knowledge.test_importing import ALT, FTM, GEONAMES, SDN, written


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_places_come_in_are_listed_and_go(here: Path) -> None:
    written(here, "XX.txt", GEONAMES)
    done = rashomon("places", "import", "XX.txt")
    assert done.exit_code == Exit.OK
    assert "geonames (geonames): 3 places, 1 row of other kinds left out in rashomon-knowledge.db" in done.output
    assert "in already" in rashomon("places", "import", "XX.txt").output
    listed = rashomon("places", "list").output
    assert "sha256 " in listed and "XX.txt" in listed
    assert rashomon("places", "remove", "other").exit_code == Exit.USAGE
    assert rashomon("places", "remove", "geonames").exit_code == Exit.OK
    assert rashomon("places", "list").output == ""


def test_refused_rows_are_shown_and_listed(here: Path) -> None:
    written(here, "entities.json", FTM)
    done = rashomon("actors", "import", "entities.json", "--name", "mine")
    assert done.exit_code == Exit.SET_ASIDE
    assert "1 row refused" in done.output and "line 3: no JSON: {broken" in done.output
    assert rashomon("actors", "list", "--refused", "mine").output == "3\tno JSON\t{broken\n"


def test_an_unknown_file_leaves_nothing_behind(here: Path) -> None:
    written(here, "x.txt", "hello")
    done = rashomon("actors", "import", "x.txt")
    assert done.exit_code == Exit.STORE
    assert "of no format known for actors" in done.output and "--format" in done.output
    assert not (here / "rashomon-knowledge.db").exists()


def test_a_name_is_asked_for_with_reasons_and_a_verdict(here: Path) -> None:
    written(here, "sdn.csv", SDN)
    written(here, "alt.csv", ALT)
    assert rashomon("actors", "import", "sdn.csv", "--aliases", "alt.csv").exit_code == Exit.OK
    found = rashomon("actors", "find", "Anouar Zarifi", "--limit", "1").output
    assert "ZARIFI, Anwar  [ofac-csv 101]" in found and "zarifi = zarifi" in found
    assert "one group in our list" in rashomon("actors", "find", "Daesh", "--limit", "1").output


@pytest.mark.skipif(importlib.util.find_spec("nomenklatura") is not None, reason="the extra is installed")
def test_without_the_extra_nomenklatura_says_what_to_install() -> None:
    done = rashomon("actors", "find", "Daesh", "--names", "nomenklatura")
    assert done.exit_code == Exit.SETUP
    assert 'pip install "rashomon[names]"' in done.output

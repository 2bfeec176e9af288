"""The gate of linking: the floors that are met hold on the test part of the open corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench import link
from bench.link_gold import load_open

FLOORS = Path(__file__).with_name("link_floors.yaml")


@pytest.mark.slow
@pytest.mark.skipif(not (link.OPEN / "split.json").exists(), reason="the open corpus is not in this checkout")
def test_no_measure_of_linking_is_below_its_floor() -> None:
    wanted = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    found = link.measure(link.from_gold(load_open(link.OPEN, link.chosen(link.OPEN, "test"))))
    low = {name: found[name] for name, floor in wanted["floors"].items() if found[name] < floor}
    high = {name: found[name] for name, ceiling in wanted["ceilings"].items() if found[name] > ceiling}
    assert not low and not high

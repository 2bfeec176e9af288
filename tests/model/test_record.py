"""A record refuses numbers that no words can mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon import read
from rashomon.model import codec
from rashomon.model.record import Record, ValueRefused


@pytest.fixture(scope="module")
def record() -> Record:
    return read("A blast killed nine people in Zhob on Tuesday, police said.", published="2024-10-18")


@pytest.mark.parametrize(("low", "high"), [(9, 3), (-1, 4), (None, -2), (-5, None)])
def test_a_figure_upside_down_or_negative_is_refused(record: Record, low: int | None, high: int | None) -> None:
    figure = record.figures[0]
    with pytest.raises(ValueRefused, match=figure.id):
        replace(record, figures=(replace(figure, low=low, high=high), *record.figures[1:]))
    data = codec.to_json(record, full=True)
    data["figures"][0].update(low=low, high=high)
    with pytest.raises(ValueRefused):
        codec.from_json(Record, data)


@pytest.mark.parametrize(("low", "high"), [(0, 0), (None, 4), (4, None), (None, None)])
def test_open_ends_and_zero_are_numbers_like_any(record: Record, low: int | None, high: int | None) -> None:
    assert replace(record, figures=(replace(record.figures[0], low=low, high=high),)).figures[0].low == low

"""Settings: values of the wrong kind are refused in words, from a file and from the environment alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.errors import SettingsError
from rashomon.settings import load_settings


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("workers = [1]", "not a whole number"),
        ("workers = true", "not a whole number"),
        ("workers = 1.5", "not a whole number"),
        ('workers = "two"', "not a whole number"),
        ("workers = inf", "not a whole number"),
        ("store = 3", "not text"),
        ("proxy = true", "not text"),
        ("fetch_timeout_s = {a = 1}", "not a number"),
        ("fetch_timeout_s = nan", "not a number"),
        ("max_bytes = -1", "negative"),
    ],
)
def test_values_of_the_wrong_kind_are_refused(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "rashomon.toml").write_text(line)
    with pytest.raises(SettingsError, match=words):
        load_settings(environ={}, folder=tmp_path)


def test_text_may_stand_for_numbers(tmp_path: Path) -> None:
    got = load_settings(environ={"RASHOMON_WORKERS": "3"}, folder=tmp_path, max_bytes=5.0, fetch_timeout_s=2)
    assert (got.workers, got.max_bytes, got.fetch_timeout_s) == (3, 5, 2.0)

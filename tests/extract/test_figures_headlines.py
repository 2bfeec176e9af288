"""Numbers of headline and standfirst have the speaker that the line names."""

from __future__ import annotations

import pytest

from rashomon.run.pipeline import shared_reader
from rashomon.settings import Settings

BODY = "\n\nA bomb went off at a market in Basra on Monday. Police said nine people were killed.\n"


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Bomb kills nine in Basra, police say", "police"),
        ("Bomb kills nine in Basra, says Russia", "Russia"),
        ("Bomb kills nine in Basra - medics", "medics"),
        ("Police: nine killed by bomb in Basra", "police"),
        ("Police say nine killed by bomb in Basra", "police"),
        ("Basra market: nine killed by bomb", None),
        ("Bomb kills nine in Basra as police look on", None),
        ("Nine killed by bomb in Basra - worst in years", None),
    ],
)
def test_whose_word_a_headline_is(headline: str, speaker: str | None) -> None:
    record = shared_reader(Settings()).read((headline + BODY).encode(), name="report.txt", published="2024-06-14")
    first = record.figures[0]
    assert first.span.start < len(headline)
    assert (None if first.speaker is None else first.speaker.name.lower()) == (speaker and speaker.lower())

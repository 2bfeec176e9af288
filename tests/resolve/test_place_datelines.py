"""A dateline's town and country are places of the record; what only looks like one is none."""

from __future__ import annotations

import pytest

from rashomon.run.pipeline import shared_reader
from rashomon.settings import Settings


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("KARACHI, Feb 12 (UPN) - Police fired on a crowd.", ["KARACHI"]),
        ("MOSUL, Iraq – Gunmen in two cars shot seven men.", ["MOSUL", "Iraq"]),
        ("VAVUNIYA. The tailors have gone.", ["VAVUNIYA"]),
        ("BATTICALOA, Friday: Women went to the camp.", ["BATTICALOA"]),
        ("UNHCR: People fled on Monday.", []),
        ("CORRECTION. Nobody fled on Monday.", []),
    ],
)
def test_the_places_of_a_dateline(opening: str, names: list[str]) -> None:
    text = f"Village hit\n\n{opening}\n\nNobody came.\n"
    record = shared_reader(Settings()).read(text.encode(), name="report.txt", published="2021-05-19")
    assert [p.name for p in record.places] == names

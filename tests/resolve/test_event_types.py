"""The ACLED type of an event, from words beside its triggers and from who met whom."""

from __future__ import annotations

import pytest

from rashomon.run.pipeline import shared_reader
from rashomon.settings import Settings


def types(text: str) -> set[str | None]:
    read = shared_reader(Settings(claims="rules")).read(text.encode(), name="report.txt", published="2024-06-14")
    return {e.acled for e in read.events if e.plover in {"ASSAULT", "PROTEST"}}


@pytest.mark.parametrize(
    ("text", "acled"),
    [
        ("Two women blew themselves up in a market in Basra on Monday, killing nine people.", "Suicide bomb"),
        ("A truck packed with explosives was driven into a police station in Basra on Monday.", "Suicide bomb"),
        ("A bomb exploded in a market in Basra on Monday, killing nine people.", "Remote explosive/landmine/IED"),
        ("A drone hit a minibus in Basra on Monday, killing three passengers.", "Air/drone strike"),
        ("Helicopters dropped bombs on a village near Basra on Monday.", "Air/drone strike"),
        ("Police shot at protesters in Basra on Monday, killing four of them.", "Excessive force against protesters"),
        ("A march of striking weavers in Basra was met with gunfire on Monday.", "Protest with intervention"),
        ("A march of striking weavers filled the streets of Basra on Monday.", "Peaceful protest"),
        ("Gunmen shot at mourners in Basra on Monday, killing four of them.", "Attack"),
        ("A mob in Basra dragged two men from a police cell on Monday and killed them.", "Mob violence"),
        ("Rebels attacked an army post near Basra on Monday. The soldiers returned fire.", "Armed clash"),
        ("A grenade exploded outside a chapel in Basra on Monday, killing two men.", "Grenade"),
        ("A chlorine attack killed four people in a cellar near Basra on Monday.", "Chemical weapon"),
        ("Gunmen fired at a teacher in Basra on Monday and wounded her.", "Attack"),
        ("Artillery fired into Basra on Monday, killing two men.", "Shelling/artillery/missile attack"),
    ],
)
def test_the_type_comes_from_all_that_is_told(text: str, acled: str) -> None:
    assert acled in types(text)


def test_a_strike_is_what_the_report_says_of_it() -> None:
    air = "The strike killed six people in Basra on Monday. Warplanes circled over the town on Sunday, residents said."
    shells = "The strike killed six people in Basra on Monday. Rockets were heard over the town, residents said."
    assert types(air) == {"Air/drone strike"}
    assert "Shelling/artillery/missile attack" in types(shells)

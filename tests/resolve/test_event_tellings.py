"""How reports tell violence: who did it, and of what kind it was."""

from __future__ import annotations

import pytest

from rashomon.model.events import Event
from rashomon.run.pipeline import shared_reader
from rashomon.settings import Settings


def violent(text: str) -> list[Event]:
    read = shared_reader(Settings(claims="rules")).read(text.encode(), name="report.txt", published="2024-06-14")
    return [e for e in read.events if e.plover == "ASSAULT"]


def doers(event: Event) -> list[str]:
    return [p.span.text for p in event.participants if p.role == "actor"]


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Seven men were killed by a crowd in Basra on Monday.", "crowd"),
        ("A patrol was attacked with rifles and clubs by villagers near Basra on Monday.", "villagers"),
        ("Gunmen in a minibus fired on a night vigil for a mother on Monday, killing six mourners, police said.", "Gunmen"),
    ],
)  # fmt: skip
def test_the_doer_is_found(text: str, doer: str) -> None:
    assert [doer] in [doers(e) for e in violent(text)]


def test_attackers_are_whose_they_say_they_are() -> None:
    text = (
        "Attackers stormed a police post in Basra on Monday, killing four officers. "
        "The Karun Sword Brigade claimed responsibility for the attack."
    )
    assert doers(violent(text)[0]) == ["Karun Sword Brigade"]


def test_a_headline_gives_no_doer_that_the_body_tells() -> None:
    text = "Masked bomber kills four in Basra\n\nAn attacker in a mask hit the market of Basra on Monday, killing four people."
    assert doers(violent(text)[0]) == ["attacker"]


@pytest.mark.parametrize(
    ("text", "acled"),
    [
        ("Seven men were killed by a crowd in Basra on Monday.", "Mob violence"),
        ("Six people died in Basra on Monday and the bomb left a hole in the road.", "Remote explosive/landmine/IED"),
        ("Rebels dropping from two helicopters stormed a village near Basra on Monday.", "Attack"),
    ],
)
def test_the_type_of_plain_words(text: str, acled: str) -> None:
    assert acled in {e.acled for e in violent(text)}

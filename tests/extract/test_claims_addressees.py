"""To whom a claim is said, where the words lie further off: letters, calls, questions, that-clauses, and "me" in quoted words."""

from __future__ import annotations

import pytest

from rashomon.model.claims import Claim
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

READER = Reader(Settings(claims="rules"))


def claims(body: str) -> tuple[Claim, ...]:
    text = f"Two boats burn in Port Aster\n\nThe harbour was closed on Monday after the fire.\n\n{body}\n"
    return READER.read(text.encode(), name="report.txt", published="2020-01-01").claims


def told(claim: Claim) -> str:
    return (claim.addressee.name or "") if claim.addressee is not None else ""


@pytest.mark.parametrize(
    ("body", "addressee"),
    [
        ("The union demanded that Norland withdraw its ships.", "Norland"),
        ("The union demanded that the owners' boats be burned.", ""),
        ("The embassy, in a letter to the Port Gazette, regretted the tone of the report.", "Port Gazette"),
        ("The captain wrote to the Port Gazette to say that the boats had burned.", "Port Gazette"),
        ("Asked by the Port Gazette whether it had set the fire, the union denied the charge.", "Port Gazette"),
        ("The Free Hills Front, pressed by reporters, denied the charge.", "reporters"),
        ("“Open the pier,” a woman shouted at the guards.", "guards"),
        ("The union dared the owners to open the pier.", "owners"),
        ("The union cautioned the owners that the boats would sink.", "owners"),
        ("The owners promised Parliament on Friday a full report within ten days.", "Parliament"),
        ("The owners promised boats from the island.", ""),
        ("The union warned residents against approaching the port.", "residents"),
        ("The mayor told the Port Gazette he had rung the owners twice.", "Port Gazette"),
        ("The union called the fire “a crime against the port”.", ""),
        ("A fisherman told our correspondent Ona Fell that the boats had burned.", "Ona Fell"),
        ("The captain told everybody that the boats had burned.", ""),
        ("The union denied it in a fax to Radio Aster.", "Radio Aster"),
        ("The bishop appealed to both sides for “one road without iron in it”.", "sides"),
        ("The union demanded that one judge see the boats.", ""),
    ],
)
def test_whoever_is_reached_is_told(body: str, addressee: str) -> None:
    (found,) = claims(body)
    assert addressee in told(found) if addressee else not told(found)


def test_me_in_quoted_words_is_whoever_says_them() -> None:
    found = claims("“The guards told me that the pier was closed,” Captain Ona Fell said.")
    inner = next(c for c in found if c.within is not None)
    assert told(inner) == "Ona Fell"
    assert [told(c) for c in found if c.within is None] == [""]


def test_the_next_words_of_one_speaker_are_said_to_the_same() -> None:
    found = claims(
        "The pier had been closed twice, she told Radio Aster in the port. “They knew it. They had the key.”"
    )
    assert [("Radio Aster" in told(c)) for c in found] == [True, True]


def test_me_outside_quoted_words_is_nobody() -> None:
    assert [told(c) for c in claims("The guards told me that the pier was closed.")] == [""]


def test_two_verbs_of_one_letter_share_its_addressee() -> None:
    found = claims("The union, in a fax to Radio Aster, denied the charge and condemned the fire.")
    assert len(found) == 2
    assert all("Radio Aster" in told(c) for c in found)


def test_a_participle_of_one_call_shares_its_addressee() -> None:
    found = claims("The union denied the charge in a call to Radio Aster, accusing the owners of the fire.")
    assert [("Radio Aster" in told(c)) for c in found] == [True, True]


def test_who_has_been_told_in_quoted_words_is_whoever_says_them() -> None:
    found = claims("“The guards promised us that the pier was open,” Captain Ona Fell said.")
    assert [told(c) for c in found if c.within is not None] == ["Ona Fell"]


def test_the_next_verb_of_one_who_told_somebody_has_its_own() -> None:
    found = claims("The union told Radio Aster that the boats were old and warned the owners that they would sink.")
    assert "Radio Aster" in told(found[0])
    assert "owners" in told(found[-1])

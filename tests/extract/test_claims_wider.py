"""Claims in fewer or other words: pronouns and numbers as content, states, phrases, nouns nobody owns, what is left open."""

from __future__ import annotations

import pytest

from rashomon.model.claims import Claim
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

READER = Reader(Settings(claims="rules"))


def claims(body: str) -> tuple[Claim, ...]:
    text = f"Two boats burn in Port Aster\n\nThe harbour was closed on Monday after the fire.\n\n{body}\n"
    return READER.read(text.encode(), name="report.txt", published="2020-01-01").claims


def content(claim: Claim) -> str:
    return " ... ".join(span.text for span in claim.content)


@pytest.mark.parametrize(
    ("body", "speaker", "said"),
    [
        ("Lawyers for the crews rejected that.", "Lawyers for the crews", "that"),
        ("The union denied this in the strongest terms.", "union", "this"),
        ("The harbour police first spoke of eleven.", "harbour police", "of eleven"),
        ("The ministry raised the toll to nine from seven.", "ministry", "the toll to nine from seven"),
        ("The owners acknowledged having sailed without lights.", "owners", "having sailed without lights"),
        ("The council is certain that the pier was locked.", "council", "the pier was locked"),
        ("The relief office is appalled by the burning of the boats.", "relief office", "by the burning of the boats"),
        ("Nine sailors drowned, by the hospital's count.", "hospital", "Nine sailors drowned"),
        ("The boats were, in the words of a retired judge, floating coffins.", "judge", "The boats were ... floating coffins"),
        ("The brigade is of the view that the fire was set.", "brigade", "the fire was set"),
        ("One of them believes the pumps were shut off.", "One of them", "the pumps were shut off"),
        ("A stallholder described three men with cans.", "stallholder", "three men with cans"),
        ("Leaflets called for a general strike.", "Leaflets", "a general strike"),
        ("The boats were old; nobody had asked, the mayor said.", "mayor", "The boats were old; nobody had asked"),
        ("The boats were old, the mayor said, and the pumps had been sold.", "mayor", "The boats were old ... the pumps had been sold"),
    ],
)  # fmt: skip
def test_content(body: str, speaker: str, said: str) -> None:
    found = claims(body)
    assert len(found) == 1
    assert found[0].speaker is not None
    assert speaker.lower() in (found[0].speaker.name or "").lower()
    assert content(found[0]) == said


@pytest.mark.parametrize(
    "body",
    [
        "The admiral ordered the attack.",
        "The admiral withdrew his ships.",
        "Three men died of their burns, raising the toll to nine.",
        "The owners promised nothing.",
        "The ministry would not say who had lit the fire.",
        "He asked to be called Tom.",
        "The admiral gave the order.",
    ],
)
def test_deeds_and_refusals_are_no_claims(body: str) -> None:
    assert claims(body) == ()


@pytest.mark.parametrize(
    "body",
    [
        "The ministry has not confirmed the sinking.",
        "The ministry cannot confirm the sinking.",
        "The governor would not rule out that his own men had fired first.",
        "The council has not said who lit the fire.",
    ],
)
def test_what_is_left_open_is_a_negated_claim(body: str) -> None:
    (found,) = claims(body)
    assert found.negated


def test_an_allegation_that_nobody_owns_has_no_speaker() -> None:
    found = claims("The ministry rejects the allegation that sailors were shot from behind.")
    inner = next(c for c in found if c.cue is not None and c.cue.text == "allegation")
    assert inner.speaker is None
    assert content(inner) == "sailors were shot from behind"

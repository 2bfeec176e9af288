"""Quotes whose speaker stands behind a rank, an aside or brackets, or who goes on after other names."""

from __future__ import annotations

import pytest

from rashomon.model.claims import Claim
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

RULES = Reader(Settings(claims="rules"))


def claims(body: str) -> tuple[Claim, ...]:
    text = f"Two boats burn in Port Aster\n\nThe harbour was closed on Monday after the fire.\n\n{body}\n"
    return RULES.read(text.encode(), name="report.txt", published="2020-01-01").claims


def told(body: str) -> list[tuple[str | None, str]]:
    return [
        (c.speaker.name if c.speaker is not None else None, " ".join(s.text for s in c.content)) for c in claims(body)
    ]


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        (
            '"They burn the nets whose owners they feed," Col. Ivo Marenz, the army spokesman, told a conference.',
            "Ivo Marenz",
        ),
        ("“He ran, and his brothers, seeing it, ran too,” Ona Fell, the minister concerned, told me.", "Ona Fell"),
        ("“It rolled on the deck like a melon, and he threw it out,” Witness Pavel speaks.", "Pavel"),
    ],
)
def test_what_stands_between_a_quote_and_its_verb(body: str, speaker: str) -> None:
    ((name, _),) = told(body)
    assert name == speaker


def test_who_hands_words_on_did_not_say_them() -> None:
    found = told(
        'Ona Fell, the minister, spoke. "The nets will not burn in vain," the press office quoted her as saying.'
    )
    assert "office" not in str(found[-1][0])


def test_a_quote_goes_on_after_the_sentence_that_names_others() -> None:
    body = "“We thought it was hail,” says Ona Fell, whose cousin, Ivo Marenz, a sailor, was one of the dead. “It was not.”"
    assert told(body)[-1] == ("Ona Fell", "“It was not.”")


def test_brackets_behind_a_quote_name_who_declared_it() -> None:
    assert told("“I saw the boats burn. I counted them.” (Woman, 44, net mender.)")[-1][0] == "Woman"


def test_a_channel_is_nobody() -> None:
    (found,) = claims("Shopkeepers have been warned by telephone that “the bell has a sister”.")
    assert found.speaker is None
    assert found.addressee is not None and found.addressee.name == "Shopkeepers"


def test_who_boasts_goes_on_to_warn() -> None:
    found = claims(
        "The Harbour Front boasts that it “planted one seed and God gave two fruits” and warns sailors to stay ashore."
    )
    assert found[0].speaker is not None
    assert [c.speaker for c in found if c.act == "warn"] == [found[0].speaker]

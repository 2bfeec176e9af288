"""Claims whose source or edge is hard to see: closing attributions, counts, documents, rivals in one sentence."""

from __future__ import annotations

import pytest

from rashomon.model.claims import Claim
from tests.extract.test_claims import claims_of, told

CONTENTS = [
    # attribution at the end, whatever the parse makes of it
    ("The bridge was hit at dawn, killing two guards, three officials and a driver said.", "said", "The bridge was hit at dawn, killing two guards"),
    ("Several houses had burned and two men were missing, it added.", None, None),
    ("More than 300 rifles have not been returned, official data show.", "show", "More than 300 rifles have not been returned"),
    # who says what of a chain
    ("Shells fell on the port; nine dockers were killed, according to the union.", "according to", "nine dockers were killed"),
    ("As per the ministry, nine dockers were killed.", "As per", "nine dockers were killed"),
    ("The governor said in a video message that the number of dead was nine.", "said", "the number of dead was nine"),
    ("The ministers announced that they were leaving the union, and have founded a league of their own.", "announced", "they were leaving the union"),
    ("Three villagers said men in uniform, some of them masked, rounded up goats and burned the barn.", "said", "men in uniform, some of them masked, rounded up goats and burned the barn"),
    ("A doctor said that his team had treated 26 wounded, two of whom later died.", "said", "his team had treated 26 wounded, two of whom later died"),
    ("The mayor has dismissed the maps as useless.", "dismissed", "the maps as useless"),
    ("The general shot back that the charge was old.", "shot back", "the charge was old"),
    ("The nun said only that she had forgiven them.", "said", "she had forgiven them"),
    ("The guards have been accused by both sides of doing nothing.", "accused", "The guards … of doing nothing"),
    # counts
    ("The council counted 60 dead.", "counted", "60 dead"),
    ("The ministry spoke of 57 killed and 84 injured.", "spoke", "of 57 killed and 84 injured"),
    ("A video verified by the monitor shows at least four bodies.", "shows", "at least four bodies"),
    # stances
    ("The bishop contested the figure.", "contested", "the figure"),
    ("The council held the army responsible for the fire.", "held", "the army responsible for the fire"),
    ("A banner signed by the militia accused the judge of theft.", "accused", "the judge of theft"),
    ("The rebels denied the allegation over a local radio station.", "denied", "the allegation"),
    ("The army acknowledged the ambush late on Wednesday.", "acknowledged", "the ambush"),
    ("The envoy warned on Monday of bloodshed should the town fall.", "warned", "of bloodshed should the town fall"),
    ("The mayor called off the parade.", "called off", "the parade"),
    ("The militia, led by two brothers, has been blamed for the killing.", "blamed", "The militia … for the killing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cue", "content"), CONTENTS)
def test_content(text: str, cue: str | None, content: str | None) -> None:
    claims = claims_of(text)
    if cue is None:
        assert claims == ()  # "it" stands for nobody here
        return
    (claim,) = claims
    assert (claim.cue and claim.cue.text, told(claim)) == (cue, content)


def speakers(claims: tuple[Claim, ...]) -> list[tuple[str | None, str]]:
    return [(claim.speaker.name if claim.speaker is not None else None, told(claim)) for claim in claims]


RIVALS = [
    (
        "The army said a drone had fallen; the rebels said they had shot it down.",
        [("army", "a drone had fallen"), ("rebels", "they had shot it down")],
    ),
    (
        "Officials gave the number of dead as 18, the church 31.",
        [("Officials", "the number of dead as 18"), ("church", "31")],
    ),
    (
        "The council put the toll at 26, the defence ministry at four.",
        [("council", "the toll at 26"), ("defence ministry", "at four")],
    ),
    (
        "The officer alleged that the victims were spies and said his men had fired in the air.",
        [("officer", "the victims were spies"), ("officer", "his men had fired in the air")],
    ),
    (
        "The priest blamed the soldiers, whom he said had fired first.",
        [("priest", "the soldiers"), ("priest", "had fired first")],
    ),
    (
        "According to the union, they shot five miners; the police say three.",
        [("union", "they shot five miners"), ("police", "three")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), RIVALS)
def test_several_in_one_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert speakers(claims_of(text)) == expected


NONE = [
    "The movement has neither confirmed nor denied involvement.",
    "The widow contradicted her.",
    "The general offered no proof.",
    "The raid, ordered by the general, lasted an hour.",
    "Police searched the base of the Red Axes, also called the Cartel of the Hills.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_claim(text: str) -> None:
    assert claims_of(text) == ()


ACTS = [
    ("“They asked no questions,” the nurse said.", "report"),
    ("“We warned them three times,” the farmer said.", "report"),
    ("“Where were they when we called?” the farmer asked.", "report"),
    ("The minister promised the widows its full support.", "support"),
    ("The group described the raid as a response to the killing of its leader.", "report"),
    ("The general said there could be no negotiation with the rebels.", "deny"),
    ("The bishop said the police had failed.", "accuse"),
    ("The lawyer branded the charge malicious.", "condemn"),
    ("The marchers chanted “justice”.", "demand"),
    ("The trust estimates it will take a decade to clear the mines.", "report"),
    ("The envoy called the claim absurd.", "deny"),
]


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_act(text: str, act: str) -> None:
    (claim,) = claims_of(text)
    assert claim.act == act


def test_who_was_asked_did_not_ask() -> None:
    claims = claims_of("Asked whether the town would fall, the envoy said that it was calm.")
    assert [claim.cue.text for claim in claims if claim.cue is not None] == ["said"]

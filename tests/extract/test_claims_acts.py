"""What a claim does, by its cue and words: deeds that fighters own up to, boasts, answers, suppositions."""

from __future__ import annotations

import pytest

from rashomon.extract.claims_acts import act_of, classes_of
from rashomon.model.actors import ActorKind
from rashomon.model.claims import Act


def act(
    text: str, *, base: Act = "report", lemma: str = "say", kind: ActorKind | None = "armed_group", rule: str = "clause"
) -> Act:
    return act_of(base, lemma, text, kind=kind, infinitive=None, rule=rule)


@pytest.mark.parametrize(
    "text",
    [
        "its sappers had mined the bridge",
        "it had burned two boats of the company",
        "their own fighters torched the pier",
        "the boats were burned in revenge for the raid on the market",
        "it had been a reprisal",
    ],
)
def test_fighters_own_up_to_what_their_side_did(text: str) -> None:
    assert act(text) == "claim_responsibility"
    assert act(text, kind="population") != "claim_responsibility", "who only watched owns up to nothing"


def test_a_boast_of_fighters_takes_the_deed() -> None:
    assert act("of nine dead", lemma="boast", rule="prep") == "claim_responsibility"
    assert act("of nine boats", lemma="boast", kind="organisation", rule="prep") == "report"


def test_an_answer_still_to_come_is_no_deed() -> None:
    assert act("we will strike the port in revenge for the raid") == "threaten"


def test_what_must_have_been_is_supposed_and_not_demanded() -> None:
    assert act("the crews must have heard it", kind="person") == "report"
    assert act("the crews must leave", kind="person") == "demand"
    assert act("the crews must have heard it and must leave", kind="person") == "demand"


def test_classes_are_those_of_the_lexicon() -> None:
    assert {"attack_verbs", "demand_words"} <= set(classes_of("They must not attack the port"))
    assert classes_of("boats lay at the quay") == ()

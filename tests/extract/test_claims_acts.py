"""What a claim does, by its cue and words: deeds that fighters own up to, boasts, answers, suppositions."""

from __future__ import annotations

from typing import Any

import pytest

from rashomon.extract.claims_acts import act_of
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
    assert act("of nine boats", lemma="boast", kind="population", rule="prep") == "report"


def test_an_answer_still_to_come_is_no_deed() -> None:
    assert act("we will strike the port in revenge for the raid") == "threaten"


def test_what_must_have_been_is_supposed_and_not_demanded() -> None:
    assert act("the crews must have heard it", kind="person") == "report"
    assert act("the crews must leave", kind="person") == "demand"
    assert act("the crews must have heard it and must leave", kind="person") == "demand"


@pytest.mark.parametrize(
    ("text", "options", "right"),
    [
        ("both attacks", {"lemma": "claim", "rule": "counted"}, "claim_responsibility"),
        ("the raid, with nine dead", {"lemma": "claim", "rule": "counted", "kind": None}, "claim_responsibility"),
        ("nine dead", {"lemma": "claim", "rule": "counted", "kind": "person"}, "report"),
        ("it “planted one seed”", {"lemma": "boast", "kind": "organisation"}, "claim_responsibility"),
        ("the port is safe", {"lemma": "boast", "kind": "organisation"}, "report"),
        ("the driver walked off", {"lemma": "swear", "base": "announce", "kind": "person"}, "report"),
        ("nobody had left the port", {"lemma": "swear", "base": "announce", "kind": "military"}, "deny"),
        ("an answer “with interest”", {"lemma": "vow", "base": "announce", "kind": "person", "rule": "object"}, "threaten"),
        ("an answer within a week", {"lemma": "promise", "base": "announce", "kind": "person", "rule": "object"}, "announce"),
        ("nine men were killed", {"lemma": "announce", "base": "announce", "kind": "state"}, "report"),
        ("the port had been closed", {"lemma": "announce", "base": "announce", "kind": "state"}, "announce"),
        ("of burning eyes", {"lemma": "complain", "base": "condemn", "kind": "person", "rule": "prep"}, "report"),
        ("of “three boats and no answer”", {"lemma": "complain", "base": "condemn", "kind": "person", "rule": "prep"}, "accuse"),
        ("of the “unacceptable” raids", {"lemma": "complain", "base": "condemn", "kind": "person", "rule": "prep"}, "condemn"),
        ("“You came late,”", {"lemma": "reproach", "base": "condemn", "kind": "person", "rule": "quote"}, "accuse"),
        ("his compassion to the families", {"lemma": "convey", "kind": "unknown", "rule": "light"}, "support"),
        ("regret for the dead", {"lemma": "express", "kind": "military", "rule": "light"}, "admit"),
        ("he would sooner arrest the rain", {"kind": "person"}, "report"),
        ("he would burn the boats", {"kind": "person"}, "threaten"),
        ("“They will need them,”", {"kind": "person", "rule": "quote"}, "report"),
        ("the guilty will be punished", {"kind": "state"}, "threaten"),
        ("the guilty will be punished", {"kind": "population"}, "accuse"),
        ("the raid as “the work of bandits”", {"lemma": "describe", "kind": "state", "rule": "object_as"}, "accuse"),
        ("the charge as a brutal invention", {"lemma": "describe", "kind": "state", "rule": "object_as"}, "deny"),
        ("its troops had fired nine rounds", {"kind": "military"}, "report"),
        ("“The order was given twice,”", {"lemma": "declare", "base": "announce", "kind": "person", "rule": "quote"}, "report"),
    ],
)  # fmt: skip
def test_one_verb_does_several_things(text: str, options: dict[str, Any], right: str) -> None:
    assert act(text, **options) == right

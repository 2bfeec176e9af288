"""Triggers: which words tell of an event, and of what kind."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rashomon.annotate import annotate, build
from rashomon.extract.triggers import find_triggers
from rashomon.lexicon import load
from rashomon.model.documents import Document, Part


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build("bundled")


def kinds(nlp: Language, text: str) -> dict[str, tuple[str, str]]:
    """Text of each trigger's token to its root and mode."""
    doc = annotate(nlp, Document("0" * 64, text, (Part("body", 0, len(text)),)))
    return {doc[t.token].text: (t.kind.plover, t.kind.mode) for t in find_triggers(doc)}


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Warplanes carried out an air strike on the depot.", "strike", ("ASSAULT", "aerial")),
        ("The rebels fired forty rockets at the harbour.", "fired", ("ASSAULT", "heavy-weapons")),
        ("Two shells landed beside the bakery.", "landed", ("ASSAULT", "heavy-weapons")),
        ("The gang set fire to three lorries.", "set", ("ASSAULT", "destroy")),
        ("A mob burned houses in the valley.", "burned", ("ASSAULT", "destroy")),
        ("The raiders took two women away.", "took", ("ASSAULT", "abduct")),
        ("A man blew himself up at the gate.", "blew", ("ASSAULT", "explosives")),
        ("The blast left ten people dead.", "left", ("ASSAULT", "kill")),
        ("Villagers blocked the main road.", "blocked", ("PROTEST", "demonstrate")),
        ("Soldiers put up checkpoints around the port.", "put", ("MOBILIZE", "troops")),
        ("The army recaptured the town of Debal.", "recaptured", ("COERCE", "regain")),
        ("The rebels captured the town at dawn.", "captured", ("COERCE", "seize")),
        ("Officers questioned two suspects.", "questioned", ("COERCE", "arrest")),
        ("The country left the bloc in May.", "left", ("REJECT", "walk-out")),
        ("The three parties formed an alliance.", "formed", ("AGREE", "sign")),
        ("The court heard petitions on the ban.", "heard", ("CONSULT", "meet")),
        ("The ministers spoke by phone.", "spoke", ("CONSULT", "meet")),
        ("Guards dispersed the protesters.", "dispersed", ("COERCE", "crowd-control")),
        ("The ministry closed the border.", "closed", ("COERCE", "restrict")),
        ("A mine destroyed an army lorry on the coast road.", "mine", ("ASSAULT", "explosives")),
        ("Three clerks were killed by a grenade.", "grenade", ("ASSAULT", "explosives")),
        ("A grenade rolled under the table.", "grenade", ("ASSAULT", "explosives")),
        ("The union denied the grenade.", "grenade", ("ASSAULT", "explosives")),
        ("A mine was set off under the bridge.", "mine", ("ASSAULT", "explosives")),
        ("She spoke of the burning of the post office.", "burning", ("ASSAULT", "destroy")),
        ("The volley came from the roof.", "volley", ("ASSAULT", "firearms")),
        ("The patrol was fired upon.", "fired", ("ASSAULT", "attack")),
        ("The president declared a state of emergency.", "state", ("COERCE", "restrict")),
    ],
)
def test_a_construction_has_its_kind(nlp: Language, text: str, word: str, kind: tuple[str, str]) -> None:
    assert kinds(nlp, text).get(word) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The committee left the room.",
        "The gold mine employs forty men.",
        "Police looked at pieces of the bomb.",
        "She took the children to school.",
        "They put up a tent beside the river.",
        "The choir captured the mood of the evening.",
        "He spoke for an hour.",
    ],
)
def test_plain_verbs_tell_of_nothing(nlp: Language, text: str) -> None:
    assert kinds(nlp, text) == {}


def test_arms_found_after_a_raid_are_no_event_of_their_own(nlp: Language) -> None:
    assert "seized" not in kinds(nlp, "Police seized four rifles and a pistol.")


def test_the_object_decides_what_is_broken_off(nlp: Language) -> None:
    assert kinds(nlp, "The government suspended the talks.")["suspended"] == ("REJECT", "suspend")
    assert kinds(nlp, "The army suspended operations.")["suspended"][0] == "RETREAT"


def test_triggers_never_overlap(nlp: Language) -> None:
    text = "A drone strike on the convoy and a car bomb attack killed ten people, who were shot dead as they fled."
    doc = annotate(nlp, Document("0" * 64, text, (Part("body", 0, len(text)),)))
    ranges = [(t.first, t.last) for t in find_triggers(doc)]
    assert all(a[1] <= b[0] or b[1] <= a[0] for i, a in enumerate(ranges) for b in ranges[i + 1 :])


def test_the_list_names_types_of_the_model() -> None:
    from typing import get_args

    from rashomon.model.events import Plover

    words = load("triggers")
    assert {row["plover"] for row in [*words["groups"], *words["constructions"]]} <= set(get_args(Plover))
    assert all(row["verbs"] for row in words["constructions"])


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("Three died two days after the courthouse bomb.", "bomb", True),
        ("This is not about Monday's bomb.", "bomb", True),
        ("Shops have been shut since the bomb.", "bomb", True),
        ("The bomb at the terminal killed eight people.", "killed", True),
        ("They make roadside bombs in a shed.", "bombs", False),
        ("Officers defused a bomb in the market.", "bomb", False),
        ("A roadside IED detonated under a convoy.", "IED", False),
        ("A lorry laden with explosives was driven into the barracks.", "driven", True),
        ("The minister was driven into the barracks.", "driven", False),
        ("Eight people died of malaria.", "died", False),
        ("They found an old man dying of diabetes.", "dying", False),
        ("Eight people died in the blaze of gunfire.", "died", True),
        ("The ministry hit nine officials with sanctions.", "hit", False),
        ("Eleven houses have burned.", "burned", True),
        ("The lamp burned all night.", "burned", False),
        ("The rebels repulsed the enemy at the ford.", "repulsed", True),
        ("A missile brought down the airliner.", "brought", True),
    ],
)
def test_things_and_happenings(nlp: Language, text: str, word: str, told: bool) -> None:
    assert (word in kinds(nlp, text)) is told


def test_armed_men_raid_and_the_law_searches(nlp: Language) -> None:
    assert kinds(nlp, "Police raided a house in the old town.")["raided"][0] == "COERCE"
    assert kinds(nlp, "Gunmen raided a house in the old town.")["raided"][0] == "ASSAULT"

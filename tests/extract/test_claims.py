"""Claims on sentences of our own: cue, content, speaker, act and form, without any actor resolved."""

from __future__ import annotations

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashomon.annotate import annotate, build
from rashomon.extract.claims import find_claims
from rashomon.extract.claims_build import PRODUCED_BY
from rashomon.model.claims import Claim
from rashomon.model.documents import Document, Part
from rashomon.model.mentions import Grounding


def document_of(*paragraphs: str) -> Document:
    text, parts, at = "\n\n".join(paragraphs), [], 0
    for paragraph in paragraphs:
        parts.append(Part("body", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Document("0" * 64, text, tuple(parts))


def claims_of(*paragraphs: str) -> tuple[Claim, ...]:
    document = document_of(*paragraphs)
    return find_claims(annotate(build("bundled"), document), Grounding(), document=document)


def told(claim: Claim) -> str:
    return " … ".join(span.text for span in claim.content)


@functools.cache
def only(text: str) -> Claim:
    (claim,) = claims_of(text)
    return claim


CONTENTS = [
    ("The ministry said that two soldiers were wounded.", "ministry", "said", "two soldiers were wounded"),
    ("Two soldiers were wounded, the ministry said.", "ministry", "said", "Two soldiers were wounded"),
    ("Two soldiers were wounded, according to the ministry.", "ministry", "according to", "Two soldiers were wounded"),
    ("According to residents, the bridge collapsed.", "residents", "According to", "the bridge collapsed"),
    ("The army blamed the rebels for the ambush.", "army", "blamed", "the rebels for the ambush"),
    ("Doctors put the toll at nine.", "Doctors", "put", "the toll at nine"),
    ("The group vowed to retaliate in a statement.", "group", "vowed", "to retaliate"),
    ("The union called for an inquiry into the shooting.", "union", "called for", "an inquiry into the shooting"),
    ("The minister described the raid as barbaric.", "minister", "described", "the raid as barbaric"),
    ("The government denied that its forces had fired.", "government", "denied", "its forces had fired"),
    ("The envoy urged both sides to step back.", "envoy", "urged", "to step back"),
    ("Villagers complained of night raids.", "Villagers", "complained", "of night raids"),
    ("The police issued a warning that the road was mined.", "police", "issued", "a warning that the road was mined"),
    ("The attack was described by the minister as barbaric.", "minister", "described", "The attack … as barbaric"),
    ("The dam, the engineer said, would not hold.", "engineer", "said", "The dam … would not hold"),
    ("The army said in a statement that the road was clear.", "army", "said", "the road was clear"),
    ("Hundreds of residents marched, accusing the police of lying.", "residents", "accusing", "the police of lying"),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "content"), CONTENTS)
def test_who_says_what(text: str, speaker: str, cue: str, content: str) -> None:
    claim = only(text)
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.cue and claim.cue.text, told(claim)) == (speaker, cue, content)


ACTS = [
    ("The bishop condemned the killing.", "condemn"),
    ("The president praised the medics.", "praise"),
    ("The army accused the rebels of using civilians as shields.", "accuse"),
    ("The rebels denied involvement.", "deny"),
    ("The general admitted that his troops had fired first.", "admit"),
    ("The rebels claimed responsibility for the bombing.", "claim_responsibility"),
    ("The militia vowed to avenge its commander.", "threaten"),
    ("The agency warned of famine.", "warn"),
    ("The mayor demanded the release of the captives.", "demand"),
    ("The president offered to mediate.", "offer"),
    ("The union welcomed the verdict.", "support"),
    ("The minister said the state must act.", "demand"),
    ("The minister said the killing was a crime.", "condemn"),
    ("The police said three people were hurt.", "report"),
]


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_acts(text: str, act: str) -> None:
    assert only(text).act == act


NO_CLAIMS = [
    "The minister will say on Friday that the road is open.",
    "The army declined to comment.",
    "The army did not say who had fired.",
    "No group has claimed responsibility.",
    "The officer spoke on condition that he not be named.",
    "The report could not be independently verified.",
    "Residents asked not to be named.",
    "If the army says so, the road is open.",
    "The bridge collapsed on Monday.",
]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_nobody_has_spoken(text: str) -> None:
    assert claims_of(text) == ()


def test_headlines_hold_no_claims() -> None:
    text = "Army says bridge is open"
    document = Document("0" * 64, text, (Part("headline", 0, len(text)),))
    assert find_claims(annotate(build("bundled"), document), Grounding(), document=document) == ()


def test_a_hidden_speaker_is_null() -> None:
    claim = only("The commander is believed to have fled the city.")
    assert claim.speaker is None
    assert told(claim) == "to have fled the city"
    assert claim.hedged


def test_a_clause_of_another_source_is_cut_off() -> None:
    first, second = claims_of("The hospital said five people had died, while the army reported three.")
    assert (first.speaker and first.speaker.name, told(first)) == ("hospital", "five people had died")
    assert (second.speaker and second.speaker.name, told(second)) == ("army", "three")


def test_a_participle_goes_on_for_the_same_speaker() -> None:
    first, second = claims_of("The mayor confirmed the blast, adding that two shops were destroyed.")
    assert first.speaker == second.speaker
    assert (told(first), told(second)) == ("the blast", "two shops were destroyed")


def test_pronouns_stand_for_the_last_speaker() -> None:
    _, second = claims_of("Anna Kowalska said the road was closed. She said the bridge was mined.")
    assert second.speaker is not None
    assert second.speaker.name.endswith("Kowalska")


def test_a_quote_split_at_a_sentence_end_is_two_claims() -> None:
    first, second = claims_of('"We heard two blasts," the doctor said. "Then the lights went out."')
    assert (told(first), told(second)) == ('"We heard two blasts,"', '"Then the lights went out."')
    assert first.speaker == second.speaker
    assert {first.form, second.form} == {"direct"}


def test_a_sentence_interrupted_by_its_attribution_is_one_claim() -> None:
    claim = only('"If they come again," the doctor said, "we will have to leave the town."')
    assert [span.text for span in claim.content] == ['"If they come again,"', '"we will have to leave the town."']


def test_a_quote_over_two_paragraphs_is_one_claim() -> None:
    (claim,) = claims_of("The doctor said: “We heard two blasts.", "“Then the lights went out.”")
    assert len(claim.content) == 1
    assert claim.content[0].text.endswith("went out.”")


def test_an_introduced_quote() -> None:
    claim = only("In a statement, the group said: “Our men will not leave the valley.”")
    assert told(claim) == "“Our men will not leave the valley.”"
    assert claim.via is not None
    assert claim.via.text == "In a statement"


def test_a_scare_quote_makes_a_claim_mixed() -> None:
    claim = only('The minister said the raid was a "grave mistake" by the army.')
    assert claim.form == "mixed"


def test_relayed_speech_keeps_both() -> None:
    claim = only("State television quoted the governor as saying the road was open.")
    assert claim.speaker is not None and claim.relayed_by is not None
    assert (claim.speaker.name, claim.relayed_by.name) == ("governor", "State television")


def test_the_addressee_is_kept() -> None:
    claim = only("The governor told reporters that the road was open.")
    assert claim.addressee is not None
    assert claim.addressee.name == "reporters"


def test_a_claim_inside_another_points_to_it() -> None:
    outer, inner = claims_of("The governor said that the rebels had demanded the release of four men.")
    assert inner.within == outer.id


def test_ids_follow_the_text_and_spans_quote_it() -> None:
    text = "The army said the road was open. The mayor denied it was safe. Residents blamed the army."
    claims = claims_of(text)
    assert [c.id for c in claims] == ["c1", "c2", "c3"]
    assert all(span.quotes(text) for c in claims for span in c.content)
    assert all(0 <= c.confidence <= 1 and c.produced_by == PRODUCED_BY for c in claims)


WORDS = st.sampled_from(
    [
        "said",
        "told",
        "according",
        "to",
        "the",
        "army",
        "that",
        "he",
        "it",
        "blamed",
        "for",
        '"',
        "“",
        "”",
        "'",
        ",",
        ".",
        ":",
        "\n\n",
        "who",
        "as",
        "while",
        "is",
        "believed",
        "X",
        "statement",
        "in",
        "a",
        "called",
        "claim",
        "reportedly",
        "quoted",
        "saying",
        "(",
        ")",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=120)))
def test_any_text_has_claims_or_none(text: str) -> None:
    document = Document("0" * 64, text, (Part("body", 0, len(text)),) if text else ())
    for claim in find_claims(annotate(build("bundled"), document), Grounding(), document=document):
        assert claim.content
        assert all(span.quotes(text) for span in claim.content)

"""Speech without a verb of speech, without quote marks, and to somebody: who speaks, and to whom."""

from __future__ import annotations

import pytest

from rashomon.annotate import annotate, build
from rashomon.extract.claims import find_claims
from rashomon.model.claims import Claim
from rashomon.model.documents import Document, Part
from rashomon.model.mentions import Grounding
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

RULES = Reader(Settings(claims="rules"))


def claims(body: str) -> tuple[Claim, ...]:
    text = f"Two boats burn in Port Aster\n\nThe harbour was closed on Monday after the fire.\n\n{body}\n"
    return RULES.read(text.encode(), name="report.txt", published="2020-01-01").claims


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("The boy’s mother spoke to us at the gate. “He went for bread.”", "The boy’s mother"),
        ("A taxi driver from Osk: “Everyone who has a car is a bus now.”", "taxi driver from Osk"),
        ("A porter shrugged: “The ink was wet when we signed it.”", "porter"),
        ("“We had no water and no lamp,” hammered his mother.", "mother"),
    ],
)
def test_a_quote_without_a_verb_of_speech_has_its_speaker(body: str, speaker: str) -> None:
    found = claims(body)[-1]
    assert found.form == "direct"
    assert found.speaker is not None and speaker in (found.speaker.name or "")


@pytest.mark.parametrize(
    ("body", "addressee"),
    [
        ("The ministry urged residents to stay indoors.", "residents"),
        ("Captain Ona Fell told the Port Gazette the boats had burned.", "Port Gazette"),
        ("The mayor called on the army to leave the school.", "army"),
        ("The mayor told us the boats had burned.", None),
        ("The mayor said the boats had burned.", None),
    ],
)
def test_to_whom_it_is_said(body: str, addressee: str | None) -> None:
    (found,) = claims(body)
    assert (found.addressee.name if found.addressee is not None else None) == addressee


def test_a_paragraph_that_ends_with_a_colon_hands_the_next_to_its_subject() -> None:
    paragraphs = [
        "The six had been held for a month in the hills above the town.",
        "Speaking today, Ana Rell said:",
        "I welcome the release of the six men. We will bring the rest home.",
        "We thank the crews.",
    ]
    text = "\n\n".join(paragraphs)
    starts = [text.index(p) for p in paragraphs]
    parts = tuple(Part("body", s, s + len(p)) for s, p in zip(starts, paragraphs, strict=True))
    document = Document(id="0" * 64, text=text, parts=parts)
    (found,) = find_claims(annotate(build("bundled"), document), Grounding(), document=document)
    assert found.speaker is not None and "Rell" in (found.speaker.name or "")
    assert found.content[0].text == text[starts[2] :].rstrip(".")


def test_we_is_the_body_that_issues_a_statement() -> None:
    body = "The Free Hills Front thanks its friends. We announce that the bridge was blown up by our men. We warn every driver to keep off the road."
    named = [c.speaker.name for c in claims(body) if c.speaker is not None]
    assert named == ["Free Hills Front"] * 3
    alone = claims("We announce that the bridge was blown up, he shouted. The boats lay at the quay.")
    assert all(c.speaker is None or c.speaker.name != "Free Hills Front" for c in alone)


def test_a_time_in_the_told_words_dates_what_is_told() -> None:
    text = "Nine killed in Lomar\n\nSoldiers and hunters killed nine villagers in Lomar, in the Dose district, on June 9, Delta Watch said today.\n"
    record = RULES.read(text.encode(), name="report.txt", published="2024-06-19")
    times = {t.id: t for t in record.times}
    killing = next(e for e in record.events if any("killed" in s.text for s in e.triggers))
    assert killing.time_id is not None
    assert times[killing.time_id].start == "2024-06-09"

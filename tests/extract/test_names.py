"""Names on sentences of our own: where they begin and end, and of what kind they are."""

from __future__ import annotations

import pytest

from rashomon.annotate import annotate, build
from rashomon.extract.names import find_names
from rashomon.extract.names_echoes import short_for
from rashomon.model.documents import Document, Part
from rashomon.model.mentions import Mention


def names_of(text: str) -> tuple[Mention, ...]:
    document = Document("0" * 64, text, (Part("body", 0, len(text)),))
    return find_names(annotate(build("bundled"), document), document=document)


def kinds_of(text: str) -> dict[str, str]:
    return {m.span.text: m.kind for m in names_of(text) if m.first < m.last}


NAMED = [
    (
        "The Front for the Liberation of the Upper Valley denied the report.",
        "Front for the Liberation of the Upper Valley",
        "armed_group",
    ),
    ("The Benda Miners’ Association accused the soldiers.", "Benda Miners’ Association", "organisation"),
    (
        "A spokesman of the General Staff of the Armed Forces spoke on Monday.",
        "General Staff of the Armed Forces",
        "military",
    ),
    ("Elders of the Makori clan met the governor.", "Makori", "population"),
    ("Police searched for members of the Tiba Noir gang.", "Tiba Noir", "armed_group"),
    ("A driver, Andriy, 51, said he had seen the flash.", "Andriy", "person"),
    ("In Dokora, Bishop Placide Ndombe told reporters that he was tired.", "Placide Ndombe", "person"),
    ("He told the Norwegian broadcaster NRX that the bridge was closed.", "NRX", "media"),
    ("Colombian troops clashed with the rebels.", "Colombian troops", "state"),
    ("The Kenyan government condemned the attack.", "Kenyan government", "state"),
    ("Two militia officials said the road was closed.", "Two militia officials", "unknown"),
    ("The Prime Minister's Office denied the report.", "Prime Minister's Office", "state"),
]


@pytest.mark.parametrize(("text", "name", "kind"), NAMED)
def test_name_and_kind(text: str, name: str, kind: str) -> None:
    assert kinds_of(text).get(name) == kind


NOT_NAMES = [
    ("Parliament Speaker Hanna Bader condemned the attack.", "Parliament Speaker"),
    ("Federal Information Minister Amna Rafi rejected it.", "Federal Information"),
    ("The Islamabad-based Centre for Border Studies counted nine.", "Islamabad-based Centre for Border Studies"),
    ("Iraqi militias fired rockets.", "Iraqi militias"),
]


@pytest.mark.parametrize(("text", "phrase"), NOT_NAMES)
def test_what_is_no_name(text: str, phrase: str) -> None:
    assert phrase not in {m.span.text for m in names_of(text) if m.form == "name"}


def test_a_title_is_kept_apart_from_the_name() -> None:
    (mention,) = [m for m in names_of("Brig Gen Karim Nasser denied the claim.") if m.kind == "person"]
    assert (mention.span.text, mention.title and mention.title.text) == ("Karim Nasser", "Brig Gen")


def test_a_name_cut_short_is_completed_from_the_report() -> None:
    text = "The Free Valley Army denied it. Free Valley Army spokesman Karim Nasser said so."
    assert [m.span.text for m in names_of(text) if m.kind == "military"] == ["Free Valley Army", "Free Valley Army"]


def test_no_token_belongs_to_two_names() -> None:
    seen: set[int] = set()
    for mention in names_of(
        "Hezbollah fighters and US troops met the Iraqi army's Second Division near the UN base of General Omar Said."
    ):
        tokens = set(range(mention.first, mention.last))
        assert not tokens & seen
        seen |= tokens


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [
        ("CBS", "Centre for Border Studies", True),
        ("NCDD", "National Council for the Defence of Democracy", True),
        ("a", "Amal", False),
    ],
)
def test_short_for(short: str, name: str, fits: bool) -> None:
    assert short_for(short, name) is fits

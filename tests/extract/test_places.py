"""Phrases for places, in sentences of our own: name, feature, part, offset, container, and who is no place."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rashomon.annotate import annotate, build
from rashomon.extract.places import find_places
from rashomon.model.documents import Document, Part
from rashomon.model.place_mentions import PlaceMention


@pytest.fixture(scope="session")
def nlp() -> Language:
    return build("bundled")


def read(nlp: Language, text: str) -> list[PlaceMention]:
    parts, at = [], 0
    for paragraph in text.split("\n\n"):
        parts.append(Part("body", at, at + len(paragraph)))
        at += len(paragraph) + 2
    document = Document("0" * 64, text, tuple(parts))
    found = find_places(annotate(nlp, document), document=document)
    assert all(m.span.quotes(text) for m in found)
    assert all(m.near is None or m.near.span.quotes(text) for m in found)
    return list(found)


def places(nlp: Language, text: str) -> list[PlaceMention]:
    return [m for m in read(nlp, text) if not m.metonym]


@pytest.mark.parametrize(
    ("text", "span", "feature", "part"),
    [
        ("A bomb went off at Kirkuk airport on Monday.", "Kirkuk airport", "airport", None),
        ("Shells fell on the eastern neighbourhood of Al Zahra.", "Al Zahra", "neighbourhood", None),
        ("Fighting spread to north-east Jordan last week.", "north-east Jordan", None, "north-east"),
        ("Three were killed in northern Gaza.", "northern Gaza", None, "northern"),
        ("Troops moved through Idlib province.", "Idlib province", "province", None),
        ("The group holds much of the province of Cabo Delgado.", "Cabo Delgado", "province", None),
        ("Gunmen raided Kurmin village in Kaduna.", "Kurmin", "village", None),
        ("A blast hit the port of Berdyansk.", "port of Berdyansk", "port", None),
    ],
)
def test_features_and_parts(nlp: Language, text: str, span: str, feature: str | None, part: str | None) -> None:
    found = {m.span.text: m for m in places(nlp, text)}
    assert span in found
    assert (found[span].feature, found[span].part) == (feature, part)


@pytest.mark.parametrize(
    ("text", "name", "km", "bearing"),
    [
        ("A drone fell 25 km (15 miles) east of Mosul.", "Mosul", 25.0, "E"),
        ("The bus was hit about 60 kilometres north-west of Gao.", "Gao", 60.0, "NW"),
        ("A ship was struck ten miles off the coast of Hodeidah.", "Hodeidah", 16.09, None),
        ("The convoy was ambushed near Kidal.", "Kidal", None, None),
        ("Rebels were seen on the outskirts of Goma.", "Goma", None, None),
        ("The camp lies south of Tyre.", "Tyre", None, "S"),
    ],
)
def test_offsets(nlp: Language, text: str, name: str, km: float | None, bearing: str | None) -> None:
    near = next(m.near for m in places(nlp, text) if m.name == name)
    assert near is not None
    assert (near.km, near.bearing) == (km, bearing)
    assert near.span.text.endswith(name)


@pytest.mark.parametrize(
    ("text", "name", "within"),
    [
        ("Two people died in Aurora, Colorado.", "Aurora", ["Colorado"]),
        ("It happened in Bama, in Borno state.", "Bama", ["Borno"]),
        ("Soldiers held Iraq's Anbar province.", "Anbar", ["Iraq"]),
        ("The village of Dara, near the border, lies in Kunar, Afghanistan.", "Kunar", ["Afghanistan"]),
    ],
)
def test_containers(nlp: Language, text: str, name: str, within: list[str]) -> None:
    mention = next(m for m in places(nlp, text) if m.name == name)
    assert [span.text for span in mention.within] == within


def test_a_demonym_before_the_feature_states_the_country(nlp: Language) -> None:
    (mention,) = places(nlp, "The strike hit the Syrian city of Raqqa.")
    assert mention.countries == ("SY",)


def test_the_road_between_two_towns_is_one_line(nlp: Language) -> None:
    lines = [
        m for m in places(nlp, "A mine blew up a truck on the road between Goma and Rutshuru.") if m.until is not None
    ]
    assert [(m.span.text, m.until.text if m.until is not None else "") for m in lines] == [
        ("road between Goma", "Rutshuru")
    ]


def test_a_border_of_two_demonyms_is_a_place(nlp: Language) -> None:
    (mention,) = [m for m in places(nlp, "Shots were fired along the Thai-Cambodian border.") if m.rule == "border"]
    assert mention.span.text == "Thai-Cambodian border"
    assert mention.countries == ("TH", "KH")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Washington said it would respond.", "Washington"),
        ("Iran-backed militias fired first.", "Iran"),
        ("The attack was blamed on Israel.", "Israel"),
        ("Talks between Iraq and its neighbours stopped.", "Iraq"),
        ("Ethiopia's army denied the claim.", "Ethiopia"),
        ("He accused Rwanda of sending troops.", "Rwanda"),
        ("Rockets hit a US base.", "US"),
    ],
)
def test_a_government_is_no_place(nlp: Language, text: str, name: str) -> None:
    mention = next(m for m in read(nlp, text) if m.name == name)
    assert mention.metonym


@pytest.mark.parametrize(
    "text", ["Troops died in Iraq.", "A bomb exploded in Washington.", "Fighting went on across Sudan."]
)
def test_where_it_happened_is_a_place(nlp: Language, text: str) -> None:
    assert len(places(nlp, text)) == 1


def test_a_person_with_a_country_for_a_name_is_no_place(nlp: Language) -> None:
    assert [m.name for m in places(nlp, "Police questioned Jordan Smith in Leeds.")] == ["Leeds"]


def test_a_dateline_is_a_place_and_no_government(nlp: Language) -> None:
    found = read(nlp, "NAIROBI, Feb 3 (Agency) - Gunmen killed two people in Mandera on Friday.")
    assert [(m.name, m.rule == "dateline") for m in found if not m.metonym] == [("NAIROBI", True), ("Mandera", False)]


def test_anaphors_point_back_only_after_a_preposition(nlp: Language) -> None:
    forms = [
        m.span.text
        for m in read(nlp, "A bomb hit Kabul. Smoke rose over the city. The city is large.")
        if m.form == "anaphor"
    ]
    assert forms == ["city"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "....", "of of of", "25 km east of", "In the", "between Goma and", "’s", "al-", "X " * 400]
)
def test_odd_text_is_read_without_an_error(nlp: Language, text: str) -> None:
    read(nlp, text)

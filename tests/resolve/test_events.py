"""Clustering: what is one happening, and what are two."""

from __future__ import annotations

import pytest

from rashomon.model.record import Record
from rashomon.run.pipeline import shared_reader
from rashomon.settings import Settings


def read(text: str) -> Record:
    return shared_reader(Settings()).read(text.encode(), name="report.txt", published="2024-06-14")


def violent(text: str) -> int:
    return sum(e.plover == "ASSAULT" and e.modality in {"happened", "ongoing"} for e in read(text).events)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen ambushed a convoy near Basra on Monday, killing four guards. The attack lasted an hour, residents said.",
        "A bomb exploded at a market in Basra on Monday. Nine people were killed and thirty were wounded. "
        "The minister condemned the bombing.",
        "A drone strike hit a car near Basra on Monday. The raid was a massacre, the mayor said.",
        "A missile struck a clinic in Basra on Monday. It was hit again an hour later, a doctor said.",
        "Gunmen attacked a police post in Basra on Monday. She died of her wounds on Wednesday, the sister of a cook said.",
    ],
)
def test_details_told_later_are_the_same_event(text: str) -> None:
    assert violent(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked a mosque in Basra on Monday, killing four people. In March, a suicide bombing in Mosul killed thirty.",
        "Rebels shelled a barracks near Basra on Monday. Another attack killed two drivers in Amara on Sunday.",
        "Gunmen ambushed an army convoy near Basra on Monday, killing six soldiers. "
        'The army said its troops had "eliminated some twenty militants" in a counter-attack.',
        "Gunmen attacked a police post in Basra on Monday, killing six officers. Their spokesman said the assault was revenge for "
        "the killing of a commander in Amara.",
        "Rebels shelled Basra on Monday. Hours later, army jets bombed a camp near Amara, killing nine fighters.",
    ],
)
def test_opposite_sides_and_recalled_days_stay_apart(text: str) -> None:
    assert violent(text) == 2


def test_what_an_act_avenges_lies_where_the_operation_was() -> None:
    found = read(
        "Gunmen attacked a police post in Basra on Monday, killing six officers. The assault was revenge for the killing of a "
        "commander, Ali Zaki alias Malang, in an operation in Amara last month."
    )
    places = {p.id: p.name for p in found.places}
    assert [places.get(e.place_id or "") for e in found.events] == ["Basra", "Amara"]


def test_the_headline_joins_the_main_event() -> None:
    text = (
        "Four killed in attack on Basra mosque\n\n"
        "Gunmen attacked a mosque in Basra on Monday, killing four people, police said.\n\n"
        "In March, a suicide bombing in Mosul killed thirty people.\n"
    )
    record = read(text)
    assert record.events[0].triggers[0].start < len("Four killed in attack on Basra mosque")
    assert sum(e.plover == "ASSAULT" for e in record.events) == 2


def test_two_arrests_with_their_own_people_are_two() -> None:
    record = read(
        "Police arrested four smugglers in Basra on Monday. The harbour was closed. Traders complained. Prices rose. "
        "Ships waited. Police arrested a teacher in Mosul on Tuesday."
    )
    assert sum(e.mode == "arrest" for e in record.events) == 2


def test_ids_come_from_the_document_and_the_first_words() -> None:
    text = "Gunmen attacked a mosque in Basra on Monday, killing four people."
    assert [e.id for e in read(text).events] == [e.id for e in read(text).events]


@pytest.mark.parametrize(
    "denial",
    ["The Hill Front denied responsibility.", "The Hill Front denied carrying out the blast."],
)
def test_who_denies_a_part_affirms_nothing(denial: str) -> None:
    record = read(f"A blast killed nine people in Zhob on Tuesday, police said. Police blamed the Hill Front. {denial}")
    said = [a for e in record.events for a in e.answers if a.question == "occurred"]
    assert said and not any(a.speaker is not None and a.speaker.name.endswith("Hill Front") for a in said)
    assert not any(a.span.text in {"denied", "blamed"} for a in said)

"""Event mentions: who did what to whom, when and where, as far as one sentence says."""

from __future__ import annotations

import pytest

from rashomon.model.events import Event
from rashomon.model.record import Record
from rashomon.run.pipeline import shared_reader
from rashomon.settings import Settings


def read(text: str) -> Record:
    return shared_reader(Settings()).read(text.encode(), name="report.txt", published="2024-06-14")


def names(record: Record, event: Event, role: str) -> set[str]:
    actors = {a.id: a.name for a in record.actors}
    return {actors[p.actor_id] for p in event.participants if p.role == role and p.actor_id is not None}


def only(record: Record, plover: str = "ASSAULT") -> Event:
    (event,) = [e for e in record.events if e.plover == plover]
    return event


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Hezbollah fired thirty rockets at Haifa on Monday.", "Hezbollah"),
        ("A convoy near Haifa was attacked on Monday by Hezbollah.", "Hezbollah"),
        ("Hezbollah carried out an attack on a base near Haifa on Monday.", "Hezbollah"),
        ("An attack on a base near Haifa on Monday was claimed by Hezbollah.", "Hezbollah"),
        (
            "Gunmen shot a judge in Beirut on Monday. The minister accused Hezbollah of carrying out the attack.",
            "Hezbollah",
        ),
    ],
)
def test_the_doer_is_found_where_the_syntax_puts_him(text: str, actor: str) -> None:
    record = read(text)
    assert any(
        actor in names(record, e, "actor")
        or actor in {a.name for a in record.actors if a.id in {x.value for x in e.answers}}
        for e in record.events
    )


def test_nobody_is_no_doer() -> None:
    record = read("A bomb exploded at a market in Basra on Monday. No group has claimed the attack.")
    assert names(record, only(record), "actor") == set()


def test_what_was_fired_is_no_target() -> None:
    event = only(read("Rebels fired six mortar shells at a school near Basra on Monday."))
    assert {i.name for i in event.instruments} == {"shell"} or event.instruments
    assert not any(p.span.text in {"shells", "mortar shells"} for p in event.participants)


def test_coordinated_verbs_share_their_day() -> None:
    record = read("Soldiers rounded up traders in Basra on Wednesday morning and shot dead ten of them.")
    days = {t.id: t.start[:10] for t in record.times}
    assert days[only(record).time_id or ""] == "2024-06-12"


def test_a_day_of_speech_dates_no_event() -> None:
    event = only(read("Rebels attacked a barracks near Basra, the army said on Tuesday."))
    assert event.time_id is None


def test_hours_later_is_the_day_of_what_was_told_before() -> None:
    record = read(
        "Rebels shelled a barracks near Basra on Monday, killing four soldiers. "
        "Hours later, army jets bombed a camp near Amara, killing nine fighters."
    )
    starts = {t.id: t.start[:10] for t in record.times}
    assert [starts.get(e.time_id or "") for e in record.events if e.plover == "ASSAULT"] == ["2024-06-10", "2024-06-10"]


def test_where_the_dead_lived_is_not_where_it_happened() -> None:
    record = read("Three residents of Basra were killed in a bombing in Mosul on Monday.")
    places = {p.id: p.name for p in record.places}
    assert places[only(record).place_id or ""] == "Mosul"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The court is to hear petitions on the killings in Basra next week.", "planned"),
        ("The army will deploy troops to Basra on Friday.", "planned"),
        ("Rebels attacked Basra on Monday.", "happened"),
        ("The army has besieged Basra since May.", "ongoing"),
        ("Troops hunted the men who planned Tuesday's bombing of the bank in Basra.", "happened"),
        ("The committee called for an inquiry into the killing of five men in Basra.", "happened"),
        ("They would come for the village after the bombing of the bank in Basra.", "happened"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert modality in {e.modality for e in read(text).events}


def test_a_repelled_attack_happened() -> None:
    event = only(read("The army said it had repelled a Hezbollah assault on Basra on Sunday, killing forty fighters."))
    assert event.modality == "happened"


def test_police_who_report_an_arrest_made_it() -> None:
    record = read("Two men were arrested in Basra on Monday, the National Police said.")
    event = only(record, "COERCE")
    assert any("Police" in n for n in names(record, event, "actor"))


def test_a_generic_plural_founds_no_event() -> None:
    assert [
        e for e in read("Attacks on aid workers must stop, the minister said.").events if e.plover == "ASSAULT"
    ] == []


def test_a_months_dead_are_no_event() -> None:
    record = read("At least 230 civilians were killed across Iraq in May, the United Nations said.")
    assert [e for e in record.events if e.modality == "happened" and e.plover == "ASSAULT"] == []


def test_the_dead_of_years_are_no_event() -> None:
    record = read("Three editors were killed in Basra between 1996 and 2008, the union said.")
    assert [e for e in record.events if e.modality == "happened" and e.plover == "ASSAULT"] == []


def test_who_dies_of_his_wounds_dates_nothing() -> None:
    record = read(
        "Gunmen shot eight men at a market in Basra on Monday. Omar Jasim, who died on Wednesday, sold fruit. "
        "A ninth died yesterday."
    )
    event = only(record)
    assert {t.id: t.start[:10] for t in record.times}[event.time_id or ""] == "2024-06-10"

"""Figures and victims find the event they belong to."""

from __future__ import annotations

from rashomon.model.record import Record
from rashomon.run.pipeline import shared_reader
from rashomon.settings import Settings


def read(text: str) -> Record:
    return shared_reader(Settings()).read(text.encode(), name="report.txt", published="2024-06-14")


def places_of_figures(record: Record) -> list[tuple[str, str | None]]:
    names = {p.id: p.name for p in record.places}
    events = {e.id: names.get(e.place_id or "") for e in record.events}
    return [(f.span.text, events.get(f.event_id or "")) for f in record.figures]


def test_each_figure_goes_to_the_event_of_its_words() -> None:
    record = read(
        "Gunmen attacked a mosque in Basra on Monday, killing four people. In March, a suicide bombing in Mosul killed thirty people."
    )
    found = dict(places_of_figures(record))
    assert {found[k] for k in found if "four" in k} == {"Basra"}
    assert {found[k] for k in found if "thirty" in k} == {"Mosul"}


def test_a_toll_without_a_trigger_belongs_to_the_event_told_last() -> None:
    record = read(
        "A bomb exploded at a market in Basra on Monday. The death toll rose to nine on Tuesday, a doctor said."
    )
    assert {place for _, place in places_of_figures(record)} == {"Basra"}


def test_masses_that_fled_belong_to_no_single_attack() -> None:
    record = read(
        "Rebels shelled Basra on Monday, killing two people. About 65,000 people have fled their homes, the United Nations said."
    )
    fled = [f for f in record.figures if f.measure == "displaced"]
    assert fled and all(f.event_id is None for f in fled)


def test_a_part_belongs_to_the_event_of_its_whole() -> None:
    record = read("Gunmen killed nine people, three of them children, in Basra on Monday.")
    assert len({f.event_id for f in record.figures}) == 1


def test_named_victims_take_part_but_never_crowd_out_what_was_attacked() -> None:
    record = read(
        "Gunmen attacked a police post in Basra on Monday, killing five people. "
        "The dead were Karim Haddad, Omar Nasser, Ali Hashemi and Sami Jaber, an official said."
    )
    (event,) = [e for e in record.events if e.plover == "ASSAULT"]
    assert len([p for p in event.participants if p.role != "actor"]) <= 3


def test_figures_and_events_point_at_each_other() -> None:
    record = read("Gunmen killed nine people in Basra on Monday and wounded four.")
    for event in record.events:
        assert all(f.event_id == event.id for f in record.figures if f.id in event.figures)

"""Sites, towns and countries: how two reports' places lie to each other."""

from __future__ import annotations

from rashomon.linking import link
from rashomon.linking.geo import relation, where_of
from rashomon.model.places import Place, PlacePrecision
from rashomon.model.spans import Span
from tests.linking.builders import Report, strike


def site(name: str, *within: str, precision: PlacePrecision = "exact") -> Place:
    return Place("p1", name, within, None, None, None, None, precision, None, (Span(0, len(name), name),))


def between(a: Place, b: Place) -> str:
    return relation(where_of(a, stated=True), where_of(b, stated=True))


def test_two_names_of_a_site_in_one_town_that_share_a_word_are_near() -> None:
    assert between(site("Kadru market", "Bukari", "DR Congo"), site("the flour alley of Kadru", "Bukari")) == "near"
    assert between(site("Bab al-Tahrir garage", "Marawa"), site("garage of Bab al-Tehrir", "Marawa", "Iraq")) == "near"


def test_the_town_and_what_many_places_are_called_make_no_two_sites_one() -> None:
    assert between(site("Marawa market", "Marawa", "Iraq"), site("Marawa bridge", "Marawa")) == "holder"
    assert between(site("Bab Sharqi market", "Marawa"), site("Bab Nergal market", "Marawa")) == "holder"


def test_a_country_is_one_under_all_its_names_and_a_town_is_none() -> None:
    names = ("DR Congo", "Democratic Republic of the Congo")
    first, second = (where_of(site("Kadru market", "Bukari", name), stated=True).country for name in names)
    assert first is not None and first == second
    assert where_of(site("Kadru market", "Bukari"), stated=True).country is None
    assert where_of(site("Kadru", "Congo", precision="city"), stated=True).country is not None


def test_what_a_report_recalls_without_a_place_is_looked_for_where_its_own_event_was() -> None:
    recall = Report(
        "Shells hit a school",
        "The news came late.",
        "Shells hit the school in Marawa on Friday.",
        "It was the first attack since a drone hit the depot.",
        publisher="Herald",
        published="2024-03-16",
    )
    recall.time("on Friday", "2024-03-15")
    recall.event(
        "Shells hit the school in Marawa on Friday",
        trigger="Shells hit",
        place="Marawa",
        time="on Friday",
        acled="Shelling/artillery/missile attack",
    )
    recall.event(
        "a drone hit the depot",
        trigger="hit the depot",
        weapon="drone",
        target="depot",
    )
    assert sorted(len(i.events) for i in link([strike(), recall.build()])) == [1, 2]

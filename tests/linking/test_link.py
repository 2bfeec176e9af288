"""What is one incident, and what stays two."""

from __future__ import annotations

from rashomon.linking import explain, link
from rashomon.linking.compare import threshold
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from tests.linking.builders import Report, strike


def sizes(*records: Record) -> list[int]:
    return sorted(len(i.events) for i in link(records))


def test_two_reports_of_one_strike_are_one_incident() -> None:
    one, two = strike(), strike(publisher="Wire", dead=6, source="hospital")
    (incident,) = link([one, two])
    assert len(incident.events) == 2
    assert incident.date == "2024-03-10" and incident.place == "Marawa"


def test_a_place_in_another_spelling_is_the_same_place() -> None:
    assert sizes(strike(), strike(publisher="Wire", place="Mar\u0101wah", source="hospital")) == [2]


def test_the_town_beside_it_may_be_the_scene() -> None:
    assert sizes(strike(), strike(publisher="Wire", place="Sefton", source="hospital")) == [2]
    assert sizes(strike(), strike(publisher="Wire", place="Sefton", source="hospital", dead=7)) == [1, 1], (
        "another toll in another town"
    )
    assert sizes(strike(), strike(publisher="Wire", place="Sefton", source="hospital", target="school")) == [1, 1]


def test_a_province_holds_its_town() -> None:
    assert sizes(strike(), strike(publisher="Wire", place="Tal province", source="hospital")) == [2]


def test_two_attacks_in_one_city_within_three_days_stay_two() -> None:
    for day in ("2024-03-11", "2024-03-12", "2024-03-13"):
        assert sizes(strike(), strike(publisher="Wire", published="2024-03-14", day=day)) == [1, 1], day


def test_places_far_apart_on_one_day_stay_two() -> None:
    assert sizes(strike(), strike(publisher="Wire", place="Bahr")) == [1, 1]
    assert sizes(strike(), strike(publisher="Wire", place="Ostra")) == [1, 1]


def test_a_bomb_and_an_air_strike_on_other_targets_stay_two() -> None:
    other = strike(
        publisher="Wire", weapon="bomb", acled="Remote explosive/landmine/IED", target="school", word="blast", dead=40
    )
    ambush = strike(
        publisher="Wire", weapon="rifle", acled="Abduction/forced disappearance", target="clinic", word="raid", dead=1
    )
    assert sizes(strike(), ambush) == [1, 1]
    assert sizes(strike(dead=2), other) == [1, 1]


def test_the_country_alone_links_nothing() -> None:
    assert sizes(strike(place="Qadria"), strike(publisher="Wire", place="Qadria")) == [1, 1]
    assert sizes(strike(), strike(publisher="Wire", place="Qadria")) == [1, 1]


def test_a_report_is_never_linked_to_an_event_after_it() -> None:
    early = strike(publisher="Wire", published="2024-03-01", day="2024-03-01")
    assert sizes(strike(), early) == [1, 1]


def recalling() -> Record:
    report = Report(
        "Shells hit the school in Sefton",
        "Shells hit the school in Sefton on Friday.",
        "A drone strike on the depot in Marawa killed 4 people on the tenth.",
        publisher="Herald",
        published="2024-05-04",
    )
    report.time("on Friday", "2024-05-03")
    report.time("on the tenth", "2024-03-10")
    report.event(
        "Shells hit the school in Sefton on Friday",
        trigger="Shells hit",
        place="Sefton",
        time="on Friday",
        acled="Shelling/artillery/missile attack",
    )
    report.event(
        "A drone strike on the depot in Marawa killed 4 people",
        trigger="drone strike",
        place="Marawa",
        time="on the tenth",
        weapon="drone",
        target="depot",
    )
    return report.build()


def test_a_recalled_event_joins_the_report_of_its_day() -> None:
    recall = recalling()
    incidents = link([strike(), recall])
    assert [len(i.events) for i in incidents] == [1, 2]
    assert incidents[0].date == "2024-05-03"
    joined = incidents[1]
    assert {e.report_id for e in joined.events} == {strike().document.id, recall.document.id}
    assert joined.title == strike().document.title


def test_events_told_apart_in_one_report_are_never_one() -> None:
    twins = Report(
        "Two drone strikes on the depot in Marawa",
        "A first strike hit the depot in Marawa at dawn.",
        "A second strike hit the depot an hour later.",
        publisher="Herald",
        published="2024-03-11",
    )
    twins.time("at dawn", "2024-03-10")
    twins.event(
        "A first strike hit the depot in Marawa at dawn",
        trigger="first strike",
        place="Marawa",
        time="at dawn",
        weapon=None,
    )
    twins.event("A second strike hit the depot an hour later", trigger="second strike", place="Marawa", time="at dawn")
    incidents = link([twins.build(), strike()])
    for incident in incidents:
        reports = [e.report_id for e in incident.events]
        assert len(reports) == len(set(reports))
    assert sum(len(i.events) for i in incidents) == 3


def named(publisher: str, *, victims: tuple[str, ...], published: str = "2024-03-12") -> Record:
    report = Report(
        "Families bury their dead",
        f"They buried {' and '.join(victims)}, killed in the attack.",
        publisher=publisher,
        published=published,
    )
    event = report.event("killed in the attack", trigger="killed", acled=None)
    for name in victims:
        report.victim(name, event)
    return report.build()


def test_without_date_and_place_only_named_victims_link() -> None:
    a = named("Gazette", victims=("Karim Adel", "Nadia Moroz"))
    b = named("Wire", victims=("Kareem Adel", "Nadiya Moroz"))
    c = named("Herald", victims=("Pavel Ruzin", "Olga Ruzina"))
    assert sizes(a, b) == [2]
    assert sizes(a, c) == [1, 1]


def test_talks_and_planned_attacks_found_no_incident() -> None:
    report = Report("Delegates will meet in Marawa", "Delegates will meet in Marawa. The army plans a strike.")
    report.event(
        "Delegates will meet in Marawa",
        trigger="meet",
        place="Marawa",
        plover="CONSULT",
        acled=None,
        modality="planned",
    )
    report.event("The army plans a strike", trigger="strike", place="Marawa", modality="planned")
    assert link([report.build()]) == ()


def test_a_record_given_twice_counts_once() -> None:
    assert sizes(strike(), strike()) == [1]


def test_no_records_no_incidents() -> None:
    assert link([]) == ()


def test_the_id_is_that_of_the_founding_event_and_stays_when_a_later_report_joins() -> None:
    (alone,) = link([strike()])
    (joined,) = link([strike(), strike(publisher="Wire", published="2024-03-12", source="hospital")])
    assert isinstance(alone, Incident) and alone.id == joined.id
    assert alone.id.startswith("i") and len(alone.id) == 13


def test_an_explanation_adds_up_and_says_why() -> None:
    one, two = strike(), strike(publisher="Wire", source="hospital")
    found = explain((one, one.events[0].id), (two, two.events[0].id))
    assert found.linked and found.score >= threshold()
    assert round(sum(f.weight for f in found.features), 4) == found.score
    assert {"date", "place", "type", "weapon"} <= {f.name for f in found.features}
    assert all(f.reason for f in found.features)
    assert found == explain((two, two.events[0].id), (one, one.events[0].id))
    apart = explain((one, one.events[0].id), (strike(place="Ostra"), strike(place="Ostra").events[0].id))
    assert apart.forbidden == "places contradict" and not apart.linked


def undated(publisher: str, *, dead: int, weapon: str = "drone", target: str = "depot") -> Record:
    text = f"A {weapon} strike on the {target} in Marawa killed {dead}"
    report = Report(f"Strike kills {dead}", f"{text}, police said.", publisher=publisher, published="2024-03-12")
    event = report.event(text, trigger="strike", place="Marawa", weapon=weapon, target=target)
    report.figure(str(dead), dead, dead, event, nth=1, speaker=report.who("police"))
    return report.build()


def test_without_a_date_a_place_is_not_enough() -> None:
    assert sizes(strike(dead=4), undated("Wire", dead=4)) == [2]
    assert sizes(strike(dead=4), undated("Wire", dead=9, target="school", weapon="rocket")) == [1, 1]

"""Which names stand for one body, and what that does to figures, ranges and cells."""

from __future__ import annotations

import pytest

from rashomon.linking import link
from rashomon.linking.bodies import body_of, nation_of, one_body
from rashomon.linking.copies import find_copies
from rashomon.linking.profiles import profiles_of
from rashomon.linking.sides import is_generic
from rashomon.model.record import Record
from tests.linking.builders import Report, strike
from tests.linking.test_accounts import answers, only, toll


def one(a: str, b: str, country: str | None = None) -> bool:
    ours, theirs = body_of(a), body_of(b)
    assert ours is not None and theirs is not None
    assert one_body(ours, theirs, country=country) == one_body(theirs, ours, country=country)
    return one_body(ours, theirs, country=country)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("the Interior Ministry", "Ministry of Internal Affairs"),
        ("Borno police", "the Police Command"),
        ("provincial police director", "police"),
        ("Jakarta", "Indonesia's army"),
        ("the Congolese government", "Congolese defence ministry"),
        ("Erdogan hospital", "Doctors at Erdogan hospital"),
    ],
)
def test_names_of_one_body(a: str, b: str) -> None:
    assert one(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("the police", "the army"),
        ("Borno police", "Kano police"),
        ("the interior ministry", "the health ministry"),
        ("Syria's army", "Russia's defence ministry"),
        ("the teaching hospital", "Erdogan hospital"),
        ("the Kabul government", "Pakistan's interior ministry"),
        ("the hospital", "the hospital"),
        ("the ministry", "the ministry"),
    ],
)
def test_bodies_that_stay_two(a: str, b: str) -> None:
    assert not one(a, b)


def test_an_army_without_a_name_is_the_country_s() -> None:
    assert one("the army", "Nigeria's defence ministry", country="NG")
    assert not one("the army", "Nigeria's defence ministry", country="CM")
    assert nation_of("Nigeria") == "NG" and nation_of(None) is None and body_of("fish sellers' association") is None


def test_one_body_under_two_names_replaces_its_figure() -> None:
    first, later = ("Interior Ministry", "four", 4, 4, {}), ("Ministry of Internal Affairs", "six", 6, 6, {})
    incident = only(toll("A", first), toll("B", later, published="2024-03-12"))
    assert [(a.low, a.live) for _, a in answers(incident, "killed")] == [(4, False), (6, True)]
    assert dict(incident.cells)["killed"] == "single"
    apart = only(toll("A", first), toll("B", ("Health Ministry", "six", 6, 6, {}), published="2024-03-12"))
    assert all(a.live for _, a in answers(apart, "killed")) and dict(apart.cells)["killed"] == "differ"


def test_the_ministry_is_the_one_that_the_incident_has() -> None:
    short = ("ministry", "six", 6, 6, {})
    told = toll("A", ("Interior Ministry", "four", 4, 4, {}))
    assert not answers(only(told, toll("B", short, published="2024-03-12")), "killed")[0][1].live
    both = toll("A", ("Interior Ministry", "four", 4, 4, {}), ("Health Ministry", "five", 5, 5, {}))
    assert all(a.live for _, a in answers(only(both, toll("B", short, published="2024-03-12")), "killed"))


def test_none_of_ours_replaces_no_count_of_theirs() -> None:
    none = {"population": "military", "qualifier": "reported_none"}
    incident = only(
        toll("A", ("Army", "seven", 7, 7, {"population": "military"})),
        toll("B", ("Army", "nobody", 0, 0, none), published="2024-03-12"),
    )
    assert {a.value: a.live for _, a in answers(incident, "killed")} == {"7": True, "none": True}


def test_a_kind_in_the_toll_is_replaced_by_its_later_number_and_other_parts_are_not() -> None:
    def report(publisher: str, day: str, whole: int, some: int, population: str) -> Record:
        part = {"population": population, "part_of": "f1"}
        figures = ("Police", f"{whole} people", whole, whole, {}), ("Police", f"{some} of them", some, some, part)
        return toll(publisher, *figures, published=day)

    police = only(report("A", "2024-03-11", 8, 5, "police"), report("B", "2024-03-12", 9, 6, "police"))
    assert {a.low: a.live for _, a in answers(police, "killed")} == {8: False, 5: False, 9: True, 6: True}
    burnt = only(report("A", "2024-03-11", 8, 5, "any"), report("B", "2024-03-12", 9, 6, "any"))
    assert {a.low: a.live for _, a in answers(burnt, "killed")} == {8: False, 5: True, 9: True, 6: True}


def test_the_toll_of_the_whole_leaves_out_what_its_speaker_counts_beside_more() -> None:
    guests, guards = (
        ("Hospital", "nineteen", 19, 19, {"population": "civilian"}),
        ("Hospital", "two", 2, 2, {"population": "military"}),
    )
    incident = only(toll("A", guests, guards), toll("B", ("Police", "seventeen", 17, 17, {})))
    assert [(r.measure, r.low, r.high) for r in incident.tolls] == [("killed", 17, 19)]
    assert {(r.population, r.low, r.high) for r in incident.ranges} == {
        ("any", 17, 17), ("civilian", 19, 19), ("military", 2, 2),
    }  # fmt: skip


def deeds(*told: tuple[str, str, str]) -> Record:
    """A report on the strike, and deeds that it tells beside it: (words, plover, acled)."""
    report = Report(
        "A drone strike hits the depot in Marawa",
        "A drone strike hit the depot in Marawa on Sunday.",
        *(words + "." for words, _, _ in told),
        publisher=f"Paper {len(told)} {told[0][0]}",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    report.event(
        "A drone strike hit the depot in Marawa on Sunday",
        trigger="drone strike", place="Marawa", time="on Sunday", weapon="drone", target="depot",
    )  # fmt: skip
    for words, plover, acled in told:
        report.event(words, trigger=words.split()[-1], plover=plover, acled=acled)
    return report.build()


def test_deeds_told_beside_an_attack_are_responses_and_agree_by_kind() -> None:
    arrests, strikes = (
        ("Four men were detained", "COERCE", "Arrests"),
        ("Shopkeepers closed", "PROTEST", "Peaceful protest"),
    )
    again = ("Two youths were held", "COERCE", "Arrests")
    assert dict(only(deeds(arrests)).cells)["response"] == "single"
    assert dict(only(deeds(arrests), deeds(strikes)).cells)["response"] == "single"
    assert dict(only(deeds(arrests), deeds(again)).cells)["response"] == "agree"
    assert dict(only(strike()).cells)["response"] == "silent"


def announcing(act: str, words: str, speaker: str) -> Record:
    """A report on the strike, and what somebody says that he will do about it."""
    report = Report(
        "A drone strike hits the depot in Marawa",
        "A drone strike hit the depot in Marawa on Sunday.",
        f"{speaker} said {words}.",
        publisher=f"Paper of {speaker}",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    report.event(
        "A drone strike hit the depot in Marawa on Sunday",
        trigger="drone strike", place="Marawa", time="on Sunday", weapon="drone", target="depot",
    )  # fmt: skip
    report.claim(words, report.who(speaker), act=act)
    return report.build()


def test_what_is_decided_or_threatened_is_a_response_and_what_is_demanded_is_none() -> None:
    vow = announcing("threaten", "the pilots will be answered at sea", "Harbour Front")
    inquiry = announcing("report", "a judge has opened an inquiry into the strike", "Ministry")
    assert dict(only(vow).cells)["response"] == "single"
    assert dict(only(inquiry).cells)["response"] == "single"
    assert dict(only(vow, inquiry).cells)["response"] == "single"
    again = announcing("threaten", "the pilots will be answered at sea", "Tide Brigade")
    assert dict(only(vow, again).cells)["response"] == "agree"
    assert dict(only(announcing("demand", "the depot be closed", "Union")).cells)["response"] == "silent"


def test_what_an_outlet_has_from_somebody_is_no_origin_where_another_cites_it() -> None:
    told = toll("North Wire", ("Police", "four", 4, 4, {}))
    citing = toll("Gazette", ("North Wire", "four", 4, 4, {}), published="2024-03-12")
    assert dict(only(told, citing).cells)["killed"] == "single"


def test_two_reporters_in_one_room_are_no_copies() -> None:
    speech = (
        "“We stood at the gate of the depot before sunrise and counted the lorries as they came in, and when the second one "
        "turned there was a light over the ridge and then no gate, no lorries and nobody to count them,”"
    )

    def quoting(publisher: str, filler: str, *, quote: bool) -> Record:
        report = Report("Blast at the depot", f"{speech} a driver said. {filler}", publisher=publisher)
        who = report.who("a driver", level="anonymous_witness", kind="unknown")
        if quote:
            claim = report.claims
            report.claim(speech, who)
            claim[-1] = type(claim[-1])(**{f: getattr(claim[-1], f) for f in claim[-1].__slots__} | {"form": "direct"})
        return report.build()

    ours = "The governor drove to the place at noon and left again without a word to the families who waited there all day."
    theirs = "Officials counted burnt tanks late into evening while engineers looked at pipes that feed both towns down river."
    assert find_copies([quoting("A", ours, quote=False), quoting("B", theirs, quote=False)]).original_of
    assert not find_copies([quoting("A", ours, quote=True), quoting("B", theirs, quote=True)]).original_of


def recalling(publisher: str, published: str) -> Record:
    """A report about an arrest that recalls the strike without a day."""
    report = Report(
        "A court hears the case",
        "The depot in Marawa, where a drone strike killed 4 people, has stood empty since.",
        publisher=publisher,
        published=published,
    )
    report.event(
        "The depot in Marawa, where a drone strike killed 4 people", trigger="drone strike", place="Marawa", weapon="drone",
        target="depot",
    )  # fmt: skip
    report.event("A court hears the case", trigger="hears", plover="COERCE", acled="Arrests")
    return report.build()


def test_an_event_recalled_without_a_day_joins_its_recent_incident() -> None:
    told = strike()
    recent, late = recalling("B", "2024-03-28"), recalling("C", "2027-01-05")
    assert any(len(i.events) == 2 for i in link([told, recent]))
    assert all(len(i.events) == 1 for i in link([told, late]))


def test_the_whole_of_two_attacks_joins_neither() -> None:
    report = Report(
        "Twin strikes near Marawa",
        "A drone strike hit the depot in Marawa on the tenth, one of two strikes on the tenth; the other hit the mill in Marawa.",
        publisher="B",
        published="2024-03-11",
    )
    report.time("on the tenth", "2024-03-10")
    from rashomon.model.relations import Link

    common = {"place": "Marawa", "time": "on the tenth", "weapon": "drone"}
    one_of = report.event(
        "A drone strike hit the depot in Marawa on the tenth", trigger="drone strike", target="depot", **common
    )
    whole = report.event("two strikes on the tenth", trigger="two strikes", **common)
    other = report.event("the other hit the mill in Marawa", trigger="the other hit", target="mill", **common)
    report.links += [Link(e, "part_of", whole, (report.span("one of"),)) for e in (one_of, other)]
    record = report.build()
    assert {p.event_id for p in profiles_of(record) if p.whole} == {whole}
    homes = [{e.event_id for e in i.events} for i in link([record, strike()])]
    assert all(not {whole} < home for home in homes)


def test_a_time_after_the_report_is_no_date_of_what_it_tells() -> None:
    assert profiles_of(strike(published="2024-03-08"))[0].told_whens == ()
    assert profiles_of(strike(published="2024-03-10"))[0].told_whens != ()


def test_who_is_described_and_not_named_may_be_anyone() -> None:
    assert is_generic("one of the suspects") and is_generic("a local commander") and not is_generic("Boko Haram")

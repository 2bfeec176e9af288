"""Who differs over the doer, the target and the motive, and who only says the same in other words."""

from __future__ import annotations

from dataclasses import replace

from rashomon.linking.answers import answers_of
from rashomon.linking.cells import cell, contradict
from rashomon.linking.raws import Raw
from rashomon.linking.tolls import Stand
from rashomon.model.actors import Who
from rashomon.model.events import Answer, Participant
from rashomon.model.relations import Link
from rashomon.model.spans import Span
from tests.linking.builders import Report

QUOTE = Span(0, 1, "x")


def raw(question: str, value: str, *, by: str | None = None, report: str = "r1", **more: object) -> Raw:
    who = None if by is None else Who("a1", by, "named_office", QUOTE)
    made = Raw(report, None, question, value, who, None, None if by is None else "c1", QUOTE)
    return replace(made, **more)  # type: ignore[arg-type]


def stands(*raws: tuple[str, Raw], accused: str = "") -> list[Stand]:
    return [Stand(r, group, group, group == accused) for group, r in raws]


def side(name: str, **more: object) -> Raw:
    return raw("perpetrator", name, names=(name,), **more)  # type: ignore[arg-type]


def test_who_names_both_sides_of_a_clash_contradicts_nobody() -> None:
    sakal, ambal = side("Sakal clan"), side("Ambal clan")
    assert cell("perpetrator", stands(("A", sakal), ("A", ambal), ("B", ambal))) == "agree"
    assert cell("perpetrator", stands(("A", sakal), ("B", ambal))) == "differ"


def test_a_side_that_one_names_and_another_rejects_is_in_dispute_whatever_else_they_say() -> None:
    named, rejected, other = side("Hill Front"), side("Hill Front", negated=True), side("River Brigade")
    assert cell("perpetrator", stands(("A", named), ("B", rejected), ("B", other))) == "differ"


def test_somebody_described_by_an_outlet_may_be_any_side() -> None:
    scooter = raw("perpetrator", "two fellows on a scooter")
    assert not contradict(scooter, side("Hill Front"))
    assert not contradict(scooter, raw("perpetrator", "the one with the rifle"))
    said = raw("perpetrator", "deserters from the lowland", by="the governor")
    assert contradict(said, side("Hill Front")), "a speaker's answer is an answer, in whatever words"


def test_forces_that_name_no_state_may_be_one_state_s() -> None:
    regiment, troops = side("Ranger regiment", population="military"), side("the eastern forces", population="military")
    assert not contradict(regiment, troops)
    assert not contradict(side("the junta"), side("Air Force", population="military"))
    ours, theirs = (side(f"{n} army", population="military") for n in ("Ethiopian", "Eritrean"))
    assert contradict(ours, theirs)
    assert contradict(regiment, side("Hill Front", population="militant"))


def test_the_accused_who_aimed_elsewhere_than_was_hit_differ_on_the_target() -> None:
    bus, transport = raw("target", "bus"), raw("target", "a transport of soldiers", by="the Front")
    assert cell("target", stands(("Wire", bus), ("the Front", transport), accused="the Front")) == "differ"
    assert cell("target", stands(("Wire", bus), ("the Front", transport))) == "agree", "a witness tells what he saw"
    same = raw("target", "the bus", by="the Front")
    assert cell("target", stands(("Wire", bus), ("the Front", same), accused="the Front")) == "agree"
    rejected = raw("target", "soldiers", by="the mayor", negated=True)
    assert cell("target", stands(("the Front", transport), ("the mayor", rejected))) == "differ"


def attack() -> tuple[Report, str]:
    report = Report(
        "Village raided",
        "Gunmen raided the village of Marawa.",
        "The mayor spoke of a hidden hand.",
        "It avenged the burning of a mill.",
    )
    raid = report.event("Gunmen raided the village of Marawa", trigger="raided", acled="Attack")
    return report, raid


def test_doers_in_words_alone_are_answers() -> None:
    report, raid = attack()
    mayor = report.who("The mayor")
    claim = report.claim("a hidden hand", mayor, about=(raid,))
    (event,) = report.events
    said = Answer("perpetrator", "a hidden hand", mayor, claim, False, False, report.span("a hidden hand"))
    unknown = replace(said, value="a77", claim_id=None)
    doer = Participant("actor", None, report.span("Gunmen"))
    event = replace(event, answers=(*event.answers, said, unknown), participants=(doer,))
    report.events[0] = event
    found = [(r.value, r.speaker) for r in answers_of(report.build(), event) if r.question == "perpetrator"]
    assert found == [("Gunmen", None), ("a hidden hand", mayor)], "an id that names nobody is no answer"


def test_what_an_attack_avenges_is_its_motive() -> None:
    report, raid = attack()
    burnt = report.event("the burning of a mill", trigger="burning", acled="Looting/property destruction")
    report.links.append(Link(raid, "retaliation_for", burnt, ()))
    record = report.build()
    (motive,) = [r for r in answers_of(record, record.events[0]) if r.question == "motive"]
    assert motive.value == "the burning of a mill" and motive.speaker is None
    report.links[0] = Link(raid, "follows", burnt, ())
    record = report.build()
    assert not [r for r in answers_of(record, record.events[0]) if r.question == "motive"]

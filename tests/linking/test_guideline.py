"""Cases of the guideline's rules 77-80 and of methodology 2-3: who replaces whom, what is a whole, what is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon.linking.targets import population_of
from rashomon.linking.turns import corrected, is_rest
from rashomon.linking.voices import own_name
from rashomon.model.events import Answer
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.model.relations import Relation
from rashomon.model.spans import Span
from tests.linking.builders import Report
from tests.linking.test_accounts import answers, only, toll


def whole(incident: Incident) -> tuple[int | None, int | None]:
    (row,) = [t for t in incident.tolls if t.measure == "killed"]
    return row.low, row.high


def live(incident: Incident) -> list[int | None]:
    return [a.low for _, a in answers(incident, "killed") if a.live]


LATER = "2024-03-12"


def test_a_word_or_a_vaguer_span_replaces_no_count() -> None:
    count = toll("A", ("Police", "four", 4, 4, {}))
    assert live(only(count, toll("B", ("Police", "dozens", 24, None, {}), published=LATER))) == [4, 24]
    assert live(only(count, toll("B", ("Police", "two or three", 2, 3, {}), published=LATER))) == [4, 2]
    assert live(only(count, toll("B", ("Police", "six or seven", 6, 7, {}), published=LATER))) == [6], (
        "a higher one is news"
    )


def test_a_ministry_that_rejects_its_state_s_count_replaces_it() -> None:
    wire = toll("Wire", ("The army", "eleven", 11, 11, {}))
    own = ("The Interior Ministry", "twelve", 12, 12, {})
    later = toll("Gazette", own, published=LATER)
    assert live(only(wire, later)) == [11, 12], "two offices are two speakers"
    rejecting = toll("Gazette", own, ("The Interior Ministry", "eleven", 11, 11, {}), published=LATER)
    claim = rejecting.claims[-1]
    rejecting = replace(rejecting, claims=(*rejecting.claims[:-1], replace(claim, act="deny")))
    found = only(wire, rejecting)
    assert [(a.low, a.live) for _, a in answers(found, "killed") if not a.negated] == [(11, False), (12, True)]


def test_organs_of_one_state_that_say_the_same_are_one_origin() -> None:
    army = toll("A", ("The army", "four", 4, 4, {}))
    governor = ("The Tal governor", "four", 4, 4, {})
    assert dict(only(army, toll("B", governor, published=LATER)).cells)["killed"] == "single"
    hospital = toll("B", ("Tal hospital", "four", 4, 4, {}), published=LATER)
    assert dict(only(army, hospital).cells)["killed"] == "agree", "a hospital is always its own"
    hurt = {"measure": "injured"}
    arguing = [
        toll("A", ("The army", "four", 4, 4, {}), ("The army", "nine", 9, 9, hurt)),
        toll("B", governor, ("The Tal governor", "two", 2, 2, hurt), published=LATER),
    ]
    assert dict(only(*arguing).cells)["killed"] == "agree", "who contradict each other are two"
    foreign = toll("B", ("Russia's defence ministry", "four", 4, 4, {}), published=LATER)
    ours = toll("A", ("Syria's army", "four", 4, 4, {}))
    assert dict(only(ours, foreign).cells)["killed"] == "agree", "two states"


def test_a_count_that_its_body_rejects_goes_with_its_mentions() -> None:
    first = toll("A", ("The police", "nine", 9, 9, {}))
    later = toll("B", ("The police", "twelve", 12, 12, {}), ("The police", "nine", 9, 9, {}), published=LATER)
    later = replace(later, claims=(*later.claims[:-1], replace(later.claims[-1], act="deny")))
    assert [(a.low, a.negated, a.live) for _, a in answers(only(first, later), "killed")] == [
        (9, False, False),
        (12, False, True),
        (9, True, False),
    ]


def test_who_signs_a_body_s_statement_speaks_for_it_elsewhere() -> None:
    statement = toll("Northern Command, Press Service", ("Ivo Lenz", "two", 2, 2, {}))
    own = replace(statement.figures[0], speaker=None, claim_id=None)
    (lenz,) = [a for a in statement.actors if a.name == "Ivo Lenz"]
    actors = (*statement.actors, replace(lenz, id="a9", name="The Command", kind="military"))
    relation = Relation(lenz.id, "speaks_for", "a9", ())
    for relations, expected in (((relation,), [4]), ((), [2, 4])):
        told = replace(statement, actors=actors, figures=(own,), relations=relations)
        assert live(only(told, toll("Mail", ("Ivo Lenz", "four", 4, 4, {}), published=LATER))) == expected
    assert own_name("The Command", "Northern Command, Press Service") and not own_name("The Front", "Northern Command")


def test_the_union_is_the_one_union_that_speaks() -> None:
    full = toll("A", ("The union at Hanma Yards", "four", 4, 4, {}))
    assert live(only(full, toll("B", ("The union", "six", 6, 6, {}), published=LATER))) == [6]
    other = toll("C", ("The Dockers union", "five", 5, 5, {}))
    assert 4 in live(only(full, other, toll("B", ("The union", "six", 6, 6, {}), published=LATER))), "one of two"
    assert live(only(full, toll("B", ("Hanma Yards union", "six", 6, 6, {}), published=LATER))) == [6]


def test_one_population_beside_a_whole_is_no_end() -> None:
    both = toll("A", ("Police", "three", 3, 3, {}), ("Medics", "two", 2, 2, {"population": "civilian"}))
    assert whole(only(both)) == (3, 3)
    alone = toll("A", ("Medics", "two", 2, 2, {"population": "civilian"}))
    assert whole(only(alone, toll("B", ("Police", "three", 3, 3, {})))) == (2, 3), "nobody says that it is some"


def test_what_was_given_beside_a_larger_number_stays_some_when_that_is_replaced() -> None:
    first = toll(
        "A",
        ("Police", "four", 4, 4, {"population": "militant"}),
        ("Police", "one", 1, 1, {"population": "police"}),
    )
    later = toll("B", ("Police", "five", 5, 5, {"population": "militant"}), published=LATER)
    assert whole(only(first, later)) == (5, 5)


def test_the_hurt_of_those_taken_are_all_the_hurt_unless_others_are_counted() -> None:
    more = {"measure": "injured"}
    taken = toll("A", ("Police", "nine", 9, 9, {"measure": "missing"}), ("Police", "two", 2, 2, more))
    part = replace(taken.figures[1], part_of=taken.figures[0].id)
    taken = replace(taken, figures=(taken.figures[0], part))

    def hurt(*records: Record) -> tuple[int | None, int | None]:
        (row,) = [t for t in only(*records).tolls if t.measure == "injured"]
        return row.low, row.high

    assert hurt(taken) == (2, 2)
    assert hurt(taken, toll("B", ("Medics", "six", 6, 6, more))) == (6, 6)


def figured(text: str, words: str, *, before: str | None = None, measure: str = "killed") -> tuple[Record, int]:
    report = Report("The raid", text)
    event = report.event("The raid", trigger="raid")
    if before is not None:
        report.figure(before, 1, 1, event, measure=measure)
    report.figure(words, 5, 5, event, measure="injured")
    return report.build(), len(report.figures) - 1


@pytest.mark.parametrize(
    ("text", "before", "measure", "rest"),
    [
        ("The raid killed seven. Five more were wounded.", "seven", "killed", False),
        ("The raid hurt seven. Five more were wounded.", "seven", "injured", True),
        ("The raid killed seven and another Five were wounded.", "seven", "killed", False),
        ("The raid killed seven. Five others remain in hospital.", "seven", "killed", True),
        ("The raid killed seven. Five more are very ill.", "seven", "killed", True),
        ("Five more were wounded.", None, "killed", True),
    ],
)
def test_more_adds_to_its_own_measure(text: str, before: str | None, measure: str, *, rest: bool) -> None:
    record, n = figured(text, "Five", before=before, measure=measure)
    assert is_rest(record, record.figures[n]) is rest


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Correction. At 11:20 we gave Five dead. The list was of a crash.", True),
        ("Correction: at noon we reported, quoting a student, that Five had died.", True),
        ("At three we had Five dead, from a police radio. It is not so; sorry.", True),
        ("On Monday we reported Five dead. Two more died since.", False),
        ("Correction: the mayor said Five had died.", False),
    ],
)
def test_an_outlet_takes_back_what_it_had_told(text: str, *, taken: bool) -> None:
    record, n = figured(text, "Five")
    assert corrected(record, record.figures[n]) is taken


def test_what_an_outlet_takes_back_makes_no_end_and_stays_visible() -> None:
    def told(extra: str) -> Record:
        report = toll("A", ("Police", "four", 4, 4, {}), ("A student", "twelve", 12, 12, {}), extra=extra)
        at = report.document.text.find("twelve dead")
        if at < 0:
            return report
        again = replace(
            report.figures[1], id="f9", claim_id=None, span=replace(report.figures[1].span, start=at, end=at + 6)
        )
        return replace(report, figures=(*report.figures, again))

    assert whole(only(told("Nothing else."))) == (4, 12)
    found = only(told("Correction: we reported twelve dead."))
    assert whole(found) == (4, 4)
    assert [a.low for _, a in answers(found, "killed") if a.withdrawn_by is not None] == [12, 12]


def test_what_is_of_the_military_by_a_word_is_no_civilian_target() -> None:
    assert population_of("a large naval target") == population_of("the Atla Battalion") == "military"
    assert population_of("the coffee harvest") is None


def test_who_is_named_answers_as_a_number_does() -> None:
    def cell(*publishers: str) -> str:
        found = []
        for publisher in publishers:
            report = toll(publisher, extra="Ivo Lenz died.")
            built = Report("The dead", "Ivo Lenz died.")
            built.victim("Ivo Lenz", report.events[0].id)
            at = report.document.text.index("Ivo Lenz")
            span = Span(at, at + 8, "Ivo Lenz")
            found.append(replace(report, victims=(replace(built.victims[0], names=(span,), spans=(span,)),)))
        return dict(only(*found).cells)["killed"]

    assert dict(only(toll("A")).cells)["killed"] == "silent"
    assert cell("A") == "single" and cell("A", "B") == "agree"


def test_the_losses_of_those_who_attack_stand_beside_the_toll() -> None:
    hurt = (
        ("Police", "ninety", 90, 90, {"population": "police"}),
        ("Union", "eleven", 11, 11, {"population": "civilian"}),
    )
    report = toll("A", *hurt, extra="The constabulary did it.")
    assert whole(only(report)) == (11, 90), "nobody names a doer"
    report = replace(
        report,
        actors=(*report.actors, replace(report.actors[0], id="a9", name="The constabulary", kind="police")),
        events=(replace(report.events[0], answers=(*report.events[0].answers, doer(report))),),
    )
    found = only(report)
    assert whole(found) == (11, 11)
    assert {(r.population, r.high) for r in found.ranges} == {("civilian", 11), ("police", 90)}, (
        "they are kept apart, not lost"
    )


def doer(report: Record) -> Answer:
    at = report.document.text.index("The constabulary")
    return Answer("perpetrator", "a9", None, None, False, False, Span(at, at + 16, "The constabulary"))


def test_a_weapon_that_somebody_denies_is_in_dispute() -> None:
    report = toll("A")
    event = report.events[0]
    named = next(a for a in event.answers if a.question == "weapon")
    assert dict(only(report).cells)["weapon"] == "single"
    denied = replace(
        report, events=(replace(event, answers=(*event.answers, replace(named, value="gun", negated=True))),)
    )
    assert dict(only(denied).cells)["weapon"] == "differ"

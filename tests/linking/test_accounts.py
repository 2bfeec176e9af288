"""Accounts, cells, ranges, chain and grade of one incident."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon.linking import link
from rashomon.linking.cells import contradict
from rashomon.linking.raws import Raw
from rashomon.linking.tolls import interval
from rashomon.model import codec
from rashomon.model.accounts import Account, AccountAnswer
from rashomon.model.incidents import QUESTIONS, Incident
from rashomon.model.record import Record
from rashomon.model.relations import Link, Relation
from rashomon.model.spans import Span
from tests.linking.builders import Report, strike


def toll(
    publisher: str,
    *figures: tuple[str, str, int | None, int | None, dict[str, object]],
    published: str = "2024-03-11",
    extra: str = "",
) -> Record:
    """A report on the strike in Marawa: (speaker, words, low, high, more) for each figure."""
    lines = [f"{speaker} said {words} died." for speaker, words, *_ in figures]
    report = Report(
        "A drone strike hits the depot in Marawa",
        "A drone strike hit the depot in Marawa on Sunday.",
        *lines,
        *([extra] if extra else []),
        publisher=publisher,
        published=published,
    )
    report.time("on Sunday", "2024-03-10")
    event = report.event(
        "A drone strike hit the depot in Marawa on Sunday",
        trigger="drone strike",
        place="Marawa",
        time="on Sunday",
        weapon="drone",
        target="depot",
    )
    for line, (speaker, words, low, high, more) in zip(lines, figures, strict=True):
        who = report.who(speaker)
        claim = report.claim(f"{words} died", who, about=(event,))
        at = report.text.index(line) + len(f"{speaker} said ")
        report.figure(words, low, high, event, speaker=who, claim_id=claim, **more)
        report.figures[-1] = replace(report.figures[-1], span=Span(at, at + len(words), words))
    return report.build()


def only(*records: Record) -> Incident:
    (incident,) = link(records)
    return incident


def answers(incident: Incident, question: str) -> list[tuple[Account, AccountAnswer]]:
    return [
        (account, answer)
        for account in incident.accounts
        for asked, given in account.answers
        if asked == question
        for answer in given
    ]


def killed(*records: Record) -> str:
    return dict(only(*records).cells)["killed"]


def test_cells_have_every_question_in_order() -> None:
    incident = only(strike())
    assert tuple(q for q, _ in incident.cells)[: len(QUESTIONS)] == QUESTIONS
    assert dict(incident.cells)["missing"] == "silent"
    assert dict(incident.cells)["killed"] == "single"


def test_exactness_is_no_disagreement() -> None:
    at_least = toll("A", ("Police", "at least nine", 9, None, {}))
    assert killed(at_least, toll("B", ("Hospital", "twelve", 12, 12, {}))) == "agree"
    assert killed(at_least, toll("B", ("Hospital", "eight", 8, 8, {}))) == "differ"
    dozens = toll("A", ("Police", "dozens", 24, None, {}))
    assert killed(dozens, toll("B", ("Hospital", "thirty", 30, 30, {}))) == "agree"
    assert killed(dozens, toll("B", ("Hospital", "three hundred", 300, 300, {}))) == "differ"


def test_one_origin_relayed_twice_is_single() -> None:
    one = toll("A", ("Interior ministry", "four", 4, 4, {}))
    two = toll("B", ("Interior ministry", "four", 4, 4, {}), published="2024-03-12")
    incident = only(one, two)
    assert dict(incident.cells)["killed"] == "single"
    quoted = [a for a in incident.accounts if a.origin is not None]
    assert [a.independent for a in quoted] == [True, False]


def test_a_later_figure_of_one_origin_supersedes_the_earlier() -> None:
    incident = only(
        toll("A", ("Police", "four", 4, 4, {})), toll("B", ("Police", "six", 6, 6, {}), published="2024-03-12")
    )
    found = [a for _, a in answers(incident, "killed")]
    assert [(a.low, a.live) for a in found] == [(4, False), (6, True)]
    assert found[0].superseded_by == f"{incident.accounts[-1].report_id}:{found[1].figure_id}"
    (row,) = incident.ranges
    assert (row.low, row.high) == (6, 6)


def test_the_range_names_who_stands_at_each_end() -> None:
    incident = only(
        toll("A", ("Police", "four", 4, 4, {}), ("Hospital", "seven", 7, 7, {})),
        toll("B", ("Rights Group", "five", 5, 5, {})),
    )
    (row,) = incident.ranges
    assert (row.measure, row.population, row.low, row.high) == ("killed", "any", 4, 7)
    assert (row.low_by, row.high_by, row.open_high) == (("Police",), ("Hospital",), False)


def test_at_least_leaves_the_high_end_open() -> None:
    (row,) = only(toll("A", ("Police", "four", 4, 4, {}), ("Hospital", "at least seven", 7, None, {}))).ranges
    assert (row.low, row.high, row.open_high) == (4, 4, True), "who counted makes the end; a bound above leaves it open"


def test_none_reported_and_vague_words_make_no_end() -> None:
    none = ("Army", "none", 0, 0, {"qualifier": "reported_none"})
    vague = ("Elders", "dozens", 24, None, {})
    (row,) = only(toll("A", ("Police", "30", 30, 30, {}), none, vague)).ranges
    assert (row.low, row.high) == (30, 30)
    assert only(toll("A", none)).ranges == ()
    flagged = [a.flags for _, a in answers(only(toll("A", vague)), "killed")]
    assert flagged == [("a word, not a count",)]


def test_parts_and_period_totals_never_enter() -> None:
    incident = only(
        toll(
            "A",
            ("Police", "four", 4, 4, {}),
            ("Hospital", "two", 2, 2, {"part_of": "f1"}),
            ("Monitors", "ninety", 90, 90, {"scope": "period_total"}),
        )
    )
    (row,) = incident.ranges
    assert (row.low, row.high) == (4, 4)
    assert "ninety" not in {a.span.text for _, a in answers(incident, "killed")}


def test_populations_are_never_summed() -> None:
    incident = only(toll("A", ("Army", "12", 12, 12, {"population": "militant"}), ("Mayor", "14", 14, 14, {})))
    assert [(r.population, r.low, r.high) for r in incident.ranges] == [("any", 14, 14), ("militant", 12, 12)]


def test_more_of_some_than_of_all_is_a_contradiction() -> None:
    assert (
        killed(toll("A", ("Army", "20", 20, 20, {"population": "militant"})), toll("B", ("Mayor", "14", 14, 14, {})))
        == "differ"
    )


def test_the_words_take_a_figure_back() -> None:
    report = Report(
        "A drone strike hits the depot in Marawa",
        "A drone strike killed 5 in Marawa on Sunday.",
        "Correction: An earlier version of this article said that 6 people had been killed.",
        publisher="A",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    event = report.event(
        "A drone strike killed 5 in Marawa on Sunday", trigger="drone strike", place="Marawa", time="on Sunday"
    )
    report.figure("5", 5, 5, event)
    report.figure("6", 6, 6, event)
    incident = only(report.build())
    assert [(a.low, a.live, a.withdrawn_by is not None) for _, a in answers(incident, "killed")] == [
        (5, True, False),
        (6, False, True),
    ]


def accused(act: str) -> Incident:
    report = Report(
        "A drone strike hits the depot in Marawa",
        "A drone strike killed 4 in Marawa on Sunday, police said.",
        "Police blamed the Hill Front.",
        "The Hill Front denies any role in the strike and says 9 died.",
        publisher="A",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    police = report.who("police", kind="police")
    event = report.event(
        "A drone strike killed 4 in Marawa on Sunday",
        trigger="drone strike",
        place="Marawa",
        time="on Sunday",
        perpetrator="Hill Front",
        accuser=police,
    )
    front = report.who("Hill Front", kind="armed_group")
    first = report.claim("A drone strike killed 4 in Marawa on Sunday", police, about=(event,))
    report.figure("4", 4, 4, event, speaker=police, claim_id=first)
    report.claim("any role in the strike", front, act=act, about=(event,), negated=act == "deny")  # type: ignore[arg-type]
    second = report.claim("9 died", front, about=(event,))
    report.figure("9", 9, 9, event, speaker=front, claim_id=second)
    return only(report.build())


def test_the_accused_stand_beside_the_range() -> None:
    incident = accused("deny")
    (row,) = incident.ranges
    assert (row.low, row.high) == (4, 9)
    assert (row.without_accused.low, row.without_accused.high, row.without_accused.high_by) == (4, 4, ("police",))
    assert {a.name for a in incident.accounts if a.accused} == {"Hill Front"}
    assert dict(incident.cells)["perpetrator"] == "differ"
    assert any(a.negated for _, a in answers(incident, "perpetrator"))


def test_who_denies_a_part_grants_that_it_happened() -> None:
    assert dict(accused("deny").cells)["occurred"] != "differ"


def test_an_admission_suggests_confirmed() -> None:
    grade = accused("claim_responsibility").suggested_grade
    assert grade is not None and grade.grade == "Confirmed" and "Hill Front" in grade.reasons[0]


def test_grades_by_origins() -> None:
    weak = only(toll("A", ("Police", "four", 4, 4, {}))).suggested_grade
    fair = only(toll("A", ("Police", "four", 4, 4, {})), toll("B", ("Hospital", "five", 5, 5, {}))).suggested_grade
    assert weak is not None and weak.grade == "Weak"
    assert fair is not None and fair.grade == "Fair" and "2 independent origins" in fair.reasons[0]


def rival(publisher: str, side: str, accuser: str) -> Record:
    report = Report(
        "A drone strike hits the depot in Marawa",
        f"A drone strike killed 4 in Marawa on Sunday, {accuser} said.",
        f"{accuser} blamed {side}.",
        publisher=publisher,
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    who = report.who(accuser)
    event = report.event(
        "A drone strike killed 4 in Marawa on Sunday",
        trigger="drone strike",
        place="Marawa",
        time="on Sunday",
        weapon="drone",
        perpetrator=side,
        accuser=who,
    )
    report.figure("4", 4, 4, event, speaker=who)
    return report.build()


def test_competing_attributions_are_contested() -> None:
    incident = only(rival("A", "Hill Front", "Police"), rival("B", "River Brigade", "Mayor"))
    assert dict(incident.cells)["perpetrator"] == "differ"
    assert incident.suggested_grade is not None and incident.suggested_grade.grade == "Contested"
    same = only(rival("A", "Hill Front", "Police"), rival("B", "the Hill Front", "Mayor"))
    assert dict(same.cells)["perpetrator"] == "agree"


def test_a_spokesman_and_his_group_are_one_origin() -> None:
    report = Report(
        "A drone strike hits the depot in Marawa",
        "A drone strike killed 4 in Marawa on Sunday, the Rescue Corps said.",
        "Its spokesman Omar Dali said 4 died.",
        publisher="A",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    event = report.event(
        "A drone strike killed 4 in Marawa on Sunday", trigger="drone strike", place="Marawa", time="on Sunday"
    )
    corps, dali = report.who("Rescue Corps"), report.who("Omar Dali", level="named", kind="person")
    report.figure("4", 4, 4, event, speaker=corps)
    report.figure("4", 4, 4, event, nth=1, speaker=dali)
    report.relations.append(
        Relation(
            report.actor("Omar Dali"),
            "speaks_for",
            report.actor("Rescue Corps"),
            (report.span("Its spokesman Omar Dali"),),
        )
    )
    assert dict(only(report.build()).cells)["killed"] == "single"


def test_an_unnamed_doctor_of_two_outlets_stays_two() -> None:
    def quoted(publisher: str, dead: int) -> Record:
        record = toll(publisher, ("a doctor", f"{dead} people", dead, dead, {}))
        who = replace(record.claims[0].speaker, level="anonymous_witness")  # type: ignore[type-var]
        return replace(
            record, claims=(replace(record.claims[0], speaker=who),), figures=(replace(record.figures[0], speaker=who),)
        )

    assert killed(quoted("A", 4), quoted("B", 4)) == "agree"


def test_the_outlets_own_headline_is_an_echo() -> None:
    report = Report(
        "Drone strike kills 4 in Marawa",
        "A drone strike killed 4 in Marawa on Sunday, police said.",
        publisher="A",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    event = report.event(
        "A drone strike killed 4 in Marawa on Sunday", trigger="drone strike", place="Marawa", time="on Sunday"
    )
    report.figure("4", 4, 4, event)
    report.figure("4", 4, 4, event, nth=1, speaker=report.who("police"))
    incident = only(report.build())
    assert dict(incident.cells)["killed"] == "single"
    assert [a.echo for _, a in answers(incident, "killed")] == [False, True]


def test_a_copy_is_no_origin() -> None:
    text = "The driver of a tanker said that he had seen two aircraft come over the ridge before the depot burst into flames and that nobody had warned the crews."
    original = strike(publisher="Indus", filler=text)
    copy = strike(publisher="Sentinel", published="2024-03-12", filler=text, source="police")
    other = strike(
        publisher="Herald",
        source="hospital",
        filler="A nurse spoke of burns, of a lack of beds and of a road closed by the army since the morning, and of mothers who had walked "
        "from three villages with children on their backs to ask at the gate whether anybody had seen their sons.",
    )
    incident = only(original, copy, other)
    copied = [a for a in incident.accounts if a.copied_from is not None]
    assert {a.outlet for a in copied} == {"Sentinel"} and not any(a.independent for a in copied)
    assert {a.copied_from for a in copied} == {original.document.id}


def test_the_chain_has_what_it_answered_and_what_came_next() -> None:
    report = Report(
        "A drone strike hits the depot in Marawa",
        "A drone strike hit the depot in Marawa on Sunday in retaliation for a raid.",
        "The Hill Front threatened to close the road.",
        publisher="A",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    event = report.event(
        "A drone strike hit the depot in Marawa on Sunday", trigger="drone strike", place="Marawa", time="on Sunday"
    )
    raid = report.event("a raid", trigger="raid", acled=None)
    report.links.append(Link(event, "retaliation_for", raid, (report.span("in retaliation for"),)))
    report.claim("to close the road", report.who("Hill Front"), act="threaten", about=(event,))
    (incident,) = (i for i in link([report.build()]) if event in {e.event_id for e in i.events})
    assert [(s.kind, s.before, s.by) for s in incident.chain] == [
        ("retaliation_for", True, None),
        ("threaten", False, "Hill Front"),
    ]
    assert incident.chain[1].spans[0].text == "to close the road"


def test_every_span_of_an_account_quotes_its_report() -> None:
    records = [strike(), strike(publisher="Wire", dead=6, source="hospital")]
    texts = {r.document.id: r.document.text for r in records}
    for account in only(*records).accounts:
        for _, given in account.answers:
            assert all(a.span.quotes(texts[account.report_id]) for a in given)


def test_an_incident_survives_json() -> None:
    incident = accused("deny")
    assert codec.loads(Incident, codec.dumps(incident)) == incident


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "words", "expected"),
    [
        (9, None, "at_least", "at least nine", (9.0, float("inf"))),
        (24, None, "unspecified", "dozens", (24.0, 120.0)),
        (30, 30, "about", "about 30", (24, 36)),
        (None, 20, "at_most", "up to 20", (0.0, 20.0)),
        (0, 0, "reported_none", "none", (0.0, 0.0)),
    ],
)
def test_intervals(
    low: int | None, high: int | None, qualifier: str, words: str, expected: tuple[float, float]
) -> None:
    raw = Raw(
        "r",
        None,
        "killed",
        words,
        None,
        None,
        None,
        Span(0, len(words), words),
        low=low,
        high=high,
        qualifier=qualifier,
    )
    assert interval(raw) == expected


def test_not_x_contradicts_x_alone() -> None:
    def side(name: str, *, negated: bool = False) -> Raw:
        return Raw("r", None, "perpetrator", name, None, None, None, Span(0, 1, "x"), names=(name,), negated=negated)

    assert contradict(side("Hill Front"), side("Hill Front", negated=True))
    assert not contradict(side("River Brigade"), side("Hill Front", negated=True))
    assert not contradict(side("River Brigade", negated=True), side("Hill Front", negated=True))
    assert not contradict(side("gunmen"), side("Hill Front"))
    assert not contradict(side("Velia"), side("Velian forces"))


def test_a_headline_drops_the_at_least_of_its_text() -> None:
    report = Report(
        "Drone strike kills 19 in Marawa",
        "A drone strike killed at least 19 in Marawa on Sunday.",
        publisher="A",
        published="2024-03-11",
    )
    report.time("on Sunday", "2024-03-10")
    event = report.event(
        "A drone strike killed at least 19 in Marawa on Sunday",
        trigger="drone strike",
        place="Marawa",
        time="on Sunday",
    )
    report.figure("19", 19, 19, event)
    report.figure("at least 19", 19, None, event)
    (row,) = only(report.build()).ranges
    assert (row.low, row.high, row.open_high) == (19, 19, True)


def test_a_denial_by_the_accused_is_in_the_reasons() -> None:
    incident = accused("deny")
    grade = incident.suggested_grade
    assert grade is not None and "denied by the accused: Hill Front" in grade.reasons
    assert not any("no attribution is contested" in r for r in grade.reasons)
    assert incident.origins_on_harm == 2 and not any("a single origin" in r for r in grade.reasons)


def test_nobody_denies_what_nobody_denied() -> None:
    fair = only(toll("A", ("Police", "four", 4, 4, {})), toll("B", ("Hospital", "five", 5, 5, {})))
    assert fair.suggested_grade is not None and not any("denied" in r for r in fair.suggested_grade.reasons)
    assert fair.origins_on_harm == 2

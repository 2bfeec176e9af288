"""Linking depends on the set of reports alone, and its explanations add up."""

from __future__ import annotations

import functools

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.linking import link
from rashomon.linking.block import candidate_pairs
from rashomon.linking.compare import compare
from rashomon.linking.profiles import profiles_of
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from tests.linking.builders import strike

PLACES = ("Marawa", "Mar\u0101wah", "Sefton", "Bahr", "Ostra", "Tal province", "Qadria")
DAYS = ("2024-03-10", "2024-03-11", "2024-03-12", "2024-03-20")
SOURCES = ("police", "Hospital", "interior ministry")
KINDS = (("drone", "Air/drone strike"), ("bomb", "Remote explosive/landmine/IED"), ("rifle", "Attack"))


@functools.cache
def made(publisher: int, place: str, day: str, dead: int, source: str, kind: int) -> Record:
    weapon, acled = KINDS[kind]
    return strike(
        publisher=f"Outlet {publisher}",
        published="2024-03-21",
        place=place,
        day=day,
        dead=dead,
        source=source,
        weapon=weapon,
        acled=acled,
    )


records = st.builds(
    made,
    st.integers(0, 3),
    st.sampled_from(PLACES),
    st.sampled_from(DAYS),
    st.integers(1, 9),
    st.sampled_from(SOURCES),
    st.integers(0, 2),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=9), st.randoms(use_true_random=False))
def test_order_and_batch_do_not_matter(reports: list[Record], random: object) -> None:
    shuffled = [*reports, *reports[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert link(shuffled) == link(reports)
    assert link(iter(reports)) == link(tuple(reversed(reports)))


@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=9))
def test_a_partition_without_two_events_of_one_report(reports: list[Record]) -> None:
    incidents = link(reports)
    events = [(e.report_id, e.event_id) for i in incidents for e in i.events]
    assert len(events) == len(set(events))
    assert set(events) == {(r.document.id, e.id) for r in reports for e in r.events}
    for incident in incidents:
        inside = [e.report_id for e in incident.events]
        assert len(inside) == len(set(inside))
    assert len({i.id for i in incidents}) == len(incidents)


@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=9))
def test_ranges_are_spanned_by_figures_that_somebody_gave(reports: list[Record]) -> None:
    for incident in link(reports):
        assert lost(incident, reports) == set()
        for row in incident.ranges:
            said = {
                n
                for a in incident.accounts
                for q, given_ in a.answers
                if q == row.measure
                for x in given_
                for n in (x.low, x.high)
            }
            assert row.low in said and row.high in said
            assert row.low is not None and row.high is not None and row.low <= row.high
            assert row.low_by and row.high_by
        assert incident.origins <= len(incident.accounts)


def lost(incident: Incident, reports: list[Record]) -> set[tuple[str, str]]:
    """Figures of the incident's events that stand in no account."""
    events = {(e.report_id, e.event_id) for e in incident.events}
    told = {(r.document.id, f.id) for r in reports for f in r.figures if (r.document.id, f.event_id) in events}
    return told - {
        (a.report_id, x.figure_id or "") for a in incident.accounts for _, given_ in a.answers for x in given_
    }


@settings(max_examples=100, deadline=None)
@given(records, records)
def test_comparison_is_symmetric_and_adds_up(one: Record, two: Record) -> None:
    (a,), (b,) = profiles_of(one), profiles_of(two)
    found = compare(a, b)
    assert found == compare(b, a)
    assert found.score == round(sum(f.weight for f in found.features), 4)
    if found.linked and one is not two:
        assert candidate_pairs([a, b]) == [(0, 1)], "a pair that links must be a candidate"

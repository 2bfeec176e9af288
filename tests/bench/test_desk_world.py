"""The made-up store that the desk is measured on is a store: its records, incidents and chain hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import desk_texts, desk_world
from bench.desk import routes_without_role_test
from rashomon.store.desk_protocol import QueueFilter
from rashomon.store.sqlite import SqliteStore


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "desk.db"
    desk_world.generate(path, incidents=70)  # the 500th report's kind is in: 210 reports hold all but that one
    return path


def test_every_record_and_incident_reads(world: Path) -> None:
    with SqliteStore(world) as store:
        page = store.queue(QueueFilter(limit=100))
        assert page.total == len(page.rows) == 70
        for row in page.rows:
            incident = store.one_incident(row.id)
            assert (row.title, row.reports) == (incident.title, 3)
            for event in incident.events:
                assert event.event_id in {e.id for e in store.record_of(event.report_id).events}
        assert not store.freshness().stale


def test_the_chain_verifies(world: Path) -> None:
    with SqliteStore(world) as store:
        report = store.verify()
        assert (report.findings, report.rows) == ((), 1 + 2 * 210 + 18 + 4)


def test_decisions_are_there_to_look_back_on(world: Path) -> None:
    with SqliteStore(world) as store:
        newest = store.decisions(limit=1).rows[0].judgement
        assert store.judgement(newest.id) == newest and newest.subject[0].partition(":")[0] in {
            e.report_id for e in store.one_incident(store.incidents_of(newest.subject[0][:64])[0][0]).events
        }
        stands = next(r for r in store.agreement().rows if r.field == "stands")
        assert (stands.layer, stands.values, stands.share) == ("figures", 4, 0.75)


def test_other_scripts_and_common_words_are_found(world: Path) -> None:
    with SqliteStore(world) as store:
        assert len(store.hits("strike", limit=300)) == 210
        assert any(store.hits(words.split()[-1]) for words in desk_texts.ARABIC)
        assert any(store.hits(words[2:5]) for words in desk_texts.CHINESE)


def test_every_route_stands_in_the_table_of_roles() -> None:
    assert routes_without_role_test() == 0

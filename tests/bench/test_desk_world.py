"""The made-up store that the desk is measured on is a store: its records, incidents and chain hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import desk_world
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
        assert (report.findings, report.rows) == ((), 1 + 2 * 210)


def test_other_scripts_and_common_words_are_found(world: Path) -> None:
    with SqliteStore(world) as store:
        assert len(store.hits("strike", limit=300)) == 210
        assert any(store.hits(words.split()[-1]) for words in desk_world.ARABIC)
        assert any(store.hits(words[2:5]) for words in desk_world.CHINESE)


def test_every_route_stands_in_the_table_of_roles() -> None:
    assert routes_without_role_test() == 0

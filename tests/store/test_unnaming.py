"""Who is erased stays a source without a name: no account is lost, and none passes to the outlet or to another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rashomon.linking.sources import sources_of
from rashomon.model.codebook import Keep
from rashomon.model.incidents import Incident
from rashomon.run import relink
from rashomon.store.protocol import PersonErasure
from rashomon.store.sqlite import SqliteStore
from rashomon.store.unnaming import LABEL, Labels
from tests.store.test_erasing_people import LATER, put

OLD = (
    "Drone over Kirkuk\n\nSara Noor said 2 people were killed in Kirkuk on 2024-02-07 by a drone. Omar Hadi said 4 people "
    "were killed in Kirkuk on 2024-02-07 by a drone. Ali Karim said 3 people were injured in Kirkuk on 2024-02-07. "
    "A drone killed Dana Aziz, 30."
)
NEW = (
    "More dead\n\nOmar Hadi said 5 people were killed in Kirkuk on 2024-02-07 by a drone. Sara Noor said 2 people were "
    "killed in Kirkuk on 2024-02-07 by a drone. A drone killed Lana Aziz, 31."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "s.db") as made:
        put(made, "/old.txt", OLD)
        put(made, "/new.txt", NEW)
        yield made


def told(store: SqliteStore) -> tuple[Incident, list[object]]:
    """The one incident, and everything of it but names."""
    relink.incidents(store)
    (incident,) = store.incidents() or ()
    accounts = [
        (a.report_id, a.origin is None, a.independent, [(q, [(x.low, x.live) for x in xs]) for q, xs in a.answers])
        for a in incident.accounts
    ]
    ranges = [(r.measure, r.population, r.low, r.high) for r in incident.ranges]
    return incident, [incident.origins, accounts, ranges, incident.cells]


def erase(store: SqliteStore, *names: str) -> None:
    store.erase_person(PersonErasure(names, "request", "registrar", LATER))


@pytest.mark.parametrize(
    "names", [("Omar Hadi",), ("Sara Noor",), ("Omar Hadi", "Sara Noor", "Ali Karim", "Dana Aziz")]
)
def test_the_account_of_who_is_erased_stays_theirs(store: SqliteStore, names: tuple[str, ...]) -> None:
    _, before = told(store)
    for name in names:
        erase(store, name)
    incident, after = told(store)
    assert after == before
    assert not any(name in repr(incident) for name in names)
    assert len({a.name for a in incident.accounts if LABEL in a.name}) == len(set(names) - {"Dana Aziz"})
    assert not any(LABEL in source.name for source in sources_of([incident]))


def test_an_earlier_number_of_theirs_is_still_replaced(store: SqliteStore) -> None:
    erase(store, "Omar Hadi")
    incident, _ = told(store)
    killed = [x for a in incident.accounts for q, xs in a.answers if q == "killed" for x in xs]
    assert {(x.low, x.live) for x in killed} == {(2, True), (4, False), (5, True)}


def test_witnesses_that_retention_erases_stay_apart_and_are_not_due_again(store: SqliteStore) -> None:
    _, before = told(store)
    rules = (Keep("witnesses", 1, "kept for a day"), Keep("victims", 1, "kept for a day"))
    assert store.retain(rules, who="registrar", at=LATER)
    incident, after = told(store)
    assert after == before and not store.due(rules, at=LATER)
    assert not any(word in repr(incident) for word in ("Noor", "Hadi", "Karim", "Aziz"))
    assert LABEL not in repr(store.names("actor", beginning="")) and "Kirkuk" in repr(
        store.names("place", beginning="")
    )


def test_a_label_says_nothing_and_is_one_persons() -> None:
    one, many = Labels(["Omar Hadi"]), Labels()
    assert one("Omar Hadi") == one("Hadi") != one("Hadi's office")
    assert many("Omar Hadi") == many("omar  hadi") != many("Sara Noor")
    assert Labels(["Omar Hadi"])("Omar Hadi") != one("Omar Hadi")

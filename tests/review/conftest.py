"""A desk on a small store that is read without a model and linked by the real linker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rashomon.model.events import Answer
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.model.times import Time
from rashomon.review.access import csrf_of, hash_password, now_text
from rashomon.review.app import create_app
from rashomon.review.options import Options
from rashomon.review.registry import COOKIE
from rashomon.run import relink
from rashomon.store.desk_protocol import Person, Role
from rashomon.store.protocol import Capture
from rashomon.store.sqlite import SqliteStore
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"
PASSWORD = "correct horse battery"
BASE = "http://127.0.0.1"
#: Hostile words wherever a report may carry them.
EVIL = "<script>alert(1)</script>"
STRIKE = "Toll rises\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07 by a drone. A drone killed Omar Hadi, 30."
RIVAL = "Doctors count more\n\nDoctor Sara Noor said 15 people were killed in Kirkuk on 2024-02-07 by a drone. Mayor Ali Karim said 4 people were injured in Kirkuk on 2024-02-07."
ARABIC = "هجوم على نقطة تفتيش\n\nقال مسؤول إن ستة أشخاص قتلوا في كركوك يوم الأربعاء."


def whole(record: Record) -> Record:
    """A tiny record whose figures and victims belong to its event."""
    if not record.events:
        return record
    event = record.events[0]
    figures = tuple(replace(f, event_id=event.id) for f in record.figures)
    victims = tuple(replace(v, event_id=event.id) for v in record.victims)
    ids = tuple(f.id for f in figures)
    answers = [*event.answers]
    for question, item in (("place", record.places[0]), ("time", record.times[0])) if record.times else ():
        span = item.span if isinstance(item, Time) else item.mentions[0]
        answers.append(Answer(question, item.id, None, None, False, False, span))  # type: ignore[arg-type]
    made = replace(event, figures=ids, answers=tuple(answers))
    return replace(record, figures=figures, victims=victims, events=(made,))


def put(store: SqliteStore, address: str, text: str, *, title: str | None = None, url: str | None = None) -> str:
    raw = text.encode()
    record = whole(tiny_record(raw, text, url=url))
    if title is not None:
        record = replace(record, document=replace(record.document, title=title))
    kind = "url" if address.startswith("http") else "file"
    store.save(Capture(address, kind, raw, Path(address).name, WHEN, "tests"), record, produced_at=WHEN)  # type: ignore[arg-type]
    return record.document.id


@dataclass
class Desk:
    """A running desk with somebody to ask it."""

    store: SqliteStore
    app: FastAPI
    reports: dict[str, str]

    @property
    def incident(self) -> Incident:
        return max(self.store.incidents(stale=True) or (), key=lambda i: len(i.events))

    def client(self, person: str | None = None, *, follow: bool = True) -> TestClient:
        """A browser that is signed in as `person`, or as nobody."""
        client = TestClient(self.app, base_url=BASE, follow_redirects=follow)
        if person is not None:
            secret = self.app.state.desk.sessions.open(person)
            client.cookies.set(COOKIE, secret)
            client.headers["x-csrf"] = csrf_of(secret)
        return client

    def csrf(self, client: TestClient) -> str:
        return client.headers["x-csrf"]


def fill(store: SqliteStore) -> dict[str, str]:
    reports = {
        "strike": put(store, "/r/strike.txt", STRIKE),
        "rival": put(store, "https://a.example/rival", RIVAL, url="https://a.example/rival"),
        "arabic": put(store, "/r/arabic.txt", ARABIC),
        "evil": put(
            store, "/r/evil.txt", f"{EVIL}\n\nMajor {EVIL} Nobody said 1 people were killed in Mosul on 2024-02-09."
        ),
    }
    relink.incidents(store)
    return reports


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "desk.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A filled store's file, made once, with its reports."""
    path = tmp_path_factory.mktemp("desk") / "filled.db"
    with SqliteStore(path) as store:
        return path, fill(store)


def copied(filled: tuple[Path, dict[str, str]], folder: Path) -> SqliteStore:
    path = folder / "copy.db"
    shutil.copyfile(filled[0], path)
    return SqliteStore(path)


@pytest.fixture
def local(filled: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Desk]:
    """A desk of one person, `ana`."""
    with copied(filled, tmp_path) as store:
        yield Desk(store, create_app(store, Options(person="ana")), filled[1])


@pytest.fixture(scope="module")
def reading(filled: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same, for tests that change nothing."""
    with copied(filled, tmp_path_factory.mktemp("reading")) as store:
        yield Desk(store, create_app(store, Options(person="ana")), filled[1])


ROLES: tuple[Role, ...] = ("reader", "coder", "reviewer", "admin")
_HASH = hash_password(PASSWORD)


def people() -> tuple[Person, ...]:
    """One person a role, called after it, and a second coder."""
    made = [Person(r, r.title(), r, _HASH, None, 0, True, (), now_text()) for r in ROLES]
    return (*made, Person("coder2", "Coder 2", "coder", _HASH, None, 0, True, ("legal",), now_text()))


@pytest.fixture
def team(filled: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Desk]:
    """A team's desk with one person for each role."""
    with copied(filled, tmp_path) as store:
        for person in people():
            store.put_person(person)
        options = Options(team=True, hosts=("127.0.0.1", "desk.example"), writes_per_minute=2000)
        yield Desk(store, create_app(store, options), filled[1])

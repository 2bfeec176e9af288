"""The desk's part of the embedded store: each method opens a transaction and asks the module that knows.

See `desk_protocol.DeskStore` for what each does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from rashomon.errors import NotFound
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.model.standings import Standing
from rashomon.store import (
    desk_deciding,
    desk_finding,
    desk_index,
    desk_people,
    desk_queries,
    desk_readings,
    fts5,
    queries,
    writing,
)
from rashomon.store.desk_protocol import (
    Custody,
    Freshness,
    Group,
    Named,
    NameKind,
    NameUse,
    Pair,
    Person,
    QueueFilter,
    QueuePage,
    Reading,
    Session,
    Token,
    Witnesses,
)
from rashomon.store.protocol import AddressKind, Hit, ReportRow


class DeskPart:
    """What `SqliteStore` has beyond `Store`."""

    def _read(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def _write(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def queue(self, wanted: QueueFilter) -> QueuePage:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.queue(connection, wanted)

    def states(self, *, allowed: Sequence[str] | None = None) -> dict[str, int]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.states(connection, allowed=allowed)

    def one_incident(self, incident_id: str) -> Incident:
        """See `DeskStore`."""
        with self._read() as connection:
            if writing.foreign_incidents(connection):
                raise NotFound("incidents are of another version", hint="`rashomon incidents` derives them anew")
            return desk_queries.incident(connection, incident_id)

    def record_of(self, report_id: str) -> Record:
        """See `DeskStore`."""
        with self._read() as connection:
            return queries.record_of(connection, report_id)

    def standing(self, incident_id: str) -> Standing:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_index.standing(connection, incident_id)

    def decide(self, judgement: Judgement, *, seen: str | None, relink: bool = True) -> Judgement:
        """See `DeskStore`."""
        with self._write() as connection:
            return desk_deciding.decide(connection, judgement, seen=seen, relink=relink)

    def newest_judgement(self, subject: str, kind: str) -> str | None:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_deciding.newest(connection, subject, kind)

    def incidents_of(self, report_id: str) -> tuple[tuple[str, str], ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.members(connection, report_id)

    def hidden_reports(self, allowed: Sequence[str]) -> frozenset[str]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.hidden_reports(connection, allowed)

    def custody(self, report_id: str) -> tuple[Custody, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.custody(connection, report_id)

    def save_pairs(self, pairs: Iterable[Pair]) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_index.save_pairs(connection, pairs)

    def pairs(self, *, limit: int = 50, offset: int = 0) -> tuple[Pair, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.pairs(connection, limit=limit, offset=offset)

    def freshness(self) -> Freshness:
        """See `DeskStore`."""
        with self._read() as connection:
            linked = writing.get_meta(connection, writing.LINKED_TO)
            stale = linked is None or int(linked) < desk_queries.last_change(connection)
            stale = stale or writing.foreign_incidents(connection)
            waiting = desk_queries.waiting_jobs(connection)
            return Freshness(linked is not None, stale, waiting)

    def report_rows(self, *, words: str = "", offset: int = 0, limit: int = 50) -> tuple[tuple[ReportRow, ...], int]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.report_rows(connection, words=words, offset=offset, limit=limit)

    def versions(self, address: str) -> tuple[ReportRow, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return queries.reports(connection, all_versions=True, address=address)

    def hits(self, words: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return fts5.find(connection, words, limit=limit, offset=offset)

    def names(self, kind: NameKind, *, beginning: str = "", limit: int = 100) -> tuple[Named, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.names(connection, kind, beginning=desk_index.fold(beginning), limit=limit)

    def names_in(self, report_ids: Sequence[str], words: str, *, limit: int = 20) -> tuple[Named, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_finding.names_in(connection, report_ids, desk_index.fold(words).split(), limit=limit)

    def remarks(
        self, words: Sequence[str], *, before: int | None = None, limit: int = 50
    ) -> tuple[tuple[int, Judgement], ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_finding.remarks(connection, words, before=before, limit=limit)

    def uses(self, kind: NameKind, key: str, *, limit: int = 200) -> tuple[NameUse, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.uses(connection, kind, desk_index.fold(key), limit=limit)

    def people(self) -> tuple[Person, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_people.people(connection)

    def person(self, name: str) -> Person | None:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_people.person(connection, name)

    def put_person(self, person: Person) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_people.put_person(connection, person)

    def groups(self) -> tuple[Group, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_people.groups(connection)

    def put_group(self, group: Group) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_people.put_group(connection, group)

    def witnesses(self) -> Witnesses:
        """See `DeskStore`."""
        with self._read() as connection:
            return Witnesses(
                desk_queries.witnesses(connection, desk_index.WITNESS),
                desk_queries.witnesses(connection, desk_index.UNNAMED),
            )

    def open_session(self, session: Session) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_people.open_session(connection, session)

    def session(self, key: str, *, now: str) -> Session | None:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_people.session(connection, key, now=now)

    def touch_session(self, key: str, *, seen_at: str) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_people.touch_session(connection, key, seen_at=seen_at)

    def end_sessions(self, *, key: str | None = None, person: str | None = None) -> int:
        """See `DeskStore`."""
        with self._write() as connection:
            return desk_people.end_sessions(connection, key=key, person=person)

    def put_token(self, token: Token) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_people.put_token(connection, token)

    def token(self, key: str, *, now: str) -> Token | None:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_people.token(connection, key, now=now)

    def tokens(self, person: str) -> tuple[Token, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_people.tokens(connection, person)

    def end_token(self, key: str, *, person: str) -> bool:
        """See `DeskStore`."""
        with self._write() as connection:
            return desk_people.end_token(connection, key, owner=person)

    def hand_in(
        self, address: str, kind: AddressKind, *, name: str | None, raw: bytes | None, person: str, at: str
    ) -> int:
        """See `DeskStore`."""
        with self._write() as connection:
            return desk_readings.hand_in(connection, address, kind, name=name, raw=raw, person=person, at=at)

    def readings(self, *, limit: int = 50, waiting: bool = False) -> tuple[Reading, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_readings.readings(connection, limit=limit, waiting=waiting)

    def handed_in(self, number: int) -> bytes | None:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_readings.handed_in(connection, number)

    def note_reading(
        self, number: int, state: str, *, at: str, message: str | None = None, report_id: str | None = None
    ) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_readings.note(connection, number, state, at=at, message=message, report_id=report_id)

    def audit_rows(self, *, before: int | None = None, limit: int = 100) -> tuple[tuple[int, str, str, str], ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.audit_rows(connection, before=before, limit=limit)

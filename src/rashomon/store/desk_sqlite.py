"""The desk's part of the embedded store: each method opens a transaction and asks the module that knows.

See `desk_protocol.DeskStore` for what each does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rashomon.errors import NotFound
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.model.standings import Standing
from rashomon.store import (
    desk_deciding,
    desk_finding,
    desk_hiding,
    desk_history,
    desk_index,
    desk_names,
    desk_people,
    desk_queries,
    desk_readings,
    fts5,
    queries,
    writing,
)
from rashomon.store.desk_values import (
    AgreementPage,
    Custody,
    DecisionPage,
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
from rashomon.store.sqlite_file import SqliteFile
from rashomon.store.values import AddressKind, Hit, ReportRow


class DeskPart(SqliteFile):
    """What `SqliteStore` has beyond `Store`."""

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

    def hidden(self, refs: Iterable[str], *, allowed: Sequence[str]) -> frozenset[str]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_hiding.hidden(connection, refs, allowed=allowed)

    def judgement(self, judgement_id: str) -> Judgement | None:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_history.one(connection, judgement_id)

    def decisions(
        self,
        *,
        subject: str | None = None,
        kind: str | None = None,
        before: int | None = None,
        limit: int = 50,
        allowed: Sequence[str] | None = None,
    ) -> DecisionPage:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_history.page(
                connection, subject=subject, kind=kind, before=before, limit=limit, allowed=allowed
            )

    def agreement(self, *, before: int | None = None, allowed: Sequence[str] | None = None) -> AgreementPage:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_history.agreement(connection, before=before, allowed=allowed)

    def custody(self, report_id: str) -> tuple[Custody, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.custody(connection, report_id)

    def save_pairs(self, pairs: Iterable[Pair]) -> None:
        """See `DeskStore`."""
        with self._write() as connection:
            desk_index.save_pairs(connection, pairs)

    def pairs(self, *, limit: int = 50, offset: int = 0, allowed: Sequence[str] | None = None) -> tuple[Pair, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.pairs(connection, limit=limit, offset=offset, allowed=allowed)

    def freshness(self) -> Freshness:
        """See `DeskStore`."""
        with self._read() as connection:
            linked = writing.get_meta(connection, writing.LINKED_TO)
            stale = linked is None or int(linked) < desk_queries.last_change(connection)
            stale = stale or writing.foreign_incidents(connection)
            waiting = desk_queries.waiting_jobs(connection)
            return Freshness(linked is not None, stale, waiting)

    def report_rows(
        self, *, words: str = "", offset: int = 0, limit: int = 50, allowed: Sequence[str] | None = None
    ) -> tuple[tuple[ReportRow, ...], int]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_queries.report_rows(connection, words=words, offset=offset, limit=limit, allowed=allowed)

    def versions(self, address: str) -> tuple[ReportRow, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return queries.reports(connection, all_versions=True, address=address)

    def hits(self, words: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return fts5.find(connection, words, limit=limit, offset=offset)

    def names(
        self, kind: NameKind, *, beginning: str = "", limit: int = 100, allowed: Sequence[str] | None = None
    ) -> tuple[Named, ...]:
        """See `DeskStore`."""
        begun = desk_index.fold(beginning)
        with self._read() as connection:
            return desk_names.names(connection, kind, beginning=begun, limit=limit, allowed=allowed)

    def names_in(
        self, report_ids: Sequence[str], words: str, *, limit: int = 20, allowed: Sequence[str] | None = None
    ) -> tuple[Named, ...]:
        """See `DeskStore`."""
        folded = desk_index.fold(words).split()
        with self._read() as connection:
            return desk_names.names_in(connection, report_ids, folded, limit=limit, allowed=allowed)

    def remarks(
        self, words: Sequence[str], *, before: int | None = None, limit: int = 50
    ) -> tuple[tuple[int, Judgement], ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_finding.remarks(connection, words, before=before, limit=limit)

    def uses(
        self, kind: NameKind, key: str, *, limit: int = 200, allowed: Sequence[str] | None = None
    ) -> tuple[NameUse, ...]:
        """See `DeskStore`."""
        with self._read() as connection:
            return desk_names.uses(connection, kind, desk_index.fold(key), limit=limit, allowed=allowed)

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
                desk_names.witnesses(connection, desk_index.WITNESS),
                desk_names.witnesses(connection, desk_index.UNNAMED),
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

"""What every store does; the plain values that pass in and out of it stand in `values`.

A store keeps captures, texts, records, problems, derived incidents and the audit chain. It
does not read reports, does not link them, and never changes a row that it has written:
the newest row is current (architecture rule 3). Lawful erasure is the one exception.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, Self

from rashomon.model.codebook import Keep
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.store.link_tables import LinkedEvent, LinkTables
from rashomon.store.values import (
    RANKED,
    AddressKind,
    AuditReport,
    Capture,
    Due,
    Fetched,
    Finding,
    FindingKind,
    Hit,
    Job,
    Outcome,
    PersonErasure,
    Problem,
    Reach,
    ReportRow,
    Stored,
    Tombstone,
)

__all__ = [
    "RANKED",
    "AddressKind",
    "AuditReport",
    "Capture",
    "Due",
    "Fetched",
    "Finding",
    "FindingKind",
    "Hit",
    "Job",
    "LinkTables",
    "LinkedEvent",
    "Outcome",
    "PersonErasure",
    "Problem",
    "Reach",
    "ReportRow",
    "Store",
    "Stored",
    "Tombstone",
]


class Store(Protocol):
    """The one door to stored data. One writer at a time; readers are never blocked by it."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...

    def close(self) -> None:
        """Lets go of the store."""
        ...

    def newest(self) -> dict[str, str]:
        """Address to the SHA-256 of its newest version."""
        ...

    def save(self, capture: Capture, record: Record, *, produced_at: str) -> Outcome:
        """Keeps a capture, its text and its record in one transaction; the same bytes again change nothing."""
        ...

    def append_record(self, address: str, version: int, record: Record, *, produced_at: str) -> bool:
        """Adds a newer record for a stored version; false if it equals the current one."""
        ...

    def is_erased(self, *, address: str | None = None, report_id: str | None = None) -> bool:
        """Whether these bytes, or this address, were lawfully erased."""
        ...

    def reports(self, *, all_versions: bool = False) -> tuple[ReportRow, ...]:
        """The reports, ordered by publication date and address."""
        ...

    def find(self, reference: str) -> ReportRow:
        """The report with this id (or the beginning of it, 6 digits at least) or address.

        Raises:
            NotFound: none, several, or erased; the message says which.
        """
        ...

    def record(self, row: ReportRow) -> Record:
        """The current record of a version."""
        ...

    def history(self, row: ReportRow) -> tuple[str, ...]:
        """When each record of this version was made, oldest first."""
        ...

    def records(self) -> Iterator[Record]:
        """The current record of every report's newest version; copies with the same bytes come once."""
        ...

    def stored(self, *, references: Sequence[str] = ()) -> Iterator[Stored]:
        """Newest versions with their original bytes, all of them or those referred to."""
        ...

    def original(self, report_id: str) -> bytes:
        """The original bytes."""
        ...

    def search(self, words: str, *, limit: int = 20, all_versions: bool = False) -> tuple[Hit, ...]:
        """Reports whose title or text holds all `words`; "quoted words" are a phrase, `word*` a beginning."""
        ...

    def set_aside(
        self, address: str, kind: AddressKind, *, reason: str, message: str, sha256: str | None, at: str
    ) -> None:
        """Notes a report that can't be read, or counts another attempt."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """The reports set aside, ordered by address."""
        ...

    def drop_problem(self, address: str) -> bool:
        """Forgets a problem; false if there is none at this address."""
        ...

    def judge(self, judgement: Judgement, *, relink: bool = True) -> Judgement:
        """Keeps a judgement and gives it its id.

        Args:
            judgement: with an empty id.
            relink: what is derived from its subject is stale now; a job is enqueued in the same transaction.

        Raises:
            JudgementRefused: see `rashomon.model.judgements.check`.
            NotFound: it takes back a judgement that is not there.
        """
        ...

    def judgements(self, *, kind: str | None = None, subject: str | None = None) -> tuple[Judgement, ...]:
        """All judgements, those taken back included, oldest first (`model.judgements.standing` sorts them out).

        Args:
            kind: only of this kind.
            subject: only about this thing; a report's id stands for all that is in the report.
        """
        ...

    def jobs(self) -> tuple[Job, ...]:
        """What is left to do, oldest first."""
        ...

    def finish_job(self, job_id: int, *, at: str, error: str | None = None) -> bool:
        """Ends a job, or with an `error` counts a failed attempt and leaves it; false if there is no such job."""
        ...

    def fingerprint(self) -> str:
        """Changes whenever `records()` would, and with every judgement that relinks."""
        ...

    def incidents(self, *, stale: bool = False) -> tuple[Incident, ...] | None:
        """The derived incidents; null if they were never derived, or are stale and `stale` ones were not asked for."""
        ...

    def incident(self, incident_id: str) -> Incident | None:
        """One derived incident by its whole id, null if there is none; it may be stale."""
        ...

    def incident_ids(self, beginning: str) -> tuple[str, ...]:
        """Ids of derived incidents that begin so."""
        ...

    def linking(self) -> AbstractContextManager[LinkTables]:
        """Linking's memory in one write transaction, kept if the block ends well."""
        ...

    def save_incidents(self, incidents: Iterable[Incident], *, fingerprint: str, at: str) -> None:
        """Replaces the derived incidents and logs where vanished ids now lead."""
        ...

    def redirect(self, incident_id: str) -> str:
        """The id that an incident now has; itself if it never changed."""
        ...

    def erase(self, reference: str, *, ground: str, who: str, at: str) -> Tombstone:
        """Lawful erasure of a report with all its versions and of the same bytes elsewhere."""
        ...

    def erase_person(self, wanted: PersonErasure) -> Tombstone:
        """Lawful erasure of a person or a witness: their names are covered everywhere, the reports stay.

        Raises:
            NotFound: nothing here holds a name.
            StoreError: no ground, one that names the person, or a legal hold.
        """
        ...

    def reach_of(self, names: Sequence[str]) -> Reach:
        """Where a person stands, before they are erased."""
        ...

    def due(self, rules: Iterable[Keep], *, at: str) -> tuple[Due, ...]:
        """What rules on retention keep no longer, held or not."""
        ...

    def retain(self, rules: Iterable[Keep], *, who: str, at: str) -> tuple[Tombstone, ...]:
        """Erases what is due and not held, with the rules' grounds."""
        ...

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Every erasure, oldest first."""
        ...

    def head(self) -> str:
        """The head of the audit chain."""
        ...

    def verify(self, *, head: str | None = None) -> AuditReport:
        """Recomputes the chain and every payload's digest; `head` is one that was noted earlier."""
        ...

    def backup(self, path: Path) -> None:
        """Copies the store while it stays in use, and verifies the copy."""
        ...

    def secret(self) -> bytes:
        """A random key of this store: keys digests that only its owner can check."""
        ...

    def archive(self) -> Iterator[dict[str, Any]]:
        """Every report with all versions, texts and records as plain data, ordered by address."""
        ...

    def archive_tail(self) -> dict[str, Any]:
        """Problems, tombstones and the store's secret as plain data: what `archive` leaves."""
        ...

    def restore(self, reports: Iterable[dict[str, Any]], tail: dict[str, Any], *, source_head: str) -> int:
        """Takes in an archive in one transaction; the number of reports added.

        Raises:
            ImportRefused: the data is damaged, or an address here has another history.
        """
        ...

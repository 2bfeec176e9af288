"""What every store does, and the plain values that pass in and out of it.

A store keeps captures, texts, records, problems, derived incidents and the audit chain. It
does not read reports, does not link them, and never changes a row that it has written:
the newest row is current (architecture rule 3). Lawful erasure is the one exception.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, Self

from rashomon.model.codebook import Keep
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record

#: An address is a URL, an absolute path, or `sha256:...` for bytes that came without one.
AddressKind = Literal["url", "file", "content"]
#: What became of a save: `erased` means lawfully erased before, so not taken again.
Outcome = Literal["new", "version", "unchanged", "erased"]
#: What `audit verify` can find.
FindingKind = Literal["changed", "missing", "cut_off", "unchained"]
#: Texts that a search ranks: of more that hold the words, so many of the newest. Ranking 50,000 of 300,000 texts takes
#: 1.3 s on one core, 1,000 take 20 ms, and nobody reads to the thousandth hit of a common word.
RANKED = 1000


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a URL answered; part of the custody of its bytes."""

    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    redirects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """Original bytes with where, when and by what they were taken.

    Args:
        address: see `AddressKind`.
        raw: the bytes, untouched.
        name: file name, for the reader's choice of format.
        captured_at: ISO 8601, UTC.
        published: publication date that the user gave, null if none.
    """

    address: str
    kind: AddressKind
    raw: bytes
    name: str | None
    captured_at: str
    tool: str
    published: str | None = None
    fetched: Fetched | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the list of reports: a version with its current record.

    `version` counts from 1; `versions` says how many there are at this address.
    """

    address: str
    kind: AddressKind
    version: int
    versions: int
    report_id: str
    title: str
    publisher: str | None
    published_at: str | None
    language: str
    captured_at: str
    produced_at: str
    settings_sha256: str
    claims: int
    figures: int
    events: int
    first_event: str | None
    last_event: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What a reader needs to read a stored version again."""

    address: str
    report_id: str
    version: int
    name: str | None
    url: str | None
    published: str | None
    raw: bytes


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: words in context; `marks` are the matched ranges inside `snippet`, half-open.

    Args:
        crowded: more texts hold the words than are ranked (`RANKED`): it is among the newest of them.
    """

    address: str
    report_id: str
    version: int
    newest: bool
    title: str
    published_at: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A report set aside. `sha256` of the bytes that failed, null if there were none."""

    address: str
    kind: AddressKind
    reason: str
    message: str
    sha256: str | None
    attempts: int
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What erasure leaves: who, when, on what ground, how many versions; nothing of the report.

    Args:
        what: a report, a person (whose reports stay without their name), or originals (whose texts stay).
    """

    who: str
    at: str
    ground: str
    versions: int
    what: str = "report"


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a person stands in a store.

    Args:
        reports: (report id, title) of every report that names them.
        aliases: what else these reports call them.
        since: when the first of these reports came in, null if there is none.
        held: reports under a legal hold, which stop an erasure.
    """

    reports: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    since: str | None
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a rule on retention keeps no longer.

    Args:
        subject: report id, or address of a problem.
        since: when it came in.
        held: ground of a legal hold that stops it, null if there is none.
        names: that are covered, where the rule is about names.
    """

    rule: Keep
    subject: str
    title: str
    since: str
    held: str | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Work that a judgement made and nobody finished; `error` says what stopped the last attempt."""

    id: int
    judgement: Judgement
    at: str
    attempts: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """An event as linking keeps it: an id over all reports, what is compared of it, and the cells it is filed in."""

    id: str
    report_id: str
    event_id: str
    body: bytes
    cells: tuple[tuple[int, bool], ...]


class LinkTables(Protocol):
    """Linking's memory inside one transaction: plain values, derived from records and judgements, rebuilt at will."""

    def linked(self) -> dict[str, str]:
        """Report id to the SHA-256 of the record that is linked in."""
        ...

    def current(self) -> dict[str, str]:
        """Report id to the SHA-256 of the record that `records()` would give."""
        ...

    def records(self, report_ids: Iterable[str]) -> Iterator[Record]:
        """The current records of these reports."""
        ...

    def clear(self) -> None:
        """Forgets everything but the derived incidents."""
        ...

    def set_linked(self, gone: Iterable[str], linked: Mapping[str, str]) -> None:
        """Notes which reports left and which records are linked in."""
        ...

    def events(self, ids: Iterable[str]) -> dict[str, bytes]:
        """What is compared of the events with these ids that are there."""
        ...

    def of_report(self, report_id: str) -> list[str]:
        """Ids of a report's events."""
        ...

    def cells(self, cells: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
        """Cells with their events and whether they are hubs, ordered by id; empty cells are left out."""
        ...

    def edges(self, ids: Iterable[str]) -> dict[tuple[str, str], tuple[float, bool]]:
        """Every edge of these events: score, and whether it links."""
        ...

    def cluster_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The cluster that an event is in."""
        ...

    def members(self, clusters: Iterable[str]) -> dict[str, list[str]]:
        """Clusters with the ids of their events, ordered."""
        ...

    def refs(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Ids to report id and event id."""
        ...

    def unsure(self, low: float, high: float, limit: int) -> list[tuple[str, str, float]]:
        """Compared pairs with a score from `low` to `high`, nearest to the middle first."""
        ...

    def add(self, events: Iterable[LinkedEvent]) -> None:
        """Files events."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Forgets events with their cells and edges."""
        ...

    def set_edges(self, gone: Iterable[tuple[str, str]], edges: Mapping[tuple[str, str], tuple[float, bool]]) -> None:
        """Forgets some edges and keeps others."""
        ...

    def set_clusters(self, gone: Iterable[str], clusters: Mapping[str, Sequence[str]]) -> None:
        """Replaces clusters."""
        ...

    def incidents_of(self, clusters: Iterable[str]) -> dict[str, Incident]:
        """Clusters to their incidents."""
        ...

    def set_incidents(self, gone: Iterable[str], made: Mapping[str, Incident], *, at: str) -> None:
        """Replaces the incidents of clusters, and logs where ids that vanish now lead."""
        ...

    def load_edges(self, edges: Iterable[tuple[str, str, float, bool]]) -> None:
        """Keeps many edges of events that have none yet."""
        ...

    def drop_incidents(self) -> list[Incident]:
        """Forgets all incidents and gives them back, so that their ids can be led on."""
        ...

    def load_incidents(self, made: Iterable[tuple[str, Incident]], olds: Iterable[Incident], *, at: str) -> None:
        """Keeps many incidents of clusters that have none, and leads old ids to them."""
        ...

    def applied(self) -> tuple[str, ...]:
        """Ids of the judgements that the clusters already follow."""
        ...

    def finish(self, applied: Iterable[str]) -> None:
        """The derived incidents are now those of what is stored, with these judgements."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `audit verify` found; `seq` is the row of the chain, null where it has none."""

    kind: FindingKind
    seq: int | None
    message: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Result of a verification: sound if there are no findings."""

    head: str
    rows: int
    erased: int
    findings: tuple[Finding, ...]


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

    def erase_person(
        self,
        names: Sequence[str],
        *,
        ground: str,
        who: str,
        at: str,
        reports: Sequence[str] | None = None,
        speech: bool = False,
    ) -> Tombstone:
        """Lawful erasure of a person or a witness: their names are covered everywhere, the reports stay.

        Args:
            names: whole names, and whole other forms of them.
            reports: only in these, null for all.
            speech: what they said is covered too.

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

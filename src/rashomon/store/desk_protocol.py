"""What the desk asks of a store beyond reports and records: lists with filters, names, people and their sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.model.standings import Standing
from rashomon.store.desk_values import (
    NAME_KINDS,
    ROLES,
    AgreementPage,
    Custody,
    Decided,
    DecisionPage,
    Freshness,
    Group,
    IncidentRow,
    Named,
    NameKind,
    NameUse,
    Order,
    Pair,
    Person,
    QueueFilter,
    QueuePage,
    Reading,
    Role,
    Session,
    Token,
    Witnesses,
)
from rashomon.store.people_protocol import PeopleStore
from rashomon.store.protocol import AddressKind, Hit, ReportRow, Store

__all__ = [
    "NAME_KINDS",
    "ROLES",
    "AgreementPage",
    "Custody",
    "Decided",
    "DecisionPage",
    "DeskStore",
    "Freshness",
    "Group",
    "IncidentRow",
    "NameKind",
    "NameUse",
    "Named",
    "Order",
    "Pair",
    "Person",
    "QueueFilter",
    "QueuePage",
    "Reading",
    "Role",
    "Session",
    "Token",
    "Witnesses",
]


class DeskStore(Store, PeopleStore, Protocol):
    """A store as the desk sees it."""

    @property
    def encrypted(self) -> bool:
        """Whether it is encrypted at rest, and so can be locked."""
        ...

    @property
    def locked(self) -> bool:
        """Whether everything is refused until somebody gives the passphrase."""
        ...

    def lock(self) -> None:
        """Lets go of the key and of every connection; a plain store stays open."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Takes the key again.

        Raises:
            StoreLocked: it is another passphrase.
        """
        ...

    def queue(self, wanted: QueueFilter) -> QueuePage:
        """Incidents, filtered and in order."""
        ...

    def states(self, *, allowed: Sequence[str] | None = None) -> dict[str, int]:
        """How many incidents stand in each state."""
        ...

    def one_incident(self, incident_id: str) -> Incident:
        """One incident by its id, an earlier id, or the beginning of one (5 signs at least).

        Raises:
            NotFound: none or several.
        """
        ...

    def record_of(self, report_id: str) -> Record:
        """The current record of a report by its whole id.

        Raises:
            NotFound: it is not here.
        """
        ...

    def standing(self, incident_id: str) -> Standing:
        """Where the work on it stands."""
        ...

    def decide(self, judgement: Judgement, *, seen: str | None, relink: bool = True) -> Judgement:
        """Keeps a judgement like `judge`, unless somebody else judged the same thing since.

        Args:
            seen: id of the newest judgement on the subject that the person had before their eyes, null if none.

        Raises:
            Overtaken: there is a newer one.
            JudgementRefused: see `model.judgements.check` and `model.standings.check_step`.
        """
        ...

    def newest_judgement(self, subject: str, kind: str) -> str | None:
        """Id of the newest judgement of this kind, or its family, on a thing: what `decide` holds `seen` against."""
        ...

    def incidents_of(self, report_id: str) -> tuple[tuple[str, str], ...]:
        """(incident id, event id) of every event of a report that was linked."""
        ...

    def hidden(self, refs: Iterable[str], *, allowed: Sequence[str]) -> frozenset[str]:
        """Those of these things that an incident restricted to groups not among `allowed` hides.

        Args:
            refs: things as judgements name them: a report, what is in one, an incident, "kind:name".
        """
        ...

    def judgement(self, judgement_id: str) -> Judgement | None:
        """One judgement by its id."""
        ...

    def decisions(
        self,
        *,
        subject: str | None = None,
        kind: str | None = None,
        before: int | None = None,
        limit: int = 50,
        allowed: Sequence[str] | None = None,
    ) -> DecisionPage:
        """A page of judgements, newest first; a report's id as `subject` stands for all that is in the report.

        A page may be short, or empty, and still lead on: only so many judgements are looked through for it.
        """
        ...

    def agreement(self, *, before: int | None = None, allowed: Sequence[str] | None = None) -> AgreementPage:
        """How far people agree on the values of the newest few thousand decisions, or of those before a number."""
        ...

    def custody(self, report_id: str) -> tuple[Custody, ...]:
        """How these bytes came in, at every address that holds them."""
        ...

    def save_pairs(self, pairs: Iterable[Pair]) -> None:
        """Replaces the pairs that wait for a person."""
        ...

    def pairs(self, *, limit: int = 50, offset: int = 0, allowed: Sequence[str] | None = None) -> tuple[Pair, ...]:
        """Pairs that nobody judged yet, the least certain first."""
        ...

    def freshness(self) -> Freshness:
        """Whether pages about incidents are current."""
        ...

    def report_rows(
        self, *, words: str = "", offset: int = 0, limit: int = 50, allowed: Sequence[str] | None = None
    ) -> tuple[tuple[ReportRow, ...], int]:
        """Newest versions, latest publication first, with how many there are."""
        ...

    def versions(self, address: str) -> tuple[ReportRow, ...]:
        """Every version at an address, oldest first."""
        ...

    def hits(self, words: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Like `search`, one page of it."""
        ...

    def names(
        self, kind: NameKind, *, beginning: str = "", limit: int = 100, allowed: Sequence[str] | None = None
    ) -> tuple[Named, ...]:
        """Names of a kind, the most reported first."""
        ...

    def names_in(
        self, report_ids: Sequence[str], words: str, *, limit: int = 20, allowed: Sequence[str] | None = None
    ) -> tuple[Named, ...]:
        """Names in these reports in which every word begins one, whatever stands between and before."""
        ...

    def remarks(
        self, words: Sequence[str], *, before: int | None = None, limit: int = 50
    ) -> tuple[tuple[int, Judgement], ...]:
        """Numbered remarks and decisions whose reason holds all the words, newest first, from before that number.

        Only the newest hundred thousand judgements are looked through.
        """
        ...

    def uses(
        self, kind: NameKind, key: str, *, limit: int = 200, allowed: Sequence[str] | None = None
    ) -> tuple[NameUse, ...]:
        """Where a name stands, newest report first."""
        ...

    def witnesses(self) -> Witnesses:
        """Every witness that the records name or describe."""
        ...

    def hand_in(
        self, address: str, kind: AddressKind, *, name: str | None, raw: bytes | None, person: str, at: str
    ) -> int:
        """Queues a report for reading; its number."""
        ...

    def readings(self, *, limit: int = 50, waiting: bool = False) -> tuple[Reading, ...]:
        """What was handed in, newest first; with `waiting` only what is left, oldest first."""
        ...

    def handed_in(self, number: int) -> bytes | None:
        """The bytes of a reading that has yet to be read; null for an address."""
        ...

    def note_reading(
        self, number: int, state: str, *, at: str, message: str | None = None, report_id: str | None = None
    ) -> None:
        """Notes how far a reading is; the bytes of one that ended are let go."""
        ...

    def audit_rows(self, *, before: int | None = None, limit: int = 100) -> tuple[tuple[int, str, str, str], ...]:
        """(number, kind, facts as JSON, hash) of the chain, newest first."""
        ...

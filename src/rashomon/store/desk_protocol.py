"""What the desk asks of a store beyond reports and records: lists with filters, names, people and their sessions.

Everything here is derived from records, incidents and judgements and can be rebuilt, but for
people's accounts, sessions and tokens, which are the team's own rows and change in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.model.standings import Standing
from rashomon.store.protocol import AddressKind, Fetched, Hit, ReportRow, Store

#: What the index of names holds; a source is an outlet.
NameKind = Literal["actor", "place", "victim", "source"]
NAME_KINDS: tuple[NameKind, ...] = ("actor", "place", "victim", "source")
#: Each role may do what those before it may.
Role = Literal["reader", "coder", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "coder", "reviewer", "admin")
#: How a queue may be ordered.
Order = Literal["newest", "disagreement", "date", "reports"]


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a queue shows; null or empty means any.

    Args:
        state: of the work ("machine", "coded", ...); `differ`: a question on which accounts differ.
        since: first day of the incident, ISO; `until` the last.
        place: words that the place's name begins with or holds.
        several: only incidents that more than one report tells of.
        allowed: incident groups that the person may see; null means all.
        ids: these incidents only.
    """

    state: str | None = None
    differ: str | None = None
    assignee: str | None = None
    since: str | None = None
    until: str | None = None
    place: str | None = None
    several: bool = False
    order: Order = "newest"
    offset: int = 0
    limit: int = 50
    allowed: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One line of the queue; `newest` is the day of the newest account, `differs` the questions in dispute."""

    id: str
    title: str
    date: str | None
    place: str | None
    killed_low: int | None
    killed_high: int | None
    killed_open: bool
    injured_low: int | None
    injured_high: int | None
    reports: int
    origins: int
    differs: tuple[str, ...]
    newest: str | None
    grade: str | None
    state: str
    assignee: str | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue with how many there are in all."""

    rows: tuple[IncidentRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the index, with how many reports hold it."""

    kind: NameKind
    key: str
    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class NameUse:
    """Where a name stands: the report and, but for sources, the id of the actor, place or victim in its record."""

    report_id: str
    title: str
    publisher: str | None
    published_at: str | None
    name: str
    item: str
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the team; secrets are digests but for the TOTP key, which its check needs."""

    name: str
    display: str
    role: Role
    password: str
    totp: str | None
    totp_step: int
    active: bool
    groups: tuple[str, ...]
    created_at: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people at the desk; members of one that hides witnesses see a label in the place of their names."""

    name: str
    hides_witnesses: bool


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Every witness in the store: whole names, and what reports call those whom they do not name."""

    names: tuple[str, ...]
    unnamed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `key` is the SHA-256 of what its cookie holds."""

    key: str
    person: str
    created_at: str
    seen_at: str
    ends_at: str


@dataclass(frozen=True, slots=True)
class Token:
    """A key for the API; the secret itself is shown once and kept as its SHA-256 only."""

    key: str
    person: str
    label: str
    role: Role
    created_at: str
    ends_at: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that somebody handed in; `report_id` once it is stored, `message` where it was set aside or failed.

    Args:
        state: waiting, reading, done, unchanged, erased, aside or failed.
    """

    id: int
    address: str
    kind: AddressKind
    name: str | None
    person: str
    at: str
    state: str
    message: str | None
    report_id: str | None
    done_at: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two events ("report id:event id") that may be one happening: features whose points add up to the score.

    Args:
        linked: the machine takes them for one.
        features: (name, points, reason).
    """

    a: str
    b: str
    score: float
    linked: bool
    features: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Custody:
    """Where, when and by what original bytes were taken, with the row of the audit chain that attests it."""

    address: str
    version: int
    name: str | None
    captured_at: str
    tool: str
    fetched: Fetched | None
    audit_seq: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether the derived incidents still follow from the reports; `waiting` jobs have yet to run."""

    derived: bool
    stale: bool
    waiting: int


class DeskStore(Store, Protocol):
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

    def hidden_reports(self, allowed: Sequence[str]) -> frozenset[str]:
        """Reports that take part in an incident restricted to a group that is not among `allowed`."""
        ...

    def custody(self, report_id: str) -> tuple[Custody, ...]:
        """How these bytes came in, at every address that holds them."""
        ...

    def save_pairs(self, pairs: Iterable[Pair]) -> None:
        """Replaces the pairs that wait for a person."""
        ...

    def pairs(self, *, limit: int = 50, offset: int = 0) -> tuple[Pair, ...]:
        """Pairs that nobody judged yet, the least certain first."""
        ...

    def freshness(self) -> Freshness:
        """Whether pages about incidents are current."""
        ...

    def report_rows(self, *, words: str = "", offset: int = 0, limit: int = 50) -> tuple[tuple[ReportRow, ...], int]:
        """Newest versions, latest publication first, with how many there are."""
        ...

    def versions(self, address: str) -> tuple[ReportRow, ...]:
        """Every version at an address, oldest first."""
        ...

    def hits(self, words: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Like `search`, one page of it."""
        ...

    def names(self, kind: NameKind, *, beginning: str = "", limit: int = 100) -> tuple[Named, ...]:
        """Names of a kind, the most reported first."""
        ...

    def names_in(self, report_ids: Sequence[str], words: str, *, limit: int = 20) -> tuple[Named, ...]:
        """Names in these reports in which every word begins one, whatever stands between and before."""
        ...

    def remarks(
        self, words: Sequence[str], *, before: int | None = None, limit: int = 50
    ) -> tuple[tuple[int, Judgement], ...]:
        """Numbered remarks and decisions whose reason holds all the words, newest first, from before that number.

        Only the newest hundred thousand judgements are looked through.
        """
        ...

    def uses(self, kind: NameKind, key: str, *, limit: int = 200) -> tuple[NameUse, ...]:
        """Where a name stands, newest report first."""
        ...

    def people(self) -> tuple[Person, ...]:
        """Every account, by name."""
        ...

    def person(self, name: str) -> Person | None:
        """One account."""
        ...

    def put_person(self, person: Person) -> None:
        """Adds an account or replaces it; sessions of one that is not active any more end."""
        ...

    def groups(self) -> tuple[Group, ...]:
        """Groups of which more is known than their name."""
        ...

    def put_group(self, group: Group) -> None:
        """Adds a group or replaces it."""
        ...

    def witnesses(self) -> Witnesses:
        """Every witness that the records name or describe."""
        ...

    def open_session(self, session: Session) -> None:
        """Keeps a session."""
        ...

    def session(self, key: str, *, now: str) -> Session | None:
        """A session that has not ended."""
        ...

    def touch_session(self, key: str, *, seen_at: str) -> None:
        """Notes that it is in use."""
        ...

    def end_sessions(self, *, key: str | None = None, person: str | None = None) -> int:
        """Ends one session, or all of a person's."""
        ...

    def put_token(self, token: Token) -> None:
        """Keeps a token."""
        ...

    def token(self, key: str, *, now: str) -> Token | None:
        """A token that has not ended."""
        ...

    def tokens(self, person: str) -> tuple[Token, ...]:
        """A person's tokens."""
        ...

    def end_token(self, key: str, *, person: str) -> bool:
        """Takes a token back."""
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

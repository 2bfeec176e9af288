"""The plain values that pass between the desk and its store: filters, lines of lists, people and their sessions.

Everything here is derived from records, incidents and judgements and can be rebuilt, but for
people's accounts, sessions and tokens, which are the team's own rows and change in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.agreement import Agreement
from rashomon.model.judgements import Judgement
from rashomon.store.values import AddressKind, Fetched

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


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement with its number in the history, and the id of the one that took it back."""

    n: int
    judgement: Judgement
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Judgements, newest first; older ones come before the number `before`, null where there is none."""

    rows: tuple[Decided, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far people agree, field by field, on values of one stretch of the history.

    Args:
        decisions: on values, that the stretch is long.
        before: number before which an older stretch begins, null where this is the oldest.
    """

    rows: tuple[Agreement, ...]
    decisions: int
    before: int | None

"""The plain values that pass in and out of every store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashomon.model.codebook import Keep
from rashomon.model.judgements import Judgement

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
class PersonErasure:
    """Which person is to be erased, by whom, when and on what ground.

    Args:
        names: whole names, and whole other forms of them.
        ground: kept for ever, so it may not name them.
        reports: only in these (ids), for a rule that says how long names are kept; null: everywhere.
        speech: what they said goes too.
    """

    names: tuple[str, ...]
    ground: str
    who: str
    at: str
    reports: tuple[str, ...] | None = None
    speech: bool = False


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

"""A source's record over all incidents: how often it gave figures, revised them, took them back, and was relayed.

Shown beside a source, never turned into a score: who revises often may be who counts most carefully.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rashomon.linking.names import fold
from rashomon.model.accounts import Account
from rashomon.model.covering import is_covered
from rashomon.model.incidents import Incident


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What an origin did, counted.

    Args:
        name: as most incidents call it.
        reports: that carry its word; `incidents`: that it speaks of.
        figures: that it gave in its own words, parts left out; `revised`: of these, replaced by a later one of its own;
            `retracted`: taken back by words.
        relayed: accounts of it that reached the reader through another outlet, or as a copy.
    """

    name: str
    reports: int
    incidents: int
    figures: int
    revised: int
    retracted: int
    relayed: int


@dataclass(slots=True)
class _Counts:
    names: list[str] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)
    incidents: set[str] = field(default_factory=set)
    figures: int = 0
    revised: int = 0
    retracted: int = 0
    relayed: int = 0


def sources_of(incidents: Iterable[Incident]) -> tuple[SourceRecord, ...]:
    """The record of every source that gave a figure or was relayed, those with most figures first.

    Unnamed speakers ("a doctor") are left out: two of one name are not known to be one. So are those who were erased.
    """
    found: dict[str, _Counts] = {}
    for incident in incidents:
        for account in incident.accounts:
            if _is_named(account):
                _count(found.setdefault(fold(account.name), _Counts()), incident, account)
    rows = [
        SourceRecord(
            max(set(c.names), key=lambda n, c=c: (c.names.count(n), n)),  # type: ignore[misc]  # bound to this round's counts
            len(c.reports),
            len(c.incidents),
            c.figures,
            c.revised,
            c.retracted,
            c.relayed,
        )
        for c in found.values()
        if c.figures or c.relayed
    ]
    return tuple(sorted(rows, key=lambda r: (-r.figures, -r.reports, r.name)))


def _is_named(account: Account) -> bool:
    if is_covered(account.name):
        return False
    return account.origin is None or account.origin.level in ("named", "named_office", "media")


def _count(counts: _Counts, incident: Incident, account: Account) -> None:
    counts.names.append(account.name)
    counts.reports.add(account.report_id)
    counts.incidents.add(incident.id)
    counts.relayed += bool(account.relayed_by) or account.copied_from is not None
    for _, answers in account.answers:
        for answer in answers:
            if answer.figure_id is None or answer.part_of is not None or answer.echo:
                continue
            counts.figures += 1
            counts.revised += answer.superseded_by is not None
            counts.retracted += answer.withdrawn_by is not None

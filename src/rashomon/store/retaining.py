"""Retention: which data a team's codebook keeps no longer, and their erasure with the rule's ground.

A rule counts from the day on which the report came in. A legal hold stops it; consent that a person gave to stand
in public stops the rule on victims' names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from rashomon.model.codebook import Keep
from rashomon.model.consents import consents_of
from rashomon.model.covering import Hidden, Names
from rashomon.store import desk_index, erasing, erasing_people, fts5, judging, queries, rows
from rashomon.store import desk_schema as d
from rashomon.store import schema as s
from rashomon.store.protocol import Due, Tombstone
from rashomon.store.reaching import reach
from rashomon.store.unnaming import Labels


def due(connection: Connection, rules: Iterable[Keep], *, at: str) -> tuple[Due, ...]:
    """What the rules say is kept too long, oldest first within each rule."""
    return tuple(item for rule in rules for item in _due(connection, rule, at=at))


def _due(connection: Connection, rule: Keep, *, at: str) -> Iterator[Due]:
    until = (datetime.fromisoformat(at) - timedelta(days=rule.days)).isoformat(timespec="seconds")
    if rule.kind == "problems":
        p = s.problems.c
        query: Select[Any] = select(p.address, p.last_seen).where(p.last_seen < until).order_by(p.last_seen)
        for row in connection.execute(query):
            yield Due(rule, row.address, row.address, row.last_seen, None)
        return
    for report_id, title, since in _older(connection, until, newest=rule.kind == "reports"):
        names: tuple[str, ...] = ()
        if rule.kind in ("witnesses", "victims"):
            names = _names(connection, report_id, rule.kind)
            if not names:
                continue
        if rule.kind == "originals" and not _has_original(connection, report_id):
            continue
        yield Due(rule, report_id, title, since, _held(connection, report_id, whole=rule.kind == "reports"), names)


def _held(connection: Connection, report_id: str, *, whole: bool) -> str | None:
    """Ground of a legal hold on a report; a whole one goes with every version at its addresses, so theirs count too."""
    ids = {report_id}
    if whole:
        for version in queries.versions_at(connection, sha256=report_id):
            ids |= {v.sha256 for v in queries.versions_at(connection, address=version.address)}
    holds = (erasing.hold_on(connection, i) for i in sorted(ids))
    return next((hold.now for hold in holds if hold is not None), None)


def _older(connection: Connection, until: str, *, newest: bool) -> list[tuple[str, str, str]]:
    """(report id, title, since) of versions that came in before a moment; `newest`: only where nothing came after."""
    v, t = s.versions.c, s.texts.c
    query = (
        select(v.sha256, t.title, v.captured_at)
        .select_from(s.versions)
        .join(s.records, s.records.c.version_id == v.id)
        .join(s.texts, t.id == s.records.c.text_id)
        .where(v.captured_at < until, queries.is_newest_record())
        .order_by(v.captured_at, v.id)
    )
    if newest:
        query = query.where(queries.is_newest_version())
    found: dict[str, tuple[str, str, str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.sha256, (row.sha256, row.title, row.captured_at))
    return list(found.values())


def _has_original(connection: Connection, report_id: str) -> bool:
    body = connection.scalar(select(s.originals.c.body).where(s.originals.c.sha256 == report_id))
    return body is not None and rows.unpack(body) != b""


def _names(connection: Connection, report_id: str, kind: str) -> tuple[str, ...]:
    """Names that a rule is about, in one report; those whose bearer agreed to stand in public are left out."""
    n = d.desk_names.c
    wanted = desk_index.WITNESS if kind == "witnesses" else "victim"
    query = (
        select(n.name, n.key)
        .join(s.records, s.records.c.id == n.record_id)
        .join(s.versions, s.versions.c.id == s.records.c.version_id)
        .where(s.versions.c.sha256 == report_id, n.kind == wanted)
    )
    agreed = consents_of(judging.judgements(connection, kind="consent"))
    found = {row.name for row in connection.execute(query) if not agreed.covers(row.name, report_id)}
    return tuple(sorted(found))


def retain(connection: Connection, rules: Iterable[Keep], *, who: str, at: str) -> tuple[Tombstone, ...]:
    """Erases what is due and not held; the caller scrubs the files.

    Returns:
        A tombstone a report that went whole, and one a rule for what else did; problems leave none.
    """
    stones: list[Tombstone] = []
    for rule in rules:
        items = [item for item in _due(connection, rule, at=at) if item.held is None]
        if rule.kind == "problems":
            for item in items:
                connection.execute(delete(s.problems).where(s.problems.c.address == item.subject))
        elif rule.kind == "reports":
            stones += _reports(connection, items, who=who, at=at)
        elif items:
            stones.append(_parts(connection, rule, items, who=who, at=at))
    if stones:
        erasing.forget_derived(connection, at=at)
        fts5.rebuild(connection)
    return tuple(stones)


def _reports(connection: Connection, items: list[Due], *, who: str, at: str) -> list[Tombstone]:
    stones = []
    for item in items:
        there = connection.scalar(select(s.versions.c.id).where(s.versions.c.sha256 == item.subject).limit(1))
        if there is not None:  # else it went with an older version at its address
            stones.append(erasing.erase(connection, item.subject, ground=item.rule.ground, who=who, at=at, last=False))
    return stones


def _parts(connection: Connection, rule: Keep, items: list[Due], *, who: str, at: str) -> Tombstone:
    """Covers names, or destroys originals, report by report: a name is private in one report and public in another."""
    seqs: list[int] = []
    destroyed: set[str] = set()
    count, labels = 0, Labels()
    for item in items:
        if rule.kind == "originals":
            destroyed.add(item.subject)
            made = [v.id for v in queries.versions_at(connection, sha256=item.subject)]
            count += len(made)
            for version_id in made:
                seqs += _without_original(connection, version_id, at=at)
            continue
        names = Names(item.names)
        found = reach(connection, names, reports=[item.subject])
        seqs += erasing_people.cover(connection, names, found, labels, everywhere=False, at=at)
        destroyed |= found.destroyed
        count += sum(map(len, found.reports.values()))
    what = "originals" if rule.kind == "originals" else "person"
    # A row that was replaced twice in one run stands nowhere but in the list.
    return erasing_people.bury(connection, destroyed, set(seqs), Tombstone(who, at, rule.ground, count, what))


def _without_original(connection: Connection, version_id: int, *, at: str) -> list[int]:
    nobody, nothing = Names(()), frozenset[str]()
    texts = connection.scalars(select(s.texts.c.id).where(s.texts.c.version_id == version_id))
    hidden = {text: Hidden(nobody, nothing, nothing, nothing, ()) for text in texts}
    return erasing_people.rewrite(connection, version_id, hidden, nobody, Labels(), destroy=True, at=at)

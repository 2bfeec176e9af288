"""What is hidden from somebody: reports, incidents and names that incidents restricted to groups of others hold back.

One rule for every list, page and answer. A report is hidden if it takes part in a restricted incident, a name if no
report that stays visible holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, Select, select

from rashomon.store import desk_index, queries, redirects
from rashomon.store import desk_schema as d
from rashomon.store import schema as s
from rashomon.store.desk_values import NAME_KINDS

#: Values that a statement names one by one: below the bound that an engine sets on parameters.
BATCH = 500


def reports(allowed: Sequence[str]) -> Select[tuple[str]]:
    """Reports that take part in an incident restricted to a group that is not among `allowed`."""
    t, m = d.desk_incidents.c, d.desk_members.c
    restricted = t.team.is_not(None), t.team.not_in(list(allowed))
    return select(m.report_id).join(d.desk_incidents, t.id == m.incident_id).where(*restricted)


def records(allowed: Sequence[str]) -> Select[tuple[int]]:
    """Records of these reports."""
    v = s.versions.c
    return select(s.records.c.id).join(s.versions, v.id == s.records.c.version_id).where(v.sha256.in_(reports(allowed)))


def hidden(connection: Connection, refs: Iterable[str], *, allowed: Sequence[str]) -> frozenset[str]:
    """Those of these things that are hidden, each as judgements name it: a report, what is in one, an incident, a name."""
    each = dict.fromkeys(refs)
    named = [ref for ref in each if ref.partition(":")[0] in NAME_KINDS]
    heads: dict[str, list[str]] = {}
    for ref in each.keys() - set(named):
        heads.setdefault(ref.partition(":")[0], []).append(ref)
    gone = _reports(connection, heads, allowed) | _incidents(connection, heads, allowed)
    return frozenset(ref for head in gone for ref in heads[head]) | _names(connection, named, allowed)


def _reports(connection: Connection, ids: Iterable[str], allowed: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for some in batches(i for i in ids if len(i) == 64):
        found |= set(connection.scalars(reports(allowed).where(d.desk_members.c.report_id.in_(some))))
    return found


def _incidents(connection: Connection, ids: Iterable[str], allowed: Sequence[str]) -> set[str]:
    """By their standing, which holds also while an incident is being linked anew; an earlier id is that of today."""
    today = {i: redirects.redirect(connection, i) for i in ids if len(i) != 64}
    groups = {i: desk_index.standing(connection, i).group for i in set(today.values())}
    return {i for i, now in today.items() if groups[now] is not None and groups[now] not in allowed}


def _names(connection: Connection, refs: Sequence[str], allowed: Sequence[str]) -> set[str]:
    """Names that no visible report holds; while nothing is restricted none is hidden."""
    if not refs or connection.scalar(reports(allowed).limit(1)) is None:
        return set()
    keys: dict[tuple[str, str], list[str]] = {}
    for ref in refs:
        kind, _, name = ref.partition(":")
        keys.setdefault((kind, desk_index.fold(name)), []).append(ref)
    n, seen = d.desk_names.c, set()
    for kind in {kind for kind, _ in keys}:
        for some in batches(key for k, key in keys if k == kind):
            query = (
                select(n.key)
                .join(s.records, s.records.c.id == n.record_id)
                .join(s.versions, s.versions.c.id == s.records.c.version_id)
                .where(n.kind == kind, n.key.in_(some), s.versions.c.sha256.not_in(reports(allowed)))
                .where(queries.is_newest_version(), queries.is_newest_record())
            )
            seen |= {(kind, key) for key in connection.scalars(query.distinct())}
    return {ref for key in keys.keys() - seen for ref in keys[key]}


def batches(values: Iterable[str]) -> Iterator[list[str]]:
    """Values in lists that a statement can name."""
    left = iter(values)
    while some := list(islice(left, BATCH)):
        yield some

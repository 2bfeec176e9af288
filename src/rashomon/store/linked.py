"""Linking's memory as rows: events with their cells, compared pairs, clusters and the incidents of clusters.

Everything here is derived and can be thrown away; an erasure does. Questions are asked a few hundred ids at a time,
because an engine bounds the parameters of a statement.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from rashomon.model import codec
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.store import desk_index, desk_queries, queries, rows, writing
from rashomon.store import schema as s
from rashomon.store.protocol import LinkedEvent

T = TypeVar("T")
_AT_A_TIME = 500


def _some(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while chunk := list(islice(left, _AT_A_TIME)):
        yield chunk


class Tables:
    """The `LinkTables` of one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def linked(self) -> dict[str, str]:
        """See `LinkTables`."""
        found = self._connection.execute(select(s.link_reports.c.report_id, s.link_reports.c.record_sha256))
        return {row.report_id: row.record_sha256 for row in found}

    def current(self) -> dict[str, str]:
        """See `LinkTables`."""
        return queries.current(self._connection)

    def records(self, report_ids: Iterable[str]) -> Iterator[Record]:
        """See `LinkTables`."""
        for chunk in _some(sorted(set(report_ids))):
            yield from queries.records_of(self._connection, chunk)

    def clear(self) -> None:
        """See `LinkTables`."""
        for table in (s.link_reports, s.link_events, s.link_cells, s.link_edges):
            self._connection.execute(delete(table))

    def set_linked(self, gone: Iterable[str], linked: Mapping[str, str]) -> None:
        """See `LinkTables`."""
        self._drop(s.link_reports, s.link_reports.c.report_id, [*gone, *linked])
        self._insert(s.link_reports, [{"report_id": i, "record_sha256": sha} for i, sha in linked.items()])

    def events(self, ids: Iterable[str]) -> dict[str, bytes]:
        """See `LinkTables`."""
        e = s.link_events.c
        return {row.id: row.body for row in self._rows([e.id, e.body], e.id, ids)}

    def of_report(self, report_id: str) -> list[str]:
        """See `LinkTables`."""
        e = s.link_events.c
        return list(self._connection.scalars(select(e.id).where(e.report_id == report_id).order_by(e.id)))

    def cells(self, cells: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
        """See `LinkTables`."""
        c = s.link_cells.c
        found: dict[int, list[tuple[str, bool]]] = {}
        for row in self._rows([c.cell, c.event, c.hub], c.cell, cells):
            found.setdefault(row.cell, []).append((row.event, row.hub))
        return {cell: sorted(members) for cell, members in found.items()}

    def edges(self, ids: Iterable[str]) -> dict[tuple[str, str], tuple[float, bool]]:
        """See `LinkTables`."""
        e, wanted = s.link_edges.c, list(ids)
        columns = [e.a, e.b, e.score, e.linked]
        found = [row for key in (e.a, e.b) for row in self._rows(columns, key, wanted)]
        return {(row.a, row.b): (row.score, row.linked) for row in found}

    def cluster_of(self, ids: Iterable[str]) -> dict[str, str]:
        """See `LinkTables`."""
        e = s.link_events.c
        return {row.id: row.cluster for row in self._rows([e.id, e.cluster], e.id, ids) if row.cluster is not None}

    def members(self, clusters: Iterable[str]) -> dict[str, list[str]]:
        """See `LinkTables`."""
        e = s.link_events.c
        found: dict[str, list[str]] = {}
        for row in self._rows([e.id, e.cluster], e.cluster, clusters):
            found.setdefault(row.cluster, []).append(row.id)
        return {name: sorted(members) for name, members in found.items()}

    def refs(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """See `LinkTables`."""
        e = s.link_events.c
        found = self._rows([e.id, e.report_id, e.event_id], e.id, ids)
        return {row.id: (row.report_id, row.event_id) for row in found}

    def unsure(self, low: float, high: float, limit: int) -> list[tuple[str, str, float]]:
        """See `LinkTables`."""
        e = s.link_edges.c
        query = (
            select(e.a, e.b, e.score)
            .where(e.score >= low, e.score <= high)
            .order_by(func.abs(e.score - (low + high) / 2), e.a, e.b)
            .limit(limit)
        )
        return [(row.a, row.b, row.score) for row in self._connection.execute(query)]

    def add(self, events: Iterable[LinkedEvent]) -> None:
        """See `LinkTables`."""
        for chunk in _some(events):
            fields = ("id", "report_id", "event_id", "body")
            self._insert(s.link_events, [{name: getattr(x, name) for name in fields} for x in chunk])
            self._insert(s.link_cells, [{"cell": c, "event": x.id, "hub": hub} for x in chunk for c, hub in x.cells])

    def remove(self, ids: Iterable[str]) -> None:
        """See `LinkTables`."""
        wanted = list(ids)
        self._drop(s.link_cells, s.link_cells.c.event, wanted)
        self._drop(s.link_edges, s.link_edges.c.a, wanted)
        self._drop(s.link_edges, s.link_edges.c.b, wanted)
        self._drop(s.link_events, s.link_events.c.id, wanted)

    def set_edges(self, gone: Iterable[tuple[str, str]], edges: Mapping[tuple[str, str], tuple[float, bool]]) -> None:
        """See `LinkTables`."""
        e = s.link_edges.c
        for a, b in [*gone, *edges]:
            self._connection.execute(delete(s.link_edges).where(e.a == a, e.b == b))
        made = [{"a": a, "b": b, "score": score, "linked": linked} for (a, b), (score, linked) in edges.items()]
        self._insert(s.link_edges, made)

    def load_edges(self, edges: Iterable[tuple[str, str, float, bool]]) -> None:
        """Keeps many edges of events that have none yet."""
        for chunk in _some(edges):
            self._insert(s.link_edges, [{"a": a, "b": b, "score": x, "linked": y} for a, b, x, y in chunk])

    def set_clusters(self, gone: Iterable[str], clusters: Mapping[str, Sequence[str]]) -> None:
        """See `LinkTables`."""
        e = s.link_events
        for chunk in _some(gone):
            self._connection.execute(update(e).where(e.c.cluster.in_(chunk)).values(cluster=None))
        for name, members in clusters.items():
            for ids in _some(members):
                self._connection.execute(update(e).where(e.c.id.in_(ids)).values(cluster=name))

    def incidents_of(self, clusters: Iterable[str]) -> dict[str, Incident]:
        """See `LinkTables`."""
        i = s.incidents.c
        found = self._rows([i.cluster, i.body], i.cluster, clusters)
        return {row.cluster: codec.loads(Incident, rows.unpack(row.body)) for row in found}

    def set_incidents(self, gone: Iterable[str], made: Mapping[str, Incident], *, at: str) -> None:
        """See `LinkTables`."""
        names = [*gone, *made]
        olds = self.incidents_of(names)
        self._drop(s.incidents, s.incidents.c.cluster, names)
        # An id is that of the founding event; its cluster may have another name now.
        self._drop(s.incidents, s.incidents.c.id, [x.id for x in made.values()])
        desk_index.drop(self._connection, [x.id for x in (*olds.values(), *made.values())])
        writing.add_incidents(self._connection, made.items())
        writing.log_redirects(self._connection, olds.values(), made.values(), at=at)

    def drop_incidents(self) -> list[Incident]:
        """Forgets all incidents and gives them back, so that their ids can be led on."""
        bodies = self._connection.scalars(select(s.incidents.c.body)).all()
        self._connection.execute(delete(s.incidents))
        desk_index.clear(self._connection)
        return [codec.loads(Incident, rows.unpack(body)) for body in bodies]

    def load_incidents(self, made: Iterable[tuple[str, Incident]], olds: Iterable[Incident], *, at: str) -> None:
        """Keeps many incidents of clusters that have none, and leads old ids to them."""
        new = list(made)
        writing.add_incidents(self._connection, new)
        writing.log_redirects(self._connection, olds, [x for _, x in new], at=at)

    def applied(self) -> tuple[str, ...]:
        """See `LinkTables`."""
        text = writing.get_meta(self._connection, "applied")
        return tuple(json.loads(text)) if text is not None else ()

    def finish(self, applied: Iterable[str]) -> None:
        """See `LinkTables`."""
        writing.set_meta(self._connection, "applied", json.dumps(sorted(applied)))
        writing.set_meta(self._connection, "incidents", queries.fingerprint(self._connection))
        writing.set_meta(self._connection, writing.LINKED_TO, str(desk_queries.last_change(self._connection)))

    def _rows(self, columns: list[Any], key: ColumnElement[Any], values: Iterable[Any]) -> Iterator[Any]:
        for chunk in _some(dict.fromkeys(values)):
            yield from self._connection.execute(select(*columns).where(key.in_(chunk)))

    def _drop(self, table: Table, key: ColumnElement[Any], values: Iterable[Any]) -> None:
        for chunk in _some(values):
            self._connection.execute(delete(table).where(key.in_(chunk)))

    def _insert(self, table: Table, values: list[dict[str, Any]]) -> None:
        if values:
            self._connection.execute(insert(table), values)

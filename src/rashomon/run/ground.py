"""Linking's memory in the store: the seam between the store's plain values and what linking compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rashomon.linking.cluster import Pair
from rashomon.linking.filing import keys_of
from rashomon.linking.ground import Edge
from rashomon.linking.packing import pack, unpack
from rashomon.linking.profiles import Profile
from rashomon.store.protocol import LinkedEvent, LinkTables


def as_row(profile: Profile) -> LinkedEvent:
    """A profile as the store keeps it."""
    cells = tuple((key.cell, key.hub) for key in keys_of(profile))
    return LinkedEvent(profile.id, profile.report_id, profile.event_id, pack(profile), cells)


class StoreGround:
    """A `Ground` over the store's tables; profiles that were asked for once are kept."""

    def __init__(self, tables: LinkTables) -> None:
        self._tables = tables
        self._known: dict[str, Profile] = {}

    def profiles(self, ids: Iterable[str]) -> dict[str, Profile]:
        """See `Ground`."""
        wanted = list(dict.fromkeys(ids))
        missing = [i for i in wanted if i not in self._known]
        self._known |= {i: unpack(body) for i, body in self._tables.events(missing).items()}
        return {i: self._known[i] for i in wanted if i in self._known}

    def of_report(self, report_id: str) -> list[str]:
        """See `Ground`."""
        return self._tables.of_report(report_id)

    def cells(self, cells: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
        """See `Ground`."""
        return self._tables.cells(cells)

    def edges(self, ids: Iterable[str]) -> dict[Pair, Edge]:
        """See `Ground`."""
        return {pair: Edge(score, linked) for pair, (score, linked) in self._tables.edges(ids).items()}

    def cluster_of(self, ids: Iterable[str]) -> dict[str, str]:
        """See `Ground`."""
        return self._tables.cluster_of(ids)

    def members(self, clusters: Iterable[str]) -> dict[str, list[str]]:
        """See `Ground`."""
        return self._tables.members(clusters)

    def add(self, profiles: Sequence[Profile]) -> None:
        """See `Ground`."""
        self._known |= {p.id: p for p in profiles}
        self._tables.add(as_row(p) for p in profiles)

    def remove(self, ids: Sequence[str]) -> None:
        """See `Ground`."""
        for i in ids:
            self._known.pop(i, None)
        self._tables.remove(ids)

    def set_edges(self, gone: Iterable[Pair], edges: Mapping[Pair, Edge]) -> None:
        """See `Ground`."""
        self._tables.set_edges(gone, {pair: (edge.score, edge.linked) for pair, edge in edges.items()})

    def set_clusters(self, gone: Iterable[str], clusters: Mapping[str, Sequence[str]]) -> None:
        """See `Ground`."""
        self._tables.set_clusters(gone, clusters)

"""What linking keeps between runs: profiles, the cells that they are filed in, compared pairs, and who is in which cluster.

`Ground` is the seam: in memory here, in the store behind `run`. It holds nothing that can't be derived anew from the
records and the judgements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rashomon.linking.block import candidate_pairs
from rashomon.linking.cluster import Pair, pair_of
from rashomon.linking.compare import outcome
from rashomon.linking.filing import keys_of
from rashomon.linking.profiles import Profile


@dataclass(frozen=True, slots=True)
class Edge:
    """A compared pair that no hard fact forbids."""

    score: float
    linked: bool


class Ground(Protocol):
    """Profiles by id and what lies between them."""

    def profiles(self, ids: Iterable[str]) -> dict[str, Profile]:
        """The profiles with these ids that are there."""
        ...

    def of_report(self, report_id: str) -> list[str]:
        """Ids of a report's events."""
        ...

    def cells(self, cells: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
        """Cells with their members and whether they are hubs, ordered by id; empty cells are left out."""
        ...

    def edges(self, ids: Iterable[str]) -> dict[Pair, Edge]:
        """Every kept edge that one of these ids has."""
        ...

    def cluster_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The cluster that an event is in."""
        ...

    def members(self, clusters: Iterable[str]) -> dict[str, list[str]]:
        """Clusters with the ids of their events."""
        ...

    def add(self, profiles: Sequence[Profile]) -> None:
        """Files new events."""
        ...

    def remove(self, ids: Sequence[str]) -> None:
        """Forgets events with their edges and their place in a cluster."""
        ...

    def set_edges(self, gone: Iterable[Pair], edges: Mapping[Pair, Edge]) -> None:
        """Forgets some edges and keeps others."""
        ...

    def set_clusters(self, gone: Iterable[str], clusters: Mapping[str, Sequence[str]]) -> None:
        """Replaces clusters."""
        ...


def edges_of(profiles: Sequence[Profile]) -> dict[Pair, Edge]:
    """Every pair worth comparing that no hard fact forbids, with its score."""
    found: dict[Pair, Edge] = {}
    for i, j in candidate_pairs(profiles):
        result = outcome(profiles[i], profiles[j])
        if result.score is not None:
            found[pair_of(profiles[i].id, profiles[j].id)] = Edge(result.score, result.linked)
    return found


@dataclass(slots=True)
class MemoryGround:
    """A `Ground` in memory."""

    known: dict[str, Profile] = field(default_factory=dict)
    filed: dict[int, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    reports: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    beside: dict[str, dict[str, Edge]] = field(default_factory=lambda: defaultdict(dict))
    home: dict[str, str] = field(default_factory=dict)
    clusters: dict[str, list[str]] = field(default_factory=dict)

    def load(self, profiles: Sequence[Profile], clusters: Iterable[Sequence[Profile]]) -> None:
        """Takes in many events that were clustered at once, with the edges of each cluster's neighbourhood."""
        self.add(profiles)
        self.set_clusters((), {members[0].id: [p.id for p in members] for members in clusters})
        self.set_edges((), edges_of(profiles))

    def profiles(self, ids: Iterable[str]) -> dict[str, Profile]:
        """See `Ground`."""
        return {i: self.known[i] for i in ids if i in self.known}

    def of_report(self, report_id: str) -> list[str]:
        """See `Ground`."""
        return list(self.reports.get(report_id, ()))

    def cells(self, cells: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
        """See `Ground`."""
        return {c: sorted(self.filed[c].items()) for c in cells if self.filed.get(c)}

    def edges(self, ids: Iterable[str]) -> dict[Pair, Edge]:
        """See `Ground`."""
        return {
            ((i, other) if i < other else (other, i)): edge
            for i in ids
            for other, edge in self.beside.get(i, {}).items()
        }

    def cluster_of(self, ids: Iterable[str]) -> dict[str, str]:
        """See `Ground`."""
        return {i: self.home[i] for i in ids if i in self.home}

    def members(self, clusters: Iterable[str]) -> dict[str, list[str]]:
        """See `Ground`."""
        return {c: self.clusters[c] for c in clusters if c in self.clusters}

    def add(self, profiles: Sequence[Profile]) -> None:
        """See `Ground`."""
        for profile in profiles:
            self.known[profile.id] = profile
            self.reports[profile.report_id].append(profile.id)
            for key in keys_of(profile):
                self.filed[key.cell][profile.id] = key.hub

    def remove(self, ids: Sequence[str]) -> None:
        """See `Ground`."""
        for i in ids:
            profile = self.known.pop(i)
            for key in keys_of(profile):
                self.filed[key.cell].pop(i)
            for other in self.beside.pop(i, {}):
                self.beside[other].pop(i, None)
            self.reports[profile.report_id].remove(i)
            if (home := self.home.pop(i, None)) is not None:
                self.clusters[home] = [x for x in self.clusters[home] if x != i]

    def set_edges(self, gone: Iterable[Pair], edges: Mapping[Pair, Edge]) -> None:
        """See `Ground`."""
        for a, b in gone:
            self.beside.get(a, {}).pop(b, None)
            self.beside.get(b, {}).pop(a, None)
        for (a, b), edge in edges.items():
            self.beside[a][b] = self.beside[b][a] = edge

    def set_clusters(self, gone: Iterable[str], clusters: Mapping[str, Sequence[str]]) -> None:
        """See `Ground`."""
        for name in gone:
            for i in self.clusters.pop(name, ()):
                self.home.pop(i, None)
        for name, members in clusters.items():
            self.clusters[name] = list(members)
            self.home.update(dict.fromkeys(members, name))

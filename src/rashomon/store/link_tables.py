"""What linking keeps in a store: events as they are compared, cells, edges and clusters, all of it rebuilt at will."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rashomon.model.incidents import Incident
from rashomon.model.record import Record


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """An event as linking keeps it: an id over all reports, what is compared of it, and the cells it is filed in."""

    id: str
    report_id: str
    event_id: str
    body: bytes
    cells: tuple[tuple[int, bool], ...]


class LinkTables(Protocol):
    """Linking's memory inside one transaction: plain values, derived from records and judgements, rebuilt at will."""

    def linked(self) -> dict[str, str]:
        """Report id to the SHA-256 of the record that is linked in."""
        ...

    def current(self) -> dict[str, str]:
        """Report id to the SHA-256 of the record that `records()` would give."""
        ...

    def records(self, report_ids: Iterable[str]) -> Iterator[Record]:
        """The current records of these reports."""
        ...

    def clear(self) -> None:
        """Forgets everything but the derived incidents."""
        ...

    def set_linked(self, gone: Iterable[str], linked: Mapping[str, str]) -> None:
        """Notes which reports left and which records are linked in."""
        ...

    def events(self, ids: Iterable[str]) -> dict[str, bytes]:
        """What is compared of the events with these ids that are there."""
        ...

    def of_report(self, report_id: str) -> list[str]:
        """Ids of a report's events."""
        ...

    def cells(self, cells: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
        """Cells with their events and whether they are hubs, ordered by id; empty cells are left out."""
        ...

    def edges(self, ids: Iterable[str]) -> dict[tuple[str, str], tuple[float, bool]]:
        """Every edge of these events: score, and whether it links."""
        ...

    def cluster_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The cluster that an event is in."""
        ...

    def members(self, clusters: Iterable[str]) -> dict[str, list[str]]:
        """Clusters with the ids of their events, ordered."""
        ...

    def refs(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Ids to report id and event id."""
        ...

    def unsure(self, low: float, high: float, limit: int) -> list[tuple[str, str, float]]:
        """Compared pairs with a score from `low` to `high`, nearest to the middle first."""
        ...

    def add(self, events: Iterable[LinkedEvent]) -> None:
        """Files events."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Forgets events with their cells and edges."""
        ...

    def set_edges(self, gone: Iterable[tuple[str, str]], edges: Mapping[tuple[str, str], tuple[float, bool]]) -> None:
        """Forgets some edges and keeps others."""
        ...

    def set_clusters(self, gone: Iterable[str], clusters: Mapping[str, Sequence[str]]) -> None:
        """Replaces clusters."""
        ...

    def incidents_of(self, clusters: Iterable[str]) -> dict[str, Incident]:
        """Clusters to their incidents."""
        ...

    def set_incidents(self, gone: Iterable[str], made: Mapping[str, Incident], *, at: str) -> None:
        """Replaces the incidents of clusters, and logs where ids that vanish now lead."""
        ...

    def load_edges(self, edges: Iterable[tuple[str, str, float, bool]]) -> None:
        """Keeps many edges of events that have none yet."""
        ...

    def drop_incidents(self) -> list[Incident]:
        """Forgets all incidents and gives them back, so that their ids can be led on."""
        ...

    def load_incidents(self, made: Iterable[tuple[str, Incident]], olds: Iterable[Incident], *, at: str) -> None:
        """Keeps many incidents of clusters that have none, and leads old ids to them."""
        ...

    def applied(self) -> tuple[str, ...]:
        """Ids of the judgements that the clusters already follow."""
        ...

    def finish(self, applied: Iterable[str]) -> None:
        """The derived incidents are now those of what is stored, with these judgements."""
        ...

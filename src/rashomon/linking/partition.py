"""Many events at once to clusters: what `incremental` does one report at a time, in arrays, for a million of them.

Candidate pairs, scores and components are arrays of numbers; only the pairs inside one component become objects, one
component after the other, so memory grows with the events and not with what was compared.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from rashomon.linking.block import candidate_arrays
from rashomon.linking.bulk import Bulk
from rashomon.linking.cluster import Edges, Pair, cluster, pair_of
from rashomon.linking.facets import Parts
from rashomon.linking.profiles import Profile
from rashomon.linking.screen import Screen


def partition(profiles: Sequence[Profile], words: Mapping[Pair, str]) -> list[list[Profile]]:
    """Clusters of events that are one happening; members and clusters in the order of their ids.

    Args:
        words: what people decided on pairs of events, newest first.
    """
    with _uncollected():
        return _partition(profiles, words)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: millions of pairs are made and none is in a cycle, yet it looks at all again and again.

    A tenth of the time of 300,000 events (37 s of 41 remain), and more of a million's.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _partition(profiles: Sequence[Profile], words: Mapping[Pair, str]) -> list[list[Profile]]:
    # Events of one day lie together: what is compared next was looked at just before, and is still at hand.
    days = np.array([min((w.start for w in p.whens), default=0) for p in profiles], dtype=np.int64)
    profiles = [profiles[i] for i in np.argsort(days, kind="stable").tolist()]
    first, second = candidate_arrays(profiles)
    parts = Parts(profiles)
    screen = Screen(parts)
    possible = screen.possible(first, second)
    first, second = first[possible], second[possible]
    scores, linked = Bulk(parts).outcomes(first, second)
    index = {p.id: i for i, p in enumerate(profiles)}
    told = {p: w for p, w in words.items() if p[0] in index and p[1] in index}
    labels = _labels(len(profiles), _joining(profiles, first, second, linked, told, index))

    def forbids(a: Profile, b: Profile) -> bool:
        return screen.forbids(index[a.id], index[b.id])

    found: list[list[Profile]] = []
    for members, edges in _components(profiles, labels, first, second, scores, linked, told, index):
        if len(members) > 1:
            found.extend(cluster({p.id: p for p in members}, edges, forbids=forbids))
        else:
            found.append(members)
    return sorted(found, key=lambda members: members[0].id)


def _joining(
    profiles: Sequence[Profile],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    linked: NDArray[np.bool_],
    told: Mapping[Pair, str],
    index: Mapping[str, int],
) -> Iterator[tuple[int, int]]:
    """Pairs that hold a component together: linked, unless a person decided, and what people called the same."""
    for i, j in zip(first[linked].tolist(), second[linked].tolist(), strict=True):
        if not told or pair_of(profiles[i].id, profiles[j].id) not in told:
            yield i, j
    yield from ((index[a], index[b]) for (a, b), word in told.items() if word == "same")


def _labels(count: int, pairs: Iterator[tuple[int, int]]) -> NDArray[np.int64]:
    """The smallest index of each one's component."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in pairs:
        a, b = root(i), root(j)
        parent[max(a, b)] = min(a, b)
    return np.array([root(i) for i in range(count)], dtype=np.int64)


def _components(
    profiles: Sequence[Profile],
    labels: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    scores: NDArray[np.float64],
    linked: NDArray[np.bool_],
    told: Mapping[Pair, str],
    index: Mapping[str, int],
) -> Iterator[tuple[list[Profile], Edges]]:
    """Each component's events and the edges among them."""
    inside = (labels[first] == labels[second]) if len(first) else np.empty(0, dtype=np.bool_)
    first, second, scores, linked = first[inside], second[inside], scores[inside], linked[inside]
    by_label = np.argsort(labels[first], kind="stable")
    first, second, scores, linked = first[by_label], second[by_label], scores[by_label], linked[by_label]
    home = labels[first]
    members = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[members], prepend=-1)) if len(members) else np.empty(0, dtype=np.int64)
    ends = np.append(starts[1:], len(members)) if len(starts) else starts
    words: dict[int, dict[Pair, str]] = {}
    for pair, word in told.items():
        if labels[index[pair[0]]] == labels[index[pair[1]]]:
            words.setdefault(int(labels[index[pair[0]]]), {})[pair] = word
    for a, b in zip(starts.tolist(), ends.tolist(), strict=True):
        ids = members[a:b].tolist()
        label = int(labels[ids[0]])
        low, high = np.searchsorted(home, [label, label + 1]).tolist() if len(ids) > 1 else (0, 0)
        found: dict[Pair, float] = {}
        joined: set[Pair] = set()
        for n in range(low, high):
            pair = pair_of(profiles[int(first[n])].id, profiles[int(second[n])].id)
            found[pair] = float(scores[n])
            if linked[n]:
                joined.add(pair)
        yield [profiles[i] for i in ids], Edges(found, frozenset(joined), words.get(label, {}))

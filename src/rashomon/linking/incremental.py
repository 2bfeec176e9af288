"""Reports that come, change or go, one at a time: only what they touch is clustered anew.

The result equals a run from nothing, because every step is local: a comparison looks at two events, a cell at its own
members, a cluster at the events that hang together by linked pairs. What an event touches is everything that hangs
together with it, before or after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.linking.block import partners
from rashomon.linking.cluster import Edges, Pair, cluster, components, pair_of
from rashomon.linking.compare import outcome
from rashomon.linking.filing import keys_of
from rashomon.linking.ground import Edge, Ground
from rashomon.linking.profiles import Profile


@dataclass(frozen=True, slots=True)
class Change:
    """What a step did: clusters that are gone, and those that are new or have other members."""

    gone: frozenset[str]
    made: Mapping[str, tuple[str, ...]]


def replace(
    ground: Ground,
    removed: Sequence[str],
    added: Sequence[Profile],
    *,
    judged: Mapping[Pair, str],
    told: Iterable[Pair] = (),
) -> Change:
    """Takes events out and in, and clusters anew what they touch.

    Args:
        removed: ids of events; one that comes back changed stands in both.
        judged: every standing judgement on a pair of events, newest first.
        told: pairs whose judgement changed.
    """
    cells = sorted({k.cell for p in (*ground.profiles(removed).values(), *added) for k in keys_of(p)})
    before = _pairs(ground, cells)
    touched = {i for pair in ground.edges(removed) for i in pair} | {i for pair in told for i in pair}
    old = ground.members(set(ground.cluster_of(touched | set(removed)).values()))
    touched |= {i for members in old.values() for i in members}
    ground.remove([i for i in removed if ground.profiles([i])])
    ground.add(added)
    after = _pairs(ground, cells)
    new = {p.id for p in added}
    touched |= _compare(ground, before, after, set(removed), new)
    return _cluster(ground, set(ground.profiles(touched)), old, judged, new)


def _pairs(ground: Ground, cells: Sequence[int]) -> set[Pair]:
    return {pair_of(a, b) for members in ground.cells(cells).values() for a, b in partners(members)}


def _compare(ground: Ground, before: set[Pair], after: set[Pair], removed: set[str], added: set[str]) -> set[str]:
    """Compares the pairs that are new and forgets those that no cell holds any more; the events that this touches."""
    lost = {pair for pair in before - after if removed.isdisjoint(pair)}
    lost -= _still_held(ground, lost)
    new = {pair for pair in after if pair not in before or not added.isdisjoint(pair)}
    profiles = ground.profiles({i for pair in new for i in pair})
    found: dict[Pair, Edge] = {}
    for a, b in sorted(new):
        if profiles[a].report_id == profiles[b].report_id:
            continue
        result = outcome(profiles[a], profiles[b])
        if result.score is not None:
            found[a, b] = Edge(result.score, result.linked)
    ground.set_edges(lost, found)
    return added | {i for pair in (*lost, *found) for i in pair}


def _still_held(ground: Ground, pairs: set[Pair]) -> set[Pair]:
    """Pairs that a cell outside the ones that changed still holds."""
    if not pairs:
        return set()
    cells = {k.cell for p in ground.profiles({i for pair in pairs for i in pair}).values() for k in keys_of(p)}
    return pairs & _pairs(ground, sorted(cells))


def _cluster(
    ground: Ground, touched: set[str], old: Mapping[str, Sequence[str]], judged: Mapping[Pair, str], new: set[str]
) -> Change:
    """Clusters the region around `touched`.

    Args:
        old: clusters as they were before events were taken out.
        new: events whose content is new, even where the ids of a cluster are the same.
    """
    region, edges = _region(ground, touched, judged)
    profiles = ground.profiles(region)
    old = {**ground.members(set(ground.cluster_of(region).values())), **old}
    made: dict[str, tuple[str, ...]] = {}
    for ids in components(sorted(region), [p for p in (*edges.joining(), *edges.told()) if region.issuperset(p)]):
        for members in cluster({i: profiles[i] for i in ids}, within(edges, set(ids))):
            made[members[0].id] = tuple(p.id for p in members)
    ground.set_clusters(old, made)
    same = {name for name, ids in made.items() if tuple(old.get(name, ())) == ids and new.isdisjoint(ids)}
    return Change(frozenset(set(old) - set(made)), {n: m for n, m in made.items() if n not in same})


def within(edges: Edges, ids: set[str]) -> Edges:
    """The edges among some events."""
    return Edges(
        {p: s for p, s in edges.scores.items() if ids.issuperset(p)},
        frozenset(p for p in edges.linked if ids.issuperset(p)),
        {p: w for p, w in edges.judged.items() if ids.issuperset(p)},
    )


def _region(ground: Ground, touched: set[str], judged: Mapping[Pair, str]) -> tuple[set[str], Edges]:
    """All that hangs together with `touched` by linked pairs, judgements, or as a cluster that stood."""
    told: dict[str, set[str]] = {}
    for (a, b), word in judged.items():
        if word == "same":
            told.setdefault(a, set()).add(b)
            told.setdefault(b, set()).add(a)
    region: set[str] = set()
    found: dict[Pair, Edge] = {}
    front = set(touched)
    while front:
        region |= front
        edges = ground.edges(front)
        found |= edges
        reached = {i for pair, edge in edges.items() if edge.linked for i in pair}
        reached |= {i for name in front for i in told.get(name, ())}
        homes = set(ground.cluster_of(front).values())
        reached |= {i for members in ground.members(homes).values() for i in members}
        front = set(ground.profiles(reached - region))
    scores = {pair: edge.score for pair, edge in found.items() if region.issuperset(pair)}
    linked = frozenset(pair for pair, edge in found.items() if edge.linked and region.issuperset(pair))
    return region, Edges(scores, linked, {p: w for p, w in judged.items() if region.issuperset(p)})

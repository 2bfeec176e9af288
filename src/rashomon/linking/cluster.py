"""Clusters of events that are one happening.

The best pairs are joined first, and a join is refused where any two members contradict each other.
A wrong merge is worse than a missed one. The result depends on the set of events alone, never on
their order: pairs are taken by score, and by ids where scores are equal. A person's word overrules them: two events that
somebody called the same bring together what each had gathered, against any hard fact but another person's word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.linking.compare import forbidden, threshold
from rashomon.linking.profiles import Profile

#: Points by which two groups may fit each other less than each holds together within. Swept 1 to 3.5: below 2 train loses
#: links, above 2.5 two attacks in one town on one violent day run together in the made-up world.
GAP = 2.2
#: Two ids of events, the smaller first.
Pair = tuple[str, str]


def pair_of(a: str, b: str) -> Pair:
    """Two ids as a pair."""
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True, slots=True)
class Edges:
    """What is known of pairs of events: scores where no hard fact forbids, which of them link, and what people decided.

    Args:
        scores: of compared pairs.
        linked: pairs that are taken for one.
        judged: "same", "different" or "unsure", newest word first.
    """

    scores: Mapping[Pair, float]
    linked: frozenset[Pair]
    judged: Mapping[Pair, str] = field(default_factory=dict)

    def joining(self) -> list[Pair]:
        """Pairs that may be joined, the best first; then those that people called the same, the newest word first."""
        found = [pair for pair in self.linked if pair not in self.judged]
        told = [pair for pair, word in self.judged.items() if word == "same"]
        return sorted(found, key=lambda pair: (-self.scores[pair], pair)) + told


def components(ids: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Ids that hang together by pairs, each component and all components ordered."""
    parent = {i: i for i in ids}

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        ours, theirs = sorted((root(a), root(b)))
        parent[theirs] = ours
    found: dict[str, list[str]] = defaultdict(list)
    for i in sorted(parent):
        found[root(i)].append(i)
    return [found[i] for i in sorted(found)]


def cluster(profiles: Mapping[str, Profile], edges: Edges, *, least: float | None = None) -> list[list[Profile]]:
    """Partitions the events; members and clusters in the order of their ids.

    Args:
        profiles: by id; all that hang together by `edges`.
        least: mean score that a join needs; null for the threshold of linking.
    """
    needed = threshold() if least is None else least
    group = {i: [i] for i in profiles}
    within = dict.fromkeys(profiles, (0.0, 0))  # sum and number of the scores inside a group, by its first member
    # Groups only grow: two of the same sizes as when they were refused are the same two, and refused again.
    refused: set[tuple[str, int, str, int]] = set()
    for pair in edges.joining():
        a, b = pair
        if a not in group or b not in group:
            continue
        ours, theirs = group[a], group[b]
        told = edges.judged.get(pair) == "same"
        if ours is theirs:
            continue
        state = (ours[0], len(ours), theirs[0], len(theirs))
        if not told and state in refused:
            continue
        between = _between(ours, theirs, profiles, edges, told=told, least=needed)
        if between is None or not told and _parted(between, within[ours[0]], within[theirs[0]]):
            refused.add(state)
            continue
        parts = (between, within[ours[0]], within[theirs[0]])
        within[ours[0]] = (sum(p[0] for p in parts), sum(p[1] for p in parts))
        ours.extend(theirs)
        for i in theirs:
            group[i] = ours
    unique = {id(members): members for members in group.values()}
    found = [sorted((profiles[i] for i in members), key=lambda p: p.id) for members in unique.values()]
    return sorted(found, key=lambda members: members[0].id)


def _between(
    ours: Sequence[str],
    theirs: Sequence[str],
    profiles: Mapping[str, Profile],
    edges: Edges,
    *,
    told: bool,
    least: float,
) -> tuple[float, int] | None:
    """Sum and number of the scores between two groups; null where they may not join.

    No hard fact and nobody's "different" between any two members, and the pairs that were compared link on the whole.

    Args:
        told: a person called a pair of them the same; then only another's "different" stands against it.
    """
    if edges.judged and any(edges.judged.get(pair_of(a, b)) == "different" for a in ours for b in theirs):
        return None
    if told:
        return 0.0, 0
    total, compared = 0.0, 0
    for a in ours:
        for b in theirs:
            known = edges.scores.get((a, b) if a < b else (b, a))
            if known is not None:
                total += known
                compared += 1
            elif forbidden(profiles[a], profiles[b]) is not None:
                return None
    return (total, compared) if not compared or total / compared >= least else None


def _parted(between: tuple[float, int], *within: tuple[float, int]) -> bool:
    """Whether two groups are each far more of one piece than they are with the other: two happenings beside each other."""
    inside = [total / count for total, count in within if count]
    return len(inside) == 2 and between[1] > 0 and between[0] / between[1] < min(inside) - GAP

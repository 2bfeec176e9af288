"""Clusters of events that are one happening.

The best pairs are joined first, and a join is refused where any two members contradict each other.
A wrong merge is worse than a missed one. The result depends on the set of events alone, never on
their order: pairs are taken by score, and by ids where scores are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.linking.compare import THRESHOLD, Comparison, compare, forbidden
from rashomon.linking.copies import Copies
from rashomon.linking.profiles import Profile


def cluster(profiles: Sequence[Profile], pairs: Sequence[tuple[int, int]], copies: Copies) -> list[list[Profile]]:
    """Partitions the profiles; members and clusters in the order of their ids."""
    compared = {pair: compare(profiles[pair[0]], profiles[pair[1]], copies) for pair in pairs}
    linked = [(pair, c) for pair, c in compared.items() if c.linked]
    linked.sort(key=lambda item: (-item[1].score, *sorted((profiles[item[0][0]].id, profiles[item[0][1]].id))))
    group = {i: [i] for i in range(len(profiles))}
    for (a, b), _ in linked:
        ours, theirs = group[a], group[b]
        if ours is theirs or not _may_join(ours, theirs, profiles, compared):
            continue
        ours.extend(theirs)
        for i in theirs:
            group[i] = ours
    unique = {id(members): members for members in group.values()}
    found = [sorted((profiles[i] for i in members), key=lambda p: p.id) for members in unique.values()]
    return sorted(found, key=lambda members: members[0].id)


def _may_join(
    ours: Sequence[int],
    theirs: Sequence[int],
    profiles: Sequence[Profile],
    compared: Mapping[tuple[int, int], Comparison],
) -> bool:
    """No hard fact between any two members, and the pairs that were compared are linked on the whole."""
    scores: list[float] = []
    for a in ours:
        for b in theirs:
            if forbidden(profiles[a], profiles[b]) is not None:
                return False
            known = compared.get((min(a, b), max(a, b)))
            if known is not None:
                scores.append(known.score)
    return not scores or sum(scores) / len(scores) >= THRESHOLD

"""Clusters of events that are one happening.

The best pairs are joined first, and a join is refused where any two members contradict each other.
A wrong merge is worse than a missed one. The result depends on the set of events alone, never on
their order: pairs are taken by score, and by ids where scores are equal. A person's word overrules them: two events that
somebody called the same bring together what each had gathered, against any hard fact but another person's word.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.linking.compare import forbidden, threshold
from rashomon.linking.profiles import Profile

#: Points by which two groups may fit each other less than each holds together within. Swept 1 to 3.5: below 2 train loses
#: links, above 2.5 two attacks in one town on one violent day run together in the made-up world.
GAP = 2.2
#: Points by which an event without any place must fit one happening better than another: swept 0 to 1; above .3 more
#: links are lost than wrong ones saved.
CLEAR = 0.15
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
        """Pairs that may be joined and that nobody judged, the best first."""
        found = [pair for pair in self.linked if pair not in self.judged]
        return sorted(found, key=lambda pair: (-self.scores[pair], pair))

    def told(self) -> list[Pair]:
        """Pairs that people called the same, the newest word first."""
        return [pair for pair, word in self.judged.items() if word == "same"]


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


def _forbids(a: Profile, b: Profile) -> bool:
    return forbidden(a, b) is not None


def cluster(
    profiles: Mapping[str, Profile],
    edges: Edges,
    *,
    least: float | None = None,
    forbids: Callable[[Profile, Profile], bool] = _forbids,
) -> list[list[Profile]]:
    """Partitions the events; members and clusters in the order of their ids.

    Args:
        profiles: by id; all that hang together by `edges`.
        least: mean score that a join needs; null for the threshold of linking.
        forbids: whether a hard fact keeps two events apart, for those that know it quicker.
    """
    groups = _Groups(profiles, edges, threshold() if least is None else least, forbids)
    linked = edges.joining()
    vague = [pair for pair in linked if not groups.placeless.isdisjoint(pair)] if groups.placeless else []
    groups.join(linked if not vague else [pair for pair in linked if groups.placeless.isdisjoint(pair)])
    lost = groups.lost(vague)
    groups.join(pair for pair in vague if lost.isdisjoint(pair))
    groups.join(edges.told())
    return groups.found()


class _Groups:
    """Events that have come together so far."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        edges: Edges,
        least: float,
        forbids: Callable[[Profile, Profile], bool],
    ) -> None:
        self._profiles, self._edges, self._least, self._forbids = profiles, edges, least, forbids
        self._group = {i: [i] for i in profiles}
        #: Sum and number of the scores inside a group, by its first member.
        self._within = dict.fromkeys(profiles, (0.0, 0))
        # Groups only grow: two of the same sizes as when they were refused are the same two, and refused again.
        self._refused: set[tuple[str, int, str, int]] = set()
        self.placeless = frozenset(i for i, profile in profiles.items() if not profile.wheres)

    def join(self, pairs: Iterable[Pair]) -> None:
        """Joins the groups of each pair, unless they contradict each other or are two pieces."""
        for a, b in pairs:
            ours, theirs = self._group.get(a), self._group.get(b)
            if ours is None or theirs is None or ours is theirs:
                continue
            told = self._edges.judged.get((a, b)) == "same"
            state = (ours[0], len(ours), theirs[0], len(theirs))
            if state in self._refused and not told:
                continue
            between = self._between(ours, theirs, told=told)
            inside = (self._within[ours[0]], self._within[theirs[0]])
            if between is None or not told and _parted(between, *inside):
                self._refused.add(state)
                continue
            self._within[ours[0]] = (between[0] + inside[0][0] + inside[1][0], between[1] + inside[0][1] + inside[1][1])
            ours.extend(theirs)
            for i in theirs:
                self._group[i] = ours

    def _between(self, ours: Sequence[str], theirs: Sequence[str], *, told: bool) -> tuple[float, int] | None:
        """Sum and number of the scores between two groups; null where they may not join.

        No hard fact and nobody's "different" between any two members, and the pairs that were compared link on the whole.

        Args:
            told: a person called a pair of them the same; then only another's "different" stands against it.
        """
        judged, scores, profiles = self._edges.judged, self._edges.scores, self._profiles
        if judged and any(judged.get(pair_of(a, b)) == "different" for a in ours for b in theirs):
            return None
        if told:
            return 0.0, 0
        total, compared = 0.0, 0
        for a in ours:
            for b in theirs:
                known = scores.get((a, b) if a < b else (b, a))
                if known is not None:
                    total += known
                    compared += 1
                elif self._forbids(profiles[a], profiles[b]):
                    return None
        return (total, compared) if not compared or total / compared >= self._least else None

    def lost(self, linked: Iterable[Pair]) -> frozenset[str]:
        """Events without any place that fit two happenings as well: they stay alone, not put to one of them by chance."""
        best: dict[str, dict[int, float]] = defaultdict(dict)
        for a, b in linked:
            for i, other in ((a, b), (b, a)):
                if i in self.placeless and other in self._group and other not in self.placeless:
                    home = id(self._group[other])
                    best[i][home] = max(best[i].get(home, -math.inf), self._edges.scores[a, b])
        ranked = {i: sorted(scores.values(), reverse=True) for i, scores in best.items()}
        return frozenset(i for i, found in ranked.items() if len(found) > 1 and found[0] - found[1] < CLEAR)

    def found(self) -> list[list[Profile]]:
        """The groups, and the events in each, in the order of their ids."""
        unique = {id(members): members for members in self._group.values()}
        found = [sorted((self._profiles[i] for i in members), key=lambda p: p.id) for members in unique.values()]
        return sorted(found, key=lambda members: members[0].id)


def _parted(between: tuple[float, int], *within: tuple[float, int]) -> bool:
    """Whether two groups are each far more of one piece than they are with the other: two happenings beside each other."""
    inside = [total / count for total, count in within if count]
    return len(inside) == 2 and between[1] > 0 and between[0] / between[1] < min(inside) - GAP

"""Why two events that fit each other stand in two incidents, or two that do not stand in one.

A pair is compared by itself; clusters look at everything that has come together. What kept two groups apart is asked of
the groups as they stand now: it names a reason that holds, not the step at which the join was refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rashomon.linking.cluster import GAP, Pair, pair_of
from rashomon.linking.compare import forbidden, threshold
from rashomon.linking.ground import Edge, Ground
from rashomon.linking.profiles import Profile


def why_grouped(ground: Ground, a: Profile, b: Profile, *, linked: bool, judged: Mapping[Pair, str]) -> str | None:
    """What the groups of two events say where it differs from what the pair says; null where they agree.

    Args:
        linked: whether the pair by itself is taken for one.
        judged: what people decided on pairs of events.
    """
    homes = ground.cluster_of([a.id, b.id])
    if len(homes) < 2 or (homes[a.id] == homes[b.id]) == linked:
        return None
    if homes[a.id] == homes[b.id]:
        return "the two stand in one incident all the same: other reports join them"
    groups = ground.members(homes.values())
    ours, theirs = groups[homes[a.id]], groups[homes[b.id]]
    known = ground.profiles([*ours, *theirs])
    edges = ground.edges([*ours, *theirs])
    between = {p: e for x in ours for y in theirs if (e := edges.get(p := pair_of(x, y))) is not None}
    return (
        _contradicting(ours, theirs, known, between, judged)
        or _uncompared(pair_of(a.id, b.id), between)
        or _unlike(ours, theirs, edges, between)
        or _unplaced(a, b)
    )


def _contradicting(
    ours: Sequence[str],
    theirs: Sequence[str],
    known: Mapping[str, Profile],
    between: Mapping[Pair, Edge],
    judged: Mapping[Pair, str],
) -> str | None:
    """A person's word or a hard fact between any two members."""
    for x in ours:
        for y in theirs:
            names = f"{_name(known[x])} and {_name(known[y])}"
            if judged.get(pair_of(x, y)) == "different":
                return f"their incidents stay two: a person called {names} different"
            if pair_of(x, y) not in between and (reason := forbidden(known[x], known[y])) is not None:
                return f"their incidents stay two: {names}, {reason}"
    return None


def _uncompared(pair: Pair, between: Mapping[Pair, Edge]) -> str | None:
    if pair in between:
        return None
    return "the two were never compared: they share no day with a place, nobody named and no text"


def _unlike(
    ours: Sequence[str], theirs: Sequence[str], edges: Mapping[Pair, Edge], between: Mapping[Pair, Edge]
) -> str | None:
    """Scores between the two groups, and within each."""
    mean = _mean(e.score for e in between.values())
    if mean is None or mean < threshold():
        return f"their incidents fit by {mean or 0.0:+.2f} points over {len(between)} compared pairs, and {threshold():g} are needed"
    inside = [_mean(e.score for p, e in edges.items() if group.issuperset(p)) for group in (set(ours), set(theirs))]
    if None not in inside and mean < min(m for m in inside if m is not None) - GAP:
        within = " and ".join(f"{m:+.2f}" for m in inside)
        return f"their incidents fit by {mean:+.2f} points, and each holds together by far more ({within})"
    return None


def _unplaced(a: Profile, b: Profile) -> str:
    if a.wheres and b.wheres:
        return "their incidents would fit as they stand now, but one had joined others first"
    return "an event without a place that fits two incidents as well joins neither by chance"


def _mean(scores: Iterable[float]) -> float | None:
    known = list(scores)
    return sum(known) / len(known) if known else None


def _name(profile: Profile) -> str:
    return f"{profile.report_id[:12]}:{profile.event_id}"

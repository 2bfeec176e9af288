"""Ranges per measure and population: the lowest and highest live figure, with who stands at each end.

Methodology rule 2. Populations are kept apart: twelve fighters and fourteen people are two rows, because
nobody but the reader may decide whether the twelve are among the fourteen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rashomon.linking.raws import COUNTED
from rashomon.linking.tolls import Stand
from rashomon.linking.turns import is_vague
from rashomon.model.accounts import Bounds, Range

_POPULATIONS = (
    "any",
    "civilian",
    "child",
    "woman",
    "military",
    "police",
    "militant",
    "aid_worker",
    "journalist",
    "prisoner",
)


def ranges_of(stands: Iterable[Stand]) -> tuple[Range, ...]:
    """All ranges, in the order of measures and populations."""
    rows: dict[tuple[str, str], list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.raw.question in COUNTED and stand.counts:
            rows[stand.raw.question, stand.raw.population or "any"].append(stand)
    out = []
    for measure, population in sorted(rows, key=lambda k: (COUNTED.index(k[0]), _POPULATIONS.index(k[1]))):
        members = rows[measure, population]
        every = bounds(members)
        if every.low is None and every.high is None:
            continue
        without = bounds([s for s in members if not s.accused])
        out.append(_range(measure, population, every, without))
    return tuple(out)


def _range(measure: str, population: str, every: Bounds, without: Bounds) -> Range:
    ends = every.low, every.high, every.low_by, every.high_by
    return Range(measure, population, *ends, without, every.open_high, every.counted)


def tolls_of(stands: Iterable[Stand]) -> tuple[Range, ...]:
    """One range a measure over everybody harmed: what a list or a headline shows."""
    stands = list(stands)
    attacking = _attackers(stands)
    rows: dict[str, list[Stand]] = defaultdict(list)
    given: dict[str, list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.raw.population == attacking is not None:
            continue
        if stand.raw.question in COUNTED and stand.given:
            given[stand.raw.question].append(stand)
        if stand.raw.question in COUNTED and stand.counts:
            rows[stand.raw.question].append(stand)
    out = []
    for measure in sorted(rows, key=COUNTED.index):
        members = _wholes(rows[measure], given[measure])
        every = bounds(members)
        if every.low is not None or every.high is not None:
            out.append(_range(measure, "any", every, bounds([s for s in members if not s.accused])))
    return tuple(out)


def _attackers(stands: Sequence[Stand]) -> str | None:
    """The one population that everybody who names a doer names, where others are counted too: its losses stand beside the toll."""
    doers = {s.raw.population for s in stands if s.raw.question == "perpetrator" and s.live and not s.raw.negated}
    (only,) = doers if len(doers) == 1 else (None,)
    others = any(s.raw.question in COUNTED and s.counts and s.raw.population != only for s in stands)
    return only if only in _FORCES and others else None


_FORCES = frozenset({"police", "military", "militant"})
_SOME = frozenset({"woman", "child"})


def _wholes(stands: Sequence[Stand], given: Iterable[Stand]) -> list[Stand]:
    """The figures of one measure that count everybody, as far as others show.

    Whoever gives two numbers at once ("nineteen guests and two guards") gives with the smaller no whole, whatever became of
    the larger later; women and children alone are a whole only where nobody counts others, and fighters alone only where no
    two origins count everybody; the hurt of one group only where nobody counts the hurt. All of them stay in the ranges by population.

    Args:
        given: figures of the measure that its origin did not replace in the same breath.
    """
    beside = list(given)
    kept = [s for s in stands if not s.raw.apart] or list(stands)
    kept = [s for s in kept if s.raw.population not in _SOME] or kept
    kept = [s for s in kept if not any(_counts_more(t, s) for t in beside)] or kept
    everybody = {s.group for s in kept if s.raw.population == "any" and s.raw.high is not None}
    if len(everybody) > 1:
        kept = [s for s in kept if s.raw.population != "militant"]
    return kept


def _counts_more(one: Stand, other: Stand) -> bool:
    """Whether one is the larger number in the same report, by the same origin or of everybody where the other counts some."""
    ours, theirs = one.raw, other.raw
    some = ours.population == "any" != theirs.population and ours.low == ours.high
    if ours.report_id != theirs.report_id or not (one.group == other.group or some):
        return False
    least = ours.low if ours.low is not None else ours.high
    most = theirs.high if theirs.high is not None else theirs.low
    return least is not None and most is not None and least > most


def bounds(stands: Sequence[Stand]) -> Bounds:
    """The two ends over `stands`; null where nobody named a number that can be an end.

    "None reported" never makes an end, nor does a word's bound that nobody said (24 for "dozens"), nor a bound
    where somebody counted: beside a count of 12, an "at least 9" is older or less exact, and an "at least 14" leaves
    the range open above. Where there are bounds alone, they are the ends.
    """
    usable = [s for s in stands if s.raw.qualifier != "reported_none" and not is_vague(s.raw.span.text)]
    counted = [s for s in usable if s.raw.low is not None and s.raw.high is not None]
    ends = counted or usable
    lows = [(s.raw.low, s) for s in ends if s.raw.low is not None]
    tops = [(s.raw.high if s.raw.high is not None else s.raw.low, s) for s in ends]
    highs = [(value, s) for value, s in tops if value is not None]
    low = min((v for v, _ in lows), default=None)
    high = max((v for v, _ in highs), default=None)
    above = [s.raw.low for s in usable if s.raw.high is None and s.raw.low is not None]
    return Bounds(
        low,
        high,
        _who(s for v, s in lows if v == low),
        _who(s for v, s in highs if v == high),
        high is not None and any(value > high or (value == high and not counted) for value in above),
        bool(counted),
    )


def _who(stands: Iterable[Stand]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.origin for s in stands))

"""Ranges per measure and population: the lowest and highest live figure, with who stands at each end.

Methodology rule 2. Populations are kept apart: twelve fighters and fourteen people are two rows, because
nobody but the reader may decide whether the twelve are among the fourteen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rashomon.linking.answers import COUNTED
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
        out.append(
            Range(
                measure,
                population,
                every.low,
                every.high,
                every.low_by,
                every.high_by,
                without,
                every.open_high,
                every.counted,
            )
        )
    return tuple(out)


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

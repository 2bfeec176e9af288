"""Whether a confidence can be counted on: of what is said at .8, eight in ten should be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: Bins of equal width over 0 to 1.
BINS = 10
Said = tuple[float, bool]


def table(said: Iterable[Said]) -> list[tuple[float, int, float, float]]:
    """(lower end, claims, mean confidence, share that is right) of each bin that holds any."""
    bins: list[list[Said]] = [[] for _ in range(BINS)]
    for confidence, right in said:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [
        (n / BINS, len(rows), sum(c for c, _ in rows) / len(rows), sum(r for _, r in rows) / len(rows))
        for n, rows in enumerate(bins)
        if rows
    ]


def expected_error(said: Sequence[Said]) -> float:
    """Expected calibration error: the mean gap between what is said and what is right, weighed by the bins' sizes."""
    return sum(count * abs(mean - right) for _, count, mean, right in table(said)) / len(said) if said else 0.0

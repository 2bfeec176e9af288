"""Whether a figure is of one happening or the total of a period ("312 killed so far this year")."""

from __future__ import annotations

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure, Scope

_MONTHS = frozenset("january february march april may june july august september october november december".split())


def scope_of(view: View, number: NumberPhrase, measure: Measure) -> Scope:
    """The scope by the period words of the number's sentence; `event` where there are none."""
    if measure in ("weapons", "personnel", "targets_struck"):
        return "event"
    start, end = view.first(number.core), view.last(number.core)
    for k in range(start, end):
        if view.lower[k] == "since" and _long_ago(view, k + 1, end):
            return "period_total"
    sentence = " ".join(view.lower[start:end])
    return "period_total" if any(phrase in sentence for phrase in casualty_words().period) else "event"


def _long_ago(view: View, k: int, end: int) -> bool:
    """Since a month, a year or a turn of history, not since a weekday or an hour."""
    stretch = view.lower[k : min(end, k + 5)]
    if not stretch:
        return False
    if stretch[0] in _MONTHS or stretch[0].isdigit() and len(stretch[0]) == 4:
        return True
    return (
        stretch[0] in ("last", "early", "late", "mid", "at")
        and bool(set(stretch) & _MONTHS)
        or bool(
            set(stretch)
            & {
                "war",
                "coup",
                "start",
                "outbreak",
                "invasion",
                "beginning",
                "ceasefire",
                "truce",
                "takeover",
                "independence",
                "uprising",
                "insurgency",
                "then",
            }
        )
    )

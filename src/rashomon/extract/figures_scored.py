"""Figures that no rule reads but the evidence makes likely: bare numbers that go on from figures told before and after.

The rules come first: a number that they read keeps their answer. What is left is weighed by a trained table.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.choices import odds
from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_drafts import Draft, size
from rashomon.extract.figures_evidence import casualty_words_near, evidence, told
from rashomon.extract.figures_parts import Leaning
from rashomon.extract.figures_view import View
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

#: Probability from which a number is a figure. 0.3-0.7 tried on dev by figure_f1.
LEAST = 0.45
RULE = "scored"
_THINGS = frozenset({"weapons", "personnel", "targets_struck"})


def weighed(
    view: View, open_numbers: Sequence[tuple[NumberPhrase, Counted]], drafts: Sequence[Draft], *, body: int
) -> list[tuple[NumberPhrase, Counted, Leaning]]:
    """The open numbers that the evidence calls figures, each with its measure.

    Args:
        drafts: what the rules found; a leaning points into it.
        body: first token of the report's body.
    """
    report = told(drafts)
    out = []
    for number, what in open_numbers:
        measure, sure = odds("figures", evidence(view, number, what, report, body=body))
        if sure >= LEAST:
            out.append((number, what, _leaning(view, number, what, measure, sure, drafts)))
    return out


def _leaning(
    view: View, number: NumberPhrase, what: Counted, measure: Measure, sure: float, drafts: Sequence[Draft]
) -> Leaning:
    """The measure with the word that gives it and the figure that it goes on from."""
    near = casualty_words_near(view, number, what)
    found = sorted((distance, token) for side in near.values() for m, distance, token in side if m == measure)
    governor = found[0][1] if found else None
    like = _goes_on_from(view, number, measure, drafts)
    part = like is not None and what.whole is not None and size(drafts[like]) > (number.low or number.high or 0)
    return Leaning(measure, governor, RULE, sure, like, part)


def _goes_on_from(view: View, number: NumberPhrase, measure: Measure, drafts: Sequence[Draft]) -> int | None:
    """The latest figure of the measure before the number, three sentences back at most; none for things."""
    if measure in _THINGS:
        return None
    before = [
        i
        for i, d in enumerate(drafts)
        if d.measure == measure
        and d.first < number.first
        and view.sent[number.core] - d.sentence <= 3
        and d.part_of is None
    ]
    return max(before, key=lambda i: drafts[i].first, default=None)

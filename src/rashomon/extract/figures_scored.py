"""Figures by evidence: bare numbers that go on from figures told before and after, and what the rules misread.

The rules read first; their answer is the strongest piece of evidence. A trained table weighs it with the rest: what they
leave open may count, and what they read gives way where the evidence clearly says something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.extract.choices import odds, shares, with_rule
from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_drafts import Draft, size
from rashomon.extract.figures_evidence import casualty_words_near, evidence, told
from rashomon.extract.figures_parts import Leaning
from rashomon.extract.figures_view import View
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

#: Probability from which an open number is a figure; how much likelier than the rules' another measure must be; probability
#: of none from which what they read is no figure. Each set in folds of train and dev by incident (docs/adr/0010).
LEAST = 0.35
AHEAD = 0.1
NOTHING = 0.7
RULE = "scored"
#: Rules whose answer the evidence overrules in none of 350 cases of train and dev: they are not asked again.
_SETTLED = frozenset(
    {"adjective", "part.casualty", "toll", "toll.nominal", "toll.figure", "verb+", "rival", "attackers", "of", "lives"}
)
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
        measure, sure = odds("figures", with_rule(evidence(view, number, what, report, body=body), None))
        if sure >= LEAST:
            out.append((number, what, _leaning(view, number, what, measure, sure, drafts)))
    return out


def reconsidered(view: View, drafts: Sequence[Draft], *, body: int) -> list[Draft | None]:
    """The drafts of the rules in their order: another measure where that is likelier, null where none is likely."""
    out: list[Draft | None] = []
    ordered = sorted(drafts, key=lambda d: d.first)
    for draft in drafts:
        if draft.number.kind not in ("count", "vague") or draft.rule in _SETTLED:
            out.append(draft)
            continue
        report = told(ordered, without=draft)
        found = with_rule(evidence(view, draft.number, draft.what, report, body=body), draft.measure, [draft.rule])
        nothing, each = shares("figures", found)
        best = max(each, key=lambda m: (each[m], m))
        if nothing >= NOTHING:
            out.append(None)
        elif best != draft.measure and each[best] - each[draft.measure] >= AHEAD:
            out.append(replace(draft, measure=best, governor=None, rule=RULE, confidence=each[best]))
        else:
            out.append(draft)
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

"""Whether people who judged the same values say the same, field by field: plain shares and Krippendorff's alpha.

Each person's last word on a value counts. Alpha is the nominal one (Krippendorff, Content Analysis, 4th edition,
chapter 12): 1 is full agreement, 0 what chance gives; null where nobody's answers vary, since it says nothing then.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.model.corrections import ACCEPT, EDIT, EDITABLE, REJECT
from rashomon.model.judgements import Judgement, standing

#: The field that says whether a value stands at all.
STANDS = "stands"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree on one field.

    Args:
        values: values on which two people or more spoke; `share` of the pairs of answers that are equal.
    """

    layer: str
    field: str
    values: int
    share: float
    alpha: float | None


def agreements(judgements: Iterable[Judgement]) -> tuple[Agreement, ...]:
    """Agreement for each field on which two people spoke.

    Args:
        judgements: all of them, oldest first.
    """
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in standing(judgements):
        if judgement.kind in (ACCEPT, REJECT, EDIT) and judgement.was is not None:
            last[judgement.subject[0], judgement.who] = judgement
    first = {subject: j for (subject, _), j in reversed(list(last.items()))}
    units: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (subject, _), judgement in last.items():
        layer, machine = _machine(first[subject])
        for field, answer in _answers(layer, machine, judgement).items():
            units[layer, field][subject].append(answer)
    found = (_agreement(layer, field, subjects) for (layer, field), subjects in sorted(units.items()))
    return tuple(a for a in found if a is not None)


def _machine(judgement: Judgement) -> tuple[str, Mapping[str, object]]:
    """Layer and value that the first of them had before their eyes."""
    data = json.loads(judgement.was or "{}")
    return str(data.get("layer")), data.get("item") or {}


def _answers(layer: str, machine: Mapping[str, object], judgement: Judgement) -> dict[str, str]:
    """What one person says of every field; of a value that they reject they say nothing more."""
    if judgement.kind == REJECT:
        return {STANDS: "no"}
    changed = json.loads(judgement.now or "{}") if judgement.kind == EDIT else {}
    fields = {name: changed.get(name, machine.get(name)) for name in EDITABLE.get(layer, ())}
    return {STANDS: "yes", **{name: json.dumps(value, sort_keys=True) for name, value in fields.items()}}


def _agreement(layer: str, field: str, subjects: Mapping[str, Sequence[str]]) -> Agreement | None:
    told = [answers for answers in subjects.values() if len(answers) > 1]
    if not told:
        return None
    pairs = [(a, b) for answers in told for i, a in enumerate(answers) for b in answers[i + 1 :]]
    share = sum(a == b for a, b in pairs) / len(pairs)
    return Agreement(layer, field, len(told), round(share, 4), alpha(told))


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's nominal alpha over units that two people or more answered."""
    totals: Counter[str] = Counter()
    observed = 0.0
    for answers in units:
        counts = Counter(answers)
        totals.update(counts)
        n = len(answers)
        observed += sum(c * (n - c) for c in counts.values()) / (n - 1)
    n = totals.total()
    expected = sum(c * (n - c) for c in totals.values()) / (n - 1)
    return round(1 - observed / expected, 4) if expected else None

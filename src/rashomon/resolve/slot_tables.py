"""The tables that slots are chosen from: one row a candidate, one for leaving the slot open, named columns.

A row says what kind of event asks, where the candidate stands, whether words state it and what the rules took, and how it
compares with the other candidates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.model.events import Event
from rashomon.resolve.slot_measures import TELLING
from rashomon.resolve.slot_view import View

#: Candidate to measures; the key null stands for "the report does not say".
Rows = dict[str | None, list[float]]
OWNED = (
    "stated by its words", "stated by its words alone", "stated in the headline", "stated by a verb", "stated by a death",
    "stated first", "stated by others", "stated by the report's own event", "others stated",
    "rules take it", "rules take another", "rules take none",
)  # fmt: skip
#: Measures that are told once more beside the least among the candidates.
_BESIDE = ("words apart", "sentences apart", "paragraphs apart", "steps of syntax", "fineness")
_TOP = frozenset({"headline", "standfirst"})


def columns(names: Sequence[str]) -> tuple[str, ...]:
    """All columns of a slot's table, given those of one candidate by itself."""
    return ("left open", *TELLING, *names, *(f"{n}: beyond the least" for n in _BESIDE if n in names))


def table(head: Sequence[float], rows: Mapping[str, Sequence[float]], names: Sequence[str], *, ruled: bool) -> Rows:
    """Rows of all candidates, and one of leaving the slot open.

    Args:
        head: measures of the event.
        rows: candidate to its own measures, in the order of `names`.
        ruled: whether the rules fill the slot.
    """
    compared = [names.index(n) for n in _BESIDE if n in names]
    least = [min((row[c] for row in rows.values()), default=0.0) for c in compared]
    empty = [0.0] * len(names)
    empty[names.index("rules take none")] = float(not ruled)
    out: Rows = {None: [1.0, *head, *empty, *least]}
    for key, row in rows.items():
        out[key] = [0.0, *head, *row, *(row[c] - low for c, low in zip(compared, least, strict=True))]
    return out


def owned(view: View, event: Event, key: object, told: Mapping[str, Sequence[object]], chosen: object) -> list[float]:
    """Whether the words of this event, or of another, state the candidate; one number for each of `OWNED`.

    Args:
        told: event id to what each of its mentions states.
        chosen: what the rules took, null for nothing.
    """
    mine = told[event.id]
    stating = [m for m, k in zip(view.members[event.id], mine, strict=True) if k == key]
    first = view.told_first(event.id)
    others = [e for e, ks in told.items() if e != event.id and key in ks]
    return [
        float(len(stating)),
        float(bool(stating) and len({k for k in mine if k is not None}) == 1),
        float(any(m.part in _TOP for m in stating)),
        float(any(not m.noun for m in stating)),
        float(any(m.mode == "die" for m in stating)),
        float(any(m.token == first for m in stating)),
        float(len(others)),
        float(view.main in others),
        float(any(k is not None for k in mine)),
        float(chosen == key),
        float(chosen is not None and chosen != key),
        float(chosen is None),
    ]

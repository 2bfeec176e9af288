"""Dates that a report entails without stating them: after one event, before the report itself.

"The talks were paused after the attack of the 28th" dates the pause between the attack and the
publication. That is an interval with the words it rests on, never a guessed day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rashomon.model.events import Event
from rashomon.model.relations import Link
from rashomon.model.times import Time

_EXACT = frozenset({"minute", "hour", "day"})
#: An interval longer than this says too little to be worth a date (one month, the record's next coarser unit).
LONGEST_DAYS = 31


def bound_by_links(
    events: Sequence[Event], links: Sequence[Link], times: Sequence[Time], *, published: str | None
) -> tuple[tuple[Event, ...], tuple[Time, ...]]:
    """Dates undated events that a link puts after a dated one.

    Args:
        published: ISO date of the report, by when what it tells as happened had happened; no bound without it.

    Returns:
        The events, and the times with those that were added at their end.
    """
    known, by_event = {t.id: t for t in times}, {e.id: e for e in events}
    added: list[Time] = []
    dated: dict[str, str] = {}
    for link in links:
        later, earlier = by_event[link.from_event], by_event[link.to_event]
        start = known.get(earlier.time_id) if earlier.time_id is not None else None
        if published is None or start is None or start.precision not in _EXACT:
            continue
        if set(link.evidence) <= set(later.triggers):
            continue  # a tie by what the act is, with no word of its own, dates nothing
        if later.time_id is not None or later.id in dated or later.modality != "happened":
            continue
        first, last = date.fromisoformat(start.start[:10]), date.fromisoformat(published[:10])
        if 0 <= (last - first).days <= LONGEST_DAYS:
            added.append(
                Time(
                    f"t{len(times) + len(added) + 1}",
                    first.isoformat(),
                    last.isoformat(),
                    "range",
                    "relative",
                    start.span,
                )
            )
            dated[later.id] = added[-1].id
    return tuple(replace(e, time_id=dated.get(e.id, e.time_id)) for e in events), (*times, *added)

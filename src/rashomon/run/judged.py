"""Records as people corrected them: what linking sees, and exports of what was decided.

The machine's record is never changed; each judgement is applied anew to a copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rashomon.model.corrections import VALUE_KINDS, corrected
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.store.protocol import Store


def by_report(store: Store) -> dict[str, list[Judgement]]:
    """Report id to the judgements on its values, oldest first."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in store.judgements():
        if judgement.kind in VALUE_KINDS:
            found[judgement.subject[0].partition(":")[0]].append(judgement)
    return found


def record(store: Store, report_id: str) -> Record:
    """One report's record, corrected."""
    found = store.record(store.find(report_id))
    return corrected(found, store.judgements(subject=report_id)).record


def records(store: Store) -> Iterator[Record]:
    """Current records of newest versions, corrected where somebody judged a value."""
    judgements = by_report(store)
    for record in store.records():
        ours = judgements.get(record.document.id)
        yield corrected(record, ours).record if ours is not None else record

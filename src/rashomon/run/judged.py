"""Records as people corrected them: what linking sees, and exports of what was decided.

The machine's record is never changed; each judgement is applied anew to a copy.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from rashomon.model.corrections import VALUE_KINDS, corrected
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.store.protocol import LinkTables, Store


def by_report(store: Store) -> dict[str, list[Judgement]]:
    """Report id to the judgements on its values, oldest first."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in store.judgements():
        if judgement.kind in VALUE_KINDS:
            found[judgement.subject[0].partition(":")[0]].append(judgement)
    return found


def tables(kept: LinkTables, judgements: Mapping[str, Sequence[Judgement]]) -> LinkTables:
    """Linking's tables with records as people corrected them: a report whose values were judged is another record."""
    return cast(LinkTables, _Judged(kept, judgements))


class _Judged:
    """`LinkTables` whose records are corrected; everything else is passed on."""

    def __init__(self, kept: LinkTables, judgements: Mapping[str, Sequence[Judgement]]) -> None:
        self._kept, self._judgements = kept, judgements

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept, name)

    def current(self) -> dict[str, str]:
        """Report id to a digest of its record and of what people said of it."""
        return {i: self._digest(i, sha) for i, sha in self._kept.current().items()}

    def _digest(self, report_id: str, sha256: str) -> str:
        said = self._judgements.get(report_id)
        return (
            sha256 if said is None else hashlib.sha256(" ".join([sha256, *(j.id for j in said)]).encode()).hexdigest()
        )

    def records(self, report_ids: Iterable[str]) -> Iterator[Record]:
        """Corrected where somebody judged a value."""
        for found in self._kept.records(report_ids):
            said = self._judgements.get(found.document.id)
            yield corrected(found, said).record if said is not None else found

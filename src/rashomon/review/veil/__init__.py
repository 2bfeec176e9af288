"""What somebody sees who may not see witnesses: the same store, with a label in the place of each witness's name.

It wraps the store and not the pages, so that no page, search or answer of the API can forget it: texts are covered
sign by sign, names replaced, lists and hits that would confirm a name left out, original bytes closed. A decision
that is made on covered words is kept with the real ones. What it does not know it refuses.
"""

from __future__ import annotations

import threading
from typing import Any, cast

from rashomon.errors import NotFound
from rashomon.model.covering import Names, form_of
from rashomon.review.veil.cover import Known, key_of
from rashomon.review.veil.incidents import VeiledIncidents
from rashomon.review.veil.judgements import VeiledJudgements
from rashomon.review.veil.reports import VeiledReports
from rashomon.store.desk_protocol import DeskStore

#: What passes through as it is: counts, ids, states, people of the desk, and writing that holds no text of a report.
_OPEN = frozenset(
    {"states", "standing", "newest_judgement", "incidents_of", "hidden", "agreement", "freshness", "people",
     "person", "tokens", "redirect", "head", "tombstones", "audit_rows", "hand_in", "drop_problem",
     "note_reading", "is_erased", "fingerprint", "groups"}
)  # fmt: skip


class Veils:
    """Knows the witnesses of a store, and looks again when it changed."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: tuple[str, Known] | None = None
        self._secret = b""

    def veiled(self) -> DeskStore:
        """The store as it is seen without witnesses."""
        known = self._known()
        secret = self._secret = self._secret or self._store.secret()
        return cast(DeskStore, _Veiled(self._store, known, secret))

    def forget(self) -> None:
        """Lets go of every name: the store was locked."""
        with self._lock:
            self._kept, self._secret = None, b""

    def _known(self) -> Known:
        head = self._store.head()
        with self._lock:
            if self._kept is None or self._kept[0] != head:
                found = self._store.witnesses()
                names = Names(n for n in found.names if len(form_of(n)) > 1)
                surnames = frozenset(form[-1] for form in names.forms if len(form[-1]) > 2)
                self._kept = head, Known(names, surnames, frozenset(map(key_of, found.unnamed)))
            return self._kept[1]


class _Veiled(VeiledReports, VeiledIncidents, VeiledJudgements):
    """A `DeskStore` without witnesses."""

    def __getattr__(self, name: str) -> Any:
        if name not in _OPEN:
            raise NotFound(f"{name} is not for those who see no witness", hint="ask an admin of your team")
        return getattr(self._store, name)

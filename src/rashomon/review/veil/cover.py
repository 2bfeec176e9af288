"""How a witness is covered: in a report's text sign by sign, in a name by a label, in an address by leaving it out."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from urllib.parse import unquote

from rashomon.errors import NotFound
from rashomon.model import covering
from rashomon.model.covering import Hidden, Names, fold, form_of
from rashomon.model.record import Record
from rashomon.store.desk_protocol import NAME_KINDS, DeskStore
from rashomon.store.protocol import ReportRow
from rashomon.store.witnesses import unnamed, witnesses

WITHHELD = "address withheld"


@dataclass(frozen=True, slots=True)
class Known:
    """Who is hidden, from one state of the store; `surnames` count on their own in titles, where a report is not at hand."""

    names: Names
    surnames: frozenset[str]
    unnamed: frozenset[str]


def key_of(name: str) -> str:
    """A name as it is looked up."""
    return " ".join(form_of(name))


class Cover:
    """A store with what is known of its witnesses; the parts of the veil stand on it."""

    def __init__(self, store: DeskStore, known: Known, secret: bytes) -> None:
        self._store, self._known, self._secret = store, known, secret
        self._seen: dict[str, tuple[Record, Record, Hidden]] = {}

    def _label(self, name: str) -> str:
        digest = hmac.new(self._secret, b"witness:" + fold(name).encode(), hashlib.sha256).hexdigest()
        return f"witness {digest[:4]}"

    def _title(self, text: str) -> str:
        """A text without its report at hand: whole names, and surnames on their own."""
        ranges = self._known.names.ranges(text, alone=self._known.surnames)
        return covering.cover(text, ranges)

    def _in_address(self, address: str) -> bool:
        """Whether a web address, path or message names a witness, a surname on its own included."""
        words = set(form_of(unquote(address)))
        return bool(words & self._known.surnames) or self._known.names.in_address(address)

    def _open(self, report_id: str, record: Record) -> tuple[Record, Record, Hidden]:
        """(as it is, as it is seen, what is hidden) of a report."""
        found = self._seen.get(report_id)
        if found is None or found[0] is not record:
            own = (actor.name for actor in witnesses(record))  # one known by a single name is hidden here alone
            names = Names((*self._known.names.given, *own))
            hidden = covering.hidden_in(record, names, described=False)
            silent = list(unnamed(record))
            ids = {who.actor_id for who in silent if who.actor_id is not None}
            ranges = covering.joined([*hidden.ranges, *((who.span.start, who.span.end) for who in silent)])
            hidden = replace(hidden, actors=hidden.actors | ids, ranges=tuple(ranges))
            url = record.document.url
            touched = bool(hidden) or (url is not None and self._in_address(url))
            seen = covering.covered(record, hidden, label=self._label) if touched else record
            found = self._seen[report_id] = record, seen, hidden
        return found

    def _of(self, report_id: str) -> tuple[Record, Record, Hidden] | None:
        if report_id in self._seen:
            return self._seen[report_id]
        try:
            return self._open(report_id, self._store.record_of(report_id))
        except NotFound:
            return None

    def _real_row(self, row: ReportRow) -> ReportRow:
        found = self._store.find(row.report_id)
        if found.address == row.address or WITHHELD in row.address:
            return found
        return next((r for r in self._store.versions(row.address) if r.report_id == row.report_id), found)

    def _is_witness(self, name: str) -> bool:
        return self._known.names.found(name) or key_of(name) in self._known.unnamed

    def _names_witness(self, ref: str) -> bool:
        head, _, rest = ref.partition(":")
        return head in NAME_KINDS and self._is_witness(rest)

    def _asks_for_a_name(self, words: str) -> bool:
        """Whether a search would confirm that a witness's name is here."""
        folded = {fold(w.strip('*"')) for w in words.split()}
        parts = {part for form in self._known.names.forms for part in form}
        return self._known.names.found(words) or bool(folded & parts and folded <= parts)

"""What somebody sees who may not see witnesses: the same store, with a label in the place of each witness's name.

It wraps the store and not the pages, so that no page, search or answer of the API can forget it: texts are covered
sign by sign, names replaced, lists and hits that would confirm a name left out, original bytes closed. A decision
that is made on covered words is kept with the real ones. What it does not know it refuses.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import unquote

from rashomon.errors import NotFound
from rashomon.model import codec, covering
from rashomon.model.covering import COVER, Hidden, Names, fold, form_of
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.store.desk_protocol import (
    NAME_KINDS,
    Custody,
    DeskStore,
    Named,
    NameKind,
    NameUse,
    Pair,
    QueueFilter,
    QueuePage,
    Reading,
)
from rashomon.store.protocol import AuditReport, Finding, Hit, Problem, ReportRow
from rashomon.store.witnesses import unnamed, witnesses

WITHHELD = "address withheld"
#: What passes through as it is: counts, ids, states, people of the desk, and writing that holds no text of a report.
_OPEN = frozenset(
    {"states", "standing", "newest_judgement", "incidents_of", "hidden_reports", "freshness", "people",
     "person", "tokens", "redirect", "head", "tombstones", "audit_rows", "jobs", "hand_in", "drop_problem",
     "note_reading", "is_erased", "fingerprint", "groups"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Who is hidden, from one state of the store; `surnames` count on their own in titles, where a report is not at hand."""

    names: Names
    surnames: frozenset[str]
    unnamed: frozenset[str]


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
                self._kept = head, Known(names, surnames, frozenset(map(_key, found.unnamed)))
            return self._kept[1]


def _key(name: str) -> str:
    return " ".join(form_of(name))


class _Veiled:
    """A `DeskStore` without witnesses."""

    def __init__(self, store: DeskStore, known: Known, secret: bytes) -> None:
        self._store, self._known, self._secret = store, known, secret
        self._seen: dict[str, tuple[Record, Record, Hidden]] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in _OPEN:
            raise NotFound(f"{name} is not for those who see no witness", hint="ask an admin of your team")
        return getattr(self._store, name)

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

    def record(self, row: ReportRow) -> Record:
        """See `Store`."""
        return self._open(row.report_id, self._store.record(self._real_row(row)))[1]

    def history(self, row: ReportRow) -> tuple[str, ...]:
        """See `Store`."""
        return self._store.history(self._real_row(row))

    def record_of(self, report_id: str) -> Record:
        """See `DeskStore`."""
        return self._open(report_id, self._store.record_of(report_id))[1]

    def original(self, report_id: str) -> bytes:
        """See `Store`; bytes in which a witness may stand are closed, for no one can cover every format."""
        raise NotFound(f"the original of {report_id[:12]} is closed to you", hint="it may name a witness")

    def _row(self, row: ReportRow) -> ReportRow:
        found = self._of(row.report_id)
        title = found[1].document.title if found is not None else row.title
        address = f"{WITHHELD}: {row.report_id}" if self._in_address(row.address) else row.address
        return replace(
            row,
            title=self._title(title or ""),
            address=address,
            publisher=self._title(row.publisher) if row.publisher is not None else None,
        )

    def find(self, reference: str) -> ReportRow:
        """See `Store`."""
        if self._in_address(reference):
            raise NotFound(f"no report {reference!r}", hint="`rashomon reports` lists ids")
        return self._row(self._store.find(reference))

    def reports(self, *, all_versions: bool = False) -> tuple[ReportRow, ...]:
        """See `Store`."""
        return tuple(map(self._row, self._store.reports(all_versions=all_versions)))

    def report_rows(self, *, words: str = "", offset: int = 0, limit: int = 50) -> tuple[tuple[ReportRow, ...], int]:
        """See `DeskStore`."""
        if self._asks_for_a_name(words):
            return (), 0
        rows, total = self._store.report_rows(words=words, offset=offset, limit=limit)
        return tuple(map(self._row, rows)), total

    def versions(self, address: str) -> tuple[ReportRow, ...]:
        """See `DeskStore`."""
        if address.startswith(WITHHELD):
            address = self._store.find(address.rpartition(" ")[2]).address
        return tuple(map(self._row, self._store.versions(address)))

    def _asks_for_a_name(self, words: str) -> bool:
        """Whether a search would confirm that a witness's name is here."""
        folded = {fold(w.strip('*"')) for w in words.split()}
        parts = {part for form in self._known.names.forms for part in form}
        return self._known.names.found(words) or bool(folded & parts and folded <= parts)

    def hits(self, words: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """See `DeskStore`; a report that is found by a covered word is not found."""
        if self._asks_for_a_name(words):
            return ()
        out = []
        for hit in self._store.hits(words, limit=limit, offset=offset):
            found = self._of(hit.report_id)
            alone = found[2].alone if found is not None else frozenset()
            names = found[2].names if found is not None else self._known.names
            snippet = covering.cover(hit.snippet, names.ranges(hit.snippet, alone=alone))
            if all(COVER not in snippet[a:b] for a, b in hit.marks):
                out.append(replace(hit, snippet=snippet, title=self._title(hit.title), address=hit.report_id))
        return tuple(out)

    def search(self, words: str, *, limit: int = 20, all_versions: bool = False) -> tuple[Hit, ...]:
        """See `Store`."""
        del all_versions
        return self.hits(words, limit=limit)

    def queue(self, wanted: QueueFilter) -> QueuePage:
        """See `DeskStore`."""
        page = self._store.queue(wanted)
        rows = (replace(r, title=self._title(r.title), place=self._title(r.place or "") or None) for r in page.rows)
        return replace(page, rows=tuple(rows))

    def incident(self, incident_id: str) -> Incident | None:
        """See `Store`."""
        found = self._store.incident(incident_id)
        return self._incident(found) if found is not None else None

    def one_incident(self, incident_id: str) -> Incident:
        """See `DeskStore`."""
        return self._incident(self._store.one_incident(incident_id))

    def _incident(self, incident: Incident) -> Incident:
        data = codec.to_json(incident)
        hidden_names: dict[str, str] = {}
        for key in ("accounts", "chain"):
            data[key] = [self._told(item, hidden_names) for item in data[key]]
        for person in data["people"]:
            for entry in person["entries"]:
                found = self._of(entry["report_id"])
                if found is not None and entry["victim_id"] in found[2].victims:
                    hidden_names[person["name"]] = person["name"] = self._label(person["name"])
        data["title"] = self._title(data["title"])
        out = covering.tree(_renamed(data, hidden_names), self._known.names, label=self._label)
        return codec.from_json(Incident, out)

    def _told(self, item: dict[str, Any], hidden_names: dict[str, str]) -> dict[str, Any]:
        """An account or a step of the chain, by the report that tells it."""
        found = self._of(item["report_id"])
        if found is None:
            return item
        record, seen, hidden = found
        origin = item.get("origin")
        if origin is not None:
            who = origin["actor_id"] in hidden.actors or origin["level"] == "anonymous_witness"
            if who or COVER in seen.document.text[origin["span"]["start"] : origin["span"]["end"]]:
                hidden_names[item["name"]] = hidden_names[origin["name"]] = self._label(item["name"])
        if item.get("by") is not None:
            actors = [a for a in record.actors if a.id in hidden.actors]
            if any(item["by"] in (a.name, *a.aliases) for a in actors):
                hidden_names[item["by"]] = self._label(item["by"])
        quoted = covering.requoted(item, seen.document.text)
        out: dict[str, Any] = covering.tree(quoted, hidden.names, hidden.alone, label=self._label)
        return out

    def names(self, kind: NameKind, *, beginning: str = "", limit: int = 100) -> tuple[Named, ...]:
        """See `DeskStore`; witnesses are not among them."""
        found = self._store.names(kind, beginning=beginning, limit=limit)
        return tuple(n for n in found if not self._is_witness(n.name))

    def names_in(self, report_ids: Sequence[str], words: str, *, limit: int = 20) -> tuple[Named, ...]:
        """See `DeskStore`; witnesses are not among them."""
        found = self._store.names_in(report_ids, words, limit=limit)
        return tuple(n for n in found if not self._is_witness(n.name))

    def remarks(
        self, words: Sequence[str], *, before: int | None = None, limit: int = 50
    ) -> tuple[tuple[int, Judgement], ...]:
        """See `DeskStore`; those found by a covered word are for the caller to sift: it no longer stands in them."""
        if self._asks_for_a_name(" ".join(words)):
            return ()
        found = self._store.remarks(words, before=before, limit=limit)
        shown = [(n, j) for n, j in found if not any(self._names_witness(ref) for ref in j.subject)]
        return tuple((n, self._judgement(j)) for n, j in shown)

    def _is_witness(self, name: str) -> bool:
        return self._known.names.found(name) or _key(name) in self._known.unnamed

    def uses(self, kind: NameKind, key: str, *, limit: int = 200) -> tuple[NameUse, ...]:
        """See `DeskStore`; none of a witness's name."""
        if self._is_witness(key):
            return ()
        found = self._store.uses(kind, key, limit=limit)
        return tuple(replace(use, title=self._title(use.title)) for use in found if not self._is_witness(use.name))

    def judgements(self, *, kind: str | None = None, subject: str | None = None) -> tuple[Judgement, ...]:
        """See `Store`; those about a witness's name are left out."""
        found = self._store.judgements(kind=kind, subject=subject)
        about = [j for j in found if not any(self._names_witness(ref) for ref in j.subject)]
        return tuple(map(self._judgement, about))

    def _names_witness(self, ref: str) -> bool:
        head, _, rest = ref.partition(":")
        return head in NAME_KINDS and self._is_witness(rest)

    def _judgement(self, judgement: Judgement) -> Judgement:
        report_id = judgement.subject[0].partition(":")[0]
        found = self._of(report_id) if len(report_id) == 64 else None
        was, now = self._value(judgement.was, found), self._value(judgement.now, found)
        return replace(judgement, was=was, now=now, why=self._value(judgement.why, found) or "")

    def _value(self, value: str | None, found: tuple[Record, Record, Hidden] | None) -> str | None:
        if value is None:
            return None
        names = found[2].names if found is not None else self._known.names
        alone = (found[2].alone if found is not None else frozenset()) | self._known.surnames
        data = _object(value)
        if data is None:
            return covering.cover(value, names.ranges(value, alone=alone))
        if found is not None:
            data = covering.requoted(data, found[1].document.text)
        return json.dumps(covering.tree(data, names, alone, label=self._label), ensure_ascii=False, sort_keys=True)

    def decide(self, judgement: Judgement, *, seen: str | None, relink: bool = True) -> Judgement:
        """See `DeskStore`; what was decided on covered words is kept with the words that stand there."""
        report_id = judgement.subject[0].partition(":")[0]
        found = self._of(report_id) if len(report_id) == 64 else None
        if found is not None:
            was, now = (_real(value, found[0]) for value in (judgement.was, judgement.now))
            judgement = replace(judgement, was=was, now=now)
        return self._store.decide(judgement, seen=seen, relink=relink)

    def pairs(self, *, limit: int = 50, offset: int = 0) -> tuple[Pair, ...]:
        """See `DeskStore`."""
        found = self._store.pairs(limit=limit, offset=offset)
        return tuple(replace(p, features=tuple((n, x, self._title(why)) for n, x, why in p.features)) for p in found)

    def custody(self, report_id: str) -> tuple[Custody, ...]:
        """See `DeskStore`."""
        return tuple(map(self._custody, self._store.custody(report_id)))

    def _custody(self, custody: Custody) -> Custody:
        hide = self._in_address(custody.address)
        fetched = custody.fetched
        if fetched is not None and self._in_address(
            json.dumps([fetched.final_url, fetched.headers, fetched.redirects])
        ):
            fetched = None
        name = None if custody.name is not None and self._in_address(custody.name) else custody.name
        return replace(custody, address=WITHHELD if hide else custody.address, name=name, fetched=fetched)

    def problems(self) -> tuple[Problem, ...]:
        """See `Store`; those at an address that names a witness are left out."""
        found = (p for p in self._store.problems() if not self._in_address(p.address))
        return tuple(replace(p, message=self._title(p.message)) for p in found)

    def readings(self, *, limit: int = 50, waiting: bool = False) -> tuple[Reading, ...]:
        """See `DeskStore`."""
        return tuple(map(self._reading, self._store.readings(limit=limit, waiting=waiting)))

    def _reading(self, reading: Reading) -> Reading:
        hide = self._in_address
        message = self._title(reading.message) if reading.message is not None else None
        address = WITHHELD if hide(reading.address) else reading.address
        name = WITHHELD if reading.name is not None and hide(reading.name) else reading.name
        return replace(reading, address=address, name=name, message=message)

    def verify(self, *, head: str | None = None) -> AuditReport:
        """See `Store`; a finding may quote an address."""
        report = self._store.verify(head=head)
        return replace(report, findings=tuple(map(self._finding, report.findings)))

    def _finding(self, finding: Finding) -> Finding:
        hide = self._in_address(finding.message)
        return replace(finding, message=f"row {finding.seq}: {WITHHELD}") if hide else finding


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """Strings that are one of these names, whole, by what stands for them."""
    if isinstance(value, dict):
        return {k: _renamed(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def _object(value: str) -> dict[str, Any] | None:
    try:
        data = json.loads(value)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _real(value: str | None, record: Record) -> str | None:
    """A structured value whose spans quote the real text and whose actors bear their real names."""
    data = _object(value) if value is not None else None
    if data is None:
        return value
    actors = {actor.id: actor.name for actor in record.actors}
    return json.dumps(
        _unveiled(covering.requoted(data, record.document.text), actors), ensure_ascii=False, sort_keys=True
    )


def _unveiled(value: Any, actors: dict[str, str]) -> Any:
    if isinstance(value, dict):
        out = {k: _unveiled(v, actors) for k, v in value.items()}
        if value.get("actor_id") in actors and "level" in value:
            out["name"] = actors[value["actor_id"]]
        elif "level" in value and isinstance(value.get("span"), dict):
            out["name"] = " ".join(out["span"]["text"].split())
        return out
    return [_unveiled(item, actors) for item in value] if isinstance(value, list) else value

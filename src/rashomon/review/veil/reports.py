"""Reports as somebody sees them who may not see witnesses: texts, records, lists, hits and how they came in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from rashomon.errors import NotFound
from rashomon.model import covering
from rashomon.model.covering import COVER
from rashomon.model.record import Record
from rashomon.review.veil.cover import WITHHELD, Cover
from rashomon.store.desk_protocol import Custody, Reading
from rashomon.store.protocol import AuditReport, Finding, Hit, Problem, ReportRow


class VeiledReports(Cover):
    """The reports."""

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

    def report_rows(
        self, *, words: str = "", offset: int = 0, limit: int = 50, allowed: Sequence[str] | None = None
    ) -> tuple[tuple[ReportRow, ...], int]:
        """See `DeskStore`."""
        if self._asks_for_a_name(words):
            return (), 0
        rows, total = self._store.report_rows(words=words, offset=offset, limit=limit, allowed=allowed)
        return tuple(map(self._row, rows)), total

    def versions(self, address: str) -> tuple[ReportRow, ...]:
        """See `DeskStore`."""
        if address.startswith(WITHHELD):
            address = self._store.find(address.rpartition(" ")[2]).address
        return tuple(map(self._row, self._store.versions(address)))

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

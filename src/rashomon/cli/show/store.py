"""Tables of what the store holds, for people: reports, search hits, problems, custody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from rashomon.cli.plain import plain
from rashomon.cli.show.safe import clean
from rashomon.store.protocol import Hit, Problem, ReportRow

#: Digits of an id that people see; a store of a million reports has a clash among them once in 500 stores.
ID_DIGITS = 12


def short(report_id: str) -> str:
    """An id as people see it."""
    return report_id[:ID_DIGITS]


def show_reports(console: Console, rows: Sequence[ReportRow]) -> None:
    """One line a report."""
    if not rows:
        console.print("No reports yet. Type: rashomon ingest FOLDER")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("id", no_wrap=True, style="cyan")
    table.add_column("published", no_wrap=True)
    table.add_column("report", ratio=1, overflow="fold")
    table.add_column("events", justify="right", no_wrap=True)
    table.add_column("claims", justify="right", no_wrap=True)
    table.add_column("figures", justify="right", no_wrap=True)
    shared = _shared((row.report_id, row.address) for row in rows)
    for row in rows:
        title = Text(clean(row.title or _tail(row.address)))
        remarks = _remarks(row)
        if remarks:
            title.append(f"  {clean(remarks)}", style="dim")
        if row.report_id in shared:
            title.append(f"  at {clean(row.address)}", style="dim")
        day = (row.published_at or "")[:10] or "-"
        table.add_row(short(row.report_id), day, title, str(row.events), str(row.claims), str(row.figures))
    console.print(table)
    console.print(f"{len(rows):,} {'report' if len(rows) == 1 else 'reports'}", style="dim")


def show_hits(console: Console, hits: Sequence[Hit]) -> None:
    """Two lines a hit: the report, and the words in context."""
    if not hits:
        console.print("Nothing found.")
        return
    shared = _shared((hit.report_id, hit.address) for hit in hits)
    for hit in hits:
        head = Text(short(hit.report_id), style="cyan")
        head.append(f"  {(hit.published_at or '')[:10] or 'undated'}  ", style="dim")
        head.append(clean(hit.title or _tail(hit.address)), style="bold")
        if hit.report_id in shared:
            head.append(f"  at {clean(hit.address)}", style="dim")
        if not hit.newest:
            head.append(f"  (version {hit.version}, there is a newer one)", style="dim")
        console.print(head)
        body = Text("    " + plain(hit.snippet))
        for start, end in hit.marks:
            body.stylize("bold yellow", start + 4, end + 4)
        console.print(body)


def show_problems(console: Console, problems: Sequence[Problem]) -> None:
    """One line a problem."""
    if not problems:
        console.print("Nothing is set aside.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("reason", no_wrap=True, style="yellow")
    table.add_column("report", ratio=1, overflow="fold")
    table.add_column("what is wrong", ratio=1, overflow="fold")
    table.add_column("tried", justify="right", no_wrap=True)
    table.add_column("last", no_wrap=True)
    for p in problems:
        table.add_row(p.reason, escape(clean(p.address)), escape(plain(p.message)), str(p.attempts), p.last_seen[:10])
    console.print(table)
    console.print("Type: rashomon problems retry, or: rashomon problems drop ADDRESS", style="dim")


def show_custody(console: Console, row: ReportRow, made: Sequence[str]) -> None:
    """Where a report came from, and how often it was read."""
    line = f"{clean(row.address)}  captured {row.captured_at}"
    if row.versions > 1:
        line += f"  version {row.version} of {row.versions}"
    if len(made) > 1:
        line += f"  read {len(made)} times, last {made[-1]}"
    console.print(Text(plain(line), style="dim"))
    console.print(Text(f"SHA-256 {row.report_id}", style="dim"))


def _shared(places: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Ids of reports whose bytes stand at several addresses: there the id and the title do not tell them apart."""
    at: dict[str, set[str]] = defaultdict(set)
    for report_id, address in places:
        at[report_id].add(address)
    return frozenset(report_id for report_id, found in at.items() if len(found) > 1)


def _remarks(row: ReportRow) -> str:
    out = []
    if row.publisher:
        out.append(row.publisher)
    if row.language != "en":
        out.append(f"language {row.language}, not read yet" if row.language != "und" else "language unknown")
    if row.versions > 1:
        out.append(f"version {row.version} of {row.versions}")
    return ", ".join(out)


def _tail(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]

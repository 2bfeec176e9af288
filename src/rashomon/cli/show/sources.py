"""The record of sources as a table: what each did with its figures, and no mark for it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rashomon.cli.show.safe import clean, written
from rashomon.linking.sources import SourceRecord


@written
def show_sources(console: Console, found: Sequence[SourceRecord]) -> None:
    """Prints one line a source."""
    if not found:
        console.print("no source gave a figure yet")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("source", overflow="fold")
    for name in ("reports", "incidents", "figures", "revised", "took back", "relayed"):
        table.add_column(name, justify="right")
    for row in found:
        counts = (row.reports, row.incidents, row.figures, row.revised, row.retracted, row.relayed)
        table.add_row(Text(clean(row.name)), *(f"{n:,}" if n else "." for n in counts))
    console.print(table)

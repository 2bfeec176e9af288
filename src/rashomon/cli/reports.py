"""`rashomon reports`, `show` and `search`: what the store holds."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from rashomon.cli import common


@click.command(short_help="List the stored reports.")
@common.store_option
@click.option("--all-versions", is_flag=True, help="Older versions too.")
@common.format_option("table", "jsonl")
def reports(store: str | None, all_versions: bool, format_: str) -> None:
    """Lists the stored reports, by date of publication."""
    with common.opened(common.settings_of(store=store)) as opened:
        rows = opened.reports(all_versions=all_versions)
    if format_ == "jsonl":
        for row in rows:
            click.echo(json.dumps(asdict(row), ensure_ascii=False))
        return
    from rashomon.cli.show.store import show_reports

    show_reports(common.console(), rows)


@click.command(short_help="Show a stored report's record.")
@click.argument("report", metavar="ID|ADDRESS")
@common.store_option
@click.option("--original", is_flag=True, help="Write the original bytes instead.")
@common.format_option("table", "json")
def show(report: str, store: str | None, original: bool, format_: str) -> None:
    """Shows the record of a stored report.

    A report is named by its id (6 digits or more of it) or by its address.
    """
    with common.opened(common.settings_of(store=store)) as opened:
        row = opened.find(report)
        if original:
            sys.stdout.buffer.write(opened.original(row.report_id))
            return
        record = opened.record(row)
        made = opened.history(row)
    if format_ == "json":
        from rashomon.model import codec

        click.echo(codec.dumps(record, indent=2))
        return
    from rashomon.cli.show import show_record
    from rashomon.cli.show.store import show_custody

    console = common.console()
    show_record(console, record)
    show_custody(console, row, made)


@click.command(short_help="Search titles and texts.")
@click.argument("words", nargs=-1, required=True)
@common.store_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most hits to show.")
@click.option("--all-versions", is_flag=True, help="Older versions too.")
@common.format_option("table", "jsonl")
def search(words: tuple[str, ...], store: str | None, limit: int, all_versions: bool, format_: str) -> None:
    """Finds reports that hold all the words, best first, with the words in context.

    '"two words"' in quotes are a phrase, militia* is a beginning, of three letters at least. Capitals and accents do not matter.
    """
    if not any(c.isalnum() for word in words for c in word):
        raise click.UsageError("there is no word to look for")
    with common.opened(common.settings_of(store=store)) as opened:
        hits = opened.search(" ".join(words), limit=limit, all_versions=all_versions)
    if format_ == "jsonl":
        for hit in hits:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False))
        return
    from rashomon.cli.show.store import show_hits

    show_hits(common.console(), hits)

"""`rashomon read`: reports to records on the standard output; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from rashomon.cli import common
from rashomon.cli.exits import Exit
from rashomon.errors import ReadingError
from rashomon.settings import Settings

if TYPE_CHECKING:
    from rashomon.model.record import Record
    from rashomon.run.sources import Source


@click.command(short_help="Read reports and print their records.")
@click.argument("reports", nargs=-1, required=True, metavar="PATH|URL|-...")
@common.published_option
@click.option("--model", metavar="NAME", help="spaCy package or path.  [default: the bundled one]")
@click.option("--proxy", metavar="URL", help="HTTP proxy for fetching.")
@common.format_option("table", "json", "jsonl")
def read(reports: tuple[str, ...], published: str | None, model: str | None, proxy: str | None, format_: str) -> int:
    """Reads files, folders, URLs or the standard input (-) and prints their records.

    json prints an object a report, indented; jsonl one a line.
    """
    from rashomon.run.pipeline import Reader

    settings = common.settings_of(model=model, proxy=proxy)
    reader = Reader(settings)
    printed = failed = 0
    for source in _sources(reports, settings):
        try:
            raw, name = _bytes(source, settings)
            record = reader.read(
                raw, name=name, url=source.address if source.kind == "url" else None, published=published
            )
        except ReadingError as error:
            common.say(f"error: {error}")
            failed += 1
            continue
        _print(record, format_, first=printed == 0)
        printed += 1
    common.tell_unread([name for name in reports if name != "-"])
    if failed:
        return Exit.SET_ASIDE if printed else Exit.UNREADABLE
    if not printed:
        raise click.UsageError("no reports there: folders are searched for .txt, .html and .md files")
    return Exit.OK


def _sources(names: tuple[str, ...], settings: Settings) -> Iterator[Source]:
    from rashomon.run.sources import content_source, expand

    for name in names:
        if name == "-":
            yield content_source(common.stdin_bytes(settings))
        else:
            yield from expand([name])


def _bytes(source: Source, settings: Settings) -> tuple[bytes, str | None]:
    """The bytes of a source, and the name that tells its format and stands in errors."""
    if source.kind == "url":
        from rashomon.reading.fetch import fetch

        return fetch(source.address, settings=settings).body, None
    if source.raw is not None:
        return source.raw, "standard input"
    from rashomon.run.sources import read_bounded

    return read_bounded(source, settings.max_bytes), source.name


def _print(record: Record, format_: str, *, first: bool) -> None:
    if format_ == "table":
        from rashomon.cli.show import show_record

        console = common.console()
        if not first:
            console.rule()
        show_record(console, record)
        return
    from rashomon.model import codec

    click.echo(codec.dumps(record, indent=2 if format_ == "json" else None))

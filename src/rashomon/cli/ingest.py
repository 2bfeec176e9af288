"""`rashomon ingest`: reports into the store."""

from __future__ import annotations

import click

from rashomon.cli import common
from rashomon.cli.exits import Exit


@click.command(short_help="Read reports into the store.")
@click.argument("reports", nargs=-1, required=True, metavar="PATH|URL|-...")
@common.store_option
@common.published_option
@click.option("--workers", type=click.IntRange(min=0), metavar="N", help="Processes; 0 takes one a core.  [default: 0]")
@click.option(
    "--limit",
    type=click.FloatRange(min=1),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="Time for one report.",
)
@click.option("--proxy", metavar="URL", help="HTTP proxy for fetching.")
def ingest(
    reports: tuple[str, ...],
    store: str | None,
    published: str | None,
    workers: int | None,
    limit: float,
    proxy: str | None,
) -> int:
    """Reads files, folders and URLs into the store.

    What is stored already is skipped; new bytes at the same address become a new version. A
    run that was stopped or killed is finished by running it again. What can't be read is set
    aside with its reason: see `rashomon problems`.
    """
    from rashomon.run import local
    from rashomon.run.sources import content_source, expand

    settings = common.settings_of(store=store, workers=workers, proxy=proxy)
    named = [r for r in reports if r != "-"]
    with common.opened(settings, create=True) as opened, common.progress_bar("Reading") as progress:
        sources = list(expand(named))
        if "-" in reports:
            sources.append(content_source(common.stdin_bytes(settings)))
        summary = local.ingest(
            opened, sources, settings=settings, published=published, limit_s=limit, progress=progress
        )
        common.tell_unread(named)
        if not sources:
            raise click.UsageError("no reports there: folders are searched for .txt, .html and .md files")
    common.list_problems(summary.set_aside)
    click.echo(common.conclude(summary, store=settings.store))
    if summary.set_aside:
        return Exit.UNREADABLE if len(summary.set_aside) == len(sources) else Exit.SET_ASIDE
    return Exit.OK

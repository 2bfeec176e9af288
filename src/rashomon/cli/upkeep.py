"""`rashomon reprocess`, `backup` and `encrypt`: care of the store."""

from __future__ import annotations

import os
from pathlib import Path

import click

from rashomon.cli import common
from rashomon.cli.exits import Exit
from rashomon.errors import NotFound, StoreError


@click.command(short_help="Read stored reports again.")
@click.argument("reports", nargs=-1, metavar="[ID|ADDRESS]...")
@common.store_option
@click.option("--workers", type=click.IntRange(min=0), metavar="N", help="Processes; 0 takes one a core.")
@click.option(
    "--limit",
    type=click.FloatRange(min=1),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="Time for one report.",
)
def reprocess(reports: tuple[str, ...], store: str | None, workers: int | None, limit: float) -> int:
    """Reads the stored originals again, all or those named, and appends the records that differ.

    Earlier records stay; the newest is current. Worth doing after an upgrade.
    """
    from rashomon.run import local

    settings = common.settings_of(store=store, workers=workers)
    with common.opened(settings) as opened, common.progress_bar("Reading again") as progress:
        summary = local.reprocess(opened, reports, settings=settings, limit_s=limit, progress=progress)
    common.list_problems(summary.set_aside)
    click.echo(f"{common.plural(summary.versions, 'new record')}, {summary.unchanged:,} unchanged in {settings.store}")
    return Exit.SET_ASIDE if summary.set_aside else Exit.OK


@click.command(short_help="Copy the store while it is in use.")
@click.argument("path", type=click.Path(path_type=Path))
@common.store_option
def backup(path: Path, store: str | None) -> None:
    """Copies the store to PATH while it is in use, and verifies the copy's audit chain."""
    with common.opened(common.settings_of(store=store)) as opened:
        opened.backup(path)
        head = opened.head()
    click.echo(f"{path} holds the store and verifies; head {head}")


@click.command(short_help="Make an encrypted copy of the store.")
@click.argument("path", type=click.Path(path_type=Path))
@common.store_option
def encrypt(path: Path, store: str | None) -> None:
    """Writes an encrypted copy of the store to PATH and verifies it; asks for a passphrase, or takes RASHOMON_PASSPHRASE.

    From then on name PATH with --store. Every command asks for the passphrase; backups of it are encrypted as well. The
    plain store stays where it is: destroy it and its backups yourself. A lost passphrase can't be recovered.
    """
    from rashomon.store import path_of
    from rashomon.store.cipher import encrypt as copy
    from rashomon.store.sqlite import SqliteStore

    source = path_of(common.settings_of(store=store).store)
    if source is None or not source.is_file():
        raise NotFound(f"there is no store at {source}", hint="name one with --store")
    if path.exists():
        raise StoreError(f"{path} exists", hint="name a new file")
    secret = os.environ.get("RASHOMON_PASSPHRASE") or str(
        click.prompt("Passphrase for the copy", hide_input=True, confirmation_prompt=True, err=True)
    )
    with SqliteStore(source, create=False) as plain:  # migrated first, and its log folded in
        head = plain.head()
    copy(source, path, secret)
    with SqliteStore(path, create=False, passphrase=secret) as made:
        report = made.verify(head=head)
    if report.findings:
        path.unlink()
        raise StoreError(f"the copy does not verify: {report.findings[0].message}", hint="run `rashomon audit verify`")
    click.echo(
        f"{path} holds the store, encrypted, and verifies; head {head}. {source} is still plain: destroy it yourself."
    )

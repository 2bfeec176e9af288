"""`rashomon reprocess`, `backup` and `erase`: care of the store."""

from __future__ import annotations

import getpass
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from rashomon.cli import common
from rashomon.cli.exits import Exit
from rashomon.errors import NotFound, SettingsError, StoreError
from rashomon.model.judgements import EXPORT

if TYPE_CHECKING:
    from rashomon.store import Store
    from rashomon.store.desk_protocol import Custody, DeskStore


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


@click.command(short_help="Erase a report for good.")
@click.argument("report", metavar="ID|ADDRESS")
@click.option("--ground", required=True, metavar="TEXT", help="The legal ground; kept for ever, so name nobody in it.")
@click.option("--who", metavar="NAME", help="Who erases.  [default: your user name]")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common.store_option
def erase(report: str, ground: str, who: str | None, yes: bool, store: str | None) -> None:
    """Erases a report for good: all versions, texts, records and search words, and the same bytes at other addresses.

    What stays is a tombstone: who, when, on what ground. The audit chain still verifies. The
    same bytes, or the same URL, are not taken in again. Files, backups and exports outside
    the store are not touched; exports that were made since the report came in are listed. A
    report under a legal hold is not erased.
    """
    from rashomon.run.local import now

    with common.opened(common.settings_of(store=store)) as opened:
        shown = next((p.address for p in opened.problems() if p.address == report), None) or opened.find(report).address
        if not yes:
            click.confirm(f"Erase {shown} with all its versions? This can't be undone.", abort=True, err=True)
        since = min((c.captured_at for c in _custody(opened, shown)), default="")
        stone = opened.erase(shown, ground=ground, who=who or user_name(), at=now())
        exports = [j for j in opened.judgements(kind=EXPORT) if since and j.at >= since]
    versions = common.plural(stone.versions, "version")
    for export in exports:
        made = json.loads(export.now or "{}")
        click.echo(
            f"held by the {made.get('kind')} export {made.get('file')} of {export.at[:16]}, made by {export.who}"
        )
    click.echo(
        f"erased: {versions}, by {stone.who}, {stone.at}. The original file, backups and earlier exports are yours to delete."
    )


def _custody(store: Store, address: str) -> tuple[Custody, ...]:
    """How the report came in; none if it was only ever set aside."""
    try:
        return cast("DeskStore", store).custody(store.find(address).report_id)
    except NotFound:
        return ()


def user_name() -> str:
    """Who is at the keyboard, as the machine knows them.

    Raises:
        SettingsError: it does not.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise SettingsError("your user name is unknown", hint="say --who NAME") from error

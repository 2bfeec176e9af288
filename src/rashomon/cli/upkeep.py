"""`rashomon reprocess`, `backup`, `encrypt` and `decrypt`: care of the store."""

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


@click.command(short_help="Encrypt the store.")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@common.store_option
def encrypt(path: Path | None, store: str | None) -> None:
    """Encrypts the store in its place, or writes an encrypted copy to PATH; asks for a passphrase, or takes RASHOMON_PASSPHRASE.

    In place, the plain file is overwritten and removed once the encrypted one verifies; with PATH it stays, and is
    yours to destroy. Earlier backups stay plain either way. Every command then asks for the passphrase; backups are
    encrypted as well. A lost passphrase can't be recovered.
    """
    from rashomon.store.cipher import encrypt as copy
    from rashomon.store.rekeying import encrypt_in_place
    from rashomon.store.sqlite import SqliteStore

    source = _file(store)
    if path is not None and path.exists():
        raise StoreError(f"{path} exists", hint="name a new file")
    secret = _new_secret()
    if path is None:
        head = encrypt_in_place(source, secret)
        click.echo(f"{source} is encrypted and verifies; head {head}. Backups made before are still plain.")
        return
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


@click.command(short_help="Make an encrypted store plain.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common.store_option
def decrypt(yes: bool, store: str | None) -> None:
    """Makes an encrypted store plain, in its place; asks for the passphrase, or takes RASHOMON_PASSPHRASE.

    Whoever holds the disk then reads all of it. To change the passphrase, decrypt and encrypt again.
    """
    from rashomon.store.rekeying import decrypt_in_place

    source = _file(store)
    secret = common.passphrase_of(source)
    if secret is None:
        raise StoreError(f"{source} is not encrypted, or no passphrase was given", hint="set RASHOMON_PASSPHRASE")
    if not yes:
        click.confirm(f"Make {source} plain? Whoever holds the disk can read it.", abort=True, err=True)
    head = decrypt_in_place(source, secret)
    click.echo(f"{source} is plain and verifies; head {head}")


def _file(store: str | None) -> Path:
    """The file of the store.

    Raises:
        NotFound: there is none.
    """
    from rashomon.store import path_of

    source = path_of(common.settings_of(store=store).store)
    if source is None or not source.is_file():
        raise NotFound(f"there is no store at {source}", hint="name one with --store")
    return source


def _new_secret() -> str:
    return os.environ.get("RASHOMON_PASSPHRASE") or str(
        click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    )

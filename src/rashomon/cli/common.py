"""What commands share: settings from flags, the store, consoles, and the progress bar."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rashomon.cli.plain import plain
from rashomon.errors import RashomonError
from rashomon.settings import Settings, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from rashomon.run.local import Progress, Summary
    from rashomon.store.protocol import Problem, Store

_Decorated = Callable[..., Any]


def store_option(command: _Decorated) -> _Decorated:
    """Adds `--store`."""
    text = "Path or URL of the store.  [default: rashomon.db in the current folder]"
    return click.option("--store", "store", metavar="URL", help=text)(command)


def format_option(*formats: str) -> Callable[[_Decorated], _Decorated]:
    """Adds `--format`; the first is the default."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print."
    )


def published_option(command: _Decorated) -> _Decorated:
    """Adds `--published`."""
    text = "Publication date (2024-02-08); wins over what the reports say."
    return click.option("--published", metavar="DATE", callback=_iso_date, help=text)(command)


def _iso_date(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no date: write it like 2024-02-08") from error
    return value


def settings_of(**flags: Any) -> Settings:
    """Settings with these flags on top."""
    return load_settings(**flags)


@contextmanager
def opened(settings: Settings, *, create: bool = False, passphrase: str | None = None) -> Iterator[Store]:
    """The store of the settings; one that was made for a command that fails and that holds no report is removed.

    What such a command set aside it finds again; a command that a person stops leaves its store.
    """
    from rashomon.store import open_store, path_of

    path = path_of(settings.store)
    made = create and path is not None and not path.exists()
    empty = False
    try:
        with open_store(settings.store, create=create, passphrase=passphrase or passphrase_of(path)) as store:
            try:
                yield store
            except (RashomonError, click.ClickException):
                empty = made and not store.reports()
                raise
    finally:
        if empty and path is not None:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)


def passphrase_of(path: Path | None) -> str | None:
    """The passphrase of an encrypted store: from RASHOMON_PASSPHRASE, or asked for at a terminal; null for a plain one."""
    from rashomon.store.cipher import is_encrypted

    if path is None or not is_encrypted(path):
        return None
    given = os.environ.get("RASHOMON_PASSPHRASE")
    if given is None and sys.stdin.isatty():
        given = str(click.prompt(f"Passphrase of {path}", hide_input=True, err=True))
    return given


def user() -> str:
    """Who runs the command, as far as the system knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def console(*, stderr: bool = False) -> Console:
    """Where people read; plain and 120 wide when the output is not a terminal."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else 120
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[Progress], None]]:
    """A progress bar on the standard error; silent where that is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    err = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(label, total=None)

        def told(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.total)

        yield told


def stdin_bytes(settings: Settings) -> bytes:
    """The standard input, one byte over the bound at most, so that the reader can refuse it."""
    return sys.stdin.buffer.read(settings.max_bytes + 1)


def say(text: str) -> None:
    """One line for people, on the standard error."""
    click.echo(plain(text), err=True)


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun, such as 1 report or 2 reports."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def list_problems(problems: Sequence[Problem]) -> None:
    """Reports set aside, with their reasons, at the end of a run."""
    if not problems:
        return
    say(f"{plural(len(problems), 'report')} set aside:")
    for problem in problems:
        say(f"  {problem.address}: {problem.message} [{problem.reason}]")


def tell_unread(names: Sequence[str]) -> None:
    """Says which documents in the folders named were left alone, so that nobody takes them for read."""
    from rashomon.run.sources import unread

    counts = unread(names)
    if counts:
        kinds = ", ".join(f"{count:,} {suffix or 'without an ending'}" for suffix, count in counts.items())
        say(
            f"not read: {kinds}; folders are searched for .txt, .html and .md files: save these as text or HTML, or name them"
        )


def conclude(summary: Summary, *, store: str) -> str:
    """One line on what an ingest did."""
    parts = [plural(summary.new, "new report")]
    if summary.versions:
        parts.append(plural(summary.versions, "new version"))
    if summary.unchanged:
        parts.append(f"{summary.unchanged:,} unchanged")
    if summary.erased:
        parts.append(f"{summary.erased:,} not taken: lawfully erased before")
    if summary.set_aside:
        parts.append(f"{len(summary.set_aside):,} set aside")
    return f"{', '.join(parts)} in {store}"

"""`rashomon places` and `rashomon actors`: gazetteers and lists of the user's own, brought from files, never fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rashomon.cli import common
from rashomon.cli.exits import Exit
from rashomon.cli.plain import plain

if TYPE_CHECKING:
    from rashomon.knowledge.library import Library, Source, SourceKind
    from rashomon.knowledge.names import Likeness
    from rashomon.knowledge.rows import Position

#: Refused rows shown after an import; `list --refused NAME` shows all.
_SHOWN = 10
_KNOWLEDGE = click.option(
    "--knowledge", metavar="FILE", help="File of imports.  [default: rashomon-knowledge.db in the current folder]"
)
_NAME = click.option("--name", help="What to call it; an earlier version of that name goes.  [default: the format]")
_REFUSED = click.option("--refused", metavar="NAME", help="List the rows of this import that were refused.")


@click.group(short_help="Gazetteers of your own.")
def places() -> None:
    """Gazetteers of your own: GeoNames dumps, UCDP's georeferenced events, OCHA's tables of P-codes.

    Reading takes what they hold as further candidates for a name. Nothing is fetched: download the files yourself.
    """


@click.group(short_help="Lists of actors of your own.")
def actors() -> None:
    """Lists of actors of your own: OFAC, United Nations, UCDP, FollowTheMoney.

    Reading takes two names of one entry for one actor. Being listed is the list's statement, nothing more.
    """


@places.command("import", short_help="Bring a gazetteer from a file.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--format", "format_", type=click.Choice(("geonames", "ucdp-ged", "pcodes")), help="What the file is; recognised by its beginning if not given.")  # fmt: skip
@_NAME
@_KNOWLEDGE
def import_places(path: Path, format_: str | None, name: str | None, knowledge: str | None) -> int:
    """Imports a file, plain or zipped, as a whole or not at all. The same file again changes nothing."""
    return _import(path, None, "places", format_, name, knowledge)


@actors.command("import", short_help="Bring a list of actors from a file.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--format", "format_", type=click.Choice(("ofac-csv", "ofac-xml", "un-xml", "ucdp-actors", "ftm")), help="What the file is; recognised by its beginning if not given.")  # fmt: skip
@click.option("--aliases", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="OFAC's alt.csv beside its sdn.csv.")  # fmt: skip
@_NAME
@_KNOWLEDGE
def import_actors(
    path: Path, format_: str | None, aliases: Path | None, name: str | None, knowledge: str | None
) -> int:
    """Imports a file, plain or zipped, as a whole or not at all. The same file again changes nothing."""
    return _import(path, aliases, "actors", format_, name, knowledge)


def _import(
    path: Path, aliases: Path | None, kind: SourceKind, format_: str | None, name: str | None, knowledge: str | None
) -> int:
    from rashomon.knowledge.importing import import_file
    from rashomon.knowledge.library import open_library

    where = Path(common.settings_of(knowledge=knowledge).knowledge)
    library = open_library(where, create=True)
    try:
        with _progress(path.name) as told:
            source, new = import_file(library, path, kind=kind, format_=format_, name=name, aliases=aliases, told=told)
        if not new:
            click.echo(plain(f"{source.name}: these bytes are in already, since {source.imported_at}"))
            return Exit.OK
        click.echo(plain(f"{_line(source)} in {where}"))
        return _say_refused(library, source)
    finally:
        empty = not library.sources()
        library.close()
        if empty:
            where.unlink(missing_ok=True)


def _say_refused(library: Library, source: Source) -> int:
    if not source.refused:
        return Exit.OK
    common.say(f"{common.plural(source.refused, 'row')} refused, and kept with their reasons:")
    for row in library.refused(source.kind, source.name)[:_SHOWN]:
        common.say(f"  line {row.line}: {row.reason}: {row.text[:100]}")
    if source.refused > _SHOWN:
        common.say(f"  all of them: rashomon {source.kind} list --refused {source.name}")
    return Exit.SET_ASIDE


@places.command("list", short_help="List the gazetteers that are in.")
@_REFUSED
@_KNOWLEDGE
def list_places(refused: str | None, knowledge: str | None) -> int:
    """Lists imports with their rows, versions and hashes."""
    return _list("places", refused, knowledge)


@actors.command("list", short_help="List the lists that are in.")
@_REFUSED
@_KNOWLEDGE
def list_actors(refused: str | None, knowledge: str | None) -> int:
    """Lists imports with their rows, versions and hashes."""
    return _list("actors", refused, knowledge)


def _list(kind: SourceKind, refused: str | None, knowledge: str | None) -> int:
    with _opened(knowledge) as library:
        if refused is not None:
            _known(library, kind, refused)
            for row in library.refused(kind, refused):
                click.echo(plain(f"{row.line}\t{row.reason}\t{row.text}"))
            return Exit.OK
        for source in library.sources(kind):
            click.echo(plain(_line(source)))
            dated = f", dated {source.version}" if source.version else ""
            click.echo(plain(f"  {source.path}{dated}, taken in {source.imported_at}"))
            click.echo(f"  sha256 {source.sha256}")
    return Exit.OK


@places.command("remove", short_help="Take a gazetteer out.")
@click.argument("name")
@_KNOWLEDGE
def remove_places(name: str, knowledge: str | None) -> int:
    """Takes an import out; records that were read with it stay as they are."""
    return _remove("places", name, knowledge)


@actors.command("remove", short_help="Take a list out.")
@click.argument("name")
@_KNOWLEDGE
def remove_actors(name: str, knowledge: str | None) -> int:
    """Takes an import out; records that were read with it stay as they are."""
    return _remove("actors", name, knowledge)


def _remove(kind: SourceKind, name: str, knowledge: str | None) -> int:
    from rashomon.knowledge.library import open_library

    where = Path(common.settings_of(knowledge=knowledge).knowledge)
    with _opened(knowledge) as library:
        _known(library, kind, name)
    library = open_library(where, create=True)
    library.remove(kind, name)
    library.close()
    click.echo(plain(f"{name} is out of {where}"))
    return Exit.OK


@actors.command("find", short_help="Ask who may bear a name.")
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="At most so many.")
@click.option("--names", "scorer", type=click.Choice(("own", "nomenklatura")), help="Who scores.  [default: own]")
@_KNOWLEDGE
def find(name: str, limit: int, scorer: str | None, knowledge: str | None) -> int:
    """Lists the entries of your lists and of our list of armed groups that may bear a name, with reasons.

    "same" is sure enough for a machine, "review" is for a person, "different" is too far.
    """
    from rashomon.knowledge.library import library_at
    from rashomon.knowledge.lookup import find_names

    if not any(c.isalnum() for c in name):
        raise click.UsageError("there is no name to look for")
    settings = common.settings_of(knowledge=knowledge, names=scorer)
    candidates = find_names(name, library_at(settings.knowledge), scorer=settings.names, limit=limit)
    if not candidates:
        click.echo("Nothing found.")
    for found in candidates:
        click.echo(plain(f"{found.like.score:.2f} {found.verdict:9} {found.name}  [{found.source} {found.id}]"))
        click.echo(plain(f"     {_reasons(found.like)}"))
    return Exit.OK


def _reasons(like: Likeness) -> str:
    return "; ".join(like.reasons)


def _line(source: Source) -> str:
    parts = [common.plural(source.taken, source.kind.removesuffix("s"))]
    if source.passed:
        parts.append(f"{common.plural(source.passed, 'row')} of other kinds left out")
    if source.refused:
        parts.append(f"{source.refused:,} refused")
    return f"{source.name} ({source.format}): {', '.join(parts)}"


def _known(library: Library, kind: SourceKind, name: str) -> None:
    if name not in {s.name for s in library.sources(kind)}:
        names = ", ".join(s.name for s in library.sources(kind)) or "none"
        raise click.BadParameter(f"no {kind} are imported as {name!r}; there are: {names}")


@contextmanager
def _opened(knowledge: str | None) -> Iterator[Library]:
    from rashomon.knowledge.library import open_library

    library = open_library(Path(common.settings_of(knowledge=knowledge).knowledge))
    try:
        yield library
    finally:
        library.close()


@contextmanager
def _progress(label: str) -> Iterator[Callable[[Position], None]]:
    """A bar of bytes read on the standard error; silent where that is no terminal."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    err = common.console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda at: bar.update(task, completed=at.done, total=at.total)

"""`rashomon export` and `import`: records to files and back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from rashomon.cli import common
from rashomon.cli.codebook import in_force
from rashomon.model.judgements import EXPORT, Judgement


@click.command(short_help="Write the records to a file.")
@click.option(
    "--format", "format_", default="json", show_default=True, metavar="NAME", help="json, or csv (a zip of tables)."
)
@click.option("--internal", is_flag=True, help="Everything: names, texts, originals. Not for the public.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file.  [default: standard output]"
)
@click.option("--codebook", type=click.Path(path_type=Path), help="The team's choices.  [default: codebook.yaml]")
@common.store_option
def export(format_: str, internal: bool, output: Path | None, codebook: Path | None, store: str | None) -> None:
    """Writes all records to a file.

    Public by default: victims, witnesses and private persons are redacted, texts left out,
    places coarsened; the export says so itself, and names the codebook in force. Names whose bearers
    consented are shown. An internal JSON export can be imported. That it was made, when and by
    whom is noted in the store, so that an erasure can list the exports that held a report.
    """
    from rashomon.export import Export, formats
    from rashomon.run import relink
    from rashomon.run.local import now

    known, book = formats(), in_force(codebook)
    if format_ not in known:
        raise click.UsageError(f"no format {format_!r}: there are {', '.join(sorted(known))}")
    if output is None and format_ != "json" and sys.stdout.isatty():
        raise click.UsageError(f"{format_} is {known[format_].HELP}: name a file with -o")
    if internal:
        common.say(
            "warning: this export holds names, full texts and original files: keep it where only those who may can read it"
        )
    with common.opened(common.settings_of(store=store)) as opened:
        if not internal or format_ != "json":
            relink.incidents(opened)
        head = opened.head()
        with _target(output, private=internal) as out:
            known[format_].write(Export(opened, now(), internal, book), out)
        if output is not None:
            kind = "internal" if internal else "public"
            made = {"file": output.name, "format": format_, "kind": kind, "head": head}
            note = Judgement(
                "",
                now(),
                common.user(),
                EXPORT,
                ("export",),
                None,
                json.dumps(made, ensure_ascii=False),
                "",
                None,
                book.stamp(),
            )
            opened.judge(note, relink=False)
    if output is not None:
        common.say(f"{output} written, {'internal' if internal else 'public: protected names and texts are left out'}")
        suffix = known[format_].SUFFIX
        if output.suffix.lower() != suffix:
            common.say(f"note: it is {known[format_].HELP}: programs open it once its name ends in {suffix}")


@contextmanager
def _target(output: Path | None, *, private: bool) -> Iterator[BinaryIO]:
    """The file, put in place only once it is whole; an internal export is for its owner's eyes."""
    if output is None:
        yield sys.stdout.buffer
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as out:
            if private:
                part.chmod(0o600)
            yield out
        part.replace(output)
    except OSError as error:
        raise click.UsageError(f"{output}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


@click.command("import", short_help="Take in an internal export.")
@click.argument("path", type=click.Path(path_type=Path))
@common.store_option
def import_(path: Path, store: str | None) -> None:
    """Takes in an internal JSON export, all of it or nothing; originals are checked against their SHA-256.

    Reports that are here already, with the same history, are left alone.
    """
    from rashomon.export import json as exported

    settings = common.settings_of(store=store)
    data = exported.read(path)
    with common.opened(settings, create=True) as opened:
        added = opened.restore(data["reports"], data["rest"], source_head=str(data.get("audit_head", "")))
    click.echo(
        f"{common.plural(added, 'report')} taken in, {len(data['reports']) - added:,} here already, in {settings.store}"
    )

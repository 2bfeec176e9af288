"""`rashomon corrections`: what people corrected, as data to train and to measure on, and how far they agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from rashomon.cli import common
from rashomon.cli.codebook import in_force

if TYPE_CHECKING:
    from rashomon.store.desk_protocol import DeskStore


@click.group(short_help="What people corrected.")
def corrections() -> None:
    """Decisions on values, fed back: gold records for the corpus, and agreement between coders."""


@corrections.command(short_help="Write them in the corpus' form.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--codebook", type=click.Path(path_type=Path), help="The team's choices.  [default: codebook.yaml]")
@common.store_option
def export(folder: Path, codebook: Path | None, store: str | None) -> None:
    """Writes corrected reports in the corpus' own form into a new FOLDER: marked texts (.ann), incident.json beside them.

    A folder an incident that was coded, other reports in `loose`. Holds texts and names of reports: for inside the
    house. `corrections.json` says which records are whole, who decided what, and what the form could not carry.
    """
    from rashomon.export.corrections import write

    with common.opened(common.settings_of(store=store)) as opened:
        count = write(cast("DeskStore", opened), folder, codebook=in_force(codebook))
    click.echo(f"{common.plural(count, 'corrected report')} in {folder}")


@corrections.command(short_help="How far coders agree.")
@common.store_option
def agreement(store: str | None) -> None:
    """Shows, field by field, how far people who judged the same values agree."""
    from rashomon.model.agreement import agreements

    with common.opened(common.settings_of(store=store)) as opened:
        found = agreements(opened.judgements())
    for a in found:
        chance = f", alpha {a.alpha:.2f}" if a.alpha is not None else ""
        click.echo(f"{a.layer} {a.field}: {a.share:.0%} on {common.plural(a.values, 'value')}{chance}")
    if not found:
        click.echo("No value was judged by two people yet.")

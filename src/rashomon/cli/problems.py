"""`rashomon problems`: reports that were set aside."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from rashomon.cli import common
from rashomon.cli.exits import Exit
from rashomon.errors import NotFound


@click.group(invoke_without_command=True, short_help="Reports that were set aside.")
@click.pass_context
@common.store_option
@common.format_option("table", "jsonl")
def problems(ctx: click.Context, store: str | None, format_: str) -> None:
    """Lists reports that were set aside; `retry` and `drop` deal with them."""
    ctx.obj = store
    if ctx.invoked_subcommand is None:
        _list(store, format_)


@problems.command("list", short_help="List them (the default).")
@click.pass_obj
@common.store_option
@common.format_option("table", "jsonl")
def list_(outer: str | None, store: str | None, format_: str) -> None:
    """Lists reports that were set aside, with their reasons."""
    _list(store or outer, format_)


def _list(store: str | None, format_: str) -> None:
    with common.opened(common.settings_of(store=store)) as opened:
        found = opened.problems()
    if format_ == "jsonl":
        for problem in found:
            click.echo(json.dumps(asdict(problem), ensure_ascii=False))
        return
    from rashomon.cli.show.store import show_problems

    show_problems(common.console(), found)


@problems.command(short_help="Try them again.")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--all", "all_", is_flag=True, help="Every one (the default).")
@click.pass_obj
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
def retry(
    outer: str | None, addresses: tuple[str, ...], all_: bool, store: str | None, workers: int | None, limit: float
) -> int:
    """Reads reports that were set aside again: all, or those at the addresses."""
    from rashomon.run import local

    if addresses and all_:
        raise click.UsageError("name addresses, or say --all")
    settings = common.settings_of(store=store or outer, workers=workers)
    with common.opened(settings) as opened:
        chosen = _known(addresses, {p.address for p in opened.problems()})
        with common.progress_bar("Retrying") as progress:
            summary = local.retry(opened, settings=settings, addresses=chosen, limit_s=limit, progress=progress)
    common.list_problems(summary.set_aside)
    click.echo(common.conclude(summary, store=settings.store))
    return Exit.SET_ASIDE if summary.set_aside else Exit.OK


@problems.command(short_help="Forget them.")
@click.argument("addresses", nargs=-1, metavar="ADDRESS...")
@click.option("--all", "all_", is_flag=True, help="Every one.")
@click.pass_obj
@common.store_option
def drop(outer: str | None, addresses: tuple[str, ...], all_: bool, store: str | None) -> None:
    """Forgets reports that were set aside; the files stay where they are."""
    if bool(addresses) == all_:
        raise click.UsageError("name addresses, or say --all")
    with common.opened(common.settings_of(store=store or outer)) as opened:
        known = {p.address for p in opened.problems()}
        chosen = sorted(known) if all_ else _known(addresses, known)
        for address in chosen:
            opened.drop_problem(address)
    click.echo(f"{common.plural(len(chosen), 'problem')} dropped")


def _known(addresses: tuple[str, ...], known: set[str]) -> list[str]:
    """Addresses as the store has them; a relative path counts as the file it leads to."""
    from rashomon.run.sources import source_of

    out = []
    for name in addresses:
        address = name if name in known else source_of(name).address
        if address not in known:
            raise NotFound(f"nothing is set aside at {name}", hint="`rashomon problems` lists what is")
        out.append(address)
    return out

"""`rashomon erase`, `erase-person`, `retention` and `consent`: what leaves the store for good, and who agreed to stay."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from rashomon.cli import common
from rashomon.cli.codebook import in_force
from rashomon.cli.exits import Exit
from rashomon.errors import NotFound, SettingsError
from rashomon.model.consents import CONSENT
from rashomon.model.exported import Exported, exported
from rashomon.model.judgements import EXPORT, Judgement
from rashomon.store.values import PersonErasure

if TYPE_CHECKING:
    from rashomon.store import Store
    from rashomon.store.desk_protocol import Custody, DeskStore

_ground = click.option(
    "--ground", required=True, metavar="TEXT", help="The legal ground; kept for ever, so name nobody in it."
)
_who = click.option("--who", metavar="NAME", help="Who erases.  [default: your user name]")
_yes = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command(short_help="Erase a report for good.")
@click.argument("report", metavar="ID|ADDRESS")
@_ground
@_who
@_yes
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
            _sure(f"Erase {shown} with all its versions? This can't be undone.")
        since = min((c.captured_at for c in _custody(opened, shown)), default="")
        stone = opened.erase(shown, ground=ground, who=who or user_name(), at=now())
        exports = exported(opened.judgements(kind=EXPORT), since=since or None)
    versions = common.plural(stone.versions, "version")
    _tell_exports(exports)
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


def _sure(question: str) -> None:
    """Asks; whoever does not say yes ends the command with nothing done."""
    if not click.confirm(question, err=True):
        common.say("nothing was erased")
        raise click.exceptions.Exit(Exit.INTERRUPTED)


def _tell_exports(exports: Iterable[Exported]) -> None:
    for made in exports:
        click.echo(f"held by the {made.kind} export {made.file} of {made.at[:16]}, made by {made.who}")


@click.command("erase-person", short_help="Erase a person or a witness.")
@click.argument("name")
@click.option("--also", multiple=True, metavar="NAME", help="Another whole form of the name; repeatable.")
@click.option("--speech", is_flag=True, help="What they said goes too.")
@_ground
@_who
@_yes
@common.store_option
def erase_person(
    name: str, also: tuple[str, ...], speech: bool, ground: str, who: str | None, yes: bool, store: str | None
) -> None:
    """Erases a person or a witness: their NAME and its parts are covered wherever they stand, and the reports stay.

    Texts keep their length, so that every other value keeps its words. Original bytes that name the person are
    destroyed, decisions about the name alone deleted, others kept without it; the audit chain still verifies. Give
    other names with --also: what is not given is not guessed. Past exports that held the name are listed; copies
    outside the store, and reports that come in later, are not touched.
    """
    from rashomon.run.local import now

    with common.opened(common.settings_of(store=store)) as opened:
        found = opened.reach_of([name, *also])
        for report_id, title in found.reports:
            click.echo(f"{report_id[:12]}  {title}")
        if found.aliases:
            click.echo(f"there also called: {', '.join(found.aliases)}")
        count = common.plural(len(found.reports), "report")
        if not yes:
            _sure(f"Cover this name in {count}? This can't be undone.")
        exports = exported(opened.judgements(kind=EXPORT), since=found.since)
        wanted = PersonErasure((name, *also), ground, who or user_name(), now(), speech=speech)
        stone = opened.erase_person(wanted)
    _tell_exports(exports)
    click.echo(f"erased from {count}, by {stone.who}, {stone.at}. Backups and earlier exports are yours to delete.")


@click.command(short_help="Erase what is kept too long.")
@click.option("--codebook", type=click.Path(path_type=Path), help="The team's choices.  [default: codebook.yaml]")
@click.option("--apply", is_flag=True, help="Erase what is due and under no legal hold.")
@_who
@_yes
@common.store_option
def retention(codebook: Path | None, apply: bool, who: str | None, yes: bool, store: str | None) -> None:
    """Shows what the codebook's rules on retention keep no longer; with --apply erases it, with the rule's ground.

    A rule names a kind of data (reports, originals, witnesses, victims, problems), days and a ground. A legal hold
    stops it; a name that may be published by consent stays.
    """
    from rashomon.run.local import now

    book = in_force(codebook)
    if not book.retention:
        click.echo(f"the codebook {book.version} has no rule on retention: everything is kept until somebody erases it")
        return
    with common.opened(common.settings_of(store=store)) as opened:
        found = opened.due(book.retention, at=now())
        for item in found:
            names = f": {', '.join(item.names)}" if item.names else ""
            held = f"; held: {item.held}" if item.held is not None else ""
            click.echo(f"{item.rule.kind}  {item.subject[:12]}  since {item.since[:10]}  {item.title}{names}{held}")
        free = [item for item in found if item.held is None]
        click.echo(f"{common.plural(len(found), 'thing')} due, {len(found) - len(free):,} held")
        if not apply or not free:
            return
        if not yes:
            _sure(f"Erase {common.plural(len(free), 'thing')}? This can't be undone.")
        since = min(item.since for item in free)
        exports = exported(opened.judgements(kind=EXPORT), since=since)
        stones = opened.retain(book.retention, who=who or user_name(), at=now())
    _tell_exports(exports)
    click.echo(
        f"erased, with {common.plural(len(stones), 'tombstone')}. Backups and earlier exports are yours to delete."
    )


@click.command(short_help="Note that a name may be published.")
@click.argument("name")
@click.option("--ground", required=True, metavar="TEXT", help="Who agreed, and how; empty takes it back.")
@click.option("--report", metavar="ID|ADDRESS", help="Only from this report.")
@click.option("--kind", type=click.Choice(("victim", "actor")), default="victim", show_default=True, help="Who it is.")
@common.store_option
def consent(name: str, ground: str, report: str | None, kind: str, store: str | None) -> None:
    """Notes that the person of this NAME may stand in public exports, on what ground, or takes that back."""
    from rashomon.run.local import now

    with common.opened(common.settings_of(store=store)) as opened:
        desk = cast("DeskStore", opened)
        found = desk.uses(kind, name, limit=1)  # type: ignore[arg-type]  # the choices are kinds of names
        if not found:
            other = "actor" if kind == "victim" else "victim"
            there = desk.uses(other, name, limit=1)  # type: ignore[arg-type]  # the other of the two kinds
            hint = f"one {other} is: say --kind {other}" if there else "`rashomon search` finds how it is written"
            raise NotFound(f"no {kind} is called {name!r}", hint=hint)
        where = (opened.find(report).report_id,) if report is not None else ()
        subject = (f"{kind}:{found[0].name.casefold()}", *where)
        opened.judge(
            Judgement(
                "", now(), common.user(), CONSENT, subject, None, ground.strip() or None, "", None, in_force().stamp()
            ),
            relink=False,
        )
    scope = " from this report" if report is not None else ""
    click.echo(f"{found[0].name} {'may' if ground.strip() else 'may not'} be named in public exports{scope}")

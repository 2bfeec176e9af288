"""`rashomon incidents` and `incident`: the same happening across reports, and where accounts differ."""

from __future__ import annotations

import click

from rashomon.cli import common


@click.command(short_help="List incidents.")
@common.store_option
@common.format_option("table", "jsonl")
def incidents(store: str | None, format_: str) -> None:
    """Lists incidents: the same happening across reports, with where its accounts disagree.

    Incidents are derived: they are linked anew whenever a report came, changed or went.
    """
    from rashomon.run import relink

    with common.opened(common.settings_of(store=store)) as opened:
        found = relink.incidents(opened)
    if format_ == "jsonl":
        from rashomon.model import codec

        for one in found:
            click.echo(codec.dumps(one))
        return
    from rashomon.cli.show import show_incidents

    show_incidents(common.console(), found)


@click.command(short_help="Show one incident.")
@click.argument("incident_id", metavar="ID")
@common.store_option
@common.format_option("table", "json")
def incident(incident_id: str, store: str | None, format_: str) -> None:
    """Shows one incident: who gives which answer, where they agree or differ, the lowest and highest figures.

    The beginning of an id is enough; an id that an incident had earlier still finds it.
    """
    from rashomon.run import relink

    with common.opened(common.settings_of(store=store)) as opened:
        found = relink.incident(opened, incident_id)
    if format_ == "json":
        from rashomon.model import codec

        click.echo(codec.dumps(found, indent=2))
        return
    from rashomon.cli.show import show_incident

    show_incident(common.console(), found)


@click.command(short_help="Show what sources did with their figures.")
@common.store_option
@common.format_option("table", "jsonl")
def sources(store: str | None, format_: str) -> None:
    """Shows for every named source how many figures it gave, revised and took back, and how often it was relayed.

    It is a record and no score: who revises often may be who counts most carefully.
    """
    from dataclasses import asdict

    from rashomon.run import relink

    with common.opened(common.settings_of(store=store)) as opened:
        found = relink.sources(opened)
    if format_ == "jsonl":
        import json

        for row in found:
            click.echo(json.dumps(asdict(row), ensure_ascii=False))
        return
    from rashomon.cli.show.sources import show_sources

    show_sources(common.console(), found)

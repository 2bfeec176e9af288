"""The list of incidents: when, where, how many dead by whom, and where accounts differ."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from rashomon.cli.show.marks import ASKED, STYLES, Signs, day, people, plural, signs_of, span_of
from rashomon.cli.show.safe import clean, words, written
from rashomon.model.accounts import Range
from rashomon.model.incidents import Incident


@written
def show_incidents(console: Console, incidents: Sequence[Incident]) -> None:
    """One row an incident, those that several reports tell of first."""
    if not incidents:
        console.print("No incidents yet. Type: rashomon ingest FOLDER")
        return
    signs = signs_of(console)
    several = [i for i in incidents if reports_of(i) > 1]
    single = [i for i in incidents if reports_of(i) == 1]
    for title, listed in (("Told by several reports", several), ("Told by one report", single)):
        if listed:
            console.print(Text(title, style="bold"))
            console.print(_table(listed, signs, console.width))
            console.print()
    best = max(several or single, key=lambda i: (_differing(i), reports_of(i), i.id))
    console.print(Text(f"{plural(len(incidents), 'incident')}. Open one: rashomon incident {best.id}", style="dim"))


def reports_of(incident: Incident) -> int:
    """How many reports tell of it."""
    return len({e.report_id for e in incident.events})


def _differing(incident: Incident) -> int:
    return sum(1 for _, cell in incident.cells if cell == "differ")


def _table(incidents: Sequence[Incident], signs: Signs, width: int) -> Table:
    single = reports_of(incidents[0]) == 1
    wide = width >= 100 and not single
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("id", no_wrap=True, style="cyan", width=13)
    table.add_column("date", no_wrap=True, width=11)
    table.add_column(
        "incident",
        no_wrap=single,
        overflow="ellipsis" if single else "fold",
        width=max(20, width - (78 if wide else 62 if width >= 100 else 55)),
    )
    table.add_column("killed", justify="right", width=8)
    table.add_column("rep.", justify="right", no_wrap=True, width=4)
    if width >= 100:
        table.add_column("orig.", justify="right", no_wrap=True, width=5)
    table.add_column("accounts differ on" if wide else "differ", width=24 if wide else 8)
    for incident in incidents:
        row: list[RenderableType] = [
            clean(incident.id),
            _short_day(incident.date),
            _name(incident),
            killed(incident),
            str(reports_of(incident)),
            str(incident.origins),
        ]
        table.add_row(*(row if width >= 100 else row[:-1]), _differ(incident, signs, wide=wide))
    return table


def _short_day(iso: str | None) -> str:
    text = day(iso)
    return text if len(text) <= 11 or iso is None else f"~ {day(iso.split('/')[0])[-8:]}"


def _name(incident: Incident) -> Text:
    several = reports_of(incident) > 1
    text = words(incident.title, "bold" if several else "")
    if several and incident.place is not None and clean(incident.place) not in text.plain:
        text.append(f"\n{clean(incident.place)}", style="dim")
    return text


def killed(incident: Incident) -> str:
    """The toll of the dead; where it was not kept, the range of people undivided, else of the population with the most."""
    found = [r for r in incident.tolls or incident.ranges if r.measure == "killed"]
    best = next((r for r in found if r.population == "any"), None) or max(found, key=_top, default=None)
    if best is None:
        return "\u2013"
    text = span_of(best.low, best.high, open_high=best.open_high)
    return text if best.population == "any" else f"{text} {people(best.population, one=best.low == best.high == 1)}"


def _top(found: Range) -> int:
    return found.high or found.low or 0


def _differ(incident: Incident, signs: Signs, *, wide: bool) -> Text:
    differing = [ASKED[q] for q, cell in incident.cells if cell == "differ"]
    spoken = sum(1 for _, cell in incident.cells if cell != "silent")
    if not differing:
        return Text(f"{signs.silent} of {spoken}", style=STYLES["silent"])
    listed = ", ".join(differing) if wide else f"{len(differing)} of {spoken}"
    return Text(f"{signs.differ} {listed}", style=STYLES["differ"])

"""Range bars: every origin's number on one axis, and who stands at each end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rashomon.cli.show.marks import COUNTED, Signs, number, people, span_of
from rashomon.cli.show.safe import clean
from rashomon.model.accounts import Account, AccountAnswer, Range
from rashomon.model.incidents import Incident


@dataclass(frozen=True, slots=True)
class Row:
    """One origin's figures of one measure and population: the live one, and those that it replaced."""

    name: str
    population: str
    live: AccountAnswer
    earlier: tuple[AccountAnswer, ...]
    accused: bool


def show_bars(console: Console, incident: Incident, signs: Signs) -> None:
    """One block a measure, in the order of record.md."""
    for measure in COUNTED:
        ranges = [r for r in incident.ranges if r.measure == measure]
        rows = rows_of(incident.accounts, measure)
        if not ranges or not rows:
            continue
        console.print(_block(measure, rows, signs, width=console.width))
        for found in ranges:
            if sum(r.population == found.population for r in rows) < 2:
                continue  # the one bar says it all
            for line in _ends(found, several=len(ranges) > 1, signs=signs):
                console.print(line)
        console.print()


def rows_of(accounts: Sequence[Account], measure: str) -> list[Row]:
    """Origins with their figures, lowest first, populations together."""
    every: dict[tuple[str, str], list[tuple[Account, AccountAnswer]]] = {}
    for account in accounts:
        for question, answers in account.answers:
            for answer in answers if question == measure else ():
                if (
                    answer.part_of is None
                    and not answer.echo
                    and not answer.negated
                    and (answer.low is not None or answer.high is not None)
                ):
                    every.setdefault((account.name, answer.population or "any"), []).append((account, answer))
    rows = []
    for (name, population), found in every.items():
        live = [a for _, a in found if a.live]
        if live:
            earlier = tuple(a for _, a in found if not a.live)
            rows.append(Row(name, population, live[-1], earlier, found[0][0].accused))
    return sorted(rows, key=lambda r: (r.population != "any", r.population, _at(r.live), r.name))


def _at(answer: AccountAnswer) -> int:
    return answer.low if answer.low is not None else answer.high or 0


def _block(measure: str, rows: Sequence[Row], signs: Signs, *, width: int) -> Table:
    top = max(max(a.high or a.low or 0 for a in (row.live, *row.earlier)) for row in rows)
    names = min(34, max(20, width // 3))
    axis = max(16, min(48, width - names - 26))
    table = Table(box=None, pad_edge=False, show_header=True, header_style="bold", padding=(0, 1))
    table.add_column(measure, width=names, no_wrap=True)
    table.add_column(_scale(top, axis), width=axis, no_wrap=True, header_style="dim")
    table.add_column("", no_wrap=True)
    for row in rows:
        name = Text(clean(row.name, limit=names - (10 if row.accused else 0)))
        if row.accused:
            name.append(" (accused)", style="magenta")
        said = Text(number(row.live), style="bold")
        if row.population != "any":
            said.append(f" {people(row.population, one=row.live.low == row.live.high == 1)}")
        if row.earlier:
            said.append(f"  earlier {', '.join(dict.fromkeys(number(a) for a in row.earlier))}", style="dim")
        table.add_row(name, _bar(row, top, axis, signs), said)
    return table


def _scale(top: int, axis: int) -> Text:
    right = str(top)
    return Text("0" + " " * (axis - 1 - len(right)) + right)


def _column(value: int, top: int, axis: int) -> int:
    return round(value / top * (axis - 1)) if top else 0


def _bar(row: Row, top: int, axis: int, signs: Signs) -> Text:
    """A dot for a count, a line for a range, an arrow where the words leave an end open."""
    cells: list[tuple[str, str]] = [(" ", "")] * axis
    answer = row.live
    low, high = answer.low, answer.high
    start = _column(low, top, axis) if low is not None else 0
    end = _column(high, top, axis) if high is not None else axis - 1
    for i in range(start, end + 1):
        cells[i] = (signs.line, "cyan")
    if high is None:
        cells[axis - 1] = (signs.more, "cyan")
    if low is None:
        cells[0] = (signs.less, "cyan")
    for earlier in row.earlier:
        at = _column(_at(earlier), top, axis)
        cells[at] = (signs.earlier, "dim")
    for value in (low, high):
        if value is not None:
            cells[_column(value, top, axis)] = (signs.dot, "bold magenta" if row.accused else "bold cyan")
    text = Text()
    for sign, style in cells:
        text.append(sign, style=style)
    return text


def _ends(found: Range, *, several: bool, signs: Signs) -> list[Text]:
    name = f"{people(found.population)} " if several and found.population != "any" else ""
    line = Text("  ")
    line.append(f"{name}{span_of(found.low, found.high, open_high=found.open_high)}", style="bold")
    if found.low == found.high:
        line.append(f"  by {_names(found.high_by or found.low_by)}")
    else:
        line.append(f"  lowest: {_names(found.low_by)}  {signs.silent}  highest: {_names(found.high_by)}")
    lines = [line]
    other = found.without_accused
    if (other.low, other.high) != (found.low, found.high):
        text = (
            "nobody else gives one"
            if other.low is None and other.high is None
            else span_of(other.low, other.high, open_high=other.open_high)
        )
        lines.append(Text(f"  {name}without the accused parties: {text}", style="dim"))
    return lines


def _names(names: Sequence[str]) -> str:
    shown = [clean(n, limit=32) for n in names[:3]]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(shown) + more if shown else "nobody"

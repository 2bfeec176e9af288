"""Two events side by side, and the waterfall of what says that they are one."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rashomon.cli.show.marks import Signs, day, signs_of
from rashomon.cli.show.safe import clean, written
from rashomon.linking import Comparison
from rashomon.run.pairs import Told

#: Characters of the waterfall.
WIDTH = 34


@written
def show_pair(console: Console, ours: Told, theirs: Told, found: Comparison, *, grouped: str | None = None) -> None:
    """Prints both events with their words, then the features from 0 to the score.

    Args:
        grouped: what their incidents say otherwise, if they do.
    """
    signs = signs_of(console)
    for told in (ours, theirs):
        _event(console, told)
    console.print(_verdict(found))
    if grouped is not None:
        console.print(Text(f"but {clean(grouped)}", style="bold yellow"))
    console.print(_waterfall(found, signs))


def _event(console: Console, told: Told) -> None:
    document, event = told.record.document, told.event
    head = Text(clean(document.title or "untitled"), style="bold")
    head.append(f"  {clean(document.publisher or 'unnamed outlet')}, {day(document.published_at)}", style="dim")
    console.print(head)
    said = event.evidence[0] if event.evidence else event.triggers[0]
    console.print(Text(f"  {clean(document.id[:12])}:{clean(event.id)}  ", style="dim").append(clean(said.text)[:160]))


def _verdict(found: Comparison) -> Text:
    if found.judged is not None:
        return Text(f"\na person said: {found.judged}", style="bold magenta")
    if found.forbidden is not None:
        return Text(f"\nnot one: {found.forbidden}", style="bold red")
    what = ("one", "green") if found.linked else ("not one", "yellow")
    sign = ">=" if found.linked else "<"
    return Text(f"\n{what[0]}: {found.score:+.2f} points {sign} {found.threshold:g}", style=f"bold {what[1]}")


def _waterfall(found: Comparison, signs: Signs) -> Table:
    """One line a feature: its points, a bar from where the last one ended, and why."""
    table = Table(box=None, padding=(0, 1), show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    ends = [0.0]
    for feature in found.features:
        ends.append(ends[-1] + feature.weight)
    low, high = min([*ends, found.threshold]), max([*ends, found.threshold])
    scale = (WIDTH - 1) / (high - low) if high > low else 0.0

    def at(value: float) -> int:
        return round((value - low) * scale)

    for feature, start, end in zip(found.features, ends, ends[1:], strict=False):
        style = "green" if feature.weight > 0 else "red"
        bar = Text(" " * WIDTH)
        left, right = sorted((at(start), at(end)))
        bar = Text(" " * left) + Text(signs.rule * max(1, right - left), style=style)
        table.add_row(Text(feature.name), Text(f"{feature.weight:+.2f}", style=style), bar, Text(clean(feature.reason)))
    total = Text(" " * at(found.threshold)) + Text("|", style="bold")
    table.add_row(
        Text("score", style="bold"),
        Text(f"{found.score:+.2f}", style="bold"),
        total,
        Text(f"{found.threshold:g} is needed (the mark)", style="dim"),
    )
    return table

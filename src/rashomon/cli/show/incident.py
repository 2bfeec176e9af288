"""The ledger of one incident: what the accounts agree on, where they differ, and who stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rashomon.cli.show.bars import show_bars
from rashomon.cli.show.incidents import killed, reports_of
from rashomon.cli.show.marks import ASKED, CHAINED, COUNTED, STYLES, Signs, counted, day, plural, signs_of, span_of
from rashomon.cli.show.matrix import matrix
from rashomon.cli.show.safe import clean, words, written
from rashomon.linking.names import same_name
from rashomon.model.accounts import Account
from rashomon.model.incidents import ChainStep, Incident
from rashomon.model.record import Record

#: Steps of the chain that people see; the JSON holds them all.
STEPS = 14


@written
def show_incident(console: Console, incident: Incident, records: Sequence[Record] = ()) -> None:
    """Prints the ledger.

    Args:
        records: records of the incident's reports, for their headlines; the ledger stands without them.
    """
    signs = signs_of(console)
    numbers = numbers_of(incident)
    _head(console, incident, signs)
    _verdicts(console, incident, signs)
    _section(console, "Who says what", signs)
    console.print(matrix(incident, numbers, signs, width=console.width))
    if any(a.accused for a in incident.accounts):
        console.print(Text(f"{signs.accused} accused by an account, or speaking for one who is", style="magenta"))
    console.print()
    if incident.ranges:
        _section(console, "How many", signs)
        show_bars(console, incident, signs)
    if incident.people:
        _section(console, "Who was harmed", signs)
        _harmed(console, incident, numbers, signs)
    _section(console, "How the story came out", signs)
    console.print(_timeline(incident, numbers, {r.document.id: r for r in records}))
    console.print()
    if incident.chain:
        _section(console, "What it answered, and what came next", signs)
        _chain(console, incident.chain, numbers, signs)
    _grade(console, incident, signs)


def numbers_of(incident: Incident) -> dict[str, int]:
    """Report ids numbered by publication, as accounts give it."""
    reports = list(dict.fromkeys([a.report_id for a in incident.accounts] + [e.report_id for e in incident.events]))
    return {report: i + 1 for i, report in enumerate(reports)}


def _section(console: Console, title: str, signs: Signs) -> None:
    line = Text(f"{title.upper()} ", style="bold")
    line.append(signs.rule * max(0, console.width - len(title) - 1), style="dim")
    console.print(line)


def _head(console: Console, incident: Incident, signs: Signs) -> None:
    console.print(words(incident.title, "bold"))
    facts = [
        day(incident.date),
        clean(incident.place) or "place unknown",
        plural(reports_of(incident), "report"),
        plural(incident.origins, "independent origin") + _on_harm(incident),
        clean(incident.id),
        *([f"part of {clean(incident.parent_id)}"] if incident.parent_id is not None else []),
    ]
    console.print(Text(f" {signs.silent} ".join(facts), style="dim"))
    console.print()


def _on_harm(incident: Incident) -> str:
    """How many of the origins count the harm, in the words of the grade; empty where that is not known."""
    return "" if incident.origins_on_harm is None else f", {incident.origins_on_harm} on the harm"


def _verdicts(console: Console, incident: Incident, signs: Signs) -> None:
    """One line for each of differ, agree, single and silent, with the answers that it stands for."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column("", ratio=1)
    for cell in ("differ", "agree", "single", "silent"):
        asked = [q for q, found in incident.cells if found == cell]
        if asked:
            table.add_row(
                Text(f"{signs.cell(cell)} {cell}", style=STYLES[cell]),
                _listed(incident, asked, signs, known=cell != "silent"),
            )
    console.print(table)
    console.print()


def _listed(incident: Incident, asked: Sequence[str], signs: Signs, *, known: bool) -> Text:
    text = Text()
    for i, question in enumerate(asked):
        if i:
            text.append(f" {signs.silent} ", style="dim")
        text.append(ASKED[question], style="" if known else STYLES["silent"])
        value = _gist(incident, question) if known else ""
        if value:
            text.append(f" {value}", style="bold")
    return text


def _gist(incident: Incident, question: str) -> str:
    if question == "killed":
        return killed(incident)
    if question in COUNTED:
        ranges = [r for r in incident.tolls or incident.ranges if r.measure == question]
        found = max(ranges, key=lambda r: (r.low != r.high, r.population == "any"), default=None)
        return span_of(found.low, found.high, open_high=found.open_high) if found is not None else ""
    if question == "date":
        return day(incident.date)
    if question == "place":
        return clean(incident.place, limit=24)
    values: dict[str, None] = {}
    for account in incident.accounts:
        for asked, answers in account.answers:
            if asked == question:
                for answer in answers:
                    if answer.live and not answer.negated and not any(same_name(answer.value, v) for v in values):
                        values[clean(answer.value, limit=28)] = None
    if question == "occurred":
        return "yes" if dict(incident.cells)[question] == "agree" and "yes" in values else " / ".join(values)
    return " / ".join(list(values)[:3]) if question in ("perpetrator", "weapon") else ""


#: People that a ledger lists; the JSON holds them all.
_PEOPLE = 20


def _harmed(console: Console, incident: Incident, numbers: Mapping[str, int], signs: Signs) -> None:
    """The named victims with the reports that name them; "?" where that two entries are one is only suggested."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for person in incident.people[:_PEOPLE]:
        moved = f" (before: {', '.join(person.was)})" if person.was else ""
        reports = ",".join(str(numbers[e.report_id]) for e in person.entries if e.report_id in numbers)
        sure = "" if person.score is None else f"  ? {'; '.join(person.reasons)}"
        table.add_row(words(person.name), Text(person.harm + moved), Text(f"[{reports}]{clean(sure)}", style="dim"))
    console.print(table)
    if len(incident.people) > _PEOPLE:
        console.print(Text(f"{signs.ellipsis} and {len(incident.people) - _PEOPLE} more", style="dim"))
    console.print()


def _timeline(incident: Incident, numbers: Mapping[str, int], records: Mapping[str, Record]) -> Table:
    """The event, then each report with the figures that it brought."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True, style="cyan")
    table.add_column("", no_wrap=True)
    table.add_column("", ratio=1)
    table.add_row(Text(day(incident.date)), Text("the event", style="bold"), words(incident.place or "", "bold"))
    for report_id, count in sorted(numbers.items(), key=lambda item: item[1]):
        accounts = [a for a in incident.accounts if a.report_id == report_id]
        if not accounts:
            continue
        source = Text(f"[{count}] ", style="dim")
        source.append(clean(accounts[0].outlet, limit=26), style="italic")
        table.add_row(
            Text(day(accounts[0].published_at, clock=True)), source, _brought(accounts, records.get(report_id), numbers)
        )
    return table


def _brought(accounts: Sequence[Account], record: Record | None, numbers: Mapping[str, int]) -> Text:
    copied = accounts[0].copied_from
    text = Text()
    if copied is not None:
        how = "a copy of" if accounts[0].copy == "syndicated" else "in other words"
        text.append(f"{how} [{numbers.get(copied, '?')}]: no origin of its own", style="yellow")
        return text
    told = []
    for account in accounts:
        figures = [
            f"{counted(a)} {question}" + ("" if a.live else " (later revised)" if a.superseded_by else " (taken back)")
            for question, answers in account.answers
            if question in COUNTED
            for a in answers
            if a.part_of is None and not a.echo and not a.negated
        ]
        if figures:
            told.append(f"{clean(account.name, limit=34)}: {', '.join(dict.fromkeys(figures))}")
    if not told and record is not None:
        return words(record.document.title, "dim", limit=80)
    text.append("; ".join(told) if told else "no figure of its own", style="" if told else "dim")
    return text


def _chain(console: Console, steps: Sequence[ChainStep], numbers: Mapping[str, int], signs: Signs) -> None:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column("", max_width=max(18, console.width // 4))
    table.add_column("", ratio=1)
    for step in steps[:STEPS]:
        kind = Text(f"{signs.before if step.before else signs.after} ", style="cyan").append(
            CHAINED.get(step.kind, step.kind), style="bold"
        )
        who = words(step.by, limit=60)
        said = words(" \u2026 ".join(s.text for s in step.spans), "italic", limit=150)
        said.append(f" [{numbers.get(step.report_id, '?')}]", style="dim")
        table.add_row(kind, who, said)
    console.print(table)
    if len(steps) > STEPS:
        console.print(Text(f"and {len(steps) - STEPS} more in --format json", style="dim"))
    console.print()


def _grade(console: Console, incident: Incident, signs: Signs) -> None:
    grade = incident.suggested_grade
    if grade is None:
        console.print(Text("No grade suggested: nobody reports harm to people.", style="dim"))
        return
    line = Text("Suggested grade: ")
    line.append(clean(grade.grade), style="bold reverse")
    line.append(" (Airwars' scale; a person signs)", style="dim")
    console.print(line)
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 0, 0))
    for reason in grade.reasons:
        table.add_row(f"  {signs.bullet}", words(reason))
    console.print(table)

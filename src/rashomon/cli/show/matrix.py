"""The matrix of the ledger: origins down, questions across, each cell in the origin's own answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from rashomon.cli.show.marks import ASKED, COUNTED, STYLES, Signs, counted, day
from rashomon.cli.show.safe import clean
from rashomon.model.accounts import Account, AccountAnswer
from rashomon.model.incidents import Cell, Incident

#: Questions by what a newcomer asks first, with the least and the most characters of their column.
_WIDTHS: dict[str, tuple[int, int]] = {
    "killed": (12, 18),
    "injured": (10, 16),
    "perpetrator": (14, 26),
    "abducted": (10, 14),
    "missing": (8, 12),
    "weapon": (9, 16),
    "place": (10, 22),
    "date": (11, 13),
    "target": (13, 24),
    "occurred": (8, 8),
    "motive": (14, 24),
    "response": (13, 24),
    "casualties": (10, 12),
    "detained": (8, 12),
    "displaced": (9, 12),
}
_RANK = {"differ": 0, "agree": 1, "single": 1, "silent": 2}


@dataclass(frozen=True, slots=True)
class Line:
    """One origin over all reports."""

    name: str
    accused: bool
    outlet: bool
    reports: tuple[int, ...]
    answers: Mapping[str, tuple[AccountAnswer, ...]]


def lines_of(incident: Incident, numbers: Mapping[str, int]) -> list[Line]:
    """Origins by first appearance; outlets that only repeat what they quote are left out.

    Args:
        numbers: report id to its number in the list of reports.
    """
    rows: dict[tuple[str, str], list[Account]] = {}
    for account in incident.accounts:
        anonymous = account.origin is not None and account.origin.level.startswith("anonymous")
        rows.setdefault((account.name, account.report_id if anonymous else ""), []).append(account)
    lines = []
    for (name, _), accounts in rows.items():
        own = all(a.origin is None for a in accounts)
        answers: dict[str, list[AccountAnswer]] = {}
        for account in accounts:
            for question, given in account.answers:
                answers.setdefault(question, []).extend(a for a in given if not a.echo and a.part_of is None)
        kept = {q: tuple(a) for q, a in answers.items() if a}
        if kept:
            reports = tuple(sorted({numbers[a.report_id] for a in accounts}))
            lines.append(Line(name, accounts[0].accused, own, reports, kept))
    return _merged(lines)


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Unnamed speakers whom a copy repeats word for word stand on one line."""
    seen: dict[tuple[str, str], Line] = {}
    for line in lines:
        key = (line.name, repr({q: [a.value for a in given] for q, given in sorted(line.answers.items())}))
        if key in seen:
            old = seen[key]
            line = Line(old.name, old.accused, old.outlet, tuple(sorted({*old.reports, *line.reports})), old.answers)
        seen[key] = line
    return list(seen.values())


def columns_of(incident: Incident, lines: Sequence[Line], *, width: int) -> list[tuple[str, int]]:
    """Questions that fit, with their widths: where accounts differ first, never one that is silent."""
    cells = dict(incident.cells)
    order = list(_WIDTHS)
    spoken = [q for q in order if cells.get(q, "silent") != "silent" and any(q in line.answers for line in lines)]
    ranked = sorted(
        spoken, key=lambda q: (q not in ("killed", "injured", "perpetrator"), _RANK[cells[q]], order.index(q))
    )
    room = width - name_width(width) - 2
    chosen: list[str] = []
    for question in ranked:
        need = _WIDTHS[question][0] + 2
        if question == "occurred" and cells[question] != "differ":
            continue
        if need <= room:
            chosen.append(question)
            room -= need
    widths = {q: _WIDTHS[q][0] for q in chosen}
    while room > 0 and any(widths[q] < _WIDTHS[q][1] for q in chosen):
        for question in chosen:
            if room > 0 and widths[question] < _WIDTHS[question][1]:
                widths[question] += 1
                room -= 1
    return [(q, widths[q]) for q in sorted(chosen, key=order.index)]


def name_width(width: int) -> int:
    """Characters for the names of origins."""
    return max(24, min(36, int(width * 0.31)))


def matrix(incident: Incident, numbers: Mapping[str, int], signs: Signs, *, width: int) -> Table:
    """The matrix; its second row says what the origins do on each question."""
    lines = lines_of(incident, numbers)
    columns = columns_of(incident, lines, width=width)
    cells: dict[str, Cell] = dict(incident.cells)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column("", width=name_width(width), no_wrap=True)
    for _, size in columns:
        table.add_column("", width=size, no_wrap=True, overflow="ellipsis")
    table.add_row(Text(""), *(Text(ASKED[q], style="bold") for q, _ in columns))
    table.add_row(
        Text("agree or differ", style="dim"),
        *(Text(f"{signs.cell(cells[q])} {cells[q]}", style=STYLES[cells[q]]) for q, _ in columns),
    )
    table.add_row(
        Text(signs.rule * name_width(width), style="dim"),
        *(Text(signs.rule * size, style="dim") for _, size in columns),
    )
    for line in sorted(lines, key=lambda x: (not any(q in x.answers for q, _ in columns),)):
        if not any(q in line.answers for q, _ in columns):
            continue
        given = [_cell(q, line.answers.get(q, ()), cells[q], signs, size) for q, size in columns]
        table.add_row(_name(line, signs, width=name_width(width)), *given)
    return table


def _name(line: Line, signs: Signs, *, width: int) -> Text:
    marks = f"[{','.join(str(n) for n in line.reports[:4])}{'+' if len(line.reports) > 4 else ''}]"
    tail = f" {signs.accused}" if line.accused else ""
    text = Text(
        clean(line.name, limit=max(8, width - len(marks) - len(tail) - 1)), style="italic" if line.outlet else ""
    )
    text.append(tail, style="magenta")
    text.append(f" {marks}", style="dim")
    return text


def _cell(question: str, answers: Sequence[AccountAnswer], cell: Cell, signs: Signs, size: int) -> Text:
    if not answers:
        return Text(signs.silent, style=STYLES["silent"])
    style = STYLES[cell] if cell == "differ" else ""
    if question in COUNTED:
        return _figures(answers, style, signs)
    values = dict.fromkeys(_short(question, a, signs) for a in answers if a.live)
    return Text(clean("; ".join(values), limit=size), style=style)


def _figures(answers: Sequence[AccountAnswer], style: str, signs: Signs) -> Text:
    given = [
        a
        for a in answers
        if a.live and not a.negated and (a.low is not None or a.high is not None or a.qualifier == "unspecified")
    ]
    whole = [a for a in given if a.population in (None, "any")]
    live = dict.fromkeys(counted(a) for a in sorted(whole or given, key=lambda a: -(a.low or a.high or 0)))
    if not live:
        return Text(signs.silent, style=STYLES["silent"])
    return Text(", ".join(live), style=style)


def _short(question: str, answer: AccountAnswer, signs: Signs) -> str:
    if question == "date":
        return day(answer.value)
    if question == "occurred":
        return "yes" if answer.value == "yes" else f"{signs.no} no"
    value = clean(answer.value)
    if answer.negated:
        return f"{signs.no} denies" if question == "perpetrator" else f"{signs.no} not {value}"
    return f"{value}?" if answer.hedged else value

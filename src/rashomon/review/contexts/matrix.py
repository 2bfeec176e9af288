"""Sources x questions: who gives which answer, each cell leading to its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rashomon.model.accounts import Account, AccountAnswer
from rashomon.model.incidents import QUESTIONS, Cell, Incident
from rashomon.model.wording import ASKED, COUNTED, day, number

#: Columns, what a newcomer asks first in front; the other counted questions at the end.
_FIRST = (
    "killed",
    "injured",
    "perpetrator",
    "missing",
    "weapon",
    "place",
    "date",
    "target",
    "occurred",
    "motive",
    "response",
)
ORDER = (*_FIRST, *(q for q in COUNTED if q not in _FIRST))


@dataclass(frozen=True, slots=True)
class Value:
    """One answer in a cell.

    Args:
        struck: it no longer stands: superseded or withdrawn.
        unsure: the words hedge it; `denied`: the origin says that it was not so.
    """

    text: str
    struck: bool
    unsure: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A question with what its accounts do: agree, differ, single or silent."""

    question: str
    asked: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Line:
    """One origin over all reports; `cells` stand under the columns.

    Args:
        number: of the line, by which an address names a cell.
        outlet: it is the outlet's own voice.
        reports: numbers of the reports that carry it.
    """

    number: int
    name: str
    accused: bool
    outlet: bool
    reports: tuple[int, ...]
    cells: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of one incident."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin with its answers and the reports they stand in; not shown as it is."""

    name: str
    accused: bool
    outlet: bool
    reports: tuple[str, ...]
    answers: Mapping[str, tuple[tuple[Account, AccountAnswer], ...]]


def origins_of(incident: Incident) -> list[Origin]:
    """Origins by first appearance; an unnamed speaker of one report is not that of another."""
    rows: dict[tuple[str, str], list[Account]] = {}
    for account in incident.accounts:
        anonymous = account.origin is not None and account.origin.level.startswith("anonymous")
        rows.setdefault((account.name, account.report_id if anonymous else ""), []).append(account)
    found = []
    for (name, _), accounts in rows.items():
        answers: dict[str, list[tuple[Account, AccountAnswer]]] = {}
        for account in accounts:
            for question, given in account.answers:
                answers.setdefault(question, []).extend((account, a) for a in given if not a.echo)
        if any(answers.values()):
            reports = tuple(dict.fromkeys(a.report_id for a in accounts))
            own = all(a.origin is None for a in accounts)
            kept = {q: tuple(a) for q, a in answers.items() if a}
            found.append(Origin(name, any(a.accused for a in accounts), own, reports, kept))
    return found


def numbers_of(incident: Incident) -> dict[str, int]:
    """Report ids numbered by publication, as accounts give it."""
    reports = dict.fromkeys([a.report_id for a in incident.accounts] + [e.report_id for e in incident.events])
    return {report: i + 1 for i, report in enumerate(reports)}


def matrix_of(incident: Incident) -> Matrix:
    """The matrix: questions that somebody answers, in the order in which people ask them."""
    origins, numbers = origins_of(incident), numbers_of(incident)
    cells: dict[str, Cell] = dict(incident.cells)
    spoken = [q for q in ORDER if any(q in o.answers for o in origins)]
    columns = tuple(Column(q, ASKED.get(q, q), cells.get(q, "single")) for q in spoken)
    lines = tuple(
        Line(
            i,
            origin.name,
            origin.accused,
            origin.outlet,
            tuple(sorted(numbers[r] for r in origin.reports)),
            tuple(_values(q, origin.answers.get(q, ())) for q in spoken),
        )
        for i, origin in enumerate(origins)
    )
    return Matrix(columns, lines, tuple(ASKED.get(q, q) for q in QUESTIONS if q not in spoken))


def _values(question: str, given: Sequence[tuple[Account, AccountAnswer]]) -> tuple[Value, ...]:
    values = [_value(question, answer) for _, answer in given if answer.part_of is None or question not in COUNTED]
    return tuple(dict.fromkeys(values))


def _value(question: str, answer: AccountAnswer) -> Value:
    if question in COUNTED:
        people = "" if answer.population in (None, "any") else f" {answer.population}".replace("_", " ")
        text = number(answer) + people
    elif question == "date":
        text = day(answer.value)
    else:
        text = answer.value
    return Value(text, not answer.live, answer.hedged, answer.negated)

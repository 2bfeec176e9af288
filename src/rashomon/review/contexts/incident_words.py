"""The words behind a cell of the matrix, each in its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rashomon.errors import NotFound
from rashomon.model.accounts import AccountAnswer
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.model.wording import ASKED, COUNTED, day, number
from rashomon.review.contexts.matrix import Origin, numbers_of, origins_of
from rashomon.review.view import View

#: Characters of the report on each side of the words.
AROUND = 180


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in their report: what stands `before`, the `words`, what stands `after`, and where that is.

    Args:
        notes: what a reader has to know of the answer ("superseded", "a word, not a count").
    """

    answer: str
    before: str
    words: str
    after: str
    report_id: str
    number: int
    outlet: str
    published_at: str | None
    start: int
    end: int
    item: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """An opened cell: the answers of one origin (or of all) to one question, each in its words."""

    question: str
    asked: str
    origin: str
    quotes: tuple[Quote, ...]


def words_of(view: View, incident: Incident, ask: str, line: int | None, records: Mapping[str, Record]) -> Words:
    """The words behind a cell, or behind a whole column.

    Raises:
        NotFound: there is no such cell.
    """
    origins = origins_of(incident)
    if ask not in ASKED or (line is not None and not 0 <= line < len(origins)):
        raise NotFound("there is no such cell", hint="open the incident and choose one")
    chosen = origins if line is None else [origins[line]]
    texts = {i: record.document.text for i, record in records.items()}
    quotes = [q for origin in chosen for q in _quotes(view, incident, origin, ask, texts)]
    return Words(ask, ASKED[ask], "every source" if line is None else chosen[0].name, tuple(quotes))


def _quotes(view: View, incident: Incident, origin: Origin, ask: str, texts: dict[str, str]) -> list[Quote]:
    numbers = numbers_of(incident)
    out = []
    for account, answer in origin.answers.get(ask, ()):
        report_id = account.report_id
        if report_id not in texts:
            try:
                texts[report_id] = view.store.record_of(report_id).document.text
            except NotFound:
                texts[report_id] = ""
        before, after = around(texts[report_id], answer.span.start, answer.span.end)
        out.append(
            Quote(
                _said(ask, origin, answer),
                before,
                answer.span.text,
                after,
                report_id,
                numbers[report_id],
                account.outlet,
                account.published_at,
                answer.span.start,
                answer.span.end,
                answer.figure_id or answer.claim_id,
                _notes(answer),
            )
        )
    return out


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `[start, end)`, to the paragraph's end at most, cut between words."""
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    stop = text.find("\n", end)
    last = min(stop if stop >= 0 else len(text), end + AROUND)
    before, after = text[first:start], text[end:last]
    if first > 0 and text[first - 1] != "\n":
        before = "\u2026 " + before.partition(" ")[2]
    if last < len(text) and last != stop:
        after = after.rpartition(" ")[0] + " \u2026"
    return before, after


def _said(ask: str, origin: Origin, answer: AccountAnswer) -> str:
    value = number(answer) if ask in COUNTED else day(answer.value) if ask == "date" else answer.value
    return f"{origin.name}: {'not ' if answer.negated else ''}{value}"


def _notes(answer: AccountAnswer) -> tuple[str, ...]:
    notes = []
    if answer.superseded_by is not None:
        notes.append("superseded by a later figure of the same source")
    if answer.withdrawn_by is not None:
        notes.append("taken back by its source")
    if answer.hedged:
        notes.append("hedged by its words")
    if answer.part_of is not None:
        notes.append("a part of another figure: enters no range")
    if answer.population not in (None, "any"):
        notes.append(f"counts: {answer.population}".replace("_", " "))
    return (*notes, *answer.flags)

"""The pages for reading: queue, search, reports, incidents, names, problems, history, the books, help."""

from __future__ import annotations

from fastapi import Response

from rashomon.model.codebook import METHODOLOGY
from rashomon.review.contexts.book import (
    KEYS,
    AgreementContext,
    AuditContext,
    BookContext,
    HelpContext,
    HistoryContext,
    ProblemsContext,
    agreement_context,
    audit_context,
    history_context,
    problems_context,
)
from rashomon.review.contexts.compare import CompareContext, OriginalContext, compare_context, original_context
from rashomon.review.contexts.incident import IncidentContext, incident_context
from rashomon.review.contexts.names import NameContext, NamesContext, name_context, names_context
from rashomon.review.contexts.pairs import PairsContext, pairs_context
from rashomon.review.contexts.queue import (
    QueueContext,
    ReportsContext,
    SearchContext,
    Wanted,
    queue_context,
    reports_context,
    search_context,
)
from rashomon.review.contexts.report import ReportContext, report_context
from rashomon.review.routes.table import REGISTRY, Before, Day, Flag, Key, Line, Page, Ref, Short, Words
from rashomon.review.view import View
from rashomon.store.desk_protocol import NameKind, QueueFilter


@REGISTRY.page("/", "queue.html")
def queue(
    view: View,
    state: Short = "",
    differ: Short = "",
    place: Words = "",
    since: Day = "",
    until: Day = "",
    order: Short = "newest",
    several: Flag = False,
    mine: Flag = False,
    page: Page = 1,
) -> QueueContext:
    """Incidents by state, disagreement, newest account; every filter is in the address."""
    return queue_context(view, Wanted(state, differ, place.strip(), since, until, order, several, mine), page)


@REGISTRY.page("/search", "search.html")
def search(view: View, words: Words = "", page: Page = 1) -> SearchContext:
    """Reports that hold all the words, with the words in context."""
    return search_context(view, words, page)


@REGISTRY.page("/reports", "reports.html")
def reports(view: View, words: Words = "", page: Page = 1) -> ReportsContext:
    """The stored reports, newest first."""
    return reports_context(view, words.strip(), page)


@REGISTRY.page("/incident/{incident_id}", "incident.html")
def incident(view: View, incident_id: Ref, ask: Short = "", line: Line = None) -> IncidentContext:
    """One incident; `ask` and `line` open the words behind a cell."""
    return incident_context(view, incident_id, ask, line)


@REGISTRY.page("/report/{report_id}", "report.html")
def report(view: View, report_id: Ref, at: Short = "") -> ReportContext:
    """One report with its values; `at` (start-end) lights words."""
    return report_context(view, report_id, at)


@REGISTRY.page("/report/{report_id}/original", "original.html")
def original(view: View, report_id: Ref) -> OriginalContext:
    """The original of a report and how it was taken."""
    return original_context(view, report_id)


@REGISTRY.file("/report/{report_id}/original/bytes")
def original_bytes(view: View, report_id: Ref) -> Response:
    """The original, byte for byte, as a file that no browser opens by itself."""
    row = view.report(report_id)
    headers = {"content-disposition": f'attachment; filename="{row.report_id[:16]}.original"'}
    return Response(view.store.original(row.report_id), media_type="application/octet-stream", headers=headers)


@REGISTRY.page("/compare", "compare.html")
def compare(view: View, left: Words, right: Words, diff: Flag = False) -> CompareContext:
    """Two reports side by side, or as one text with its changes."""
    return compare_context(view, left, right, diff=diff)


@REGISTRY.page("/names/{kind}", "names.html")
def names(view: View, kind: NameKind, beginning: Words = "") -> NamesContext:
    """Names of actors, places, victims or sources."""
    return names_context(view, kind, beginning)


@REGISTRY.page("/names/{kind}/{key}", "name.html")
def name(view: View, kind: NameKind, key: Key) -> NameContext:
    """One actor, place, victim or source across reports."""
    return name_context(view, kind, key)


@REGISTRY.page("/pairs", "pairs.html")
def pairs(view: View, page: Page = 1) -> PairsContext:
    """Events that may be one happening, with the points for and against."""
    return pairs_context(view, page)


@REGISTRY.page("/problems", "problems.html")
def problems(view: View) -> ProblemsContext:
    """Reports that could not be read."""
    return problems_context(view)


@REGISTRY.page("/history", "history.html")
def history(view: View, subject: Words = "", before: Before = None) -> HistoryContext:
    """Who decided what, newest first; `subject` narrows it to one thing."""
    return history_context(view, subject, before)


@REGISTRY.page("/audit", "audit.html")
def audit(view: View, before: Before = None, check: Flag = False) -> AuditContext:
    """The audit chain; `check` verifies all of it."""
    return audit_context(view, before, check=check)


@REGISTRY.page("/agreement", "agreement.html")
def agreement(view: View, before: Before = None) -> AgreementContext:
    """How far people who judged the same values agree, on the values of the newest decisions or those `before` a row."""
    return agreement_context(view, before)


@REGISTRY.page("/codebook", "codebook.html")
def codebook(view: View) -> BookContext:
    """The team's choices and the methodology in force."""
    return BookContext(view.options.codebook, view.options.codebook.sha256(), METHODOLOGY)


@REGISTRY.page("/help", "help.html")
def help_page(view: View) -> HelpContext:
    """Keys, and how to code a first incident."""
    first = view.store.queue(QueueFilter(order="disagreement", limit=1, allowed=view.visitor.groups)).rows
    tokens = view.store.tokens(view.visitor.name)
    return HelpContext(KEYS, first[0].id if first else None, tokens)

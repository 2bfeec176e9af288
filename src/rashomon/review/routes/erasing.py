"""Erasure and retention: for an admin, with a ground, never by one click; and a public export for reviewers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from rashomon.model.judgements import JudgementRefused
from rashomon.review.access import now_text
from rashomon.review.contexts.erasure import ErasureContext, erasure_context, exports_of, first_seen, names_of
from rashomon.review.registry import Done
from rashomon.review.routes.table import REGISTRY, Form, Value, Words
from rashomon.review.view import View
from rashomon.store.values import PersonErasure

_Also = Annotated[str, Query(max_length=2000)]


class EraseForm(Form):
    """What both erasures ask: the legal ground, kept for ever, and that somebody means it."""

    ground: Value = ""
    sure: bool = False


class EraseReportForm(EraseForm):
    """The report."""

    report: Value


class ErasePersonForm(EraseForm):
    """The person: whole name, other whole forms one a line, and whether what they said goes too."""

    person: Value
    also: Annotated[str, Query(max_length=2000)] = ""
    speech: bool = False


def _sure(form: EraseForm) -> None:
    if not form.sure:
        raise JudgementRefused("say that you are sure: an erasure can't be undone")


@REGISTRY.page("/erasure", "erasure.html", role="admin")
def erasure(view: View, person: Words = "", also: _Also = "", report: Words = "") -> ErasureContext:
    """What an erasure would reach, what retention says, and every erasure so far."""
    return erasure_context(view, person.strip(), also, report.strip())


@REGISTRY.action("/erasure/report", EraseReportForm, role="admin")
def erase_report(view: View, form: EraseReportForm) -> Done:
    """Erases a report with all its versions."""
    _sure(form)
    row = view.report(form.report.strip())
    since = first_seen(view, row.report_id)
    stone = view.store.erase(row.report_id, ground=form.ground, who=view.visitor.name, at=now_text())
    return Done("/erasure", f"erased, {stone.versions} versions{exports_of(view, since)}")


@REGISTRY.action("/erasure/person", ErasePersonForm, role="admin")
def erase_person(view: View, form: ErasePersonForm) -> Done:
    """Erases a person or a witness: the name is covered wherever it stands, and the reports stay."""
    _sure(form)
    names = names_of(form.person, form.also)
    since = view.store.reach_of(names).since if names else None
    wanted = PersonErasure(tuple(names), form.ground, view.visitor.name, now_text(), speech=form.speech)
    stone = view.store.erase_person(wanted)
    return Done("/erasure", f"covered in {stone.versions} versions of reports{exports_of(view, since)}")


@REGISTRY.action("/erasure/retention", EraseForm, role="admin")
def retain(view: View, form: EraseForm) -> Done:
    """Erases what the codebook keeps no longer; the grounds are the rules'."""
    _sure(form)
    rules, at = view.options.codebook.retention, now_text()
    free = [item for item in view.store.due(rules, at=at) if item.held is None]
    since = min((item.since for item in free), default=None)
    view.store.retain(rules, who=view.visitor.name, at=at)
    return Done("/erasure", f"{len(free)} erased{exports_of(view, since)}")

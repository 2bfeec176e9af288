"""Decisions on single values of a report: accept, reject and edit them; what is said of a report as a whole."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field

from rashomon.errors import NotFound
from rashomon.model import codec
from rashomon.model.actors import Who
from rashomon.model.consents import CONSENT
from rashomon.model.corrections import ACCEPT, EDIT, REJECT, corrected, described, edited
from rashomon.model.judgements import TRANSLATION, JudgementRefused
from rashomon.model.record import Record
from rashomon.review.registry import Done
from rashomon.review.routes.numbers import real_number, whole_number
from rashomon.review.routes.table import REGISTRY, Form, Id, Ref, Value, Why
from rashomon.review.view import View

Layer = Literal["claims", "figures", "victims", "events", "times", "places"]


class VerdictForm(Form):
    """What a person says of a value; `layer` is its part of the record."""

    layer: Layer
    item: Id
    verdict: Literal["accept", "reject"]


class EditForm(Form):
    """Fields of a value by name, as texts; those that are not there stay as they are."""

    layer: Layer
    item: Id
    fields: dict[Id, Value] = Field(default_factory=dict)


class RemarkForm(Form):
    """A remark on a report."""

    text: Why


class HoldForm(Form):
    """A ground: of a legal hold, or of consent; empty takes it back."""

    ground: Value = ""


@REGISTRY.action("/report/{report_id}/verdict", VerdictForm, role="coder")
def verdict(view: View, report_id: Ref, form: VerdictForm) -> Done:
    """Accepts or rejects a value."""
    row, item = _item(view, report_id, form.layer, form.item)
    kind = ACCEPT if form.verdict == "accept" else REJECT
    was = described(form.layer, item)
    kept = view.decide(kind, f"{row}:{form.item}", None, was=was, why=form.why, seen=form.seen, relink=kind == REJECT)
    return Done(form.home(f"/report/{row}") + f"#card-{form.item}", f"{form.verdict}ed", kept.id)


@REGISTRY.action("/report/{report_id}/edit", EditForm, role="coder")
def edit(view: View, report_id: Ref, form: EditForm) -> Done:
    """Edits fields of a value; what the machine wrote stays in the history."""
    row, item = _item(view, report_id, form.layer, form.item)
    record = view.store.record(view.store.find(row))
    fields = {name: _typed(record, name, text) for name, text in form.fields.items()}
    changed = {n: v for n, v in fields.items() if v != codec.to_json(getattr(item, n, None))}
    if not changed:
        raise JudgementRefused("nothing was changed")
    edited(item, changed, layer=form.layer)
    was = described(form.layer, item)
    kept = view.decide(
        EDIT, f"{row}:{form.item}", json.dumps(changed, ensure_ascii=False), was=was, why=form.why, seen=form.seen
    )
    return Done(form.home(f"/report/{row}") + f"#card-{form.item}", "edited", kept.id)


def _item(view: View, report_id: str, layer: str, item_id: str) -> tuple[str, Any]:
    """The report's id and a value as it stands, one that was rejected included."""
    row = view.report(report_id)
    seen = corrected(view.store.record(row), view.store.judgements(subject=row.report_id))
    items = [*getattr(seen.record, layer), *(item for name, item in seen.rejected if name == layer)]
    found = next((i for i in items if i.id == item_id), None)
    if found is None:
        raise NotFound(f"no such value among the {layer}", hint="the report may have been read anew: open it again")
    return row.report_id, found


def _typed(record: Record, name: str, text: str) -> Any:
    """A field's value from its text."""
    text = text.strip()
    if name == "speaker":
        actor = next((a for a in record.actors if a.id == text), None)
        if actor is None:
            return None
        return codec.to_json(Who(actor.id, actor.name, "unknown", actor.mentions[0]))
    if name in ("negated", "hedged"):
        return text == "yes"
    if name in ("low", "high"):
        return whole_number(text)
    if name in ("lat", "lon", "radius_km"):
        return real_number(text)
    return text or None


@REGISTRY.action("/report/{report_id}/comment", RemarkForm, role="coder")
def remark(view: View, report_id: Ref, form: RemarkForm) -> Done:
    """Adds a remark on a report."""
    row = view.report(report_id)
    if not form.text.strip():
        raise JudgementRefused("a remark needs words")
    kept = view.decide("comment", row.report_id, form.text.strip(), relink=False)
    return Done(form.home(f"/report/{row.report_id}#comments"), "remark kept", kept.id)


class TranslationForm(Form):
    """The report that this one is a translation of, or its beginning; empty takes that back."""

    original: Value = ""


@REGISTRY.action("/report/{report_id}/translation", TranslationForm, role="coder")
def translation(view: View, report_id: Ref, form: TranslationForm) -> Done:
    """Notes that a report is the translation of another, so that the two are shown side by side."""
    row = view.report(report_id)
    original = view.report(form.original.strip()).report_id if form.original.strip() else None
    if original == row.report_id:
        raise JudgementRefused("that is this report itself")
    every = view.store.judgements(kind=TRANSLATION, subject=row.report_id)
    before = next((j.now for j in reversed(every) if j.subject[0] == row.report_id), None)
    also = tuple(dict.fromkeys(i for i in (original, before) if i is not None))  # its page has to know too
    seen = form.seen or view.store.newest_judgement(row.report_id, TRANSLATION)
    kept = view.decide(TRANSLATION, row.report_id, original, why=form.why, seen=seen, relink=False, also=also)
    note = "kept: side by side with its original" if original is not None else "no translation any more"
    return Done(form.home(f"/report/{row.report_id}"), note, kept.id)


@REGISTRY.action("/report/{report_id}/consent", HoldForm, role="reviewer")
def report_consent(view: View, report_id: Ref, form: HoldForm) -> Done:
    """Notes that the people whom a report names agreed to be named there, or takes that back."""
    row = view.report(report_id)
    ground = form.ground.strip() or None
    kept = view.decide(CONSENT, row.report_id, ground, why=form.why, seen=form.seen, relink=False)
    note = "its people may be named" if ground is not None else "its people are not to be named"
    return Done(form.home(f"/report/{row.report_id}"), note, kept.id)


@REGISTRY.action("/report/{report_id}/hold", HoldForm, role="admin")
def hold(view: View, report_id: Ref, form: HoldForm) -> Done:
    """Puts a legal hold on a report, or lifts it."""
    row = view.report(report_id)
    ground = form.ground.strip() or None
    kept = view.decide("hold", row.report_id, ground, why=form.why, seen=form.seen, relink=False)
    return Done(form.home(f"/report/{row.report_id}"), "held" if ground is not None else "hold lifted", kept.id)

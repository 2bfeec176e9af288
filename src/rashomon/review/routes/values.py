"""Decisions on single values of a report: accept, reject, edit, and add what the machine did not read."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Literal

from pydantic import Field

from rashomon.errors import NotFound
from rashomon.model import codec
from rashomon.model.actors import Who
from rashomon.model.claims import Claim
from rashomon.model.consents import CONSENT
from rashomon.model.corrections import ACCEPT, ADD, EDIT, REJECT, corrected, described, edited, made
from rashomon.model.events import Answer, Event, Instrument
from rashomon.model.figures import Figure
from rashomon.model.judgements import TRANSLATION, JudgementRefused
from rashomon.model.places import Place
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time, TimePrecision
from rashomon.model.victims import Victim
from rashomon.review.registry import Done
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


class AddForm(Form):
    """A value on words of the report.

    Args:
        words: the words; `start` where they begin, if they were selected, else their `nth` occurrence counts.
        by: words of the report that name the speaker.
        low: and `high`: a number as text, empty for unknown.
        day: first day of an event, ISO; `until` the last; `where` its place by name.
        weapon: what was used, in a word ("drone").
    """

    layer: Literal["figures", "claims", "victims", "events"]
    words: Why
    start: Value = ""
    nth: Value = "1"
    by: Value = ""
    measure: Value = "killed"
    population: Value = "any"
    low: Value = ""
    high: Value = ""
    qualifier: Value = "exactly"
    act: Value = "report"
    harm: Value = "killed"
    status: Value = "unknown"
    acled: Value = ""
    event: Id = ""
    day: Value = ""
    until: Value = ""
    where: Value = ""
    weapon: Id = ""
    lat: Value = ""
    lon: Value = ""


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
        return _whole(text)
    if name in ("lat", "lon", "radius_km"):
        return _real(text)
    return text or None


def _whole(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise JudgementRefused(f"{text!r} is no whole number")
    return int(text)


def _real(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise JudgementRefused(f"{text!r} is no number") from error


@REGISTRY.action("/report/{report_id}/add", AddForm, role="coder")
def add_value(view: View, report_id: Ref, form: AddForm) -> Done:
    """Adds a value on words of the report, in any language, also where the machine read nothing."""
    row = view.report(report_id)
    record = corrected(view.store.record(row), view.store.judgements(subject=row.report_id)).record
    span = _span(record.document.text, form.words, form.start, form.nth)
    by = _who(record.document.text, form.by)
    kept = None
    for layer, item in _items(form, record, span, by):
        item = made(layer, codec.to_json(item))
        now = json.dumps({"layer": layer, "item": codec.to_json(item)}, ensure_ascii=False, sort_keys=True)
        subject = f"{row.report_id}:{item.id}"
        kept = view.decide(ADD, subject, now, why=form.why, seen=view.store.newest_judgement(subject, ADD))
    new = f"#card-{_new_id(form.layer, span, form)}"
    return Done(
        form.home(f"/report/{row.report_id}") + new, f"added: {span.text[:60]}", kept.id if kept is not None else None
    )


def _span(text: str, words: str, start: str, nth: str) -> Span:
    """The words where they were selected, else their nth occurrence."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise JudgementRefused("select or paste the words that say it")
    if start.isascii() and start.isdigit():
        at = int(start[:9])
        for shift in (0, *range(1, 40)):  # a browser may hand over a selection with its blanks
            if text[at + shift : at + shift + len(words)] == words:
                return Span.of(text, at + shift, at + shift + len(words))
    at, left = -1, _whole(nth) or 1
    while left > 0:
        at = text.find(words, at + 1)
        if at < 0:
            raise JudgementRefused("these words do not stand in the report: paste them as they are there")
        left -= 1
    return Span.of(text, at, at + len(words))


def _who(text: str, words: str) -> Who | None:
    if not words.strip():
        return None
    span = _span(text, words, "", "1")
    return Who(None, " ".join(span.text.split()), "unknown", span)


def _new_id(layer: str, span: Span, form: AddForm) -> str:
    """An id that two people who add the same get both, so that the second sees the first."""
    said = form.model_dump(exclude={"why", "seen", "back", "start", "nth"})
    text = json.dumps([layer, span.start, span.end, said], sort_keys=True)
    return "h" + hashlib.sha256(text.encode()).hexdigest()[:10]


def _items(form: AddForm, record: Record, span: Span, by: Who | None) -> list[tuple[str, Any]]:
    """What is added: an event brings its time and place along."""
    new = _new_id(form.layer, span, form)
    event = form.event or None
    if event is not None and event not in {e.id for e in record.events}:
        raise JudgementRefused("the report has no such event")
    if form.layer == "figures":
        low, high = _whole(form.low.strip()), _whole(form.high.strip())
        high = low if high is None and form.qualifier in ("exactly", "about") else high
        data = {
            "measure": form.measure,
            "population": form.population,
            "qualifier": form.qualifier,
            "low": low,
            "high": high,
        }
        plain = Figure(new, "killed", "any", None, None, "exactly", "event", by, None, event, None, None, span)
        figure = edited(plain, data, layer="figures")
        return [("figures", figure)]
    if form.layer == "claims":
        plain_claim = Claim(new, by, None, (span,), "indirect", "report", about=(event,) if event is not None else ())
        return [("claims", edited(plain_claim, {"act": form.act}, layer="claims"))]
    if form.layer == "victims":
        plain_victim = Victim(new, (span,), None, None, "unknown", None, "killed", event, (), by, None, (span,))
        return [("victims", edited(plain_victim, {"status": form.status, "harm": form.harm}, layer="victims"))]
    return _event_items(form, record, span, new)


def _event_items(form: AddForm, record: Record, span: Span, new: str) -> list[tuple[str, Any]]:
    items: list[tuple[str, Any]] = []
    when = where = None
    if form.day:
        start, end = form.day, form.until or form.day
        precision: TimePrecision = "day" if start == end else "range"
        items.append(("times", Time(new + "t", _iso(start), _iso(end), precision, "stated", span)))
        when = new + "t"
    if form.where.strip():
        known = next((p for p in record.places if p.name.casefold() == form.where.strip().casefold()), None)
        where = known.id if known is not None else new + "p"
        if known is None:
            items.append(("places", _place(form, record, span, where)))
    acled = form.acled or None
    weapon = " ".join(form.weapon.casefold().split())
    used = (Instrument(weapon, span),) if weapon else ()
    answers = (Answer("weapon", weapon, None, None, False, False, span),) if weapon else ()
    event = Event(
        new, "ASSAULT", None, acled, "happened", (), used, where, when, (span,), (span,), (), answers, 1.0, "person"
    )
    return [*items, ("events", event)]


def _place(form: AddForm, record: Record, span: Span, new: str) -> Place:
    """A place by its name in the report, or on the event's own words where the report does not write it so."""
    text, name = record.document.text, form.where.strip()
    at = text.find(name)
    words = Span.of(text, at, at + len(name)) if at >= 0 else span
    lat, lon = _real(form.lat.strip()), _real(form.lon.strip())
    if (lat is None) != (lon is None) or not -90 <= (lat or 0) <= 90 or not -180 <= (lon or 0) <= 180:
        raise JudgementRefused("a place has both coordinates, in degrees, or none")
    return Place(new, name, (), lat, lon, None, None, "city", None, (words,))


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise JudgementRefused(f"{text!r} is no day: write it like 2024-02-08") from error


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

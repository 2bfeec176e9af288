"""Values that a person adds on words of a report: what the machine did not read, in any language."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Literal

from rashomon.model import codec
from rashomon.model.actors import Actor, Who
from rashomon.model.claims import Claim
from rashomon.model.corrections import ADD, corrected, edited, made
from rashomon.model.events import Answer, Event, Instrument, Participant
from rashomon.model.figures import Figure
from rashomon.model.judgements import JudgementRefused
from rashomon.model.places import Place
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time, TimePrecision
from rashomon.model.victims import Victim
from rashomon.review.registry import Done
from rashomon.review.routes.numbers import real_number, whole_number
from rashomon.review.routes.table import REGISTRY, Form, Id, Ref, Value, Why
from rashomon.review.view import View


class AddForm(Form):
    """A value on words of the report.

    Args:
        words: the words; `start` where they begin, if they were selected, else their `nth` occurrence counts.
        by: words of the report that name the speaker.
        low: and `high`: a number as text, empty for unknown.
        day: first day of an event, ISO; `until` the last; `where` its place by name.
        weapon: what was used, in a word ("drone").
        perpetrator: words of the report that name who did it, as whoever stands in `by` says or the report itself.
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
    perpetrator: Value = ""
    perpetrator_kind: Value = "armed_group"
    lat: Value = ""
    lon: Value = ""


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
    at, left = -1, whole_number(nth) or 1
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
        low, high = whole_number(form.low.strip()), whole_number(form.high.strip())
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
    return _event_items(form, record, span, new, by)


def _event_items(form: AddForm, record: Record, span: Span, new: str, by: Who | None) -> list[tuple[str, Any]]:
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
    part: tuple[Participant, ...] = ()
    if form.perpetrator.strip():
        words = _span(record.document.text, form.perpetrator, "", "1")
        actor = _actor(form, record, words, new)
        items += [] if actor in record.actors else [("actors", actor)]
        part = (Participant("actor", actor.id, words),)
        answers = (*answers, Answer("perpetrator", actor.id, by, None, False, False, words))
    event = Event(
        new, "ASSAULT", None, acled, "happened", part, used, where, when, (span,), (span,), (), answers, 1.0, "person"
    )
    return [*items, ("events", event)]


def _actor(form: AddForm, record: Record, words: Span, new: str) -> Actor:
    """Who is named by these words: an actor of the report, or one that is new."""
    name = " ".join(words.text.split())
    called = (
        a for a in record.actors if words in a.mentions or name.casefold() in map(str.casefold, (a.name, *a.aliases))
    )
    known = next(called, None)
    if known is not None:
        return known
    data = {"id": new + "a", "name": name, "kind": form.perpetrator_kind, "mentions": [codec.to_json(words)]}
    actor: Actor = made("actors", {"aliases": [], "roles": [], **data})
    return actor


def _place(form: AddForm, record: Record, span: Span, new: str) -> Place:
    """A place by its name in the report, or on the event's own words where the report does not write it so."""
    text, name = record.document.text, form.where.strip()
    at = text.find(name)
    words = Span.of(text, at, at + len(name)) if at >= 0 else span
    lat, lon = real_number(form.lat.strip()), real_number(form.lon.strip())
    if (lat is None) != (lon is None) or not -90 <= (lat or 0) <= 90 or not -180 <= (lon or 0) <= 180:
        raise JudgementRefused("a place has both coordinates, in degrees, or none")
    return Place(new, name, (), lat, lon, None, None, "city", None, (words,))


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise JudgementRefused(f"{text!r} is no day: write it like 2024-02-08") from error

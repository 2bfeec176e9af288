"""An incident in the corpus' form (`incident.json` of `corpus/FORMAT.md`), over reports that lie beside it inline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rashomon.export.ann import UNKNOWN, Inline
from rashomon.model.accounts import Account, AccountAnswer
from rashomon.model.incidents import QUESTIONS, Incident
from rashomon.model.record import Record

Json = dict[str, Any]


def incident_form(
    incident: Incident, records: Mapping[str, Record], made: Mapping[str, Inline], stems: Mapping[str, str]
) -> Json | None:
    """The JSON of an incident; null where it has no day, which the form asks for.

    Args:
        incident: as it is derived from the corrected records.
        records: by report id.
        made: the same in the inline form.
        stems: report id to the name of its file, without suffix.
    """
    if incident.date is None:
        return None
    form = _Form(incident, records, made, stems)
    return {
        "title": incident.title,
        "kind": form.kind(),
        "country": form.country(),
        "place": incident.place or UNKNOWN,
        "date": "..".join(d[:10] for d in incident.date.split("/")),
        "events": form.events(),
        "recalled": form.recalled(),
        "siblings": [],
        "parent": incident.parent_id,
        "origins": form.origins(),
        "not_independent": form.copies(),
        "superseded": form.superseded(),
        "withdrawn": form.withdrawn(),
        "victims": form.victims(),
        "cells": {**dict.fromkeys(QUESTIONS, "silent"), **{q: c for q, c in incident.cells if q in QUESTIONS}},
        "ranges": {measure: form.range(measure) for measure in ("killed", "injured")},
    }


class _Form:
    def __init__(
        self, incident: Incident, records: Mapping[str, Record], made: Mapping[str, Inline], stems: Mapping[str, str]
    ) -> None:
        self.incident, self.records, self.made, self.stems = incident, records, made, stems
        self.ours = {(e.report_id, e.event_id) for e in incident.events}

    def _id(self, report_id: str, layer: str, item: str | None) -> str | None:
        made = self.made.get(report_id)
        return made.ids.get(layer, {}).get(item or "") if made is not None else None

    def _events_of(self, report_id: str) -> list[Any]:
        return list(self.records[report_id].events)

    def _first(self) -> tuple[Record, Any] | None:
        for ref in self.incident.events:
            if ref.report_id in self.records:
                found = next((e for e in self._events_of(ref.report_id) if e.id == ref.event_id), None)
                if found is not None:
                    return self.records[ref.report_id], found
        return None

    def kind(self) -> str:
        first = self._first()
        return (first[1].acled or first[1].plover.lower()) if first is not None else UNKNOWN

    def country(self) -> str:
        for ref in self.incident.events:
            record = self.records.get(ref.report_id)
            event = next((e for e in record.events if e.id == ref.event_id), None) if record is not None else None
            place = next((p for p in record.places if event and p.id == event.place_id), None) if record else None
            if place is not None and (place.within or place.precision == "country"):
                return place.within[-1] if place.within else place.name
        return UNKNOWN

    def events(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {stem: [] for stem in self.stems.values()}
        for report_id, event_id in sorted(self.ours):
            if (name := self._id(report_id, "events", event_id)) is not None:
                out[self.stems[report_id]].append(name)
        return out

    def recalled(self) -> list[Json]:
        return [
            {"report": stem, "event": name, "incident": None}
            for report_id, stem in self.stems.items()
            for event_id, name in self.made[report_id].ids.get("events", {}).items()
            if (report_id, event_id) not in self.ours
        ]

    def _accounts(self) -> list[Account]:
        return [a for a in self.incident.accounts if a.report_id in self.stems]

    def origins(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for account in self._accounts():
            stems = out.setdefault(account.name, [])
            if self.stems[account.report_id] not in stems:
                stems.append(self.stems[account.report_id])
        return out

    def copies(self) -> list[list[str]]:
        found = {
            (self.stems[a.report_id], self.stems[a.copied_from], "syndicated" if a.copy == "syndicated" else "rewrites")
            for a in self._accounts()
            if a.copied_from is not None and a.copied_from in self.stems
        }
        return [[copy, source, kind] for copy, source, kind in sorted(found)]

    def _answers(self) -> list[tuple[Account, AccountAnswer]]:
        return [(a, answer) for a in self._accounts() for _, given in a.answers for answer in given]

    def _other(self, ref: str) -> tuple[str, str] | None:
        """(stem, figure) of a reference to a figure of some report."""
        report_id, _, item = ref.partition(":")
        name = self._id(report_id, "figures", item)
        return (self.stems[report_id], name) if name is not None and report_id in self.stems else None

    def superseded(self) -> list[Json]:
        out = []
        for account, answer in self._answers():
            by = self._other(answer.superseded_by) if answer.superseded_by is not None else None
            figure = self._id(account.report_id, "figures", answer.figure_id)
            if by is not None and figure is not None:
                out.append({"report": self.stems[account.report_id], "figure": figure, "by": list(by)})
        return out

    def withdrawn(self) -> list[Json]:
        out = []
        for account, answer in self._answers():
            if answer.withdrawn_by is None:
                continue
            report_id = answer.withdrawn_by.partition(":")[0]
            if report_id in self.stems:
                out.append(
                    {
                        "report": self.stems[account.report_id],
                        "claim": self._id(account.report_id, "claims", answer.claim_id),
                        "figure": self._id(account.report_id, "figures", answer.figure_id),
                        "in": self.stems[report_id],
                    }
                )
        return out

    def victims(self) -> list[list[str]]:
        out = []
        for person in self.incident.people:
            names = [
                f"{self.stems[e.report_id]}:{name}"
                for e in person.entries
                if (name := self._id(e.report_id, "victims", e.victim_id)) is not None
            ]
            out += [names] if len(names) > 1 else []
        return out

    def range(self, measure: str) -> list[int] | None:
        """The ends of the undivided range, where both are numbers that somebody gives."""
        found = next((r for r in self.incident.ranges if (r.measure, r.population) == (measure, "any")), None)
        silent = dict(self.incident.cells).get(measure, "silent") == "silent"
        if found is None or found.low is None or found.high is None or silent:
            return None
        figures = [f for r in self.records.values() for f in r.figures if f.measure == measure]
        stated = {n for f in figures if f.scope != "period_total" for n in (f.low, f.high)}
        return [found.low, found.high] if {found.low, found.high} <= stated else None

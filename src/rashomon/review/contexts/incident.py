"""One incident: who says what, the figures, the words behind a cell, the story in time, the map, the work on it."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.errors import NotFound
from rashomon.model.corrections import corrected
from rashomon.model.incidents import Grade, Incident
from rashomon.model.record import Record
from rashomon.review.contexts.atlas import Map, map_of
from rashomon.review.contexts.chart import Chart, charts_of
from rashomon.review.contexts.incident_story import Moment, Person, Told, moments_of, reports_of, spots_of, victims_of
from rashomon.review.contexts.incident_words import Words, words_of
from rashomon.review.contexts.incident_work import OPENED, Desk, desk_of
from rashomon.review.contexts.matrix import Matrix, matrix_of, numbers_of
from rashomon.review.view import View


@dataclass(frozen=True, slots=True)
class IncidentContext:
    """One incident.

    Args:
        unopened: reports beyond those whose victims and places are shown.
        others: incidents to which a merge redirects, or from which this one was split.
    """

    id: str
    title: str
    date: str | None
    place: str | None
    origins: int
    origins_on_harm: int | None
    previous_ids: tuple[str, ...]
    parent_id: str | None
    matrix: Matrix
    words: Words | None
    open_line: int | None
    open_question: str
    charts: tuple[Chart, ...]
    reports: tuple[Told, ...]
    moments: tuple[Moment, ...]
    victims: tuple[Person, ...]
    map: Map | None
    grade: Grade | None
    desk: Desk
    unopened: int


def incident_context(view: View, incident_id: str, ask: str, line: int | None) -> IncidentContext:
    """The page of one incident, with a cell opened if one is asked for."""
    incident = view.incident(incident_id)
    numbers = numbers_of(incident)
    records = records_of(view, incident)
    events = {(r.document.id, e.id): e for r in records.values() for e in r.events}
    ours = [(ref, events[key]) for ref in incident.events if (key := (ref.report_id, ref.event_id)) in events]
    atlas = view.options.vendor / "land.json" if view.options.vendor is not None else None
    return IncidentContext(
        incident.id,
        incident.title,
        incident.date,
        incident.place,
        incident.origins,
        incident.origins_on_harm,
        incident.previous_ids,
        incident.parent_id,
        matrix_of(incident),
        words_of(view, incident, ask, line, records) if ask else None,
        line,
        ask,
        charts_of(incident),
        reports_of(incident, records, numbers),
        moments_of(incident, numbers),
        victims_of(ours, records, numbers, presume=view.options.codebook.presume_civilian),
        map_of(spots_of(ours, records, numbers), atlas if atlas is not None and atlas.is_file() else None),
        incident.suggested_grade,
        desk_of(view, incident),
        max(0, len(numbers) - OPENED),
    )


def records_of(view: View, incident: Incident) -> dict[str, Record]:
    """Records of the incident's reports, as people corrected them."""
    found = {}
    for report_id in list(numbers_of(incident))[:OPENED]:
        try:
            record = view.store.record_of(report_id)
        except NotFound:  # it was erased, and the incident is not linked anew yet
            continue
        found[report_id] = corrected(record, view.store.judgements(subject=report_id)).record
    return found

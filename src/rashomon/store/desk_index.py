"""Fills the desk's derived rows: a line an incident, its members, and the names of a record."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from rashomon.model.accounts import Range
from rashomon.model.covering import is_covered
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.model.standings import STANDING_KINDS, Standing, standing_of
from rashomon.store import desk_schema as d
from rashomon.store import redirects, rows
from rashomon.store import schema as s
from rashomon.store.desk_protocol import Pair
from rashomon.store.witnesses import unnamed, witnesses

#: Kind of the names that some groups may not see; no list of the desk shows it.
WITNESS = "witness"
#: Kind of what a report calls a witness whom it does not name ("a driver").
UNNAMED = "unnamed"
#: Rows of one statement: below the bound that an engine sets on parameters.
_BATCH = 500


def fold(name: str) -> str:
    """A name without case, accents and punctuation, its words single-spaced: what names are looked up by."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def incident_values(incident: Incident, standing: Standing) -> dict[str, Any]:
    """The line of one incident."""
    differs = [question for question, cell in incident.cells if cell == "differ"]
    days = (incident.date or "").split("/") if incident.date else []
    killed, injured = (best_range(incident.tolls or incident.ranges, measure) for measure in ("killed", "injured"))
    return {
        "id": incident.id,
        "title": incident.title,
        "date": incident.date,
        "first_day": days[0][:10] if days else None,
        "last_day": days[-1][:10] if days else None,
        "place": incident.place,
        "killed_low": killed.low if killed is not None else None,
        "killed_high": killed.high if killed is not None else None,
        "killed_open": killed.open_high if killed is not None else False,
        "injured_low": injured.low if injured is not None else None,
        "injured_high": injured.high if injured is not None else None,
        "reports": len({event.report_id for event in incident.events}),
        "origins": incident.origins,
        "differing": len(differs),
        "differs": " ".join(differs),
        "newest": max((a.published_at for a in incident.accounts if a.published_at is not None), default=None),
        "grade": standing.grade or (incident.suggested_grade.grade if incident.suggested_grade is not None else None),
        "state": standing.state,
        "assignee": standing.assignee,
        "team": standing.group,
    }


def best_range(ranges: Sequence[Range], measure: str) -> Range | None:
    """The range of people undivided, else of the population with the most; null if nobody counted."""
    found = [r for r in ranges if r.measure == measure]
    return next((r for r in found if r.population == "any"), None) or max(
        found, key=lambda r: r.high or r.low or 0, default=None
    )


def clear(connection: Connection) -> None:
    """Forgets every line, membership and pair."""
    for table in (d.desk_incidents, d.desk_members, d.desk_pairs):
        connection.execute(delete(table))


def drop(connection: Connection, ids: Sequence[str]) -> None:
    """Forgets the lines and memberships of some incidents."""
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        connection.execute(delete(d.desk_incidents).where(d.desk_incidents.c.id.in_(some)))
        connection.execute(delete(d.desk_members).where(d.desk_members.c.incident_id.in_(some)))


def put_incidents(connection: Connection, incidents: Iterable[Incident]) -> None:
    """Adds lines and memberships of incidents that have none."""
    lines: list[dict[str, Any]] = []
    members: list[dict[str, str]] = []
    standings = {row.id: _standing(row.body) for row in connection.execute(select(d.desk_standings))}
    for incident in incidents:
        lines.append(incident_values(incident, standings.get(incident.id, Standing())))
        members += [
            {"report_id": e.report_id, "event_id": e.event_id, "incident_id": incident.id} for e in incident.events
        ]
        if len(lines) >= _BATCH:
            _flush(connection, lines, members)
    _flush(connection, lines, members)


def _flush(connection: Connection, lines: list[dict[str, Any]], members: list[dict[str, str]]) -> None:
    if lines:
        connection.execute(insert(d.desk_incidents), lines)
    if members:
        connection.execute(insert(d.desk_members), members)
    lines.clear()
    members.clear()


def move_standing(connection: Connection, old_id: str, new_id: str) -> None:
    """The work on an incident whose id changed goes on under its new id, unless that one has work of its own."""
    taken = connection.scalar(select(d.desk_standings.c.id).where(d.desk_standings.c.id == new_id))
    if taken is None:
        connection.execute(update(d.desk_standings).where(d.desk_standings.c.id == old_id).values(id=new_id))
        found = standing(connection, new_id)
        if found.last is not None:
            set_standing(connection, new_id, found)


def standing(connection: Connection, incident_id: str) -> Standing:
    """Where the work on an incident stands."""
    body = connection.scalar(select(d.desk_standings.c.body).where(d.desk_standings.c.id == incident_id))
    return _standing(body) if body is not None else Standing()


def set_standing(connection: Connection, incident_id: str, value: Standing) -> None:
    """Keeps it, and copies what the queue filters by into the incident's line."""
    connection.execute(delete(d.desk_standings).where(d.desk_standings.c.id == incident_id))
    connection.execute(insert(d.desk_standings).values(id=incident_id, body=json.dumps(asdict(value))))
    line: dict[str, Any] = {"state": value.state, "assignee": value.assignee, "team": value.group}
    if value.grade is not None:
        line["grade"] = value.grade
    connection.execute(update(d.desk_incidents).where(d.desk_incidents.c.id == incident_id).values(line))


def refresh(connection: Connection, incident_id: str) -> Standing:
    """Makes the cached standing of an incident anew from the judgements about it under any of its ids."""
    today = redirects.redirect(connection, incident_id)
    j, r = s.judgements, s.judgement_refs.c
    query = (
        select(j)
        .join(s.judgement_refs, r.judgement_id == j.c.id)
        .where(r.ref.in_(sorted({today, *redirects.ids_before(connection, today)})), j.c.kind.in_(STANDING_KINDS))
        .order_by(j.c.n)
    )
    found = standing_of(rows.judgement_of(row) for row in connection.execute(query).mappings())
    set_standing(connection, today, found)
    return found


def _standing(body: str) -> Standing:
    return Standing(**json.loads(body))


def add_names(connection: Connection, record_id: int, record: Record) -> None:
    """Indexes the names of one record."""
    values = name_values(record_id, record)
    if values:
        connection.execute(insert(d.desk_names), values)


def name_values(record_id: int, record: Record) -> list[dict[str, Any]]:
    """Rows of the index of names: actors with what they are called, places, named victims, the outlet."""
    found: dict[tuple[str, str], str] = {}
    for actor in record.actors:
        found["actor", actor.id] = actor.name
    for place in record.places:
        found["place", place.id] = place.name
    for victim in record.victims:
        if victim.names:
            found["victim", victim.id] = max((span.text for span in victim.names), key=len)
    for actor in witnesses(record):
        found[WITNESS, actor.id] = actor.name
    for who in unnamed(record):
        found[UNNAMED, f"{who.span.start}"] = who.name
    if record.document.publisher is not None:
        found["source", "outlet"] = record.document.publisher
    return [
        {"record_id": record_id, "kind": kind, "item": item, "key": fold(name), "name": " ".join(name.split())}
        for (kind, item), name in found.items()
        if fold(name) and not is_covered(name)
    ]


def refill_witnesses(connection: Connection) -> None:
    """Indexes the witnesses of every stored record: for a store whose index had none."""
    query = select(s.records.c.id, s.records.c.body, s.texts.c.body.label("text"), s.texts.c.stretches).join(
        s.texts, s.texts.c.id == s.records.c.text_id
    )
    kinds = (WITNESS, UNNAMED)
    connection.execute(delete(d.desk_names).where(d.desk_names.c.kind.in_(kinds)))
    for row in connection.execute(query).all():
        record = rows.record_of(row.body, text=row.text, stretches=row.stretches)
        values = [value for value in name_values(row.id, record) if value["kind"] in kinds]
        if values:
            connection.execute(insert(d.desk_names), values)


def save_pairs(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Replaces the pairs that wait for a person."""
    connection.execute(delete(d.desk_pairs))
    values = [
        {"position": i, "a": p.a, "b": p.b, "score": p.score, "linked": p.linked, "features": json.dumps(p.features)}
        for i, p in enumerate(pairs)
    ]
    if values:
        connection.execute(insert(d.desk_pairs), values)


def fill(connection: Connection) -> None:
    """Indexes the names of every stored record: for a store that had no index."""
    query = select(s.records.c.id, s.records.c.body, s.texts.c.body.label("text"), s.texts.c.stretches).join(
        s.texts, s.texts.c.id == s.records.c.text_id
    )
    for row in connection.execute(query).all():
        add_names(connection, row.id, rows.record_of(row.body, text=row.text, stretches=row.stretches))

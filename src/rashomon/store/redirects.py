"""Where an incident's id leads today: ids change when linking does, and an old one must still resolve.

The log is appended, never edited; `writing.save_incidents` adds to it.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from rashomon.store import schema as s


def previous_ids(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Incident id to the ids that lead to it."""
    found: dict[str, set[str]] = {}
    for old in connection.scalars(select(s.redirects.c.old_id).distinct()):
        found.setdefault(redirect(connection, old), set()).add(old)
    return {new: tuple(sorted(olds - {new})) for new, olds in found.items()}


def redirect(connection: Connection, incident_id: str) -> str:
    """Follows the redirect log to its end."""
    seen = {incident_id}
    while True:
        alive = connection.scalar(select(s.incidents.c.id).where(s.incidents.c.id == incident_id))
        r = s.redirects.c
        after = connection.scalar(select(r.new_id).where(r.old_id == incident_id).order_by(r.id.desc()).limit(1))
        if alive is not None or after is None or after in seen:
            return incident_id
        seen.add(after)
        incident_id = after


def ids_before(connection: Connection, incident_id: str) -> tuple[str, ...]:
    """Earlier ids that lead to one incident: the log read backwards, and each checked forwards."""
    r = s.redirects.c
    found: set[str] = set()
    front = {incident_id}
    while front:
        olds = set(connection.scalars(select(r.old_id).where(r.new_id.in_(front)).distinct()))
        front = olds - found - {incident_id}
        found |= front
    return tuple(sorted(old for old in found if redirect(connection, old) == incident_id))

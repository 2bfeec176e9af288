"""Derives incidents from all current records when they are stale, and keeps them in the store.

Linking sees every record anew, so an incremental result can't differ from a full one. What
is kept is a cache: it can be thrown away at any time.
"""

from __future__ import annotations

from rashomon.errors import NotFound
from rashomon.linking import link
from rashomon.model.incidents import Incident
from rashomon.model.judgements import PAIR
from rashomon.run import judged
from rashomon.run.local import now
from rashomon.store.protocol import Store


def incidents(store: Store) -> tuple[Incident, ...]:
    """The incidents of all stored reports, linked anew if a report came, changed or went."""
    kept = store.incidents()
    if kept is not None:
        return kept
    fingerprint = store.fingerprint()
    made = link(list(judged.records(store)), judgements=store.judgements(kind=PAIR))
    store.save_incidents(made, fingerprint=fingerprint, at=now())
    return store.incidents() or made


def incident(store: Store, incident_id: str) -> Incident:
    """One incident by its id, an earlier id, or the beginning of one.

    Raises:
        NotFound: none or several begin so.
    """
    every = incidents(store)
    wanted = store.redirect(incident_id)
    found = [x for x in every if x.id == wanted] or [x for x in every if x.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"{len(found)} incidents begin with {incident_id!r}", hint="give more of the id")
    raise NotFound(f"no incident {incident_id!r}", hint="`rashomon incidents` lists them")

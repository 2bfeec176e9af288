"""The work on an incident: where it stands, what this person may do next, what was said and decided."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.model.double_coding import coders, drawn
from rashomon.model.incidents import Incident
from rashomon.model.judgements import Judgement, standing
from rashomon.model.standings import STEPS, Standing
from rashomon.review.view import View

#: Reports whose records an incident's page opens for victims, places and coders; the others are counted.
OPENED = 24


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark of a person."""

    id: str
    who: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The work on it: where it stands, which steps this person may take, what was said.

    Args:
        seen: newest judgement of each kind, which a form brings back so that nobody is overwritten unseen.
        double: two people code it; `coders` did so far.
    """

    standing: Standing
    steps: tuple[str, ...]
    people: tuple[str, ...]
    grades: tuple[str, ...]
    criteria: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    comments: tuple[Comment, ...]
    history: tuple[Judgement, ...]
    seen: dict[str, str]
    double: bool
    coders: tuple[str, ...]


def desk_of(view: View, incident: Incident) -> Desk:
    """Where the work on an incident stands, and what this person may do next."""
    store, book = view.store, view.options.codebook
    found = store.standing(incident.id)
    every = [j for i in (*incident.previous_ids, incident.id) for j in store.judgements(subject=i)]
    every.sort(key=lambda j: j.at)
    comments = tuple(Comment(j.id, j.who, j.at, j.now or "") for j in standing(every) if j.kind == "comment")
    people = tuple(p.name for p in store.people() if p.active) or (view.visitor.name,)
    groups = tuple(sorted({g for p in store.people() for g in p.groups}))
    seen = {j.kind: j.id for j in every if incident.id in j.subject}
    criteria = tuple((c.code, c.text) for c in book.out_of_scope)
    return Desk(
        found,
        _steps(view, found),
        people,
        book.grades,
        criteria,
        groups,
        comments,
        tuple(reversed(every[-30:])),
        seen,
        drawn(incident.id, book.double_coding),
        coders_of(view, incident),
    )


def coders_of(view: View, incident: Incident) -> tuple[str, ...]:
    """Who coded an incident so far."""
    reports = dict.fromkeys(e.report_id for e in incident.events)
    said = [j for report_id in list(reports)[:OPENED] for j in view.store.judgements(subject=report_id)]
    return coders(said, coder=view.store.standing(incident.id).coder)


def _steps(view: View, found: Standing) -> tuple[str, ...]:
    """Steps that this person may take from here."""
    may = []
    for step in STEPS[found.state]:
        by_reviewer = step in ("reviewed", "published", "withdrawn") or found.state in (
            "reviewed",
            "published",
            "withdrawn",
        )
        if not view.visitor.may("reviewer" if by_reviewer else "coder"):
            continue
        if step == "reviewed" and found.state == "coded" and found.coder == view.visitor.name:
            continue
        may.append(step)
    return tuple(may)

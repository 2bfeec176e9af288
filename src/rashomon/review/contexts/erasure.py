"""What leaves the store for good: a report, a person, what the codebook keeps no longer; and the exports that held it."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.errors import NotFound
from rashomon.model.codebook import Keep
from rashomon.model.exported import Exported, exported
from rashomon.model.judgements import EXPORT
from rashomon.review.access import now_text
from rashomon.review.view import View
from rashomon.store.protocol import Due, Reach, Tombstone


@dataclass(frozen=True, slots=True)
class ErasureContext:
    """The page of erasure.

    Args:
        person: the name that was asked about, `also` its other forms.
        reach: where it stands; null if nothing was asked.
        report: (id, title) of the report that was asked about.
        exports: those that may hold what was asked about.
        rules: of the codebook in force, and what is `due` by them.
    """

    person: str
    also: str
    reach: Reach | None
    report: tuple[str, str] | None
    hold: str | None
    exports: tuple[Exported, ...]
    rules: tuple[Keep, ...]
    due: tuple[Due, ...]
    tombstones: tuple[Tombstone, ...]


def names_of(person: str, also: str) -> list[str]:
    """The forms of a name, one a line after the first."""
    return [n.strip() for n in (person, *also.splitlines()) if n.strip()]


def erasure_context(view: View, person: str, also: str, report: str) -> ErasureContext:
    """What an erasure would reach, before anybody confirms it.

    Raises:
        NotFound: there is no such report.
    """
    names = names_of(person, also)
    reach = view.store.reach_of(names) if names else None
    since = reach.since if reach is not None else None
    shown, hold = None, None
    if report:
        row = view.report(report)
        shown = row.report_id, row.title
        since = min((c.captured_at for c in view.store.custody(row.report_id)), default=row.captured_at)
        hold = hold_of(view, row.report_id)
    rules = view.options.codebook.retention
    return ErasureContext(
        person,
        also,
        reach,
        shown,
        hold,
        exported(view.store.judgements(kind=EXPORT), since=since),
        rules,
        view.store.due(rules, at=now_text()),
        view.store.tombstones(),
    )


def hold_of(view: View, report_id: str) -> str | None:
    """The ground of a legal hold on a report."""
    newest = view.store.newest_judgement(report_id, "hold")
    found = next((j for j in view.store.judgements(kind="hold", subject=report_id) if j.id == newest), None)
    return found.now if found is not None else None


def exports_of(view: View, since: str | None) -> str:
    """A sentence on the exports that may hold what was erased."""
    found = exported(view.store.judgements(kind=EXPORT), since=since)
    told = ", ".join(f"{e.file} ({e.kind}, {e.at[:10]}, {e.who})" for e in found[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return f"; past exports may hold it: {told}{more}" if found else "; no export that we know of holds it"


def first_seen(view: View, report_id: str) -> str | None:
    """When a report came in."""
    try:
        return min((c.captured_at for c in view.store.custody(report_id)), default=None)
    except NotFound:
        return None

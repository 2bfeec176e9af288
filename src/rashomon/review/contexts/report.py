"""One report: its text with every value marked, a card for each, its versions, where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.errors import NotFound
from rashomon.model.consents import CONSENT, newest_of
from rashomon.model.corrections import VALUE_KINDS, corrected
from rashomon.model.judgements import HOLD, TRANSLATION, Judgement, standing
from rashomon.review.contexts.cards import ACLED, CARDS, Card, allowed, cards_of, event_title, marks_of
from rashomon.review.contexts.highlights import Paragraph, paragraphs_of
from rashomon.review.contexts.incident_work import Comment
from rashomon.review.view import View
from rashomon.store.desk_protocol import Custody
from rashomon.store.protocol import ReportRow


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the report at its address."""

    version: int
    report_id: str
    captured_at: str
    here: bool


@dataclass(frozen=True, slots=True)
class ReportContext:
    """One report.

    Args:
        stray: words of the address that lie outside the text.
        orphans: judgements whose value this reading of the report no longer has.
        others: reports of the same incidents, to lay beside this one.
        translations: (what it is, report id, title) of its original and of its translations.
        holds: legal holds and consents that stand; `seen` is the newest judgement of each kind.
    """

    row: ReportRow
    url: str | None
    byline: str | None
    machine_translated: bool
    notices: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    cards: tuple[Card, ...]
    layers: tuple[tuple[str, int], ...]
    versions: tuple[Version, ...]
    made_at: tuple[str, ...]
    incidents: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str, str], ...]
    custody: tuple[Custody, ...]
    comments: tuple[Comment, ...]
    orphans: tuple[Judgement, ...]
    translations: tuple[tuple[str, str, str], ...]
    holds: tuple[Judgement, ...]
    seen: dict[str, str]
    events: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    populations: tuple[str, ...]
    qualifiers: tuple[str, ...]
    acts: tuple[str, ...]
    harms: tuple[str, ...]
    statuses: tuple[str, ...]
    acled: tuple[str, ...]


def report_context(view: View, reference: str, at: str) -> ReportContext:
    """The page of one report; `at` ("120-135") lights words of its text."""
    row = view.report(reference)
    machine = view.store.record(row)
    judgements = view.store.judgements(subject=row.report_id)
    seen = corrected(machine, judgements)
    record = seen.record
    incidents = _incidents(view, row.report_id)
    newest = {j.subject[0].partition(":")[2]: j.id for j in judgements if j.kind in VALUE_KINDS}
    cards = tuple(cards_of(seen, newest))
    counts = {layer: sum(c.layer == layer for c in cards) for layer in CARDS}
    taken_back = {j.undoes for j in judgements if j.undoes is not None}
    said = [j for j in judgements if j.id not in taken_back and j.undoes is None]
    return ReportContext(
        row,
        record.document.url,
        record.document.byline,
        record.document.machine_translated,
        record.document.notices,
        paragraphs_of(record.document, marks_of(record), lit_of(at, len(record.document.text))),
        cards,
        (*((layer, counts[layer]) for layer in CARDS), ("actors", len(record.actors))),
        tuple(
            Version(v.version, v.report_id, v.captured_at, v.report_id == row.report_id)
            for v in view.store.versions(row.address)
        ),
        view.store.history(row),
        incidents,
        _others(view, row.report_id, incidents),
        view.store.custody(row.report_id),
        tuple(Comment(j.id, j.who, j.at, j.now or "") for j in said if j.kind == "comment"),
        seen.orphans,
        _translations(view, row.report_id),
        (*newest_of(judgements, HOLD), *newest_of(judgements, CONSENT)),
        {kind: view.store.newest_judgement(row.report_id, kind) or "" for kind in (HOLD, CONSENT)},
        tuple((e.id, event_title(e)) for e in record.events),
        allowed("measure"),
        allowed("population"),
        allowed("qualifier"),
        allowed("act"),
        allowed("harm"),
        allowed("status"),
        ACLED,
    )


def lit_of(at: str, length: int) -> tuple[int, int] | None:
    """The words that an address asks for; null if it asks for none, or for what is not there."""
    start, _, end = at.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    found = int(start[:9]), int(end[:9])
    return found if 0 <= found[0] < found[1] <= length else None


def _translations(view: View, report_id: str) -> tuple[tuple[str, str, str], ...]:
    """Its original, and its translations, as people noted them; the newest word of each report on itself counts."""
    every = standing(view.store.judgements(kind=TRANSLATION, subject=report_id))
    newest = {j.subject[0]: j.now for j in every}
    found = []
    for translated, original in newest.items():
        other = original if translated == report_id else translated if original == report_id else None
        if other is None or not view.sees(other):
            continue
        kind = "the original" if translated == report_id else "a translation"
        try:
            found.append((kind, other, view.store.find(other).title))
        except NotFound:
            continue
    return tuple(found)


def _incidents(view: View, report_id: str) -> tuple[tuple[str, str], ...]:
    ids = dict.fromkeys(i for i, _ in view.store.incidents_of(report_id))
    return tuple((i, view.store.one_incident(i).title) for i in ids)


def _others(view: View, report_id: str, incidents: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """(report id, outlet, incident id) of other reports of the same incidents."""
    found: dict[str, tuple[str, str, str]] = {}
    for incident_id, _ in incidents:
        for account in view.store.one_incident(incident_id).accounts:
            if account.report_id != report_id:
                found.setdefault(account.report_id, (account.report_id, account.outlet, incident_id))
    return tuple(found.values())[:24]

"""The queue of incidents, the list of reports, and search over everything."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.model.incidents import QUESTIONS
from rashomon.model.standings import STATES
from rashomon.review.contexts.book import link_of
from rashomon.review.contexts.pager import PAGE, Pager, pager_of
from rashomon.review.view import View
from rashomon.store.desk_protocol import NAME_KINDS, IncidentRow, Named, Order, QueueFilter, Reading
from rashomon.store.protocol import RANKED, Hit, ReportRow

#: Remarks, and names of each kind, that a page of hits shows; remarks that are asked for, at most, to find them.
REMARKS, NAMES, LOOKED = 8, 5, 200
#: Reports left to read that are counted one by one.
LEFT = 10_000
ORDERS: tuple[Order, ...] = ("newest", "disagreement", "date", "reports")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a queue as its address says them; empty means any.

    Args:
        mine: only what is assigned to the person who asks.
    """

    state: str
    differ: str
    place: str
    since: str
    until: str
    order: str
    several: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class QueueContext:
    """The queue.

    Args:
        counts: state to number of incidents.
        empty: the store has no incident at all: the page teaches what to do.
    """

    wanted: Wanted
    rows: tuple[IncidentRow, ...]
    counts: dict[str, int]
    states: tuple[str, ...]
    questions: tuple[str, ...]
    orders: tuple[str, ...]
    pager: Pager
    empty: bool


@dataclass(frozen=True, slots=True)
class ReportsContext:
    """The list of reports, newest first; `words` of title or outlet narrow it."""

    words: str
    rows: tuple[ReportRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `hit` where it matched."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A report that holds the words, with id and title of the incidents that it tells of."""

    report_id: str
    title: str
    published_at: str | None
    pieces: tuple[Piece, ...]
    incidents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote: a remark, or the reason of a decision."""

    who: str
    at: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class SearchContext:
    """What holds all the words: reports, names, remarks; `more` tells that there are further reports.

    Args:
        ranked: of more reports than that, only so many are ranked, the newest; null where all are.
    """

    words: str
    found: tuple[Found, ...]
    names: tuple[Named, ...]
    remarks: tuple[Remark, ...]
    page: int
    more: bool
    ranked: int | None


@dataclass(frozen=True, slots=True)
class AddContext:
    """Reports handed in and how far they are; `open` of them are not read yet."""

    readings: tuple[Reading, ...]
    open: int
    fetches: bool
    max_upload: int


def queue_context(view: View, wanted: Wanted, page: int) -> QueueContext:
    """One page of the queue."""
    groups = view.visitor.groups
    found = view.store.queue(
        QueueFilter(
            state=wanted.state or None,
            differ=wanted.differ or None,
            assignee=view.visitor.name if wanted.mine else None,
            since=wanted.since or None,
            until=wanted.until or None,
            place=wanted.place or None,
            several=wanted.several,
            order=wanted.order if wanted.order in ORDERS else "newest",
            offset=(page - 1) * PAGE,
            limit=PAGE,
            allowed=groups,
        )
    )
    counts = view.store.states(allowed=groups)
    states = tuple(s for s in STATES if counts.get(s) or s == wanted.state)
    return QueueContext(
        wanted, found.rows, counts, states, QUESTIONS, ORDERS, pager_of(page, found.total), not sum(counts.values())
    )


def reports_context(view: View, words: str, page: int) -> ReportsContext:
    """One page of the list of reports."""
    groups = view.visitor.groups
    rows, total = view.store.report_rows(words=words, offset=(page - 1) * PAGE, limit=PAGE, allowed=groups)
    return ReportsContext(words, rows, pager_of(page, total))


def search_context(view: View, words: str, page: int, *, size: int = 20) -> SearchContext:
    """One page of hits."""
    hits = view.store.hits(words, limit=size + 1, offset=(page - 1) * size)
    hidden = view.hidden(hit.report_id for hit in hits)
    shown = [hit for hit in hits[:size] if hit.report_id not in hidden]
    told = {hit.report_id: _told(view, hit) for hit in shown}
    ids = tuple(sorted({i for ids in told.values() for i in ids}))
    rows = view.store.queue(QueueFilter(ids=ids, limit=len(ids), allowed=view.visitor.groups)).rows if ids else ()
    titles = {row.id: row.title for row in rows}
    found = tuple(_found(hit, [(i, titles.get(i, i)) for i in told[hit.report_id]]) for hit in shown)
    first = page == 1 and bool(words.strip())
    return SearchContext(
        words,
        found,
        _names(view, words, tuple(told)) if first else (),
        _remarks(view, words) if first else (),
        page,
        len(hits) > size,
        RANKED if hits and hits[0].crowded else None,
    )


def _names(view: View, words: str, report_ids: tuple[str, ...]) -> tuple[Named, ...]:
    """Actors, places, victims and sources whose names begin so, or hold the words in a report that was found."""
    plain = words.replace('"', " ").replace("*", " ").strip()
    store, groups = view.store, view.visitor.groups
    kinds = NAME_KINDS if plain else ()
    found = [n for kind in kinds for n in store.names(kind, beginning=plain, limit=NAMES, allowed=groups)]
    found += store.names_in(report_ids, plain, limit=NAMES * len(NAME_KINDS), allowed=groups)
    return tuple({(n.kind, n.key): n for n in found}.values())


def _remarks(view: View, words: str) -> tuple[Remark, ...]:
    """Remarks and reasons that hold all the words, newest first; the older ones are found in the history."""
    wanted = words.replace('"', " ").replace("*", " ").split()
    out: list[Remark] = []
    before: int | None = None
    left = LOOKED if wanted else 0
    while left > 0 and len(out) < REMARKS:
        size = min(left, 4 * REMARKS)
        found = view.store.remarks(wanted, before=before, limit=size)
        hidden = view.hidden(ref for _, judgement in found for ref in judgement.subject)
        for _, judgement in found:
            text = (judgement.now or "" if judgement.kind == "comment" else "") + " " + judgement.why
            if all(w.casefold() in text.casefold() for w in wanted) and not hidden.intersection(judgement.subject):
                link = link_of(judgement.subject[0]) or "/history"
                out.append(Remark(judgement.who, judgement.at, text.strip(), link))
        before = found[-1][0] if found else None
        left = left - size if found else 0
    return tuple(out[:REMARKS])


def _told(view: View, hit: Hit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for i, _ in view.store.incidents_of(hit.report_id)))


def _found(hit: Hit, incidents: list[tuple[str, str]]) -> Found:
    pieces, at = [], 0
    for start, end in hit.marks:
        pieces += [Piece(hit.snippet[at:start], False), Piece(hit.snippet[start:end], True)]
        at = end
    pieces.append(Piece(hit.snippet[at:], False))
    return Found(hit.report_id, hit.title, hit.published_at, tuple(p for p in pieces if p.text), tuple(incidents))


def add_context(view: View) -> AddContext:
    """What was handed in."""
    found = view.store.readings()
    hidden = view.hidden(r.report_id for r in found if r.report_id is not None)
    readings = tuple(r for r in found if r.report_id not in hidden)
    left = len(view.store.readings(limit=LEFT, waiting=True))
    return AddContext(readings, left, view.options.fetches, view.options.max_upload)

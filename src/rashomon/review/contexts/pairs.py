"""Events that may be one happening: both in their words, and why the machine was not sure, point by point."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.errors import NotFound
from rashomon.model.corrections import corrected
from rashomon.model.events import Event
from rashomon.model.judgements import PAIR, Judgement
from rashomon.model.record import Record
from rashomon.model.wording import bounds, day
from rashomon.review.view import View
from rashomon.store.desk_protocol import Pair

SIZE = 10
#: Answers, the newest, that stand below the questions.
SAID = 10
#: Points (natural log-odds) within which one feature more or less would turn the answer.
BARELY = 1.5
#: Half the width of the drawing of a waterfall, in its units.
_HALF = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A feature as a bar that begins where the one before ended; `x` and `width` in the drawing, from -100 to 100."""

    name: str
    points: float
    reason: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two events: what, when, where, how many, in its own words."""

    report_id: str
    event_id: str
    title: str
    outlet: str
    published_at: str | None
    what: str
    when: str
    where: str
    figures: str
    words: str
    start: int
    end: int
    incident: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A pair for a person; `score` is the sum of the bars, `linked` whether the machine takes the two for one.

    Args:
        low: and `high`: the ends of the drawing; `sum` is the last bar, from 0 to the score.
        barely: a point or two would turn it.
    """

    a: str
    b: str
    left: Side
    right: Side
    score: float
    linked: bool
    bars: tuple[Bar, ...]
    low: float
    high: float
    sum: Bar
    barely: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement on a pair, to look back on or take back."""

    judgement: Judgement
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class PairsContext:
    """Pairs that wait for a person, the least certain first, and the newest answers."""

    questions: tuple[Question, ...]
    said: tuple[Said, ...]
    page: int
    more: bool


def pairs_context(view: View, page: int) -> PairsContext:
    """One page of pairs."""
    groups = view.visitor.groups
    pairs = view.store.pairs(limit=SIZE + 1, offset=(page - 1) * SIZE, allowed=groups)
    questions = [q for q in (_question(view, p) for p in pairs[:SIZE]) if q is not None]
    newest = view.store.decisions(kind=PAIR, limit=4 * SAID, allowed=groups).rows
    stand = [d.judgement for d in newest if d.undone_by is None and d.judgement.undoes is None]
    said = tuple(Said(j, j.subject[0], j.subject[-1]) for j in stand[:SAID])
    return PairsContext(tuple(questions), said, page, len(pairs) > SIZE)


def _question(view: View, pair: Pair) -> Question | None:
    try:
        left, right = _side(view, pair.a), _side(view, pair.b)
    except NotFound:  # a report went since the pair was made
        return None
    bars = bars_of(pair.features)
    points = sum(points for _, points, _ in pair.features)
    end = bars[-1].x + (bars[-1].width if bars[-1].points > 0 else 0.0) if bars else 0.0
    total = Bar("sum", points, "", min(0.0, end), abs(end))
    low = min([0.0, *(b.x for b in bars)])
    high = max([0.0, *(b.x + b.width for b in bars)])
    barely = abs(pair.score) < BARELY
    return Question(pair.a, pair.b, left, right, pair.score, pair.linked, bars, low, high, total, barely)


def bars_of(features: tuple[tuple[str, float, str], ...]) -> tuple[Bar, ...]:
    """The waterfall: each bar starts where the one before ended."""
    ends = [0.0]
    for _, points, _ in features:
        ends.append(ends[-1] + points)
    reach = max(map(abs, ends)) or 1.0
    bars = []
    for (name, points, reason), start in zip(features, ends, strict=False):
        low, high = sorted((start, start + points))
        bars.append(Bar(name, points, reason, round(low / reach * _HALF, 1), round((high - low) / reach * _HALF, 1)))
    return tuple(bars)


def _side(view: View, ref: str) -> Side:
    report_id, _, event_id = ref.partition(":")
    row = view.report(report_id)
    record = corrected(view.store.record(row), view.store.judgements(subject=row.report_id)).record
    event = next((e for e in record.events if e.id == event_id), None)
    if event is None:
        raise NotFound("no such event", hint="the report was read anew")
    time = next((t for t in record.times if t.id == event.time_id), None)
    place = next((p for p in record.places if p.id == event.place_id), None)
    span = (event.evidence or event.triggers)[0]
    incident = next((i for i, e in view.store.incidents_of(report_id) if e == event_id), None)
    when = "day unknown" if time is None else day(time.start if time.start == time.end else f"{time.start}/{time.end}")
    return Side(
        report_id,
        event_id,
        row.title,
        row.publisher or "outlet unknown",
        row.published_at,
        event.acled or event.plover.lower(),
        when,
        place.name if place is not None else "place unknown",
        _figures(record, event),
        span.text,
        span.start,
        span.end,
        incident,
    )


def _figures(record: Record, event: Event) -> str:
    found = [f for f in record.figures if f.event_id == event.id and f.part_of is None]
    texts = dict.fromkeys(f"{bounds(f.low, f.high, f.qualifier)} {f.measure}".replace("_", " ") for f in found)
    return ", ".join(list(texts)[:4])

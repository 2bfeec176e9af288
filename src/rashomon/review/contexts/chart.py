"""The figures of one measure as dots over publication time, with the range of all accounts and that without the accused.

Coordinates are in the units of the drawing; the template draws, and a table beside it says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from rashomon.model.accounts import AccountAnswer
from rashomon.model.incidents import Incident
from rashomon.model.wording import COUNTED, day, number, span_of
from rashomon.review.contexts.matrix import Origin, origins_of

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 150, 14, 30
#: Letters of a name beside its dot; the dot and the table give all of it.
LABEL = 19


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure of one origin; `low_y` and `high_y` span a line where its words leave a range.

    Args:
        line: number of the origin's line in the matrix.
        open: its words leave the upper end open ("at least 9").
    """

    x: float
    y: float
    low_y: float
    high_y: float
    open: bool
    name: str
    text: str
    when: str
    accused: bool
    live: bool
    line: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of an axis with its label."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """A range from `top` to `bottom` of the drawing, in words, with who stands at its ends."""

    top: float
    bottom: float
    text: str
    low_by: str
    high_by: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside the last dot of an origin, moved apart from its neighbours."""

    y: float
    from_x: float
    from_y: float
    text: str
    accused: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of one measure and population."""

    measure: str
    population: str
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    band: Band
    without_accused: Band | None


def charts_of(incident: Incident) -> tuple[Chart, ...]:
    """One chart for each range to which two figures or more belong."""
    origins = origins_of(incident)
    made = (_chart(incident, origins, measure, population) for measure, population in _measures(incident))
    return tuple(chart for chart in made if chart is not None)


def _measures(incident: Incident) -> list[tuple[str, str]]:
    every = [(r.measure, r.population) for r in incident.ranges]
    return sorted(set(every), key=lambda mp: (COUNTED.index(mp[0]) if mp[0] in COUNTED else 99, mp[1] != "any", mp[1]))


def _chart(incident: Incident, origins: list[Origin], measure: str, population: str) -> Chart | None:
    figures = [
        (line, origin, account.published_at, answer)
        for line, origin in enumerate(origins)
        for account, answer in origin.answers.get(measure, ())
        if (answer.population or "any") == population
        and answer.part_of is None
        and not answer.negated
        and (answer.low is not None or answer.high is not None)
    ]
    found = next(r for r in incident.ranges if (r.measure, r.population) == (measure, population))
    if len(figures) < 2:
        return None
    times = [_seconds(at) for _, _, at, _ in figures]
    known = [t for t in times if t is not None]
    start, end = (min(known), max(known)) if known else (0.0, 0.0)
    top = max(max(a.high or 0, a.low or 0) for _, _, _, a in figures) or 1
    dots = []
    for (line, origin, at, answer), time in zip(figures, times, strict=True):
        dots.append(_dot(line, origin, at, answer, x=_x(time, start, end), top=top))
    dots = _apart(dots)
    band = _band(found.low, found.high, found.low_by, found.high_by, top, open_high=found.open_high)
    other = found.without_accused
    differs = (other.low, other.high) != (found.low, found.high)
    without = _band(other.low, other.high, other.low_by, other.high_by, top, open_high=other.open_high)
    return Chart(
        measure,
        population,
        tuple(dots),
        _labels(dots),
        _x_ticks(start, end, known=bool(known)),
        tuple(Tick(_y(v, top), str(v)) for v in _steps(top)),
        band,
        without if differs else None,
    )


def _dot(line: int, origin: Origin, at: str | None, answer: AccountAnswer, *, x: float, top: int) -> Dot:
    low = answer.low if answer.low is not None else answer.high or 0
    high = answer.high if answer.high is not None else low
    middle = low if answer.high is None or answer.low is not None else high
    return Dot(
        x,
        _y(middle, top),
        _y(low if answer.low is not None else 0, top),
        _y(high, top),
        answer.high is None,
        origin.name,
        number(answer),
        day(at, clock=True),
        origin.accused,
        answer.live,
        line,
    )


def _apart(dots: list[Dot]) -> list[Dot]:
    """Dots that would lie on one another stand side by side."""
    seen: dict[tuple[int, int], int] = {}
    out = []
    for dot in dots:
        key = round(dot.x / 8), round(dot.y / 8)
        shift = seen.get(key, 0)
        seen[key] = shift + 1
        moved = [getattr(dot, name) for name in Dot.__slots__]
        fits = dot.x + 11 * shift <= WIDTH - RIGHT - 8
        moved[0] = dot.x + 11 * shift * (1 if fits else -1)
        out.append(Dot(*moved))
    return out


def _labels(dots: list[Dot]) -> tuple[Label, ...]:
    last = {dot.line: dot for dot in dots if dot.live}
    placed: list[Label] = []
    for dot in sorted(last.values(), key=lambda d: d.y):
        y = max(dot.y, placed[-1].y + 16 if placed else TOP)
        name = dot.name if len(dot.name) <= LABEL else dot.name[: LABEL - 1] + "\u2026"
        placed.append(Label(y, dot.x, dot.y, name, dot.accused))
    over = max(0.0, (placed[-1].y if placed else 0) - (HEIGHT - BOTTOM + 8))
    return tuple(Label(p.y - over, p.from_x, p.from_y, p.text, p.accused) for p in placed)


def _band(
    low: int | None, high: int | None, low_by: tuple[str, ...], high_by: tuple[str, ...], top: int, *, open_high: bool
) -> Band:
    upper = TOP if open_high else _y(high if high is not None else low or 0, top)
    lower = _y(low if low is not None else 0, top)
    text = "nobody gives a figure" if low is None and high is None else span_of(low, high, open_high=open_high)
    return Band(upper, lower, text, ", ".join(low_by[:3]), ", ".join(high_by[:3]))


def _seconds(iso: str | None) -> float | None:
    if iso is None:
        return None
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).timestamp()


def _x(time: float | None, start: float, end: float) -> float:
    """Left where the day is not known."""
    room = WIDTH - LEFT - RIGHT - 24
    share = 0.0 if time is None else 0.5 if end == start else (time - start) / (end - start)
    return round(LEFT + 12 + share * room, 1)


def _y(value: float, top: int) -> float:
    return round(HEIGHT - BOTTOM - value / (top * 1.08) * (HEIGHT - TOP - BOTTOM), 1)


def _steps(top: int) -> list[int]:
    step = next(
        s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 5000, 10**4, 10**5, 10**6, 10**9) if top / s <= 5
    )
    return list(range(0, top + 1, step))


def _x_ticks(start: float, end: float, *, known: bool) -> tuple[Tick, ...]:
    if not known:
        return (Tick(_x(None, 0, 0), "undated"),)
    days = [datetime.fromtimestamp(t, UTC) for t in (start, end)]
    texts = [f"{d.day} {d:%b %Y}" for d in days]
    if texts[0] == texts[1]:
        return (Tick(_x(start, start, start), texts[0]),)
    return (Tick(_x(start, start, end), texts[0]), Tick(_x(end, start, end), texts[1]))

"""Candidates for where and when an event happened, each with what is measured of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rashomon.model.events import Event
from rashomon.model.places import Place
from rashomon.model.times import Time
from rashomon.resolve.event_scene import of_speech
from rashomon.resolve.slot_measures import STANDING, standing, telling
from rashomon.resolve.slot_tables import OWNED, Rows, columns, owned, table
from rashomon.resolve.slot_view import View

_FINE = ("exact", "neighbourhood", "near", "city", "linear", "admin2", "admin1", "region", "country")
_TIMES = ("minute", "hour", "day", "range", "week", "month", "year", "decade")
_PLACE = (
    *STANDING, *OWNED, "fineness", "coarser than the finest", "listed", "named most", "places", "named by a capital",
    "holds others", "lies in others", "holds what the rules take", "lies in what the rules take",
    "near what the rules take", "has a point near it", "finer beside it", "in a name of somebody",
)  # fmt: skip
_DAY = (
    *STANDING, *OWNED, "precision", "days long", "relative", "days before the report", "newest", "values",
    "times of the value", "event ahead", "names a weekday",
)  # fmt: skip
#: Columns of both tables.
PLACE, DAY = columns(_PLACE), columns(_DAY)
#: Older days date only an event whose own words state them.
LONGEST_DAYS = 731
#: Bounds of lengths and ages, in days.
_LONG, _AHEAD, _OLD = 400, 40, 800


def place_rows(view: View, event: Event) -> Rows:
    """Every place of the report, and none."""
    runs = view.place_runs
    places = {p.id: p for p in view.grounding.places if p.id in runs}
    told = {e.id: [m.place_id for m in view.members[e.id]] for e in view.events}
    ruled = places.get(event.place_id or "")
    chosen = None if ruled is None else ruled.id
    rows = {
        i: [
            *standing(view, event.id, runs[i]),
            *owned(view, event, i, told, chosen),
            *(view.of_place.get(i) or view.of_place.setdefault(i, list(_of_place(view, place, places)))),
            *_beside_ruled(place, ruled),
            *_of_words(view, place, places),
        ]
        for i, place in places.items()
    }
    return table(telling(view, event), rows, _PLACE, ruled=ruled is not None)


def _of_place(view: View, place: Place, places: Mapping[str, Place]) -> Iterator[float]:
    rank, runs = _FINE.index(place.precision), view.place_runs
    yield float(rank)
    yield float(rank - min(_FINE.index(p.precision) for p in places.values()))
    yield float(place.gazetteer_id is not None)
    yield float(len(runs[place.id]) == max(len(runs[i]) for i in places))
    yield float(len(places))
    yield float(any(w[:1].isupper() for w in place.name.split()))
    yield float(sum(place.name in o.within for o in places.values()))
    yield float(sum(o.name in place.within for o in places.values()))


def _beside_ruled(place: Place, ruled: Place | None) -> Iterator[float]:
    """How the place lies to what the rules take."""
    yield float(ruled is not None and place.name in ruled.within)
    yield float(ruled is not None and ruled.name in place.within)
    yield float(ruled is not None and (_near(place, ruled) or _near(ruled, place)))


def _near(a: Place, b: Place) -> bool:
    return a.near is not None and a.near.place_id == b.id


def _of_words(view: View, place: Place, places: Mapping[str, Place]) -> Iterator[float]:
    """What its words say beside those of other places, and whether they are always part of somebody's name."""
    rank, sentences, runs = _FINE.index(place.precision), view.parse.sentences, view.place_runs
    mine = {sentences[r.head] for r in runs[place.id]}
    finer = [o.id for o in places.values() if _FINE.index(o.precision) < rank]
    yield float(any(_near(o, place) for o in places.values()))
    yield float(any(sentences[r.head] in mine for i in finer for r in runs[i]))
    yield float(all(view.grounding.actor_of[r.head] is not None for r in runs[place.id]))


def day_rows(view: View, event: Event) -> Rows:
    """Every day or span of days that the report's times name, by its best-placed time; and none."""
    runs = view.time_runs
    day = {t.id: (t.start[:10], t.end[:10]) for t in view.grounding.times}
    values: dict[tuple[str, str], list[Time]] = {}
    for time in view.grounding.times:
        if time.id in runs:
            values.setdefault(day[time.id], []).append(time)
    told = {e.id: [day.get(m.time_id or "") for m in view.members[e.id]] for e in view.events}
    ruled = day.get(event.time_id or "")
    rows = {}
    for value, group in values.items():
        if not _barred(view, event, group, stated=value in told[event.id]):
            rows[_best(view, event, group)] = [
                *standing(view, event.id, [r for t in group for r in runs[t.id]]),
                *owned(view, event, value, told, ruled),
                *_of_day(view, event, group, values),
            ]
    return table(telling(view, event), rows, _DAY, ruled=ruled is not None)


def _barred(view: View, event: Event, group: Sequence[Time], *, stated: bool) -> bool:
    """A day after the report of what has happened; one long past, or of speech, that the event's own words do not state."""
    published, start = view.document.published_at, group[0].start[:10]
    if published is not None and event.modality in {"happened", "denied"} and start > published[:10]:
        return True
    return not stated and (_age(start, published) > LONGEST_DAYS or all(of_speech(t, view.claims) for t in group))


def _age(start: str, published: str | None) -> int:
    """Days from a day to the report; 0 where that is not known."""
    return 0 if published is None else (date.fromisoformat(published[:10]) - date.fromisoformat(start)).days


def _best(view: View, event: Event, group: Sequence[Time]) -> str:
    """Of times of one value that which the rules took, else the nearest to the event's words."""
    if event.time_id in {t.id for t in group}:
        return str(event.time_id)
    triggers, runs = [m.token for m in view.members[event.id]], view.time_runs
    return min(group, key=lambda t: (min(abs(r.head - k) for r in runs[t.id] for k in triggers), t.span.start)).id


def _of_day(
    view: View, event: Event, group: Sequence[Time], values: Mapping[tuple[str, str], Sequence[Time]]
) -> Iterator[float]:
    first, published = group[0], view.document.published_at
    age = _age(first.start[:10], published)
    yield float(min(_TIMES.index(t.precision) for t in group))
    yield float(min(_LONG, _age(first.start[:10], first.end) + 1))
    yield float(any(t.basis == "relative" for t in group))
    yield float(max(-_AHEAD, min(_OLD, age)))
    yield float(age == min((a for start, _ in values if (a := _age(start, published)) >= 0), default=-1))
    yield float(len(values))
    yield float(len(group))
    yield float(event.modality in {"planned", "threatened"})
    yield float(any(w.istitle() and w.lower().endswith("day") for t in group for w in t.span.text.split()))

"""Candidates for where and when an event happened, each with its features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rashomon.model.events import Event
from rashomon.model.places import Place
from rashomon.model.times import Time
from rashomon.resolve.event_scene import of_speech
from rashomon.resolve.slot_view import Run, View
from rashomon.resolve.slot_words import bucket, standing, telling

#: Candidate to features; the key null stands for "the report does not say".
Candidates = dict[str | None, list[str]]

_FINE = ("exact", "neighbourhood", "near", "city", "linear", "admin2", "admin1", "region", "country")
#: Words within which a town that opens the body is a dateline, where no dash ends it.
_OPENING = 3
#: Older days date only an event whose own words state them.
LONGEST_DAYS = 731


def place_candidates(view: View, event: Event) -> Candidates:
    """Every place of the report, and none."""
    told: dict[str, set[object]] = {e.id: {m.place_id for m in view.members[e.id]} for e in view.events}
    out: Candidates = {None: list(empty(view, event, event.place_id))}
    for place_id, of_place in _places(view).items():
        features = [*standing(view, event.id, view.place_runs[place_id]), *of_place]
        features += _owned(view, event, place_id, told, {})
        features += _ruled(event.place_id, place_id)
        out[place_id] = crossed(features, view, event)
    return out


def _places(view: View) -> Mapping[str, Sequence[str]]:
    """Features of each place by itself and beside the others, the same for every event."""
    if not view.kept:
        runs = view.place_runs
        places = {p.id: p for p in view.grounding.places if p.id in runs}
        view.kept.update((i, tuple(_of_place(view, place, runs, places))) for i, place in places.items())
    return view.kept


def _of_place(
    view: View, place: Place, runs: Mapping[str, Sequence[Run]], places: Mapping[str, Place]
) -> Iterator[str]:
    yield f"fine:{place.precision}"
    rank = _FINE.index(place.precision)
    finest = min(_FINE.index(p.precision) for p in places.values())
    yield "finest" if rank == finest else f"coarser:{bucket(rank - finest, (1, 3, 5))}"
    if place.gazetteer_id is None:
        yield "unlisted"
    if all(view.body <= r.head < max(view.dateline, view.body + _OPENING) for r in runs[place.id]):
        yield "dateline-only"
    most = max(len(runs[i]) for i in places)
    if len(runs[place.id]) == most:
        yield "told-most"
    if len(places) == 1:
        yield "only"
    mine = {view.parse.sentences[r.head] for r in runs[place.id]}
    for other in places.values():
        if other.id == place.id:
            continue
        together = bool(mine & {view.parse.sentences[r.head] for r in runs[other.id]})
        if other.near is not None and other.near.place_id == place.id:
            yield "base-of-near"
        if place.near is not None and place.near.place_id == other.id:
            yield "near-of-base"
        if place.name in other.within:
            yield "holds:same-sentence" if together else "holds"
        if other.name in place.within:
            yield "within:same-sentence" if together else "within"


def time_candidates(view: View, event: Event) -> Candidates:
    """Every day or span of days that the report's times name, by its best-placed time; and none."""
    runs = view.time_runs
    times = {t.id: t for t in view.grounding.times if t.id in runs}
    values: dict[tuple[str, str], list[Time]] = {}
    for time in times.values():
        values.setdefault((time.start[:10], time.end[:10]), []).append(time)
    day = {t.id: (t.start[:10], t.end[:10]) for t in view.grounding.times}
    told: dict[str, set[object]] = {e.id: {day.get(m.time_id or "") for m in view.members[e.id]} for e in view.events}
    ruled = day.get(event.time_id or "")
    out: Candidates = {None: list(empty(view, event, event.time_id))}
    for value, group in values.items():
        stated = value in told[event.id]
        if (
            _after_report(value[0], view, event)
            or not stated
            and (_long_past(value[0], view) or _of_speech(group, view))
        ):
            continue
        every = [r for t in group for r in runs[t.id]]
        features = [*standing(view, event.id, every), *_of_time(view, event, group, values)]
        features += _owned(view, event, value, told, day)
        features += _ruled(ruled, value)
        out[_best(view, event, group, runs)] = crossed(features, view, event)
    return out


def _after_report(start: str, view: View, event: Event) -> bool:
    """What a report tells as happened has happened by its day."""
    published = view.document.published_at
    return published is not None and event.modality in {"happened", "denied"} and start > published[:10]


def _long_past(start: str, view: View) -> bool:
    """More than two years before the report: it dates only what its words stand at."""
    published = view.document.published_at
    return (
        published is not None and (date.fromisoformat(published[:10]) - date.fromisoformat(start)).days > LONGEST_DAYS
    )


def _of_speech(group: Sequence[Time], view: View) -> bool:
    """Every time of the value dates what somebody said, not what happened."""
    return all(of_speech(t, view.claims) for t in group)


def _best(view: View, event: Event, group: Sequence[Time], runs: Mapping[str, Sequence[Run]]) -> str:
    """Of times of one value that which the rules took, else the nearest to the event's words."""
    if event.time_id in {t.id for t in group}:
        return str(event.time_id)
    triggers = [m.token for m in view.members[event.id]]
    return min(group, key=lambda t: (min(abs(r.head - k) for r in runs[t.id] for k in triggers), t.span.start)).id


def _of_time(
    view: View, event: Event, group: Sequence[Time], values: Mapping[tuple[str, str], Sequence[Time]]
) -> Iterator[str]:
    first = group[0]
    for precision in sorted({t.precision for t in group}):
        yield f"fine:{precision}"
    for basis in sorted({t.basis for t in group}):
        yield f"basis:{basis}"
    published = view.document.published_at
    if published is not None:
        age = (date.fromisoformat(published[:10]) - date.fromisoformat(first.start[:10])).days
        yield "age:future" if age < 0 else f"age:{bucket(age, (0, 1, 2, 4, 8, 31, 366))}"
        ages = [(date.fromisoformat(published[:10]) - date.fromisoformat(v[0])).days for v in values]
        past = [a for a in ages if a >= 0]
        if past and age == min(past):
            yield "newest"
    yield f"named:{bucket(len(group), (1, 2, 3))}"
    if len(values) == 1:
        yield "only"
    if event.modality in {"planned", "threatened"}:
        yield "event:ahead"


def _owned(
    view: View, event: Event, key: object, told: Mapping[str, set[object]], days: Mapping[str, object]
) -> Iterator[str]:
    """Whether the words of this event, or of another, state the candidate."""
    if key in told[event.id]:
        yield "own"
        if len(told[event.id] - {None}) == 1:
            yield "own:only"
    stating = [m for m in view.members[event.id] if key in (m.place_id, m.time_id, days.get(m.time_id or ""))]
    for m in stating[:1]:
        yield "own:noun" if m.noun else "own:verb"
        yield "own:top" if m.part in {"headline", "standfirst"} else "own:body"
        yield f"own:{'death' if m.mode == 'die' else 'deed'}"
        if m.token == view.told_first(event.id):
            yield "own:first"
    others = [e for e in view.events if e.id != event.id and key in told[e.id]]
    if others:
        yield "other-owns"
        if view.main in {e.id for e in others}:
            yield "main-owns"
    if not told[event.id] - {None}:
        yield "own:none"


def _ruled(chosen: object, key: object) -> Iterator[str]:
    yield "rule:this" if chosen == key else "rule:none" if chosen is None else "rule:another"


def empty(view: View, event: Event, chosen: object) -> Iterator[str]:
    """Features of leaving the slot open."""
    yield "none"
    yield "none:rule-too" if chosen is None else "none:against-rule"
    for f in telling(view, event.id):
        yield f"none:{f}"
    yield f"none:told:{bucket(len(view.members[event.id]), (1, 2, 4))}"
    if all(m.noun for m in view.members[event.id]):
        yield "none:noun"
    if event.modality != "happened":
        yield f"none:{event.modality}"


#: Features that weigh differently for the report's own event and for others, and where the rules say nothing.
_CROSSED = (
    "part:",
    "fine:",
    "same:",
    "apart:",
    "own",
    "finest",
    "told-most",
    "age:",
    "newest",
    "rule:",
    "other-owns",
    "main-owns",
    "holds",
    "only",
    "dateline-only",
)


def crossed(features: Sequence[str], view: View, event: Event) -> list[str]:
    """The features, and those that weigh differently by whose they are, once more with that."""
    whose = "main" if event.id == view.main else "other"
    ruled = next((f for f in features if f.startswith("rule:")), "rule:none")
    out = list(dict.fromkeys(features))
    chosen = [f for f in out if f.startswith(_CROSSED)]
    out += [f"{f}&{whose}" for f in chosen]
    out += [f"{f}&{ruled}" for f in chosen if not f.startswith("rule:")]
    return out

"""The values of a report: their marks in its text, and a card for each with what people said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from rashomon.model.actors import Who
from rashomon.model.claims import Act, Claim
from rashomon.model.corrections import EDITABLE, Corrected, anchor
from rashomon.model.events import Event, Modality, Plover
from rashomon.model.figures import Figure, Measure, Population, Qualifier, Scope
from rashomon.model.judgements import Judgement
from rashomon.model.places import Place
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time
from rashomon.model.victims import Harm, Sex, Status, Victim
from rashomon.model.wording import bounds, day
from rashomon.review.contexts.highlights import Mark

#: Layers with cards, in the order of the page.
CARDS = ("figures", "claims", "victims", "events", "times", "places")
_CHOICES = {
    "measure": Measure,
    "population": Population,
    "qualifier": Qualifier,
    "scope": Scope,
    "act": Act,
    "status": Status,
    "harm": Harm,
    "sex": Sex,
    "plover": Plover,
    "modality": Modality,
}
#: ACLED's sub-event types by their published names (ACLED codebook 2023).
ACLED = (
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash", "Chemical weapon",
    "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
    "Sexual violence", "Attack", "Abduction/forced disappearance", "Peaceful protest", "Protest with intervention",
    "Excessive force against protesters", "Violent demonstration", "Mob violence", "Agreement", "Arrests",
    "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
    "Looting/property destruction", "Non-violent transfer of territory", "Other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A field that may be edited, with its value as text and, where only some values are allowed, these."""

    name: str
    value: str
    choices: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Card:
    """A value with what people said of it.

    Args:
        title: its value in a few words; `lines` say more.
        verdict: accept, reject, edit or add; null where only the machine spoke.
        seen: newest judgement on it, which a form brings back.
        rejected: taken out by a person: shown struck, not linked.
    """

    id: str
    layer: str
    title: str
    words: str
    start: int
    end: int
    lines: tuple[str, ...]
    speaker: str
    confidence: float | None
    produced_by: str
    verdict: str | None
    verdict_by: str
    why: str
    seen: str
    rejected: bool
    fields: tuple[Field, ...]


def marks_of(record: Record) -> list[Mark]:
    """The words of every value."""
    marks: list[Mark] = []

    def add(spans: Iterable[Span], layer: str, item: str, label: str, link: str = "") -> None:
        marks.extend(Mark(s.start, s.end, layer, item, label, link or f"#card-{item}") for s in spans)

    for claim in record.claims:
        add(claim.content, "claims", claim.id, f"claim: {claim.act.replace('_', ' ')} {_by(claim.speaker)}".strip())
    for event in record.events:
        add(event.triggers, "events", event.id, f"event: {event_title(event)}")
    for victim in record.victims:
        add(victim.spans, "victims", victim.id, f"victim: {victim.harm}")
    for place in record.places:
        add(place.mentions, "places", place.id, f"place: {place.name}")
    for time in record.times:
        add((time.span,), "times", time.id, f"time: {_when(time)}")
    for figure in record.figures:
        label = f"figure: {bounds(figure.low, figure.high, figure.qualifier)} {figure.measure}".replace("_", " ")
        add((figure.span,), "figures", figure.id, label)
    for actor in record.actors:
        label = f"actor: {actor.name} ({actor.kind.replace('_', ' ')})"
        add(actor.mentions, "actors", actor.id, label, f"/names/actor/{quote(actor.name, safe='')}")
    return marks


def cards_of(seen: Corrected, newest: Mapping[str, str]) -> Iterable[Card]:
    """A card for each value, those that were taken out at their place in the text too."""
    record = seen.record
    titles = {e.id: event_title(e) for e in record.events}
    for layer in CARDS:
        items = [(item, False) for item in getattr(record, layer)]
        items += [(item, True) for name, item in seen.rejected if name == layer]
        for item, rejected in sorted(items, key=lambda pair: (anchor(pair[0]).start, pair[0].id)):
            judgement = seen.verdicts.get(item.id)
            yield _card(record, layer, item, judgement, newest.get(item.id, ""), titles, rejected=rejected)


def _card(
    record: Record,
    layer: str,
    item: object,
    judgement: Judgement | None,
    seen: str,
    titles: Mapping[str, str],
    *,
    rejected: bool,
) -> Card:
    title, lines, speaker = _told(item, titles)
    span = anchor(item)
    return Card(
        getattr(item, "id", ""),
        layer,
        title,
        span.text,
        span.start,
        span.end,
        lines,
        speaker,
        getattr(item, "confidence", None),
        getattr(item, "produced_by", ""),
        judgement.kind if judgement is not None else None,
        judgement.who if judgement is not None else "",
        judgement.why if judgement is not None else "",
        seen,
        rejected,
        tuple(_fields(record, layer, item)),
    )


def _told(item: object, titles: Mapping[str, str]) -> tuple[str, tuple[str, ...], str]:
    """Title, further lines and speaker of a value."""
    if isinstance(item, Figure):
        people = "" if item.population == "any" else f" {item.population}"
        lines = [titles[item.event_id]] if item.event_id is not None and item.event_id in titles else []
        lines += ["a part of another figure"] if item.part_of is not None else []
        lines += [f"of the {item.scope}"] if item.scope != "event" else []
        title = f"{bounds(item.low, item.high, item.qualifier)}{people} {item.measure}".replace("_", " ")
        return title, tuple(line.replace("_", " ") for line in lines), _by(item.speaker)
    if isinstance(item, Claim):
        marks = [name for name in ("negated", "hedged") if getattr(item, name)]
        return item.act.replace("_", " "), (f"{item.form} speech", *marks), _by(item.speaker)
    if isinstance(item, Victim):
        name = max((s.text for s in item.names), key=len, default="unnamed")
        age = f"aged {item.age.low}" if item.age is not None and item.age.low == item.age.high else ""
        parts = [age, item.sex or "", f"status {item.status}", item.role.text if item.role is not None else ""]
        return f"{name}, {item.harm}", tuple(p for p in parts if p), _by(item.speaker)
    if isinstance(item, Event):
        return event_title(item), (item.modality, item.plover.lower()), ""
    if isinstance(item, Time):
        return _when(item), (f"to the {item.precision}", item.basis), ""
    if isinstance(item, Place):
        where = (
            f"{item.lat:.3f}, {item.lon:.3f}"
            if item.lat is not None and item.lon is not None
            else "not in the gazetteer"
        )
        return item.name, (item.precision, where, *item.within[:2]), ""
    return "", (), ""


def _by(who: Who | None) -> str:
    return f"by {who.name}" if who is not None else ""


def event_title(event: Event) -> str:
    """What an event is, in a word or two."""
    return event.acled or event.plover.lower()


def _when(time: Time) -> str:
    return day(time.start) if time.start == time.end else day(f"{time.start}/{time.end}")


def _fields(record: Record, layer: str, item: object) -> Iterable[Field]:
    for name in EDITABLE[layer]:
        value = getattr(item, name)
        if name == "speaker":
            yield Field(name, value.actor_id or "" if value is not None else "", _actors(record), "actor")
        elif name in ("event_id", "place_id", "time_id"):
            items = getattr(record, {"event_id": "events", "place_id": "places", "time_id": "times"}[name])
            yield Field(name, value or "", tuple(i.id for i in items), "ref")
        elif name in _CHOICES:
            yield Field(name, value or "", allowed(name), "choice")
        elif isinstance(value, bool):
            yield Field(name, "yes" if value else "no", ("yes", "no"), "choice")
        else:
            kind = "number" if name in ("low", "high", "lat", "lon", "radius_km") else "text"
            yield Field(name, "" if value is None else str(value), ACLED if name == "acled" else (), kind)


def _actors(record: Record) -> tuple[str, ...]:
    return tuple(a.id for a in record.actors)


def allowed(name: str) -> tuple[str, ...]:
    """Values that a field may take."""
    values: tuple[str, ...] = _CHOICES[name].__args__  # type: ignore[attr-defined]  # Literals, typed as objects here
    return values

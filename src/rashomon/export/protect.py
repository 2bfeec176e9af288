"""What a public export leaves out, and how: people who did not choose to stand in public.

Protected are victims, witnesses, and every person to whom the report gives no public office.
Nobody can protect a name that the reading did not see; so texts stay out altogether, and a
report that was not read loses its title too.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rashomon.lexicon import load
from rashomon.model.actors import Actor, Who
from rashomon.model.record import Record
from rashomon.model.spans import Span

REDACTED = "redacted"
#: A tenth of a degree is 11 km north-south: a town, not a house.
DEGREES = 0.1
RADIUS_KM = 10.0
_EXACT = frozenset({"exact", "neighbourhood"})
#: How named a title makes its bearer, where it is a public office (lexicon `titles`).
_PUBLIC_LEVELS = frozenset({"named_office", "anonymous_official"})
_PUBLIC_RELATIONS = frozenset({"leads", "speaks_for"})
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3

Json = Any


@dataclass(frozen=True, slots=True)
class Protection:
    """What to look for in one report.

    Args:
        ranges: stretches of the text that hold a protected name.
        names: finds full names in any string, capitals or not.
        words: finds single names, written as names are.
        slugs: finds single names in an address.
        unread: nothing was extracted, so nobody could be protected.
    """

    actors: frozenset[str]
    ranges: tuple[tuple[int, int], ...]
    names: re.Pattern[str] | None
    words: re.Pattern[str] | None
    slugs: re.Pattern[str] | None
    unread: bool

    def covers(self, start: int, end: int, text: str) -> bool:
        """Whether a span holds a protected name."""
        return any(a < end and start < b for a, b in self.ranges) or self.shows(text)

    def shows(self, text: str) -> bool:
        """Whether a string holds one."""
        return any(p is not None and p.search(text) is not None for p in (self.names, self.words))

    def shows_in_url(self, url: str) -> bool:
        """Whether an address holds one."""
        return self.shows(url) or self.slugs is not None and self.slugs.search(url) is not None


@dataclass(frozen=True, slots=True)
class Known:
    """Full names (two words or more) that are protected in some report: a victim's in every report, others where no office is given."""

    harmed: frozenset[str]
    private: frozenset[str]


def protected_actors(record: Record) -> Iterator[Actor]:
    """Persons who are victims, or to whom the report gives no public office."""
    harmed = harmed_ids(record)
    public = {r.subject_id for r in record.relations if r.relation in _PUBLIC_RELATIONS}
    towns = {place.name.casefold() for place in record.places if place.gazetteer_id is not None}
    for actor in record.actors:
        if actor.kind != "person":
            continue
        office = actor.id in public or any(_is_office(role.title) for role in actor.roles)
        if actor.id in harmed or not (office or actor.name.casefold() in towns | _office_words()):
            yield actor


def harmed_ids(record: Record) -> frozenset[str]:
    """Actors who are victims, by an event or by a victim's name."""
    named = [name for victim in record.victims for name in victim.names]
    in_events = {p.actor_id for e in record.events for p in e.participants if p.role == "victim" and p.actor_id is not None}
    return frozenset(in_events | {a.id for a in record.actors if any(m.overlaps(n) for m in a.mentions for n in named)})


def known_names(records: Iterable[Record]) -> Known:
    """What the reports of an export know of each other's people."""
    harmed: set[str] = set()
    private: set[str] = set()
    for record in records:
        ids = harmed_ids(record)
        for actor in protected_actors(record):
            (harmed if actor.id in ids else private).update(n for n in (actor.name, *actor.aliases) if _is_full(n))
        harmed.update(n.text for v in record.victims for n in v.names if _is_full(n.text))
    return Known(frozenset(harmed), frozenset(private))


def _is_full(name: str) -> bool:
    return len(_WORD.findall(name)) > 1


def protection_of(record: Record, known: Known) -> Protection:
    """What to look for in the export of `record`; `known` names come from `known_names`."""
    actors = list(protected_actors(record))
    named = [name for victim in record.victims for name in victim.names]
    words = _single_words(record, actors, named)
    folded = {w.casefold() for w in words}
    ranges = [(n.start, n.end) for n in named]
    for actor in actors:
        ranges += [(m.start, m.end) for m in actor.mentions if _is_name(m, actor, folded)]
    witnesses = list(_witnesses(record))
    ranges += [(w.span.start, w.span.end) for w in witnesses]
    hidden_here = {a.id for a in actors}
    hidden = hidden_here | {w.actor_id for w in witnesses if w.actor_id is not None}
    in_office = {n for a in record.actors if a.id not in hidden_here for n in (a.name, *a.aliases)}
    full = known.harmed | (known.private - in_office) | {name for a in actors for name in (a.name, *a.aliases)} | {n.text for n in named}
    unread = not record.actors and not record.events and not record.claims
    return Protection(
        frozenset(hidden), tuple(sorted(set(ranges))), _full(full), _single(words), _slugs(folded), unread
    )


def redacted(data: dict[str, Json], protection: Protection, *, salt: bytes) -> dict[str, Json]:
    """A record's JSON fit for the public."""
    out: dict[str, Json] = _walk(data, protection, salt)
    document = out["document"]
    del document["text"]
    if protection.unread:
        document["title"] = REDACTED
    for actor in out["actors"]:
        if actor["id"] in protection.actors:
            actor["name"], actor["aliases"] = REDACTED, []
            actor["mentions"] = [_digest(m, salt) if m["text"] != REDACTED else m for m in actor["mentions"]]
    for place in out["places"]:
        _coarsen(place)
    return out


def redacted_incident(data: dict[str, Json], protections: Mapping[str, Protection], *, salt: bytes) -> dict[str, Json]:
    """An incident's JSON fit for the public: each account by the protection of its report."""
    own = [protections[e["report_id"]] for e in data["events"] if e["report_id"] in protections]
    out: dict[str, Json] = {}
    for key, value in data.items():
        if key in {"accounts", "chain"}:
            out[key] = [_walk_with(item, protections.get(item["report_id"]), own, salt) for item in value]
        else:
            out[key] = _walk_all(value, own, salt, spans=False)
    hidden = {
        was["name"] for was, now in zip(data["accounts"], out["accounts"], strict=True)
        if now["origin"] is not None and now["origin"]["name"] == REDACTED
    }
    shown: dict[str, Json] = _replace(out, hidden)
    return shown


def _replace(value: Json, hidden: set[str]) -> Json:
    """Takes out the words that stand for an unnamed witness, wherever they stand alone."""
    if isinstance(value, dict):
        return {key: _replace(item, hidden) for key, item in value.items()}
    if isinstance(value, list):
        return [_replace(item, hidden) for item in value]
    return REDACTED if isinstance(value, str) and value in hidden else value


def _walk_with(item: Json, mine: Protection | None, others: list[Protection], salt: bytes) -> Json:
    return _walk_all(_walk(item, mine, salt) if mine is not None else item, others, salt, spans=False)


def _walk_all(value: Json, protections: list[Protection], salt: bytes, *, spans: bool = True) -> Json:
    for protection in protections:
        seen = protection if spans else _without_ranges(protection)
        value = _walk(value, seen, salt)
    return value


def _without_ranges(p: Protection) -> Protection:
    """Offsets mean nothing in another report's text; names do."""
    return Protection(frozenset(), (), p.names, p.words, p.slugs, p.unread)


def _walk(value: Json, p: Protection, salt: bytes, key: str = "") -> Json:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and "parts" not in value:
            return _digest(value, salt) if p.covers(value["start"], value["end"], value["text"]) else value
        out = {name: _walk(item, p, salt, name) for name, item in value.items()}
        if "level" in value and "span" in value and out["span"].get("text") == REDACTED:
            out["name"] = REDACTED
        return out
    if isinstance(value, list):
        return [_walk(item, p, salt, key) for item in value]
    if isinstance(value, str) and key != "text":
        shown = p.shows_in_url(value) if key == "url" else p.shows(value)
        return REDACTED if shown else value
    return value


def _digest(span: dict[str, Json], salt: bytes) -> dict[str, Json]:
    digest = span.get("sha256") or hmac.new(salt, span["text"].encode(), hashlib.sha256).hexdigest()
    return {"start": span["start"], "end": span["end"], "sha256": digest, "text": REDACTED}


def _coarsen(place: dict[str, Json]) -> None:
    for axis in ("lat", "lon"):
        if place[axis] is not None:
            place[axis] = round(round(place[axis] / DEGREES) * DEGREES, 1)
    if place["radius_km"] is not None or place["lat"] is not None:
        place["radius_km"] = max(RADIUS_KM, place["radius_km"] or 0.0)
    if place["precision"] in _EXACT:
        place["gazetteer_id"] = None
    near = place["near"]
    if near is not None and near["km"] is not None:
        near["km"] = float(math.ceil(near["km"] / RADIUS_KM) * RADIUS_KM)


def _witnesses(record: Record) -> Iterator[Who]:
    """Unnamed witnesses who speak: the words that describe them may be enough to find them."""
    whos = [who for claim in record.claims for who in (claim.speaker, claim.relayed_by)]
    whos += [figure.speaker for figure in record.figures] + [victim.speaker for victim in record.victims]
    whos += [answer.speaker for event in record.events for answer in event.answers]
    for who in whos:
        if who is not None and who.level == "anonymous_witness":
            yield who


def _single_words(record: Record, actors: Iterable[Actor], named: Iterable[Span]) -> set[str]:
    """Each name of a protected person that could stand alone; not titles, nor words that name a place here."""
    skip = {w.casefold() for place in record.places for w in _WORD.findall(place.name)}
    out = set()
    for actor in actors:
        titles = {w.casefold() for role in actor.roles for w in _WORD.findall(role.title)}
        words = {w for name in (actor.name, *actor.aliases) for w in _WORD.findall(name)}
        out |= {w for w in words if w.casefold() not in titles}
    out |= {w for n in named for w in _WORD.findall(n.text)}
    return {w for w in out if len(w) >= _SHORTEST and w[0].isupper() and w.casefold() not in skip | _office_words()}


def _is_name(mention: Span, actor: Actor, words: set[str]) -> bool:
    """Whether a mention holds the actor's name; a pronoun or a description does not."""
    own = {w.casefold() for name in (actor.name, *actor.aliases) for w in _WORD.findall(name) if w[0].isupper()}
    return any(w[0].isupper() and w.casefold() in own | words for w in _WORD.findall(mention.text))


def _full(names: Iterable[str]) -> re.Pattern[str] | None:
    """Full names, whatever stands between their words ("hiwa-kareem" in an address)."""
    patterns = {r"[\W_]+".join(map(re.escape, _WORD.findall(n))) for n in names if _is_full(n)}
    return _any(patterns, re.IGNORECASE)


def _single(words: Iterable[str]) -> re.Pattern[str] | None:
    return _any({re.escape(form) for w in words for form in (w, w.upper())}, 0)


def _slugs(words: Iterable[str]) -> re.Pattern[str] | None:
    return _any({re.escape(w) for w in words if len(w) > _SHORTEST}, re.IGNORECASE)


def _any(patterns: Iterable[str], flags: int) -> re.Pattern[str] | None:
    ordered = sorted(patterns, key=lambda p: (-len(p), p))
    if not ordered:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ordered)})(?![^\W_])", flags)


@cache
def _offices() -> Mapping[str, bool]:
    """Title to whether it is a public office."""
    titles: dict[str, dict[str, Any]] = load("titles")["titles"]
    return {title.casefold(): entry.get("level") in _PUBLIC_LEVELS for title, entry in titles.items()}


@cache
def _office_words() -> frozenset[str]:
    return frozenset(w for title in _offices() for w in _WORD.findall(title))


def _is_office(title: str) -> bool:
    """Whether a role is a public office: the longest title of the lexicon in it decides."""
    words = title.casefold().replace("’", "'").split()
    offices = _offices()
    for size in range(len(words), 0, -1):
        for at in range(len(words) - size + 1):
            known = offices.get(" ".join(words[at : at + size]))
            if known is not None:
                return known
    return False

"""How a public export hides what it must: digests for words, wide circles for points.

Texts stay out altogether, and a report that was not read loses its title, for names that the
reading did not see can't be hidden one by one.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rashomon.export.findable import EXACT
from rashomon.export.protect import Protection

REDACTED = "redacted"
#: A tenth of a degree is 11 km north-south: a town, not a house.
DEGREES = 0.1
RADIUS_KM = 10.0
UNNAMED_OUTLET = "unnamed outlet"

Json = Any


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
    if document["byline"] is not None:
        document["byline"] = REDACTED
    for place in out["places"]:
        _coarsen(place, salt)
    for victim in out["victims"]:
        if victim["id"] not in protection.agreed:
            _blur(victim, salt)
    return out


def redacted_incident(data: dict[str, Json], protections: Mapping[str, Protection], *, salt: bytes) -> dict[str, Json]:
    """An incident's JSON fit for the public: each account by the protection of its report."""
    own = [protections[e["report_id"]] for e in data["events"] if e["report_id"] in protections]
    mine = {a["report_id"] for a in (*data["events"], *data["accounts"], *data["chain"])} & protections.keys()
    authors = {protections[r].author or "" for r in mine} - {""}
    data = _replace(data, authors, UNNAMED_OUTLET)
    out: dict[str, Json] = {}
    for key, value in data.items():
        if key in {"accounts", "chain"}:
            out[key] = [_walk_with(item, protections.get(item["report_id"]), own, salt) for item in value]
        else:
            out[key] = _walk_all(value, own, salt, spans=False)
    hidden = {
        was["name"]
        for was, now in zip(data["accounts"], out["accounts"], strict=True)
        if now["origin"] is not None and now["origin"]["name"] == REDACTED
    }
    shown: dict[str, Json] = _replace(out, hidden)
    return shown


def _replace(value: Json, hidden: set[str], by: str = REDACTED) -> Json:
    """Takes out the words that stand for an unnamed witness, wherever they stand alone."""
    if isinstance(value, dict):
        return {key: _replace(item, hidden, by) for key, item in value.items()}
    if isinstance(value, list):
        return [_replace(item, hidden, by) for item in value]
    return by if isinstance(value, str) and value in hidden else value


def _walk_with(item: Json, mine: Protection | None, others: list[Protection], salt: bytes) -> Json:
    return _walk_all(_walk(item, mine, salt) if mine is not None else item, others, salt, spans=False)


def _walk_all(value: Json, protections: list[Protection], salt: bytes, *, spans: bool = True) -> Json:
    for protection in protections:
        seen = protection if spans else _without_ranges(protection)
        value = _walk(value, seen, salt)
    return value


def _without_ranges(p: Protection) -> Protection:
    """Offsets mean nothing in another report's text; names do."""
    return replace(p, ranges=())


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
    if span["text"] == REDACTED and "sha256" in span:
        return span
    return {"start": span["start"], "end": span["end"], "sha256": digest, "text": REDACTED}


def _blur(victim: dict[str, Json], salt: bytes) -> None:
    """A victim without the words that describe them; the age to the decade."""
    age = victim["age"]
    if age is not None:
        age["low"], age["high"] = age["low"] // 10 * 10, age["high"] // 10 * 10 + 9
        age["span"] = _digest(age["span"], salt)
    if victim["role"] is not None:
        victim["role"] = _digest(victim["role"], salt)
    victim["spans"] = [_digest(span, salt) for span in victim["spans"]]


def _coarsen(place: dict[str, Json], salt: bytes) -> None:
    for axis in ("lat", "lon"):
        if place[axis] is not None:
            place[axis] = round(round(place[axis] / DEGREES) * DEGREES, 1)
    if place["radius_km"] is not None or place["lat"] is not None:
        place["radius_km"] = max(RADIUS_KM, place["radius_km"] or 0.0)
    if place["precision"] in EXACT:
        place["gazetteer_id"] = None
        place["within"] = [name for name in place["within"] if name != REDACTED]
        place["name"] = place["within"][0] if place["within"] else REDACTED
        place["mentions"] = [_digest(span, salt) for span in place["mentions"]]
    near = place["near"]
    if near is not None and near["km"] is not None:
        near["km"] = float(math.ceil(near["km"] / RADIUS_KM) * RADIUS_KM)

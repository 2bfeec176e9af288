"""Records and captures to rows and back, and what of each row the audit chain attests.

A record's JSON is stored without its text, which stands in `texts` for search; putting it
back gives the record byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from rashomon.model import codec
from rashomon.model.documents import Document, Stretch
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.store.protocol import Capture, Fetched

#: Columns of a version that its digest covers; the original bytes are the digest's body.
_CAPTURE = ("n", "sha256", "name", "captured_at", "tool", "fetched")
#: Columns of a record that its digest covers.
_RECORD = (
    "produced_at",
    "published",
    "sha256",
    "publisher",
    "published_at",
    "language",
    "claims",
    "figures",
    "tool_version",
    "settings_sha256",
)

#: Columns of a judgement, in the order of the dataclass.
JUDGEMENT = ("id", "at", "who", "kind", "subject", "was", "now", "why", "undoes", "codebook")


def judgement_of(row: Mapping[Any, Any]) -> Judgement:
    """The judgement of its row."""
    values = {name: row[name] for name in JUDGEMENT}
    return Judgement(**{**values, "subject": tuple(json.loads(row["subject"]))})


def pack(text: str | bytes) -> bytes:
    """Compresses a payload. Level 6: level 9 costs twice the time for 1 % on record JSON."""
    return zlib.compress(text.encode() if isinstance(text, str) else text, 6)


def unpack(body: bytes) -> bytes:
    """Undoes `pack`.

    Raises:
        zlib.error: the stored bytes are damaged.
    """
    return zlib.decompress(body)


def fetched_json(fetched: Fetched | None) -> str | None:
    """How a URL answered, as one JSON text."""
    if fetched is None:
        return None
    return json.dumps({f.name: getattr(fetched, f.name) for f in fields(fetched)}, ensure_ascii=False)


def fetched_of(text: str | None) -> Fetched | None:
    """Undoes `fetched_json`."""
    if text is None:
        return None
    data = json.loads(text)
    headers = tuple((str(k), str(v)) for k, v in data["headers"])
    return Fetched(data["final_url"], data["status"], headers, tuple(data["redirects"]))


def capture_fields(row: Mapping[Any, Any], *, address: str, kind: str) -> dict[str, Any]:
    """What the chain attests of a capture, its bytes apart."""
    return {"address": address, "address_kind": kind, **{name: row[name] for name in _CAPTURE}}


def record_fields(row: Mapping[Any, Any], *, capture: int, text: Mapping[str, Any]) -> dict[str, Any]:
    """What the chain attests of a record; `capture` is the chain row of the version it was made from."""
    return {
        "capture": capture,
        **{name: row[name] for name in _RECORD},
        "title": text["title"],
        "text": text["body"],
        "stretches": unpack(text["stretches"]).decode(),
        "record": unpack(row["body"]).decode(),
    }


def text_values(document: Document) -> dict[str, Any]:
    """The row of a clean text."""
    stretches = [[t.start, t.end, t.raw_start, t.raw_end] for t in document.stretches]
    packed = pack(json.dumps(stretches, separators=(",", ":")))
    return {"title": document.title or "", "body": document.text, "stretches": packed}


def record_values(record: Record, *, produced_at: str, published: str | None) -> dict[str, Any]:
    """The row of a record, without its keys."""
    data = codec.to_json(record)
    data["document"]["text"] = ""
    body = json.dumps(data, ensure_ascii=False)
    document = record.document
    return {
        "produced_at": produced_at,
        "published": published,
        "body": pack(body),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
        "publisher": document.publisher,
        "published_at": document.published_at,
        "language": document.language,
        "claims": len(record.claims),
        "figures": len(record.figures),
        "tool_version": record.provenance.version,
        "settings_sha256": record.provenance.settings_sha256,
    }


def record_of(body: bytes, *, text: str, stretches: bytes) -> Record:
    """The record of its row and its text's row.

    Raises:
        CodecError: the JSON is no record of this version.
        SpanError: a span does not quote the text.
        ValueRefused: a figure is negative or upside down.
    """
    return codec.from_json(Record, record_json(body, text=text, stretches=stretches))


def record_json(body: bytes, *, text: str, stretches: bytes) -> dict[str, Any]:
    """The whole record of its row and its text's row as plain data, offset map included."""
    data: dict[str, Any] = json.loads(unpack(body))
    data["document"]["text"] = text
    data["document"]["stretches"] = [
        {"start": a, "end": b, "raw_start": c, "raw_end": d} for a, b, c, d in json.loads(unpack(stretches))
    ]
    return data


def event_values(record: Record) -> list[dict[str, Any]]:
    """The index rows of a record's events."""
    places = {p.id: p for p in record.places}
    times = {t.id: t for t in record.times}
    out = []
    for event in record.events:
        place = places.get(event.place_id) if event.place_id is not None else None
        time = times.get(event.time_id) if event.time_id is not None else None
        out.append(
            {
                "event_id": event.id,
                "plover": event.plover,
                "acled": event.acled,
                "modality": event.modality,
                "date_start": time.start if time is not None else None,
                "date_end": time.end if time is not None else None,
                "place": place.name if place is not None else None,
                "lat": place.lat if place is not None else None,
                "lon": place.lon if place is not None else None,
            }
        )
    return out


def check_stretches(stretches: tuple[Stretch, ...], *, text: str, size: int) -> bool:
    """Whether an offset map fits its text and its original of `size` bytes."""
    return all(0 <= t.start < t.end <= len(text) and 0 <= t.raw_start <= t.raw_end <= size for t in stretches)


def capture_values(capture: Capture, *, n: int, sha256: str) -> dict[str, Any]:
    """The row of a version, without its keys."""
    return {
        "n": n,
        "sha256": sha256,
        "name": capture.name,
        "captured_at": capture.captured_at,
        "tool": capture.tool,
        "fetched": fetched_json(capture.fetched),
    }

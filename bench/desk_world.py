"""A made-up store for measuring the desk: many incidents, three reports each, every value with its words; decisions on some.

Written in bulk past the store's own functions, but row for row as they would write it: records are
held against the model, and the audit chain verifies. Nothing in it happened.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.desk_incidents import incident_of
from bench.desk_texts import OUTLETS, facts_of, report_of
from rashomon.model import codec
from rashomon.model.record import Record
from rashomon.model.standings import Standing
from rashomon.store import chain, desk_index, judging, rows, writing
from rashomon.store.desk_queries import last_change
from rashomon.store.sqlite import SqliteStore

WHEN = "2026-01-02T03:04:05+00:00"
#: Of so many incidents one has a decision, of five times as many it has two.
JUDGED = 4


class _Writer:
    """Rows by table, flushed in bulk, with the chain continued as `chain.append` would."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw
        self.seq, self.head = raw.execute("SELECT seq, hash FROM audit_head").fetchone()
        self.rows: dict[str, list[tuple[Any, ...]]] = {}

    def add(self, table: str, *values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def link(self, kind: str, facts: dict[str, Any], fields: dict[str, Any], body: bytes = b"") -> tuple[int, bytes]:
        key = hashlib.sha256(f"{self.seq}".encode()).digest()
        self.seq += 1
        digest, text = chain.keyed_digest(key, fields, body), chain.canonical(facts).decode()
        hashed = chain.row_hash(self.seq, self.head, kind, digest, text)
        self.add("audit", self.seq, self.head, kind, digest, text, hashed)
        self.head = hashed
        return self.seq, key

    def flush(self) -> None:
        for table, values in self.rows.items():
            marks = ",".join("?" * len(values[0]))
            self.raw.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
        self.rows.clear()
        self.raw.execute("UPDATE audit_head SET seq = ?, hash = ?", (self.seq, self.head))
        self.raw.commit()


def generate(path: Path, *, incidents: int, seed: int = 7) -> None:
    """Makes the store."""
    with SqliteStore(path):
        pass
    raw = sqlite3.connect(path)
    for pragma in ("synchronous=OFF", "journal_mode=WAL", "cache_size=-400000"):
        raw.execute(f"PRAGMA {pragma}")
    writer, rng = _Writer(raw), random.Random(seed)
    for n in range(incidents):
        _one(writer, rng, n)
        if n % 1000 == 999:
            writer.flush()
    writer.flush()
    raw.execute("INSERT INTO search(search) VALUES ('rebuild')")
    raw.execute("ANALYZE")
    raw.commit()
    raw.close()
    with SqliteStore(path) as store:
        fingerprint = store.fingerprint()
        with store._write() as connection:
            writing.set_meta(connection, "incidents", fingerprint)
            writing.set_meta(connection, "incident_layout", writing.incident_layout())
            writing.set_meta(connection, writing.LINKED_TO, str(last_change(connection)))


def _one(writer: _Writer, rng: random.Random, n: int) -> None:
    facts, made = facts_of(rng, n), []
    for k in range(3):
        number = 3 * n + k + 1
        day = (date.fromisoformat(facts["date"]) + timedelta(days=k)).isoformat()
        outlet = rng.choice(OUTLETS)
        title, body, record = report_of(rng, number, facts, outlet, day)
        made.append((_report(writer, number, title, body, record), outlet, record))
    incident = incident_of(facts, made)
    writer.add("incidents", incident.id, n, rows.pack(codec.dumps(incident)), None)
    writer.add("desk_incidents", *desk_index.incident_values(incident, Standing()).values())
    for ref in incident.events:
        writer.add("desk_members", ref.report_id, ref.event_id, incident.id)
    if n % JUDGED == 0:
        _judge(writer, "ana", "accept", *made[0][::2])
    if n % (5 * JUDGED) == 0:
        _judge(writer, "ben", "reject" if n % (25 * JUDGED) == 0 else "accept", *made[0][::2])


def _judge(writer: _Writer, who: str, kind: str, report_id: str, record: dict[str, Any]) -> None:
    """A decision on the first figure of a report."""
    item = record["figures"][0]
    was = json.dumps({"layer": "figures", "item": item}, ensure_ascii=False, sort_keys=True)
    refs = [f"{report_id}:{item['id']}"]
    values = {
        "id": f"j{writer.seq + 1:016x}", "at": WHEN, "who": who, "kind": kind, "subject": json.dumps(refs), "was": was,
        "now": None, "why": "so it reads", "undoes": None, "codebook": None, "relinks": False,
    }  # fmt: skip
    seq, key = writer.link("judgement", {"at": WHEN}, judging.fields_of(values))
    writer.add("judgements", None, *values.values(), seq, key)
    writer.add("judgement_refs", values["id"], refs[0])


def _report(writer: _Writer, n: int, title: str, body: str, record: dict[str, Any]) -> str:
    """Rows of one report; its id."""
    raw = body.encode()
    sha = hashlib.sha256(raw).hexdigest()
    address = f"/made/{n:06}.txt"
    paragraphs, at = [], 0
    for i, paragraph in enumerate(body.split("\n\n")):
        paragraphs.append({"kind": "headline" if i == 0 else "body", "start": at, "end": at + len(paragraph)})
        at += len(paragraph) + 2
    record["document"] |= {"id": sha, "parts": paragraphs}
    stretches = rows.pack(json.dumps([[0, len(body), 0, len(raw)]]))
    if n < 9:
        full = json.loads(json.dumps(record))
        full["document"]["text"] = body
        codec.from_json(Record, full)
    text = json.dumps(record, ensure_ascii=False)
    capture = {"n": 1, "sha256": sha, "name": None, "captured_at": WHEN, "tool": "made", "fetched": None}
    seq, key = writer.link("capture", {"at": WHEN}, rows.capture_fields(capture, address=address, kind="file"), raw)
    writer.add("reports", n, address, "file")
    writer.add("originals", sha, rows.pack(raw))
    writer.add("versions", n, n, 1, sha, None, WHEN, "made", None, seq, key)
    writer.add("texts", n, n, title, body, stretches)
    document = record["document"]
    packed = rows.pack(text)
    values = {
        "produced_at": WHEN, "published": None, "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "publisher": document["publisher"], "published_at": document["published_at"], "language": "en", "claims": 2, "figures": 2,
        "tool_version": "0", "settings_sha256": "0" * 64,
    }  # fmt: skip
    fields = {
        "capture": seq,
        **values,
        "title": title,
        "text": body,
        "stretches": rows.unpack(stretches).decode(),
        "record": text,
    }
    made, made_key = writer.link("record", {"at": WHEN, "capture": seq}, fields)
    writer.add("records", n, n, n, WHEN, None, packed, *list(values.values())[2:], made, made_key)
    event, place = record["events"][0], record["places"][0]
    day = record["times"][0]["start"]
    writer.add(
        "events",
        n,
        event["id"],
        "ASSAULT",
        event["acled"],
        "happened",
        day,
        day,
        place["name"],
        place["lat"],
        place["lon"],
    )
    for kind, item, name in _names(record):
        writer.add("desk_names", n, kind, item, desk_index.fold(name), name)
    return sha


def _names(record: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for actor in record["actors"]:
        yield "actor", actor["id"], actor["name"]
    yield "place", "p1", record["places"][0]["name"]
    yield "victim", "v1", record["victims"][0]["names"][0]["text"]
    yield "source", "outlet", record["document"]["publisher"]


def main() -> None:
    """Makes a store of the size that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--incidents", type=int, default=100_000)
    args = parser.parse_args()
    start = time.perf_counter()
    generate(args.path, incidents=args.incidents)
    print(f"{args.incidents} incidents in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

"""A made-up store for measuring the desk: many incidents, three reports each, every value with its words.

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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rashomon.model import codec
from rashomon.model.accounts import Account, AccountAnswer, Bounds, Range
from rashomon.model.actors import Who
from rashomon.model.incidents import QUESTIONS, Cell, EventRef, Grade, Incident, Person, VictimRef
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.standings import Standing
from rashomon.store import chain, desk_index, rows, writing
from rashomon.store.desk_queries import last_change
from rashomon.store.sqlite import SqliteStore

WHEN = "2026-01-02T03:04:05+00:00"
TOWNS = [
    (f"{a}{b}", 28 + i * 0.37 % 9, 36 + i * 0.61 % 12)
    for i, (a, b) in enumerate(
        (a, b)
        for a in ("Al ", "Tel ", "Kafr ", "Bir ", "Deir ", "Qasr ")
        for b in ("Maro", "Senna", "Haris", "Zahra", "Nuri", "Tamar", "Salim", "Batra")
    )
]
OUTLETS = [
    f"{a} {b}"
    for a in ("Northern", "River", "Harbour", "Valley", "Desert")
    for b in ("Wire", "Courier", "Post", "Herald")
]
WEAPONS = ("drone", "shell", "rocket", "bomb", "mortar")
FAMILY = ("Karim", "Hadi", "Noor", "Saleh", "Jaber", "Mansour", "Rashid", "Qasim", "Taher", "Zaki", "Fadel", "Munir")
GIVEN = ("Ali", "Omar", "Sara", "Layla", "Hassan", "Yusuf", "Maryam", "Nadia", "Tariq", "Rana", "Samir", "Huda")
FILLER = (
    "Residents described a long night without power and roads blocked by debris.",
    "The market stayed closed while crews searched the rubble for survivors.",
    "Schools in the district were shut and buses did not run until noon.",
    "A convoy with medicine reached the clinic late in the afternoon.",
    "Families waited outside the gate for news of relatives.",
    "Local officials said an inquiry had been opened into the incident.",
    "The group did not answer questions that were sent to its office.",
    "It was the third such attack on the road since the spring.",
    "Windows were broken in a dozen houses around the square.",
    "Observers warned that the truce was close to collapse.",
)
#: Words that few reports hold, so that a search may look for something rare; and statements in other scripts.
RARE = tuple(
    f"{a}{b}{c}" for a in ("Vor", "Kel", "Dru", "Mas") for b in ("ani", "osh", "ule", "ema") for c in ("k", "th")
)
ARABIC = (
    "قال المتحدث إن القصف استهدف السوق القديم",
    "وأعلنت المديرية أن عدد الجرحى مرشح للارتفاع",
    "نفى المتحدث باسم الوزارة وقوع أي غارة",
)
CHINESE = ("当地官员说爆炸发生在市场附近", "目击者称听到无人机的声音")
_PAIRS = ("killed", "injured")


@dataclass
class Text:
    """A text that grows, and knows where its words are."""

    parts: list[str] = field(default_factory=list)
    at: int = 0

    def add(self, words: str) -> dict[str, Any]:
        """Appends words; their span."""
        start = self.at
        self.parts.append(words)
        self.at += len(words)
        return {"start": start, "end": self.at, "text": words}


def report_of(
    rng: random.Random, n: int, facts: dict[str, Any], outlet: str, day: str
) -> tuple[str, str, dict[str, Any]]:
    """Title, text and record (as JSON data, without its id) of one report."""
    text = Text()
    town, lat, lon = facts["town"]
    title = f"{facts['weapon'].title()} strike hits {town}, report {n}"
    text.add(title)
    text.add("\n\nA ")
    weapon = text.add(facts["weapon"])
    text.add(" strike hit ")
    place = text.add(town)
    text.add(" on ")
    when = text.add(facts["date"])
    text.add(". ")
    people = []
    for i, measure in enumerate(_PAIRS):
        name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}" if i else facts["official"]
        low = facts[measure] + rng.choice((0, 0, 0, 1, 2, 4))
        speaker = text.add(name)
        text.add(" ")
        cue = text.add("said")
        text.add(" ")
        start = text.at
        figure = text.add(str(low))
        text.add(f" people were {measure}")
        content = {"start": start, "end": text.at, "text": f"{low} people were {measure}"}
        text.add(". ")
        people.append((name, speaker, cue, content, figure, low, measure))
    text.add("Among the dead was ")
    victim = text.add(facts["victim"])
    text.add(".\n\n" + " ".join(rng.sample(FILLER, 6)) + "\n\n" + " ".join(rng.sample(FILLER, 4)))
    for every, words in ((20, ARABIC), (200, CHINESE), (500, RARE)):
        if n % every == 0:
            text.add("\n\n" + rng.choice(words))
    body = "".join(text.parts)
    return title, body, _record(title, outlet, day, people, weapon, place, when, victim, (town, lat, lon), facts)


def _record(
    title: str,
    outlet: str,
    day: str,
    people: Sequence[tuple[str, Any, Any, Any, Any, int, str]],
    weapon: Any,
    place: Any,
    when: Any,
    victim: Any,
    town: tuple[str, float, float],
    facts: dict[str, Any],
) -> dict[str, Any]:
    who = [{"actor_id": f"a{i}", "name": p[0], "level": "named", "span": p[1]} for i, p in enumerate(people, 1)]
    common = {"speaker": None, "claim_id": None, "negated": False, "hedged": False}
    event = f"e{facts['n']:x}"
    return {
        "schema": "rashomon.record/1",
        "document": {
            "id": "", "text": "", "parts": [], "url": None, "publisher": outlet, "title": title, "byline": None,
            "published_at": day, "updated_at": None, "language": "en", "machine_translated": False, "unaligned": 0, "notices": [],
        },
        "actors": [
            {"id": f"a{i}", "name": p[0], "kind": "person", "aliases": [], "roles": [], "mentions": [p[1]]}
            for i, p in enumerate(people, 1)
        ],
        "places": [
            {"id": "p1", "name": town[0], "within": ["Iraq"], "lat": town[1], "lon": town[2], "radius_km": 5.0, "near": None,
             "precision": "city", "gazetteer_id": None, "mentions": [place]}
        ],
        "times": [{"id": "t1", "start": facts["date"], "end": facts["date"], "precision": "day", "basis": "stated", "span": when}],
        "claims": [
            {"id": f"c{i}", "speaker": who[i - 1], "cue": p[2], "content": [p[3]], "form": "indirect", "act": "report",
             "addressee": None, "negated": False, "hedged": False, "via": None, "relayed_by": None, "within": None,
             "about": [event], "confidence": 0.9, "produced_by": "made/1"}
            for i, p in enumerate(people, 1)
        ],
        "figures": [
            {"id": f"f{i}", "measure": p[6], "population": "any", "low": p[5], "high": p[5], "qualifier": "exactly",
             "scope": "event", "speaker": who[i - 1], "claim_id": f"c{i}", "event_id": event, "part_of": None, "as_of": None,
             "span": p[4], "confidence": 0.9, "produced_by": "made/1"}
            for i, p in enumerate(people, 1)
        ],
        "victims": [
            {"id": "v1", "names": [victim], "age": None, "sex": None, "status": "unknown", "role": None, "harm": "killed",
             "event_id": event, "in_figures": [], "speaker": None, "claim_id": None, "spans": [victim]}
        ],
        "events": [
            {"id": event, "plover": "ASSAULT", "mode": None, "acled": "Air/drone strike", "modality": "happened",
             "participants": [], "instruments": [{"name": facts["weapon"], "span": weapon}], "place_id": "p1", "time_id": "t1",
             "triggers": [weapon], "evidence": [weapon], "figures": ["f1", "f2"],
             "answers": [
                 {"question": "weapon", "value": facts["weapon"], "span": weapon, **common},
                 {"question": "place", "value": "p1", "span": place, **common},
                 {"question": "time", "value": "t1", "span": when, **common},
             ],
             "confidence": 0.9, "produced_by": "made/1"}
        ],
        "relations": [],
        "links": [],
        "provenance": {"tool": "rashomon", "version": "0", "settings_sha256": "0" * 64, "models": []},
    }  # fmt: skip


def incident_of(facts: dict[str, Any], made: Sequence[tuple[str, str, dict[str, Any]]]) -> Incident:
    """The incident of three reports."""
    accounts: list[Account] = []
    ends: dict[str, list[tuple[int, str]]] = {m: [] for m in _PAIRS}
    seen: set[str] = set()
    for report_id, outlet, record in made:
        weapon, place, when = record["events"][0]["answers"]
        own = (
            ("date", _answer(facts["date"], None, None, when["span"])),
            ("place", _answer(facts["town"][0], None, None, place["span"])),
            ("weapon", _answer(facts["weapon"], None, None, weapon["span"])),
        )
        accounts.append(_account(None, outlet, report_id, outlet, record, own, new=outlet not in seen))
        seen.add(outlet)
        for figure in record["figures"]:
            name = figure["speaker"]["name"]
            ends[figure["measure"]].append((figure["low"], name))
            given = ((figure["measure"], _answer(figure["span"]["text"], figure["low"], figure["id"], figure["span"])),)
            accounts.append(_account(figure["speaker"], outlet, report_id, name, record, given, new=name not in seen))
            seen.add(name)
    cells: dict[str, Cell] = dict.fromkeys(QUESTIONS, "silent")
    cells |= {"date": "agree", "place": "agree", "weapon": "agree"}
    ranges = []
    for measure, found in ends.items():
        low, high = min(found), max(found)
        cells[measure] = "agree" if low[0] == high[0] else "differ"
        made_bounds = Bounds(low[0], high[0], (low[1],), (high[1],))
        ranges.append(Range(measure, "any", low[0], high[0], (low[1],), (high[1],), made_bounds))
    counted = len({name for found in ends.values() for _, name in found})
    return Incident(
        f"i{facts['n']:012x}",
        (),
        None,
        made[0][2]["document"]["title"],
        tuple(EventRef(report_id, record["events"][0]["id"]) for report_id, _, record in made),
        tuple(accounts),
        tuple(cells.items()),
        tuple(ranges),
        (),
        Grade("Fair", (f"{counted} independent origins on the harm",)),
        len(seen),
        date=facts["date"],
        place=facts["town"][0],
        origins_on_harm=counted,
        people=(
            Person(facts["victim"], "killed", (), tuple(VictimRef(r, "v1") for r, _, _ in made), 1.0, ("one name",)),
        ),
    )


def _span(span: Any) -> Span:
    return Span(span["start"], span["end"], span["text"])


def _answer(value: str, low: int | None, figure: str | None, span: Any) -> tuple[AccountAnswer, ...]:
    plain = AccountAnswer(value, low, low, True, None, None, None, _span(span))
    if low is None:
        return (plain,)
    return (replace(plain, qualifier="exactly", population="any", figure_id=figure),)


def _account(
    who: Any,
    outlet: str,
    report_id: str,
    name: str,
    record: dict[str, Any],
    answers: tuple[tuple[str, tuple[AccountAnswer, ...]], ...],
    *,
    new: bool,
) -> Account:
    day = record["document"]["published_at"]
    origin = None if who is None else codec.from_json(Who, who)
    return Account(origin, outlet, (), report_id, day, new, name, False, None, answers)


def _facts(rng: random.Random, n: int) -> dict[str, Any]:
    return {
        "n": n, "town": rng.choice(TOWNS), "date": (date(2015, 1, 1) + timedelta(days=rng.randrange(3900))).isoformat(),
        "weapon": rng.choice(WEAPONS), "killed": rng.randrange(1, 40), "injured": rng.randrange(1, 80),
        "official": f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}", "victim": f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}",
    }  # fmt: skip


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
    facts, made = _facts(rng, n), []
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

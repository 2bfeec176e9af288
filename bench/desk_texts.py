"""Made-up reports for the desk's measurement: texts in three scripts, each with its record. Nothing in them happened."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

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
MEASURES = ("killed", "injured")


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
    for i, measure in enumerate(MEASURES):
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


def facts_of(rng: random.Random, n: int) -> dict[str, Any]:
    """What happened in one incident."""
    return {
        "n": n, "town": rng.choice(TOWNS), "date": (date(2015, 1, 1) + timedelta(days=rng.randrange(3900))).isoformat(),
        "weapon": rng.choice(WEAPONS), "killed": rng.randrange(1, 40), "injured": rng.randrange(1, 80),
        "official": f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}", "victim": f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}",
    }  # fmt: skip

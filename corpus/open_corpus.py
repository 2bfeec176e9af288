"""The open corpus as data: its incidents, reports and frozen split.

The split is by incident, siblings together, and frozen: `split.json` holds the hash of every part, so that a change of a
test report shows.

usage: python -m corpus.open_corpus            counts, variety, and whether the split still holds
       python -m corpus.open_corpus --freeze   writes split.json anew (only when incidents were added)
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from corpus.compiling import compile_report

Json = dict[str, Any]
Part = Literal["train", "dev", "test"]
ROOT = Path(__file__).resolve().parent / "open"
SPLIT = ROOT / "split.json"


@dataclass(frozen=True, slots=True)
class Annotated:
    """One report: its incident, its name in it, and its compiled record."""

    incident: str
    stem: str
    record: Json

    @property
    def text(self) -> str:
        """The plain text."""
        return str(self.record["document"]["text"])

    @property
    def published(self) -> str:
        """ISO date."""
        return str(self.record["document"]["published_at"])


def incidents() -> list[Path]:
    """The folders of all incidents, by name."""
    return sorted(p.parent for p in ROOT.glob("*/incident.json"))


def reports(part: Part | None = None) -> Iterator[Annotated]:
    """The reports of a part, or all, ordered by incident and name."""
    chosen = None if part is None else set(split()[part])
    for folder in incidents():
        if chosen is None or folder.name in chosen:
            for path in sorted(folder.glob("*.ann")):
                yield Annotated(folder.name, path.stem, compile_report(path.read_text(encoding="utf-8")).record)


def split() -> dict[str, list[str]]:
    """Part to the names of its incidents."""
    data = json.loads(SPLIT.read_text(encoding="utf-8"))
    return {part: data[part] for part in PARTS}


#: The first incidents of each of the first five writers (101-104, 201-204, ...) were looked at while the form and the
#: first models were made: they are never test.
LOOKED_AT = 4
PARTS: tuple[Part, ...] = ("train", "dev", "test")


def freeze() -> None:
    """Puts incidents that stand in no part into train, and writes every hash anew; dev and test keep their incidents.

    The parts were dealt once, 60 : 15 : 25 by incidents, siblings together. What is written later was written by people who
    may know what the models lack, so it trains and never measures.

    Raises:
        ValueError: A new incident is a sibling of one in dev or test, or recalls it: training on it would tell of them.
    """
    parts = split()
    held = {name for part in PARTS if part != "train" for name in parts[part]}
    for name in sorted({p.name for p in incidents()} - held - set(parts["train"])):
        if ties := _tied(name) & held:
            raise ValueError(f"{name} tells of {', '.join(sorted(ties))} of dev or test: it can't train")
        parts["train"].append(name)
    data: Json = {part: sorted(parts[part]) for part in PARTS}
    data["sha256"] = {part: digest(names) for part, names in parts.items()}
    SPLIT.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _tied(name: str) -> set[str]:
    """Incidents that must stay in one part with this one: its siblings, and those that it recalls."""
    data = json.loads((ROOT / name / "incident.json").read_text(encoding="utf-8"))
    return {*data.get("siblings", []), *(r["incident"] for r in data.get("recalled", []) if r.get("incident"))}


def digest(names: list[str]) -> str:
    """SHA-256 over the annotated reports and incident files of some incidents."""
    found = hashlib.sha256()
    for name in sorted(names):
        for path in sorted((ROOT / name).iterdir()):
            found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def broken() -> list[str]:
    """Parts whose files are not those that were frozen, and incidents that stand in no part or are gone."""
    data = json.loads(SPLIT.read_text(encoding="utf-8"))
    here = {p.name for p in incidents()}
    dealt = [name for part in PARTS for name in data[part]]
    odd = sorted(here ^ set(dealt)) + sorted(name for name, times in Counter(dealt).items() if times > 1)
    whole = [part for part in PARTS if here.issuperset(data[part])]
    return [part for part in whole if digest(data[part]) != data["sha256"][part]] + odd


def variety(every: list[Annotated]) -> Json:
    """How varied the texts are: words, distinct n-grams, cues, forms, and the commonest openings."""
    words = [re.findall(r"\w+", r.text.lower()) for r in every]
    out: Json = {"reports": len(every), "incidents": len({r.incident for r in every}), "words": sum(map(len, words))}
    for n in (2, 3, 4):
        grams = [tuple(w[i : i + n]) for w in words for i in range(len(w) - n + 1)]
        out[f"distinct_{n}grams"] = round(len(set(grams)) / len(grams), 3)
    claims = [c for r in every for c in r.record["claims"]]
    forms = Counter(c["form"] for c in claims)
    cues = Counter((c["cue"] or {"text": ""})["text"].lower() for c in claims)
    out |= {"claims": len(claims), "forms": {k: round(v / len(claims), 3) for k, v in forms.items()}}
    out |= {
        "distinct_cues": len(cues),
        "commonest_cues": {k: round(v / len(claims), 3) for k, v in cues.most_common(8)},
    }
    openings = Counter(" ".join(w[:3]) for w in words)
    out["commonest_opening"] = openings.most_common(1)[0]
    out["styles"] = dict(Counter(r.record["document"]["style"] for r in every))
    out["acts"] = dict(Counter(c["act"] for c in claims).most_common())
    years = [int(r.published[:4]) for r in every]
    out["years"] = [min(years), max(years), len(set(years))]
    for layer in ("figures", "victims", "times", "places", "actors", "events", "relations", "links"):
        out[layer] = sum(len(r.record[layer]) for r in every)
    return out


def hard_negatives() -> list[tuple[str, str]]:
    """Pairs of events that are easily taken for one and are two: `incident/report:event` twice.

    Siblings (one city within three days, twin attacks) are crossed, and a recalled event stands against every
    report's event of the incident that recalls it.
    """
    data = {p.name: json.loads((p / "incident.json").read_text(encoding="utf-8")) for p in incidents()}

    def own(name: str) -> list[str]:
        return [f"{name}/{stem}:{event}" for stem, events in data[name]["events"].items() for event in events[:1]]

    out = set()
    for name, incident in data.items():
        for other in incident.get("siblings", []):
            if other in data:
                out |= {(min(a, b), max(a, b)) for a in own(name) for b in own(other)}
        for recalled in incident.get("recalled", []):
            event = f"{name}/{recalled['report']}:{recalled['event']}"
            out |= {(min(event, b), max(event, b)) for b in own(name) if b.split(":")[0] != event.split(":")[0]}
    return sorted(out)


def main() -> int:
    """Counts, or the split."""
    if "--freeze" in sys.argv:
        freeze()
    every = list(reports())
    print(json.dumps(variety(every) | {"hard_negative_pairs": len(hard_negatives())}, indent=1, ensure_ascii=False))
    sizes = Counter(len(list(group.glob("*.ann"))) for group in incidents())
    print("reports an incident:", dict(sorted(sizes.items())))
    gaps = [b - a for a, b in pairwise(sorted(int(r.published[:4]) for r in every))]
    print("largest gap between publication years:", max(gaps, default=0))
    wrong = broken()
    print("split:", {p: len(n) for p, n in split().items()}, "broken: " + ", ".join(wrong) if wrong else "as frozen")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

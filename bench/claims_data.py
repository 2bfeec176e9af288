"""The sets that claims are measured on, as gold and predicted attributions side by side.

Ours is the open corpus; re3d (public-domain and OGL parts) and FactAppeal's val lie beside the project and only measure.
Their annotation by us is stand-off (offsets, no text) in corpus/real.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from bench.attribution import Attribution
from corpus.agreement import attributions
from corpus.open_corpus import Annotated, Part, reports
from rashomon.model.actors import Who
from rashomon.model.claims import Claim
from rashomon.model.record import Record

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
REAL = ROOT / "corpus" / "real"
Json = dict[str, Any]
Read = Callable[[str, str], Record]
Pair = tuple[list[Attribution], list[Attribution]]


def predicted(record: Record) -> list[Attribution]:
    """The claims of a record as they are scored."""
    actors = {a.id: a for a in record.actors}

    def names(who: Who | None) -> frozenset[str]:
        if who is None:
            return frozenset()
        actor = actors.get(who.actor_id or "")
        every = {who.name, getattr(who.span, "text", None)}  # the issuer of a statement may stand nowhere in it
        if actor is not None:
            every |= {actor.name, *actor.aliases}
        return frozenset(n for n in every if n)

    out = []
    for claim in record.claims:
        rest: Json = {
            "act": claim.act, "level": claim.speaker.level if claim.speaker is not None else None,
            "negated": claim.negated, "addressee": names(claim.addressee), "cue": claim.cue.text if claim.cue else None,
            "confidence": claim.confidence, "produced_by": claim.produced_by,
        }  # fmt: skip
        content = " ".join(s.text for s in claim.content)
        out.append(Attribution(content, names(claim.speaker), claim.form, claim.speaker is None, rest))
    return out


def own(part: Part | None, read: Read) -> Iterator[tuple[Annotated, Pair]]:
    """A part of the open corpus."""
    for report in reports(part):
        yield report, (attributions(report.record), predicted(read(report.text, report.published)))


def _rows(path: Path) -> Iterator[Json]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def re3d(read: Read) -> Iterator[Pair]:
    """The documents of re3d that we annotated.

    Raises:
        FileNotFoundError: the data is not beside the project.
        ValueError: a text is not the one that was annotated.
    """
    texts = {
        row["id"]: row["text"]
        for name in ("public_domain", "ogl_v3")
        for row in _rows(SHARED / "re3d" / f"{name}.jsonl")
    }
    for row in _rows(REAL / "re3d.jsonl"):
        text = texts[row["id"]]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise ValueError(f"re3d {row['id']}: this is not the text that was annotated")
        gold = [
            Attribution(
                " ".join(text[a:b] for a, b in c["content"]), frozenset(text[a:b] for a, b in c["source_names"]), c["form"],
                not c["source_names"], {"acts": c["acts"], "level": c["level"], "negated": c["negated"]},
            )
            for c in row["claims"]
        ]  # fmt: skip
        record = read(f"Statement\n\n{text}", row.get("published") or "2016-01-01")
        yield (
            gold,
            [p for p, c in zip(predicted(record), record.claims, strict=True) if not _in_standfirst(c, row, text)],
        )


def _in_standfirst(claim: Claim, row: Json, text: str) -> bool:
    """Claims of a standfirst were not annotated (the guideline: the body alone), so what is found there does not count."""
    if not row.get("standfirst"):
        return False
    start, end = row["standfirst"]
    return claim.content[0].text in text[start:end]


def factappeal(read: Read, name: str = "val") -> Iterator[tuple[Json, Pair]]:
    """Sentences of FactAppeal that hold an appeal, with the source of each; val with the act and level that we annotated."""
    ours = {row["id"]: row["appeals"] for row in _rows(REAL / "factappeal_act_level.jsonl")} if name == "val" else {}
    for row in _rows(SHARED / "factappeal" / f"{name}.jsonl"):
        gold = list(_appeals(row["spans"]))
        judged = {tuple(a["span"]): a for a in ours.get(row["id"], [])}
        for appeal in gold:
            appeal.rest.update(judged.get(cast("tuple[int, int]", appeal.rest["span"]), {}))
        if gold:
            yield row, (gold, predicted(read(f"Report\n\n{row['text']}", "2020-01-01")))


def _appeals(spans: Iterable[Json]) -> Iterator[Attribution]:
    """The source of an appeal is the nearest one, inside it or beside it; its attribute names it as well."""
    rows = list(spans)
    sources = [s for s in rows if s["label"].startswith("Source:")]
    for appeal in (s for s in rows if s["label"].startswith("Fact_Appeal")):
        near = _nearest(appeal, sources)
        names = {s["text"] for s in near}
        for source in near:
            names |= {s["text"] for s in rows if s["label"] == "Source_Attribute" and _gap(s, source) <= 3}
        form = "direct" if "Direct" in appeal["label"] else "indirect"
        yield Attribution(appeal["text"], frozenset(names), form, not names, {"span": (appeal["start"], appeal["end"])})


def _gap(a: Json, b: Json) -> int:
    return max(0, int(b["start"] - a["end"]), int(a["start"] - b["end"]))


def _nearest(appeal: Json, sources: list[Json]) -> list[Json]:
    least = min((_gap(appeal, s) for s in sources), default=0)
    return [s for s in sources if _gap(appeal, s) == least]

"""Stand-off annotation of real documents: offsets into a text that the project does not hold.

An annotator works in the inline form (FORMAT.md) on a copy of a document whose white space is normalised and which may
carry the title as a headline that the document itself lacks. What the project keeps is only where the marks stand in the
document's own `text` field; no word of the text is kept. The two texts are the same but for white space, so an offset is
carried over by counting the characters that are not white space; every span is then compared word by word.

Marks in a headline that the document lacks (`body_only: yes`) have no place in the document: they are refused.
`standfirst` is the summary line of a document that has one: GUIDELINE.md annotates events, figures and times in it, no claims.

usage: python -m corpus.real_text verify [DATA]                    both files of corpus/real against ../shared/data, or DATA
       python -m corpus.real_text blank DATA.jsonl FOLDER [ID...]   files to annotate, one a document
       python -m corpus.real_text write FOLDER OUT.jsonl DATA.jsonl...   the stand-off file from annotated files
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.compiling import compile_report
from corpus.inline import Malformed, Range, parse
from corpus.values import Json, one_of
from rashomon.model.actors import Level
from rashomon.model.claims import Act, Form
from rashomon.model.events import Modality, Plover
from rashomon.model.figures import Measure, Population

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "corpus" / "real"
DATA = ROOT.parent / "shared" / "data"
_PUBLISHER = {
    "CENTCOM": "U.S. Central Command",
    "US State Department": "U.S. Department of State",
    "UK Government": "Foreign and Commonwealth Office",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the data and the file that it stands in.

    Args:
        file: name of the data file.
        row: the document's line, with `id`, `text` and `title`.
    """

    file: str
    row: Json

    @property
    def text(self) -> str:
        """The document's own text: what the offsets count in."""
        return str(self.row["text"])

    @property
    def sha256(self) -> str:
        """Of the text in UTF-8: tells a reader with another copy that the offsets do not hold."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Bridge:
    """Carries spans from the annotated copy to the document.

    Args:
        copy: the annotated text.
        text: the document's text.
        first: where in the copy the document begins (after a headline that it lacks).
        places: for the n-th character of the copy that is not white space, counted from `first`, its offset in the document.
        order: for each offset of the copy, how many such characters stand before it.
    """

    copy: str
    text: str
    first: int
    places: list[int]
    order: list[int]

    def span(self, start: int, end: int) -> list[int]:
        """The same words in the document.

        Raises:
            Malformed: the span lies in a headline that the document lacks, or the words differ.
        """
        words = self.copy[start:end]
        if start < self.first:
            raise Malformed(f"in the headline, which is no part of the document: {words!r}")
        low, high = self.places[self.order[start]], self.places[self.order[end] - 1] + 1
        if self.text[low:high].split() != words.split() and _bare(self.text[low:high]) != _bare(words):
            raise Malformed(f"the words differ: {words!r}, {self.text[low:high]!r}")
        return [low, high]


def _bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def bridge(copy: str, text: str, *, first: int) -> Bridge:
    """Aligns a copy with its document.

    Raises:
        Malformed: they differ in more than white space; the message shows where.
    """
    places = [i for i, char in enumerate(text) if not char.isspace()]
    order, count = [], 0
    for at, char in enumerate(copy):
        order.append(count)
        if at >= first and not char.isspace():
            if count >= len(places) or text[places[count]] != char:
                raise Malformed(f"the text differs from the document at {copy[max(first, at - 30) : at + 30]!r}")
            count += 1
    order.append(count)
    if count != len(places):
        raise Malformed(f"the text ends before the document does, at {text[places[count] :][:60]!r}")
    return Bridge(copy, text, first, places, order)


def load(paths: list[str]) -> dict[str, Source]:
    """The documents of some data files by id."""
    found = {}
    for path in map(Path, paths):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["id"]] = Source(path.name, row)
    return found


def file_name(identity: str) -> str:
    """A document's id as a safe file name."""
    return re.sub(r"[^\w.-]", "_", identity) + ".ann"


def blank(source: Source) -> str:
    """The form for one document: header to fill in, headline, text, no marks, no table.

    The text is a body only if its first line does not repeat the title: then the title of the data is the headline.
    """
    title = " ".join(source.row["title"].split())
    body = re.sub(r"\n(?:[^\S\n]*\n)+", "\n\n", source.text.strip())
    titled = body.split("\n", 1)[0].strip() == title
    head = f"id: {source.row['id']}\npublisher: {_PUBLISHER.get(source.row['source'], source.row['source'])}\npublished: \npublished_known: no\nstyle: statement\n"
    head += "" if titled else "body_only: yes\n"
    text = (body if titled else f"{title}\n\n{body}").replace("[", r"\[").replace("]", r"\]")
    return f"{head}---\n{text}\n---\n"


def standoff(annotated: str, documents: dict[str, Source]) -> Json:
    """The stand-off record of one annotated file.

    Raises:
        Malformed: the file has a problem, names no known document, or its text is not the document's.
    """
    report = parse(annotated)
    compiled = compile_report(annotated)
    if compiled.problems:
        raise Malformed("; ".join(compiled.problems))
    source = documents.get(report.header.get("id", ""))
    if source is None:
        raise Malformed(f"no document of this id in the data: {report.header.get('id')!r}")
    first = report.headline[1] if report.header.get("body_only") == "yes" else 0
    over = bridge(report.text, source.text, first=first)
    record = compiled.record
    actors = {actor["id"]: actor for actor in record["actors"]}
    index = {event["id"]: number for number, event in enumerate(record["events"])}
    return {
        "id": source.row["id"], "file": source.file, "sha256": source.sha256,
        "standfirst": None if report.standfirst is None else over.span(*report.standfirst),
        "claims": [_claim(claim, report.spans.get("s" + claim["id"][1:], []), actors, over) for claim in record["claims"]],
        "figures": [_figure(figure, index, over) for figure in record["figures"]],
        "events": [
            {"triggers": _spans(e["triggers"], over), "plover": e["plovers"], "acled": e["acleds"], "modality": e["modality"]}
            for e in record["events"]
        ],
    }  # fmt: skip


def _spans(spans: list[Json], over: Bridge) -> list[list[int]]:
    return [over.span(s["start"], s["end"]) for s in spans]


def _claim(claim: Json, said: list[Range], actors: dict[str, Json], over: Bridge) -> Json:
    speaker, cue = claim["speaker"], claim["cue"]
    return {
        "cue": None if cue is None else over.span(cue["start"], cue["end"]),
        "source": over.span(*said[0]) if said else None,
        "source_names": [] if speaker is None else _names(speaker, actors, over),
        "content": _spans(claim["content"], over), "form": claim["form"], "acts": claim["acts"],
        "level": None if speaker is None else speaker["level"], "negated": claim["negated"], "hedged": claim["hedged"],
    }  # fmt: skip


def _names(speaker: Json, actors: dict[str, Json], over: Bridge) -> list[list[int]]:
    """Every span of the document that names the speaker: the words beside the cue, and the names and offices of each right actor."""
    spans = [] if speaker["span"] is None else [(speaker["span"]["start"], speaker["span"]["end"])]
    for name in [speaker["actor_id"], *speaker["or"]]:
        if name in actors:
            spans += [(m["start"], m["end"]) for m in actors[name]["mentions"]]
            for role in actors[name]["roles"]:
                spans += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(role['title'])}(?!\w)", over.copy)]
    return [over.span(a, b) for a, b in sorted(set(spans)) if a >= over.first]


def _figure(figure: Json, index: dict[str, int], over: Bridge) -> Json:
    at = figure["span"]
    keep = ("measure", "low", "high", "qualifier", "population")
    return (
        {"span": over.span(at["start"], at["end"])}
        | {k: figure[k] for k in keep}
        | {"event": index.get(figure["event_id"])}
    )


def write(folder: str, out: str, data: list[str]) -> int:
    """Writes the stand-off file; the number of files that could not be carried over, each named."""
    documents = load(data)
    rows, bad = [], 0
    for path in sorted(Path(folder).glob("*.ann")):
        try:
            rows.append(standoff(path.read_text(encoding="utf-8"), documents))
        except Malformed as error:
            bad += 1
            print(f"{path}: {error}", file=sys.stderr)
    rows.sort(key=lambda row: (row["file"], row["id"]))
    Path(out).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    counts = {layer: sum(len(row[layer]) for row in rows) for layer in ("claims", "figures", "events")}
    print(f"{len(rows)} documents, {bad} refused, {counts}")
    return bad


def verify(data: Path = DATA) -> Iterator[str]:
    """What does not hold in the stand-off files: a hash, a span, a value.

    Args:
        data: the folder with `re3d` and `factappeal`.
    """
    documents = load([str(data / "re3d" / f"{name}.jsonl") for name in ("public_domain", "ogl_v3")])
    for row in rows(REAL / "re3d.jsonl"):
        source = documents.get(row["id"])
        if source is None:
            yield f"re3d {row['id']}: no such document"
            continue
        if source.sha256 != row["sha256"]:
            yield f"re3d {row['id']}: this is not the text that was annotated"
        yield from (f"re3d {row['id']}: no words: {s}" for s in spans_of(row) if not sound(source.text, s))
        yield from (f"re3d {row['id']}: {problem}" for problem in _values(row))
    sentences = {row["id"]: row["text"] for row in rows(data / "factappeal" / "val.jsonl")}
    for row in rows(REAL / "factappeal_act_level.jsonl"):
        for appeal in row["appeals"]:
            if row["id"] not in sentences or not sound(sentences[row["id"]], appeal["span"], words=False):
                yield f"factappeal {row['id']}: no words: {appeal['span']}"
            yield from (f"factappeal {row['id']}: {p}" for p in _problems([(a, Act, "act") for a in appeal["acts"]]))
            level = [] if appeal["level"] is None else [(appeal["level"], Level, "level")]  # null: nobody is named
            yield from (f"factappeal {row['id']}: {p}" for p in _problems(level))


def rows(path: Path) -> Iterator[Json]:
    """The objects of a file with one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _values(row: Json) -> list[str]:
    """Values of a stand-off record that are not controlled ones."""
    asked: list[tuple[str, object, str]] = []
    for claim in row["claims"]:
        asked += [(act, Act, "act") for act in claim["acts"]] + [(claim["form"], Form, "form")]
        asked += [(claim["level"], Level, "level")] if claim["level"] is not None else []
    for figure in row["figures"]:
        asked += [(figure["measure"], Measure, "measure"), (figure["population"], Population, "population")]
    for event in row["events"]:
        asked += [(p, Plover, "plover") for p in event["plover"]] + [(event["modality"], Modality, "modality")]
    events = [f["event"] for f in row["figures"] if f["event"] is not None]
    return _problems(asked) + [f"figures: there is no event {n}" for n in events if not 0 <= n < len(row["events"])]


def _problems(asked: Sequence[tuple[str, object, str]]) -> list[str]:
    out = []
    for value, kind, what in asked:
        try:
            one_of(value, kind, what)
        except Malformed as error:
            out.append(str(error))
    return out


def spans_of(row: Json) -> list[list[int]]:
    """Every span of a stand-off record."""
    head = [] if row.get("standfirst") is None else [row["standfirst"]]
    spans = [
        s for c in row["claims"] for s in [c["cue"], c["source"], *c["source_names"], *c["content"]] if s is not None
    ]
    return head + spans + [f["span"] for f in row["figures"]] + [t for e in row["events"] for t in e["triggers"]]


def sound(text: str, span: list[int], *, words: bool = True) -> bool:
    """Whether a span lies in the text and begins and ends on a character that is not blank, and on whole words if asked."""
    start, end = span
    inside = text[start:end]
    cuts = (start > 0 and text[start - 1].isalnum() and inside[:1].isalnum()) or (
        end < len(text) and text[end].isalnum() and inside[-1:].isalnum()
    )
    return 0 <= start < end <= len(text) and inside == inside.strip() and not (words and cuts)


def main() -> int:
    """The command line."""
    command, *rest = sys.argv[1:] or [""]
    if command == "blank":
        data, folder, *wanted = rest
        for identity, source in load([data]).items():
            if not wanted or identity in wanted:
                (Path(folder) / file_name(identity)).write_text(blank(source), encoding="utf-8")
        return 0
    if command == "write":
        return min(1, write(rest[0], rest[1], rest[2:]))
    if command == "verify":
        beside = Path(rest[0]) if rest else DATA
        if not beside.is_dir():
            print(f"not verified: {beside} is not here, and corpus/real holds no text")
            return 0
        wrong = list(verify(beside))
        counts = [len(list(rows(REAL / name))) for name in ("re3d.jsonl", "factappeal_act_level.jsonl")]
        print(
            *wrong, f"{counts[0]} documents of re3d, {counts[1]} sentences of FactAppeal, {len(wrong)} faults", sep="\n"
        )
        return min(1, len(wrong))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())

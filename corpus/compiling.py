"""From the inline form to a record (`rashomon.record/1`) with checked offsets, and to the form that the scorer reads.

Every line of the table is read by one function of its kind (corpus/lines.py); a line that can't be read becomes a problem
that names it, and the rest goes on, so that an annotator sees all problems of a file at once. `check` reads the
`incident.json` of each folder too (corpus/incident.py).

usage: python -m corpus.compiling check FILE_OR_FOLDER...   problems of each file; exit 1 if there are any
       python -m corpus.compiling text FILE                 the plain text
       python -m corpus.compiling blank FOLDER TARGET       copies without marks and table, for a second annotator
       python -m corpus.compiling record FILE               the record as JSON
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.incident import incident_problems
from corpus.inline import Malformed, parse, sections
from corpus.lines import READERS, read_names
from corpus.maker import Maker, Row
from corpus.values import Json, form_of, interval, iso_day, number

__all__ = ["STYLES", "Compiled", "Json", "blank", "check", "compile_report", "files", "form_of", "interval", "number"]

STYLES = ("wire", "broadsheet", "local", "statement", "rights", "live", "caption", "mt", "unknown")


@dataclass(slots=True)
class Compiled:
    """What became of one file: a record, and what is wrong with it."""

    record: Json
    problems: list[str]


def compile_report(source: str) -> Compiled:
    """Compiles one file; the record holds what could be read.

    Raises:
        Malformed: the sections or brackets of the file are broken, so that there is no text to speak of.
    """
    report = parse(source)
    maker = Maker(report)
    _header(maker)
    read_names(maker, [r for r in report.table if r[0][0] in "ap"])
    for letter, reader in READERS.items():
        for row in (r for r in report.table if r[0][0] == letter):
            _try(maker, row, partial(reader, maker, row))
    for row in report.table:
        if row[0][0] not in "ap" and row[0][0] not in READERS:
            maker.problems.append(f"{' '.join(row)}: no kind of line begins so")
    for row, step in maker.late:
        _try(maker, row, step)
    listed = {row[0] for row in report.table}
    for name in report.spans:
        owner = "c" + name[1:] if name[0] in "qs" else name
        if owner not in listed:
            maker.problems.append(f"[{name} ...] is marked, but the table has no line {owner}")
    return Compiled(_record(maker), maker.problems)


def _try(maker: Maker, row: Row, step: Callable[[], None]) -> None:
    try:
        step()
    except Malformed as error:
        maker.problems.append(f"{' '.join(row)[:70]}: {error}")


def _header(maker: Maker) -> None:
    header = maker.report.header
    for key in ("publisher", "published", "style"):
        if not header.get(key):
            maker.problems.append(f"header: no {key}")
    if header.get("style") not in STYLES:
        maker.problems.append(f"header: style is one of {', '.join(STYLES)}")
    for key in ("published", "updated"):
        if header.get(key) != "unknown" and not iso_day(header.get(key) or "2000-01-01"):
            maker.problems.append(f"header: {key} is an ISO date")


def _record(maker: Maker) -> Json:
    text = maker.report.text
    header = {key: value for key, value in maker.report.header.items() if value != "unknown"}
    first = maker.report.headline[1]
    body = maker.report.standfirst[1] if maker.report.standfirst else first
    parts = [{"kind": "headline", "start": 0, "end": first}]
    if maker.report.standfirst:
        parts.append({"kind": "standfirst", "start": maker.report.standfirst[0], "end": body})
    parts.append({"kind": "body", "start": min(len(text), body + 2), "end": len(text)})
    document = {
        "id": hashlib.sha256(text.encode()).hexdigest(), "url": None, "publisher": header.get("publisher"),
        "title": text[:first], "byline": header.get("byline"), "published_at": header.get("published"),
        "updated_at": header.get("updated"), "language": header.get("language", "en"), "machine_translated": header.get("style") == "mt",
        "style": header.get("style"), "text": text, "parts": parts,
    }  # fmt: skip
    layers = {
        "actors": maker.actors, "places": maker.places, "times": maker.times, "claims": maker.claims,
        "figures": maker.figures, "victims": maker.victims, "events": maker.events,
    }  # fmt: skip
    made: Json = {"schema": "rashomon.record/1", "document": document}
    made |= {name: list(layer.values()) for name, layer in layers.items()}
    return made | {"relations": maker.relations, "links": maker.links}


def files(paths: list[str]) -> Iterator[Path]:
    """The `.ann` files named, or below the folders named."""
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.ann")) if path.is_dir() else [path]


def check(paths: list[str]) -> int:
    """Prints every problem; the number of files that have one."""
    bad, compiled = 0, dict[Path, dict[str, Json]]()  # folder to its records
    reports = list(files(paths))
    for path in reports:
        try:
            made = compile_report(path.read_text(encoding="utf-8"))
            problems, compiled.setdefault(path.parent, {})[path.stem] = made.problems, made.record
        except Malformed as error:
            problems = [str(error)]
        bad += bool(problems)
        for problem in problems:
            print(f"{path}: {problem}")
    folders = {p for p in map(Path, paths) if p.is_dir()}
    described = sorted({f for folder in folders for f in folder.rglob("incident.json")})
    names = {f.parent.name for f in described} | {p.name for f in described for p in f.parent.parent.iterdir()}
    for path in described:
        problems = incident_problems(path, compiled.get(path.parent, {}), incidents=names)
        bad += bool(problems)
        for problem in problems:
            print(f"{path}: {problem}")
    print(f"{len(reports)} reports, {len(described)} incidents, {bad} files with problems")
    return bad


def blank(folder: str, target: str) -> int:
    """Writes what a second annotator may see: header and plain text."""
    for path in files([folder]):
        source = path.read_text(encoding="utf-8")
        report = parse(source)
        text = report.text
        if report.standfirst:
            text = text[: report.standfirst[0]] + "> " + text[report.standfirst[0] :]
        text = text.replace("[", r"\[").replace("]", r"\]")
        out = Path(target) / path.relative_to(folder)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(f"{sections(source)[0]}---\n{text}\n---\n", encoding="utf-8")
    return 0


def main() -> int:
    """The command line."""
    command, *rest = sys.argv[1:] or [""]
    if command == "check":
        return min(1, check(rest))
    if command == "blank":
        return blank(*rest)
    if command in ("text", "record"):
        compiled = compile_report(Path(rest[0]).read_text(encoding="utf-8"))
        whole = json.dumps(compiled.record, ensure_ascii=False, indent=1)
        print(compiled.record["document"]["text"] if command == "text" else whole)
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())

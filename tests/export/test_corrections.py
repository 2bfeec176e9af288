"""Corrections come back as gold that the scorer reads, and say how far they can be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.compiling import check, compile_report
from rashomon.errors import StoreError
from rashomon.export.ann import inline
from rashomon.export.corrections import corrections, write
from rashomon.model import codec
from rashomon.model.agreement import agreements, alpha
from rashomon.model.codebook import Codebook
from rashomon.model.corrections import EDIT, REJECT, described
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.run import relink
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import STRIKE, fill, put, whole
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"


def said(store: SqliteStore, report: str, kind: str, now: Any, *, who: str = "ana") -> None:
    figure = store.record(store.find(report)).figures[0]
    text = None if now is None else json.dumps(now)
    store.judge(Judgement("", WHEN, who, kind, (f"{report}:{figure.id}",), described("figures", figure), text, "why"))


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with SqliteStore(tmp_path / "s.db") as opened:
        yield opened


def test_only_what_somebody_judged_comes_out(store: SqliteStore, tmp_path: Path) -> None:
    report = put(store, "/r/a.txt", STRIKE)
    put(store, "/r/b.txt", "Nothing\n\nGovernor Sara Noor said 3 people were injured in Mosul on 2024-02-06.")
    assert list(corrections(store)) == []
    said(store, report, EDIT, {"low": 10, "high": 12})
    (one,) = corrections(store)
    assert next((f.low, f.high) for f in one.record.figures) == (10, 12) and not one.whole
    assert write(store, tmp_path / "out", codebook=Codebook(version="team 7")) == 1
    told = json.loads((tmp_path / "out" / "corrections.json").read_text())
    assert told["reports"][0]["judgements"][0]["who"] == "ana" and told["codebook"]["version"] == "team 7"
    assert compiled(tmp_path / "out" / "loose" / f"{report[:12]}.ann")["figures"][0]["high"] == 12
    with pytest.raises(StoreError, match="not empty"):
        write(store, tmp_path / "out")


def compiled(path: Path) -> dict[str, Any]:
    """The record that the corpus' own compiler makes of a file, which it finds nothing wrong with."""
    made = compile_report(path.read_text(encoding="utf-8"))
    assert made.problems == [], path.read_text()
    return made.record


def test_a_coded_incident_comes_back_as_it_was_corrected(store: SqliteStore, tmp_path: Path) -> None:
    """Export, compile, and compare with the corrected records, value by value; the incident's form has no problem."""
    reports = fill(store)
    said(store, reports["strike"], EDIT, {"low": 10, "high": 13, "qualifier": "exactly"})
    said(store, reports["rival"], REJECT, None)
    relink.incidents(store)
    incident = max(store.incidents() or (), key=lambda i: len(i.events))
    store.decide(Judgement("", WHEN, "ana", "state", (incident.id,), "machine", "coded", ""), seen=None, relink=False)
    assert write(store, tmp_path / "out") == 2
    folder = tmp_path / "out" / incident.id
    assert check([str(folder)]) == 0
    form = json.loads((folder / "incident.json").read_text())
    assert form["date"] == "2024-02-07" and form["cells"]["killed"] == dict(incident.cells)["killed"]
    assert sum(map(len, form["events"].values())) == 2 and form["ranges"]["killed"] == [10, 13]
    for one in corrections(store):
        assert one.whole
        same(one.record, compiled(folder / f"{one.stem}.ann"))


def same(record: Record, data: dict[str, Any]) -> None:
    """Holds a compiled record against the one that was exported: everything that the form carries."""
    made = inline(record)
    ids = {layer: {new: old for old, new in found.items()} for layer, found in made.ids.items()}
    document = record.document
    assert data["document"]["text"] == document.text
    for name in ("publisher", "byline", "language"):
        assert data["document"][name] == getattr(document, name), name
    rows: dict[str, dict[str, Any]] = {
        layer: {ids[layer][row["id"]]: row for row in data[layer] if row["id"] in ids.get(layer, {})}
        for layer in LAYERS
    }
    for layer in LAYERS:
        left = {x.id for x in getattr(record, layer)} - rows[layer].keys()
        assert len(left) <= len(made.left_out), (layer, left, made.left_out)

    def old(layer: str, name: str | None) -> str | None:
        return ids.get(layer, {}).get(name or "") if name is not None else None

    def spans(found: Any) -> list[tuple[int, int]]:
        return joined([(s["start"], s["end"]) if isinstance(s, dict) else (s.start, s.end) for s in found])

    def joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Pieces with nothing but blanks between them are one, as the form has it."""
        out: list[tuple[int, int]] = []
        for a, b in sorted(found):
            if out and not document.text[out[-1][1] : a].strip():
                out[-1] = out[-1][0], max(out[-1][1], b)
            else:
                out.append((a, b))
        return out

    def speaks(row: dict[str, Any] | None, who: Any) -> None:
        if who is None or who.actor_id in (None, "") or who.actor_id not in made.ids["actors"]:
            assert (row is None) == (who is None) or made.left_out
        else:
            assert row is not None and old("actors", row["actor_id"]) == who.actor_id

    for a in record.actors:
        if a.id in rows["actors"]:
            assert rows["actors"][a.id]["kind"] == a.kind
            named = {rows["actors"][a.id]["name"], *rows["actors"][a.id]["aliases"]}
            assert named <= {a.name, *a.aliases, *(m.text for m in a.mentions)}
    for p in record.places:
        if p.id in rows["places"]:
            row = rows["places"][p.id]
            assert (row["precision"], tuple(row["within"])) == (p.precision, p.within)
    for t in record.times:
        row = rows["times"][t.id]
        assert row["precision"] == t.precision
        exact = (row["start"], row["end"]) == (t.start, t.end)
        assert exact or (t.start.startswith(row["start"]) and any("time zone" in x for x in made.left_out))
        assert spans([row["span"]]) == spans([t.span])
    for c in record.claims:
        if c.id in rows["claims"]:
            row = rows["claims"][c.id]
            assert spans(row["content"]) == spans(c.content)
            assert spans([row["cue"]] if row["cue"] else []) == spans([c.cue] if c.cue else [])
            assert (row["act"], row["negated"], row["hedged"]) == (c.act, c.negated, c.hedged)
            assert old("claims", row["within"]) == (c.within if c.within in rows["claims"] else None)
            assert {old("events", e) for e in row["about"]} == set(c.about)
            speaks(row["speaker"], c.speaker)
            if c.speaker is not None and row["speaker"] is not None:
                assert row["speaker"]["level"] == c.speaker.level
    for f in record.figures:
        row = rows["figures"][f.id]
        assert (row["low"], row["high"], row["measure"], row["population"], row["scope"]) == (
            f.low, f.high, f.measure, f.population, f.scope,
        )  # fmt: skip
        assert row["qualifier"] == f.qualifier or any("qualifier" in t for t in made.left_out)
        assert spans([row["span"]]) == spans([f.span])
        assert old("events", row["event_id"]) == f.event_id and old("figures", row["part_of"]) == f.part_of
        assert old("times", row["as_of"]) == f.as_of
        assert old("claims", row["claim_id"]) == (f.claim_id if f.claim_id in rows["claims"] else None)
        speaks(row["speaker"], f.speaker)
    for v in record.victims:
        row = rows["victims"][v.id]
        assert (row["harm"], row["status"], row["sex"]) == (v.harm, v.status, v.sex)
        assert spans(row["names"]) == spans(v.names) and old("events", row["event_id"]) == v.event_id
        assert (row["age"] or {}).get("low") == (v.age.low if v.age is not None else None)
        assert {old("figures", x) for x in row["in_figures"]} == set(v.in_figures)
    for e in record.events:
        row = rows["events"][e.id]
        assert (row["plover"], row["acled"], row["modality"]) == (e.plover, e.acled, e.modality)
        assert spans(row["triggers"]) == spans(e.triggers or e.evidence)
        assert old("places", row["place_id"]) == (e.place_id if e.place_id in rows["places"] else None)
        assert old("times", row["time_id"]) == e.time_id
        assert {i["name"] for i in row["instruments"]} <= {i.name for i in e.instruments}
    assert len(data["relations"]) <= len(record.relations)
    kinds = {(old("events", k["from"]), k["kind"], old("events", k["to"])) for k in data["links"]}
    assert kinds == {(k.from_event, k.kind, k.to_event) for k in record.links}
    answers = sum(len(e["answers"]) for e in data["events"])
    assert answers == sum(len(e.answers) for e in record.events) or made.left_out


LAYERS = ("actors", "places", "times", "claims", "figures", "victims", "events")


def test_real_records_come_back(corpus_records: Any) -> None:
    """Every bundled report, as the pipeline reads it: through the form and back."""
    for path, data in corpus_records:
        record = codec.from_json(Record, data)
        made = compile_report(inline(record).text)
        assert made.problems == [], (path.name, made.problems)
        same(record, made.record)


@pytest.mark.parametrize("body", ["a [bracket] and \\[more\\]", "one\n---\ntwo", "x\n\n\\ y [e1 z]", "]["])
def test_hostile_text_comes_back(body: str) -> None:
    text = f"Head [line]\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07 by a drone. {body}"
    record = whole(tiny_record(text.encode(), text))
    made = compile_report(inline(record).text)
    assert made.problems == [] and made.record["document"]["text"] == text
    same(record, made.record)


def test_agreement_counts_last_words(store: SqliteStore) -> None:
    report = put(store, "/r/a.txt", STRIKE)
    said(store, report, EDIT, {"low": 10})
    assert agreements(store.judgements()) == ()
    said(store, report, EDIT, {"low": 11}, who="ben")
    found = {a.field: a for a in agreements(store.judgements())}
    assert found["low"].share == 0 and found["high"].share == 1 and found["stands"].share == 1
    said(store, report, REJECT, None, who="ben")
    found = {a.field: a for a in agreements(store.judgements())}
    assert set(found) == {"stands"} and found["stands"].share == 0


def test_alpha_is_krippendorffs() -> None:
    """The worked example of his chapter for two coders and nominal data: ten units, alpha .095."""
    a, b = "0100000000", "1110010010"
    assert alpha([[x, y] for x, y in zip(a, b, strict=True)]) == pytest.approx(0.095, abs=0.001)
    assert alpha([["x", "x"]]) is None

"""What the open corpus promises: its size, its variety, its frozen split, and that it holds together."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import open_corpus
from corpus.agreement import FIRST, SECOND, pairs, totals
from corpus.compiling import compile_report
from corpus.incident import incident_problems
from corpus.incident_agreement import JUDGED, incident_pairs, incident_totals
from corpus.open_corpus import Annotated, broken, hard_negatives, incidents, reports, split, variety

Json = dict[str, Any]
Gram = tuple[str, ...]


@pytest.fixture(scope="module")
def every() -> list[Annotated]:
    return list(reports())


@pytest.fixture(scope="module")
def described() -> dict[str, Json]:
    return {p.name: json.loads((p / "incident.json").read_text(encoding="utf-8")) for p in incidents()}


def test_the_split_is_the_one_that_was_frozen() -> None:
    assert broken() == []


def test_every_incident_stands_in_one_part_and_what_was_looked_at_is_never_test() -> None:
    parts = split()
    dealt = [name for names in parts.values() for name in names]
    assert sorted(dealt) == [p.name for p in incidents()]
    assert not [name for name in parts["test"] if int(name[:3]) % 100 <= open_corpus.LOOKED_AT]
    assert len(parts["test"]) >= 20 and len(parts["dev"]) >= 10


def test_a_changed_report_a_new_incident_and_a_lost_one_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {part: split()[part][:1] for part in ("train", "dev", "test")}
    for part in names.values():
        shutil.copytree(open_corpus.ROOT / part[0], tmp_path / part[0])
    monkeypatch.setattr(open_corpus, "ROOT", tmp_path)
    monkeypatch.setattr(open_corpus, "SPLIT", tmp_path / "split.json")
    frozen: Json = dict(names) | {"sha256": {part: open_corpus.digest(n) for part, n in names.items()}}
    open_corpus.SPLIT.write_text(json.dumps(frozen))
    assert broken() == []
    changed = next((tmp_path / names["test"][0]).glob("*.ann"))
    changed.write_text(changed.read_text() + "# a note\n")
    assert broken() == ["test"]
    shutil.copytree(tmp_path / names["dev"][0], tmp_path / "999-new")
    shutil.rmtree(tmp_path / names["train"][0])
    assert broken() == ["test", *sorted(["999-new", names["train"][0]])]


def test_what_is_added_later_trains_and_dev_and_test_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {part: split()[part][:1] for part in ("train", "dev", "test")}
    for part in names.values():
        shutil.copytree(open_corpus.ROOT / part[0], tmp_path / part[0])
    monkeypatch.setattr(open_corpus, "ROOT", tmp_path)
    monkeypatch.setattr(open_corpus, "SPLIT", tmp_path / "split.json")
    hashes = {part: open_corpus.digest(n) for part, n in names.items()}
    open_corpus.SPLIT.write_text(json.dumps(dict(names) | {"sha256": hashes}))
    shutil.copytree(tmp_path / names["train"][0], tmp_path / "999-new")
    open_corpus.freeze()
    assert broken() == [] and split() == names | {"train": [*names["train"], "999-new"]}
    kept = json.loads(open_corpus.SPLIT.read_text())["sha256"]
    assert {part: kept[part] == hashes[part] for part in kept} == {"train": False, "dev": True, "test": True}
    shutil.copytree(tmp_path / "999-new", tmp_path / "998-sibling")
    told = json.loads((tmp_path / "998-sibling" / "incident.json").read_text()) | {"siblings": names["test"]}
    (tmp_path / "998-sibling" / "incident.json").write_text(json.dumps(told))
    with pytest.raises(ValueError, match=names["test"][0]):
        open_corpus.freeze()


def test_siblings_and_recalled_incidents_stay_together(described: dict[str, Json]) -> None:
    part_of = {name: part for part, names in split().items() for name in names}
    for name, data in described.items():
        for other in [*data["siblings"], *(r["incident"] for r in data["recalled"] if r["incident"])]:
            assert part_of[other] == part_of[name], (name, other)


def test_siblings_name_each_other(described: dict[str, Json]) -> None:
    assert [
        (n, o) for n, data in described.items() for o in data["siblings"] if n not in described[o]["siblings"]
    ] == []


def test_every_report_compiles_without_a_problem() -> None:
    found = {
        p.name: q for f in incidents() for p in f.glob("*.ann") if (q := compile_report(p.read_text("utf-8")).problems)
    }
    assert found == {}


def test_every_incident_holds_with_its_reports(every: list[Annotated]) -> None:
    names = {p.name for p in incidents()}
    for folder in incidents():
        records = {r.stem: r.record for r in every if r.incident == folder.name}
        assert incident_problems(folder / "incident.json", records, incidents=names) == [], folder.name


def spans(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        if {"start", "end", "text"} == set(value):
            yield value
        else:
            for inner in value.values():
                yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def test_every_span_quotes_its_report(every: list[Annotated]) -> None:
    count = 0
    for report in every:
        for span in spans({k: v for k, v in report.record.items() if k != "document"}):
            assert report.text[span["start"] : span["end"]] == span["text"] != "", (report.stem, span)
            count += 1
    assert count > 10_000


def test_no_content_holds_its_own_cue(every: list[Annotated]) -> None:
    wrong = [
        (r.incident, r.stem, c["id"]) for r in every for c in r.record["claims"] if c["cue"] is not None
        if any(s["start"] <= c["cue"]["start"] and c["cue"]["end"] <= s["end"] for s in c["content"])
    ]  # fmt: skip
    assert wrong == []


def test_it_is_as_large_and_as_varied_as_promised(every: list[Annotated], described: dict[str, Json]) -> None:
    found = variety(every)
    assert found["reports"] >= 300 and found["incidents"] >= 80
    assert found["forms"]["indirect"] >= 0.45
    assert set(found["styles"]) == {"wire", "broadsheet", "local", "statement", "rights", "live", "caption", "mt"}
    assert found["years"][0] <= 1985 and found["years"][1] >= 2026
    assert len(set(found["acts"])) == 14
    assert len({d["kind"] for d in described.values()}) >= 12
    assert found["distinct_4grams"] > 0.95 and found["distinct_cues"] > 500
    assert max(found["commonest_cues"].values()) < 0.2 and found["commonest_opening"][1] <= 3
    assert all(2 <= len(list(f.glob("*.ann"))) <= 5 for f in incidents())
    lengths = [len(r.text.split()) for r in every]
    assert min(lengths) >= 80 and max(lengths) <= 920


def test_hard_negatives_are_pairs_of_events_that_are_there(every: list[Annotated], described: dict[str, Json]) -> None:
    found = hard_negatives()
    assert len(found) >= 200 and len(set(found)) == len(found)
    known = {f"{r.incident}/{r.stem}:{e['id']}" for r in every for e in r.record["events"]}
    own = {f"{n}/{stem}:{e}": n for n, d in described.items() for stem, ids in d["events"].items() for e in ids}
    for one, other in found:
        assert one in known and other in known and one != other
        assert own.get(one) is None or own.get(one) != own.get(other), (one, other)


def test_every_report_was_annotated_twice_and_the_annotators_agree(every: list[Annotated]) -> None:
    count, found = totals(pairs(FIRST, SECOND))
    assert count == len(every)
    assert found["claims, content and source"].f1 >= 0.85
    assert min(found[layer].f1 for layer in ("figures", "times", "victims", "events")) >= 0.85


def test_every_incident_was_judged_twice_and_the_annotators_agree(described: dict[str, Json]) -> None:
    found = list(incident_pairs(FIRST, SECOND))
    assert [name for name, _, _ in found] == sorted(described)
    assert [name for name, _, second in found if set(second) != set(JUDGED)] == []
    layers = incident_totals(found)[1]
    firm = ("cells", "ranges", "superseded", "not independent", "victims across reports")
    assert min(layers[k].f1 for k in firm) >= 0.85


def test_what_the_annotators_of_an_incident_were_given_is_as_it_was(described: dict[str, Json]) -> None:
    """Only what both judged was settled; events, recalled and sibling incidents are the first annotator's."""
    for name, first, _ in incident_pairs(FIRST, SECOND):
        given = first.keys() - set(JUDGED)
        assert {k: first[k] for k in given} == {k: described[name][k] for k in given}, name


def test_the_data_statement_gives_the_agreement_on_incidents() -> None:
    page = (open_corpus.ROOT.parent / "DATA_STATEMENT.md").read_text(encoding="utf-8")
    found = list(incident_pairs(FIRST, SECOND))
    of_part = [incident_totals(row for row in found if row[0] in names)[1] for names in split().values()]
    shown = [
        f"| {layer} | " + " | ".join(f"{layers[layer].f1:.3f}".removeprefix("0") for layers in (counts, *of_part)) + " |"
        for counts in [incident_totals(found)[1]] for layer in counts
    ]  # fmt: skip
    assert shown and [line for line in shown if line not in page] == []


def test_the_data_statement_gives_the_numbers_that_hold(every: list[Annotated]) -> None:
    page = (open_corpus.ROOT.parent / "DATA_STATEMENT.md").read_text(encoding="utf-8")
    found, parts = variety(every), split()
    lengths = sorted(len(r.text.split()) for r in every)
    shown = [
        f"| {found['incidents']} / {found['reports']} / {found['words']:,} |",
        f"| {lengths[0]} to {lengths[-1]} words, the middle one {lengths[len(lengths) // 2]} |",
        f"| {found['years'][0]} to {found['years'][1]}, in {found['years'][2]} different years |",
        f"| {found['claims']:,}: " + ", ".join(f"{f} {100 * found['forms'][f]:.1f} %" for f in ("indirect", "direct", "mixed")),
        f"| {found['distinct_cues']}; the commonest, \"said\", has {100 * found['commonest_cues']['said']:.1f} %",
        "| " + " / ".join(f"{found[k]:,}" for k in ("figures", "victims", "times", "places")) + " |",
        "| " + " / ".join(f"{found[k]:,}" for k in ("actors", "events", "relations", "links")) + " |",
        f"| hard-negative pairs | {len(hard_negatives())} |",
        "| " + ", ".join(f"{100 * found[f'distinct_{n}grams']:.1f} %" for n in (2, 3, 4)) + " |",
        "| " + " / ".join(str(len(names)) for names in parts.values()) + " (",
        *(f"{layer} | {counts.f1:.3f}".replace("| 0.", "| .") for layer, counts in totals(pairs(FIRST, SECOND))[1].items()),
    ]  # fmt: skip
    assert [line for line in shown if line not in page] == []


def test_a_denial_is_negated(every: list[Annotated]) -> None:
    """GUIDELINE.md 43."""
    claims = [(r.incident, r.stem, c) for r in every for c in r.record["claims"] if c["act"] == "deny"]
    assert claims and [(i, s, c["id"]) for i, s, c in claims if not c["negated"]] == []


def grams(text: str, size: int = 8) -> set[Gram]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + size]) for n in range(len(words) - size + 1)}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def shared_texts(shared: Path) -> Iterator[tuple[Path, str]]:
    for folder in ("re3d", "factappeal", "wikievents_dev", "geo"):
        for path in sorted((shared / "data" / folder).glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                yield path, "\n".join(strings([row.get("title"), row["text"]]))
    for path in sorted((shared / "gold" / "seed").glob("*.txt")):
        yield path, path.read_text(encoding="utf-8")


def test_no_words_come_from_the_shared_texts(every: list[Annotated], shared: Path) -> None:
    own = {gram: r for r in every for gram in grams(r.text)}
    texts = list(shared_texts(shared))
    assert {p.parent.name for p, _ in texts} == {"re3d", "factappeal", "wikievents_dev", "geo", "seed"}
    both = [(path.name, own[g].stem, " ".join(g)) for path, text in texts for g in grams(text) & own.keys()]
    assert both == []


def test_incidents_share_no_sentence(every: list[Annotated]) -> None:
    owners: dict[Gram, set[str]] = {}
    for report in every:
        for gram in grams(report.text, 10):
            owners.setdefault(gram, set()).add(report.incident)
    assert {" ".join(g): sorted(o) for g, o in owners.items() if len(o) > 1} == {}

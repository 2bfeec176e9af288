"""Stand-off annotation: words are carried over white space, and what is kept still rests on the real documents."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus import real_text
from corpus.inline import Malformed
from corpus.real_text import REAL, Source, blank, bridge, rows, sound, standoff, verify, write

TEXT = "Ministry  statement\n\nThe Ministry said that\ttwo\nposts were hit.  Nobody died."
DOCUMENT = Source(
    "public_domain.jsonl", {"id": "d/1", "text": TEXT, "title": "Ministry statement", "source": "Ministry"}
)
ANNOTATED = """id: d/1
publisher: Ministry
published: 2016-05-01
style: statement
---
Ministry statement

[s1 The Ministry] [q1 said] that [c1 [f1 two posts] were [e1 hit]]. [f2 Nobody died].
---
a1 organisation: The Ministry; Ministry | body
e1 ASSAULT - happened
c1 a1 report named_office
f1 targets_struck 2 any a1 e1 c=c1
f2 killed 0 any - e1
"""


def test_offsets_are_carried_over_white_space() -> None:
    made = standoff(ANNOTATED, {"d/1": DOCUMENT})
    (claim,) = made["claims"]
    words = [TEXT[a:b] for a, b in claim["content"]]
    assert words == ["two\nposts were hit"] and TEXT[slice(*claim["cue"])] == "said"
    assert {TEXT[a:b] for a, b in claim["source_names"]} == {"Ministry", "The Ministry"}
    assert [(TEXT[slice(*f["span"])], f["event"], f["low"]) for f in made["figures"]] == [
        ("two\nposts", 0, 2),
        ("Nobody died", 0, 0),
    ]
    assert made["sha256"] == DOCUMENT.sha256 and "text" not in json.dumps(made)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: d/1", "id: d/2", "no document of this id"),
        ("were [e1 hit]", "were [e1 struck]", "the text differs from the document"),
        (" [f2 Nobody died].", "", "f2 is marked nowhere"),
        ("Ministry statement\n", "[f2 Ministry] statement\n", ""),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, message: str) -> None:
    changed = ANNOTATED.replace(old, new)
    if not message:  # a headline that the document lacks holds no marks
        changed = changed.replace("style: statement", "style: statement\nbody_only: yes").replace(
            "[f2 Nobody died]", "Nobody died"
        )
        bodied = Source("x.jsonl", DOCUMENT.row | {"text": TEXT.partition("\n\n")[2]})
        with pytest.raises(Malformed, match="no part of the document"):
            standoff(changed, {"d/1": bodied})
        return
    with pytest.raises(Malformed, match=message):
        standoff(changed, {"d/1": DOCUMENT})


def test_a_document_that_goes_on_is_refused() -> None:
    with pytest.raises(Malformed, match="the text ends before the document does"):
        bridge("Ministry statement", TEXT, first=0)


def test_a_blank_form_can_be_filled_in_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "public_domain.jsonl"
    data.write_text(json.dumps(DOCUMENT.row) + "\n")
    form = blank(DOCUMENT)
    assert form.startswith("id: d/1\npublisher: Ministry\n") and "body_only" not in form.replace(
        "body_only: yes\n", "", 1
    )
    (tmp_path / "d_1.ann").write_text(ANNOTATED)
    (tmp_path / "d_2.ann").write_text(ANNOTATED.replace("d/1", "d/9"))
    assert write(str(tmp_path), str(tmp_path / "out.jsonl"), [str(data)]) == 1
    assert [r["id"] for r in rows(tmp_path / "out.jsonl")] == ["d/1"]
    assert "d_2.ann: no document of this id" in capsys.readouterr().err


def test_a_span_begins_and_ends_on_whole_words() -> None:
    assert sound(TEXT, [0, 8]) and sound(TEXT, [0, 4], words=False)
    assert not any(sound(TEXT, span) for span in ([0, 4], [2, 8], [8, 12], [5, 5], [0, 999], [-2, 8]))


def test_what_is_kept_holds_no_text() -> None:
    for name in ("re3d.jsonl", "factappeal_act_level.jsonl"):
        for row in rows(REAL / name):
            longest = max((s for s in json.dumps(row).split('"') if " " in s and ":" not in s), key=len, default="")
            assert len(longest) < 60, longest  # names of ACLED types are the longest words there


def test_there_is_as_much_as_promised() -> None:
    documents = list(rows(REAL / "re3d.jsonl"))
    files = Counter(row["file"] for row in documents)
    assert set(files) == {"public_domain.jsonl", "ogl_v3.jsonl"} and len({r["id"] for r in documents}) >= 60
    assert len({row["id"] for row in rows(REAL / "factappeal_act_level.jsonl")}) == 150


def test_it_rests_on_the_documents(shared: Path) -> None:
    assert list(verify(shared / "data")) == []


def test_a_fault_shows(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(rows(REAL / "re3d.jsonl")) | {"sha256": "0"}
    row["events"] = [{"triggers": [[0, 10**6]], "plover": ["HIT"], "acled": [], "modality": "happened"}]
    row["figures"] = []
    (tmp_path / "re3d.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "factappeal_act_level.jsonl").write_text(
        '{"id": "val-0000", "appeals": [{"span": [0, 3], "acts": ["shout"], "level": null}]}\n'
    )
    monkeypatch.setattr(real_text, "REAL", tmp_path)
    found = " | ".join(verify(shared / "data"))
    for message in (
        "not the text that was annotated",
        "no words: [0, 1000000]",
        "'HIT'",
        "val-0000: no words",
        "'shout'",
    ):
        assert message in found


def test_the_command_says_so_where_the_texts_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["real_text", "verify", str(tmp_path / "none")])
    assert real_text.main() == 0
    assert capsys.readouterr().out.startswith("not verified: ")

"""Agreement is F1 per layer, and a difference is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus import agreement
from corpus.agreement import compare, differences, pairs, totals
from tests.corpus.report import HEAD, TABLE, TEXT, compiled

LAYERS = {
    "claims, content", "claims, content and source", "figures", "times", "victims", "events", "actors", "relations", "links",
}  # fmt: skip
ALL = compiled().record


def test_one_agrees_with_oneself_in_every_layer() -> None:
    found = compare(ALL, ALL)
    assert set(found) == LAYERS
    assert all(hit == first == second > 0 for hit, second, first in found.values())
    assert list(differences(ALL, ALL)) == []


@pytest.mark.parametrize(
    ("old", "new", "layer", "counts"),
    [
        ("c3 a2 deny", "c3 a4 deny", "claims, content and source", (3, 4, 4)),
        ("f4 killed 2", "f4 killed 3", "figures", (2, 3, 3)),
        ("f4 killed 2", "f4 injured 2", "figures", (2, 3, 3)),
        ("t1 2003-05-19 day", "t1 2003-05-12 day", "times", (0, 1, 1)),
        ("v1 killed", "v1 injured", "victims", (0, 1, 1)),
        ("e2 MOBILIZE/COERCE", "e2 COERCE", "events", (2, 2, 2)),
        ("e2 MOBILIZE/COERCE", "e2 AID", "events", (1, 2, 2)),
        ("a4 police: police", "a4 police: chief", "actors", (3, 4, 4)),
        ("= a1 leads a4", "= a1 member_of a4", "relations", (0, 1, 1)),
        ("> e2 response_to/follows e1", "> e2 follows e1", "links", (1, 1, 1)),
        ("> e2 response_to/follows e1", "> e2 part_of e1", "links", (0, 1, 1)),
        ("> e2 response_to/follows e1", "> e1 follows e2", "links", (0, 1, 1)),
    ],
)
def test_what_counts_as_agreed(old: str, new: str, layer: str, counts: tuple[int, int, int]) -> None:
    assert old in TABLE
    assert compare(ALL, compiled(table=TABLE.replace(old, new)).record)[layer] == counts


def test_ids_differ_between_annotators_and_do_not_meet_by_chance() -> None:
    swapped = re.sub(r"\ba([14])\b", lambda m: "a4" if m[1] == "1" else "a1", TABLE)
    other = compiled(table=swapped).record
    assert {a["id"]: a["name"] for a in other["actors"]}["a4"] == "Colonel Goran Petek"
    assert compare(ALL, other)["relations"] == (1, 1, 1)
    # The other has no police: its relation may end in an "a4" of its own, and yet agrees with nothing.
    stranger = compiled(table=TABLE.replace("a4 police: police", "a4 population: men with rifles")).record
    assert compare(ALL, stranger)["relations"] == (0, 1, 1)


def test_either_of_two_speakers_is_right_whoever_is_taken_as_gold() -> None:
    one = compiled(table=TABLE.replace("c2 a1/a4", "c2 a4")).record
    for a, b in ((ALL, one), (one, ALL)):
        assert compare(a, b)["claims, content and source"] == (4, 4, 4)


def test_differences_say_what_and_where() -> None:
    table = TABLE.replace("c3 a2 deny named_office neg", "c3 a4 report named").replace("f4 killed 2", "f4 killed 3")
    found = "\n".join(differences(ALL, compiled(table=table).record))
    assert "speaker: ['The Free Hills Front'] or ['police']: laying it" in found
    assert "act: ['deny'] or ['report']: laying it" in found
    assert "level, negated: named_office True or named False" in found
    assert "only first: figures: 'Two' killed 2 2" in found and "only second: figures: 'Two' killed 3 3" in found
    text = TEXT.replace("[q4 It was said] that [c4 men with rifles fled]", "It was said that men with rifles fled")
    table = "\n".join(x for x in TABLE.splitlines() if not x.startswith("c4 ")) + "\n"
    assert "only first: claim of -: men with rifles fled" in list(
        differences(ALL, compiled(text=text, table=table).record)
    )


def write(folder: Path, table: str = TABLE, text: str = TEXT) -> Path:
    (folder / "101-velika").mkdir(parents=True)
    (folder / "101-velika" / "01-bereg.ann").write_text(f"{HEAD}---\n{text}---\n{table}")
    return folder


def test_totals_and_the_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = write(tmp_path / "one"), write(tmp_path / "two", TABLE.replace("f4 killed 2", "f4 killed 3"))
    reports, counts = totals(pairs(first, second))
    assert reports == 1 and counts["figures"].f1 == pytest.approx(2 / 3) and counts["claims, content"].f1 == 1
    monkeypatch.setattr("sys.argv", ["agreement", str(first), str(second)])
    assert agreement.main() == 0
    assert "figures                      F1 0.667   agreed 2, first 3, second 3" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["agreement", str(first), str(second), "--list", "101-velika"])
    assert agreement.main() == 0
    assert capsys.readouterr().out.startswith("== 101-velika/01-bereg\n   only first: figures")


def test_two_texts_are_not_compared(tmp_path: Path) -> None:
    first, second = write(tmp_path / "one"), write(tmp_path / "two", text=TEXT.replace("Troops", "Soldiers"))
    with pytest.raises(ValueError, match="101-velika/01-bereg: the two annotators had different texts"):
        totals(pairs(first, second))

"""The inline form: marks are lifted out of the text, and what does not pair is refused by name."""

from __future__ import annotations

import pytest

from corpus.inline import Malformed, lift, parse, sections

HEAD = "publisher: Fjord Post\npublished: 2011-02-03\nstyle: local\n"


def test_marks_are_lifted_nested_shared_and_in_pieces() -> None:
    text, spans = lift("[c1 [e1 Bombs] fell], [s1,s2 she] [q1,q2 said], [c1 and twice]. [c2 Then it was quiet.]")
    assert text == "Bombs fell, she said, and twice. Then it was quiet."
    quoted = {name: [text[a:b] for a, b in ranges] for name, ranges in spans.items()}
    assert quoted == {
        "c1": ["Bombs fell", "and twice"], "e1": ["Bombs"], "s1": ["she"], "s2": ["she"], "q1": ["said"], "q2": ["said"],
        "c2": ["Then it was quiet."],
    }  # fmt: skip


def test_pieces_with_only_blanks_between_are_one_and_edges_are_trimmed() -> None:
    text, spans = lift("[c1 the hall ][c1 burned] and [c1  fell ]")
    assert [text[a:b] for a, b in spans["c1"]] == ["the hall burned", "fell"]


def test_a_written_bracket_is_text() -> None:
    assert lift(r"“He \[the mayor\] knew,” [q1 said] Ana") == ("“He [the mayor] knew,” said Ana", {"q1": [(23, 27)]})


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("[c1 never closed", "never closed: c1"),
        ("closed] too often", "closes nothing: 'closed]'"),
        ("see [the map]", "opens no mark"),
        ("[c1: words]", "opens no mark"),
    ],
)
def test_brackets_that_do_not_pair_are_named(marked: str, message: str) -> None:
    with pytest.raises(Malformed) as error:
        lift(marked)
    assert message in str(error.value)


def test_a_file_becomes_header_text_and_table() -> None:
    report = parse(
        HEAD
        + "---\n[f1 Two] hurt\n> Bridge shut: police\n\n\n\nThe [e1 blast] came.\n---\n# a note\nf1 injured 2 any - e1\n"
    )
    assert report.header == {"publisher": "Fjord Post", "published": "2011-02-03", "style": "local"}
    assert report.text == "Two hurt\nBridge shut: police\n\nThe blast came."
    assert report.text[slice(*report.headline)] == "Two hurt"
    assert report.standfirst is not None and report.text[slice(*report.standfirst)] == "Bridge shut: police"
    assert [report.text[a:b] for a, b in report.spans["e1"]] == ["blast"]
    assert report.table == [["f1", "injured", "2", "any", "-", "e1"]]


def test_marks_in_a_standfirst_keep_their_words() -> None:
    report = parse(HEAD + "---\nHeadline\n\n> [f1 Nine] dead\n\nBody [e1 blast]\n---\n")
    assert {n: [report.text[a:b] for a, b in r] for n, r in report.spans.items()} == {"f1": ["Nine"], "e1": ["blast"]}


def test_a_text_of_one_line_is_all_headline() -> None:
    report = parse(HEAD + "---\nOnly this\n---\n")
    assert report.headline == (0, 9) and report.standfirst is None


def test_quotes_hold_values_together_and_names_are_left_alone() -> None:
    report = parse(
        HEAD + '---\nT\n---\nv1 killed civilian - e1 role="primary teacher"\na1 person: Ana "Kika" Sol; Sol | mayor\n'
    )
    assert report.table[0][-1] == "role=primary teacher"
    assert report.table[1] == ["a1", "person", 'Ana "Kika" Sol; Sol | mayor']


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (HEAD + "---\nno table", "found 2"),
        (HEAD + "---\na\n---\nb\n---\n", "found 4"),
        ("publisher Fjord Post\n---\nT\n---\n", "header line without a colon: 'publisher Fjord Post'"),
    ],
)
def test_sections_and_header_are_refused_by_name(source: str, message: str) -> None:
    with pytest.raises(Malformed) as error:
        parse(source)
    assert message in str(error.value)


def test_a_byline_may_hold_dashes() -> None:
    assert sections("byline: A---B\n---\nT\n---\n")[0] == "byline: A---B\n"

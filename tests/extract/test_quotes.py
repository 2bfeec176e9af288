"""Quote marks as newsrooms write them."""

from __future__ import annotations

import pytest

from rashomon.extract.quotes import outermost, read_quotes


def texts(text: str) -> list[str]:
    return [text[q.start : q.end] for q in outermost(read_quotes(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "go" and left.', ['"go"']),
        ("She called it “a trap”.", ["“a trap”"]),
        ("‘We’ll stay,’ he said. ‘It’s ours.’", ["‘We’ll stay,’", "‘It’s ours.’"]),
        ("'It's the boys' fault,' she said, 'and the group's.'", ["'It's the boys' fault,'", "'and the group's.'"]),
        ("‘The guards’ post fell,’ he said.", ["‘The guards’ post fell,’"]),
        ('It opened “curly and closed straight" here.', ['“curly and closed straight"']),
        ("«Salut» and „Tag“ and »Hallo«", ["«Salut»", "„Tag“", "»Hallo«"]),
        ("near 'Ayn al-Sharq and 'em all", []),
        ('a 5" shell and a 12" gun', []),
        ("rock ’n’ roll in the ’90s", []),
    ],
)
def test_house_styles(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_nested_quote_lies_in_its_outer_one() -> None:
    text = "“He told me ‘run’ and I ran,” she said."
    outer, inner = read_quotes(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert text[inner.start : inner.end] == "‘run’"


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    text = "He said: “We waited all night.\n\nNobody came."
    (quote,) = read_quotes(text)
    assert not quote.closed
    assert text[quote.inner_start : quote.inner_end] == "We waited all night."


def test_a_quote_that_repeats_its_mark_runs_over_paragraphs() -> None:
    text = "“We waited all night.\n\n“Nobody came,” he said."
    (quote,) = read_quotes(text)
    assert quote.paragraphs == 2
    assert text[quote.start : quote.end] == "“We waited all night.\n\n“Nobody came,”"


def test_a_closed_quote_does_not_run_on() -> None:
    text = "“We waited.”\n\n“Nobody came,” he said."
    assert [q.paragraphs for q in read_quotes(text)] == [1, 1]


def test_paragraphs_may_be_given() -> None:
    text = '"One\n"two" three'
    assert len(read_quotes(text, paragraphs=[(0, 4), (5, len(text))])) == 1
    assert read_quotes(text, paragraphs=[]) == ()

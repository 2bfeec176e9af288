"""The quote reader on arbitrary text: it always answers, in order, inside the text, in linear time."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from rashomon.extract.quotes import outermost, read_quotes

MARKS = "\"'“”‘’«»„‚‹›`″"
TEXTS = st.text(alphabet=st.sampled_from(list(MARKS + " \n.,abcS")), max_size=300)
ANY = st.text(max_size=300)


@given(st.one_of(TEXTS, ANY))
def test_every_text_has_a_reading(text: str) -> None:
    quotes = read_quotes(text)
    assert list(quotes) == sorted(quotes, key=lambda q: (q.start, -q.end))
    for quote in quotes:
        assert 0 <= quote.start < quote.inner_start < quote.inner_end <= quote.end <= len(text)
        assert text[quote.start : quote.inner_start] == quote.mark
        assert quote.paragraphs >= 1
        assert quote.closed or quote.inner_end == quote.end


@given(st.one_of(TEXTS, ANY))
def test_quotes_nest_or_stay_apart(text: str) -> None:
    quotes = read_quotes(text)
    for i, outer in enumerate(quotes):
        for inner in quotes[i + 1 :]:
            apart = inner.start >= outer.end or outer.start >= inner.end
            assert apart or (outer.start <= inner.start and inner.end <= outer.end)
    tops = outermost(quotes)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tops))


@given(TEXTS)
def test_quotes_keep_to_their_paragraphs(text: str) -> None:
    middle = len(text) // 2
    paragraphs = [(start, end) for start, end in ((0, middle), (middle, len(text))) if start < end]
    for quote in read_quotes(text, paragraphs=paragraphs):
        if quote.paragraphs == 1:
            assert any(start <= quote.start and quote.end <= end for start, end in paragraphs)


@given(TEXTS)
def test_the_same_text_reads_the_same(text: str) -> None:
    assert read_quotes(text) == read_quotes(text)


def test_a_long_text_of_marks_is_read_in_linear_time() -> None:
    begun = time.process_time()
    read_quotes("\"a 'b “c ‘d » " * 40_000)
    assert time.process_time() - begun < 10

"""Which words are times, where they stand, and what the words around them say of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from rashomon.annotate import annotate, build
from rashomon.extract.times import find_times
from rashomon.extract.times_grammar import readings
from rashomon.model.documents import Document, Part
from rashomon.model.time_mentions import TimeMention


@pytest.fixture(scope="session")
def nlp() -> Language:
    return build("bundled")


def find(nlp: Language, text: str) -> tuple[TimeMention, ...]:
    document = Document(id="0" * 64, text=text, parts=(Part("body", 0, len(text)),), published_at="2024-02-08")
    return find_times(annotate(nlp, document), document=document)


def test_spans_are_whole(nlp: Language) -> None:
    text = "Late on Wednesday shells fell, and at 03:30 local time on Thursday the army, which came on Friday evening, fired from 3 to 5 March."
    assert [mention.span.text for mention in find(nlp, text)] == [
        "Late on Wednesday", "03:30 local time on Thursday", "on Friday evening", "from 3 to 5 March"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("The council will meet on Monday.", "future"),
        ("The council met on Monday.", "past"),
        ("The council is due to meet on Monday.", "future"),
        ("The council planned to meet on Monday.", "future"),
        ("The council began to meet on Monday.", "past"),
        ("The curfew holds until Monday.", "future"),
        ("The curfew has held since Monday.", "past"),
        ("The council would have met on Monday.", "past"),
        ("A session scheduled for Monday was called off.", "future"),
        ("On Monday.", None),
    ],
)
def test_directions(nlp: Language, text: str, direction: str | None) -> None:
    (mention,) = find(nlp, text)
    assert mention.direction == direction


def test_speech_is_told_from_what_it_tells_of(nlp: Language) -> None:
    said, killed = find(nlp, "The army said on Tuesday that a mine killed two men on Sunday.")
    assert said.speech and not killed.speech
    (mention,) = find(nlp, "Nineteen villagers were killed on June 9, the group said.")
    assert not mention.speech


def test_what_a_shift_counts_from(nlp: Language) -> None:
    lead = "Gunmen raided a village on Sunday. "
    assert find(nlp, lead + "The raid came two days after an ambush.")[-1].anchor == "main"
    assert find(nlp, lead + "Two days before the raid, a drone was seen.")[-1].anchor == "main"
    assert find(nlp, lead + "Two days later, a drone was seen.")[-1].anchor == "previous"


def test_captions_and_headings_give_none(nlp: Language) -> None:
    text = "The village on Sunday\n\nA night on Monday\n\nIt was raided on Tuesday."
    parts = (Part("caption", 0, 21), Part("note", 23, 40), Part("body", 42, len(text)))
    document = Document(id="0" * 64, text=text, parts=parts, published_at="2024-02-08")
    assert [m.span.text for m in find_times(annotate(nlp, document), document=document)] == ["on Tuesday"]


WORDS = st.sampled_from(
    ["May", "march", "March", "the", "on", "Friday", "last", "next", "12", "2024", "31", "of", "a", "year", "ago", "later", "between", "and",
     "from", "to", "9am", "at", "10:30", "GMT", "overnight", "into", "two", "days", "before", "after", "following", "week", "1990s", "-", ",", "Jan."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_the_grammar_reads_anything(text: str) -> None:
    end = 0
    for reading in readings(text):
        assert end <= reading.start < reading.end <= len(text)
        end = reading.end


@pytest.mark.parametrize(
    "text",
    [
        "on the early hours of " * 4_000,
        "1 " * 50_000,
        "between 1 and " * 8_000,
        "the " * 25_000,
        "Friday " * 15_000,
        "9:" * 50_000,
    ],
)
def test_the_grammar_is_quick_on_odd_text(text: str) -> None:
    begun = time.monotonic()
    list(readings(text))
    assert time.monotonic() - begun < 4

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
from rashomon.model.documents import Document, Part, PartKind
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


@pytest.mark.parametrize(
    "opening",
    [
        "16:05 Local journalists saw him go",
        "DJIBO, Burkina Faso, Wednesday (NPA) - He had gone",
        "BATTICALOA, Friday: He had gone",
    ],
)
def test_stamps_and_datelines_are_no_times(nlp: Language, opening: str) -> None:
    assert [m.span.text for m in find(nlp, opening + " before he was seen on Monday.")] == ["on Monday"]


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
    begun = time.process_time()
    list(readings(text))
    assert time.process_time() - begun < 4


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("They came at half past eight on Tuesday morning.", ["half past eight on Tuesday morning"]),
        ("The gate fell at twenty to four.", ["twenty to four"]),
        ("By two o’clock the press was alight; by dawn nine were in hospital.", ["two o’clock", "by dawn"]),
        ("The helicopters came shortly before eleven, they said.", ["shortly before eleven"]),
        ("They came about three in the morning.", ["three in the morning"]),
        ("Police put the toll at six and the wounded at ten.", []),
        ("She ate there on the sixteenth.", ["the sixteenth"]),
        ("He lives on the 4th floor; the burial was on 15th.", ["15th"]),
        ("It was the second of March.", ["the second of March"]),
        ("They left in the last week of October.", ["the last week of October"]),
        ("It would be forgotten by Christmas.", ["Christmas"]),
        ("On 12 October 2023, towards 3 p.m., a drone struck.", ["12 October 2023, towards 3 p.m."]),
        ("Yesterday, 25 May, they attacked.", ["Yesterday, 25 May"]),
        ("A mine struck at 0412.", ["at 0412"]),
        ("Bread for Tomorrow left two hours later.", []),
        ("Nobody trades on a Saturday, and the curfew lasts until 6 am.", []),
        ("They came on monday.", ["on monday"]),
        ("They came at dusk, and on Monday after sunset.", ["on Monday after sunset"]),
        ("Shortly after first light on Monday they came.", ["Shortly after first light on Monday"]),
        ("They came yesterday (Wednesday).", ["yesterday (Wednesday)"]),
        ("They came on Wednesday (7 February).", ["on Wednesday (7 February)"]),
        ("They came Tuesday 6 p.m. and left at 4 p.m. that day.", ["Tuesday 6 p.m.", "4 p.m. that day"]),
        ("They came on Friday, 2nd of February.", ["on Friday, 2nd of February"]),
        ("It's ten past seven, and they came at ten past six.", ["ten past six"]),
        ("An entry at 18:52 had the driver dead. At 14:05 we quoted his brother. Correction to 15:30: he lives.", []),
        (
            '“Do not ask me today,” he said today; “they came on Monday, at noon, and I said: "not tonight".”',
            ["today", "on Monday, at noon"],
        ),
        ("The first was shot by the second, who fled on the second of May.", ["the second of May"]),
    ],
)
def test_times_as_they_are_spoken(nlp: Language, text: str, spans: list[str]) -> None:
    assert [mention.span.text for mention in find(nlp, text)] == spans


def live(nlp: Language, *paragraphs: str) -> tuple[TimeMention, ...]:
    text, parts = "", []
    for paragraph in paragraphs:
        start = len(text) + (2 if text else 0)
        text = f"{text}\n\n{paragraph}" if text else paragraph
        kind: PartKind = "note" if paragraph[0].isupper() and paragraph[-1].isdigit() else "body"
        parts.append(Part(kind, start, len(text)))
    document = Document(id="0" * 64, text=text, parts=tuple(parts), published_at="2024-02-08")
    return find_times(annotate(nlp, document), document=document)


def test_headings_and_stamps_of_a_live_blog_are_no_times(nlp: Language) -> None:
    found = live(
        nlp,
        "Thursday 8 February",
        "14:32 Police put the dead at two. Our 13:10 entry was wrong.",
        "Updated 06:58 to correct a name.",
        "Wednesday, 7 February",
        "22:10 A blast was heard at about 21:40, residents say.",
    )
    assert [(m.span.text, m.heads) for m in found] == [
        ("Thursday 8 February", True), ("Wednesday, 7 February", True), ("21:40", False)]  # fmt: skip


def test_a_title_date_and_a_dateline_are_no_times(nlp: Language) -> None:
    assert (
        live(nlp, "River FM, transcript of 7 February 2024, first half hour", "Good evening and welcome to the news.")
        == ()
    )
    assert live(nlp, "(Osh, 7 February) Guards killed three men in a prison.") == ()

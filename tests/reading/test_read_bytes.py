"""From bytes to a Document: parts, dates, furniture, the way back, and input that must not hurt."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime, timedelta

import pytest

from rashomon.errors import EmptyReport, NotText, ReadingError, TooLarge
from rashomon.model.documents import Document
from rashomon.reading import read_bytes
from rashomon.settings import Settings

SETTINGS = Settings()

REPORT = """Bomb at bus station kills four in Marvane

Rebels deny a role as the governor promises an inquiry

Smoke rises over the station after the blast
Smoke rises over the station after the blast
Powered by automated translation

A bomb killed four people at the central bus station of Marvane on Tuesday, the police said.

“It was the worst day of my life,” said a driver who was waiting for passengers at the gate.

Listen in English

Advertisement

Anger in the streets

Hundreds of people marched to the governor's office and demanded that he resign at once.

Share this article

Read more: Five things to know about Marvane

Jane Roe contributed to this report.

Updated: March 05, 2024, 4:39 PM
"""


def read(text: str | bytes, *, name: str | None = None, published: str | None = None) -> Document:
    raw = text if isinstance(text, bytes) else text.encode()
    return read_bytes(raw, settings=SETTINGS, name=name, published=published)


def parts(document: Document, kind: str) -> list[str]:
    return [document.text[p.start : p.end] for p in document.parts if p.kind == kind]


def test_a_report_in_plain_text() -> None:
    document = read(REPORT)
    assert parts(document, "headline") == ["Bomb at bus station kills four in Marvane"] == [document.title]
    assert parts(document, "standfirst") == ["Rebels deny a role as the governor promises an inquiry"]
    assert [text.split()[0] for text in parts(document, "body")] == ["A", "“It", "Hundreds"]
    assert parts(document, "note") == ["Anger in the streets"]
    assert document.machine_translated and document.language == "en"
    assert (document.published_at, document.updated_at) == ("2024-03-05", "2024-03-05T16:39")
    assert document.id == hashlib.sha256(REPORT.encode()).hexdigest()
    assert document.unaligned == 0
    assert document.text == "\n\n".join(document.text[p.start : p.end] for p in document.parts)
    for word in ("Smoke", "Powered", "Share", "Read more", "contributed", "Updated", "Listen", "Advertisement"):
        assert word not in document.text


def test_the_map_leads_back_to_the_bytes() -> None:
    raw = "Überfall in Żary\r\n\r\nDrei  Männer\u00a0wurden am\tDienstag getötet, sagte die Polizei in der Stadt Żary am Abend.\r\n".encode()
    document = read(raw)
    assert "Drei Männer wurden am Dienstag getötet" in document.text
    for word in ("Überfall", "Männer", "getötet", "Abend."):
        at = document.text.index(word)
        found = [s for s in document.stretches if s.start <= at and at + len(word) <= s.end]
        first, last = document.raw_range(at, at + len(word)) or (0, 0)
        assert found and word in raw[first:last].decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "Explosion in Córdoba kills three\n\nThree people died in a café in Córdoba on Monday, “a black day”, the mayor said."
    document = read(text.encode(encoding))
    assert parts(document, "body") == [text.split("\n\n")[1]]
    assert document.unaligned == 0 and document.stretches[-1].raw_end <= len(text.encode(encoding))


def test_other_scripts_and_languages() -> None:
    assert read("قال مسؤولون إن ثلاثة أشخاص قتلوا في الهجوم يوم الثلاثاء في بغداد.".encode("cp1256")).language == "ar"
    assert (
        read(
            "Три человека погибли в результате обстрела, сообщили власти области во вторник.".encode("cp1251")
        ).language
        == "ru"
    )
    assert read("12345 67890").language == "und"


def test_layouts_give_the_same_paragraphs() -> None:
    sentence = "The convoy was attacked at dawn near the old bridge, the ministry of defence said in a statement, and two were hurt."
    paragraphs = [
        f"{sentence} It gave no names.",
        f"Later, {sentence.lower()}",
        "A third soldier died in hospital, a doctor said.",
    ]
    blank = "Convoy attacked near the bridge\n\n" + "\n\n".join(paragraphs)
    single = "Convoy attacked near the bridge\n" + "\n".join(paragraphs)
    mac = blank.replace("\n", "\r")
    assert read(blank).text == read(single).text == read(mac).text


def test_a_word_hyphenated_at_the_line_end_keeps_its_hyphen() -> None:
    body = "The ministry said that the attack on the north-\neastern town had been the work of a group that nobody\nknew of until the middle of the month, and that all\nroads to the town were closed."
    assert "north-eastern town" in read(f"Attack on the town\n\n{body}").text


def test_headline_or_not() -> None:
    assert parts(read("Three people were killed on Monday, police said."), "body") != []
    wire = "KABUL, March 12 (AFP) - Three people were killed in a blast on Monday, police said.\n\nNobody claimed it, they added later."
    document = read(wire)
    assert parts(document, "headline") == [] and document.publisher == "AFP"
    assert document.text.startswith("KABUL, March 12 (AFP) - Three")


def test_byline_place_and_publisher_lines_go_out() -> None:
    lead = "Two people were killed on Sunday when a mortar shell hit a house, residents told Delta Radio by telephone."
    document = read(f"Shell kills two in Sorane\n\nBy Ann Poe in Sorane\nDelta Radio\n10 June 2024\n\n{lead}")
    assert (document.byline, document.publisher, document.published_at) == ("Ann Poe", "Delta Radio", "2024-06-10")
    assert document.text.endswith(lead) and "Poe" not in document.text and "2024" not in document.text


def test_a_dateline_gives_the_date_with_a_year_only() -> None:
    body = " - Three people were killed in a blast on Monday, police said, and nine were hurt when a wall fell."
    assert read("Blast kills three\n\nKABUL, March 12, 2023 (Wire)" + body).published_at == "2023-03-12"
    without = read("Blast kills three\n\nKABUL, March 12 (Wire)" + body)
    assert without.published_at is None and any("no publication date" in n for n in without.notices)
    with_copyright = read(
        "Blast kills three\n\nKABUL, March 12 (Wire)" + body + "\n\n© 2023 Wire. All rights reserved."
    )
    assert with_copyright.published_at == "2023-03-12"


def test_the_given_date_wins_and_must_be_one() -> None:
    assert read(REPORT, published="2024-03-04").published_at == "2024-03-04"
    with pytest.raises(ReadingError, match="ISO 8601"):
        read(REPORT, published="last week")


def test_a_date_in_the_future_is_kept_and_noted() -> None:
    later = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()
    document = read(REPORT, published=later)
    assert document.published_at == later and any("future" in notice for notice in document.notices)


def test_bullets_stay_in_the_body_and_headings_become_notes() -> None:
    text = (
        "What we know about the raid\n\nThe raid on the village began at dawn on Monday, the army said in a short statement.\n\n"
        "- Three people were killed\n- Nine were hurt\n\nWhat comes next\n\nThe army said that the raid was over and that it had left."
    )
    document = read(text)
    assert "Three people were killed" in parts(document, "body") and parts(document, "note") == ["What comes next"]


def test_link_lists_go_out() -> None:
    text = (
        "Shell kills two in Sorane\n\nTwo people were killed on Sunday when a mortar shell hit a house, residents said by telephone.\n\n"
        "Related articles\n\nWhy Sorane matters\n\nThe long war of the delta\n\nThe army did not answer questions about the shell that hit it."
    )
    assert [t.split()[0] for t in parts(read(text), "body")] == ["Two", "The"]
    assert parts(read(text), "note") == []


def test_captions_are_told_apart() -> None:
    text = (
        "Shell kills two in Sorane\n\nPhoto: A house in Sorane after the shelling\n\n"
        "Two people were killed on Sunday when a mortar shell hit a house, residents said by telephone."
    )
    assert parts(read(text), "caption") == ["Photo: A house in Sorane after the shelling"]


def test_markdown() -> None:
    text = (
        "# Shell kills **two** in Sorane\n\nTwo people were *killed* on Sunday when a [mortar shell](http://example.org/x) hit\na house, "
        "residents said by telephone.\n\n## Anger\n\n> We are tired, said one of them after the funeral of the two.\n\n---\n"
    )
    document = read(text, name="a.md")
    assert document.title == "Shell kills two in Sorane"
    assert (
        parts(document, "body")[0]
        == "Two people were killed on Sunday when a mortar shell hit a house, residents said by telephone."
    )
    assert parts(document, "note") == ["Anger"] and document.unaligned == 0


@pytest.mark.parametrize(
    ("raw", "error"),
    [(b"", EmptyReport), (b" \n\t\r\n", EmptyReport), (b"\xef\xbb\xbf", EmptyReport), (b"Advertisement\n\nShare", EmptyReport),
     (b"%PDF-1.7 ...", NotText), (b"\x89PNG\r\n\x1a\n" + b"0" * 64, NotText), (bytes(range(256)) * 40, NotText), (b"\x00" * 500, ReadingError)],
)  # fmt: skip
def test_nothing_to_read(raw: bytes, error: type[ReadingError]) -> None:
    with pytest.raises(error) as caught:
        read(raw)
    assert caught.value.hint


def test_size_is_checked_before_anything_else() -> None:
    begun = time.process_time()
    with pytest.raises(TooLarge):
        read(b"a" * 200_000_000)
    assert time.process_time() - begun < 1
    with pytest.raises(TooLarge):
        read("word " * 200_000)


@pytest.mark.parametrize(
    "raw",
    [b"word " * 20_000, b"a" * 100_000, "“a".encode() * 30_000, b"1/1/" * 40_000, b"A " * 90_000, b"\n" * 3_000_000 + b"It ended there.",
     b"a" + b"[" * 60_000 + b"](" * 60_000, b"It was \x00\x01 over.\x02", "It was \u202eover\u202c here.".encode(), "It was \ud800 over".encode("utf-8", "surrogatepass"),
     b"It was over.\xff\xfe\xfd", "It’s “over” (he said ‘no’ “".encode()],
)  # fmt: skip
def test_odd_text_is_read_in_good_time(raw: bytes) -> None:
    begun = time.process_time()
    document = read_bytes(raw, settings=Settings(max_characters=400_000), name="a.md")
    assert time.process_time() - begun < 5
    document.text.encode("utf-8")
    assert not set("\x00\x01\x02\u202e\u202c") & set(document.text)


def test_the_same_bytes_give_the_same_document() -> None:
    assert read(REPORT) == read(REPORT)

"""Whatever the bytes, a Document keeps its promises, or a clear error is raised."""

from __future__ import annotations

import html as entities

from hypothesis import given
from hypothesis import strategies as st

from rashomon.errors import ReadingError
from rashomon.model.documents import Document
from rashomon.reading import read_bytes
from rashomon.reading.dates import date_line, dateline
from rashomon.settings import Settings

SETTINGS = Settings()
WORDS = st.sampled_from(
    ["Three", "people", "were", "killed", "in", "Kabul.", "“We", "saw", "it,”", "he", "said.", "Read more", "12 March 2023",
     "By Jane Roe", "\n", "\n\n", "\r\n", "\u00a0", "\u200b", "\u202e", "\x00", "\t", "الخبر", "élan", "𝕏", "—", "&amp;", "<b>", "</p>"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(WORDS, max_size=80).map(" ".join),
    st.lists(WORDS, max_size=80).map(lambda words: "<html><body><p>" + " ".join(words) + "</p></body></html>"),
)


def holds(document: Document, raw: bytes, encoding: str) -> None:
    """Parts inside the text, stretches ordered, and the bytes behind them hold the words."""
    assert "\x00" not in document.text
    at = 0
    for part in document.parts:
        assert at <= part.start < part.end <= len(document.text)
        assert document.text[part.start : part.end].strip() != ""
        at = part.end
    assert document.text[document.parts[-1].end :] == ""
    end = 0
    mapped = 0
    for stretch in document.stretches:
        assert end <= stretch.start < stretch.end <= len(document.text)
        assert 0 <= stretch.raw_start < stretch.raw_end <= len(raw)
        end = stretch.end
        mapped += sum(not c.isspace() for c in document.text[stretch.start : stretch.end])
        behind = entities.unescape(raw[stretch.raw_start : stretch.raw_end].decode(encoding, "replace"))
        clean = document.text[stretch.start : stretch.end]
        assert "".join(behind.split()) == "".join(clean.split()) or "\ufffd" in clean or "&" in clean
    solid = sum(not c.isspace() for c in document.text)
    assert mapped + document.unaligned == solid
    assert document.unaligned <= 0.01 * solid


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from([None, "a.txt", "a.md"]))
def test_any_text(text: str, encoding: str, name: str | None) -> None:
    raw = text.encode(encoding, "replace")
    try:
        document = read_bytes(raw, name=name, settings=SETTINGS)
    except ReadingError:
        return
    holds(document, raw, encoding)
    assert document == read_bytes(raw, name=name, settings=SETTINGS)


@given(TEXTS)
def test_any_page(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    try:
        document = read_bytes(raw, name="a.html", settings=SETTINGS)
    except ReadingError:
        return
    assert "\x00" not in document.text
    for stretch in document.stretches:
        assert 0 <= stretch.start < stretch.end <= len(document.text)
        assert 0 <= stretch.raw_start < stretch.raw_end <= len(raw)


@given(st.binary(max_size=600))
def test_any_bytes(raw: bytes) -> None:
    try:
        document = read_bytes(raw, settings=SETTINGS)
    except ReadingError:
        return
    document.text.encode("utf-8")
    assert len(document.id) == 64


@given(st.text(max_size=300))
def test_date_readers_never_raise(line: str) -> None:
    date_line(line)
    dateline(line)


@given(st.integers(40, 110))
def test_wrapped_text_is_joined(width: int) -> None:
    import textwrap

    sentence = "Officials in the capital said that the convoy was attacked at dawn near the bridge over the river. "
    paragraphs = [
        ("A paragraph begins here. " + sentence * 5).strip(),
        ("Another one follows it. " + sentence * 4).strip(),
    ]
    raw = "\n\n".join(
        ["Convoy attacked near the bridge", *("\n".join(textwrap.wrap(p, width)) for p in paragraphs)]
    ).encode()
    document = read_bytes(raw, settings=SETTINGS)
    assert [document.text[p.start : p.end] for p in document.parts if p.kind == "body"] == paragraphs
    holds(document, raw, "utf-8")

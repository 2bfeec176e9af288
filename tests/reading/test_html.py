"""Pages: the main text, its metadata, its map, and pages that are made to hurt."""

from __future__ import annotations

import time

import pytest

from rashomon.errors import ReadingError, TooLarge
from rashomon.reading import markup, read_bytes
from rashomon.settings import Settings

SETTINGS = Settings()
LEAD = "Gunmen killed five people in the market of Darrow on Sunday, police &amp; doctors said, in the <b>worst</b> attack of the year."
PAGE = f"""<!doctype html><html lang="en"><head><title>Gunmen kill five in Darrow market - The Evening Bell</title>
<meta property="og:site_name" content="The Evening Bell"><meta property="og:title" content="Gunmen kill five in Darrow market">
<meta name="description" content="Officials blame a gang from the hills">
<meta property="article:published_time" content="2023-03-12T10:12:00Z"><meta property="article:modified_time" content="2023-03-13T08:00:00+02:00">
<script>var a = "</p><p>Never in the text</p>";</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li></ul></nav><article><h1>Gunmen kill five in Darrow market</h1>
<h2>Officials blame a gang from the hills</h2><p class="byline">By <a href="/a">Jane Roe</a></p>
<figure><img src="x.jpg" onerror="alert(1)"><figcaption>The market on Sunday</figcaption></figure><p>{LEAD}</p>
<p>&ldquo;We heard shots and lay down on the floor of the shop until it was over,&rdquo; said a&nbsp;trader who sells cloth near the gate.</p>
<h3>Wave of attacks</h3><p>The town has seen a wave of attacks since the army withdrew from its two bases in the district in the autumn.</p>
<p>Read more: The gangs of the hills</p></article><aside><p>Most read</p></aside><footer><p>&copy; 2023 The Evening Bell</p></footer></body></html>
"""


def test_a_page() -> None:
    raw = PAGE.encode()
    document = read_bytes(raw, settings=SETTINGS, url="https://bell.example/darrow")
    assert (document.title, document.publisher, document.byline) == (
        "Gunmen kill five in Darrow market",
        "The Evening Bell",
        "Jane Roe",
    )
    assert (document.published_at, document.updated_at) == ("2023-03-12T10:12+00:00", "2023-03-13T08:00+02:00")
    kinds = [part.kind for part in document.parts]
    assert kinds[:2] == ["headline", "standfirst"] and "note" in kinds and document.url == "https://bell.example/darrow"
    assert "police & doctors said, in the worst attack" in document.text and "a trader" in document.text
    for word in ("Never", "Home", "Read more", "Most read", "©", "color", "<"):
        assert word not in document.text
    assert document.unaligned == 0
    for word in ("Gunmen", "doctors", "worst", "attack", "“We", "trader"):
        at = document.text.index(word)
        first, last = document.raw_range(at, at + len(word)) or (0, 0)
        assert word.strip("“") in raw[first:last].decode()


def test_a_page_without_structure_is_still_read() -> None:
    raw = (
        b"<html><body><div>" * 2
        + b"Gunmen killed five people in the market of Darrow, police said.<br>A girl was among them, doctors said."
    )
    document = read_bytes(raw, settings=SETTINGS)
    assert (
        "Gunmen killed five people" in document.text
        and "A girl was among them" in document.text
        and document.unaligned == 0
    )


def test_html_is_told_by_content_or_suffix() -> None:
    assert "<" not in read_bytes(PAGE.encode(), settings=SETTINGS).text
    assert "<" not in read_bytes(PAGE.encode(), settings=SETTINGS, name="page.txt").text
    note = b"Officials wrote a < b and b > c on the wall, and nobody knew why they had done it at all."
    assert "a < b and b > c" in read_bytes(note, settings=SETTINGS, name="note.txt").text


HOSTILE = {
    "deep": b"<html><body>"
    + b"<div>" * 10_000
    + b"<p>Gunmen killed five people in the market of Darrow, police said.</p>",
    "deep and closed": b"<html>" + b"<div>" * 10_000 + b"<p>Gunmen killed five people there.</p>" + b"</div>" * 10_000,
    "unclosed comment": b"<html><p>Gunmen killed five people there.</p>" + b"<!--" * 200_000,
    "unclosed script": b"<html><p>Gunmen killed five people there.</p>" + b"<script>" * 200_000,
    "unclosed attribute": b'<html><p>Gunmen killed five people there.</p><a href="' + b"x'" * 500_000,
    "bare brackets": b"<html><p>Gunmen killed five people there. " + b"< " * 100_000,
    "entities": b"<html><p>Gunmen killed five people there. " + b"&lt;b&gt;" * 20_000,
    "tables": b"<html><p>Gunmen killed five people there.</p>" + b"<table><tr><td>" * 5_000,
    "long sentence": b"<html><body><p>Gunmen killed " + b"five people there " * 6_000,
    "entity bomb": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html><p>Gunmen killed five people &b; there.</p></html>',
    "controls": b"<html><p>Gunmen \x00killed\x0b five people there, the police \x1bsaid.</p></html>",
    "fake metadata": b'<html><head><meta name="date" content="never"><script>"datePublished": "0000-99-99"</script></head><p>Gunmen killed five people.</p>',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_pages_made_to_hurt(case: str) -> None:
    begun = time.process_time()
    try:
        document = read_bytes(HOSTILE[case], settings=SETTINGS)
    except ReadingError:
        assert case in ("unclosed comment", "bare brackets")
    else:
        assert "Gunmen" in document.text and document.published_at is None
    assert time.process_time() - begun < 8


def test_a_page_of_many_tags_is_too_large() -> None:
    with pytest.raises(TooLarge):
        read_bytes(b"<html>" + b"<p>a" * 500_000, settings=SETTINGS)


def test_depth_counts_what_stays_open() -> None:
    assert markup.depth("<div>" * 5 + "</div>" * 5 + "<p>" * 50) == 5


def test_nothing_outside_the_page_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("reading a page opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    raw = b'<!DOCTYPE html SYSTEM "http://203.0.113.1/x.dtd">' + PAGE.encode().replace(
        b"x.jpg", b"http://203.0.113.1/x.jpg"
    )
    assert "Gunmen" in read_bytes(raw, settings=SETTINGS).text

"""Any record survives the store, and any store survives an archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import codec
from rashomon.model.actors import Actor, Role, Who
from rashomon.model.claims import Claim
from rashomon.model.documents import Document, Part, Stretch
from rashomon.model.provenance import Provenance
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.store import Store, open_store
from rashomon.store.protocol import Capture

WHEN = "2026-01-02T03:04:05+00:00"
#: Everything but surrogates: half characters are no text, and `reading` never makes them.
_TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80)


@st.composite
def records(draw: st.DrawFn) -> tuple[bytes, Record]:
    text = draw(_TEXT)
    raw = draw(st.binary(min_size=1, max_size=60))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span.of(text, start, draw(st.integers(start + 1, len(text))))

    stretches = tuple(Stretch(i, i + 1, 0, len(raw)) for i in range(draw(st.integers(0, len(text)))))
    document = Document(
        hashlib.sha256(raw).hexdigest(),
        text,
        (Part("body", 0, len(text)),),
        draw(st.none() | _TEXT),
        draw(st.none() | _TEXT),
        draw(st.none() | _TEXT),
        None,
        draw(st.none() | st.just("2024-02-08")),
        None,
        "en",
        False,
        stretches,
        0,
        (draw(_TEXT),),
    )
    actors = tuple(
        Actor(f"a{i}", draw(_TEXT), "person", (draw(_TEXT),), (Role(draw(_TEXT), span()),), (span(),))
        for i in range(draw(st.integers(0, 2)))
    )
    claims = tuple(
        Claim(
            f"c{i}",
            draw(st.none() | st.just(Who("a0", "X", "named", span()))),
            span(),
            (span(), span()),
            "mixed",
            "deny",
        )
        for i in range(draw(st.integers(0, 2)))
    )
    return raw, Record(document, actors, (), (), claims, (), (), (), (), (), Provenance("rashomon", "1", "0" * 64, ()))


@given(st.lists(st.tuples(records(), _TEXT), min_size=1, max_size=4))
@settings(max_examples=25)
def test_records_and_archives_come_back_whole(entries: list[tuple[tuple[bytes, Record], str]]) -> None:
    with open_store(":memory:") as store, open_store(":memory:") as other:
        for (raw, record), address in entries:
            capture = Capture(address, "file", raw, None, WHEN, "tests")
            if store.save(capture, record, produced_at=WHEN) == "unchanged":
                continue
            row = next(r for r in store.reports() if r.address == address)
            assert codec.dumps(store.record(row), full=True) == codec.dumps(record, full=True)
        assert not store.verify().findings
        other.restore(store.archive(), store.archive_tail(), source_head=store.head())
        assert list(other.archive()) == list(store.archive())
        assert not other.verify().findings


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    with open_store(":memory:") as store:
        raw = b"A drone struck the depot"
        document = Document(hashlib.sha256(raw).hexdigest(), raw.decode(), (Part("body", 0, len(raw)),))
        record = Record(document, (), (), (), (), (), (), (), (), (), Provenance("rashomon", "1", "0" * 64, ()))
        store.save(Capture("/r", "file", raw, None, WHEN, "tests"), record, produced_at=WHEN)
        yield store


@given(words=st.text(max_size=60))
def test_search_takes_any_words(filled: Store, words: str) -> None:
    for hit in filled.search(words):
        assert all(0 <= a < b <= len(hit.snippet) for a, b in hit.marks)

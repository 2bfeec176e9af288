"""One report through all stages: the same bytes in any order, spans that quote, honest silence on other languages."""

from __future__ import annotations

import random
from pathlib import Path

from rashomon.model.codec import dumps, loads
from rashomon.model.record import Record, spans_in
from rashomon.run.pipeline import Reader, shared_reader
from rashomon.settings import Settings

DEMO = Path(__file__).parents[2] / "corpus" / "demo"


def _records(order: int) -> dict[str, str]:
    reader = shared_reader(Settings())
    paths = sorted(p for p in DEMO.rglob("*") if p.suffix in {".txt", ".html"})
    random.Random(order).shuffle(paths)
    return {p.name: dumps(reader.read(p.read_bytes(), name=p.name)) for p in paths}


def test_same_bytes_in_any_order() -> None:
    assert _records(1) == _records(2)


def test_every_span_quotes_the_text_and_the_record_survives_json() -> None:
    for text in _records(3).values():
        record = loads(Record, text)
        assert all(span.quotes(record.document.text) for span in spans_in(record))
        assert dumps(record) == text


def test_a_language_that_is_not_read_is_kept_and_says_so() -> None:
    text = "Trois soldats ont été tués mardi dans une embuscade près de Ménaka, a annoncé l'état-major. Deux civils ont été blessés."
    record = Reader(Settings()).read(text.encode(), published="2024-05-02")
    assert record.document.language == "fr"
    assert record.document.text == text
    assert not record.claims and not record.events
    assert any("not read yet" in notice for notice in record.document.notices)


def test_rival_figures_keep_their_speakers() -> None:
    text = (
        "Officials in Ouagadougou said four people were killed when gunmen attacked a market in Djibo on Monday, "
        "while residents put the toll at nine. The army did not give a number."
    )
    record = Reader(Settings()).read(text.encode(), published="2024-05-02")
    told = {(f.speaker.name if f.speaker is not None else None, f.low) for f in record.figures if f.measure == "killed"}
    assert {low for _, low in told} >= {4, 9}
    assert len({name for name, _ in told}) > 1
    events = {f.event_id for f in record.figures if f.low in {4, 9}}
    assert len(events) == 1 and None not in events

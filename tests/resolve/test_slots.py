"""The rankers of place and time: sentences written for this file."""

from __future__ import annotations

import pytest

from rashomon.model.documents import Document, Part
from rashomon.model.record import Record
from rashomon.resolve import slots
from rashomon.resolve.slot_cast import CAST, Cast
from rashomon.resolve.slot_tables import Rows
from rashomon.resolve.slot_trees import Trees
from rashomon.resolve.slots import NAMES, ROWS, Ranker, harmed, likely_harmed, rankers
from rashomon.run.pipeline import Reader, read_events
from rashomon.settings import Settings


@pytest.fixture(scope="module", params=["trained", "rules"])
def reader(request: pytest.FixtureRequest) -> Reader:
    return Reader(Settings(claims="rules", slots=request.param))


@pytest.fixture(scope="module")
def trained() -> Reader:
    return Reader(Settings(claims="rules"))


def read(reader: Reader, headline: str, *paragraphs: str) -> Record:
    text = "\n\n".join((headline, *paragraphs))
    parts, at = [Part("headline", 0, len(headline))], len(headline) + 2
    for paragraph in paragraphs:
        parts.append(Part("body", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return reader.record(Document("0" * 64, text, tuple(parts), published_at="2016-10-06"))


def scenes(record: Record) -> set[tuple[str | None, str | None]]:
    places, times = {p.id: p.name for p in record.places}, {t.id: t.start[:10] for t in record.times}
    return {(places.get(e.place_id or ""), times.get(e.time_id or "")) for e in record.events if e.plover == "ASSAULT"}


def test_what_the_words_of_an_event_state_is_kept(reader: Reader) -> None:
    record = read(
        reader, "Bakers killed", "Gunmen killed six bakers in Kirkuk on Tuesday, police in Baghdad said on Wednesday."
    )
    assert scenes(record) == {("Kirkuk", "2016-10-04")}


def test_a_day_told_after_the_event_reaches_it(trained: Reader) -> None:
    record = read(
        trained,
        "Six bakers shot dead in Kirkuk",
        "Gunmen killed six bakers.",
        "It was shortly after dawn on Tuesday when they came to the door, neighbours in Kirkuk said.",
    )
    assert scenes(record) == {("Kirkuk", "2016-10-04")}


def test_what_has_happened_is_not_dated_after_the_report(trained: Reader) -> None:
    record = read(
        trained,
        "Bakers killed",
        "Gunmen killed six bakers for Bread for Tomorrow, a charity. A wake is planned for 9 October.",
    )
    assert all(day is None or day <= "2016-10-06" for _, day in scenes(record))


def test_a_choice_names_what_made_it_and_keeps_its_words(trained: Reader) -> None:
    headline, body = (
        "Six bakers shot dead in Kirkuk",
        ("Gunmen killed six bakers.", "It was on Tuesday that they came, neighbours said."),
    )
    record = read(trained, headline, *body)
    ruled = read(Reader(Settings(claims="rules", slots="rules")), headline, *body)
    _, version = rankers()
    for event, before in zip(record.events, ruled.events, strict=True):
        moved = (event.place_id, event.time_id) != (before.place_id, before.time_id)
        assert event.produced_by.endswith(f"+slots/{version}") == moved
        told = {(a.question, a.value) for a in event.answers}
        assert event.place_id is None or ("place", event.place_id) in told or not moved
        assert event.time_id is None or ("time", event.time_id) in told or not moved


def stump(column: int, bound: float, low: float, high: float) -> Trees:
    """One tree that looks at one of two columns."""
    return Trees.of(
        {
            "names": ["left open", "near"], "depth": 1, "roots": [0], "column": [column, 0, 0], "bound": [bound, 0, 0],
            "left": [1, 1, 2], "right": [2, 1, 2], "value": [0.25, low, high],
        }
    )  # fmt: skip


def test_a_walk_goes_left_at_the_bound_and_its_steps_add_up_to_the_score() -> None:
    trees = stump(1, 3.0, 1.0, -1.0)
    rows = [[0.0, 3.0], [0.0, 3.5]]
    assert trees.scores(rows).tolist() == [1.0, -1.0]
    assert trees.why(rows[1]) == {"": 0.25, "near": -1.25}
    assert [sum(trees.why(row).values()) for row in rows] == trees.scores(rows).tolist()


def test_the_likeliest_candidate_is_taken_and_an_open_slot_costs_what_was_set() -> None:
    rows: Rows = {None: [1.0, 9.0], "p1": [0.0, 2.0], "p2": [0.0, 9.0]}
    free, dear = Ranker(stump(0, 0.5, 0.0, 1.0), 0.0), Ranker(stump(1, 3.0, 1.0, 0.9), 1.0)
    assert free.best([rows, rows])[1][0] is None
    assert dear.best([rows])[0][0] == "p1"
    assert 1 / 3 < dear.best([rows])[0][1] < 0.5
    assert dear.why(rows["p1"]) == [("near", 0.75)]


def test_the_tables_that_ship_look_at_the_columns_that_are_measured() -> None:
    models, _ = rankers()
    for slot, model in models.items():
        assert model.trees.names == NAMES[slot]
        assert model.trees.column.max() < len(NAMES[slot])
    assert harmed().names == CAST


@pytest.mark.parametrize("slot", ROWS)
def test_every_row_has_a_number_for_each_column(slot: str, trained: Reader) -> None:
    text = (
        "Six dead in Kirkuk\n\nGunmen killed six bakers near Kirkuk on Tuesday. Mosul, in Iraq, was quiet on 1 October."
    )
    parts = (Part("headline", 0, 18), Part("body", 20, len(text)))
    document = Document("0" * 64, text, parts, published_at="2016-10-06")
    view = read_events(document, Settings(claims="rules", slots="rules")).view()
    rows = ROWS[slot](view, view.events[0])
    assert len(rows) > 2
    assert {len(row) for row in rows.values()} == {len(NAMES[slot])}
    left_open = NAMES[slot].index("left open")
    assert [row[left_open] for row in rows.values()] == [1.0] + [0.0] * (len(rows) - 1)
    taken = NAMES[slot].index("rules take it")
    chosen = view.events[0].place_id if slot == "place" else view.events[0].time_id
    assert {key for key, row in rows.items() if row[taken]} == {chosen}
    apart = NAMES[slot].index("words apart: beyond the least")
    assert min(row[apart] for key, row in rows.items() if key is not None) == 0.0


def flat(value: float) -> Trees:
    """A tree that says the same of everybody."""
    names = list(CAST)
    return Trees.of(
        {
            "names": names,
            "depth": 1,
            "roots": [0],
            "column": [0],
            "bound": [0],
            "left": [0],
            "right": [0],
            "value": [value],
        }
    )


def cast_of(*paragraphs: str) -> Cast:
    text = "\n\n".join(paragraphs)
    document = Document("0" * 64, text, (Part("body", 0, len(text)),), published_at="2016-10-06")
    return Cast(read_events(document, Settings(claims="rules", slots="rules")).view())


def test_candidates_for_the_harmed_stand_beside_the_event_and_did_not_do_it() -> None:
    cast = cast_of(
        "Gunmen attacked a bakery in Kirkuk on Tuesday. Six villagers lay in the yard. It rained. Nobody came. The mayor slept."
    )
    rows = cast.rows(cast.view.events[0])
    names = {cast.actors[i].name for i in rows}
    assert any("villagers" in name for name in names)
    assert not any("unmen" in name or "mayor" in name for name in names)
    assert {len(row) for row in rows.values()} == {len(CAST)}


def test_who_is_likely_harmed_is_added_with_his_words_as_an_answer(
    trained: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Gunmen opened fire in Kirkuk on Tuesday.", "Six villagers lay in the yard."
    monkeypatch.setattr(slots, "harmed", lambda: flat(-9.0))
    before = read(trained, "Shots in Kirkuk", " ".join(text)).events[0]
    monkeypatch.setattr(slots, "harmed", lambda: flat(9.0))
    after = read(trained, "Shots in Kirkuk", " ".join(text)).events[0]
    added = set(after.participants) - set(before.participants)
    assert {p.span.text for p in added} >= {"Six villagers"}
    assert {p.role for p in added} <= {"victim", "target"}
    assert set(after.participants) >= set(before.participants)
    told = {(a.value, a.hedged) for a in after.answers if a.question == "target"}
    assert {(p.actor_id, True) for p in added} <= told
    assert "+slots/" in after.produced_by
    monkeypatch.setattr(slots, "harmed", lambda: flat(0.0))  # as likely as not
    unsure = read(trained, "Shots in Kirkuk", " ".join(text)).events[0]
    assert set(unsure.participants) == set(after.participants)
    assert unsure.confidence == 0.5 < after.confidence


def test_the_likeliest_comes_first_and_no_table_gives_nobody() -> None:
    low, high = [0.0] * len(CAST), [9.0] + [0.0] * (len(CAST) - 1)
    names = list(CAST)
    tree = Trees.of(
        {
            "names": names, "depth": 1, "roots": [0], "column": [0, 0, 0], "bound": [1, 0, 0], "left": [1, 1, 2],
            "right": [2, 1, 2], "value": [0, -1, 1],
        }
    )  # fmt: skip
    assert [list(odds) for odds in likely_harmed(tree, [{"a1": low, "a2": high}, {}])] == [["a2", "a1"], []]
    assert likely_harmed(tree, [{}]) == [{}]

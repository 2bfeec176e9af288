"""Numbers that stand alone or lean on what was told: sentences written for this file."""

from __future__ import annotations

import pytest

from rashomon.model.documents import Document, Part
from rashomon.model.figures import Figure
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Settings(claims="rules"))


def figures(reader: Reader, body: str) -> list[tuple[str, int | None, int | None]]:
    return [(f.measure, f.low, f.high) for f in found(reader, body)]


def found(reader: Reader, body: str) -> tuple[Figure, ...]:
    text = f"Report\n\n{body}"
    parts = (Part("headline", 0, 6), Part("body", 8, len(text)))
    return reader.record(Document("0" * 64, text, parts, published_at="2016-10-06")).figures


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("A bomb killed 40 people on the quay. The clinic speaks of 36.", ("killed", 36, 36)),
        ("Shells killed nine people in Orsha. The mayor makes it eleven.", ("killed", 11, 11)),
        ("Soldiers arrested 30 people. Twelve were still in the barracks on Sunday.", ("detained", 12, 12)),
        ("A raid killed six fishermen. The six were buried at noon.", ("killed", 6, 6)),
        ("Nine nurses were wounded, of whom four have gone home.", ("injured", 4, 4)),
        ("The blast cost eight lives.", ("killed", 8, 8)),
        ("Nine people were taken to the provincial hospital.", ("injured", 9, 9)),
        ("Troops took away 21 men before dawn.", ("detained", 21, 21)),
        ("Four sailors were lost and five men missing after the storming.", ("missing", 5, 5)),
        ("Two night watchmen were killed at the mill.", ("killed", 2, 2)),
    ],
)
def test_a_number_is_read_from_what_was_told(
    reader: Reader, body: str, wanted: tuple[str, int | None, int | None]
) -> None:
    assert wanted in figures(reader, body)


@pytest.mark.parametrize(
    "body",
    [
        "A conductor of 31 was killed at Brod.",
        "Gunmen stormed the yard. Two recalled a helicopter over the ridge.",
        "A mine wounded three herders.\n\n2. The patrol went on to the ford.",
    ],
)
def test_what_goes_on_with_nothing_is_no_figure(reader: Reader, body: str) -> None:
    assert all(low not in (2, 31) for _, low, _ in figures(reader, body))


def test_a_part_is_held_by_its_whole(reader: Reader) -> None:
    whole, part = found(reader, "Nine nurses were wounded, of whom four have gone home.")
    assert part.part_of == whole.id


@pytest.mark.parametrize(
    ("body", "toll"),
    [
        ("A tenth man has died, the hospital said.", 10),
        ("The third person to die was a baker.", 3),
        ("The fifth body was that of a passer-by.", 5),
        ("The bomb had killed two. The third, driver Hugo Marin, 35, died on Sunday.", 3),
        ("A second victim of the blast died in hospital.", 2),
    ],
)
def test_an_ordinal_counts_the_dead(reader: Reader, body: str, toll: int) -> None:
    assert ("killed", toll, toll) in figures(reader, body)


@pytest.mark.parametrize(
    "body",
    [
        "A second bomb killed nobody on the third floor.",
        "He lives on the fourth floor and sat in the second row.",
        "A third man, who had not spoken, put out the lamp.",
        "The 177th Battalion took the tower on the second day.",
        "It was the seventh raid on a press this year.",
    ],
)
def test_other_ordinals_count_nothing(reader: Reader, body: str) -> None:
    assert not [f for f in figures(reader, body) if f[1] is not None and f[1] > 1]


def test_who_else_was_hurt_is_not_told_by_the_first_count(reader: Reader) -> None:
    """Civilians of no one body do not go on; soldiers and crews do."""

    def counted(body: str) -> list[str]:
        return [f.population for f in found(reader, body)]

    assert counted("Two passengers were killed and nine wounded in the blast.") == ["civilian", "any"]
    assert counted("Two soldiers were killed and nine wounded in the blast.") == ["military", "military"]
    assert counted("Two crew members were killed and nine wounded in the blast.") == ["civilian", "civilian"]

"""Figures: measure, population, bounds, parts, zero and silence, tolls, and whose word it is."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rashomon.annotate import annotate, build
from rashomon.extract.figures import find_figures
from rashomon.model.actors import Actor, Who
from rashomon.model.claims import Claim
from rashomon.model.documents import Document, Part
from rashomon.model.figures import Figure
from rashomon.model.mentions import Grounding
from rashomon.model.spans import Span


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build("bundled")


def document(text: str, kind: str = "body") -> Document:
    return Document("0" * 64, text, (Part(kind, 0, len(text)),))  # type: ignore[arg-type]


def find(nlp: Language, text: str, *, claims: tuple[Claim, ...] = ()) -> list[Figure]:
    report = document(text)
    return [m.figure for m in find_figures(annotate(nlp, report), Grounding(), claims, document=report)]


def brief(figures: list[Figure]) -> list[tuple[str, str, int | None, int | None]]:
    return [(f.measure, f.population, f.low, f.high) for f in figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # governed by a verb beside the number
        ("The shelling killed seven villagers.", [("killed", "civilian", 7, 7)]),
        ("Gunmen shot dead three traders in the market.", [("killed", "civilian", 3, 3)]),
        ("Gunmen shot two students dead.", [("killed", "civilian", 2, 2)]),
        ("Rebels took 12 nurses hostage.", [("abducted", "civilian", 12, 12)]),
        ("Raiders kidnapped at least 30 pupils.", [("abducted", "child", 30, None)]),
        ("Police arrested five men.", [("detained", "any", 5, 5)]),
        ("Four soldiers were wounded.", [("injured", "military", 4, 4)]),
        ("Six people died when the roof fell.", [("killed", "any", 6, 6)]),
        ("Two patients did not survive the night.", [("killed", "civilian", 2, 2)]),
        ("Nine miners lost their lives.", [("killed", "civilian", 9, 9)]),
        ("The blast claimed the lives of 11 worshippers.", [("killed", "any", 11, 11)]),
        ("Three children, all from one street, were hurt.", [("injured", "child", 3, 3)]),
        ("Eight people are still missing.", [("missing", "any", 8, 8)]),
        ("More than 4,000 people have fled their homes.", [("displaced", "any", 4000, None)]),
        ("The army said it had neutralised scores of terrorists.", [("killed", "militant", 40, None)]),
        # beside the number without a verb
        ("Bomb in market leaves 15 dead, 40 wounded", [("killed", "any", 15, 15), ("injured", "any", 40, 40)]),
        ("Two journalists killed in ambush", [("killed", "journalist", 2, 2)]),
        ("Doctors treated 52 wounded people.", [("injured", "any", 52, 52)]),
        ("The mission recorded 31 deaths.", [("killed", "any", 31, 31)]),
        ("Divers recovered nine bodies.", [("killed", "any", 9, 9)]),
        ("The killing of three aid workers shocked the town.", [("killed", "aid_worker", 3, 3)]),
        # joined
        ("The mine killed a driver and wounded six police officers.", [("injured", "police", 6, 6)]),
        (
            "Nine recruits of the police were killed and 14 wounded.",
            [("killed", "police", 9, 9), ("injured", "police", 14, 14)],
        ),
        (
            "Gunmen seized 16 men, five women and two children.",
            [("abducted", "any", 16, 16), ("abducted", "woman", 5, 5), ("abducted", "child", 2, 2)],
        ),
        # weapons, targets, strength
        ("The group fired more than 60 rockets at the base.", [("weapons", "any", 60, None)]),
        ("Air defences shot down 17 drones.", [("weapons", "any", 17, 17)]),
        ("Police seized two rifles in the raid.", [("weapons", "any", 2, 2)]),
        ("Jets struck three radar sites on the coast.", [("targets_struck", "any", 3, 3)]),
        ("The ministry announced air strikes against more than 85 targets.", [("targets_struck", "any", 85, None)]),
        ("About 900 troops are stationed in the country.", [("personnel", "military", 900, 900)]),
        ("Its fighters, thought to number about 800, tax the lorries.", [("personnel", "militant", 800, 800)]),
    ],
)
def test_measure_and_population(
    nlp: Language, text: str, expected: list[tuple[str, str, int | None, int | None]]
) -> None:
    assert brief(find(nlp, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two gunmen escaped through the fields.",
        "Three officials spoke to the newspaper.",
        "Hundreds of mourners walked behind the coffin.",
        "He was killed by two gunmen.",
        "The talks lasted four days.",
        "A guard was killed at the gate.",
        "Mariam Hadari, 34, was waiting outside.",
        "The fire killed 40 goats.",
        "No group has claimed responsibility.",
        "There were no soldiers at the depot.",
        "They demanded five motorcycles and a ransom.",
        "The raid freed 12 hostages.",
        "Eight of them escaped during the night.",
        "It was one of the deadliest attacks this year.",
        "The ministry has 14 offices abroad.",
    ],
)
def test_no_figure(nlp: Language, text: str) -> None:
    assert brief(find(nlp, text)) == []


@pytest.mark.parametrize(
    ("text", "measure", "population"),
    [
        ("No civilian casualties were reported.", "killed", "civilian"),
        ("The raid caused damage but no casualties.", "killed", "any"),
        ("Nobody was hurt in the fire.", "injured", "any"),
        ("None of the passengers was killed.", "killed", "any"),
        ("The army denied that anyone had been killed.", "killed", "any"),
        ("The army said it was not aware of any harm to civilians.", "casualties", "civilian"),
    ],
)
def test_zero_is_said(nlp: Language, text: str, measure: str, population: str) -> None:
    (figure,) = find(nlp, text)
    assert (figure.measure, figure.population) == (measure, population)
    assert (figure.low, figure.high, figure.qualifier) == (0, 0, "reported_none")


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed, residents said. The ministry did not give a number.",
        "The ministry did not say how many people were killed.",
        "It was not clear how many people had been killed.",
        "An unknown number of people were killed.",
    ],
)
def test_silence_is_null_and_never_zero(nlp: Language, text: str) -> None:
    figure = find(nlp, text)[-1]
    assert (figure.measure, figure.low, figure.high, figure.qualifier) == ("killed", None, None, "unspecified")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Two more bodies were found, raising the death toll to 11 from nine.", [2, 11, 9]),
        ("The number of people killed in the blast has risen to six.", [6]),
        ("Toll in market blast climbs to six", [6]),
        ("The ministry put the number of dead at three and the wounded at five.", [3, 5]),
        ("Reports differed on the number of those killed, with officials putting it at one.", [1]),
        ("Police said two had been killed, while other agencies reported three.", [2, 3]),
        ("The mission said six fighters were killed. The group acknowledged eight.", [6, 8]),
        ("At least 312 people have been killed this year, compared with 190 in the year before.", [312, 190]),
    ],
)
def test_tolls_and_rival_numbers(nlp: Language, text: str, numbers: list[int]) -> None:
    assert [f.low for f in find(nlp, text)] == numbers


@pytest.mark.parametrize(
    ("text", "population", "low"),
    [
        ("The shelling killed 17 people, nine of them children.", "child", 9),
        ("The shelling killed 17 people, including two women.", "woman", 2),
        ("The blast killed nine people. Six of the dead were drivers.", "civilian", 6),
        ("Twelve soldiers were wounded, two of them critically.", "military", 2),
        ("Police arrested four men. The other three remain in custody.", "any", 3),
    ],
)
def test_parts_point_to_their_whole(nlp: Language, text: str, population: str, low: int) -> None:
    figures = find(nlp, text)
    assert figures[-1].part_of == figures[0].id
    assert (figures[-1].population, figures[-1].low, figures[-1].measure) == (population, low, figures[0].measure)


def test_a_later_death_of_the_wounded_is_a_death(nlp: Language) -> None:
    figures = find(nlp, "The blast wounded eleven people. Two of the wounded died in hospital.")
    assert [(f.measure, f.low) for f in figures] == [("injured", 11), ("killed", 2)]
    assert figures[1].part_of == figures[0].id


def test_totals_of_a_period(nlp: Language) -> None:
    assert [f.scope for f in find(nlp, "More than 300 officers have been killed so far this year.")] == ["period_total"]
    assert [f.scope for f in find(nlp, "More than 300 officers were killed on Sunday.")] == ["event"]


def test_spans_hold_the_bounds(nlp: Language) -> None:
    assert [f.span.text for f in find(nlp, "Officials said at least 20 people had died.")] == ["at least 20"]


def test_the_innermost_claim_gives_the_speaker(nlp: Language) -> None:
    text = "The ministry said rebels had claimed that nine soldiers were killed. Two soldiers were wounded."
    ministry = Who("a1", "ministry", "named", Span.of(text, 4, 12))
    rebels = Who("a2", "rebels", "named", Span.of(text, 18, 24))
    outer = Claim("c1", ministry, Span.of(text, 13, 17), (Span.of(text, 18, 67),), "indirect", "report")
    inner = Claim("c2", rebels, Span.of(text, 29, 36), (Span.of(text, 42, 67),), "indirect", "report", within="c1")
    figures = find(nlp, text, claims=(outer, inner))
    assert [(f.speaker, f.claim_id) for f in figures] == [(rebels, "c2"), (None, None)]


def test_what_is_condemned_is_presupposed(nlp: Language) -> None:
    text = "The council condemned a raid that killed nine traders."
    council = Who("a1", "council", "named", Span.of(text, 4, 11))
    claim = Claim("c1", council, Span.of(text, 12, 21), (Span.of(text, 22, 53),), "indirect", "condemn")
    assert [(f.low, f.speaker) for f in find(nlp, text, claims=(claim,))] == [(9, None)]


def test_notes_hold_no_figures(nlp: Language) -> None:
    report = document("Two soldiers killed, by our staff", kind="note")
    assert find_figures(annotate(nlp, report), Grounding(), (), document=report) == ()


def test_whose_people_decides_the_population(nlp: Language) -> None:
    from rashomon.extract.names import find_names
    from rashomon.resolve.actors import ground, resolve_actors

    report = document("Hezbollah said that two of its commanders were killed.")
    doc = annotate(nlp, report)
    mentions = find_names(doc, document=report)
    actors, owners = resolve_actors(mentions, (), document=report)
    index: list[int | None] = [None] * len(doc)
    for i, mention in enumerate(mentions):
        index[mention.first : mention.last] = [i] * (mention.last - mention.first)
    grounding = Grounding(
        actors, ground(owners, [(m.first, m.last) for m in mentions], len(doc)), mentions, tuple(index)
    )
    assert all(isinstance(actor, Actor) for actor in actors)
    (found,) = find_figures(doc, grounding, (), document=report)
    assert (found.figure.population, found.figure.low) == ("militant", 2)

"""Victims: who is one, under which names, and what the words tell of them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rashomon.annotate import annotate, build
from rashomon.extract.aliases import find_aliases
from rashomon.extract.figures import find_figures
from rashomon.extract.names import find_names
from rashomon.extract.victims import find_victims
from rashomon.model.documents import Document, Part
from rashomon.model.mentions import Grounding
from rashomon.model.victims import Victim
from rashomon.resolve.actors import ground, resolve_actors


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build("bundled")


def find(nlp: Language, text: str) -> list[Victim]:
    report = Document("0" * 64, text, (Part("body", 0, len(text)),))
    doc = annotate(nlp, report)
    mentions = find_names(doc, document=report)
    actors, owners = resolve_actors(mentions, find_aliases(doc, mentions), document=report)
    ranges = [(m.first, m.last) for m in mentions]
    index: list[int | None] = [None] * len(doc)
    for i, (first, last) in enumerate(ranges):
        index[first:last] = [i] * (last - first)
    grounding = Grounding(actors, ground(owners, ranges, len(doc)), mentions, tuple(index))
    figures = find_figures(doc, grounding, (), document=report)
    return [m.victim for m in find_victims(doc, grounding, (), figures, document=report)]


@pytest.mark.parametrize(
    ("text", "names", "harm"),
    [
        ("Karim Haddad, 34, a farmer, was killed near the bridge.", ["Karim Haddad"], "killed"),
        ("A sniper killed Karim Haddad on Monday.", ["Karim Haddad"], "killed"),
        ("Gunmen shot dead a trader, Karim Haddad, at his shop.", ["Karim Haddad"], "killed"),
        ("Police arrested one of the organisers, Maria Lopez, at her home.", ["Maria Lopez"], "detained"),
        ("Rebels kidnapped the judge Maria Lopez on Friday.", ["Maria Lopez"], "abducted"),
        ("The killing of commander Karim Haddad enraged the town.", ["Karim Haddad"], "killed"),
        ("Relatives buried the body of Karim Haddad.", ["Karim Haddad"], "killed"),
        ("The wounded man, Karim Haddad, 51, was tending goats.", ["Karim Haddad"], "injured"),
        ("Karim Haddad, who was shot dead in May, led the union.", ["Karim Haddad"], "killed"),
        ("Karim Haddad, 46, was hit several times. He died at the scene.", ["Karim Haddad"], "killed"),
    ],
)
def test_one_victim(nlp: Language, text: str, names: list[str], harm: str) -> None:
    (victim,) = find(nlp, text)
    assert [n.text for n in victim.names] == names
    assert victim.harm == harm


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The hospital named the dead as Karim Haddad, 34, Omar Said, 22, and Peter Novak, 61.",
            ["Karim Haddad", "Omar Said", "Peter Novak"],
        ),
        ("Among the dead were Karim Haddad, 34, and Omar Said, 22.", ["Karim Haddad", "Omar Said"]),
        ("Two drivers, Karim Haddad, 53, and Omar Said, 38, were also killed.", ["Karim Haddad", "Omar Said"]),
        ("Karim Haddad, 64, had been killed at once, with her sister Anna Novak, 58.", ["Karim Haddad", "Anna Novak"]),
    ],
)
def test_lists(nlp: Language, text: str, names: list[str]) -> None:
    victims = find(nlp, text)
    assert [v.names[0].text for v in victims] == names
    assert {v.harm for v in victims} == {"killed"}


@pytest.mark.parametrize(
    "text",
    [
        "Karim Haddad said that nine people were killed.",
        "The blast killed three people and wounded eight, the governor, Karim Haddad, said.",
        "Karim Haddad killed two guards.",
        "The group threatened to kill Karim Haddad.",
        "Karim Haddad survived an assassination attempt.",
        "Karim Haddad's wife was waiting at home.",
        "Police offered a reward for information that leads to the arrest of Karim Haddad.",
    ],
)
def test_no_victim(nlp: Language, text: str) -> None:
    assert find(nlp, text) == []


def test_details(nlp: Language) -> None:
    (victim,) = find(nlp, "Maria Lopez, 34, a nurse, was killed. Her brother found her.")
    assert victim.age is not None and (victim.age.low, victim.age.high, victim.age.span.text) == (34, 34, "34")
    assert victim.role is not None and victim.role.text == "nurse"
    assert victim.status == "civilian"


def test_status_is_unknown_until_the_words_tell(nlp: Language) -> None:
    (victim,) = find(nlp, "Karim Haddad was killed on Monday.")
    assert (victim.status, victim.sex, victim.age, victim.role) == ("unknown", None, None, None)


def test_a_decade_is_an_interval(nlp: Language) -> None:
    (victim,) = find(nlp, "Karim Haddad, in his 30s, was killed on Monday.")
    assert victim.age is not None and (victim.age.low, victim.age.high) == (30, 39)


def test_described_with_an_age(nlp: Language) -> None:
    (victim,) = find(nlp, "A 12-year-old girl was killed in the yard.")
    assert victim.names == ()
    assert (victim.sex, victim.status, victim.harm) == ("female", "civilian", "killed")
    assert victim.age is not None and victim.age.low == 12
    assert find(nlp, "A man was killed in the yard.") == []


def test_the_figure_that_counts_the_victim(nlp: Language) -> None:
    (victim,) = find(nlp, "Residents said three people had been killed, including Karim Haddad.")
    assert victim.in_figures == ("f1",)


def test_the_gravest_harm_stays(nlp: Language) -> None:
    (victim,) = find(nlp, "Karim Haddad was abducted in June. Karim Haddad was killed in July.")
    assert victim.harm == "killed"


def test_a_name_given_to_a_dead_person_is_a_victims() -> None:
    from rashomon import read

    told = "The health ministry identified the second fatality as Rima Haddad, a 26-year-old paramedic, on Tuesday."
    record = read(f"Two people were killed in a blast in Tyre on Monday, police said. {told}", published="2024-03-06")
    assert "Rima Haddad" in {n.text for v in record.victims for n in v.names if v.harm == "killed"}
    suspect = "Police identified the gunman as Karim Daoud, a 30-year-old former soldier."
    record = read(
        f"Two people were killed in a shooting in Tyre on Monday, police said. {suspect}", published="2024-03-06"
    )
    assert "Karim Daoud" not in {n.text for v in record.victims for n in v.names}


def test_kin_in_apposition_tells_nothing_of_the_victims_sex(nlp: Language) -> None:
    (victim,) = find(nlp, "Omar Hadi, 34, whose sister taught there, was killed in the yard.")
    assert victim.sex != "female"

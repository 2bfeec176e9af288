"""One actor, all its names, and no name of another: on sentences of our own."""

from __future__ import annotations

import pytest

from rashomon.annotate import annotate, build
from rashomon.extract.aliases import find_aliases
from rashomon.extract.names import find_names
from rashomon.model.actors import Actor, Who
from rashomon.model.claims import Claim
from rashomon.model.documents import Document, Part
from rashomon.model.spans import Span
from rashomon.resolve.actor_forms import name_key, uncounted
from rashomon.resolve.actor_speakers import with_speakers
from rashomon.resolve.actors import resolve_actors


def actors_of(text: str) -> tuple[Actor, ...]:
    document = Document("0" * 64, text, (Part("body", 0, len(text)),))
    doc = annotate(build("bundled"), document)
    mentions = find_names(doc, document=document)
    return resolve_actors(mentions, find_aliases(doc, mentions), document=document)[0]


def bearer(actors: tuple[Actor, ...], name: str) -> Actor:
    (found,) = [a for a in actors if name in {a.name, *a.aliases}]
    return found


SAME = [
    ("The Centre for Border Studies (CBS) counted nine. The CBS gave no source.", "Centre for Border Studies", "CBS"),
    ("Yahya Karimi spoke first. Karimi denied it.", "Yahya Karimi", "Karimi"),
    ("Hamid Reza, a former officer also known as Abu Dawud, was killed.", "Hamid Reza", "Abu Dawud"),
    ("The Upper Valley Front denied it. The Front gave no number.", "Upper Valley Front", "Front"),
    ("Russia's defence ministry denied it.", "Russia's defence ministry", "defence ministry"),
    ("The Sudanese Armed Forces withdrew. The army denied losses.", "Sudanese Armed Forces", "army"),
    ("The Valley Rights Desk met on Monday. The Desk gave no number.", "Valley Rights Desk", "Desk"),
    ("Commodore Piet Haver spoke in Aden. The Commodore gave no number.", "Piet Haver", "Commodore"),
    ("Brigadier Salim Nasser spoke. Later the brigadier denied it.", "Salim Nasser", "brigadier"),
    ("MINUSCA withdrew from the town. The UN mission denied losses.", "MINUSCA", "UN mission"),
    ("Ko Thant Sin spoke to reporters.", "Ko Thant Sin", "Thant Sin"),
    ("Islamist insurgents burned the school. Insurgents had come before.", "Islamist insurgents", "Insurgents"),
    ("Superintendent Kora spoke. Peter Kora said nothing new.", "Peter Kora", "Superintendent Kora"),
]


@pytest.mark.parametrize(("text", "name", "alias"), SAME)
def test_one_actor(text: str, name: str, alias: str) -> None:
    actors = actors_of(text)
    assert bearer(actors, name).id == bearer(actors, alias).id


APART = [
    ("Kataib Hezbollah denied it. Hezbollah praised the attack.", "Kataib Hezbollah", "Hezbollah"),
    ("The National Liberation Army attacked. The army fired back.", "National Liberation Army", "army"),
    ("Dr Inayat Marwat spoke. Elders of the Marwat tribe listened.", "Inayat Marwat", "Marwat tribe"),
    ("The foreign ministry denied it. The interior ministry was silent.", "foreign ministry", "interior ministry"),
]


@pytest.mark.parametrize(("text", "one", "other"), APART)
def test_two_actors(text: str, one: str, other: str) -> None:
    actors = actors_of(text)
    assert bearer(actors, one).id != bearer(actors, other).id


def test_a_rank_that_two_bear_means_who_was_told_of_last() -> None:
    text = "Colonel Omar Kora spoke. Colonel Idris Toure was absent. The Colonel denied it."
    actors = actors_of(text)
    assert any(s.start == text.rindex("Colonel") for s in bearer(actors, "Idris Toure").mentions)


def test_speakers_without_a_name_become_actors_and_pronouns_do_not() -> None:
    text = "One of them said so. A teacher who runs a clinic told us. The teacher agreed. They left."
    spans = [
        Span.of(text, text.index(w), text.index(w) + len(w))
        for w in ("One of them", "teacher who runs a clinic", "They")
    ]
    claims = [
        Claim(f"c{i}", Who(None, s.text, "unknown", s), None, (s,), "indirect", "report")
        for i, s in enumerate((spans[0], spans[0], spans[1], spans[2]))
    ]
    actors, told = with_speakers((), claims)
    assert [(a.name, a.kind) for a in actors] == [
        ("One of them", "unknown"),
        ("teacher who runs a clinic", "population"),
    ]
    assert [c.speaker.actor_id if c.speaker is not None else "" for c in told] == ["a1", "a1", "a2", None]
    assert with_speakers(actors, told) == (actors, told)


def test_a_derived_form_that_two_could_bear_is_nobodys() -> None:
    actors = actors_of("Russia's defence ministry denied it. Ukraine's defence ministry confirmed it.")
    assert not any("defence ministry" in {a.name, *a.aliases} for a in actors)


def test_every_mention_quotes_the_text() -> None:
    text = "US troops and the Iraqi army met General Omar Said of Hezbollah in Baghdad."
    assert all(span.quotes(text) for actor in actors_of(text) for span in actor.mentions)


def test_name_key_forgets_case_accents_and_articles() -> None:
    assert name_key("The Sinn Féin") == name_key("sinn fein") == ("sinn", "fein")


def test_uncounted() -> None:
    assert uncounted("at least two militia officials") == "militia officials"


def test_namesakes_stay_apart() -> None:
    actors = actors_of(
        "Hugo Salas was arrested. Salas denied it. The army had captured his brother, Julio Salas, in May."
    )
    assert bearer(actors, "Hugo Salas").id != bearer(actors, "Julio Salas").id


def test_a_nickname_is_a_name() -> None:
    (person,) = [a for a in actors_of('Police arrested Hugo "El Zurdo" Salas on Monday.') if a.kind == "person"]
    assert {"El Zurdo", "Hugo Salas"} <= set(person.aliases)


def test_brothers_are_two_and_a_bare_surname_is_neither() -> None:
    actors = actors_of("Omar Hadi was killed. His brother Saïd Hâdi spoke. Hadi was buried on Wednesday.")
    for name in ("Omar Hadi", "Saïd Hâdi"):
        found = bearer(actors, name)
        assert {found.name, *found.aliases} == {name}


def test_a_surname_in_front_waits_for_the_one_full_name() -> None:
    assert bearer(actors_of("Hadi was killed. Omar Hadi was a teacher."), "Hadi").name == "Omar Hadi"
    actors = actors_of("Hadi was killed. Saïd Hâdi spoke of his brother Omar Hadi.")
    assert "Hadi" not in bearer(actors, "Saïd Hâdi").aliases

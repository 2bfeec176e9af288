"""The pieces of the linker: names, dates, places, copies, blocks."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from rashomon.linking.block import candidate_pairs
from rashomon.linking.copies import COPIED, MAYBE, SHINGLE, find_copies, overlap
from rashomon.linking.dates import When, relation
from rashomon.linking.geo import relation as lie
from rashomon.linking.geo import where_of
from rashomon.linking.names import fold, same_name, same_place_name, skeleton
from rashomon.linking.profiles import profiles_of
from rashomon.linking.sketch import shingles
from rashomon.linking.turns import is_rest
from rashomon.model.places import Near, Place, PlacePrecision
from tests.linking.builders import Report, strike


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Daquq", "Daqouq"),
        ("Tombora", "Tomboura"),
        ("Kharkiv", "Kharkov"),
        ("Enerhodar", "Energodar"),
        ("Djenn\u00e9", "Djenne"),
    ],
)
def test_spellings_of_one_place(a: str, b: str) -> None:
    assert same_place_name(a, b) and same_place_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Marib", "Harib"), ("Mosul", "Masul Village"), ("Aden", "Eden Hills"), ("Homs", "Hama"), ("Goma", "Gao")],
)
def test_other_places(a: str, b: str) -> None:
    assert not same_place_name(a, b)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Bourama Coulibaly", "Burama Koulibaly", True),
        ("Layla Saleh", "Layla Salih", True),
        ("Abu Omar al-Jubouri", "Abu Omar al-Juburi", True),
        ("Kata\u2019ib al-Zab", "Kataib al-Zab", True),
        ("Saleh", "Layla Saleh", True),
        ("Layla", "Layla Saleh", False),
        ("Layla Saleh", "Omar Saleh", False),
        ("interior ministry", "defence ministry", False),
    ],
)
def test_names_of_people_and_bodies(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same and same_name(b, a) is same


def test_folding_keeps_letters_of_any_script() -> None:
    assert fold("R\u00edo PAT\u00cdA\u2019s Front") == "rio patia front"
    assert fold("\u041a\u0438\u0457\u0432") != ""
    assert skeleton("daquq") == skeleton("daqouq")


def test_dates_know_their_precision() -> None:
    day, next_day, month = When(100, 100, "stated"), When(101, 101, "stated"), When(90, 120, "stated")
    assert relation(day, day) == "same"
    assert relation(day, next_day) == "next"
    assert relation(day, When(103, 103, "stated")) == "apart"
    assert relation(day, month) == "overlap"
    assert relation(When(99, 100, "stated"), day) == "same"


def place(
    name: str,
    *within: str,
    at: tuple[float, float] | None = None,
    km: float = 2.0,
    precision: PlacePrecision = "city",
    known: bool = True,
) -> Place:
    lat, lon = at or (None, None)
    return Place(
        "p",
        name,
        within,
        lat,
        lon,
        km,
        Near("q", None, None) if precision == "near" else None,
        precision,
        f"g:{name}{at}" if known else None,
        (),
    )


def test_places_lie_same_near_within_or_apart() -> None:
    def check(a: Place, b: Place) -> str:
        ours, theirs = where_of(a, stated=True), where_of(b, stated=True)
        assert lie(ours, theirs) == lie(theirs, ours)
        return lie(ours, theirs)

    town = place("Marawa", "Tal", "Qadria", at=(35.1, 44.4))
    assert check(town, town) == "same"
    assert check(town, place("Mar\u0101wah", "Tal", "Qadria", known=False)) == "spelling"
    assert check(town, place("Sefton", "Tal", "Qadria", at=(35.2, 44.45))) == "beside"
    assert check(town, place("near Sefton", "Qadria", at=(35.2, 44.45), km=25, precision="near", known=False)) == "near"
    assert check(town, place("Tal", "Qadria", precision="admin1", at=(35.3, 44.3), km=80)) == "within"
    assert check(town, place("Qadria", precision="country", at=(34.0, 44.0), km=400)) == "country"
    assert check(town, place("Bahr", "Mina", "Qadria", at=(32.0, 44.0))) == "apart"
    assert check(town, place("Marawa", "Velia", at=(48.0, 17.0))) == "apart"
    assert (
        check(
            place("Upper Wells", "Tal", "Qadria", at=(35.3, 44.3), known=False),
            place("Lower Springs", "Tal", "Qadria", at=(35.3, 44.3), known=False),
        )
        == "unknown"
    )


def test_the_road_to_a_town_leads_to_it() -> None:
    town = where_of(place("Argenta", "Tal", "Qadria", at=(35.1, 44.4)), stated=True)
    road = where_of(place("road to Argenta", precision="linear", known=False), stated=True)
    assert lie(town, road) == "within"


LONG = (
    "The blast tore through the eastern wall of the depot shortly before dawn, and the men who slept in the yard had no time to reach the gate. "
    "Neighbours carried the wounded to the clinic on doors and blankets, because the only ambulance of the town had been sent to the coast the week before."
)


def test_a_copy_edited_by_another_desk_is_found() -> None:
    edited = (
        LONG.replace("tore through", "ripped through").replace("on doors and blankets, ", "") + " Shops stayed shut."
    )
    one, two = strike(filler=LONG), strike(publisher="Wire", published="2024-03-12", filler=edited)
    other = strike(
        publisher="Herald",
        filler="A nurse spoke of burns, of a lack of beds, of a road that had been closed by the army since the morning, and of men who would not leave.",
    )
    copies = find_copies([other, two, one])
    assert dict(copies.original_of) == {two.document.id: one.document.id}
    assert overlap(shingles(one), shingles(other)) < 0.3


def test_a_copy_prints_the_sentences_or_tells_them_in_other_words() -> None:
    one = strike(publisher="Zed Wire", filler=LONG)
    printed = strike(publisher="Alpha", published="2024-03-12", filler=LONG.replace("shortly before dawn", "at dawn"))
    assert find_copies([one, printed]).printed == {printed.document.id}
    retold = strike(
        publisher="Beta",
        published="2024-03-12",
        dead=5,
        source="medics",
        weapon="mortar",
        filler="Just before dawn the eastern wall gave way, and those asleep in the yard could not get to the gate in time. "
        "On doors and blankets neighbours brought the hurt to the clinic; the town's one ambulance was at the coast.",
    )
    copied = replace(retold, document=replace(retold.document, byline="Staff and Zed Wire"))
    assert dict(find_copies([one, copied]).original_of) == {copied.document.id: one.document.id}
    assert not find_copies([one, copied]).printed


def test_on_one_day_the_copy_is_who_credits_the_other() -> None:
    one = strike(publisher="Zed Wire", filler=LONG)
    two = strike(publisher="Alpha", filler=f"{LONG} With material from Zed Wire.")
    assert dict(find_copies([one, two]).original_of) == {two.document.id: one.document.id}


def test_blocks_never_hold_all_with_all() -> None:
    places = ["Marawa", "Bahr", "Ostra"]
    records = [
        strike(
            publisher=f"P{i}",
            place=places[i % 3],
            day=f"2024-{1 + i // 3:02d}-10",
            published=f"2024-{1 + i // 3:02d}-11",
            filler=f"Line {i}.",
        )
        for i in range(30)
    ]
    profiles = [p for r in records for p in profiles_of(r)]
    pairs = candidate_pairs(profiles)
    assert len(profiles) == 30
    assert len(pairs) < len(list(combinations(profiles, 2))) / 10
    same = [strike(publisher="A"), strike(publisher="B")]
    assert candidate_pairs([p for r in same for p in profiles_of(r)]) == [(0, 1)]


def test_a_death_later_is_no_date_of_the_attack() -> None:
    report = Report(
        "A girl's death brings the toll to five", "She died on Friday evening.", publisher="A", published="2024-03-18"
    )
    report.time("on Friday evening", "2024-03-15")
    report.event("She died on Friday evening", trigger="died", time="on Friday evening", acled=None)
    (profile,) = profiles_of(report.build())
    assert {w.basis for w in profile.whens} == {"published"}
    assert profile.whens[0].start < profile.whens[0].end


def test_the_report_is_about_what_its_headline_tells() -> None:
    report = Report(
        "Shells hit Sefton",
        "Shells hit Sefton. A drone strike hit Marawa in 2020, and a drone strike hit Marawa again.",
        publisher="A",
    )
    report.event("A drone strike hit Marawa in 2020", trigger="drone strike", place="Marawa")
    report.event("Shells hit Sefton", trigger="Shells hit", place="Sefton", acled="Shelling/artillery/missile attack")
    assert [p.main for p in profiles_of(report.build())] == [False, True]


WIRE = (
    "The blast tore the front off three shops and a tea house, a reporter at the scene wrote, and the street was full of shoes. "
    "Firemen carried water by hand because the pumps of the quarter had been dry since the week before the feast. "
    "A baker said that he had sold his last loaf and was closing the shutter when the window came in on him. "
    "The governor ordered the schools to stay shut for two days and promised each family a sum that he did not name."
)


@pytest.mark.parametrize(
    ("kept", "copied"),
    [
        (
            "Firemen carried water by hand since the pumps of the quarter had been dry from the week before the feast.",
            True,
        ),
        (
            "The pumps of the quarter, dry since the week before the feast, were no help, and water was carried by hand.",
            False,
        ),
    ],
)
def test_a_text_told_anew_is_a_copy_where_a_sentence_of_it_stands_as_it_was(kept: str, copied: bool) -> None:
    anew = (
        f"{kept} Nobody in the lane below the mosque had heard a warning, and most had been asleep after the morning meal. "
        "Two brothers who mend bicycles pulled a child from under a cart. By evening the glass was swept into heaps. "
        "Officials in the capital had nothing to add, and telephones in the town hall rang without an answer until dark. "
        "Carts with bread came from the next valley, driven by women who would not be photographed or give their names."
    )
    one = Report("Blast in the bazaar", WIRE, published="2024-03-10").build()
    two = Report("After the blast", anew, publisher="Herald", published="2024-03-12").build()
    share = overlap(shingles(one, words=SHINGLE), shingles(two, words=SHINGLE))
    assert MAYBE <= share < COPIED
    assert bool(find_copies([one, two]).original_of) is copied


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("Doctors said that two more are very ill.", True),
        ("In all 2 people were hurt.", False),
        ("It hurt two more than the raid before.", False),
        ("A nurse said the other two will live.", True),
    ],
)
def test_the_rest_of_a_number_is_told_from_a_whole(words: str, rest: bool) -> None:
    report = Report("A raid on Marawa", f"A raid hit the yard. {words}")
    event = report.event("A raid hit the yard", trigger="raid", place="Marawa")
    report.figure("2" if "2" in words else "two", 2, 2, event, measure="injured")
    record = report.build()
    assert is_rest(record, record.figures[0]) is rest


def test_a_byline_that_credits_an_outlet_makes_a_copy_of_little_shared_text() -> None:
    shared = "the driver had stopped for two men in the coats of"
    wire = Report("A bus", " ".join(f"wire{n}" for n in range(60)), f"{shared} guards.", publisher="Fallow News Agency")
    local = Report(
        "The bus",
        " ".join(f"paper{n}" for n in range(60)),
        f"Passengers whom we met said {shared} herdsmen and sat at the back.",
        publisher="Mail",
        published="2024-03-11",
    )
    first, second = wire.build(), local.build()
    assert not find_copies([first, second]).original_of

    def signed(byline: str) -> dict[str, str]:
        mail = replace(second, document=replace(second.document, byline=byline))
        return dict(find_copies([first, mail]).original_of)

    assert signed("Staff and FNA") == signed("With Fallow News Agency") == {second.document.id: first.document.id}
    assert not signed("By a correspondent") and not signed("NNA")

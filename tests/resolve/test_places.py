"""Which place a name means, how exactly, and where: sentences of our own against the real gazetteer."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from rashomon.annotate import annotate, build
from rashomon.extract.places import find_places
from rashomon.model.documents import Document, Part
from rashomon.model.places import Place
from rashomon.resolve.gazetteer import Gazetteer, open_gazetteer
from rashomon.resolve.gazetteer_index import distance_km, ensure_file, index_path, name_key
from rashomon.resolve.place_build import move
from rashomon.resolve.places import ground, resolve_places


@pytest.fixture(scope="session")
def nlp() -> Language:
    return build("bundled")


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def read(nlp: Language, text: str) -> tuple[list[Place], tuple[str | None, ...], list[str]]:
    """Places, the table by token, and the tokens."""
    parts, at = [], 0
    for paragraph in text.split("\n\n"):
        parts.append(Part("body", at, at + len(paragraph)))
        at += len(paragraph) + 2
    document = Document("0" * 64, text, tuple(parts))
    doc = annotate(nlp, document)
    mentions = find_places(doc, document=document)
    places, owners = resolve_places(mentions, document=document, gazetteer=open_gazetteer())
    assert all(span.quotes(text) for place in places for span in place.mentions)
    assert all(place.name and place.mentions for place in places)
    assert [place.id for place in places] == [f"p{i + 1}" for i in range(len(places))]
    return list(places), ground(mentions, owners, size=len(doc)), [t.text for t in doc]


def named(nlp: Language, text: str) -> dict[str, Place]:
    return {place.name: place for place in read(nlp, text)[0]}


def near_to(place: Place, lat: float, lon: float, km: float) -> bool:
    return place.lat is not None and place.lon is not None and distance_km(place.lat, place.lon, lat, lon) <= km


@pytest.mark.parametrize(
    ("text", "name", "lat", "lon"),
    [
        ("Two people died in Aurora, Colorado.", "Aurora", 39.73, -104.83),
        ("A man was shot in Paris, Texas.", "Paris", 33.66, -95.56),
        ("Protesters marched in Paris.", "Paris", 48.86, 2.35),
        ("Shells hit Tripoli, a city in northern Lebanon.", "Tripoli", 34.44, 35.85),
        ("Militias clashed in Tripoli, Libya.", "Tripoli", 32.89, 13.19),
        ("Nigerian troops entered Bama in Borno state.", "Bama", 11.52, 13.69),
        (
            "Sudanese residents fled El Fasher.\n\nShelling went on in El Fasher, in North Darfur.",
            "El Fasher",
            13.63,
            25.35,
        ),
    ],
)
def test_the_report_decides_which_namesake(nlp: Language, text: str, name: str, lat: float, lon: float) -> None:
    assert near_to(named(nlp, text)[name], lat, lon, 30)


def test_a_province_and_the_city_of_its_name_are_two_places(nlp: Language) -> None:
    found = named(nlp, "A missile hit Kharkiv on Monday.\n\nVillages in the Kharkiv region were shelled.")
    assert found["Kharkiv"].precision == "city"
    assert found["Kharkiv region"].precision == "admin1"
    assert found["Kharkiv region"].gazetteer_id == "admin1:UA.07"


def test_a_country_is_given_with_its_radius(nlp: Language) -> None:
    (place,) = read(nlp, "Many people were killed in Mali.")[0]
    assert place.precision == "country" and place.gazetteer_id == "iso:ML"
    assert place.radius_km is not None and place.radius_km > 300


def test_an_offset_moves_the_point_and_keeps_its_anchor(nlp: Language) -> None:
    found = named(nlp, "A drone fell 100 km east of Mosul.")
    near, mosul = found["100 km east of Mosul"], found["Mosul"]
    assert near.precision == "near" and near.gazetteer_id is None
    assert near.near is not None and (near.near.place_id, near.near.km, near.near.bearing) == (mosul.id, 100.0, "E")
    assert mosul.lat is not None and mosul.lon is not None
    assert near_to(near, mosul.lat, mosul.lon, 101) and not near_to(near, mosul.lat, mosul.lon, 99)


def test_a_site_is_no_more_exact_than_its_city(nlp: Language) -> None:
    place = named(nlp, "A rocket hit Baghdad airport.")["Baghdad airport"]
    assert place.precision == "exact" and place.gazetteer_id is None
    assert place.radius_km is not None and place.radius_km >= 15


def test_an_unknown_neighbourhood_takes_the_disc_of_its_city(nlp: Language) -> None:
    found = named(nlp, "A car was hit in the Iraqi capital's eastern neighbourhood of Al Zubaida.")
    place = found["Al Zubaida"]
    assert place.precision == "neighbourhood" and place.gazetteer_id is None
    assert near_to(place, 33.33, 44.4, 15) and place.radius_km is not None and place.radius_km > 10


def test_what_nothing_speaks_for_stays_without_coordinates(nlp: Language) -> None:
    (place,) = read(nlp, "Gunmen stormed the village of Xanthorpeville on Monday.")[0]
    assert (place.lat, place.lon, place.radius_km, place.gazetteer_id) == (None, None, None, None)


def test_spellings_of_one_place_are_one_place(nlp: Language) -> None:
    found, _, _ = read(nlp, "Missiles struck Kyiv in Ukraine overnight.\n\nOfficials in Kiev said more would come.")
    assert sorted(len(p.mentions) for p in found if p.precision == "city") == [2]


def test_the_capital_is_the_one_that_was_named(nlp: Language) -> None:
    found, _, _ = read(
        nlp, "A bomb exploded in Kabul, Afghanistan.\n\nIt was the third blast in the capital this week."
    )
    kabul = next(p for p in found if p.name == "Kabul")
    assert [m.text for m in kabul.mentions] == ["Kabul", "capital"]


def test_containers_are_listed_nearest_first(nlp: Language) -> None:
    place = named(nlp, "Rebels took Sake, a town in North Kivu, on Friday.")["Sake"]
    assert place.within == ("North Kivu", "Democratic Republic of the Congo")


def test_movement_is_not_where_it_happened(nlp: Language) -> None:
    _, table, tokens = read(nlp, "The injured were driven from Bunia to Goma. Twelve people were abducted from Kajuru.")
    at = {token: table[i] for i, token in enumerate(tokens)}
    assert at["Bunia"] is None and at["Goma"] is None
    assert at["Kajuru"] is not None


def test_the_same_text_gives_the_same_places(nlp: Language) -> None:
    text = "Shells fell near Tyre, south of Beirut, and in the village of Aita.\n\nIsrael struck Tyre again."
    assert read(nlp, text)[0] == read(nlp, text)[0]


def test_the_index_is_built_whole_or_not_at_all(tmp_path: Path) -> None:
    path = index_path(tmp_path)
    (tmp_path / f"{path.name}killed.part").write_bytes(b"half")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(ensure_file, [path, path]))
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".lock", ".sqlite"]
    assert open_gazetteer(tmp_path).candidates("Maiduguri")[0].country == "NG"


def test_a_folder_that_can_not_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    assert open_gazetteer(blocked).candidates("Goma")[0].country == "CD"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Al-Fashir", "SD"),
        ("Deir al-Zor", "SY"),
        ("Khan Younis", "PS"),
        ("N’Djamena", "TD"),
        ("Şırnak", "TR"),
        ("Ouagadougou", "BF"),
        ("Cúcuta", "CO"),
    ],
)
def test_press_spellings_are_in_the_gazetteer(gazetteer: Gazetteer, name: str, country: str) -> None:
    assert country in {c.country for c in gazetteer.candidates(name)}


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(name: str) -> None:
    for candidate in open_gazetteer().candidates(name):
        assert -90 <= candidate.lat <= 90 and -180 <= candidate.lon <= 180 and candidate.km > 0


@given(
    st.floats(-70, 70),
    st.floats(-179, 179),
    st.floats(1, 500),
    st.sampled_from(["N", "NE", "E", "SE", "S", "SW", "W", "NW"]),
)
def test_a_moved_point_is_as_far_away_as_asked(lat: float, lon: float, km: float, bearing: str) -> None:
    there = move(lat, lon, km, bearing)
    assert distance_km(lat, lon, *there) == pytest.approx(km, rel=1e-3)


def test_a_township_that_no_list_has_is_what_its_country_calls_so(nlp: Language) -> None:
    burmese = named(nlp, "Soldiers burned houses in Qazzam township on Monday, an official in Myanmar said.")
    assert burmese["Qazzam"].precision == "admin2"
    elsewhere = named(nlp, "Police fired on a march in Qazzam township on Monday, an official in South Africa said.")
    assert elsewhere["Qazzam"].precision == "neighbourhood"

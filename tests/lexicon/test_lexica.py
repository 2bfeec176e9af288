"""The name lists hold together: ids once, kinds and levels of the model, parents that exist, codes that the index knows."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from rashomon.knowledge.words import fold
from rashomon.lexicon import load
from rashomon.model.actors import ActorKind, Level
from rashomon.model.figures import Population
from rashomon.resolve.gazetteer import open_gazetteer
from rashomon.resolve.gazetteer_index import distance_km

KINDS, LEVELS, POPULATIONS = set(get_args(ActorKind)), set(get_args(Level)), set(get_args(Population))
LISTS = [("armed_groups", "groups"), ("organs", "named"), ("media", "outlets")]


def entries(name: str, key: str) -> list[dict[str, Any]]:
    return list(load(name)[key])


def forms(entry: dict[str, Any]) -> Iterator[str]:
    yield entry["name"]
    for key in ("aliases", "acronyms", "native"):
        yield from entry.get(key) or ()


@pytest.mark.parametrize(("name", "key"), LISTS)
def test_entries_have_one_id_and_whole_fields(name: str, key: str) -> None:
    found = entries(name, key)
    assert len({e["id"] for e in found}) == len(found)
    for entry in found:
        assert all(isinstance(form, str) and form.strip() == form and form for form in forms(entry)), entry["id"]
        assert not set(entry.get("ambiguous") or ()) - set(forms(entry)), entry["id"]


@pytest.mark.parametrize(("name", "key"), LISTS)
def test_an_entry_does_not_repeat_a_name(name: str, key: str) -> None:
    for entry in entries(name, key):
        latin = [f for f in forms(entry) if f not in (entry.get("native") or ())]
        assert not [f for f, n in Counter(latin).items() if n > 1], entry["id"]


def test_a_sure_name_means_one_entry_only() -> None:
    owners: dict[str, set[str]] = {}
    for name, key in LISTS:
        for entry in entries(name, key):
            for form in forms(entry):
                if form not in (entry.get("ambiguous") or ()):
                    owners.setdefault(form.lower() if " " in form else form, set()).add(f"{name}:{entry['id']}")
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_groups_are_many_and_their_parents_and_countries_exist() -> None:
    groups = entries("armed_groups", "groups")
    ids = {g["id"] for g in groups}
    iso = {c["iso2"] for c in load("countries")["countries"]}
    assert len(groups) >= 600
    for group in groups:
        assert group["kind"] in KINDS, group["id"]
        assert group["parent"] is None or group["parent"] in ids and group["parent"] != group["id"], group["id"]
        country = group["country"]
        assert country is None or not ({country} if isinstance(country, str) else set(country)) - iso, group["id"]


def test_every_region_and_every_decade_is_there() -> None:
    groups = entries("armed_groups", "groups")
    held = {c for g in groups for c in ([g["country"]] if isinstance(g["country"], str) else g["country"] or ())}
    assert len(held) >= 90
    ids = {g["id"] for g in groups}
    assert {"abu-nidal", "ruf", "unita", "khmer-rouge", "fmln", "vrs", "gia", "iju", "m23", "jnim", "viv-ansanm"} <= ids
    assert sum(bool(g.get("native")) for g in groups) >= 200
    assert sum(bool(g.get("splinter_of")) for g in groups) >= 70


def test_what_a_group_broke_from_or_became_exists_and_is_another() -> None:
    groups = entries("armed_groups", "groups")
    ids = {g["id"] for g in groups}
    for group in groups:
        for key in ("splinter_of", "became"):
            assert group.get(key) is None or group[key] in ids - {group["id"]}, group["id"]


def test_native_names_are_not_latin_save_in_countries_that_write_so() -> None:
    latin = {"CO", "MX", "BR", "PE", "VE", "DE", "XK", "ES", "IT", "ET", "TR", "PH"}
    for group in entries("armed_groups", "groups"):
        country = group["country"] or ()
        codes = {country} if isinstance(country, str) else set(country)
        for name in group.get("native") or ():
            scripts = {unicodedata.name(c).split()[0] for c in name if c.isalpha()}
            assert "LATIN" not in scripts or codes & latin or group["id"] in {"boko-haram", "ypj"}, (group["id"], name)


def test_a_name_for_lists_means_one_entry_and_is_none_that_reports_are_searched_for() -> None:
    groups = entries("armed_groups", "groups")
    read = {f.lower(): g["id"] for g in groups for f in forms(g) if f not in (g.get("ambiguous") or ())}
    seen: dict[str, str] = {}
    for group in groups:
        for name in group.get("also") or ():
            assert seen.setdefault(name.lower(), group["id"]) == group["id"], name
            assert read.get(name.lower(), group["id"]) == group["id"], name


def test_a_group_word_has_one_meaning() -> None:
    lists = load("name_words")
    words = [w for key in ("concepts", "countries") for words in lists[key].values() for w in words]
    assert [w for w, n in Counter(words).items() if n > 1] == []
    assert all(w == fold(w) for w in words)


@pytest.mark.parametrize("key", ["parent", "splinter_of"])
def test_parents_never_run_in_a_circle(key: str) -> None:
    parent = {g["id"]: g.get(key) for g in entries("armed_groups", "groups")}
    for group in parent:
        seen, at = {group}, parent[group]
        while at is not None:
            assert at not in seen, group
            seen.add(at)
            at = parent[at]


@pytest.mark.parametrize(
    ("form", "group"),
    [
        ("ISIS", "islamic-state"),
        ("Daesh", "islamic-state"),
        ("Kata'ib Hezbollah", "kataib-hezbollah"),
        ("Harakat Al Nujaba", "nujaba"),
        ("Hashd Al Shaabi", "pmf"),
        ("PMF", "pmf"),
        ("Qassam Brigades", "qassam-brigades"),
        ("IRGC", "irgc"),
        ("AQAP", "aqap"),
        ("JNIM", "jnim"),
        ("M23", "m23"),
        ("Tehrik-i-Taliban Pakistan", "ttp"),
        ("Arakan Army", "arakan-army"),
        ("Clan del Golfo", "clan-del-golfo"),
        ("ELN", "eln"),
        ("First Capital Command", "pcc"),
        ("Viv Ansanm", "viv-ansanm"),
        ("Al Shabab", "al-shabaab"),
        ("ISWAP", "iswap"),
    ],
)
def test_press_spellings_find_their_group(form: str, group: str) -> None:
    names = {f.lower(): g["id"] for g in entries("armed_groups", "groups") for f in forms(g)}
    assert names[form.lower()] == group


def test_acronyms_that_are_words_or_others_need_the_full_name() -> None:
    ambiguous = {a for g in entries("armed_groups", "groups") for a in g.get("ambiguous") or ()}
    assert {"AA", "IS", "KIA", "ADF", "RSF", "SDF", "MIT"} <= ambiguous


def test_organs_have_kinds_of_the_model() -> None:
    assert {e["kind"] for e in entries("organs", "named")} <= KINDS
    assert set(load("organs")["heads"].values()) <= KINDS


def test_countries_cover_the_members_of_the_united_nations() -> None:
    countries = load("countries")["countries"]
    states = [c for c in countries if c.get("kind", "state") == "state" and len(c["iso2"]) == 2]
    assert len({c["iso2"] for c in states}) == len(states) >= 193 + 5
    assert {"PS", "XK", "TW", "EH", "XS"} <= {c["iso2"] for c in states}
    assert {"EU", "NATO", "UN"} <= {c["iso2"] for c in countries if c.get("kind") == "organisation"}


def test_a_demonym_or_seat_means_one_country() -> None:
    owners: dict[str, set[str]] = {}
    for country in load("countries")["countries"]:
        for key in ("aliases", "demonyms", "people", "metonyms"):
            for form in country.get(key) or ():
                owners.setdefault(form, set()).add(country["iso2"])
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}


def test_titles_and_people_use_the_values_of_the_model() -> None:
    for title, entry in load("titles")["titles"].items():
        assert set(entry) <= {"leads", "speaks_for", "member", "level"}, title
        assert entry.get("level", "unknown") in LEVELS, title
        assert "of" not in title.split(), title
    for noun, entry in load("people")["people"].items():
        assert entry["kind"] in KINDS and entry["level"] in LEVELS, noun
        assert entry["population"] is None or entry["population"] in POPULATIONS, noun
        assert entry["female"] in (True, False, None), noun


def test_no_noun_reads_a_status_into_a_person() -> None:
    people = load("people")["people"]
    assert people["man"]["population"] is None
    assert people["suspect"]["population"] is None
    assert people["woman"]["population"] == "woman"


def test_first_level_codes_are_those_of_the_index() -> None:
    gazetteer = open_gazetteer()
    missing = [
        f"{country}.{code} {names[0]}"
        for country, codes in load("admin1")["regions"].items()
        for code, names in codes.items()
        if gazetteer.area(country, code) is None
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("country", "area", "city"),
    [
        ("IQ", "Nineveh", "Mosul"),
        ("CD", "North Kivu", "Goma"),
        ("NG", "Borno", "Maiduguri"),
        ("SY", "Idlib", "Khan Shaykhun"),
        ("UA", "Kherson", "Nova Kakhovka"),
        ("AF", "Nangarhar", "Jalalabad"),
        ("PK", "Balochistan", "Quetta"),
        ("ML", "Menaka", "Menaka"),
        ("SD", "North Darfur", "El Fasher"),
        ("MM", "Rakhine", "Sittwe"),
        ("CO", "Cauca", "Popayan"),
        ("MX", "Sinaloa", "Culiacan"),
        ("SO", "Lower Juba", "Kismayo"),
        ("MZ", "Cabo Delgado", "Pemba"),
        ("PH", "Bangsamoro", "Cotabato"),
        ("ET", "Tigray", "Adigrat"),
        ("BF", "Centre-Nord", "Kaya"),
        ("YE", "Taiz", "Mocha"),
        ("LY", "Fezzan", "Sabha"),
        ("IR", "Khuzestan", "Ahvaz"),
    ],
)
def test_a_known_city_lies_in_its_area(country: str, area: str, city: str) -> None:
    gazetteer = open_gazetteer()
    areas = [c for c in gazetteer.candidates(area) if c.country == country and c.kind in {"admin1", "wide"}]
    cities = [c for c in gazetteer.candidates(city) if c.country == country and c.kind == "city"]
    assert areas and cities
    inside = any(c.admin1 == a.admin1 for a in areas for c in cities if a.kind == "admin1")
    assert inside or any(
        distance_km(a.lat, a.lon, c.lat, c.lon) <= a.km for a in areas for c in cities if a.kind == "wide"
    )


def test_wide_areas_are_on_the_globe() -> None:
    for entry in load("admin1")["wide"]:
        assert -90 <= entry["lat"] <= 90 and -180 <= entry["lon"] <= 180 and entry["km"] > 0, entry["name"]

"""Imports: every format with rows that we made up, refusals kept, the same file once, a new version in place of the old."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from rashomon.errors import KnowledgeError
from rashomon.knowledge.importing import import_file
from rashomon.knowledge.library import Library, library_at, open_library
from rashomon.knowledge.lookup import find_names
from rashomon.knowledge.names import verdict
from rashomon.knowledge.rows import Position
from rashomon.settings import Settings


def geoname(number: str, name: str, others: str, feature: str, lat: str = "33.1", people: str = "0") -> str:
    kind, _, code = feature.partition(".")
    row = [
        number,
        name,
        name,
        others,
        lat,
        "44.2",
        kind,
        code,
        "IQ",
        "",
        "07",
        "",
        "",
        "",
        people,
        "",
        "30",
        "Asia/Baghdad",
        "2024-01-01",
    ]
    return "\t".join(row)


GEONAMES = [
    geoname("900000001", "Tell Zarifa", "Tall Zarifah,تل ظريفة", "P.PPL", people="5000"),
    geoname("900000002", "Zarifa Air Base", "", "S.AIRB"),
    geoname("900000003", "Nahr Zarifa", "", "H.STM"),
    geoname("900000004", "Qada Zarifa", "", "A.ADM2"),
]
GED = [
    "id,year,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country",
    "1,2020,1,Umm Zarif village,Hajja,Zarif district,16.1,43.2,Yemen (North Yemen)",
    "2,2020,1,Umm Zarif village,Hajja,Zarif district,16.1,43.2,Yemen (North Yemen)",
    "3,2020,3,Zarif district,Hajja,Zarif district,16.3,43.3,Yemen (North Yemen)",
    "4,2020,4,Hajja,Hajja,,16.3,43.3,Yemen (North Yemen)",
]
PCODES = [
    "ADM0_EN,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,center_lat,center_lon,AREA_SQKM",
    "#country,#adm1+name,#adm1+code,#adm2+name,#adm2+name+ar,#adm2+code,#lat,#lon,#area",
    "Yemen,Hajjah,YE17,Zarifat Bani Amir,ظريفة بني عامر,YE1799,15.9,43.1,314.2",
]
SDN = [
    '101,"ZARIFI, Anwar","individual","SDGT","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- "',
    '102,"VALLEY LIBERATION ARMY","-0- ","FTO] [SDGT","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- "',
    '103,"SEA LARK","vessel","SDGT","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- "',
]
ALT = [
    '102,1,"aka","JAYSH TAHRIR AL-WADI","-0- "',
    '103,2,"aka","SEA ROBIN","-0- "',
    '101,3,"aka","ABU ZARIF","weak alias"',
]
SDN_XML = """<?xml version="1.0"?>
<sdnList xmlns="https://example.org/sdn"><publshInformation><Publish_Date>03/05/2024</Publish_Date></publshInformation>
<sdnEntry><uid>7</uid><firstName>Anwar</firstName><lastName>ZARIFI</lastName><sdnType>Individual</sdnType>
<programList><program>SDGT</program></programList>
<akaList><aka><uid>8</uid><type>a.k.a.</type><category>strong</category><lastName>ZARIFI</lastName><firstName>Anouar</firstName></aka></akaList>
</sdnEntry>
<sdnEntry><uid>9</uid><sdnType>Entity</sdnType></sdnEntry>
<sdnEntry><uid>10</uid><lastName>SEA LARK</lastName><sdnType>Vessel</sdnType></sdnEntry>
</sdnList>"""
UN_XML = """<CONSOLIDATED_LIST dateGenerated="2024-05-01T00:00:00Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ANWAR</FIRST_NAME>
<SECOND_NAME>ZARIFI</SECOND_NAME><REFERENCE_NUMBER>QDi.999</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT>أنور ظريفي</NAME_ORIGINAL_SCRIPT>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Zarif</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>VALLEY LIBERATION ARMY</FIRST_NAME><REFERENCE_NUMBER>QDe.999</REFERENCE_NUMBER>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Valley Front</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""
UCDP = [
    "ActorId,NameData,NameOrig,NameOrigFull,Location",
    "9001,VLA,VLA,Valley Liberation Army,Yemen (North Yemen)",
    "9002,Government of Zarifistan,,,",
    ",nameless,,,",
]
FTM = [
    json.dumps({"id": "Q1", "schema": "Organization", "caption": "Valley Liberation Army", "properties": {"name": ["Valley Liberation Army"], "alias": ["VLA"], "topics": ["crime.terror"], "country": ["ye"]}}),
    json.dumps({"id": "Q2", "schema": "Address", "properties": {"full": ["1 Road"]}}),
    "{broken",
]  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "knowledge.db", create=True)


def written(folder: Path, name: str, lines: list[str] | str) -> Path:
    path = folder / name
    path.write_text(lines if isinstance(lines, str) else "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_geonames_places_sites_and_areas_come_in_and_streams_do_not(library: Library, tmp_path: Path) -> None:
    source, new = import_file(library, written(tmp_path, "XX.txt", GEONAMES), kind="places")
    assert new and (source.format, source.taken, source.passed, source.refused) == ("geonames", 3, 1, 0)
    ((place, main),) = library.places_of("tall zarifah")
    assert (place.id, place.kind, place.population, main) == ("geonames:900000001", "city", 5000, False)
    assert library.places_of("تل ظريفة")[0][0].id == place.id
    assert library.places_of("Zarifa Air Base")[0][0].kind == "site"


def test_a_zipped_dump_is_read_beside_its_readme(library: Library, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "XX.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("XX.txt", "\n".join(GEONAMES))
    told: list[Position] = []
    source, _ = import_file(library, tmp_path / "XX.zip", kind="places", told=told.append)
    assert source.taken == 3
    assert told[-1].done == told[-1].total > 0


def test_georeferenced_events_give_each_place_once(library: Library, tmp_path: Path) -> None:
    source, _ = import_file(library, written(tmp_path, "ged.csv", GED), kind="places")
    assert (source.format, source.taken, source.passed) == ("ucdp-ged", 2, 1)
    place = library.places_of("Umm Zarif")[0][0]
    assert (place.country, place.kind) == ("YE", "city")
    assert library.places_of("Zarif")[0][0].kind == "admin2"


def test_pcodes_bring_second_level_areas_with_their_size_and_native_name(library: Library, tmp_path: Path) -> None:
    source, _ = import_file(library, written(tmp_path, "adm2.csv", PCODES), kind="places")
    assert (source.format, source.taken, source.refused) == ("pcodes", 1, 0)
    place = library.places_of("ظريفة بني عامر")[0][0]
    assert (place.id, place.name, place.country, place.km) == ("pcode:YE1799", "Zarifat Bani Amir", "YE", 10.0)


def test_bad_rows_are_counted_and_kept_with_line_and_reason(library: Library, tmp_path: Path) -> None:
    rows = [GEONAMES[0], "one\ttwo", geoname("900000009", "Nowhere", "", "P.PPL", lat="91")]
    source, _ = import_file(library, written(tmp_path, "XX.txt", rows), kind="places")
    assert (source.taken, source.refused) == (1, 2)
    assert [(r.line, r.reason) for r in library.refused("places", "geonames")] == [
        (2, "not 19 columns but 2"),
        (3, "no number, name or point"),
    ]
    bad = [*GED, "5,2020,1,Short row"]
    import_file(library, written(tmp_path, "ged.csv", bad), kind="places")
    (row,) = library.refused("places", "ucdp-ged")
    assert (row.line, row.reason) == (6, "4 values under 9 names")


def test_ofacs_tables_bring_people_and_bodies_with_their_aliases_and_no_ships(library: Library, tmp_path: Path) -> None:
    source, _ = import_file(
        library, written(tmp_path, "sdn.csv", SDN), kind="actors", aliases=written(tmp_path, "alt.csv", ALT)
    )
    assert (source.format, source.taken, source.passed, source.refused) == ("ofac-csv", 2, 1, 0)
    ((_, army),) = library.bearers("Jaysh Tahrir al-Wadi")
    assert (army.name, army.kind) == ("VALLEY LIBERATION ARMY", "armed_group")
    assert library.bearers("Anwar Zarifi")[0][1].kind == "person"
    assert library.bearers("Abu Zarif") == () and len(library.bearers("Abu Zarif", weak=True)) == 1
    assert library.bearers("Sea Robin") == ()


def test_ofacs_xml_brings_its_date_and_refuses_the_nameless(library: Library, tmp_path: Path) -> None:
    source, _ = import_file(library, written(tmp_path, "sdn.xml", SDN_XML), kind="actors")
    assert (source.format, source.version, source.taken, source.passed, source.refused) == (
        "ofac-xml",
        "03/05/2024",
        1,
        1,
        1,
    )
    assert library.bearers("Anouar Zarifi")[0][1].id == "7"


def test_the_united_nations_list_keeps_script_and_quality(library: Library, tmp_path: Path) -> None:
    source, _ = import_file(library, written(tmp_path, "un.xml", UN_XML), kind="actors")
    assert (source.format, source.taken, source.version) == ("un-xml", 2, "2024-05-01T00:00:00Z")
    assert library.bearers("أنور ظريفي")[0][1].id == "QDi.999"
    assert library.bearers("Valley Front")[0][1].kind == "organisation"
    assert library.bearers("Abu Zarif") == ()


def test_ucdps_actors_are_armed_or_a_government(library: Library, tmp_path: Path) -> None:
    source, _ = import_file(library, written(tmp_path, "actor.csv", UCDP), kind="actors")
    assert (source.format, source.taken, source.refused) == ("ucdp-actors", 2, 1)
    ((_, army),) = library.bearers("Valley Liberation Army")
    assert (army.id, army.kind, army.countries) == ("9001", "armed_group", ("YE",))
    assert library.bearers("Government of Zarifistan")[0][1].kind == "state"


def test_followthemoney_lines_are_taken_by_schema_and_broken_ones_kept(library: Library, tmp_path: Path) -> None:
    source, _ = import_file(library, written(tmp_path, "entities.ftm.json", FTM), kind="actors")
    assert (source.format, source.taken, source.passed, source.refused) == ("ftm", 1, 1, 1)
    ((_, army),) = library.bearers("VLA")
    assert (army.kind, army.countries) == ("armed_group", ("YE",))


def test_the_same_bytes_come_in_once_and_a_new_version_takes_the_place(library: Library, tmp_path: Path) -> None:
    path = written(tmp_path, "XX.txt", GEONAMES)
    first, _ = import_file(library, path, kind="places")
    again, new = import_file(library, path, kind="places")
    assert not new and again == first
    before = library.digest()
    import_file(library, written(tmp_path, "newer.txt", GEONAMES[:1]), kind="places")
    assert library.digest() != before
    assert [s.taken for s in library.sources()] == [1]
    assert library.places_of("Zarifa Air Base") == ()
    import_file(library, path, kind="places")
    assert library.digest() == before


def test_two_sources_stand_side_by_side_and_one_goes_with_all_its_rows(library: Library, tmp_path: Path) -> None:
    import_file(library, written(tmp_path, "XX.txt", GEONAMES), kind="places")
    import_file(library, written(tmp_path, "YY.txt", GEONAMES[:1]), kind="places", name="second")
    assert library.remove("places", "geonames") and not library.remove("places", "geonames")
    assert [s.name for s in library.sources()] == ["second"]
    counted = [library.connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("places", "refused")]
    assert counted == [1, 0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.txt", "hello", "no format known"),
        ("x.csv", "id,where_prec,latitude,longitude\n", "holds no places"),
        ("x.csv", "where_prec,latitude,longitude\n1,a,b\n", "no point or where_prec"),
    ],
)
def test_a_file_without_places_changes_nothing(
    library: Library, tmp_path: Path, name: str, content: str, words: str
) -> None:
    import_file(library, written(tmp_path, "XX.txt", GEONAMES), kind="places", name="ucdp-ged")
    before = library.sources()
    with pytest.raises(KnowledgeError, match=words):
        import_file(library, written(tmp_path, name, content), kind="places")
    assert library.sources() == before


def test_xml_with_definitions_of_its_own_is_refused(library: Library, tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "the secret")
    bomb = f'<!DOCTYPE sdnList [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + SDN_XML.partition("\n")[2].replace(
        "ZARIFI", "&x;"
    )
    with pytest.raises(KnowledgeError, match="definitions of its own"):
        import_file(library, written(tmp_path, "sdn.xml", bomb), kind="actors")
    with pytest.raises(KnowledgeError, match="no well-formed XML"):
        import_file(library, written(tmp_path, "sdn.xml", SDN_XML[:-12]), kind="actors")
    assert library.sources() == ()


def test_what_is_no_file_of_imports_is_said(tmp_path: Path) -> None:
    path = written(
        tmp_path, "k.db", "no database at all, but longer than a header of one would be, to be sure of that."
    )
    with pytest.raises(KnowledgeError, match="no file of imported knowledge"):
        open_library(path)
    with pytest.raises(KnowledgeError, match="no imported knowledge"):
        open_library(tmp_path / "missing.db")
    assert library_at(str(tmp_path / "missing.db")) is None


def test_names_are_found_in_lists_and_ours_with_a_verdict(library: Library, tmp_path: Path) -> None:
    import_file(library, written(tmp_path, "entities.ftm.json", FTM), kind="actors")
    best = find_names("Jaysh-e-Valley Liberation", library)[0]
    assert (best.source, best.id, best.verdict) == ("ftm", "Q1", "same")
    assert find_names("Daesh", library)[0].id == "islamic-state"
    other = next(c for c in find_names("Valley Liberation Front", library) if c.id == "Q1")
    assert other.verdict == verdict(other.like) != "same"


def test_imports_stand_in_the_hash_of_the_settings() -> None:
    assert Settings().sha256() != Settings().sha256(knowledge="0" * 64)
    assert Settings().sha256() == Settings(knowledge="elsewhere.db").sha256()

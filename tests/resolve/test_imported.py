"""Reading with what a user imported: places as further candidates, names of one entry as one actor."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.errors import RashomonError
from rashomon.knowledge.importing import import_file
from rashomon.knowledge.library import open_library
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

TEXT = (
    "Shelling in Iraq\n\nThree people were killed in Tell Zarifa in Iraq on 2024-02-06, the Valley Liberation Army said. "
    "Iraqi police said Jaysh Tahrir al-Wadi had fired first."
)
PLACES = "\t".join(
    [
        "900000001",
        "Tell Zarifa",
        "Tell Zarifa",
        "",
        "33.1",
        "44.2",
        "P",
        "PPL",
        "IQ",
        "",
        "07",
        "",
        "",
        "",
        "5000",
        "",
        "30",
        "",
        "",
    ]
)
ACTORS = '{"id": "Q1", "schema": "Organization", "properties": {"name": ["Valley Liberation Army"], "alias": ["Jaysh Tahrir al-Wadi"], "topics": ["crime.terror"]}}'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    library = open_library(tmp_path / "k.db", create=True)
    for name, content, kind in (("p.txt", PLACES, "places"), ("a.json", ACTORS, "actors")):
        (tmp_path / name).write_text(content + "\n")
        import_file(library, tmp_path / name, kind=kind)  # type: ignore[arg-type]
    library.close()
    return Settings(claims="rules", knowledge=str(tmp_path / "k.db"))


def test_an_imported_village_has_its_point_and_id(settings: Settings) -> None:
    bare, full = (Reader(s).read(TEXT.encode()) for s in (Settings(claims="rules", knowledge=""), settings))
    before = next(p for p in bare.places if p.name == "Tell Zarifa")
    after = next(p for p in full.places if p.name == "Tell Zarifa")
    assert before.gazetteer_id is None
    assert (after.gazetteer_id, after.lat, after.lon, after.precision) == ("geonames:900000001", 33.1, 44.2, "city")


def test_two_names_of_one_entry_are_one_actor(settings: Settings) -> None:
    record = Reader(settings).read(TEXT.encode())
    (army,) = [a for a in record.actors if "Valley Liberation Army" in {a.name, *a.aliases}]
    assert army.kind == "armed_group"
    assert "Jaysh Tahrir al-Wadi" in {army.name, *army.aliases}


def test_the_hash_of_the_settings_tells_imports(settings: Settings) -> None:
    bare, full = (Reader(s).read(TEXT.encode()) for s in (Settings(claims="rules", knowledge=""), settings))
    assert bare.provenance.settings_sha256 == Settings(claims="rules").sha256() != full.provenance.settings_sha256


def test_a_broken_file_of_imports_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "k.db").write_bytes(b"not a database" * 100)
    with pytest.raises(RashomonError, match="--knowledge"):
        Reader(Settings(knowledge=str(tmp_path / "k.db"))).read(TEXT.encode())

"""A public export protects people and says what it leaves out; an internal one comes back whole."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rashomon.errors import ImportRefused
from rashomon.export import Export, formats
from rashomon.export import json as exported
from rashomon.export.protect import Names
from rashomon.model.accounts import Account, AccountAnswer
from rashomon.model.actors import Actor, Who
from rashomon.model.claims import Claim
from rashomon.model.incidents import EventRef, Incident
from rashomon.model.places import Place
from rashomon.model.spans import Span
from rashomon.model.victims import Age, Victim
from rashomon.store import Store, open_store
from rashomon.store.protocol import Capture
from tests.run.tiny import tiny_record

WHEN = "2026-01-02T03:04:05+00:00"
TEXTS = {
    "/home/private/a.txt": (
        "Strike kills tailor Omar Hadi\n\nMajor Ali Karim said 12 people were killed in Kirkuk on 2024-02-07. A drone killed Omar Hadi, 30. "
        "Layla Saleh said the drone came from the east and OMAR fell. Hadi was a tailor."
    ),
    "https://news.example/2024/omar-hadi-buried": "Funeral\n\nGovernor Sara Noor said Omar Hadi had a drone licence.",
    "/home/private/de.txt": "Omar Hadi tot DEUTSCH",
}
SECRET = re.compile("omar|hadi|layla|saleh|/home/private", re.IGNORECASE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        for address, text in TEXTS.items():
            kind = "url" if address.startswith("http") else "file"
            record = tiny_record(text.encode(), text, url=address if kind == "url" else None)
            opened.save(Capture(address, kind, text.encode(), "a.txt", WHEN, "tests"), record, produced_at=WHEN)
        opened.save_incidents([_incident(opened)], fingerprint=opened.fingerprint(), at=WHEN)
        yield opened


def _incident(store: Store) -> Incident:
    report = store.find("/home/private/a.txt").report_id
    text = TEXTS["/home/private/a.txt"]
    at = text.index("Layla Saleh")
    who = Who("a2", "Layla Saleh", "named", Span.of(text, at, at + 11))
    answer = AccountAnswer(
        "Omar Hadi", None, None, True, None, None, "c2", Span.of(text, text.index("Omar"), text.index("Omar") + 9)
    )
    account = Account(
        origin=who,
        outlet="Tiny Wire",
        relayed_by=(),
        report_id=report,
        published_at="2024-02-08",
        independent=True,
        name="Layla Saleh",
        accused=False,
        copied_from=None,
        answers=(("target", (answer,)),),
    )
    return Incident(
        "i1", (), None, "Omar Hadi killed in Kirkuk", (EventRef(report, "e1"),), (account,), (), (), (), None, 1
    )


def written(store: Store, name: str, *, internal: bool = False) -> bytes:
    out = io.BytesIO()
    formats()[name].write(Export(store, WHEN, internal), out)
    return out.getvalue()


def public(store: Store) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(written(store, "json"))
    return data


def test_no_protected_name_is_in_a_public_export(store: Store) -> None:
    text = written(store, "json").decode()
    assert not SECRET.findall(text)
    assert "Ali Karim" in text and "Sara Noor" in text, "people in office are named"
    with zipfile.ZipFile(io.BytesIO(written(store, "csv"))) as archive:
        everything = "".join(archive.read(n).decode() for n in archive.namelist())
    assert not SECRET.findall(everything)
    assert "Ali Karim" in everything


def test_a_redacted_span_is_a_digest_that_only_the_owner_can_make(store: Store) -> None:
    record = next(r for r in public(store)["records"] if r["victims"])
    (name,) = record["victims"][0]["names"]
    assert name["text"] == "redacted" and re.fullmatch("[0-9a-f]{64}", name["sha256"])
    assert name["end"] - name["start"] == len("Omar Hadi")
    assert written(store, "json") == written(store, "json")
    before = name["sha256"]
    store.save(Capture("/n", "file", b"new", None, WHEN, "t"), tiny_record(b"new", "new"), produced_at=WHEN)
    after = next(r for r in public(store)["records"] if r["victims"])["victims"][0]["names"][0]["sha256"]
    assert before != after, "each export has a salt of its own"


def test_texts_are_left_out_and_places_coarse(store: Store) -> None:
    for record in public(store)["records"]:
        assert "text" not in record["document"]
        for place in record["places"]:
            assert (place["lat"], place["lon"], place["radius_km"], place["gazetteer_id"]) == (35.5, 44.4, 10.0, None)
            assert place["near"]["km"] == 30.0


def test_a_report_that_was_not_read_loses_its_title(store: Store) -> None:
    record = next(r for r in public(store)["records"] if r["document"]["language"] == "de")
    assert record["document"]["title"] == "redacted"


def test_incidents_are_redacted_too(store: Store) -> None:
    (incident,) = public(store)["incidents"]
    assert incident["title"] == "redacted"
    (account,) = incident["accounts"]
    assert account["origin"]["name"] == account["name"] == account["answers"]["target"][0]["value"] == "redacted"
    assert account["outlet"] == "Tiny Wire"


@pytest.mark.parametrize("internal", [False, True])
def test_every_export_says_where_it_comes_from_and_what_it_lacks(store: Store, internal: bool) -> None:
    header = json.loads(written(store, "json", internal=internal))
    with zipfile.ZipFile(io.BytesIO(written(store, "csv", internal=internal))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    for head in (header, manifest):
        assert head["kind"] == ("internal" if internal else "public")
        assert head["audit_head"] == store.head()
        assert head["tool"] == "rashomon" and head["version"] and head["methodology"] and head["settings_sha256"]
        assert head["withheld"]
    assert any("CSV" in line for line in manifest["withheld"])


def test_csv_tables_can_be_read(store: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(written(store, "csv", internal=True))) as archive:
        tables = {
            n: list(csv.DictReader(io.StringIO(archive.read(n).decode("utf-8-sig"))))
            for n in archive.namelist()
            if n.endswith(".csv")
        }
    (victim,) = tables["victims.csv"]
    assert (victim["names"], victim["age_low"]) == ("Omar Hadi", "30")
    event = next(e for e in tables["events.csv"] if e["place"])
    assert (event["date_start"], event["place"], event["victim"]) == ("2024-02-07", "Kirkuk", "Omar Hadi")
    assert {r["report_id"] for r in tables["reports.csv"]} == {r.report_id for r in store.reports()}
    assert tables["accounts.csv"][0]["origin"] == "Layla Saleh"


def test_csv_tables_tell_a_spreadsheet_their_encoding(store: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(written(store, "csv"))) as archive:
        assert all(archive.read(n).startswith(b"\xef\xbb\xbf") for n in archive.namelist() if n.endswith(".csv"))


def test_csv_cells_are_never_formulas(tmp_path: Path) -> None:
    text = '=HYPERLINK("http://evil.example")\n\na drone'
    with open_store(tmp_path / "s.db") as store:
        store.save(
            Capture("/r", "file", text.encode(), None, WHEN, "t"), tiny_record(text.encode(), text), produced_at=WHEN
        )
        with zipfile.ZipFile(io.BytesIO(written(store, "csv", internal=True))) as archive:
            (row,) = csv.DictReader(io.StringIO(archive.read("reports.csv").decode("utf-8-sig")))
    assert row["title"].startswith("'=")


def test_an_internal_export_comes_back_whole(store: Store, tmp_path: Path) -> None:
    store.erase("/home/private/de.txt", ground="g", who="w", at=WHEN)
    path = tmp_path / "all.json"
    path.write_bytes(written(store, "json", internal=True))
    data = exported.read(path)
    with open_store(tmp_path / "other.db") as other:
        assert other.restore(data["reports"], data["rest"], source_head=data["audit_head"]) == 2
        assert list(other.archive()) == list(store.archive())
        assert other.archive_tail() == store.archive_tail()
        again = json.loads(written(other, "json", internal=True))
    assert {k: v for k, v in again.items() if k != "audit_head"} == {k: v for k, v in data.items() if k != "audit_head"}


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '"x"', '{"schema": "rashomon.export/9"}', "[" * 100_000, '{"schema": 1}', "\ud800"]
)
def test_foreign_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(ImportRefused):
        exported.read(path)


def test_a_public_export_is_refused_with_what_to_do(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(written(store, "json"))
    with pytest.raises(ImportRefused, match="--internal"):
        exported.read(path)


def _edited(store: Store, edit: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(written(store, "json", internal=True))
    report = next(r for r in data["reports"] if r["kind"] == "file")
    version = report["versions"][0]
    record = version["records"][0]["record"]
    match edit:
        case "bytes":
            version["original"] = "AAAA"
        case "base64":
            version["original"] = "?"
        case "hash":
            version["sha256"] = "0" * 64
        case "text":
            record["document"]["text"] = record["document"]["text"].replace("drone", "Drone")
        case "span":
            record["document"]["text"] = "x"
        case "key":
            record["more"] = 1
        case "records":
            version["records"] = []
        case "version":
            del version["n"]
        case "kind":
            report["kind"] = "else"
        case "address":
            del report["address"]
        case "other bytes":
            record["document"]["id"] = "1" * 64
        case "map":
            record["document"]["stretches"] = [{"start": 0, "end": 10**9, "raw_start": 0, "raw_end": 1}]
        case "type":
            data["reports"][0] = 7
        case "version type":
            report["versions"][0] = None
        case "problems":
            data["rest"]["problems"] = [{"address": 1}]
        case "tombstones":
            data["rest"]["tombstones"] = ["x"]
        case "secret":
            del data["rest"]["secret"]
        case "no key":
            data["rest"]["secret"] = "x"
        case "order":
            report["versions"] *= 2
    return data


@pytest.mark.parametrize("edit", [
    "bytes", "base64", "hash", "span", "key", "records", "version", "kind", "address", "other bytes", "map", "type", "version type",
    "problems", "tombstones", "secret", "no key", "order",
])  # fmt: skip
def test_a_damaged_export_is_refused_and_leaves_nothing(store: Store, tmp_path: Path, edit: str) -> None:
    data = _edited(store, edit)
    with open_store(tmp_path / "other.db") as other:
        head = other.head()
        with pytest.raises(ImportRefused):
            other.restore(data["reports"], data["rest"], source_head=data["audit_head"])
        assert other.reports() == () and other.head() == head


def test_an_import_never_changes_what_is_here(store: Store, tmp_path: Path) -> None:
    data = json.loads(written(store, "json", internal=True))
    with open_store(tmp_path / "other.db") as other:
        text = "another text at this address"
        capture = Capture("/home/private/a.txt", "file", text.encode(), None, WHEN, "t")
        other.save(capture, tiny_record(text.encode(), text), produced_at=WHEN)
        with pytest.raises(ImportRefused, match="another history"):
            other.restore(data["reports"], data["rest"], source_head=data["audit_head"])
        assert len(other.reports()) == 1


def test_formats_are_found_by_being_there() -> None:
    assert set(formats()) == {"json", "csv"}
    assert all(f.HELP and f.SUFFIX for f in formats().values())


def test_an_unnamed_witness_is_hidden_but_the_word_is_not(tmp_path: Path) -> None:
    text = "Strike\n\nA farmer said the farmer next door ran. Major Ali Karim said 3 people were killed."
    record = tiny_record(text.encode(), text)
    at = text.index("farmer")
    who = Who("a9", "farmer", "anonymous_witness", Span.of(text, at, at + 6))
    actor = Actor("a9", "farmer", "population", ("farmers",), (), (who.span,))
    content = Span.of(text, text.index("the farmer"), text.index(" ran"))
    claim = Claim(
        "c9", who, Span.of(text, text.index("said"), text.index("said") + 4), (content,), "indirect", "report"
    )
    with open_store(tmp_path / "s.db") as store:
        made = replace(record, actors=(*record.actors, actor), claims=(*record.claims, claim))
        store.save(Capture("/r", "file", text.encode(), None, WHEN, "t"), made, produced_at=WHEN)
        (out,) = public(store)["records"]
    hidden = next(c for c in out["claims"] if c["id"] == "c9")
    assert hidden["speaker"]["name"] == hidden["speaker"]["span"]["text"] == "redacted"
    assert hidden["content"][0]["text"] == "the farmer next door"
    entry = next(a for a in out["actors"] if a["id"] == "a9")
    assert (entry["name"], entry["aliases"]) == ("redacted", [])


def test_an_official_is_shown_where_in_office_and_hidden_where_not(tmp_path: Path) -> None:
    texts = [
        "Sara Noor said the drone fell.",
        "Governor Sara Noor said the drone fell.",
        "A drone killed Sara Noor, 50.",
    ]
    for count, shown in ((2, [False, True]), (3, [False, False, False])):
        with open_store(tmp_path / f"{count}.db") as store:
            for i, text in enumerate(texts[:count]):
                store.save(
                    Capture(f"/{i}", "file", text.encode(), None, WHEN, "t"),
                    tiny_record(text.encode(), text),
                    produced_at=WHEN,
                )
            assert ["Sara" in json.dumps(r) for r in public(store)["records"]] == shown


def test_names_are_found_in_any_dress() -> None:
    names = Names(["Omar al-Hadi", "Jean-Luc"])
    for text in ("omar-al-hadi", "OMAR AL HADI", "x/omar_al_hadi.html", "said Omar al‑Hadi’s", "jean luc"):
        assert names.found(text), text
    for text in ("Omar", "Omar al", "al-Hadi Omar", "", "Jean", "omaral hadi"):
        assert not names.found(text), text
    assert not names.found("Omar al-Hadi", but=frozenset({("omar", "al", "hadi")}))


def test_findable_words_are_hidden(tmp_path: Path) -> None:
    text = (
        "Fire at Jinnah Road\n\nMajor Ali Karim said the shop at 14 Jinnah Road in Karachi burned. "
        "Major Ali Karim said the fourteen-year-old brother fell there. Shots in Karrada killed a baker, 34."
    )

    def at(words: str) -> Span:
        return Span.of(text, text.index(words), text.index(words) + len(words))

    base = tiny_record(text.encode(), text)
    age, brother = at("34"), at("the fourteen-year-old brother")
    victims = (
        Victim("v8", (), Age(34, 34, age), None, "unknown", at("baker"), "killed", None, (), None, None, (at("a baker"),)),
        Victim("v9", (), None, None, "unknown", None, "killed", None, (), None, None, (brother,)),
    )  # fmt: skip
    actor = Actor("a9", brother.text, "person", ("fourteen-year-old brother",), (), (brother,))
    road = Place(
        "p1", "14 Jinnah Road", ("Karrada", "Karachi"), 1.0, 1.0, 0.1, None, "linear", "g:1", (at("14 Jinnah Road"),)
    )
    quarter = Place("p2", "Karrada", (), 1.0, 1.0, 0.1, None, "neighbourhood", "g:2", (at("Karrada"),))
    city = Place("p3", "Karachi", (), 1.0, 1.0, 9.0, None, "city", "g:3", (at("Karachi"),))
    document = replace(base.document, publisher=None, byline="Una Writer")
    record = replace(
        base, document=document, places=(road, quarter, city), victims=victims, actors=(*base.actors, actor)
    )
    with open_store(tmp_path / "s.db") as store:
        store.save(Capture("/r", "file", text.encode(), None, WHEN, "t"), record, produced_at=WHEN)
        account = Account(
            None, "Una Writer", (), record.document.id, None, True, "Una Writer", False, None, (("place", (
                AccountAnswer("Jinnah Road", None, None, True, None, None, None, at("Jinnah Road")),)),),
        )  # fmt: skip
        title = "Shooting, Karrada"
        one = Incident("i1", (), None, title, (EventRef(record.document.id, "e1"),), (account,), (), (), (), None, 1)
        store.save_incidents([replace(one, place="Karrada")], fingerprint=store.fingerprint(), at=WHEN)
        data = public(store)
    shown = json.dumps({"records": data["records"], "incidents": data["incidents"]})
    assert not re.findall(
        "jinnah|karrada|brother|baker|una writer|34", re.sub("[0-9a-f]{64}", "", shown), re.IGNORECASE
    )
    (out,) = data["records"]
    assert [p["name"] for p in out["places"]] == ["Karachi", "redacted", "Karachi"]
    assert out["places"][2]["mentions"][0]["text"] == "Karachi"
    assert (out["victims"][0]["age"]["low"], out["victims"][0]["age"]["high"]) == (30, 39)
    assert data["incidents"][0]["accounts"][0]["outlet"] == "unnamed outlet"
    assert "Ali Karim" in shown
    stated = " ".join(data["withheld"])
    assert all(words in stated for words in ("bylines", "names of exact places", "descriptions of victims"))

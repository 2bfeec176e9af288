"""Members of a group that hides witnesses: a label instead of a name, on every page, hit, answer and after every act."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.cli.people import people as people_command
from rashomon.export import Export, formats
from rashomon.model.corrections import corrected
from rashomon.model.covering import COVER
from rashomon.model.judgements import Judgement
from rashomon.review.access import now_text
from rashomon.review.app import create_app
from rashomon.review.options import Options
from rashomon.review.registry import API
from rashomon.review.routes import REGISTRY
from rashomon.run import relink
from rashomon.run.desk import uncertain
from rashomon.store.desk_protocol import Group, Person
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import _HASH, WHEN, Desk, fill, people, put
from tests.review.test_deciding import act

#: The witness: by whole name, by surname, in capitals, in a title, an address and a file's name.
STORY = (
    "Nurse Salma Tawfiq: I counted them\n\nSalma Tawfiq said 9 people were killed in Kirkuk on 2024-02-07 by a drone. "
    "Tawfiq was there; SALMA TAWFIQ wept. Major Ali Karim said 12 people were killed in Kirkuk on 2024-02-07 by a drone."
)
PARTS = ("salma", "tawfiq")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with SqliteStore(tmp_path / "s.db") as store:
        reports = fill(store)
        url = "https://a.example/salma-tawfiq-counted"
        reports["story"] = put(store, url, STORY, url=url)
        reports["again"] = put(store, "/r/tawfiq.txt", STORY + " Nothing else is known.")
        store.set_aside("/r/salma_tawfiq.html", "file", reason="internal", message="bad", sha256=None, at=WHEN)
        store.set_aside("/r/x", "file", reason="internal", message="Salma Tawfiq", sha256=None, at=WHEN)
        store.hand_in("tawfiq.txt", "content", name="Salma Tawfiq.txt", raw=b"x", person="coder", at=WHEN)
        relink.incidents(store)
        store.save_pairs(uncertain(store))
        for person in people():
            store.put_person(person)
        for name, role in (("veiled", "coder"), ("veiled2", "reviewer")):
            store.put_person(Person(name, name, role, _HASH, None, 0, True, ("outside",), now_text()))  # type: ignore[arg-type]
        store.put_group(Group("outside", hides_witnesses=True))
        for kind, subject, now in (
            ("comment", reports["story"], "Tawfiq is a nurse"),
            ("comment", next(i for i, _ in store.incidents_of(reports["story"])), "ask Salma Tawfiq"),
            ("consent", "actor:salma tawfiq", "she agreed"),
        ):
            store.judge(Judgement("", WHEN, "coder", kind, (subject,), None, now, ""), relink=False)
        yield Desk(store, create_app(store, Options(team=True, writes_per_minute=2000)), reports)


def addresses(desk: Desk) -> list[str]:
    """Every page, for every report, incident and name that there is."""
    store, out = desk.store, []
    incidents = [i.id for i in store.incidents(stale=True) or ()]
    names = [(k, n.key) for k in ("actor", "place", "victim", "source") for n in store.names(k)]  # type: ignore[arg-type]
    for entry in REGISTRY.entries:
        if entry.method != "GET" or entry.role == "admin":
            continue
        path = entry.path
        if "{incident_id}" in path:
            out += [
                path.format(incident_id=i) + q for i in incidents for q in ("", "?ask=killed", "?ask=killed&line=0")
            ]
        elif "{report_id}" in path:
            out += [path.format(report_id=r) for r in desk.reports.values()]
        elif "{key}" in path:
            out += [path.format(kind=k, key=key) for k, key in names]
        elif "{kind}" in path:
            out += [path.format(kind=k) for k in ("actor", "place", "victim", "source")]
        elif path == "/compare":
            both = f"/compare?left={desk.reports['story']}&right={desk.reports['again']}"
            out += [both, both + "&diff=true"]
        else:
            out.append(path)
    out += ["/search?words=drone", "/search?words=counted", "/reports?words=counted", "/audit?check=true"]
    return [*out, f"/history?subject={desk.reports['story']}"]


def shown(text: str) -> list[str]:
    return [p for p in PARTS if p in text.lower()]


def test_no_page_shows_the_witness(desk: Desk) -> None:
    veiled, plain = desk.client("veiled"), desk.client("coder2")
    seen = 0
    for address in addresses(desk):
        for prefix in ("", API):
            if prefix and address.endswith("/bytes"):
                continue
            answer = veiled.get(prefix + address)
            asked = [p for p in PARTS if p in address.lower()]
            assert [p for p in shown(answer.text) if p not in asked] == [], (prefix + address, answer.text[:2000])
            if asked:
                assert answer.status_code == 404, address
            seen += bool(shown(plain.get(prefix + address).text))
    assert seen > 20, "the same pages show the name to others, or the test shows nothing"


def test_a_label_stands_in_its_place(desk: Desk) -> None:
    veiled, report = desk.client("veiled"), desk.reports["story"]
    incident = next(i for i, _ in desk.store.incidents_of(report))
    page = veiled.get(f"{API}/incident/{incident}").json()
    lines = [line["name"] for line in page["matrix"]["lines"]]
    labels = [n for n in lines if n.startswith("witness ")]
    assert labels and len(labels) == len(set(labels))
    both = [n for n in labels if n in veiled.get(f"{API}/report/{report}").text]
    assert len(both) == 1 and both[0] in veiled.get(f"/incident/{incident}").text, "the same label on every page"
    assert COVER * len("Salma Tawfiq") in veiled.get(f"/report/{report}").text
    real = desk.store.record_of(report)
    seen = "".join(s["text"] for p in veiled.get(f"{API}/report/{report}").json()["paragraphs"] for s in p["stretches"])
    assert len(seen) == len(real.document.text) and "Ali Karim" in seen


def test_a_search_confirms_no_name(desk: Desk) -> None:
    veiled, plain = desk.client("veiled"), desk.client("coder2")
    for words in ("Salma Tawfiq", "tawfiq", "salma*", '"salma tawfiq"', "TAWFIQ"):
        assert plain.get(f"{API}/search", params={"words": words}).json()["found"], words
        assert veiled.get(f"{API}/search", params={"words": words}).json()["found"] == [], words
        assert veiled.get(f"{API}/reports", params={"words": words}).json()["rows"] == [], words
    for words, seen in (("ask", 1), ("ask tawf", 0), ("ask salma", 0), ("nurse", 1), ("awfi", 0)):
        remarks = [client.get(f"{API}/search", params={"words": words}).json()["remarks"] for client in (plain, veiled)]
        assert remarks[0] and len(remarks[1]) == seen, (words, remarks)
    mixed = veiled.get(f"{API}/search", params={"words": "wept tawfiq"}).json()["found"]
    assert all(COVER not in p["text"] for f in mixed for p in f["pieces"] if p["hit"])
    assert veiled.get(f"{API}/search", params={"words": "drone"}).json()["found"]
    assert veiled.get(f"/report/{desk.reports['story']}/original/bytes").status_code == 404


def test_decisions_on_covered_words_are_kept_whole(desk: Desk) -> None:
    """What somebody decides who sees labels is a decision on the real words: it binds, and nothing is orphaned."""
    veiled, report = desk.client("veiled"), desk.reports["story"]
    for item, form in (("f1", {"verdict": "accept"}), ("c1", {"verdict": "reject"})):
        layer = {"f": "figures", "c": "claims"}[item[0]]
        answer = act(veiled, f"/report/{report}/verdict", layer=layer, item=item, **form)
        assert answer.status_code == 200 and shown(answer.text) == []
    edit = {"field.high": "10", "field.low": "9", "layer": "figures", "item": "f2", "why": "the words"}
    answer = act(veiled, f"/report/{report}/edit", **edit)
    assert answer.status_code == 200 and shown(answer.text) == []
    words = COVER * len("Tawfiq") + " was there"
    at = STORY.index("Tawfiq was there")
    added = act(veiled, f"/report/{report}/add", layer="claims", words=words, start=str(at), by=COVER * 12)
    assert added.status_code == 200 and shown(added.text) == []
    real = desk.store.record_of(report)
    seen = corrected(real, desk.store.judgements(subject=report))
    assert seen.orphans == () and {"f1", "f2"} <= seen.verdicts.keys()
    assert COVER not in json.dumps([[j.was, j.now] for j in desk.store.judgements()], ensure_ascii=False)
    new = next(c for c in seen.record.claims if c.produced_by == "person")
    assert new.content[0].text == "Tawfiq was there" and new.speaker is not None and "Tawfiq" in new.speaker.name
    late = act(desk.client("veiled2"), f"/report/{report}/verdict", layer="figures", item="f1", verdict="reject")
    assert late.status_code == 409 and shown(late.text) == []


def test_who_sees_witnesses(desk: Desk) -> None:
    """Only members of a hiding group are veiled; an admin never is; opening the group shows the names again."""
    report = desk.reports["story"]
    desk.store.put_person(replace(desk.store.person("admin"), groups=("outside",)))  # type: ignore[type-var]
    assert shown(desk.client("admin").get(f"/report/{report}").text) and shown(
        desk.client("reader").get(f"/report/{report}").text
    )
    assert not shown(desk.client("veiled").get(f"/report/{report}").text)
    desk.store.put_group(Group("outside", hides_witnesses=False))
    assert shown(desk.client("veiled").get(f"/report/{report}").text)


def test_a_new_witness_is_hidden_at_once(desk: Desk) -> None:
    veiled = desk.client("veiled")
    assert veiled.get("/reports").status_code == 200
    text = "More\n\nHuda Mansour said 2 people were killed in Kirkuk on 2024-02-07 by a drone."
    report = put(desk.store, "/r/more.txt", text)
    assert "Mansour" not in veiled.get(f"/report/{report}").text


def test_a_public_export_names_no_witness(desk: Desk) -> None:
    desk.store.judge(Judgement("", WHEN, "c", "consent", ("actor:salma tawfiq",), None, None, ""), relink=False)
    for name, form in formats().items():
        out = io.BytesIO()
        form.write(Export(desk.store, WHEN), out)
        assert name and b"Tawfiq" not in out.getvalue()


def test_groups_are_managed_at_the_terminal(tmp_path: Path) -> None:
    from click.testing import CliRunner

    path = str(tmp_path / "s.db")
    SqliteStore(tmp_path / "s.db").close()
    run = CliRunner()
    assert "labels" in run.invoke(people_command, ["--store", path, "group", "outside", "--hide-witnesses"]).output
    with SqliteStore(tmp_path / "s.db") as store:
        assert store.groups() == (Group("outside", hides_witnesses=True),)
    assert "by name" in run.invoke(people_command, ["--store", path, "group", "outside", "--show-witnesses"]).output

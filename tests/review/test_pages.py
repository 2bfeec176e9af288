"""Every page shows what it should, as HTML and as JSON, and holds together with its context."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields

import pytest
from jinja2 import meta

from rashomon.review.app import create_app
from rashomon.review.options import Options
from rashomon.review.registry import API, Entry
from rashomon.review.render import HERE, environment
from rashomon.review.routes import REGISTRY
from rashomon.store.sqlite import SqliteStore
from tests.review.conftest import EVIL, Desk

PAGES = [e for e in REGISTRY.entries if e.template is not None]


def addresses(desk: Desk) -> dict[str, str]:
    """An address for every page."""
    incident, report = desk.incident.id, desk.reports["strike"]
    return {
        "/": "/",
        "/search": "/search?words=killed",
        "/reports": "/reports",
        "/incident/{incident_id}": f"/incident/{incident}?ask=killed&line=0",
        "/report/{report_id}": f"/report/{report}?at=12-30",
        "/report/{report_id}/original": f"/report/{report}/original",
        "/compare": f"/compare?left={report}&right={desk.reports['rival']}",
        "/names/{kind}": "/names/actor",
        "/names/{kind}/{key}": "/names/actor/ali%20karim",
        "/pairs": "/pairs",
        "/problems": "/problems",
        "/history": "/history",
        "/audit": "/audit?check=true",
        "/codebook": "/codebook",
        "/agreement": "/agreement",
        "/help": "/help",
        "/add": "/add",
        "/erasure": f"/erasure?person=Omar%20Hadi&report={report}",
    }


def test_every_page_has_an_address_here(reading: Desk) -> None:
    assert set(addresses(reading)) == {e.path for e in PAGES}


@pytest.mark.parametrize("entry", PAGES, ids=lambda e: e.path)
def test_a_page_is_html_and_json(reading: Desk, entry: Entry) -> None:
    client = reading.client("ana")
    address = addresses(reading)[entry.path]
    page = client.get(address)
    assert page.status_code == 200, page.text[:400]
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1" in page.text and "<style" not in page.text and " style=" not in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text) and not re.search(r"\son\w+=", page.text)
    data = client.get(API + address)
    assert data.status_code == 200
    kind = inspect.signature(entry.handler, eval_str=True).return_annotation
    assert set(data.json()) == {f.name for f in fields(kind)}


@pytest.mark.parametrize("entry", PAGES, ids=lambda e: e.path)
def test_template_and_context_hold_together(entry: Entry) -> None:
    """A template uses what its context has, and the context has nothing that no template uses."""
    env = environment()
    used: set[str] = set()
    todo, seen = [entry.template or ""], set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        tree = env.parse((HERE / "templates" / name).read_text(encoding="utf-8"))
        used |= meta.find_undeclared_variables(tree)
        todo += [n for n in meta.find_referenced_templates(tree) if n is not None]
    kind = inspect.signature(entry.handler, eval_str=True).return_annotation
    has = {f.name for f in fields(kind)}
    inner = {
        "shell",
        "m",
        "t",
        "chart",
        "card",
        "url",
        "side",
        "head",
        "confirm",
        "held_by",
    }  # the shell, imported macros, and what a loop hands to an include
    assert used - has - inner - set(env.globals) == set()
    assert has - used == set(), "shown by no template"


def test_an_empty_store_teaches(store: SqliteStore) -> None:
    desk = Desk(store, create_app(store, Options(person="ana")), {})
    client = desk.client("ana")
    for address in ("/", "/search", "/reports", "/names/actor", "/pairs", "/problems", "/history"):
        assert 'class="teach"' in client.get(address).text, address
    assert "Nothing was handed in" in client.get("/add").text


def test_the_matrix_leads_to_the_words(reading: Desk) -> None:
    client = reading.client("ana")
    page = client.get(f"/incident/{reading.incident.id}").text
    assert "12" in page and "15" in page and "≠" in page
    cell = re.search(r'href="(\?ask=killed&amp;line=\d+)#words"', page)
    assert cell is not None
    opened = client.get(f"/incident/{reading.incident.id}{cell[1].replace('&amp;', '&')}").text
    assert "<mark>" in opened
    into = re.search(r'href="(/report/\w{64}\?at=\d+-\d+)#at"', opened)
    assert into is not None
    report = client.get(into[1]).text
    assert 'id="at"' in report


def test_the_words_of_a_cell_are_those_of_the_report(reading: Desk) -> None:
    data = reading.client("ana").get(f"{API}/incident/{reading.incident.id}?ask=killed").json()
    assert len(data["words"]["quotes"]) >= 2
    for quote in data["words"]["quotes"]:
        text = reading.store.record(reading.store.find(quote["report_id"])).document.text
        assert text[quote["start"] : quote["end"]] == quote["words"]


def test_paragraphs_are_the_text(reading: Desk) -> None:
    for report_id in reading.reports.values():
        data = reading.client("ana").get(f"{API}/report/{report_id}").json()
        text = reading.store.record(reading.store.find(report_id)).document.text
        for paragraph in data["paragraphs"]:
            joined = "".join(s["text"] for s in paragraph["stretches"])
            assert text[paragraph["start"] : paragraph["start"] + len(joined)] == joined


def test_right_to_left_is_shown_right(reading: Desk) -> None:
    page = reading.client("ana").get(f"/report/{reading.reports['arabic']}").text
    assert re.search(r'<h1 dir="rtl">', page) and 'dir="rtl" data-start=' in page


def test_a_chart_and_a_map_are_drawn_without_script(reading: Desk) -> None:
    page = reading.client("ana").get(f"/incident/{reading.incident.id}").text
    assert page.count('class="dot') >= 2 and 'class="disc"' in page and "within" in page


def test_a_diff_has_all_words_of_both(reading: Desk) -> None:
    left, right = reading.reports["strike"], reading.reports["rival"]
    data = reading.client("ana").get(f"{API}/compare?left={left}&right={right}&diff=true").json()
    for side, other in (("gone", left), ("new", right)):
        words = " ".join(r["text"] for r in data["runs"] if r["kind"] in ("same", side)).split()
        assert words == reading.store.record(reading.store.find(other)).document.text.split()
    assert 0 < data["shared"] < 1


def test_an_original_is_the_bytes(reading: Desk) -> None:
    report = reading.reports["evil"]
    got = reading.client("ana").get(f"/report/{report}/original/bytes")
    assert got.content == reading.store.original(report)
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment")


def test_filters_are_addresses(reading: Desk) -> None:
    client = reading.client("ana")
    assert client.get(f"{API}/?differ=killed").json()["pager"]["total"] == 1
    assert client.get(f"{API}/?differ=weapon").json()["pager"]["total"] == 0
    assert (
        client.get(f"{API}/?since=2024-02-07&until=2024-02-07&place=Kirkuk&several=true").json()["pager"]["total"] == 1
    )
    assert client.get("/?since=yesterday").status_code == 422
    assert "No incident fits" in client.get("/?place=Atlantis").text


def test_search_shows_hits_in_context(reading: Desk) -> None:
    found = reading.client("ana").get(f"{API}/search?words=drone").json()["found"]
    assert any(p["hit"] and p["text"] == "drone" for f in found for p in f["pieces"])
    assert any([reading.incident.id, reading.incident.title] in f["incidents"] for f in found)


@pytest.mark.parametrize(
    "address", ["/nix", "/incident/zzzzzz", "/report/ffffff", "/names/actor/nobody", "/names/beast"]
)
def test_what_is_not_there_says_so(reading: Desk, address: str) -> None:
    client = reading.client("ana")
    assert client.get(address).status_code in (404, 422)
    assert EVIL not in client.get(f"/search?words={EVIL}").text


def test_stale_pages_say_so(local: Desk) -> None:
    client = local.client("ana")
    assert 'class="stale"' not in client.get("/").text
    report = local.reports["strike"]
    form = {"layer": "figures", "item": "f1", "verdict": "reject", "csrf": local.csrf(client)}
    assert client.post(f"/report/{report}/verdict", data=form).status_code == 200
    assert 'class="stale"' in client.get("/").text

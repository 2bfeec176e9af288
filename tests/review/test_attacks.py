"""Attacks: script through reports and addresses, forged forms, SQL, paths, foreign hosts, sizes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from rashomon.review.gate import HEADERS, MAX_FORM
from rashomon.review.registry import API, COOKIE, NOTE
from rashomon.review.render import web_address
from rashomon.review.routes import REGISTRY
from rashomon.run import relink
from tests.review.conftest import EVIL, Desk, put

PAYLOADS = (
    EVIL,
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7919 * 7919 }}${7919*7919}",
    "</textarea><svg/onload=alert(1)>",
    "javascript:alert(1)",
)


BAD = ("javascript:", "data:", "vbscript:")


class Tags(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append("script")
        if tag in ("iframe", "object", "embed", "base", "img"):
            self.found.append(tag)
        for name, value in attrs:
            leads = name in ("href", "src", "action", "formaction", "xlink:href")
            if name.startswith("on") or leads and (value or "").strip().lower().startswith(BAD):
                self.found.append(f"{tag} {name}={value}")


def runs(html: str) -> list[str]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def hostile(desk: Desk) -> list[str]:
    """Addresses that show hostile words: headline, text, outlet, URL, names, remarks, reasons."""
    reports = []
    for i, payload in enumerate(PAYLOADS):
        text = f"{payload}\n\nMajor Ali {payload} Karim said {i} people were killed in Kirkuk on 2024-02-07 by a drone."
        reports.append(
            put(desk.store, f"https://a.example/{i}?q={payload}", text, title=payload, url=f"javascript:{payload}")
        )
    relink.incidents(desk.store)
    client = desk.client("ana")
    for payload in PAYLOADS:
        form = {"csrf": desk.csrf(client), "text": payload}
        assert client.post(f"/incident/{desk.incident.id}/comment", data=form).status_code == 200
    pages = ["/", "/reports", "/history", "/names/actor", "/names/source", "/audit", "/problems", "/add"]
    pages += [f"/incident/{i.id}?ask=killed" for i in desk.store.incidents() or ()]
    pages += [f"/report/{r}" for r in reports] + [f"/report/{r}/original" for r in reports]
    pages += [f"/compare?left={reports[0]}&right={r}&diff=true" for r in reports]
    return pages


def test_script_from_reports_and_people_never_runs(local: Desk) -> None:
    pages = hostile(local)
    client = local.client("ana")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert runs(answer.text) == [], page
        assert "62710561" not in answer.text, page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_script_from_addresses_never_runs(local: Desk, payload: str) -> None:
    client = local.client("ana")
    for path in (
        "/search",
        "/reports",
        "/",
        "/history",
        "/names/actor",
        "/compare",
        "/incident/x",
        "/report/x",
        "/nix",
    ):
        params = {"words": payload, "place": payload, "beginning": payload, "subject": payload, "left": payload, "right": payload,
                  "ask": payload, "at": payload, "state": payload, "order": payload}  # fmt: skip
        answer = client.get(path, params=params)
        assert answer.status_code < 500 and runs(answer.text) == [], path
    client.cookies.set(NOTE, payload.encode("unicode_escape").decode().replace(";", ",").replace('"', "'"))
    assert runs(client.get("/").text) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http:evil",
        "file:///etc/passwd",
        "ht tp://x",
        "http://[x",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None


def test_a_link_out_says_nothing_of_where_it_came_from(local: Desk) -> None:
    page = local.client("ana").get(f"/report/{local.reports['rival']}")
    link = re.search(r'<a href="https://a.example/rival"[^>]*>', page.text)
    assert link is not None and "noreferrer" in link[0] and "noopener" in link[0]
    assert page.headers["referrer-policy"] == "no-referrer"


def test_every_answer_has_the_headers(local: Desk) -> None:
    client = local.client("ana")
    for path in ("/", "/nix", "/static/desk.css", f"{API}/", "/enter", "/healthz", "/search?page=x"):
        got = client.get(path)
        for name, value in HEADERS:
            assert got.headers[name.decode()] == value.decode(), path
    policy = client.get("/").headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert client.get("/").headers["cache-control"] == "no-store"


def test_a_forged_form_is_not_taken(local: Desk) -> None:
    """Every action: without the form's token, with another's, or sent by another site."""
    mine, other = local.client("ana"), local.client("ana")
    values = {
        "incident_id": local.incident.id,
        "report_id": local.reports["strike"],
        "kind": "actor",
        "key": "ali karim",
    }
    for entry in (e for e in REGISTRY.entries if e.method == "POST"):
        path = entry.path.format(**values)
        for headers in (
            {"x-csrf": ""},
            {"x-csrf": "0" * 64},
            {"x-csrf": local.csrf(other)},
            {"sec-fetch-site": "cross-site"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
        ):
            for prefix in ("", API) if entry.api else ("",):
                answer = mine.post(prefix + path, headers=headers, json={})
                assert answer.status_code == 403, (path, headers)
                plain = mine.post(prefix + path, headers=headers, data={"text": "x"})
                assert plain.status_code == 403, (path, headers)
    assert local.store.judgements() == ()


def test_a_get_changes_nothing(local: Desk) -> None:
    client, head = local.client("ana"), local.store.head()
    for entry in (e for e in REGISTRY.entries if e.method == "POST" and "{" not in e.path):
        client.get(entry.path)
    assert local.store.head() == head


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        '" OR ""="',
        "x') UNION SELECT password FROM people --",
        "a* NEAR(b)",
        '"unclosed',
        "\x00",
        "💥" * 50,
        "-",
        "*",
    ],
)
def test_sql_is_only_words(team: Desk, words: str) -> None:
    client = team.client("reader")
    for address in ("/search", "/reports", "/", "/names/actor", "/history"):
        names = {"words": words, "place": words, "beginning": words, "subject": words}
        answer = client.get(address, params=names)
        assert answer.status_code in (200, 422), address
        assert "argon2" not in answer.text
    for path in ("incident", "report", "names/actor"):
        assert client.get(f"/{path}/{quote(words.replace('/', ''))}").status_code in (200, 404, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/vendor/..%2f..%2f..%2fapp.py",
        "/static//etc/passwd", "/report/..%2f..%2fetc%2fpasswd/original/bytes",
    ],
)  # fmt: skip
def test_paths_lead_nowhere_else(local: Desk, path: str) -> None:
    answer = local.client("ana").get(path)
    assert answer.status_code in (404, 405) and "create_app" not in answer.text and "root:" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1:80:80", "localhost.evil.example:8000"]
)
def test_a_foreign_name_is_not_answered(local: Desk, host: str) -> None:
    assert local.client("ana").get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:7274", "localhost:9", "[::1]", "[::1]:7274"])
def test_its_own_names_are(local: Desk, host: str) -> None:
    assert local.client("ana").get("/", headers={"host": host}).status_code == 200


def test_sizes_are_bounded(local: Desk) -> None:
    client = local.client("ana")
    big = b"x" * (MAX_FORM + 1)
    path = f"/incident/{local.incident.id}/comment"
    assert client.post(path, content=big, headers={"content-type": "application/json"}).status_code == 413
    assert client.post(API + path, content=iter([big]), headers={"content-type": "application/json"}).status_code in (
        400,
        413,
    )
    assert client.post(path, headers={"content-length": "-1"}).status_code == 413
    assert client.get("/search?words=" + "x" * 300).status_code == 422
    assert local.store.judgements() == ()


def test_a_way_back_leads_to_this_desk_only(local: Desk) -> None:
    client = local.client("ana", follow=False)
    path = f"/incident/{local.incident.id}/comment"
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nx: y"):
        answer = client.post(path, data={"csrf": local.csrf(client), "text": "x", "back": back})
        assert answer.headers["location"].startswith(f"/incident/{local.incident.id}"), back
    answer = client.post(path, data={"csrf": local.csrf(client), "text": "x", "back": "/history?subject=x"})
    assert answer.headers["location"] == "/history?subject=x"


def test_too_many_decisions_wait(local: Desk) -> None:
    client = local.client("ana")
    local.app.state.desk.writes._tries = 3
    path = f"/incident/{local.incident.id}/comment"
    codes = [client.post(path, data={"csrf": local.csrf(client), "text": "x"}).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_the_cookie_is_out_of_reach(team: Desk, local: Desk) -> None:
    client = local.client(follow=False)
    key = local.app.state.desk.sessions.new_entry()
    cookie = client.get(f"/enter?key={key}").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=") and "HttpOnly" in cookie and "samesite=lax" in cookie.lower()

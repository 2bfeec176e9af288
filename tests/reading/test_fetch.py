"""Fetching, against a real server on loopback; the default rules refuse that very server."""

from __future__ import annotations

import gzip
import hashlib
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from rashomon.errors import FetchError, TooLarge
from rashomon.reading.addresses import Address, is_public
from rashomon.reading.fetch import fetch
from rashomon.settings import Settings

SETTINGS = Settings(fetch_timeout_s=5.0, max_bytes=100_000)
PAGE = b"<html><body><p>Three people were killed.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """Serves what `routes` say: path -> (status, headers, body)."""

    routes: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}
    seen: ClassVar[list[tuple[str, str, str]]] = []

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers.get("Host", ""), self.headers.get("User-Agent", "")))
        if self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(300):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
            return
        status, headers, body = self.routes.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the test output clean."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.routes, Site.seen = {"/page": (200, {"Content-Type": "text/html", "X-Twice": "a"}, PAGE)}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def loopback(address: Address) -> bool:
    return address.is_loopback


def test_a_page_with_its_proofs(site: str) -> None:
    page = fetch(site + "/page", settings=SETTINGS, allow=loopback)
    assert page.body == PAGE and page.status == 200 and page.redirects == ()
    assert page.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert ("x-twice", "a") in page.headers and page.fetched_at.endswith("+00:00")
    assert [path for path, _, _ in Site.seen] == ["/robots.txt", "/page"]
    assert all(agent == SETTINGS.user_agent for _, _, agent in Site.seen)


def test_the_default_refuses_loopback(site: str) -> None:
    with pytest.raises(FetchError, match="not a public address"):
        fetch(site + "/page", settings=SETTINGS)
    assert Site.seen == []


def test_redirects_are_kept_and_bounded(site: str) -> None:
    Site.routes["/a"] = (302, {"Location": "/b"}, b"")
    Site.routes["/b"] = (301, {"Location": site + "/page"}, b"")
    page = fetch(site + "/a", settings=SETTINGS, allow=loopback)
    assert page.redirects == (site + "/a", site + "/b") and page.final_url == site + "/page" and page.url == site + "/a"
    Site.routes["/loop"] = (302, {"Location": "/loop"}, b"")
    with pytest.raises(FetchError, match="redirects"):
        fetch(site + "/loop", settings=SETTINGS, allow=loopback)


def test_a_redirect_to_a_private_address_is_refused(site: str) -> None:
    only = ipaddress.ip_address("127.0.0.1")
    for target in (
        "http://127.0.0.2/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/x",
        "http://10.0.0.1/",
    ):
        Site.routes["/out"] = (302, {"Location": target}, b"")
        with pytest.raises(FetchError, match="not a public address"):
            fetch(site + "/out", settings=SETTINGS, allow=lambda address: address == only)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x", "javascript:alert(1)"])
def test_a_redirect_to_another_scheme_is_refused(site: str, target: str) -> None:
    Site.routes["/out"] = (302, {"Location": target}, b"")
    with pytest.raises(FetchError, match=r"only http and https|network failed"):
        fetch(site + "/out", settings=SETTINGS, allow=loopback)


@pytest.mark.parametrize(
    "answer", ["10.1.2.3", "127.0.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "::1", "::ffff:127.0.0.1"]
)
def test_a_name_that_answers_private_is_refused(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering([["93.184.216.34", answer]]))
    with pytest.raises(FetchError, match="not a public address"):
        fetch("http://news.example/page", settings=SETTINGS)


def test_the_connection_goes_to_the_address_that_was_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second DNS answer (rebinding) is never asked for within a connection; the host name still reaches the server."""
    port = site.rsplit(":", 1)[1]
    asked: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", answering([["127.0.0.1"]], asked))
    page = fetch(f"http://news.example:{port}/page", settings=SETTINGS, allow=loopback)
    assert page.body == PAGE
    assert {host for _, host, _ in Site.seen} == {f"news.example:{port}"}
    assert asked.count("news.example") <= 2  # robots.txt and the page may each open one connection


def test_robots_txt_is_obeyed(site: str) -> None:
    Site.routes["/robots.txt"] = (200, {}, b"User-agent: rashomon\nDisallow: /page\n\nUser-agent: *\nDisallow:\n")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetch(site + "/page", settings=SETTINGS, allow=loopback)
    Site.routes["/robots.txt"] = (503, {}, b"")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetch(site + "/page", settings=SETTINGS, allow=loopback)


def test_size_is_bound_while_streaming(site: str) -> None:
    Site.routes["/big"] = (200, {}, b"a" * 200_000)
    with pytest.raises(TooLarge):
        fetch(site + "/big", settings=SETTINGS, allow=loopback)
    Site.routes["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 50_000_000))
    with pytest.raises(TooLarge):
        fetch(site + "/bomb", settings=SETTINGS, allow=loopback)
    Site.routes["/packed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE))
    assert fetch(site + "/packed", settings=SETTINGS, allow=loopback).body == PAGE


def test_a_dripping_server_meets_the_deadline(site: str) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchError, match="too long"):
        fetch(site + "/drip", settings=replace(SETTINGS, fetch_timeout_s=0.6), allow=loopback)
    assert time.monotonic() - begun < 15, "half of what the server drips for: a busy machine may be slow to ask"


def test_errors_of_the_server_and_the_network(site: str) -> None:
    with pytest.raises(FetchError, match="answered 404"):
        fetch(site + "/none", settings=SETTINGS, allow=loopback)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="network failed"):
        fetch(f"http://127.0.0.1:{port}/", settings=SETTINGS, allow=loopback)


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "http://", "http://a:b@example.org/", "http://[bad/", "http://x:99999/", "news"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, settings=SETTINGS)


@pytest.mark.parametrize(
    ("text", "public"),
    [("8.8.8.8", True), ("2606:4700::1111", True), ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.0.1", False),
     ("127.0.0.1", False), ("0.0.0.0", False), ("169.254.169.254", False), ("100.64.0.1", False), ("224.0.0.1", False),
     ("255.255.255.255", False), ("240.0.0.1", False), ("192.0.2.1", False), ("198.18.0.1", False), ("::1", False), ("::", False),
     ("fe80::1", False), ("fc00::1", False), ("fec0::1", False), ("ff02::1", False), ("::ffff:10.0.0.1", False),
     ("::ffff:8.8.8.8", True), ("2002:0a00:0001::", False), ("64:ff9b::7f00:1", False), ("::7f00:1", False)],
)  # fmt: skip
def test_public_addresses(text: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(text)) is public


def test_the_proxy_of_the_environment_is_not_used(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetch(site + "/page", settings=SETTINGS, allow=loopback).status == 200


def test_the_proxy_of_the_settings_is_used_and_names_are_checked_first(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering([["93.184.216.34"]]))
    Site.routes["http://news.example/page"] = (200, {}, PAGE)
    page = fetch("http://news.example/page", settings=replace(SETTINGS, proxy=site))
    assert page.body == PAGE and [path for path, _, _ in Site.seen] == [
        "http://news.example/robots.txt",
        "http://news.example/page",
    ]
    monkeypatch.setattr(socket, "getaddrinfo", answering([["10.0.0.1"]]))
    with pytest.raises(FetchError, match="not a public address"):
        fetch("http://news.example/page", settings=replace(SETTINGS, proxy=site))


def answering(answers: list[list[str]], asked: list[str] | None = None) -> Callable[..., list[tuple[object, ...]]]:
    """A resolver that gives `answers` in turn, the last one for ever; addresses and ports pass through."""
    real = socket.getaddrinfo
    left = list(answers)

    def resolve(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        try:
            ipaddress.ip_address(host)
            return real(host, port, *args, **kwargs)  # type: ignore[arg-type,return-value]
        except ValueError:
            pass
        if asked is not None:
            asked.append(host)
        now = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in now]

    return resolve


def test_resolution_is_part_of_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def slow(*args: object, **kwargs: object) -> list[tuple[object, ...]]:
        answered.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    begun = time.monotonic()
    try:
        with pytest.raises(FetchError, match="too long"):
            fetch("http://news.example/", settings=replace(SETTINGS, fetch_timeout_s=0.3))
        assert time.monotonic() - begun < 15, "it waited for the answer"
    finally:
        answered.set()

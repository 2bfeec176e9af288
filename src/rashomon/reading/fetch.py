"""Fetches one page politely, and never from an address that is not public.

A host name is resolved once a connection; every address it resolves to must be public, and
the connection goes to the address that was checked, so a second DNS answer changes nothing.
robots.txt is obeyed, redirects are followed by hand and checked anew, time and size have
hard bounds, and the environment's proxy variables are ignored. With a proxy from the
settings the proxy resolves names itself: names are checked here first, but what the proxy
connects to can't be pinned.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from rashomon.errors import FetchError, TooLarge
from rashomon.reading.addresses import Allow, Refused, is_public, resolve
from rashomon.settings import Settings

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: RFC 9309 asks readers to parse at least 500 KiB of robots.txt.
_ROBOTS_BYTES = 512_000
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Capture:
    """A fetched page: `body` as sent (content encoding undone), with what proves its origin.

    Args:
        redirects: every address passed through, the first one asked for included, `final_url` not.
        headers: of the last response, in order, names in lower case.
        fetched_at: ISO 8601, UTC, to the second.
        sha256: of `body`.
    """

    url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched_at: str
    sha256: str
    body: bytes


def fetch(url: str, *, settings: Settings, allow: Allow = is_public) -> Capture:
    """Fetches a page.

    Args:
        url: an http or https address.
        settings: proxy, user agent, time and size bounds.
        allow: which addresses may be reached; public ones only by default.

    Raises:
        FetchError: refused by robots.txt, by our own rules, by the server or by the network.
        TooLarge: the body is over `max_bytes`.
    """
    deadline = time.monotonic() + settings.fetch_timeout_s
    robots: dict[str, RobotFileParser] = {}
    redirects: list[str] = []
    at = url
    with _Wire(settings, allow, deadline, url) as wire:
        while True:
            _check_url(at, url)
            if not _rules(at, robots, wire).can_fetch(_product(settings), at):
                raise FetchError(
                    url, f"robots.txt of {urlsplit(at).netloc} does not allow it", hint="save the page by hand"
                )
            response = wire.get(at, limit=settings.max_bytes)
            location = response.headers.get("location")
            if response.status not in _REDIRECTS or location is None:
                break
            if len(redirects) == MAX_REDIRECTS:
                raise FetchError(url, f"more than {MAX_REDIRECTS} redirects", hint="give the final address")
            redirects.append(at)
            at = urljoin(at, location)
    if response.status != 200:
        raise FetchError(url, f"the server answered {response.status}", hint="look at the page in a browser")
    return Capture(
        url=url,
        final_url=at,
        redirects=tuple(redirects),
        status=response.status,
        headers=tuple((name.lower(), value) for name, value in response.headers.multi_items()),
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        sha256=hashlib.sha256(response.body).hexdigest(),
        body=response.body,
    )


def _product(settings: Settings) -> str:
    return settings.user_agent.split()[0].split("/")[0] if settings.user_agent.split() else "rashomon"


def _check_url(url: str, asked: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(asked, f"{url!r} is no address", hint="correct it") from error
    if parts.scheme not in _PORTS:
        raise FetchError(
            asked, f"only http and https are fetched, not {parts.scheme or 'nothing'!r}", hint="correct it"
        )
    if not parts.hostname or port == 0:
        raise FetchError(asked, f"{url!r} names no host", hint="correct it")
    if parts.username is not None or parts.password is not None:
        raise FetchError(asked, "addresses with a user name or password are not fetched", hint="take it out")


def _rules(url: str, known: dict[str, RobotFileParser], wire: _Wire) -> RobotFileParser:
    """The robots.txt rules of a site (RFC 9309): absent allows all, a server error forbids all."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    if site in known:
        return known[site]
    rules = RobotFileParser()
    at = site + "/robots.txt"
    for _ in range(MAX_REDIRECTS + 1):
        _check_url(at, url)
        response = wire.get(at, limit=_ROBOTS_BYTES, cut=True)
        location = response.headers.get("location")
        if response.status not in _REDIRECTS or location is None:
            break
        at = urljoin(at, location)
    if response.status == 200:
        rules.parse(response.body.decode("utf-8", "replace").splitlines())
    elif response.status >= 500:
        rules.parse(["User-agent: *", "Disallow: /"])
    else:
        rules.parse([])
    known[site] = rules
    return rules


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: httpx.Headers
    body: bytes


class _Wire:
    """One client for one fetch; all its connections share the deadline and the address check."""

    def __init__(self, settings: Settings, allow: Allow, deadline: float, asked: str) -> None:
        self._asked = asked
        self._deadline = deadline
        self._allow = allow
        self._proxied = settings.proxy is not None
        backend = _Backend(deadline, None if self._proxied else allow)
        self._client = httpx.Client(
            transport=_Transport(backend, settings.proxy),
            trust_env=False,
            follow_redirects=False,
            headers={
                "User-Agent": settings.user_agent,
                "Accept-Encoding": "identity",
                "Accept": "text/html,text/plain;q=0.9,*/*;q=0.1",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, *, limit: int, cut: bool = False) -> _Response:
        """One response; a body over `limit` bytes raises, or is cut off where `cut`."""
        try:
            if self._proxied:
                parts = urlsplit(url)
                resolve(parts.hostname or "", parts.port or _PORTS[parts.scheme], self._allow, self._deadline)
            with self._client.stream("GET", url, timeout=max(0.001, self._deadline - time.monotonic())) as response:
                body = self._body(response, limit, cut)
                return _Response(response.status_code, response.headers, body)
        except Refused as error:
            raise FetchError(self._asked, str(error), hint="only public addresses are fetched") from error
        except (httpx.TimeoutException, TimeoutError) as error:
            raise FetchError(
                self._asked, "it took too long", hint="raise fetch_timeout_s or save the page by hand"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error, OSError, UnicodeError) as error:
            raise FetchError(self._asked, f"the network failed ({error})", hint="try again later") from error

    def _body(self, response: httpx.Response, limit: int, cut: bool) -> bytes:
        inflate = _inflater(response.headers.get("content-encoding", "identity").strip().lower(), self._asked)
        body = bytearray()
        for chunk in response.iter_raw(65_536):
            if time.monotonic() > self._deadline:
                raise TimeoutError
            body += inflate(chunk, limit + 1 - len(body))
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                raise TooLarge(self._asked, f"more than {limit} bytes", hint="raise max_bytes or save the report alone")
        return bytes(body)


def _inflater(encoding: str, asked: str) -> Callable[[bytes, int], bytes]:
    """Undoes a content encoding that was sent unasked, never beyond the bound."""
    if encoding in ("", "identity"):
        return lambda chunk, _room: chunk
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(asked, f"content encoding {encoding!r} was not asked for", hint="save the page by hand")
    engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
    return lambda chunk, room: engine.decompress(chunk, max(1, room))


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, however slowly the other side drips."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline rules, the signature is httpcore's
        return self._inner.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - likewise
        self._inner.write(buffer, self._left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only; `allow` null trusts the caller (a proxy from the settings)."""

    def __init__(self, deadline: float, allow: Allow | None) -> None:
        self._deadline = deadline
        self._allow = allow
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,  # noqa: ARG002 - likewise
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        if self._allow is None:
            return self._open(host, port, local_address, socket_options)
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in resolve(host, port, self._allow, self._deadline):
            try:
                return self._open(str(address), port, local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failure = error
        raise failure if failure is not None else httpcore.ConnectError(f"{host} has no address")

    def _open(self, target: str, port: int, local: str | None, options: Iterable[Any] | None) -> httpcore.NetworkStream:
        left = max(0.001, self._deadline - time.monotonic())
        return _Stream(self._inner.connect_tcp(target, port, left, local, options), self._deadline)


class _Transport(httpx.HTTPTransport):
    """httpx's transport with our connections beneath it; httpx offers no public way to give it a backend."""

    def __init__(self, backend: _Backend, proxy: str | None) -> None:
        super().__init__(trust_env=False, proxy=proxy)
        context = httpx.create_ssl_context(trust_env=False)
        if proxy is None:
            self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend)
        else:
            url = httpx.URL(proxy)
            auth = (url.username.encode(), url.password.encode()) if url.username else None
            bare = str(url.copy_with(userinfo=b""))
            self._pool = httpcore.HTTPProxy(bare, proxy_auth=auth, ssl_context=context, network_backend=backend)

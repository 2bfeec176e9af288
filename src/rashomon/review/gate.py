"""The outermost layer: which hosts are answered, how large a request may be, and the headers of every answer.

Plain ASGI, because it wraps every answer, error pages and files included, and must cost nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: No script or style but our own files: none inline, none evaluated, nothing from elsewhere, no frame around a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), interest-cohort=()"),
)
#: A file of ours has the stamp of its content in its address.
KEEP = b"public, max-age=31536000, immutable"
#: Forms of a decision are small; files have a bound of their own.
MAX_FORM = 512_000
UPLOADS = ("/add", "/api/v1/add")


class Gate:
    """Wraps the app.

    Args:
        hosts: names that are answered to.
        secure: TLS only: browsers are told to stay with it.
        max_upload: bytes of a request that hands in files.
    """

    def __init__(self, app: App, *, hosts: tuple[str, ...], secure: bool, max_upload: int) -> None:
        self.app, self.hosts, self.max_upload = app, frozenset(hosts), max_upload
        hsts = ((b"strict-transport-security", b"max-age=31536000"),) if secure else ()
        self.headers = (*HEADERS, *hsts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"])
        if not self._known(given.get(b"host", b"").decode("latin-1")):
            await self._refuse(send, 421, "this desk does not answer to that name")
            return
        limit = self.max_upload + MAX_FORM if scope["path"] in UPLOADS else MAX_FORM
        size = given.get(b"content-length", b"0")
        if not size.isdigit() or int(size) > limit:
            await self._refuse(send, 413, "that is too large")
            return
        await self.app(scope, _bounded(receive, limit), self._dressed(scope, send))

    def _known(self, host: str) -> bool:
        name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
        return (name if name and (port.isdigit() or not port) else host).lower() in self.hosts

    def _dressed(self, scope: Scope, send: Send) -> Send:
        """Adds the headers; a page is never kept by a cache, a file of ours is."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                names = {name.lower() for name, _ in headers}
                headers += [pair for pair in self.headers if pair[0] not in names]
                kept = scope["path"].startswith("/static/") and message["status"] == 200
                headers.append((b"cache-control", KEEP if kept else b"no-store"))
                message["headers"] = headers
            await send(message)

        return dressed

    async def _refuse(self, send: Send, status: int, text: str) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), *self.headers]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text.encode()})


class TooMuch(Exception):  # a signal, not an error of ours
    """A request without a stated length went on past the bound."""


def _bounded(receive: Receive, limit: int) -> Receive:
    """Counts what comes in: a request may state no length, or lie about it."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooMuch
        return message

    return bounded

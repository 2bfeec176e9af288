"""Where somebody goes who is not let in yet, and comes back from; and what the forms of the doors may hold."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Form, Request

from rashomon.review.registry import Desk

Short = Annotated[str, Form(max_length=80)]
Secret = Annotated[str, Form(max_length=1000)]
Path = Annotated[str, Form(max_length=500)]


def way_in(request: Request, path: str) -> str:
    """Where somebody who is not signed in goes, and comes back from."""
    desk: Desk = request.app.state.desk
    return f"/login?to={quote(path, safe='')}" if desk.options.team else "/enter"


def to_unlock(request: Request) -> str:
    """Where the passphrase is asked for; whoever gives it goes on where they were."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET":  # what was sent was not taken: back to the page that it came from
        path = urlsplit(request.headers.get("referer", "/")).path or "/"
    return f"/unlock?to={quote(path, safe='')}"


def ours(path: str) -> str:
    """A page of this desk, never another place."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if plain else "/"

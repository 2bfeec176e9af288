"""Locking the desk of an encrypted store, and opening it again with the passphrase."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from rashomon.errors import StoreLocked
from rashomon.review.registry import Desk, NotAllowed, NotSignedIn, check_origin, who
from rashomon.review.routes.ways import Path, Secret, Short, ours


def unlock_page(request: Request, to: str = "/") -> Response:
    """Asks for the passphrase of a locked desk."""
    desk: Desk = request.app.state.desk
    if not desk.locker.locked:
        return RedirectResponse(ours(to), 303)
    return desk.renderer.bare("unlock.html", to=ours(to), error="")


def unlock(request: Request, passphrase: Secret = "", to: Path = "/") -> Response:
    """Opens the desk again; wrong tries make an address wait."""
    desk: Desk = request.app.state.desk
    check_origin(request)
    address = request.client.host if request.client is not None else "?"
    if wait := desk.locker.tries.wait_s(address):
        text = f"Too many tries: wait {wait:.0f} seconds."
        return desk.renderer.bare("unlock.html", status=429, to=ours(to), error=text)
    try:
        desk.locker.unlock(passphrase)
    except StoreLocked:
        desk.locker.tries.note(address)
        text = "That is not the passphrase."
        return desk.renderer.bare("unlock.html", status=403, to=ours(to), error=text)
    desk.locker.tries.forget(address)
    return RedirectResponse(ours(to), 303)


def lock(request: Request, csrf: Short = "", to: Path = "/") -> Response:
    """Locks the desk now: for an admin."""
    desk: Desk = request.app.state.desk
    visitor = who(request)
    check_origin(request)
    if visitor is None or csrf != visitor.csrf:
        raise NotSignedIn
    if not visitor.may("admin"):
        raise NotAllowed("admin")
    desk.locker.lock()
    return RedirectResponse(f"/unlock?to={quote(ours(to), safe='')}", 303)


#: Method, path and handler of each.
LOCKS = (
    ("GET", "/unlock", unlock_page),
    ("POST", "/unlock", unlock),
    ("POST", "/lock", lock),
)

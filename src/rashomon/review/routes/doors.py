"""The ways in and out: the one-time link of a local desk, signing in to a team's, and signing out."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from rashomon.review.access import Visitor, check_password, check_totp
from rashomon.review.registry import API, COOKIE, SECURE_COOKIE, Desk, NotSignedIn, check_origin, secret_of, who
from rashomon.review.routes import locks
from rashomon.review.routes.ways import Path, Secret, Short, ours

#: Everything that is served to whoever knocks, with why; the table of routes x roles knows these too.
OPEN = {
    "/enter": "the one-time link of a local desk",
    "/login": "signing in",
    "/logout": "signing out needs no role",
    "/lock": "an admin's way out; asks for the role by itself",
    "/static": "files of ours",
    "/healthz": "tells that the desk is up and whether it is locked, and nothing else",
    "/fresh": "asks for a session by itself, and tells only whether something changed",
    "/unlock": "the passphrase of a locked desk",
}


def serve(app: FastAPI) -> None:
    """Adds the doors; they stand in no description of the API."""
    for method, path, door in (*_DOORS, *locks.LOCKS):
        app.add_api_route(path, door, methods=[method], include_in_schema=False, response_model=None)


def healthz(request: Request) -> dict[str, bool]:
    """Tells that the desk is up, and whether it is locked."""
    return {"up": True, "locked": request.app.state.desk.locker.locked}


def fresh(request: Request) -> Response:
    """Tells whether something changed since a page was made."""
    desk: Desk = request.app.state.desk
    if who(request) is None:
        return JSONResponse({"error": "nobody is signed in"}, 401)
    found = desk.store.freshness()
    return JSONResponse({"head": desk.store.head()[:16], "stale": found.stale, "waiting": found.waiting})


def openapi(request: Request) -> Response:
    """What the API offers, for whoever is let in."""
    if who(request) is None:
        raise NotSignedIn
    return JSONResponse(request.app.openapi())


def enter(request: Request, key: str = "") -> Response:
    """Lets in whoever has the one-time link of a local desk."""
    desk: Desk = request.app.state.desk
    if desk.options.team:
        return RedirectResponse("/login", 303)
    secret = desk.sessions.enter(key) if key else None
    if secret is None:
        return desk.renderer.bare("enter.html", status=403, used=bool(key))
    return _signed_in(desk, secret, "/")


def login_page(request: Request, to: str = "/") -> Response:
    """Asks for name and password."""
    desk: Desk = request.app.state.desk
    if not desk.options.team:
        return RedirectResponse("/enter", 303)
    return desk.renderer.bare("login.html", to=ours(to), error="", name="")


def login(request: Request, name: Short = "", password: Secret = "", code: Short = "", to: Path = "/") -> Response:
    """Signs in: wrong tries make a name and an address wait, and a session is always a new one."""
    desk: Desk = request.app.state.desk
    check_origin(request)
    address = request.client.host if request.client is not None else "?"
    keys = (f"name {name.casefold()}", f"address {address}")
    if wait := max(desk.sign_ins.wait_s(k) for k in keys):
        return _again(desk, to, name, f"Too many tries: wait {wait:.0f} seconds.", 429)
    person = desk.store.person(name)
    right = check_password(person, password)
    step = check_totp(person, code) if person is not None and person.totp is not None else 0
    if not right or step is None or person is None or not person.active:
        for key in keys:
            desk.sign_ins.note(key)
        return _again(desk, to, name, "That name, password or code is not right.", 403)
    if step:
        desk.store.put_person(replace(person, totp_step=step))  # a code is good for one time
    desk.sign_ins.forget(keys[0])
    if old := secret_of(request):
        desk.sessions.close(old)
    return _signed_in(desk, desk.sessions.open(person.name), ours(to))


def logout(request: Request, csrf: Short = "") -> Response:
    """Ends the session."""
    desk: Desk = request.app.state.desk
    check_origin(request)
    visitor: Visitor | None = who(request)
    secret = secret_of(request)
    if visitor is not None and secret and csrf == visitor.csrf:
        desk.sessions.close(secret)
    response = RedirectResponse("/login" if desk.options.team else "/enter", 303)
    response.delete_cookie(SECURE_COOKIE if desk.options.secure else COOKIE, secure=desk.options.secure)
    return response


def _again(desk: Desk, to: str, name: str, error: str, status: int) -> Response:
    return desk.renderer.bare("login.html", status=status, to=ours(to), error=error, name=name)


def _signed_in(desk: Desk, secret: str, to: str) -> Response:
    response = RedirectResponse(to, 303)
    options = desk.options
    name = SECURE_COOKIE if options.secure else COOKIE
    response.set_cookie(
        name, secret, max_age=options.session_s, httponly=True, samesite="lax", secure=options.secure, path="/"
    )
    return response


_DOORS = (
    ("GET", "/healthz", healthz),
    ("GET", "/fresh", fresh),
    ("GET", API + "/openapi.json", openapi),
    ("GET", "/enter", enter),
    ("GET", "/login", login_page),
    ("POST", "/login", login),
    ("POST", "/logout", logout),
)

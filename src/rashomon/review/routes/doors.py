"""The ways in and out: the one-time link of a local desk, signing in to a team's, and pages for errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from rashomon.errors import Overtaken, StoreLocked
from rashomon.review.access import Visitor, check_password, check_totp
from rashomon.review.contexts.book import Step, step_of
from rashomon.review.registry import (
    API,
    COOKIE,
    SECURE_COOKIE,
    Desk,
    NotAllowed,
    NotSignedIn,
    check_origin,
    secret_of,
    who,
)

_Name = Annotated[str, Form(max_length=80)]
_Secret = Annotated[str, Form(max_length=1000)]
_Path = Annotated[str, Form(max_length=500)]

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


@dataclass(frozen=True, slots=True)
class ErrorContext:
    """An error as a page; `newer` are judgements of others that came between."""

    status: int
    title: str
    text: str
    hint: str
    newer: tuple[Step, ...] = ()


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


def newer(request: Request, error: Overtaken) -> tuple[Step, ...]:
    """What others decided meanwhile."""
    desk: Desk = request.app.state.desk
    visitor = who(request)
    store = desk.view(visitor).store if visitor is not None else desk.store
    found = (store.judgement(judgement_id) for judgement_id in error.newer)
    return tuple(step_of(j, None) for j in found if j is not None)


def serve(app: FastAPI) -> None:
    """Adds the doors."""

    @app.get("/healthz", include_in_schema=False)
    def healthz(request: Request) -> dict[str, bool]:
        return {"up": True, "locked": request.app.state.desk.locker.locked}

    @app.get("/fresh", include_in_schema=False)
    def fresh(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        if who(request) is None:
            return JSONResponse({"error": "nobody is signed in"}, 401)
        found = desk.store.freshness()
        return JSONResponse({"head": desk.store.head()[:16], "stale": found.stale, "waiting": found.waiting})

    @app.get("/unlock", include_in_schema=False)
    def unlock_page(request: Request, to: str = "/") -> Response:
        desk: Desk = request.app.state.desk
        if not desk.locker.locked:
            return RedirectResponse(_ours(to), 303)
        return desk.renderer.bare("unlock.html", to=_ours(to), error="")

    @app.post("/unlock", include_in_schema=False)
    def unlock(request: Request, passphrase: _Secret = "", to: _Path = "/") -> Response:
        desk: Desk = request.app.state.desk
        check_origin(request)
        address = request.client.host if request.client is not None else "?"
        if wait := desk.locker.tries.wait_s(address):
            text = f"Too many tries: wait {wait:.0f} seconds."
            return desk.renderer.bare("unlock.html", status=429, to=_ours(to), error=text)
        try:
            desk.locker.unlock(passphrase)
        except StoreLocked:
            desk.locker.tries.note(address)
            text = "That is not the passphrase."
            return desk.renderer.bare("unlock.html", status=403, to=_ours(to), error=text)
        desk.locker.tries.forget(address)
        return RedirectResponse(_ours(to), 303)

    @app.post("/lock", include_in_schema=False)
    def lock(request: Request, csrf: _Name = "", to: _Path = "/") -> Response:
        desk: Desk = request.app.state.desk
        visitor = who(request)
        check_origin(request)
        if visitor is None or csrf != visitor.csrf:
            raise NotSignedIn
        if not visitor.may("admin"):
            raise NotAllowed("admin")
        desk.locker.lock()
        return RedirectResponse(f"/unlock?to={quote(_ours(to), safe='')}", 303)

    @app.get(API + "/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> Response:
        if who(request) is None:
            raise NotSignedIn
        return JSONResponse(app.openapi())

    @app.get("/enter", include_in_schema=False)
    def enter(request: Request, key: str = "") -> Response:
        desk: Desk = request.app.state.desk
        if desk.options.team:
            return RedirectResponse("/login", 303)
        secret = desk.sessions.enter(key) if key else None
        if secret is None:
            return desk.renderer.bare("enter.html", status=403, used=bool(key))
        return _signed_in(desk, secret, "/")

    @app.get("/login", include_in_schema=False)
    def login_page(request: Request, to: str = "/") -> Response:
        desk: Desk = request.app.state.desk
        if not desk.options.team:
            return RedirectResponse("/enter", 303)
        return desk.renderer.bare("login.html", to=_ours(to), error="", name="")

    @app.post("/login", include_in_schema=False)
    def login(
        request: Request, name: _Name = "", password: _Secret = "", code: _Name = "", to: _Path = "/"
    ) -> Response:
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
        return _signed_in(desk, desk.sessions.open(person.name), _ours(to))

    @app.post("/logout", include_in_schema=False)
    def logout(request: Request, csrf: _Name = "") -> Response:
        desk: Desk = request.app.state.desk
        visitor: Visitor | None = who(request)
        secret = secret_of(request)
        if visitor is not None and secret and csrf == visitor.csrf:
            desk.sessions.close(secret)
        response = RedirectResponse("/login" if desk.options.team else "/enter", 303)
        response.delete_cookie(SECURE_COOKIE if desk.options.secure else COOKIE, secure=desk.options.secure)
        return response


def _again(desk: Desk, to: str, name: str, error: str, status: int) -> Response:
    return desk.renderer.bare("login.html", status=status, to=_ours(to), error=error, name=name)


def _ours(path: str) -> str:
    """A page of this desk, never another place."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if plain else "/"


def _signed_in(desk: Desk, secret: str, to: str) -> Response:
    response = RedirectResponse(to, 303)
    options = desk.options
    name = SECURE_COOKIE if options.secure else COOKIE
    response.set_cookie(
        name, secret, max_age=options.session_s, httponly=True, samesite="lax", secure=options.secure, path="/"
    )
    return response

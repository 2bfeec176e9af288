"""Puts a desk together: the table of pages and actions, the gate around it, and how errors are told."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from rashomon import __version__
from rashomon.errors import NotFound, Overtaken, RashomonError, StoreLocked
from rashomon.model.judgements import JudgementRefused
from rashomon.review.access import Limiter, Sessions, sign_in_limits
from rashomon.review.gate import Gate, TooMuch
from rashomon.review.locking import Locker
from rashomon.review.options import Options
from rashomon.review.registry import API, Desk, Forged, NotAllowed, NotSignedIn, TooOften, who
from rashomon.review.render import STATIC, VENDOR, Renderer
from rashomon.review.routes import REGISTRY, doors
from rashomon.review.veil import Veils
from rashomon.store.desk_protocol import DeskStore


def create_app(store: DeskStore, options: Options) -> FastAPI:
    """A desk on an open store; who runs it closes the store."""
    app = FastAPI(
        title="rashomon",
        version=__version__,
        description="The desk's pages as JSON. Send a token: `Authorization: Bearer ...`.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    sessions = Sessions(
        store, team=options.team, person=options.person, idle_s=options.idle_s, session_s=options.session_s
    )
    writes = Limiter(tries=options.writes_per_minute, window_s=60)
    veils = Veils(store)
    locker = Locker(
        store, sessions, veils, after_s=options.lock_after_s, closed=options.on_lock, opened=options.on_unlock
    )
    renderer = Renderer(options, lock_after_s=locker.after_s, lockable=store.encrypted)
    app.state.desk = Desk(store, options, sessions, renderer, writes, sign_in_limits(), veils, locker)
    REGISTRY.serve(app)
    doors.serve(app)
    _files(app, options)
    _errors(app)
    app.add_middleware(
        Gate,
        hosts=options.hosts,
        secure=options.secure,
        max_upload=options.max_upload,
    )
    return app


def _files(app: FastAPI, options: Options) -> None:
    vendor = options.vendor
    if vendor is not None:
        folder = vendor

        @app.get("/static/vendor/{name}", include_in_schema=False)
        def vendored(name: str) -> Response:
            if name not in {*VENDOR.values(), "land.json"} or not (folder / name).is_file():
                return Response("not here", 404, media_type="text/plain")
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return FileResponse(Path(folder, name), media_type=kind)

    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _errors(app: FastAPI) -> None:
    def tell(request: Request, status: int, title: str, text: str, hint: str = "", **more: Any) -> Response:
        if request.url.path.startswith(API):
            return JSONResponse({"error": f"{title}: {text}" if text else title, "hint": hint}, status)
        desk: Desk = request.app.state.desk
        if desk.locker.locked:
            return locked(request, StoreLocked("the store is locked"))
        visitor = who(request)
        if visitor is None:
            return desk.renderer.bare("bare_error.html", status=status, title=title, text=text, hint=hint)
        context = doors.ErrorContext(status, title, text, hint, **more)
        view = desk.view(visitor)
        return desk.renderer.page(request, view, "error.html", context, status=status)

    def locked(request: Request, error: StoreLocked) -> Response:
        desk: Desk = request.app.state.desk
        if not desk.locker.locked:  # a passphrase is missing elsewhere: told like any other refusal
            return tell(request, 400, "Refused", str(error))
        if request.url.path.startswith(API):
            return JSONResponse({"error": "the desk is locked", "hint": "unlock it in a browser"}, 423)
        return RedirectResponse(doors.to_unlock(request), 303)

    def not_signed_in(request: Request, _error: Exception) -> Response:
        desk: Desk = request.app.state.desk
        if desk.locker.locked:
            return locked(request, StoreLocked("the store is locked"))
        if request.url.path.startswith(API):
            return JSONResponse({"error": "nobody is signed in", "hint": "send a token"}, 401)
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(doors.way_in(request, path if request.method == "GET" else "/"), 303)

    def not_allowed(request: Request, error: NotAllowed) -> Response:
        return tell(request, 403, "Not yours to do", f"this takes the role {error.role}", "ask an admin of your team")

    def forged(request: Request, _error: Exception) -> Response:
        return tell(request, 403, "Not taken", "the form is not of this session", "open the page again and repeat")

    def too_often(request: Request, error: TooOften) -> Response:
        return tell(request, 429, "Too often", f"wait {error.wait_s:.0f} seconds", "nothing was lost: go back")

    def not_found(request: Request, error: NotFound) -> Response:
        return tell(request, 404, "Not here", str(error))

    def overtaken(request: Request, error: Overtaken) -> Response:
        return tell(request, 409, "Somebody else decided meanwhile", str(error), newer=doors.newer(request, error))

    def refused(request: Request, error: Exception) -> Response:
        return tell(request, 400, "Refused", str(error))

    def invalid(request: Request, error: RequestValidationError) -> Response:
        texts = [f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors()[:5]]
        return tell(request, 422, "A value is missing or of the wrong kind", "; ".join(texts))

    def too_much(request: Request, _error: Exception) -> Response:
        return tell(request, 413, "Too large", "that is more than the desk takes in one go")

    def nowhere(request: Request, _error: Exception) -> Response:
        return tell(request, 404, "Not here", "there is no such page", "the menu above leads everywhere")

    handlers: dict[Any, Any] = {
        NotSignedIn: not_signed_in,
        NotAllowed: not_allowed,
        Forged: forged,
        TooOften: too_often,
        NotFound: not_found,
        Overtaken: overtaken,
        JudgementRefused: refused,
        StoreLocked: locked,
        RashomonError: refused,
        RequestValidationError: invalid,
        TooMuch: too_much,
        404: nowhere,
        405: nowhere,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)

"""Puts a desk together: the table of pages and actions, the gate around it, and the front-end files."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from rashomon import __version__
from rashomon.review import refusals
from rashomon.review.access import Limiter, Sessions, sign_in_limits
from rashomon.review.gate import Gate
from rashomon.review.locking import Locker
from rashomon.review.options import Options
from rashomon.review.registry import Desk
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
    refusals.serve(app)
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

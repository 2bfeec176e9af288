"""How errors are told: as a page to people, as JSON to scripts, as a way in to whoever is not signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse

from rashomon.errors import NotFound, Overtaken, RashomonError, StoreLocked
from rashomon.model.judgements import JudgementRefused
from rashomon.review.contexts.book import Step, step_of
from rashomon.review.gate import TooMuch
from rashomon.review.registry import API, Desk, Forged, NotAllowed, NotSignedIn, TooOften, who
from rashomon.review.routes.ways import to_unlock, way_in


@dataclass(frozen=True, slots=True)
class ErrorContext:
    """An error as a page; `newer` are judgements of others that came between."""

    status: int
    title: str
    text: str
    hint: str
    newer: tuple[Step, ...] = ()


def serve(app: FastAPI) -> None:
    """Adds every handler."""
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)


def _tell(request: Request, status: int, title: str, text: str, hint: str = "", **more: Any) -> Response:
    if request.url.path.startswith(API):
        return JSONResponse({"error": f"{title}: {text}" if text else title, "hint": hint}, status)
    desk: Desk = request.app.state.desk
    if desk.locker.locked:
        return _locked(request, StoreLocked("the store is locked"))
    visitor = who(request)
    if visitor is None:
        return desk.renderer.bare("bare_error.html", status=status, title=title, text=text, hint=hint)
    context = ErrorContext(status, title, text, hint, **more)
    return desk.renderer.page(request, desk.view(visitor), "error.html", context, status=status)


def _locked(request: Request, error: StoreLocked) -> Response:
    desk: Desk = request.app.state.desk
    if not desk.locker.locked:  # a passphrase is missing elsewhere: told like any other refusal
        return _tell(request, 400, "Refused", str(error))
    if request.url.path.startswith(API):
        return JSONResponse({"error": "the desk is locked", "hint": "unlock it in a browser"}, 423)
    return RedirectResponse(to_unlock(request), 303)


def _not_signed_in(request: Request, _error: Exception) -> Response:
    desk: Desk = request.app.state.desk
    if desk.locker.locked:
        return _locked(request, StoreLocked("the store is locked"))
    if request.url.path.startswith(API):
        return JSONResponse({"error": "nobody is signed in", "hint": "send a token"}, 401)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(way_in(request, path if request.method == "GET" else "/"), 303)


def _not_allowed(request: Request, error: NotAllowed) -> Response:
    return _tell(request, 403, "Not yours to do", f"this takes the role {error.role}", "ask an admin of your team")


def _forged(request: Request, _error: Exception) -> Response:
    return _tell(request, 403, "Not taken", "the form is not of this session", "open the page again and repeat")


def _too_often(request: Request, error: TooOften) -> Response:
    return _tell(request, 429, "Too often", f"wait {error.wait_s:.0f} seconds", "nothing was lost: go back")


def _not_found(request: Request, error: NotFound) -> Response:
    return _tell(request, 404, "Not here", str(error))


def _overtaken(request: Request, error: Overtaken) -> Response:
    return _tell(request, 409, "Somebody else decided meanwhile", str(error), newer=_newer(request, error))


def _newer(request: Request, error: Overtaken) -> tuple[Step, ...]:
    """What others decided meanwhile."""
    desk: Desk = request.app.state.desk
    visitor = who(request)
    store = desk.view(visitor).store if visitor is not None else desk.store
    found = (store.judgement(judgement_id) for judgement_id in error.newer)
    return tuple(step_of(j, None) for j in found if j is not None)


def _refused(request: Request, error: Exception) -> Response:
    return _tell(request, 400, "Refused", str(error))


def _invalid(request: Request, error: RequestValidationError) -> Response:
    texts = [f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors()[:5]]
    return _tell(request, 422, "A value is missing or of the wrong kind", "; ".join(texts))


def _too_much(request: Request, _error: Exception) -> Response:
    return _tell(request, 413, "Too large", "that is more than the desk takes in one go")


def _nowhere(request: Request, _error: Exception) -> Response:
    return _tell(request, 404, "Not here", "there is no such page", "the menu above leads everywhere")


_HANDLERS: dict[Any, Any] = {
    NotSignedIn: _not_signed_in,
    NotAllowed: _not_allowed,
    Forged: _forged,
    TooOften: _too_often,
    NotFound: _not_found,
    Overtaken: _overtaken,
    JudgementRefused: _refused,
    StoreLocked: _locked,
    RashomonError: _refused,
    RequestValidationError: _invalid,
    TooMuch: _too_much,
    404: _nowhere,
    405: _nowhere,
}

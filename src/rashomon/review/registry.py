"""One table of everything the desk serves: each page and action with the role that it asks for.

A page is a function from a view to a context; it is served as HTML and, under `/api/v1`, as
JSON. An action takes a form or JSON, decides, and says where to go. A test holds this table
against a table of routes x roles, so that nothing can be served without a role.
"""

from __future__ import annotations

import hmac
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ValidationError

from rashomon.review.access import Limiter, Sessions, Visitor
from rashomon.review.locking import Locker
from rashomon.review.options import Options
from rashomon.review.render import Renderer
from rashomon.review.veil import Veils
from rashomon.review.view import View
from rashomon.store.desk_protocol import DeskStore, Role

API = "/api/v1"
COOKIE, SECURE_COOKIE = "rashomon", "__Host-rashomon"
NOTE = "rashomon-note"
SAFE = ("GET", "HEAD")
_FIELD = "field."
#: What a form holds that nobody typed.
_UNTYPED = ("csrf", "seen", "back", "layer", "item", "start")


class NotSignedIn(Exception):  # answered with a way in
    """Nobody asks."""


class NotAllowed(Exception):  # answered with the role that it takes
    """Somebody asks for more than their role may."""

    def __init__(self, role: Role) -> None:
        self.role = role
        super().__init__(role)


class Forged(Exception):  # answered with what to do
    """A form that this desk did not give out to this session."""


class TooOften(Exception):  # answered with how long to wait
    """More than the limit."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(wait_s)


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: where a browser goes on, and a sentence for the person.

    Args:
        judgement: id of the judgement that was kept, if one was.
    """

    to: str
    note: str = ""
    judgement: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table. `role` null: whoever is let in at all, for signing in and files of ours."""

    method: str
    path: str
    role: Role | None
    handler: Callable[..., Any]
    template: str | None = None
    form: type[BaseModel] | None = None
    api: bool = True


@dataclass(frozen=True, slots=True)
class Desk:
    """What a running desk holds; kept in the app's state."""

    store: DeskStore
    options: Options
    sessions: Sessions
    renderer: Renderer
    writes: Limiter
    sign_ins: Limiter
    veils: Veils
    locker: Locker

    def view(self, visitor: Visitor) -> View:
        """The desk as this person may see it."""
        store = self.veils.veiled() if visitor.veiled else self.store
        return View(store, visitor, self.options)


class Registry:
    """Collects entries, then serves them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def page(
        self, path: str, template: str, *, role: Role = "reader", api: bool = True
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A page; the decorated builder takes the view and its parameters, and returns a context."""

        def add(builder: Callable[..., Any]) -> Callable[..., Any]:
            self.entries.append(Entry("GET", path, role, builder, template, api=api))
            return builder

        return add

    def file(self, path: str, *, role: Role = "reader") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Bytes for a browser; the decorated builder returns a response."""

        def add(builder: Callable[..., Any]) -> Callable[..., Any]:
            self.entries.append(Entry("GET", path, role, builder, api=False))
            return builder

        return add

    def action(
        self, path: str, form: type[BaseModel], *, role: Role, api: bool = True
    ) -> Callable[[Callable[..., Done]], Callable[..., Done]]:
        """An action; the decorated function takes the view, path parameters and `form`."""

        def add(handler: Callable[..., Done]) -> Callable[..., Done]:
            self.entries.append(Entry("POST", path, role, handler, form=form, api=api))
            return handler

        return add

    def upload(self, path: str, handler: Callable[..., Done], *, role: Role) -> None:
        """An action that takes files; `handler` names them among its parameters."""
        self.entries.append(Entry("POST", path, role, handler))

    def serve(self, app: FastAPI) -> None:
        """Adds every entry to an app."""
        for entry in self.entries:
            name = f"{entry.method.lower()}_{entry.handler.__name__}"
            show = entry.template is not None
            app.add_api_route(
                entry.path,
                _endpoint(entry, api=False),
                methods=[entry.method],
                include_in_schema=False,
                response_model=None,
                name=name,
            )
            if entry.api and (show or entry.method == "POST"):
                app.add_api_route(
                    API + entry.path,
                    _endpoint(entry, api=True),
                    methods=[entry.method],
                    name=f"api_{name}",
                    operation_id=f"{entry.method.lower()}_{entry.handler.__name__}",
                    summary=(inspect.getdoc(entry.handler) or "").split("\n")[0],
                    response_model=inspect.signature(entry.handler, eval_str=True).return_annotation,
                    responses=_REFUSALS,
                )


class Refusal(BaseModel):
    """Why a request was refused, and what to do."""

    error: str
    hint: str = ""


_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": text}
    for status, text in (
        (400, "Refused"),
        (401, "Nobody is signed in"),
        (403, "The role does not allow it"),
        (404, "Not found, or not yours to see"),
        (409, "Somebody else decided meanwhile"),
        (422, "A value is missing or of the wrong kind"),
        (429, "Too often"),
    )
}


def _endpoint(entry: Entry, *, api: bool) -> Callable[..., Any]:
    """The function that the framework calls: parameters of the builder, with a view for this role."""
    own = list(inspect.signature(entry.handler, eval_str=True).parameters.values())[1:]
    view = Annotated[View, Depends(_need(entry))]
    parameters = [
        inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request),
        inspect.Parameter("view", inspect.Parameter.KEYWORD_ONLY, annotation=view),
    ]
    for parameter in own:
        if parameter.name == "form":
            hint: Any = entry.form if api else Annotated[Any, Depends(_parsed(entry.form))]
            parameter = parameter.replace(annotation=hint)
        parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    def endpoint(*, request: Request, view: View, **given: Any) -> Any:
        result = entry.handler(view, **given)
        if api:
            return result
        desk: Desk = request.app.state.desk
        if isinstance(result, Done):
            return _redirect(result, secure=desk.options.secure)
        if isinstance(result, Response):
            return result
        return desk.renderer.page(request, view, entry.template or "", result)

    endpoint.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what the framework reads
    endpoint.__name__ = entry.handler.__name__
    endpoint.__doc__ = entry.handler.__doc__
    return endpoint


def _parsed(form: type[BaseModel] | None) -> Callable[..., Any]:
    """Reads a form of a page; an empty field is an empty text, and `field.NAME` are the entries of `fields`."""

    async def parsed(request: Request) -> BaseModel | None:
        sent = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
        values: dict[str, Any] = {name: value for name, value in sent if not name.startswith(_FIELD)}
        values["fields"] = {name.removeprefix(_FIELD): value for name, value in sent if name.startswith(_FIELD)}
        request.state.sent = tuple((n.removeprefix(_FIELD), v) for n, v in sent if v and n not in _UNTYPED)
        try:
            return form.model_validate(values) if form is not None else None
        except ValidationError as error:
            raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from error

    return parsed


def _redirect(done: Done, *, secure: bool) -> Response:
    response = RedirectResponse(done.to, status_code=303)
    if done.note:
        kept = done.note.encode("unicode_escape").decode("ascii").replace(";", ",").replace('"', "'")[:300]
        response.set_cookie(NOTE, kept, max_age=60, httponly=True, samesite="strict", secure=secure)
    return response


def _need(entry: Entry) -> Callable[..., Any]:
    """The dependency that lets in who may."""

    async def view(request: Request) -> View:
        desk: Desk = request.app.state.desk
        visitor = await run_in_threadpool(who, request)
        if visitor is None:
            raise NotSignedIn
        if entry.method not in SAFE:
            await _guard(request, visitor)
            if wait := desk.writes.wait_s(visitor.name):
                raise TooOften(wait)
            desk.writes.note(visitor.name)
        if entry.role is not None and not visitor.may(entry.role):
            raise NotAllowed(entry.role)
        return desk.view(visitor)

    return view


def who(request: Request) -> Visitor | None:
    """Who asks: by the token of the API, else by the session's cookie."""
    desk: Desk = request.app.state.desk
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and request.url.path.startswith(API):
        return desk.sessions.by_token(secret.strip())
    return desk.sessions.visitor(secret_of(request))


def secret_of(request: Request) -> str | None:
    """The session's secret that a browser sent."""
    desk: Desk = request.app.state.desk
    return request.cookies.get(SECURE_COOKIE if desk.options.secure else COOKIE)


async def _guard(request: Request, visitor: Visitor) -> None:
    """Holds a request that changes something against forgery; a token of the API is no cookie and can't be ridden.

    Raises:
        Forged: it was not sent from one of our pages to this session.
    """
    if not visitor.csrf:
        return
    check_origin(request)
    given = request.headers.get("x-csrf")
    if given is None and not request.headers.get("content-type", "").startswith("application/json"):
        form = await request.form()
        field = form.get("csrf")
        given = field if isinstance(field, str) else None
    if given is None or not hmac.compare_digest(given.encode(), visitor.csrf.encode()):
        raise Forged


def check_origin(request: Request) -> None:
    """Refuses what another site sent.

    Raises:
        Forged: a browser says that it comes from elsewhere.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise Forged
    origin = request.headers.get("origin")
    if origin is not None and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forged
    if origin == "null" and site != "same-origin":
        raise Forged

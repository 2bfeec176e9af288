"""Contexts to HTML: everything is escaped, unknown names are errors, and every page knows its shell."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from rashomon import __version__
from rashomon.model import wording
from rashomon.review.options import Options
from rashomon.review.view import View

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
#: Front-end packages by what a page asks for; each page works without them.
VENDOR = {"htmx": "htmx.min.js", "leaflet": "leaflet.js", "leaflet_css": "leaflet.css"}
_RTL = ("R", "AL")


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page.

    Args:
        path: of this page with its query, to come back to.
        note: a sentence on what the last action did.
        here: the section of the menu.
        vendor: front-end packages that are there.
        stale: incidents do not yet follow from the newest reports and judgements.
        lockable: the store is encrypted; `lock_after` seconds without a question the desk locks, 0 for never.
        head: of the audit chain when the page was made: another one means that something was decided or came in since.
    """

    person: str
    role: str
    csrf: str
    team: bool
    path: str
    note: str
    here: str
    vendor: tuple[str, ...]
    stamp: str
    version: str
    stale: bool
    waiting: int
    lockable: bool
    lock_after: int
    head: str


class Renderer:
    """Holds the templates of one desk."""

    def __init__(self, options: Options, *, lock_after_s: float = 0.0, lockable: bool = False) -> None:
        self.options, self.lock_after_s, self.lockable = options, lock_after_s, lockable
        self.vendor = tuple(
            name for name, file in VENDOR.items() if options.vendor is not None and (options.vendor / file).is_file()
        )
        self.templates = environment()
        self.stamp = _stamp()

    def page(self, request: Request, view: View, template: str, context: Any, *, status: int = 200) -> HTMLResponse:
        """A page for somebody who is signed in."""
        fresh = view.freshness()
        query = request.url.query
        shell = Shell(
            view.visitor.display,
            view.visitor.role,
            view.visitor.csrf,
            self.options.team,
            request.url.path + (f"?{query}" if query else ""),
            _note(request),
            request.url.path.split("/")[1] or "queue",
            self.vendor,
            self.stamp,
            __version__,
            fresh.stale,
            fresh.waiting,
            self.lockable,
            math.ceil(self.lock_after_s),
            view.store.head()[:16],
        )
        values = {f.name: getattr(context, f.name) for f in fields(context)}
        html = self.templates.get_template(template).render(**values, shell=shell)
        response = HTMLResponse(html, status)
        if shell.note:
            response.delete_cookie("rashomon-note")
        return response

    def bare(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page for nobody in particular: signing in, errors."""
        html = self.templates.get_template(template).render(stamp=self.stamp, **values)
        return HTMLResponse(html, status)


def environment() -> Environment:
    """Jinja as the desk uses it."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": wording.day,
        "moment": lambda iso: wording.day(iso, clock=True),
        "dir": direction,
        "path": lambda text: quote(str(text), safe=""),
        "web": web_address,
        "site": lambda url: str(urlsplit(url).netloc),
        "words": lambda text: str(text).replace("_", " "),
        "short": lambda text: str(text)[:12],
    }
    made.globals |= {
        "ASKED": wording.ASKED,
        "range_of": wording.span_of,
        "plural": wording.plural,
        "bounds": wording.bounds,
        "query": lambda **values: urlencode({k: v for k, v in values.items() if v not in (None, "", False)}),
    }
    return made


def direction(text: str | None) -> str:
    """Whether a text runs from right to left, by its first letter that has a direction."""
    for c in text or "":
        kind = unicodedata.bidirectional(c)
        if kind in _RTL:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "auto"


def web_address(url: str | None) -> str | None:
    """An address that a page may link to: http and https only, never `javascript:`."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _note(request: Request) -> str:
    kept = request.cookies.get("rashomon-note", "")
    try:
        return kept.encode("ascii").decode("unicode_escape")[:300]
    except (UnicodeDecodeError, UnicodeEncodeError):
        return ""


@lru_cache(maxsize=1)
def _stamp() -> str:
    """Changes with our own files, so that a browser may keep them for good."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.glob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]

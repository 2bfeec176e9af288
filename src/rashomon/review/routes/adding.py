"""Handing reports in, and what to do with those that could not be read: the worker does the reading."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import File, UploadFile
from pydantic import AfterValidator

from rashomon.errors import NotFound
from rashomon.model.judgements import JudgementRefused
from rashomon.review.access import now_text
from rashomon.review.contexts.queue import AddContext, add_context
from rashomon.review.registry import Done
from rashomon.review.routes.table import REGISTRY, Form, Value, Why
from rashomon.review.view import View

_NAME = re.compile(r"[^\w. -]+")


class PasteForm(Form):
    """Addresses, one a line, or the text of a report."""

    addresses: Why = ""
    text: Annotated[str, AfterValidator(lambda text: text.replace("\r\n", "\n"))] = ""


class ProblemForm(Form):
    """What to do with a report that was set aside."""

    address: Value
    what: Literal["retry", "drop"]


@REGISTRY.page("/add", "add.html", role="coder")
def add(view: View) -> AddContext:
    """Reports that were handed in, and how far they are."""
    return add_context(view)


@REGISTRY.action("/add/paste", PasteForm, role="coder")
def paste(view: View, form: PasteForm) -> Done:
    """Hands in addresses or a text."""
    count = 0
    for line in form.addresses.split():
        address = _address(view, line)
        view.store.hand_in(address, "url", name=None, raw=None, person=view.visitor.name, at=now_text())
        count += 1
    if form.text.strip():
        raw = form.text.encode("utf-8", "surrogatepass")
        view.store.hand_in(
            "pasted text", "content", name="pasted.txt", raw=raw, person=view.visitor.name, at=now_text()
        )
        count += 1
    if not count:
        raise JudgementRefused("paste an address, or the text of a report")
    return Done("/add", f"{count} handed in")


def _address(view: View, text: str) -> str:
    if not view.options.fetches:
        raise JudgementRefused("this desk fetches nothing: save the page and hand the file in")
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.username is not None:
        raise JudgementRefused(f"{text[:80]!r} is no web address: it begins with http:// or https://")
    return text


def hand_in_files(view: View, files: Annotated[list[UploadFile], File()]) -> Done:
    """Hands in files, each as one report."""
    names = []
    for file in files:
        raw = file.file.read(view.options.max_upload + 1)
        if len(raw) > view.options.max_upload:
            raise JudgementRefused(f"{file.filename}: more than {view.options.max_upload:,} bytes")
        if not raw:
            continue
        name = _NAME.sub("_", (file.filename or "file").replace("\\", "/").rpartition("/")[2])[-120:] or "file"
        view.store.hand_in(name, "content", name=name, raw=raw, person=view.visitor.name, at=now_text())
        names.append(name)
    if not names:
        raise JudgementRefused("choose files that hold something")
    return Done("/add", f"{len(names)} handed in: {', '.join(names[:3])}")


REGISTRY.upload("/add", hand_in_files, role="coder")


@REGISTRY.action("/problems/do", ProblemForm, role="coder")
def settle(view: View, form: ProblemForm) -> Done:
    """Tries a report that was set aside again, or forgets it."""
    found = next((p for p in view.store.problems() if p.address == form.address), None)
    if found is None:
        raise NotFound("nothing is set aside there", hint="it may have been read meanwhile")
    if form.what == "drop":
        view.store.drop_problem(found.address)
        return Done("/problems", "dropped")
    if found.kind != "url":
        raise JudgementRefused("its bytes were not kept: hand the file in again")
    view.store.hand_in(found.address, "url", name=None, raw=None, person=view.visitor.name, at=now_text())
    return Done("/add", "handed in again")

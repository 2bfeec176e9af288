"""Problems, history, the audit chain, the codebook and the methodology in force, and help."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rashomon.model.agreement import Agreement
from rashomon.model.codebook import Codebook
from rashomon.model.judgements import Judgement
from rashomon.review.view import View
from rashomon.store.desk_protocol import Token
from rashomon.store.protocol import Finding, Job, Problem, Tombstone


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A decision that the worker could not link yet, with the reason; it tries again by itself."""

    at: str
    who: str
    kind: str
    link: str | None
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class ProblemsContext:
    """Reports that could not be read, and decisions that could not be linked, with their reasons."""

    problems: tuple[Problem, ...]
    unlinked: tuple[Unlinked, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A judgement with where its subject is shown, and whether it was taken back.

    Args:
        link: page of the subject; undoable while nobody took it back.
    """

    id: str
    at: str
    who: str
    kind: str
    subject: tuple[str, ...]
    was: str
    now: str
    why: str
    link: str | None
    undone_by: str | None
    undoes: str | None
    codebook: str | None


@dataclass(frozen=True, slots=True)
class HistoryContext:
    """A page of judgements, newest first: all, or those about one thing.

    Args:
        before: number from before which this page is, null for the newest; `older`: for the next one, null at the end.
        waiting: decisions whose incidents are still to be linked anew.
    """

    subject: str
    steps: tuple[Step, ...]
    before: int | None
    older: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the audit chain."""

    seq: int
    kind: str
    at: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditContext:
    """The chain's newest rows, erasures, and the result of a check if one was asked for.

    Args:
        checked: the chain was verified just now; `findings` is what that found.
        before: row from which an older page begins, null at the chain's beginning.
    """

    head: str
    rows: tuple[Link, ...]
    tombstones: tuple[Tombstone, ...]
    checked: bool
    verified: int
    findings: tuple[Finding, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class BookContext:
    """The codebook in force, by version and hash."""

    book: Codebook
    digest: str
    methodology: str


@dataclass(frozen=True, slots=True)
class AgreementContext:
    """How far people who judged the same values agree, field by field, on the values of one stretch of the history.

    Args:
        decisions: on values, that the stretch is long.
        before: number from before which it is, null for the newest; `older`: for the next one, null at the end.
    """

    rows: tuple[Agreement, ...]
    share: float
    decisions: int
    before: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class HelpContext:
    """Keys, and the way of a first incident; `first` is an incident to try on, null if there is none."""

    keys: tuple[tuple[str, str], ...]
    first: str | None
    tokens: tuple[Token, ...]


KEYS = (
    ("j", "next row, card or source"),
    ("k", "the one before"),
    ("Enter", "open it"),
    ("a", "accept the value"),
    ("e", "edit it"),
    ("r", "reject it"),
    ("c", "compare with another report"),
    ("m", "same incident: merge"),
    ("u", "undo your last decision"),
    ("/", "search"),
    ("?", "this help"),
)


def agreement_context(view: View, before: int | None) -> AgreementContext:
    """Agreement on values that the person may see."""
    found = view.store.agreement(before=before, allowed=view.visitor.groups)
    return AgreementContext(found.rows, view.options.codebook.double_coding, found.decisions, before, found.before)


def problems_context(view: View) -> ProblemsContext:
    """The list of problems."""
    failed = [job for job in view.store.jobs() if job.error is not None]
    hidden = view.hidden(ref for job in failed for ref in job.judgement.subject)
    seen = (job for job in failed if not hidden.intersection(job.judgement.subject))
    return ProblemsContext(view.store.problems(), tuple(map(_unlinked, seen)))


def _unlinked(job: Job) -> Unlinked:
    said = job.judgement
    return Unlinked(said.at, said.who, said.kind, link_of(said.subject[0]), job.attempts, job.error or "")


def history_context(view: View, subject: str, before: int | None, *, size: int = 100) -> HistoryContext:
    """Judgements on one thing, or all of them, a page of `size` from before a number."""
    groups = view.visitor.groups
    found = view.store.decisions(subject=subject or None, before=before, limit=size, allowed=groups)
    steps = tuple(step_of(d.judgement, d.undone_by) for d in found.rows)
    return HistoryContext(subject, steps, before, found.before, view.freshness().waiting)


def step_of(judgement: Judgement, undone_by: str | None) -> Step:
    """A judgement as a line of the history; `undone_by` is the judgement that took it back."""
    return Step(
        judgement.id,
        judgement.at,
        judgement.who,
        judgement.kind,
        judgement.subject,
        told(judgement.was),
        told(judgement.now),
        judgement.why,
        link_of(judgement.subject[0]),
        undone_by,
        judgement.undoes,
        judgement.codebook,
    )


def told(value: str | None) -> str:
    """A judgement's value in a few words: structured ones by what a person reads."""
    if value is None:
        return ""
    try:
        data = json.loads(value)
    except ValueError:
        return value
    if not isinstance(data, dict):
        return value
    item = data.get("item", data)
    if not isinstance(item, dict):
        return value[:120]
    kept = {
        k: v
        for k, v in item.items()
        if isinstance(v, str | int | float) and k not in ("id", "produced_by", "confidence")
    }
    words = item.get("span") or (item.get("content") or item.get("spans") or item.get("triggers") or [None])[0]
    text = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in kept.items())
    quoted = f"\u201c{words['text']}\u201d " if isinstance(words, dict) and "text" in words else ""
    return (quoted + text)[:240]


def link_of(subject: str) -> str | None:
    """The page of what a judgement is about."""
    head, _, rest = subject.partition(":")
    if len(head) == 64:
        return f"/report/{head}" + (f"#card-{rest}" if rest else "")
    if head in ("actor", "place", "victim", "source"):
        return None
    return f"/incident/{head}" if not rest else None


def audit_context(view: View, before: int | None, *, check: bool) -> AuditContext:
    """A page of the chain; `check` verifies all of it, which reads the whole store."""
    rows = view.store.audit_rows(before=before)
    report = view.store.verify() if check else None
    links = tuple(Link(seq, kind, str(_facts(facts).get("at", "")), digest) for seq, kind, facts, digest in rows)
    last = rows[-1][0] if rows else 1
    return AuditContext(
        view.store.head(),
        links,
        view.store.tombstones(),
        report is not None,
        report.rows if report is not None else 0,
        report.findings if report is not None else (),
        last if last > 1 else None,
    )


def _facts(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

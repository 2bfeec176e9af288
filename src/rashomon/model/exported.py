"""Exports that were made of a store, as its judgements note them: what an erasure can't reach and has to list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from rashomon.model.judgements import EXPORT, Judgement


@dataclass(frozen=True, slots=True)
class Exported:
    """One export; `kind` is public or internal."""

    file: str
    format: str
    kind: str
    at: str
    who: str


def exported(judgements: Iterable[Judgement], *, since: str | None) -> tuple[Exported, ...]:
    """Exports that were made from a moment on: those that may hold what came in then; none where `since` is null."""
    if since is None:
        return ()
    found = []
    for judgement in judgements:
        if judgement.kind == EXPORT and judgement.at >= since:
            told = json.loads(judgement.now or "{}")
            file, form, kind = (str(told.get(name, "unknown")) for name in ("file", "format", "kind"))
            found.append(Exported(file, form, kind, judgement.at, judgement.who))
    return tuple(found)

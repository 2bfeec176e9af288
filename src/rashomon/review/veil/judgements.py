"""Decisions as somebody sees them who may not see witnesses; what they decide on covered words is kept with the real ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rashomon.model import covering
from rashomon.model.covering import Hidden
from rashomon.model.judgements import Judgement
from rashomon.model.record import Record
from rashomon.review.veil.cover import Cover
from rashomon.store.desk_protocol import DecisionPage
from rashomon.store.values import Job


class VeiledJudgements(Cover):
    """The decisions."""

    def remarks(
        self, words: Sequence[str], *, before: int | None = None, limit: int = 50
    ) -> tuple[tuple[int, Judgement], ...]:
        """See `DeskStore`; those found by a covered word are for the caller to sift: it no longer stands in them."""
        if self._asks_for_a_name(" ".join(words)):
            return ()
        found = self._store.remarks(words, before=before, limit=limit)
        shown = [(n, j) for n, j in found if not any(self._names_witness(ref) for ref in j.subject)]
        return tuple((n, self._judgement(j)) for n, j in shown)

    def judgements(self, *, kind: str | None = None, subject: str | None = None) -> tuple[Judgement, ...]:
        """See `Store`; those about a witness's name are left out."""
        found = self._store.judgements(kind=kind, subject=subject)
        about = [j for j in found if not any(self._names_witness(ref) for ref in j.subject)]
        return tuple(map(self._judgement, about))

    def jobs(self) -> tuple[Job, ...]:
        """See `Store`."""
        found = (j for j in self._store.jobs() if not any(map(self._names_witness, j.judgement.subject)))
        return tuple(replace(j, judgement=self._judgement(j.judgement), error=self._error(j.error)) for j in found)

    def _error(self, text: str | None) -> str | None:
        return self._title(text) if text is not None else None

    def judgement(self, judgement_id: str) -> Judgement | None:
        """See `DeskStore`; one about a witness's name is not there."""
        found = self._store.judgement(judgement_id)
        if found is None or any(map(self._names_witness, found.subject)):
            return None
        return self._judgement(found)

    def decisions(
        self,
        *,
        subject: str | None = None,
        kind: str | None = None,
        before: int | None = None,
        limit: int = 50,
        allowed: Sequence[str] | None = None,
    ) -> DecisionPage:
        """See `DeskStore`; those about a witness's name are left out of their page."""
        found = self._store.decisions(subject=subject, kind=kind, before=before, limit=limit, allowed=allowed)
        about = (d for d in found.rows if not any(map(self._names_witness, d.judgement.subject)))
        return replace(found, rows=tuple(replace(d, judgement=self._judgement(d.judgement)) for d in about))

    def _judgement(self, judgement: Judgement) -> Judgement:
        report_id = judgement.subject[0].partition(":")[0]
        found = self._of(report_id) if len(report_id) == 64 else None
        was, now = self._value(judgement.was, found), self._value(judgement.now, found)
        return replace(judgement, was=was, now=now, why=self._value(judgement.why, found) or "")

    def _value(self, value: str | None, found: tuple[Record, Record, Hidden] | None) -> str | None:
        if value is None:
            return None
        names = found[2].names if found is not None else self._known.names
        alone = (found[2].alone if found is not None else frozenset()) | self._known.surnames
        data = _object(value)
        if data is None:
            return covering.cover(value, names.ranges(value, alone=alone))
        if found is not None:
            data = covering.requoted(data, found[1].document.text)
        return json.dumps(covering.tree(data, names, alone, label=self._label), ensure_ascii=False, sort_keys=True)

    def decide(self, judgement: Judgement, *, seen: str | None, relink: bool = True) -> Judgement:
        """See `DeskStore`; what was decided on covered words is kept with the words that stand there."""
        report_id = judgement.subject[0].partition(":")[0]
        found = self._of(report_id) if len(report_id) == 64 else None
        if found is not None:
            was, now = (_real(value, found[0]) for value in (judgement.was, judgement.now))
            judgement = replace(judgement, was=was, now=now)
        return self._store.decide(judgement, seen=seen, relink=relink)


def _object(value: str) -> dict[str, Any] | None:
    try:
        data = json.loads(value)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _real(value: str | None, record: Record) -> str | None:
    """A structured value whose spans quote the real text and whose actors bear their real names."""
    data = _object(value) if value is not None else None
    if data is None:
        return value
    actors = {actor.id: actor.name for actor in record.actors}
    return json.dumps(
        _unveiled(covering.requoted(data, record.document.text), actors), ensure_ascii=False, sort_keys=True
    )


def _unveiled(value: Any, actors: dict[str, str]) -> Any:
    if isinstance(value, dict):
        out = {k: _unveiled(v, actors) for k, v in value.items()}
        if value.get("actor_id") in actors and "level" in value:
            out["name"] = actors[value["actor_id"]]
        elif "level" in value and isinstance(value.get("span"), dict):
            out["name"] = " ".join(out["span"]["text"].split())
        return out
    return [_unveiled(item, actors) for item in value] if isinstance(value, list) else value

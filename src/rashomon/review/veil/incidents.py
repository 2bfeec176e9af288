"""Incidents, pairs and names as somebody sees them who may not see witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rashomon.model import codec, covering
from rashomon.model.covering import COVER
from rashomon.model.incidents import Incident
from rashomon.review.veil.cover import Cover
from rashomon.store.desk_protocol import Named, NameKind, NameUse, Pair, QueueFilter, QueuePage


class VeiledIncidents(Cover):
    """The incidents, and the names that reports share."""

    def queue(self, wanted: QueueFilter) -> QueuePage:
        """See `DeskStore`."""
        page = self._store.queue(wanted)
        rows = (replace(r, title=self._title(r.title), place=self._title(r.place or "") or None) for r in page.rows)
        return replace(page, rows=tuple(rows))

    def incident(self, incident_id: str) -> Incident | None:
        """See `Store`."""
        found = self._store.incident(incident_id)
        return self._incident(found) if found is not None else None

    def one_incident(self, incident_id: str) -> Incident:
        """See `DeskStore`."""
        return self._incident(self._store.one_incident(incident_id))

    def _incident(self, incident: Incident) -> Incident:
        data = codec.to_json(incident)
        hidden_names: dict[str, str] = {}
        for key in ("accounts", "chain"):
            data[key] = [self._told(item, hidden_names) for item in data[key]]
        for person in data["people"]:
            for entry in person["entries"]:
                found = self._of(entry["report_id"])
                if found is not None and entry["victim_id"] in found[2].victims:
                    hidden_names[person["name"]] = person["name"] = self._label(person["name"])
        data["title"] = self._title(data["title"])
        out = covering.tree(_renamed(data, hidden_names), self._known.names, label=self._label)
        return codec.from_json(Incident, out)

    def _told(self, item: dict[str, Any], hidden_names: dict[str, str]) -> dict[str, Any]:
        """An account or a step of the chain, by the report that tells it."""
        found = self._of(item["report_id"])
        if found is None:
            return item
        record, seen, hidden = found
        origin = item.get("origin")
        if origin is not None:
            who = origin["actor_id"] in hidden.actors or origin["level"] == "anonymous_witness"
            if who or COVER in seen.document.text[origin["span"]["start"] : origin["span"]["end"]]:
                hidden_names[item["name"]] = hidden_names[origin["name"]] = self._label(item["name"])
        if item.get("by") is not None:
            actors = [a for a in record.actors if a.id in hidden.actors]
            if any(item["by"] in (a.name, *a.aliases) for a in actors):
                hidden_names[item["by"]] = self._label(item["by"])
        quoted = covering.requoted(item, seen.document.text)
        out: dict[str, Any] = covering.tree(quoted, hidden.names, hidden.alone, label=self._label)
        return out

    def names(
        self, kind: NameKind, *, beginning: str = "", limit: int = 100, allowed: Sequence[str] | None = None
    ) -> tuple[Named, ...]:
        """See `DeskStore`; witnesses are not among them."""
        found = self._store.names(kind, beginning=beginning, limit=limit, allowed=allowed)
        return tuple(n for n in found if not self._is_witness(n.name))

    def names_in(
        self, report_ids: Sequence[str], words: str, *, limit: int = 20, allowed: Sequence[str] | None = None
    ) -> tuple[Named, ...]:
        """See `DeskStore`; witnesses are not among them."""
        found = self._store.names_in(report_ids, words, limit=limit, allowed=allowed)
        return tuple(n for n in found if not self._is_witness(n.name))

    def uses(
        self, kind: NameKind, key: str, *, limit: int = 200, allowed: Sequence[str] | None = None
    ) -> tuple[NameUse, ...]:
        """See `DeskStore`; none of a witness's name."""
        if self._is_witness(key):
            return ()
        found = self._store.uses(kind, key, limit=limit, allowed=allowed)
        return tuple(replace(use, title=self._title(use.title)) for use in found if not self._is_witness(use.name))

    def pairs(self, *, limit: int = 50, offset: int = 0, allowed: Sequence[str] | None = None) -> tuple[Pair, ...]:
        """See `DeskStore`."""
        found = self._store.pairs(limit=limit, offset=offset, allowed=allowed)
        return tuple(replace(p, features=tuple((n, x, self._title(why)) for n, x, why in p.features)) for p in found)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """Strings that are one of these names, whole, by what stands for them."""
    if isinstance(value, dict):
        return {k: _renamed(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value

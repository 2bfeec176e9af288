"""What an export holds, before a format gives it a shape: a header that states its losses, and its reports.

Public is the default. The digests that stand for protected words are keyed with a salt that only
the store's owner can make again, so that nobody can try out names against them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rashomon import __version__
from rashomon.export import protect, redact
from rashomon.model import codec
from rashomon.model.codebook import METHODOLOGY, Codebook
from rashomon.model.consents import CONSENT, consents_of
from rashomon.model.incidents import Incident
from rashomon.model.record import Record
from rashomon.store.protocol import Store

SCHEMA = "rashomon.export/1"

PUBLIC_LOSS = (
    "names of victims, of witnesses, and of every person to whom the report gives no public office: redacted, "
    "with every span that holds one, but for names whose bearers consented (`rashomon consent`); a digest of the words "
    "stands in their place",
    "full texts, original bytes and stored addresses other than URLs",
    "titles of reports in languages that are not read yet, for nobody in them could be protected",
    "descriptions of victims (age, trade, kinship): redacted like names; ages to the decade",
    "names of exact places, neighbourhoods and roads: the place that holds them stands for them, or the word redacted, "
    "and every string or span that holds such a name is redacted, titles of incidents included",
    f"bylines; an outlet that is known by its byline alone is called {redact.UNNAMED_OUTLET}",
    f"coordinates finer than {redact.DEGREES} degrees, radii under {redact.RADIUS_KM:g} km, and gazetteer ids of exact places",
    "earlier versions of reports and earlier records of the same version",
    "judgements and who made them; what they decided is in the incidents",
)
INTERNAL_LOSS = ("the audit chain (its head is here) and incidents, which are derived anew after an import",)


@dataclass(frozen=True, slots=True)
class Export:
    """One export of one state of a store; iterate `reports` once or more.

    Args:
        at: when, ISO 8601, UTC.
        internal: everything, originals included; such an export can be imported.
        codebook: the team's choices in force; every export names their version.
    """

    store: Store
    at: str
    internal: bool = False
    codebook: Codebook = field(default_factory=Codebook)

    def header(self) -> dict[str, Any]:
        """Where the export comes from, by which rules, and what it leaves out."""
        settings = sorted({row.settings_sha256 for row in self.store.reports()})
        return {
            "schema": SCHEMA,
            "kind": "internal" if self.internal else "public",
            "tool": "rashomon",
            "version": __version__,
            "methodology": METHODOLOGY,
            "codebook": {"version": self.codebook.version, "sha256": self.codebook.sha256()},
            "settings_sha256": settings,
            "audit_head": self.store.head(),
            "exported_at": self.at,
            "withheld": list(INTERNAL_LOSS if self.internal else PUBLIC_LOSS),
        }

    def records(self) -> Iterator[dict[str, Any]]:
        """Every current record as plain data; redacted unless the export is internal."""
        if self.internal:
            for record in self.store.records():
                yield codec.to_json(record)
            return
        consents = consents_of(self.store.judgements(kind=CONSENT))
        known = protect.known_names(self.store.records(), consents)
        salt = self.salt()
        for record in self.store.records():
            protection = protect.protection_of(record, known, consents)
            yield redact.redacted(codec.to_json(record), protection, salt=salt)

    def incidents(self) -> list[dict[str, Any]] | None:
        """The derived incidents; null if they are stale."""
        found = self.store.incidents()
        if found is None:
            return None
        if self.internal:
            return [codec.to_json(one) for one in found]
        return list(self._redacted_incidents(found))

    def salt(self) -> bytes:
        """The key of this export's digests: from the store's secret and the head, so that its owner can make it again."""
        return hmac.new(self.store.secret(), b"export:" + self.store.head().encode(), hashlib.sha256).digest()

    def _redacted_incidents(self, found: Iterable[Incident]) -> Iterator[dict[str, Any]]:
        consents = consents_of(self.store.judgements(kind=CONSENT))
        known = protect.known_names(self.store.records(), consents)
        protections = {r.document.id: protect.protection_of(r, known, consents) for r in _each(self.store)}
        salt = self.salt()
        for one in found:
            yield redact.redacted_incident(codec.to_json(one), protections, salt=salt)


def _each(store: Store) -> Iterator[Record]:
    yield from store.records()

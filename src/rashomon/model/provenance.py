"""What made a record: tool, version, settings and models. The time of a run is in the store, not here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A model that took part; `sha256` of its files."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Names everything that a second run needs to give the same bytes."""

    tool: str
    version: str
    settings_sha256: str
    models: tuple[ModelUse, ...]

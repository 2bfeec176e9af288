"""Every error that rashomon raises on purpose.

    RashomonError               what went wrong, and `hint`: what to do about it
    ├── SettingsError           a flag, variable or line of the settings file
    ├── ReadingError            a report that can't be read; `source` and `reason`
    │   ├── EmptyReport         nothing to read
    │   ├── NotText             binary or an unknown format
    │   ├── TooLarge            over the size bound
    │   └── FetchError          the network, robots.txt, or an address that is not public
    ├── ModelMissing            the spaCy model is not installed
    ├── KnowledgeError          imported places and actors
    ├── ExtraMissing            an optional package is not installed
    └── StoreError              the store
        ├── StoreBroken         not a rashomon store, or its audit chain does not verify
        ├── StoreLocked         encrypted, and the passphrase is missing or wrong
        ├── NotFound            no such report, incident or problem
        ├── Overtaken           somebody else judged the same thing meanwhile
        └── ImportRefused       a file that is not an export of rashomon

Messages say what to do. A batch catches `ReadingError`, sets the report aside and goes on.
"""

from __future__ import annotations


class RashomonError(Exception):
    """Base of all. `hint` says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(f"{message}; {hint}" if hint else message)


class SettingsError(RashomonError):
    """A setting is unknown or out of range."""


class ReadingError(RashomonError):
    """A report can't be read. `reason` is a stable short code for the problems list."""

    reason = "unreadable"

    def __init__(self, source: str, message: str, *, hint: str = "") -> None:
        self.source = source
        super().__init__(f"{source}: {message}", hint=hint)


class EmptyReport(ReadingError):
    """The file holds no text."""

    reason = "empty"


class NotText(ReadingError):
    """Binary bytes, or a format without a reader."""

    reason = "not_text"


class TooLarge(ReadingError):
    """Over the size bound of the settings."""

    reason = "too_large"


class FetchError(ReadingError):
    """A URL could not, or must not, be fetched."""

    reason = "fetch"


class ModelMissing(RashomonError):
    """The spaCy model named in the settings can't be loaded."""


class KnowledgeError(RashomonError):
    """The file of imports can't be used, or an import can't be taken."""


class ExtraMissing(RashomonError):
    """A package that only some need is not installed."""


class StoreError(RashomonError):
    """The store can't do what was asked."""


class StoreBroken(StoreError):
    """The file is no store, or its audit chain does not verify."""


class StoreLocked(StoreError):
    """The store is encrypted, and its passphrase is missing or wrong."""


class NotFound(StoreError):
    """No row with this id."""


class Overtaken(StoreError):
    """Somebody else judged the same thing since; `newer` are the ids of their judgements, oldest first."""

    def __init__(self, message: str, *, newer: tuple[str, ...], hint: str = "") -> None:
        self.newer = newer
        super().__init__(message, hint=hint)


class ImportRefused(StoreError):
    """A file that does not hold what an import needs."""

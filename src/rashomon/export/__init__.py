"""Writes the store's records to files: one module a format, found by being here.

A format module has `NAME`, `HELP`, `SUFFIX` and `write(export, out)`. Exports are public
unless somebody asks for an internal one: `protect` says what a public one leaves out, and
every export says so itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import BinaryIO, Protocol, cast

from rashomon.export.contents import Export

__all__ = ["Export", "Format", "formats"]


class Format(Protocol):
    """A module of this package that writes one format."""

    NAME: str
    HELP: str
    SUFFIX: str

    def write(self, export: Export, out: BinaryIO) -> None:
        """Writes the export."""
        ...


def formats() -> dict[str, Format]:
    """Format name to its module."""
    found: dict[str, Format] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "NAME") and hasattr(module, "write"):
            found[module.NAME] = cast(Format, module)
    return found

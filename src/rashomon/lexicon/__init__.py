"""YAML word lists and their loader. Each file says its source and the reason it exists.

Lists are language knowledge, not text of a report: no name of a single report stands in
them. A list is read once per process, when a stage first asks for it.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import yaml

from rashomon.errors import SettingsError


@functools.cache
def load(name: str) -> dict[str, Any]:
    """The word list `name` as plain data, without its `source` and `reason`.

    Raises:
        SettingsError: there is no such list, or it lacks its source or reason.
    """
    path = resources.files(__name__).joinpath(f"{name}.yaml")
    if not path.is_file():
        raise SettingsError(f"no word list {name!r}", hint="reinstall rashomon")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    for key in ("source", "reason"):
        if not data.pop(key, None):
            raise SettingsError(f"word list {name!r} does not state its {key}", hint="add it at the head of the file")
    return data

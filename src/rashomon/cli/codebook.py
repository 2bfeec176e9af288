"""`rashomon codebook`: a team's choices as a file, checked before they are in force."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import yaml

from rashomon.errors import SettingsError
from rashomon.model.codebook import Codebook, CodebookRefused, codebook_of

#: Taken where no other is named.
DEFAULT = "codebook.yaml"


@click.group(short_help="A team's codebook.")
def codebook() -> None:
    """The choices that are a team's own: what it counts and leaves out, its grades, its vague numbers."""


@codebook.command(short_help="Check a codebook.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), default=DEFAULT)
def check(path: Path) -> None:
    """Reads a codebook and says which version it is."""
    found = load(path)
    click.echo(f"{path}: version {found.version}, {found.sha256()[:12]}")


@codebook.command(short_help="Print the default codebook.")
def default() -> None:
    """Prints the codebook that is in force where a team has none: the file to start from."""
    click.echo(yaml.safe_dump(_plain(asdict(Codebook())), sort_keys=False, allow_unicode=True), nl=False)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Lists for tuples, and the vague words as a mapping."""
    out = {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}
    out["retention"] = list(out["retention"])
    return {**out, "vague": dict(data["vague"])}


def in_force(path: Path | None = None) -> Codebook:
    """The codebook of a file, of `codebook.yaml` in this folder, or the default one."""
    if path is not None:
        return load(path)
    return load(Path(DEFAULT)) if Path(DEFAULT).exists() else Codebook()


def load(path: Path) -> Codebook:
    """A codebook from its file.

    Raises:
        SettingsError: it can't be read, or can't be in force.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        hint = "`rashomon codebook default` prints one to start from"
        raise SettingsError(f"{path}: {_in_one_line(error)}", hint=hint) from error
    try:
        return codebook_of(data)
    except CodebookRefused as error:
        raise SettingsError(f"{path}: {error}", hint="correct it") from error


def _in_one_line(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1} is no YAML: {error.problem}"
    return " ".join(str(error).split())

"""A team's own choices, in force by version: what it counts, how it grades, how it reads vague words.

The defaults are those of methodology.md; a file replaces them whole, field by field. An export and
a judgement can name the version under which they were made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from rashomon.model.standings import GRADES

#: The rules of docs/methodology.md that this version follows.
METHODOLOGY = "1"
#: Lowest number that a vague word stands for (record.md, "Conventions, decided").
VAGUE = (("several", 2), ("a few", 2), ("dozens", 24), ("scores", 40), ("hundreds", 200))


class CodebookRefused(ValueError):
    """A codebook that can't be in force."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A reason to leave an incident out, by a short code that judgements name."""

    code: str
    text: str


#: What a rule on retention may be about: whole reports, their original bytes, names of witnesses or of victims, and
#: the list of what could not be read.
KEPT = ("reports", "originals", "witnesses", "victims", "problems")


@dataclass(frozen=True, slots=True)
class Keep:
    """How long one kind of data is kept: `days` from when it came in; `ground` is what its erasure will say."""

    kind: str
    days: int
    ground: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """The choices.

    Args:
        version: of the file, by the team.
        inclusion: what an incident must have to be recorded.
        out_of_scope: criteria by which one is left out.
        presume_civilian: in case of doubt a victim is presumed civilian (Additional Protocol I, Article 50), labelled so.
        grades: that people may sign.
        vague: words to the lowest number that they stand for.
        double_coding: share of incidents that two people code, 0 to 1.
        retention: how long which kinds of data are kept; none: until somebody erases them.
    """

    version: str = "rashomon 1"
    inclusion: tuple[str, ...] = (
        "A named or dated use of violence against people or what they depend on.",
        "At least one report whose original is kept.",
    )
    out_of_scope: tuple[Criterion, ...] = (
        Criterion("no-violence", "No use of violence is reported."),
        Criterion("no-date", "Neither a day nor a period can be told."),
        Criterion("outside", "Outside the period, the place or the conflict of this project."),
        Criterion("duplicate", "The same happening is recorded elsewhere here: merge instead."),
    )
    presume_civilian: bool = False
    grades: tuple[str, ...] = GRADES
    vague: tuple[tuple[str, int], ...] = VAGUE
    double_coding: float = 0.0
    retention: tuple[Keep, ...] = ()

    def stamp(self) -> str:
        """Version and digest in one word or two, for judgements and exports."""
        return f"{self.version[:100]} {self.sha256()[:12]}"

    def sha256(self) -> str:
        """Hash of the choices, whatever the version is called."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def codebook_of(data: Any) -> Codebook:
    """A codebook from plain data.

    Raises:
        CodebookRefused: a key is unknown, or a value is of another kind.
    """
    if not isinstance(data, Mapping):
        raise CodebookRefused("a codebook is a mapping of its choices")
    known = {f.name for f in fields(Codebook)}
    if unknown := sorted(set(map(str, data)) - known):
        raise CodebookRefused(f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    values = dict(data)
    if not str(values.get("version", "")).strip():
        raise CodebookRefused("a codebook needs a version")
    values["version"] = str(values["version"])
    for name in ("inclusion", "grades"):
        if name in values:
            values[name] = _texts(name, values[name])
    if "out_of_scope" in values:
        values["out_of_scope"] = tuple(_criterion(item) for item in _list("out_of_scope", values["out_of_scope"]))
    if "vague" in values:
        values["vague"] = _vague(values["vague"])
    if "retention" in values:
        rules = values["retention"]
        values["retention"] = tuple(_keep(item) for item in _list("retention", rules)) if rules else ()
    if not isinstance(values.get("presume_civilian", False), bool):
        raise CodebookRefused("presume_civilian is true or false")
    share = values.get("double_coding", 0.0)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise CodebookRefused("double_coding is a share between 0 and 1")
    return Codebook(**values)


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise CodebookRefused(f"{name} is a list")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not all(isinstance(item, str) and item.strip() for item in _list(name, value)):
        raise CodebookRefused(f"{name} is a list of texts")
    return tuple(value)


def _criterion(item: Any) -> Criterion:
    if (
        not isinstance(item, Mapping)
        or set(item) != {"code", "text"}
        or not all(map(str.strip, map(str, item.values())))
    ):
        raise CodebookRefused("a criterion has a code and a text")
    return Criterion(str(item["code"]), str(item["text"]))


def _keep(item: Any) -> Keep:
    fits = isinstance(item, Mapping) and set(item) == {"kind", "days", "ground"}
    if not fits or item["kind"] not in KEPT or type(item["days"]) is not int or item["days"] < 1:
        raise CodebookRefused(f"a rule on retention has a kind ({', '.join(KEPT)}), days and a ground")
    if not isinstance(item["ground"], str) or not item["ground"].strip():
        raise CodebookRefused("a rule on retention needs a ground: the erasure keeps it for ever")
    return Keep(item["kind"], item["days"], item["ground"])


def _vague(value: Any) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, Mapping) or not all(type(n) is int and n > 0 for n in value.values()):
        raise CodebookRefused("vague maps words to whole numbers")
    return tuple((str(word), n) for word, n in value.items())

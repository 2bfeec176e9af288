"""Profiles to bytes and back, so that linking need not read a record again to compare its events."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import fields
from typing import Any, get_args

from rashomon.lexicon import load
from rashomon.linking.dates import DateBasis, When
from rashomon.linking.geo import Where
from rashomon.linking.profiles import Profile
from rashomon.linking.sketch import NOTHING, Sketch

#: Changes whenever a profile, a cell or a feature does: what an older version kept is then made anew.
VERSION = 4
_SETS = ("types", "weapons", "targets", "words", "names")


@functools.cache
def version() -> str:
    """Names this way of linking: the code's version, the weights and the word lists."""
    known = [load("link_weights"), load("linking"), load("weapons")]
    digest = hashlib.sha256(json.dumps(known, sort_keys=True, default=str).encode()).hexdigest()
    return f"{VERSION}.{digest[:8]}"


def pack(profile: Profile) -> bytes:
    """One line of JSON."""
    data: dict[str, Any] = {f.name: getattr(profile, f.name) for f in fields(profile)}
    data["whens"] = [[w.start, w.end, w.basis] for w in profile.whens]
    data["wheres"] = [[getattr(w, f.name) for f in fields(w)] for w in profile.wheres]
    data["sketch"] = [profile.sketch.hashes, profile.sketch.size]
    for name in _SETS:
        data[name] = sorted(data[name])
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(body: bytes) -> Profile:
    """Undoes `pack`.

    Raises:
        ValueError: the bytes are no profile.
    """
    data = json.loads(body)
    try:
        data["whens"] = tuple(_when(*w) for w in data["whens"])
        data["wheres"] = tuple(Where(name, bare, tuple(within), *rest) for name, bare, within, *rest in data["wheres"])
        hashes, size = data["sketch"]
        data["sketch"] = Sketch(tuple(hashes), size) if size else NOTHING
        data["killed"] = tuple((low, high) for low, high in data["killed"])
        for name in ("perpetrators", "victims"):
            data[name] = tuple(data[name])
        for name in _SETS:
            data[name] = frozenset(data[name])
        return Profile(**data)
    except (TypeError, KeyError) as error:
        raise ValueError(f"no profile: {error}") from error


def _when(start: int, end: int, basis: str) -> When:
    if basis not in get_args(DateBasis):
        raise ValueError(f"no profile: basis {basis!r}")
    return When(start, end, basis)  # type: ignore[arg-type]  # checked against the literal above

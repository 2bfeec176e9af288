"""Which titles make their bearer a public person: an office, not a trade. From the list of titles, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from rashomon.lexicon import load

#: How named a title makes its bearer, where it is a public office.
_PUBLIC_LEVELS = frozenset({"named_office", "anonymous_official"})
_WORD = re.compile(r"[^\W\d_]+")


@cache
def offices() -> Mapping[str, bool]:
    """Title to whether it is a public office."""
    titles: dict[str, dict[str, Any]] = load("titles")["titles"]
    return {title.casefold(): entry.get("level") in _PUBLIC_LEVELS for title, entry in titles.items()}


@cache
def office_words() -> frozenset[str]:
    """Every word of a title."""
    return frozenset(w for title in offices() for w in _WORD.findall(title))


def is_office(title: str) -> bool:
    """Whether a role is a public office: the longest title of the list in it decides."""
    words = title.casefold().replace("’", "'").split()
    known_titles = offices()
    for size in range(len(words), 0, -1):
        for at in range(len(words) - size + 1):
            known = known_titles.get(" ".join(words[at : at + size]))
            if known is not None:
                return known
    return False

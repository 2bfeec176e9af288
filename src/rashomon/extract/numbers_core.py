"""Reads one number as it is written: "2,500", "1.2 million", "one hundred and five", "half a dozen".

Bounds, ranges and vague words are read around it by `numbers`. It says nothing of what is counted.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from rashomon.lexicon import load
from rashomon.model.figures import Qualifier

_DIGITS = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,9})$")
_DECIMAL = re.compile(r"^\d{1,4}\.\d+$")
_JOINED = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,9})[-–—](\d{1,3}(?:,\d{3})+|\d{1,9})$")
_PLUS = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,9})\+$")
HYPHENS = frozenset("-–—‑‐")
#: Words of zero, longest first.
NONE_FORMS = (
    ("no", "one"),
    ("not", "a", "single"),
    ("not", "one"),
    ("none",),
    ("nobody",),
    ("no-one",),
    ("zero",),
    ("no",),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The number words of numbers.yaml, as tables."""

    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    groups: dict[str, int]
    vague: dict[str, list[tuple[tuple[str, ...], int, int | None]]]
    withheld: tuple[tuple[str, ...], ...]
    before: dict[str, list[tuple[tuple[str, ...], Qualifier]]]
    after: dict[str, list[tuple[tuple[str, ...], Qualifier]]]
    starters: frozenset[str]


@functools.cache
def number_words() -> Words:
    """Reads numbers.yaml once; phrases are keyed by the word at which a scan meets them, longest first."""
    data = load("numbers")
    vague: dict[str, list[tuple[tuple[str, ...], int, int | None]]] = {}
    for entry in data["vague"]:
        form = tuple(entry["form"].split())
        vague.setdefault(form[0], []).append((form, entry["low"], entry.get("high")))
    withheld = tuple(tuple(form.split()) for form in data["withheld"])
    before = _bounds(data["bounds"], last_word=True)
    after = _bounds(data["bounds_after"], last_word=False)
    for forms in vague.values():
        forms.sort(key=lambda f: -len(f[0]))
    starters = {*data["units"], *data["tens"], "a", "an", "another", "half", "between", "from", *vague}
    starters |= {form[0] for form in withheld} | {form[0] for form in NONE_FORMS}
    return Words(
        data["units"], data["tens"], data["scales"], data["groups"], vague, withheld, before, after, frozenset(starters)
    )


def _bounds(
    table: dict[Qualifier, list[str]], *, last_word: bool
) -> dict[str, list[tuple[tuple[str, ...], Qualifier]]]:
    out: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
    for qualifier, forms in table.items():
        for text in forms:
            form = tuple(text.split())
            out.setdefault(form[-1] if last_word else form[0], []).append((form, qualifier))
    for entries in out.values():
        entries.sort(key=lambda e: -len(e[0]))
    return out


def read_core(lower: list[str], i: int, end: int, words: Words | None = None) -> tuple[int, int, int] | None:
    """(low, token after, high) of one number at `i`; high differs only in a joined range ("10–15").

    Args:
        lower: the report's words in lower case.
        end: where to stop, normally the end of the sentence.
    """
    words = number_words() if words is None else words
    if not 0 <= i < end:
        return None
    word = lower[i]
    joined = _JOINED.match(word)
    if joined:
        low, high = (int(g.replace(",", "")) for g in joined.groups())
        return (low, i + 1, high) if low < high else None
    if _DIGITS.match(word) or _PLUS.match(word):
        value = int(word.rstrip("+").replace(",", ""))
        return _scaled(lower, i + 1, end, value, words)
    if _DECIMAL.match(word):
        scale = words.scales.get(lower[i + 1]) if i + 1 < end else None
        if scale is None or scale < 1000:
            return None
        value = round(float(word) * scale)
        return value, i + 2, value
    return _word_number(lower, i, end, words)


def _scaled(lower: list[str], i: int, end: int, value: int, words: Words) -> tuple[int, int, int]:
    while i < end and (lower[i] in words.scales or lower[i] == "dozen"):
        value *= words.scales.get(lower[i], 12)
        i += 1
    return value, i, value


def _word_number(lower: list[str], i: int, end: int, words: Words) -> tuple[int, int, int] | None:
    """As in "one hundred and five", "twenty-one", "a dozen", "half a dozen", "two dozen"."""
    start, total, current, seen = i, 0, 0, False
    if lower[i] == "half" and i + 1 < end:
        at = i + 1 + (lower[i + 1] in ("a", *HYPHENS))
        if at < end and lower[at] == "dozen":
            return 6, at + 1, 6
        return None
    if lower[i] in ("a", "an"):
        if i + 1 < end and (lower[i + 1] in words.scales or lower[i + 1] == "dozen"):
            current, i, seen = 1, i + 1, True
        else:
            return None
    while i < end:
        word = lower[i]
        if word in words.tens and current % 100 == 0:
            current, seen = current + words.tens[word], True
        elif word in words.units and current % 10 == 0 and not (current % 100 and words.units[word] > 9):
            current, seen = current + words.units[word], True
        elif seen and word in words.scales:
            scale = words.scales[word]
            total, current = (total, current * scale) if scale == 100 else (total + current * scale, 0)
        elif seen and word == "dozen" and current:
            current *= 12
        elif (
            seen
            and word in HYPHENS
            and i > start
            and lower[i - 1] in words.tens
            and i + 1 < end
            and 0 < words.units.get(lower[i + 1], 0) < 10
            or seen
            and word == "and"
            and (current or total)
            and lower[i - 1] in words.scales
            and _is_unit(lower, i + 1, end, words)
        ):
            pass
        else:
            break
        i += 1
        if seen and current and current % 10 and i < end and lower[i] in words.units:
            break
    return (total + current, i, total + current) if seen else None


def _is_unit(lower: list[str], i: int, end: int, words: Words) -> bool:
    return i < end and (lower[i] in words.units or lower[i] in words.tens)

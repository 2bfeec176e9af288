"""A report's text with its marks: brackets that name what they hold, each in the other or apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rashomon.model.record import Record

_RULE = re.compile(r"^(---[ \t]*)$", re.MULTILINE)


def marked(record: Record, marks: Iterable[tuple[int, int, str]]) -> str:
    """The text with its marks; those that cross are written in pieces."""
    text = record.document.text
    standfirst = next((p.start for p in record.document.parts if p.kind == "standfirst"), None)
    opens: dict[int, list[str]] = {}
    closes: dict[int, int] = {}
    for start, end, names in _nested(marks):
        opens.setdefault(start, []).append(f"[{names} ")
        closes[end] = closes.get(end, 0) + 1
    out, at = [], 0
    for cut in sorted({*opens, *closes, *([standfirst] if standfirst else [])}):
        out += [_escaped(text[at:cut]), "]" * closes.get(cut, 0)]
        out += ["> "] * (cut == standfirst) + opens.get(cut, [])
        at = cut
    return _RULE.sub(r"\\\1", "".join([*out, _escaped(text[at:])]))


def _escaped(text: str) -> str:
    return text.replace("[", r"\[").replace("]", r"\]")


def _nested(marks: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """(start, end, ids) such that any two lie apart or one in the other, outer ones first."""
    left = sorted(set(marks), key=lambda m: (m[0], -m[1], m[2]))
    done: list[tuple[int, int, str]] = []
    ends: list[int] = []
    while left:
        start, end, name = left.pop(0)
        while ends and ends[-1] <= start:
            ends.pop()
        if ends and end > ends[-1]:
            left = sorted([*left, (ends[-1], end, name)], key=lambda m: (m[0], -m[1], m[2]))
            end = ends[-1]
        if done and done[-1][:2] == (start, end):
            done[-1] = start, end, f"{done[-1][2]},{name}"
            continue
        ends.append(end)
        done.append((start, end, name))
    return done

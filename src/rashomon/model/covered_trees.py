"""Plain data of any shape (a judgement's value, an incident as JSON) with names covered as in a record."""

from __future__ import annotations

from typing import Any

from rashomon.model.covering import COVER, FREE, Label, Labelling, Names, cover, plain


def requoted(value: Any, text: str) -> Any:
    """Plain data whose spans quote `text`, covered or not, wherever one is the other with signs covered."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            now, then = text[value["start"] : value["end"]], str(value["text"])
            same = len(now) == len(then) and all(a == b or COVER in (a, b) for a, b in zip(now, then, strict=True))
            return {**value, "text": now} if same else value
        return {k: requoted(v, text) for k, v in value.items()}
    if isinstance(value, list):
        return [requoted(item, text) for item in value]
    return value


def tree(
    value: Any, names: Names, alone: frozenset[str] = frozenset(), *, label: Label, words: Label | None = None
) -> Any:
    """Spans covered in their own length, free text with labels, controlled values as they are; see `covering.covered`."""
    return _tree(value, names, alone, Labelling(label, words or label, {}))


def _tree(value: Any, names: Names, alone: frozenset[str], labels: Labelling) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            return {**value, "text": cover(value["text"], names.ranges(value["text"], alone=alone))}
        return {
            k: plain(v, names, alone, label=labels.of(k))
            if isinstance(v, str) and k in FREE
            else _tree(_listed(k, v, names, alone, labels.of(k)), names, alone, labels)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_tree(item, names, alone, labels) for item in value]
    return value


def _listed(key: str, value: Any, names: Names, alone: frozenset[str], label: Label) -> Any:
    if key in FREE and isinstance(value, list):
        return [plain(v, names, alone, label=label) if isinstance(v, str) else v for v in value]
    return value

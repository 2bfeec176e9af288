"""The model's own attribute rules, applied from a table instead of a matcher.

spaCy's AttributeRuler runs a general matcher over every token, a tenth of the pipeline's time,
for rules that all say "this tag, this word". The same rules, in the same order, are looked
up here; a test holds the outcome against spaCy's on real reports. A model whose rules are
not of that kind keeps its own ruler.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

#: What rules ask of a token, by its place in `Values`.
_AT = {"TAG": 0, "LOWER": 1, "DEP": 2, "IS_SPACE": 3}
_PLAIN = frozenset(_AT)
#: Kinds of token that are kept.
_REMEMBERED = 100_000
_SET = frozenset({"POS", "TAG", "MORPH", "LEMMA", "DEP"})
Attributes = tuple[tuple[str, str], ...]
Part = dict[str, Any]
Values = tuple[str, str, str, bool]
#: What rules of one token set in all, each of them by its order, and the rules of several whose own token fits.
Known = tuple[Attributes, tuple[tuple[int, Attributes], ...], tuple[int, ...]]


class AttributeTable:
    """The component: rules of one token by their key, rules of several checked where their own token fits."""

    def __init__(self, patterns: list[dict[str, Any]]) -> None:
        self.single: list[tuple[int, Part, Attributes]] = []
        self.several: list[tuple[int, int, list[Part], Attributes]] = []
        self._known: dict[Values, Known] = {}
        for order, rule in enumerate(patterns):
            attributes = tuple((k, v) for k, v in rule["attrs"].items())
            for pattern in rule["patterns"]:
                parts = [{name: _compiled(value) for name, value in part.items()} for part in pattern]
                if len(parts) == 1:
                    self.single.append((order, parts[0], attributes))
                else:
                    self.several.append((order, rule["index"], parts, attributes))
        self._single = _ByTag([part for _, part, _ in self.single])
        self._several = _ByTag([parts[index] for _, index, parts, _ in self.several])

    def __call__(self, doc: Doc) -> Doc:
        """Sets tag, part of speech, morphology and lemma where a rule says so."""
        found = [self._of(doc, token) for token in doc]  # all are read before any is set, as the matcher does
        for token, attributes in zip(doc, found, strict=True):
            for name, value in attributes:
                if name == "MORPH":
                    token.set_morph("" if value == "_" else value)  # type: ignore[attr-defined]  # missing in spaCy's stubs
                elif name == "POS":
                    token.pos_ = value
                elif name == "TAG":
                    token.tag_ = value
                elif name == "DEP":
                    token.dep_ = value
                else:
                    token.lemma_ = value
        return doc

    def _of(self, doc: Doc, token: Token) -> Attributes:
        values = _values(token)
        known = self._known.get(values)
        if known is None:
            if len(self._known) >= _REMEMBERED:  # words of other scripts and typing errors come without end
                self._known.clear()
            alone = tuple((self.single[i][0], self.single[i][2]) for i in self._single.fitting(values))
            known = self._known[values] = (_merged(alone), alone, self._several.fitting(values))
        attributes, alone, possible = known
        around = [self.several[i] for i in possible if _matches(doc, token.i - self.several[i][1], self.several[i][2])]
        if not around:
            return attributes
        return _merged(sorted([*alone, *((order, wanted) for order, _, _, wanted in around)]))


class _ByTag:
    """Parts of rules, found by the tag that they ask for: all but a few ask for one."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        tags = {part["TAG"] for part in parts if isinstance(part.get("TAG"), str)}
        self._loose = [i for i, part in enumerate(parts) if not isinstance(part.get("TAG"), str)]
        self._of = {t: sorted([*self._loose, *(i for i, p in enumerate(parts) if p.get("TAG") == t)]) for t in tags}

    def fitting(self, values: Values) -> tuple[int, ...]:
        """Indices of the parts that a token of these values fits, in order."""
        return tuple(i for i in self._of.get(values[0], self._loose) if _fits(values, self._parts[i]))


def _compiled(value: Any) -> Any:
    """A value of a pattern: a plain one, a set to be in, a tuple to be out of, or a regular expression."""
    if not isinstance(value, dict):
        return value
    if "NOT_IN" in value:
        return tuple(value["NOT_IN"])
    return frozenset(value["IN"]) if "IN" in value else re.compile(value["REGEX"])


def _merged(found: Sequence[tuple[int, Attributes]]) -> Attributes:
    """Later rules overwrite earlier ones."""
    merged: dict[str, str] = {}
    for _, attributes in found:
        merged.update(attributes)
    return tuple(merged.items())


def _matches(doc: Doc, start: int, pattern: list[Part]) -> bool:
    return (
        start >= 0
        and start + len(pattern) <= len(doc)
        and all(_fits(_values(doc[start + i]), part) for i, part in enumerate(pattern))
    )


def _values(token: Token) -> Values:
    return token.tag_, token.lower_, token.dep_, token.is_space


def _fits(values: Values, part: Part) -> bool:
    return all(_is(values[_AT[name]], wanted) for name, wanted in part.items())


def _is(value: str | bool, wanted: Any) -> bool:
    if isinstance(wanted, frozenset):
        return value in wanted
    if isinstance(wanted, tuple):
        return value not in wanted
    if isinstance(wanted, re.Pattern):
        return wanted.search(str(value)) is not None
    return bool(value == wanted)


def _readable(value: Any) -> bool:
    return (
        isinstance(value, str | bool)
        or isinstance(value, dict)
        and len(value) == 1
        and next(iter(value)) in {"IN", "NOT_IN", "REGEX"}
    )


def tabled(nlp: Language) -> AttributeTable | None:
    """The table for a pipeline's rules; None where it has no ruler or rules of another kind."""
    if "attribute_ruler" not in nlp.pipe_names:
        return None
    patterns: list[dict[str, Any]] = nlp.get_pipe("attribute_ruler").patterns  # type: ignore[attr-defined]
    parts = [part for rule in patterns for pattern in rule["patterns"] for part in pattern]
    if not all(name in _PLAIN and _readable(value) for part in parts for name, value in part.items()):
        return None
    return AttributeTable(patterns) if all(name in _SET for rule in patterns for name in rule["attrs"]) else None

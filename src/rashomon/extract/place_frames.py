"""The phrase around a place's name: its feature word, the part it names, and its offset from another place.

"Tripoli airport", "south-east Chad", "25 km (15 miles) east of X", "on the outskirts of X". Everything is
read from the tokens beside the name; nothing is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from rashomon.extract.place_runs import NameRange
from rashomon.extract.place_words import PlaceWords
from rashomon.extract.words import text_of
from rashomon.model.place_mentions import Nearness
from rashomon.model.spans import Span

_COMPASS: set[str | None] = {"N", "S", "E", "W", "NE", "NW", "SE", "SW"}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SMALL = {
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "hundred": 100.0,
    "dozen": 12.0,
    "few": 3.0,
    "several": 5.0,
    "a": 1.0,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A name's phrase: `[first, last)` with its feature and modifier, and the token before which a preposition may stand."""

    first: int
    last: int
    feature: str | None
    part: str | None
    outer: int


def frame(doc: Doc, item: NameRange, words: PlaceWords) -> Frame:
    """The phrase around a bare name: "X airport", "city of X", "eastern X"."""
    first, last, feature = item.first, item.last, None
    size = feature_after(doc, last, words)
    if size:
        feature = doc[last : last + size].text.lower()
        if words.features[feature] not in {"city", "neighbourhood"} or doc[last].text[0].isupper():
            last += size
    outer, classed = first, False
    if feature is None and first > 1 and (word := _feature_before(doc, first, words)) is not None:
        outer, feature = word
        classed = words.features[feature] in words.classes
        first = first if classed else outer
    begin, part = _parts_before(doc, outer, words)
    if outer < item.first:
        return Frame(first, last, feature, None, begin)
    return Frame(begin, last, feature, part, begin)


def _parts_before(doc: Doc, outer: int, words: PlaceWords) -> tuple[int, str | None]:
    """Where modifiers such as "north-east" or "central" begin, and the one that names a part."""
    part: str | None = None
    while outer > 0 and not doc[outer].is_sent_start:
        size = next(
            (k for k in (3, 1) if outer >= k and "".join(t.lower_ for t in doc[outer - k : outer]) in words.parts), 0
        )
        if not size:
            break
        outer -= size
        word = "".join(t.lower_ for t in doc[outer : outer + size])
        if part is None and words.parts[word] not in {"O", "R", "G"}:
            part = word
    return outer, part


def feature_after(doc: Doc, last: int, words: PlaceWords) -> int:
    """Number of tokens of the feature word that follows the name; 0 if none."""
    begin = last
    if begin < len(doc) and doc[begin].lower_ in {"'s", "’s"}:
        return 0
    for size in (3, 2, 1):
        phrase = doc[begin : begin + size]
        if len(phrase) == size and not any(t.is_space for t in phrase) and phrase.text.lower() in words.features:
            return size
    return 0


def _feature_before(doc: Doc, first: int, words: PlaceWords) -> tuple[int, str] | None:
    """Begin and words of a feature before a name: "city of X", "the road to X", "the border with X"."""
    link, end = doc[first - 1].lower_, first - 2
    if link == "the" and first > 2:
        link, end = doc[first - 2].lower_, first - 3
    linear = link in {"to", "from", "with", "into"}
    if link not in {"of", "called", "named"} and not linear:
        return None
    for size in (3, 2, 1):
        begin = end - size + 1
        if begin >= 0 and (text := doc[begin : end + 1].text.lower()) in words.features:
            return None if linear and words.features[text] != "linear" or text == "coast" else (begin, text)
    return None


def nearness(doc: Doc, spot: Frame, words: PlaceWords) -> Nearness | None:
    """An offset before the phrase: "25 km (15 miles) east of", "near", "on the outskirts of"."""
    i = spot.outer
    while i > 0 and (
        doc[i - 1].lower_ in {"the", "a"}
        or doc[i - 1].text in words.demonyms
        or doc[i - 1].lower_ in words.countries
        or doc[i - 1].lower_ in {"'s", "’s"}
    ):
        i -= 1
    if i == 0:
        return None
    left = doc[i - 1]
    if left.lower_ in {"of", "from"} and i > 1:
        bearing, begin = _bearing(doc, i - 1, words)
        km, start = _distance(doc, begin - 1, words)
        if bearing is not None and (begin < 1 or doc[begin - 1].lower_ not in {"the", "in"} or km is not None):
            return Nearness(km, bearing, _cut(doc, start if km is not None else begin, spot.last))
        if km is not None:
            return Nearness(km, None, _cut(doc, start, spot.last))
    for phrase in words.near_phrases:
        begin = i - len(phrase)
        if begin >= 0 and tuple(t.lower_ for t in doc[begin:i]) == phrase:
            km, start = _distance(doc, begin - 1, words)
            return Nearness(km, None, _cut(doc, begin if km is None else start, spot.last))
    if left.lower_ in words.near:
        return Nearness(None, None, _cut(doc, i - 1, spot.last))
    return None


def _bearing(doc: Doc, end: int, words: PlaceWords) -> tuple[str | None, int]:
    """The compass bearing whose words end before token `end`, and where they begin ("north - west")."""
    for size in (3, 1):
        if end >= size and (code := words.parts.get("".join(t.lower_ for t in doc[end - size : end]))) in _COMPASS:
            return code, end - size
    return None, end


def _distance(doc: Doc, end: int, words: PlaceWords) -> tuple[float | None, int]:
    """Kilometres that end at token `end`, and where they begin; a bracket with the other unit is skipped."""
    i = end
    if i >= 0 and doc[i].lower_ in {"to", "away"}:
        i -= 1
        while i >= 0 and doc[i].lower_ in {"the", "to"}:
            i -= 1
    if i >= 0 and doc[i].text == ")":
        while i >= 0 and doc[i].text != "(":
            i -= 1
        i -= 1
    if i < 0:
        return None, end
    glued = re.fullmatch(r"(\d[\d,.]*)(km|kms|miles|mi)", doc[i].lower_)
    if glued is not None:
        return float(glued[1].replace(",", "")) * words.units.get(glued[2], 1.609), i
    if doc[i].lower_ not in words.units or i == 0:
        return None, end
    unit, i = words.units[doc[i].lower_], i - 1
    if doc[i].text == "-":
        i -= 1
    number = doc[i].lower_
    if _NUMBER.fullmatch(number):
        value = float(number.replace(",", ""))
    elif number in _SMALL:
        value = _SMALL[number]
    else:
        return None, end
    return round(value * unit, 2), i


def _cut(doc: Doc, first: int, last: int) -> Span:
    words = doc[first:last]
    return Span.of(text_of(doc), words.start_char, words.end_char)

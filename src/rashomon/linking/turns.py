"""Words that turn a number or a claim around: vague, taken back, disputed, and denials of a part only.

It reads the sentence around a span, by lists. It does not understand a correction; a number that is taken
back in other words stays live until the origin gives a later one or a person decides.
"""

from __future__ import annotations

import functools
import re

from rashomon.lexicon import load
from rashomon.linking.names import fold
from rashomon.linking.sentences import sentence_around
from rashomon.model.claims import Claim
from rashomon.model.figures import Figure
from rashomon.model.record import Record


@functools.cache
def _vague_words() -> frozenset[str]:
    return frozenset(load("linking")["vague"])


def is_vague(text: str) -> bool:
    """Whether the words of a figure hold no number that anybody counted ("dozens")."""
    words = fold(text).split()
    return bool(set(words) & _vague_words()) and not any(w.isdigit() for w in words)


@functools.cache
def _cues(name: str, *, ends: bool = False) -> re.Pattern[str]:
    listed = "|".join(re.escape(c) for c in load("linking")[name])
    return re.compile(rf"\b(?:{listed})" + (r"\s+$" if ends else r"\b"), re.IGNORECASE)


_WRONG_NEXT = re.compile(
    r"\s*(?:(?:That|This|The (?:number|figure|toll|count)|It) (?:was|were|is) (?:wrong|incorrect|false|an error|not (?:so|true|right))|We were wrong)"
)
#: "we gave eleven dead", "this page had 14", "an earlier version said nine": an outlet on what it had told itself.
_WE_TOLD = re.compile(
    r"\b(?:we (?:had |wrongly |mistakenly |at first |first |earlier )*(?:wrote|written|reported|gave|given|printed|said|published|put|had)"
    r"|this (?:page|newspaper|article|report|blog|feed) (?:earlier |previously |wrongly |had )+|(?:an|our) earlier (?:version|report|edition|post))\b",
    re.IGNORECASE,
)
_CORRECTION = re.compile(r"\b(?:correction|clarification|erratum)\s*[:.\u2013\u2014-]", re.IGNORECASE)


def corrected(record: Record, figure: Figure) -> bool:
    """Whether the outlet takes back, in its own name, a number that it had given.

    The sentence tells what it had told, after "Correction:" or before "It is not so": what is told alone may still stand.
    """
    text, span = record.document.text, figure.span
    start, end = sentence_around(record.document, span)
    told = _WE_TOLD.search(text, start, span.start)
    if told is None:
        return False
    return (
        _CORRECTION.search(text, max(0, start - 16), told.start()) is not None
        or _WRONG_NEXT.match(text, end) is not None
    )


def taken_back(record: Record, figure: Figure) -> bool:
    """Whether the words around a figure say that it no longer stands."""
    text, span = record.document.text, figure.span
    start, end = sentence_around(record.document, span)
    if _cues("replaced", ends=True).search(text[max(start, span.start - 30) : span.start]):
        return True
    if _FROM.search(text, start, span.start):
        return True
    if _cues("withdrawn_before").search(text, start, span.start) or _cues("withdrawn_after").search(
        text, span.end, end
    ):
        return True
    return _WRONG_NEXT.match(text, end) is not None


#: "raised the toll to 16, from 11": what stands after the "from" is what it was.
_FROM = re.compile(
    r"\b(?:raised|rais(?:es|ing)|rose|risen|rises|revis\w+|lower\w+|cut|climbed|climbs|increased|grew|grown|corrected|updated|amended)\b"
    r"[^.]{0,60}\bto\b[^.]{1,30}\bfrom (?:at least |about |some )?$"
)


#: "four others remain in hospital", "another two", "two more": the rest of a number, whose whole stands elsewhere.
_REST = re.compile(r"^\S+(?:\s+(?!or\b)[\w-]+){0,2}?\s+(?P<word>more(?!\s+than)|others?)\b", re.IGNORECASE)
_REST_BEFORE = re.compile(r"\b(?:(?P<further>another|a further)|the other|the remaining|the last)\s+$", re.IGNORECASE)

#: "four others remain in hospital", "two more are very ill": how some of the hurt fare, and not how many were hurt.
_STILL = re.compile(
    r"\s+(?:remain(?:s|ed)?|(?:are|were|is|was) (?:still |now )?(?:very |seriously |critically )?(?:ill|critical|in (?:hospital|surgery|intensive)))\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"(?:the |an)(?:other|remaining) \w+", re.IGNORECASE)
#: "two cousins", "a family of five": who are somebody's own are some of the dead.
_KIN = re.compile(
    r"\b(?:sons?|daughters?|brothers?|sisters?|cousins?|nephews?|nieces?|parents|grand\w+|relatives|famil(?:y|ies)|couple)\b",
    re.IGNORECASE,
)


def is_rest(record: Record, figure: Figure) -> bool:
    """Whether a figure counts those beside others, and no whole: "three were killed, five others hurt" are two wholes."""
    text, span = record.document.text, figure.span
    before = _REST_BEFORE.search(text[max(0, span.start - 16) : span.start])
    if before is not None and before["further"] is None or _OTHER.match(span.text) or _KIN.search(span.text):
        return True
    found = _REST.match(text[span.start : span.end + 24])
    if before is None and found is None:
        return False
    if found is not None and _STILL.match(text, span.start + found.end()):
        return True
    earlier = [f for f in record.figures if f.event_id == figure.event_id and f.span.start < span.start]
    if before is None and found is not None and found["word"].casefold() != "more":
        return any(f.measure == figure.measure for f in earlier)
    # "two more have died" adds to those told before; "seven were killed, five more wounded" counts others.
    return not earlier or max(earlier, key=lambda f: f.span.start).measure == figure.measure


@functools.cache
def _part_words() -> frozenset[str]:
    return frozenset(load("linking")["denied_part"])


def denies_part(claim: Claim) -> bool:
    """Whether a denial is of a part in the event and not of the event."""
    if claim.act != "deny" or not claim.content:
        return False
    first = fold(claim.content[0].text).split()[:6]
    return bool(set(first) & _part_words())


def is_disputed(figure: Figure, claim: Claim | None) -> bool:
    """Whether the speaker rejects the number, as in "disputing the official count of 13"."""
    return claim is not None and claim.act == "deny" and figure.qualifier != "reported_none"

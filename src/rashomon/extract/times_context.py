"""What the words around a time say of it: past or future, speech or happening, a time at all or a name.

Uses the parse where it is clear and the nearest modal where it is not. It gives no answer
rather than a wrong one: without a direction the resolver's past bias decides.
"""

from __future__ import annotations

import functools
import re

from spacy.tokens import Doc, Token

from rashomon.extract.times_clock import Reading
from rashomon.lexicon import load
from rashomon.model.time_mentions import Direction

_CONDITIONS = ("unless", "if", "until", "before")
_CURFEW = 60
_HELPERS = ("aux", "auxpass")
_MOVERS = frozenset({"to", "until", "till", "for"})
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|would|shall|is|are|was|were)(?:\snot)?\s(?:to\s|due\s|set\s|scheduled\s|planned\s|expected\s)"
    r"|\b(?:will|won['’]t|shall|would(?!\shave)|due|scheduled|slated|upcoming|planned\sfor|expected)\b",
    re.IGNORECASE,
)


@functools.cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load("times")[name])


def is_name_or_set(text: str, reading: Reading) -> bool:
    """Whether the words belong to a name ("Good Friday") or tell a rate ("every Friday")."""
    before = text[max(0, reading.start - 20) : reading.start].split()
    last = before[-1].lower().strip("“\"'(") if before and text[reading.start - 1 : reading.start] == " " else ""
    match = re.match(r"(?:'s|’s)?\s([\w-]+)", text[reading.end : reading.end + 30])
    following = match.group(1) if match is not None else ""
    rule = reading.rule
    if last in _set("set_words") and rule not in ("year", "month_and_year", "date", "ago"):
        return True
    if rule in ("weekday", "turned_weekday") and last in _set("feast_words"):
        return True
    capital = following[:1].isupper()
    if capital and following.lower() in _set("named_after") and (rule != "weekday" or _bare(text, reading)):
        return True
    if rule == "weekday" and _bare(text, reading) and (following == "mosque" or last == "a" and not following):
        return True  # "on a Saturday": any
    if rule == "clock" and "curfew" in text[max(0, reading.start - _CURFEW) : reading.start].lower():
        return True  # its hours are every night's
    possessive = match is not None and match.group().startswith(("'s", "’s"))
    if (
        rule == "weekday"
        and capital
        and not possessive
        and last not in ("on", "since", "until", "by", "late", "early", "from", "before", "after")
    ):
        return not following.isupper() and text[reading.end : reading.end + 1] == " " and _bare(text, reading)
    if rule == "month":
        return not _month_stands(text, reading, last, following)
    return rule == "year" and not _year_stands(text, reading, last, following)


#: Days that turn on the moment of speaking, and the clock: in a quote they tell the speaker's now, and date nothing
#: (of 15 on train, dev and new reports the annotators marked one).
_NOW = re.compile(r"(?i)(?:today|tonight|tomorrow|that (?:day|night|morning|afternoon|evening|week))")


def of_the_moment(text: str, reading: Reading) -> bool:
    """Whether the words stand in quote marks and tell only the speaker's now: “do not ask me today”."""
    if reading.rule != "clock" and _NOW.fullmatch(text[reading.start : reading.end]) is None:
        return False
    before = text[: reading.start]
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1


def _bare(text: str, reading: Reading) -> bool:
    """One capitalised word before another, as in a person's name, with no part of the day."""
    return " " not in text[reading.start : reading.end]


def _month_stands(text: str, reading: Reading, last: str, following: str) -> bool:
    word = text[reading.start : reading.end].lower().rstrip(".")
    if word.startswith(("mid-", "mid ", "early ", "late ", "early-", "late-")):
        return True
    if following.lower() in ("said", "told", "says"):
        return False
    if word not in _set("ambiguous_months"):
        return True
    if last in _set("month_prepositions") or last.endswith(("mid-", "early-", "late-")):
        return not (following[:1].isupper() and last in ("of", "to", "for", "from", "by"))
    return last in ("the", "a", "its", "their") and following[:1].islower() and word != "march"


def _year_stands(text: str, reading: Reading, last: str, following: str) -> bool:
    if text[reading.start : reading.start + 1].isalpha():
        return True  # "mid-2023"
    if last in _set("year_prepositions"):
        counted = re.match(r"\s(?:[a-z]+\s)?([a-z]+)", text[reading.end : reading.end + 30])
        return counted is None or not {counted.group(1), following} & _set("counted")
    if last in _set("year_determiners"):
        plural = following.endswith("s") and following not in _set("year_plurals")
        return not following or following[:1].isupper() or not plural
    return last == "" and text[reading.end : reading.end + 1] == ","


def direction_of(doc: Doc, first: int, last: int, reading: Reading) -> Direction | None:
    """Whether what happens at this time lies behind or ahead, as verb and preposition tell it."""
    before = doc[first - 1].lower_ if first > 0 else ""
    if before == "since":
        return "past"
    if before in ("until", "till", "before") and reading.moment.unit == "day":
        return "future"
    top = _outermost(doc, first, last)
    if before == "for" and reading.moment.weekday is not None and top.dep_ not in ("poss", "compound"):
        return "future"
    names_a_noun = top.dep_ in ("compound", "nmod", "poss", "nummod", "amod") and top.head.i >= last
    if reading.moment.weekday is not None and names_a_noun and top.head.lemma_.lower() not in _set("appointments"):
        return "past"  # "a Friday blast", "Saturday's attack": what a day names has been, unless it was announced
    if before in ("until", "till", "for") and reading.rule == "month" and _present(_verb_above(top)):
        return "future"
    verdict = _by_parse(top, before, reading.moment.weekday is not None)
    if verdict is not None:
        return verdict
    start = max(doc[first].sent.start, first - 10)
    words = doc[start:first].text
    return "future" if _AHEAD.search(words) is not None else None


def governs_speech(doc: Doc, first: int, last: int) -> bool:
    """Whether the time dates an act of speech."""
    verb = _verb_above(_outermost(doc, first, last))
    if verb is None or verb.lemma_.lower() not in _set("speech"):
        return False
    # "... were killed on June 9, the group said": what is said, not the saying, is dated.
    return verb.i < first or last >= len(doc) or doc[last].text not in (",", "”", '"', "’")


def _outermost(doc: Doc, first: int, last: int) -> Token:
    """The token of the time whose head lies outside it."""
    for token in doc[first:last]:
        if not first <= token.head.i < last or token.head.i == token.i:
            return token
    return doc[first]


def _verb_above(token: Token) -> Token | None:
    at = token
    for _ in range(12):
        if at.pos_ in ("VERB", "AUX") and at.i != token.i:
            return at
        if at.head.i == at.i:
            return None
        at = at.head
    return None


def _present(verb: Token | None) -> bool:
    return verb is not None and (
        verb.tag_ in ("VBZ", "VBP") or any(c.tag_ in ("VBZ", "VBP", "MD") and c.dep_ in _HELPERS for c in verb.children)
    )


def _by_parse(top: Token, before: str, weekday: bool) -> Direction | None:
    at = top
    nouns: list[str] = []
    for _ in range(12):
        if at.i != top.i and at.pos_ in ("VERB", "AUX"):
            return _by_verb(at, before, nouns, weekday=weekday)
        if at.i != top.i and at.lower_ == "due":
            return "future"
        if at.pos_ in ("NOUN", "PROPN") and at.i != top.i:
            nouns.append(at.lemma_.lower())
        if at.head.i == at.i:
            return None
        at = at.head
    return None


def _by_verb(verb: Token, before: str, nouns: list[str], *, weekday: bool = False) -> Direction | None:
    lemma = verb.lemma_.lower()
    helpers = [child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(child.dep_ == "acomp" and child.lower_ in ("due", "scheduled", "set") for child in verb.children):
        return "future"
    if {"is", "are"} & set(helpers) and any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children):
        return "future"
    modal = next((word for word in helpers if word in _set("modals")), None)
    if modal is not None:
        return "past" if "have" in helpers else "future"
    if any(noun in _set("appointments") for noun in nouns[:2]) and lemma in _set("appointing"):
        return "future"
    if lemma in _set("planning") and verb.tag_ == "VBN":
        return "future"
    if lemma in _set("moving") and before in _MOVERS:
        return "future"
    if verb.tag_ == "VBG" and lemma in ("begin", "start") and not {"was", "were", "is", "are"} & set(helpers):
        return "future"
    if "to" in helpers:
        above = verb.head
        factual = verb.dep_ == "advcl" or above.lemma_.lower() in _set("implicative")
        if above.i != verb.i and factual:  # "began to flee", "was able to leave", "came to help": the verb above tells
            at = above if above.pos_ in ("VERB", "AUX") else above.head
            return _by_verb(at, before, []) if at.pos_ in ("VERB", "AUX") and at.i != verb.i else "past"
        return "future" if verb.dep_ in ("xcomp", "acl", "ccomp", "relcl") else None
    if verb.tag_ in ("VBD", "VBN"):
        return "past"
    if verb.tag_ == "VBG" and {"is", "are", "'s", "’s"} & set(helpers):
        return "future"
    if (
        verb.tag_ == "VBG"
        and verb.dep_ in ("acl", "advcl", "pcomp", "xcomp")
        and verb.head.i != verb.i
        and verb.head.pos_ in ("VERB", "AUX")
    ):
        return _by_verb(verb.head, before, [])
    if (
        weekday
        and verb.tag_ in ("VBZ", "VBP")
        and verb.dep_ != "relcl"
        and not nouns
        and lemma not in _set("speech") | {"be", "have"}
    ):
        return "future"
    return None

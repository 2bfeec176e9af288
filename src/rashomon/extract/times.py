"""Finds the times of a report: words with a calendar reading, tense and role, not yet dates.

Datelines are metadata and give none. What the grammar cannot read with certainty (durations,
vague stretches, ages, rates) gives none either.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from spacy.tokens import Doc

from rashomon.extract.times_clock import Reading
from rashomon.extract.times_context import direction_of, governs_speech, is_name_or_set, of_the_moment
from rashomon.extract.times_grammar import readings
from rashomon.extract.times_sections import role_of
from rashomon.lexicon import load
from rashomon.model.documents import Document, Part
from rashomon.model.spans import Span
from rashomon.model.time_mentions import TimeAnchor, TimeMention

#: Verbs whose subject is the later happening in "the attack came two days after ...".
_LEAD_TOKENS = 120
#: A transcript's or an edition's title stands among the first parts.
_TITLE_PARTS = 3
_COMING = frozenset({"come", "happen", "occur", "follow", "be"})


def find_times(doc: Doc, *, document: Document) -> tuple[TimeMention, ...]:
    """The time expressions of a parsed report, in text order."""
    sentence_of = {token.i: n for n, sent in enumerate(doc.sents) for token in sent}
    early = document.parts[min(_TITLE_PARTS, len(document.parts)) - 1].end if document.parts else 0
    found: list[TimeMention] = []
    for part in document.parts:
        if part.kind == "caption":
            continue
        text = document.text[part.start : part.end]
        skip = _dateline_end(text) if part.kind == "body" else 0
        for reading in readings(text):
            role = role_of(text, reading, early=part.start < early)
            if role is None and (part.kind == "note" or reading.start < skip or is_name_or_set(text, reading)):
                continue
            if role == "stamp" or of_the_moment(text, reading):
                continue
            mention = _mention(doc, document, part, reading)
            if mention is not None and not _counts_something(doc, mention):
                found.append(replace(mention, sentence=sentence_of[mention.first], heads=role == "section"))
    return _without_repeats_in_brackets(found, document.text)


def _mention(doc: Doc, document: Document, part: Part, reading: Reading) -> TimeMention | None:
    start, end = part.start + reading.start, part.start + reading.end
    tokens = doc.char_span(start, end, alignment_mode="expand")
    if tokens is None or len(tokens) == 0:
        return None
    first, last = tokens.start, tokens.end
    reading = _named_day(document.text, end, reading)
    return TimeMention(
        span=Span.of(document.text, start, end),
        first=first,
        last=last,
        moment=reading.moment,
        anchor=_anchor(doc, first, last, reading),
        until=reading.until,
        direction=direction_of(doc, first, last, reading),
        speech=governs_speech(doc, first, last),
        in_body=part.kind == "body",
        fronted=all(
            not token.is_alpha or token.lower_ in ("and", "but", "just", "about", "only")
            for token in doc[doc[first].sent.start : first]
        ),
        rule=reading.rule,
    )


def _anchor(doc: Doc, first: int, last: int, reading: Reading) -> TimeAnchor:
    """What "two days after ..." is counted from; the grammar's answer for all else."""
    if not reading.rule.startswith("shift_"):
        return reading.anchor
    complement = doc[last : min(last + 4, len(doc))]
    known = _lead_lemmas(doc, doc[first].sent.start)
    definite = (
        len(complement) > 1
        and complement[0].lower_ in ("the", "its", "their", "his")
        and complement[1].lemma_.lower() in known
    )
    if len(complement) > 1 and complement[0].lower_ == "the" and complement[1].pos_ == "PROPN":
        return "named"  # "a week after the Bannu bombing"
    plain = definite and (len(complement) < 3 or complement[2].pos_ not in ("NOUN", "PROPN"))
    if plain:
        return "main"
    before = [token for token in doc[max(0, first - 3) : first] if token.pos_ != "ADV"]
    if before and before[-1].lemma_ in _COMING and before[-1].pos_ in ("VERB", "AUX"):
        return "main"
    return "previous"


def _counts_something(doc: Doc, mention: TimeMention) -> bool:
    """Whether an ordinal counts what follows: "on the 4th floor", "to the 17th brigade"."""
    if mention.rule != "day_of_month" or mention.moment.weekday is not None or mention.last >= len(doc):
        return False
    if not doc[mention.last - 1].text[-2:].isalpha() or not doc[mention.last - 1].text[0].isdigit():
        return False
    return doc[mention.last].pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} and doc[mention.last - 1].whitespace_ != ""


def _named_day(text: str, end: int, reading: Reading) -> Reading:
    """Days that carry a year by themselves ("the September 11 attacks")."""
    if reading.rule != "day_and_month":
        return reading
    words = text[end : end + 40].lower().split()[:2]
    for day in load("times")["named_days"]:
        same = (reading.moment.month, reading.moment.day) == (day["month"], day["day"])
        if same and any(word.strip(".,;") in day["before"] for word in words):
            return replace(reading, moment=replace(reading.moment, year=day["year"]), anchor="stated", rule="named_day")
    return reading


def _lead_lemmas(doc: Doc, end: int) -> frozenset[str]:
    """Lemmas of the report's first sentences, up to `end`: what "the attack" may point to."""
    return frozenset(token.lemma_.lower() for token in doc[: min(_LEAD_TOKENS, end)] if token.pos_ in ("NOUN", "VERB"))


def _dateline_end(text: str) -> int:
    match = _dateline().match(text[:200])
    return match.end() if match is not None else 0


@functools.cache
def _dateline() -> re.Pattern[str]:
    return re.compile("".join(load("furniture")["dateline"]))


def _without_repeats_in_brackets(found: list[TimeMention], text: str) -> tuple[TimeMention, ...]:
    """One time for "6:40 a.m. (0340 GMT)": the bracket repeats it."""
    kept: list[TimeMention] = []
    for mention in found:
        between = text[kept[-1].span.end : mention.span.start] if kept else ""
        if mention.rule == "clock" and kept and kept[-1].moment.hour is not None and between.strip() == "(":
            continue
        kept.append(mention)
    return tuple(kept)

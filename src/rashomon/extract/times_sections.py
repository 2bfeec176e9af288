"""Dates and clock times that head a part of a report: section dates of a live blog, entry stamps, a transcript's title.

They are no times of the record (guideline, 20): a heading's date is what "today" means until the next heading, an entry's
stamp and a title's date are metadata.
"""

from __future__ import annotations

import re
from typing import Literal

from rashomon.extract.times_clock import CLOCK, Reading

Role = Literal["section", "stamp"]
_DAYS = frozenset({"date", "day_and_month", "weekday"})
_LABEL = r"(?i:(?:updated|posted|corrected|published)\s(?:at\s)?)"
_STAMP = re.compile(rf"(?P<label>{_LABEL})?(?i:{re.sub(r'[?]P<[a-z_0-9]+>', '?:', CLOCK)})")
#: What may follow a stamp: an entry, which begins as a sentence does.
_ENTRY = re.compile(r"\s?[-–—:|]?\s*(?:$|[A-Z\d“\"'‘(>…]|\.\.\.|\n)")
_REST_OF_HEADING = re.compile(r"[\s,.:()\[\]|–—-]*(?:\([^()]{1,40}\))?[\s,.:()\[\]|–—-]*")
_TITLE = re.compile(r"(?i)\b(?:transcript|captions?|subtitles|edition|bulletin)\b")
#: "(Lisbon, 14 November 1994) - ", "HENICHESK, 11 February. ": a dateline in other forms than the agencies'.
_PLACED = re.compile(r"\(?(?:[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,3},\s){1,3}")
_AFTER_PLACED = re.compile(r"\)|[.:]\s|\s?(?:\([^()\n]{2,30}\)\s?)?[-–—]{1,2}\s")
#: An entry that opens with a word like a zone's ("16:05 Local journalists").
_BEFORE_ENTRY = re.compile(r"\d{1,2}[:.]\d\d\s(?!Local time)[A-Z][a-z]")
#: "an entry at 18:52", "At 14:05 we quoted": what the page itself had printed.
_OWN_ENTRY = re.compile(
    r"(?i)\b(?:(?:entry|update|post|bulletin|report|story|line)\s(?:at|of|from|timed)|correction\sto)\s(?:at\s)?$"
)
_WE_WROTE = re.compile(
    r",?\s(?:we|this page|this blog)\s(?:had|have|gave|put|quoted|said|wrote|reported|posted|carried|published|told|named|called)\b"
)
_ENTRY_NOUN = re.compile(r"\s(?:entry|update|post|bulletin)\b")


def role_of(text: str, reading: Reading, *, early: bool) -> Role | None:
    """What a reading is to its paragraph, null where it is a time like others.

    Args:
        text: the paragraph.
        reading: one of its times.
        early: it is among the first paragraphs, where a title may stand.
    """
    whole = text.rstrip()
    if reading.rule == "clock":
        stamp = _STAMP.match(text)
        if _BEFORE_ENTRY.match(text) is not None and reading.start < 6:
            return "stamp"
        if stamp is not None and reading.start < stamp.end():
            if stamp["label"] is not None or _ENTRY.match(text[stamp.end() :]) is not None:
                return "stamp"
        entry = (
            _ENTRY_NOUN.match(text[reading.end :])
            or _OWN_ENTRY.search(text[: reading.start])
            or _WE_WROTE.match(text[reading.end :])
        )
        return "stamp" if entry is not None else None
    if reading.rule not in _DAYS:
        return None
    before, after = whole[: reading.start], whole[reading.end :]
    if not before.strip(" ([") and _REST_OF_HEADING.fullmatch(after):
        return "section" if reading.moment.month is not None else None
    if before.strip(" ([") == "" and re.fullmatch(r",?\s\d{1,2}[:.]\d\d\s?(?:GMT|UTC)?", after):
        return "section"
    if early and _PLACED.fullmatch(before) and _AFTER_PLACED.match(after):
        return "stamp"
    title = early and not whole.endswith((".", "!", "?", "”", '"'))
    return "stamp" if title and _TITLE.search(whole) is not None else None

"""Clock times: what "6:40 a.m.", "at 18.00", "0340 GMT", "14h30" and "noon" say, and what a reading of a time is.

A dotted number alone may be any number: it is a clock only beside words of time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rashomon.model.time_mentions import Moment, TimeAnchor

Match = re.Match[str]

CLOCK = (
    r"(?P<hour>\d{1,2})(?:(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\.\s?m\.?|[ap]m\b)"
    r"|[:.](?P<minute24>\d\d)(?!\d|[.:]\d|\s?(?:per\s?cent|%|km|million|billion|m\b)))"
    r"(?P<zone>(?:,?\s(?:local time|local(?!\s[a-z])|hours|hrs|GMT|UTC|BST|CET|EST|EDT|EET|IST|PKT|WAT|EAT))?"
    r"(?:\s\([^()\n]{1,24}(?:GMT|UTC|local time)\))?)"
    r"|(?P<military>[0-2]\d[0-5]\d)(?P<zone_m>\s(?:GMT|UTC|local time|hours|hrs|local))"
    r"|(?P<word>noon|midday|midnight)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pattern says of the text `[start, end)`."""

    start: int
    end: int
    moment: Moment
    anchor: TimeAnchor
    rule: str
    until: Moment | None = None


def clock_moment(match: Match, *, sure: bool = False) -> Moment | None:
    """A clock time, null where the numbers are none; "12.30" alone may be any number unless it is `sure`."""
    if match["word"] is not None:
        return Moment("hour", hour=0 if match["word"].lower() == "midnight" else 12, minute=0)
    if match["military"] is not None:
        hour, minute, stated, zone = int(match["military"][:2]), int(match["military"][2:]), True, match["zone_m"]
    else:
        text = match["minute"] or match["minute24"]
        hour, minute, stated, zone = int(match["hour"]), int(text or 0), text is not None, match["zone"] or ""
        half = (match["half"] or "").lower()
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        elif "." in match.group()[:3] and not zone and not sure:
            return None
    if hour > 23 or minute > 59:
        return None
    first = zone.strip().split()[0].strip("(),") if zone.strip() else ""
    return Moment(
        "minute" if stated else "hour", hour=hour, minute=minute, zone="UTC" if first in ("GMT", "UTC") else None
    )


_BEFORE_NOON = re.compile(r"(?i)\b(?:at|around|about|before|after|by|until|since|of|from|towards?|till)\s$")
_BEFORE_DOTTED = re.compile(r"(?i)\b(?:at|around|about|before|after|by|until|since|till)\s$")
_AFTER_DOTTED = re.compile(r"\s*(?:[.,;:)—–]|$)|\s(?:on|in|and|when|the|a|as|that|yesterday|today|this|to|last)\b")


def read_clock(match: Match) -> Reading | None:
    """Reads "at 6:40 a.m.", "0340 GMT", "around noon"."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    after = match.string[match.end() : match.end() + 12]
    moment = clock_moment(
        match, sure=_BEFORE_DOTTED.search(before) is not None and _AFTER_DOTTED.match(after) is not None
    )
    if moment is None or match["word"] is not None and _BEFORE_NOON.search(before) is None:
        return None
    return Reading(match.start(), match.end(), moment, "previous", "clock")


def read_clock_range(match: Match) -> Reading | None:
    """Reads "between 9am and 9.30am"."""
    ends = [re.fullmatch(rf"(?i:{CLOCK})", match[name]) for name in ("clock1", "clock2")]
    moments = [clock_moment(end) for end in ends if end is not None]
    if len(moments) != 2 or moments[0] is None or moments[1] is None:
        return None
    return Reading(match.start(), match.end(), replace(moments[0], unit="minute"), "previous", "clock", moments[1])

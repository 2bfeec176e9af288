"""Texts whose quote marks were dropped, doubled or crossed: every one must still give a sound record.

The texts are paragraphs of the open corpus; what is done to their marks is drawn by seed, so a failure can be repeated.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from corpus.open_corpus import reports
from rashomon.errors import RashomonError
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

MARKS = "\"“”„«»'‘’"
_MARK = re.compile(f"[{re.escape(MARKS)}]")
#: Paragraphs longer than this say nothing that shorter ones do not, and take the time of many.
LONGEST = 500


def paragraphs() -> list[str]:
    """Paragraphs with at least two quote marks, in the order of the corpus."""
    every = [p.strip() for report in reports() for p in report.text.split("\n\n")[1:]]
    return [p for p in dict.fromkeys(every) if len(_MARK.findall(p)) >= 2 and len(p) <= LONGEST]


def texts(count: int, *, seed: int = 20) -> Iterator[str]:
    """Broken texts: one or two paragraphs, with one to four of the marks dropped, doubled, swapped or moved."""
    source, draw = paragraphs(), random.Random(seed)
    for _ in range(count):
        text = draw.choice(source)
        if draw.random() < 0.2:
            text += "\n\n" + draw.choice(source)
        for _ in range(draw.randint(1, 4)):
            text = _broken(text, draw)
        yield text


def _broken(text: str, draw: random.Random) -> str:
    places = [m.start() for m in _MARK.finditer(text)]
    if not places:
        at = draw.randrange(len(text))
        return text[:at] + draw.choice(MARKS) + text[at:]
    at = draw.choice(places)
    way = draw.randrange(5)
    if way == 0:
        return text[:at] + text[at + 1 :]
    if way == 1:
        return text[:at] + text[at] * 2 + text[at + 1 :]
    if way == 2:
        return text[:at] + draw.choice(MARKS) + text[at + 1 :]
    if way == 3:  # crossed: the mark changes places with another
        other = draw.choice(places)
        chars = list(text)
        chars[at], chars[other] = chars[other], chars[at]
        return "".join(chars)
    moved = draw.randrange(len(text))
    rest = text[:at] + text[at + 1 :]
    return rest[:moved] + text[at] + rest[moved:]


def unsound(record: Record) -> str | None:
    """What is wrong with the claims of a record, null if nothing."""
    text, known = record.document.text, {c.id for c in record.claims}
    for claim in record.claims:
        spans: list[Span] = [*claim.content, *(s for s in (claim.cue, claim.via) if s is not None)]
        if any(text[s.start : s.end] != s.text for s in spans):
            return f"{claim.id}: a span does not quote the text"
        if not claim.content or any(not re.search(r"\w", s.text) for s in claim.content):
            return f"{claim.id}: a content without a word"
        if any(a.end > b.start for a, b in zip(claim.content, claim.content[1:], strict=False)):
            return f"{claim.id}: contents out of order"
        if claim.cue is not None and any(s.start <= claim.cue.start and claim.cue.end <= s.end for s in claim.content):
            return f"{claim.id}: the cue lies inside its own content"
        if claim.within is not None and claim.within not in known:
            return f"{claim.id}: stands in a claim that is not there"
        if not 0 <= claim.confidence <= 1:
            return f"{claim.id}: confidence {claim.confidence}"
    return None


@cache
def _reader() -> Reader:
    return Reader(Settings())


def failure(text: str) -> str | None:
    """Why a text fails, with the text; null if it gives a sound record."""
    try:
        record = _reader().read(f"Report\n\n{text}\n".encode(), name="fuzz.txt", published="2020-01-01")
    except RashomonError as error:
        return f"{error}: {text!r}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the fuzzing looks for
        return f"{error!r}: {text!r}"
    wrong = unsound(record)
    return None if wrong is None else f"{wrong}: {text!r}"


def failures(count: int) -> list[str]:
    """The failures among `count` broken texts, read by two processes."""
    with ProcessPoolExecutor(max_workers=2) as pool:
        return [f for f in pool.map(failure, texts(count), chunksize=200) if f is not None]

"""Whose word a headline is: "Bomb kills nine, police say", "Army: nine dead", "Nine dead - medics".

Claims come from the body; the numbers above it still have their speaker where the line names one. A line that only
mentions somebody is nobody's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rashomon.model.actors import Actor, Level, Who
from rashomon.model.documents import Document
from rashomon.model.mentions import Grounding
from rashomon.model.spans import Span

_SAYS = r"(?:says?|said|claims?|reports?|insists?|confirms?|announces?)"
_WHO = r"(?P<who>[^\W\d_][^,;:“”\"]{1,60}?)"
#: "..., police say"; "..., says Russia"; "... - medics"; "Army: ...", "Police say ...".
_FORMS = (
    re.compile(rf",\s(?:as\s)?{_WHO}\s{_SAYS}[.]?\s*$"),
    re.compile(rf",\s{_SAYS}\s{_WHO}[.]?\s*$"),
    re.compile(rf"\s[-–—]\s{_WHO}\s*$"),
    re.compile(rf"^{_WHO}\s{_SAYS}\s(?!no\b)"),
    re.compile(rf"^{_WHO}:\s"),
)
#: A dash or a colon may stand for other things: there the words must be somebody who speaks for a living, or an actor.
_LOOSE = frozenset({2, 4})
_SPEAKERS = frozenset(
    "police army military navy ministry minister official officials hospital hospitals medic medics doctor doctors rescuers authorities"
    " government governor mayor spokesman spokeswoman witness witnesses resident residents un state militia rebels report reports"
    " agency monitor monitors rights prosecutor prosecutors court union sources source peacekeepers coastguard".split()
)
_VOICES = frozenset({"person", "police", "military", "armed_group", "media"})


def headline_words(
    document: Document, grounding: Grounding, *, known: Sequence[Who] = ()
) -> Iterator[tuple[int, int, Who]]:
    """Stretches of headline and standfirst with their speaker.

    Args:
        known: the speakers of the body, whose level they have here too.
    """
    levels = {w.actor_id: w.level for w in known if w.actor_id is not None}
    for part in document.parts:
        if part.kind not in ("headline", "standfirst"):
            continue
        line = document.text[part.start : part.end]
        for n, form in enumerate(_FORMS):
            match = form.search(line)
            if match is None:
                continue
            words = match["who"].strip()
            actor = _actor(words, grounding.actors)
            if n in _LOOSE and not _speaks(words, actor):
                continue
            start = part.start + match.start("who")
            level = levels.get(actor.id if actor is not None else "", _level(actor))
            name = actor.name if actor is not None else words
            span = Span.of(document.text, start, start + len(words))
            yield part.start, part.end, Who(actor.id if actor is not None else None, name, level, span)
            break


def _actor(words: str, actors: Sequence[Actor]) -> Actor | None:
    """The actor that bears these words; of several the first."""
    key = _bare(words)
    return next((a for a in actors if key in {_bare(n) for n in (a.name, *a.aliases)}), None)


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|an?)\s", "", words.lower())


def _speaks(words: str, actor: Actor | None) -> bool:
    """Whether the words before a colon or after a dash are somebody, not what the line is about."""
    return bool(_SPEAKERS & set(words.lower().split())) or actor is not None and actor.kind in _VOICES


def _level(actor: Actor | None) -> Level:
    if actor is not None and actor.kind == "person":
        return "named"
    return "named_office" if actor is not None and actor.kind != "unknown" else "unknown"

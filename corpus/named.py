"""Who of an annotated report has a proper name: only of those is a relation asked (GUIDELINE.md 71, docs/adr/0012).

A person, group or body has one where a form of its line is headed by a name: "The Free Hills Front", "Sea Cobra wing". Offices
("the commissioner of police"), people told by what they do ("a police officer") and parts told by their whole ("the group's
publicity wing", "its hospital") have none. It reads the form alone, so that nobody has to judge; demonyms name a state, no body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.values import Json

_DETERMINER = re.compile(r"(?i)^(?:the|an?|some|one|two|three|another|our|its|their|his|her)\s+")
_OF_ANOTHER = re.compile(r"^.*?(?:['’]s)\s+")
_ADDED = re.compile(r"\s+(?:of|for|at|from|in|to|on|with|near|whose|who|calling|using|that)\s.*$")
#: Forms that stand alone with a capital and are no name.
_COMMON = frozenset(
    "army police navy military government ministry minister spokesman spokeswoman president governor commander captain colonel"
    " caller vigilantes officer commissioner troops soldiers rebels guerrillas command".split()
)


def named(actor: Json, demonyms: Iterable[str] = ()) -> bool:
    """Whether an actor of an annotated report has a proper name.

    Args:
        demonyms: words that name a state's people ("French"); they make no name of "French troops".
    """
    if actor["kind"] in {"unknown", "population"} and actor.get("level") != "named":
        return False
    return any(_proper(form, frozenset(demonyms)) for form in (actor["name"], *actor["aliases"]))


def _proper(form: str, demonyms: frozenset[str]) -> bool:
    bare = _DETERMINER.sub("", _OF_ANOTHER.sub("", form))
    head = _ADDED.sub("", bare)
    words = list(re.findall(r"[^\W_][\w’'.-]*", bare if head[:1].isupper() and " " in head else head))
    told = [w for w in words if w.lower() not in _COMMON and (len(words) == 1 or w.split("-")[0] not in demonyms)]
    return any(w[:1].isupper() or w[:1].isdigit() for w in told)

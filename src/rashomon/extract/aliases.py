"""Finds where a report says that two names are one: "X, known as Y", "Popular Front (PF)".

A statement needs its words; likeness of names is the business of `resolve.actors`.
"""

from __future__ import annotations

import itertools
import re

from spacy.tokens import Doc

from rashomon.extract.words import text_of
from rashomon.model.mentions import AliasStatement, Mention
from rashomon.model.spans import Span

#: Words between two names that make the second a name of the first.
_SAME = re.compile(
    r"""^[\s,–—(\[-]*(?:an?\s+(?:[\w-]+\s+){1,6}?)?(?:
        (?:who\s+(?:is|was)\s+)?(?:also|formally|officially|best|better|more\s+commonly|widely|popularly|commonly|locally|previously|formerly|otherwise)?\s*
        (?:(?:known|referred\s+to|identified)\s+(?:simply\s+|locally\s+|only\s+)?(?:as|by)|called)(?:\s+(?:the|his|her|its|their)(?:\s+[\w-]+){1,4}?(?:\s+of)?)?
        | (?:a\.?k\.?a\.?|alias|formally|aka|nicknamed|dubbed|codenamed|nom\s+de\s+guerre|née|born)
        | whose\s+(?:real|full|nom\s+de)\s+(?:name|guerre)(?:\s+name)?\s+(?:is|was)
        | (?:the\s+)?nom\s+de\s+guerre\s+of
        | using\s+the\s+[\w-]+\s+name\s+(?:for|of)
        | (?:who\s+)?(?:goes|went)\s+by\s+(?:the\s+name\s+(?:of\s+)?)?
    )\s*['"“‘«]?(?:the\s+)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_BRACKET = re.compile(r"""^\s*[\(\[]\s*(?:the\s+|or\s+)?['"“]?$""")
_OR = re.compile(r"^,\s+or\s+(?:the\s+)?$")


def find_aliases(doc: Doc, mentions: tuple[Mention, ...]) -> tuple[AliasStatement, ...]:
    """Statements that neighbouring name mentions are one actor."""
    names = [i for i, m in enumerate(mentions) if m.form == "name" and m.last > m.first]
    found = []
    for here, there in itertools.pairwise(names):
        a, b = mentions[here], mentions[there]
        between = text_of(doc)[a.span.end : b.span.start]
        if len(between) > 90 or "\n" in between or not _names_same(doc, between, a, b):
            continue
        found.append(AliasStatement(here, there, Span.of(text_of(doc), a.span.start, b.span.end)))
    return tuple(found)


def says_same(between: str) -> bool:
    """Whether the words between two names say that the second is another name of the first."""
    if between.strip().startswith("called"):
        return False  # "A called B" is a call
    return _SAME.match(between) is not None


def _names_same(doc: Doc, between: str, a: Mention, b: Mention) -> bool:
    if b.title is not None and between.endswith(b.title.text + " "):
        between = between[: -len(b.title.text) - 1]
    if says_same(between):
        return a.kind == b.kind or "person" not in (a.kind, b.kind)
    if _BRACKET.match(between) is not None and not (a.entry or "").startswith("countries:"):
        closed = text_of(doc)[b.span.end : b.span.end + 2].lstrip("\"'”")[:1] in (")", "]")
        return closed and (
            b.rule == "acronym" or _is_acronym(b.span.text) or a.kind == b.kind == "person" or _is_acronym(a.span.text)
        )
    return _OR.match(between) is not None and _is_acronym(b.span.text)


def _is_acronym(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return 2 <= len(letters) <= 8 and " " not in name and sum(c.isupper() for c in letters) >= 2

"""What the words around a trigger say of the kind of violence: "drone", "blew themselves up", "returned fire".

Signs are counted by sentence; which event they speak for, and what they come to, is decided in `resolve.event_types`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from spacy.tokens import Doc

from rashomon.lexicon import load
from rashomon.model.mentions import EventMention

#: A sentence without a trigger of its own speaks for the event told at most this many sentences before.
_REACH = 2


@functools.cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    table: dict[str, tuple[str, ...]] = {}
    for sign, words in load("event_signs").items():
        for word in words:
            table[word] = (*table.get(word, ()), sign)
    longest = sorted(table, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"), table


def signs_in(text: str) -> tuple[str, ...]:
    """The signs that a sentence holds, each once, in order."""
    pattern, table = _pattern()
    return tuple(dict.fromkeys(sign for match in pattern.finditer(text) for sign in table[match[0]]))


def signs_of(doc: Doc, mentions: tuple[EventMention, ...]) -> Iterator[tuple[str, ...]]:
    """For each mention the signs of its sentence, and of the untold sentences after it."""
    sentences = list(doc.sents)
    told = {m.sentence for m in mentions if m.plover == "ASSAULT"}
    cache: dict[int, tuple[str, ...]] = {}

    def at(n: int) -> tuple[str, ...]:
        if n not in cache:
            cache[n] = signs_in(sentences[n].text.lower())
        return cache[n]

    for mention in mentions:
        if mention.plover not in {"ASSAULT", "PROTEST", "COERCE"}:
            yield ()
            continue
        own = at(mention.sentence)
        after: list[str] = []
        for n in range(mention.sentence + 1, min(mention.sentence + 1 + _REACH, len(sentences))):
            if n in told:
                break
            after.extend(f"~{sign}" for sign in at(n))
        yield (*own, *dict.fromkeys(after))

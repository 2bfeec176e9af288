"""Finds the phrases that stand for actors: names, states, unnamed speakers and groups.

Order: long names of bodies, names of the word lists and of the recogniser, names that it missed,
states with their demonyms, then common-noun phrases headed by a person noun. A token belongs
to one mention at most. It does not decide which mentions are one actor: `resolve.actors` does.
"""

from __future__ import annotations

from spacy.tokens import Doc

from rashomon.extract.names_echoes import acronyms, completed, echoes
from rashomon.extract.names_entities import entities
from rashomon.extract.names_long import long_names
from rashomon.extract.names_missed import capital_runs, nicknamed
from rashomon.extract.names_nominals import nominals
from rashomon.extract.names_states import states
from rashomon.model.documents import Document
from rashomon.model.mentions import Mention

_SOURCES = (nicknamed, long_names, entities, capital_runs, acronyms, echoes, states, nominals)


def find_names(doc: Doc, *, document: Document) -> tuple[Mention, ...]:
    """All mentions of actors in text order; `Mention.first` and `last` are token indices."""
    taken = bytearray(len(doc))
    found: list[Mention] = []
    for source in _SOURCES:
        for mention in source(doc, taken, found):
            if not any(taken[mention.first : mention.last]):
                taken[mention.first : mention.last] = b"\x01" * (mention.last - mention.first)
                found.append(mention)
    return tuple(sorted(completed(doc, found), key=lambda m: m.first))

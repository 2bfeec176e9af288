"""Names that lean on other names of the report: short forms in brackets, surnames, names cut short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from rashomon.extract.aliases import says_same
from rashomon.extract.name_kinds import country_forms
from rashomon.extract.names_base import is_capital, make, text_span
from rashomon.extract.titles import title_before
from rashomon.extract.words import text_of, tokens_of
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention


def acronyms(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """ "Centre for Conflict Studies (CCS)": the bracket after a name holds its short form."""
    for mention in found:
        i = mention.last
        if (
            i + 2 < len(doc)
            and doc[i].text == "("
            and doc[i + 2].text == ")"
            and not taken[i + 1]
            and mention.kind != "person"
            and short_for(doc[i + 1].text, mention.span.text)
        ):
            yield make(doc, i + 1, i + 2, "name", mention.kind, "acronym")
        elif mention.kind in {"person", "armed_group"} and (start := _alias_start(doc, taken, i)) is not None:
            end = start + 1
            while end < len(doc) and not taken[end] and doc[end].pos_ == "PROPN" and is_capital(doc[end]):
                end += 1
            if end == len(doc) or not (taken[end] and is_capital(doc[end])):
                yield make(doc, start, end, "name", mention.kind, "alias")


def _alias_start(doc: Doc, taken: bytearray, after: int) -> int | None:
    """The capitalised word that the report gives as another name, soon after a name."""
    for i in range(after, min(after + 14, len(doc))):
        token = doc[i]
        if taken[i] or token.is_space:
            return None
        if is_capital(token) and token.pos_ in {"PROPN", "NOUN", "ADJ"}:
            return i if says_same(text_of(doc)[doc[after].idx : token.idx]) else None
    return None


def short_for(short: str, name: str) -> bool:
    """Whether `short` is made of initials of `name`, in order."""
    initials = "".join(w[0] for w in name.replace("-", " ").split() if w).lower()
    letters = iter(initials)
    return (
        2 <= len(short) <= 8
        and short[0].isupper()
        and all(c in letters for c in short.lower())
        or short.isupper()
        and 2 <= len(short) <= 8
    )


def echoes(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Names already met, where the recogniser took them for something else: a surname, an acronym, the whole name."""
    people: dict[str, ActorKind] = {}
    for mention in found:
        words = [t.text for t in doc[mention.first : mention.last] if is_capital(t)]
        if mention.kind == "person" and len(words) > 1:
            for word in (words[-1], words[0]):
                if len(word) > 2:
                    people.setdefault(word, "person")
        elif len(words) == 1 and mention.entry is None and len(words[0]) > 2 and mention.form == "name":
            people.setdefault(words[0], mention.kind)
    for token in tokens_of(doc):
        kind = people.get(token.text)
        if kind is None or taken[token.i] or token.pos_ not in {"PROPN", "NOUN"} or token.text in country_forms():
            continue
        first = token.i
        while (
            first > 0 and not taken[first - 1] and doc[first - 1].lower_ in {"al", "el"} and is_capital(doc[first - 1])
        ):
            first -= 1
        title, first = title_before(doc, first, token.i + 1, inside=False)
        yield make(doc, first, token.i + 1, "name", kind, "echo", title=title)


def completed(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """Names cut short where the report has them whole elsewhere ("Valley Army" in "Free Valley Army spokesman")."""
    whole: dict[str, list[tuple[str, ...]]] = {}
    for m in mentions:
        if m.form == "name" and m.entry is None and m.kind != "person":
            words = tuple(t.text for t in doc[m.first : m.last])
            if len(words) > 2:
                whole.setdefault(words[-1], []).append(words)
    taken = bytearray(len(doc))
    for m in mentions:
        taken[m.first : m.last] = b"\x01" * (m.last - m.first)
    bearers = {
        doc[i].text for m in mentions if m.kind == "person" and m.last - m.first > 1 for i in (m.first, m.last - 1)
    }
    return [_as_person(m, bearers) if m.last - m.first == 1 else _completed(doc, m, whole, taken) for m in mentions]


def _as_person(mention: Mention, bearers: set[str]) -> Mention:
    """A lone surname that the recogniser took for a body, where the report has its bearer in full."""
    if (
        mention.kind == "organisation"
        and mention.entry is None
        and mention.rule.startswith("ent.")
        and mention.span.text in bearers
        and not mention.span.text.isupper()
    ):
        return replace(mention, kind="person")
    return mention


def _completed(doc: Doc, mention: Mention, whole: dict[str, list[tuple[str, ...]]], taken: bytearray) -> Mention:
    if mention.form != "name" or mention.entry is not None or mention.first == mention.last or mention.kind == "person":
        return mention
    words = tuple(t.text for t in doc[mention.first : mention.last])
    for longer in whole.get(words[-1], ()):
        first = mention.last - len(longer)
        if (
            len(longer) > len(words)
            and first >= 0
            and longer == tuple(t.text for t in doc[first : mention.last])
            and not any(taken[first : mention.first])
        ):
            return replace(
                mention, first=first, span=text_span(doc, first, mention.last), head=doc[first : mention.last].root.i
            )
    return mention

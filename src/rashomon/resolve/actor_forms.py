"""Drafts of actors and the forms of their names: from collected mentions to an Actor.

A form that the words state belongs to its actor; a form that is only derived from one ("the
ministry" of "Iraq's interior ministry") does so only where no other actor of the report has it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rashomon.lexicon import load
from rashomon.model.actors import Actor, ActorKind, Role
from rashomon.model.mentions import Mention

_NUMBER_WORDS = re.compile(
    r"^(?:the|a|an|some|several|many|few|other|another|one|two|three|four|five|six|seven|eight|nine|ten|\d[\d,.]*|dozens|scores|hundreds|of|at|least|more|than|both|all|these|those)\s+",
    re.IGNORECASE,
)
_OWNER = re.compile(r"^(?:[\w.-]+ ){0,2}[\w.-]+(?:'s|’s|s'|s’) (?=\w)")
_NICKNAME = re.compile(r"""^(.+?) ['"“‘](.+?)['"”’] (.+)$""")


@dataclass(slots=True)
class Draft:
    """An actor while it collects mentions; `listed` is the kind that an imported list gives it."""

    kind: ActorKind
    entry: str | None
    keys: set[tuple[str, ...]] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    named: bool = False
    last: int = 0
    listed: ActorKind | None = None


def name_key(name: str) -> tuple[str, ...]:
    """A name's tokens for comparison: case, accents, hyphens and a leading article gone."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    tokens = re.findall(r"[^\W_]+", plain.replace("’", "").replace("'", ""))
    return tuple(tokens[1:] if len(tokens) > 1 and tokens[0] == "the" else tokens)


def uncounted(text: str) -> str:
    """The phrase without its number or article: "nine farmers" are farmers."""
    while (shorter := _NUMBER_WORDS.sub("", text)) != text:
        text = shorter
    return text


def build_actors(drafts: Sequence[tuple[str, Draft, tuple[str, ...]]]) -> tuple[Actor, ...]:
    """Actors with their ids, names and forms; each draft comes with the forms lent to it by place names."""
    stated = {actor_id: _stated(draft, lent) for actor_id, draft, lent in drafts}
    derived = {actor_id: dict.fromkeys(_derived(draft)) for actor_id, draft, _ in drafts}
    uses: Counter[tuple[str, ...]] = Counter()
    for actor_id, _, _ in drafts:
        uses.update({name_key(form) for form in (*stated[actor_id], *derived[actor_id])})
    actors = []
    for actor_id, draft, _ in drafts:
        forms = dict(stated[actor_id])
        forms.update(dict.fromkeys(f for f in derived[actor_id] if uses[name_key(f)] == 1))
        name = _name(draft)
        forms.pop(name, None)
        roles = {m.title.text: Role(m.title.text, m.title) for m in draft.mentions if m.title is not None}
        spans = tuple(sorted((m.span for m in draft.mentions), key=lambda s: s.start))
        actors.append(Actor(actor_id, name, _kind(draft), tuple(forms), tuple(roles.values()), spans))
    return tuple(actors)


def _name(draft: Draft) -> str:
    mentions = sorted(draft.mentions, key=lambda m: m.span.start)
    states = Counter(m.span.text for m in mentions if m.form == "name" and m.rule == "country")
    if states:
        return max(states, key=lambda n: (states[n], len(n)))  # the state as the report calls it most
    names = [m.span.text for m in mentions if m.form == "name"]
    nominal = [m.span.text for m in mentions if m.form == "nominal"]
    if draft.kind == "person" or draft.entry is None:
        return max(names, key=lambda n: (len(n.split()), len(n))) if names else (nominal or [mentions[0].span.text])[0]
    return max(names, key=lambda n: (not n.isupper() or len(names) == 1, len(n))) if names else mentions[0].span.text


def _stated(draft: Draft, lent: tuple[str, ...]) -> dict[str, None]:
    """Forms that the words give: names, demonyms, names with their noun or owner, titles with surnames."""
    mentions = sorted(draft.mentions, key=lambda m: m.span.start)
    forms = dict.fromkeys(m.span.text for m in mentions if m.form != "nominal" or not draft.named)
    forms.update(dict.fromkeys(m.wide.text for m in mentions if m.wide is not None))
    forms.update(dict.fromkeys(lent))
    if draft.kind == "person":
        forms.update(dict.fromkeys(form for m in mentions if m.title is not None for form in _titled(m)))
        forms.update(dict.fromkeys(form for m in mentions for form in _nicknamed(m.span.text)))
        forms.update(dict.fromkeys(form for m in mentions if (form := _bare(m.span.text)) is not None))
    if not draft.named:
        forms.update(dict.fromkeys(uncounted(m.span.text) for m in mentions if m.form == "nominal"))
    return forms


def _nicknamed(name: str) -> Iterator[str]:
    """The plain name and the nickname of "Hugo 'El Zurdo' Salas"."""
    found = _NICKNAME.match(name)
    if found is not None:
        yield f"{found[1]} {found[3]}"
        yield found[2]


def _bare(name: str) -> str | None:
    """The name without its honorific ("Ko Thant Sin", "M. Bernard Vautrin"), null without one."""
    first, _, rest = name.partition(" ")
    return rest if " " in rest and first.rstrip(".").lower() in _honorifics() else None


@functools.cache
def _honorifics() -> frozenset[str]:
    return frozenset(load("actor_words")["honorifics"])


def _titled(mention: Mention) -> Iterator[str]:
    """The name with the capitalised end of its title, long and short ("Chief Minister Sardar X", "Sardar X")."""
    words = mention.title.text.split() if mention.title is not None else []
    for i in range(len(words)):
        if all(w[:1].isupper() or w in {"of", "the"} for w in words[i:]) and words[i][:1].isupper():
            yield " ".join((*words[i:], mention.span.text))


@functools.cache
def _offices() -> frozenset[str]:
    return frozenset((*load("actor_words")["office_anaphors"], *load("actor_words")["government_nouns"]))


def _derived(draft: Draft) -> Iterator[str]:
    """Shorter forms that readers use for the actor, kept only where nobody else has them."""
    if draft.kind == "person":
        yield from (m.span.text for m in draft.mentions if m.form == "nominal" and draft.named)
        return
    offices = _offices()
    for mention in draft.mentions:
        if mention.form == "name":
            for text in (mention.span.text, mention.wide.text if mention.wide is not None else ""):
                yield from _shorter(text)
        elif mention.form == "nominal" and draft.named and mention.rule.removeprefix("noun.") in offices:
            yield mention.span.text


def _shorter(text: str) -> Iterator[str]:
    """Without the owner ("Russia's defence ministry"), without the common noun at the end ("AFP news agency")."""
    bare = _OWNER.sub("", text)
    if " " in bare and bare != text:
        yield bare
    words = text.split()
    while len(words) > 1 and words[-1].islower():
        words = words[:-1]
    if (
        len(words) < len(text.split())
        and not words[-1].lower().endswith(("'s", "’s"))
        and any(len(w) > 2 for w in words)
    ):
        yield " ".join(words)


def _kind(draft: Draft) -> ActorKind:
    if draft.entry is not None:
        return draft.kind
    if draft.listed is not None:
        return draft.listed
    told = [
        m.kind
        for m in draft.mentions
        if m.form == "name" and m.wide is not None and m.wide.end > m.span.end and m.kind != "unknown"
    ]
    if told:
        return told[0]  # "the X cartel" says what X is, whatever the recogniser made of it elsewhere
    kinds = [m.kind for m in draft.mentions if m.form == "name"] or [m.kind for m in draft.mentions]
    sure = [k for k in kinds if k != "unknown"]
    counts = Counter[ActorKind](sure)
    return max(counts, key=lambda k: counts[k]) if counts else "unknown"

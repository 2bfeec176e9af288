"""Mentions -> actors of one report: one actor, all its names.

Two mentions are one actor when a word list, the report itself, or the form of the name says
so; likeness alone is not enough. The subset trap is guarded: a name inside a longer name of
another list entry ("Hezbollah", "Kataib Hezbollah") stays apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rashomon.knowledge.library import Library
from rashomon.model.actors import Actor
from rashomon.model.documents import Document
from rashomon.model.mentions import AliasStatement, Mention
from rashomon.resolve.actor_forms import Draft, build_actors, name_key
from rashomon.resolve.actor_heads import (
    bare_bands,
    by_head,
    by_listed_word,
    by_title,
    government_of,
    heads_met_first,
    ranks_met_first,
    ranks_of,
)
from rashomon.resolve.actor_likeness import alike, namesake, same_person
from rashomon.resolve.actor_lists import merge_listed
from rashomon.resolve.actor_nominals import DEFINITE, match_nominal, nominal_key, points_straight, whole_army


def resolve_actors(
    mentions: Sequence[Mention],
    statements: Sequence[AliasStatement],
    *,
    document: Document,
    library: Library | None = None,
) -> tuple[tuple[Actor, ...], tuple[str | None, ...]]:
    """Groups mentions into actors.

    Args:
        library: lists of actors that the user imported.

    Returns:
        The actors in order of first mention, and for each mention its actor's id.
    """
    told = Counter(m.entry for m in mentions if m.entry is not None)
    same = {s.alias: s.name for s in statements}
    drafts: list[Draft] = []
    owner: list[int] = []
    for i, mention in enumerate(mentions):
        if mention.last == mention.first:
            owner.append(-1)  # a state's name used as a place: an alias at most, see _lent_forms
            continue
        found: int | None
        if i in same and owner[same[i]] >= 0:
            found = owner[same[i]]
        else:
            found = _match(mention, drafts, document, told)
        if found is None:
            drafts.append(Draft(mention.kind, mention.entry))
            found = len(drafts) - 1
        _join(drafts[found], mention, i)
        owner.append(found)
    owner = _merge_late(drafts, owner, document)
    if library is not None:
        owner = merge_listed(drafts, owner, library)
    order: dict[int, str] = {}
    for index in owner:
        if index >= 0:
            order.setdefault(index, f"a{len(order) + 1}")
    lent = _lent_forms(mentions)
    actors = build_actors([(order[index], drafts[index], lent.get(drafts[index].entry or "", ())) for index in order])
    return actors, tuple(order.get(index) for index in owner)


def _lent_forms(mentions: Sequence[Mention]) -> dict[str, tuple[str, ...]]:
    """Forms of a state's name that stand in the report as a place ("in Britain"), by entry."""
    forms: dict[str, dict[str, None]] = {}
    for mention in mentions:
        if mention.last == mention.first and mention.entry is not None:
            forms.setdefault(mention.entry, {})[mention.span.text] = None
    return {entry: tuple(names) for entry, names in forms.items()}


def _join(draft: Draft, mention: Mention, position: int) -> None:
    draft.mentions.append(mention)
    draft.last = position
    if mention.form == "name":
        key = name_key(mention.span.text)
        draft.named = True
        if not (draft.kind == "person" and len(key) == 1 and key[0] in ranks_of(draft)):
            draft.keys.add(key)
        if mention.wide is not None:
            draft.keys.add(name_key(mention.wide.text))
    elif mention.form == "nominal":
        draft.keys.add(nominal_key(mention))
    if mention.entry is not None and draft.entry is None:
        draft.entry, draft.kind = mention.entry, mention.kind


def _match(mention: Mention, drafts: list[Draft], document: Document, told: Mapping[str, int]) -> int | None:
    if mention.entry is not None:
        for i, draft in enumerate(drafts):
            if draft.entry == mention.entry:
                return i
    if mention.form == "demonym":
        return None
    if mention.form == "nominal":
        return match_nominal(mention, drafts, document, told)
    key = name_key(mention.span.text)
    if key[:2] == ("government", "of") and (state := government_of(key[2:], drafts)) is not None:
        return state
    if len(key) == 1 and mention.kind == "person" and (bare := _bare_of_many(key, drafts)) is not None:
        return bare if bare >= 0 else None
    best: int | None = None
    for i, draft in enumerate(drafts):
        if mention.entry is not None and draft.entry is not None or _waits(key, mention, draft):
            continue
        if (
            draft.named
            and any(alike(key, other, mention.kind, draft.kind) for other in draft.keys)
            and not namesake(key, mention, draft)
        ):
            if best is None or draft.last > drafts[best].last:
                best = i
    if best is None and mention.entry is None and len(key) == 1:
        definite = DEFINITE.search(document.text[max(0, mention.span.start - 40) : mention.span.start]) is not None
        if points_straight(mention, document) and (holder := by_title(key[0], drafts)) is not None:
            return holder
        if mention.kind != "person":
            return by_head(key[0], drafts, sure=definite)
    if best is None and mention.entry is None and len(key) > 1 and mention.kind != "person":
        return by_listed_word(key[-1], set(key[:-1]), drafts)
    return best


def _bare_of_many(key: tuple[str, ...], drafts: list[Draft]) -> int | None:
    """A surname that two people named in full share stands for neither.

    Returns:
        Null where at most one bears it; else the draft of the bare surname, -1 if there is none yet.
    """
    people = [(i, d) for i, d in enumerate(drafts) if d.named and d.kind == "person"]
    bearers = [i for i, d in people if any(len(k) > 1 and k[-1] == key[0] for k in d.keys)]
    if len(bearers) < 2:
        return None
    return next((i for i, d in people if d.keys == {key}), -1)


def _waits(key: tuple[str, ...], mention: Mention, draft: Draft) -> bool:
    """A surname met before any full name waits for all of them (`_merge_late`): the first may be a brother's."""
    people = mention.kind == "person" and draft.kind == "person" and mention.entry is None and draft.entry is None
    return people and len(key) > 1 and draft.named and all(len(k) == 1 for k in draft.keys)


def _merge_late(drafts: list[Draft], owner: list[int], document: Document) -> list[int]:
    """Joins a short name met first (a headline's surname) with the one full name that it can stand for."""
    moved: dict[int, int] = {}
    for i, draft in enumerate(drafts):
        if not draft.named or draft.kind != "person":
            continue
        if all(len(k) == 1 for k in draft.keys):
            longer = [
                j
                for j, d in enumerate(drafts)
                if j != i
                and j not in moved
                and d.named
                and d.kind == "person"
                and any(len(k) > 1 and all(same_person(own, k) for own in draft.keys) for k in d.keys)
            ]
            if len(longer) == 1:
                moved[i] = longer[0]
                for mention in draft.mentions:
                    _join(drafts[longer[0]], mention, draft.last)
    late = {**heads_met_first(drafts), **ranks_met_first(drafts, document), **bare_bands(drafts)}
    for i, whole in late.items():
        if i in moved or whole in late or whole in moved:
            continue
        moved[i] = whole
        for mention in drafts[i].mentions:
            _join(drafts[whole], mention, drafts[i].last)
    army = whole_army(drafts)
    for i, draft in enumerate(drafts):
        if army is not None and not draft.named and draft.keys <= {("~", "army"), ("~", "military")}:
            moved[i] = army
            for mention in draft.mentions:
                _join(drafts[army], mention, draft.last)
    return [moved.get(index, index) for index in owner]


def ground(owners: Sequence[str | None], ranges: Sequence[tuple[int, int]], size: int) -> tuple[str | None, ...]:
    """A table with one entry a token: the identity of the range that covers it, or null."""
    table: list[str | None] = [None] * size
    for owner, (first, last) in zip(owners, ranges, strict=True):
        table[first:last] = [owner] * (last - first)
    return tuple(table)

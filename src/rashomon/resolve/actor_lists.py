"""Joins the names that a user's imported list holds for one actor, and takes the list's kind where the words say none.

Only a name of two telling words, or an acronym, that the lists hold for one entry alone counts; weak names never do. A
surname is anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from rashomon.knowledge.library import ImportedActor, Library
from rashomon.knowledge.words import words_of
from rashomon.model.actors import ActorKind
from rashomon.resolve.actor_forms import Draft


def merge_listed(drafts: Sequence[Draft], owner: Sequence[int], library: Library) -> list[int]:
    """Drafts of one entry become the first of them; the new owner of each mention."""
    used = dict.fromkeys(i for i in owner if i >= 0)
    first: dict[tuple[str, str], int] = {}
    moved: dict[int, int] = {}
    for i in used:
        draft = drafts[i]
        if not draft.named or draft.entry is not None:
            continue
        found = {e: a for m in draft.mentions if m.form == "name" for e, a in _entry(m.span.text, library).items()}
        if len(found) != 1:
            continue
        entry, actor = next(iter(found.items()))
        _take_kind(draft, actor)
        if (kept := first.setdefault(entry, i)) != i:
            moved[i] = kept
            drafts[kept].mentions.extend(draft.mentions)
            drafts[kept].keys |= draft.keys
            drafts[kept].last = max(drafts[kept].last, draft.last)
    return [moved.get(i, i) for i in owner]


def _entry(name: str, library: Library) -> dict[tuple[str, str], ImportedActor]:
    """The one entry that bears a telling name; none where several do. Two lists' entries of one name are the first list's."""
    words = words_of(name)
    if len(words) < 2 and not (name.isupper() and len(name) > 2):
        return {}
    bearers = library.bearers(name)
    if len({source for source, _ in bearers}) != len(bearers):
        return {}
    return {(source, actor.id): actor for source, actor in bearers[:1]}


def _take_kind(draft: Draft, actor: ImportedActor) -> None:
    """What the list calls an actor that the words leave open, or an organisation that the list knows as armed."""
    if actor.kind in {"unknown", ""}:
        return
    told = {m.kind for m in draft.mentions if m.form == "name"}
    if told <= {"unknown"} or actor.kind == "armed_group" and told <= {"unknown", "organisation"}:
        draft.listed = cast(ActorKind, actor.kind)

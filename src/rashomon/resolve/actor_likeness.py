"""Whether two names can be one bearer's by their form: short and full names, acronyms, namesakes."""

from __future__ import annotations

from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention
from rashomon.resolve.actor_forms import Draft

_SKIP_IN_ACRONYM = frozenset({"of", "the", "for", "and", "in", "de", "la", "al", "a", "to", "on"})


def alike(key: tuple[str, ...], other: tuple[str, ...], kind: ActorKind, other_kind: ActorKind) -> bool:
    """Whether the form of two names lets them be one actor's."""
    if "population" in (kind, other_kind) and "person" in (kind, other_kind):
        return False
    if key == other:
        return True
    if not key or not other:
        return False
    if kind == "person" and other_kind == "person":
        return same_person(key, other)
    if "person" in (kind, other_kind) and len(key) == len(other) == 1:
        return False
    return _acronym_of(key, other) or _acronym_of(other, key) or _short_form(key, other) or _short_form(other, key)


def namesake(key: tuple[str, ...], mention: Mention, draft: Draft) -> bool:
    """Another bearer of the surname: both are named in full, and no full name fits."""
    if mention.kind != "person" or draft.kind != "person" or len(key) < 2:
        return False
    full = [k for k in draft.keys if len(k) > 1]
    return bool(full) and key not in full and not any(same_person(key, k) for k in full)


def same_person(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the shorter of two keys can be a short form of the other's person."""
    short, long = (key, other) if len(key) <= len(other) else (other, key)
    if len(short) == len(long):
        return False
    bare = short[1:] if len(short) > 1 and short[0] in {"al", "el"} else short
    if long[-len(bare) :] == bare:
        return True
    if len(short) == 1:
        return long[0] == short[0]
    return short[0] == long[0] and short[-1] == long[-1] and set(short) <= set(long)


def _acronym_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) != 1 or len(long) < 2 or not 2 <= len(short[0]) <= 8:
        return False
    every = "".join(word[0] for word in long)
    content = "".join(word[0] for word in long if word not in _SKIP_IN_ACRONYM)
    return short[0] in (every, content)


def _short_form(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """ "Amal" for "Amal Movement": what is left over are words that only say the kind."""
    heads = load("actor_words")["name_heads"]
    if (
        short[-1] in heads
        and len(short) > 1
        and len(short) < len(long)
        and long[: len(short)] == short
        and long[len(short)] in {"of", "for"}
    ):
        return True
    return (
        len(short) < len(long)
        and long[: len(short)] == short
        and all(word in heads for word in long[len(short) :])
        and short[-1] not in heads
    )

"""Mentions -> actors of one report: one actor, all its names.

Two mentions are one actor when a word list, the report itself, or the form of the name says
so; likeness alone is not enough. The subset trap is guarded: a name inside a longer name of
another list entry ("Hezbollah", "Kataib Hezbollah") stays apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rashomon.knowledge.library import Library
from rashomon.lexicon import load
from rashomon.model.actors import Actor, ActorKind
from rashomon.model.documents import Document
from rashomon.model.mentions import AliasStatement, Mention
from rashomon.resolve.actor_forms import Draft, build_actors, name_key, uncounted
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
from rashomon.resolve.actor_lists import merge_listed

_SKIP_IN_ACRONYM = frozenset({"of", "the", "for", "and", "in", "de", "la", "al", "a", "to", "on"})
_DEFINITE = re.compile(r"(?:\b(?:the|this|that|its|their|his|her)\s+(?:[\w-]+\s+){0,2})$", re.IGNORECASE)


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
            owner.append(-1)  # a state's name used as a place: an alias at most, see _lend_forms
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
        draft.keys.add(_nominal_key(mention))
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
        return _match_nominal(mention, drafts, document, told)
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
            and any(_same_name(key, other, mention.kind, draft.kind) for other in draft.keys)
            and not _namesake(key, mention, draft)
        ):
            if best is None or draft.last > drafts[best].last:
                best = i
    if best is None and mention.entry is None and len(key) == 1:
        definite = _DEFINITE.search(document.text[max(0, mention.span.start - 40) : mention.span.start]) is not None
        if _points_straight(mention, document) and (holder := by_title(key[0], drafts)) is not None:
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


def _same_name(key: tuple[str, ...], other: tuple[str, ...], kind: ActorKind, other_kind: ActorKind) -> bool:
    if "population" in (kind, other_kind) and "person" in (kind, other_kind):
        return False
    if key == other:
        return True
    if not key or not other:
        return False
    if kind == "person" and other_kind == "person":
        return _same_person(key, other)
    if "person" in (kind, other_kind) and len(key) == len(other) == 1:
        return False
    return _acronym_of(key, other) or _acronym_of(other, key) or _short_form(key, other) or _short_form(other, key)


def _namesake(key: tuple[str, ...], mention: Mention, draft: Draft) -> bool:
    """Another bearer of the surname: both are named in full, and no full name fits."""
    if mention.kind != "person" or draft.kind != "person" or len(key) < 2:
        return False
    full = [k for k in draft.keys if len(k) > 1]
    return bool(full) and key not in full and not any(_same_person(key, k) for k in full)


def _same_person(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
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


def _nominal_key(mention: Mention) -> tuple[str, ...]:
    return ("~", *name_key(uncounted(mention.span.text)))


def _match_nominal(mention: Mention, drafts: list[Draft], document: Document, told: Mapping[str, int]) -> int | None:
    head = mention.rule.removeprefix("noun.")
    definite = _DEFINITE.search(document.text[max(0, mention.span.start - 40) : mention.span.start]) is not None
    words = load("actor_words")
    straight = not mention.plural and " " not in mention.span.text and _points_straight(mention, document)
    if straight and (holder := by_title(head, drafts)) is not None:
        return holder
    if definite and mention.plural and head in words["fighter_anaphors"] and " " not in mention.span.text:
        return _latest_group(drafts, "militia")
    if definite and not mention.plural or mention.span.text in _BARE_FORCES:
        if head in words["government_nouns"] and mention.span.text.lower() in {
            head,
            f"federal {head}",
            f"central {head}",
        }:
            return _main_state(drafts, told)
        if (
            head in words["office_anaphors"]
            and (found := _latest_with_head(drafts, head, mention.span.text)) is not None
        ):
            return found
        if head in words["group_anaphors"] and _points_back(mention.span.text):
            return _latest_group(drafts, head)
    if definite and mention.span.text[:1].isupper() and " " not in mention.span.text:
        if (body := by_head(name_key(mention.span.text)[0], drafts, sure=True)) is not None:
            return body
    key = _nominal_key(mention)
    for i in range(len(drafts) - 1, -1, -1):
        if not drafts[i].named and key in drafts[i].keys:
            return i
    if definite and len(key) == 2:
        ending = [i for i, d in enumerate(drafts) if not d.named and any(k[-1] == key[-1] for k in d.keys)]
        if ending:
            return max(ending, key=lambda i: drafts[i].last)
    return None


def _points_straight(mention: Mention, document: Document) -> bool:
    """ "the colonel", not "his colonel": the article stands right before."""
    before = document.text[max(0, mention.span.start - 5) : mention.span.start].lower()
    return before.endswith(("the ", "this ", "that "))


def _points_back(phrase: str) -> bool:
    """ "the group", "the Iran-backed group", "the armed group"; a fuller description names another."""
    *rest, _ = phrase.split()
    return all(
        word.lower() in {"armed", "militant", "jihadist", "rebel", "islamist", "insurgent", "extremist", "separatist"}
        or "-" in word
        for word in rest
    )


#: "army drones", "a police raid": no article, but the force told before.
_BARE_FORCES = frozenset({"army", "military", "police", "navy", "government", "coalition", "junta"})


def _main_state(drafts: list[Draft], told: Mapping[str, int]) -> int | None:
    """The state of which the report speaks most, as a place too: "the government" without a name is its government."""
    states = [i for i, d in enumerate(drafts) if d.kind == "state" and (d.entry or "").startswith("countries:")]
    return max(states, key=lambda i: told.get(drafts[i].entry or "", 0)) if states else None


#: Kinds that "the army", "the ministry" can stand for; other offices may be of any kind but a person.
_ARMS = frozenset({"army", "military", "navy", "police", "force", "command"})
_STATE_OFFICES = frozenset({"government", "ministry", "department"})
_WHOLE_ARMIES = ("army", "military", "armed forces", "defence forces", "defense forces")


def _latest_with_head(drafts: list[Draft], head: str, phrase: str) -> int | None:
    """The office or force told before that "the ministry", "the interior ministry" points back to."""
    kinds = (
        {"military", "police"} if head in _ARMS else {"state", "military", "police"} if head in _STATE_OFFICES else None
    )
    before = {w for w in name_key(phrase) if w != head}
    hits = [
        i
        for i, d in enumerate(drafts)
        if d.kind != "person"
        and (kinds is None or d.kind in kinds)
        and any((head in k[-1:] or d.named and head in k) and before <= set(k) for k in d.keys)
    ]
    if hits:
        return max(hits, key=lambda i: drafts[i].last)
    if head in {"army", "military"} and not before:
        return _whole_army(drafts)
    return by_listed_word(head, before, drafts)


def _whole_army(drafts: list[Draft]) -> int | None:
    """The one army as a whole that the report names, if it names one only."""
    whole = [
        i
        for i, d in enumerate(drafts)
        if d.named and d.kind == "military" and any(" ".join(k).endswith(_WHOLE_ARMIES) for k in d.keys)
    ]
    return whole[0] if len(whole) == 1 else None


def _latest_group(drafts: list[Draft], head: str) -> int | None:
    wanted = (
        {"armed_group"}
        if head in {"militia", "insurgency", "cartel", "gang", "faction"}
        else {"armed_group", "political", "organisation"}
    )
    hits = [i for i, d in enumerate(drafts) if d.named and d.kind in wanted]
    armed = [i for i in hits if drafts[i].kind == "armed_group"]
    pool = armed or hits
    return max(pool, key=lambda i: drafts[i].last) if pool else None


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
                and any(len(k) > 1 and all(_same_person(own, k) for own in draft.keys) for k in d.keys)
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
    army = _whole_army(drafts)
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

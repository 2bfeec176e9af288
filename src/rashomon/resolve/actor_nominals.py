"""Which actor told before a common noun points back to: "the group", "the ministry", "the army"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rashomon.lexicon import load
from rashomon.model.documents import Document
from rashomon.model.mentions import Mention
from rashomon.resolve.actor_forms import Draft, name_key, uncounted
from rashomon.resolve.actor_heads import by_head, by_listed_word, by_title

#: Words right before a name or noun that make it one told before.
DEFINITE = re.compile(r"(?:\b(?:the|this|that|its|their|his|her)\s+(?:[\w-]+\s+){0,2})$", re.IGNORECASE)


def nominal_key(mention: Mention) -> tuple[str, ...]:
    """The key of a common noun, which no name shares."""
    return ("~", *name_key(uncounted(mention.span.text)))


def match_nominal(mention: Mention, drafts: list[Draft], document: Document, told: Mapping[str, int]) -> int | None:
    """The draft that a common noun stands for; null where it names somebody new."""
    head = mention.rule.removeprefix("noun.")
    definite = DEFINITE.search(document.text[max(0, mention.span.start - 40) : mention.span.start]) is not None
    words = load("actor_words")
    straight = not mention.plural and " " not in mention.span.text and points_straight(mention, document)
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
    key = nominal_key(mention)
    for i in range(len(drafts) - 1, -1, -1):
        if not drafts[i].named and key in drafts[i].keys:
            return i
    if definite and len(key) == 2:
        ending = [i for i, d in enumerate(drafts) if not d.named and any(k[-1] == key[-1] for k in d.keys)]
        if ending:
            return max(ending, key=lambda i: drafts[i].last)
    return None


def points_straight(mention: Mention, document: Document) -> bool:
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
        return whole_army(drafts)
    return by_listed_word(head, before, drafts)


def whole_army(drafts: list[Draft]) -> int | None:
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

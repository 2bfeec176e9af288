"""Who a definite short form means: "the Desk", "the General", "the mission", by the name or the title told elsewhere.

A head word stands for a body only where one body of the report has it; a rank for whom it was told of last.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from rashomon.lexicon import load
from rashomon.model.documents import Document
from rashomon.model.mentions import Mention
from rashomon.resolve.actor_forms import Draft, name_key

#: Ranks and callings as they stand before a name.
_SHORT = {
    "dr": "doctor", "gen": "general", "col": "colonel", "brig": "brigadier", "capt": "captain", "maj": "major", "lt": "lieutenant",
    "sgt": "sergeant", "adm": "admiral", "prof": "professor", "fr": "priest", "father": "priest", "rev": "reverend", "sen": "senator",
    "gov": "governor", "cdre": "commodore", "cmdr": "commander", "pres": "president", "insp": "inspector",
}  # fmt: skip


def by_title(word: str, drafts: Sequence[Draft]) -> int | None:
    """ "the General", "the priest": the person named with that title, the one spoken of last."""
    hits = [i for i, d in enumerate(drafts) if d.named and d.kind == "person" and word in ranks_of(d)]
    return max(hits, key=lambda i: drafts[i].last) if hits else None


def ranks_of(draft: Draft) -> set[str]:
    """The words of a person's titles that can stand for them."""
    return {w for m in draft.mentions if m.title is not None for w in _title(m.title.text)}


@functools.lru_cache(maxsize=4096)
def _title(text: str) -> frozenset[str]:
    """The words of a title that can stand for its bearer: the last, spelt out, and of "Major General" both."""
    words = [_SHORT.get(w, w) for w in name_key(text)]
    ranks = {w for w in words if w in _SHORT.values()}
    return frozenset(words[-1:]) | ranks


def by_head(word: str, drafts: Sequence[Draft], *, sure: bool) -> int | None:
    """ "the Front", "the Union" for the one body whose name begins or ends with that word.

    Args:
        sure: the words are definite, so that any word of a name will do.
    """
    if not sure and word not in load("actor_words")["name_heads"] and word not in load("organs")["heads"]:
        return None
    hits = [
        i
        for i, d in enumerate(drafts)
        if d.named and d.kind != "person" and any(len(k) > 1 and word in (k[0], k[-1]) for k in d.keys)
    ]
    if len(hits) > 1:
        hits = [i for i in hits if any(len(k) > 1 and word == k[-1] for k in drafts[i].keys)]
    return hits[0] if len(hits) == 1 else None


def by_listed_word(head: str, before: set[str], drafts: Sequence[Draft]) -> int | None:
    """ "the mission", "the UN mission" for the one body whose full name in our lists holds the words."""
    hits = [
        i
        for i, d in enumerate(drafts)
        if d.named and d.entry is not None and {head, *before} <= _listed().get(d.entry, set())
    ]
    return hits[0] if len(hits) == 1 else None


@functools.cache
def _listed() -> Mapping[str, set[str]]:
    """Entry of our lists to the words of its names."""
    found: dict[str, set[str]] = {}
    for name, key in (("armed_groups", "groups"), ("organs", "named")):
        for entry in load(name)[key]:
            words = {w for form in (entry["name"], *(entry.get("aliases") or ())) for w in name_key(form)}
            found[f"{name}:{entry['id']}"] = words | ({"un"} if {"united", "nations"} <= words else set())
    return found


def government_of(words: tuple[str, ...], drafts: Sequence[Draft]) -> int | None:
    """ "Government of Lisbon" is the state told of under any of its names, where the report has it already."""
    code = _states().get(words)
    return next((i for i, d in enumerate(drafts) if code is not None and d.entry == code), None)


@functools.cache
def _states() -> Mapping[tuple[str, ...], str]:
    """Names and seats of states to their entry."""
    return {
        name_key(form): f"countries:{entry['iso2']}"
        for entry in load("countries")["countries"]
        for form in (entry["name"], *(entry.get("aliases") or ()), *(entry.get("metonyms") or ()))
    }


def ranks_met_first(drafts: Sequence[Draft], document: Document) -> dict[int, int]:
    """ "the Commodore", "the priest" before the name: its one bearer, where every mention is definite."""
    found: dict[int, int] = {}
    for i, draft in enumerate(drafts):
        words = {k[-1] for k in draft.keys}
        if draft.entry is not None or len(words) != 1 or any(len(k) - (k[0] == "~") != 1 for k in draft.keys):
            continue
        word = min(words)
        bearers = [j for j, d in enumerate(drafts) if j != i and d.named and d.kind == "person" and word in ranks_of(d)]
        if len(bearers) == 1 and all(_means(m, drafts[bearers[0]], document) for m in draft.mentions):
            found[i] = bearers[0]
    return found


def _means(mention: Mention, bearer: Draft, document: Document) -> bool:
    """Whether the words are definite, or are the title before the bearer's name itself."""
    if document.text[max(0, mention.span.start - 4) : mention.span.start].lower() == "the ":
        return True
    titles = [m.title for m in bearer.mentions if m.title is not None]
    return any(t.start <= mention.span.start and mention.span.end <= t.end for t in titles)


def bare_bands(drafts: Sequence[Draft]) -> dict[int, int]:
    """ "insurgents" for "Islamist insurgents", where the report tells of one band of that word."""
    found: dict[int, int] = {}
    bands = [
        (i, d)
        for i, d in enumerate(drafts)
        if d.kind in {"armed_group", "military", "police"}
        and d.entry is None
        and all(m.plural or d.named for m in d.mentions)
    ]
    for i, draft in bands:
        words = {k[-1] for k in draft.keys}
        if len(words) != 1 or any(len(k) - (k[0] == "~") != 1 for k in draft.keys) or not min(words).endswith("s"):
            continue
        fuller = [
            j
            for j, d in bands
            if j != i and not d.named and any(k[-1] in words and len(k) - (k[0] == "~") > 1 for k in d.keys)
        ]
        if len(fuller) == 1:
            found[i] = fuller[0]
    return found


def heads_met_first(drafts: Sequence[Draft]) -> dict[int, int]:
    """A body named by its head alone before its full name ("Committee" in a headline), where one body only has it."""
    found: dict[int, int] = {}
    heads = {*load("actor_words")["name_heads"], *load("organs")["heads"]}
    for i, draft in enumerate(drafts):
        words = {k[0] for k in draft.keys if len(k) == 1}
        if (
            not draft.named
            or draft.kind == "person"
            or draft.entry is not None
            or len(words) != 1
            or len(draft.keys) != 1
        ):
            continue
        word = min(words)
        if word not in heads:
            continue
        whole = [
            j
            for j, d in enumerate(drafts)
            if j != i and d.named and d.kind != "person" and any(len(k) > 1 and k[-1] == word for k in d.keys)
        ]
        if len(whole) == 1:
            found[i] = whole[0]
    return found

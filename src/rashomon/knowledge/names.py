"""Scored likeness of two names, with its reasons, and an index that finds who may bear a name.

It knows spellings, transliterations, word order, initials, patronymics left out and acronyms, and what our list of armed
groups says of aliases. It guards against the subset trap: a word that only one side has costs, a word that each side has
instead of the other's costs more, and two groups that the list holds apart are never one. It does not know persons: two
people of one name get a high score.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler, Levenshtein

from rashomon.lexicon import load

#: Set by hand on the pairs of nomenklatura's name bench and on 250 persons' and groups' aliases of OFAC's terror list that
#: bench/facts.py does not draw: EXTRA of .15 to .45, CONFLICT of .8 to 1.5 and FLOOR of .3 to .6 were tried, these best.
EXTRA, CONFLICT, FLOOR, INITIAL = 0.30, 1.2, 0.45, 0.80

_MARKS = re.compile(r"['\"`’‘ʼʻʿʾ“”´]")
_ARTICLES = frozenset(
    "the al el ul ad an as ash at ar az of and de del la los las le les du y bin ibn ben bint bt b von van der den".split()
)
_TITLES = frozenset(
    "mr mrs ms dr sir haji hajji hadji shaykh sheikh sheik shaikh mullah mulla maulana mawlawi maulvi mufti ustad qari imam hafiz sayyid syed "
    "general gen colonel col major captain capt lieutenant commander president minister prof professor engineer eng".split()
)
_FORMS = frozenset(
    "ltd limited inc incorporated corp corporation co company llc llp lp plc ag gmbh sa sarl srl spa bv nv ab oy as kg jsc ojsc pjsc cjsc "
    "ooo oao zao pao sae fze fzco joint stock aktiengesellschaft mv".split()
)
_SAME = {
    "mohammed": "muhammad", "mohammad": "muhammad", "mohamed": "muhammad", "muhammed": "muhammad", "mohd": "muhammad",
    "muhamad": "muhammad", "mohamad": "muhammad", "mahammad": "muhammad", "abou": "abu", "abdal": "abd", "abdul": "abd",
    "abdel": "abd", "abdol": "abd", "ahmed": "ahmad", "husayn": "husain", "hussein": "husain", "hussain": "husain",
    "hossein": "husain", "husein": "husain", "yousef": "yusuf", "youssef": "yusuf", "yousif": "yusuf", "usama": "osama",
    "omar": "umar", "osman": "uthman", "othman": "uthman", "ossama": "osama", "&": "and",
}  # fmt: skip
_SERVANT = re.compile(r"abd(?:[aeiou]l?)?l?([b-df-hj-np-tv-z]\w{3,})$")
#: Words for a body that English newsrooms take for one another.
_BODIES = frozenset(
    "association society foundation organization organisation committee fund charity institution union agency group".split()
)
_DIGRAPHS = (
    ("kh", "k"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("dj", "j"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "s"),
    ("th", "t"), ("dh", "d"), ("q", "k"), ("c", "k"), ("z", "s"), ("x", "ks"), ("v", "w"), ("p", "b"), ("e", ""), ("o", "u"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyhw]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two names may be one, 0 to 1, and why."""

    score: float
    reasons: tuple[str, ...]


@functools.lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The telling words of a name: "SURNAME, Given" turned round, case, accents, articles, titles and legal forms gone."""
    if name.count(",") == 1 and not _legal(name.partition(",")[2]):
        last, _, first = name.partition(",")
        name = f"{first} {last}"
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not 0x300 <= ord(c) <= 0x36F)
    every = [w for word in re.findall(r"[^\W_]+", _MARKS.sub("", plain.replace(".", " "))) for w in _parted(word)]
    every = _spelled([_SAME.get(w, w) for w in every])
    for dull in (_ARTICLES | _TITLES | _FORMS, _ARTICLES | _TITLES, _ARTICLES):
        kept = tuple(w for w in every if w not in dull)
        if kept:
            return kept
    return tuple(every)


def _parted(word: str) -> tuple[str, ...]:
    """ "abdulrahman" and "abd al-rahman" are two words alike."""
    found = _SERVANT.match(word)
    return ("abd", found[1]) if found is not None else (word,)


def _legal(words: str) -> bool:
    return all(w.strip(".").replace(".", "").casefold() in _FORMS for w in words.split())


def _spelled(words: Sequence[str]) -> list[str]:
    """ "l l c" is "llc": single letters in a row are one word."""
    out: list[str] = []
    run = ""
    for word in (*words, ""):
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if len(run) > 2 or run in _FORMS:
            out.append(run)
        else:
            out += list(run)
        run = ""
        out += [word] if word else []
    return out


@functools.lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Consonants as they survive transliteration: "qadhafi" and "gaddafi" keep little else in common."""
    for written, kept in _DIGRAPHS:
        word = word.replace(written, kept)
    return re.sub(r"(.)\1+", r"\1", word[:1] + _VOWELS.sub("", word[1:]))


@functools.lru_cache(maxsize=1 << 20)
def like_words(a: str, b: str) -> float:
    """Likeness of two words, 0 to 1; numbers are alike only when equal."""
    if a == b:
        return 1.0
    if any(c.isdigit() for c in a + b):
        return 0.0
    if a in _BODIES and b in _BODIES:
        return 0.6
    if len(a) == 1 or len(b) == 1:
        return INITIAL if a[0] == b[0] else 0.0
    near = 0.5 * (JaroWinkler.similarity(a, b) + Levenshtein.normalized_similarity(a, b))
    if near < 0.4:
        return 0.0
    if a.removeprefix("al") == b or b.removeprefix("al") == a:
        return 0.95
    if min(len(a), len(b)) > 3 and skeleton(a) == skeleton(b):
        near = max(near, 0.9)
    return float(max(0.0, (near - 0.5) / 0.5))


@functools.cache
def _groups() -> dict[tuple[str, ...], frozenset[str]]:
    """Names of armed groups, as telling words, to the entries of our list that bear them."""
    found: dict[tuple[str, ...], set[str]] = {}
    for entry in load("armed_groups")["groups"]:
        for name in (entry["name"], *entry.get("aliases", ()), *entry.get("acronyms", ()), *entry.get("native", ())):
            found.setdefault(words_of(name), set()).add(entry["id"])
    return {words: frozenset(ids) for words, ids in found.items()}


def known_groups(name: str) -> frozenset[str]:
    """Entries of our list of armed groups that bear the name."""
    return _groups().get(words_of(name), frozenset())


def likeness(a: str, b: str, *, weight: Callable[[str], float] | None = None) -> Likeness:
    """How far two names may be one.

    Args:
        weight: how telling a word is, 1 by default; an index knows it from all its names.
    """
    ours, theirs = known_groups(a), known_groups(b)
    if ours and theirs:
        if ours & theirs:
            return Likeness(1.0, (f"one group in our list: {min(ours & theirs)}",))
        return Likeness(0.0, (f"two groups in our list: {min(ours)}, {min(theirs)}",))
    left, right = words_of(a), words_of(b)
    if not left or not right:
        return Likeness(float(a.strip().casefold() == b.strip().casefold()), ("no words",))
    if sorted(left) == sorted(right):
        return Likeness(1.0, ("the same words",))
    if "".join(left) == "".join(right):
        return Likeness(0.98, ("the same letters, parted otherwise",))
    if _acronym(left, right) or _acronym(right, left):
        return Likeness(0.80, ("one is the initials of the other",))
    left, right = _joined(left, right), _joined(right, left)
    return _aligned(left, right, weight or _by_length)


def _joined(words: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Two words that the other name writes as one, joined: "ali reza" beside "alireza"."""
    out = list(words)
    i = 0
    while i + 1 < len(out):
        both = out[i] + out[i + 1]
        if any(
            both == w or len(both) > 5 and skeleton(both) == skeleton(w) and like_words(both, w) > 0.7 for w in others
        ):
            out[i : i + 2] = [both]
        i += 1
    return tuple(out)


def _by_length(word: str) -> float:
    return 0.4 + 0.1 * min(8, len(word))


def _acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(w[0] for w in long)


def _aligned(left: Sequence[str], right: Sequence[str], weight: Callable[[str], float]) -> Likeness:
    """Words paired best first; those left on both sides conflict, those left on one are extra."""
    ranked = sorted(
        ((like_words(a, b), -abs(i - j), i, j) for i, a in enumerate(left) for j, b in enumerate(right)), reverse=True
    )
    used_left: dict[int, int] = {}
    used_right: set[int] = set()
    total = gained = 0.0
    reasons = []
    for like, _, i, j in ranked:
        if like < FLOOR:
            break
        if i in used_left or j in used_right:
            continue
        used_left[i] = j
        used_right.add(j)
        heavy = 0.5 * (weight(left[i]) + weight(right[j]))
        total += heavy
        gained += heavy * like
        reasons.append(f"{left[i]} = {right[j]}" if like == 1 else f"{left[i]} ~ {right[j]} {like:.2f}")
    spare_left = [w for i, w in enumerate(left) if i not in used_left]
    spare_right = [w for j, w in enumerate(right) if j not in used_right]
    mine, yours = (sum(map(weight, words)) for words in (spare_left, spare_right))
    both = min(mine, yours)
    total += 2 * CONFLICT * both + EXTRA * (mine + yours - 2 * both)
    reasons += [f"only one has {w}" for w in (*spare_left, *spare_right)]
    return Likeness(round(gained / total, 4) if total else 0.0, tuple(reasons))


class NameIndex:
    """Who may bear a name: entries under all their names, words weighed by how few entries have them."""

    def __init__(self, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        self.names: list[tuple[str, str]] = [(key, name) for key, names in entries for name in names]
        count = Counter(s for _, name in self.names for s in {skeleton(w) for w in words_of(name)})
        size = max(1, len(self.names))
        self._weights = {s: 0.25 + math.log(size / n) / math.log(size + 1) for s, n in count.items()}

    def weight(self, word: str) -> float:
        """How telling a word is: a word that no name here has is as telling as the rarest."""
        return self._weights.get(skeleton(word), 1.25)

    def find(self, name: str, *, limit: int = 5) -> list[tuple[str, Likeness]]:
        """The entries most like a name, best first, each once; ties go to the plain likeness, then to the entry."""
        best: dict[str, Likeness] = {}
        for key, other in self.names:
            like = likeness(name, other, weight=self.weight)
            if like.score > 0 and (key not in best or like.score > best[key].score):
                best[key] = like
        return sorted(best.items(), key=lambda row: (-row[1].score, row[0]))[:limit]

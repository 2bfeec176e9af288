"""Names across spellings: folding, skeletons and likeness.

It knows how one name is written by two newsrooms ("Kharkiv", "Kharkov"). It does not pretend to
know that two people with one name are one person; that takes more than the name.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from rapidfuzz import fuzz

from rashomon.model.covering import is_covered

#: Likeness of two folded words, 0 to 100, from which they may be one name. Set by hand on transliterations
#: (Arabic, Slavic and Mande names in two spellings stay above, different names of one region below).
ALIKE = 84.0
#: Likeness from which two words of one skeleton are one name.
_LEAST = 60.0

_APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc\u02bb\u02bf\u02be\u02b9\u02ba\u0060\u00b4'\"\u201c\u201d]")
_NO_LETTER = re.compile(r"[^\w]+|_")
_ARTICLES = frozenset({"the", "al", "el", "a", "an", "of", "de", "del", "la", "los", "las", "le", "les", "and"})
_DIGRAPHS = (
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck", "k"),
    ("dj", "j"),
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "s"),
    ("zh", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("q", "k"),
    ("c", "k"),
    ("z", "s"),
    ("x", "ks"),
    ("v", "w"),
)
_POSSESSIVE = re.compile(r"s?\u2019s\b|'s\b")


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and punctuation; words parted by single blanks."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_NO_LETTER.sub(" ", _APOSTROPHES.sub("", plain)).split())


@functools.lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, folded."""
    every = tuple(fold(text).split())
    return tuple(w for w in every if w not in _ARTICLES) or every


@functools.lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Consonants as they survive transliteration: "kharkiv" and "kharkov" are both "krk"."""
    plain = fold(word).replace(" ", "")
    for written, kept in _DIGRAPHS:
        plain = plain.replace(written, kept)
    bare = plain[:1] + re.sub(r"[aeiouyhw]", "", plain[1:])
    return re.sub(r"(.)\1+", r"\1", bare)


@functools.lru_cache(maxsize=131072)
def same_word(a: str, b: str) -> bool:
    """Whether two folded words are one name in two spellings."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4:
        return False
    like = fuzz.ratio(a, b, score_cutoff=_LEAST)
    return bool(like >= ALIKE or like >= _LEAST and skeleton(a) == skeleton(b))


@functools.lru_cache(maxsize=131072)
def same_name(a: str, b: str) -> bool:
    """Whether two names may stand for one bearer: every word of the shorter has its own in the longer.

    A single word has to match a whole name or a last word: "Saleh" is not "Saleh Omar".
    """
    ours, theirs = words_of(a), words_of(b)
    if not ours or not theirs:
        return False
    if ours == theirs:
        return True
    if is_covered(a) or is_covered(b):
        return False  # labels of the erased are drawn by lot: likeness means nothing
    short, long = sorted((ours, theirs), key=lambda w: (len(w), w))
    if len(short) == 1 and len(long) > 1:
        return len(short[0]) > 3 and same_word(short[0], long[-1])
    left = list(long)
    for word in short:
        match = next((w for w in left if same_word(word, w)), None)
        if match is None:
            return False
        left.remove(match)
    return True


@functools.lru_cache(maxsize=262144)
def same_place_name(a: str, b: str) -> bool:
    """Whether two place names are one in two spellings; as many words on both sides."""
    ours, theirs = words_of(a), words_of(b)
    return ours == theirs or len(ours) == len(theirs) and all(map(same_word, ours, theirs))

"""The telling words of a name, how alike two words are, and which words mean one thing in the names of bodies.

It knows spellings, transliterations, titles, legal forms, particles, and the group words of several languages ("jaysh" is
an army). It does not look at a whole name: that is `names`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import JaroWinkler, Levenshtein

from rashomon.lexicon import load

#: Set by hand, see `names`: an initial beside a word, two words that mean one thing in two languages.
INITIAL, MEANING = 0.80, 0.90

_MARKS = re.compile(r"['\"`’‘ʼʻʿʾ“”´]")
#: The izafe of Persian and Urdu names: "Lashkar-e-Taiba", "Jaish i-Mohammed".
_IZAFE = re.compile(r"(?<=\w)(?:-[eiy][- ]|[- ][eiy]-|-[eiy]-)(?=\w)", re.IGNORECASE)
ARTICLES = frozenset(
    "the al el ul ur ud us ad an as ash at ar az wa wal lil fi fil of and de del la los las le les du des et y bin ibn ben bint bt b von van der den und".split()
)
TITLES = frozenset(
    "mr mrs ms dr sir haji hajji hadji shaykh sheikh sheik shaikh mullah mulla maulana mawlawi maulvi mufti ustad qari imam hafiz sayyid syed "
    "general gen colonel col major captain capt lieutenant commander president minister prof professor engineer eng".split()
)
LEGAL = frozenset(
    "ltd limited inc incorporated corp corporation co company llc llp lp plc ag gmbh sa sarl srl spa bv nv ab oy as kg jsc ojsc pjsc cjsc "
    "ooo oao zao pao sae fze fzco joint stock aktiengesellschaft mv ev asbl vzw sal sprl snc bvba doo dd ad ood eood kft zrt uab oyj aps "
    "tov sti sirketi sdn bhd pt pte pvt ltda eirl fzc sharika sharikat shirkat sherkat establishment est".split()
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
#: Spellings of one sound, longest first; what remains after them is compared letter by letter.
_SOUNDS = (
    ("kh", "k"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("dj", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "ai"),
    ("ey", "ai"), ("ay", "ai"), ("iy", "i"), ("q", "k"), ("w", "v"), ("y", "i"), ("e", "i"), ("o", "u"), ("dh", "d"),
    ("th", "t"), ("z", "s"), ("c", "k"), ("p", "b"),
)  # fmt: skip
#: Likeness of two words from what they sound like: at most this; and of equal skeletons, by their length. Chosen on 400
#: aliases of persons that bench/facts.py does not draw (R@1 .680 to .693) and nomenklatura's pairs (AUC .872 to .881).
SOUNDS_ALIKE, BONES_ALIKE = 0.98, {1: 0.5, 2: 0.8}


@functools.lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The telling words of a name: "SURNAME, Given" turned round, case, accents, articles, titles and legal forms gone."""
    return _telling(every_word(name))


def family_of(name: str) -> frozenset[str]:
    """The telling words of the family name where a list writes it first ("TRINIDAD, Angelo"); none where it doesn't."""
    first, comma, rest = name.partition(",")
    if not comma or "," in rest or _legal(rest):
        return frozenset()
    return frozenset(words_of(first))


def _telling(every: tuple[str, ...]) -> tuple[str, ...]:
    for dull in (ARTICLES | TITLES | LEGAL, ARTICLES | TITLES, ARTICLES):
        kept = tuple(w for w in every if w not in dull)
        if kept:
            return kept
    return every


@functools.lru_cache(maxsize=65536)
def every_word(name: str) -> tuple[str, ...]:
    """All words of a name, folded, spelled one way, articles included."""
    if name.count(",") == 1 and not _legal(name.partition(",")[2]):
        last, _, first = name.partition(",")
        name = f"{first} {last}"
    plain = unicodedata.normalize("NFKD", _IZAFE.sub(" ", name).casefold())
    plain = "".join(c for c in plain if not 0x300 <= ord(c) <= 0x36F)
    every = [w for word in re.findall(r"[^\W_]+", _MARKS.sub("", plain.replace(".", " "))) for w in _parted(word)]
    return tuple(_byname(_spelled([_SAME.get(w, w) for w in every])))


#: A byname is one word: "Abu Musab" has little in common with "Abu Bakr". Persons' R@1 .6975 to .7025 on 400 aliases not drawn.
_BYNAMES = frozenset({"abu", "umm"})


def _byname(words: Sequence[str]) -> list[str]:
    """ "abu", the article after it and the name that follows as one word."""
    out: list[str] = []
    i = 0
    while i < len(words):
        last = i + 1
        while words[i] in _BYNAMES and last < len(words) and words[last] in ARTICLES:
            last += 1
        if words[i] in _BYNAMES and last < len(words):
            out.append(words[i] + words[last])
            i = last + 1
        else:
            out.append(words[i])
            i += 1
    return out


def _parted(word: str) -> tuple[str, ...]:
    """ "abdulrahman" and "abd al-rahman" are two words alike."""
    found = _SERVANT.match(word)
    return ("abd", found[1]) if found is not None else (word,)


def _legal(words: str) -> bool:
    return all(w.strip(".").replace(".", "").casefold() in LEGAL for w in words.split())


def _spelled(words: Sequence[str]) -> list[str]:
    """ "l l c" is "llc": single letters in a row are one word."""
    out: list[str] = []
    run = ""
    for word in (*words, ""):
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if len(run) > 2 or run in LEGAL:
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


@functools.lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A word as it sounds: "Youssef" and "Yusuf", "Haqqani" and "Haqani" are then one."""
    for written, kept in _SOUNDS:
        word = word.replace(written, kept)
    return re.sub(r"(.)\1+", r"\1", word)


def _near(a: str, b: str) -> float:
    return 0.5 * (JaroWinkler.similarity(a, b) + Levenshtein.normalized_similarity(a, b))


@functools.cache
def _meanings() -> dict[str, str]:
    """A word to what it means in a body's name: its concept, or the country whose name or people it is."""
    found = {w: concept for concept, words in load("name_words")["concepts"].items() for w in words}
    for entry in load("countries")["countries"]:
        for key in ("aliases", "demonyms", "people"):
            for form in (entry["name"], *(entry.get(key) or ())):
                word = fold(form)
                if " " not in word and len(word) > 3:
                    found.setdefault(word, f"country {entry['iso2']}")
    for code, words in load("name_words")["countries"].items():
        for word in words:
            found.setdefault(word, f"country {code}")
    return found


def meaning(word: str) -> str | None:
    """What a word means in the name of a body ("army", "country LB"), null for a word that only names."""
    return _meanings().get(word)


def fold(text: str) -> str:
    """Case and accents gone."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not 0x300 <= ord(c) <= 0x36F)


@functools.lru_cache(maxsize=1 << 20)
def like_words(a: str, b: str) -> float:
    """Likeness of two words, 0 to 1; numbers and codes of countries are alike only when equal."""
    if a == b:
        return 1.0
    if any(c.isdigit() or c == " " for c in a + b):  # numbers, and countries by their code
        return 0.0
    means = meaning(a)
    if means is not None and means == meaning(b):
        return MEANING
    if a in _BODIES and b in _BODIES:
        return 0.6
    if len(a) == 1 or len(b) == 1:
        return INITIAL if a[0] == b[0] else 0.0
    glued = [GLUED * _like(_bare(x), y) for x, y in ((a, b), (b, a)) if _bare(x) != x and _bare(y) == y]
    return max([_like(a, b), *glued])


#: An article written into the word: "Alfagih" beside "al-Faqih". Persons' R@1 .7041 to .7074 on the 1,504 aliases not drawn.
GLUED = 0.95


def _bare(word: str) -> str:
    """A long word without the "al" that it begins with."""
    return word[2:] if len(word) > 5 and word.startswith("al") else word


def _like(a: str, b: str) -> float:
    near = _near(a, b)
    if near < 0.4:
        return 0.0
    if a.removeprefix("al") == b or b.removeprefix("al") == a:
        return 0.95
    near = max(near, SOUNDS_ALIKE * _near(sound(a), sound(b)))
    if min(len(a), len(b)) > 3 and (bones := skeleton(a)) == skeleton(b):
        near = max(near, BONES_ALIKE.get(len(bones), 0.9))
    return float(max(0.0, (near - 0.5) / 0.5))

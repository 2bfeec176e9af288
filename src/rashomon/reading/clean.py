"""Page furniture: which lines belong to the page and not to the report.

Works line by line on words alone, from the lists in `lexicon/furniture.yaml`. It does not
know the layout of any one site, so furniture in a wording it has not seen stays in.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Literal

from rashomon.lexicon import load

Furniture = Literal["page", "link_list", "credit", "translation"]

_OUTER = " \t.:;,!|•·*-–—_=~>»›…\"'“”[]()"
_RULE = re.compile(r"[\W_]+")
_CAPITALISED = re.compile(r"(?:[a-z]{2}-)?[^\W\d_a-z][\w'’.\-]*")
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "de",
        "da",
        "di",
        "van",
        "von",
        "der",
        "bin",
        "ibn",
        "and",
        "of",
        "the",
        "in",
        "for",
        "&",
        "-",
        "agencies",
        "staff",
        "correspondent",
        "correspondents",
        "reporter",
        "reporters",
        "editor",
        "writer",
        "desk",
    }
)
_BYLINE = re.compile(
    r"(?:by|from|text:|words:|author:|words by|story by|text by|report by)[:\s]\s*(?=[A-Z])", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…۔。؟][\"'”’»)\]]*$")
_SHORT, _SHORTISH = 30, 45


def words_in(line: str) -> int:
    """Number of blank-separated words."""
    return len(line.split())


def ends_sentence(line: str) -> bool:
    """Whether a line ends with final punctuation, quote marks and brackets aside."""
    return _SENTENCE_END.search(line[-12:]) is not None


def furniture_kind(line: str, *, first: bool = False) -> Furniture | None:
    """What kind of furniture a line is; null if it is none.

    Args:
        line: one line or paragraph.
        first: it may be the headline, so only whole lines of the list count ("Video: ..." is a headline).
    """
    size = words_in(line)
    if _RULE.fullmatch(line) is not None:
        return "page"
    if size > _SHORTISH:
        return None
    low = _key(line)
    lists = _lists()
    if any(words in low for words in lists["credits"]) or low.startswith(lists["credit_starts"]):
        return "credit"
    if size > _SHORT:
        return None
    if any(words in low for words in lists["machine_translation"]):
        return "translation"
    bare = low.strip(_OUTER)
    if bare in lists["link_lists"]:
        return "link_list"
    if bare in lists["lines"] or not first and low.startswith(lists["starts"]):
        return "page"
    return None


def is_caption(line: str) -> bool:
    """Whether a line is a caption or a picture credit."""
    if words_in(line) > _SHORTISH:
        return False
    low, lists = _key(line), _lists()
    if low.startswith(lists["caption_starts"]):
        return True
    last = low.rstrip(" .")
    return any(
        last.endswith((" " + credit, "/" + credit, "/ " + credit))
        and not low.endswith(("said " + credit, "told " + credit))
        for credit in lists["caption_ends"]
    ) and _credit_apart(line)


def byline_of(line: str, *, unlabelled: bool) -> str | None:
    """The author that a line names, null if it is no byline.

    Args:
        line: one line of the report's head.
        unlabelled: whether bare names and agencies count ("Jane Roe in Beirut", "Reuters").
    """
    if words_in(line) > 14 or ends_sentence(line) and not line.rstrip().endswith(("Jr.", "Sr.")):
        return None
    match = _BYLINE.match(line)
    if match is not None:
        name = re.split(r"\s?[|•·–—]\s", line[match.end() :])[0].strip(_OUTER)
        return _without_place(name) if _capitalised(name) else None
    if not unlabelled:
        return None
    if is_agency(line):
        return line.strip(_OUTER)
    names = _without_place(re.split(r"\s?[|•·–—]\s", line)[0].strip(_OUTER))
    if 2 <= words_in(names) <= 8 and words_in(line) <= 10 and _capitalised(line) and not line.isupper():
        return names
    return None


def publisher_of(line: str, whole: str) -> str | None:
    """The outlet or issuer that a line of the head names, null if it names none.

    Args:
        line: a line of capitalised words.
        whole: the report; an author seldom stands in it again, an outlet often does ("told Radio Delta").
    """
    if words_in(line) > 12 or ends_sentence(line) or not _capitalised(line):
        return None
    names = [bare for name in re.split(r"\s?[|•·]\s|,\s", line) if (bare := name.strip(_OUTER))]
    for name in names:
        if words_in(name) >= 2 and whole.count(name) > 1:
            return name
    for name in names:
        if {word.lower().strip(".,'’") for word in name.split()} & _lists()["outlet_words"]:
            return name
    return None


def _without_place(names: str) -> str:
    """One author of "Jane Roe, Gusau" and "Jane Roe in Gusau", all three of "Jane Roe, John Doe and Ann Poe"."""
    names = re.sub(r"\s+in\s+[^\W\d_a-z][\w-]+(?:\s[^\W\d_a-z][\w-]+)?", "", names)
    head, comma, tail = names.partition(",")
    return names if comma and (" and " in tail or words_in(tail) >= 2) else head.strip()


def credited(line: str) -> str | None:
    """The first author of "(Reporting by Jane Roe in Kabul; Editing by ...)"; null for other credits."""
    match = re.match(r"\(?(?:reporting|written|writing) by\s+([^;.()\n]{3,80})", line, re.IGNORECASE)
    name = _without_place(match.group(1).strip(_OUTER)) if match is not None else ""
    return name if _capitalised(name) else None


def is_agency(line: str) -> bool:
    """Whether a line is nothing but the name of an agency or desk."""
    return _key(line).strip(_OUTER) in _lists()["agencies"]


def is_place_line(line: str) -> bool:
    """Whether a line of the head names only where the author was ("Beirut", "KABUL, Afghanistan")."""
    return words_in(line) <= 4 and _capitalised(line) and not ends_sentence(line)


def _key(line: str) -> str:
    return " ".join(line.lower().replace("’", "'").split())


def _capitalised(line: str) -> bool:
    tokens = re.findall(r"[^\s,/|]+", line)
    names = [t for t in tokens if t.lower() not in _PARTICLES]
    return bool(names) and all(_CAPITALISED.fullmatch(t.strip("()")) for t in names)


def _credit_apart(line: str) -> bool:
    """A credit stands apart: after a full stop, a slash, a dash, a bracket or "via"."""
    return (
        re.search(
            r"[.!?/|(\[–—-]\s?(?:[\w'’.-]{1,20}\s){0,4}[\w'’./-]{1,30}(?:\s(?:images|photo))?[)\].]*$|\bvia\s",
            line,
            re.IGNORECASE,
        )
        is not None
    )


@functools.cache
def _lists() -> dict[str, Any]:
    data = load("furniture")
    sets = {name: frozenset(map(str, data[name])) for name in ("lines", "link_lists", "agencies", "outlet_words")}
    tuples = {
        name: tuple(map(str, data[name]))
        for name in ("starts", "machine_translation", "credits", "credit_starts", "caption_starts", "caption_ends")
    }
    return {**sets, **tuples}

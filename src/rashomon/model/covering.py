"""Finds the names of a person in any text and covers them, offsets kept: for erasure, and for readers who see no witness.

A name is looked for by its words, whatever stands between them, without case and accents. A word of it that
stands alone ("Hadi" after "Omar Hadi") is covered only where the whole name stands in the same report, only
as names are written, and not inside another person's longer name. Spellings that nobody gave are not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from rashomon.model import codec
from rashomon.model.actors import Actor
from rashomon.model.record import Record
from rashomon.model.victims import Victim

#: Stands for every sign of a covered name, blanks included, so that offsets hold and word lengths do not show.
COVER = "\u2588"
#: Most signs between two words of one name: "Omar  al-Hadi", "Omar,\nHadi".
_GAP = 3
#: A shorter word of a name ("al", "bin") is not looked for on its own.
_SHORTEST = 3
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670])+")
#: Scripts that write words without blanks: a name is looked for sign by sign.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
#: Arabic writes "and", "by", "to" as a part of the next word.
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PREFIX = 3
#: What an actor may be called that is no name.
_PRONOUNS = frozenset("he she they it i we you him her them his hers their its who".split())
#: Fields of records and incidents that hold words of people, spans apart; all others hold controlled values and ids.
FREE = frozenset(
    {"name", "aliases", "title", "byline", "url", "publisher", "notices", "value", "within", "outlet", "place", "by",
     "low_by", "high_by", "reasons", "file"}
)  # fmt: skip

#: Of these, those that say what somebody is called; others may hold words of the text.
_CALLED = frozenset({"name", "aliases", "publisher", "byline"})

Label = Callable[[str], str]
Form = tuple[str, ...]
Ranges = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str
    capital: bool


def fold(text: str) -> str:
    """Without case and accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def form_of(name: str) -> Form:
    """The words that a name is looked for by."""
    return tuple(fold(w) for w in _WORD.findall(name))


def _words(text: str) -> list[_Word]:
    return [
        _Word(m.start(), m.end(), fold(m[0]), m[0][0].isupper() or m[0][0].lower() == m[0][0].upper())
        for m in _WORD.finditer(text)
    ]


class Names:
    """Whole names to be covered, found by their first words: a hundred thousand cost no more than one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.given = tuple(dict.fromkeys(names))
        self.forms = frozenset(form for name in self.given if (form := form_of(name)))
        self._by_first: dict[str, list[Form]] = {}
        for form in sorted(self.forms, key=len, reverse=True):
            self._by_first.setdefault(form[0], []).append(form)
        self._unspaced = tuple(f[0] for f in self.forms if len(f) == 1 and _UNSPACED.search(f[0]))
        self._arabic = any(_ARABIC.search(form[0]) for form in self.forms)

    def __bool__(self) -> bool:
        return bool(self.forms)

    def ranges(self, text: str, *, alone: frozenset[str] = frozenset()) -> Ranges:
        """Where names stand; `alone` are single words that count as well, where they are written as names."""
        if not self.forms:
            return []
        words = _words(text)
        found: Ranges = [(w.start, w.end) for w in words if w.capital and w.folded in alone]
        for at, word in enumerate(words):
            for form in self._starting(word.folded):
                if (end := self._end(words, at, form)) is not None:
                    found.append((word.start, end))
                    break
        for name in self._unspaced:
            found += [m.span() for m in re.finditer(re.escape(name), text)]
        return joined(found)

    def _starting(self, word: str) -> Iterator[Form]:
        yield from self._by_first.get(word, ())
        if self._arabic and _ARABIC.search(word):
            for cut in range(1, min(_ARABIC_PREFIX, len(word) - 2) + 1):
                yield from self._by_first.get(word[cut:], ())

    @staticmethod
    def _end(words: list[_Word], at: int, form: Form) -> int | None:
        if at + len(form) > len(words):
            return None
        for step in range(1, len(form)):
            here, before = words[at + step], words[at + step - 1]
            if here.folded != form[step] or here.start - before.end > _GAP:
                return None
        return words[at + len(form) - 1].end

    def found(self, text: str, *, alone: frozenset[str] = frozenset()) -> bool:
        """Whether a name stands in a text."""
        return bool(self.ranges(text, alone=alone))

    def in_address(self, address: str) -> bool:
        """Whether a web address, path or file name holds one; there names lose capitals and blanks."""
        plain = unquote(address)
        if self.found(plain):
            return True
        joint = "".join(w.folded for w in _words(plain))
        return any(len(form) > 1 and "".join(form) in joint for form in self.forms)

    def stands_for(self, name: str) -> bool:
        """Whether a name is, or holds, one of these."""
        return self.found(name)


def joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The same stretches in order, those that touch or overlap put together."""
    out: Ranges = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out


def cover(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches covered; it is as long as before."""
    out, at = [], 0
    for start, end in joined(ranges):
        out += [text[at:start], COVER * (end - start)]
        at = end
    return "".join([*out, text[at:]])


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of one record has to be covered.

    Args:
        names: those looked for, and what else this report calls the same people.
        actors: ids of the actors that are meant.
        victims: ids of the victims' entries.
        alone: words of their names that count on their own in this report.
        ranges: stretches of the text.
    """

    names: Names
    actors: frozenset[str]
    victims: frozenset[str]
    alone: frozenset[str]
    ranges: tuple[tuple[int, int], ...]

    def __bool__(self) -> bool:
        return bool(self.ranges or self.actors or self.victims)


def hidden_in(record: Record, names: Names, *, speech: bool = False, described: bool = True) -> Hidden:
    """Finds the people of these names in a record.

    Args:
        record: any record.
        names: whole names and other whole forms.
        speech: what they said is covered too.
        described: so are the words that describe them as victims.
    """
    text = record.document.text
    actors = [a for a in record.actors if any(names.stands_for(n) for n in (a.name, *a.aliases))]
    victims = [v for v in record.victims if any(names.stands_for(n.text) for n in v.names)]
    whole = names.ranges(text)
    if not (whole or actors or victims):
        return Hidden(names, frozenset(), frozenset(), frozenset(), ())
    ids = frozenset(a.id for a in actors)
    names = Names((*names.given, *(n for a in actors for n in a.aliases if _is_name(n))))
    whole = names.ranges(text)
    alone = _alone(text, whole, actors, victims)
    spared = _spared(record, ids, names)
    parts = [r for r in names.ranges(text, alone=alone) if not any(a <= r[0] and r[1] <= b for a, b in spared)]
    ranges = [*whole, *parts]
    ranges += [(n.start, n.end) for v in victims for n in v.names]
    if described:
        ranges += [r for v in victims for r in _description(v)]
    if speech:
        said = [c for c in record.claims if c.speaker is not None and c.speaker.actor_id in ids]
        ranges += [(s.start, s.end) for c in said for s in c.content]
    return Hidden(names, ids, frozenset(v.id for v in victims), alone, tuple(joined(ranges)))


def is_written_as_name(text: str) -> bool:
    """Whether every word is written as names are."""
    return all(w.capital for w in _words(text))


def is_covered(name: str) -> bool:
    """Whether a name is what an erasure put in a name's place, with or without other words."""
    return COVER in name


def _is_name(alias: str) -> bool:
    """Whether a surface form names somebody in several words, each written as a name; a single one counts as a part."""
    return len(_words(alias)) > 1 and is_written_as_name(alias)


def _alone(text: str, whole: Ranges, actors: list[Actor], victims: list[Victim]) -> frozenset[str]:
    """Words of the names as this report writes them, titles apart."""
    titles = {w for a in actors for role in a.roles for w in form_of(role.title)}
    written = [text[a:b] for a, b in whole]
    written += [n for a in actors for n in (a.name, *a.aliases)]
    written += [n.text for v in victims for n in v.names]
    words = {w.folded for name in written for w in _words(name) if w.capital}
    return frozenset(w for w in words - titles - _PRONOUNS if len(w) >= _SHORTEST)


def _spared(record: Record, ids: frozenset[str], names: Names) -> Ranges:
    """Where another person's name of several words stands."""
    others = [a for a in record.actors if a.kind == "person" and a.id not in ids]
    mentions = [m for a in others for m in a.mentions if len(form_of(m.text)) > 1 and not names.found(m.text)]
    return [(m.start, m.end) for m in mentions if all(w.capital for w in _words(m.text))]


def _description(victim: Victim) -> Ranges:
    spans = [victim.age.span] if victim.age is not None else []
    spans += [victim.role] if victim.role is not None else []
    return [(s.start, s.end) for s in spans]


def covered(record: Record, hidden: Hidden, *, label: Label, words: Label | None = None) -> Record:
    """The record without these people: the text covered, their names replaced by `label`, everything else as it was.

    Args:
        record: any record.
        hidden: of this record, from `hidden_in`.
        label: from a name to what stands in its place.
        words: the same for a name within other words ("men of Hadi"); `label` if null.
    """
    data = codec.to_json(record, full=True)
    text = cover(record.document.text, hidden.ranges)
    whole_names = {a.id: a.name for a in record.actors if a.id in hidden.actors}
    out = _walk(data, hidden, text, Labelling(label, words or label, whole_names))
    out["document"]["text"] = text
    if record.document.url is not None and hidden.names.in_address(record.document.url):
        out["document"]["url"] = None
    for actor in out["actors"]:
        if actor["id"] in hidden.actors:
            whole = next(a for a in record.actors if a.id == actor["id"])
            actor["name"], actor["aliases"] = label(whole.name), []
    for victim in out["victims"]:
        if victim["id"] in hidden.victims:
            victim["names"], victim["age"], victim["role"] = [], None, None
    return codec.from_json(Record, out)


@dataclass(frozen=True, slots=True)
class Labelling:
    """What stands for names and for names within words; `actors`: id to the whole name of who is hidden."""

    label: Label
    words: Label
    actors: Mapping[str, str]

    def of(self, key: str) -> Label:
        """What covers names in the field of this key."""
        return self.label if key in _CALLED else self.words


def _walk(value: Any, hidden: Hidden, text: str, labels: Labelling, key: str = "") -> Any:
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            return {**value, "text": text[value["start"] : value["end"]]}
        out = {k: _walk(v, hidden, text, labels, k) for k, v in value.items()}
        if "level" in value and "actor_id" in value:
            # What an erasure has covered before stays who it is.
            whole = labels.actors.get(value["actor_id"])
            if whole is not None or COVER in out["span"]["text"] and not is_covered(value["name"]):
                out["name"] = labels.label(whole or value["name"])
        return out
    if isinstance(value, list):
        return [_walk(item, hidden, text, labels, key) for item in value]
    if isinstance(value, str) and key in FREE:
        return plain(value, hidden.names, hidden.alone, label=labels.of(key))
    return value


def plain(text: str, names: Names, alone: frozenset[str] = frozenset(), *, label: Label) -> str:
    """A string that no offset leads into, with `label` in the place of each name."""
    found = names.ranges(text, alone=alone)
    if not found:
        return text
    out, at = [], 0
    for start, end in found:
        out += [text[at:start], label(text[start:end])]
        at = end
    return "".join([*out, text[at:]])

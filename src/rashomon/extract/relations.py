"""Relations between actors that the words state: leads, speaks for, backed by, part of ...

Read from the shapes of the lines: titles, appositions, copulas and fixed phrases around two
grounded actors. What is only implied ("Iran-backed militias support him") is no relation of his.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from spacy.tokens import Doc

from rashomon.extract.pronouns import read_pronouns
from rashomon.extract.relation_bodies import belonging
from rashomon.extract.relation_cast import Cast, cast_of
from rashomon.extract.relation_holders import holders
from rashomon.extract.relation_kin import kin
from rashomon.extract.relation_offices import bare_offices
from rashomon.extract.relation_patterns import BODIES, INCLUDES, MORE, OWNED, PERSONAL, VOICES, Pattern
from rashomon.extract.relation_shapes import Shape, shapes
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.mentions import Grounding, RelationMention
from rashomon.model.relations import RelationKind
from rashomon.model.spans import Span

COMPONENT = "rules.relations/2"
_TITLES: dict[str, RelationKind] = {"L": "leads", "M": "member_of", "V": "speaks_for"}
_KIN: dict[str, RelationKind] = {
    "A": "part_of",
    "F": "allied_with",
    "O": "opposed_to",
    "X": "backed_by",
    "Y": "linked_to",
    "K": "backed_by",
    "k": "backed_by",
    "a": "allied_with",
    "l": "linked_to",
    "x": "opposed_to",
}
#: Of one pair only the strongest of these stands: a leader is a member, a spokesman too.
_RANK: dict[str, int] = {"leads": 0, "speaks_for": 1, "member_of": 2}
#: What stands right after these is not stated.
_DENIALS = frozenset({"deny", "refute", "reject", "dispute"})
_STATE_ORGANS = frozenset({"state", "military", "police", "media"})


def find_relations(doc: Doc, grounding: Grounding) -> tuple[RelationMention, ...]:
    """All stated relations, each once per pair of actors."""
    reader = _Reader(doc, grounding)
    found: dict[tuple[str, str, str], RelationMention] = {}
    for mention in reader.read():
        if mention.subject_id != mention.object_id:
            found.setdefault((mention.subject_id, mention.relation, mention.object_id), mention)
    bound = {s for s, r, _ in found if r in _RANK}
    for mention in belonging(doc, grounding, bound=bound):
        found.setdefault((mention.subject_id, mention.relation, mention.object_id), mention)
    return tuple(_strongest(found))


def _strongest(found: dict[tuple[str, str, str], RelationMention]) -> Iterator[RelationMention]:
    best: dict[tuple[str, str], int] = {}
    for subject, relation, item in found:
        if relation in _RANK:
            best[subject, item] = min(best.get((subject, item), 9), _RANK[relation])
    for (subject, relation, item), mention in found.items():
        if relation not in _RANK or best[subject, item] == _RANK[relation]:
            yield mention


class _Reader:
    def __init__(self, doc: Doc, grounding: Grounding) -> None:
        self.doc, self.g = doc, grounding
        self.kinds = {a.id: a.kind for a in grounding.actors}
        self.cast: Cast = cast_of(grounding)
        self.pronouns = read_pronouns(doc, grounding)
        self.bound: set[str] = set()
        #: Persons whose office points back to a body: what a pronoun says of them is read there.
        self.pointed: set[str] = set()

    def read(self) -> Iterator[RelationMention]:
        lines = list(shapes(self.doc, self.g, self.pronouns, self.cast))
        pointed = list(holders(self.doc, self.g))
        self.pointed = {m.subject_id for m in pointed}
        for shape in lines:
            for mention in self._line(shape):
                if mention.relation in _RANK:
                    self.bound.add(mention.subject_id)
                yield mention
        yield from pointed
        self.bound |= self.pointed
        for mention in kin(self.doc, self.g, bound=self.bound):
            self.bound.add(mention.subject_id)
            yield mention
        yield from bare_offices(self.doc, self.g, lines, self.bound)

    def _line(self, shape: Shape) -> Iterator[RelationMention]:
        spent: set[int] = set()
        for pattern in (*VOICES, *PERSONAL):
            for match in _all(pattern.signs, shape.signs):
                yield from self._personal(pattern, match, shape, spent)
        for pattern in BODIES:
            for match in _all(pattern.signs, shape.signs):
                if "t" in pattern.signs.groupindex:
                    if match.start("t") in spent:
                        continue
                    spent.add(match.start("t"))
                yield from self._bodies(pattern, match, shape)
        for match in _all(INCLUDES, shape.signs):
            if match.start("s") not in spent:
                spent.add(match.start("s"))
                yield from self._parts(match, shape)

    # ------------------------------------------------------------ persons
    def _personal(
        self, pattern: Pattern, match: re.Match[str], shape: Shape, spent: set[int]
    ) -> Iterator[RelationMention]:
        title = match.start("t") if "t" in pattern.signs.groupindex else None
        relation: str | None = pattern.relation or _TITLES[match["t"]]
        anchor = title if title is not None else match.start("s")
        if pattern.name == "description" and shape.signs[: match.start("s")].endswith("d"):
            return  # "the canyon of the Patía, the commander of the Front, NAME": no person takes an article
        if anchor in spent or pattern.name == "title of body" and _describes_another(shape.signs, match.start()):
            return
        at = (
            _owned(shape, match.end("o"), match.start("o"))
            if pattern.name not in {"owner", "title before name", "described by owner"}
            else match.start("o")
        )
        body = shape.actor[at]
        if (
            body is None
            or not self._fits(pattern, relation, body)
            or pattern.name == "heads"
            and self._over(shape, match)
        ):
            return
        spent.add(anchor)
        for i in self._persons(pattern, match, shape, title):
            person = shape.actor[i]
            by_pronoun = self.doc[shape.first[at]].pos_ == "PRON" and (
                person in self.pointed or self._is_country(body) and not self._state_office(shape, title)
            )
            at_body = pattern.name != "at a name" or self.doc[shape.first[at] - 1].lower_ == "at"
            if person is not None and not by_pronoun and at_body:
                yield self._make(person, relation, body, shape, match, pattern.name)

    def _over(self, shape: Shape, match: re.Match[str]) -> bool:
        """As in "who had led the Front": he leads it no more."""
        verb = next(shape.first[i] for i in range(match.start(), match.end()) if shape.signs[i] == "h")
        return any(c.dep_ == "aux" and c.lower_ == "had" for c in self.doc[verb].children)

    def _state_office(self, shape: Shape, title: int | None) -> bool:
        """Whether the title is one that only a state has: "its president"; not "its director"."""
        if title is None:
            return False
        words = self.doc[shape.first[title] : shape.last[title]].text.lower()
        return any(words in load("relations")[name] for name in ("bare_leads", "bare_member"))

    def _fits(self, pattern: Pattern, relation: str | None, body: str) -> bool:
        kind = self.kinds[body]
        if pattern.name in {"name of body", "bracket"}:
            listed = kind in {"political", "organisation", "media", "armed_group", "police", "military"}
            return (listed or kind == "state" and not self._is_country(body)) and (
                body in self.cast.bodies or kind == "police"
            )
        if pattern.name == "name by owner":
            return kind in {"political", "organisation", "armed_group"} and body in self.cast.bodies
        if pattern.name == "at a name":
            return kind == "person"
        if pattern.name == "works for":
            return kind not in {"state", "population"}
        return True

    def _persons(self, pattern: Pattern, match: re.Match[str], shape: Shape, title: int | None) -> list[int]:
        people = [i for i in range(match.start("s"), match.end("s")) if shape.signs[i] == "P"]
        if len(people) < 2:
            return people
        word = self.doc[shape.last[title] - 1] if title is not None else None
        if word is not None and word.tag_ in {"NNS", "NNPS"} or "both" in self._words(shape, match).split():
            return people
        return people[:1] if match.start("s") > (title if title is not None else -1) else people[-1:]

    def _words(self, shape: Shape, match: re.Match[str]) -> str:
        return self.doc[shape.first[match.start()] : shape.last[match.end() - 1]].text.lower()

    # ------------------------------------------------------------ bodies
    def _bodies(self, pattern: Pattern, match: re.Match[str], shape: Shape) -> Iterator[RelationMention]:
        start = shape.first[match.start()]
        if any(t.lemma_ in _DENIALS for t in self.doc[max(0, start - 4) : start]):
            return
        sign = match["t"] if "t" in pattern.signs.groupindex else ""
        relation = pattern.relation or _KIN[sign]
        subject = shape.actor[match.start("s")]
        targets = [match.start("o")]
        if pattern.name in {"state", "kin of", "belongs", "alongside", "state of a person"}:
            targets = [_owned(shape, match.end("o"), match.start("o"))]
            end = match.end("o")
            while (more := MORE.match(shape.signs, end)) is not None and sign in {"k", "a", "l", "F"}:
                targets.append(more.start("o"))
                end = more.end()
        for at in targets:
            item = shape.actor[at]
            if pattern.name == "possessor" and self.g.actor_of[shape.first[at]] != item:
                if shape.signs[match.end("s") : match.end("s") + 1] not in {"N", "A"}:
                    continue  # "its cabinet" rests on a pronoun alone; "its Al Noor channel" gives both
            if subject is None or item is None or not self._sensible(pattern, relation, subject, item):
                continue
            if sign == "K":
                yield self._make(item, relation, subject, shape, match, pattern.name)
            else:
                yield self._make(subject, relation, item, shape, match, pattern.name)

    def _sensible(self, pattern: Pattern, relation: str, subject: str, item: str) -> bool:
        owner, owned = self.kinds[item], self.kinds[subject]
        if pattern.name == "alongside":
            return owned in {"armed_group", "military"} and owner in {"armed_group", "military"}
        if relation == "part_of":
            if pattern.name in {"possessor", "organ named after", "organ described"} and owner == "state":
                return owned in _STATE_ORGANS and not self._is_country(subject)
            if pattern.name == "kin by owner" and owner == "state" and owned not in _STATE_ORGANS:
                return False
            return owned != "state" or not self._is_country(subject)
        if relation == "backed_by":
            return owner != "population" and (pattern.name != "backs" or owned == "armed_group")
        return True

    def _is_country(self, actor_id: str) -> bool:
        return any(
            (m.entry or "").startswith("countries:")
            for i, m in enumerate(self.g.mentions)
            if m.first < m.last and self.g.actor_of[m.first] == actor_id
        )

    def _parts(self, match: re.Match[str], shape: Shape) -> Iterator[RelationMention]:
        """The members of a coalition that the line lists."""
        if self.doc[shape.first[match.start("s") - 1]].lemma_.lower() == "include":
            between = self.doc[shape.first[match.start("o")] : shape.first[match.start("s")]]
            if not any(t.lemma_.lower() in load("relations")["umbrella"] for t in between):
                return
        whole = shape.actor[match.start("o")]
        for i in range(match.start("s"), match.end("s")):
            part = shape.actor[i]
            if shape.signs[i] == "B" and part is not None and whole is not None and self.kinds[part] != "state":
                yield self._make(part, "part_of", whole, shape, match, "includes")

    def _make(
        self, subject: str, relation: str | None, item: str, shape: Shape, match: re.Match[str], rule: str
    ) -> RelationMention:
        first, last = self.doc[shape.first[match.start()]], self.doc[shape.last[match.end() - 1] - 1]
        span = Span.of(text_of(self.doc), first.idx, last.idx + len(last.text))
        return RelationMention(subject, relation, item, span, rule)  # type: ignore[arg-type]


def _all(signs: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches, overlapping ones too: "X, Y's ally" may begin inside another match."""
    at = 0
    while (match := signs.search(text, at)) is not None:
        yield match
        at = match.start() + 1


def _owned(shape: Shape, end: int, start: int) -> int:
    """The last body of a chain of owners ("the army's Second Division"), by sign."""
    while (more := OWNED.match(shape.signs, end)) is not None:
        start, end = more.start("o"), more.end("o")
    return start


@functools.lru_cache(maxsize=4096)
def _describes_another(signs: str, at: int) -> bool:
    """The title's phrase stands in apposition to a name before it: "NAME, leader of X, ..."."""
    before = signs[:at].rstrip("dmN#-")
    return before.endswith(("P,", "P,#,", "i")) and not before.endswith("dP,")

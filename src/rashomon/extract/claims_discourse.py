"""What a reader keeps in mind: the last persons, bodies and groups that spoke or stood as subject.

Pronouns are read from it. It abstains where nobody of the right sort is near.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from rashomon.extract.claims_names import title_of
from rashomon.extract.claims_view import View
from rashomon.model.actors import Actor, Who

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
BODY_PRONOUNS = frozenset({"it", "its", "itself"})
_VAGUE = frozenset(
    {"any", "every", "each", "one", "another", "some", "several", "two", "three", "four", "five", "many"}
)
_BODIES = frozenset({"organisation", "state", "political", "armed_group", "military", "police", "media"})
#: How many sentences a referent that spoke outlives one that was only brought in.
_REACH = 3
GROUP_PRONOUNS = frozenset({"they", "them", "their", "themselves", "both", "these", "those"})


@dataclass(slots=True)
class Referent:
    """Somebody the reader has in mind; `sort` is person, body or group.

    Args:
        spoke: stood as the subject of a cue.
        told: stood inside what another one said.
        vague: an unnamed one among several ("one soldier", "any civilian"): brought in, not yet known.
        doubtful: a name that the recogniser gave no person's kind, though it may be one.
    """

    who: Who
    sort: str
    token: int
    sentence: int
    paragraph: int
    spoke: bool
    noun: str = ""
    told: bool = False
    vague: bool = False
    doubtful: bool = False


@dataclass(slots=True)
class Discourse:
    """The last referents of each sort, latest last.

    Args:
        told: for each token whether it stands in what somebody is said to have said.
        own: token ranges of the content whose speaker is being sought: nobody in it is that speaker.
        issuer: who says "we" outside quote marks, null in a text that is nobody's own.
    """

    view: View
    actors: dict[str, Actor] = field(default_factory=dict)
    recent: list[Referent] = field(default_factory=list)
    nouns: dict[str, Referent] = field(default_factory=dict)
    told: bytearray = field(default_factory=bytearray)
    female: dict[str, bool] = field(default_factory=dict)
    own: list[tuple[int, int]] = field(default_factory=list)
    issuer: Actor | None = None

    def note(self, who: Who, token: Token, *, spoke: bool, sentence: int) -> None:
        """Remembers a speaker or subject."""
        actor = self.actors.get(who.actor_id or "")
        referent = Referent(
            who,
            self.sort_of(who, token),
            token.i,
            sentence,
            self.view.paragraph[token.i],
            spoke,
            token.lower_,
            told=not spoke and bool(self.told) and bool(self.told[token.i]),
            vague=any(c.dep_ in {"det", "nummod"} and c.lower_ in _VAGUE for c in token.children),
            doubtful=token.pos_ == "PROPN" and actor is not None and actor.kind in {"organisation", "unknown"},
        )
        self.recent.append(referent)
        if spoke and token.pos_ in {"NOUN", "PROPN"}:
            for role in roles_beside(token):
                self.nouns[role] = referent

    def sort_of(self, who: Who, token: Token) -> str:
        """Person, body or group, by the actor's kind or the words."""
        actor = self.actors.get(who.actor_id or "")
        if (actor is not None and actor.kind == "person") or token.lower_ in PERSON_PRONOUNS:
            return "person"
        if actor is not None and actor.kind in _BODIES and token.tag_ in {"NNS", "NNPS"} and token.text[:1].isupper():
            return "body"
        if token.pos_ == "PROPN" and _introduces_itself(token):
            return "person"
        if token.tag_ == "NNS" or (token.tag_ == "NNPS" and (actor is None or actor.kind in {"population", "unknown"})):
            return "group"
        level = self.view.words.levels.get(token.lower_)
        if token.pos_ == "NUM":
            return "person"
        if token.pos_ == "NOUN":
            if level in {"named_office", "media"} or (level is None and token.lower_ in self.view.words.documents):
                return "body"
            return "group" if level == "crowd" else "person"
        if actor is not None and actor.kind not in {"unknown", "population"}:
            return "body"
        if token.ent_type_ == "PERSON" or (
            actor is None
            and who.level == "named"
            and (token.ent_type_ not in {"ORG", "GPE", "NORP", "FAC"} or title_of(token) is not None)
        ):
            return "person"
        return "body"

    def antecedent(self, pronoun: Token, sentence: int) -> Referent | None:
        """Whom a personal pronoun stands for.

        A subject earlier in the sentence comes first, then the last sentence that offers one of the
        right sort, in it the speaker before other subjects; not further than three paragraphs back.
        """
        low = pronoun.lower_
        if low in PERSON_PRONOUNS:
            return self._person(pronoun, sentence)
        readings: tuple[tuple[str, ...], ...] = (("group",), ("group", "body"))
        if low in BODY_PRONOUNS:
            readings = (("body",), ("body", "group"))
        for sorts in readings:
            found = self._latest(sorts, pronoun, sentence)
            if found is not None:
                return found
        return None

    def _person(self, pronoun: Token, sentence: int) -> Referent | None:
        """The person of a "he" or "she": a subject or speaker, else one named here, else a name of unclear kind."""
        found = self._latest(("person",), pronoun, sentence)
        if found is not None and (found.sentence == sentence or found.spoke and sentence - found.sentence <= 1):
            return found
        named = self._last_named(pronoun, sentence)
        if named is not None and self.view.sentence_start[named.token] == self.view.sentence_start[pronoun.i]:
            return named
        loose = self._latest(("person", "body"), pronoun, sentence, doubtful=True)
        if loose is not None and (found is None or (found.vague or found.told) and loose.sentence >= found.sentence):
            return loose
        return found if found is not None else named

    def _last_named(self, pronoun: Token, sentence: int) -> Referent | None:
        """Where no person spoke or stood as subject: the last one named, in this paragraph or the one before."""
        grounding, here = self.view.grounding, self.view.paragraph[pronoun.i]
        for i in range(pronoun.i - 1, max(pronoun.i - 120, -1), -1):
            if self.view.paragraph[i] < here - 1:
                return None
            number = grounding.mention_of[i] if i < len(grounding.mention_of) else None
            if number is None or grounding.mentions[number].kind != "person" or self.view.utterance[i] >= 0:
                continue
            actor = self.actors.get(grounding.actor_of[i] or "")
            if actor is not None and self._agrees(actor.id, pronoun) and not self._in_own(i):
                who = Who(actor.id, actor.name, "named", grounding.mentions[number].span)
                return Referent(who, "person", i, sentence, here, False)
        return None

    def _latest(
        self, sorts: tuple[str, ...], pronoun: Token, sentence: int, *, doubtful: bool = False
    ) -> Referent | None:
        best: Referent | None = None
        here = self.view.paragraph[pronoun.i]
        for referent in reversed(self.recent):
            if here - referent.paragraph > 3:
                break
            if best is not None and referent.sentence < best.sentence and not _weak(best):
                break
            if best is not None and best.sentence - referent.sentence > _REACH:
                break
            if referent.sort not in sorts or referent.token >= pronoun.i or self._in_own(referent.token):
                continue
            if doubtful and referent.sort != "person" and not (referent.doubtful and referent.spoke):
                continue
            if not self._agrees(referent.who.actor_id, pronoun):
                continue
            if referent.sentence == sentence:
                return referent
            if best is None or _better(referent, best):
                best = referent
        return best

    def _in_own(self, index: int) -> bool:
        return any(first <= index < last for first, last in self.own)

    def _agrees(self, actor_id: str | None, pronoun: Token) -> bool:
        """Whether nothing in the report speaks against "he" or "she" for the actor."""
        female = self.female.get(actor_id or "")
        if female is None or pronoun.lower_ not in PERSON_PRONOUNS:
            return True
        return female == (pronoun.lower_ in {"she", "her", "herself"})

    def on_stage(self, index: int, sentence: int, *, since: int) -> Referent | None:
        """The person of the sentence right before a quote that nothing attributes ("X shook her head."); null if none."""
        for referent in reversed(self.recent):
            if referent.token < since or referent.sentence < sentence - 1:
                return None
            before = referent.token < index and referent.sentence == sentence - 1
            if before and referent.sort == "person" and not referent.told and not referent.vague:
                same = self.view.paragraph[referent.token] == self.view.paragraph[index]
                return referent if same and referent.who.level == "named" else None
        return None

    def role(self, noun: str) -> Referent | None:
        """The last speaker described by this noun."""
        return self.nouns.get(noun)

    def last_speaker(self, paragraph: int, *, within: int = 1) -> Referent | None:
        """Who spoke last, not more than `within` paragraphs back."""
        for referent in reversed(self.recent):
            if paragraph - referent.paragraph > within:
                return None
            if referent.spoke:
                return referent
        return None


def _weak(referent: Referent) -> bool:
    """Whether somebody who spoke a little earlier is the likelier one."""
    return not referent.spoke and (referent.told or referent.vague)


def _better(referent: Referent, best: Referent) -> bool:
    """Whether an earlier referent beats the later `best`."""
    if referent.sentence == best.sentence:
        return referent.spoke and not best.spoke
    return referent.spoke and _weak(best)


def _introduces_itself(token: Token) -> bool:
    """As in "X, who introduced himself as"."""
    return any(
        c.dep_ == "relcl" and any(t.lower_ in {"himself", "herself", "his", "her"} for t in c.subtree)
        for c in token.children
    )


def roles_beside(token: Token) -> list[str]:
    """The nouns that describe a speaker: its own, those before its name, those in apposition."""
    out = [token.lower_]
    near = [token, *([token.head] if token.dep_ == "appos" else [])]
    for noun in near:
        out.append(noun.lower_)
        out += [c.lower_ for c in noun.children if c.dep_ in {"compound", "appos"} and c.i != token.i]
        out += [
            g.lower_
            for c in noun.children
            if c.dep_ in {"compound", "appos"}
            for g in c.children
            if g.dep_ == "compound"
        ]
    return out

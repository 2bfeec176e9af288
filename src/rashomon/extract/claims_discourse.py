"""What a reader keeps in mind: the last persons, bodies and groups that spoke or stood as subject.

Pronouns are read from it. It abstains where nobody of the right sort is near.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from rashomon.extract.claims_names import title_of
from rashomon.extract.claims_view import View
from rashomon.model.actors import Actor, Who

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "himself", "herself"})
BODY_PRONOUNS = frozenset({"it", "itself"})
GROUP_PRONOUNS = frozenset({"they", "them", "themselves", "both", "these", "those"})


@dataclass(slots=True)
class Referent:
    """Somebody the reader has in mind; `sort` is person, body or group."""

    who: Who
    sort: str
    token: int
    sentence: int
    paragraph: int
    spoke: bool
    noun: str = ""


@dataclass(slots=True)
class Discourse:
    """The last referents of each sort, latest last."""

    view: View
    actors: dict[str, Actor] = field(default_factory=dict)
    recent: list[Referent] = field(default_factory=list)
    nouns: dict[str, Referent] = field(default_factory=dict)

    def note(self, who: Who, token: Token, *, spoke: bool, sentence: int) -> None:
        """Remembers a speaker or subject."""
        referent = Referent(
            who, self.sort_of(who, token), token.i, sentence, self.view.paragraph[token.i], spoke, token.lower_
        )
        self.recent.append(referent)
        if spoke and token.pos_ in {"NOUN", "PROPN"}:
            self.nouns[token.lower_] = referent

    def sort_of(self, who: Who, token: Token) -> str:
        """Person, body or group, by the actor's kind or the words."""
        actor = self.actors.get(who.actor_id or "")
        if (actor is not None and actor.kind == "person") or token.lower_ in PERSON_PRONOUNS:
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
        readings: tuple[tuple[str, ...], ...] = (("group",), ("group", "body"))
        if low in PERSON_PRONOUNS:
            readings = (("person",),)
        elif low in BODY_PRONOUNS:
            readings = (("body",),)
        for sorts in readings:
            found = self._latest(sorts, pronoun, sentence)
            if found is not None:
                return found
        return self._last_named(pronoun, sentence) if low in PERSON_PRONOUNS else None

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
            if actor is not None:
                who = Who(actor.id, actor.name, "named", grounding.mentions[number].span)
                return Referent(who, "person", i, sentence, here, False)
        return None

    def _latest(self, sorts: tuple[str, ...], pronoun: Token, sentence: int) -> Referent | None:
        best: Referent | None = None
        here = self.view.paragraph[pronoun.i]
        for referent in reversed(self.recent):
            if here - referent.paragraph > 3 or (best is not None and referent.sentence < best.sentence):
                break
            if referent.sort not in sorts or referent.token >= pronoun.i:
                continue
            if referent.sentence == sentence:
                return referent
            if best is None or (referent.spoke and not best.spoke):
                best = referent
        return best

    def last_speaker(self, paragraph: int, *, within: int = 1) -> Referent | None:
        """Who spoke last, not more than `within` paragraphs back."""
        for referent in reversed(self.recent):
            if paragraph - referent.paragraph > within:
                return None
            if referent.spoke:
                return referent
        return None

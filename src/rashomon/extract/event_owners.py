"""Which trigger a time or a place belongs to.

The first trigger above it in the syntax owns it; a speech cue stops the climb, since it dates
the speech. What a clause without a trigger states holds for the triggers that hang on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from rashomon.extract.event_roles import Slots
from rashomon.extract.name_kinds import person_nouns
from rashomon.extract.trigger_kinds import Trigger

#: To announce a halt is to halt: one date.
_PERFORMING = frozenset({"announce", "declare", "order", "decide", "proclaim", "impose"})
_OFFICES = frozenset({"government", "coalition", "army", "native"})
_AFTER = frozenset({"after", "since", "before", "until"})
#: "targeted over the treatment of prisoners at a jail": what is behind these words is no scene.
_REASONS = frozenset({"over", "about", "regarding", "concerning"})
#: Roots whose verbs say what became of what their subject or object tells.
_ENDINGS = frozenset({"REJECT", "RETREAT", "CONSULT", "AGREE", "CONCEDE"})
_WITHIN = frozenset({"during", "in", "of", "from", "at"})


class Owners:
    """Assigns the times or places of one report to its triggers."""

    def __init__(
        self,
        doc: Doc,
        triggers: Mapping[int, Trigger],
        slots: Mapping[int, Slots],
        cues: set[int],
        contents: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.doc = doc
        self.contents = contents
        self.triggers = triggers
        self.cues = cues
        self.light: dict[int, int] = {}
        for i, filled in slots.items():
            if filled.light is not None and filled.light.i not in triggers:
                self.light.setdefault(filled.light.i, i)

    def assign(self, table: Sequence[str | None]) -> dict[int, list[str]]:
        """Trigger token to the ids it owns, nearest first."""
        owned: dict[int, list[str]] = {}
        free: list[tuple[Token, str]] = []
        previous: str | None = None
        for i, identity in enumerate(table):
            if identity is not None and identity != previous and not self._opens_period(i):
                head = self._head(i, table)
                owner = self._climb(head)
                if owner is None:
                    owner = self._fronted(head)
                if owner is None:
                    owner = self._told_with(i, head)
                if owner is not None:
                    owned.setdefault(owner, []).append(identity)
                elif not self._stopped(head):
                    free.append((head, identity))
            previous = identity
        self._from_relatives(table, owned)
        for head, identity in free:
            self._inherit(head, identity, owned)
        self._share(owned)
        return owned

    def _opens_period(self, i: int) -> bool:
        """ "since January": where a period begins is no date of an event."""
        return any(
            self.doc[j].lower_ in {"since", "until"} for j in range(max(0, i - 2), i + 1) if not self.doc[j].is_punct
        )

    def _head(self, i: int, table: Sequence[str | None]) -> Token:
        token = self.doc[i]
        while token.head.i != token.i and table[token.head.i] == table[i]:
            token = token.head
        return token

    def _climb(self, token: Token) -> int | None:
        start = token
        if token.dep_ == "poss" and token.head.i in self.triggers and token.ent_type_ == "GPE":
            return None  # "Kyiv's attack": the owner did it, it is no scene
        for _ in range(12):
            if token.i in self.triggers:
                return token.i
            if token.i in self.light:
                return self.light[token.i]
            if token.i in self.cues or token.head.i == token.i or self._of_people(token):
                return None
            if token.dep_ == "prep" and token.lower_ in _REASONS and token.i != start.head.i:
                return None
            token = token.head
        return None

    def _of_people(self, token: Token) -> bool:
        """ "residents of X", "the governor of X": where people belong is not where it happened."""
        head = token.head
        if (
            token.dep_ != "prep"
            or token.lower_ not in {"from", "of"}
            or head.pos_ not in {"NOUN", "PROPN"}
            or head.i in self.triggers
            or head.ent_type_
        ):
            return False
        return head.lower_ in person_nouns() or head.lemma_.lower() in person_nouns() or head.lower_ in _OFFICES

    def _fronted(self, head: Token) -> int | None:
        """ "Early on Wednesday the group said it had fired ...": a time in front of the speaker dates what is told."""
        cue = head
        for _ in range(4):
            if cue.i in self.cues or cue.head.i == cue.i:
                break
            cue = cue.head
        subject = next((c for c in cue.children if c.dep_ == "nsubj"), None)
        if cue.i not in self.cues or subject is None:
            return None
        if cue.lemma_ in _PERFORMING:
            return next(
                (c.i for c in cue.children if c.dep_ in {"ccomp", "xcomp", "dobj"} and c.i in self.triggers), None
            )
        if head.i > subject.i or cue.i not in (head.head.i, head.head.head.i) or head.head.pos_ in {"NOUN", "PROPN"}:
            return None
        for child in cue.children:
            if child.dep_ == "ccomp" and child.i in self.triggers and any(c.lower_ == "had" for c in child.children):
                return child.i
        return None

    def _told_with(self, i: int, head: Token) -> int | None:
        """ "killed 19 in X, on June 9, S said": what stands in the words that are told dates them, wherever the parse hangs it."""
        for first, last in self.contents:
            if first <= i < last and not any(first <= cue < last for cue in self.cues) and self._hangs_on_cue(head):
                before = [t for t in self.triggers if first <= t < i and self.doc[t].sent.start == head.sent.start]
                verbs = [t for t in before if not self.triggers[t].noun]
                return next(reversed(verbs or before), None)
        return None

    def _hangs_on_cue(self, token: Token) -> bool:
        for _ in range(3):
            if token.head.i in self.cues:
                return True
            token = token.head
        return False

    def _stopped(self, token: Token) -> bool:
        for _ in range(12):
            if token.i in self.cues:
                return True
            if token.dep_ == "ccomp" and token.head.i in self.cues:
                return False  # inside what is said
            if token.head.i == token.i:
                return False
            token = token.head
        return True

    def _from_relatives(self, table: Sequence[str | None], owned: dict[int, list[str]]) -> None:
        """ "since January 9, when a destroyer sank ..."."""
        for i in self.triggers:
            token = self.doc[i]
            if token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.head.i not in self.triggers:
                token = token.head
            if token.dep_ == "relcl" and (told := table[token.head.i]) is not None:
                owned.setdefault(i, []).insert(0, told)

    def _inherit(self, head: Token, identity: str, owned: dict[int, list[str]]) -> None:
        """A time or place of a clause without a trigger holds for the triggers that hang on that clause."""
        root = head
        while root.head.i != root.i and (root.pos_ not in {"VERB", "AUX"} or root.dep_ == "xcomp"):
            root = root.head
        for i in self.triggers:
            token = self.doc[i]
            if token.sent.start != head.sent.start or owned.get(i) or _afterwards(token):
                continue
            node, steps = token, 0
            while node.head.i != node.i and steps < 6 and node.i not in self.cues and not _afterwards(node):
                node, steps = node.head, steps + 1
                if node.i == root.i:
                    owned.setdefault(i, []).append(identity)
                    break

    def _share(self, owned: dict[int, list[str]]) -> None:
        """ "rounded up men at noon and shot ten", "detained ten during a night search in X": one scene for both."""
        for i in sorted(self.triggers):
            token = self.doc[i]
            head = token.head
            if owned.get(i):
                if token.dep_ == "pobj" and self.triggers[i].noun and head.dep_ == "prep" and head.lower_ in _WITHIN:
                    above = head.head.head if head.head.dep_ == "prep" else head.head  # "walked out of talks in X"
                    above = self._through_names(above)
                    if above.i in self.triggers:
                        owned.setdefault(above.i, owned[i])
                elif (
                    token.dep_ in {"nsubj", "nsubjpass", "dobj"}
                    and self.triggers[i].noun
                    and head.i in self.triggers
                    and self.triggers[head.i].kind.plover in _ENDINGS
                ):
                    owned.setdefault(head.i, owned[i])  # "Talks in X broke down"
                continue
            if (
                token.dep_ == "conj"
                and not self.triggers[i].noun
                and head.i in self.triggers
                and owned.get(head.i)
                and head.pos_ == "VERB"
            ):
                owned[i] = list(owned[head.i])

    def _through_names(self, node: Token) -> Token:
        """ "detained 22 men, four of them foreigners, during a search in X": up from the people to what is told of them."""
        for _ in range(6):
            if node.i in self.triggers or node.dep_ not in {"appos", "pobj", "prep", "nmod", "dep", "compound"}:
                return node
            node = node.head
        return node


def _afterwards(node: Token) -> bool:
    """A clause with "after": what stands above it came later, and so did its time."""
    if node.dep_ == "pobj" and node.head.lower_ in _AFTER | {"following"}:
        return True
    return node.dep_ == "advcl" and any(
        c.lower_ in _AFTER for c in node.children if c.dep_ in {"mark", "advmod", "prep"}
    )

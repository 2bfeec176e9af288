"""Whose word a figure is: the innermost claim around it, else the one whose verb it hangs under.

What somebody condemns or vows to avenge is presupposed, not said by them: "denounced a strike that
killed two" leaves the two with the outlet. A figure outside any claim may still be the object of saying
("the ministry put the toll at nine", "the army gave no number"): its subject is then the speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.model.actors import Level, Who
from rashomon.model.claims import Claim
from rashomon.model.mentions import Grounding
from rashomon.model.spans import Span

_PRESUPPOSING = frozenset({"condemn", "praise", "threaten", "support", "call_off"})
_SAYING = frozenset(
    "put give report say count estimate confirm announce place claim acknowledge list document record tally register provide specify disclose release state reveal treat receive".split()
)


class Coverage:
    """Which claim a stretch of text lies in: the innermost, by the length of its content."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._spans = [
            (sum(len(s) for s in claim.content), n, span, claim)
            for n, claim in enumerate(claims)
            for span in claim.content
        ]
        self._spans.sort(key=lambda entry: entry[:2])
        self._cues = [claim for claim in claims if claim.cue is not None]
        self._speakers = {
            claim.speaker.actor_id: claim.speaker
            for claim in reversed(claims)
            if claim.speaker is not None and claim.speaker.actor_id is not None
        }

    def at(self, offset: int) -> Claim | None:
        """The innermost claim whose content holds the character at `offset`."""
        return next((claim for _, _, span, claim in self._spans if span.start <= offset < span.end), None)

    def cued_at(self, offset: int) -> Claim | None:
        """The claim whose cue holds the character at `offset`."""
        return next((c for c in self._cues if c.cue is not None and c.cue.start <= offset < c.cue.end), None)

    def known(self, actor_id: str) -> Who | None:
        """How the report's first claim names this speaker."""
        return self._speakers.get(actor_id)


def whose_word(
    view: View, token: int, governor: int | None, covers: Coverage, grounding: Grounding, *, withheld: bool = False
) -> tuple[Who | None, str | None]:
    """Speaker and claim of a figure.

    Args:
        token: first token of its number.
        governor: the token that gave its measure.
        withheld: a number that somebody declines to give: the subject is the speaker whatever the verb.
    """
    claim = covers.at(view.start[token])
    if claim is not None:
        if (
            claim.act in _PRESUPPOSING
            and claim.form == "indirect"
            and _presupposed(view, token if governor is None else governor, claim)
        ):
            return None, None
        return claim.speaker, claim.id
    verb = _verb_above(view, token if governor is None or withheld is False else governor)
    if withheld and governor is not None:
        verb = governor
    if verb is None:
        return None, None
    if view.tag[verb] == "VBG" and view.dep[verb] == "advcl":
        upper = view.head[verb]
        cued = covers.cued_at(view.start[upper])
        if cued is not None and upper < verb and not any(view.dep[k] == "mark" for k in view.children[verb]):
            return cued.speaker, cued.id
        return None, None
    cued = covers.cued_at(view.start[verb])
    if cued is not None:
        return cued.speaker, cued.id
    if (
        withheld
        or view.lemma[verb] in _SAYING
        and view.lemma[verb] in casualty_words().sets["report_verbs"] | {"put", "place"}
    ):
        return _subject(view, verb, covers, grounding), None
    return None, None


def _presupposed(view: View, token: int, claim: Claim) -> bool:
    """Whether the figure stands in a relative or adverbial clause inside the claim's content."""
    for _ in range(8):
        if view.dep[token] in ("relcl", "acl", "advcl"):
            return True
        up = view.head[token]
        if up == token or not any(s.start <= view.start[up] < s.end for s in claim.content):
            return False
        token = up
    return False


def _verb_above(view: View, token: int) -> int | None:
    for _ in range(6):
        if view.pos[token] == "VERB":
            return token
        up = view.head[token]
        if up == token:
            return None
        token = up
    return None


def _subject(view: View, verb: int, covers: Coverage, grounding: Grounding) -> Who | None:
    """The actor that is the verb's subject, through joined verbs and relative pronouns."""
    for _ in range(3):
        for kid in view.children[verb]:
            if view.dep[kid] == "nsubj":
                token = (
                    view.head[verb]
                    if view.lower[kid] in ("who", "which", "that") and view.dep[verb] == "relcl"
                    else kid
                )
                return _who_at(view, token, covers, grounding)
        if view.dep[verb] != "conj" or view.head[verb] == verb:
            return None
        verb = view.head[verb]
    return None


def _who_at(view: View, token: int, covers: Coverage, grounding: Grounding) -> Who | None:
    if token >= len(grounding.actor_of) or (actor_id := grounding.actor_of[token]) is None:
        return None
    known = covers.known(actor_id)
    index = grounding.mention_of[token] if token < len(grounding.mention_of) else None
    actor = next((a for a in grounding.actors if a.id == actor_id), None)
    if index is None or actor is None:
        return known
    mention = grounding.mentions[index]
    level: Level = known.level if known is not None else "named" if mention.form != "nominal" else "unknown"
    return Who(
        actor_id,
        known.name if known is not None else actor.name,
        level,
        Span.of(view.text, mention.span.start, mention.span.end),
    )

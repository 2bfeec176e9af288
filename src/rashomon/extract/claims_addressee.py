"""To whom a claim is said: the outlet that was told, the residents who were warned, the army that was urged.

Only words beside the cue count. The outlet's own "us", "me", "our reporter" is nobody whom the record need name.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_capable import can_speak
from rashomon.extract.claims_letters import ASKED_OF, reached_otherwise, who_is_to
from rashomon.extract.claims_subjects import speaker_token, subject_of
from rashomon.extract.claims_view import Draft, View

#: Verbs whose object is told something.
_TELLING = frozenset({"tell", "inform", "notify", "assure", "reassure", "brief", "remind", "advise", "warn", "ask"})
#: Verbs whose object is to do something, or is given a word or a thing.
_DIRECTING = frozenset(
    {
        "urge", "order", "command", "instruct", "call", "appeal", "invite", "beg", "challenge", "promise", "offer", "pledge",
        "request", "implore", "exhort", "direct", "counsel", "summon", "entreat", "plead", "answer", "forbid", "dare",
        "give", "caution", "encourage", "guarantee",
    }
)  # fmt: skip
_ASKING = frozenset({"order", "instruct", "urge", "request", "command", "promise", "forbid"})
#: Verbs whose "to X" is part of what is said: "ascribed the burns to wires".
_LINKING = frozenset({"ascribe", "attribute", "link", "trace", "tie", "connect", "pin", "put"})
_BEFORE_IT = frozenset({"on", "upon", "to", "with"})
#: "us" is the body that issues a statement; where nobody issues one, whoever names speakers names nobody.
_OUTLET = frozenset({"me", "i", "itself", "himself", "herself", "themselves", "that", "which", "what", "times", "time"})
#: Whoever is there: somebody only with words that tell who ("everybody who comes in").
_ANYBODY = frozenset({"everybody", "everyone", "anybody", "anyone", "somebody", "someone", "all", "others"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
#: Words that an addressee may be away from its cue.
_REACH = 20


def addressee_token(draft: Draft, view: View) -> Token | None:
    """The token that heads the addressee, null where the words name none."""
    found = told_token(draft, view)
    if found is None or found.lower_ in _OUTLET or found.pos_ not in _HEADS or _own_outlet(found):
        return None
    if found.lower_ in _ANYBODY and not any(c.dep_ == "relcl" for c in found.children):
        return None
    speaker = speaker_token(draft, view)
    if speaker is not None and speaker.i == found.i or _asks_itself(found, draft, view):
        return None  # "“...?” asked the priest": who asks
    return found


def _asks_itself(found: Token, draft: Draft, view: View) -> bool:
    """As in "“Whose boats?” asked the priest of the harbour, Ona Fell": right behind a verb that has no subject before it."""
    verb = view.doc[draft.verb or 0]
    if verb.lemma_ != "ask" or draft.rule not in {"quote", "carried"} or draft.tokens[0][0] > verb.i:
        return False
    return found.left_edge.i == verb.i + 1 and not any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)


def told_token(draft: Draft, view: View) -> Token | None:
    """The token that stands where an addressee would, "me" and "us" too."""
    if draft.verb is None:
        return None
    verb = view.doc[draft.verb]
    lemma = verb.lemma_.lower()
    found = _told(verb, lemma, view) or _object(verb, draft, view, lemma) or _to_whom(verb, draft, view)
    if found is None and lemma in _OF_WHOM:
        found = _of_whom(verb, draft, view)
    if found is None and lemma in _TELLING | _DIRECTING:
        found = _between(verb, draft, view)
    if found is None:
        found = _opening(verb, draft, view, lemma)
    if found is None and draft.act == "demand" and lemma in ASKED_OF:
        found = who_is_to(draft, view)
    if found is None:
        found = reached_otherwise(verb, view)
    return found


def _own_outlet(token: Token) -> bool:
    """As in "our reporter", "this programme": nobody whom the record need name, unless by name; "this newspaper" names itself."""
    if token.pos_ == "PROPN" or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in token.children):
        return False
    return any(
        c.lower_ in {"our", "my"} or c.lower_ == "this" and token.lower_ in {"programme", "program", "reporter"}
        for c in token.children
    )


def _told(verb: Token, lemma: str, view: View) -> Token | None:
    """As in "the family was told that", "contractors are warned to": who is spoken to is the subject of the passive."""
    if lemma not in _TELLING | _ASKING:
        return None
    found = next((c for c in verb.children if c.dep_ == "nsubjpass" and c.pos_ in _HEADS), None)
    if found is None and verb.dep_ == "conj" and any(c.dep_ == "auxpass" for c in verb.children):
        found = subject_of(verb, view)  # "he had written it down and been advised by a superior to"
    return found


def _able(token: Token, view: View) -> bool:
    return token.pos_ == "PRON" or can_speak(token, view, needs="able")


def _beside(token: Token, verb: Token, view: View) -> bool:
    """Whether both stand in the same words: in one quote, or outside any."""
    return view.utterance[token.i] == view.utterance[verb.i]


def _held(token: Token, draft: Draft) -> bool:
    return any(first <= token.i < last for first, last in draft.tokens)


def _object(verb: Token, draft: Draft, view: View, lemma: str) -> Token | None:
    """The person told: the object of telling, or the first of two objects."""
    objects = [
        c for c in verb.children if c.dep_ in {"dobj", "dative", "iobj"} and c.pos_ in _HEADS and not _held(c, draft)
    ]
    if lemma in _TELLING and (draft.rule in {"clause", "quote", "tagged", "block", "infinitive"}):
        return objects[0] if objects else None
    if lemma == "answer" and draft.rule == "quote":
        return next((c for c in objects if c.pos_ == "PRON"), None)
    if lemma in _DIRECTING:
        return next(
            (c for c in objects if c.dep_ in {"dative", "iobj"} and _beside(c, verb, view) and _able(c, view)), None
        )
    return None


#: Verbs of two objects: the first is an addressee where a second follows.
_OF_TWO = frozenset({"promise", "offer", "guarantee", "give", "pledge"})
_OPENED = (_TELLING - {"ask"}) | _OF_TWO | {"appeal", "plead", "urge", "caution"}


def _opening(verb: Token, draft: Draft, view: View, lemma: str) -> Token | None:
    """As in "promised Parliament a full report", "warned the masters against": the content opens with whom it is said to."""
    if lemma not in _OPENED or not draft.tokens or view.utterance[verb.i] >= 0:
        return None
    first, last = draft.tokens[0]
    for child in (*verb.children, *(c for p in verb.children if p.lower_ in _BEFORE_IT for c in p.children)):
        if child.dep_ not in {"dobj", "dative", "iobj", "pobj"} or child.left_edge.i != first or child.i <= verb.i:
            continue
        more = [c for c in verb.children if c.i > child.i and c.dep_ in {"dobj", "npadvmod", "oprd", "ccomp"}]
        goes_on = bool(more) if lemma in _OF_TWO else last > child.i + 1
        return child if goes_on and can_speak(child, view, needs="able") else None
    return None


#: Verbs whose object goes to somebody: "promised a map to the priest", "offered condolences to the families".
_GIVING = frozenset(
    {
        "promise", "offer", "pledge", "extend", "send", "express", "address", "convey", "present", "telephone", "phone",
        "fax", "deliver", "give", "transmit", "direct",
    }
)  # fmt: skip


def _receiver(verb: Token, view: View) -> Token | None:
    """As in "promised a map to the priest": somebody, where he is given something by a word."""
    gifts = [verb, *(c for c in verb.children if c.dep_ == "dobj" and _beside(c, verb, view))]
    for child in (c for gift in gifts for c in gift.children):
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to":
            target = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in _HEADS), None)
            if target is not None and _beside(target, verb, view) and can_speak(target, view, needs="able"):
                return target
    return None


#: Verbs that turn to somebody by "at".
_SHOUTING = frozenset({"shout", "yell", "scream", "bark", "snap", "bellow", "roar"})


def _to_whom(verb: Token, draft: Draft, view: View) -> Token | None:
    """As in "said to reporters"."""
    if verb.lemma_ in _LINKING:
        return None
    if verb.lemma_ in _GIVING:
        return _receiver(verb, view)
    toward = {"to", "at"} if verb.lemma_ in _SHOUTING else {"to"}
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in toward and not _held(child, draft):
            target = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in _HEADS), None)
            if (
                target is not None
                and _able(target, view)
                and draft.rule in {"clause", "quote", "tagged", "block"}
                and _beside(target, verb, view)
            ):
                return target
    return None


#: Verbs that name whom they turn to by "of" or "from": "demanded of the ministry that", "asked from the owners".
_OF_WHOM = frozenset({"demand", "ask", "require", "request", "want", "seek", "expect"})


def _of_whom(verb: Token, draft: Draft, view: View) -> Token | None:
    """As in "demands of the army the name of": right behind the cue, before what is demanded."""
    prep = next(
        (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"of", "from"} and c.i == verb.i + 1), None
    )
    if prep is None or _held(prep, draft) or view.utterance[prep.i] >= 0:
        return None
    return next((c for c in prep.children if c.dep_ == "pobj"), None)


def _between(verb: Token, draft: Draft, view: View) -> Token | None:
    """As in "urged residents to leave", "called on the army to": the noun between the cue and its content."""
    first = min((piece[0] for piece in draft.tokens if piece[0] > verb.i), default=None)
    if first is None or first - verb.i > _REACH or view.doc[first].sent.start != verb.sent.start:
        return None
    if verb.lemma_ == "call" and view.doc[verb.i + 1].lower_ not in {"on", "upon"} and view.doc[first].lower_ != "to":
        return None
    at = verb.i + 1
    while at < first and (view.doc[at].lower_ in _BEFORE_IT or view.doc[at].pos_ == "ADV"):
        at += 1
    if at < first:
        heads = [t for t in view.doc[at:first] if t.pos_ in _HEADS and not at <= t.head.i < first]
        return heads[0] if heads and _beside(heads[0], verb, view) else None
    if not _beside(view.doc[first], verb, view):
        return None
    # The content may begin with the addressee: "urged the mission to take up the case".
    low = verb.lemma_.lower()
    return _subject_of_infinitive(first, draft, view) if low in _DIRECTING | {"ask", "warn", "advise"} else None


def _subject_of_infinitive(first: int, draft: Draft, view: View) -> Token | None:
    last = max(piece[1] for piece in draft.tokens)
    for token in view.doc[first : min(last, first + _REACH)]:
        if token.dep_ == "aux" and token.lower_ == "to":
            heads = [t for t in view.doc[first : token.i] if t.pos_ in _HEADS and not first <= t.head.i < token.i]
            return heads[0] if heads else None
    return None

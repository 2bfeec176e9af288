"""To whom a claim is said: the outlet that was told, the residents who were warned, the army that was urged.

Only words beside the cue count. The outlet's own "us", "me", "our reporter" is nobody whom the record need name.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_capable import can_speak
from rashomon.extract.claims_subjects import speaker_token
from rashomon.extract.claims_view import Draft, View

#: Verbs whose object is told something.
_TELLING = frozenset({"tell", "inform", "notify", "assure", "reassure", "brief", "remind", "advise", "warn", "ask"})
#: Verbs whose object is to do something, or is given a word or a thing.
_DIRECTING = frozenset(
    {
        "urge", "order", "command", "instruct", "call", "appeal", "invite", "beg", "challenge", "promise", "offer", "pledge",
        "request", "implore", "exhort", "direct", "counsel", "summon", "entreat", "plead", "answer", "forbid",
    }
)  # fmt: skip
_ASKING = frozenset({"order", "instruct", "urge", "request", "command", "promise", "forbid"})
#: Verbs whose "to X" is part of what is said: "ascribed the burns to wires".
_LINKING = frozenset({"ascribe", "attribute", "link", "trace", "tie", "connect", "pin", "put"})
_BEFORE_IT = frozenset({"on", "upon", "to", "with"})
#: "us" is the body that issues a statement; where nobody issues one, whoever names speakers names nobody.
_OUTLET = frozenset({"me", "i", "itself", "himself", "herself", "themselves", "that", "which", "what", "times", "time"})
#: Letters and calls: "in a call to the agency" says to whom.
_SENT = frozenset(
    "call letter message email e-mail note telegram fax text statement address speech memo complaint petition appeal".split()
)
_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
#: Words that an addressee may be away from its cue.
_REACH = 12


def addressee_token(draft: Draft, view: View) -> Token | None:
    """The token that heads the addressee, null where the words name none."""
    if draft.verb is None:
        return None
    verb = view.doc[draft.verb]
    lemma = verb.lemma_.lower()
    found = _told(verb, lemma) or _object(verb, draft, view, lemma) or _to_whom(verb, draft, view)
    if found is None and lemma in _OF_WHOM:
        found = _of_whom(verb, draft, view)
    if found is None and lemma in _TELLING | _DIRECTING:
        found = _between(verb, draft, view)
    if found is None:
        found = _written_to(verb, view)
    if found is None or found.lower_ in _OUTLET or found.pos_ not in _HEADS or _own_outlet(found):
        return None
    speaker = speaker_token(draft, view)
    return None if speaker is not None and speaker.i == found.i else found  # "“...?” asked the priest": who asks


def _own_outlet(token: Token) -> bool:
    """As in "our reporter", "this programme": nobody whom the record need name, unless by name; "this newspaper" names itself."""
    if token.pos_ == "PROPN":
        return False
    return any(
        c.lower_ in {"our", "my"} or c.lower_ == "this" and token.lower_ in {"programme", "program", "reporter"}
        for c in token.children
    )


def _told(verb: Token, lemma: str) -> Token | None:
    """As in "the family was told that", "contractors are warned to": who is spoken to is the subject of the passive."""
    if lemma not in _TELLING | _ASKING:
        return None
    return next((c for c in verb.children if c.dep_ == "nsubjpass" and c.pos_ in _HEADS), None)


def _written_to(verb: Token, view: View) -> Token | None:
    """As in "claimed both in a call to the agency"."""
    for child in verb.children:
        if child.dep_ != "prep" or child.lower_ not in {"in", "by", "at"} or view.utterance[child.i] >= 0:
            continue
        sent = next((c for c in child.children if c.dep_ == "pobj" and c.lower_ in _SENT), None)
        to = (
            next((c for c in sent.children if c.dep_ == "prep" and c.lower_ == "to"), None)
            if sent is not None
            else None
        )
        found = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
        if found is not None:
            return found
    return None


def _held(token: Token, draft: Draft) -> bool:
    return any(first <= token.i < last for first, last in draft.tokens)


def _object(verb: Token, draft: Draft, view: View, lemma: str) -> Token | None:
    """The person told: the object of telling, or the first of two objects."""
    objects = [
        c for c in verb.children if c.dep_ in {"dobj", "dative", "iobj"} and c.pos_ in _HEADS and not _held(c, draft)
    ]
    if lemma in _TELLING and (draft.rule in {"clause", "quote", "tagged", "block", "infinitive"}):
        return objects[0] if objects else None
    if lemma in _DIRECTING:
        return next((c for c in objects if c.dep_ in {"dative", "iobj"} and view.utterance[c.i] < 0), None)
    return None


#: Verbs whose object goes to somebody: "promised a map to the priest", "offered condolences to the families".
_GIVING = frozenset({"promise", "offer", "pledge", "extend", "send", "express", "address", "convey", "present"})


def _receiver(verb: Token, view: View) -> Token | None:
    """As in "promised a map to the priest": somebody, where he is given something by a word."""
    gifts = [verb, *(c for c in verb.children if c.dep_ == "dobj" and view.utterance[c.i] < 0)]
    for child in (c for gift in gifts for c in gift.children):
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to":
            target = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in _HEADS), None)
            if target is not None and view.utterance[target.i] < 0 and can_speak(target, view, needs="able"):
                return target
    return None


def _to_whom(verb: Token, draft: Draft, view: View) -> Token | None:
    """As in "said to reporters"."""
    if verb.lemma_ in _LINKING:
        return None
    if verb.lemma_ in _GIVING:
        return _receiver(verb, view)
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to" and not _held(child, draft):
            target = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in _HEADS), None)
            if (
                target is not None
                and draft.rule in {"clause", "quote", "tagged", "block"}
                and view.utterance[target.i] < 0
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
    if first is None or first - verb.i > _REACH or view.utterance[first] >= 0:
        return None
    if verb.lemma_ == "call" and view.doc[verb.i + 1].lower_ not in {"on", "upon"}:
        return None
    at = verb.i + 1
    while at < first and (view.doc[at].lower_ in _BEFORE_IT or view.doc[at].pos_ == "ADV"):
        at += 1
    if at < first:
        heads = [t for t in view.doc[at:first] if t.pos_ in _HEADS and not at <= t.head.i < first]
        return heads[0] if heads else None
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

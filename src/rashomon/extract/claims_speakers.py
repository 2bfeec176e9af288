"""Who speaks: from the subject of a cue to an actor, through apposition, pronoun and anaphor.

The state of the discourse is what a reader keeps in mind: the last person, body and group that
spoke or stood as subject. Where no actor was made for a phrase, its own words are the name.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_capable import FIRST_PERSON
from rashomon.extract.claims_discourse import (
    BODY_PRONOUNS,
    GROUP_PRONOUNS,
    PERSON_PRONOUNS,
    Discourse,
)
from rashomon.extract.claims_issuer import WE, as_spoken
from rashomon.extract.claims_names import is_date_word, name_first
from rashomon.extract.claims_phrases import located, phrase_of, span_of
from rashomon.extract.claims_view import View
from rashomon.model.actors import Actor, Level, Who
from rashomon.model.spans import Span

_NAME_DEPS = frozenset({"appos", "compound", "flat", "nmod"})


def who_of(token: Token, discourse: Discourse, sentence: int) -> Who | None:
    """The speaker that a subject token stands for, null where nobody can be named."""
    view = discourse.view
    low = token.lower_
    if low in PERSON_PRONOUNS | BODY_PRONOUNS | GROUP_PRONOUNS and token.pos_ in {"PRON", "DET"}:
        referent = discourse.antecedent(token, sentence)
        if referent is None:
            return None if low in BODY_PRONOUNS else phrase_of(token, view)
        return Who(referent.who.actor_id, referent.who.name, referent.who.level, span_of(view, token.i, token.i + 1))
    if low in FIRST_PERSON and token.pos_ == "PRON" and low != "one":
        own = low in WE and view.utterance[token.i] < 0 and discourse.issuer is not None
        return as_spoken(discourse.issuer, token.i, view) if own and discourse.issuer is not None else None
    role = _anaphor(token, view, discourse) if _unnamed(token, discourse) else None
    if role is not None and role.level == "named":
        return role
    body = _the_group(token, discourse)
    if body is not None:
        return body
    named = _by_actor(token, view, discourse)
    if named is not None:
        return named
    owner = _owner_of_words(token, view, discourse, sentence)
    if owner is not None:
        return owner
    pointed = _anaphor(token, view, discourse)
    return pointed if pointed is not None else phrase_of(token, view)


_GROUPS = frozenset({"group", "movement", "organisation", "organization", "militia", "faction", "militants"})
_GROUP_KINDS = frozenset({"armed_group", "organisation", "political"})


def _the_group(token: Token, discourse: Discourse) -> Who | None:
    """As in "The group": the last one that spoke or acted, rather than the last one mentioned."""
    if token.lower_ not in _GROUPS or not _definite(token):
        return None
    view = discourse.view
    if discourse.told and discourse.told[token.i]:
        return None
    for referent in reversed(discourse.recent):
        if view.paragraph[token.i] - referent.paragraph > 2:
            return None
        actor = discourse.actors.get(referent.who.actor_id or "")
        if actor is None or referent.told or referent.token >= token.i or actor.kind not in _GROUP_KINDS:
            continue
        return Who(actor.id, referent.who.name, referent.who.level, span_of(view, token.i, token.i + 1))
    return None


def _unnamed(token: Token, discourse: Discourse) -> bool:
    """Whether the noun's actor has no name of its own in the report ("the mayor")."""
    view = discourse.view
    actor = discourse.actors.get(view.actor_at(token.i) or "")
    return (
        token.pos_ == "NOUN"
        and actor is not None
        and _form_at(token.i, view) == "nominal"
        and not any(s.text[:1].isupper() and s.text.split()[-1][:1].isupper() for s in actor.mentions)
    )


def _by_actor(token: Token, view: View, discourse: Discourse) -> Who | None:
    """The actor at the token; a named person in apposition to an office or a role comes first."""
    if not discourse.actors:
        return None
    named = _named_beside(token, view, discourse)
    if named is not None:
        return named
    best: tuple[int, str, int] | None = None
    for candidate in _name_tokens(token):
        actor_id = view.actor_at(candidate.i)
        if actor_id is None:
            continue
        actor = discourse.actors[actor_id]
        rank = 0 if actor.kind == "person" and candidate.pos_ == "PROPN" else 1 if candidate.i == token.i else 2
        if rank == 2 and best is None and token.pos_ == "PROPN" and _form_at(candidate.i, view) == "nominal":
            whole = phrase_of(token, view)  # "X, a rights group": the name, with the group's identity
            return Who(actor_id, whole.name, _level(actor, token, view), whole.span) if whole is not None else None
        if (
            rank == 2
            and candidate.dep_ == "compound"
            and not view.grounding.actor_of[token.i]
            and token.pos_ != "PROPN"
        ):
            continue  # "militia officials": the militia is not the speaker
        if best is None or rank < best[0]:
            best = (rank, actor_id, candidate.i)
    if best is None:
        return None
    actor = discourse.actors[best[1]]
    level = _level(actor, token, view)
    if best[2] == token.i and (_form_at(token.i, view) == "nominal" or any(c.dep_ == "poss" for c in token.children)):
        whole = _owned(token, view) or (phrase_of(token, view) if token.pos_ == "NOUN" else None)
        if whole is not None and not _definite(token):
            return Who(actor.id, whole.name, level, whole.span)
    mention = _mention_span(view, best[2])
    if best[2] == token.i and token.pos_ == "PROPN" and actor.kind in {"organisation", "state", "unknown"}:
        wide = located(token, mention.start, view)
        if wide is not None:
            return Who(actor.id, wide.text, level, wide)
    return Who(actor.id, actor.name, level, mention)


def _owned(token: Token, view: View) -> Who | None:
    """As in "Ruritania's foreign ministry": the mention with its possessor; null where it has none or holds it already."""
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    mention = _mention_span(view, token.i)
    if owner is None or owner.left_edge.idx >= mention.start or mention.start - owner.left_edge.idx > 60:
        return None
    span = Span.of(view.text, owner.left_edge.idx, mention.end)
    return Who(None, span.text, "unknown", span) if "\n" not in span.text else None


def _definite(token: Token) -> bool:
    """As in "The group": points back, so the actor's own name tells more than the words."""
    return any(
        c.lower_ in {"the", "this", "that", "these", "those"} and c.dep_ == "det" for c in token.children
    ) and not any(c.dep_ in {"poss", "prep", "compound", "amod"} for c in token.children)


_NAMING = frozenset({"call", "give", "identify", "name", "style", "introduce", "go", "present", "describe"})


def _named_beside(token: Token, view: View, discourse: Discourse) -> Who | None:
    """As in "The spokesman of the group, X", "a driver, X, 51", "a man who calls himself X": the name behind a common noun."""
    form = _form_at(token.i, view)
    office = token.pos_ == "PROPN" and view.words.levels.get(token.lower_) in {
        "anonymous_official",
        "anonymous_witness",
    }
    if not (token.pos_ in {"NOUN", "NUM"} or office) or form == "name":
        return None
    stop = min(token.right_edge.i + 1, token.i + 30)
    for i in range(token.i + 1, stop):
        other = view.doc[i]
        if other.tag_ in {"WP", "WDT", "WP$"} and other.head.i > i:
            return _self_named(other.head, view, discourse)
        direct = other.head.i == token.i
        if other.dep_ != "appos" or other.pos_ != "PROPN" or not (direct or _set_off(other, view)):
            continue
        if view.utterance[i] >= 0 > view.utterance[token.i]:
            continue  # "The crowd: “Marko!”": what is said, not who says it
        actor_id = view.actor_at(i)
        actor = discourse.actors.get(actor_id or "")
        if actor is not None and (actor.kind == "person" or direct) and _form_at(i, view) == "name":
            return Who(actor.id, actor.name, _level(actor, token, view), _mention_span(view, i))
        if actor is None and direct and not is_date_word(other):
            span = span_of(view, name_first(other), i + 1)
            return Who(view.actor_at(token.i), span.text, "named", span)
    return None


def _form_at(index: int, view: View) -> str | None:
    number = view.grounding.mention_of[index] if index < len(view.grounding.mention_of) else None
    return view.grounding.mentions[number].form if number is not None else None


def _set_off(token: Token, view: View) -> bool:
    """Whether a comma or bracket stands before a name, its title or article."""
    i = token.left_edge.i - 1
    return i >= 0 and view.doc[i].text in {",", "(", "–", "—", ":"}


def _self_named(verb: Token, view: View, discourse: Discourse) -> Who | None:
    """As in "... who gave his name only as X"."""
    if verb.lemma_ not in _NAMING or not any(
        t.lower_ in {"himself", "herself", "name", "by"} for t in view.doc[verb.i : verb.right_edge.i + 1]
    ):
        return None
    for t in view.doc[verb.i + 1 : verb.right_edge.i + 1]:
        if t.pos_ == "PROPN" and t.dep_ != "compound":
            span = span_of(view, name_first(t), t.i + 1)
            actor = discourse.actors.get(view.actor_at(t.i) or "")
            name = actor.name if actor is not None else span.text
            return Who(actor.id if actor is not None else None, name, "named", span)
    return None


def _name_tokens(token: Token) -> list[Token]:
    """The head, then its appositions and name parts, one step deeper for "minister, X"."""
    out = [token]
    for child in token.children:
        if child.dep_ in _NAME_DEPS:
            out.append(child)
            deeper = {"compound", "appos", "flat"} if child.pos_ == "PROPN" else {"appos", "flat"}
            out.extend(c for c in child.children if c.dep_ in deeper)  # not "Coast" of "X, the Coast branch of Y"
    return out


def _mention_span(view: View, index: int) -> Span:
    number = view.grounding.mention_of[index] if index < len(view.grounding.mention_of) else None
    if number is not None:
        return view.grounding.mentions[number].span
    return span_of(view, index, index + 1)


def _level(actor: Actor, token: Token, view: View) -> Level:
    by_noun = view.words.levels.get(token.lower_) if token.pos_ == "NOUN" else None
    if actor.kind == "media":
        return "media"
    if actor.kind == "person":
        if any(word[:1].isupper() for word in actor.name.split()):
            return "named"
        return by_noun or "anonymous_witness"
    if actor.kind in {"population", "unknown"}:
        return by_noun or ("crowd" if actor.kind == "population" else "unknown")
    if by_noun is not None and by_noun != "named_office":
        return by_noun
    return "named_office"


_ISSUING = frozenset({"sign", "issue", "release", "publish", "post", "carry", "attribute"})
#: Documents that are one speaker's words: "the statement" is whoever made it.
_MESSAGES = frozenset(
    "statement statements tribute eulogy post message letter communique communiqué release tweet briefing note".split()
)


def _owner_of_words(token: Token, view: View, discourse: Discourse, sentence: int) -> Who | None:
    """As in "Its statement", "a statement by X", "the statement said": the words' owner speaks."""
    if token.lower_ not in view.words.documents:
        return None
    for child in token.children:
        if child.dep_ == "poss":
            return who_of(child, discourse, sentence)
        if child.dep_ == "acl" and child.lemma_ in _ISSUING:
            child = next((c for c in child.children if c.dep_ == "agent" or c.lower_ == "to"), child)
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from", "to"}:
            for owner in child.children:
                if owner.dep_ == "pobj":
                    return who_of(owner, discourse, sentence)
    if token.lower_ in _MESSAGES:
        referent = discourse.role(token.lower_) or discourse.last_speaker(view.paragraph[token.i], within=2)
        if referent is not None and any(c.lower_ in {"the", "this", "that"} for c in token.children):
            return Who(
                referent.who.actor_id, referent.who.name, referent.who.level, span_of(view, token.i, token.i + 1)
            )
    return None


def _anaphor(token: Token, view: View, discourse: Discourse) -> Who | None:
    """As in "The official", "the driver": the last speaker described by the same noun."""
    definite = any(c.lower_ in {"the", "this", "that"} and c.dep_ == "det" for c in token.children)
    owned = any(c.dep_ == "poss" for c in token.children)  # "the group's director"
    if not (definite or owned) or any(c.dep_ in {"prep", "compound", "amod", "relcl", "appos"} for c in token.children):
        return None
    referent = discourse.role(token.lower_)
    if referent is None or referent.token == token.i:
        return None
    return Who(referent.who.actor_id, referent.who.name, referent.who.level, span_of(view, token.i, token.i + 1))

"""Cues of indirect speech: verbs, hidden passives, "according to", hearsay adverbs, states, nouns.

Every rule reads one token and its neighbours. It abstains where nobody has spoken yet: futures, conditions, refusals.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.claims_content import content_of
from rashomon.extract.claims_lexicon import Verb
from rashomon.extract.claims_misread import misread_verb
from rashomon.extract.claims_passive import passive
from rashomon.extract.claims_reality import bare_participle, is_negated, is_real
from rashomon.extract.claims_spoken import match_verb
from rashomon.extract.claims_states import in_words_of, of_state
from rashomon.extract.claims_trim import Found, is_via, trim
from rashomon.extract.claims_view import (
    FINITE,
    Draft,
    View,
    is_passive,
)
from rashomon.extract.claims_wordless import according, hearsay, of_noun
from rashomon.extract.words import tokens_of
from rashomon.model.claims import Act


def indirect_drafts(view: View) -> Iterator[tuple[Draft, Verb | None]]:
    """Drafts of all indirect cues in text order, without speakers; the verb's entry says who may speak."""
    for token in tokens_of(view.doc):
        i = token.i
        if not view.body[i] or i in view.used:
            continue
        if view.utterance[i] >= 0:
            yield from _inside_speech(token, view)
            continue
        if (
            token.lower_ == "according"
            or token.lower_ == "as"
            and token.i + 1 < len(view.doc)
            and view.doc[token.i + 1].lower_ == "per"
        ):
            yield from according(token, view)
        elif (
            token.pos_ == "VERB"
            or token.tag_ in {"NNS", "NN", "VBP"}
            and token.lemma_ in view.words.verbs
            and _verb_in_disguise(token, view)
        ):
            yield from _of_verb(token, view)
        elif token.pos_ == "AUX" and token.lemma_ == "be":
            yield from ((draft, None) for draft in of_state(token, view))
        elif token.lower_ in {"in", "by", "on"}:
            yield from ((draft, None) for draft in in_words_of(token, view))
        elif token.lower_ in view.words.hearsay:
            yield from hearsay(token, view)
        elif token.tag_ in {"NNS", "NN"} and token.lemma_ in view.words.verbs and (draft := misread_verb(token, view)):
            yield draft, None
        elif token.pos_ == "NOUN" and token.lemma_ in view.words.clause_nouns:
            yield from of_noun(token, view)


def _inside_speech(token: Token, view: View) -> Iterator[tuple[Draft, Verb | None]]:
    """A third party's words inside quoted speech ("He said the sea was quiet"): only where it is its plain subject."""
    if token.pos_ != "VERB" or token.tag_ not in FINITE:
        return
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None and token.dep_ == "conj":
        subject = next((c for c in token.head.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ not in {"he", "she", "they"} and subject.pos_ not in {"NOUN", "PROPN"}:
        return
    for draft, entry in _of_verb(token, view):
        held = all(view.utterance[i] == view.utterance[token.i] for piece in draft.tokens for i in range(*piece))
        if held and draft.rule in {"clause", "object_to"}:
            draft.sure -= 0.2
            yield draft, entry


def _verb_in_disguise(token: Token, view: View) -> bool:
    """A verb tagged as a noun: it heads the sentence or a clause of its own."""
    if token.pos_ in {"VERB", "AUX"}:
        return False
    if any(c.dep_ == "compound" and c.i == token.i - 1 and c.tag_ == "NNS" for c in token.children):
        return token.dep_ == "ROOT" and token.nbor(-1).lower_ in view.words.documents  # "..., official data show"
    return (
        token.dep_ in {"ROOT", "ccomp", "conj"}
        and any(c.dep_ in {"ccomp", "nsubj"} for c in token.children)
        or (
            token.dep_ == "ROOT"
            and token.tag_ == "NNS"
            and any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.children)
            and any(c.i > token.i and c.dep_ != "punct" for c in token.children)
        )
    )


def _of_verb(verb: Token, view: View) -> Iterator[tuple[Draft, Verb | None]]:
    if not is_real(verb, view):
        return
    light = _light(verb, view)
    if light is not None:
        yield light, None
        return
    if (is_passive(verb) or bare_participle(verb)) and not _checked(verb, view):
        yield from passive(verb, view)
        return
    for entry in view.words.verbs.get(verb.lemma_.lower(), ()):
        matched = match_verb(verb, view)
        if matched is None:
            return
        if entry.rest and matched[0] is not entry:
            continue
        last = matched[1] if entry is matched[0] else verb.i + 1
        found = content_of(verb, entry, last, view)
        if found is not None:
            yield _draft(verb, last, found, view), entry
            return


def _draft(verb: Token, last: int, found: Found, view: View) -> Draft:
    sure = {"clause": 0.9, "quote": 0.9, "infinitive": 0.85, "object_as": 0.85, "object_prep": 0.85}.get(
        found.name, 0.75
    )
    return Draft(
        verb=verb.i,
        cue=(verb.i, last),
        contents=[view.chars(*p) for p in found.pieces],
        tokens=list(found.pieces),
        act=found.frame.act,
        rule=found.name,
        speaker=None,
        sure=sure,
        lemma=verb.lemma_.lower(),
        needs=found.frame.needs,
        negated=verb.lemma_ in _DOUBTING or is_negated(verb) and verb.lemma_ not in _TWICE,
        infinitive=found.infinitive,
        addressee_token=found.addressee.i if found.addressee is not None else None,
        medium=(found.medium, view.doc[found.medium].right_edge.i + 1) if found.medium is not None else None,
    )


#: Verbs that negate by themselves: "does not hide that", "did not dispute" assert.
_DOUBTING = frozenset({"doubt"})
_TWICE = frozenset({"hide", "dispute", "contest", "question", "doubt"})


_CHECKING = frozenset(
    "verify authenticate geolocate confirm check review analyse analyze see obtain share post release publish".split()
)


def _checked(verb: Token, view: View) -> bool:
    """As in "a video verified by X": the words say where a document comes from."""
    shown = verb.head.lower_ in view.words.documents | view.words.mute
    return verb.dep_ == "acl" and shown and verb.lemma_ in _CHECKING


def _carried_act(lemma: str, noun: Token, view: View) -> Act | None:
    """The act that a light verb and its noun perform together, null if they say nothing of anybody's words."""
    voicing = lemma in view.words.voicing
    act = view.words.noun_acts.get(noun.lemma_.lower()) or view.words.noun_acts.get(noun.lower_)
    if act is None:
        return "report" if voicing else None
    if noun.lemma_.lower() in {"toll", "figure", "count", "tally"}:
        numbered = any(t.like_num or t.pos_ == "NUM" for t in view.doc[noun.i : noun.right_edge.i + 1])
        return act if numbered else None
    clauses = [c for c in noun.children if c.i > noun.i and c.dep_ in {"acl", "ccomp"}]
    if lemma == "give" and act in {"demand", "warn"} and not clauses:
        return None  # "gave the order": a deed
    if any(c.dep_ == "acl" and c.tag_ == "VBG" and c.lemma_ in view.words.adding for c in clauses):
        return None  # "issued a statement saying": the participle is the cue
    if not voicing and act in {"report", "announce"} and not any(c.tag_ != "VBG" for c in clauses):
        return None
    return act


def _light(verb: Token, view: View) -> Draft | None:
    """As in "Issued a warning that", "expressed concern about": the noun says what the verb does."""
    lemma = verb.lemma_.lower()
    if lemma not in view.words.light_verbs or is_passive(verb):
        return None
    noun = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if lemma == "send" and noun is not None and view.words.noun_acts.get(noun.lemma_) not in {"support", "praise"}:
        return None
    if noun is None or any(c.lower_ == "no" for c in noun.children):
        return None
    act = _carried_act(lemma, noun, view)
    if act is None:
        return None
    end = noun.right_edge.i + 1
    for child in verb.children:
        if child.i > noun.i and child.dep_ in {"prep", "dative", "xcomp", "ccomp"} and not is_via(child, view):
            end = max(end, child.right_edge.i + 1)
    piece = trim(max(noun.left_edge.i, verb.i + 1), end, view)
    if piece is None:
        return None
    return Draft(
        verb=verb.i,
        cue=(verb.i, verb.i + 1),
        contents=[view.chars(*piece)],
        tokens=[piece],
        act=act,
        rule="light",
        speaker=None,
        sure=0.75,
        lemma=lemma,
        needs="able",
    )

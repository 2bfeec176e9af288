"""Claims of a report: who says what, in which words, with which act.

Order: quotes that are speech, then the indirect cues, then one walk in text order that names the
speakers from the state of the discourse. It pretends no judgement of truth, and no speaker where
the words name none: such a claim has speaker null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from spacy.tokens import Doc, Token

from rashomon.extract.claims_addressee import addressee_token
from rashomon.extract.claims_block import block_drafts
from rashomon.extract.claims_build import build_claims, without_echoes
from rashomon.extract.claims_capable import can_speak, is_nobody
from rashomon.extract.claims_cues import indirect_drafts
from rashomon.extract.claims_cuts import cut_at_other_cues
from rashomon.extract.claims_direct import find_spoken
from rashomon.extract.claims_discourse import Discourse
from rashomon.extract.claims_form import keep_quotes_whole, make_sound
from rashomon.extract.claims_gapped import gapped_drafts
from rashomon.extract.claims_genders import genders
from rashomon.extract.claims_introduced import introduced
from rashomon.extract.claims_issuer import WE, issuer_of
from rashomon.extract.claims_labels import label_drafts
from rashomon.extract.claims_passive import TOLD
from rashomon.extract.claims_speakers import who_of
from rashomon.extract.claims_spoken import Spoken, match_verb
from rashomon.extract.claims_subjects import relayer_of, speaker_token
from rashomon.extract.claims_tagged import merge
from rashomon.extract.claims_trim import is_via
from rashomon.extract.claims_view import Draft, View, build_view
from rashomon.extract.words import text_of, tokens_of
from rashomon.model.actors import Who
from rashomon.model.claims import Act, Claim
from rashomon.model.documents import Document
from rashomon.model.mentions import Grounding

#: How many drafts of a sentence back a claim may lie in another; bounds the work on endless sentences.
_NEAR = 12


@dataclass(slots=True)
class _Walk:
    """The walk's state: the view, the discourse and the drafts that each sentence holds so far."""

    view: View
    discourse: Discourse
    sentence_of: list[int]
    hosts: dict[int, list[Draft]]


def find_claims(doc: Doc, grounding: Grounding, *, document: Document, trained: bool = False) -> tuple[Claim, ...]:
    """All claims in text order, ids c1, c2 and on; `about` is left empty for the resolver.

    Args:
        doc: the parse; `text_of(doc)` is the document's text.
        grounding: actors by token; without any, the words of the subject name the speaker.
        document: its parts say what is body.
        trained: whether the trained components help; the rules alone otherwise.
    """
    view = build_view(doc, grounding, document)
    return build_claims(find_drafts(view, trained=trained), view, trained=trained)


def find_drafts(view: View, *, trained: bool) -> list[Draft]:
    """The drafts of all claims with their speakers, in text order."""
    spoken, quoted, indirect = rule_drafts(view)
    if trained:
        indirect = merge(quoted, indirect, view)
    kept = named(spoken, quoted, indirect, view)
    for draft in kept:
        keep_quotes_whole(draft, view)
        make_sound(draft, view)
    kept = without_echoes(kept, text_of(view.doc))
    kept.sort(key=lambda d: (d.start, d.at))
    return kept


def named(spoken: list[Spoken], quoted: list[Draft], indirect: list[Draft], view: View) -> list[Draft]:
    """Gives each draft its speaker in one walk through the text; those without a right to one are left out."""
    discourse = Discourse(
        view,
        {a.id: a for a in view.grounding.actors},
        told=_told(indirect, len(view.doc)),
        female=genders(view),
    )
    discourse.issuer = issuer_of(view, discourse.actors)
    return _walk(spoken, quoted, indirect, _Walk(view, discourse, _sentences(view.doc), {}))


def rule_drafts(view: View) -> tuple[list[Spoken], list[Draft], list[Draft]]:
    """What the rules find before anybody is named: utterances, their drafts, and the drafts of indirect cues."""
    spoken = find_spoken(view)
    quoted = [_spoken_draft(item, view) for item in spoken]
    blocks = [*block_drafts(view), *label_drafts(view)]
    indirect = [draft for draft, _ in indirect_drafts(view)]
    indirect.sort(key=lambda d: d.at)
    cut_at_other_cues(indirect, view)
    indirect += [*gapped_drafts(indirect, view), *blocks]
    return spoken, quoted, indirect


def _told(drafts: list[Draft], size: int) -> bytearray:
    """Which tokens stand in what somebody is said to have said."""
    out = bytearray(size)
    for draft in drafts:
        for first, last in draft.tokens:
            out[first:last] = b"\1" * (last - first)
    return out


def _sentences(doc: Doc) -> list[int]:
    out: list[int] = []
    for number, sent in enumerate(doc.sents):
        out.extend([number] * len(sent))
    return out


def _spoken_draft(item: Spoken, view: View) -> Draft:
    contents = [(q.start, q.end) for q in item.quotes]
    verb = item.verb if item.verb is not None else (item.carries.verb if item.carries is not None else None)
    last = item.verb_last if item.verb is not None else (item.carries.verb_last if item.carries is not None else 0)
    act: Act = "report"
    lemma = ""
    if verb is not None:
        found = match_verb(view.doc[verb], view)
        lemma = view.doc[verb].lemma_.lower()
        if found is not None:
            frame = found[0].frames.get("clause") or found[0].frames.get("quote")
            act = frame.act if frame is not None else "report"
    return Draft(
        verb=item.verb,
        cue=(verb, last) if verb is not None else None,
        contents=contents,
        act=act,
        rule="quote" if item.verb is not None else "carried",
        speaker=None,
        sure=0.95 if item.verb is not None else 0.8,
        lemma=lemma,
        quoted=True,
        tokens=[(item.first, item.last)],
        anchor=item.first,
    )


def _walk(spoken: list[Spoken], quoted: list[Draft], indirect: list[Draft], walk: _Walk) -> list[Draft]:
    """Text order: subjects are remembered, drafts get their speakers, those without a right to one are dropped."""
    view = walk.view
    events: list[tuple[int, int, int, object]] = []
    for token in tokens_of(view.doc):
        if token.dep_ in {"nsubj", "nsubjpass"} and view.body[token.i] and view.utterance[token.i] < 0:
            events.append((token.i, 0, 0, token))
    owner = {id(item): draft for item, draft in zip(spoken, quoted, strict=True)}
    for number, (item, draft) in enumerate(zip(spoken, quoted, strict=True)):
        events.append((draft.at, 1, number, (item, draft)))
    for number, draft in enumerate(indirect):
        events.append((draft.at, 2, number, draft))
    events.sort(key=lambda event: event[:3])
    kept: list[Draft] = []
    by_verb: dict[int, Draft] = {}
    for _, sort, _, payload in events:
        if sort == 0:
            _remember(cast(Token, payload), walk)
        elif sort == 1:
            item, draft = cast("tuple[Spoken, Draft]", payload)
            _name_spoken(item, draft, owner, walk)
            kept.append(draft)
        else:
            draft = cast(Draft, payload)
            if _name_indirect(draft, by_verb, walk):
                kept.append(draft)
                if draft.verb is not None:
                    by_verb[draft.verb] = draft
    return kept


def _remember(token: Token, walk: _Walk) -> None:
    who: Who | None = None
    if (
        token.pos_ == "PRON"
        and token.lower_ in {"he", "she"}
        or walk.view.actor_at(token.i) is not None
        or any(walk.view.actor_at(c.i) is not None for c in token.children if c.dep_ == "appos")
        or not walk.discourse.actors
        and (token.ent_type_ in {"PERSON", "ORG", "GPE"} or token.lower_ in walk.view.words.levels)
    ):
        who = who_of(token, walk.discourse, walk.sentence_of[token.i])
    if who is not None and (who.actor_id is not None or token.pos_ != "PRON"):
        walk.discourse.note(who, token, spoke=False, sentence=walk.sentence_of[token.i])


def _name_spoken(item: Spoken, draft: Draft, owner: dict[int, Draft], walk: _Walk) -> None:
    view, discourse = walk.view, walk.discourse
    if item.verb is None:
        token = introduced(item, view)
        named = who_of(token, discourse, walk.sentence_of[token.i]) if token is not None else None
        if token is not None and named is not None:
            draft.speaker = named
            discourse.note(named, token, spoke=True, sentence=walk.sentence_of[token.i])
            return
        if item.carries is not None and _goes_on(item, item.carries, view):
            source = owner[id(item.carries)]
            draft.speaker, draft.relayed_by, draft.addressee = source.speaker, source.relayed_by, source.addressee
            return
        stage = discourse.on_stage(
            item.first, walk.sentence_of[item.first], since=item.carries.last if item.carries else 0
        )
        if stage is not None:
            draft.speaker = stage.who
            draft.sure -= 0.1
            if item.carries is not None and owner[id(item.carries)].speaker == stage.who:
                draft.addressee = owner[id(item.carries)].addressee
        elif item.carries is not None:
            source = owner[id(item.carries)]
            draft.speaker, draft.relayed_by, draft.addressee = source.speaker, source.relayed_by, source.addressee
        else:
            referent = discourse.last_speaker(item.paragraph, within=1)
            draft.speaker = referent.who if referent is not None else None
            draft.sure -= 0.2
        return
    token = speaker_token(draft, view)
    sentence = walk.sentence_of[item.verb]
    if token is not None and not is_nobody(token):
        draft.speaker = who_of(token, discourse, sentence)
    if draft.speaker is None:
        referent = discourse.last_speaker(item.paragraph, within=1)
        draft.speaker = referent.who if referent is not None else None
        draft.sure -= 0.15
    elif token is not None:
        discourse.note(draft.speaker, token, spoke=True, sentence=sentence)
    _circumstances(draft, walk)


def _goes_on(item: Spoken, before: Spoken, view: View) -> bool:
    """Whether a quote follows the sentence that attributes the one before: whoever is named in between is told of."""
    if before.verb is None or before.verb >= item.first:
        return False
    end = view.sentence_end[before.verb]
    return all(t.is_punct or t.is_space for t in view.doc[end : item.first])


def _name_indirect(draft: Draft, by_verb: dict[int, Draft], walk: _Walk) -> bool:
    """Gives the draft its speaker; false where its subject is nobody who speaks."""
    view, discourse = walk.view, walk.discourse
    sentence = walk.sentence_of[draft.at]
    if draft.rule in {"hidden", "hearsay", "unowned"}:
        if draft.lemma in TOLD:
            _circumstances(draft, walk)  # "shopkeepers have been warned by telephone that": it says to whom
        return True
    if draft.rule == "notice":
        _name_notice(draft, walk)
        return True
    if draft.rule == "label" and draft.source is not None and draft.speaker is not None:
        discourse.note(draft.speaker, view.doc[draft.source], spoke=True, sentence=sentence)
        return True
    if draft.subject is not None and draft.subject in by_verb:
        draft.speaker = by_verb[draft.subject].speaker
        _circumstances(draft, walk)
        return True
    token = speaker_token(draft, view)
    if token is None or is_nobody(token):
        return False
    if token.lower_ == "it" and _expletive(token):
        return False
    ours = discourse.issuer is not None and token.lower_ in WE
    if draft.rule != "according" and not ours and not can_speak(token, view, needs=draft.needs):
        return False
    if draft.tokens and any(first <= token.i < last for first, last in draft.tokens) and draft.rule != "passive":
        return False
    discourse.own = [piece for piece in draft.tokens if piece[0] < token.i]
    draft.speaker = who_of(token, discourse, sentence)
    discourse.own = []
    if draft.speaker is None:
        return False
    nested = any(
        first <= draft.at < last for host in walk.hosts.get(sentence, [])[-_NEAR:] for first, last in host.tokens
    )
    if draft.verb is not None and draft.lemma in _FINDING and draft.rule in {"object", "counted"}:
        if nested or view.doc[draft.verb].dep_ == "relcl" and view.doc[draft.verb].tag_ in {"VBZ", "VBP"}:
            return False  # "a group that documents abuses": what it does, not what it says
    walk.hosts.setdefault(sentence, []).append(draft)
    if view.utterance[token.i] < 0:
        discourse.note(draft.speaker, token, spoke=not nested, sentence=sentence)
    _circumstances(draft, walk)
    if draft.medium is not None and draft.via is None:
        draft.via = view.chars(*draft.medium)
    return True


def _name_notice(draft: Draft, walk: _Walk) -> None:
    """A notice is the issuer's; in a text that is nobody's own, of the body that spoke right before."""
    issuer = walk.discourse.issuer
    if issuer is not None:
        draft.speaker = Who(issuer.id, issuer.name, "named_office", issuer.mentions[0])
    else:
        before = walk.discourse.last_speaker(walk.view.paragraph[draft.at], within=1)
        draft.speaker = before.who if before is not None and before.sort == "body" else None
    _circumstances(draft, walk)


#: Verbs of fact-finding: cues only where the report itself tells the finding.
_FINDING = frozenset(
    {"document", "count", "log", "register", "tally", "catalogue", "catalog", "record", "list", "verify"}
)


def _expletive(token: Token) -> bool:
    return token.dep_ == "expl" or token.dep_ == "nsubjpass"


def _circumstances(draft: Draft, walk: _Walk) -> None:
    """Addressee, medium and relaying outlet around the cue."""
    if draft.verb is None:
        return
    view, discourse = walk.view, walk.discourse
    verb = view.doc[draft.verb]
    sentence = walk.sentence_of[verb.i]
    relayer = relayer_of(verb, view)
    if relayer is not None:
        draft.relayed_by = who_of(relayer, discourse, sentence)
    told = addressee_token(draft, view)
    if told is not None:
        draft.addressee = who_of(told, discourse, sentence)
    for child in verb.children:
        if child.dep_ == "prep" and is_via(child, view) and draft.via is None:
            last = child.right_edge.i + 1
            if all(view.utterance[i] < 0 for i in range(child.i, last)):
                draft.via = view.chars(child.i, last)

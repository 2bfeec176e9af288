"""The subject of a cue: the token that speaks, found through clauses that share or hide it."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_view import FINITE, Draft, View, left_subject

_RELATIVE = frozenset({"WP", "WDT", "WP$"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


def subject_of(verb: Token, view: View, *, depth: int = 0) -> Token | None:
    """The token that stands for whoever does what `verb` says, null if the sentence names nobody."""
    if depth > 8:
        return None
    own = left_subject(verb) or (next((c for c in verb.children if c.dep_ == "nsubjpass"), None) if depth else None)
    if own is not None:
        if own.tag_ in _RELATIVE and own.lower_ != "what":
            return _antecedent(verb, view)
        return _counted(own)
    dep, head = verb.dep_, verb.head
    if dep == "conj":
        outer = _outer_cue(verb, view)
        if outer is not None:
            return subject_of(outer, view, depth=depth + 1)
    if dep == "relcl":
        return _described(head, view)
    if dep == "acl":
        if head.lower_ in view.words.documents | view.words.noun_acts.keys() and not any(
            c.dep_ in {"poss", "prep"} and c.lower_ in {"by", "from"} or c.dep_ == "poss" for c in head.children
        ):
            return _giver(head, view, depth)
        return head
    if dep == "pcomp":
        return _of_gerund(head, view, depth)
    if dep in {"conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"} and head.i != verb.i:
        if head.pos_ in {"VERB", "AUX"}:
            return subject_of(head, view, depth=depth + 1)
        if head.pos_ in {"NOUN", "PROPN", "PRON"} and dep in {"advcl", "dep"}:
            return head
    return None


def _outer_cue(verb: Token, view: View) -> Token | None:
    """The cue that a second one goes on from, where the parse joins it to a verb inside the first one's content.

    As in "It boasts that God gave two fruits and warns farmers": who boasts warns. Read from the tense where the inner verb
    stands in another; from a comma before "and" where it stands in the same.
    """
    if verb.tag_ not in FINITE or verb.lemma_.lower() not in view.words.verbs:
        return None
    inner = verb.head
    while inner.dep_ == "conj" and inner.head.i != inner.i:
        inner = inner.head
    if inner.dep_ not in {"ccomp", "relcl", "advcl"}:
        return None
    host = inner.head
    for _ in range(_CLIMB):
        if host.tag_ in FINITE and host.lemma_.lower() in view.words.verbs or host.head.i == host.i:
            break
        host = host.head
    if host.tag_ != verb.tag_ or host.i >= inner.i or host.lemma_.lower() not in view.words.verbs:
        return None
    before = view.doc[verb.i - 1] if verb.i else verb
    comma = before.lower_ in {"and", "but"} and verb.i > 1 and view.doc[verb.i - 2].text == ","
    return host if verb.head.tag_ != verb.tag_ or comma else None


#: Heads between a verb and the cue whose content holds it.
_CLIMB = 4


def _described(noun: Token, view: View) -> Token:
    """As in "X, a leftist who promised": X; not the medium in "on Facebook, a man who"."""
    name = noun.head
    if noun.dep_ != "appos" or name.pos_ != "PROPN" or noun.pos_ != "NOUN":
        return noun
    return noun if name.dep_ == "pobj" and name.lower_ in view.words.media else name


def _counted(token: Token) -> Token:
    """As in "Hundreds of young people": the people."""
    if token.lower_ in _QUANTITIES:
        of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        people = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if people is not None and people.pos_ == "NOUN":
            return people
    return token


_QUANTITIES = frozenset(
    {"hundreds", "dozens", "thousands", "scores", "tens", "majority", "number", "group", "crowd", "crowds", "handful"}
)


def _antecedent(verb: Token, view: View) -> Token | None:
    head = verb
    while head.dep_ == "conj" and head.head.pos_ in {"VERB", "AUX"}:
        head = head.head
    if head.dep_ in {"relcl", "acl"}:
        return _described(head.head, view)
    before = head.left_edge.i - 1
    while before > 0 and view.doc[before].is_punct:
        before -= 1
    return view.doc[before] if before >= 0 and view.doc[before].pos_ in _HEADS else None


def _giver(noun: Token, view: View, depth: int) -> Token | None:
    """As in "Issued a statement saying": whoever issued it."""
    top = noun
    for _ in range(4):
        if top.head.i == top.i:
            break
        if top.head.pos_ in {"VERB", "AUX"}:
            subject = subject_of(top.head, view, depth=depth + 1) if top.dep_ != "nsubj" else None
            return subject if subject is not None else noun
        top = top.head
    return noun


def _of_gerund(prep: Token, view: View, depth: int) -> Token | None:
    """As in "Quoted X as saying": X; "while praising Y, X ...": the subject of the clause."""
    host = prep.head
    if prep.lower_ == "as" and host.lemma_ in view.words.relaying:
        quoted = next((c for c in host.children if c.dep_ in {"dobj", "nsubjpass"}), None)
        return quoted if quoted is not None else (host.head if host.dep_ == "acl" else None)
    if host.pos_ in {"VERB", "AUX"}:
        return subject_of(host, view, depth=depth + 1)
    return host if host.pos_ in {"NOUN", "PROPN"} and prep.lower_ == "by" else None


def relayer_of(verb: Token, view: View) -> Token | None:
    """Who passes the words on: "X quoted Y as saying", "Y was quoted by X as saying"."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in view.words.relaying:
        host = verb.head.head
        agent = next((c for c in host.children if c.dep_ == "agent"), None)
        if agent is not None:
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
        if any(c.dep_ in {"nsubjpass", "auxpass"} for c in host.children):
            return None
        return left_subject(host)
    return None


def speaker_token(draft: Draft, view: View) -> Token | None:
    """The token that names a draft's speaker, null where the sentence hides it."""
    doc = view.doc
    if draft.source is not None:
        return doc[draft.source]
    if draft.agent is not None:
        agent = doc[draft.agent]
        if agent.dep_ == "agent" or agent.lower_ == "by":
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
        return agent
    if draft.verb is None or draft.rule in {"hidden", "hearsay", "unowned"}:
        return None
    found = subject_of(doc[draft.verb], view)
    if (
        found is not None
        and view.utterance[found.i] in {-1, view.utterance[draft.verb]}
        and not found.is_space
        and not found.is_punct
    ):
        return found
    if draft.quoted or found is not None:
        return _beside(draft, view)
    return _behind(draft, view) or _opening(draft, view) or _of_sentence(draft, view)


def _of_sentence(draft: Draft, view: View) -> Token | None:
    """As in "The ministry says its jets flew home and dismisses X": a joined verb in the tense of its sentence's cue."""
    if draft.verb is None or view.doc[draft.verb].dep_ != "conj":
        return None
    verb = view.doc[draft.verb]
    root = verb.sent.root
    same = root.i < verb.i and root.tag_ == verb.tag_ and root.lemma_ in view.words.verbs
    return left_subject(root) if same else None


def _behind(draft: Draft, view: View) -> Token | None:
    """As in "X, contended the prison service.": whoever stands right behind a verb that closes its sentence's words."""
    verb = draft.verb
    if verb is None or draft.rule not in {"clause", "object"} or any(last > verb for _, last in draft.tokens):
        return None
    for i in range(verb + 1, min(verb + 8, view.sentence_end[verb])):
        token = view.doc[i]
        if token.is_punct or token.pos_ in {"VERB", "AUX", "SCONJ", "ADP"}:
            return None
        after = view.doc[i + 1] if i + 1 < len(view.doc) else token
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and after.pos_ not in {"NOUN", "PROPN", "PART"}:
            return token
    return None


def _opening(draft: Draft, view: View) -> Token | None:
    """As in "A government official, asked about it, doubted X": the phrase that opens the sentence, set off from its verb."""
    verb = draft.verb
    if verb is None or not draft.tokens or draft.tokens[0][0] < verb or view.doc[verb].tag_ not in FINITE:
        return None
    start = view.sentence_start[verb]
    for i in range(start, min(start + 8, verb)):
        token = view.doc[i]
        if token.pos_ not in {"NOUN", "PROPN", "DET", "ADJ", "NUM"} and token.tag_ != "POS":
            return None
        after = view.doc[i + 1]
        if token.pos_ in {"NOUN", "PROPN"} and after.text == ",":
            between = view.doc[i + 1 : verb]
            return (
                token
                if not any(t.tag_ in FINITE and t.dep_ not in {"relcl", "aux", "auxpass"} for t in between)
                else None
            )
    return None


def _beside(draft: Draft, view: View) -> Token | None:
    """The noun phrase next to the verb, where the parse gives none: behind it first ("said X")."""
    doc, verb = view.doc, draft.verb
    if verb is None:
        return None
    after = range(verb + 1, min(verb + 12, len(doc)))
    before = range(verb - 1, max(verb - 12, -1), -1)
    for steps, inverted in ((before, False), (after, True)):
        for i in steps:
            token = doc[i]
            if (
                view.utterance[i] >= 0
                or token.is_space
                or token.text in {".", ":", ";"}
                or (inverted and token.text == ",")
            ):
                break
            if (
                token.pos_ in {"NOUN", "PROPN", "PRON"}
                and token.dep_ not in {"compound", "poss", "npadvmod"}
                and token.ent_type_ not in {"DATE", "TIME"}
            ):
                return token
    return None

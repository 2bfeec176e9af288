"""Finds the phrases that stand for actors: names, states, unnamed speakers and groups.

Order: names of the word lists and of the recogniser, capitalised phrases that it missed,
states with their demonyms, then common-noun phrases headed by a person noun. A token belongs
to one mention at most. It does not decide which mentions are one actor: `resolve.actors` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from rashomon.extract.aliases import says_same
from rashomon.extract.name_kinds import country_forms, kind_of_name, kind_words, person_nouns
from rashomon.extract.titles import title_before
from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.documents import Document
from rashomon.model.mentions import Mention
from rashomon.model.spans import Span as TextSpan

_PARTICLES = frozenset({"al", "el", "ul", "abu", "abou", "umm", "bin", "ibn", "ben", "de", "da", "dos", "van", "von", "der", "-"})
_NAME_LABELS = frozenset({"PERSON", "ORG"})
_MAYBE_LABELS = frozenset({"FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LOC", "GPE", "NORP"})
_EDGE = frozenset("\"'“”‘’«»()[],.;:—–-…")


def find_names(doc: Doc, *, document: Document) -> tuple[Mention, ...]:
    """All mentions of actors in text order; `Mention.first` and `last` are token indices."""
    taken = bytearray(len(doc))
    found: list[Mention] = []
    for source in (_entities, _missed_names, _acronyms, _echoes, _states, _nominals):
        for mention in source(doc, taken, found):
            if not any(taken[mention.first : mention.last]):
                taken[mention.first : mention.last] = b"\x01" * (mention.last - mention.first)
                found.append(mention)
    return tuple(sorted(found, key=lambda m: m.first))


def _mention(doc: Doc, first: int, last: int, form: str, kind: ActorKind, rule: str, **more: object) -> Mention:
    span = doc[first:last]
    words = TextSpan.of(doc.text, span.start_char, span.end_char)
    return Mention(words, first, last, span.root.i, form, kind, rule=rule, **more)  # type: ignore[arg-type]


def _entities(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    for ent in doc.ents:
        if ent.kb_id_:
            yield _listed(doc, ent)
        elif ent.label_ in _NAME_LABELS or (ent.label_ in _MAYBE_LABELS and _organisation_like(ent)):
            bounds = _trim(doc, ent)
            if bounds is None or _is_country(doc, *bounds):
                continue
            first, last = bounds
            title, first = title_before(doc, first, last, inside=ent.label_ == "PERSON")
            first = _with_particles(doc, first) if title is None else first
            last = _with_surname(doc, last) if ent.label_ == "PERSON" else last
            words = [t.text for t in doc[first:last]]
            kind = kind_of_name(words, ent.label_)
            reach = _reach(doc, last)
            if reach > last and doc[last].lower_ in kind_words() and doc[last].lower_ not in _FIELDED:
                kind = kind_words()[doc[last].lower_]
            elif ent.label_ == "ORG" and kind == "organisation" and _person_after_all(doc, first, last, titled=title is not None):
                kind = "person"
            if kind == "unknown" or (len(words) == 1 and words[0].lower() in kind_words() and kind != "person"):
                if not _speaks_alone(doc[first]):
                    continue
            mention = _mention(doc, first, last, "name", kind, f"ent.{ent.label_}", title=title)
            yield replace(mention, last=reach, head=doc[first:reach].root.i, wide=_wide(doc, first, last, reach))


def _person_after_all(doc: Doc, first: int, last: int, *, titled: bool) -> bool:
    """A body by its label that bears a title or an age is a person."""
    words = [t.text for t in doc[first:last]]
    if not 1 < len(words) <= 4 or any(w.isupper() or w.lower() in kind_words() for w in words):
        return False
    aged = last + 2 < len(doc) and doc[last].text == "," and doc[last + 1].like_num and doc[last + 2].text in {",", "."}
    return titled or aged


def _wide(doc: Doc, first: int, last: int, reach: int) -> TextSpan | None:
    """The name with the noun it modifies, or with the state that owns it."""
    start = first
    if first > 1 and doc[first - 1].lower_ in {"'s", "’s"} and doc[first - 2].text in country_forms():
        start = first - 2
    end = reach if reach > last and doc[last].lower_ not in _FIELDED else last
    if (start, end) == (first, last):
        return None
    return TextSpan.of(doc.text, doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text))


def _acronyms(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """"Centre for Conflict Studies (CCS)": the bracket after a name holds its short form."""
    for mention in found:
        i = mention.last
        if i + 2 < len(doc) and doc[i].text == "(" and doc[i + 2].text == ")" and not taken[i + 1] and mention.kind != "person" and short_for(doc[i + 1].text, mention.span.text):
            yield _mention(doc, i + 1, i + 2, "name", mention.kind, "acronym")
        elif mention.kind in {"person", "armed_group"} and (start := _alias_start(doc, taken, i)) is not None:
            end = start + 1
            while end < len(doc) and not taken[end] and doc[end].pos_ == "PROPN" and doc[end].text[0].isupper():
                end += 1
            yield _mention(doc, start, end, "name", mention.kind, "alias")


def _alias_start(doc: Doc, taken: bytearray, after: int) -> int | None:
    """The capitalised word that the report gives as another name, soon after a name."""
    for i in range(after, min(after + 14, len(doc))):
        token = doc[i]
        if taken[i] or token.is_space:
            return None
        if token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ"}:
            return i if says_same(doc.text[doc[after].idx : token.idx]) else None
    return None


def short_for(short: str, name: str) -> bool:
    """Whether `short` is made of initials of `name`, in order."""
    initials = "".join(w[0] for w in name.replace("-", " ").split() if w).lower()
    letters = iter(initials)
    return 2 <= len(short) <= 8 and short[0].isupper() and all(c in letters for c in short.lower()) or short.isupper() and 2 <= len(short) <= 8


def _echoes(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Names already met, where the recogniser took them for something else: a surname, an acronym, the whole name."""
    people: dict[str, ActorKind] = {}
    for mention in found:
        words = [t.text for t in doc[mention.first : mention.last] if t.text[0].isupper()]
        if mention.kind == "person" and len(words) > 1:
            for word in (words[-1], words[0]):
                if len(word) > 2:
                    people.setdefault(word, "person")
        elif len(words) == 1 and mention.entry is None and len(words[0]) > 2 and mention.form == "name":
            people.setdefault(words[0], mention.kind)
    for token in doc:
        kind = people.get(token.text)
        if kind is None or taken[token.i] or token.pos_ not in {"PROPN", "NOUN"} or token.text in country_forms():
            continue
        first = token.i
        while first > 0 and not taken[first - 1] and doc[first - 1].lower_ in {"al", "el"} and doc[first - 1].text[0].isupper():
            first -= 1
        title, first = title_before(doc, first, token.i + 1, inside=False)
        yield _mention(doc, first, token.i + 1, "name", kind, "echo", title=title)


#: Plural people that a group fields: "Hezbollah fighters" act as the group.
_FIELDED = frozenset({"fighters", "militants", "forces", "gunmen", "rebels", "insurgents", "troops", "soldiers", "combatants", "guerrillas", "gunners"})


def _reach(doc: Doc, last: int) -> int:
    """Takes in the common noun that a name modifies: "the Hikma movement", "Houthi fighters"."""
    if last < len(doc) and doc[last].pos_ == "NOUN" and doc[last - 1].head.i == doc[last].i and doc[last - 1].dep_ in {"compound", "amod", "nmod"}:
        word = doc[last].lower_
        if word in _FIELDED or word in load("actor_words")["group_anaphors"]:
            return last + 1
    return last


def _listed(doc: Doc, ent: Span) -> Mention:
    group, _, entry = ent.kb_id_.partition(":")
    kind = listed_kinds()[ent.kb_id_]
    mention = _mention(doc, ent.start, ent.end, "name", kind, f"lexicon.{group}", entry=ent.kb_id_)
    reach = _reach(doc, ent.end)
    return replace(mention, last=reach, head=doc[ent.start : reach].root.i, wide=_wide(doc, ent.start, ent.end, reach))


def listed_kinds() -> dict[str, ActorKind]:
    """Entry key to kind, for the three lists of names."""
    if not _KINDS:
        for entry in load("armed_groups")["groups"]:
            _KINDS[f"armed_groups:{entry['id']}"] = entry.get("kind", "armed_group")
        for entry in load("organs")["named"]:
            _KINDS[f"organs:{entry['id']}"] = entry.get("kind", "organisation")
        for entry in load("media")["outlets"]:
            _KINDS[f"media:{entry['id']}"] = "media"
    return _KINDS


_KINDS: dict[str, ActorKind] = {}


def _organisation_like(ent: Span) -> bool:
    return len(ent) > 1 and any(t.text.lower() in kind_words() for t in ent if t.text[0].isupper())


def _speaks_alone(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.dep_ in {"nsubj", "nsubjpass", "pobj", "poss", "dobj"} and not token.is_lower


def _trim(doc: Doc, ent: Span) -> tuple[int, int] | None:
    """Takes articles, quote marks, possessives and line breaks off; None if no name is left."""
    first, last = ent.start, ent.end
    for i in range(first, last):
        if doc[i].is_space:
            last = i
            break
    while first < last and (doc[first].text in _EDGE or doc[first].lower_ in {"the", "a", "an", "both"} or doc[first].is_digit):
        first += 1
    while last > first and (doc[last - 1].text in _EDGE or doc[last - 1].lower_ in {"'s", "’s", "'", "’"} or last - first > 1 and doc[last - 1].text in kind_words()):
        last -= 1
    if first == last or not any(t.text[0].isupper() for t in doc[first:last]):
        return None
    return first, last


def _with_particles(doc: Doc, first: int) -> int:
    while first > 0 and doc[first - 1].lower_ in _PARTICLES - {"-"} and doc[first - 1].text[0].isupper() and not doc[first - 1].is_sent_start:
        first -= 1
    return first


def _with_surname(doc: Doc, last: int) -> int:
    """The rest of a name that the recogniser cut short: proper nouns that its last word modifies."""
    while last < len(doc) and doc[last].pos_ == "PROPN" and doc[last].text[0].isupper() and not doc[last].ent_type_ and doc[last - 1].dep_ == "compound" and doc[last - 1].head.i >= last:
        last += 1
    return last


def _is_country(doc: Doc, first: int, last: int) -> bool:
    return doc[first:last].text in country_forms()


def _missed_names(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Runs of capitalised proper nouns with an organisation's head word ("Co-ordination Framework")."""
    i, n = 0, len(doc)
    while i < n:
        if taken[i] or doc[i].pos_ != "PROPN" or not doc[i].text[0].isupper() or doc[i].ent_type_ in {"DATE", "GPE", "TIME"}:
            i += 1
            continue
        end = i + 1
        while end < n and not taken[end] and not doc[end].is_space and _continues(doc, end):
            end += 1
        while end > i + 1 and not doc[end - 1].text[0].isupper():
            end -= 1
        run = doc[i:end]
        words = [t.text.lower() for t in run]
        if end - i > 1 and any(w in kind_words() for w in words[-1:] + words[:1]):
            yield _mention(doc, i, end, "name", kind_of_name([t.text for t in run], "ORG"), "capitals")
        i = end


def _continues(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.text == "-" or token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ"}:
        return True
    follows = i + 1 < len(doc) and doc[i + 1].text[0].isupper() and doc[i + 1].pos_ == "PROPN"
    return token.text in {"of", "for", "and"} and follows and token.text == "of" or doc[i - 1].text == "-"


def _states(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Countries, demonyms and metonyms where they act, suffer or field a force; not where they are a place."""
    forms, words = country_forms(), load("actor_words")
    government, forces = set(words["government_nouns"]), set(words["state_force_nouns"])
    locative = set(words["locative_prepositions"])
    for first, last in _country_spans(doc, taken):
        country, role = forms[doc[first:last].text]
        head = doc[first:last].root
        owner = head.head
        key = f"countries:{country.iso2}"
        if role == "people":
            yield _mention(doc, first, last, "nominal", "population", "people")
        elif head.dep_ in {"amod", "compound", "poss", "nmod"} and owner.i >= last and owner.lower_ in government:
            if not any(taken[first : owner.i + 1]):
                yield _mention(doc, first, owner.i + 1, "name", country.kind, "government", entry=key)
        elif head.dep_ in {"amod", "compound", "nmod", "poss"} and last <= owner.i <= last + 3 and owner.pos_ in {"NOUN", "PROPN"} and owner.lower_ in kind_words() and owner.lower_ not in forces:
            kind = kind_words()[owner.lower_]
            end = owner.i + 1
            if not any(taken[first:end]):
                yield _mention(doc, first, end, "name", kind, "organ")
        elif _fields_force(head, owner, last, forces) and not any(taken[first : owner.i + 1]):
            yield _mention(doc, first, owner.i + 1, "demonym", country.kind, "force", entry=key)
        elif role == "demonym":
            if head.dep_ in {"amod", "compound", "nmod"} and _person_noun(owner) and owner.lower_ not in forces:
                # "Iraqi officials" are unnamed people, left to the nominals; the form is the state's all the same
                yield replace(_mention(doc, first, last, "demonym", country.kind, PLACE_FORM, entry=key), last=first)
                continue
            yield _mention(doc, first, last, "demonym", country.kind, "demonym", entry=key)
        elif role == "metonym":
            if _acts(head) and not _governed_by(head, locative):
                yield _mention(doc, first, last, "name", country.kind, "metonym", entry=key)
        elif not _is_place(head, locative):
            if head.dep_ in {"compound", "nmod"} and _person_noun(owner) and owner.lower_ not in forces:
                yield replace(_mention(doc, first, last, "name", country.kind, PLACE_FORM, entry=key), last=first)
                continue
            yield _mention(doc, first, last, "name", country.kind, "country", entry=key)
        elif role == "name":
            # a place here; its form is a name of the state all the same, without any token of its own
            yield replace(_mention(doc, first, last, "name", country.kind, PLACE_FORM, entry=key), last=first)


#: Rule of a mention that only lends its form to a state met elsewhere as an actor.
PLACE_FORM = "country.place"


def _fields_force(head: Token, owner: Token, last: int, forces: set[str]) -> bool:
    """"US troops": the phrase stands for the state, when the demonym modifies the force directly."""
    return head.dep_ in {"amod", "compound", "nmod"} and last <= owner.i <= last + 1 and owner.lower_ in forces and owner.pos_ == "NOUN" and owner.lower_ in _PEOPLE_OF_A_STATE


#: Of the force nouns, those that are people or bodies; a "strike" or a "base" is not the state itself.
_PEOPLE_OF_A_STATE = frozenset({"force", "forces", "troop", "troops", "soldier", "soldiers", "serviceman", "servicemen", "commando", "commandos", "personnel", "warplanes", "jets", "aircraft"})


def _person_noun(token: Token) -> bool:
    return token.lower_ in person_nouns() or token.lemma_.lower() in person_nouns()


def _country_spans(doc: Doc, taken: bytearray) -> Iterator[tuple[int, int]]:
    forms = country_forms()
    longest = 5
    i, n = 0, len(doc)
    while i < n:
        if not taken[i] and doc[i].text[0].isupper():
            for end in range(min(n, i + longest), i, -1):
                if doc[i:end].text in forms and not any(taken[i:end]):
                    yield i, end
                    i = end - 1
                    break
        i += 1


_ACTING = frozenset({"nsubj", "nsubjpass", "agent", "dobj", "iobj", "dative"})


def _acts(head: Token) -> bool:
    top = head
    while top.dep_ == "conj" and top.head.pos_ in {"PROPN", "NOUN"}:
        top = top.head
    if top.dep_ == "nsubj" and top.head.pos_ in {"VERB", "AUX"} and top.head.lemma_ not in _SCENE_VERBS:
        return True
    if top.dep_ == "nsubjpass" and top.head.lemma_ in _state_verbs():
        return True
    return top.dep_ == "pobj" and top.head.lower_ in {"between", "by", "against", "with"}


#: Verbs of which a capital is the scene, not the doer.
_SCENE_VERBS = frozenset({"be", "lie", "see", "witness", "remain", "wake", "fall", "become", "stand", "sit", "burn", "suffer", "experience", "host", "include"})


def _state_verbs() -> frozenset[str]:
    if not _STATE_VERBS:
        _STATE_VERBS.update(load("speech_verbs")["verbs"])
        _STATE_VERBS.update(("hold", "blame", "expect", "strike", "launch", "send", "sign", "agree", "retaliate", "back", "support", "impose", "suspend"))
    return frozenset(_STATE_VERBS)


_STATE_VERBS: set[str] = set()


def _governed_by(head: Token, prepositions: set[str]) -> bool:
    top = head
    while top.dep_ in {"conj", "compound", "appos"} and top.head.i != top.i and top.head.pos_ in {"PROPN", "NOUN"}:
        top = top.head
    return top.dep_ == "pobj" and top.head.lower_ in prepositions


def _is_place(head: Token, locative: set[str]) -> bool:
    if head.dep_ in {"appos", "npadvmod"} and not (head.i + 1 < len(head.doc) and head.nbor().text == "-"):
        return True
    if _governed_by(head, locative):
        return True
    top = head
    while top.dep_ == "conj" and top.head.pos_ in {"PROPN", "NOUN"}:
        top = top.head
    if top.dep_ == "pobj" and top.head.lower_ in {"of", "from", "to"}:
        return top.head.head.lower_ in _geographic()
    return False


def _geographic() -> frozenset[str]:
    return frozenset({"north", "south", "east", "west", "part", "parts", "border", "capital", "city", "town", "village", "region", "province",
                      "northeast", "northwest", "southeast", "southwest", "outskirts", "coast", "centre", "center", "km", "kilometres", "miles"})


def _nominals(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Common-noun phrases headed by a person noun, a group or an office ("two militia officials", "the ministry")."""
    nouns, words = person_nouns(), load("actor_words")
    anaphors = set(words["group_anaphors"]) | set(words["office_anaphors"]) | set(words["facilities"])
    for token in doc:
        if token.lower_ in _FORCES and token.dep_ == "compound" and not taken[token.i] and token.head.i > token.i and not _person_noun(token.head):
            yield _mention(doc, token.i, token.i + 1, "nominal", kind_words().get(token.lower_, "military"), f"noun.{token.lower_}")
            continue
        if taken[token.i] or token.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"} or token.dep_ in {"compound", "amod"} and token.i + 1 < len(doc) and token.head.i > token.i and token.head.pos_ in {"NOUN", "PROPN"}:
            continue
        word = token.lower_ if token.lower_ in nouns else token.lemma_.lower()
        if word not in nouns and word not in anaphors or token.text == "-" or _introduces_name(doc, token, taken):
            continue
        first = _phrase_start(doc, token, taken)
        reading = nouns.get(word)
        kind: ActorKind = reading.kind if reading is not None else kind_words().get(word, "unknown")
        plural = token.tag_ in {"NNS", "NNPS"}
        mention = _mention(doc, first, token.i + 1, "nominal", kind, f"noun.{word}", plural=plural,
                           female=reading.female if reading is not None else None)
        yield replace(mention, span=_whole_phrase(doc, first, token, taken))


#: Forces that act through what they field: "army drones", "a police raid".
_FORCES = frozenset({"army", "military", "police", "navy", "government", "coalition", "junta"})


def _introduces_name(doc: Doc, token: Token, taken: bytearray) -> bool:
    """"the influential militia NAME": the noun only says what the name is."""
    after = token.i + 1
    return after < len(doc) and bool(taken[after]) and doc[after].text[0].isupper() and token.tag_ in {"NN", "NNP"} and doc[after].ent_type_ not in {"GPE", "NORP"}


def _whole_phrase(doc: Doc, first: int, head: Token, taken: bytearray) -> TextSpan:
    """The phrase's words with the name that opens it ("Iran-backed militias"), though that stays a mention of its own."""
    if first > 1 and doc[first - 1].text == "-" and taken[first - 2]:
        first -= 2
        while first > 0 and taken[first - 1] and doc[first - 1].dep_ == "compound":
            first -= 1
    elif first > 0 and taken[first - 1] and doc[first - 1].dep_ in {"compound", "amod", "nmod"} and doc[first - 1].head.i == head.i:
        first -= 1
        while first > 0 and taken[first - 1] and doc[first - 1].dep_ == "compound":
            first -= 1
    return TextSpan.of(doc.text, doc[first].idx, head.idx + len(head.text))


def _phrase_start(doc: Doc, head: Token, taken: bytearray) -> int:
    """Leftmost pre-modifier of `head` on its own, articles left out, not crossing another mention or a clause."""
    first = head.i
    while first > 0:
        left = doc[first - 1]
        if taken[first - 1] or left.is_space or left.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "VERB", "ADV"}:
            break
        if left.pos_ == "PUNCT" and left.text != "-":
            break
        top = left
        for _ in range(4):
            if top.head.i == head.i or top.i == head.i:
                break
            top = top.head
        if top.head.i != head.i or top.dep_ in {"nsubj", "relcl", "acl", "prep", "conj", "appos", "advmod", "cc"}:
            break
        first -= 1
    while first < head.i and doc[first].text in {"-"}:
        first += 1
    return first

"""Brings the rules and the tagger together: what either finds is weighed by both, and what the rules missed is added.

The tagger knows cues that no lexicon lists; the rules know where a clause ends and who speaks. A boundary of
a clause that the tagger draws more narrowly replaces the rule's, and a tagged content with a cue that no rule read becomes a
draft of its own; no rule's draft is dropped. Quoted speech stays with the rules, whose marks say more than any tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from rashomon.extract.claims_reality import is_real
from rashomon.extract.claims_spoken import match_verb
from rashomon.extract.claims_subjects import subject_of
from rashomon.extract.claims_tagger import CONTENT, CUE, SOURCE, Tags, hints_of, tagger
from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import Draft, View
from rashomon.model.claims import Act

Range = tuple[int, int]
Marked = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The weights of the merge; docs/quality/claims.md has the table of what was tried on dev, real text and the bundled gold.

    Args:
        add: mean content probability from which a tagged claim that no rule found is added.
        swap: mean content probability from which the tagger's boundary replaces a rule's that overlaps it.
    """

    add: float = 0.9
    swap: float = 0.5


@dataclass(slots=True)
class Tagged:
    """A claim as the tagger marks it; token ranges are half-open."""

    contents: list[Range]
    cue: Range
    source: int | None
    score: float


#: Words from which a sentence in which the rules found a claim is worth a second look. Swept 30, 36, 45 and 99 on dev:
#: attribution F1 .743, .739, .731, .731; 36 keeps the trained components within a quarter of spaCy's time (make bench).
LONG = 36


def gate(sent: Span, drafts: Sequence[Draft], view: View) -> bool:
    """Whether the tagger sees a sentence, which costs nearly half its parse.

    It sees a long one, where much hangs on the boundaries, and one in which the rules found nothing though a word of
    speech stands there.
    """
    if not view.body[sent.start]:
        return False
    if drafts:
        return len(sent) > LONG
    free = [t for t in sent if view.utterance[t.i] < 0 and not t.is_space and not t.is_punct]
    return len(free) >= 3 and any(_of_speech(t, view) for t in free)


def _of_speech(token: Token, view: View) -> bool:
    """Whether a word is a cue of the lexicon, in whatever frame."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        return lemma in view.words.verbs and token.tag_ != "VBN"
    return lemma in view.words.clause_nouns or token.pos_ == "NOUN" and lemma in view.words.noun_acts


BOUNDS = Bounds()


def merge(spoken: list[Draft], drafts: list[Draft], view: View, bounds: Bounds = BOUNDS) -> list[Draft]:
    """The rules' drafts, weighed, and those that the tagger adds."""
    hints = hints_of(spoken, drafts, view)
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(view.sentence_start[draft.at], []).append(draft)
    out: list[Draft] = []
    for sent in view.doc.sents:
        mine = by_sentence.get(sent.start, [])
        if not gate(sent, mine, view):
            out.extend(mine)
            continue
        tags = tagger()(sent, hints)
        out.extend(_merged(mine, list(linked(tags, view)), tags, view, bounds))
    return out


def linked(tags: Tags, view: View) -> Iterator[Tagged]:
    """Contents joined to the cue beside them, cues to their sources."""
    cues, sources = tags.spans(CUE), tags.spans(SOURCE)
    groups: dict[int, list[Marked]] = {}
    for content in tags.spans(CONTENT):
        outside = [n for n, cue in enumerate(cues) if not (content[0] <= cue[0] and cue[1] <= content[1])]
        best = min(outside, key=lambda n: _gap(content, cues[n], sources), default=None)
        if best is not None:
            groups.setdefault(best, []).append(content)
    for n, contents in groups.items():
        cue = cues[n]
        chosen = _of_one_cue(cue, _closed(contents), sources)
        source = _source(cue, chosen, sources)
        chosen = [_up_to(c, cue, source) for c in chosen]
        pieces = [p for p in (_trimmed(tags, a, b, view) for a, b, _ in chosen) if p is not None]
        if pieces:
            length = sum(b - a for a, b, _ in chosen)
            score = sum((b - a) * s for a, b, s in chosen) / length
            first, last = tags.words[cue[0]], tags.words[cue[1] - 1] + 1
            yield Tagged(pieces, (first, last), _head(tags, source, view), min(score, cue[2] + 0.2))


#: Words between two contents that the tagger merely skipped; an attribution between them has its own cue.
HOLE = 1


def _closed(contents: Sequence[Marked]) -> list[Marked]:
    """Contents with small holes between them filled."""
    out: list[Marked] = []
    for first, last, score in contents:
        if out and first - out[-1][1] <= HOLE:
            before = out.pop()
            out.append((before[0], last, min(before[2], score)))
        else:
            out.append((first, last, score))
    return out


#: Words that the tagger may leave between the end of a content and the attribution that closes the sentence.
SHORT = 6


def _up_to(content: Marked, cue: Marked, source: Marked | None) -> Marked:
    """A content before its attribution goes on up to it: "X, in the district, on Monday, S said" has no gap."""
    stop = min(cue[0], source[0] if source is not None and content[1] <= source[0] else cue[0])
    return (content[0], stop, content[2]) if 0 < stop - content[1] <= SHORT else content


def _of_one_cue(cue: Marked, contents: Sequence[Marked], sources: Sequence[Marked]) -> list[Marked]:
    """The nearest content, and the one on the other side where the attribution interrupts a sentence."""
    ranked = sorted(contents, key=lambda c: _gap(c, cue, sources))
    nearest = ranked[0]
    after = nearest[0] >= cue[1]
    other = [c for c in ranked[1:] if (c[0] >= cue[1]) != after and _gap(c, cue, sources) <= 3]
    return sorted([nearest, *other[:1]])


def _gap(content: Marked, cue: Marked, sources: Sequence[Marked]) -> float:
    """Words between a content and a cue, those of a source not counted; a content before its cue is a little further."""
    before = content[0] >= cue[1]
    left, right = (cue[1], content[0]) if before else (content[1], cue[0])
    between = right - left - sum(max(0, min(b, right) - max(a, left)) for a, b, _ in sources)
    return between + (0.0 if before else 0.5)


def _source(cue: Marked, contents: Sequence[Marked], sources: Sequence[Marked]) -> Marked | None:
    free = [s for s in sources if not any(a <= s[0] and s[1] <= b for a, b, _ in contents)]
    return min(free, key=lambda s: max(s[0] - cue[1], cue[0] - s[1]), default=None)


def _trimmed(tags: Tags, first: int, last: int, view: View) -> Range | None:
    return trim(tags.words[first], tags.words[last - 1] + 1, view)


def _head(tags: Tags, source: Marked | None, view: View) -> int | None:
    """The token that heads a source: the one whose head lies outside it."""
    if source is None:
        return None
    inside = range(tags.words[source[0]], tags.words[source[1] - 1] + 1)
    tops = [view.doc[i] for i in inside if view.doc[i].head.i not in inside or view.doc[i].head.i == i]
    named = [t for t in tops if t.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}]
    nouns = [view.doc[i] for i in inside if view.doc[i].pos_ in {"NOUN", "PROPN", "PRON"}]
    chosen = named or nouns[-1:] or tops
    return int(chosen[0].i) if chosen else None


def _merged(mine: list[Draft], found: list[Tagged], tags: Tags, view: View, bounds: Bounds) -> list[Draft]:
    inside = dict(zip(tags.words, tags.inside(CONTENT).tolist(), strict=True))
    out: list[Draft] = []
    taken: set[int] = set()
    for draft in mine:
        score = _mean(draft.tokens, inside)
        best = max(range(len(found)), key=lambda n: _overlap(draft.tokens, found[n].contents), default=None)
        share = _overlap(draft.tokens, found[best].contents) if best is not None else 0.0
        if best is not None and share > 0.3:
            tagged = found[best]
            taken.add(best)
            if (
                share < 0.9
                and tagged.score >= bounds.swap
                and draft.rule not in _WHOLE
                and not _closes(draft, view)
                and not _takes_more(tagged, draft)
            ):
                draft.tokens = list(tagged.contents)
                draft.contents = [view.chars(*piece) for piece in tagged.contents]
            draft.sure = round(0.5 * (draft.sure + tagged.score), 4)
            out.append(draft)
        else:
            draft.sure = round(0.5 * (draft.sure + score), 4)
            out.append(draft)
    for n, tagged in enumerate(found):
        if n not in taken and tagged.score >= bounds.add and not _same_cue(tagged, mine):
            made = _draft(tagged, view)
            if made is not None:
                out.append(made)
    return out


def _closes(draft: Draft, view: View) -> bool:
    """Whether an attribution ends a sentence that is all content: then all of it is (guideline, 47)."""
    if draft.rule != "clause" or draft.verb is None or len(draft.tokens) != 1:
        return False
    first, last = draft.tokens[0]
    return first == view.sentence_start[draft.verb] and last < draft.verb and view.doc[last].text == ","


def _same_cue(tagged: Tagged, mine: Sequence[Draft]) -> bool:
    """Whether a rule read this cue already, with another content: it knows the frame."""
    return any(d.cue is not None and d.cue[0] < tagged.cue[1] and tagged.cue[0] < d.cue[1] for d in mine)


def _takes_more(tagged: Tagged, draft: Draft) -> bool:
    """Whether the tagger's content holds all of the rule's and more: a clause that the parse closed stays closed."""
    ours = {i for first, last in draft.tokens for i in range(first, last)}
    theirs = {i for first, last in tagged.contents for i in range(first, last)}
    return ours < theirs


#: Frames whose content is one noun phrase or names nobody: the parse bounds it better than the tagger.
_WHOLE = frozenset({"hidden", "hearsay", "object", "object_to", "object_as", "object_prep"})


def _mean(pieces: Sequence[Range], inside: dict[int, float]) -> float:
    known = [inside[i] for first, last in pieces for i in range(first, last) if i in inside]
    return sum(known) / len(known) if known else 0.5


def _overlap(ours: Sequence[Range], theirs: Sequence[Range]) -> float:
    """Jaccard of the tokens of two contents."""
    a = {i for first, last in ours for i in range(first, last)}
    b = {i for first, last in theirs for i in range(first, last)}
    return len(a & b) / len(a | b) if a | b else 0.0


def _draft(tagged: Tagged, view: View) -> Draft | None:
    """A draft of what the tagger alone found; null where the words rule it out."""
    doc = view.doc
    if any(view.utterance[i] >= 0 for first, last in tagged.contents for i in range(first, last)):
        return None
    head = _cue_head(tagged.cue, doc)
    if head.pos_ == "VERB" and not is_real(head, view):
        return None
    source = tagged.source
    if source is None:
        subject = subject_of(head, view) if head.pos_ in {"VERB", "AUX"} else None
        source = subject.i if subject is not None else None
    if source is None:
        return None
    return Draft(
        verb=head.i, cue=tagged.cue, contents=[view.chars(*piece) for piece in tagged.contents], act=_act(head, view), rule="tagged",
        speaker=None, sure=round(tagged.score, 4), lemma=head.lemma_.lower(), tokens=list(tagged.contents), source=source,
    )  # fmt: skip


def _cue_head(cue: Range, doc: Doc) -> Token:
    tokens = list(doc[slice(*cue)])
    verbs = [t for t in tokens if t.pos_ in {"VERB", "AUX"}]
    return verbs[0] if verbs else tokens[0]


def _act(head: Token, view: View) -> Act:
    found = match_verb(head, view)
    if found is not None and found[0].frames:
        return next(iter(found[0].frames.values())).act
    return view.words.noun_acts.get(head.lemma_.lower(), "report")

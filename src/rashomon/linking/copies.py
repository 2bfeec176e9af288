"""Near-copies: reports that carry one text, so that they count as one origin.

Exact likeness of word shingles among the reports of one incident, asked only of pairs that share a smallest hash,
so the work does not grow with the square of the reports. It finds shared text; it does not know who paid for it: the
earlier report is taken for the original, and a wire credit in the other decides where both have one day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from rashomon.linking.names import fold
from rashomon.linking.sketch import shingles, shingles_of
from rashomon.model.record import Record

#: Words in a shingle; inside one incident short runs tell copies best.
SHINGLE = 3
#: Share of the shorter text's shingles from which a report of the same incident is a near-copy; and the share that has to
#: remain where quotations are left out, because two reporters in one room write down the same sentences.
COPIED, OWN = 0.19, 0.08
#: A smaller share is a copy's too where a sentence without quotations is nearly the same in both, by rapidfuzz's ratio.
#: On train and dev copies lie at .136 to .578, texts that relay another in their own words at .175 at most, all others at .084;
#: any share of .05 to .12 with a sentence of 66 to 70, and any sure share of .18 to .22, finds the same.
MAYBE, SENTENCE = 0.08, 68.0
#: The share that is enough where the byline says whose text it is: two reporters of one event share .05 at most.
CREDITED = 0.06
#: Words in a sentence that tells something by its likeness.
SENTENCE_WORDS = 8
#: Shared shingles at least in a short text, which needs a larger share too; one of two sentences is never called a copy,
#: because two briefs are alike by nature.
SHARED = 12
SHORT, COPIED_SHORT, SHORTEST = 60, 0.5, 30
#: Smallest hashes kept for blocking; two texts whose shingles overlap by .05 (Jaccard) share one of them in all but
#: .95**64 = 4 % of pairs.
SKETCH = 64
#: Reports with one hash above which each is compared with the first alone: sixty copies of a wire are sixty pairs.
CROWDED = 20


@dataclass(frozen=True, slots=True)
class Copies:
    """`original_of`: report to the report that it copies, each chain led to its head; `printed`: copies that hold its sentences."""

    original_of: Mapping[str, str]
    printed: frozenset[str] = frozenset()

    def head(self, report_id: str) -> str:
        """The original of a report, itself if it is none's copy."""
        return self.original_of.get(report_id, report_id)

    def same_text(self, a: str, b: str) -> bool:
        """Whether two reports carry one text."""
        return self.head(a) == self.head(b)


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of the smaller set that the other holds, 0 to 1."""
    small = min(len(a), len(b))
    return len(a & b) / small if small else 0.0


def find_copies(records: Iterable[Record]) -> Copies:
    """Finds the original of every near-copy among `records`."""
    known = {r.document.id: r for r in records}
    sets = {i: shingles(r, words=SHINGLE) for i, r in known.items()}
    blocks: dict[int, list[str]] = defaultdict(list)
    for report_id in sorted(sets, key=lambda i: ((known[i].document.published_at or "9999")[:10], i)):
        for value in sorted(sets[report_id])[:SKETCH]:
            blocks[value].append(report_id)
    pairs = {
        (a, b) if a < b else (b, a)
        for ids in blocks.values()
        for n, a in enumerate(ids if len(ids) <= CROWDED else ids[:1])
        for b in ids[n + 1 :]
    }
    pairs |= {
        (a, b) if a < b else (b, a)
        for a, ours in known.items()
        if ours.document.byline
        for b, theirs in known.items()
        if credited(ours, theirs)
    }
    heads: dict[str, str] = {}
    for a, b in sorted(pairs):
        if not _copied(known[a], known[b], sets[a], sets[b]):
            continue
        first, second = sorted((known[a], known[b]), key=lambda r: _age(r, {a, b}, known))
        _join(heads, first.document.id, second.document.id, known)
    original_of = {i: _root(heads, i) for i in sorted(heads)}
    return Copies(original_of, frozenset(i for i, head in original_of.items() if _prints(known[i], known[head])))


#: Words in a row from which the other's sentences stand in a text as they were (guideline 94); and the share of runs of five
#: words that is much of it in shorter runs. Of the copies of train those called syndicated by two readers have them.
ROW, RUNS, MUCH = 12, 5, 0.1


def _prints(copy: Record, original: Record) -> bool:
    """Whether a copy holds the other's own sentences as they were, rather than its story in other words."""
    ours, theirs = _own_words(copy).split(_GAP), _own_words(original).split(_GAP)
    if shingles_of(ours, words=ROW) & shingles_of(theirs, words=ROW):
        return True
    return overlap(shingles_of(ours, words=RUNS), shingles_of(theirs, words=RUNS)) >= MUCH


def own_shingles(record: Record) -> frozenset[int]:
    """Hashes of every run of words in the body that crosses no quotation."""
    return shingles_of(_own_words(record).split(_GAP), words=SHINGLE)


def _own_words(record: Record) -> str:
    """The body with gaps for quotations."""
    text = list(record.document.text)
    for claim in record.claims:
        for span in claim.content if claim.form == "direct" else ():
            text[span.start : span.end] = _GAP * (span.end - span.start)
    whole = "".join(text)
    body = [whole[p.start : p.end] for p in record.document.parts if p.kind == "body"] or [whole]
    return " ".join(body)


_END = re.compile(r"(?<=[.!?])[”\"’]?\s+")


def _own_sentences(record: Record) -> list[str]:
    found = _END.split(_own_words(record).replace(_GAP, " ").casefold())
    return [s for s in found if len(s.split()) >= SENTENCE_WORDS]


def _one_sentence(a: Record, b: Record) -> bool:
    """Whether two reports share a sentence of their own, but for a few words."""
    theirs = _own_sentences(b)
    return any(fuzz.ratio(x, y, score_cutoff=SENTENCE) >= SENTENCE for x in _own_sentences(a) for y in theirs)


#: Stands for a quotation; no text of a report holds it.
_GAP = "\0"


def _copied(a: Record, b: Record, ours: frozenset[int], theirs: frozenset[int]) -> bool:
    short, share = min(len(ours), len(theirs)), overlap(ours, theirs)
    if short < SHORTEST:
        return False
    if share >= CREDITED and (credited(a, b) or credited(b, a)):
        return True
    if short < SHORT:
        return (
            share >= COPIED_SHORT and len(ours & theirs) >= SHARED and overlap(own_shingles(a), own_shingles(b)) >= OWN
        )
    if share >= COPIED:
        return overlap(own_shingles(a), own_shingles(b)) >= OWN
    return share >= MAYBE and _one_sentence(a, b)


def credited(record: Record, other: Record) -> bool:
    """Whether a report's byline gives the text to the other's outlet, by its name or its initials ("Staff and FNA")."""
    byline, publisher = record.document.byline, other.document.publisher
    if not byline or not publisher or fold(publisher) == fold(record.document.publisher or ""):
        return False
    if f" {fold(publisher)} " in f" {fold(byline)} ":
        return True
    initials = "".join(w[0] for w in publisher.replace("-", " ").split() if w[0].isupper())
    return len(initials) > 1 and any(_spell(w, initials) for w in _CAPITALS.findall(byline))


_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")


def _spell(letters: str, initials: str) -> bool:
    """Whether letters are the initials of a name, or those and one more ("ITA" for the Isles Telegraphic, an agency)."""
    return letters == initials or len(initials) > 1 and letters[:-1] == initials


def _names(record: Record, other: Record) -> bool:
    """Whether a report's text or byline names the other's outlet, as a credit does."""
    publisher = other.document.publisher
    return publisher is not None and publisher in record.document.text + (record.document.byline or "")


def _age(record: Record, pair: set[str], known: Mapping[str, Record]) -> tuple[str, bool, str, str]:
    """Earlier day first; on one day the one that does not name the other's publisher."""
    (other,) = (known[i] for i in pair if i != record.document.id)
    credits = _names(record, other)
    published = record.document.published_at
    return (published or "9999")[:10], credits, published or "", record.document.id


def _root(heads: Mapping[str, str], report_id: str) -> str:
    while report_id in heads:
        report_id = heads[report_id]
    return report_id


def _join(heads: dict[str, str], original: str, copy: str, known: Mapping[str, Record]) -> None:
    ours, theirs = _root(heads, original), _root(heads, copy)
    if ours == theirs:
        return
    first, second = sorted(
        (ours, theirs), key=lambda i: ((known[i].document.published_at or "9999")[:10], i != ours, i)
    )
    heads[second] = first

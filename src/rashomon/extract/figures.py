"""Finds the figures of a report: every number of people or things harmed, used or sent, each on its own.

The words beside a number decide its measure (`figures_measure`), then its context (`figures_tolls`,
`figures_none`). A figure keeps the speaker of the innermost claim around it; the event it belongs to
is attached later, after events are clustered. Figures are never merged here, nor added up.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from rashomon.extract.choices import weights
from rashomon.extract.figures_arms import personnel_reading
from rashomon.extract.figures_counted import Counted, counted
from rashomon.extract.figures_drafts import Draft
from rashomon.extract.figures_evidence import may_count
from rashomon.extract.figures_headlines import headline_words
from rashomon.extract.figures_measure import read_measure
from rashomon.extract.figures_none import Nothing, none_of, silences
from rashomon.extract.figures_nouns import Reading, Refusal, weapon_at
from rashomon.extract.figures_ordinals import Ordinal, ordinals
from rashomon.extract.figures_parts import Leaning, part_of_figure
from rashomon.extract.figures_people import describe
from rashomon.extract.figures_scope import scope_of
from rashomon.extract.figures_scored import RULE, reconsidered, weighed
from rashomon.extract.figures_speakers import Coverage, whose_word
from rashomon.extract.figures_tolls import lean
from rashomon.extract.figures_view import View, view_of
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.numbers import NumberPhrase, read_view
from rashomon.model.actors import Who
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.figures import Figure, Qualifier
from rashomon.model.mentions import FigureMention, Grounding
from rashomon.model.spans import Span

PRODUCER = "rules.figures/1"


def find_figures(
    doc: Doc, grounding: Grounding, claims: Sequence[Claim], *, document: Document
) -> tuple[FigureMention, ...]:
    """All figures of `doc` in text order, ids f1, f2, ...

    Args:
        grounding: actors give populations ("its commanders") where they are known; may be empty.
        claims: give each figure its speaker; may be empty.
        document: the report; numbers in its notes are no figures.
    """
    view = view_of(doc)
    drafts, unread = by_rules(view, grounding, document)
    body = body_start(view, document)
    kept = reconsidered(view, drafts, body=body)
    dropped = {i for i, draft in enumerate(kept) if draft is None}
    for number, what, found in weighed(view, unread, drafts, body=body):
        drafts.append(_draft(view, number, what, found, drafts, grounding))
    drafts[: len(kept)] = [new or old for new, old in zip(kept, drafts, strict=False)]
    order = sorted(set(range(len(drafts))) - dropped, key=lambda i: (drafts[i].first, drafts[i].last, i))
    ids = {old: f"f{new + 1}" for new, old in enumerate(order)}
    covers = Coverage(claims)
    said = [c.speaker for c in claims if c.speaker is not None]
    above = list(headline_words(document, grounding, known=said))
    return tuple(_mention(view, drafts[old], ids, old, covers, grounding, above) for old in order)


def in_note(document: Document, offset: int) -> bool:
    """Whether the character lies in a note (byline, dates, credits), which reports nothing."""
    part = document.part_at(offset)
    return part is not None and part.kind == "note"


def body_start(view: View, document: Document) -> int:
    """First token of the report's body."""
    start = next((p.start for p in document.parts if p.kind == "body"), 0)
    return next((i for i, at in enumerate(view.start) if at >= start), 0)


def by_rules(
    view: View, grounding: Grounding, document: Document
) -> tuple[list[Draft], list[tuple[NumberPhrase, Counted]]]:
    """The figures that the rules read, and the numbers that they leave open."""
    drafts: list[Draft] = []
    unread: list[tuple[NumberPhrase, Counted]] = []
    for number in read_view(view):
        if in_note(document, view.start[number.core]):
            continue
        if number.kind == "none":
            drafts += [_nothing(view, nothing) for nothing in none_of(view, number)]
            continue
        if (
            number.core < len(grounding.time_of)
            and grounding.time_of[number.core] is not None
            and number.kind == "count"
        ):
            continue
        what = counted(view, number)
        draft = _count(view, number, what, drafts, grounding)
        if draft is not None:
            drafts.append(draft)
        elif number.kind in ("count", "vague") and may_count(view, what) and not _refused(view, number, what):
            unread.append((number, what))
    for ordinal in ordinals(view):
        if not in_note(document, view.start[ordinal.core]):
            drafts.append(_toll(view, ordinal))
    for nothing in silences(view, drafts):
        if not any(d.first < nothing.last and nothing.first < d.last for d in drafts):
            drafts.append(_nothing(view, nothing))
    return drafts, unread


def _count(view: View, number: NumberPhrase, what: Counted, drafts: list[Draft], grounding: Grounding) -> Draft | None:
    """One number with its measure, or null where nothing makes it a figure."""
    leaning = part_of_figure(view, number, what, drafts)
    found: Reading | Refusal | Leaning | None = leaning or read_measure(view, number, what)
    if isinstance(found, Refusal) or _is_whole(view, number, what):
        return None
    if found is None:
        found = lean(view, number, what, drafts) or personnel_reading(view, number, what)
    if found is None or found.governor is not None and _unreal(view, found.governor):
        return None
    return _draft(view, number, what, found, drafts, grounding)


def _draft(
    view: View,
    number: NumberPhrase,
    what: Counted,
    found: Reading | Leaning,
    drafts: Sequence[Draft],
    grounding: Grounding,
) -> Draft:
    like = found.like if isinstance(found, Leaning) else None
    part = like if isinstance(found, Leaning) and found.part else None
    population, low, high = describe(view, number, what, found, drafts, grounding)
    return Draft(
        number,
        what,
        found.measure,
        population,
        low,
        high,
        number.qualifier,
        scope_of(view, number, found.measure),
        number.first,
        number.last,
        found.governor,
        view.sent[number.core],
        part,
        found.rule,
        found.confidence,
    )


def _refused(view: View, number: NumberPhrase, what: Counted) -> bool:
    """Whether the words say that it is no figure: freed, escaped, unused, or those who did it."""
    by = number.first > view.first(number.core) and view.lower[number.first - 1] == "by"
    return by and what.noun is not None or isinstance(read_measure(view, number, what), Refusal)


def _is_whole(view: View, number: NumberPhrase, what: Counted) -> bool:
    """The four in "two of the four attackers": it counts whom the part is taken of, harmed or not."""
    k, floor = number.first - 1, view.first(number.core)
    if k > floor and view.lower[k] in ("the", "these", "those", "its", "their", "his", "her"):
        k -= 1
    return (
        k > floor
        and view.lower[k] == "of"
        and view.pos[k - 1] == "NUM"
        and what.adjective is None
        and (
            what.noun is None or view.lower[what.noun] not in casualty_words().counted and weapon_at(view, what) is None
        )
    )


def _unreal(view: View, governor: int) -> bool:
    """As in "threatened to kill two hostages": said, planned or tried, but nobody was harmed."""
    up = view.head[governor]
    return view.dep[governor] == "xcomp" and view.lemma[up] in casualty_words().sets["unreal"]


def _toll(view: View, ordinal: Ordinal) -> Draft:
    """The toll that an ordinal reaches; whom it counts, its own noun does not tell of the others."""
    number = NumberPhrase(ordinal.first, ordinal.last, ordinal.core, ordinal.value, ordinal.value, "exactly", "ordinal")
    what = Counted(None, ordinal.last, ordinal.last, None, None)
    return Draft(
        number,
        what,
        "killed",
        "any",
        ordinal.value,
        ordinal.value,
        "exactly",
        "event",
        ordinal.first,
        ordinal.last,
        ordinal.governor,
        view.sent[ordinal.core],
        None,
        "ordinal",
        0.8,
    )


def _nothing(view: View, nothing: Nothing) -> Draft:
    number = NumberPhrase(nothing.first, nothing.last, nothing.first, 0, 0, "reported_none", "none")
    what = Counted(None, nothing.last, nothing.last, None, None)
    low = high = None if nothing.withheld else 0
    qualifier: Qualifier = "unspecified" if nothing.withheld else "reported_none"
    return Draft(
        number,
        what,
        nothing.measure,
        nothing.population,
        low,
        high,
        qualifier,
        "event",
        nothing.first,
        nothing.last,
        nothing.governor,
        view.sent[nothing.first],
        None,
        "withheld" if nothing.withheld else "none",
        0.8,
    )


def _mention(
    view: View,
    draft: Draft,
    ids: dict[int, str],
    index: int,
    covers: Coverage,
    grounding: Grounding,
    above: Sequence[tuple[int, int, Who]],
) -> FigureMention:
    start, end = view.start[draft.first], view.end[draft.last - 1]
    speaker, claim_id = whose_word(
        view, draft.number.core, draft.governor, covers, grounding, withheld=draft.qualifier == "unspecified"
    )
    if speaker is None and claim_id is None:
        speaker = next(
            (who for low, high, who in above if low <= start < high and not who.span.start <= start < who.span.end),
            None,
        )
    figure = Figure(
        ids[index],
        draft.measure,
        draft.population,
        draft.low,
        draft.high,
        draft.qualifier,
        draft.scope,
        speaker,
        claim_id,
        None,
        ids.get(draft.part_of) if draft.part_of is not None else None,
        None,
        Span.of(view.text, start, end),
        round(draft.confidence, 4),
        PRODUCER if draft.rule != RULE else f"trained.figures/{weights('figures')[1]}",
    )
    return FigureMention(figure, draft.first, draft.last, draft.governor, draft.sentence)

"""What speaks for and against a person of a report being a victim, where no rule reads it: short texts that can be read.

A report names people in a few ways only: those who speak, those who hold an office, those whom it happened to. An age, a
trade, a family, a grave or a list beside the name tell the last from the others; `victims_scored` weighs that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rashomon.extract.choices import Evidence
from rashomon.extract.figures_population import kind_at
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words, population_nouns, population_words
from rashomon.extract.victims_details import age_of
from rashomon.extract.victims_harm import HARMS
from rashomon.extract.victims_identity import names_suspect
from rashomon.extract.victims_people import Person
from rashomon.model.mentions import FigureMention, Grounding
from rashomon.model.victims import Harm

HARM_KINDS: tuple[Harm, ...] = ("killed", "injured", "missing", "detained", "abducted")
_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "conj", "attr", "ROOT"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What the report has told of people harmed, by the rules.

    Args:
        speakers: actors who make a claim.
        figures: the figures, in text order.
        harmed: key of each person whom a rule calls harmed.
        sentences: harm of the words of each sentence that has any.
    """

    speakers: frozenset[str]
    figures: Sequence[FigureMention]
    harmed: Mapping[str, Harm]
    sentences: Mapping[int, tuple[Harm, ...]]


def harm_words(view: View) -> dict[int, tuple[Harm, ...]]:
    """The harms that the words of each sentence name."""
    table = casualty_words()
    out: dict[int, list[Harm]] = {}
    for k, word in enumerate(view.lower):
        measure = table.adjectives.get(word) or table.counted.get(word) or table.of_nouns.get(word)
        verb = table.verbs.get(word)
        if measure is None and verb is not None and not verb.people_only:
            measure = verb.people or verb.subject
        if word in _GRAVE:
            measure = "killed"
        harm = HARMS.get(measure) if measure is not None else None
        if harm is not None:
            out.setdefault(view.sent[k], []).append(harm)
    return {s: tuple(dict.fromkeys(found)) for s, found in out.items()}


_GRAVE = frozenset(
    "funeral grave coffin buried burial mourners mourned widow orphan bury buries cemetery body corpse hearse".split()
)


def evidence(
    view: View, mentions: Sequence[Person], people: Sequence[Person], scene: Scene, grounding: Grounding
) -> Evidence[Harm]:
    """All evidence on one person, over every mention.

    Args:
        mentions: of the person, in text order.
        people: all persons of the report, for who stands beside whom.
    """
    lead = mentions[0]
    aged = any(age_of(view, p) is not None for p in mentions)
    speaks = lead.key in scene.speakers
    described = lead.key.startswith("described:")
    whether = [
        f"aged {aged}", f"speaks {speaks}", f"aged {aged} speaks {speaks}", f"described {described} aged {aged}",
        f"mentions {min(3, len(mentions))}", f"names {min(2, lead.last - lead.first)}",
        f"kind {next((a.kind for a in grounding.actors if a.id == lead.key), None)}",
        f"lives {any(lives_on(view, p) for p in mentions)}", f"suspect {names_suspect(view, lead)}",
    ]  # fmt: skip
    which: dict[Harm, list[str]] = {harm: [f"is {harm}"] for harm in HARM_KINDS}
    share = _shares(scene)
    for person in mentions:
        whether += _beside(view, person, aged=aged, speaks=speaks)
        whether += _company(view, person, people, scene)
        whether += _office(view, person, grounding)
        counted = _counted(view, person, people, scene)
        for harm in HARM_KINDS:
            which[harm] += _for(harm, view, person, people, scene)
            which[harm] += (*share[harm], *counted[harm])
    return Evidence(
        tuple(dict.fromkeys(whether)),
        {harm: tuple(dict.fromkeys(found)) for harm, found in which.items()},
    )


def _beside(view: View, person: Person, *, aged: bool, speaks: bool) -> Iterator[str]:
    first, end = view.first(person.first), view.last(person.first)
    before = [w for w in view.lower[max(first, person.first - 5) : person.first] if w.strip()]
    after = [w for w in view.lower[person.last : min(end, person.last + 6)] if w.strip()]
    for word in before:
        yield f"before {word}"
    for word in after:
        yield f"after {word}"
    yield f"left {before[-1] if before else '^'}"
    yield f"right {after[0] if after else '$'}"
    dep, up = view.dep[person.head], view.head[person.head]
    if dep in _PARTS:
        yield f"part {dep}"
        yield f"part {dep} {view.lemma[up]}"
        yield f"part {dep} aged {aged} speaks {speaks}"
    token = person.head
    for _ in range(5):
        if view.pos[token] == "VERB":
            yield f"verb {view.lemma[token]}"
            yield f"tense {view.tag[token]}"
            if any(view.lower[c] == "had" for c in view.children[token]):
                yield "had"
            if any(view.dep[c] == "auxpass" for c in view.children[token]):
                yield "passive"
            break
        if view.head[token] == token:
            break
        token = view.head[token]
    if person.first == first:
        yield "opens"
    for k in range(person.intro, min(end, person.last + 8)):
        if view.lower[k] in population_nouns():
            yield f"people noun {view.lower[k]}"


def _company(view: View, person: Person, people: Sequence[Person], scene: Scene) -> Iterator[str]:
    sentence = view.sent[person.first]
    beside = [p for p in people if view.sent[p.first] == sentence and p.key != person.key]
    yield f"with harmed {any(p.key in scene.harmed for p in beside)}"
    yield f"beside {min(3, len(beside))}"
    for back in (0, 1, 2):
        if scene.sentences.get(sentence - back):
            yield f"harm words {back}"
    if scene.sentences.get(sentence + 1):
        yield "harm words next"
    here = [f for f in scene.figures if f.sentence == sentence and f.figure.measure in HARMS]
    yield f"figure {bool(here)}"
    if any(f.sentence == sentence - 1 and f.figure.measure in HARMS for f in scene.figures):
        yield "figure before"
    if any(p.key in scene.harmed and 0 < sentence - view.sent[p.first] <= 1 for p in people):
        yield "harmed before"


def _office(view: View, person: Person, grounding: Grounding) -> Iterator[str]:
    ranks = population_words().ranks
    for k in range(person.intro, person.first):
        word = view.lower[k].rstrip(".")
        if word in ranks:
            yield f"rank {ranks[word]}"
        if view.pos[k] in ("NOUN", "PROPN"):
            yield f"title {word}"
        if (kind := kind_at(k, grounding)) is not None:
            yield f"title kind {kind}"
    yield f"titled {person.title is not None}"


def _for(harm: Harm, view: View, person: Person, people: Sequence[Person], scene: Scene) -> Iterator[str]:
    sentence = view.sent[person.first]
    for back, name in ((0, "here"), (1, "before"), (2, "earlier"), (-1, "next")):
        found = scene.sentences.get(sentence - back, ())
        if harm in found:
            yield f"word {name}"
            if len(found) == 1:
                yield f"word {name} only"
            yield f"word {name} {harm}"
    for figure in scene.figures:
        if HARMS.get(figure.figure.measure) == harm and 0 <= sentence - figure.sentence <= 2:
            yield f"figure {sentence - figure.sentence}"
    for other in people:
        if (
            scene.harmed.get(other.key) == harm
            and abs(view.sent[other.first] - sentence) <= 1
            and other.key != person.key
        ):
            yield f"company {sentence - view.sent[other.first]}"
    told = [HARMS.get(f.figure.measure) for f in scene.figures]
    if told.count(harm) * 2 > len(told):
        yield "most"
    if harm in told:
        yield "told"


def _shares(scene: Scene) -> dict[Harm, list[str]]:
    """What the whole report tells of: its words of harm, its first sentences, those harmed by rules."""
    out: dict[Harm, list[str]] = {harm: [] for harm in HARM_KINDS}
    words = Counter(h for found in scene.sentences.values() for h in found)
    harmed = Counter(scene.harmed.values())
    first = min(scene.sentences, default=None)
    for harm, texts in out.items():
        if first is not None:
            texts.append(f"words share {4 * words[harm] // words.total()}")
            texts.append(f"words most {words[harm] == max(words.values())}")
            texts.append(f"first {harm in scene.sentences[first]}")
        texts += [f"top {n} {harm in scene.sentences[n]}" for n in (0, 1) if n in scene.sentences]
        if harmed:
            texts.append(f"harmed share {4 * harmed[harm] // harmed.total()}")
    return out


def _counted(view: View, person: Person, people: Sequence[Person], scene: Scene) -> dict[Harm, list[str]]:
    """Whether a figure counts as many as stand in the person's sentence, and what the last one counted."""
    here = view.sent[person.first]
    beside = len({p.key for p in people if view.sent[p.first] == here})
    figures = [(harm, f) for f in scene.figures if (harm := HARMS.get(f.figure.measure)) is not None]
    as_many = {harm for harm, f in figures if f.figure.low == beside} if beside > 1 else set()
    last = next((harm for harm, f in reversed(figures) if f.sentence <= here), None)
    out: dict[Harm, list[str]] = {}
    for harm in HARM_KINDS:
        out[harm] = ["as many"] if harm in as_many else []
        if last is not None:
            out[harm].append(f"last figure {last == harm}")
    return out


def lives_on(view: View, person: Person) -> bool:
    """As in "X, 41, sells rope beside the church": who does something in the present was not harmed beyond it."""
    verb = view.head[person.head]
    return (
        view.dep[person.head] == "nsubj"
        and view.pos[verb] == "VERB"
        and view.tag[verb] in ("VBZ", "VBP")
        and not any(view.dep[k] in ("neg", "auxpass") for k in view.children[verb])
    )

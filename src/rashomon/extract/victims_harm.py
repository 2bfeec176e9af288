"""Which named persons the words call harmed, and how.

Each rule looks from a name to what governs it, or from a word of harm to the names it introduces.
Threats, plots, attempts and denials harm nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.figures_counted import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.victims_people import Person
from rashomon.model.figures import Measure
from rashomon.model.mentions import FigureMention, Grounding
from rashomon.model.victims import Harm

_HARMS: dict[Measure, Harm] = {"killed": "killed", "injured": "injured", "casualties": "injured", "missing": "missing", "detained": "detained", "abducted": "abducted"}
_UNREAL = frozenset(
    "threaten plan vow try attempt want order plot seek fail conspire intend aim wish promise pledge urge demand call hope fear refuse accuse deny avoid".split()
)
_WEAK = frozenset("charge convict sentence remand indict treat admit intern beat assault blind claim lose fall evacuate relocate expel take hold seize flee shelter dispatch".split())
_UNREAL_NOUNS = frozenset("attempt attempts plot plots bid threat threats plan plans warrant warrants".split())
_DEAD = {"dead": "killed", "killed": "killed", "fatalities": "killed", "victims": "killed", "slain": "killed", "deceased": "killed", "martyrs": "killed", "martyred": "killed",
         "wounded": "injured", "injured": "injured", "missing": "missing", "hostages": "abducted", "captives": "abducted", "kidnapped": "abducted", "abducted": "abducted",
         "detained": "detained", "arrested": "detained", "detainees": "detained", "victim": "killed"}
_OF_NOUNS = {"body": "killed", "corpse": "killed", "remains": "killed", "funeral": "killed", "coffin": "killed", "murder": "killed", "release": None}


@dataclass(frozen=True, slots=True)
class Found:
    """One statement that a person was harmed."""

    person: Person
    harm: Harm
    governor: int
    sentence: int
    rule: str
    figure: str | None = None


def find_harmed(view: View, people: Sequence[Person], figures: Sequence[FigureMention], grounding: Grounding) -> list[Found]:
    """Every statement of harm to a named person, in text order."""
    found: list[Found] = []
    for person in people:
        item = _governed(view, person)
        if item is not None:
            found.append(item)
    done = {(f.person.first, f.harm) for f in found}
    for item in [*_listed(view, people), *_of_figures(view, people, figures), *_by_pronoun(view, people, found), *_in_vehicle(view, people, figures), *_together(view, people, found)]:
        if (item.person.first, item.harm) not in done:
            done.add((item.person.first, item.harm))
            found.append(item)
    return sorted(found, key=lambda f: f.person.first)


def _governed(view: View, person: Person) -> Found | None:
    """By the verb, noun or adjective that governs the name."""
    sentence = view.sent[person.first]
    for rule in (_by_adjective, _by_noun, _by_object, _by_subject, _by_relative):
        hit = rule(view, person)
        if hit is not None and not _unreal(view, hit[1]):
            return Found(person, hit[0], hit[1], sentence, rule.__name__.lstrip("_"))
    return None


def _harm(measure: Measure | None) -> Harm | None:
    return _HARMS.get(measure) if measure is not None else None


def _by_adjective(view: View, person: Person) -> tuple[Harm, int] | None:
    """"the wounded man, X", "slain journalist X"."""
    words = casualty_words().adjectives
    for k in range(person.intro, person.first):
        harm = _harm(words.get(view.lower[k]))
        if harm is not None and view.pos[k] in ("ADJ", "VERB", "PROPN") and view.lower[k] not in ("fallen", "burned", "burnt", "captured") and not (k > view.first(k) and view.pos[k - 1] in ("AUX", "PART")):
            follows = k + 1 < person.first and view.pos[k + 1] in ("NOUN", "PROPN", "ADJ")
            if follows and view.lower[k + 1] not in ("in", "by"):
                return harm, k
    return None


def _by_noun(view: View, person: Person) -> tuple[Harm, int] | None:
    """"the killing of X", "the body of X", "X's death", "the funeral of commander X"."""
    words = casualty_words()
    for token in _heads(view, person):
        up = view.head[token]
        if view.dep[token] == "pobj" and view.lower[up] == "of" and up != token:
            noun = view.head[up]
            harm = _harm(words.of_nouns.get(view.lower[noun])) or _OF_NOUNS.get(view.lower[noun])
            if harm is not None:
                return harm, noun  # type: ignore[return-value]
        if view.dep[token] == "poss" and up != token:
            harm = _harm(words.of_nouns.get(view.lower[up])) or ("killed" if view.lower[up] in ("body", "funeral", "corpse", "remains", "coffin", "murderers", "killers") else None)
            if harm is not None:
                return harm, up
    k = person.intro - 1
    if k > view.first(person.first) and view.lower[k] == "of":
        harm = _harm(words.of_nouns.get(view.lower[k - 1])) or _OF_NOUNS.get(view.lower[k - 1])
        if harm is not None:
            return harm, k - 1  # type: ignore[return-value]
    return None


def _heads(view: View, person: Person) -> list[int]:
    """The name's head and what it stands in apposition or list with, nearest first."""
    chain, token = [person.head], person.head
    for _ in range(5):
        dep, up = view.dep[token], view.head[token]
        if up == token or dep not in ("conj", "appos", "compound", "nmod", "oprd") or view.pos[up] not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            break
        token = up
        chain.append(token)
    return chain


def _by_object(view: View, person: Person) -> tuple[Harm, int] | None:
    """"killed X", "arrested one of the organisers, X"; "shot dead the leader, X"."""
    words = casualty_words()
    for token in _heads(view, person):
        up = view.head[token]
        if view.dep[token] in ("dobj", "attr") and up != token and view.pos[up] == "VERB":
            harm = _verb_harm(view, up, passive=True)
            if harm is not None and not _is_agent(view, person):
                return harm, up
    k = person.intro - 1
    verb = words.verbs.get(view.lower[k]) if k >= view.first(person.first) else None
    if verb is not None and view.pos[k] in ("VERB", "PROPN", "NOUN") and view.dep[person.head] not in ("nsubj", "poss", "nsubjpass"):
        harm = _harm(verb.people) if verb.lemma not in _WEAK else None
        passive = k > view.first(k) and view.lower[k - 1] in ("was", "were", "been", "be", "is", "are")
        if harm is not None and not passive and (view.pos[k] == "VERB" or view.lower[k] in ("kill", "kills", "killed")):
            return harm, k
    return None


def _verb_harm(view: View, verb: int, *, passive: bool) -> Harm | None:
    """What the verb does to its object or passive subject; to its subject where `passive` is false."""
    entry = casualty_words().verbs.get(view.lower[verb])
    if entry is None or any(view.dep[k] == "neg" for k in view.children[verb]) and not any(c.negated for c in entry.compounds):
        return None
    for compound in entry.compounds:
        if (compound.subject is not passive) and (compound.words or any(view.dep[k] == "neg" for k in view.children[verb])):
            end = min(view.last(verb), verb + 10)
            if any(tuple(view.lower[at : at + len(compound.words)]) == compound.words for at in range(verb + 1, end)):
                return _harm(compound.measure)
    if passive:
        if entry.lemma == "hold" and {"prison", "jail", "custody", "detention", "police", "cell"} & set(view.lower[verb : min(view.last(verb), verb + 8)]):
            return "detained"
        return _harm(entry.people) if entry.lemma not in _WEAK or entry.lemma == "seize" else None
    return _harm(entry.subject) if entry.lemma not in _WEAK and entry.lemma != "burn" else None


def _is_agent(view: View, person: Person) -> bool:
    return view.dep[person.head] in ("nsubj", "agent")


def _by_subject(view: View, person: Person) -> tuple[Harm, int] | None:
    """"X was killed", "X died", "X, 33, was among the dead", "X and Y were taken hostage"."""
    for token in _heads(view, person):
        dep, up = view.dep[token], view.head[token]
        if dep in ("nsubj", "nsubjpass") and up != token:
            hit = _verb_group(view, up, passive=dep == "nsubjpass", depth=0)
            if hit is not None:
                return hit
            break
    after = _after_name(view, person)
    if after is not None:
        said = right_predicate(view, after, view.last(person.first))
        if said is not None and said.kind == "measure" and not said.negated and said.token - after < 8:
            harm = _harm(said.measure)
            entry = casualty_words().verbs.get(view.lower[said.token])
            if harm is not None and not (entry is not None and entry.lemma in _WEAK) and view.dep[person.head] not in ("poss", "dobj"):
                if after < view.last(person.first) and view.pos[after] in ("AUX", "VERB", "ADV"):
                    return harm, said.token
    return None


def _verb_group(view: View, verb: int, *, passive: bool, depth: int) -> tuple[Harm, int] | None:
    """The verb itself, then what is joined to it or hangs under it without a subject of its own."""
    passive = passive or any(view.dep[k] == "auxpass" for k in view.children[verb])
    harm = _verb_harm(view, verb, passive=passive) or (None if passive else _verb_harm(view, verb, passive=False))
    if harm is not None:
        return harm, verb
    if view.lemma[verb] in ("be", "remain", "lie") and not any(view.dep[k] == "neg" for k in view.children[verb]):
        said = right_predicate(view, verb, view.last(verb))
        if said is not None and said.kind == "measure" and not said.negated and (harm := _harm(said.measure)) is not None:
            return harm, said.token
    if depth < 2 and view.lemma[verb] not in _UNREAL:
        for kid in view.children[verb]:
            if view.dep[kid] in ("conj", "xcomp", "oprd", "acomp") and not any(view.dep[g] in ("nsubj", "nsubjpass") for g in view.children[kid]):
                hit = _verb_group(view, kid, passive=passive and view.tag[kid] == "VBN", depth=depth + 1)
                if hit is not None:
                    return hit
                measure = casualty_words().adjectives.get(view.lower[kid])
                if measure is not None and view.dep[kid] in ("oprd", "acomp") and (harm := _harm(measure)) is not None:
                    return harm, kid
    return None


def _after_name(view: View, person: Person) -> int | None:
    """The token after the name and its apposition ("X, 34, a farmer, was ...")."""
    k, end = person.last, view.last(person.first)
    if k < end and view.lower[k] != ",":
        return k
    commas = [j for j in range(k, min(end, k + 22)) if view.lower[j] == ","]
    for comma in reversed(commas):
        if comma + 1 < end and (view.pos[comma + 1] == "AUX" or view.tag[comma + 1] in ("VBD", "VBZ")):
            return comma + 1
    return None


def _by_relative(view: View, person: Person) -> tuple[Harm, int] | None:
    """"X, who was killed in 2020"."""
    for kid in view.children[person.head]:
        if view.dep[kid] in ("relcl", "acl") and view.pos[kid] in ("VERB", "AUX"):
            whose = any(view.lower[g] == "whose" for g in range(person.last, kid))
            passive = any(view.dep[g] == "auxpass" for g in view.children[kid]) or view.dep[kid] == "acl" and view.tag[kid] == "VBN"
            active = any(view.dep[g] == "dobj" for g in view.children[kid])
            harm = None if whose else _verb_harm(view, kid, passive=passive) if passive or not active else None
            # "who died in 2013" of somebody named in passing is mostly a death in bed.
            natural = view.lemma[kid] == "die" and not any(view.lower[g] in ("wounds", "injuries", "attack", "blast", "fire", "crash", "shooting", "custody") for g in range(kid, min(view.last(kid), kid + 8)))
            if harm is not None and not natural:
                return harm, kid
    return None


def _unreal(view: View, token: int) -> bool:
    """Threatened, planned, attempted, denied: nobody was harmed."""
    start = view.first(token)
    if {"reward", "information", "bounty"} & set(view.lower[max(start, token - 9) : token]):
        return True
    for k in range(max(start, token - 3), token):
        if view.lower[k] in _UNREAL_NOUNS or view.lower[k] in ("would", "will", "could", "might", "should", "attempted", "alleged-", "if", "to") and view.pos[k] in ("AUX", "ADJ", "SCONJ", "PART", "VERB"):
            perfect = "have" in view.lower[k:token]
            if not perfect:
                return True
    if token + 1 < view.last(token) and view.lower[token + 1] in _UNREAL_NOUNS:
        return True
    up = view.head[token]
    return view.dep[token] in ("xcomp", "pcomp") and view.lemma[up if view.pos[up] == "VERB" else view.head[up]] in _UNREAL


def _listed(view: View, people: Sequence[Person]) -> list[Found]:
    """"named the dead as X, Y and Z", "among the dead was X", "the victims include X and her sons Y and Z"."""
    found = []
    for start, end in view.bounds:
        intro = _introduction(view, start, end)
        if intro is None:
            continue
        at, harm, governor = intro
        inside = [p for p in people if at <= p.first < end]
        for n, person in enumerate(inside):
            # A name in a list is followed by its age, a comma, "and", or the end; a subject of its own verb ends the list.
            if n and view.dep[person.head] in ("nsubj", "nsubjpass") and not _in_relative(view, person):
                break
            if view.dep[person.head] == "poss" or view.lower[person.last : person.last + 1] == ["'s"]:
                continue
            found.append(Found(person, harm, governor, view.sent[start], "listed"))
    return found


def _in_relative(view: View, person: Person) -> bool:
    verb = view.head[person.head]
    return view.dep[verb] in ("ccomp", "attr", "ROOT", "conj", "appos")


def _introduction(view: View, start: int, end: int) -> tuple[int, Harm, int] | None:
    """Where a list of victims begins in the sentence, the harm, and the word that gives it."""
    for k in range(start, end):
        harm = _DEAD.get(view.lower[k])
        if harm is None or not _nominal(view, k, start):
            continue
        stop = min(end, k + 9)
        back = view.lower[max(start, k - 5) : k]
        if any(view.lemma[j] in ("identify", "name", "list", "confirm") for j in range(max(start, k - 8), k)):
            at = next((j + 1 for j in range(k, stop) if view.lower[j] == "as" or view.lower[j] == ":"), None)
            if at is not None:
                return at, harm, k  # type: ignore[return-value]
        for j in range(k + 1, stop):
            if view.lower[j] in ("were", "was", "are", "is", "include", "included", "includes", ":", "including"):
                named = any(view.lower[i] in ("identified", "named") for i in range(j, min(end, j + 4)))
                at = next((i + 1 for i in range(j, min(end, j + 6)) if view.lower[i] == "as"), j + 1) if named else j + 1
                if "among" in back or view.lower[j] != "was" or named:
                    if not named and view.tag[j + 1 : j + 2] == ["VBN"]:
                        break
                    return at, harm, k  # type: ignore[return-value]
                break
            if view.pos[j] == "VERB" and view.tag[j] not in ("VBN",) and view.lower[j] not in _DEAD:
                break
    return None


def _nominal(view: View, k: int, start: int) -> bool:
    """"the dead", "those killed", "the dead officers", "the fatalities"; not "was killed"."""
    before = view.lower[k - 1] if k > start else ""
    return before in ("the", "those", "of", "its", "four", "two", "three", "five") or view.lower[k] in ("victims", "fatalities", "hostages", "victim") and before not in ("be", "a")


def _of_figures(view: View, people: Sequence[Person], figures: Sequence[FigureMention]) -> list[Found]:
    """"two had been killed, including X", "three were taken: the nurse X, 36, the doctor Y", "two drivers, X and Y, were killed"."""
    found = []
    for figure in figures:
        harm = _HARMS.get(figure.figure.measure)
        if harm is None or figure.figure.qualifier in ("reported_none", "unspecified"):
            continue
        end = view.bounds[figure.sentence][1]
        opener = next((k for k in range(figure.last, end) if view.lower[k] in ("including", ":") or view.lower[k] == "," and k - figure.last <= 4), None)
        while opener is not None:
            after = [p for p in people if opener < p.first < end]
            kind = view.lower[opener]
            if after and kind == "," and after[0].intro - opener > 1:
                after = []
            if after and kind == "including" and after[0].intro - opener > 6:
                after = []
            for n, person in enumerate(after):
                if n and any(view.pos[k] in ("VERB", "AUX") for k in range(after[n - 1].last, person.intro)) or view.dep[person.head] in ("nsubj", "poss") and kind != ",":
                    break
                if kind == "," and (not _age_or_list(view, person, end) or _speaks(view, person)):
                    break
                found.append(Found(person, harm, figure.governor if figure.governor is not None else figure.first, figure.sentence, "of_figure", figure.figure.id))
            opener = next((k for k in range(opener + 1, end) if view.lower[k] in ("including", ":")), None)
    return found


def _speaks(view: View, person: Person) -> bool:
    """"..., X said": the name after a figure that is no part of it."""
    verb = view.head[person.head]
    if view.dep[person.head] in ("nsubj", "nsubjpass") and _verb_group(view, verb, passive=view.dep[person.head] == "nsubjpass", depth=0) is None:
        return True
    near = [*range(person.last, min(len(view), person.last + 2)), *range(max(0, person.intro - 1), person.intro)]
    return any(view.lemma[k] in casualty_words().sets["report_verbs"] or view.lemma[k] in ("tell", "write", "add") for k in near)


def _age_or_list(view: View, person: Person, end: int) -> bool:
    """A name set off by commas after the counted noun: its age, "and" another, or the closing comma follows."""
    return view.dep[person.head] in ("appos", "conj") or view.lower[person.last : person.last + 1] == [","] and view.lower[person.last + 1 : person.last + 2] and view.words[person.last + 1].isdigit()


def _by_pronoun(view: View, people: Sequence[Person], found: Sequence[Found]) -> list[Found]:
    """"X, 46, was hit several times. He died at the scene.": the subject of the sentence before."""
    out = []
    for k, word in enumerate(view.lower):
        if word not in ("he", "she") or view.dep[k] not in ("nsubj", "nsubjpass"):
            continue
        hit = _verb_group(view, view.head[k], passive=view.dep[k] == "nsubjpass", depth=0)
        if hit is None or _unreal(view, hit[1]):
            continue
        whom = _spoken_of(view, people, k, female=word == "she")
        if whom is not None:
            out.append(Found(whom, hit[0], hit[1], view.sent[k], "by_pronoun"))
    return out


def _spoken_of(view: View, people: Sequence[Person], pronoun: int, *, female: bool) -> Person | None:
    """The last person that was the subject, in this sentence or the two before; none if two could be meant."""
    sentence = view.sent[pronoun]
    near = [p for p in people if p.first < pronoun and sentence - view.sent[p.first] <= 2 and p.female is not (not female)]
    subjects = [p for p in near if any(view.dep[t] in ("nsubj", "nsubjpass") for t in _heads(view, p))]
    if not subjects:
        return near[-1] if len({p.key for p in near}) == 1 else None
    return subjects[-1]


def _together(view: View, people: Sequence[Person], found: Sequence[Found]) -> list[Found]:
    """"killed X, alongside Y", "X had been killed, with her sister Y and a driver, Z"."""
    out = []
    for item in found:
        end = view.last(item.person.first)
        if item.harm == "detained" and item.rule == "by_noun":
            continue
        later = [p for p in people if item.person.last <= p.first < end and p.key != item.person.key]
        if not later:
            continue
        gap = view.lower[item.person.last : later[0].intro] + view.lower[later[0].intro : later[0].first]
        if not ({"alongside", "with"} & set(gap)) or later[0].first - item.person.last > 14:
            continue
        opener = max(k for k in range(item.person.last, later[0].first) if view.lower[k] in ("alongside", "with"))
        if opener < later[0].intro - 1:
            continue
        for n, person in enumerate(later):
            since = opener if n == 0 else later[n - 1].last
            if any(view.pos[k] in ("VERB", "AUX") for k in range(since, person.first)) or view.dep[person.head] in ("nsubj", "nsubjpass") and n:
                break
            out.append(Found(person, item.harm, item.governor, item.sentence, "together", item.figure))
    return out


def _in_vehicle(view: View, people: Sequence[Person], figures: Sequence[FigureMention]) -> list[Found]:
    """"X and Y were travelling in a car when it was struck", where the report counts dead and nobody says that they lived."""
    if not any(f.figure.measure == "killed" and f.figure.qualifier not in ("reported_none", "unspecified") for f in figures):
        return []
    out = []
    for person in people:
        for token in _heads(view, person):
            if view.dep[token] not in ("nsubj", "nsubjpass"):
                continue
            verb = view.head[token]
            for kid in view.children[verb]:
                if view.dep[kid] == "advcl" and view.lemma[kid] in ("strike", "hit", "target", "explode", "detonate", "blow", "bomb") and any(view.lower[g] in ("when", "as") for g in view.children[kid]):
                    passive = any(view.dep[g] == "auxpass" for g in view.children[kid])
                    vehicle = any(view.lower[g] in ("it", "vehicle", "car", "convoy", "truck", "bus", "van", "building", "house", "pickup", "motorcycle") for g in view.children[kid])
                    if passive and vehicle and view.lemma[verb] in ("travel", "ride", "be", "drive", "sit", "sleep", "leave") and not _survived(view, person, people):
                        out.append(Found(person, "killed", kid, view.sent[person.first], "in_vehicle"))
            break
    return out


def _survived(view: View, person: Person, people: Sequence[Person]) -> bool:
    """Whether any mention of the person lives on: speaks, survives, is treated."""
    for other in people:
        if other.key != person.key:
            continue
        for token in _heads(view, other):
            verb = view.head[token]
            if view.dep[token] == "nsubj" and view.lemma[verb] in ("survive", "escape", "say", "tell", "recover", "add", "live", "recall"):
                return True
    return False

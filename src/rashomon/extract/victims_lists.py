"""Victims that a list, a figure, a pronoun or the company of another victim points to.

"Among the dead were X and Y", "two drivers, X, 53, and Y, 38, were killed", "She died on Friday".
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.figures_nouns import is_people
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.victims_harm import HARMS, Found, is_unreal, name_heads, verb_group
from rashomon.extract.victims_people import Person
from rashomon.model.mentions import FigureMention
from rashomon.model.victims import Harm

_DEAD: dict[str, Harm] = {
    "dead": "killed",
    "killed": "killed",
    "fatalities": "killed",
    "victims": "killed",
    "slain": "killed",
    "deceased": "killed",
    "martyrs": "killed",
    "martyred": "killed",
    "wounded": "injured",
    "injured": "injured",
    "missing": "missing",
    "hostages": "abducted",
    "captives": "abducted",
    "kidnapped": "abducted",
    "abducted": "abducted",
    "detained": "detained",
    "arrested": "detained",
    "detainees": "detained",
    "victim": "killed",
}


def listed(view: View, people: Sequence[Person]) -> list[Found]:
    """As in "named the dead as X, Y and Z", "among the dead was X", "the victims include X and her sons Y and Z"."""
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
                return at, harm, k
        for j in range(k + 1, stop):
            if view.lower[j] in ("were", "was", "are", "is", "include", "included", "includes", ":", "including"):
                named = any(view.lower[i] in ("identified", "named") for i in range(j, min(end, j + 4)))
                at = (
                    next((i + 1 for i in range(j, min(end, j + 6)) if view.lower[i] == "as"), j + 1) if named else j + 1
                )
                if "among" in back or view.lower[j] != "was" or named:
                    if not named and view.tag[j + 1 : j + 2] == ["VBN"]:
                        break
                    return at, harm, k
                break
            if view.pos[j] == "VERB" and view.tag[j] not in ("VBN",) and view.lower[j] not in _DEAD:
                break
    return None


def _nominal(view: View, k: int, start: int) -> bool:
    """As in "the dead", "those killed", "the dead officers", "the fatalities"; not "was killed"."""
    before = view.lower[k - 1] if k > start else ""
    if k > start and is_people(view, k - 1) and view.tag[k - 1] in ("NNS", "NN") and view.tag[k] == "VBN":
        return True  # "the two soldiers killed on Friday were identified as ..."
    return (
        before in ("the", "those", "of", "its", "four", "two", "three", "five")
        or view.lower[k] in ("victims", "fatalities", "hostages", "victim")
        and before not in ("be", "a")
    )


def of_figures(view: View, people: Sequence[Person], figures: Sequence[FigureMention]) -> list[Found]:
    """As in "two had been killed, including X", "three were taken: the nurse X, 36, the doctor Y", "two drivers, X and Y, were killed"."""
    found = []
    for figure in figures:
        harm = HARMS.get(figure.figure.measure)
        if harm is None or figure.figure.qualifier in ("reported_none", "unspecified"):
            continue
        end = view.bounds[figure.sentence][1]
        opener = next(
            (
                k
                for k in range(figure.last, end)
                if view.lower[k] in ("including", ":") or view.lower[k] == "," and k - figure.last <= 4
            ),
            None,
        )
        while opener is not None:
            after = [p for p in people if opener < p.first < end]
            kind = view.lower[opener]
            if after and kind == "," and after[0].intro - opener > 1:
                after = []
            if after and kind == "including" and after[0].intro - opener > 6:
                after = []
            for n, person in enumerate(after):
                if (
                    n
                    and any(view.pos[k] in ("VERB", "AUX") for k in range(after[n - 1].last, person.intro))
                    or view.dep[person.head] in ("nsubj", "poss")
                    and kind != ","
                ):
                    break
                if kind == "," and (not _age_or_list(view, person) or speaks(view, person)):
                    break
                found.append(
                    Found(
                        person,
                        harm,
                        figure.governor if figure.governor is not None else figure.first,
                        figure.sentence,
                        "of_figure",
                        figure.figure.id,
                    )
                )
            opener = next((k for k in range(opener + 1, end) if view.lower[k] in ("including", ":")), None)
    return found


def speaks(view: View, person: Person) -> bool:
    """As in "..., X said": the name after a figure that is no part of it."""
    verb = view.head[person.head]
    if (
        view.dep[person.head] in ("nsubj", "nsubjpass")
        and verb_group(view, verb, passive=view.dep[person.head] == "nsubjpass", depth=0) is None
    ):
        return True
    near = [*range(person.last, min(len(view), person.last + 2)), *range(max(0, person.intro - 1), person.intro)]
    return any(
        view.lemma[k] in casualty_words().sets["report_verbs"] or view.lemma[k] in ("tell", "write", "add")
        for k in near
    )


def _age_or_list(view: View, person: Person) -> bool:
    """A name set off by commas after the counted noun: its age, "and" another, or the closing comma follows."""
    return (
        view.dep[person.head] in ("appos", "conj")
        or view.lower[person.last : person.last + 1] == [","]
        and view.words[person.last + 1].isdigit()
    )


def by_pronoun(view: View, people: Sequence[Person]) -> list[Found]:
    """As in "X, 46, was hit several times. He died at the scene.": the subject of the sentence before."""
    out = []
    for k, word in enumerate(view.lower):
        if word not in ("he", "she") or view.dep[k] not in ("nsubj", "nsubjpass"):
            continue
        hit = verb_group(view, view.head[k], passive=view.dep[k] == "nsubjpass", depth=0)
        if hit is None or is_unreal(view, hit[1]):
            continue
        whom = _spoken_of(view, people, k, female=word == "she")
        if whom is not None:
            out.append(Found(whom, hit[0], hit[1], view.sent[k], "by_pronoun"))
    return out


def _spoken_of(view: View, people: Sequence[Person], pronoun: int, *, female: bool) -> Person | None:
    """The last person that was the subject, in this sentence or the two before; none if two could be meant."""
    sentence = view.sent[pronoun]
    near = [
        p for p in people if p.first < pronoun and sentence - view.sent[p.first] <= 2 and p.female is not (not female)
    ]
    subjects = [p for p in near if any(view.dep[t] in ("nsubj", "nsubjpass") for t in name_heads(view, p))]
    if not subjects:
        return near[-1] if len({p.key for p in near}) == 1 else None
    return subjects[-1]


def together(view: View, people: Sequence[Person], found: Sequence[Found]) -> list[Found]:
    """As in "killed X, alongside Y", "X had been killed, with her sister Y and a driver, Z"."""
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
            if (
                any(view.pos[k] in ("VERB", "AUX") for k in range(since, person.first))
                or view.dep[person.head] in ("nsubj", "nsubjpass")
                and n
            ):
                break
            out.append(Found(person, item.harm, item.governor, item.sentence, "together", item.figure))
    return out


def in_vehicle(view: View, people: Sequence[Person], figures: Sequence[FigureMention]) -> list[Found]:
    """As in "X and Y were travelling in a car when it was struck", where the report counts dead and nobody says that they lived."""
    if not any(
        f.figure.measure == "killed" and f.figure.qualifier not in ("reported_none", "unspecified") for f in figures
    ):
        return []
    out = []
    for person in people:
        for token in name_heads(view, person):
            if view.dep[token] not in ("nsubj", "nsubjpass"):
                continue
            verb = view.head[token]
            for kid in view.children[verb]:
                if (
                    view.dep[kid] == "advcl"
                    and view.lemma[kid] in ("strike", "hit", "target", "explode", "detonate", "blow", "bomb")
                    and any(view.lower[g] in ("when", "as") for g in view.children[kid])
                ):
                    passive = any(view.dep[g] == "auxpass" for g in view.children[kid])
                    vehicle = any(
                        view.lower[g]
                        in (
                            "it",
                            "vehicle",
                            "car",
                            "convoy",
                            "truck",
                            "bus",
                            "van",
                            "building",
                            "house",
                            "pickup",
                            "motorcycle",
                        )
                        for g in view.children[kid]
                    )
                    if (
                        passive
                        and vehicle
                        and view.lemma[verb] in ("travel", "ride", "be", "drive", "sit", "sleep", "leave")
                        and not _survived(view, person, people)
                    ):
                        out.append(Found(person, "killed", kid, view.sent[person.first], "in_vehicle"))
            break
    return out


def _survived(view: View, person: Person, people: Sequence[Person]) -> bool:
    """Whether any mention of the person lives on: speaks, survives, is treated."""
    for other in people:
        if other.key != person.key:
            continue
        for token in name_heads(view, other):
            verb = view.head[token]
            if view.dep[token] == "nsubj" and view.lemma[verb] in (
                "survive",
                "escape",
                "say",
                "tell",
                "recover",
                "add",
                "live",
                "recall",
            ):
                return True
    return False

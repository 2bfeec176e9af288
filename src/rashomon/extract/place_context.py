"""What the sentence says of a place's name: what it lies in, the line it is an end of, and whether it acts.

"X, in Y province", "the road between X and Y", "Washington said". Read from the tokens between names
and from the parse above them.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from rashomon.extract.place_frames import Frame, feature_after
from rashomon.extract.place_runs import NameRange
from rashomon.extract.place_words import PlaceWords

#: Sites that a country's name tells apart ("Kuwait airport"); with others the country is whose they are ("a US base").
_OF_A_COUNTRY = ("airport", "crossing", "port")


def until(doc: Doc, spot: Frame, following: NameRange | None) -> bool:
    """Whether the next name is the other end of a line: "between X and Y", "the X-Y road"."""
    if following is None:
        return False
    between = doc[spot.last : following.first]
    if (
        spot.outer > 0
        and doc[spot.outer - 1].lower_ == "between"
        and len(between) <= 2
        and any(t.lower_ == "and" for t in between)
    ):
        head = doc[spot.outer - 2].lower_ if spot.outer > 1 else ""
        return head not in {
            "talks",
            "war",
            "clashes",
            "fighting",
            "relations",
            "tensions",
            "conflict",
            "ceasefire",
            "truce",
            "battles",
            "negotiations",
        }
    return len(between) == 1 and between[0].text in {"-", "–", "—"}


def whole_line(doc: Doc, spot: Frame, words: PlaceWords) -> Frame:
    """The phrase with the line's noun before it: "the road between X"."""
    if (
        spot.outer > 1
        and doc[spot.outer - 1].lower_ == "between"
        and words.features.get(doc[spot.outer - 2].lower_) == "linear"
    ):
        return Frame(spot.outer - 2, spot.last, doc[spot.outer - 2].lower_, spot.part, spot.outer - 2)
    return spot


def containers(doc: Doc, spot: Frame, items: Sequence[NameRange], at: int, words: PlaceWords) -> list[int]:
    """Indices into `items` of what the phrase says the name lies in, nearest first."""
    found: list[int] = []
    end, i = spot.last, at
    while i + 1 < len(items):
        gap = [t.lower_ for t in doc[end : items[i + 1].first]]
        if any("\n" in word for word in gap) or items[i + 1].strength == "weak":
            break
        owned = gap == ["of"] and i == at and spot.feature is not None and end > items[at].last  # "X district of Y"
        if not owned and not _contains(gap, words):
            break
        i += 1
        found.append(i)
        end = items[i].last + feature_after(doc, items[i].last, words)
    if at > 0 and items[at - 1].strength != "weak":
        owner = items[at - 1]
        gap = [t.lower_ for t in doc[owner.last + feature_after(doc, owner.last, words) : spot.first]]
        if (
            gap
            and gap[0] in {"'s", "’s"}
            and len(gap) <= 7
            and all(
                w in words.parts
                or w in words.features
                or w in {"'s", "’s", "of", "the", "and", "-"}
                or w.endswith("ern")
                for w in gap
            )
        ):
            found.append(at - 1)
    return found


def _contains(gap: Sequence[str], words: PlaceWords) -> bool:
    """Whether the words between two names say that the first lies in the second."""
    rest = [
        w
        for w in gap
        if w not in {"the", "a", "an"} and w not in words.parts and w not in words.features and not w.endswith("ern")
    ]
    adjectives = {
        "nearby",
        "neighbouring",
        "northern",
        "restive",
        "troubled",
        "occupied",
        "besieged",
        "province",
        "capital",
        "'s",
        "’s",
        "remote",
        "border",
        "coastal",
        "region",
    }
    rest = [w for w in rest if w not in adjectives]
    if not gap or len(gap) > 8:
        return False
    if gap == [","] or rest == ["in"] or rest == [",", "in"]:
        return True
    if gap[0] == "," and rest in ([","], [",", "of"], [",", "in", "of"]) and len(gap) > 1:
        return True
    return rest == ["of"] and gap[0] in words.features


def stands_for_government(
    doc: Doc, item: NameRange, spot: Frame, words: PlaceWords, *, country: bool, seat: bool
) -> bool:
    """Whether a country or a seat of government acts here rather than being where something is."""
    if not (country or seat):
        return False
    if _hyphened(doc, item):
        return True
    if spot.feature is not None:
        return (
            country
            and words.features[spot.feature] == "exact"
            and not spot.feature.endswith(_OF_A_COUNTRY)
            and spot.last == item.last + len(spot.feature.split())
        )
    if spot.part is not None:
        return False
    head = doc[item.first : item.last].root
    preposition = preposition_of(head)
    if preposition is not None:
        word, governor = preposition.lower_, preposition.head
        if word in {"by", "against", "with", "under", "about"}:
            return governor.lower_ not in {"border", "frontier", "crossing"}
        if word in {"for", "on", "at", "to", "from", "of", "between", "upon"}:
            return (
                country
                and not (word == "of" and (governor.lower_ in words.features or governor.lower_ in words.parts))
                or word == "between"
            )
        return False
    if head.dep_ in {"nsubj", "nsubjpass"}:
        return country or head.head.lemma_ in words.acts
    if head.dep_ in {"compound", "poss", "amod", "nmod"} and head.head.i > head.i:
        owner = head.head
        if owner.lower_ in words.institutions and (country or owner.lower_ not in words.happenings):
            return True
        return country and owner.lower_ not in words.features and head.dep_ != "poss"
    return country and head.dep_ in {"dobj", "iobj", "dative", "agent"}


def _hyphened(doc: Doc, item: NameRange) -> bool:
    """Part of a compound: "Iran-backed", "anti-US", "Israel-Hamas"."""
    after = doc[item.last : item.last + 2]
    if (
        len(after) == 2
        and after[0].text in {"-", "–"}
        and not doc[item.last - 1].whitespace_
        and not after[0].whitespace_
    ):
        return True
    return (
        item.first > 1
        and doc[item.first - 1].text in {"-", "–"}
        and not doc[item.first - 1].whitespace_
        and not doc[item.first - 2].whitespace_
    )


def preposition_of(head: Token) -> Token | None:
    """The preposition that governs a name, through conjunctions and appositions."""
    top = head
    for _ in range(6):
        if (
            top.dep_ in {"conj", "appos", "compound", "nmod", "poss", "amod"}
            and top.head.i != top.i
            and (top.dep_ in {"conj", "appos"} or top.head.pos_ in {"PROPN", "NOUN"} and top.dep_ == "compound")
        ):
            top = top.head
        else:
            break
    if top.dep_ in {"pobj", "pcomp"} and top.head.pos_ in {"ADP", "SCONJ", "VERB", "ADV"}:
        return top.head
    return None

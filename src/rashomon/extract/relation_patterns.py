"""Patterns over the shape of a line that state a relation.

Signs are those of `relation_shapes`. Groups: `s` the subject, `o` the object, `t` the title or
word that names the relation; a list of persons is `s` as a whole. A pattern never crosses a
full stop, and between its parts it allows only words that describe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Describing words before a noun, with what another backs ("Iran-backed").
_MOD = r"(?:[BbD]-?[kalx]|[mDN#UM-])*"
#: The same with titles ("former deputy leader", "founder and leader").
_TITLE = r"(?:[BbD]-?[kalx]|[mDN#U&ALMV-])*(?P<t>[LMV])(?:&[mN-]*[LMV])*"
_OBJECT = r"d?(?:[mP]{1,3}s)?" + _MOD + r"(?P<o>[Bb])(?!-)"
_BRACKET = r"(?:\([BPm]\))?"
_AGE = r"(?:,#)?"
#: One person or several: "A and B", "A, 24, B, 29, and C".
_PEOPLE = r"(?P<s>P(?:(?:,#)?,?&?P)*)" + _AGE
_NAMED = r"(?P<s>B)" + _BRACKET
_KIN = r"(?P<t>[AFOXYK])"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`relation` null: the sign in group `t` tells it."""

    name: str
    signs: re.Pattern[str]
    relation: str | None = None


def _pattern(name: str, signs: str, relation: str | None = None) -> Pattern:
    return Pattern(name, re.compile(signs), relation)


#: Persons and bodies; earlier ones are surer and take the title that they read.
PERSONAL: tuple[Pattern, ...] = (
    # "X's spokesman, NAME", "its leader NAME", "X's ambassador to Y, NAME"
    _pattern(
        "owner",
        r"(?P<o>[BbD])(?:\(B\))?s" + _TITLE + r"(?:[not]d?[mNBDb#]{1,4})?,?(?:w__|_n?)?(?:[mLM])*(?P<s>P(?:,?&P)*)",
    ),
    # "Taliban commander Maj Gen NAME", "Malian Prime Minister NAME", "State Council (SAC) spokesman NAME"
    _pattern(
        "title before name", r"(?P<o>[BbD])(?:\(B\))?-?[mN#-]*" + _TITLE + r"(?:om{1,2})?,?[mLM]*(?P<s>P(?:,?&P)*)"
    ),
    # "NAME, a fellow at the institute", "NAME, 29, both members of X", "NAME, founder and leader of X"
    _pattern("description", _PEOPLE + r",?(?:w?i|w?in)?[dm]?" + _TITLE + r"(?:m{0,2})(?:[onf])" + _OBJECT),
    # "NAME, X's deputy leader", "NAME, a Hamas official", "NAME is Iran's president"
    _pattern("described by owner", _PEOPLE + r",?(?:w?i|w?in)?d?[m#-]*(?P<o>[BbD])(?:\(B\))?s?" + _TITLE),
    # "the leader of X, NAME", "a spokesman for X, Maj NAME", "the commander of the Y militia NAME"
    _pattern(
        "title of body",
        _TITLE
        + r"(?:m{0,2})(?:[on])"
        + _OBJECT
        + _BRACKET
        + r"[mN]{0,2}(?:no?d?[mN#]{1,3})?,?w?_?[mLMd]*(?P<s>P(?:,?&P)*)",
    ),
    # "NAME, Asia researcher at Rights Frontier": a name after "at" is a body, whatever it was taken for
    _pattern("at a name", _PEOPLE + r",?(?:w?i)?[dm]*(?P<t>[M])n(?P<o>P)(?=[,.])"),
    # "rebel leader NAME of X"
    _pattern("title and body", r"(?P<t>[LV])[mM]*(?P<s>P)o" + _OBJECT + r"(?![s-])"),
    # "X, whose leader, NAME, ..."
    _pattern("whose", r"(?P<o>B)" + _BRACKET + r",?(?:d?[mNU#]{1,5},?)?z" + _TITLE + r",?_?[mLM]*(?P<s>P)"),
    # "NAME, who heads X", "NAME has led X since", "NAME commanded the rocket units of X"
    _pattern("heads", r"(?P<s>P)" + _AGE + r"[,)]?&?w?i?h(?:d?[mDN#UMA-]*o)?" + _OBJECT + r"(?!s?m*[LMV])", "leads"),
    # "X, led by NAME", "X, a coalition headed by a former minister, NAME"
    _pattern(
        "headed by",
        r"(?P<o>B)" + _BRACKET + r"[,&]?(?:w?i|d?[mNUDAFYOXb#-]{1,5}(?:o?d?B)?)?[,&]?hy[dmDLMV]*,?(?P<s>P)",
        "leads",
    ),
    # "NAME works for X", "NAME, who fought with X", "NAME belongs to X", "NAME joined X"
    _pattern("works for", r"(?P<s>P)" + _AGE + r",?w?i?(?:Wn|j|gt|in?do?d?mo)" + _OBJECT, "member_of"),
    _pattern("represents", r"(?P<s>P)" + _AGE + r",?w?i?r" + _OBJECT, "speaks_for"),
    # "NAME, of the X party", "NAME of X", "NAME from X"
    _pattern("name of body", r"(?P<s>P)" + _AGE + r",?[of]" + _OBJECT + r"(?![s-])", "member_of"),
    # "the Taliban's NAME", "the syndicate's Dr NAME"
    _pattern("name by owner", r"(?P<o>[Bb])sm{0,2}(?P<s>P)(?!s)", "member_of"),
    _pattern("bracket", r"(?P<s>P)\((?P<o>B)[)-]", "member_of"),
)

#: "the governor's spokesman, NAME", "NAME, a spokesman for NAME".
VOICES: tuple[Pattern, ...] = (
    _pattern("voice of a person", r"(?P<o>P)s[mN#-]*(?P<t>V),?_?[mLM]*(?P<s>P)"),
    _pattern("voice of a person", r"(?P<s>P)" + _AGE + r",(?P<o>P)s[mN#-]*(?P<t>V)"),
    _pattern("voice of a person", r"(?P<s>P)" + _AGE + r",?i?d?[mN-]*(?P<t>V)[on][mLM]*(?P<o>P)"),
    _pattern("voice of a person", r"(?P<t>V)[on][mLM]*(?P<o>P),(?P<s>P)"),
)

#: Bodies and bodies.
BODIES: tuple[Pattern, ...] = (
    # "X, an ally of Y", "X is the armed wing of Y", "X, one of the factions in Y"
    _pattern("kin of", _NAMED + r",?(?:w?i|w?in|w)?(?:d?#?o?d?" + _MOD + r")" + _KIN + r"[on]" + _OBJECT),
    _pattern("one of", _NAMED + r",?(?:w?i)?#od?[mNU#-]*(?:n)" + _OBJECT, "part_of"),
    # "X, Y's armed wing", "X, a Hamas ally", "X is Iran's proxy"
    _pattern("kin by owner", _NAMED + r",?(?:w?i|w?in)?d?[m#-]*(?P<o>[BbD])s?[mN#D-]*" + _KIN + r"(?![o])"),
    # "Y's armed wing, X", "its ally X", "its rivals the X"
    _pattern("owner's kin", r"(?P<o>[Bb])s[mN#D-]*" + _KIN + r",?d?[mN]?(?P<s>B)"),
    # "the armed wing of Y, X"
    _pattern("kin of, named after", r"d[mND-]*" + _KIN + r"[o]" + _OBJECT + _BRACKET + r",d?(?P<s>B)(?=[,(._])"),
    # "the rival X", "X and the rival Y"
    _pattern("rival", _NAMED + r"&d?(?P<t>O)[mN]*(?P<o>B)"),
    # "Iran-backed X", "Hezbollah-linked Y"
    _pattern("modifier", r"(?P<o>[Bb](?=-?[kalx])|D(?=-))-?(?P<t>[kalx])[mN#-]*(?P<s>B)"),
    _pattern("state", r"(?P<s>B),d[mN#D-]*[mNAUYF]od?[mN-]*Bwi?(?P<t>[kalx])[ytnf]" + _OBJECT),
    # "X, backed by Y", "X, which is allied with Y", "X, an Iran-backed militia linked to Y", "X, with ties to Y"
    _pattern("state", _NAMED + r",?(?:w?i|d?" + _MOD + r"[mNA]|w|n)?,?(?:_m*)?(?P<t>[kalx])[ytnf]" + _OBJECT),
    # "X, an Iran-backed militia", "X is a Turkish-backed group"
    _pattern("described as", _NAMED + r",?(?:w?i|in)?d?[m#]*(?P<o>[BbD])-(?P<t>[kalx])[mN#D-]*[mNAUb]"),
    # "X, which is allied with Y and opposed to Z"
    _pattern("state", _NAMED + r",?w?i?[kalx][ytnf]d?" + _MOD + r"[BP]&(?P<t>[kalx])[ytnf]" + _OBJECT),
    # "the National Guard, Mexico's militarised police force"
    _pattern("organ described", _NAMED + r",(?P<o>[BbD])s[mN#-]*N(?=[,._Si])", "part_of"),
    _pattern("state of a person", r"(?P<s>P)" + _AGE + r",?(?:w?i|d?[mNDBbLMV-]*[LMVmN])?(?P<t>[lax])[tn]" + _OBJECT),
    _pattern("loyal to a person", _NAMED + r",?(?:w?i|w)?(?P<t>[lax])[tn]d?[mLMV]*(?P<o>P)"),
    # "Y, which backs X"
    _pattern("backs", r"(?P<o>B)" + _BRACKET + r",?w?i?c(?P<s>B)(?!s|-)", "backed_by"),
    _pattern("backs", r"(?P<o>B)" + _BRACKET + r",?w?i?cd[m-]*(?P<s>B)(?!s|-)", "backed_by"),
    # "NAME, the mayor whom X installed"
    _pattern("backed whom", r"(?P<s>[PB])" + _AGE + r",?d?[mNLMV]*w(?P<o>B)[ck]", "backed_by"),
    _pattern("belongs", _NAMED + r",?w?gt" + _OBJECT, "part_of"),
    _pattern("opposes", _NAMED + r",?w?v" + _OBJECT, "opposed_to"),
    _pattern("alongside", _NAMED + r"[mN]?[,w]*i?[_W]q" + _OBJECT, "allied_with"),
    # "Iran's Revolutionary Guards", "the army's Second Division"
    _pattern("possessor", r"(?P<o>[BbD])s[mN#DA-]*(?P<s>B)(?!s?[mN]*[LMV])", "part_of"),
    # "the UN humanitarian office, X", "the army's media wing, X"
    _pattern("organ named after", r"(?P<o>[BbD])[m-]*N,(?P<s>B)(?=[,(])", "part_of"),
    # "X, the television channel run by Y"
    _pattern("run by", _NAMED + r",d?[mN#-]*h(?:y)" + _OBJECT, "part_of"),
)

#: "Y, a coalition of militias that includes A, B and C": the parts are read off what follows.
INCLUDES = re.compile(
    r"(?P<o>B)" + _BRACKET + r",?(?P<between>[^.:;,P_]{0,20}),?w?i?e(?P<s>o?d?[mN#-]*B(?:(?:,&|,|&)d?[mN#-]*B)*)"
)
#: More objects of one statement: "backed by Iran and Russia".
MORE = re.compile(r"(?:,&|,|&)d?[mN#-]*(?P<o>B)(?![s-])")
#: "commander of the army's Second Division": the last body owned.
OWNED = re.compile(r"s[mN#DA-]*(?P<o>B)")

"""A report in the inline form that holds every kind of line, and a way to change it line by line."""

from __future__ import annotations

from corpus.compiling import Compiled, compile_report

HEAD = "publisher: Bereg Daily\npublished: 2003-05-20\nstyle: local\nbyline: Marta Ilves\n"
TEXT = """[f4 Two] dead as [e1 mine blast] hits Velika bus
> Driver among them

[c1 [e1 The blast] killed [f1 at least two people], [f2 one child] among them, on the Velika road [t1 early on Monday]], [s1 Colonel Goran Petek], the district police chief, [q1 told] reporters on the phone. [v1 Ivo Mar], a driver, died.

[c2 “The mine was laid overnight,”] [s2 he] [q2 said]. The Free Hills Front [q3 denied] [c3 laying it]. [q4 It was said] that [c4 men with rifles fled]. [e2 Troops closed the road] after it. Petek leads the police.
"""
TABLE = """a1 person: Colonel Goran Petek; Goran Petek; Petek | district police chief
a2 armed_group: The Free Hills Front
a3 population/crowd: reporters
a4 police: police
p1 city: Velika < Brod District; Croatia
t1 2003-05-19 day
e1 ASSAULT "Remote explosive/landmine/IED" happened who="men with rifles" whom=v1,"bus" at=p1 on=t1 with=mine main
e2 MOBILIZE/COERCE - happened on=2003-05-19
f1 killed 2+ any a1 e1 c=c1 asof=t1
f2 killed 1 child a1/- e1 of=f1
f4 killed 2 any - e1
c1 a1 report named to=a3 via="on the phone" about=e1
c2 a1/a4 report/accuse named in=c1
c3 a2 deny named_office neg
c4 - report - hedged
v1 killed civilian - e1 age=41 sex=m role=driver in=f1 c=c1
? e1 perpetrator a2 a1 c=c2 neg
= a1 leads a4 opt
> e2 response_to/follows e1
"""


def compiled(*, table: str = TABLE, text: str = TEXT, head: str = HEAD) -> Compiled:
    return compile_report(f"{head}---\n{text}---\n{table}")


def with_line(line: str) -> Compiled:
    """The report with the line of the same beginning replaced by this one."""
    begin = line.split()[0]
    lines = TABLE.splitlines()
    at = [n for n, old in enumerate(lines) if old.split()[0] == begin]
    if at:
        lines[at[0]] = line
    else:
        lines.append(line)
    return compiled(table="\n".join(lines) + "\n")

"""The one registry, and the types of what addresses and forms may hold: everything is bounded."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from rashomon.review.registry import Registry

REGISTRY = Registry()

#: Text in an address.
Words = Annotated[str, Query(max_length=200)]
Short = Annotated[str, Query(max_length=40)]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Page = Annotated[int, Query(ge=1, le=100_000)]
#: Number of a row from before which a page of a history begins.
Before = Annotated[int | None, Query(ge=1, le=2**53)]
#: Number of a line of the matrix.
Line = Annotated[int | None, Query(ge=0, le=100_000)]
Flag = Annotated[bool, Query()]
#: An incident's or report's id, or the beginning of one.
Ref = Annotated[str, Path(min_length=1, max_length=200)]
Key = Annotated[str, Path(min_length=1, max_length=300)]
#: Text of a form: a reason, a remark, a short value.
Why = Annotated[str, StringConstraints(max_length=2000)]
Value = Annotated[str, StringConstraints(max_length=200)]
Id = Annotated[str, StringConstraints(max_length=80)]


class Form(BaseModel):
    """What every form of a decision holds.

    Args:
        seen: newest judgement on the thing that the person saw, empty for none.
        why: the reason.
        back: page of ours to go back to.
    """

    model_config = ConfigDict(extra="ignore")

    why: Why = ""
    seen: Id = ""
    back: Value = ""

    def home(self, default: str) -> str:
        """Where to go on: a page of this desk and no other place."""
        plain = self.back.startswith("/") and not self.back.startswith(("//", "/\\")) and self.back.isprintable()
        return self.back if plain and "\\" not in self.back else default

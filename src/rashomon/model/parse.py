"""The parse of one report as immutable tokens: what the syntax says, for rooms that do not know the parser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parse:
    """One entry a token, in text order.

    Args:
        starts: offset of the token in the document's text.
        words, lemmas: as written, and the base form in lower case.
        pos, deps: universal part of speech, and the dependency label that ties the token to its head.
        heads: index of the head; of a root its own index.
        sentences: index of the sentence.
    """

    starts: tuple[int, ...]
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    sentences: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def up(self, i: int, *, steps: int) -> list[int]:
        """The token and those above it, at most `steps` of them."""
        found = [i]
        while len(found) <= steps and self.heads[found[-1]] != found[-1]:
            found.append(self.heads[found[-1]])
        return found

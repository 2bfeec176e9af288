"""From the clean text back to the bytes of the original.

Runs of characters whose origins touch become one stretch. Characters without an origin
are counted, never silently dropped; blanks between parts are ours and are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.model.documents import Stretch
from rashomon.reading.chars import Chars
from rashomon.reading.encoding import Decoded


@dataclass(frozen=True, slots=True)
class Alignment:
    """The stretches, in text order, and the number of characters that none of them maps."""

    stretches: tuple[Stretch, ...]
    unaligned: int


def align(placed: list[tuple[int, Chars]], decoded: Decoded) -> Alignment:
    """Maps the clean text onto the original.

    Args:
        placed: the offset in the clean text of each part, with its characters.
        decoded: the original they came from.
    """
    runs: list[tuple[int, int, int, int]] = []
    unaligned = 0
    for offset, chars in placed:
        if isinstance(chars.starts, range) and len(chars) > 0:
            runs.append((offset, offset + len(chars), chars.starts[0], chars.ends[-1]))
            continue
        last_end = -2
        for i, (start, end) in enumerate(zip(chars.starts, chars.ends, strict=True)):
            if start < 0:
                unaligned += not chars.text[i].isspace()
                last_end = -2
                continue
            if start == last_end:
                first, _, raw_first, _ = runs[-1]
                runs[-1] = (first, offset + i + 1, raw_first, end)
            else:
                runs.append((offset + i, offset + i + 1, start, end))
            last_end = end
    positions = sorted({p for run in runs for p in run[2:]})
    byte_at = dict(zip(positions, decoded.byte_offsets(positions), strict=True))
    return Alignment(tuple(Stretch(a, b, byte_at[c], byte_at[d]) for a, b, c, d in runs), unaligned)

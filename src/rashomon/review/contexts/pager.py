"""Where a list stands that is shown in pages."""

from __future__ import annotations

from dataclasses import dataclass

#: Lines of a page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list stands: `first` to `last` of `total`; pages count from 1, null where there is none."""

    first: int
    last: int
    total: int
    before: int | None
    after: int | None


def pager_of(page: int, total: int, size: int = PAGE) -> Pager:
    """Where page `page` of a list of `total` stands, `size` to a page."""
    first = (page - 1) * size
    last = min(total, first + size)
    return Pager(
        first + 1 if last > first else 0,
        last,
        total,
        page - 1 if page > 1 else None,
        page + 1 if last < total else None,
    )

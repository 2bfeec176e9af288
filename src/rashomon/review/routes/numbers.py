"""Numbers that people type."""

from __future__ import annotations

from rashomon.model.judgements import JudgementRefused


def whole_number(text: str) -> int | None:
    """A whole number from its text, null for none."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise JudgementRefused(f"{text!r} is no whole number")
    return int(text)


def real_number(text: str) -> float | None:
    """A number from its text, null for none."""
    try:
        return float(text) if text else None
    except ValueError as error:
        raise JudgementRefused(f"{text!r} is no number") from error

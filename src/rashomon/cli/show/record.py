"""The record of one report for people: who says what, the figures by source, and what happened when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rashomon.cli.show.marks import Signs, day, signs_of
from rashomon.cli.show.safe import clean, quoted, words, written
from rashomon.model.actors import Who
from rashomon.model.claims import Claim
from rashomon.model.events import Event
from rashomon.model.figures import Figure
from rashomon.model.record import Record

#: Days before the publication from which an event counts as recalled.
RECALLED_DAYS = 10
_PLAIN_ACTS = frozenset({"report"})


@written
def show_record(console: Console, record: Record) -> None:
    """Prints the record: head, claims by speaker, figures by source, timeline."""
    signs = signs_of(console)
    document = record.document
    console.print(words(document.title or "Untitled report", "bold"))
    facts = [
        clean(document.publisher),
        clean(document.byline, limit=40),
        f"published {day(document.published_at, clock=True)}",
    ]
    if document.updated_at:
        facts.append(f"updated {day(document.updated_at, clock=True)}")
    if document.machine_translated:
        facts.append("machine-translated")
    console.print(Text(f" {signs.silent} ".join(f for f in facts if f), style="dim"))
    for notice in document.notices:
        console.print(words(f"note: {notice}", "yellow"))
    console.print()
    _claims(console, record, signs)
    _figures(console, record)
    _events(console, record, signs)


def _head(console: Console, title: str, count: int, signs: Signs) -> None:
    line = Text(f"{title.upper()} ", style="bold")
    line.append(f"{count} ", style="dim")
    line.append(signs.rule * max(0, console.width - len(title) - len(str(count)) - 2), style="dim")
    console.print(line)


def _claims(console: Console, record: Record, signs: Signs) -> None:
    _head(console, "Who says what", len(record.claims), signs)
    speakers: dict[str, list[Claim]] = {}
    actors = {a.id: a.name for a in record.actors}
    for claim in record.claims:
        who = claim.speaker
        name = "unattributed" if who is None else _called(who, actors)
        speakers.setdefault(name, []).append(claim)
    for name, claims in speakers.items():
        line = words(name, "bold cyan", limit=70)
        who = claims[0].speaker
        if who is not None and who.level not in ("named", "named_office"):
            line.append(f"  {who.level.replace('_', ' ')}", style="dim")
        console.print(line)
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        table.add_column("", width=14)
        table.add_column("", ratio=1)
        for claim in claims:
            table.add_row(_how(claim), _said(claim))
        console.print(table)
    console.print()


def _called(who: Who, actors: Mapping[str, str]) -> str:
    """The actor's name; for people without one, the report's own words for them."""
    return actors.get(who.actor_id or "", who.name) if who.level in ("named", "named_office") else who.name


def _how(claim: Claim) -> Text:
    act = claim.act.replace("_", " ")
    text = words(claim.cue.text if claim.cue is not None else "", "italic", limit=14)
    if claim.act in _PLAIN_ACTS:
        return Text("  ").append_text(text)
    return Text(f"  {act}", style="bold")


def _said(claim: Claim) -> Text:
    content = " \u2026 ".join(s.text for s in claim.content)
    text = quoted(content, limit=240) if claim.form == "direct" else words(content, limit=240)
    if claim.hedged:
        text.append("  hedged", style="dim")
    if claim.relayed_by is not None:
        text.append(f"  via {clean(claim.relayed_by.name, limit=30)}", style="dim")
    return text


def _figures(console: Console, record: Record) -> None:
    signs = signs_of(console)
    _head(console, "Figures by source", len(record.figures), signs)
    if not record.figures:
        console.print(Text("  none", style="dim"))
        console.print()
        return
    events = {e.id: e for e in record.events}
    actors = {a.id: a.name for a in record.actors}
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("source", max_width=30)
    table.add_column("what", no_wrap=True)
    table.add_column("how many", justify="right", no_wrap=True)
    table.add_column("in the report's words", ratio=1)
    ordered = sorted(record.figures, key=lambda f: (_source(f, actors), f.span.start))
    last = ""
    for figure in ordered:
        source = _source(figure, actors)
        what = figure.measure.replace("_", " ") + (
            f", {figure.population.replace('_', ' ')}" if figure.population != "any" else ""
        )
        note = (
            "  part of a whole"
            if figure.part_of is not None
            else "  total of a period"
            if figure.scope == "period_total"
            else ""
        )
        text = _context(record, figure)
        text.append(note, style="dim")
        if figure.event_id is not None and _recalled(record, events.get(figure.event_id)):
            text.append("  recalled", style="yellow")
        table.add_row(words(source if source != last else "", limit=30), what, _number(figure), text)
        last = source
    console.print(table)
    console.print()


def _source(figure: Figure, actors: Mapping[str, str]) -> str:
    return "the report itself" if figure.speaker is None else _called(figure.speaker, actors)


def _number(figure: Figure) -> Text:
    low, high = figure.low, figure.high
    if figure.qualifier == "reported_none":
        return Text("none", style="bold")
    if low is None and high is None:
        return Text("no number", style="dim")
    if high is None:
        return Text(f"{low}+", style="bold")
    if low is None:
        return Text(f"up to {high}", style="bold")
    about = "~" if figure.qualifier == "about" else ""
    return Text(f"{about}{low}" if low == high else f"{about}{low}\u2013{high}", style="bold")


def _context(record: Record, figure: Figure) -> Text:
    """The number within the words around it."""
    text, span = record.document.text, figure.span
    part = record.document.part_at(span.start)
    low, high = (part.start, part.end) if part is not None else (0, len(text))
    start, end = max(low, span.start - 24), min(high, span.end + 40)
    if start > low:
        start = text.find(" ", start, span.start) + 1 or span.start
    if end < high:
        end = max(text.rfind(" ", span.end, end), span.end)
    out = words(text[start : span.start])
    out.append(" " if out.plain and text[span.start - 1 : span.start].isspace() else "")
    out.append(clean(span.text), style="bold")
    after = clean(text[span.end : end])
    return out.append(f"{' ' if text[span.end : span.end + 1].isspace() and after else ''}{after}")


def _events(console: Console, record: Record, signs: Signs) -> None:
    _head(console, "What happened when", len(record.events), signs)
    times = {t.id: t for t in record.times}
    places = {p.id: p.name for p in record.places}
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True, style="cyan")
    table.add_column("", no_wrap=True)
    table.add_column("", ratio=1)
    for event in sorted(record.events, key=lambda e: _when_key(record, e)):
        time = times.get(event.time_id or "")
        when = (
            "undated"
            if time is None
            else day(time.start[:10] if time.start[:10] == time.end[:10] else f"{time.start[:10]}/{time.end[:10]}")
        )
        kind = Text(
            clean(event.acled or (event.mode or event.plover).replace("-", " "), limit=30),
            style="bold" if event.plover == "ASSAULT" else "",
        )
        text = words(_telling(record, event), limit=110)
        if event.place_id in places:
            text.append(f"  {clean(places[event.place_id])}", style="cyan")
        for mark in _marks(record, event):
            text.append(f"  {mark}", style="yellow")
        table.add_row(when, kind, text)
    console.print(table)


def _telling(record: Record, event: Event) -> str:
    """The first words of the body that tell of the event, else its headline."""
    body = [s for s in event.evidence if (part := record.document.part_at(s.start)) is not None and part.kind == "body"]
    return next((s.text for s in body or event.evidence), "")


def _marks(record: Record, event: Event) -> Iterable[str]:
    if event.modality != "happened":
        yield event.modality
    if _recalled(record, event):
        yield "recalled"


def _when_key(record: Record, event: Event) -> tuple[str, int]:
    time = next((t for t in record.times if t.id == event.time_id), None)
    first = min((s.start for s in event.evidence), default=0)
    return (time.start if time is not None else "9999"), first


def _recalled(record: Record, event: Event | None) -> bool:
    """Whether an event ended well before the report was published."""
    time = next((t for t in record.times if event is not None and t.id == event.time_id), None)
    published = record.document.published_at
    if time is None or published is None:
        return False
    try:
        return (date.fromisoformat(published[:10]) - date.fromisoformat(time.end[:10])).days > RECALLED_DAYS
    except ValueError:
        return False

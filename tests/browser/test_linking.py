"""Pairs with their waterfall, merge, split and undo, stale pages, and the lock: in a real Chromium, on real incidents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AXE, NARROW, SHOTS, WIDE, Served, _missing, context_of, serving


@pytest.fixture
def page(chromium: Browser, linked: Served) -> Iterator[Page]:
    context = context_of(chromium)
    page = linked.enter(context)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    yield page
    context.close()
    assert said == []


def serious(page: Page) -> list[str]:
    """Serious findings of axe on a page."""
    if not AXE.is_file():
        _missing("axe-core", "make frontend")
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [v["id"] for v in result["violations"] if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("size", "scheme"), [("wide", "light"), ("narrow", "dark")])
def test_a_real_pair_with_its_waterfall(chromium: Browser, linked: Served, size: str, scheme: str) -> None:
    """Each bar begins where the one before ended, the last ends at the sum, and the points say so in numbers."""
    SHOTS.mkdir(exist_ok=True)
    viewport = WIDE if size == "wide" else NARROW
    context = context_of(chromium, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page = linked.enter(context)
    page.goto(linked.base + "/pairs")
    pair = page.locator("article.pair").first
    rows = pair.locator(".waterfall tr")
    points = [float(t) for t in pair.locator(".waterfall tr td.num").all_inner_texts()]
    assert len(points) >= 5 and abs(sum(points[:-1]) - points[-1]) < 0.1 * len(points)
    bars = pair.locator("svg rect").evaluate_all(
        "list => list.map(r => [+r.getAttribute('x'), +r.getAttribute('width'), r.classList.contains('up')])"
    )
    assert len(bars) == rows.count() - 1
    at = 0.0
    for x, width, up in bars:
        assert abs((x if up else x + width) - at) < 1.2, bars
        at = x + width if up else x
    expect(pair.locator("blockquote mark")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.screenshot(path=str(SHOTS / f"pairs-real-{size}-{scheme}.png"), full_page=True)
    assert serious(page) == []
    context.close()


def test_a_pair_is_judged_by_key_and_taken_back(page: Page, linked: Served) -> None:
    page.goto(linked.base + "/pairs")
    before = page.locator("article.pair").count()
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.locator(".note")).to_contain_text("same: kept")
    expect(page.locator(".stale")).to_contain_text("1 decision waiting")
    linked.work()
    page.goto(linked.base + "/pairs")
    expect(page.locator(".stale")).to_have_count(0)
    assert page.locator("article.pair").count() <= before
    page.keyboard.press("u")
    expect(page.locator(".note")).to_contain_text("taken back: pair")
    linked.work()


def test_merge_split_and_undo_follow_in_the_background(page: Page, linked: Served) -> None:
    """Two incidents become one with a reason, the old address leads on, a split with a reason parts them, undo too."""
    ids = [i.id for i in linked.store.incidents(stale=True) or () if len({e.report_id for e in i.events}) > 1]
    one, other = ids[0], next(i for i in ids[1:] if i != ids[0])
    count = len(linked.store.incidents(stale=True) or ())
    judged = linked.store.judgements()
    page.goto(f"{linked.base}/incident/{one}")
    page.keyboard.press("m")
    page.keyboard.type(other)
    page.locator("#merge button").click()
    page.goto(f"{linked.base}/incident/{one}")
    assert linked.store.judgements() == judged, "no merge without a reason"
    page.locator("#merge input[name=other]").fill(other)
    page.locator("#merge input[name=why]").fill("one attack, told twice")
    page.locator("#merge button").click()
    expect(page.locator(".note")).to_contain_text("being linked anew")
    expect(page.locator(".stale")).to_contain_text("1 decision waiting")
    page.goto(f"{linked.base}/incident/{other}")
    expect(page.locator(".stale")).to_be_visible()
    linked.work()
    page.goto(f"{linked.base}/incident/{other}")
    expect(page.locator(".stale")).to_have_count(0)
    merged = page.locator("article.incident").get_attribute("data-incident")
    page.goto(f"{linked.base}/incident/{one}")
    assert page.locator("article.incident").get_attribute("data-incident") == merged
    assert len(linked.store.incidents() or ()) == count - 1
    page.goto(linked.base + "/history")
    page.keyboard.press("u")
    expect(page.locator(".note")).to_contain_text("taken back: pair")
    expect(page.locator(".stale")).to_be_visible()
    linked.work()
    assert {one, other} <= {i.id for i in linked.store.incidents() or ()}
    told = next(i for i in linked.store.incidents() or () if i.id == one)
    page.goto(f"{linked.base}/incident/{one}")
    form = page.locator("form[action$='/split']").last
    if not form.is_visible():
        page.locator("details:has(form[action$='/split']) > summary").last.click()
    form.locator("input[name=why]").fill("another convoy")
    form.locator("button").click()
    expect(page.locator(".note")).to_contain_text("split off")
    linked.work()
    after = next(i for i in linked.store.incidents() or () if i.id in (one, linked.store.redirect(one)))
    assert len(after.events) < len(told.events)


def test_a_page_that_was_open_says_that_it_is_behind(page: Page, linked: Served) -> None:
    """Somebody else decides while a page is open: the page says so by itself, and when it is current again."""
    page.goto(f"{linked.base}/incident/{linked.incident}")
    expect(page.locator(".stale")).to_have_count(0)
    other = page.context.new_page()
    other.goto(f"{linked.base}/report/{linked.report}")
    other.locator(".card.h-figures button[value=reject]").first.click()
    expect(other.locator(".note")).to_contain_text("rejected")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#behind")).to_contain_text("being linked anew")
    linked.work()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#behind")).to_contain_text("changed since")
    expect(page.locator("#behind a")).to_be_visible()


SECRET = "seven quiet herons"


def test_the_lock_covers_and_opens_where_one_was(chromium: Browser, tmp_path: Path) -> None:
    SHOTS.mkdir(exist_ok=True)
    with serving(tmp_path, [], passphrase=SECRET, lock_after_s=1.0) as desk:
        context = context_of(chromium, bypass_csp=True)
        page = desk.enter(context)
        where = f"{desk.base}/report/{desk.arabic}?at=0-4"
        page.goto(where)
        desk.app.state.desk.locker.lock()
        expect(page.locator("h1")).to_have_text("The desk is locked", timeout=8_000)
        assert serious(page) == []
        page.screenshot(path=str(SHOTS / "locked-wide-light.png"))
        page.locator("input[name=passphrase]").fill("not this one at all")
        page.get_by_role("button", name="Unlock").click()
        expect(page.get_by_role("alert")).to_contain_text("not the passphrase")
        page.locator("input[name=passphrase]").fill(SECRET)
        page.keyboard.press("Enter")
        expect(page.locator("article.report")).to_be_visible()
        assert page.url == where
        page.get_by_role("button", name="Lock").click()
        expect(page.locator("h1")).to_have_text("The desk is locked")
        context.close()


def test_near_copies_as_a_diff(page: Page, linked: Served) -> None:
    """Two reports of one incident side by side, and as one text with what was added and taken out."""
    reports = [a.report_id for a in linked.store.one_incident(linked.incident).accounts]
    left, right = list(dict.fromkeys(reports))[:2]
    page.goto(f"{linked.base}/compare?left={left}&right={right}")
    expect(page.locator(".side, .reader .text, section.text")).not_to_have_count(0)
    page.goto(f"{linked.base}/compare?left={left}&right={right}&diff=true")
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
    assert re.search(r"\d+ %", page.locator("main").inner_text())

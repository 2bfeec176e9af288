"""Every screen and key in a real Chromium: with and without JavaScript, wide and narrow, light and dark."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AXE, NARROW, SHOTS, WIDE, Served, _missing, context_of
from tests.review.conftest import put


def screens(served: Served) -> dict[str, str]:
    return {
        "queue": "/",
        "queue-filtered": "/?differ=killed&place=Nowhere",
        "search": "/search?words=police",
        "search-empty": "/search",
        "reports": "/reports",
        "incident": f"/incident/{served.incident}?ask=killed",
        "report": f"/report/{served.report}",
        "arabic": f"/report/{served.arabic}",
        "original": f"/report/{served.report}/original",
        "compare": f"/compare?left={served.report}&right={served.arabic}",
        "diff": f"/compare?left={served.report}&right={served.arabic}&diff=true",
        "pairs": "/pairs",
        "actors": "/names/actor",
        "place": "/names/place/daquq",
        "source": "/names/source/tigris%20wire",
        "problems": "/problems",
        "history": "/history",
        "audit": "/audit?check=true",
        "codebook": "/codebook",
        "agreement": "/agreement",
        "add": "/add",
        "help": "/help",
        "erasure": f"/erasure?person=Haddadin&report={served.report}",
        "nowhere": "/nix",
    }


@pytest.mark.parametrize(
    ("size", "scheme"), [("wide", "light"), ("narrow", "dark"), ("narrow", "light"), ("wide", "dark")]
)
def test_every_screen_is_accessible_and_fits(chromium: Browser, served: Served, size: str, scheme: str) -> None:
    """No serious finding of axe, nothing wider than the window; a picture of each screen is kept."""
    if not AXE.is_file():
        _missing("axe-core", "make frontend")
    SHOTS.mkdir(exist_ok=True)
    viewport = WIDE if size == "wide" else NARROW
    context = context_of(chromium, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page = served.enter(context)
    found = []
    for name, address in screens(served).items():
        page.goto(served.base + address)
        page.screenshot(path=str(SHOTS / f"{name}-{size}-{scheme}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{name} is wider than the window"
        )
        if (size == "wide") != (scheme == "light"):
            continue  # the two other mixtures show the same rules and colours
        page.add_script_tag(path=str(AXE))
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for violation in result["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [n["html"][:160] for n in violation["nodes"][:3]]
                found.append((name, violation["id"], nodes))
    context.close()
    assert found == []


def test_no_screen_breaks_its_own_policy(page: Page, served: Served) -> None:
    """The console stays silent on every screen (see the fixture): no script, style or request is refused."""
    for name, address in screens(served).items():
        if name != "nowhere":
            page.goto(served.base + address, wait_until="networkidle")


def test_two_clicks_to_the_words_behind_a_rival_figure(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/incident/{served.incident}")
    page.locator(".matrix td.differ a").first.click()
    words = page.locator("#words mark").first
    expect(words).to_be_visible()
    quoted = words.inner_text()
    page.locator("#words a[href^='/report/']").first.click()
    lit = page.locator("#at")
    expect(lit).to_be_in_viewport()
    assert lit.inner_text()[:4] in quoted or quoted[:4] in lit.inner_text()
    assert "ask=" not in page.url


def test_keys_walk_and_open(page: Page, served: Served) -> None:
    page.goto(served.base + "/")
    page.keyboard.press("j")
    expect(page.locator("tr.here")).to_have_count(1)
    first = page.locator("tr.here").inner_text()
    page.keyboard.press("j")
    assert page.locator("tr.here").inner_text() != first
    page.keyboard.press("k")
    assert page.locator("tr.here").inner_text() == first
    page.keyboard.press("Enter")
    expect(page.locator("article.incident")).to_be_visible()
    page.keyboard.press("m")
    expect(page.locator("#merge input[name=other]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("police")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Search for")
    page.keyboard.press("?")
    expect(page.locator("h1")).to_have_text("Help")


def test_keys_accept_edit_reject_and_undo(page: Page, served: Served) -> None:
    address = f"{served.base}/report/{served.report}"
    page.goto(address)
    page.keyboard.press("j")
    card = page.locator(".card.here").get_attribute("id")
    page.keyboard.press("a")
    expect(page.locator(f"#{card} .verdict")).to_contain_text("accepted by ana")
    page.wait_for_load_state("load")
    page.keyboard.press("e")
    expect(page.locator(f"#{card} .fields")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(f"#{card} .fields input[name=why]").fill("the words say so")
    page.locator(f"#{card} .fields input[name='field.high']").fill("99")
    page.locator(f"#{card} .fields button").click()
    expect(page.locator(f"#{card} .verdict")).to_contain_text("edited by ana: the words say so")
    page.wait_for_load_state("load")
    page.keyboard.press("r")
    expect(page.locator(f"#{card}")).to_have_class(re.compile("rejected"))
    page.goto(served.base + "/history")
    page.keyboard.press("u")
    expect(page.locator(".note")).to_contain_text("taken back: reject")
    page.goto(address)
    expect(page.locator(f"#{card}")).not_to_have_class(re.compile("rejected"))


def test_enter_on_a_source_opens_its_words(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/incident/{served.incident}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#words mark").first).to_be_visible()
    assert "line=0" in page.url


def test_the_queue_of_a_telephone_hides_nothing(chromium: Browser, served: Served) -> None:
    context = context_of(chromium, viewport=NARROW)
    page = served.enter(context)
    page.goto(served.base + "/")
    row = page.locator("[data-row]", has=page.locator(".differs")).first
    for part in (row.locator("td.num").first, row.locator(".differs"), row.locator(".state")):
        box = part.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"]
    assert "killed" in row.evaluate("r => getComputedStyle(r.querySelector('td.num'), '::before').content")
    context.close()


def test_the_text_stays_beside_its_cards(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/report/{served.report}")
    cards = page.locator(".card")
    cards.nth(cards.count() // 2).scroll_into_view_if_needed()
    expect(page.locator("#text .headline")).to_be_in_viewport()


def test_landmarks_and_headings_lead_a_screen_reader(page: Page, served: Served) -> None:
    """One main, one h1 in it, no level skipped, every region and form named."""
    for name, address in screens(served).items():
        if name == "nowhere":
            continue
        page.goto(served.base + address)
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])")
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), (name, levels)
        assert page.locator("main").count() == page.locator("header.top").count() == page.locator("footer").count() == 1
        named = "[...document.querySelectorAll('nav, [role=region], aside')].every(e => e.ariaLabel || e.getAttribute('aria-labelledby'))"
        assert page.evaluate(named), name


def test_c_compares(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/incident/{served.incident}")
    page.keyboard.press("c")
    expect(page.locator("h1")).to_have_text("Two reports")


def select(page: Page, words: str) -> None:
    """Selects words of the report as a pointer would."""
    page.evaluate(
        """([words]) => { const walk = document.createTreeWalker(document.querySelector('#text'), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) { const at = walk.currentNode.data.indexOf(words); if (at < 0) continue;
          const range = document.createRange(); range.setStart(walk.currentNode, at); range.setEnd(walk.currentNode, at + words.length);
          const s = getSelection(); s.removeAllRanges(); s.addRange(range); return; } }""",
        [words],
    )


def test_selected_words_fill_the_form(page: Page, served: Served) -> None:
    """Also right-to-left, also where the machine read nothing."""
    page.goto(f"{served.base}/report/{served.arabic}")
    body = page.locator(".text .part").last
    text = body.inner_text()
    words = "ستة أشخاص"
    select(page, words)
    expect(page.locator("[data-words-in]")).to_have_value(words)
    start = int(page.locator("[data-start-in]").input_value())
    whole = served.store.record(served.store.find(served.arabic)).document.text
    assert whole[start : start + len(words)] == words and words in text
    page.locator("#adder input[name=low]").fill("6")
    page.locator("#adder button").click()
    expect(page.locator(".card.h-figures h3").last).to_contain_text("6 killed")
    assert page.evaluate("getComputedStyle(document.querySelector('.text .part')).direction") == "rtl"


def test_selected_words_are_counted_in_code_points(page: Page, served: Served) -> None:
    """Chinese, behind a sign that takes two units in a browser; who did it stands beside the event."""
    text = "\U00020000市检查站遭袭击\n\n当地官员星期三说，红旗组织袭击了检查站，造成六人死亡。"
    report = put(served.store, "/r/zh.txt", text)
    page.goto(f"{served.base}/report/{report}")
    select(page, "红旗组织袭击了检查站")
    expect(page.locator("[data-start-in]")).to_have_value(str(text.index("红旗组织袭击")))
    page.locator("#adder select[name=layer]").select_option("events")
    page.locator("#adder input[name=perpetrator]").fill("红旗组织")
    page.locator("#adder input[name=by]").fill("当地官员")
    expect(page.locator("#adder input[name=low]")).to_be_hidden()
    page.locator("#adder button").click()
    expect(page.locator(".card.h-events .said")).to_contain_text("红旗组织袭击了检查站")
    served.work()
    page.reload()
    page.locator("header.head a[href^='/incident/']").first.click()
    row = page.locator(".matrix tr", has_text="当地官员")
    expect(row.locator("td", has_text="红旗组织")).to_be_visible()


def test_switches_hide_highlights(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/report/{served.report}")
    figure = page.locator(".text .h-figures").first
    lit = figure.evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator("label[for=show-figures]").click()
    assert figure.evaluate("e => getComputedStyle(e).backgroundColor") != lit


def test_files_are_handed_in_with_progress(page: Page, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    path.write_text(
        "Shelling in Kirkuk\n\nPublished: 5 March 2024\n\nShelling killed two people in Kirkuk on Monday, police said.\n"
    )
    page.goto(served.base + "/add")
    page.locator("input[type=file]").set_input_files(str(path))
    page.locator("[data-drop] button").click()
    expect(page.locator("progress")).to_be_visible()
    served.work()
    expect(page.locator("#readings .chip").first).to_have_text("read", timeout=10_000) if page.locator(
        "[hx-get]"
    ).count() else page.reload()
    expect(page.locator("#readings .chip").first).to_have_text("read")
    page.locator("#readings td a").first.click()
    expect(page.locator("h1")).to_contain_text("Shelling in Kirkuk")


def test_the_map_moves_with_leaflet(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/incident/{served.incident}", wait_until="load")
    button = page.get_by_role("button", name="a map that moves")
    if not button.count():
        _missing("Leaflet", "make frontend")
    button.click()
    expect(page.locator("#leaflet .leaflet-interactive").first).to_be_visible()


def test_a_newcomer_codes_a_first_incident(page: Page, served: Served) -> None:
    """The walk of the help page, step by step, by its own words."""
    page.goto(served.base + "/help")
    steps = page.locator(".steps li")
    expect(steps).to_have_count(7)
    steps.nth(0).get_by_role("link").click()
    expect(page.locator(".matrix .chip.differ").first).to_be_visible()
    page.locator(".matrix td.differ a").first.click()
    page.locator("#words a[href^='/report/']").first.click()
    card = page.locator(".card").first
    card.get_by_role("button", name="accept").click()
    expect(page.locator(".card .verdict").first).to_be_visible()
    page.locator("header.head a[href^='/incident/']").first.click()
    page.locator("select[name=state]").select_option("coded")
    page.get_by_role("button", name="Take the step").click()
    expect(page.locator(".standing .state")).to_have_text("coded")
    page.locator("#h-history + .history form button").first.click()
    expect(page.locator(".standing .state")).to_have_text("machine")


def test_without_javascript_people_read_and_decide(chromium: Browser, served: Served) -> None:
    context = context_of(chromium, java_script_enabled=False)
    page = served.enter(context)
    page.goto(f"{served.base}/incident/{served.incident}")
    page.locator(".matrix td.differ a").first.click()
    expect(page.locator("#words mark").first).to_be_visible()
    page.locator("#words a[href^='/report/']").first.click()
    expect(page.locator("#at")).to_be_visible()
    page.locator(".card button[value=accept]").last.click()
    expect(page.locator(".note")).to_contain_text("accepted")
    page.locator("#adder summary").click()
    page.locator("#adder textarea[name=words]").fill("drone")
    page.locator("#adder select[name=layer]").select_option("claims")
    page.locator("#adder button").click()
    expect(page.locator(".note")).to_contain_text("added: drone")
    page.goto(served.base + "/history")
    page.locator("table form button").first.click()
    expect(page.locator(".note")).to_contain_text("taken back")
    for address in screens(served).values():
        page.goto(served.base + address)
        assert page.locator("h1").count() == 1
    context.close()


def test_a_page_prints_without_its_controls(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/incident/{served.incident}?ask=killed")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible() and not page.locator(".work form").first.is_visible()
    assert page.locator(".matrix table").is_visible()

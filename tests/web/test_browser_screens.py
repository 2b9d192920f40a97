"""Every screen in Chromium: it comes up, says nothing in the console, asks nobody outside, and axe finds nothing in it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Route
from pytest import skip as not_run

from tests.house.tree import ROOT
from tests.web.browser import Window, chromium, window, without_browser
from tests.web.films import film
from tests.web.parts import Client, case, let_in, serving

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ("library", "frame", "proof", "sheet", "claims", "copies", "clock", "where", "report", "custody")
SIZES = {"wide": (1920, 1080), "laptop": (1280, 800), "phone": (390, 844)}
# Level A and AA of WCAG 2.0, 2.1 and 2.2, and what axe itself holds to be good practice for landmarks and names.
INLINE = """() => {
  const made = document.createElement('script');
  made.textContent = 'window.ranInline = 1';
  document.body.append(made);
  document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.ranInline = 2">');
  return new Promise((done) => setTimeout(() => done(window.ranInline ?? null), 300));
}"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def filled(client: Client) -> str:
    """A small case with something on every screen; the film's digest."""
    file = str(client.json("/api/files?collapse=false&q=blocks")["rows"][0]["file"])
    client.said("observe", {"what": "not-graphic", "says": "blocks of black and white", "stretch": {"file": file}})
    question = client.said("ask", {"about": "where", "text": "Where were the blocks filmed?"})["entry"]
    answers = [
        client.said("answer", {"question": question, "text": text})["entry"] for text in ("In a hall", "Outside")
    ]
    source = client.said("source", {"name": "@blocks", "is_a": "account"})["entry"]
    claim = client.said(
        "claim", {"source": source, "paraphrase": "It was in a hall", "answers_for": [answers[0]], "files": [file]}
    )
    client.said("assess", {"answer": answers[0], "likelihood": "likely", "confidence": "low", "reasons": "no windows",
                           "speaks_for": [claim["entry"]]})  # fmt: skip
    client.said("weigh", {"evidence": claim["entry"], "answer": answers[0], "consistency": "consistent"})
    client.said(
        "draft", {"text": "An account says that it was in a hall.", "rests_on": [claim["entry"]], "answers": [question]}
    )
    moment = client.json(f"/api/files/{file}/frames/3")
    named = {name: moment[name] for name in ("file", "stream", "pts", "frame")}
    pair = {"number": 1, "label": "a block", "weight": "distinctive", "note": "",
            "box": {"left": 10, "top": 10, "width": 20, "height": 20, "of": [192, 96]},
            "polygon": [[10.0, 55.0], [10.001, 55.0], [10.001, 55.001]]}  # fmt: skip
    camera = {
        "lon_deg": 10.0005,
        "lat_deg": 54.999,
        "error_m": 20,
        "bearing_deg": 5,
        "bearing_error_deg": 5,
        "view_deg": 60,
    }
    body = {
        "title": "The hall by the sea",
        "moment": named,
        "pairs": [pair],
        "camera": camera,
        "rejected": [],
        "imagery": None,
    }
    assert client.post("/api/proofs", body).status_code == 200
    return file


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, str]]:
    without_browser(not_run)
    home = tmp_path_factory.mktemp("screens")
    footage = home / "footage"
    footage.mkdir()
    film(footage / "blocks.mp4", count=48, options={"bf": "2", "preset": "medium"})
    film(footage / ("\U0001f3ac" * 60 + ".mp4"), count=12)
    (footage / "broken.mp4").write_bytes((footage / "blocks.mp4").read_bytes()[:900])
    with serving(case(home, footage)) as running, let_in(running) as client:
        yield client, filled(client)


@pytest.fixture(scope="module")
def browser(desk: tuple[Client, str]) -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def opened(browser: Browser, desk: tuple[Client, str]) -> Iterator[Window]:
    """One window for all screens, into which axe may be put."""
    with window(browser, desk[0], bypass=True) as made:
        yield made


def about(screen: str, file: str) -> str:
    return f"#/{screen}/{file}" if screen in ("frame", "proof") else f"#/{screen}"


def settled(shown: Window) -> None:
    """No request under way and nothing said to be loading, as far as a page can tell."""
    shown.page.wait_for_load_state("networkidle")
    shown.page.wait_for_timeout(300)
    shown.page.locator("main .busy").first.wait_for(state="detached")


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_comes_up_whole(opened: Window, desk: tuple[Client, str], screen: str, size: str) -> None:
    opened.page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    opened.said.clear()
    opened.go(about(screen, desk[1]))
    settled(opened)
    assert opened.page.evaluate("document.querySelector('h1, h2')?.textContent ?? ''").strip()
    wide = opened.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 1, f"{wide} pixels lie outside the window"
    assert opened.said == []
    assert opened.strangers() == []


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(opened: Window, desk: tuple[Client, str], screen: str, size: str) -> None:
    opened.page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    opened.go(about(screen, desk[1]))
    settled(opened)
    assert faults(opened) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_at_rest_asks_nothing(opened: Window, desk: tuple[Client, str], screen: str) -> None:
    """An answer that asks the question anew goes round for ever, and no page shows it."""
    opened.go(about(screen, desk[1]))
    settled(opened)
    opened.page.wait_for_timeout(500)
    before = len(opened.asked)
    opened.page.wait_for_timeout(1500)
    assert opened.asked[before:] == []


CUT = """() => [...document.querySelectorAll('.rows .one')].flatMap((row) => {
  const edge = row.getBoundingClientRect().bottom;
  const cells = [...row.querySelectorAll('[role=gridcell]')].filter((cell) => cell.offsetParent);
  const chips = cells.flatMap((cell) => [...cell.querySelectorAll('.chip, .states .cell')].map((chip) => chip.getBoundingClientRect()));
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const met = chips.some((one, i) => chips.some((two, j) => i < j && over(one, two)));
  const below = cells.some((cell) => cell.getBoundingClientRect().bottom > edge + 1);
  return met || below ? [`${row.textContent.trim().slice(0, 80)}: ${met ? 'chips lie over one another' : 'cut below'}`] : [];
})"""


@pytest.mark.parametrize("wide", [390, 1024, 1440])
def test_no_row_of_the_library_is_cut(opened: Window, desk: tuple[Client, str], wide: int) -> None:
    """A file that has much said of it: rows have room for all of it, side by side or beneath one another."""
    for about in ("when", "what", "who", "context", "authentic"):
        if all(asked["about"] != about for asked in desk[0].json("/api/board")["questions"]):
            desk[0].said("ask", {"about": about, "text": f"{about}?"})
    opened.page.set_viewport_size({"width": wide, "height": 800})
    opened.go("#/library")
    settled(opened)
    assert opened.page.locator(".rows .one").count() >= 3
    assert opened.page.evaluate(CUT) == []


def test_while_it_works_nobody_is_told_to_switch_on_what_is_on(opened: Window, desk: tuple[Client, str]) -> None:
    opened.page.set_viewport_size({"width": 1440, "height": 900})
    held: list[Route] = []
    opened.page.route(
        "**/api/where", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    opened.go("#/library")
    opened.go("#/where")
    for _ in range(200):
        opened.page.wait_for_timeout(50)
        if held:
            break
    answer = opened.page.locator("section.answer")
    assert held and "Working it out" in answer.inner_text() and "Switch a constraint on" not in answer.inner_text()
    for route in held:
        route.continue_()
    opened.page.unroute("**/api/where")
    settled(opened)
    opened.page.get_by_role("button", name="All off").click()
    assert "Switch a constraint on" in answer.inner_text()


def faults(shown: Window) -> list[str]:
    shown.page.add_script_tag(path=str(AXE))
    found: list[dict[str, Any]] = shown.page.evaluate(
        "rules => axe.run(document, rules).then(r => r.violations)", RULES
    )
    return [f"{f['id']}: {f['nodes'][0]['html'][:160]} ({len(f['nodes'])})" for f in found]


def test_the_page_runs_under_its_own_policy(browser: Browser, desk: tuple[Client, str]) -> None:
    """As a user opens it: nothing put in, no policy passed by; a walk over all screens leaves the console empty."""
    with window(browser, desk[0]) as shown:
        for screen in SCREENS:
            shown.go(about(screen, desk[1]))
            settled(shown)
        assert shown.said == [] and shown.strangers() == []
        ran = shown.page.evaluate(INLINE)
        assert ran is None, "a script that is written into the page does not run"


def speak(shown: Window, language: str, direction: str) -> None:
    shown.page.evaluate("tongue => localStorage.setItem('firsthand.tongue', tongue)", language)
    shown.page.reload()
    shown.until(f"document.documentElement.dir === '{direction}'")


@pytest.mark.parametrize("language", ["ar", "uk"])
def test_axe_finds_nothing_in_other_languages(opened: Window, desk: tuple[Client, str], language: str) -> None:
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    speak(opened, language, "rtl" if language == "ar" else "ltr")
    try:
        for screen in ("library", "frame", "custody"):
            opened.go(about(screen, desk[1]))
            settled(opened)
            assert opened.page.evaluate("document.documentElement.lang") == language
            assert faults(opened) == []
    finally:
        speak(opened, "en", "ltr")


def test_the_frame_desk_shows_the_frame_that_was_asked(opened: Window, desk: tuple[Client, str]) -> None:
    """By the page itself: a number typed, a frame shown, confirmed by the browser's own report of it."""
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    opened.go(about("frame", desk[1]))
    opened.until("document.querySelector('[data-frame-desk]')?.dataset.settled === 'shown'")
    for at in np.random.default_rng(3).integers(0, 46, 20).tolist():
        opened.page.keyboard.press("t")
        opened.until("document.activeElement?.matches('[data-frame-desk] input')")
        opened.page.keyboard.type(str(at + 1))
        opened.page.keyboard.press("Enter")
        here = "document.querySelector('[data-frame-desk]').dataset"
        opened.until(f"{here}.asked === '{at}' && {here}.settled !== 'seeking'")
        assert opened.page.evaluate(f"[{here}.shown, {here}.settled, {here}.askedPts === {here}.shownPts]") == [
            str(at),
            "shown",
            True,
        ]

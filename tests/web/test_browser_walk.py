"""A walk by keyboard alone, in Chromium: open, uncover, mark, observe, locate, ask, claim, assess, write, publish, recheck."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest import skip as not_run

from tests.web.browser import Window, chromium, window, without_browser
from tests.web.films import film
from tests.web.parts import Client, case, let_in, serving

# The accessible name of what has the focus, or of any control that could have it.
NAME = """(e) => {
  if (!e.matches('button, input, select, textarea, a')) return '';
  const told = [...(e.labels ?? [])].map((label) => {
    const copy = label.cloneNode(true);
    copy.querySelectorAll('select, textarea').forEach((part) => part.remove());
    return copy.textContent;
  });
  return (e.getAttribute('aria-label') || told.join(' ') || e.innerText || e.placeholder || '').trim().replace(/\\s+/g, ' ');
}"""


@pytest.fixture
def walked(tmp_path: Path) -> Iterator[tuple[Window, Client]]:
    without_browser(not_run)
    footage = tmp_path / "footage"
    footage.mkdir()
    film(footage / "blocks.mp4", count=48, options={"bf": "2", "preset": "medium"})
    desk = case(tmp_path, footage)
    with serving(desk) as running, let_in(running) as client, chromium() as browser, window(browser, client) as made:
        yield made, client


class Hands:
    """Only keys. `reach` goes on with Tab until what has the focus is called so."""

    def __init__(self, shown: Window) -> None:
        self.shown, self.keys = shown, shown.page.keyboard

    def press(self, *names: str, wait: int = 250) -> None:
        for name in names:
            self.keys.press(name)
        self.shown.page.wait_for_timeout(wait)

    def hold(self, name: str, seconds: float) -> None:
        self.keys.down(name)
        self.shown.page.wait_for_timeout(int(seconds * 1000))
        self.keys.up(name)

    def reach(self, called: str, key: str = "Tab") -> None:
        for _ in range(150):
            if called.casefold() in self.focused().casefold():
                return
            self.keys.press(key)
        raise AssertionError(f"no way by {key} to {called!r}; the focus is on {self.focused()!r}")

    def focused(self) -> str:
        return str(self.shown.page.evaluate(f"({NAME})(document.activeElement)"))

    def fill(self, called: str, text: str) -> None:
        self.reach(called)
        self.keys.type(text)

    def choose(self, called: str, option: str) -> None:
        """In a list of choices, by typing the beginning of one."""
        self.reach(called)
        self.keys.type(option)

    def until(self, holds: str) -> None:
        self.shown.until(holds)


def entries(client: Client, kind: str) -> list[str]:
    return [row["says"] for row in client.json(f"/api/entries?kind={kind}")]


def wait_for(hands: Hands, client: Client, kind: str, text: str) -> None:
    for _ in range(100):
        if any(text in said for said in entries(client, kind)):
            return
        hands.shown.page.wait_for_timeout(100)
    raise AssertionError(f"no {kind} says {text!r}: {entries(client, kind)}; the page: {hands.shown.said}")


def test_the_whole_job_by_keys(walked: tuple[Window, Client]) -> None:
    shown, client = walked
    hands = Hands(shown)
    look_at_the_film(hands, client)
    locate(hands, client)
    ask_and_claim(hands, client)
    write_and_publish(hands, client)
    assert shown.strangers() == []


def look_at_the_film(hands: Hands, client: Client) -> None:
    hands.until("document.querySelector('main')?.innerText.includes('blocks.mp4')")
    hands.press("ArrowDown", "Enter")
    hands.until("document.querySelector('[data-frame-desk]') !== null")
    hands.until("document.querySelector('[data-frame-desk] .safe')?.dataset.cover === 'closed'")
    hands.hold("u", 1.2)
    hands.until("document.querySelector('.safe')?.dataset.cover === 'open'")
    hands.press("t")
    hands.until("document.activeElement?.tagName === 'INPUT'")
    hands.keys.type("21")
    hands.press("Enter")
    hands.until("document.querySelector('[data-frame-desk]').dataset.shown === '20'")
    hands.press("n")
    hands.keys.type("A white block at the left")
    hands.press("Control+Enter")
    wait_for(hands, client, "observation", "A white block at the left")
    (seen,) = [r for r in client.json("/api/entries?kind=observation") if r["says"] == "A white block at the left"]
    file = seen["value"]["moment"]["file"]
    assert seen["value"]["moment"]["pts"] == client.json(f"/api/files/{file}/frames/20")["pts"]
    hands.fill("Label, calm and specific", "an invented bystander")
    hands.reach("Mark person at risk")
    hands.press("Enter")
    wait_for(hands, client, "mark", "person-at-risk")


def locate(hands: Hands, client: Client) -> None:
    """A pair by keys: a box in the frame, a shape on the map, each drawn with arrows and the space bar."""
    hands.press("Escape")
    hands.reach("Use in a proof of place")
    hands.press("Enter", wait=1500)
    hands.until("location.hash.startsWith('#/proof')")
    hands.hold("u", 1.2)
    hands.press("a", wait=400)
    hands.press("ArrowRight", "Space", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowDown", "Space", wait=400)
    hands.press("Space", "ArrowRight", "Space", "ArrowDown", "Space", "Enter", wait=400)
    hands.fill("Title", "The hall by the sea")
    hands.fill("What it is", "a white block")
    hands.fill("Latitude, longitude", "55.0, 10.0")
    hands.reach("Enter the proof in the log")
    hands.press("Enter")
    wait_for(hands, client, "observation", "The hall by the sea")
    (made,) = client.json("/api/proofs")
    assert [pair["label"] for pair in made["pairs"]] == ["a white block"]


def ask_and_claim(hands: Hands, client: Client) -> None:
    hands.press("Escape")
    hands.press("g", "c", wait=600)
    hands.until("location.hash.startsWith('#/claims')")
    hands.press("n", wait=500)
    hands.choose("What it asks for", "Where")
    hands.fill("Text", "Where were the blocks filmed?")
    hands.press("Enter")
    wait_for(hands, client, "question", "Where were the blocks")
    hands.until("document.querySelector('dialog[open]') === null")
    hands.press("a", wait=500)
    hands.fill("Text", "In a hall")
    hands.press("Enter")
    wait_for(hands, client, "answer", "In a hall")
    hands.until("document.querySelector('dialog[open]') === null")
    hands.press("s", wait=500)
    hands.fill("Name", "@blocks")
    hands.choose("Kind of source", "account")
    hands.reach("Enter")
    hands.press("Enter")
    wait_for(hands, client, "source", "@blocks")
    hands.until("document.querySelector('dialog[open]') === null")
    hands.press("c", wait=500)
    hands.choose("Who says it", "@blocks")
    hands.fill("What is said, in short", "it was in a hall")
    hands.reach("In a hall")
    hands.press("Space")
    hands.reach("Enter")
    hands.press("Enter")
    wait_for(hands, client, "claim", "it was in a hall")
    assert client.json("/api/entries?kind=claim")[0]["value"]["speaks_to"][0]["stance"] == "for"


def write_and_publish(hands: Hands, client: Client) -> None:
    """The sentences are entered as the command line would; the gate, publishing and rechecking are asked by keys."""
    question = client.json("/api/entries?kind=question")[0]["entry"]
    answer = client.json("/api/entries?kind=answer")[0]["entry"]
    claim = client.json("/api/entries?kind=claim")[0]["entry"]
    judged = {"likelihood": "roughly even chance", "confidence": "low", "reasons": "one account", "speaks_for": [claim]}
    client.said("assess", {"answer": answer, **judged})
    for section, text, rests, answers in (
        ("title", "A film of blocks", [], []),
        ("summary", "@blocks says that it was in a hall.", [claim], [question]),
        ("not known", "Whether it was is not known.", [], [question]),
        ("how", "The claim of one account was read.", [claim], []),
    ):
        client.said("draft", {"text": text, "section": section, "rests_on": rests, "answers": answers})
    hands.press("Escape")
    hands.press("g", "r", wait=600)
    hands.until("location.hash.startsWith('#/report')")
    hands.press("n", wait=300)
    hands.keys.type("The army filmed it.")
    hands.until("Number(document.querySelector('[data-lint]')?.dataset.lint) > 0")
    hands.reach("Publish edition 1")
    hands.press("Enter", wait=900)
    hands.reach("Publish")
    hands.press("Enter")
    for _ in range(300):
        if any(edition["here"] for edition in client.json("/api/report")["editions"]):
            break
        hands.shown.page.wait_for_timeout(100)
    assert client.json("/api/report")["editions"][0]["here"], client.json("/api/jobs")

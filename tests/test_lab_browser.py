"""The course in a real JupyterLab: every notebook opened and run as a student does it."""

import course
import pytest
from lab_server import run_all, serving
from playwright.sync_api import expect

from netscout.examples import write_example
from netscout.lab import put_notebooks

pytestmark = [pytest.mark.browser, pytest.mark.loopback, pytest.mark.slow]

SHOWN = {
    "01_first_look": ["The network of Robin Vale", "Connections.csv", "how often"],
    "02_reach": ["The goal: companies Marquee Theatricals", "you have talked before", "braver"],
    "03_ask_next": ["p_best", "conversation follows", "no other 10", "if_no", "Thank "],
    "04_growth": ["Longest chain of referrals: Oskar Iversby", "extinction", "asked_for_names"],
    "05_conversations": ["Mei Silvestrin suggested", "asks for a job", "keep-in-touch"],
    "06_backtest": ["shrunk rate", "times a random order", "log loss"],
    "07_pooled": ["who,key,name,company,role", "Northern Light Film", "ties before"],
}
PICTURES = {
    "02_reach": 1,
    "03_ask_next": 1,
    "04_growth": 7,
    "05_conversations": 1,
    "06_backtest": 2,
    "07_pooled": 1,
}
IN_TIME = 180_000
"""Milliseconds for all cells of a notebook."""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab") / "my-network"
    write_example(folder)
    put_notebooks(folder)
    with serving(folder) as lab:
        yield lab


@pytest.fixture
def ran(lab, browser, artefacts):
    """Open a notebook, run all its cells from the menu, and check what all have in common."""
    tabs = []

    def run(name):
        tab = lab.open(browser, f"notebooks/{name}.ipynb")
        tabs.append(tab)
        assert run_all(tab, within=IN_TIME) == []
        tab.screenshot(path=artefacts / f"lab-{name}.png")
        return tab

    yield run
    for tab in tabs:
        tab.close()
    assert lab.thrown == lab.asked == []


@pytest.mark.parametrize("name", course.NAMES)
def test_a_notebook_runs_from_the_menu_and_shows_what_it_promises(ran, name, artefacts):
    tab = ran(name)
    text = " ".join(tab.locator(".jp-OutputArea-output").all_text_contents())
    assert [shown for shown in SHOWN[name] if shown not in text] == []
    pictures = tab.locator(".jp-OutputArea-output img")
    assert pictures.count() >= PICTURES.get(name, 0)
    for number in range(pictures.count()):
        assert pictures.nth(number).evaluate("image => image.naturalWidth") > 300
    if name in USED:
        USED[name](tab)
        tab.screenshot(path=artefacts / f"lab-{name}-used.png")


def the_map_answers(tab):
    """The map stands in its frame, is drawn, and finds a person."""
    frame = tab.locator(".jp-OutputArea-output iframe").first
    frame.scroll_into_view_if_needed()
    page = frame.content_frame
    expect(page.locator("#stage canvas").first).to_be_visible(timeout=20_000)
    expect(page.locator("#map-when")).to_contain_text("421 people")
    page.locator("#map-find").fill("dana whit")
    page.locator("#map-find").press("Enter")
    expect(page.locator("#map-person h3")).to_have_text("Dana Whitlock")
    expect(page.locator("#map-person .map-chain li").first).to_have_text("Robin Vale")


def the_sheet_is_there(tab):
    frame = tab.locator(".jp-OutputArea-output iframe").first
    frame.scroll_into_view_if_needed()
    expect(frame.content_frame.locator("h1")).to_contain_text("Dana Whitlock")


def the_sliders_answer(tab):
    """Another number of conversations a week makes another plan."""
    slider = tab.locator(".widget-slider [role=slider], .widget-slider .noUi-handle").first
    slider.scroll_into_view_if_needed()
    said = tab.locator(".jp-OutputArea-output").get_by_text("conversations in twelve weeks")
    expect(said).to_contain_text("3 a week, 0 fresh contacts")
    slider.focus()
    slider.press("ArrowRight")
    expect(said).to_contain_text("4 a week, 0 fresh contacts", timeout=60_000)


USED = {
    "01_first_look": the_map_answers,
    "04_growth": the_sliders_answer,
    "05_conversations": the_sheet_is_there,
}

"""The pages in a real browser: every control used, hostile texts, both widths, nothing asked for.

The `visit` fixture fails a test in which anything was logged, requested or thrown.
"""

import page_networks
import pytest
from playwright.sync_api import expect

import netscout as ns
from netscout.page import network_map, report
from netscout.page.page import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def map_page():
    return network_map(page_networks.grown())


@pytest.fixture(scope="module")
def report_page():
    return report(page_networks.grown())


def people_of(tab):
    return tab.evaluate("document.getElementById('network-map').people")


def where(tab, person):
    """Where somebody stands in the window."""
    box = tab.locator("#stage").bounding_box()
    at = tab.evaluate("id => document.getElementById('network-map').where(id)", person["id"])
    return box["x"] + at["x"], box["y"] + at["y"]


def person(tab, name):
    return next(person for person in people_of(tab) if person["name"] == name)


def no_sideways_scroll(tab):
    return tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def settle(tab):
    tab.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")


# --- the map's controls --------------------------------------------------------------------------


def test_search_finds_by_keyboard_and_shows_the_chain(visit, map_page):
    tab = visit(map_page)
    tab.locator("#map-find").press_sequentially("north founder")
    expect(tab.locator("#map-hits [role=option]")).to_have_text(["EveFounder, Northlight Media"])
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    details = tab.locator("#map-person")
    expect(details.locator("h3")).to_have_text("Eve")
    expect(details).to_contain_text("named by Dan on 20 Oct 2025, not yet asked")
    expect(details.locator(".map-chain li")).to_have_text(
        ["Robin Ashby", "Ada", "Cleo", "Dan", "Eve"]
    )
    expect(details).to_contain_text("Chance that you come to talk")
    expect(tab.locator("#map-say")).to_contain_text("Eve")
    tab.locator(".map-chain").get_by_text("Dan").click()
    expect(details.locator("h3")).to_have_text("Dan")
    tab.locator("#map-find").fill("nobody at all")
    expect(tab.locator("#map-hits")).to_contain_text("Nobody on the map")
    tab.keyboard.press("Escape")
    expect(tab.locator("#map-hits")).to_be_hidden()


def test_hover_and_click_tell_about_a_person(visit, map_page):
    tab = visit(map_page)
    settle(tab)
    tab.mouse.move(*where(tab, person(tab, "Cleo")))
    expect(tab.locator("#map-hover")).to_contain_text("CleoManager, Marquee Theatricals")
    tab.mouse.click(*where(tab, person(tab, "Cleo")))
    expect(tab.locator("#map-person h3")).to_have_text("Cleo")
    box = tab.locator("#stage").bounding_box()
    tab.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5)
    expect(tab.locator("#map-hover")).to_be_hidden()


def test_the_picture_is_walked_with_the_arrow_keys(visit, map_page):
    tab = visit(map_page)
    tab.locator("#stage").focus()
    shown = tab.locator("#map-person h3")
    for key, name in [
        ("ArrowUp", "Robin Ashby"),
        ("ArrowDown", "Ada"),
        ("ArrowDown", "Cleo"),
        ("ArrowDown", "Dan"),
        ("ArrowUp", "Cleo"),
    ]:
        tab.keyboard.press(key)
        if name == "Ada" and shown.text_content() != "Ada":
            while shown.text_content() != "Ada":
                tab.keyboard.press("ArrowRight")
        expect(shown).to_have_text(name)
    for key in ("Enter", "+", "-", "0", "w"):
        tab.keyboard.press(key)
    expect(tab.locator("#map-way")).to_have_attribute("aria-pressed", "true")
    tab.locator("#stage").focus()
    tab.keyboard.press("Escape")
    expect(tab.locator("#map-person")).to_contain_text("Choose a person")


def test_the_way_to_somebody_is_lit_and_put_out_again(visit, map_page, artefacts):
    tab = visit(map_page)
    tab.locator("#map-find").fill("eve")
    tab.keyboard.press("Enter")
    before = tab.locator("#stage").screenshot()
    tab.locator("#map-way").click()
    expect(tab.locator("#map-way")).to_have_attribute("aria-pressed", "true")
    settle(tab)
    assert tab.locator("#stage").screenshot(path=artefacts / "map-way.png") != before
    tab.locator("#map-way").click()
    expect(tab.locator("#map-way")).to_have_attribute("aria-pressed", "false")


def test_the_slider_and_play_show_the_network_as_it_grew(visit, map_page):
    tab = visit(map_page)
    when, slider, play = (tab.locator(f"#map-{part}") for part in ("when", "day", "play"))
    expect(when).to_have_text("20 Oct 2025 · 11 people")
    slider.focus()
    tab.keyboard.press("Home")
    expect(when).to_have_text("1 Sep 2025 · 8 people")
    expect(slider).to_have_attribute("aria-valuetext", "1 Sep 2025, 8 people")
    tab.keyboard.press("ArrowRight")
    expect(when).to_have_text("3 Oct 2025 · 9 people")
    play.click()
    expect(when).to_have_text("20 Oct 2025 · 11 people")
    expect(play).to_have_text("Play")


def test_the_legend_hides_and_shows(visit, map_page):
    tab = visit(map_page)
    button = tab.locator("#map-legend button").filter(has_text="Brightwater PR")
    button.focus()
    tab.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(tab.locator("#map-when")).to_contain_text("8 people")
    tab.locator("#map-find").fill("ida")
    tab.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(tab.locator("#map-when")).to_contain_text("11 people")


def test_other_ties_come_on_demand(visit, map_page):
    tab = visit(map_page)
    settle(tab)
    before = tab.locator("#stage").screenshot()
    tab.get_by_label("other ties between people").check()
    settle(tab)
    assert tab.locator("#stage").screenshot() != before


def test_the_table_has_the_same_people_and_sorts(visit, map_page):
    tab = visit(map_page)
    tab.get_by_text("The same people as a table").click()
    rows = tab.locator("#map-table tbody tr")
    expect(rows).to_have_count(11)
    tab.get_by_role("button", name="Name", exact=True).click()
    expect(rows.first).to_contain_text("Ada")
    tab.get_by_role("button", name="Name", exact=True).click()
    expect(rows.first).to_contain_text("Kit")
    expect(tab.locator("#map-table th[aria-sort=descending]")).to_have_count(1)
    rows.filter(has_text="Eve").get_by_role("button").click()
    expect(tab.locator("#map-person h3")).to_have_text("Eve")


def test_light_dark_fit_zoom_and_a_picture(visit, map_page, artefacts):
    tab = visit(map_page)
    dark = tab.get_by_role("button", name="Dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(paper)
    dark.click()
    expect(dark).to_have_attribute("aria-pressed", "true")
    assert tab.evaluate(paper) != light
    for name in ("Zoom in", "Zoom out", "Show all"):
        tab.get_by_role("button", name=name).click()
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Save picture").click()
    path = artefacts / "map-picture.png"
    saved.value.save_as(path)
    assert saved.value.suggested_filename == "network.png"
    assert path.read_bytes().startswith(b"\x89PNG")


def test_every_control_has_a_name(visit, report_page):
    tab = visit(report_page)
    unnamed = tab.evaluate(
        """() => [...document.querySelectorAll("button, input, summary, [tabindex], img, svg[role]")]
            .filter((e) => !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby")
                || e.alt || (e.labels && e.labels.length) || e.textContent.trim()))
            .map((e) => e.outerHTML)"""
    )
    assert unnamed == []
    assert tab.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size") == (
        tab.locator("[id]").count()
    )


# --- hostile texts -------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [network_map, report])
def test_hostile_texts_run_nothing(visit, make, artefacts):
    tab = visit(make(page_networks.hostile(), title=page_networks.HOSTILE[4]))
    settle(tab)
    tab.get_by_text("The same people as a table").click()
    for somebody in people_of(tab):
        tab.locator("#stage").scroll_into_view_if_needed()
        tab.mouse.move(*where(tab, somebody))
        settle(tab)
        tab.mouse.click(*where(tab, somebody))
        tab.locator("#map-find").fill(somebody["name"][:12])
        tab.keyboard.press("Enter")
    for part in ("#map-legend", "#map-table th", "#map-person .map-chain", "#map-person .actions"):
        for number in range(tab.locator(f"{part} button").count()):
            button = tab.locator(f"{part} button").nth(number)
            if button.count():
                button.click()
    for link in tab.locator("a").all():
        assert link.get_attribute("href").startswith("#")
    assert tab.evaluate("'PWNED' in window") is False
    assert tab.locator("body iframe, body img:not(.figure img)").count() == 0
    expect(tab.locator("h1")).to_have_text(page_networks.HOSTILE[4])
    assert no_sideways_scroll(tab)
    tab.screenshot(path=artefacts / f"hostile-{make.__name__}.png", full_page=True)


# --- how it looks, and where ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def example_pages():
    net = ns.example()
    return [("map", network_map(net)), ("report", report(net))]


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("dark", [False, True])
def test_the_example_fits_its_window(visit, artefacts, example_pages, width, dark):
    shade = "dark" if dark else "light"
    for name, page in example_pages:
        tab = visit(page, width=width, dark=dark)
        settle(tab)
        assert no_sideways_scroll(tab)
        tab.screenshot(path=artefacts / f"{name}-{width}-{shade}.png", full_page=True)


@pytest.fixture(scope="module")
def day_one_pages():
    net = page_networks.day_one()
    return [("map", network_map(net)), ("report", report(net))]


@pytest.mark.parametrize("width", [1280, 400])
def test_day_one_fits_its_window(visit, artefacts, day_one_pages, width):
    for name, page in day_one_pages:
        tab = visit(page, width=width)
        settle(tab)
        assert no_sideways_scroll(tab)
        expect(tab.locator("#map-when")).to_contain_text("120 people")
        tab.screenshot(path=artefacts / f"day-one-{name}-{width}.png", full_page=True)


def test_in_a_notebook_it_runs_inside_its_sandbox(visit, map_page):
    cell = f"<!doctype html><html lang=en><title>cell</title>{map_page._repr_html_()}"
    tab = visit(Page(cell, "cell"))
    frame = tab.frame_locator("iframe")
    expect(frame.locator("#map-when")).to_have_text("20 Oct 2025 · 11 people")
    expect(frame.locator("#map-picture")).to_be_hidden()
    frame.locator("#map-find").fill("eve")
    frame.locator("#map-find").press("Enter")
    expect(frame.locator("#map-person h3")).to_have_text("Eve")
    expect(frame.locator("#stage canvas")).to_be_visible()


def test_on_paper_it_is_light_and_without_controls(visit, report_page, artefacts):
    tab = visit(report_page, width=720, dark=True)
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = tab.evaluate(paper)
    tab.emulate_media(media="print")
    assert tab.evaluate(paper) != dark
    expect(tab.locator("#stage")).to_be_visible()
    for control in ("#map-find", "#map-play", "#map-fit", "nav"):
        expect(tab.locator(control)).to_be_hidden()
    tab.screenshot(path=artefacts / "report-paper.png", full_page=True)


def test_without_the_map_the_report_can_still_be_dark(visit):
    tab = visit(report(page_networks.grown(), sections=["ask", "due"]))
    tab.get_by_role("button", name="Dark").click()
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"


# --- the sheet for a conversation ----------------------------------------------------------------


def test_a_sheet_of_hostile_texts_runs_nothing_and_fits(visit, artefacts):
    net = page_networks.hostile()
    for person in net.people.index[1:6]:
        tab = visit(ns.prep_sheet(net, person))
        expect(tab.locator("h1")).to_be_visible()
        assert no_sideways_scroll(tab)
    tab.screenshot(path=artefacts / "hostile-prep.png", full_page=True)

"""The pages in a real browser: every control used, hostile texts, both widths, nothing asked for.

The `visit` fixture fails a test in which anything was logged, requested or thrown.
"""

from pathlib import Path

import numpy as np
import page_networks
import pytest
from playwright.sync_api import expect

import netscout as ns
from netscout.page import network_map, report
from netscout.page.page import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["vis", "sigma"])
def map_page(request):
    """The same page by both renderers: every control has to work on either."""
    return network_map(page_networks.grown(), renderer=request.param)


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


# --- the map's labels ---------------------------------------------------------------------------


def covered(label, spot):
    left, top, right, bottom = label["box"]
    across = max(left - spot["x"], 0, spot["x"] - right)
    down = max(top - spot["y"], 0, spot["y"] - bottom)
    return across**2 + down**2 < spot["r"] ** 2


@pytest.mark.parametrize("size", [(1280, 900), (500, 800)])
@pytest.mark.parametrize("renderer", ["vis", "sigma"])
def test_labels_name_the_important_and_lie_on_as_little_as_can_be(visit, renderer, size):
    page = network_map(ns.example(), renderer=renderer)
    tab = visit(page, width=size[0], height=size[1])
    settle(tab)
    labels = tab.evaluate("document.getElementById('network-map').labels()")
    texts = {label["text"] for label in labels}
    stage = tab.locator("#stage").bounding_box()
    for label in labels:
        left, top, right, bottom = label["box"]
        assert min(left, top) >= 0, label
        assert right <= stage["width"], label
        assert bottom <= stage["height"], label
    assert {"Dana Whitlock", "Elif Olawale", "Pilar Thackerby"} <= texts
    spots = tab.evaluate(
        """() => { const map = document.getElementById('network-map');
        return map.people.filter((p) => p.disk < 0)
          .map((p) => ({...map.where(p.id), r: 1.5, named: p.names > 0})); }"""
    )
    assert not [(x["text"], p) for x in labels for p in spots if p["named"] and covered(x, p)]
    lie_on = [sum(covered(label, spot) for spot in spots) for label in labels]
    assert max(lie_on) <= 2
    assert np.count_nonzero(lie_on) <= len(labels) / 5
    if size[0] > 1000:
        assert {"Eastmere University · 63", "Quillbright Communications · 18"} <= texts


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


def test_the_way_ahead_is_lit_and_put_out_again(visit, map_page, artefacts):
    tab = visit(map_page)
    tab.locator("#map-find").fill("eve")
    tab.keyboard.press("Enter")
    way, details = tab.locator("#map-way"), tab.locator("#map-person")
    expect(way).to_have_text("Show the way to Eve")
    expect(details.locator(".map-ahead li")).to_have_count(0)  # one step: she can be asked herself
    expect(details).to_contain_text("Ask them yourself: was named to you")
    before = tab.locator("#stage").screenshot()
    way.focus()
    tab.keyboard.press("Enter")
    expect(way).to_have_attribute("aria-pressed", "true")
    expect(tab.locator("#map-say")).to_have_text("The way: Robin Ashby, then Eve")
    settle(tab)
    assert tab.locator("#stage").screenshot(path=artefacts / "map-way.png") != before
    tab.keyboard.press("Enter")
    expect(way).to_have_attribute("aria-pressed", "false")


def test_of_whom_you_have_met_the_history_is_lit(visit, map_page):
    tab = visit(map_page)
    tab.locator("#map-find").fill("cleo")
    tab.keyboard.press("Enter")
    expect(tab.locator("#map-person")).to_contain_text("You have talked already")
    expect(tab.locator("#map-way")).to_have_text("Show how you got to Cleo")
    tab.locator("#map-way").click()
    expect(tab.locator("#map-say")).to_have_text("The way: Robin Ashby, then Ada, then Cleo")


def test_a_way_by_referrals_names_each_step_with_its_reason(visit, artefacts):
    tab = visit(network_map(ns.example()))
    somebody = next(p for p in people_of(tab) if len(p.get("way", [])) > 1)
    tab.locator("#map-find").fill(somebody["name"])
    tab.keyboard.press("Enter")
    steps = tab.locator("#map-person .map-ahead li")
    expect(steps).to_have_count(len(somebody["way"]))
    expect(steps.first).to_contain_text("Ask ")
    expect(steps.last).to_contain_text(f"passes you on to {somebody['name']}")
    expect(steps.last).to_contain_text("%")
    tab.locator("#map-way").click()
    settle(tab)
    tab.screenshot(path=artefacts / "map-way-by-referral.png")


def test_the_panel_begins_with_the_goal_and_what_is_due(visit, map_page):
    tab = visit(map_page)
    beginning = tab.locator("#map-person")
    expect(beginning).to_contain_text("Likeliest of your goal")
    expect(beginning).to_contain_text("Due next")
    beginning.locator(".map-begin").first.get_by_role("button").first.click()
    expect(beginning.locator("h3")).to_have_text("Finn")


def test_whom_the_way_needs_comes_back_from_behind_the_legend(visit, map_page):
    tab = visit(map_page)
    tab.locator("#map-find").fill("cleo")
    tab.keyboard.press("Enter")
    ada = tab.locator("#map-legend button").filter(has_text="Marquee Theatricals")
    ada.click()
    tab.locator("#map-way").click()
    expect(ada).to_have_attribute("aria-pressed", "true")


def test_the_slider_and_play_show_the_network_as_it_grew(visit, map_page):
    tab = visit(map_page)
    when, slider, play = (tab.locator(f"#map-{part}") for part in ("when", "day", "play"))
    expect(when).to_have_text("26 Oct 2025 · 11 people")
    slider.focus()
    tab.keyboard.press("Home")
    expect(when).to_have_text("1 Sep 2025 · 8 people")
    expect(slider).to_have_attribute("aria-valuetext", "1 Sep 2025, 8 people")
    tab.keyboard.press("ArrowRight")
    expect(when).to_have_text("3 Oct 2025 · 9 people")
    play.click()
    expect(when).to_have_text("26 Oct 2025 · 11 people")
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


def painted_by_sigma(net, **options):
    return network_map(net, renderer="sigma", **options)


@pytest.mark.parametrize("make", [network_map, painted_by_sigma, report])
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
    return {
        "map": network_map(net),
        "map-sigma": network_map(net, renderer="sigma"),
        "map-time": network_map(net, layout="time", color="wave"),
        "map-clusters": network_map(net, layout="clusters"),
        "report": report(net),
    }


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("dark", [False, True])
def test_the_example_fits_its_window(visit, artefacts, example_pages, width, dark):
    shade = "dark" if dark else "light"
    every = example_pages if (width, dark) == (1280, False) else ("map", "report")
    for name in every:
        tab = visit(example_pages[name], width=width, dark=dark)
        settle(tab)
        assert no_sideways_scroll(tab)
        tab.screenshot(path=artefacts / f"{name}-{width}-{shade}.png", full_page=True)


AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [
        ("map", 1280, False),
        ("map", 400, True),
        ("map-sigma", 1280, True),
        ("report", 1280, True),
        ("report", 400, False),
    ],
)
def test_nothing_serious_is_found_by_axe(visit, example_pages, name, width, dark):
    assert serious(visit(example_pages[name], width=width, dark=dark)) == []


def test_nothing_serious_is_found_while_the_map_is_used(visit, map_page):
    tab = visit(map_page)
    tab.get_by_text("The same people as a table").click()
    tab.locator("#map-find").fill("e")
    tab.keyboard.press("ArrowDown")
    found = serious(tab)
    tab.keyboard.press("Enter")
    tab.locator("#map-way").click()
    assert found + serious(tab) == []


def serious(tab):
    tab.evaluate(AXE)
    result = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert result["passes"], "axe has looked at nothing"
    return [
        (rule["id"], node["html"][:120], node["failureSummary"])
        for rule in result["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 400])
def test_empty_states_say_what_to_do(visit, artefacts, width):
    alone = page_networks.network({"me": {"name": "Robin Ashby"}}, [])
    both = {"me": {"name": "Robin Ashby"}, "ada": {"name": "Ada"}}
    two = page_networks.network(both, [("2026-01-01", "knows", "me", "ada")])
    for name, net in (("alone", alone), ("two", two)):
        for make in (network_map, report):
            tab = visit(make(net), width=width)
            settle(tab)
            assert no_sideways_scroll(tab)
            said = "Nobody but you so far" if name == "alone" else "Choose a person"
            expect(tab.locator("#network-map")).to_contain_text(said)
            path = artefacts / f"{name}-{make.__name__}-{width}.png"
            tab.screenshot(path=path, full_page=True)


def test_many_people_are_painted_by_sigma_and_move(visit, artefacts):
    tab = visit(network_map(page_networks.day_one(count=3_200)))
    expect(tab.locator("#stage canvas.sigma-nodes")).to_be_visible()
    expect(tab.locator("#map-when")).to_contain_text("3,200 people")
    tab.locator("#map-day").focus()
    tab.keyboard.press("Home")
    expect(tab.locator("#map-when")).not_to_contain_text("3,200")
    tab.keyboard.press("End")
    settle(tab)
    before = tab.locator("#stage").screenshot()
    box = tab.locator("#stage").bounding_box()
    tab.mouse.move(box["x"] + 300, box["y"] + 300)
    tab.mouse.wheel(0, -400)
    tab.wait_for_timeout(300)
    assert tab.locator("#stage").screenshot(path=artefacts / "map-3200.png") != before


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
    expect(frame.locator("#map-when")).to_have_text("26 Oct 2025 · 11 people")
    expect(frame.locator("#map-picture")).to_be_hidden()
    frame.locator("#map-find").fill("eve")
    frame.locator("#map-find").press("Enter")
    expect(frame.locator("#map-person h3")).to_have_text("Eve")
    expect(frame.locator("#stage canvas").first).to_be_visible()


def test_on_paper_it_is_light_and_without_controls(visit, report_page, artefacts):
    tab = visit(report_page, width=720, dark=True)
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = tab.evaluate(paper)
    tab.emulate_media(media="print")
    assert tab.evaluate(paper) != dark
    expect(tab.locator("#stage")).to_be_visible()
    for control in ("#map-find", "#map-play", "#map-fit", "nav"):
        expect(tab.locator(control)).to_be_hidden()
    assert no_sideways_scroll(tab)
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

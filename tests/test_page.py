"""Page, what a report says, and safety; the map and the browser have modules of their own."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import page_networks
import pandas as pd
import pytest

import netscout as ns
from netscout.page import network_map, report
from netscout.page.page import Page
from netscout.page.sections import SECTIONS


@pytest.fixture(scope="module")
def grown():
    return page_networks.grown()


class Read(HTMLParser):
    """What a page consists of, as far as safety goes."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.parts, self._open = [], [], None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._open = (tag, dict(attrs), [])

    def handle_data(self, data):
        if self._open:
            self._open[2].append(data)

    def handle_endtag(self, tag):
        if self._open and tag == self._open[0]:
            name, attrs, texts = self._open
            self.parts.append((name, attrs, "".join(texts)))
            self._open = None

    def text(self, tag):
        return [text for name, attrs, text in self.parts if name == tag and "type" not in attrs]

    @property
    def policy(self):
        return next(a["content"] for t, a in self.tags if t == "meta" and "http-equiv" in a)


# --- Page ----------------------------------------------------------------------------------------


def test_a_page_shows_itself_in_a_frame_that_may_only_run_its_own_scripts():
    shown = Page('<p title="a">&</p>', '"quoted"')._repr_html_()
    tags = Read(shown).tags
    assert [tag for tag, _attrs in tags] == ["iframe"]
    assert tags[0][1]["sandbox"] == "allow-scripts"
    assert tags[0][1]["srcdoc"] == '<p title="a">&</p>'
    assert tags[0][1]["title"] == '"quoted"'


def test_save_writes_the_same_bytes_everywhere_and_leaves_nothing_beside(tmp_path):
    path = Page("<p>\nZoë\n</p>", "t").save(tmp_path / "a.html")
    assert path == tmp_path / "a.html"
    assert path.read_bytes() == "<p>\nZoë\n</p>".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]


def test_save_replaces_a_file_as_a_whole(tmp_path):
    (tmp_path / "a.html").write_text("old and much longer")
    Page("new", "t").save(str(tmp_path / "a.html"))
    assert (tmp_path / "a.html").read_text() == "new"


def test_save_says_what_is_missing(tmp_path):
    with pytest.raises(ns.NetscoutError, match="no folder"):
        Page("", "t").save(tmp_path / "none" / "a.html")
    with pytest.raises(ns.NetscoutError, match="is a folder"):
        Page("", "t").save(tmp_path)


def test_str_is_the_page_and_repr_is_short():
    page = Page("<p>" * 1000, "Map")
    assert str(page) == page.html
    assert repr(page) == "Page('Map', 3 kB)"


# --- the report ----------------------------------------------------------------------------------


def test_the_report_has_every_section_in_order(grown):
    tags = Read(report(grown).html).tags
    ids = [attrs["id"] for tag, attrs in tags if tag == "section" and attrs.get("id") in SECTIONS]
    assert ids == list(SECTIONS)


def test_sections_can_be_left_out(grown):
    page = report(grown, sections=["due", "standing"])
    ids = [attrs.get("id") for tag, attrs in Read(page.html).tags if tag == "section"]
    assert ids == ["standing", "due"]
    assert "vis-network" not in page.html


def test_an_unknown_section_is_named(grown):
    with pytest.raises(ns.UnknownColumn, match="did you mean 'growth'"):
        report(grown, sections=["grwth", "ask"])
    with pytest.raises(ns.NetscoutError, match="at least one"):
        report(grown, sections=[])


def test_day_one_says_what_a_log_would_add():
    html = report(page_networks.day_one(), sections=["standing", "ask", "due", "funnel"]).html
    assert "There is no log of conversations yet" in html
    assert "Thin data" in html


def test_on_leaves_out_what_came_later(grown):
    html = report(grown, on="2025-10-05", sections=["standing"]).html
    assert "to 3 Oct 2025" in " ".join(html.split())
    assert "As of 5 Oct 2025" in html


def test_figures_are_images_with_words_for_those_who_cannot_see_them(grown):
    images = [a for tag, a in Read(report(grown, sections=["growth"]).html).tags if tag == "img"]
    assert len(images) == 2
    for image in images:
        assert image["src"].startswith("data:image/svg+xml;base64,")
        assert image["alt"]


def test_the_forecast_has_ranges_its_limit_and_how_far_to_trust_it():
    html = report(ns.example(), sections=["forecast"]).html
    text = " ".join(html.split())
    table = ns.forecast(ns.example(), weeks=12)
    last = table[table["what"] == "conversations"].iloc[-1]
    assert f"{last['low']:.0f} to {last['high']:.0f}" in text
    assert "Limited by" in text
    assert "How far to trust it" in text
    image = next(a for tag, a in Read(html).tags if tag == "img")
    assert f"between {last['low']:.0f} and {last['high']:.0f} more" in image["alt"]


def test_the_forecast_of_no_log_says_so_and_needs_no_goal():
    net = page_networks.day_one()
    assert "Mostly assumed" in report(net, sections=["forecast"]).html
    no_goal = ns.Network(net.people, net.events, "me")
    assert "With people of your goal" not in report(no_goal, sections=["forecast"]).html


def test_nothing_given_is_changed(grown):
    people, events = grown.people.copy(), grown.events.copy()
    report(grown)
    network_map(grown)
    pd.testing.assert_frame_equal(grown.people, people)
    pd.testing.assert_frame_equal(grown.events, events)


# --- safety, as far as it shows without a browser ------------------------------------------------


@pytest.mark.parametrize("make", [network_map, report])
def test_pages_are_the_same_every_time(make, grown):
    assert make(grown).html == make(grown).html


@pytest.mark.parametrize("net", [page_networks.grown, page_networks.hostile])
@pytest.mark.parametrize("make", [network_map, report])
def test_only_our_scripts_and_styles_are_admitted_and_nothing_is_asked_for(make, net):
    page = Read(make(net()).html)
    for kind in ("script", "style"):
        for text in page.text(kind):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in page.policy
    assert "default-src 'none'" in page.policy
    assert "unsafe" not in page.policy
    assert len(page.text("script")) == 2
    assert len(page.text("style")) == 3
    for tag, attrs in page.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        assert not any(name.startswith("on") or name == "style" for name in attrs)
        assert not re.match(r"(https?:|//|javascript:)", attrs.get("src", attrs.get("href", "")))


def test_a_title_of_the_users_is_text(grown):
    page = network_map(grown, title=page_networks.HOSTILE[0])
    assert "<script>window.PWNED" not in page.html
    assert report(grown, title="{{ 7*7 }}", sections=["due"]).title == "{{ 7*7 }}"


def test_a_nearly_empty_report_counts_one_as_one():
    people = pd.DataFrame({"person": ["me", "p"], "name": ["Robin Vale", "Mira Sand"]})
    events = pd.DataFrame(
        [("2026-02-20", "met", "me", "p")], columns=["date", "kind", "source", "target"]
    )
    net = ns.Network(people, events, "me")
    assert repr(net).startswith("Network(1 person, 1 event,")
    html = report(net, on="2026-03-10").html.split("<script")[0]
    assert not re.search(r"\b1 (people|conversations|files|events|rows|weeks)\b", html)
    assert "1 new person in the four weeks to 10 Mar 2026" in html
    assert "no referrals yet" not in html

"""Page, layout, what the map carries, and what a report says; the browser has its own module."""

import base64
import hashlib
import json
import math
import random
import re
import warnings
from html.parser import HTMLParser
from itertools import combinations

import numpy as np
import page_networks
import pandas as pd
import pytest

import netscout as ns
from netscout.page import layout, network_map, report
from netscout.page.answers import about_people, answer
from netscout.page.facts import plain
from netscout.page.map import map_view
from netscout.page.page import Page
from netscout.page.sections import SECTIONS


@pytest.fixture(scope="module")
def grown():
    return page_networks.grown()


@pytest.fixture(scope="module")
def view(grown):
    return view_of(grown)


def view_of(net, *, color="company", size="names", most=2000):
    return map_view(
        net, color=color, size=size, goal=None, most=most, known=about_people(net, on=None)
    )


def named(view):
    return {node["name"]: node for node in view["nodes"]}


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


# --- layout --------------------------------------------------------------------------------------


def random_tree(size, seed):
    dice = random.Random(seed)
    return [-1, *(int(number * dice.random() ** 2) for number in range(size - 1))]


@pytest.mark.parametrize("seed", range(5))
def test_radius_is_depth_and_nobody_touches_anybody(seed):
    parents = random_tree(200, seed)
    dice = random.Random(seed)
    sizes = [dice.uniform(4, 16) for _ in parents]
    x, y, radii = layout.radial_tree(parents, sizes, gap=4, step=60)
    depth = [0]
    for parent in parents[1:]:
        depth.append(depth[parent] + 1)
    assert np.allclose(np.hypot(x, y), radii[depth])
    assert (np.diff(radii) >= 60 - 1e-9).all()
    for one, two in combinations(range(len(parents)), 2):
        if depth[one] == depth[two]:
            apart = math.hypot(x[one] - x[two], y[one] - y[two])
            # The gap is kept along the ring; straight across it is a little less.
            assert apart >= sizes[one] + sizes[two]


def test_layout_is_the_same_every_time():
    parents = random_tree(100, 3)
    one, two = (layout.radial_tree(parents, [5.0] * 100, gap=4, step=60) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_one_big_branch_leaves_the_others_room():
    parents = [-1, 0, 0, 0, *[1] * 60]
    x, y, _radii = layout.radial_tree(parents, [5.0] * len(parents), gap=4, step=60)
    angles = np.sort(np.arctan2(x[1:4], -y[1:4]))
    gaps = np.diff(angles, append=angles[0] + 2 * math.pi)
    assert gaps.min() > 2 * (2 * math.pi / 62)  # twice what leaf counts alone would give


def test_one_person_alone_stands_in_the_middle():
    x, y, radii = layout.radial_tree([-1], [10.0], gap=4, step=60)
    assert (x[0], y[0], list(radii)) == (0, 0, [0])


@pytest.mark.parametrize("count", [1, 2, 3, 7, 50, 400])
def test_sunflower_keeps_its_distance_and_its_radius(count):
    points = layout.sunflower(count, spacing=10)
    apart = [math.dist(a, b) for a, b in combinations(points[:120], 2)]
    assert min(apart, default=10) >= 9.9
    radius = layout.sunflower_radius(count, spacing=10)
    assert np.hypot(*points.T).max() + 5 <= radius + 1e-9


def test_disks_on_belts_do_not_overlap_and_leave_the_middle_free():
    radii = sorted((random.Random(2).uniform(8, 60) for _ in range(80)), reverse=True)
    centres = layout.belts(radii, inner=50, gap=10)
    for (one, r), (two, s) in combinations(zip(centres, radii, strict=True), 2):
        assert math.dist(one, two) >= r + s + 10 - 1e-6
    assert min(math.hypot(*c) - r for c, r in zip(centres, radii, strict=True)) >= 50 - 1e-6


def test_sunflower_belt_leaves_the_middle_free():
    points = layout.sunflower_belt(300, inner=100, spacing=10)
    assert np.hypot(*points.T).min() >= 105 - 1e-9
    assert min(math.dist(a, b) for a, b in combinations(points, 2)) > 5


# --- what the map carries ------------------------------------------------------------------------


def test_nodes_say_who_is_where_and_how_they_were_found(view):
    people = named(view)
    assert [people[n]["wave"] for n in ("Robin Ashby", "Ada", "Cleo", "Dan", "Eve")] == [
        0,
        1,
        2,
        3,
        4,
    ]
    chain = [people["Eve"]]
    by_id = {node["id"]: node for node in view["nodes"]}
    while chain[-1]["parent"]:
        chain.append(by_id[chain[-1]["parent"]])
    assert [node["name"] for node in chain] == ["Eve", "Dan", "Cleo", "Ada", "Robin Ashby"]
    assert people["Eve"]["status"] == "named by Dan on 20 Oct 2025, not yet asked"
    assert people["Ben"]["status"] == "asked on 25 Oct 2025, no answer yet"
    assert people["Ada"]["status"] == "talked on 3 Oct 2025"
    assert people["Hal"]["status"] == "connected since 1 Sep 2025"
    assert people["Eve"]["day"] == 49


def test_people_in_the_tree_stand_on_rings_and_the_others_in_disks(view):
    people = named(view)
    radii = [0, *(ring["r"] for ring in view["rings"])]
    for name in ("Ada", "Cleo", "Dan", "Eve"):
        node = people[name]
        assert math.hypot(node["x"], node["y"]) == pytest.approx(radii[node["wave"]], abs=1.5)
        assert node["disk"] == -1
    assert [(disk["label"], disk["count"]) for disk in view["disks"]] == [
        ("Brightwater PR", 3),
        ("Tidewell Agency", 3),
    ]
    assert people["Ben"]["disk"] == 1  # asked, but not talked with
    assert people["Kit"]["disk"] == -2


def test_ties_are_drawn_once_with_their_kind(view):
    name_of = {node["id"]: node["name"] for node in view["nodes"]}
    ties = {(name_of[e["from"]], name_of[e["to"]]): e["kind"] for e in view["edges"]}
    assert ties == {
        ("Robin Ashby", "Ada"): "own",
        ("Ada", "Cleo"): "named",
        ("Cleo", "Dan"): "introduced",
        ("Dan", "Eve"): "named",
        ("Ben", "Finn"): "other",
    }


def test_ids_say_nothing_and_private_columns_stay_at_home(grown):
    html = network_map(grown).html + report(grown, sections=["standing", "ask", "due"]).html
    for private in ("@x.example", "prefers the phone", "said much", "linkedin.com"):
        assert private not in html
    view = view_of(grown, most=9)
    assert all(re.fullmatch(r"p\d+", node["id"]) for node in view["nodes"])


def test_the_payload_is_strict_json(view):
    json.dumps(view, allow_nan=False)


def test_the_goals_companies_have_a_colour_of_their_own_first(view):
    assert view["groups"][0]["label"] == "Marquee Theatricals"
    assert sum(group["count"] for group in view["groups"]) == len(view["nodes"]) - 1


def test_of_many_the_most_important_are_drawn_with_all_who_led_to_them(grown):
    view = view_of(grown, color="wave", size="equal", most=4)
    assert [node["name"] for node in view["nodes"][:4]] == ["Robin Ashby", "Ada", "Cleo", "Dan"]
    assert view["left_out"] == 7
    ids = {node["id"] for node in view["nodes"]}
    assert all(node["parent"] in ids or not node["parent"] for node in view["nodes"])
    page = network_map(grown, most=4)
    assert "7 more people are not drawn" in " ".join(page.html.split())


@pytest.mark.parametrize("color", ["company", "role", "school", "location", "wave", "chance"])
@pytest.mark.parametrize("size", ["names", "chance", "equal"])
def test_every_colour_and_size(grown, color, size):
    view = view_of(grown, color=color, size=size)
    groups = {node["group"] for node in view["nodes"][1:]}
    assert groups <= set(range(len(view["groups"])))
    assert view["nodes"][0]["group"] == -1


def test_late_waves_share_the_last_colour_and_no_way_is_grey():
    people = {f"x{n}": {"name": f"X{n}"} for n in range(9)} | {"me": {"name": "Me"}}
    events = [("2026-01-01", "knows", "me", "x0")]
    events += [(f"2026-01-0{n + 2}", "named", f"x{n}", f"x{n + 1}") for n in range(7)]
    view = view_of(page_networks.network(people, events), color="wave")
    labels = [group["label"] for group in view["groups"]]
    assert labels == ["wave 1", "wave 2", "wave 3", "wave 4", "wave 5 and later", "no known way"]
    assert [group["count"] for group in view["groups"]] == [1, 1, 1, 1, 4, 1]
    assert [group["rest"] for group in view["groups"]] == [False] * 5 + [True]


def test_wrong_choices_are_named_with_the_nearest_right_one(grown):
    with pytest.raises(ns.UnknownColumn, match="did you mean 'company'"):
        network_map(grown, color="compny")
    with pytest.raises(ns.UnknownColumn, match="cannot be coloured by 'email'"):
        network_map(grown, color="email")
    with pytest.raises(ns.UnknownColumn, match="did you mean 'names'"):
        network_map(grown, size="name")
    with pytest.raises(ns.NetscoutError, match="draws nobody"):
        network_map(grown, most=0)


def test_a_network_of_nobody_still_makes_a_page():
    net = page_networks.network({"me": {"name": "Robin"}}, [])
    assert "The network of Robin" in network_map(net).html
    assert "The network of Robin" in report(net).html


def test_the_map_of_a_past_day_knows_nothing_later(grown):
    then = json.loads(
        re.search(r'id="map-data">(.*?)</script>', network_map(grown, on="2025-10-05").html)[1]
    )
    names = then["people"]["columns"]["name"]["all"]
    assert set(names) >= {"Ada", "Cleo"}
    assert not {"Dan", "Eve"} & set(names)


def test_texts_are_one_clean_line():
    assert plain("a\u202eb\r\n c\x00\u2066") == "a b c"
    assert plain("x" * 500) == "x" * 159 + "…"
    assert plain("\ud800") == "?"
    assert plain("\u05e9\u05dc\u05d5\u05dd \u200d") == "\u05e9\u05dc\u05d5\u05dd \u200d"


def test_thin_data_becomes_a_sentence_and_other_warnings_stay():
    def question():
        warnings.warn("only two", ns.ThinDataWarning, stacklevel=1)
        warnings.warn("only two", ns.ThinDataWarning, stacklevel=1)
        warnings.warn("old", FutureWarning, stacklevel=1)
        return 42

    with pytest.warns(FutureWarning, match="old"):
        said = answer(question)
    assert (said.table, said.thin) == (42, ["only two"])


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

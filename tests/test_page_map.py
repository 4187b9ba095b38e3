"""The map: where people stand, what it carries of each, the way to them, what is kept back."""

import json
import math
import random
import re
import warnings
from importlib.resources import files
from itertools import combinations

import numpy as np
import page_networks
import pytest

import netscout as ns
from netscout.chains import ways_ahead
from netscout.page import layout, network_map, report
from netscout.page.answers import about_people, answer
from netscout.page.clusters import apart
from netscout.page.facts import plain
from netscout.page.map import map_view


@pytest.fixture(scope="module")
def grown():
    return page_networks.grown()


@pytest.fixture(scope="module")
def view(grown):
    return view_of(grown)


def view_of(net, *, color="company", size="names", most=2000, **options):
    known = about_people(net, on=None)
    return map_view(net, color=color, size=size, goal=None, most=most, known=known, **options)


def named(view):
    return {node["name"]: node for node in view["nodes"]}


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


# --- the way to somebody -------------------------------------------------------------------------


def test_the_way_is_that_of_chains_step_by_step(grown):
    ways = ways_ahead(grown)
    for to in ways["to"].unique():
        own = ways[ways["to"] == to]
        best = ns.chains(grown, to, k=1)
        assert np.prod(own["chance"]) == pytest.approx(best["total"].iloc[-1])
        assert own["person"].iloc[-1] == to


def test_every_way_of_the_example_is_as_good_as_the_best_chain():
    net = ns.example()
    ways = ways_ahead(net)
    by_referral = ways[ways.groupby("to")["to"].transform("size") > 1]
    assert len(by_referral)
    for to, steps in by_referral.groupby("to"):
        best = ns.chains(net, to, k=1)
        assert np.prod(steps["chance"]) == pytest.approx(best["total"].iloc[-1])
        assert steps["how"].all()
    met = set(net.events.loc[net.events["kind"] == "met", "target"])
    assert not met & set(ways["to"])


def test_nobody_to_reach_is_no_way():
    alone = page_networks.network({"me": {"name": "Robin"}}, [])
    assert ways_ahead(alone).empty


def test_the_map_carries_the_way_and_its_reasons(view):
    people = named(view)
    assert people["Eve"]["how"] == "was named to you"
    assert "way" not in people["Eve"]  # she can be asked herself
    assert people["Ada"]["met"] is True
    assert "how" not in people["Ada"]
    view = view_of(ns.example())
    by_id = {node["id"]: node for node in view["nodes"]}
    ways = [node for node in view["nodes"] if "way" in node]
    assert ways
    for node in ways:
        assert node["way"][-1][0] == node["id"]
        assert by_id[node["way"][0][0]].get("how") or by_id[node["way"][0][0]]["met"]
        assert len(node["how"].split(" | ")) == len(node["way"])


def test_a_way_through_somebody_not_drawn_is_not_shown():
    view = view_of(ns.example(), most=30)
    ids = {node["id"] for node in view["nodes"]}
    assert all(step in ids for node in view["nodes"] for step, _chance in node.get("way", []))


# --- layouts and renderers -----------------------------------------------------------------------


def test_time_runs_from_left_to_right(grown):
    view = view_of(grown, layout="time")
    nodes = [node for node in view["nodes"] if node["wave"] != 0]
    for one in nodes:
        for two in nodes:
            if one["day"] < two["day"]:
                assert one["x"] <= two["x"] + 9  # contacts stand in columns
    people = named(view)
    assert people["Dan"]["y"] < 0 < people["Hal"]["y"]
    marks = [mark["x"] for mark in view["axis"]]
    assert marks == sorted(marks)
    assert (view["rings"], view["disks"]) == ([], [])


def test_months_of_conversations_are_not_squeezed_by_years_of_contacts():
    view = view_of(ns.example(), layout="time")
    referred = [node for node in view["nodes"] if node["wave"] > 1]
    xs = [node["x"] for node in view["nodes"]]
    share = (max(n["x"] for n in referred) - min(n["x"] for n in referred)) / (max(xs) - min(xs))
    assert share > 0.3


@pytest.mark.parametrize("layout", ["radial", "time", "clusters"])
def test_every_layout_takes_every_network(layout):
    alone = page_networks.network({"me": {"name": "Robin"}}, [])
    undated = {"me": {"name": "Robin"}, "a": {"name": "Ada"}}
    for net in (alone, page_networks.network(undated, []), page_networks.grown(), ns.example()):
        nodes = view_of(net, layout=layout)["nodes"]
        assert len(nodes) == len(net) + 1
        places = [(node["x"], node["y"]) for node in nodes]
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in places)
        assert len(set(places)) == len(places)


def two_firms():
    people = {
        f"{firm}{n}": {"name": f"{firm}{n}", "company": firm} for firm in "ab" for n in range(30)
    }
    people["me"] = {"name": "Robin"}
    ids = [person for person in people if person != "me"]
    return page_networks.network(people, [("2026-01-01", "knows", "me", person) for person in ids])


def spread(nodes):
    xy = np.array([(node["x"], node["y"]) for node in nodes], float)
    return np.hypot(*(xy - xy.mean(axis=0)).T).mean(), xy.mean(axis=0)


@pytest.mark.parametrize("with_igraph", [True, False])
def test_in_clusters_whoever_is_tied_stands_together(monkeypatch, with_igraph):
    if with_igraph:
        pytest.importorskip("igraph")
    else:
        monkeypatch.setattr("netscout.page.arrange.find_spec", lambda name: None)
    view = view_of(two_firms(), layout="clusters")
    groups = [[n for n in view["nodes"] if n.get("company") == firm] for firm in "ab"]
    (within_a, at_a), (within_b, at_b) = map(spread, groups)
    assert math.dist(at_a, at_b) > 1.2 * (within_a + within_b)
    assert ("UMAP" if with_igraph else "Louvain") in view["note"]
    assert bool(view["disks"]) is not with_igraph
    assert ("igraph installed" in view["note"]) is not with_igraph


def test_clusters_are_the_same_every_time():
    one, two = (view_of(two_firms(), layout="clusters")["nodes"] for _ in range(2))
    assert [(n["x"], n["y"]) for n in one] == [(n["x"], n["y"]) for n in two]


def test_nobody_stands_on_anybody_in_clusters():
    places = apart(np.zeros((60, 2)))
    gaps = [math.dist(one, two) for one, two in combinations(places, 2)]
    assert min(gaps) > 0.9


def test_many_are_painted_by_sigma_and_either_can_be_forced():
    few, many = page_networks.day_one(50), page_networks.day_one(3_001)
    assert view_of(few)["renderer"] == "vis"
    assert view_of(many, most=30_000)["renderer"] == "sigma"
    assert view_of(few, renderer="sigma")["renderer"] == "sigma"
    assert "vis.Network(" in network_map(few).html
    page = network_map(few, renderer="sigma").html
    assert "vis.Network(" not in page
    assert "graphology" in page
    with pytest.raises(ns.UnknownColumn, match="did you mean 'sigma'"):
        network_map(few, renderer="sigm")
    with pytest.raises(ns.UnknownColumn, match="did you mean 'clusters'"):
        network_map(few, layout="cluster")


def test_what_is_vendored_has_its_licences_and_asks_for_nothing():
    folder = files("netscout.page").joinpath("vendor")
    for name in ("sigma", "graphology", "events"):
        assert "Permission is hereby granted" in folder.joinpath(f"{name}.LICENSE.txt").read_text()
    for name in ("sigma", "graphology"):
        assert "sourceMappingURL" not in folder.joinpath(f"{name}.min.js").read_text("utf-8")


# --- what is kept back ---------------------------------------------------------------------------


@pytest.mark.parametrize("make", [network_map, report])
def test_names_kept_back_are_nowhere_and_pseudonyms_the_same_everywhere(make):
    net = ns.example()
    html = make(net, redact=["names"]).html
    texts = html[html.index("<body") :]
    for name in net.people["name"]:
        if name:
            assert name not in texts, name
    assert "Person " in texts
    assert "the owner" in texts


def test_a_pseudonym_is_one_person_all_over_the_page(grown):
    view = map_of(network_map(grown, redact=["names"]))
    of_name = dict(zip(column(view, "name"), column(view, "status"), strict=True))
    number = list(grown.people.index).index("dan") + 1
    assert of_name[f"Person {list(grown.people.index).index('eve') + 1}"].startswith(
        f"named by Person {number} on"
    )


def test_places_kept_back_leave_the_rest(grown):
    people = grown.people.assign(location="Eastmere")
    net = ns.Network(people, grown.events, "me", goal=grown.goal)
    assert "Eastmere" in network_map(net).html
    page = network_map(net, redact="locations").html
    assert "Eastmere" not in page
    assert "Ada" in page
    with pytest.raises(ns.UnknownColumn, match="did you mean 'names'"):
        report(net, redact=["name"])


def map_of(page):
    return json.loads(re.search(r'id="map-data">(.*?)</script>', page.html)[1])


def column(packed, name):
    held = packed["people"]["columns"][name]
    return held["all"] if "all" in held else [held["of"][n] if n >= 0 else "" for n in held["at"]]

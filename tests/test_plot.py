from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

import netscout as ns
from netscout.growth import tree
from netscout.plot.layout import Scene, apart, tree_rows
from netscout.plot.palette import PALETTE, group_colors, wave_colors

FIRST = [
    "Dana",
    "Lee",
    "Ann",
    "Ruth",
    "Maya",
    "Tom",
    "Ines",
    "Omar",
    "Priya",
    "Leo",
    "Zoë",
    "Kofi",
    "Noor",
    "Uma",
    "Finn",
    "Orla",
]
LAST = [
    "Whitlock",
    "Ortiz",
    "Achterberg",
    "Bellweather",
    "Montclare",
    "Okafor-Lane",
    "Quintero-Bay",
    "Redfern",
]


def simulated(known, talks, seed=1, *, history=True):
    """Return a network of contacts, conversations, and people named in them."""
    rng = np.random.default_rng(seed)
    start, rows, queue = pd.Timestamp("2025-10-01"), [], []
    people = [f"p{i}" for i in range(known)]
    if history:
        ago = rng.exponential(600, known).astype(int)
        rows += [(start - pd.Timedelta(days=d), "knows", "me", p) for d, p in zip(ago, people, strict=True)]  # fmt: skip
        rows.append((start, "knows", "me", ""))
    for talk in range(talks):
        day = start + pd.Timedelta(days=talk * 150 // max(talks, 1))
        fresh = not queue or rng.random() < 0.35
        who = people[rng.integers(known)] if fresh else queue.pop(rng.integers(len(queue)))
        rows.append((day, "met", "me", who))
        for _ in range(rng.integers(0, 4)):
            queue.append(f"p{len(people)}")
            people.append(queue[-1])
            rows.append((day, "named", who, queue[-1]))
    names = [f"{FIRST[a]} {LAST[b]}" for a, b in zip(rng.integers(0, 16, len(people)), rng.integers(0, 8, len(people)), strict=True)]  # fmt: skip
    table = pd.DataFrame({"person": people, "name": names})
    table["company"] = [f"Company {i}" if i else "" for i in rng.integers(0, 12, len(people))]
    return ns.Network(table, pd.DataFrame(rows, columns=["date", "kind", "source", "target"]), "me")


@pytest.fixture(scope="module")
def net():
    return simulated(40, 60)


@pytest.fixture
def ax():
    return Figure(figsize=(6.4, 4), layout="constrained").subplots()


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def words(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def overlapping(ax):
    """Return the pairs of texts that overlap once the figure has been laid out."""
    ax.figure.draw_without_rendering()
    # The words alone: the extent of an annotation has its line in it.
    boxes = [(t.get_text(), Text.get_window_extent(t)) for t in ax.texts if t.get_text()]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1
    ]


PLOTS = [ns.plot_growth, ns.plot_tree, ns.plot_reach]
SIZES = {
    "nobody": simulated(0, 0, history=False),
    "one conversation": simulated(1, 1, 4, history=False),
    "contacts only": simulated(300, 0),
    "a log only": simulated(12, 50, history=False),
    "many": simulated(600, 1500),
}


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("size", SIZES)
def test_every_size_draws_on_the_axes_given(plot, size, ax):
    net = SIZES[size]
    people, events = net.people.copy(), net.events.copy()
    assert plot(net, ax=ax) is ax
    ax.figure.draw_without_rendering()
    assert not plt.get_fignums()
    pd.testing.assert_frame_equal(net.people, people)
    pd.testing.assert_frame_equal(net.events, events)


@pytest.mark.parametrize("plot", PLOTS)
def test_without_axes_there_is_one_new_figure(plot, net):
    ax = plot(net)
    assert [plt.figure(number) for number in plt.get_fignums()] == [ax.figure]


@pytest.mark.parametrize(
    ("plot", "says"),
    [
        (ns.plot_growth, "no events yet"),
        (ns.plot_tree, "no events yet"),
        (ns.plot_reach, "nobody to reach yet"),
    ],
)
def test_nothing_is_said_in_words(plot, says, ax):
    assert words(plot(SIZES["nobody"], ax=ax)) == [says]


@pytest.mark.parametrize("size", ["contacts only", "a log only", "many"])
@pytest.mark.parametrize("by", ["wave", "company", "first contact", None])
def test_growth_labels_do_not_overlap(size, by, ax):
    ns.plot_growth(SIZES[size], by=by, ax=ax)
    assert words(ax)
    assert not overlapping(ax)
    frame = ax.figure.bbox
    for text in ax.texts:
        box = text.get_window_extent()
        assert frame.x0 <= box.x0 <= box.x1 <= frame.x1 + 1
        assert frame.y0 <= box.y0 <= box.y1 <= frame.y1 + 1


@pytest.mark.parametrize("size", ["a log only", "many"])
@pytest.mark.parametrize("given", [True, False])
def test_tree_labels_do_not_overlap(size, given, ax):
    ax = ns.plot_tree(SIZES[size], label=30, ax=ax if given else None)
    assert len(words(ax)) > 4
    assert not overlapping(ax)


@pytest.mark.parametrize("plot", PLOTS)
def test_labels_do_not_overlap_in_the_example(plot, ax):
    assert not overlapping(plot(ns.example(), ax=ax))


def test_growth_labels_tell_the_totals(net, ax):
    ns.plot_growth(net, by="company", ax=ax)
    last = ns.growth(net, by="company").groupby("group")["total"].last()
    told = dict(label.rsplit(": ", 1) for label in words(ax))
    assert {group: int(n.replace(",", "")) for group, n in told.items()} == last.to_dict()
    tops = [path.get_extents().y1 for area in ax.collections for path in area.get_paths()]
    assert max(tops) == last.sum()


def test_growth_draws_prepared_tables(net, ax):
    ns.plot_growth(ns.growth(net, every="month", by="company"), ax=ax)
    assert len(ax.collections) == ns.growth(net, by="company")["group"].nunique()


def test_growth_begins_with_the_log_or_where_told(net, ax):
    ns.plot_growth(net, ax=ax)
    begin = pd.Timestamp("2025-10-01").toordinal() - pd.Timestamp("1970-01-01").toordinal()
    assert begin - 25 < ax.get_xlim()[0] <= begin
    ns.plot_growth(net, since="2024-01-03", ax=ax)
    assert ax.get_xlim()[0] == pd.Timestamp("2023-12-31").toordinal() - 719163
    whole = ns.plot_growth(ns.growth(net), ax=ax)
    assert whole.get_xlim()[0] < 19_000


@pytest.mark.parametrize("every", ["day", "week", "month"])
def test_growth_ends_with_the_day_from_which_it_looks(net, ax, every):
    def last(drawn):
        return pd.Timestamp("1970-01-01") + pd.Timedelta(days=drawn.get_xlim()[1])

    assert last(ns.plot_growth(net, every=every, ax=ax)) == net.last
    assert last(ns.plot_growth(ns.growth(net, every=every), ax=ax)) == net.last
    for on in ("2025-11-12", "2026-05-20"):
        assert last(ns.plot_growth(net, every=every, on=on, ax=ax)) == pd.Timestamp(on)


def test_more_waves_than_colours_are_folded(ax):
    chain = [("2026-01-05", "met", "me", "p0")]
    chain += [("2026-01-05", "named", f"p{i}", f"p{i + 1}") for i in range(9)]
    events = pd.DataFrame(chain, columns=["date", "kind", "source", "target"])
    net = ns.Network(pd.DataFrame({"person": [f"p{i}" for i in range(10)]}), events, "me")
    assert "wave 7 and later: 4" in words(ns.plot_growth(net, ax=ax))
    ns.plot_tree(net, ax=ax)


def test_tree_lines_lead_forward_in_time(net, ax):
    ns.plot_tree(net, ax=ax)
    (lines,) = (c for c in ax.collections if isinstance(c, LineCollection))
    found = tree(net)
    assert len(lines.get_segments()) == (found["parent"] != "").sum()
    for corner in lines.get_segments():
        assert corner[0][0] == corner[1][0] < corner[2][0]
        assert corner[1][1] == corner[2][1]


def test_tree_says_how_many_are_not_in_it(net, ax):
    ns.plot_tree(net, label=0, ax=ax)
    found = tree(net).drop("me")
    led = found["root"].isin(found.loc[found["wave"] > 1, "root"])
    rest = found[~led]
    assert words(ax) == [
        f"{rest['met'].notna().sum()} talked with, nobody came of it yet",
        f"{rest['met'].isna().sum()} known directly, not talked with yet",
    ]


def test_tree_labels_whom_one_asks_for(net, ax):
    found = tree(net)
    person = found.index[found["parent"] != ""][0]
    name = net.people.at[person, "name"]
    assert name in words(ns.plot_tree(net, label=person, ax=ax))
    with pytest.raises(ns.UnknownPerson):
        ns.plot_tree(net, label=["Nobody Atall"], ax=ax)


def test_tree_draws_prepared_tables(net, ax):
    assert words(ns.plot_tree(tree(net).drop(columns="named").assign(named=1), ax=ax))


def test_reach_draws_prepared_tables(ax):
    table = pd.DataFrame(
        {
            "company": ["Acme", "Bell", "Cable"],
            "people": [3, 1, 0],
            "hops": [0, 2, pd.NA],
            "chance": [0.6, 0.2, 0.0],
            "low": [0.4, 0.1, 0.0],
            "high": [0.8, 0.3, 0.0],
            "via": ["Ann Lee", "Bob Ray", ""],
        }
    )
    ns.plot_reach(table, ax=ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Acme", "Bell", "Cable"]
    assert words(ax) == ["directly, Ann Lee", "2 referrals, Bob Ray", "no known way"]
    (bars,) = ax.collections
    assert [segment[:, 0].tolist() for segment in bars.get_segments()] == [[0.4, 0.8], [0.1, 0.3], [0, 0]]  # fmt: skip
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the best is on top


def test_reach_leaves_out_who_has_been_met(net, ax):
    ns.plot_reach(net, by="person", ax=ax)
    (dots,) = (line for line in ax.lines if len(line.get_xdata()))
    assert (np.asarray(dots.get_xdata()) < 1).all()


def test_names_are_words_and_no_formulas(ax):
    odd = r"$\frac$ & $x_1" + "\n^2"
    people = pd.DataFrame({"person": ["a", "b"], "name": odd, "company": odd + " Ltd"})
    rows = [("2026-01-05", "met", "me", "a"), ("2026-01-05", "named", "a", "b")]
    net = ns.Network(people, pd.DataFrame(rows, columns=["date", "kind", "source", "target"]), "me")
    for draw in (
        lambda: ns.plot_growth(net, by="company", ax=ax),
        lambda: ns.plot_tree(net, ax=ax),
        lambda: ns.plot_reach(net, goal=ns.Goal(companies=[odd]), ax=ax),
        lambda: ns.plot_reach(net, by="person", ax=ax),
    ):
        draw()
        ax.figure.draw_without_rendering()
        assert any("$" in text for text in words(ax))


def test_palette_can_be_told_apart_in_grey():
    rgb = np.array([mcolors.to_rgb(color) for color in PALETTE])
    grey = rgb @ [0.299, 0.587, 0.114]
    assert (np.diff(grey) > 0.04).all()
    three = group_colors(["a", "b", "c"])
    greys = [np.dot(mcolors.to_rgb(color), [0.299, 0.587, 0.114]) for color in three]
    assert all(other - one > 0.15 for one, other in pairwise(greys))
    assert wave_colors([1, 9], 9) == [PALETTE[0], PALETTE[-1]]


def test_rows_of_a_tree_are_its_own():
    parent = pd.Series({"a": "", "b": "a", "c": "b", "d": "b", "e": ""})
    rows = tree_rows(parent, pd.Series([5, 6, 7, 6, 1], parent.index))
    assert rows.to_dict() == {"a": 1.5, "b": 1.5, "c": 2.0, "d": 1.0, "e": 0.0}


def test_labels_give_way_no_further_than_needed():
    places = apart(np.array([0.0, 0.05, 0.5, 0.99, 1.0]), 0.1)
    assert (np.diff(places) >= 0.1 - 1e-12).all()
    assert places.max() <= 1
    assert places[2] == 0.5


def test_a_label_stands_where_it_hides_least():
    lines = np.array([[100.0, 50, 200, 50]])
    scene = Scene(np.array([[100.0, 50]]), lines, (0, 0, 300, 100))
    size = (60, 10, 5)
    assert scene.place((100, 50), size, "rl", [])[0] == "l"
    assert scene.place((100, 50), size, "rl", [(0, 0, 99, 100)])[0] == "r"
    assert scene.place((100, 50), size, "l", [(0, 0, 99, 100)]) is None
    assert scene.place((20, 50), size, "l", []) is None

"""The pictures of the forecast, of waves, funnel, calendar and diversity."""

import warnings

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from test_plot import SIZES, overlapping, words

import netscout as ns
from netscout.forecast import forecast
from netscout.growth.spread import diversity
from netscout.plot import plot_calendar, plot_diversity, plot_forecast, plot_funnel, plot_waves

PLOTS = [plot_forecast, plot_waves, plot_funnel, plot_calendar, plot_diversity]


@pytest.fixture
def ax():
    return Figure(figsize=(6.4, 4), layout="constrained").subplots()


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.fixture(autouse=True)
def _thin_data_is_meant():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ns.ThinDataWarning)
        yield


@pytest.fixture(scope="module")
def table():
    return forecast(ns.example(), weeks=6)


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("size", SIZES)
def test_every_size_draws_on_the_axes_given(plot, size, ax):
    net = SIZES[size]
    people, events = net.people.copy(), net.events.copy()
    assert plot(net, ax=ax) is ax
    assert not overlapping(ax)
    assert not plt.get_fignums()
    pd.testing.assert_frame_equal(net.people, people)
    pd.testing.assert_frame_equal(net.events, events)


@pytest.mark.parametrize("plot", PLOTS)
def test_labels_do_not_overlap_in_a_small_cell(plot):
    ax = Figure(figsize=(4.2, 2.6), layout="constrained").subplots()
    assert not overlapping(plot(ns.example(), ax=ax))


@pytest.mark.parametrize("plot", PLOTS)
def test_without_axes_there_is_one_new_figure(plot):
    ax = plot(SIZES["a log only"])
    assert [plt.figure(number) for number in plt.get_fignums()] == [ax.figure]


@pytest.mark.parametrize(
    ("plot", "says"),
    [
        (plot_forecast, "no events yet"),
        (plot_waves, "no events yet"),
        (plot_funnel, "nobody known yet"),
        (plot_calendar, "nothing logged yet"),
        (plot_diversity, "no conversations yet"),
    ],
)
def test_nothing_is_said_in_words(plot, says, ax):
    assert words(plot(SIZES["nobody"], ax=ax)) == [says]


def test_the_fan_tells_the_numbers_of_the_table(table, ax):
    plot_forecast(table, ax=ax)
    last = table[table["what"] == "conversations"].iloc[-1]
    low, median, high = (
        int(table.attrs["start"]["conversations"]) + last[["low", "median", "high"]]
    ).astype(int)
    assert words(ax) == [f"{median} ({low} to {high})"]
    (fan,) = ax.collections
    assert fan.get_datalim(ax.transData).y1 == high


def test_what_if_lines_have_their_words(table, ax):
    other = forecast(ns.example(), weeks=6, per_week=1)
    plot_forecast(ns.example(), weeks=6, against={"one a week": other}, ax=ax)
    end = (
        other.attrs["start"]["conversations"]
        + other[other["what"] == "conversations"]["median"].iloc[-1]
    )
    assert f"one a week: {end}" in words(ax)
    assert not overlapping(ax)
    lines = [line for line in ax.lines if len(line.get_xdata()) == 7]
    assert [line.get_linestyle() for line in lines] == ["-", "--"]


def test_the_goal_date_is_marked_where_it_can_be_seen(ax):
    net = ns.example()
    assert "goal date" in words(plot_forecast(net, weeks=12, ax=ax))
    later = Figure().subplots()
    assert "goal date" not in words(plot_forecast(net, weeks=4, ax=later))


def test_unknown_quantities(table, ax):
    with pytest.raises(ns.UnknownColumn, match="did you mean 'people'"):
        plot_forecast(table, what="peopel", ax=ax)
    with pytest.raises(ns.UnknownColumn, match="it has people, conversations"):
        plot_forecast(table[table["what"] != "target"], what="target", ax=ax)


def test_waves_draw_prepared_tables(ax):
    plot_waves(ns.waves(ns.example()), ax=ax)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == [f"wave {i}" for i in range(1, 7)] + ["all"]
    assert words(ax)[0].startswith("34 of 356 met")
    assert ax.get_ylim()[0] > ax.get_ylim()[1]


def test_the_funnel_draws_prepared_tables_and_groups(ax):
    found = ns.funnel(ns.example())
    plot_funnel(found, ax=ax)
    asked, known = found["count"].iloc[1], found["count"].iloc[0]
    assert words(ax)[0] == f"{asked} of {known}"
    assert len(words(ax)) == 7
    grouped = plot_funnel(ns.example(), by="wave", ax=Figure().subplots())
    assert len(grouped.collections) == 8  # a bar and dots for each of four groups


def test_the_calendar_has_a_cell_a_day(ax):
    rows = [("2026-01-05", "met", "me", "ann"), ("2026-01-07", "named", "ann", "bob")]
    rows += [("2026-01-07", "met", "me", "bob"), ("2026-03-29", "knows", "me", "bob")]
    people = pd.DataFrame({"person": ["ann", "bob"]})
    net = ns.Network(people, pd.DataFrame(rows, columns=["date", "kind", "source", "target"]), "me")
    (mesh,) = plot_calendar(net, ax=ax).collections
    levels = np.ma.filled(mesh.get_array(), -1).reshape(7, -1)
    assert levels.shape == (7, 12)
    assert levels[0, 0] == 1
    assert levels[2, 0] == 2
    assert (levels > 0).sum() == 2
    assert (levels == -1).sum() == 0
    alone = plot_calendar(net, kinds=["met"], ax=Figure().subplots()).collections[0]
    assert (np.ma.filled(alone.get_array(), -1) > 0).sum() == 2


def test_diversity_draws_prepared_tables(ax):
    table = diversity(ns.example(), by="school")
    plot_diversity(table, ax=ax)
    whole = table[table["tree"] == ""].iloc[-1]
    assert f"different: {whole['groups']}" in words(ax)
    assert f"effective: {whole['effective']:.1f}" in words(ax)
    assert ax.get_ylabel() == "groups by school"

from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from small_networks import network

import netscout as ns
from netscout.growth import rates, tree


@pytest.fixture
def small():
    return network(
        ("2026-01-05", "knows", "me", "ann"),
        ("2026-01-06", "met", "me", "ann"),
        ("2026-01-06", "named", "ann", "bob"),
        ("2026-01-06", "named", "ann", "cat"),
        ("2026-01-07", "introduced", "ann", "bob"),
        ("2026-01-20", "met", "bob", "me"),
        ("2026-01-20", "named", "bob", "dan"),
        ("2026-01-21", "named", "bob", "ann"),
        ("2026-02-02", "met", "me", "eve"),
        ("2026-02-03", "knows", "me", ""),
        people=["nobody"],
    )


def test_tree_of_a_small_network(small):
    found = tree(small)
    assert found["wave"].astype(object).where(found["wave"].notna(), None).to_dict() == {
        "nobody": None, "me": 0, "ann": 1, "bob": 2, "cat": 2, "dan": 3, "eve": 1,
    }  # fmt: skip
    assert found["parent"].to_dict() == {
        "nobody": "", "me": "", "ann": "", "bob": "ann", "cat": "ann", "dan": "bob", "eve": "",
    }  # fmt: skip
    assert found["root"].to_dict() == {
        "nobody": "", "me": "", "ann": "ann", "bob": "ann", "cat": "ann", "dan": "ann",
        "eve": "eve",
    }  # fmt: skip
    assert found["named"].to_dict() == {
        "nobody": 0, "me": 0, "ann": 2, "bob": 2, "cat": 0, "dan": 0, "eve": 0,
    }  # fmt: skip
    assert found.at["bob", "first"] == pd.Timestamp("2026-01-06")
    assert found.at["bob", "met"] == pd.Timestamp("2026-01-20")
    assert pd.isna(found.at["nobody", "first"])
    assert found.index.equals(small.people.index)


def test_a_referral_goes_before_other_events_of_its_day():
    found = tree(
        network(
            ("2026-01-05", "met", "me", "ann"),
            ("2026-01-06", "knows", "me", "bob"),
            ("2026-01-06", "named", "ann", "bob"),
        )
    )
    assert found.at["bob", "wave"] == 2


def test_who_is_known_before_the_referral_is_of_wave_1():
    found = tree(
        network(
            ("2026-01-05", "knows", "me", "bob"),
            ("2026-01-05", "met", "me", "ann"),
            ("2026-01-06", "introduced", "ann", "bob"),
        )
    )
    assert found.at["bob", "wave"] == 1
    assert found.at["bob", "parent"] == ""


def test_the_first_of_several_referrals_counts():
    found = tree(
        network(
            ("2026-01-05", "knows", "me", "ann"),
            ("2026-01-05", "knows", "me", "bea"),
            ("2026-01-06", "named", "bea", "cat"),
            ("2026-01-06", "introduced", "ann", "cat"),
        )
    )
    assert found.at["cat", "parent"] == "bea"


@pytest.mark.parametrize("length", [2, 3, 5])
def test_same_day_circles_are_opened(length):
    ring = [f"p{i}" for i in range(length)]
    rows = [("2026-01-05", "named", a, b) for a, b in pairwise([*ring, ring[0]])]
    found = tree(network(*rows)).loc[ring]
    assert found["wave"].tolist() == list(range(1, length + 1))
    assert set(found["root"]) == {"p0"}


def test_what_an_event_is_about_makes_nobody_known():
    net = network(
        ("2026-01-05", "met", "me", "ann"),
        ("2026-01-06", "asked", "me", "ann", "bob"),
        people=["bob"],
    )
    assert pd.isna(tree(net).at["bob", "wave"])


def test_my_own_referrals_bring_nobody():
    rows = [("2026-01-05", "introduced", "me", "ann"), ("2026-01-06", "named", "ann", "me")]
    found = tree(network(*rows))
    assert found["wave"].to_dict() == {"me": 0, "ann": 1}
    assert found.at["ann", "named"] == 0


PEOPLE = ["me", "a", "b", "c", "d", "e"]
event = st.tuples(
    st.integers(1, 6).map("2026-01-0{}".format),
    st.sampled_from(["named", "introduced", "named", "knows", "met", "asked"]),
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
).filter(lambda row: row[2] != row[3])
some_events = st.lists(event, max_size=25)


@given(some_events)
@settings(max_examples=80, deadline=None)
def test_waves_agree_with_parents_and_with_networkx(rows):
    net = network(*rows)
    found = tree(net)
    child = found[found["parent"] != ""]
    assert (child["wave"].to_numpy() == found.loc[child["parent"], "wave"].to_numpy() + 1).all()
    assert (child["first"].to_numpy() >= found.loc[child["parent"], "first"].to_numpy()).all()
    assert (child["root"].to_numpy() == found.loc[child["parent"], "root"].to_numpy()).all()
    known = found[found["first"].notna() & (found.index != "me")]
    graph = nx.DiGraph([(parent or "me", person) for person, parent in known["parent"].items()])
    graph.add_node("me")
    assert nx.is_arborescence(graph)
    depth = nx.single_source_shortest_path_length(graph, "me")
    assert {"me": 0, **known["wave"].to_dict()} == depth


@given(some_events, st.sampled_from([None, "wave", "kind", "first contact", "company"]))
@settings(max_examples=60, deadline=None)
def test_totals_add_up(rows, by):
    net = network(*rows, ("2026-01-04", "knows", "me", ""))
    table = ns.growth(net, every="day", by=by)
    known = tree(net)["first"].drop("me").notna().sum() + 1
    assert table["new"].sum() == known
    assert table.groupby("group")["total"].last().sum() == known
    assert (table.groupby("group")["new"].cumsum() == table["total"]).all()
    days = pd.DatetimeIndex(table["period"].unique())
    assert (days[1:] - days[:-1] == pd.Timedelta(days=1)).all()
    assert len(table) == len(days) * table["group"].nunique()


@given(some_events)
@settings(max_examples=30, deadline=None)
def test_funnel_narrows_and_inputs_stay(rows):
    net = network(*rows, ("2026-01-01", "asked", "me", "a"))
    people, events = net.people.copy(), net.events.copy()
    count = ns.funnel(net).set_index("stage")["count"]
    assert count["known"] >= count["asked"] >= count["agreed"] >= count["met"]
    assert count["met"] >= count["asked_for_names"] >= count["named"] >= count["introduced"]
    assert count["met"] >= count["thanked"]
    by_wave = ns.funnel(net, by="wave").groupby("stage")["count"].sum()
    assert by_wave.to_dict() == count.to_dict()
    ns.growth(net, by="channel")
    ns.waves(net)
    pd.testing.assert_frame_equal(net.people, people)
    pd.testing.assert_frame_equal(net.events, events)


def test_growth_of_a_small_network(small):
    table = ns.growth(small, by="wave")
    weeks = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02"]
    assert table["period"].unique().tolist() == [pd.Timestamp(week) for week in weeks]
    assert table["group"].tolist()[:4] == ["wave 1", "wave 2", "wave 3", "(hidden)"]
    wide = table.pivot_table(index="period", columns="group", values="total", sort=False)
    assert wide.to_numpy().tolist() == [
        [1, 2, 0, 0], [1, 2, 0, 0], [1, 2, 1, 0], [1, 2, 1, 0], [2, 2, 1, 1],
    ]  # fmt: skip
    assert ns.growth(small)["total"].tolist() == [3, 3, 4, 4, 6]
    assert table.dtypes.astype(str).to_dict() == {
        "period": "datetime64[us]", "group": "str", "new": "int64", "total": "int64",
    }  # fmt: skip


def test_periods_begin_on_mondays_and_firsts():
    net = network(("2025-12-31", "knows", "me", "ann"), ("2026-02-01", "knows", "me", "bob"))
    weeks = ns.growth(net)["period"]
    assert set(weeks.dt.day_of_week) == {0}
    assert weeks.iloc[0] == pd.Timestamp("2025-12-29")
    months = ns.growth(net, every="month")
    assert months["period"].dt.strftime("%Y-%m-%d").tolist() == [
        "2025-12-01", "2026-01-01", "2026-02-01",
    ]  # fmt: skip
    assert months["new"].tolist() == [1, 0, 1]
    assert len(ns.growth(net, every="day")) == 33


def test_growth_by_company_joins_spellings_and_folds_small_ones():
    known = [("2026-01-05", "knows", "me", f"p{i}") for i in range(24)]
    small = [f"Firm {i // 2}" for i in range(20)]
    employers = ["Acme, Inc.", "ACME", "Acme, Inc.", *small, "Self-employed"]
    net = network(*known, company={f"p{i}": name for i, name in enumerate(employers)})
    total = ns.growth(net, by="company").set_index("group")["total"]
    assert total.index[0] == "Acme, Inc."
    assert total["Acme, Inc."] == 3
    assert total.index[-2:].tolist() == ["(other)", "(not known)"]
    assert total["(other)"] == 8
    assert total["(not known)"] == 1
    assert len(total) == 9


def test_growth_by_how_people_became_known(small):
    by_kind = ns.growth(small, by="kind").groupby("group")["new"].sum()
    assert by_kind.to_dict() == {"named": 3, "knows": 1, "met": 1, "(hidden)": 1}
    by_root = ns.growth(small, by="first contact").groupby("group")["new"].sum()
    assert by_root.to_dict() == {"Ann": 4, "Eve": 1, "(hidden)": 1}


def test_first_contacts_of_one_name_stay_apart():
    net = network(*[("2026-01-05", "knows", "me", person) for person in ("a1", "a2", "a3")])
    people = net.people.assign(name=["Me", "Ann", "Ann", ""])
    net = ns.Network(people, net.events, "me")
    groups = set(ns.growth(net, by="first contact")["group"])
    assert groups == {"Ann (a1)", "Ann (a2)", "a3"}


def test_growth_by_channel_and_by_a_column_of_ones_own():
    net = network(
        ("2026-01-05", "knows", "me", "ann"),
        ("2026-01-06", "met", "me", "ann", "", "phone"),
        ("2026-01-07", "met", "me", "ann", "", "video"),
        ("2026-01-07", "met", "me", "bob"),
        industry={"ann": "theatre"},
    )
    for by, group in (("channel", "phone"), ("industry", "theatre")):
        new = ns.growth(net, by=by).groupby("group")["new"].sum()
        assert new.to_dict() == {group: 1, "(not known)": 1}


@pytest.mark.parametrize("call", [ns.growth, ns.funnel])
def test_unknown_grouping_names_the_nearest(small, call):
    with pytest.raises(ns.UnknownColumn, match="did you mean 'company'"):
        call(small, by="compnay")


def test_unknown_period(small):
    with pytest.raises(ns.UnknownColumn, match="day, week, month; did you mean 'week'"):
        ns.growth(small, every="weekly")


def test_nothing_yet():
    net = network()
    assert tree(net)["wave"].tolist() == [0]
    assert ns.growth(net, by="wave").columns.tolist() == ["period", "group", "new", "total"]
    assert ns.growth(net).empty
    assert ns.waves(net).empty
    assert ns.waves(net).attrs["R"]["mean"] == pytest.approx(0.7)
    with pytest.warns(ns.ThinDataWarning, match=r"log\.csv"):
        assert ns.funnel(net)["count"].sum() == 0


def test_a_contact_list_alone():
    known = [(f"2024-0{i}-01", "knows", "me", f"p{i}") for i in range(1, 7)]
    net = network(*known, ("2024-07-01", "knows", "me", ""))
    assert ns.growth(net, every="month")["total"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    table = ns.waves(net)
    assert table.loc[0, ["wave", "people", "met", "recruits"]].tolist() == [1, 6, 0, 0]
    assert "assumed" in table.attrs["thin"]
    with pytest.warns(ns.ThinDataWarning, match="nobody has been asked"):
        table = ns.funnel(net)
    assert table["count"].tolist() == [6, 0, 0, 0, 0, 0, 0, 0]
    assert table["rate"].tolist()[1] == 0


def old_referrals():
    """Ten people met long ago; six of them named two each, of whom the first was met."""
    rows = [("2020-01-01", "met", "me", f"p{i}") for i in range(10)]
    for i in range(6):
        rows += [("2020-01-02", "named", f"p{i}", f"q{i}{j}") for j in range(2)]
        rows.append(("2020-02-01", "met", "me", f"q{i}0"))
    return [*rows, ("2030-01-01", "thanked", "me", "p0")]


def test_waves_by_hand():
    table = ns.waves(network(*old_referrals()))
    assert table[["wave", "people", "met", "named", "recruits"]].to_numpy().tolist() == [
        [1, 10, 10, 12, 6],
        [2, 12, 6, 0, 0],
    ]
    shape, inverse_scale = table.attrs["R"]["prior"]
    # Ten years later every conversation has had all its time: the exposure is 10 and 6.
    posterior = stats.gamma(shape + 6, scale=1 / (inverse_scale + 10))
    assert table.loc[0, "mean"] == pytest.approx(posterior.mean(), rel=1e-6)
    assert table.loc[0, "low"] == pytest.approx(posterior.ppf(0.05), rel=1e-6)
    assert table.loc[0, "high"] == pytest.approx(posterior.ppf(0.95), rel=1e-6)
    overall = stats.gamma(shape + 6, scale=1 / (inverse_scale + 16))
    r = table.attrs["R"]
    assert r["mean"] == pytest.approx(overall.mean(), rel=1e-6)
    assert r["p_above_1"] == pytest.approx(overall.sf(1), rel=1e-4)
    assert (r["met"], r["recruits"]) == (16, 6)
    assert table.attrs["thin"] == ""


def test_the_prior_has_the_mean_and_spread_of_its_steps():
    shape, inverse_scale = ns.waves(network()).attrs["R"]["prior"]
    rng = np.random.default_rng(1)
    draws = 2.5 * rng.beta(7, 3, 200_000) * rng.beta(4, 6, 200_000)
    assert shape / inverse_scale == pytest.approx(0.7)
    assert shape / inverse_scale**2 == pytest.approx(draws.var(), rel=0.02)


def test_fresh_conversations_weigh_less():
    rows = [("2026-01-01", "met", "me", f"p{i}") for i in range(4)]
    exposure = {}
    for day in ("2026-01-01", "2026-01-14", "2026-01-23", "2027-01-01"):
        table = ns.waves(network(*rows, (day, "updated", "me", "p0")))
        exposure[day] = table.attrs["R"]["conversations"]
    assert exposure["2026-01-01"] == pytest.approx(0, abs=1e-6)
    assert exposure["2026-01-14"] == pytest.approx(2)  # 13 days: the median
    assert exposure["2026-01-23"] == pytest.approx(2.83, abs=0.01)  # 22 days
    assert exposure["2027-01-01"] == pytest.approx(4, abs=0.02)


def test_who_was_brought_by_somebody_not_met_is_no_recruit():
    net = network(
        ("2026-01-01", "knows", "me", "ann"),
        ("2026-01-02", "named", "ann", "bob"),
        ("2026-01-09", "met", "me", "bob"),
    )
    assert ns.waves(net)["recruits"].tolist() == [0, 0]


@pytest.mark.parametrize(("mean", "expected"), [(0.5, 1.0), (2.0, 0.2032), (1.5, 0.4172)])
def test_extinction_of_a_known_rate(mean, expected):
    # A sharp prior: the chance of a Poisson branching process, from its fixed point.
    assert rates.extinction(1e8, 1e8 / mean) == pytest.approx(expected, abs=1e-3)


def test_extinction_agrees_with_simulated_chains():
    rng, ended, chains = np.random.default_rng(5), 0, 4000
    for mean in rng.gamma(5.0, 1 / 4.0, chains):
        alive = 1
        while 0 < alive < 200:
            alive = rng.poisson(mean * alive)
        ended += alive == 0
    assert rates.extinction(5.0, 4.0) == pytest.approx(ended / chains, abs=0.03)


@pytest.fixture
def log():
    return network(
        ("2026-01-01", "asked", "me", "ann", "", "email"),
        ("2026-01-02", "agreed", "ann", "me"),
        ("2026-01-05", "met", "me", "ann"),
        ("2026-01-05", "named", "ann", "bob"),
        ("2026-01-05", "asked", "me", "ann", "anyone"),
        ("2026-01-06", "thanked", "me", "ann"),
        ("2026-01-07", "introduced", "ann", "bob"),
        ("2026-01-08", "asked", "me", "bob", "", "linkedin"),
        ("2026-01-09", "declined", "bob", "me"),
        ("2026-01-09", "met", "me", "cat"),
        ("2026-01-09", "asked", "me", "cat", "anyone"),
        ("2026-01-08", "named", "cat", "dan"),
        ("2026-01-09", "asked", "me", "dan", "eve"),
        ("2026-01-12", "agreed", "fay", "me"),
    )


def test_funnel_by_hand(log):
    table = ns.funnel(log).set_index("stage")
    assert table["count"].to_dict() == {
        "known": 5, "asked": 4, "agreed": 3, "met": 2, "asked_for_names": 2, "named": 1,
        "introduced": 1, "thanked": 1,
    }  # fmt: skip
    assert table.at["agreed", "rate"] == 3 / 4
    assert table.at["thanked", "rate"] == 1 / 2
    assert table.at["asked", "note"] == ""
    assert table.at["agreed", "note"] == "thin"
    jeffreys = stats.beta(3.5, 1.5)
    assert table.at["agreed", "low"] == pytest.approx(jeffreys.ppf(0.05))
    assert table.at["agreed", "high"] == pytest.approx(jeffreys.ppf(0.95))
    assert table.at["introduced", "high"] == 1
    assert pd.isna(table.at["known", "rate"])


def test_funnel_by_channel(log):
    table = ns.funnel(log, by="channel")
    asked = table[table["stage"] == "asked"].set_index("group")["count"]
    assert asked.to_dict() == {"email": 1, "linkedin": 1, "(not known)": 2}


def test_a_share_of_nobody_is_missing():
    assert all(np.isnan(value).all() for value in rates.share([0], [0]))

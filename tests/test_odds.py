"""What the log teaches, counted by hand."""

import numpy as np
import pandas as pd
import pytest
from test_reach import log

import netscout as ns
from netscout.assumptions import defaults
from netscout.odds import answered_by
from netscout.relations import asks, relations


def step(net, name, relation="", on=None):
    table = ns.odds(net, on=on).set_index(["step", "relation"])
    return table.loc[(name, relation)]


def test_without_a_log_every_chance_is_the_assumption():
    table = ns.odds(log(("2026-01-01", "knows", "me", "ann")))
    assert (table["mean"] == table["prior"]).all()
    assert (table["basis"] == "assumed").all()
    assert (table["n"] == 0).all()
    assert table["source"].str.len().min() > 10


def test_answers_are_counted_by_the_relation_at_the_time_of_asking():
    net = log(
        ("2026-01-01", "asked", "me", "cold"),
        ("2026-01-02", "declined", "cold", "me"),
        ("2026-01-02", "knows", "me", "ann"),
        ("2026-01-03", "asked", "me", "ann"),
        ("2026-01-04", "agreed", "ann", "me"),
        ("2026-01-08", "met", "me", "ann"),
        ("2026-01-08", "named", "ann", "bob"),
        ("2026-01-09", "asked", "me", "bob"),
        ("2026-01-12", "met", "me", "bob"),
        ("2026-02-01", "asked", "me", "bob"),
        ("2026-02-03", "met", "me", "bob"),
    )
    assert asks(net)[["person", "relation", "answer"]].to_numpy().tolist() == [
        ["cold", "cold", "no"],
        ["ann", "connected", "yes"],
        ["bob", "referred", "yes"],
        ["bob", "met", "yes"],
    ]
    assert step(net, "talk", "agreed")[["n", "open"]].tolist() == [1, 0]


def test_the_answers_in_a_relation_are_counted_as_they_are():
    rows = []
    for i in range(4):
        rows.append(("2026-01-01", "asked", "me", f"p{i}"))
        rows.append(("2026-01-02", "met" if i == 0 else "declined", f"p{i}", "me"))
    assert step(log(*rows), "talk", "cold")["mean"] == pytest.approx((1.7 + 1) / (10 + 4))


def test_what_one_relation_teaches_moves_the_others():
    """Ten of ten strangers answer: acquaintances are expected to, and less so where little is shared."""
    rows = []
    for i in range(10):
        rows.append(("2026-01-01", "asked", "me", f"p{i}"))
        rows.append(("2026-01-02", "met", f"p{i}", "me"))
    net = log(*rows)
    little = defaults().override({"pool.relations": 0.01})
    apart = ns.Network(net.people, net.events, net.me, assumptions=little)
    referred, alone = step(net, "talk", "referred"), step(apart, "talk", "referred")
    assert referred["prior"] == 0.4
    assert 0.4 < alone["mean"] < 0.45 < 0.7 < referred["mean"] < 0.76
    assert (referred["n"], referred["basis"]) == (0, "assumed")
    assert step(net, "talk", "met")["mean"] == step(net, "talk", "met")["prior"]


def test_an_open_ask_counts_as_far_as_answers_would_have_come():
    net = log(("2026-01-01", "asked", "me", "ann"))
    today = step(net, "talk", "cold", on="2026-01-01")
    assert (today["n"], today["open"]) == (0, 1)
    assert today["mean"] == today["prior"]
    later = step(net, "talk", "cold", on="2026-01-16")
    assert later["mean"] == pytest.approx(1.7 / (10 + 0.9))


def test_a_reminder_is_no_new_ask_and_a_late_answer_counts():
    net = log(
        ("2026-01-01", "asked", "me", "ann"),
        ("2026-01-10", "asked", "me", "ann"),
        ("2026-01-20", "agreed", "ann", "me"),
    )
    assert len(asks(net)) == 1
    assert step(net, "talk", "cold")["n"] == 1


def test_a_referral_after_a_silence_makes_it_another_ask():
    """One coin: who was silent as a connection still talks if it lies below the chance of a referral."""
    rows = [
        ("2026-01-01", "knows", "me", "ann"),
        ("2026-01-02", "asked", "me", "ann"),
        ("2026-03-01", "named", "bob", "ann"),
    ]
    table = asks(log(*rows, ("2026-03-02", "asked", "me", "ann")))
    assert table["relation"].tolist() == ["connected", "referred"]
    assert table["until"].tolist()[0] == pd.Timestamp("2026-03-02")
    assert len(asks(log(*rows[:2], ("2026-03-02", "asked", "me", "ann")))) == 1
    net = log(*rows)
    before, now = (step(net, "talk", r)["mean"] for r in ("connected", "referred"))
    gone = float(answered_by([58], defaults())[0])
    talk = ns.reach(net, worlds=9920, hops=0).set_index("person")["chance"]["ann"]
    expected = (now - before * gone) / (1 - before * gone)
    assert talk == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 9920))
    row = ns.ask_next(net).set_index("person").loc["ann"]
    coming = before * (1 - gone)
    assert row["talk"] == pytest.approx((now - before + 0.3 * coming) / (1 - before * gone))


NO = [
    ("2026-01-01", "knows", "me", "ann"),
    ("2026-01-02", "asked", "me", "ann"),
    ("2026-01-03", "declined", "ann", "me"),
]


def test_after_a_no_and_its_rest_few_decide_anew():
    later = "2026-06-01"
    net = log(*NO)
    connected = step(net, "talk", "connected", on=later)["mean"]
    with pytest.warns(ns.ThinDataWarning, match="nobody is left to ask"):
        assert ns.ask_next(net, on="2026-03-01").empty
    row = ns.ask_next(net, on=later).iloc[0]
    assert row["talk"] == pytest.approx(0.2 * connected)
    assert "said no on 3 Jan 2026" in row["why"]
    surer = ns.Network(
        net.people, net.events, "me", assumptions=defaults().override({"declined.anew": 0.9})
    )
    assert ns.ask_next(surer, on=later).iloc[0]["talk"] == pytest.approx(0.9 * connected)


def test_after_a_no_a_referral_wins_those_whom_it_would_have_won():
    """One coin: it lies above the chance of a connection; it may lie below that of a referral."""
    net = log(*NO, ("2026-04-20", "named", "bob", "ann"))
    later = "2026-06-01"
    before, now = (step(net, "talk", r, on=later)["mean"] for r in ("connected", "referred"))
    talk = ns.ask_next(net, on=later).set_index("person").loc["ann", "talk"]
    assert talk == pytest.approx(0.2 * now + 0.8 * (now - before) / (1 - before))


def test_a_no_that_was_taken_back_counts_no_more():
    """Agreed since, and long overdue: hardly anything is left, as without the no."""
    said_no = [("2026-01-01", "asked", "me", "ann"), ("2026-01-05", "declined", "ann", "me")]
    net = log(*said_no, ("2026-02-01", "agreed", "ann", "me"))
    assert ns.reach(net, on="2026-02-02")["chance"][0] > 0.6
    assert ns.reach(net, on="2026-06-01")["chance"][0] < 0.1


def test_a_no_in_writing_is_no_correspondence_that_helps():
    net = log(*NO, ("2026-01-03", "wrote", "ann", "me"))
    chance = step(net, "talk", "corresponded", on="2026-06-01")["mean"]
    assert ns.ask_next(net, on="2026-06-01").iloc[0]["talk"] == pytest.approx(0.2 * chance)


def test_asking_again_after_a_no_teaches_nothing_new():
    again = [("2026-06-01", "asked", "me", "ann"), ("2026-06-02", "declined", "ann", "me")]
    once, twice = (
        step(log(*rows), "talk", "connected", on="2026-07-01") for rows in (NO, NO + again)
    )
    assert once["mean"] == twice["mean"] == pytest.approx(2.6 / 11)
    assert twice["n"] == 1


def test_a_conversation_called_off_is_no_longer_agreed():
    rows = [("2026-01-01", "asked", "me", "ann"), ("2026-01-02", "agreed", "ann", "me")]
    with pytest.warns(ns.ThinDataWarning, match="nobody is left to ask"):
        assert ns.ask_next(log(*rows), on="2026-06-01").empty
    called_off = log(*rows, ("2026-01-09", "declined", "ann", "me"))
    assert ns.ask_next(called_off, on="2026-06-01")["person"].tolist() == ["ann"]


def test_a_yes_counts_as_the_chance_that_the_conversation_takes_place():
    """At once the assumed 0.85; two months later, without a conversation, hardly anything."""
    rows = [("2026-01-01", "asked", "me", "ann"), ("2026-01-02", "agreed", "ann", "me")]
    today = step(log(*rows), "talk", "cold")
    assert today["mean"] == pytest.approx((1.7 + 0.85) / 11)
    assert (today["n"], today["open"]) == (1, 0)
    gone = float(answered_by([60], defaults(), "meeting")[0])
    kept = 8.5 / (10 + gone)
    later = step(log(*rows), "talk", "cold", on="2026-03-03")
    assert later["mean"] == pytest.approx((1.7 + kept * (1 - gone) / (1 - kept * gone)) / 11)
    reached = [ns.reach(log(*rows), on=day)["chance"][0] for day in ("2026-01-02", "2026-03-03")]
    assert reached[0] > 0.75 > 0.4 > reached[1]


def test_the_lag_law_has_its_median_and_its_ninety_percent():
    assert answered_by([0, 1, 15, 10_000], defaults()) == pytest.approx([0, 0.5, 0.9, 1], abs=1e-4)
    meetings = answered_by([6, 13, 22, 45], defaults(), "meeting")
    assert meetings == pytest.approx([0.25, 0.5, 0.75, 0.9], abs=0.05)


def test_names_are_counted_by_conversation():
    net = log(
        ("2025-01-01", "met", "me", "ann"),
        ("2025-01-01", "named", "ann", "x"),
        ("2025-01-01", "named", "ann", "y"),
        ("2025-01-02", "met", "me", "bob"),
        ("2026-01-01", "met", "me", "cy"),
    )
    any_ = step(net, "any")
    silent = float(answered_by([364], defaults())[0])
    assert any_["mean"] == pytest.approx((7 + 1) / (10 + 1 + silent))
    assert step(net, "count")["mean"] == pytest.approx((25 + 2) / 11)


def test_the_way_to_a_person_is_learned():
    net = log(
        ("2026-01-01", "knows", "me", "ann"),
        ("2026-01-02", "asked", "me", "ann", "tess"),
        ("2026-01-05", "introduced", "ann", "tess"),
        ("2025-01-05", "asked", "me", "ann", "tom"),
        people={"tom": {}},
    )
    passing = step(net, "pass")
    silence = float(answered_by([365], defaults())[0])
    assert (passing["n"], passing["open"]) == (1, 1)
    assert passing["mean"] == pytest.approx(7 / (11 + silence * 20 / 199))  # she may not know him
    assert asks(net).empty
    acquainted = net.add(
        events=pd.DataFrame(
            [("2025-01-01", "knows", "ann", "tom")], columns=["date", "kind", "source", "target"]
        )
    )
    assert step(acquainted, "pass")["mean"] == pytest.approx(7 / (11 + silence))


def test_who_was_not_asked_for_names_has_refused_none():
    """Bob was asked and named nobody; Cy was never asked. Who never logs the asking, asks all."""
    rows = [
        ("2024-01-01", "met", "me", "ann"),
        ("2024-01-01", "named", "ann", "x"),
        ("2024-01-02", "met", "me", "bob"),
        ("2024-01-03", "met", "me", "cy"),
    ]
    asking = ("2024-01-02", "asked", "me", "bob", "anyone")
    any_ = step(log(*rows, asking), "any", on="2026-01-01")
    assert (any_["n"], any_["mean"]) == (2, pytest.approx(8 / 12, abs=1e-3))
    without = step(log(*rows), "any", on="2026-01-01")
    assert (without["n"], without["mean"]) == (3, pytest.approx(8 / 13, abs=1e-3))


def test_an_answer_on_the_day_of_the_ask_does_not_make_it_a_correspondence():
    rows = [("2026-01-01", "asked", "me", "ann"), ("2026-01-01", "wrote", "ann", "me")]
    assert asks(log(*rows))["relation"].tolist() == ["cold"]
    earlier = ("2025-12-31", "wrote", "ann", "me")
    assert asks(log(earlier, *rows))["relation"].tolist() == ["corresponded"]


def test_names_of_the_same_company_and_work_are_learned():
    people = {
        "ann": {"company": "Acme", "role": "Senior Publicist"},
        "bob": {"company": "ACME Inc.", "role": "Publicist"},
        "cy": {"company": "Other", "role": "Baker"},
    }
    net = log(
        ("2026-01-01", "named", "ann", "bob"), ("2026-01-01", "named", "ann", "cy"), people=people
    )
    assert step(net, "share", "company")["mean"] == pytest.approx(5 / 12)
    assert step(net, "share", "role")["n"] == 2


def test_much_experience_outweighs_the_assumption():
    rows = []
    for i in range(200):
        rows.append(("2026-01-01", "asked", "me", f"p{i:03}"))
        rows.append(("2026-01-02", "met" if i < 140 else "declined", f"p{i:03}", "me"))
    cold = step(log(*rows), "talk", "cold")
    assert cold["basis"] == "log"
    assert cold["mean"] == pytest.approx(0.7, abs=0.03)
    assert cold["low"] < 0.7 < cold["high"]


def test_intervals_hold_ninety_percent():
    from scipy.stats import beta

    row = step(log(), "talk", "cold")
    assert beta.cdf([row["low"], row["high"]], 1.7, 8.3) == pytest.approx([0.05, 0.95])


def test_how_people_stand_is_the_strongest_relation():
    net = log(
        ("2026-01-01", "knows", "me", "ann"),
        ("2024-01-01", "wrote", "old", "me"),
        ("2026-01-03", "wrote", "new", "me"),
        ("2026-01-04", "invited", "me", "cold"),
        ("2026-01-05", "met", "me", "met"),
        ("2026-01-05", "named", "met", "ann"),
        ("2026-01-06", "asked", "me", "yes"),
        ("2026-01-07", "agreed", "yes", "me"),
        people={
            "me": {"school": "Northfield University"},
            "alum": {"school": "northfield university"},
            "typed": {"email": "x@example.org"},
            "far": {},
        },
    )
    table = relations(net, pd.Timestamp("2026-01-10"))
    assert table["relation"].to_dict() == {
        "ann": "referred", "old": "cold", "new": "corresponded", "cold": "cold", "met": "met",
        "yes": "agreed", "alum": "alumni", "typed": "cold", "far": "cold",
    }  # fmt: skip
    assert set(table.index[table["direct"]]) == set(table.index) - {"far"}
    assert table.at["ann", "referrer"] == "met"
    assert np.isnan(table.at["yes", "open_days"])

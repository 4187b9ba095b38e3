"""The quiet weeks of the year, and what a user makes of them."""

import datetime as dt

import pandas as pd
import pytest

import netscout as ns
from netscout import seasons


def test_seasons_are_changed_switched_off_and_added():
    changed = seasons.edited(
        {
            "high summer": False,
            "examinations": {"activity": 0.3},
            "abroad": {"from": dt.date(2026, 4, 1), "to": "2026-04-14", "activity": 0},
        }
    )
    days = pd.to_datetime(["2026-08-10", "2026-05-10", "2026-04-14", "2027-04-10", "2026-12-31"])
    assert seasons.activity(days).tolist() == [0.8, 0.8, 1, 1, 0.1]
    assert seasons.activity(days, changed).tolist() == [1, 0.3, 0, 1, 0.1]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"hgh summer": False}, "did you mean 'high summer'"),
        ({"away": {"from": "04-01", "activity": 0}}, "lacks 'to'"),
        ({"away": {"from": "02-30", "to": "03-02", "activity": 0}}, "'02-30' is no day"),
        ({"examinations": {"activity": 1.5}}, "activity is 1.5"),
        ({"examinations": {"actvity": 1}}, "did you mean 'activity'"),
        (
            {"away": {"from": "04-01", "to": "2026-04-02", "activity": 0}},
            "both days with their year",
        ),
    ],
)
def test_what_is_no_season_is_said(given, says):
    with pytest.raises(ns.SchemaError, match=says):
        seasons.edited(given)


def test_a_season_of_ones_own_quietens_the_forecast(tmp_path):
    log = ["date,event,person"]
    weeks = pd.date_range("2026-01-05", periods=12, freq="7D")
    log += [f"{day:%Y-%m-%d},met,Person {i}" for i, day in enumerate(weeks)]
    log += [f"2026-01-0{1 + i % 4},asked,Waiting {i}" for i in range(40)]
    (tmp_path / "log.csv").write_text("\n".join(log) + "\n")
    usual = ns.forecast(ns.load(tmp_path), weeks=4)
    (tmp_path / "netscout.toml").write_text(
        "[calendar.abroad]\nfrom = 2026-03-20\nto = 2026-05-20\nactivity = 0\n"
    )
    away = ns.forecast(ns.load(tmp_path), weeks=4)
    middle = [t[t["what"] == "conversations"]["median"].iloc[-1] for t in (usual, away)]
    assert middle[0] >= 2
    assert middle[1] == 0

"""How good the forecast is: coverage of its 80 % interval, error against two plain baselines.

Persistence goes on at the pace of the last four weeks, "last value" at that of the last week. On
simulated worlds the truth is known; on real data (../shared/data beside the checkout) it is what
came next. Prints the table of docs/forecast.md.

    python benchmarks/judge_forecast.py [forecasts a regime] [first seed]
"""

import sys
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
from machine import machine

import netscout as ns
from netscout.examples import Habits, simulate
from netscout.forecast import forecast
from netscout.growth import tree

DATA = Path(__file__).parents[2] / "shared" / "data"
HORIZONS = (2, 6, 12)
ORIGINS = (10, 16, 22)  # weeks after the start
STARTS = (date(2025, 2, 3), date(2025, 6, 2), date(2025, 10, 1))
DAYS = 7 * 36


def capacity_bound(seed):
    """Many contacts, many asks, few conversations a week."""
    return simulate(
        seed, days=DAYS, start=STARTS[seed // 3 % 3], contacts=350, per_week=2 + seed % 3,
        habits=Habits(asks=16),
    )  # fmt: skip


def referral_bound(seed):
    """Few contacts, and time for more conversations than there are people to talk with."""
    return simulate(
        seed, days=DAYS, start=STARTS[seed // 3 % 3], contacts=(15, 25, 40)[seed % 3], per_week=8,
        habits=Habits(asks=16),
    )  # fmt: skip


def judged(net, on, what, dates, horizons, **options):
    """Return one row a horizon: the forecast, what came, and the baselines."""
    table = forecast(net, weeks=max(horizons), on=on, **options)
    table = table[table["what"] == what].set_index("week")
    rows = []
    for weeks in horizons:
        came = dates.between(on + pd.Timedelta(days=1), on + pd.Timedelta(days=7 * weeks)).sum()
        recent = [(dates > on - pd.Timedelta(days=days)) & (dates <= on) for days in (28, 7)]
        row = table.loc[weeks]
        rows.append(
            {
                "weeks": weeks,
                "came": came,
                "inside": row["low"] <= came <= row["high"],
                "below": came < row["low"],
                "wide": row["high"] - row["low"],
                "ours": abs(row["median"] - came),
                "bias": row["median"] - came,
                "persistence": abs(recent[0].sum() / 4 * weeks - came),
                "last": abs(recent[1].sum() * weeks - came),
                "binding": row["binding"],
            }
        )
    return rows


def simulated(world, forecasts, first):
    """Judge forecasts of conversations; one counts if there was a conversation in the last month."""
    rows, done = [], 0
    for seed in count(first):
        if done >= forecasts:
            return pd.DataFrame(rows)
        simulation = world(seed)
        net, start = simulation.network(), pd.Timestamp(simulation.start)
        dates = tree(net)["met"].dropna()
        for week in ORIGINS:
            on = start + pd.Timedelta(days=7 * week - 1)
            if dates.between(on - pd.Timedelta(days=27), on).any():
                rows += judged(net.asof(on), on, "conversations", dates, HORIZONS)
                done += 1
    return None


def events_network(rows, people):
    events = pd.DataFrame(rows, columns=["date", "kind", "source", "target"])
    return ns.Network(pd.DataFrame({"person": sorted(people)}), events, "me")


def referral_chain():
    """A referral chain: each interview is a conversation, named on its day by who sent them."""
    path = DATA / "referral_chain" / "recruitment.csv"
    table = pd.read_csv(path, dtype={"id": str, "recruiter": str}, parse_dates=["date"])
    rows = [(day, "met", "me", who) for who, day in zip(table["id"], table["date"], strict=True)]
    sent = table[table["recruiter"].notna()]
    rows += list(
        zip(sent["date"], ["named"] * len(sent), sent["recruiter"], sent["id"], strict=True)
    )
    return events_network(rows, set(table["id"])), table["date"]


def college():
    """New people of a community: known from the day of their first message."""
    table = pd.read_csv(DATA / "college_msg" / "messages.csv")
    days = pd.to_datetime(table["time"], unit="s").dt.normalize()
    sides = pd.concat([table["src"], table["dst"]]).astype(str)
    first = pd.concat([days, days]).groupby(sides.to_numpy()).min()
    rows = [(day, "knows", "me", who) for who, day in first.items()]
    return events_network(rows, set(first.index)), first


def real(net, dates, what, horizons, step, **options):
    """Judge forecasts from the end of every so many days on, as far as the data reach."""
    rows = []
    for weeks in horizons:
        for day in range(13, (dates.max() - dates.min()).days + 1 - 7 * weeks, step):
            on = dates.min() + pd.Timedelta(days=day)
            rows += judged(net.asof(on), on, what, dates, (weeks,), **options)
    return pd.DataFrame(rows)


def lines(name, table):
    """Yield a line of the table for each horizon, and one for all."""
    for weeks, part in [*table.groupby("weeks"), ("all", table)]:
        gain = 1 - part["ours"].median() / max(part["persistence"].median(), 1e-9)
        yield (
            f"| {name} | {weeks} | {len(part)} | {part['inside'].mean():.0%} "
            f"| {part['ours'].median():.1f} | {part['persistence'].median():.1f} "
            f"| {part['last'].median():.1f} | {gain:+.0%} "
            f"| {part['ours'].mean():.2f} | {part['persistence'].mean():.2f} "
            f"| {part['last'].mean():.2f} |"
        )


def main() -> None:
    forecasts = int(sys.argv[1]) if len(sys.argv) > 1 else 320
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print(
        "| data | weeks ahead | forecasts | inside 80 % | median error | persistence | last value "
        "| gain | mean error | persistence | last value |"
    )
    print("|---" * 11 + "|")
    for name, world in (("capacity-bound", capacity_bound), ("referral-bound", referral_bound)):
        print(*lines(name, simulated(world, forecasts, first)), sep="\n")
    if not DATA.exists():
        print(f"\nreal data skipped: no folder ../shared/data beside the checkout ({DATA.name})")
    else:
        net, dates = referral_chain()
        print(*lines("referral chain", real(net, dates, "conversations", (1, 2, 3), 2)), sep="\n")
        net, dates = college()
        table = real(net, dates, "people", HORIZONS, 5, per_week=0)
        print(*lines("new community", table), sep="\n")
    print(f"\n{machine()}; pandas {pd.__version__}, numpy {np.__version__}")


if __name__ == "__main__":
    main()

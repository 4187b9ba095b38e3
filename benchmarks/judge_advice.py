"""Judge the advice in simulated worlds, of which the truth is known; writes docs/judged_worlds.md.

In every world the same person lives through the same five months under several policies: asking
whom `ask_next` puts first, or whom a simple rule does, among the same people. What counts is the
conversations with people who meet the goal (in part: counted in part). Then the chances that were
stated before each ask are held to what came of it.

    python benchmarks/judge_advice.py [worlds] [days]
"""

import sys
import warnings
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import pandas as pd

import netscout as ns
from netscout._candidates import prepare
from netscout._metrics import block_bootstrap, equal_bins, reliability
from netscout._rankings import RULES, Past, rankings
from netscout._sample import sample

PAGE = Path(__file__).parents[1] / "docs" / "judged_worlds.md"
FIRST = "goal, then "  # people who meet more of the goal first, those who meet the same by a rule
AIMED = tuple(
    FIRST + rule for rule in ("random", "most recent contact", "oldest open promise", "shrunk rate")
)
POLICIES = ("ask_next", *RULES, *AIMED)
NOSE = "follow their nose"  # the simulated person's own way, who knows what each company does
ASKS, WORLDS = 8, 496
MONTH = 30
TALKS = tuple(f"talk.{how}" for how in ("cold", "alumni", "connected", "corresponded", "referred"))
DRAWN = (*TALKS, "talk.met", "talk.agreed", "any", "pass", "share.company")  # what worlds act on


def policy(name, seed):
    """Return a policy for `simulate`; equal ranks of a rule are ordered at random."""
    dice = np.random.default_rng(seed)

    def choose(net, day):
        on = pd.Timestamp(day)
        worlds = sample(net, on, WORLDS if name == "ask_next" else 1, 1)
        asks, greedy = prepare(worlds, net, net.goal, hops=3, on=on)
        ids = asks.ties.ids[asks.places]
        if name == "ask_next":
            return list(ids[greedy.pick(ASKS).candidates])
        rule = name.removeprefix(FIRST)
        score = rankings(Past.of(net, on, ids), rules=[rule])[rule].to_numpy()
        aim = net.goal.weights(net.people)[ids].to_numpy() * name.startswith(FIRST)
        return list(ids[np.lexsort((dice.random(len(ids)), -score, -aim))[:ASKS]])

    return None if name == NOSE else choose


def live(name, seed, days):
    """Return what came of one life, and the chances stated before each of its asks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ns.ThinDataWarning)
        world = ns.simulate(seed=seed, days=days, policy=policy(name, seed))
    events = world.network().events
    met = events.loc[events["kind"] == "met", "target"].unique()
    weight = world.goal.weights(world.truth)[met]
    row = {
        "seed": seed,
        "policy": name,
        "targets": weight.sum(),
        "full": int((weight == 1).sum()),
        "met": len(met),
        "asks": len(world.asks),
    }
    told = name in {"ask_next", NOSE}
    return row, stated(world, name) if told else None, intervals(world, name) if told else None


def stated(world, name):
    """Return the chance stated on the eve of each week's asks, with what came of each."""
    net, rows = world.network(), []
    told = world.asks.assign(week=world.asks["date"].dt.to_period("W").dt.start_time)
    for monday, part in told.groupby("week"):
        eve = monday - pd.Timedelta(days=1)
        past = net.asof(eve)
        asks, _ = prepare(sample(past, eve, 62, 1), past, past.goal, hops=1, on=eve)
        t = asks.ties
        chance = pd.Series(asks.talk(t.means()), t.ids[asks.places])
        for ask in part.drop_duplicates("person").itertuples():
            if ask.person in chance.index:
                came = float(ask.outcome == "met")
                rows.append((world.seed, name, ask.relation, chance[ask.person], came, ask.chance))
    return pd.DataFrame(rows, columns=["seed", "policy", "relation", "stated", "came", "truth"])


def intervals(world, name):
    """Return the interval of every chance at the end of each month, beside the truth."""
    net, rows = world.network(), []
    for day in range(MONTH, world.days + 1, MONTH):
        on = pd.Timestamp(world.start) + pd.Timedelta(days=day)
        table = ns.odds(net, on=on)
        table["name"] = (table["step"] + "." + table["relation"]).str.rstrip(".")
        for step in table[table["name"].isin(world.rates)].itertuples():
            true = world.rates[step.name]
            rows.append((world.seed, name, day, step.name, step.n, step.low, step.high, true))
    columns = ["seed", "policy", "day", "step", "n", "low", "high", "truth"]
    return pd.DataFrame(rows, columns=columns)


def judge(seeds, days, names=(*POLICIES, NOSE), workers=2):
    """Return the lives, the stated chances and the intervals of all worlds."""
    work = [(name, seed, days) for seed in seeds for name in names]
    if workers > 1:
        with Pool(workers) as pool:
            done = pool.starmap(live, work, chunksize=1)
    else:
        done = [live(*one) for one in work]
    lives = pd.DataFrame([row for row, _, _ in done])
    return (
        lives,
        pd.concat([said for _, said, _ in done if said is not None], ignore_index=True),
        pd.concat([said for _, _, said in done if said is not None], ignore_index=True),
    )


def advantage(lives, what="targets", seed=1):
    """Return for each other policy: means, ratio of ask_next to it, and its paired interval."""
    wide = lives.set_index(["seed", "policy"])[what].unstack()  # noqa: PD010
    ours = wide["ask_next"].to_numpy(float)
    rows = []
    for name in wide.columns.drop("ask_next"):
        theirs = wide[name].to_numpy(float)
        draws = block_bootstrap(ours, theirs, np.arange(len(ours)), seed=seed)
        low, high = np.nanquantile(draws, [0.05, 0.95])
        rows.append((name, theirs.mean(), ours.mean() / theirs.mean(), low, high))
    table = pd.DataFrame(rows, columns=["policy", "mean", "ratio", "low", "high"])
    return table.sort_values("mean", ascending=False, ignore_index=True)


def verdict(low, high):
    """Return in words what an interval of a ratio says."""
    if low > 1:
        return "which is clearly less"
    return "which is clearly more" if high < 1 else "a difference that these worlds cannot show"


def bands(said, bins=10, seed=1):
    """Return the reliability table, its bands by bootstrap over worlds."""
    chance, came = said["stated"].to_numpy(float), said["came"].to_numpy(float)
    table = pd.DataFrame(vars(reliability(chance, came, bins=bins)))
    where, worlds = equal_bins(chance, bins), said["seed"].to_numpy()
    inside = (where[None, :] == np.arange(len(table))[:, None]).astype(float)
    draws = block_bootstrap(inside * came, inside, worlds, seed=seed)
    table["low"], table["high"] = np.nanquantile(draws, [0.05, 0.95], axis=0)
    return table.assign(inside=table["chance"].between(table["low"], table["high"]))


def covered(ends):
    """Return for each step how often the interval holds the truth."""
    ends = ends.assign(inside=ends["truth"].between(ends["low"], ends["high"]))
    table = ends.groupby("step")["inside"].agg(["size", "mean"]).reset_index()
    return table.set_axis(["step", "intervals", "covered"], axis=1)


def page(lives, said, ends, seeds, days):
    """Return the page as text."""
    ours = lives[lives["policy"] == "ask_next"]
    bins = bands(said)
    steps = covered(ends[ends["step"].isin(DRAWN)])
    talks = steps[steps["step"].isin(TALKS)]
    share = np.average(talks["covered"], weights=talks["intervals"])
    against = advantage(lives)
    blind = against[against["policy"].isin(RULES)]
    best = against[against["policy"].isin(AIMED)].iloc[0]
    return PAGE_TEXT.format(
        worlds=len(seeds),
        first=seeds[0],
        last=seeds[-1],
        days=days,
        asks=ASKS,
        targets=ours["targets"].mean(),
        full=ours["full"].mean(),
        met=ours["met"].mean(),
        nose=NOSE,
        policies=markdown(against),
        least=blind["ratio"].min(),
        lowest=blind["low"].min(),
        best=best["policy"],
        ratio=best["ratio"],
        low=best["low"],
        high=best["high"],
        words=verdict(best["low"], best["high"]),
        said=len(said),
        inside=int(bins["inside"].sum()),
        bins=len(bins),
        reliability=markdown(bins.assign(inside=bins["inside"].map({True: "yes", False: "no"}))),
        share=share,
        cases=int(talks["intervals"].sum()),
        steps=markdown(steps),
    )


PAGE_TEXT = """# The advice in simulated worlds

Made by `python benchmarks/judge_advice.py`: {worlds} worlds of known truth (`ns.simulate`, seeds
{first} to {last}), {days} days each, at most {asks} asks a week. Intervals are 90 %, by bootstrap
over worlds.

## Whom to ask: conversations with people who meet the goal

Following `ask_next`: {targets:.2f} a world (people who meet half of the goal count half; {full:.2f}
meet all of it), of {met:.1f} conversations. `mean` is the same for another policy, `ratio` how many
times as many `ask_next` reaches, compared world by world. The rules choose among the same people;
those that begin with "goal" ask people who meet more of it first. "{nose}" is how the simulated
person asks by themselves: that rule knows the goal, and besides what each company does, which is
hidden from netscout.

{policies}

Against every rule that does not know the goal, `ask_next` reaches at least {least:.1f} times as many
(the lowest end of an interval: {lowest:.2f}). Knowing the goal is most of that: of the rules that do,
the best is "{best}", at {ratio:.2f} ({low:.2f} to {high:.2f}), {words}.

## Chances stated before {said:,} asks, and what came of them

Stated on the eve of each week, of people whom `ask_next` could have proposed; asked by `ask_next`
or by "{nose}". The band is that of the share over worlds drawn like these; {inside} of {bins} bins
hold the stated chance.

{reliability}

## Intervals of `ns.odds` at the end of each month

Those of the chance that a conversation follows an ask (cold to referred) hold the true chance of
the world in {share:.0%} of {cases:,} cases; they should in 90 %.

{steps}

The intervals of one world are alike, so that each share has itself an error of about 0.05. One is held
to a truth that the model does not quite share: the worlds run out of colleagues to name
(`share.company`).
"""


def markdown(table):
    """Return a table as Markdown, numbers with two decimals."""
    cells = [
        [f"{v:.2f}" if isinstance(v, float) else str(v) for v in row]
        for row in table.itertuples(index=False)
    ]
    lines = [list(table.columns), ["---"] * table.shape[1], *cells]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    length = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    chosen = list(range(1, many + 1))
    found = judge(chosen, length)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(*found, chosen, length), encoding="utf-8")
    print(PAGE.read_text("utf-8"))

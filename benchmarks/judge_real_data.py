"""Judge the rankings on real data, of which only people's numbers are known; writes docs/judged.md.

The data lie outside the project, in ../shared/data from its root; without them nothing is judged.

Introductions: within a firm, x writes to a and b who have never written to each other. At the end
of each week the introductions of the last 30 days that have led to nothing so far are ranked; what
counts is whether the two write to each other before the 30 days are over.

Referral chain: on every day of interviews everybody interviewed so far is ranked; what counts is
how many people each brings within the next 14 days.

    python benchmarks/judge_real_data.py
"""

from pathlib import Path

import numpy as np
import pandas as pd

import netscout as ns
from netscout._compare import Judged
from netscout._rankings import Past, shrunk_rate
from netscout._ties import ties
from netscout.connectors import names_to_come
from netscout.odds import answered_by, learn
from netscout.relations import relations

ROOT = Path(__file__).parents[1]
DATA = ROOT / ".." / "shared" / "data"
PAGE = ROOT / "docs" / "judged.md"
K, SEED = 10, 1
OURS = "netscout"
DAY = pd.Timedelta(days=1)
OPEN_DAYS, FIRST_WEEKS = 30, 4
BRINGS_DAYS, FIRST_DAYS = 14, 7


# Introductions within a firm.


def introductions(folder=DATA):
    """Return the introductions: x, a, b, date, done (NaT where nothing came of it)."""
    table = pd.read_csv(folder / "manufacturing_email" / "derived_cc_introductions_max5.csv")
    when = pd.to_datetime(table["t"], unit="s")
    table["date"] = when.dt.normalize()
    table["done"] = (when + pd.to_timedelta(table["lag"], unit="D")).dt.normalize()
    table["pair"] = [f"{a} and {b}" for a, b in zip(table["a"], table["b"], strict=True)]
    return table.assign(x=table["x"].astype(str))


def mails(folder=DATA):
    """Return the mails: src, dst, date."""
    table = pd.read_csv(folder / "manufacturing_email" / "emails.csv")
    return table.assign(date=pd.to_datetime(table["time"], unit="s").dt.normalize())


def introduced_network(intros):
    """Return the introductions as the log of the firm, to which each pair is one new person."""
    done = intros.dropna(subset="done")
    events = pd.concat([
        _events("introduced", intros["date"], intros["x"], intros["pair"]),
        _events("asked", intros["date"], "firm", intros["pair"]),
        _events("met", done["done"], "firm", done["pair"]),
    ])  # fmt: skip
    ids = [*intros["x"].unique(), *intros["pair"]]
    return _network(ids, events, "firm")


def _events(kind, date, source, target):
    return pd.DataFrame({"date": date, "kind": kind, "source": source, "target": target})


def _network(ids, events, me):
    people = pd.DataFrame({"name": ids}, index=pd.Index(ids, name="person"))
    return ns.Network(people, events.sort_values("date", kind="stable"), me)


def judge_introductions(folder=DATA):
    """Return the rows of `Judged`: at the end of each week, every open introduction."""
    intros, mail = introductions(folder), mails(folder)
    net = introduced_network(intros)
    start = intros["date"].min() + 7 * FIRST_WEEKS * DAY
    parts = []
    for day in pd.date_range(start, intros["date"].max(), freq="7D"):
        fresh = (intros["date"] <= day) & (intros["date"] > day - OPEN_DAYS * DAY)
        open_ = intros[fresh & ~(intros["done"] <= day)]
        said = _of_introductions(net.asof(day), day, open_, mail[mail["date"] <= day])
        came = open_["done"].notna().to_numpy(float)
        parts.append(said.assign(list=day, block=open_["x"].to_numpy(), happened=came, gain=came))
    return pd.concat(parts, ignore_index=True)


def _of_introductions(past, day, open_, mail):
    """Return what each method says of the open introductions on a day."""
    t = ties(past, day)
    pairs = pd.Index(open_["pair"])
    then = Past.of(past, day, pairs)
    who = pd.concat([mail["src"], mail["dst"]], keys=["src", "dst"])
    with_ = pd.concat([mail["dst"], mail["src"]], keys=["src", "dst"])
    partners = pd.DataFrame({"who": who, "with": with_}).groupby("who")["with"]
    degree, number = partners.nunique(), partners.value_counts()
    x = open_["x"].astype(int)
    strong = [
        number.get((x_, a), 0) + number.get((x_, b), 0)
        for x_, a, b in zip(x, open_["a"], open_["b"], strict=True)
    ]
    between = betweenness(mail)
    return pd.DataFrame({
        OURS: pd.Series(t.talk(t.means())[0], t.ids)[pairs].to_numpy(),
        "random": 0.0,
        "most recent contact": (open_["date"] - day).dt.days.to_numpy(float),
        "oldest open promise": (day - open_["date"]).dt.days.to_numpy(float),
        "strongest tie": np.array(strong, float),
        "degree": degree.reindex(x).fillna(0).to_numpy(float),
        "betweenness": x.map(between).fillna(0).to_numpy(float),
        "past introductions": then.standing.loc[open_["x"], "names"].to_numpy(float),
        "shrunk rate": shrunk_rate(then)[pairs].to_numpy(),
        "base": then.base,
    })  # fmt: skip


def betweenness(mail):
    """Return the betweenness of everybody in the graph of who has written to whom."""
    import networkx as nx

    G = nx.Graph()
    G.add_edges_from(mail[["src", "dst"]].drop_duplicates().itertuples(index=False, name=None))
    return nx.betweenness_centrality(G, k=min(32, len(G)), seed=SEED)


# A real referral chain.


def recruitment(folder=DATA):
    """Return the chain: id, recruiter ("" for a first contact), reported_degree, date."""
    table = pd.read_csv(folder / "referral_chain" / "recruitment.csv", parse_dates=["date"])
    recruiter = table["recruiter"].astype("Int64").astype("str").replace("<NA>", "")
    return table.assign(id=table["id"].astype(str), recruiter=recruiter.fillna(""))


def chain_network(chain):
    """Return the chain as the log of the study: everybody is met, and named by a recruiter."""
    named = chain[chain["recruiter"] != ""]
    events = pd.concat([
        _events("named", named["date"], named["recruiter"], named["id"]),
        _events("met", chain["date"], "study", chain["id"]),
    ])  # fmt: skip
    return _network(list(chain["id"]), events, "study")


def judge_chain(folder=DATA):
    """Return the rows of `Judged`: on every day of interviews, everybody interviewed so far."""
    chain = recruitment(folder)
    net = chain_network(chain)
    days = pd.Series(chain["date"].unique()).sort_values()
    last = chain["date"].max() - BRINGS_DAYS * DAY
    parts = []
    for day in days[(days >= chain["date"].min() + FIRST_DAYS * DAY) & (days <= last)]:
        met = chain[chain["date"] <= day]
        soon = chain[(chain["date"] > day) & (chain["date"] <= day + BRINGS_DAYS * DAY)]
        gain = soon["recruiter"].value_counts().reindex(met["id"], fill_value=0).to_numpy(float)
        said = _of_chain(net.asof(day), day, met)
        block = met["recruiter"].where(met["recruiter"] != "", met["id"]).to_numpy()
        parts.append(said.assign(list=day, block=block, happened=gain > 0, gain=gain))
    return pd.concat(parts, ignore_index=True)


def _of_chain(past, day, met):
    """Return what each method says of everybody interviewed so far."""
    import networkx as nx

    standing = relations(past, day).loc[met["id"]]
    steps = learn(past, day, standing)
    age = (day - met["date"]).dt.days
    arrived = answered_by(age, past.assumptions, "meeting")
    names = standing["names"].to_numpy(float)
    heard = standing[["met", "names_asked"]].max(axis=1)
    tree = nx.Graph(met.loc[met["recruiter"] != "", ["recruiter", "id"]].to_numpy().tolist())
    between = nx.betweenness_centrality(tree)
    brought = met["recruiter"].map(standing["names"]).fillna(0.0).to_numpy(float)
    mean = names.mean()
    return pd.DataFrame({
        OURS: names_to_come(names, arrived, any_=steps["any"].mean, count=steps["count"].mean),
        "random": 0.0,
        "most recent contact": (heard - day).dt.days.to_numpy(float),
        "oldest open promise": age.to_numpy(float),
        "degree": met["reported_degree"].to_numpy(float),
        "betweenness": met["id"].map(between).fillna(0).to_numpy(float),
        "past introductions": names,
        "shrunk rate": (names + mean) / 2,
        "latest interview": -age.to_numpy(float),
        "recruiter's introductions": brought,
    })  # fmt: skip


# The page.


NOT_SCORES = ("list", "block", "happened", "gain", "base")


def verdict(rows):
    """Return the table of methods, and how netscout compares with the best of the others."""
    methods = [column for column in rows.columns if column not in NOT_SCORES]
    chances = {OURS: OURS, "random": "base", "shrunk rate": "shrunk rate"} if "base" in rows else {}
    judge = Judged(rows, methods, chances)
    table = judge.table(K, SEED)
    best = next(method for method in table["method"] if method != OURS)
    draws = judge.lifts(K, SEED)
    ratio = draws[:, methods.index(OURS)] / draws[:, methods.index(best)]
    low, high = np.nanquantile(ratio, [0.05, 0.95])
    return table, best, (float(low), float(high))


def section(title, rows, what):
    """Return a section of the page."""
    table, best, (low, high) = verdict(rows)
    ours = table.set_index("method").loc[OURS]
    return SECTION.format(
        title=title,
        what=what,
        rows=len(rows),
        lists=rows["list"].nunique(),
        happened=int(rows["happened"].sum()),
        table=markdown(table),
        best=best,
        low=low,
        high=high,
        words=_words(low, high),
        our_low=ours["low"],
        our_high=ours["high"],
        our_words=_words(ours["low"], ours["high"]),
    )


SECTION = """## {title}

{what}

{rows:,} ranked in {lists} lists; {happened} times something came of it.

{table}

Lift of netscout relative to that of "{best}", the best of the others: {low:.2f} to {high:.2f}
(90 %), {words}. Relative to random: {our_low:.2f} to {our_high:.2f}, {our_words}.
"""


def _words(low, high):
    if low > 1:
        return "clearly better"
    return "clearly worse" if high < 1 else "no difference that these data can show"


def markdown(table):
    """Return a table as Markdown, numbers with three decimals, nothing where there is none."""
    cells = [
        ["" if pd.isna(v) else f"{v:.3f}" if isinstance(v, float) else str(v) for v in row]
        for row in table.itertuples(index=False)
    ]
    lines = [list(table.columns), ["---"] * table.shape[1], *cells]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


INTRODUCTIONS = """Mail within a manufacturing firm: x writes to a and b, who have never written to
each other. At the end of each week the introductions of the last 30 days without a result are
ranked by the chance that a and b write to each other before the 30 days are over. netscout's score
is its chance of a conversation: the introducer's shrunk record, and how long nothing has been
heard. Degree and betweenness are the introducer's, strongest tie counts their mails with the
two."""
CHAIN = """A study in which everybody interviewed may bring up to three others. On every day of
interviews all those interviewed so far are ranked by how many people they bring within 14 days.
netscout's score is the number of names to come: what a conversation brings, less what has come, as
far as time is left for it. (`ask_next` itself does not propose people again within 75 days.) Degree
is what people report themselves. There are no messages, hence no strongest tie; "latest interview"
is recency without the names given since."""
HEAD = """# The rankings on real data

Made by `python benchmarks/judge_real_data.py` from data that are not part of the project (people
are numbers). NDCG@10, hit@10 and lift (what the first ten bring, discounted by rank, relative to a
random order) with its 90 % interval, by bootstrap over connectors. Every ranking knows only what
had happened by its date.
"""


def page(folder=DATA):
    """Return the page as text."""
    return "\n".join([
        HEAD,
        section("Whose introductions succeed", judge_introductions(folder), INTRODUCTIONS),
        section("Who brings people next", judge_chain(folder), CHAIN),
    ])  # fmt: skip


if __name__ == "__main__":
    if not DATA.exists():
        raise SystemExit("there is no folder ../shared/data beside the project: nothing to judge")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.read_text("utf-8"))

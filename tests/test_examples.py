"""The invented worlds: what is simulated follows the truth it states, and the example is a story."""

import csv
import io
import math
import zipfile
from datetime import date
from pathlib import Path
from random import Random

import pandas as pd
import pytest

import netscout as ns
from netscout.examples import Habits, example, example_files, simulate, write_example
from netscout.examples.life import capacity, reply_days
from netscout.examples.story import DANA
from netscout.examples.world import company_sizes, draw_rates, facts
from netscout.identity import company_key, find, name_key
from netscout.schema import ANYONE, REFERRALS

FOLDER = Path(__file__).parent.parent / "data" / "example"
RELATIONS = ("cold", "alumni", "connected", "corresponded", "referred")


@pytest.fixture(scope="module")
def worlds():
    return [simulate(seed) for seed in range(1, 11)]


@pytest.fixture(scope="module")
def net():
    return example()


@pytest.fixture(scope="module")
def log():
    return pd.read_csv(io.BytesIO(example_files()["log.csv"]), keep_default_na=False)


@pytest.fixture(scope="module")
def export():
    with zipfile.ZipFile(io.BytesIO(example_files()[_zip_name()])) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _zip_name():
    return next(name for name in example_files() if name.endswith(".zip"))


def _connections(export):
    return list(csv.reader(io.StringIO(export["Connections.csv"])))[4:]


def assert_share(happened, chances):
    """The number of successes lies within four standard errors of the sum of the chances."""
    expected = sum(chances)
    error = math.sqrt(sum(p * (1 - p) for p in chances))
    assert abs(sum(happened) - expected) <= 4 * error, (sum(happened), expected, error)


# simulate: repeatable, and true to what it says is true.


def test_the_same_seed_gives_the_same_world_and_events():
    one, two, other = simulate(3, days=60), simulate(3, days=60), simulate(4, days=60)
    for table in ("people", "events", "truth", "ties", "asks", "talks", "ways"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(two, table))
    assert not one.truth["name"].equals(other.truth["name"])


def test_a_longer_simulation_begins_like_a_shorter_one():
    short, long = simulate(5, days=40), simulate(5, days=90)
    early = long.events[long.events["date"] <= date(2025, 11, 9)].reset_index(drop=True)
    pd.testing.assert_frame_equal(early, short.events)


def test_what_the_user_sees_is_a_sound_network(worlds):
    for world in worlds[:3]:
        net = world.network()
        assert net.me == "me"
        assert net.goal == world.goal
        assert len(net.events) <= len(world.events)
        assert net.last <= pd.Timestamp(world.start) + pd.Timedelta(days=world.days - 1)
        assert set(net.people.index) - {"me"} <= set(world.truth.index)


def test_names_of_a_world_are_unique(worlds):
    assert worlds[0].truth["name"].map(name_key).is_unique


def test_coins_talk_at_the_stated_rates(worlds):
    for world in worlds:
        truth = world.truth
        for relation in RELATIONS:
            talks = truth["coin"] < truth[f"talk_{relation}"]
            rate = world.rates[f"talk.{relation}"]
            assert_share(talks, [rate] * len(truth))


def test_a_closer_relation_never_answers_less(worlds):
    for world in worlds:
        chances = world.truth[[f"talk_{relation}" for relation in ("cold", *RELATIONS[2:])]]
        assert (chances.diff(axis=1).iloc[:, 1:] >= -1e-12).all(axis=None)


def test_people_differ(worlds):
    assert worlds[0].truth["talk_referred"].std() > 0.05


def test_first_asks_end_at_the_rate_of_their_chances(worlds):
    asks = pd.concat([w.asks.drop_duplicates("person") for w in worlds])
    assert len(asks) > 500
    assert_share(asks["outcome"] == "met", asks["chance"])


def test_appointments_hold_at_the_stated_rate(worlds):
    for world in worlds:
        yes = world.asks[world.asks["outcome"].isin(["met", "cancelled"])]
        sure = [p >= world.rates["talk.agreed"] for p in yes["chance"]]
        yes = yes[[not s for s in sure]]
        assert_share(yes["outcome"] == "met", [world.rates["talk.agreed"]] * len(yes))


def test_names_are_given_at_the_rate_of_their_chances(worlds):
    talks = pd.concat([w.talks.drop_duplicates("person") for w in worlds])
    assert_share(talks["named"] > 0, talks["chance"])
    unasked = talks[~talks["asked"]]
    assert unasked["chance"].mean() < 0.2 < talks.loc[talks["asked"], "chance"].mean()
    counts = talks.loc[talks["named"] > 0, "named"]
    error = math.sqrt(0.45 / len(counts))  # the variance of 1, 2, 3 with 10, 30, 60 %
    assert abs(counts.mean() - 2.5) <= 4 * error


def test_named_people_are_known_to_who_names_them(worlds):
    for world in worlds:
        ties = set(world.ties.itertuples(index=False, name=None))
        ties |= {(target, source) for source, target in ties}
        named = world.events[world.events["kind"].isin(REFERRALS)]
        assert set(zip(named["source"], named["target"], strict=True)) <= ties


def test_colleagues_are_named_at_the_stated_share():
    rates = {"share.company": 0.4, "any": 0.9}
    worlds = [simulate(seed, rates=rates) for seed in range(30, 36)]
    rows = pd.concat([_named_with_choice(world) for world in worlds])
    assert_share(rows["colleague"], [0.4] * len(rows))


def _named_with_choice(world):
    """Return the first name given by each who could name three colleagues and three others."""
    company, ties = world.truth["company"], world.ties
    both = pd.concat([ties, ties.rename(columns={"source": "target", "target": "source"})])
    inside = both["source"].map(company) == both["target"].map(company)
    counts = inside.groupby(both["source"]).agg(["sum", "size"])
    able = counts.index[(counts["sum"] >= 3) & (counts["size"] - counts["sum"] >= 3)]
    named = world.events[world.events["kind"].isin(REFERRALS) & (world.events["about"] == "")]
    named = named[named["source"].isin(able)].drop_duplicates("source")
    return pd.DataFrame(
        {"colleague": (named["source"].map(company) == named["target"].map(company)).to_numpy()}
    )


def test_colleagues_know_each_other_as_the_model_says(worlds):
    truth, ties = worlds[0].truth, worlds[0].ties
    for company, size in company_sizes().items():
        if size < 60:
            continue
        inside = (ties["source"].map(truth["company"]) == company) & (
            ties["target"].map(truth["company"]) == company
        )
        pairs, know = size * (size - 1) / 2, min(0.3, 20 / (size - 1))
        error = math.sqrt(know * (1 - know) / pairs)
        # Some are acquainted through their trade as well.
        assert know - 4 * error <= inside.sum() / pairs <= know + 0.05 + 4 * error


def test_answers_follow_the_lag_law():
    dice = Random(1)
    days = [reply_days(dice) for _ in range(4000)]
    assert_share([day < 1 for day in days], [0.5] * len(days))
    assert_share([day < 15 for day in days], [0.9] * len(days))


def test_rates_not_given_are_drawn_from_their_priors():
    drawn = pd.Series([draw_rates(Random(seed), {})["talk.referred"] for seed in range(200)])
    error = math.sqrt(0.4 * 0.6 / 11 / len(drawn))  # the standard error of a mean of Beta(4, 6)
    assert abs(drawn.mean() - 0.4) <= 4 * error
    assert drawn.std() > 0.05
    assert simulate(1, days=1, rates={"talk.cold": 0.25}).rates["talk.cold"] == 0.25


def test_capacity_and_seasons_bind(worlds):
    for world in worlds:
        days = pd.to_datetime(world.talks["date"])
        assert not days.between("2025-12-20", "2026-01-04").any()
        assert (days.dt.day_of_week < 5).all()
        weeks = days.dt.to_period("W")
        assert weeks.value_counts().max() <= 3
        exams = days[days.between("2025-12-08", "2025-12-19")].dt.to_period("W")
        assert exams.value_counts().max() <= 1 or exams.empty
    assert capacity(date(2025, 12, 31), 3) == 0


def test_thanks_and_questions_are_forgotten_at_the_stated_rates():
    habits = Habits(thank=0.5, ask_names=0.5)
    worlds = [simulate(seed, habits=habits) for seed in range(20, 26)]
    talks = pd.concat([world.talks for world in worlds])
    assert_share(talks["asked"], [0.5] * len(talks))
    thanked = sum((world.events["kind"] == "thanked").sum() for world in worlds)
    late = 3 * len(worlds)  # conversations too near the end for a late thank-you
    assert abs(thanked - len(talks) / 2) <= 4 * math.sqrt(len(talks) / 4) + late


# simulate: a policy decides whom to ask.


def test_a_policy_sees_the_past_and_is_followed():
    days, chosen = [], []

    def newest(net, day):
        assert net.last <= pd.Timestamp(day)
        known = [p for p in net.people.index if p != net.me and p not in chosen][-2:]
        days.append(day)
        chosen.extend(known)
        return known

    world = simulate(2, days=40, policy=newest)
    assert [day.weekday() for day in days[1:]] == [0] * (len(days) - 1)
    assert days[0] == world.start
    assert set(world.asks["person"]) <= set(chosen)
    assert len(world.asks) >= len(chosen) - 2


def test_policies_meet_the_same_people_in_the_same_mood():
    def first(net, day):
        return sorted(set(net.people.index) - {"me"})[:8]

    def last(net, day):
        return sorted(set(net.people.index) - {"me"})[:8][::-1]

    one, two = (simulate(6, days=40, policy=policy).asks for policy in (first, last))
    key = ["person", "relation", "outcome"]
    both = one.drop_duplicates("person").merge(two.drop_duplicates("person"), on="person")
    same = both[both["relation_x"] == both["relation_y"]]
    assert len(same) >= 5
    assert (same["outcome_x"] == same["outcome_y"]).all(), both[key]


def test_asking_again_changes_no_mind():
    def again(net, day):
        return list(net.people.index[1:3])

    world = simulate(8, days=80, policy=again)
    silent = world.asks[world.asks["outcome"] == "silent"]["person"].value_counts()
    assert (silent <= 2).all()  # once, and once more after having been referred


def test_a_policy_cannot_ask_strangers_or_the_user():
    for who in ("Nobody Atall", "me"):
        with pytest.raises(ns.UnknownPerson):
            simulate(1, days=10, policy=lambda _net, _day, who=who: [who])


def test_what_cannot_be_simulated_is_refused_at_once():
    with pytest.raises(ns.NetscoutError) as caught:
        simulate(1, days=0, contacts=5000, rates={"talk.referal": 0.3, "any": 2})
    message = str(caught.value)
    for part in ("days", "contacts", "talk.referred", "'any'"):
        assert part in message


def test_a_user_without_contacts_asks_strangers():
    world = simulate(1, days=30, contacts=0)
    assert not world.truth["contact"].any()
    assert set(world.asks["relation"]) <= {"cold", "alumni", "referred", "met"}


# The example.


def test_the_committed_files_are_those_of_the_generator(tmp_path):
    """After a change: `python -m netscout.examples data/example`."""
    written = {str(f.relative_to(FOLDER).as_posix()) for f in FOLDER.rglob("*") if f.is_file()}
    assert written == set(example_files())
    for name, content in example_files().items():
        committed = (FOLDER / name).read_bytes()
        if name.endswith(".zip"):
            assert _members(committed) == _members(content)
        else:
            assert committed.decode() == content.decode()
    write_example(tmp_path / "new")
    assert (tmp_path / "new" / "log.csv").read_bytes() == example_files()["log.csv"]


def _members(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {i.filename: (i.date_time, archive.read(i)) for i in archive.infolist()}


def test_the_example_is_what_the_folder_holds(net):
    loaded = ns.load(FOLDER)
    pd.testing.assert_frame_equal(loaded.people, net.people)
    pd.testing.assert_frame_equal(loaded.events, net.events)
    assert loaded.goal == net.goal
    assert example() is net


def test_every_row_of_the_example_is_read(net):
    imports = net.imports.set_index("file")
    assert imports.loc["Connections.csv", "hidden"] == 3
    assert imports.loc["messages.csv", "skipped"] == 2  # a draft and an advertisement
    assert imports["skipped"].sum() == 2
    assert "Ad_Targeting.csv" not in imports.index
    assert "guide_messages.csv" not in imports.index
    assert net.people.loc[net.me, "name"] == "Robin Vale"


def test_five_months_of_conversations(log):
    counts = log["event"].value_counts()
    assert 55 <= counts["met"] <= 65
    named = log[log["event"].isin(REFERRALS)]
    assert 84 <= named["other"].nunique() <= 98
    assert 0.6 <= counts["thanked"] / counts["met"] < 0.9
    plain = log[(log["event"] == "asked") & (log["other"] == "")]
    answered = set(log.loc[log["event"].isin(["agreed", "declined"]), "person"])
    assert 40 <= len(set(plain["person"]) - answered) <= 120
    assert counts["declined"] >= 20
    anyone = log.loc[(log["event"] == "asked") & (log["other"] == ANYONE), "person"]
    assert len(set(anyone) - set(named["person"])) >= 10  # asked, and brought nobody
    met = log[log["event"] == "met"]
    assert set(met["person"]) - set(anyone)  # forgot to ask
    assert set(met["channel"]) == {"in person", "phone", "video", "email"}
    assert log["date"].min() == "2025-10-01"
    assert log["date"].max() == "2026-03-01"
    assert log["date"].is_monotonic_increasing
    assert not met["date"].between("2025-12-20", "2026-01-04").any()
    assert {"knows", "updated", "introduced"} <= set(log["event"])


def test_some_chains_carry_far_and_others_die_out(net):
    waves = ns.waves(net).set_index("wave")
    assert waves.index.max() >= 4
    assert waves.loc[3, "met"] >= 3
    assert waves.loc[1, "recruits"] < waves.loc[1, "met"]


def test_growth_bends_when_the_student_starts(net):
    month = ns.growth(net, every="month").groupby("period")["new"].sum()
    months = pd.PeriodIndex(month.index.astype(str).str[:7], freq="M")
    before = month[months < "2025-10"].tail(24).mean()
    after = month[(months >= "2025-10") & (months <= "2026-02")].mean()
    assert after > 2 * before


def test_dana_whitlock_has_been_named_and_not_met(net):
    dana = find(net.people, "Dana Whitlock")
    assert dana == DANA[0]
    assert net.people.at[dana, "company"] == "Marquee Theatricals"
    assert net.goal.weights(net.people)[dana] == 1
    hers = net.events[(net.events[["source", "target"]] == dana).any(axis=1)]
    assert set(hers["kind"]) == {"named", "knows"}
    assert net.me not in set(hers["source"]) | set(hers["target"])
    chains = ns.chains(net, "Dana Whitlock")
    assert chains["chain"].nunique() >= 2
    assert chains["name"].iloc[-1] == "Dana Whitlock"


def test_a_target_person_is_known_by_name_only(net):
    noted = net.people[net.people["note"].str.contains("website")]
    assert len(noted) >= 1
    assert (net.goal.weights(net.people)[noted.index] == 1).all()


def test_names_in_the_log_mean_one_person(net, log):
    names = set(log["person"]) | set(log["other"]) - {"", ANYONE}
    keys = net.people["name"].map(name_key).value_counts()
    assert all(keys[name_key(name)] == 1 for name in names)
    assert (keys > 1).sum() == 1  # two namesakes, neither of them in the log


def test_the_export_has_the_oddities_of_real_ones(export):
    rows, text = _connections(export), export["Connections.csv"]
    assert text.startswith("Notes:\n")
    assert not text.endswith("\n")
    assert 345 <= len(rows) <= 365
    assert {len(row) for row in rows} == {7}
    days = [pd.to_datetime(row[-1], format="%d %b %Y") for row in rows]
    assert days == sorted(days, reverse=True)
    assert max(days) == pd.Timestamp(2026, 3, 1)
    blank = [row for row in rows if not any(row[:-1])]
    assert 2 <= len(blank) <= 4
    people = [row for row in rows if row not in blank]
    assert len({row[2] for row in people}) == len(people)
    assert all(row[2].isascii() for row in people)
    assert sum("%" in row[2] for row in people) >= 5
    assert any(", PhD" in row[1] for row in people)
    assert any("★" in row[0] for row in people)
    assert any(row[1] == "K." for row in people)
    assert any(row[0] != row[0].strip() or row[4] != row[4].strip() for row in people)
    assert any(not row[4] for row in people)
    assert sum(company_key(row[4]) == "" for row in people if row[4]) >= 5
    assert any(ord(row[0][0]) > 0x3000 for row in people)
    assert sum(bool(row[3]) for row in people) <= 0.045 * len(people)
    spellings = {row[4] for row in people if company_key(row[4]) == "marquee theatricals"}
    assert len(spellings) >= 2


def test_the_export_holds_invitations_and_messages(export):
    invitations = list(csv.DictReader(io.StringIO(export["Invitations.csv"])))
    connected = {row[2] for row in _connections(export)}
    waiting = [
        row
        for row in invitations
        if row["Direction"] == "OUTGOING" and row["inviteeProfileUrl"] not in connected
    ]
    assert len(waiting) >= 5
    assert {row["Direction"] for row in invitations} == {"INCOMING", "OUTGOING"}
    messages = list(csv.DictReader(io.StringIO(export["messages.csv"])))
    assert len(messages[0]) == 12
    assert {row["IS MESSAGE DRAFT"] for row in messages} == {"Yes", "No"}
    assert any(row["FROM"] == "LinkedIn Member" for row in messages)
    assert any("<p>" in row["CONTENT"] for row in messages)


def test_companies_of_the_goal_exist_in_the_world():
    assert set(facts()["goal"]) <= set(company_sizes())


def test_the_conversations_of_a_week_fit_into_it():
    net = ns.example()
    met = net.events.loc[net.events["kind"] == "met", "date"]
    weeks = met.dt.to_period("W").value_counts()
    assert weeks.max() <= net.goal.per_week

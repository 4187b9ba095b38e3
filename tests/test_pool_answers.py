"""What a pool answers to members and to its keeper."""

import pandas as pd
import pytest
from pools import MEMBERS, share_file

import netscout as ns
from netscout import pool
from netscout.errors import NetscoutError

ADA, BEN, CLEO = MEMBERS
STAFF = [(f"staff-{i}", f"Staff {i}", "Grand Hall", "Usher") for i in range(6)]
LONE = ("lone-wolf", "Lone Wolf", "Tiny Studio", "Owner")


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    place = tmp_path_factory.mktemp("club")
    given = place / "given"
    given.mkdir()
    share_file(given / "ada.csv", ADA, [BEN])
    share_file(given / "ben.csv", BEN, [ADA, *STAFF, LONE])
    share_file(given / "cleo.csv", CLEO, STAFF[:2])
    pool.gather(given, place / "club")
    return pool.open(place / "club", engine="numpy")


def own_network():
    people = pd.DataFrame({
        "person": ["me", "in/ben-okoro"], "name": ["Ada Frost", "Ben Okoro"],
        "company": ["Lantern Press"] * 2, "role": ["Editor", "Publicist"],
    })  # fmt: skip
    events = pd.DataFrame({
        "date": ["2025-03-01"], "kind": ["knows"], "source": ["me"], "target": ["in/ben-okoro"],
    })  # fmt: skip
    return ns.Network(people, events, "me")


def test_a_member_sees_the_second_degree(club):
    alone = ns.reach(own_network(), by="company")
    assert "Grand Hall" not in set(alone["company"])
    table = pool.reach(club, "in/ada-frost", own=own_network(), by="company").set_index("company")
    assert table.at["Grand Hall", "people"] == 6
    assert table.at["Grand Hall", "via"] == "Ben Okoro"
    assert table.at["Grand Hall", "hops"] == 1


def test_the_columns_are_those_of_a_single_network(club):
    net = own_network()
    for by in ("person", "company", "role"):
        assert list(pool.reach(club, "in/ada-frost", own=net, by=by)) == list(ns.reach(net, by=by))
    assert list(pool.ask_next(club, "in/ada-frost", own=net)) == list(ns.ask_next(net))


def test_the_known_part_of_an_ask_grows_with_the_pool(club):
    goal = ns.Goal(companies=["Grand Hall"])
    table = pool.ask_next(club, "in/ada-frost", own=own_network(), goal=goal)
    assert table["name"].iat[0] == "Ben Okoro"
    assert table["known"].iat[0] > 0


def test_small_companies_of_strangers_stay_hidden(club):
    net = pool.network(club, "in/ada-frost")
    assert "Tiny Studio" not in set(net.people["company"])
    assert "Owner" not in set(net.people["role"])
    assert "Grand Hall" in set(net.people["company"])
    assert "Tiny Studio" in set(pool.network(club, "in/ada-frost", floor=1).people["company"])
    assert "Tiny Studio" in set(pool.network(club, "in/ben-okoro").people["company"])


def test_the_pool_names_no_stranger(club):
    net = pool.network(club, "in/ada-frost", own=own_network())
    strangers = net.people.drop(["me", "in/ben-okoro"])
    assert strangers["name"].str.startswith("p-").all()


def test_who_has_given_nothing_gets_no_answer(club):
    with pytest.raises(NetscoutError, match="has given nothing"):
        pool.reach(club, "in/nobody-here")


def test_members_by_how_many_ways_they_open(club):
    table = pool.hops(club, 1)
    assert table["people"].tolist() == [8, 2, 1]
    with pytest.raises(NetscoutError, match="at least 1 member"):
        pool.openers(club, 1, floor=0)
    assert table["companies"].tolist() == [3, 2, 1]


def test_members_are_shown_to_others_in_groups_only(club):
    assert pool.openers(club, 1).empty
    table = pool.openers(club, 1, floor=2)
    assert table["members"].tolist() == [3]
    assert table["people"].tolist() == [3.7]
    assert "person" not in table
    assert pool.openers(club, 1, floor=1)["people"].tolist() == [8, 2, 1]


def test_bridges_have_a_floor(club):
    assert pool.bridges(club).empty
    table = pool.bridges(club, floor=1)
    assert {"Grand Hall", "Lantern Press"} == set(table.loc[0, ["one", "other"]])
    assert table["ties"].iat[0] == 6
    assert table["people"].iat[0] == 7
    roles = pool.bridges(club, one="company", other="role", floor=1)
    assert ("Lantern Press", "Usher", 6) in set(
        zip(*roles[["one", "other", "ties"]].T.to_numpy(), strict=True)
    )
    with pytest.raises(NetscoutError, match="'company'"):
        pool.bridges(club, one="companies")


def test_companies_nobody_knows_anybody_at(club):
    companies = ["Grand Hall Ltd", "Tiny Studio", "Faraway Inc"]
    table = pool.unreached(club, companies).set_index("company")
    assert table["state"].to_dict() == {
        "Faraway Inc": "fewer than 5", "Tiny Studio": "fewer than 5", "Grand Hall Ltd": "known",
    }  # fmt: skip
    assert table["people"].isna().tolist() == [True, True, False]
    own_eyes = pool.unreached(club, companies, floor=1).set_index("company")
    assert own_eyes.at["Faraway Inc", "state"] == "nobody"
    assert own_eyes.at["Tiny Studio", "people"] == 1


def test_waves_add_up_to_the_reach(club):
    start = pool.hops(club, 1)["person"].tolist()[:1]
    table = pool.waves(club, start, hops=2, worlds=620)
    assert table["people"].iat[0] == 1
    assert table["companies"].iat[0] == 1
    assert 0 < table["people"].iat[1] <= 8
    steps = club.steps
    ids = club.people().set_index("person").loc[start, "id"].to_numpy()
    _, masks = steps.spread(ids, hops=2, words=10, seed=1)
    assert table["people"].sum() == pytest.approx(ns._worlds.share(masks).sum())


def test_the_choice_prefers_who_leads_to_the_goal(club):
    goal = ns.Goal(companies=["Grand Hall"])
    members = club.owners()["person"].tolist()
    table = pool.choose(club, 2, goal=goal, among=members)
    best = club.people().set_index("person").loc[pool.hops(club, 1)["person"].iat[0]]
    assert table["person"].iat[0] == best.name

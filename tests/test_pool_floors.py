"""Nobody is found alone in a table that is meant for others."""

import csv
import itertools

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netscout import pool
from netscout.pool.floors import FACTS, shown

KEYS = list(FACTS.values())
text = st.sampled_from(["", "a", "b", "c"])
groups = st.dictionaries(st.tuples(text, text, text), st.integers(1, 6), min_size=1, max_size=30)
PEOPLE = list(
    itertools.product(["Grand Hall", "Quay Radio"], ["Usher", "Editor"], ["East", "West"])
)


@settings(max_examples=150, deadline=None)
@given(groups, st.integers(1, 6))
@example({("a", "b", "c"): 1}, 5)
def test_whatever_is_shown_together_enough_people_share(groups, floor):
    table = pd.DataFrame([(*facts, n) for facts, n in groups.items()], columns=[*KEYS, "people"])
    may = shown(table, floor)
    seen = table[KEYS].where(may.to_numpy(), "")
    sizes = table["people"].groupby([seen[key] for key in KEYS]).transform("sum")
    nothing = (seen == "").all(axis=1)
    assert (nothing | (sizes >= floor)).all()
    assert ((table[KEYS] != "").to_numpy() >= may.to_numpy()).all()
    common = table["people"].groupby([table[key] for key in KEYS]).transform("sum") >= floor
    assert (seen[common] == table.loc[common, KEYS]).all(
        axis=None
    )  # no more is hidden than need be


def test_the_rarer_fact_is_the_one_that_goes():
    table = pd.DataFrame({
        "firm": ["hall", "hall", "press"], "post": ["usher", "director", "director"], "campus": "",
        "people": [7, 1, 2],
    })  # fmt: skip
    assert shown(table, 2)["company"].tolist() == [True, False, True]
    table.loc[3] = ["hall", "editor", "", 1]
    may = shown(table, 2)
    assert may["company"].tolist() == [True, True, True, True]
    assert may["role"].tolist() == [True, False, True, False]


def crowd():
    """Return invented people: some alone with their company and role, some in their spelling."""
    people = []
    for number, (company, role, school) in enumerate(PEOPLE * 4):
        people.append((f"crowd-{number}", f"C {number}", company, role, school))
    for number in range(5):
        people.append((f"hall-{number}", f"H {number}", "Grand Hall", "Publicist", "East"))
        people.append((f"radio-{number}", f"R {number}", "Quay Radio", "Agent", "West"))
    people.append(("swap", "Swap", "Quay Radio", "Publicist", "East"))  # each common, never both
    people.append(("lone", "Lone", "Tiny Studio", "Owner", "East"))
    people.append(("loud", "Loud", "GRAND HALL, Inc.", "usher", "east"))  # known by the spelling
    return people


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    place = tmp_path_factory.mktemp("club")
    (place / "given").mkdir()
    people = crowd()
    members = {"ada": people[:2], "ben": [("ada", "Ada", "Grand Hall", "Usher", "East"), *people]}
    for member, contacts in members.items():
        me = (member, member.title(), "Grand Hall", "Usher", "East")
        with (place / "given" / f"{member}.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["who", "key", "name", "company", "role", "school"])
            rows.writerow(["owner", f"in/{me[0]}", *me[1:]])
            rows.writerows(["contact", f"in/{row[0]}", *row[1:]] for row in contacts)
    pool.gather(place / "given", place / "club")
    return pool.open(place / "club", engine="numpy")


@pytest.mark.parametrize("floor", [2, 5])
def test_a_stranger_is_never_the_only_one_who_fits(club, floor):
    """Somebody who knows everybody's company, role and school looks for one of them."""
    net = pool.network(club, "in/ada", floor=floor)
    everybody = club.people().set_index("person")
    known = net.events.query("source == @net.me or target == @net.me")
    contacts = {net.me, *known["source"], *known["target"]}
    strangers = everybody[~everybody.index.isin(contacts)]
    assert len(contacts) == 4
    rows = net.people[net.people.index.isin(strangers.index)]
    assert len(rows) > 20
    for row in rows.itertuples():
        fits = pd.Series(True, strangers.index)
        for fact, key in FACTS.items():
            if said := getattr(row, fact):
                spelled = strangers[strangers[fact] == said]
                fits &= strangers[key] == spelled[key].iat[0]
        assert fits.sum() >= floor, row
    texts = {tuple(row) for row in rows[["company", "role", "school"]].to_numpy()}
    assert not {t for t in texts if t[0] == "Quay Radio" and t[1] == "Publicist"}
    assert "GRAND HALL, Inc." not in set(rows["company"])


def test_a_members_own_contacts_are_shown_as_they_are(club):
    net = pool.network(club, "in/ben")
    swap = net.people.query("company == 'Quay Radio' and role == 'Publicist'")
    assert len(swap) == 1


def test_a_floor_of_one_hides_nothing(club):
    net = pool.network(club, "in/ada", floor=1)
    assert (
        (net.people["company"] == "Quay Radio") & (net.people["role"] == "Publicist")
    ).sum() == 1


@pytest.mark.parametrize("kinds", list(itertools.product(FACTS, FACTS)))
def test_bridges_rest_on_enough_people_on_each_side(club, kinds):
    one, other = kinds
    table = pool.bridges(club, one=one, other=other)
    people = club.people().set_index("id")
    ties = club.ties()
    ends = {
        end: pd.concat([people[KEYS].loc[ties[side]].reset_index(drop=True), ties[side]], axis=1)
        for end, side in (("one", "source"), ("other", "target"))
    }
    spelled = {  # mode: what most write, the first by text if as many write another
        fact: people.groupby(key)[fact].agg(lambda texts: texts.mode()[0])
        for fact, key in FACTS.items()
    }
    for row in table.itertuples():
        left = ends["one"][FACTS[one]].map(spelled[one]) == row.one
        right = ends["other"][FACTS[other]].map(spelled[other]) == row.other
        both = left & right
        assert ties.loc[both, "source"].nunique() >= 5
        assert ties.loc[both, "target"].nunique() >= 5
        assert both.sum() == row.ties
        assert len({*ties.loc[both, "source"], *ties.loc[both, "target"]}) == row.people


def test_bridges_are_spelled_as_most_spell_them(club):
    table = pool.bridges(club, one="company", other="role")
    assert "Grand Hall" in set(table["one"])
    assert not {"GRAND HALL, Inc.", "usher"} & {*table["one"], *table["other"]}


def test_no_table_for_others_has_a_row_of_one_person(club):
    for table in (pool.openers(club, 1), pool.openers(club, 1, floor=2)):
        assert "person" not in table
        assert (table["members"] >= 2).all()
    companies = ["Quay Radio", "Tiny Studio"]
    for floor in (2, 5, 30):
        shown_people = pool.unreached(club, companies, floor=floor)["people"].dropna()
        assert (shown_people >= floor).all()
    states = pool.unreached(club, ["Tiny Studio", "Nobody Ltd"])["state"]
    assert len(set(states)) == 1  # one person somewhere looks like nobody

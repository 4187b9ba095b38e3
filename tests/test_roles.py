"""Role family and seniority of titles, by whole words, longest first."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netscout as ns
from netscout import roles
from netscout.identity import words

TITLES = """
Senior Publicist, Touring            | marketing   | senior
VP of International Sales            | sales       | executive
International Sales Manager          | sales       | manager
Internal Auditor                     | finance     |
Praktikantin Vertrieb                | sales       | intern
Intern, Office of the CEO            |             | intern
Executive Assistant to the CEO       | operations  |
Account Executive                    | sales       |
Product Owner                        | product     |
Owner                                |             | founder
CEO & Co-Founder                     |             | founder
Chief of Staff                       | operations  |
Chief Marketing Officer              | marketing   | executive
Managing Director                    |             | executive
Associate Director, Marketing        | marketing   | director
Head of Stage Management             | arts        | director
Stage Manager                        | arts        | manager
Software Engineer II                 | engineering |
Sales Engineer                       | sales       |
Machine Learning Engineer            | data        |
Ingeniera de Software                | engineering |
Geschäftsführer                      |             | executive
Leiterin Finanzen                    | finance     | manager
Directrice Marketing                 | marketing   | director
HR Business Partner                  | people      |
Partner                              |             | executive
Dean of Students                     | education   | director
Student                              |             | student
PhD Student                          | research    | student
Werkstudent Marketing                | marketing   | intern
Assistant Professor of Physics       | education   | senior
Jr. Developer                        | engineering | entry
General Counsel                      | legal       |
Gründerin                            |             | founder
Lighting Designer                    | arts        |
UX/UI Designer                       | design      |
Software Architect                   | engineering | senior
Product Marketing Manager            | marketing   | manager
エンジニア                           | engineering |
Wizard                               |             |
Speaker | Data Scientist             | data        |
""".strip().splitlines()


@pytest.mark.parametrize("line", TITLES, ids=lambda line: line.split("  ")[0])
def test_titles(line):
    title, family, seniority = (part.strip() for part in line.rsplit("|", 2))
    assert roles.classify(title) == (family, seniority)


@pytest.mark.parametrize(
    ("title", "is_one"),
    [("Technical Recruiter", True), ("Talent Acquisition Partner", True), ("Headhunterin", True),
     ("Staffing Manager", True), ("Talent Buyer", False), ("Staff Engineer", False)],
)  # fmt: skip
def test_recruiters_are_told(title, is_one):
    assert roles.is_recruiter(title) is is_one


def test_the_user_overrules_the_table():
    people = pd.DataFrame(
        {"role": ["Publicist", "CEO", "Recruiter"], "seniority": ["senior", "", None]},
        index=["a", "b", "c"],
    )
    before = people.copy()
    table = roles.add_roles(people)
    assert table["seniority"].tolist() == ["senior", "executive", ""]
    assert table["role_family"].tolist() == ["marketing", "", "people"]
    pd.testing.assert_frame_equal(people, before)


def test_growth_is_grouped_by_what_people_do():
    net = ns.example()
    by_family = ns.growth(net, by="role_family")
    assert {"marketing", "arts"} <= set(by_family["group"])
    people = net.people.assign(role_family="").astype({"role_family": "str"})
    people.loc[people["role"].str.contains("ublicist"), "role_family"] = "publicity"
    again = ns.growth(ns.Network(people, net.events, net.me), by="role_family")
    assert "publicity" in set(again["group"])
    assert ns.growth(net, by="seniority")["new"].sum() == by_family["new"].sum()
    with pytest.raises(ns.errors.UnknownColumn, match="did you mean 'role_family'"):
        ns.growth(net, by="role_famly")


def test_a_phrase_has_one_meaning():
    for part in ("family", "seniority"):
        phrases = [
            tuple(map(words, phrase.split()))
            for text in roles._raw()[part].values()
            for phrase in set(text.replace("\n", " ").split("|"))
        ]
        assert all(all(phrase) or phrase == ("chief", "", "officer") for phrase in phrases)
        repeated = {phrase for phrase in phrases if phrases.count(phrase) > 1}
        assert not repeated


def test_the_table_has_a_version_and_about_twenty_families():
    assert roles._raw()["version"] >= 1
    assert 18 <= len(roles.families()) <= 24
    assert set(roles.LADDER) == set(roles._raw()["seniority"]) - {"none"}


@settings(deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(["Senior", "Intern", "to", "Head", "of", "Sales", "|", "Co-Founder"])).map(" ".join))  # fmt: skip
def test_every_title_has_an_answer_of_the_table(title):
    role = roles.classify(title)
    assert role.family in {"", *roles.families()}
    assert role.seniority in {"", *roles.LADDER}
    assert roles.classify(title.upper()).family == roles.classify(title.upper().lower()).family

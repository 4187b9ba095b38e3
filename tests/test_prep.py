import pandas as pd
import pytest

import netscout as ns
from netscout._phrases import faults
from netscout.prep import _bank, bank, preparation, questions

TOPICS = """the way to this position;likes;would change;breaking in;kinds of jobs here;
kinds of jobs in the field;a typical career path;challenges of the company;
challenges of the field;associations;what to read;the field in ten years;a typical day;trends;
advice;resources;next steps"""


def network(*rows, **people):
    names = ["date", "kind", "source", "target", "about", "channel", "note"]
    events = pd.DataFrame([dict(zip(names, r, strict=False)) for r in rows], columns=names)
    table = pd.DataFrame([{"person": p, "name": p.title(), **facts} for p, facts in people.items()])
    return ns.Network(table, events, "me")


PEOPLE = {
    "me": {"school": "Eastmere"},
    "ann": {"company": "Acme", "role": "Publicist", "school": "Eastmere", "email": "a@b.example"},
    "bob": {"company": "Acme Inc.", "role": "Head of Press"},
    "cat": {"company": ""},
}
ROWS = [
    ("2026-01-05", "met", "me", "bob", "", "phone", "hums #trends, talked of what to read"),
    ("2026-01-05", "named", "bob", "ann", "", "", "runs the press list"),
    ("2026-01-06", "asked", "me", "ann", "", "email"),
]


def test_the_bank_covers_every_topic_once():
    table = bank()
    assert {topic.strip() for topic in TOPICS.replace("\n", "").split(";")} <= set(table["topic"])
    assert table["name"].is_unique
    assert table["ask"].is_unique
    assert set(table["stage"]) <= {"first", "again", "any"}
    assert set(table["who"]) <= {"anyone", "alumni", "leads", "recruiters", "makers"}
    for text in [*table["ask"], *_bank()["homework"], *_bank()["homework_again"]]:
        assert faults(text, ("company", "school", "role", "first", "referrer")) == []
        assert text.endswith((".", "?"))


def test_questions_suit_stage_and_role():
    net = network(*ROWS, **PEOPLE)
    ann, bob = (set(questions(net, who, k=50)["name"]) for who in ("ann", "bob"))
    assert {"way-here", "alumni-school", "typical-day", "kinds-of-jobs-here"} <= ann
    assert not ann & {"since-then", "leads-day"}
    assert {"since-then", "what-came", "leads-look-for"} <= bob
    assert questions(net, "bob")["name"].iloc[0] == "what-came"
    asked = bank()["name"].tolist()
    order = [asked.index(name) for name in questions(net, "ann")["name"]]
    assert order == sorted(order)
    assert not bob & {"way-here", "typical-day", "alumni-school"}
    assert not {"kinds-of-jobs-here", "challenges-company"} & set(
        questions(net, "cat", k=50)["name"]
    )
    assert questions(net, "ann")["name"].iloc[-1] == "next-steps"


def test_nothing_is_asked_twice():
    asked = set(questions(network(*ROWS, **PEOPLE), "bob", k=50)["name"])
    assert not asked & {"trends", "reading"}
    assert "resources" in asked


def test_everything_that_the_files_know():
    known = preparation(network(*ROWS, **PEOPLE), "Ann")
    assert known["referrals"] == [
        {
            "date": pd.Timestamp("2026-01-05"),
            "by": "Bob",
            "kind": "named",
            "note": "runs the press list",
        }
    ]
    assert known["shared"] == ["You share a school: Eastmere."]  # Bob stands among the referrers
    assert known["colleagues"] == [{"name": "Bob", "role": "Head of Press", "how": "talked with"}]
    assert [row["what"] for row in known["contacts"]] == ["you asked for a conversation by e-mail"]
    assert ("E-mail", "a@b.example") in known["facts"]
    assert "offer in person, phone, video or e-mail" in known["form"]
    assert "Let Bob know that the conversation is coming up." in known["homework"]
    assert [row["what"] for row in preparation(network(*ROWS, **PEOPLE), "bob")["contacts"]] == [
        "they named Ann", "you talked by phone",
    ]  # fmt: skip
    assert "by phone" in preparation(network(*ROWS, **PEOPLE), "bob")["form"]


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        ({"company": "Acme"}, {"company": "ACME Inc."}, "You both work at ACME Inc."),
        ({"company": "Acme"}, {"former": "Head, Press, Acme, Inc.; Clerk, Bolt"}, "You have both worked at Acme, Inc."),
        ({"former": "Clerk, Bolt"}, {"company": "Bolt"}, "You have both worked at Bolt."),
        ({"company": "Self-employed"}, {"company": "self employed"}, ""),
        ({"location": "Port Calder"}, {"location": "port calder"}, "Both in port calder."),
        ({"school": ""}, {"school": ""}, ""),
    ],
)  # fmt: skip
def test_what_the_two_share(mine, theirs, shared):
    net = network(me=mine, ann=theirs)
    assert preparation(net, "ann")["shared"] == ([shared] if shared else [])


def test_whom_both_know_is_who_both_are_in_touch_with():
    rows = [
        ("2026-01-01", "knows", "me", "bob"),
        ("2026-01-01", "knows", "bob", "ann"),
        ("2026-01-02", "knows", "ann", "cat"),
        ("2026-01-03", "met", "me", "dan"),
        ("2026-01-03", "named", "dan", "ann"),
        ("2026-01-04", "named", "ann", "eve"),
        ("2026-01-05", "met", "eve", "me"),
    ]
    net = network(*rows, me={}, ann={}, bob={}, cat={}, dan={}, eve={})
    assert preparation(net, "ann")["shared"] == ["You both know Eve and Bob."]


def test_messages_are_one_line_and_a_wish_for_a_form_counts():
    rows = [(f"2026-01-0{n}", "wrote", *sides) for n, sides in
            ((1, ("me", "ann")), (2, ("ann", "me")), (3, ("me", "ann")))]  # fmt: skip
    net = network(*rows, me={}, ann={"prefers": "phone, after six"})
    known = preparation(net, "ann")
    assert [row["what"] for row in known["contacts"]] == ["3 messages, the last by you"]
    assert "phone, after six" in known["form"]
    assert "prefers" not in str(known["facts"]).lower()


def test_who_has_been_asked_everything_is_asked_what_has_changed():
    note = " ".join(f"#{name}" for name in bank()["name"])
    net = network(("2026-01-05", "met", "me", "ann", "", "", note), me={}, ann={})
    assert questions(net, "ann").empty
    assert "ask what has changed" in str(ns.prep_sheet(net, "ann"))


def test_the_past_knows_nothing_of_the_future():
    net = network(("2026-01-01", "knows", "me", "ann"), *ROWS, **PEOPLE)
    known = preparation(net, "ann", on="2026-01-02")
    assert known["referrals"] == []
    assert [row["what"] for row in known["contacts"]] == ["connected"]


def test_a_stranger_and_hostile_texts():
    people = PEOPLE | {"eve": {"company": "<script>alert(1)</script>", "note": "{me} {0} & more"}}
    page = str(ns.prep_sheet(network(*ROWS, **people), "eve"))
    assert "<script>alert" not in page
    assert "{me} {0} &amp; more" in page
    assert "Nobody has referred you" in page
    with pytest.raises(ns.UnknownPerson):
        ns.prep_sheet(network(*ROWS, **people), "nobody")


def test_the_sheets_of_the_example():
    net = ns.example()
    for who in net.people.index[1:400:40]:
        known = preparation(net, who)
        assert len(known["questions"]) == 10
        assert "{" not in str([known["questions"], known["homework"], known["shared"]]).replace(
            "{'", ""
        )
        assert len(known["homework"]) >= 4
    page = str(ns.prep_sheet(net, "Dana Whitlock"))
    assert page == str(ns.prep_sheet(net, "Dana Whitlock"))
    for shown in (
        "runs the press list",
        "Mei Silvestrin",
        "may I say that you sent me?",
        "#way-here",
        "Use my name?",
    ):
        assert shown in page
    assert "http" not in page.replace("https://www.linkedin.com", "").split("<main>")[1]


def test_every_school_that_is_shared_counts():
    people = PEOPLE | {
        "me": {"school": "Northgate", "schools": "Northgate; Eastmere"},
        "dan": {"school": "Port Calder; EASTMERE", "company": "Acme", "role": "Publicist"},
        "eve": {"school": "Southgate", "role": "Publicist"},
    }
    net = network(*ROWS, **people)
    assert "You share a school: Eastmere." in preparation(net, "ann")["shared"]
    assert "You share a school: EASTMERE." in preparation(net, "dan")["shared"]
    assert not [said for said in preparation(net, "eve")["shared"] if "school" in said]
    assert "alumni-school" in set(questions(net, "dan", k=30)["name"])
    assert "alumni-school" not in set(questions(net, "eve", k=30)["name"])


def test_a_seniority_of_people_csv_goes_before_the_title():
    people = {who: dict(facts) for who, facts in PEOPLE.items()}
    people["ann"]["seniority"], people["bob"]["seniority"] = "director", "staff"
    net = network(*ROWS, **people)
    assert "leads-week" in set(questions(net, "ann", k=30)["name"])
    assert "leads-look-for" not in set(questions(net, "bob", k=30)["name"])

import pandas as pd
import pytest

import netscout as ns
from netscout.page.prep import prep_sheet
from netscout.prep import bank, preparation, questions

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
    assert set(table["who"]) <= {"anyone", "alumni", "leads", "recruits", "makers"}
    assert set(table["needs"]) <= {"", "company", "school", "role", "referrer"}


def test_questions_suit_stage_and_role():
    net = network(*ROWS, **PEOPLE)
    ann, bob = (set(questions(net, who, k=50)["name"]) for who in ("ann", "bob"))
    assert {"way-here", "alumni-school", "typical-day", "kinds-of-jobs-here"} <= ann
    assert not ann & {"since-then", "leads-day"}
    assert {"since-then", "what-came", "leads-look-for"} <= bob
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
    assert known["shared"] == ["You both have been at Eastmere.", "You both know Bob."]
    assert known["colleagues"] == [{"name": "Bob", "role": "Head of Press", "how": "talked with"}]
    assert [row["what"] for row in known["contacts"]] == ["you asked for a conversation by e-mail"]
    assert ("Email", "a@b.example") in known["facts"]
    assert "offer in person, phone, video or e-mail" in known["form"]
    assert "Tell Bob that the conversation is coming up." in known["homework"]
    assert "by phone" in preparation(network(*ROWS, **PEOPLE), "bob")["form"]


def test_the_past_knows_nothing_of_the_future():
    net = network(("2026-01-01", "knows", "me", "ann"), *ROWS, **PEOPLE)
    known = preparation(net, "ann", on="2026-01-02")
    assert known["referrals"] == []
    assert [row["what"] for row in known["contacts"]] == ["you are connected"]


def test_a_stranger_and_hostile_texts():
    people = PEOPLE | {"eve": {"company": "<script>alert(1)</script>", "note": "{me} {0} & more"}}
    page = str(prep_sheet(network(*ROWS, **people), "eve"))
    assert "<script>alert" not in page
    assert "{me} {0} &amp; more" in page
    assert "Nobody has referred you" in page
    with pytest.raises(ns.UnknownPerson):
        prep_sheet(network(*ROWS, **people), "nobody")


def test_the_sheets_of_the_example():
    net = ns.example()
    for who in net.people.index[1:400:40]:
        known = preparation(net, who)
        assert len(known["questions"]) == 10
        assert "{" not in str([known["questions"], known["homework"], known["shared"]]).replace(
            "{'", ""
        )
        assert len(known["homework"]) >= 4
    page = str(prep_sheet(net, "Dana Whitlock"))
    assert page == str(prep_sheet(net, "Dana Whitlock"))
    for shown in (
        "runs the press list",
        "Mei Silvestrin",
        "☐",
        "May I say that you sent me?".lower(),
    ):
        assert shown in page or shown in page.lower()
    assert "http" not in page.replace("https://www.linkedin.com", "").split("<main>")[1]

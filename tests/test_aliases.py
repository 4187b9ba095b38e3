"""Decisions on who is the same person: read from aliases.csv, applied, and undone."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netscout as ns
from netscout.errors import ReadError
from netscout.identity.aliases import Decision, contradictions, merge, survivors
from netscout.readers import examine

PEOPLE = ("name", "company", "role", "school", "location", "email", "url", "tags", "note", "origin")
CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Dana,Whitlock,https://www.linkedin.com/in/dana,dana@post.example,Acme,,05 Nov 2023\n"
    "Sam,Case,https://www.linkedin.com/in/sam,,Acme,Editor,05 Nov 2023\n"
    "Sam,Case,https://www.linkedin.com/in/sam-new,,Acme,Editor,07 Nov 2025\n"
)
BOOK = "Name,Company,Email,Tags\nDana Whitlock,Lantern,dana@home.example,press\n"


def table(*rows):
    """Return a people table from (id, facts)."""
    return pd.DataFrame(
        [dict.fromkeys(PEOPLE, "") | facts for _, facts in rows],
        index=pd.Index([person for person, _ in rows], dtype="str", name="person"),
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "contacts").mkdir()
    (tmp_path / "Connections.csv").write_text(CONNECTIONS)
    (tmp_path / "contacts" / "book.csv").write_text(BOOK)
    return tmp_path


def decide(folder, *rows, header="person,other,decision,note"):
    (folder / "aliases.csv").write_text("\n".join([header, *rows, ""]))


def account(folder):
    line = ns.check(folder).set_index("file").loc["aliases.csv"]
    assert line["rows"] == line["kept"] + line["merged"] + line["skipped"]
    return line


def test_a_proposal_becomes_a_merge_and_the_merge_is_undone(folder):
    before = ns.load(folder)
    pairs = examine(folder).same_person
    assert set(zip(pairs["person"], pairs["other"], strict=True)) == {
        ("in/sam", "in/sam-new"), ("in/dana", "contact/dana-whitlock/dana@home.example"),
    }  # fmt: skip
    decide(
        folder, *(f"{a},{b},same," for a, b in zip(pairs["person"], pairs["other"], strict=True))
    )
    net = ns.load(folder)
    assert list(net.people.index) == ["me", "in/dana", "in/sam"]
    assert net.people.at["in/dana", "email"] == "dana@post.example; dana@home.example"
    assert net.people.at["in/dana", "tags"] == "press"
    assert (
        net.people.at["in/sam", "also"] == "id in/sam-new; url https://www.linkedin.com/in/sam-new"
    )
    assert net.events["target"].tolist() == ["in/dana", "in/sam", "in/sam"]
    assert account(folder)["kept"] == 2
    assert examine(folder).same_person.empty
    (folder / "aliases.csv").unlink()
    after = ns.load(folder)
    pd.testing.assert_frame_equal(after.people, before.people)
    pd.testing.assert_frame_equal(after.events, before.events)


def test_a_no_keeps_two_people_and_is_not_asked_again(folder):
    decide(
        folder,
        "in/sam,in/sam-new,different,father and son",
        "contact/dana-whitlock/dana@home.example,Dana Whitlock,no,",
    )
    net = ns.load(folder)
    assert net.people.at["contact/dana-whitlock/dana@home.example", "company"] == "Lantern"
    assert len(net.people) == 5
    assert examine(folder).same_person.empty


def test_a_no_goes_before_the_same_e_mail(folder):
    (folder / "contacts" / "book.csv").write_text(
        "Name,Company,Email\nD. Whitlock,,dana@post.example\n"
    )
    assert len(ns.load(folder).people) == 4
    decide(folder, "in/dana,contact/d-whitlock/dana@post.example,different,her sister")
    net = ns.load(folder)
    assert net.people.at["contact/d-whitlock/dana@post.example", "name"] == "D. Whitlock"
    assert len(net.people) == 5


def test_the_log_may_use_the_name_of_people_who_were_made_one(folder):
    (folder / "log.csv").write_text(
        "date,event,person\n2026-01-05,met,Sam Case\n2026-02-01,met,S. Case\n"
    )
    with pytest.raises(ReadError, match="Sam Case"):
        ns.load(folder)
    decide(folder, "in/sam,in/sam-new,same,", "s-case,in/sam,same,")
    net = ns.load(folder)
    met = net.events[net.events["kind"] == "met"]
    assert met["target"].tolist() == ["in/sam", "in/sam"]
    assert account(folder)["kept"] == 2


def test_every_row_is_accounted_for(folder):
    decide(
        folder,
        "in/sam;in/sam-new;Same;told me",
        "in/sam-new;in/sam;same;said before",
        "in/sam;Nobody Here;same;",
        "in/dana;in/sam;;",
        header="person;other;decision;note",
    )
    line = account(folder)
    assert (line["rows"], line["kept"], line["merged"], line["skipped"]) == (4, 1, 1, 2)
    assert "other 'Nobody Here' is nobody in your files any more (row 4)" in line["reason"]
    assert "not decided yet (row 5)" in line["reason"]
    assert len(ns.load(folder).people) == 3


def test_faults_are_said_together(folder):
    decide(
        folder,
        "in/sam,in/sam-new,same,",
        "in/sam-new,in/sam,different,",
        "in/dana,,same,",
        "in/dana,in/sam,sane,",
        "in/dana,Sam Case,different,",
    )
    with pytest.raises(ReadError) as error:
        ns.load(folder)
    for part in (
        "aliases.csv, row 3: 'in/sam-new' and 'in/sam' are different, but row 2 makes them the same",
        "aliases.csv, row 4: a decision needs two people",
        "aliases.csv, row 5, decision: unknown decision 'sane'; did you mean 'same'?",
        "aliases.csv, row 6, other: 2 people are called 'Sam Case'; give an id: in/sam, in/sam-new",
    ):
        assert part in str(error.value)


def test_a_file_that_is_no_list_of_decisions_is_a_fault(folder):
    (folder / "aliases.csv").write_text("name,alias\nDana,D.\n")
    with pytest.raises(ReadError, match=r"aliases\.csv has no header of your decisions"):
        ns.load(folder)


def decisions(*pairs, same=True):
    return [Decision(row, one, other, same) for row, (one, other) in enumerate(pairs, 2)]


def made_one(people, events, *pairs, me="me"):
    has_profile = people["url"].ne("").to_dict().get
    return merge(people, events, survivors(decisions(*pairs), people.index, has_profile, me=me))


def test_a_merge_chains_and_keeps_every_fact_and_event():
    people = table(
        ("me", {"name": "Me"}),
        ("log", {"name": "D. Whitlock", "note": "met at the fair", "tags": "alumni"}),
        ("in/dana", {"name": "Dana Whitlock", "url": "in/dana", "company": "Acme", "tags": "press"}),
        ("card", {"name": "Dana W", "email": "d@post.example", "company": "Lantern", "tags": "press"}),
        ("sam", {"name": "Sam"}),
    )  # fmt: skip
    rows = [("2026-01-01", "knows", "me", "in/dana", ""), ("2026-01-02", "met", "me", "log", ""),
            ("2026-01-02", "met", "me", "card", ""), ("2026-01-02", "met", "me", "", ""),
            ("2026-01-02", "met", "me", "", ""), ("2026-01-03", "named", "log", "sam", ""),
            ("2026-01-04", "asked", "me", "sam", "card"), ("2026-01-05", "wrote", "log", "card", "")]  # fmt: skip
    events = pd.DataFrame(rows, columns=["date", "kind", "source", "target", "about"])
    before = people.copy(), events.copy()
    joined, happened = made_one(people, events, ("log", "card"), ("card", "in/dana"))
    assert list(joined.index) == ["me", "in/dana", "sam"]
    dana = joined.loc["in/dana"]
    assert (dana["name"], dana["company"], dana["email"]) == (
        "Dana Whitlock",
        "Acme",
        "d@post.example",
    )
    assert dana["tags"] == "press; alumni"
    assert dana["note"] == "met at the fair"
    for told in ("id log", "id card", "name D. Whitlock", "company Lantern"):
        assert told in dana["also"]
    assert happened["target"].tolist() == ["in/dana", "in/dana", "", "", "sam", "sam"]
    assert happened["about"].tolist()[-1] == "in/dana"
    pd.testing.assert_frame_equal(people, before[0])
    pd.testing.assert_frame_equal(events, before[1])


def test_the_owner_stays_the_owner():
    people = table(("in/me", {"name": "Me", "url": "in/me"}), ("me", {"name": "Me"}))
    events = pd.DataFrame(columns=["date", "kind", "source", "target"])
    joined, _ = made_one(people, events, ("in/me", "me"))
    assert list(joined.index) == ["me"]
    assert joined.at["me", "url"] == "in/me"


IDS = [f"p{n}" for n in range(6)]
PAIR = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS))


@settings(deadline=None)
@given(st.lists(PAIR, max_size=6), st.lists(PAIR, max_size=8, unique=True))
def test_a_merge_loses_nothing(same, ties):
    people = table(
        *(
            (p, {"name": f"Name {p}", "note": f"note of {p}", "email": f"{p}@post.example"})
            for p in IDS
        )
    )
    ties = [(a, b) for a, b in ties if a != b]
    rows = [("2026-01-01", "knows", a, b) for a, b in ties]
    events = pd.DataFrame(rows, columns=["date", "kind", "source", "target"])
    joined, happened = made_one(people, events, *same)
    told = " ".join(joined.astype(str).to_numpy().ravel())
    assert all(f"note of {p}" in told and f"{p}@post.example" in told for p in IDS)
    of = {
        p: person
        for person, cell in joined["email"].items()
        for p in cell.replace("@post.example", "").split("; ")
    }
    assert set(of) == set(IDS)
    assert all(of[a] == of[b] for a, b in same)
    between = {(of[a], of[b]) for a, b in ties if of[a] != of[b]}
    assert set(zip(happened["source"], happened["target"], strict=True)) == between
    assert not happened.duplicated().any()


@given(st.lists(PAIR, max_size=6), st.lists(PAIR, max_size=6))
def test_contradictions_are_those_that_would_make_a_no_a_yes(same, different):
    gone = survivors(decisions(*same), IDS, dict.fromkeys(IDS, False).get)
    one = {(gone.get(a, a) == gone.get(b, b)) for a, b in different}
    found = contradictions([*decisions(*same), *decisions(*different, same=False)])
    assert bool(found) is (True in one)

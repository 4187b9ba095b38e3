"""Several exports of one owner over the years: one history, and nothing twice."""

import pandas as pd
from export_files import (
    ROWS,
    SEVEN,
    SIX,
    URL,
    connections,
    counts,
    export,
    reason,
    six,
    table,
    ties,
    write,
)

import netscout as ns
from netscout.identity import name_key
from netscout.relations import relations

OLD, NEW = "Basic_LinkedInDataExport_01-31-2022.zip", "Basic_LinkedInDataExport_11-11-2023.zip"


def row(first, last, slug, company, day, role=""):
    return [first, last, URL + slug if slug else "", "", company, role, day]


def two(tmp_path, old, new, **form):
    """Read a folder with an older and a newer export."""
    export(tmp_path / "linkedin" / OLD, {"Connections.csv": connections(old, **form)})
    export(tmp_path / "linkedin" / NEW, {"Connections.csv": connections(new)})
    return ns.load(tmp_path)


def test_the_same_export_twice_changes_nothing(tmp_path):
    once = ns.load(export(tmp_path / NEW, {"Connections.csv": connections()}))
    for name in (NEW, NEW.replace(".zip", " (1).zip")):
        export(tmp_path / "twice" / "linkedin" / name, {"Connections.csv": connections()})
    twice = ns.load(tmp_path / "twice")
    assert list(twice.people.index) == list(once.people.index)
    assert ties(twice) == ties(once)
    assert list(twice.imports["merged"]) == [0, 4]
    assert list(twice.imports["kept"] + twice.imports["hidden"]) == [4, 0]


def test_what_changed_between_exports_is_told(tmp_path):
    old = [row("Dana", "Whitlock", "dana", "Firma", "01 Jan 2020", "Clerk"),
           row("Left", "Behind", "left", "Acme", "02 Jan 2020")]  # fmt: skip
    new = [row("Dana", "Whitlock", "dana", "Acme", "01 Jan 2020", "Head"),
           row("Ed", "New", "ed", "Acme", "02 Jan 2023")]  # fmt: skip
    net = two(tmp_path, old, new)
    history = net.people[["company", "first_seen", "last_seen", "gone", "former"]]
    assert tuple(history.loc["in/dana"]) == ("Acme", "2022-01-31", "2023-11-11", "", "Clerk, Firma")
    assert tuple(history.loc["in/left"]) == ("Acme", "2022-01-31", "2022-01-31", "2023-11-11", "")
    assert tuple(history.loc["in/ed"]) == ("Acme", "2023-11-11", "2023-11-11", "", "")
    assert len(ties(net)) == 3
    assert counts(net, f"{OLD}/Connections.csv") == (2, 1, 0, 1, 0, 0)


def test_no_job_now_is_not_filled_from_an_older_export(tmp_path):
    net = two(tmp_path, [row("Dana", "W", "dana", "Firma", "01 Jan 2020")],
              [row("Dana", "W", "dana", "", "01 Jan 2020")])  # fmt: skip
    assert tuple(net.people.loc["in/dana", ["company", "former"]]) == ("", "Firma")


def test_an_address_that_changed_is_the_same_person(tmp_path):
    net = two(tmp_path, [row("Dana", "Whitlock", "dana-1", "", "01 Jan 2020")],
              [row("Dana", "Whitlock, PhD", "dana-stone", "", "01 Jan 2020")])  # fmt: skip
    assert set(net.people.index) == {"me", "in/dana-stone"}
    write(tmp_path / "log.csv", "date,event,person\n2024-01-01,met,in/dana-1\n")
    assert list(ns.load(tmp_path).events["target"]) == ["in/dana-stone"] * 2


def test_an_old_export_without_addresses_joins_a_new_one(tmp_path):
    net = two(tmp_path, six(), ROWS, header=SIX)
    assert set(net.people.index) == {"me", "in/dana-whitlock", "in/zoë-prøve", "in/sam-case"}
    assert counts(net, f"{OLD}/Connections.csv") == (4, 0, 0, 4, 0, 0)


def test_namesakes_of_one_day_are_never_joined(tmp_path):
    old = [
        row("Jo", "Test", "jo-1", "", "01 Jan 2020"),
        row("Jo", "Test", "jo-2", "", "01 Jan 2020"),
    ]
    net = two(tmp_path, old, old[:1])
    assert set(net.people.index) == {"me", "in/jo-1", "in/jo-2"}
    assert len(ties(net)) == 2


def test_nameless_rows_of_several_exports_are_counted_once(tmp_path):
    blank = ["", "", "", "", "", "", "01 Jan 2020"]
    dana = row("Dana", "Whitlock", "dana", "", "01 Jan 2020")
    net = two(tmp_path, [blank, blank], [blank, dana])
    assert ties(net) == [("2020-01-01", "in/dana"), ("2020-01-01", "")] or len(ties(net)) == 2
    assert list(net.imports["hidden"] + net.imports["merged"]) in ([1, 2], [2, 1])
    net = two(tmp_path / "more", [dana, blank], [dana, blank, blank])
    assert len(ties(net)) == 3


def test_exports_without_a_date_in_their_name_are_ordered_by_their_newest_row(tmp_path):
    old = [row("Dana", "W", "dana", "Firma", "01 Jan 2020")]
    new = [row("Dana", "W", "dana", "Acme", "01 Jan 2020"), row("Ed", "N", "ed", "", "02 Jan 2023")]
    write(tmp_path / "linkedin" / "b" / "Connections.csv", connections(old))
    write(tmp_path / "linkedin" / "a" / "Connections.csv", connections(new))
    net = ns.load(tmp_path)
    assert net.people.at["in/dana", "company"] == "Acme"
    assert net.people.at["in/ed", "first_seen"] == "2023-01-02"


def test_invitations_and_messages_of_two_exports_are_merged(tmp_path):
    sent = table(["From", "To", "Sent At", "Message", "Direction"],
                 [["Me", "Dana Whitlock", "11/3/23, 8:12 PM", "", "OUTGOING"]])  # fmt: skip
    for name in (OLD, NEW):
        members = {"Connections.csv": connections(), "Invitations.csv": sent}
        export(tmp_path / "linkedin" / name, members)
    net = ns.load(tmp_path)
    assert list(net.events["kind"]).count("invited") == 1
    assert counts(net, f"{OLD}/Invitations.csv") == (1, 0, 0, 1, 0, 0)


def test_files_of_one_name_are_told_apart(tmp_path):
    write(tmp_path / "Connections.csv", connections())
    write(tmp_path / "Connections (1).csv", connections())
    net = ns.load(tmp_path)
    assert sorted(net.imports["file"]) == ["Connections (1).csv", "Connections.csv"]
    assert name_key("Dana Whitlock") in set(net.people["name"].map(name_key))
    assert reason(net) == ""
    assert SEVEN[2] == "URL"


def standing(net, on=None):
    """Return the relation of everybody as `relations` tells it on a day."""
    day = pd.Timestamp(on) if on else net.last
    return dict(relations(net.asof(day), day)["relation"])


def test_a_connection_that_was_removed_is_none_from_then_on(tmp_path):
    old = [row("Dana", "Whitlock", "dana", "Acme", "01 Jan 2020"),
           row("Left", "Behind", "left", "Acme", "02 Jan 2020")]  # fmt: skip
    new = [old[0], row("Ed", "New", "ed", "Acme", "10 Nov 2023")]
    net = two(tmp_path, old, new)
    assert net.people.at["in/left", "gone"] == "2023-11-11"
    assert standing(net, "2023-11-10")["in/left"] == "connected"
    after = relations(net, pd.Timestamp("2023-11-11")).loc["in/left"]
    assert (after["relation"], pd.isna(after["known"])) == ("cold", True)
    assert ("2020-01-02", "in/left") in ties(net)  # what has been stays in the events
    write(tmp_path / "log.csv", "date,event,person\n2023-11-12,met,Left Behind\n")
    assert standing(ns.load(tmp_path))["in/left"] == "met"


def test_a_connection_that_came_back_or_only_lost_the_name_is_not_gone(tmp_path):
    left = row("Left", "Behind", "left", "Acme", "02 Jan 2020")
    dana = row("Dana", "Whitlock", "dana", "Acme", "01 Jan 2020")
    nameless = ["", "", "", "", "", "", "02 Jan 2020"]
    net = two(tmp_path, [dana, left], [dana, nameless])
    assert set(net.people["gone"]) == {""}
    middle = "Basic_LinkedInDataExport_06-30-2022.zip"
    export(tmp_path / "back" / "linkedin" / middle, {"Connections.csv": connections([dana])})
    net = two(tmp_path / "back", [dana, left], [dana, left])
    assert set(net.people["gone"]) == {""}


def test_a_shared_school_or_employer_present_or_former_is_a_relation(tmp_path):
    members = {
        "Positions.csv": table(["Company Name", "Title", "Started On", "Finished On"],
                               [["Firma GmbH", "Clerk", "2015", "Nov 2019"],
                                ["Acme", "Head", "Dec 2019", ""],
                                ["Self-employed", "Writer", "2010", "2014"]]),
        "Education.csv": table(["School Name", "Start Date", "End Date"],
                               [["First School", "2005", "2009"], ["State University", "2010", "2014"]]),
    }  # fmt: skip
    export(tmp_path / "linkedin" / NEW, members)
    people = {
        "Ann": ("ACME, Inc.", ""), "Bea": ("Firma", ""), "Cy": ("", "first school"),
        "Dee": ("Firma Nord", "Other School"), "Eve": ("Self-employed", ""),
    }  # fmt: skip
    write(tmp_path / "people.csv", table(["name", "company", "school"],
                                         [[name, *facts] for name, facts in people.items()]))  # fmt: skip
    found = standing(ns.load(tmp_path), "2026-01-01")
    assert found == {"ann": "alumni", "bea": "alumni", "cy": "alumni", "dee": "cold", "eve": "cold"}

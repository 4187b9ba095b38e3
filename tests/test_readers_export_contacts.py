"""The address books within an export, whom the owner follows, and the events of LinkedIn."""

import zipfile

import pytest

import netscout as ns
from netscout.readers import examine
from netscout.readers.books import STRANGER, UNDECIDED

CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Dana,Whitlock,https://www.linkedin.com/in/dana,dana@post.example,Acme,,05 Nov 2023\n"
    "Sam,Case,https://www.linkedin.com/in/sam,,Acme,Editor,05 Nov 2023\n"
    "Zoë,Prøve,https://www.linkedin.com/in/zo%C3%AB-pr%C3%B8ve,,Lantern,,06 Nov 2023\n"
    "Lee,Ray,https://www.linkedin.com/in/lee-1,,Acme,,06 Nov 2023\n"
    "Lee,Ray,https://www.linkedin.com/in/lee-2,,Plan A,,06 Nov 2023\n"
)
CONTACTS = """Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles
GOOGLE_CONTACTS,Dana,Whitlock,,Head of Press,dana@post.example;dana@home.example,555 0199,"1/2/22, 3:04 PM",1 Secret St,,,Dana Whitlock,1990-01-02,,,
GOOGLE_CONTACTS,Sam,Case,,,sam@post.example,,"1/2/22, 3:04 PM",,,,Sam Case,,,,
GOOGLE_CONTACTS,,,,,zoe@post.example,,"1/2/22, 3:04 PM",,,,Zoë P.,,,,https://www.linkedin.com/in/zoë-prøve
GOOGLE_CONTACTS,The,Plumber,,,plumber@pipes.example,555 0100,"1/2/22, 3:04 PM",,,,The Plumber,,,,
GOOGLE_CONTACTS,,,,,nameless@post.example,,"1/2/22, 3:04 PM",,,,,,,,
"""
IMPORTED = """First Name,Last Name,Companies,Title,Email Address,Phone Numbers,Created At,Instant Message Handles,Addresses,Sites,Full Name,Birthday,Location,Bookmarked At,Profiles
Dana,Whitlock,,Head of Press,dana@post.example;dana@home.example,555 0199,"11/5/18, 3:04 PM",,1 Secret St,,Dana Whitlock,1990-01-02,,,
Sam,Case,,,sam@post.example,,"11/5/18, 3:04 PM",,,,Sam Case,,,,
,,,,zoe@post.example,,"11/5/18, 3:04 PM",,,,Zoë P.,,,,https://www.linkedin.com/in/zoë-prøve
The,Plumber,,,plumber@pipes.example,555 0100,"11/5/18, 3:04 PM",,,,The Plumber,,,,
,,,,nameless@post.example,,"11/5/18, 3:04 PM",,,,,,,,
"""
FOLLOWS = "Date,Status,FullName\nTue Jun 03 04:05:06 UTC 2025,Active,Dana Whitlock\n2024-01-02 03:04:05 UTC,Active,Lee Ray\n2024-01-02 03:04:05 UTC,Unfollow,Sam Case\n2024-01-02 03:04:05 UTC,Active,Somebody Famous\n2025-07-01 03:04:05 UTC,Active,Dana Whitlock\n"
EVENTS = 'Event Name,Event Time,Status,External Url\nStage Managers Meet,"Nov 05, 2023 03:00 PM - Nov 05, 2023 04:00 PM",APPROVED,\nLighting Day,"Nov 06, 2023 03:00 PM - Nov 06, 2023 04:00 PM",RELINQUISHED,\n'


def archive(tmp_path, **files):
    path = tmp_path / "Basic_LinkedInDataExport_01-02-2026.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("Connections.csv", CONNECTIONS)
        for name, text in files.items():
            file.writestr(
                f"{name.replace('_', ' ')}.csv" if name != "Member_Follows" else f"{name}.csv", text
            )
    return path


def account(path, file):
    line = ns.check(path).set_index("file").loc[file]
    assert line["rows"] == line["kept"] + line["hidden"] + line["merged"] + line["skipped"]
    return line


@pytest.mark.parametrize(("name", "text"), [("Contacts", CONTACTS), ("Imported_Contacts", IMPORTED), ("ImportedContacts", IMPORTED)])  # fmt: skip
def test_the_imported_address_book_gives_e_mails_and_no_strangers(tmp_path, name, text):
    path = archive(tmp_path, **{name: text})
    net = ns.load(path)
    assert set(net.people.index) == {
        "me",
        "in/dana",
        "in/sam",
        "in/zoë-prøve",
        "in/lee-1",
        "in/lee-2",
    }
    assert net.people.at["in/dana", "email"] == "dana@post.example; dana@home.example"
    assert net.people.at["in/dana", "role"] == "Head of Press"
    assert net.people.at["in/zoë-prøve", "email"] == "zoe@post.example"
    assert net.people.at["in/zoë-prøve", "name"] == "Zoë Prøve"
    assert net.people.at["in/sam", "email"] == ""
    assert (
        not net.people.astype(str)
        .apply(lambda column: column.str.contains("555|Secret|1990"))
        .any(axis=None)
    )
    line = account(path, f"{name.replace('_', ' ')}.csv")
    assert line[["rows", "kept", "merged", "skipped"]].tolist() == [5, 2, 0, 3]
    for reason in (f"{UNDECIDED} (row 3)", f"{STRANGER} (row 5)", "no name (row 6)"):
        assert reason in line["reason"]
    (pair,) = examine(path).same_person.itertuples()
    assert (pair.person, pair.other) == ("in/sam", "contact/sam-case/sam@post.example")


def test_both_address_books_of_an_export_say_it_once(tmp_path):
    path = archive(tmp_path, Contacts=CONTACTS, Imported_Contacts=IMPORTED)
    assert account(path, "Imported Contacts.csv")[["kept", "merged", "skipped"]].tolist() == [
        0,
        2,
        3,
    ]


def test_a_file_called_contacts_need_not_be_linkedins(tmp_path):
    (tmp_path / "Connections.csv").write_text(CONNECTIONS)
    (tmp_path / "contacts.csv").write_text("Phone,Colour\n1,red\n")
    (tmp_path / "events.csv").write_text("what,when\nparty,now\n")
    assert len(ns.load(tmp_path).people) == 6
    assert "it is no address book" in account(tmp_path, "contacts.csv")["reason"]
    assert "has no header of events on LinkedIn" in account(tmp_path, "events.csv")["reason"]
    (tmp_path / "contacts.csv").write_text(
        "First Name,Last Name,Organization Name,E-mail 1 - Value\nNew,Person,Acme,n@post.example\n"
    )
    assert "contact/new-person/n@post.example" in ns.load(tmp_path).people.index


def test_whom_the_owner_follows_is_noted_of_people_who_are_known(tmp_path):
    path = archive(tmp_path, Member_Follows=FOLLOWS)
    people = ns.load(path).people
    assert people["followed"].to_dict() == dict.fromkeys(people.index, "") | {
        "in/dana": "2025-06-03"
    }
    line = account(path, "Member_Follows.csv")
    assert line[["rows", "kept", "merged", "skipped"]].tolist() == [5, 1, 1, 3]
    for reason in (
        "2 people are called 'Lee Ray' (row 3)",
        "no longer followed (row 4)",
        "nobody of this name is known (row 5)",
    ):
        assert reason in line["reason"]


def test_the_events_of_the_owner_are_noted(tmp_path):
    path = archive(tmp_path, Events=EVENTS)
    people = ns.load(path).people
    assert people.at["me", "attended"] == "Stage Managers Meet (2023-11-05)"
    line = account(path, "Events.csv")
    assert line[["rows", "kept", "merged", "skipped"]].tolist() == [2, 1, 0, 1]
    assert "you did not take part (row 3)" in line["reason"]

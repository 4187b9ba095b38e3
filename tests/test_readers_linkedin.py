"""The other files of an export: who invited, wrote to, endorsed and recommended whom."""

import json

import pytest
from export_files import (
    ROWS,
    SEVEN,
    URL,
    connections,
    counts,
    export,
    happened,
    reason,
    table,
    ties,
    write,
)

import netscout as ns
from netscout import ReadError
from netscout.readers.folder import suggest_goal

ME_URL = URL + "robin-vale"
ZOE = URL + "zoë-prøve"
V1 = ["From", "To", "Sent At", "Message", "Direction"]
V2 = [*V1, "inviterProfileUrn", "inviteeProfileUrn"]
V3 = [*V1, "inviterProfileUrl", "inviteeProfileUrl"]
SENT = ["Robin Vale", "Zoë Prøve", "11/3/23, 8:12 PM", "a secret", "OUTGOING"]
CAME = ["Bo Case", "Robin Vale", "11/5/23, 8:12 AM", "", "INCOMING"]
INVITATIONS = {
    "v1": (V1, [SENT, CAME], "bo-case"),
    "v2": (V2, [[*SENT, "urn:li:member:1", "urn:li:member:2"],
                [*CAME, "urn:li:member:3", "urn:li:member:1"]], "bo-case"),
    "v3": (V3, [[*SENT, ME_URL, ZOE], [*CAME, URL + "bo", ME_URL]], "in/bo"),
}  # fmt: skip


def load(tmp_path, **members):
    """Read an export with Connections.csv and these other members."""
    named = {name.replace("__", "/") + ".csv": text for name, text in members.items()}
    path = tmp_path / "Basic_LinkedInDataExport_11-11-2023.zip"
    return ns.load(export(path, {"Connections.csv": connections()} | named))


@pytest.mark.parametrize(("header", "rows", "bo"), INVITATIONS.values(), ids=list(INVITATIONS))
def test_every_generation_of_invitations_says_who_asked_whom(tmp_path, header, rows, bo):
    net = load(tmp_path, Invitations=table(header, rows))
    assert happened(net, "invited") == [
        ("2023-11-03", "me", "in/zoë-prøve"), ("2023-11-05", bo, "me"),
    ]  # fmt: skip
    assert counts(net, "Invitations.csv") == (2, 2, 0, 0, 0, 0)
    assert net.people.at["me", "name"] == "Robin Vale"
    assert net.people.at["me", "url"] == (ME_URL if bo == "in/bo" else "")
    assert "secret" not in net.people.to_csv() + net.events.to_csv()


def test_invitations_that_cannot_be_read_are_counted(tmp_path):
    rows = [SENT, [*SENT[:2], "later", "", "OUTGOING"], [*SENT[:4], "SIDEWAYS"],
            ["Robin Vale", "Robin Vale", *SENT[2:]]]  # fmt: skip
    net = load(tmp_path, Invitations=table(V1, rows))
    assert counts(net, "Invitations.csv") == (4, 1, 0, 0, 0, 3)
    assert "Sent At 'later' is not a date (row 3)" in reason(net, "Invitations.csv")


BASE = ["CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO"]
END = ["DATE", "SUBJECT", "CONTENT", "FOLDER"]
M2018 = ["From", "To", "Date", "Subject", "Content", "Direction", "Folder"]
M2021 = [*BASE, *END]
M2023 = [*BASE, "RECIPIENT PROFILE URLS", *END]
M2024 = [*M2023, "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"]
M2025 = [*M2023, "ATTACHMENTS", "IS MESSAGE DRAFT"]
M2026 = [*M2023, "ATTACHMENTS"]


def message(thread, sender, url, to, urls, day, subject="", folder="INBOX", *rest):
    stamp = f"2023-{day} 14:03:22 UTC"
    return [thread, "", sender, url, to, urls, stamp, subject, "a secret", folder, *rest]


TALK = [
    message("2-a==", "Robin Vale", ME_URL, "Zoë Prøve", ZOE, "06-01"),
    message("2-a==", "Zoë Prøve", ZOE, "Robin Vale", ME_URL, "06-02"),
    message("2-a==", "LinkedIn Member", "", "Robin Vale", ME_URL, "06-03"),
]
WROTE = [("2023-06-01", "me", "in/zoë-prøve"), ("2023-06-02", "in/zoë-prøve", "me")]


def without_recipients(rows):
    return [[*row[:5], *row[6:]] for row in rows]


def with_break(rows):
    return [[*row[:8], "a\nsecret\r\n\n", *row[9:], ""] for row in rows]


MESSAGES = {
    "2018": (M2018, [
        ["Robin Vale", "Zoë Prøve", "6/1/23, 3:04 PM", "", "a secret", "OUTGOING", "INBOX"],
        ["Zoë Prøve", "Robin Vale", "6/2/23, 3:04 PM", "", "a secret", "INCOMING", "INBOX"],
        ["LinkedIn Member", "Robin Vale", "6/3/23, 3:04 PM", "", "", "INCOMING", "INBOX"],
    ]),
    "2021": (M2021, without_recipients(TALK)),
    "2023": (M2023, TALK),
    "2024": (M2024, [[*row, "No", "No"] for row in TALK]),
    "2025": (M2025, [[*row, "", "No"] for row in TALK]),
    "2026": (M2026, with_break(TALK)),
}  # fmt: skip


@pytest.mark.parametrize(("header", "rows"), MESSAGES.values(), ids=list(MESSAGES))
def test_every_generation_of_messages_says_who_wrote_to_whom(tmp_path, header, rows):
    net = load(tmp_path, messages=table(header, rows), Invitations=table(V1, [SENT]))
    assert happened(net, "wrote") == WROTE
    assert counts(net, "messages.csv") == (3, 2, 0, 0, 0, 1)
    assert "from a member who shows no name (row" in reason(net, "messages.csv")
    assert "secret" not in net.people.to_csv() + net.events.to_csv() + net.imports.to_csv()


LEFT_OUT = {
    "draft": (message("2-b==", "Robin Vale", ME_URL, "Sam Case", URL + "sam-case", "07-01",
                      "", "INBOX", "Yes", "No"), "a draft"),
    "draft of a conversation": (message("2-b==", "Robin Vale", ME_URL, "Sam Case",
                                URL + "sam-case", "07-01", "", "", "No", "Yes"), "a draft"),
    "spam": (message("2-b==", "Sam Case", URL + "sam-case", "Robin Vale", ME_URL, "07-01", "",
                     "SPAM", "No", "No"), "spam"),
    "sponsored": (message("2-b==", "Sponsored", "", "Robin Vale", ME_URL, "07-01", "Buy", "INBOX",
                          "No", "No"), "sponsored"),
    "InMail": (message("2-b==", "Rex Cruiter", URL + "rex", "Robin Vale", ME_URL, "07-01",
                       "A role", "INBOX", "No", "No"), "a single InMail"),
    "group": (message("2-b==", "Sam Case", URL + "sam-case", "Robin Vale, Zoë Prøve",
                      f"{ME_URL},{ZOE}", "07-01", "", "", "No", "No"), "in a group conversation"),
    "unknown receiver": (message("2-b==", "Robin Vale", ME_URL, "Ann One, Ben Two", "", "07-01",
                                 "", "", "No", "No"), "not certain to whom"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "why"), LEFT_OUT.values(), ids=list(LEFT_OUT))
def test_what_is_no_word_from_one_person_to_another_is_left_out(tmp_path, row, why):
    talk = [[*r, "No", "No"] for r in TALK[:2]]
    net = load(tmp_path, messages=table(M2024, [*talk, row]), Invitations=table(V1, [SENT]))
    assert happened(net, "wrote") == WROTE
    assert counts(net, "messages.csv") == (3, 2, 0, 0, 0, 1)
    assert why in reason(net, "messages.csv")


def test_an_inmail_that_was_answered_counts(tmp_path):
    rex = URL + "rex"
    rows = [
        message("2-b==", "Rex Cruiter", rex, "Robin Vale", ME_URL, "07-01", "A role"),
        message("2-b==", "Robin Vale", ME_URL, "Rex Cruiter", rex, "07-02", "A role"),
    ]
    net = load(tmp_path, messages=table(M2023, [*TALK, *rows]), Invitations=table(V1, [SENT]))
    assert happened(net, "wrote")[2:] == [
        ("2023-07-01", "in/rex", "me"), ("2023-07-02", "me", "in/rex"),
    ]  # fmt: skip
    assert net.people.at["in/rex", "name"] == "Rex Cruiter"


def test_the_owner_is_the_one_party_of_all_conversations(tmp_path):
    sam = URL + "sam-case"
    rows = [*TALK, message("2-c==", "Sam Case", sam, "Robin Vale", ME_URL, "07-01")]
    net = load(tmp_path, messages=table(M2023, rows))
    assert happened(net, "wrote") == [*WROTE, ("2023-07-01", "in/sam-case", "me")]
    assert tuple(net.people.loc["me", ["name", "url"]]) == ("Robin Vale", ME_URL)


def test_a_second_message_on_one_day_is_merged(tmp_path):
    net = load(tmp_path, messages=table(M2023, [*TALK, TALK[0]]), Invitations=table(V1, [SENT]))
    assert counts(net, "messages.csv") == (4, 2, 0, 1, 0, 1)


GIVEN = ["Endorsement Date", "Skill Name", "Endorsee First Name", "Endorsee Last Name",
         "Endorsee Public Url", "Endorsement Status"]  # fmt: skip
GOT1 = ["Endorsement Date", "Skill Name", "Endorser First Name", "Endorser Last Name",
        "Endorsement Status"]  # fmt: skip
GOT2 = [*GOT1[:4], "Endorser Public Url", GOT1[4]]
TWIN = [*GOT1, "Display Status"]
SHORT = "www.linkedin.com/in/zoë-prøve"
STAMP = "2023/06/20 13:05:02 UTC"


def test_endorsements_given_and_received_in_every_form(tmp_path):
    net = load(
        tmp_path,
        Endorsement_Given_Info=table(GIVEN, [[STAMP, "Press", "Zoë", "Prøve", SHORT, "ACCEPTED"],
                                             [STAMP, "Media", "Zoë", "Prøve", SHORT, "ACCEPTED"],
                                             [STAMP, "Media", "Zoë", "Prøve", SHORT, "PENDING"]]),
        Endorsement_Received_Info=table(GOT2, [[STAMP, "Ops", "Sam", "Case",
                                                "www.linkedin.com/in/sam-case", "ACCEPTED"]]),
    )  # fmt: skip
    assert happened(net, "endorsed") == [
        ("2023-06-20", "me", "in/zoë-prøve"), ("2023-06-20", "in/sam-case", "me"),
    ] or happened(net, "endorsed") == [
        ("2023-06-20", "in/sam-case", "me"), ("2023-06-20", "me", "in/zoë-prøve"),
    ]  # fmt: skip
    assert counts(net, "Endorsement_Given_Info.csv") == (3, 1, 0, 1, 0, 1)


def test_old_endorsements_are_matched_by_a_full_name(tmp_path):
    rows = [
        [STAMP, "Ops", "Dana", "Whitlock", "ACCEPTED"],
        [STAMP, "Ops", "Dana", "W.", "ACCEPTED"],
    ]
    net = load(tmp_path, Endorsement_Received_Info=table(GOT1, rows))
    assert happened(net, "endorsed") == [("2023-06-20", "in/dana-whitlock", "me")]
    assert counts(net, "Endorsement_Received_Info.csv") == (2, 1, 0, 0, 0, 1)


def test_the_utf16_twin_of_endorsements_is_read(tmp_path):
    import csv

    rows = [[STAMP, "Ops", "Dana", "Whitlock", "Accepted", "Show"],
            [STAMP, "Ops", "Sam", "Case", "Redacted", "Hide"]]  # fmt: skip
    text = table(TWIN, rows, delimiter="\t", quoting=csv.QUOTE_ALL, final=False)
    path = tmp_path / "Complete_LinkedInDataExport_09-12-2022.zip"
    members = {
        "Connections.csv": connections(),
        "Endorsement Received Info.csv": text.encode("utf-16"),
    }
    net = ns.load(export(path, members))
    assert happened(net, "endorsed") == [("2023-06-20", "in/dana-whitlock", "me")]
    assert counts(net, "Endorsement Received Info.csv") == (2, 1, 0, 0, 0, 1)


RECOMMENDED = ["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"]


def test_recommendations_name_people_without_addresses(tmp_path):
    rows = [
        ["Dana", "Whitlock", "Acme", "", "a secret\nover lines", "11/05/18, 03:04 PM", "VISIBLE"],
        ["Old", "Boss", "Firma", "Director", "", "11/06/18, 03:04 PM", ""],
    ]
    net = load(tmp_path, Recommendations_Given=table(RECOMMENDED, rows),
               Recommendations_Received=table(RECOMMENDED, rows[:1]))  # fmt: skip
    assert sorted(happened(net, "recommended")) == [
        ("2018-11-05", "in/dana-whitlock", "me"),
        ("2018-11-05", "me", "in/dana-whitlock"),
        ("2018-11-06", "me", "old-boss"),
    ]
    assert tuple(net.people.loc["old-boss", ["company", "role"]]) == ("Firma", "Director")
    assert net.people.at["in/dana-whitlock", "company"] == "Marquee Theatricals"
    assert "secret" not in net.people.to_csv() + net.events.to_csv()


def test_one_of_several_namesakes_is_not_guessed(tmp_path):
    rows = [*ROWS, ["Dana", "Whitlock", URL + "dana-2", "", "Firma", "", "01 Jan 2020"]]
    said = [["Dana", "Whitlock", "", "", "", "11/05/18, 03:04 PM", ""],
            ["Dana", "Whitlock", "FIRMA", "", "", "11/06/18, 03:04 PM", ""]]  # fmt: skip
    path = export(tmp_path / "a.zip", {"Connections.csv": connections(rows),
                                       "Recommendations_Given.csv": table(RECOMMENDED, said)})  # fmt: skip
    net = ns.load(path)
    assert happened(net, "recommended") == [("2018-11-06", "me", "in/dana-2")]
    assert "2 people are called 'Dana Whitlock' (row 2)" in reason(net, "Recommendations_Given.csv")


def test_the_owner_is_read_from_profile_positions_and_education(tmp_path):
    net = load(
        tmp_path,
        Profile=table(["First Name", "Last Name", "Maiden Name", "Address", "Birth Date"],
                      [["Robin", "Vale", "", "1 Secret Street", "Jan 1"]]),
        Positions=table(["Company Name", "Title", "Description", "Location", "Started On",
                         "Finished On"],
                        [["Firma", "Clerk", "", "", "2018", "Nov 2019"],
                         ["Acme", "Trainee", "a secret", "", "Dec 2019", ""]]),
        Education=table(["School Name", "Start Date", "End Date", "Notes", "Degree Name",
                         "Activities"],
                        [["First School", "2010", "2014", "", "", ""],
                         ["State University", "2015", "2018", "", "BA", ""]]),
    )  # fmt: skip
    me = net.people.loc["me"]
    assert tuple(me[["name", "company", "role", "school", "former", "schools"]]) == (
        "Robin Vale", "Acme", "Trainee", "State University", "Clerk, Firma",
        "State University; First School",
    )  # fmt: skip
    assert "ecret" not in net.people.to_csv()


def test_notes_on_connections_become_notes_on_people(tmp_path):
    header = ["Connection First Name", "Connection Last Name", "Connection Profile URL", "Note",
              "Created On", "Edited On"]  # fmt: skip
    row = ["Zoë", "Prøve", ZOE, "met at the fair", "2025-07-30 18:20:00 UTC", ""]
    net = load(tmp_path, Notes=table(header, [row, row]))
    assert net.people.at["in/zoë-prøve", "note"] == "met at the fair"
    assert counts(net, "Notes.csv") == (2, 1, 0, 1, 0, 0)


def test_companies_looked_at_are_suggested_for_the_goal(tmp_path):
    path = export(tmp_path / "a.zip", {
        "Connections.csv": connections(),
        "Company Follows.csv": table(["Organization", "Followed On"],
            [["Acme", "Tue Jun 03 04:05:06 UTC 2025"], ["Firma", "Tue Jun 03 04:05:06 UTC 2025"]],
            final=False),
        "Jobs/Saved Jobs.csv": table(["Saved Date", "Job Url", "Job Title", "Company Name"],
            [["6/3/25, 4:05 PM", "", "Publicist", "ACME, Inc."]]),
        "Jobs/Job Applications.csv": table(["Application Date", "Contact Email", "Company Name",
            "Job Title", "Question And Answers"],
            [["6/4/25, 4:05 PM", "x@example.org", "Acme", "Publicist", "a secret"]]),
    })  # fmt: skip
    found = suggest_goal(path)
    assert list(found.itertuples(index=False, name=None)) == [
        ("Acme", 1, 1, 1, 1, "Publicist", "2025-06-04"),
        ("Firma", 0, 0, 1, 0, "", "2025-06-03"),
    ]
    assert list(found) == ["company", "applied", "saved", "followed", "known", "roles", "last"]
    assert "secret" not in found.to_csv()


def test_a_saved_snapshot_is_read_like_the_files(tmp_path):
    rows = [dict(zip(SEVEN, row, strict=True)) for row in ROWS]
    sent = dict(zip(V3, [*SENT, ME_URL, ZOE], strict=True))
    pages = {"elements": [{"snapshotDomain": "CONNECTIONS", "snapshotData": rows},
                          {"snapshotDomain": "INVITATIONS", "snapshotData": [sent]},
                          {"snapshotDomain": "SECURITY", "snapshotData": [{"ip": "x"}]}]}  # fmt: skip
    net = ns.load(write(tmp_path / "snapshot.json", json.dumps(pages)))
    assert len(net) == 3
    assert len(ties(net)) == 4
    assert happened(net, "invited") == [("2023-11-03", "me", "in/zoë-prøve")]
    assert counts(net, "snapshot.json (CONNECTIONS)") == (4, 3, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"elements": [{"snapshotDomain": "X", "snapshotData": []}]}', "no domain that netscout"),
        ('{"elements": [', "not valid JSON"),
        ('{"elements": ' + "[" * 100_000, "not valid JSON"),
    ],
)
def test_a_snapshot_without_people_is_an_error(tmp_path, text, message):
    with pytest.raises(ReadError, match=message):
        ns.load(write(tmp_path / "snapshot.json", text))

"""Every variant of an export's files that has been seen, with exactly what is to be read of it.

One line a variant: the members of an archive, and the people, events and accounting that must come
of them. Values are invented.
"""

import csv

import pytest
from export_files import (
    PREAMBLE,
    ROWS,
    SEVEN,
    SIX,
    URL,
    accounts,
    connections,
    everything,
    export,
    six,
    table,
)

import netscout as ns

ARCHIVE = "Basic_LinkedInDataExport_07-11-2023.zip"
DANA, ZOE, SAM = "in/dana-whitlock", "in/zoë-prøve", "in/sam-case"
KNOWS = [("2021-12-31", "knows", "me", SAM), ("2023-11-04", "knows", "me", ""),
         ("2023-11-04", "knows", "me", ZOE), ("2023-11-05", "knows", "me", DANA)]  # fmt: skip
ME, ME_URL, RAW = "Robin Vale", URL + "robin-vale", URL + "zoë-prøve"
PROFILE = {"Profile.csv": table(
    ["First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Contact Instructions",
     "Headline", "Summary", "Industry", "Country", "Zip Code", "Geo Location", "Twitter Handles",
     "Websites", "Instant Messengers"],
    [["Robin", "Vale", "", "1 Secret Street", "Jan 1", *[""] * 10]])}  # fmt: skip
READ, ONE = (4, 3, 1, 0, 0, 0), (1, 1, 0, 0, 0, 0)


def dates(*texts):
    return [[*row[:-1], text] for row, text in zip(ROWS, texts, strict=True)]


def columns(*names, rows=ROWS):
    places = [SEVEN.index(name) for name in names]
    return [[row[place] for place in places] for row in rows]


def whole_row(row):
    return [",".join(f'"{cell}"' if "," in cell else cell for cell in row)]


KEPT = ["First Name", "Company", "Position", "Connected On"]
CONNECTIONS = {
    # 1.1, 1.2: header and preamble
    "7 columns": (connections(), READ),
    "7 columns, preamble stripped": (connections(preamble=""), READ),
    "preamble padded by Excel": (
        connections(preamble='Notes:,,,,,,\n"When exporting ..." ,,,,,,\n,,,,,,\n'), READ),
    "header without blanks": (
        connections(preamble="", header=[name.replace(" ", "") for name in SEVEN]), READ),
    "header row cut off": (table(None, ROWS, final=False), READ),
    "header and columns in another order": (
        connections([[*row[3:], *row[:3]] for row in ROWS], header=[*SEVEN[3:], *SEVEN[:3]]), READ),
    "a column added, on some rows only": (
        connections([[*ROWS[0], "Oslo"], *ROWS[1:]], header=SEVEN), (4, 3, 1, 0, 1, 0)),
    "a column added, in the header too": (
        connections([[*ROWS[0], "Oslo"], *ROWS[1:]], header=[*SEVEN, "Location"]), READ),
    # delimiter, quotes, line ends
    "semicolon of a Spanish Excel": (connections(preamble="", delimiter=";"), READ),
    "tab": (connections(preamble="", delimiter="\t"), READ),
    "every cell quoted": (connections(quoting=csv.QUOTE_ALL), READ),
    "rows with a quote are one cell": (
        connections([ROWS[0], whole_row(ROWS[1]), *ROWS[2:]]), (4, 3, 1, 0, 1, 0)),
    "CRLF": (connections(end="\r\n"), READ),
    "a newline at the end": (connections(final=True), READ),
    # encodings
    "byte order mark": (b"\xef\xbb\xbf" + connections().encode(), READ),
    "UTF-16": (connections().encode("utf-16"), READ),
    "Windows-1252": (connections(preamble="").encode("cp1252"), READ),
    # dates
    "Excel dates": (connections(dates("5-Nov-23", "04-Nov-23", "4-Nov-23", "31-Dec-21")), READ),
    "Spanish and English months": (
        connections(dates("05-nov-23", "04 Nov 2023", "04-nov-23", "31-dic-21")), READ),
    "US dates with a time": (
        connections(dates("11/5/23, 3:04 PM", "11/4/23, 3:04 AM", "11/4/23, 12:04 PM",
                          "12/31/21, 3:04 PM")), READ),
    # cells
    "NA where nothing is known": (
        connections([[*row[:3], row[3] or "NA", row[4] or "NA", row[5] or "N/A", row[6]]
                     if row[0] else row for row in ROWS]), READ),
    "slug in raw letters": (connections([ROWS[0], [*ROWS[1][:2], RAW, *ROWS[1][3:]], *ROWS[2:]]),
                            READ),
    "blanks around and within cells": (
        connections([[cell and f" {cell.replace(' ', '  ')}\u00a0" for cell in row]
                     for row in ROWS]), READ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "account"), CONNECTIONS.values(), ids=list(CONNECTIONS))
def test_connections(tmp_path, content, account):
    net = ns.load(export(tmp_path / ARCHIVE, {"Connections.csv": content}))
    assert set(net.people.index) == {"me", DANA, ZOE, SAM}
    assert everything(net) == KNOWS
    assert accounts(net) == {"Connections.csv": account}
    assert list(net.people.loc[ZOE, ["name", "company", "role", "email"]]) == [
        "Zoë Prøve", "Acme", "Head of Ops, EMEA", "zoe@example.org",
    ]  # fmt: skip
    assert list(net.people.loc[SAM, ["name", "company", "role", "email"]]) == [
        "Sam Case",
        "",
        "",
        "",
    ]


NAMED = {
    "6 columns": (connections(six(), header=SIX), ["dana-whitlock", "sam-case", "zoe-prøve"], READ),
    "6 columns of November 2018": (
        connections([[*row[:2], f"{row[0]}@example.org", *row[4:6], "11/5/18, 3:04 PM"]
                     for row in ROWS if row[0]], header=SIX, preamble="", final=True),
        ["dana-whitlock", "sam-case", "zoe-prøve"], (3, 3, 0, 0, 0, 0)),
    "6 columns, header cut off": (
        table(None, six()), ["dana-whitlock", "sam-case", "zoe-prøve"], READ),
    "a user's four columns": (
        table(KEPT, columns(*KEPT), delimiter=";"), ["dana", "sam", "zoe"], READ),
    "a user's three columns": (
        table(KEPT[1:], columns(*KEPT[1:])), [], (4, 0, 4, 0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("content", "ids", "account"), NAMED.values(), ids=list(NAMED))
def test_connections_without_addresses(tmp_path, content, ids, account):
    net = ns.load(export(tmp_path / ARCHIVE, {"Connections.csv": content}))
    assert sorted(net.people.index.drop("me")) == ids
    assert len(net.events) == account[0]
    assert accounts(net) == {"Connections.csv": account}


MEMBERS = {
    "spelled as in 2023": "Connections.csv",
    "another case": "connections.CSV",
    "a browser's copy": "Connections (1).csv",
    "a numbered twin": "Connections_34875879.csv",
    "in the folder of an unpacked archive": "Basic_LinkedInDataExport_07-11-2023/Connections.csv",
}
ARCHIVES = ["Basic_LinkedInDataExport_07-11-2023.zip", "Complete_LinkedInDataExport_07-11-2023.zip",
            "Initial_LinkedInDataExport_07-11-2023.zip", f"{ARCHIVE}.zip",
            "Basic_LinkedInDataExport_07-11-2023 (1).zip"]  # fmt: skip


@pytest.mark.parametrize("member", MEMBERS.values(), ids=list(MEMBERS))
def test_a_member_is_found_by_its_base_name(tmp_path, member):
    net = ns.load(
        export(tmp_path / ARCHIVE, {member: connections(), "my_Connections.csv": b"\xff"})
    )
    assert everything(net) == KNOWS
    assert list(accounts(net).values()) == [READ]


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_name_of_an_archive_tells_the_day(tmp_path, name):
    export(tmp_path / "linkedin" / name, {"Connections.csv": connections()})
    export(
        tmp_path / "linkedin" / "Basic_LinkedInDataExport_01-31-2022.zip",
        {"Connections.csv": connections(ROWS[2:])},
    )
    net = ns.load(tmp_path)
    assert everything(net) == KNOWS
    assert dict(net.people["last_seen"]) == {
        "me": "",
        **dict.fromkeys((DANA, ZOE, SAM), "2023-07-11"),
    }
    assert net.people.at[SAM, "first_seen"] == "2022-01-31"


STAMP, CLOCK = "2023/06/20 13:05:02 UTC", "2023-06-01 14:03:22 UTC"
INVITE = ["From", "To", "Sent At", "Message", "Direction"]
INVITED = [[ME, "Zoë Prøve", "6/30/22, 8:12 PM", "a secret", "OUTGOING"],
           ["Sam Case", ME, "7/1/22, 8:12 AM", "", "INCOMING"]]  # fmt: skip
INVITATIONS = [("2022-06-30", "invited", "me", ZOE), ("2022-07-01", "invited", SAM, "me")]
URNS = ["urn:li:member:1", "urn:li:member:2"]
M2018 = ["From", "To", "Date", "Subject", "Content", "Direction", "Folder"]
M2021 = ["CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "DATE",
         "SUBJECT", "CONTENT", "FOLDER"]  # fmt: skip
M2023 = [*M2021[:5], "RECIPIENT PROFILE URLS", *M2021[5:]]
WROTE = [("2023-06-01", "wrote", "me", ZOE), ("2023-06-02", "wrote", ZOE, "me")]
TALK = [["2-a==", "", ME, ME_URL, "Zoë Prøve, PhD", RAW, CLOCK, "", "a secret", "INBOX"],
        ["2-a==", "", "Zoë Prøve, PhD", RAW, ME, ME_URL, CLOCK.replace("-01", "-02"), "",
         "<p>a secret</p>", "ARCHIVE"],
        ["2-b==", "", "LinkedIn Member", "", ME, ME_URL, CLOCK, "", "", ""],
        ["2-c==", "", "Sam Case", URL + "sam-case", ME, ME_URL, CLOCK, "", "", "SPAM"]]  # fmt: skip
MESSAGES = (4, 2, 0, 0, 0, 2)
GOT = ["Endorsement Date", "Skill Name", "Endorser First Name", "Endorser Last Name",
       "Endorsement Status"]  # fmt: skip
GAVE = [name.replace("Endorser", "Endorsee") for name in GOT]
ENDORSED = [("2023-06-20", "endorsed", DANA, "me")]
RECOMMENDED = ["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"]
BOOK = ["Source", "FirstName", "LastName", "Companies", "Title", "Emails", "PhoneNumbers",
        "CreatedAt", "Addresses", "Sites", "InstantMessageHandles", "FullName", "Birthday",
        "Location", "BookmarkedAt", "Profiles"]  # fmt: skip
BOOK_2018 = ["First Name", "Last Name", "Companies", "Title", "Email Address", "Phone Numbers",
             "Created At", "Instant Message Handles", "Addresses", "Sites", "Full Name", "Birthday",
             "Location", "Bookmarked At", "Profiles"]  # fmt: skip
ADDRESS = ["Sam", "Case", "", "", "sam@example.org", "a secret", "1/2/22, 3:04 PM", *[""] * 8]


def without_recipients(rows):
    return [[*row[:5], *row[6:]] for row in rows]


def endorsement(last, status, *more):
    return [STAMP, "Ops", "Dana", last, *more, status]


OTHERS = {
    "Invitations v1": ("Invitations.csv", table(INVITE, INVITED), INVITATIONS, (2, 2, 0, 0, 0, 0)),
    "Invitations v2": (
        "Invitations.csv",
        table([*INVITE, "inviterProfileUrn", "inviteeProfileUrn"], [[*r, *URNS] for r in INVITED]),
        INVITATIONS, (2, 2, 0, 0, 0, 0)),
    "Invitations v3": (
        "Invitations.csv",
        table([*INVITE, "inviterProfileUrl", "inviteeProfileUrl"],
              [[*INVITED[0], ME_URL, RAW], [*INVITED[1], URL + "sam-case", ME_URL]]),
        INVITATIONS, (2, 2, 0, 0, 0, 0)),
    "Messages of 2018": (
        "Messages.csv",
        table(M2018, [[ME, "Zoë Prøve", "6/1/23, 3:04 PM", "", "a secret", "OUTGOING", "INBOX"],
                      ["Zoë Prøve", ME, "6/2/23, 3:04 PM", "", "", "INCOMING", "INBOX"],
                      ["LinkedIn Member", ME, "6/2/23, 3:04 PM", "", "", "INCOMING", "INBOX"],
                      ["Sam Case", ME, "6/2/23, 3:04 PM", "", "", "INCOMING", "SPAM"]]),
        WROTE, MESSAGES),
    "messages of 2021-2022": (
        "messages.csv", table(M2021, without_recipients(
            [[cell.replace(", PhD", "") for cell in row] for row in TALK])), WROTE, MESSAGES),
    "messages of 2023-24": ("messages.csv", table(M2023, TALK), WROTE, MESSAGES),
    "messages of December 2024": (
        "messages.csv",
        table([*M2023, "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"],
              [*([*row, "No", "No"] for row in TALK), [*TALK[0], "Yes", "No"],
               [*TALK[0], "No", "Yes"]]), WROTE, (6, 2, 0, 0, 0, 4)),
    "messages of 2025": (
        "messages.csv",
        table([*M2023, "ATTACHMENTS", "IS MESSAGE DRAFT"],
              [*([*row, "", "No"] for row in TALK), [*TALK[0], "", "Yes"]]),
        WROTE, (5, 2, 0, 0, 0, 3)),
    "messages of 2026": (
        "messages.csv",
        table([*M2023, "ATTACHMENTS"],
              [[*row[:8], "a\r\n\n\"secret\", or\ntwo", row[9], ""] for row in TALK],
              quoting=csv.QUOTE_ALL), WROTE, MESSAGES),
    "endorsements received, 2021-22": (
        "Endorsement_Received_Info.csv",
        table(GOT, [endorsement("Whitlock", "ACCEPTED"), endorsement("Whitlock", "PENDING")]),
        ENDORSED, (2, 1, 0, 0, 0, 1)),
    "endorsements received, 2023 on": (
        "Endorsement_Received_Info.csv",
        table([*GOT[:4], "Endorser Public Url", GOT[4]],
              [endorsement("Whitlock", "ACCEPTED", "www.linkedin.com/in/dana-whitlock")]),
        ENDORSED, ONE),
    "endorsements received, UTF-16 and tabs": (
        "Endorsement Received Info.csv",
        table([*GOT, "Display Status"],
              [[*endorsement("Whitlock", "Accepted"), "Show"],
               [*endorsement("W.", "Accepted"), "Show"],
               [*endorsement("Whitlock", "Redacted"), "Hide"]],
              delimiter="\t", quoting=csv.QUOTE_ALL, final=False).encode("utf-16"),
        ENDORSED, (3, 1, 0, 0, 0, 2)),
    "endorsements given": (
        "Endorsement_Given_Info.csv",
        table([*GAVE[:4], "Endorsee Public Url", GAVE[4]],
              [[STAMP, "Ops", "Zoë", "Prøve", "www.linkedin.com/in/zoë-prøve", "ACCEPTED"],
               [STAMP, "Press", "Zoë", "Prøve", "www.linkedin.com/in/zoë-prøve", "ACCEPTED"]]),
        [("2023-06-20", "endorsed", "me", ZOE)], (2, 1, 0, 1, 0, 0)),
    "recommendations received": (
        "Recommendations_Received.csv",
        table(RECOMMENDED, [["Zoë", "Prøve", "Acme", "Head", "a secret\nand more",
                             "11/05/18, 03:04 PM", "VISIBLE"]]).encode("cp1252"),
        [("2018-11-05", "recommended", ZOE, "me")], ONE),
    "recommendations given": (
        "Recommendations_Given.csv",
        table(RECOMMENDED, [["Dana", "Whitlock", "Old Firma", "", "", "11/05/18, 03:04 PM", ""]]),
        [("2018-11-05", "recommended", "me", DANA)], ONE),
    "address book of 2022-23": (
        "Contacts.csv",
        table(BOOK, [["GOOGLE_CONTACTS", *ADDRESS[:-1], URL + "sam-case"],
                     ["GOOGLE_CONTACTS", "Dana", "Whitlock", "Marquee Theatricals", "",
                      "dana@example.org,d@example.org", *[""] * 10],
                     ["GOOGLE_CONTACTS", *ADDRESS]]), [], (3, 1, 0, 1, 0, 1)),
    "address book of 2018": (
        "Imported Contacts.csv", table(BOOK_2018, [[*ADDRESS[:-1], URL + "sam-case"], [*ADDRESS[:4], *[""] * 11]]),
        [], (2, 1, 0, 0, 0, 1)),
    "Notes of 2026": (
        "Notes.csv",
        table(["Connection First Name", "Connection Last Name", "Connection Profile URL", "Note",
               "Created On", "Edited On"],
              [["Zoë", "Prøve", RAW, "met at\nthe fair", CLOCK, ""]]), [], ONE),
    "Company Follows": (
        "Company Follows.csv",
        table(["Organization", "Followed On"], [["Acme", "Tue Jun 03 04:05:06 UTC 2025"]],
              final=False), [], ONE),
    "Saved Jobs": (
        "Jobs/Saved Jobs.csv",
        table(["Saved Date", "Job Url", "Job Title", "Company Name"],
              [["6/3/25, 4:05 PM", "", "Clerk", "Acme"]]), [], ONE),
    "Saved Jobs at the root": (
        "Saved Jobs.csv",
        table(["Saved Date", "Job Url", "Job Title", "Company Name"],
              [["6/3/25, 4:05 PM", "", "Clerk", "Acme"]]), [], ONE),
    "Job Applications": (
        "Jobs/Job Applications.csv",
        table(["Application Date", "Contact Email", "Contact Phone Number", "Company Name",
               "Job Title", "Job Url", "Resume Name", "Question And Answers"],
              [["6/3/25, 4:05 PM", "x@example.org", "1", "Acme", "Clerk", "", "", "a | secret"]]),
        [], ONE),
    "Positions": (
        "Positions.csv",
        table(["Company Name", "Title", "Description", "Location", "Started On", "Finished On"],
              [["Firma", "Clerk", "a secret", "", "2018", "Nov 2019"],
               ["Acme", "Trainee", "a\nsecret", "", "Nov 2019", ""]]), [], (2, 2, 0, 0, 0, 0)),
    "Education": (
        "Education.csv",
        table(["School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"],
              [["State University", "2015", "2018", "a secret", "BA", ""]]), [], ONE),
    "a text that says that there is nothing": (
        "messages.csv", "No conversations found", [], (0, 0, 0, 0, 0, 0)),
    "a header alone": ("Invitations.csv", table(INVITE, []), [], (0, 0, 0, 0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("member", "content", "events", "account"), OTHERS.values(), ids=list(OTHERS)
)
def test_another_file_of_an_export(tmp_path, member, content, events, account):
    members = {"Connections.csv": connections(), **PROFILE, member: content}
    net = ns.load(export(tmp_path / ARCHIVE, members))
    assert set(net.people.index) == {"me", DANA, ZOE, SAM}
    assert everything(net) == sorted([*KNOWS, *events])
    assert accounts(net) == {
        "Connections.csv": READ, "Profile.csv": ONE, member.rpartition("/")[2]: account,
    }  # fmt: skip
    assert "ecret" not in net.people.to_csv() + net.events.to_csv() + net.imports.to_csv()


def test_what_the_files_about_people_say_is_told(tmp_path):
    wanted = ["Notes of 2026", "address book of 2022-23", "Positions", "Education"]
    members = {OTHERS[name][0]: OTHERS[name][1] for name in wanted}
    net = ns.load(
        export(tmp_path / ARCHIVE, {"Connections.csv": connections(), **PROFILE, **members})
    )
    assert net.people.at[ZOE, "note"] == "met at\nthe fair"
    assert list(net.people.loc[[SAM, DANA], "email"]) == [
        "sam@example.org",
        "",
    ]
    mine = net.people.loc["me", ["name", "company", "role", "school", "former", "employers"]]
    assert list(mine) == [ME, "Acme", "Trainee", "State University", "Clerk, Firma", "Firma"]


NEVER = """
    Ad_Targeting Certifications Courses Languages Learning PhoneNumbers Projects Registration
    Skills Receipts Receipts_v2 Verifications Logins Shares Votes Comments_34875879 Reactions
    coach_messages guide_messages learning_coach_messages learning_role_play_messages
    LearningCoachMessages SavedJobAlerts Inferences_about_you Private_identity_asset
""".split()


def test_everything_else_is_never_opened(tmp_path):
    members = {f"{name}.csv": b"\xff\xfe\0" for name in NEVER}
    members |= {"Email Addresses.csv": b"\0", "Jobs/Job Seeker Preferences.csv": b"\0",
                "Articles/Articles/a.html": b"\0", "Security Challenges.csv": b"\0",
                "Job Applicant Saved Screening Question Responses_1.csv": b"\0"}  # fmt: skip
    path = export(tmp_path / ARCHIVE, {"Connections.csv": connections(), **members})
    net = ns.load(path)
    assert everything(net) == KNOWS
    assert list(accounts(net)) == ["Connections.csv"]
    checked = ns.check(path).set_index("file")["reason"]
    assert dict(checked.drop("Connections.csv")) == dict.fromkeys(
        members, "not opened: netscout has no use for it"
    )


ODD = {
    "credentials": (["Ada", "Testperson, PhD"], "Ada Testperson, PhD"),
    "initial only": (["Ada", "K."], "Ada K."),
    "maiden name": (["Ada", "Testperson (Sand)"], "Ada Testperson (Sand)"),
    "pronouns": (["Ada", "(She/ Her)"], "Ada (She/ Her)"),
    "ornaments": (["Ada ★", "🔸 Test ✔️"], "Ada ★ 🔸 Test ✔️"),
    "joined emoji": (["Ada", "👩\u200d🚀"], "Ada 👩\u200d🚀"),
    "maths-bold letters": (["𝐀𝐝𝐚", "Test"], "𝐀𝐝𝐚 Test"),
    "Cyrillic, Greek": (["Ада", "Δοκιμή"], "Ада Δοκιμή"),
    "Chinese": (["松本", "试"], "松本 试"),
    "Arabic with marks": (["\u200fنور", "محمد\u200e"], "نور محمد"),
    "no-break space": (["Ada\u00a0B.", "Test"], "Ada B. Test"),
    "a tab inside": (["Ada\tB.", "Test"], "Ada B. Test"),
    "replacement character": (["Ada", "O\ufffdNeil"], "Ada O\ufffdNeil"),
    "decomposed accents": (["Zoe\u0308", "Test"], "Zoë Test"),
    "capitals": (["ADA", "TEST"], "ADA TEST"),
    "trailing comma": (["Ada,", "Test"], "Ada, Test"),
    "titles": (["Prof.Dr. Ada", "Test"], "Prof.Dr. Ada Test"),
    "a formula": (["=1+1", "@SUM(A1)"], "=1+1 @SUM(A1)"),
    "surname Na": (["Li", "Na"], "Li Na"),
    "Greek question mark": (["Ada\u037e", "Test"], "Ada? Test"),
}  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("cells", "name"), ODD.values(), ids=list(ODD))
def test_odd_names(tmp_path, cells, name, delimiter):
    rows = [[*cells, URL + "ada", "", "", "", "05 Nov 2023"], *ROWS[1:]]
    content = connections(rows, preamble="", delimiter=delimiter)
    net = ns.load(export(tmp_path / ARCHIVE, {"Connections.csv": content}))
    assert net.people.at["in/ada", "name"] == name
    assert accounts(net) == {"Connections.csv": READ}


def test_names_garbled_by_another_program_are_pointed_out(tmp_path):
    garbled = connections(preamble=PREAMBLE).replace("Zoë", "Zo√´").replace("Dana", "JOÃO")
    net = ns.load(export(tmp_path / ARCHIVE, {"Connections.csv": garbled}))
    assert "1 name looks garbled" in net.imports["reason"].iat[0]
    assert accounts(net) == {"Connections.csv": READ}

"""Address books of every make give the same people, and never a telephone number."""

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netscout as ns
from netscout.errors import ReadError
from netscout.readers import examine
from netscout.readers.account import Account
from netscout.readers.books import UNDECIDED
from netscout.readers.columns import map_columns
from netscout.readers.contacts import read_contacts

GOOGLE_OLD = """Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Formatted,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title,Website 1 - Type,Website 1 - Value
Zoë M Prøve,Zoë,M,Prøve,,,,,,,,,,,1990-01-02,,,,,,,,,,,at the fair,,,* myContacts ::: Alumni,* Work,zoe@post.example,Home,zoe@home.example,Mobile,555 0199,1 Secret St,,Lantern Stage,Publicist,,https://www.linkedin.com/in/zoe
"""
GOOGLE_NEW = """First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Website 1 - Label,Website 1 - Value
Zoë,M,Prøve,,,,,,,,Lantern Stage,Publicist,,1990-01-02,at the fair,,* myContacts ::: Alumni,* Work,zoe@post.example ::: zoe@home.example,,555 0199,1 Secret St,,https://zoe.example ::: https://www.linkedin.com/in/zoe
"""
OUTLOOK_COM = """First Name,Middle Name,Last Name,Title,Suffix,Nickname,E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Mobile Phone,Job Title,Department,Company,Home Street,Personal Web Page,Schools,Web Page,Birthday,Categories,Notes
Zoë,M,Prøve,,,,zoe@post.example,zoe@home.example,,555 0199,555 0199,Publicist,,Lantern Stage,1 Secret St,https://www.linkedin.com/in/zoe,,,1990-01-02,Alumni,at the fair
"""
OUTLOOK_CLASSIC = """"Title","First Name","Middle Name","Last Name","Suffix","E-mail Address","E-mail 2 Address","E-mail 3 Address","Business Street","Business Phone","Company","Department","Job Title","Categories","Notes","Web Page"
"Dr.","Zoë","M","Prøve","","zoe@post.example","zoe@home.example","","1 Secret St","555 0199","Lantern Stage","","Publicist","Alumni","at the fair","https://www.linkedin.com/in/zoe"
"""
OUTLOOK_GERMAN = """Vorname;Nachname;Firma;Position;E-Mail-Adresse;Telefon (privat);Straße;Kategorien;Notizen;LinkedIn
Zoë M;Prøve;Lantern Stage;Publicist;zoe@post.example, zoe@home.example;555 0199;1 Secret St;Alumni;at the fair;https://www.linkedin.com/in/zoe
"""
DIRECTORY = """Alumni directory 2026,,,,,,
Full Nane,Current Employer,Job title,E-Mail,LinkedIn Profile,Mobile,Labels,Comments
Zoë M Prøve,Lantern Stage,Publicist,zoe@post.example; zoe@home.example,https://www.linkedin.com/in/zoe,555 0199,Alumni,at the fair
"""
VCARD_21 = """BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Pr=C3=B8ve;Zo=C3=AB;M;;\r
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB M =\r
Pr=C3=B8ve\r
ORG:Lantern Stage;Press\r
TITLE:Publicist\r
TEL;CELL:555 0199\r
BDAY:1990-01-02\r
ADR;HOME:;;1 Secret St;;;;\r
EMAIL;INTERNET;PREF:zoe@post.example\r
EMAIL;INTERNET:zoe@home.example\r
URL:https://www.linkedin.com/in/zoe\r
CATEGORIES:Alumni\r
NOTE:at the fair\r
PHOTO;ENCODING=BASE64;JPEG:AAAA\r
 BBBB\r
END:VCARD\r
"""
VCARD_30 = """BEGIN:VCARD
VERSION:3.0
N:Prøve;Zoë;M;;
FN:Zoë M Prøve
ORG:Lantern Stage;Press
TITLE:Publicist
item1.TEL;type=CELL:555 0199
item2.EMAIL;type=INTERNET;type=pref:zoe@post.exa
 mple
EMAIL:zoe@home.example
item3.URL;type=pref:https\\://www.linkedin.com/in/zoe
CATEGORIES:Alumni
NOTE:at the fair
END:VCARD
"""
VCARD_40 = """BEGIN:VCARD
VERSION:4.0
KIND:individual
FN:Zoë M Prøve
ORG:Lantern Stage
TITLE:Publicist
TEL;VALUE=uri:tel:+1-555-0199
EMAIL;PREF=1:zoe@post.example
EMAIL:zoe@home.example
X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/zoe
CATEGORIES:Alumni
NOTE:at the fair
END:VCARD
"""
FILES = {
    "google old.csv": GOOGLE_OLD, "google new.csv": GOOGLE_NEW, "outlook.com.csv": OUTLOOK_COM,
    "outlook classic.csv": OUTLOOK_CLASSIC, "outlook german.csv": OUTLOOK_GERMAN,
    "directory.csv": DIRECTORY, "2.1.vcf": VCARD_21, "3.0.vcf": VCARD_30, "4.0.vcf": VCARD_40,
}  # fmt: skip
ZOE = {
    "name": "Zoë M Prøve", "company": "Lantern Stage", "role": "Publicist", "school": "",
    "location": "", "tags": "Alumni", "note": "at the fair",
    "email": "zoe@post.example; zoe@home.example", "url": "https://www.linkedin.com/in/zoe",
}  # fmt: skip


def read(text, name="x.csv", **options):
    data = text if isinstance(text, bytes) else text.encode()
    account = Account(name)
    records = read_contacts(data, account, **options)
    assert account.rows == account.kept + account.merged + account.skipped
    return records, account


@pytest.mark.parametrize(("name", "text"), FILES.items(), ids=list(FILES))
def test_every_make_of_address_book_gives_the_same_person(name, text):
    records, account = read(text, name)
    assert len(records) == 1
    record = records[0]
    assert record.pop("origin").startswith(f"{name}:")
    assert record == ZOE
    assert account.kept == 1
    assert not any(secret in str(records) for secret in ("555", "Secret", "1990"))


HEADERS = {
    "Google to 2024": """Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,Organization 1 - Department,Organization 1 - Symbol,Organization 1 - Location,Organization 1 - Job Description,Website 1 - Type,Website 1 - Value""",
    "Google from 2024": """First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value""",
    "Outlook.com": """First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other City,Other State,Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,Location,Web Page,Birthday,Anniversary,Notes""",
    "Outlook, and LinkedIn before 2018": '''"Title","First Name","Middle Name","Last Name","Suffix","E-mail Address","E-mail 2 Address","E-mail 3 Address","Business Street","Business Street 2","Business Street 3","Business City","Business State","Business Postal Code","Business Country","Home Street","Company","Department","Job Title","Assistant's Phone","Notes","Other Address PO Box","Spouse","Web Page","Personal Web Page"''',
}
OLDEST_GOOGLE = HEADERS["Google to 2024"].replace("Language,Photo,", "")
FACTS = {
    "Name": "Zoë M Prøve", "Given Name": "Zoë", "Additional Name": "M", "Family Name": "Prøve",
    "First Name": "Zoë", "Middle Name": "M", "Last Name": "Prøve", "Name Prefix": "Dr.", "Title": "Dr.",
    "Organization 1 - Name": "Lantern Stage", "Organization Name": "Lantern Stage", "Company": "Lantern Stage",
    "Organization 1 - Title": "Publicist", "Organization Title": "Publicist", "Job Title": "Publicist",
    "E-mail 1 - Value": "zoe@post.example ::: zoe@home.example", "E-mail Address": "zoe@post.example", "E-mail 2 Address": "zoe@home.example",
    "Website 1 - Value": "https://www.linkedin.com/in/zoe", "Web Page": "https://zoe.example", "Personal Web Page": "www.linkedin.com/in/zoe",
    "Notes": "at the fair", "Group Membership": "* myContacts ::: Alumni", "Labels": "* myContacts ::: Alumni",
    "Birthday": "1990-01-02", "Phone 1 - Value": "555 0199", "Home Phone": "555 0199", "Home Street": "1 Secret St",
    "Address 1 - Formatted": "1 Secret St", "Assistant's Phone": "555 0199",
}  # fmt: skip


@pytest.mark.parametrize(
    "header", [*HEADERS.values(), OLDEST_GOOGLE], ids=[*HEADERS, "Google, oldest"]
)
def test_the_headers_of_real_exports(header):
    names = next(csv.reader([header]))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if header.startswith('"') else csv.QUOTE_MINIMAL)
    writer.writerows([names, [FACTS.get(name, "") for name in names], ["" for _ in names]])
    (record,), account = read(out.getvalue())
    assert account.notes[0].startswith("read as ")
    assert (record["name"], record["company"], record["role"]) == (
        "Zoë M Prøve",
        "Lantern Stage",
        "Publicist",
    )
    assert record["email"] == "zoe@post.example; zoe@home.example"
    assert (record["url"].removeprefix("https://"), record["note"]) == (
        "www.linkedin.com/in/zoe",
        "at the fair",
    )
    assert record["tags"] in {"Alumni", ""}
    assert not any(secret in str(record) for secret in ("555", "Secret", "1990"))


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["google new.csv", "3.0.vcf", "outlook classic.csv"])
def test_encodings(name, coding):
    records, _ = read(FILES[name].encode(coding), name)
    assert [record["name"] for record in records] == ["Zoë M Prøve"]


def test_the_mapping_is_shown_and_can_be_fixed():
    text = "Graduate,Works at,Contact e-mail,Colour\nDana Whitlock,Acme,dana@post.example,red\n"
    with pytest.raises(ReadError, match="has no header that names people.*'Graduate,Works at"):
        read(text)
    fixed = {"name": "Graduate", "company": "Works at", "email": "Contact e-mail"}
    records, account = read(text, columns=fixed)
    assert (records[0]["name"], records[0]["company"]) == ("Dana Whitlock", "Acme")
    assert account.notes == [
        "columns: name from 'Graduate' (by you), company from 'Works at' (by you), "
        "email from 'Contact e-mail' (by you); not read: 'Colour'"
    ]
    _records, account = read(DIRECTORY)
    assert "name from 'Full Nane' (alike)" in account.notes[0]
    records, _ = read("Name,Company,Comments\nDana,Acme,secret\n", columns={"note": ""})
    assert (records[0]["name"], records[0]["note"]) == ("Dana", "")
    with pytest.raises(ReadError, match="no column 'Gradate'; did you mean 'Graduate'"):
        map_columns(text.splitlines()[0].split(","), {"name": "Gradate"})
    with pytest.raises(ReadError, match="no column 'compny'; did you mean 'company'"):
        map_columns(["Name"], {"compny": "Name"})


@pytest.mark.parametrize(
    "header",
    [
        "profileUrl,fullName,firstName,lastName,companyName,title,companyId,summary,industry,connectionDegree,timestamp",
        "Full name,Class year,Employer,Job title,E-mail address,LinkedIn URL",
        "Nom complet;Entreprise;Poste;Adresse e-mail;Profil LinkedIn;Téléphone",
        "Nombre;Apellidos;Empresa;Cargo;Correo electrónico;LinkedIn;Teléfono",
        "Name\tOrganisation\tPosition\tMail\tLinkedIn profile\tHandy",
    ],
)  # fmt: skip
def test_any_table_of_people_is_read_by_its_columns(header):
    delimiter = max(",;\t", key=header.count)
    names = header.split(delimiter)
    facts = dict.fromkeys(("fullName", "Full name", "Nom complet", "Name"), "Zoë Prøve")
    facts |= {"firstName": "Zoë", "Nombre": "Zoë", "lastName": "Prøve", "Apellidos": "Prøve"}
    facts |= dict.fromkeys(
        ("companyName", "Employer", "Entreprise", "Empresa", "Organisation"), "Lantern Stage"
    )
    facts |= dict.fromkeys(("title", "Job title", "Poste", "Cargo", "Position"), "Publicist")
    facts |= dict.fromkeys(
        ("profileUrl", "LinkedIn URL", "Profil LinkedIn", "LinkedIn", "LinkedIn profile"),
        "https://www.linkedin.com/in/zoe",
    )
    facts |= dict.fromkeys(("Téléphone", "Teléfono", "Handy", "Class year"), "555")
    (record,), account = read(
        "\n".join([header, delimiter.join(facts.get(name, "") for name in names)])
    )
    assert {c: record[c] for c in ("name", "company", "role", "url")} == {
        c: ZOE[c] for c in ("company", "role", "url")
    } | {"name": "Zoë Prøve"}
    assert "555" not in str(record)
    assert account.notes[0].startswith("columns: ")


def test_a_private_header_is_never_taken():
    found = map_columns(["Name", "Company Phone", "Home Street", "Birthday", "Email", "E-Mail 2"])
    assert set(found.found) == {"name", "email"}


def test_rows_are_accounted_for():
    text = GOOGLE_NEW + GOOGLE_NEW.splitlines()[1] + "\n" + ",,,,,,,,,,Acme,,,,,,,,,,,,,\n"
    records, account = read(text)
    assert len(records) == 1
    assert (account.rows, account.kept, account.merged) == (3, 1, 1)
    assert account.why == {"no name": [4]}


def test_cards_of_groups_and_without_a_name_are_left_out():
    group = "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Friends\nEND:VCARD\n"
    firm = "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nORG:Acme\nEND:VCARD\n"
    broken = "BEGIN:VCARD\nVERSION:3.0\nFN\nEND:VCARD\n"
    long = "BEGIN:VCARD\nVERSION:3.0\nFN:" + "x" * 70_000 + "\nEND:VCARD\n"
    records, account = read(group + firm + broken + long + VCARD_30, "x.vcf")
    assert len(records) == 1
    assert account.skipped == 4
    assert "a group or an organisation" in account.why


def test_a_formula_stays_text():
    records, _ = read('Name,Company\n"=HYPERLINK(""http://x.example"")",Acme\n')
    assert records[0]["name"].startswith("=HYPERLINK(")


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"PK\x03\x04" + b"x" * 99, "ZIP"), (b"BEGIN:VCARD\n" * 9_999, "no contact"),
     (b"Name,Company\n" + b"x" * 300_000, "longer than"), (b"\x89PNG" + bytes(99), "picture"),
     (b"a,b\n1,2\n", "no header"), (b",".join(b"c%d" % n for n in range(30_000)), "no header")],
)  # fmt: skip
def test_other_files_are_refused(data, says):
    with pytest.raises(ReadError, match=says):
        read(data)


LINE = st.sampled_from(
    ["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "FN:Dana", "N:;;", "ORG:", "EMAIL;X=\":a@b.example", " fold", "FN;ENCODING=QUOTED-PRINTABLE:=C3=",
     "First Name,Last Name,Company", "Name;Email", "Dana,Whitlock,Acme", '"'] ) | st.text(max_size=12)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINE, max_size=20))
def test_any_text_is_read_or_refused(lines):
    account = Account("x")
    try:
        records = read_contacts("\n".join(lines).encode("utf-8", "surrogatepass"), account)
    except ReadError:
        return
    assert account.rows == account.kept + account.merged + account.skipped
    assert all(record["name"] for record in records)


@pytest.fixture
def folder(tmp_path):
    """Return a user's folder: two connections, an address book that knows them, a calendar."""
    (tmp_path / "contacts").mkdir()
    (tmp_path / "Connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Dana,Whitlock,https://www.linkedin.com/in/dana,dana@post.example,Acme,,05 Nov 2023\n"
        "Sam,Case,https://www.linkedin.com/in/sam,,Acme,Editor,05 Nov 2023\n"
    )
    (tmp_path / "contacts" / "book.csv").write_text(
        "First Name,Last Name,Company,Job Title,Email,Tags\n"
        "D.,Whitlock,,Head of Press,Dana@post.example,alumni\n"
        "Sam,Case,,,sam@post.example,\n"
        "New,Person,Lantern,,new@post.example,\n"
        "Omar,Whitlock,,,dana@post.example,\n"
    )
    return tmp_path


def account(folder, file="contacts/book.csv"):
    line = ns.check(folder).set_index("file").loc[file]
    assert line["rows"] == line["kept"] + line["hidden"] + line["merged"] + line["skipped"]
    return line


def test_a_folder_takes_contacts_by_exact_keys_only(folder):
    people = ns.load(folder).people
    dana = people.loc["in/dana"]
    assert (dana["name"], dana["role"], dana["tags"]) == (
        "Dana Whitlock",
        "Head of Press",
        "alumni",
    )
    assert dana["origin"] == "Connections.csv:2; contacts/book.csv:2"
    assert people.at["in/sam", "email"] == ""
    assert people.at["contact/new-person/new@post.example", "company"] == "Lantern"
    assert people.at["contact/omar-whitlock/dana@post.example", "name"] == "Omar Whitlock"
    line = account(folder)
    assert line[["rows", "kept", "merged", "skipped"]].tolist() == [4, 3, 0, 1]
    assert f"{UNDECIDED} (row 3)" in line["reason"]
    assert list(people.index[1:3]) == ["in/dana", "in/sam"]
    assert len(people) == 5


def test_the_same_book_twice_changes_nothing(folder):
    before = ns.load(folder)
    book = (folder / "contacts" / "book.csv").read_text()
    (folder / "contacts" / "copy.csv").write_text(book)
    (folder / "contacts" / "twice.csv").write_text(book + book.split("\n", 1)[1])
    after = ns.load(folder)
    pd.testing.assert_frame_equal(after.people, before.people)
    pd.testing.assert_frame_equal(after.events, before.events)
    assert account(folder, "contacts/copy.csv")[["kept", "merged", "skipped"]].tolist() == [0, 3, 1]
    assert account(folder, "contacts/twice.csv")[["rows", "kept", "skipped"]].tolist() == [8, 0, 1]


def test_what_two_books_say_of_one_person_is_joined(folder):
    (folder / "contacts" / "more.csv").write_text(
        "Name,Email,Tags,Notes\nDana Whitlock,dana@post.example; dana@home.example,press,at the fair\n"
    )
    dana = ns.load(folder).people.loc["in/dana"]
    assert dana["email"] == "dana@post.example; dana@home.example"
    assert (dana["tags"], dana["note"]) == ("alumni; press", "at the fair")


def test_people_who_share_a_mailbox_stay_two(tmp_path):
    (tmp_path / "contacts").mkdir()
    (tmp_path / "contacts" / "book.csv").write_text(
        "Name,Email\nGareth Pellow,pellows@post.example\nMorwenna Pellow,pellows@post.example\n"
        "Walter Pellow Jr,w@post.example\nWalter Pellow,w@post.example\nDana Roe,info@acme.example\nSam Roe,info@acme.example\n"
    )
    assert len(ns.load(tmp_path).people) == 1 + 6


def test_namesakes_without_an_address_are_never_made_one(tmp_path):
    (tmp_path / "contacts").mkdir()
    book = tmp_path / "contacts" / "book.csv"
    book.write_text(
        "Name,Company,Title\nKim Sand,Acme,Editor\nKim Sand,Acme,\nKim Sand,Acme,Pilot\n"
    )
    assert account(tmp_path)[["kept", "merged", "skipped"]].tolist() == [1, 1, 1]
    (pair,) = examine(tmp_path).same_person.itertuples()
    assert (pair.person, pair.other) == ("contact/kim-sand/acme", "contact/kim-sand/acme/2")
    (tmp_path / "aliases.csv").write_text(
        f"person,other,decision\n{pair.person},{pair.other},different\n"
    )
    assert ns.load(tmp_path).people["role"].tolist()[1:] == ["Editor", "Pilot"]


def test_columns_can_be_named_in_the_settings(folder):
    (folder / "contacts" / "alumni.csv").write_text("Graduate;Works at;Year\nAva Lind;Acme;2011\n")
    assert "has no header that names people" in account(folder, "contacts/alumni.csv")["reason"]
    settings = folder / "netscout.toml"
    settings.write_text(
        '[columns."contacts/alumni.csv"]\nname = "Graduate"\ncompany = "Works at"\n'
    )
    assert ns.load(folder).people.at["contact/ava-lind/acme", "company"] == "Acme"
    assert account(folder, "contacts/alumni.csv")["reason"] == (
        "columns: name from 'Graduate' (by you), company from 'Works at' (by you); not read: 'Year'"
    )
    settings.write_text(
        '[columns."contacts/alumny.csv"]\nname = "Graduate"\n[columns."contacts/book.csv"]\nnmae = "First Name"\n'
    )
    with pytest.raises(ReadError) as error:
        ns.load(folder)
    assert "nmae\"; did you mean 'name'" in str(error.value)
    settings.write_text('[columns."contacts/alumny.csv"]\nname = "Graduate"\n')
    with pytest.raises(
        ReadError, match="no file 'contacts/alumny.csv'; did you mean 'contacts/alumni.csv'"
    ):
        ns.load(folder)


@pytest.mark.parametrize(("name", "text"), FILES.items(), ids=list(FILES))
def test_an_address_book_may_be_read_by_itself(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    people = ns.load(tmp_path / name).people
    assert people["name"].tolist()[1:] == ["Zoë M Prøve"]
    assert people["email"].tolist()[1:] == ["zoe@post.example; zoe@home.example"]


CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
DTSTAMP:20260301T090000Z
DTSTART:20260105T100000Z
ORGANIZER:mailto:me@mail.example
ATTENDEE;CN=Dana Whitlock:mailto:dana@post.example
LOCATION:https://zoom.us/j/1
SUMMARY:Coffee
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTAMP:20260301T090000Z
DTSTART:20260106T100000Z
ORGANIZER:mailto:me@mail.example
ATTENDEE;CN=Stranger:mailto:who@else.example
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_only_proposes(folder):
    (folder / "contacts" / "work.ics").write_text(CALENDAR)
    (folder / "contacts" / "again.ics").write_text(CALENDAR)
    (folder / "netscout.toml").write_text(
        'me = "Robin"\nme_email = "me@mail.example; r@home.example"\n'
    )
    assert "met" not in set(ns.load(folder).events["kind"])
    line = account(folder, "contacts/work.ics")
    assert (line["rows"], line["skipped"]) == (2, 2)
    assert (
        "proposed as `met`, not taken: add it to log.csv if it took place (rows 2, 11)"
        in line["reason"]
    )
    table = examine(folder).meetings
    assert table[["date", "person", "name", "channel", "note"]].to_numpy().tolist() == [
        ["2026-01-05", "in/dana", "Dana Whitlock", "video", "Coffee"],
        ["2026-01-06", "", "Stranger", "", ""],
    ]
    (folder / "log.csv").write_text("date,event,person\n2026-01-05,met,Dana Whitlock\n")
    assert examine(folder).meetings["name"].tolist() == ["Stranger"]


def test_a_calendar_may_be_checked_by_itself(tmp_path):
    (tmp_path / "work.ics").write_text(CALENDAR)
    assert examine(tmp_path / "work.ics").meetings["name"].tolist() == ["Dana Whitlock", "Stranger"]
    with pytest.raises(ReadError, match="nothing could be read of .*proposed as `met`"):
        ns.load(tmp_path / "work.ics")


def test_a_broken_address_book_is_a_fault_with_its_name(folder):
    (folder / "contacts" / "bad.vcf").write_bytes(b"nothing")
    with pytest.raises(ReadError, match=r"contacts/bad\.vcf"):
        ns.load(folder)
    assert "bad.vcf" in ns.check(folder)["file"].str.cat()


ROW = st.sampled_from(
    ["person,other,decision", "in/dana,in/sam,same", "in/sam,in/dana,no", "in/sam,Sam Case,same", "Name,Company,Email",
     "Sam Case,Acme,", "Sam Case,,s@post.example", "S. Case,Acme,s@post.example", "Dana Whitlock,,dana@post.example",
     "BEGIN:VCARD", "END:VCARD", "FN:Sam Case", "BEGIN:VEVENT", "END:VEVENT", "DTSTART:20260105T100000Z", "DTSTAMP:20260105T100000Z",
     "ATTENDEE;CN=Sam Case:mailto:s@post.example", "Source,FirstName,LastName,Companies,Emails,CreatedAt", "x,Sam,Case,,s@post.example,"]
) | st.text(max_size=12)  # fmt: skip
TEXT = st.lists(ROW, max_size=8).map("\n".join)


@settings(deadline=None, max_examples=60)
@given(aliases=TEXT, book=TEXT, cards=TEXT, calendar=TEXT, imported=TEXT)
def test_any_folder_is_read_with_a_full_account_or_refused(
    aliases, book, cards, calendar, imported
):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "contacts").mkdir()
        (folder / "Connections.csv").write_text(
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            "Dana,Whitlock,https://www.linkedin.com/in/dana,dana@post.example,Acme,,05 Nov 2023\n"
            "Sam,Case,https://www.linkedin.com/in/sam,,Acme,Editor,05 Nov 2023\n"
        )
        texts = {"aliases.csv": aliases, "contacts/b.csv": book, "contacts/c.vcf": cards,
                 "contacts/d.ics": calendar, "Contacts.csv": imported}  # fmt: skip
        for name, text in texts.items():
            (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        files = examine(folder).files
        assert (files["rows"] == files[["kept", "hidden", "merged", "skipped"]].sum(axis=1)).all()
        try:
            net = ns.load(folder)
        except ReadError:
            return
        assert "in/dana" in net.people.index

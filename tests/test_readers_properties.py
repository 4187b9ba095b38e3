"""What holds for every list of connections: nothing is lost, nothing invented, all adds up."""

import csv
import tempfile
from pathlib import Path

from export_files import PREAMBLE, SEVEN, SIX, URL, everything, table, write
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import netscout as ns
from netscout import ReadError
from netscout.readers.connections import NOT_KNOWN
from netscout.readers.text import plain

PADDED = 'Notes:,,,,,,\n"When exporting, you may notice",,,,,,\n,,,,,,\n'
LETTERS = "abcdefghijk XYZéüñß,;'|&./-()=+@"
WIDE = LETTERS + 'ЖΩ松本नी★🔸👩\u200d🚀\u0308\u202e\u200f\u00a0"\t'
cell = st.text(WIDE, max_size=25)
narrow = st.text(LETTERS, max_size=25)
day = st.dates(min_value=__import__("datetime").date(2003, 5, 5),
               max_value=__import__("datetime").date(2030, 1, 1))  # fmt: skip


def row(text):
    return st.tuples(text, text, text, text, day, st.booleans())


@st.composite
def files(draw):
    """Draw rows and the bytes of a file that holds them in one of its many forms."""
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    rows = draw(st.lists(row(narrow if encoding == "cp1252" else cell), min_size=1, max_size=8))
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    above = draw(st.sampled_from(["", PREAMBLE, PADDED])) if delimiter == "," else ""
    order = draw(st.permutations(range(7)))
    text = table(
        [SEVEN[i] for i in order],
        [[line[i] for i in order] for line in (cells(number, *r) for number, r in enumerate(rows))],
        delimiter=delimiter, quoting=quoting, end=draw(st.sampled_from(["\n", "\r\n"])),
        final=draw(st.booleans()),
    )  # fmt: skip
    return rows, (above + text).encode(encoding)


def cells(number, first, last, company, role, day, hidden):
    when = f"{day:%d %b %Y}"
    if hidden:
        return ["", "", "", "", "", "", when]
    return [first, last, f"{URL}person-{number}", "", company, role, when]


def told(text):
    """Return what a cell says once it is clean."""
    clean = plain(text).strip()
    return clean if clean not in NOT_KNOWN else ""


@given(files())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_written_is_read_in_every_form(drawn):
    rows, content = drawn
    with tempfile.TemporaryDirectory() as folder:
        net = ns.load(write(Path(folder) / "Connections.csv", content))
    people = net.people.drop("me")
    shown = {f"in/person-{i}": r for i, r in enumerate(rows) if not r[5]}
    assert set(people.index) == set(shown)
    for person, (first, last, company, role, _day, _hidden) in shown.items():
        assert people.at[person, "company"] == told(company)
        assert people.at[person, "role"] == told(role)
        expected = " ".join(filter(None, (plain(first).strip(),
                                          plain(last).strip())))  # fmt: skip
        assert people.at[person, "name"] == expected
    assert sorted(f"{d:%Y-%m-%d}" for d in net.events["date"]) == sorted(f"{r[4]}" for r in rows)
    (line,) = net.imports.itertuples(index=False)
    assert (line.rows, line.kept, line.hidden) == (len(rows), len(shown), len(rows) - len(shown))


few = st.sampled_from
NAMESAKES = st.lists(
    st.tuples(few(["Jo", "Zoë", ""]), few(["Test", "K.", ""]), few(["", "jo", "zo%C3%AB", "jo-2"]),
              few(["", "jo@example.org"]), few(["", "Acme", "Firma"]), few(["", "Head"]),
              few(["05 Nov 2023", "06 Nov 2023"])), min_size=1, max_size=8)  # fmt: skip
INVITED = st.lists(
    st.tuples(few(["Me", "Jo Test", "Zoë K."]), few(["Me", "Jo Test", "Bo Case"]),
              few(["6/30/22, 8:12 PM", "never"]), st.just(""), few(["OUTGOING", "INCOMING", ""])),
    max_size=4)  # fmt: skip
WROTE = st.lists(
    st.tuples(few(["2-a", "2-b"]), few(["Me", "Jo Test", "LinkedIn Member"]),
              few(["", URL + "jo", URL + "zoë"]), few(["Me", "Jo Test"]), few(["", URL + "jo"]),
              few(["2023-06-01 14:03:22 UTC"]), few(["INBOX", "SPAM"])), max_size=4)  # fmt: skip
INVITATION = ["From", "To", "Sent At", "Message", "Direction"]
MESSAGE = ["CONVERSATION ID", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
           "FOLDER"]  # fmt: skip


@given(NAMESAKES, INVITED, WROTE, st.booleans())
@example(
    [("Jo", "Test", "", "", "", "", "05 Nov 2023")], [],
    [("2-b", "Me", "", "Jo Test", "", "2023-06-01 14:03:22 UTC", "INBOX"),
     ("2-b", "Jo Test", URL + "jo", "Me", "", "2023-06-01 14:03:22 UTC", "INBOX")],
    False,
)  # fmt: skip
@example(  # the receiver of the first message is told by the second alone
    [("Jo", "K.", "", "", "", "", "05 Nov 2023")], [],
    [("2-a", "Me", "", "Me", "", "2023-06-01 14:03:22 UTC", "INBOX"),
     ("2-a", "Me", "", "Jo Test", "", "2023-06-01 14:03:22 UTC", "INBOX"),
     ("2-a", "Jo Test", "", "Me", "", "2023-06-01 14:03:22 UTC", "INBOX")],
    False,
)  # fmt: skip
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_export_twice_changes_nothing(connected, invited, wrote, with_urls):
    rows = [[first, last, url and URL + url, *rest] for first, last, url, *rest in connected]
    if not with_urls:
        rows = [[*row[:2], *row[3:]] for row in rows]
    members = {
        "Connections.csv": table(SEVEN if with_urls else SIX, rows),
        "Invitations.csv": table(INVITATION, invited),
        "messages.csv": table(MESSAGE, wrote),
    }
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write(home / "netscout.toml", 'me = "Me"\n')
        networks = []
        for name in ("a", "b", "c"):
            for member, content in members.items():
                write(home / "linkedin" / name / member, content)
            try:
                networks.append(ns.load(home))
            except ReadError:  # of some file no row could be read
                assert not networks
                return
    once, twice, thrice = networks
    for again in (twice, thrice):
        facts = ["name", "company", "role", "email", "url"]
        assert again.people[facts].to_dict() == once.people[facts].to_dict()
        assert everything(again) == everything(once)
        new = again.imports[~again.imports["file"].isin(once.imports["file"])]
        first = again.imports["file"].str.startswith("a/")
        assert (again.imports[~first][["kept", "hidden"]].sum(axis=None)) == 0, new.to_string()


PIECES = st.sampled_from([
    ",".join(SEVEN).encode(), PREAMBLE.encode(), b"\n", b"\r\n", b",", b";", b'"', b'""', b"\0",
    b"\xff\xfe", b"\xe9", b"\xed\xa0\x80", b"Ada,Test,https://www.linkedin.com/in/ada,,A,B,05 Nov 2023",
    b",,,,,,05 Nov 2023", b"03/04/2023", b"=1+1", b"x" * 200, "\u202e\u2028\x85".encode(),
])  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=25), st.sampled_from([
    "Connections.csv", "messages.csv", "Invitations.csv", "log.csv", "people.csv", "x.json", "x.zip",
]))  # fmt: skip
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_read_with_full_account_or_refused(pieces, name):
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / name, b"".join(pieces))
        check = ns.check(path)
        try:
            imports = ns.load(path).imports
        except ReadError:
            imports = check
    for line in imports.itertuples(index=False):
        assert line.rows == line.kept + line.hidden + line.merged + line.skipped

"""Every form of Connections.csv that has been seen, read with exactly the same result."""

import csv

import pytest
from export_files import (
    DAYS,
    IDS,
    PREAMBLE,
    ROWS,
    SEVEN,
    SIX,
    URL,
    connections,
    counts,
    six,
    table,
    ties,
    write,
)

import netscout as ns
from netscout import ReadError

SLUGS = ["dana-whitlock", "zoe-prøve", "sam-case"]
EXCEL_DAYS = {"05 Nov 2023": "5-Nov-23", "04 Nov 2023": "4-Nov-23", "31 Dec 2021": "31-Dec-21"}
MIXED_DAYS = {"05 Nov 2023": "05-nov-23", "04 Nov 2023": "04 Nov 2023", "31 Dec 2021": "31-dic-21"}
CLOCK_DAYS = {"05 Nov 2023": "11/5/23, 3:04 PM", "04 Nov 2023": "11/4/23, 3:04 AM",
              "31 Dec 2021": "12/31/21, 12:04 PM"}  # fmt: skip


def dated(days):
    return [[*row[:-1], days[row[-1]]] for row in ROWS]


def without(*columns):
    kept = [place for place, name in enumerate(SEVEN) if name not in columns]
    return [SEVEN[i] for i in kept], [[row[i] for i in kept] for row in ROWS]


def check_all(net, ids=IDS, repaired=0):
    """Assert that the three people, the hidden one and their days have been read."""
    assert sorted(net.people.index) == sorted([*ids, "me"])
    assert sorted(ties(net)) == sorted([*zip(DAYS, ids, strict=True), ("2023-11-04", "")])
    assert counts(net) == (4, 3, 1, 0, repaired, 0)
    zoe = net.people.loc[ids[1]]
    assert (zoe["name"], zoe["company"], zoe["role"]) == ("Zoë Prøve", "Acme", "Head of Ops, EMEA")


VARIANTS = {
    "as downloaded": connections(),
    "preamble stripped": connections(preamble=""),
    "preamble padded by a spreadsheet": connections(
        preamble='Notes:,,,,,,\n"When exporting, you may notice",,,,,,\n,,,,,,\n'
    ),
    "newline at the end": connections(final=True),
    "CRLF": connections(end="\r\n"),
    "CR of an old Macintosh": connections(preamble="", end="\r"),
    "semicolon": connections(preamble="", delimiter=";"),
    "tab": connections(preamble="", delimiter="\t"),
    "all quoted": connections(quoting=csv.QUOTE_ALL),
    "byte order mark": b"\xef\xbb\xbf" + connections(preamble="").encode(),
    "UTF-16": connections().encode("utf-16"),
    "UTF-16 big-endian": b"\xfe\xff" + connections().encode("utf-16-be"),
    "UTF-16 without mark": connections().encode("utf-16-le"),
    "UTF-16, tab, all quoted": connections(
        delimiter="\t", quoting=csv.QUOTE_ALL, preamble=""
    ).encode("utf-16"),
    "Windows-1252": connections(preamble="").encode("cp1252"),
    "no-space header": connections(header=[name.replace(" ", "") for name in SEVEN]),
    "upper-case header": connections(header=[name.upper() for name in SEVEN]),
    "header row cut off": table(None, ROWS, final=False),
    "reordered": connections([row[::-1] for row in ROWS], header=SEVEN[::-1]),
    "extra column": connections([[*row, "Oslo"] for row in ROWS], header=[*SEVEN, "Location"]),
    "extra cells on some rows only": connections([[*ROWS[0], ""], *ROWS[1:]]),
    "empty rows between": connections([ROWS[0], [""] * 7, *ROWS[1:], [" "] * 7]),
    "Excel dates": connections(dated(EXCEL_DAYS)),
    "Spanish and English months mixed": connections(dated(MIXED_DAYS), delimiter=";"),
    "US dates with time": connections(dated(CLOCK_DAYS)),
    "NULs": connections().replace("Sam,", "S\0am,"),
    "stray blanks": connections().replace("Acme", "  Acme\u00a0 ").replace("Dana", "Dana\t"),
    "direction marks": connections().replace("Dana", "\u202eDana\u200f"),
    "decomposed accents": connections().replace("Zoë Prøve", "Zoe\u0308 Pr\u00f8ve"),
    "space after the comma": connections(preamble="").replace(",Acme,", ", Acme ,"),
}


@pytest.mark.parametrize("content", VARIANTS.values(), ids=list(VARIANTS))
def test_a_seven_column_file_is_read_in_every_form(tmp_path, content):
    net = ns.load(write(tmp_path / "Connections.csv", content))
    check_all(net)
    assert net.people.at["in/dana-whitlock", "name"] == "Dana Whitlock"


def test_the_six_columns_of_older_exports_give_ids_from_names(tmp_path):
    net = ns.load(write(tmp_path / "Connections.csv", connections(six(), header=SIX)))
    check_all(net, SLUGS)
    assert net.people.at["zoe-prøve", "email"] == "zoe@example.org"


def test_a_six_column_file_without_header_is_read_by_its_width(tmp_path):
    net = ns.load(write(tmp_path / "Connections.csv", table(None, six())))
    check_all(net, SLUGS)


def test_rows_quoted_as_a_whole_are_read_again(tmp_path):
    whole = [[",".join(f'"{c}"' if "," in c else c for c in ROWS[1])]]
    net = ns.load(write(tmp_path / "Connections.csv", connections([ROWS[0], *whole, *ROWS[2:]])))
    check_all(net, repaired=1)


def test_a_file_quoted_row_by_row_with_its_header_is_read(tmp_path):
    lines = [",".join(SEVEN)] + [",".join(row).replace("Ops, EMEA", "Ops EMEA") for row in ROWS]
    net = ns.load(write(tmp_path / "Connections.csv", table(None, [[line] for line in lines])))
    assert counts(net) == (4, 3, 1, 0, 4, 0)


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    net = ns.load(write(tmp_path / "Connections.csv", connections()))
    assert net.people.at["in/dana-whitlock", "origin"] == "Connections.csv:5"
    assert sorted(net.events["origin"]) == [f"Connections.csv:{row}" for row in (5, 6, 7, 8)]


def test_a_quote_that_is_never_closed_costs_no_other_row(tmp_path):
    text = connections().replace("Dana,Whitlock", '"Dana,Whitlock')
    net = ns.load(write(tmp_path / "Connections.csv", text))
    check_all(net, repaired=1)


def test_quotes_that_are_never_closed_in_two_rows_do_not_join_them(tmp_path):
    text = connections().replace("Dana,Whitlock", '"Dana,Whitlock').replace("Zoë,", '"Zoë,')
    net = ns.load(write(tmp_path / "Connections.csv", text.replace('"Head of Ops, EMEA"', "Head")))
    assert set(net.people.index) == {"me", *IDS}
    assert counts(net) == (4, 3, 1, 0, 2, 0)


def test_rows_of_one_person_are_one_also_without_address_and_company(tmp_path):
    rows = [["Jo", "Test", "", "", "", "05 Nov 2023"]] * 3
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows, header=SIX)))
    assert counts(net) == (3, 1, 0, 2, 0, 0)
    assert len(net) == 1


def test_a_line_break_within_a_cell_is_a_blank(tmp_path):
    rows = [[*ROWS[0][:5], "Head of\nPress", ROWS[0][6]], *ROWS[1:]]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows)))
    check_all(net, repaired=1)
    assert net.people.at["in/dana-whitlock", "role"] == "Head of Press"


def test_not_available_is_empty_but_never_in_names(tmp_path):
    rows = [["Li", "Na", URL + "li-na", "NA", "N/A", "-", "05 Nov 2023"]]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows)))
    person = net.people.loc["in/li-na"]
    assert tuple(person[["name", "email", "company", "role"]]) == ("Li Na", "", "", "")


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Ada", "Testperson, PhD", "Ada Testperson, PhD"),
        ("Ada,", "Testperson", "Ada, Testperson"),
        ("Dr. Ada", "K.", "Dr. Ada K."),
        ("ADA", "(She/ Her)", "ADA (She/ Her)"),
        ("Ada ✔️", "👩‍🚀 Test", "Ada ✔️ 👩‍🚀 Test"),
        ("松本", "", "松本"),
        ("نور", "محمد\u200f", "نور محمد"),
        ("Ada", '=HYPERLINK("http://x.example")', 'Ada =HYPERLINK("http://x.example")'),
        ("Ada", "O\ufffdNeil", "Ada O\ufffdNeil"),
    ],
)  # fmt: skip
def test_names_stay_as_they_are_written(tmp_path, first, last, name):
    rows = [[first, last, URL + "ada", "", "", "", "05 Nov 2023"]]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows)))
    assert net.people.at["in/ada", "name"] == name


def test_namesakes_without_address_are_told_apart_by_company_then_day(tmp_path):
    rows = [
        ["Jo", "Test", "", "Acme", "", "05 Nov 2023"],
        ["Jo", "Test", "", "Firma", "", "05 Nov 2023"],
        ["Jo", "Test", "", "Firma", "", "06 Nov 2023"],
        ["Jo", "Test", "", "Firma", "", "06 Nov 2023"],
    ]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows, header=SIX)))
    assert set(net.people.index) == {
        "me", "jo-test-acme", "jo-test-firma-2023-11-05", "jo-test-firma-2023-11-06",
    }  # fmt: skip
    assert counts(net) == (4, 3, 0, 1, 0, 0)


def test_namesakes_with_addresses_stay_two_even_on_one_day(tmp_path):
    rows = [[*ROWS[0][:2], URL + slug, "", "", "", "05 Nov 2023"] for slug in ("dana-1", "dana-2")]
    rows += rows[:1]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows)))
    assert len(net) == 2
    assert counts(net) == (3, 2, 0, 1, 0, 0)


def test_a_subset_of_columns_is_read(tmp_path):
    header, rows = without("Last Name", "URL", "Email Address")
    net = ns.load(write(tmp_path / "Connections.csv", table(header, rows, delimiter=";")))
    assert set(net.people.index) == {"me", "dana", "zoe", "sam"}
    header, rows = without("First Name", "Last Name", "URL", "Email Address")
    net = ns.load(write(tmp_path / "Connections.csv", table(header, rows)))
    assert counts(net) == (4, 0, 4, 0, 0, 0)
    assert len(ns.load(tmp_path / "Connections.csv").events) == 4


def test_hidden_rows_of_a_file_that_lacks_columns_are_counted(tmp_path):
    header, rows = without("URL", "Email Address", "Company")
    net = ns.load(write(tmp_path / "Connections.csv", table(header, [*rows, rows[2]])))
    assert counts(net) == (5, 3, 2, 0, 0, 0)


def test_numeric_dates_are_read_only_if_the_file_decides(tmp_path):
    def days(*values):
        rows = [["A", f"B{i}", URL + f"b{i}", "", "", "", day] for i, day in enumerate(values)]
        return ns.load(write(tmp_path / "Connections.csv", connections(rows)))

    assert [d for d, _p in ties(days("03/04/2023", "31/04/2023", "30/04/2023"))] == [
        "2023-04-03", "2023-04-30",
    ]  # fmt: skip
    assert [d for d, _p in ties(days("03/04/2023", "04/30/2023"))] == ["2023-03-04", "2023-04-30"]
    with pytest.raises(ReadError, match="may be two days; save the dates as 2023-04-03"):
        days("03/04/2023", "05/06/2023")


def test_rows_that_cannot_be_read_are_counted_with_their_reason(tmp_path):
    rows = [
        *ROWS,
        ["Bo", "Test", URL + "bo", "", "", "", "sometime"],
        ["Ed", "Test", "", "", "", "", ""],
    ]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows)))
    assert counts(net) == (6, 3, 1, 0, 0, 2)
    assert net.imports["reason"].iat[0] == (
        "Connected On 'sometime' is not a date (row 9); Connected On is empty (row 10)"
    )


def test_a_member_called_otherwise_is_known_by_its_columns(tmp_path):
    check = ns.load(write(tmp_path / "my contacts.txt", connections()))
    assert len(check) == 3


def test_addresses_of_companies_are_no_people(tmp_path):
    rows = [
        ["Acme", "Shop", "https://www.linkedin.com/company/acme", "", "", "", "05 Nov 2023"],
        *ROWS,
    ]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows)))
    assert set(net.people.index) == {"me", "acme-shop", *IDS}


@pytest.mark.parametrize("encoded", ["https://de.linkedin.com/in/Dana-Whitlock/?trk=x#top",
                                     "linkedin.com/in/dana%2Dwhitlock", "DANA"])  # fmt: skip
def test_odd_addresses_have_the_key_that_identity_gives(tmp_path, encoded):
    from netscout.identity import url_key

    rows = [["Dana", "Whitlock", encoded, "", "", "", "05 Nov 2023"], *ROWS[1:]]
    net = ns.load(write(tmp_path / "Connections.csv", connections(rows)))
    assert set(net.people.index) == {"me", url_key(encoded) or "dana-whitlock", *IDS[1:]}


def test_a_header_alone_is_no_success(tmp_path):
    with pytest.raises(ReadError, match=r"nothing could be read of .*it has a header and no rows"):
        ns.load(write(tmp_path / "Connections.csv", connections([])))


BROKEN = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), r"a picture \(PNG\)"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + bytes(64), "old Excel"),
    "PDF": (b"%PDF-1.7\n", "a PDF document"),
    "web page": (b"<!DOCTYPE html><html><body>sign in</body></html>", "a web page"),
    "another table": (b"a,b,c\n1,2,3\n", "has no header of LinkedIn connections"),
    "only the preamble": (PREAMBLE.encode(), "has no header of LinkedIn connections"),
    "one long line": (b"a" * (1 << 19), "longer than 262,144 characters"),
    "a million columns": (b"a," * 1_000_000, "longer than 262,144 characters"),
    "all dates bad": (
        connections([[*row[:-1], "soon"] for row in ROWS]).encode(),
        "none of 4 rows could be read",
    ),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=list(BROKEN))
def test_what_is_no_list_of_connections_is_an_error_that_says_so(tmp_path, content, message):
    path = write(tmp_path / "Connections.csv", content)
    with pytest.raises(ReadError, match=message) as error:
        ns.load(path)
    assert "Connections.csv" in str(error.value)
    (line,) = ns.check(path).itertuples(index=False)
    assert line.reason
    assert line.kept == 0


def test_a_workbook_under_a_wrong_name_is_called_one(tmp_path):
    import zipfile

    path = tmp_path / "Connections.csv"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ReadError, match="an Excel workbook, whatever its name says"):
        ns.load(path)


def test_damaged_lines_do_not_spoil_the_others(tmp_path):
    content = connections(preamble="").encode().replace(b"Dana", b"Jos\xe9")
    net = ns.load(write(tmp_path / "Connections.csv", content))
    assert set(net.people["name"]) == {"You", "José Whitlock", "Zoë Prøve", "Sam Case"}
    assert "1 line was not UTF-8" in net.imports["reason"].iat[0]
    surrogate = connections(preamble="").encode().replace(b"Dana", b"Dana\xed\xa0\x80 Zo\xc3\xab")
    net = ns.load(write(tmp_path / "Connections.csv", surrogate))
    assert "Zoë Whitlock" in net.people.at["in/dana-whitlock", "name"]


def test_nothing_is_at_a_wrong_path(tmp_path):
    for ask in (ns.load, ns.check):
        with pytest.raises(ReadError, match="there is no file or folder"):
            ask(tmp_path / "nothing.zip")

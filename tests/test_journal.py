import subprocess
import sys
from codecs import BOM_UTF8, BOM_UTF16_LE
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netscout as ns
from netscout.journal import log, table, undo
from netscout.journal.entry import COLUMNS
from netscout.readers.layouts import LOG

HERE = Path(__file__).parent
HEADER = "date,event,person,other,channel,note\n"
ROW = "2026-03-05,asked,Dana Whitlock,,email,\n"

# --- files as people keep them -----------------------------------------------------------------

FILES = {
    "plain": (HEADER + ROW).encode(),
    "no final newline": (HEADER + ROW).rstrip().encode(),
    "header only": HEADER.encode(),
    "header only, no newline": HEADER.strip().encode(),
    "LibreOffice, text in quotes": (
        b'"date","event","person","other","channel","note"\n'
        b'2026-03-05,"asked","Dana Whitlock",,"email",\n'
    ),
    "everything in quotes": (
        b'"date","event","person","other","channel","note"\r\n'
        b'"2026-03-05","asked","Dana Whitlock","","email",""\r\n'
    ),
    "Excel, semicolons": (
        "date;event;person;other;channel;note\r\n"
        "05.03.2026;asked;Zoë Müller;;email;café; \r\n25.03.2026;met;Zoë Müller;;;\r\n"
    ).encode("cp1252"),
    "Excel, sep": b"sep=;\r\ndate;event;person;other;channel;note\r\n",
    "Excel UTF-8": BOM_UTF8 + (HEADER + ROW).replace("\n", "\r\n").encode(),
    "Excel Unicode text": BOM_UTF16_LE
    + "date\tevent\tperson\tother\tchannel\tnote\r\n2026-03-05\tasked\tZoë\t\t\t\r\n".encode(
        "utf-16-le"
    ),
    "by hand": (
        b"# my log, begun in spring\n\nPerson, Event ,Date,mood,Note,Other,Channel\n"
        b'Dana Whitlock, asked ,5 Mar 2026,good,"said ""maybe""",,email\n\n'
    ),
    "wrapped note": (HEADER + '2026-03-05,met,Dana Whitlock,,,"two\nlines"\n').encode(),
    "empty rows": (HEADER + ROW + ",,,,,\n,,,,,\n").encode(),
    "old Macintosh": (HEADER + ROW).replace("\n", "\r").encode(),
    "mixed quoting, spaces, no final newline": (
        b'# mine\r\n\r\ndate , "event",person,other,channel,note,stars\r\n'
        b'2026-03-05,met, "Whitlock, Dana" ,, phone ,"a, b",5\r\n\r\n# spring\r\n'
        b"2026-03-06,thanked,Dana Whitlock,,email,,"
    ),
    # saved by LibreOffice 7.4: as it proposes, with all text in quotes (twice), cp1252 with
    # semicolons, and UTF-16 with tabs
    **{file.stem: file.read_bytes() for file in sorted((HERE / "spreadsheets").glob("*.csv"))},
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def lines(folder, file="log.csv"):
    return (folder / file).read_text("utf-8").splitlines()


@pytest.mark.parametrize("kind", FILES)
def test_a_file_stays_as_it_was_but_for_the_new_row(folder, kind):
    before = FILES[kind]
    (folder / "log.csv").write_bytes(before)
    log(folder, "met", "Ada Poole", on="2026-03-06", channel="Phone", note="a, b; c", named="Bo Li")
    after = (folder / "log.csv").read_bytes()
    assert after.startswith(before)
    met, named = [r for r in table.records(after, LOG, "log.csv") if "Ada" in r["person"]]
    assert [met[c] for c in COLUMNS] == ["2026-03-06", "met", "Ada Poole", "", "phone", "a, b; c"]
    assert (named["event"], named["other"]) == ("named", "Bo Li")
    events = ns.load(folder).events
    assert events["kind"].tolist()[-2:] == ["met", "named"] or "25.03" in before.decode("latin-1")
    assert undo(folder) == ["log.csv"]
    assert (folder / "log.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("plain", "2026-03-06,thanked,Ada Poole,,,x\n"),
        ("LibreOffice, text in quotes", '2026-03-06,"thanked","Ada Poole",,,"x"\n'),
        ("everything in quotes", '"2026-03-06","thanked","Ada Poole","","","x"\r\n'),
        ("Excel, semicolons", "2026-03-06;thanked;Ada Poole;;;x\r\n"),
        ("Excel, sep", "2026-03-06;thanked;Ada Poole;;;x\r\n"),
        ("by hand", "Ada Poole,thanked,2026-03-06,,x,,\n"),
    ],
)
def test_a_row_is_written_as_the_file_writes_rows(folder, kind, expected):
    (folder / "log.csv").write_bytes(FILES[kind])
    log(folder, "thanked", "Ada Poole", on="2026-03-06", note="x")
    added = (folder / "log.csv").read_bytes()[len(FILES[kind]) :]
    assert added.decode() == expected


def test_letters_keep_the_encoding_or_are_refused(folder):
    (folder / "log.csv").write_bytes(FILES["Excel, semicolons"])
    log(folder, "met", "Zoë Müller", on="2026-04-01")
    assert "Zoë Müller" in (folder / "log.csv").read_bytes().decode("cp1252").splitlines()[-1]
    before = (folder / "log.csv").read_bytes()
    with pytest.raises(ns.ReadError, match="no 'Ł'"):
        log(folder, "met", "Łucja", on="2026-04-01")
    assert (folder / "log.csv").read_bytes() == before


TEXT = st.text(
    st.one_of(st.sampled_from(list("ab ,;\t\"'\n\r=+-@#é|\0\u202e")), st.characters(codec="utf-8")),
    max_size=12,
)
NAME = st.text(st.sampled_from("abcdefgé '-,;=\""), min_size=3, max_size=12).filter(
    lambda text: text.strip("'=-, ;\"") not in {"", "me"} and text.strip()[0].isalpha()
)


@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(NAME, TEXT, TEXT), min_size=1, max_size=3),
)
@settings(max_examples=150, deadline=None)
def test_any_row_comes_back_as_it_was_meant(kind, given_rows):
    before = FILES[kind]
    rows = [
        dict(
            zip(
                COLUMNS,
                ["2026-03-06", "met", *map(table.cell, (n, "", c, t))],
                strict=True,
            )
        )
        for n, c, t in given_rows
    ]
    try:
        after = table.with_rows(before, rows, LOG, "log.csv")
    except ns.ReadError as error:
        assert "cp1252" in str(error)
        return
    assert after.startswith(before)
    read = table.records(after, LOG, "log.csv")
    assert [{c: row[c] for c in COLUMNS} for row in read[-len(rows) :]] == rows
    again = table.with_rows(after, rows[:1], LOG, "log.csv")
    assert again.startswith(after)


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-x", "@sum", " =1", "\t=1", "\n@x", "＝1"])
def test_no_cell_is_a_formula(folder, text):
    log(folder, "met", "Dana Whitlock", on="2026-03-06", note=text, channel=text)
    cells = lines(folder)[-1].split(",")
    assert cells[-1].startswith("'")
    assert cells[-2].startswith("'")
    assert len(ns.load(folder).events) == 1


# --- people ------------------------------------------------------------------------------------


def test_a_conversation_with_names(folder):
    rows = log(
        folder, "met", "Dana Whitlock", on="2026-03-06", channel="phone", note="read trades",
        named=["Lee Ortiz, publicist, Marquee Theatricals", "Bo Li, Acme, Inc.", "Cy Ash, PhD"],
    )  # fmt: skip
    assert rows["other"].tolist() == ["", "Lee Ortiz", "Bo Li", "Cy Ash, PhD"]
    assert rows.attrs["new"] == ["Dana Whitlock", "Lee Ortiz", "Bo Li", "Cy Ash, PhD"]
    assert lines(folder, "people.csv")[1:] == [
        "Lee Ortiz,Marquee Theatricals,publicist,,,,,,",
        "Bo Li,Inc.,Acme,,,,,,",
    ]
    net = ns.load(folder)
    lee = net.people[net.people["name"] == "Lee Ortiz"].iloc[0]
    assert (lee["role"], lee["company"]) == ("publicist", "Marquee Theatricals")
    assert undo(folder) == ["log.csv", "people.csv"]
    assert not (folder / "people.csv").exists()
    assert not (folder / "log.csv").exists()


def test_a_mapping_a_known_employer_and_at(folder):
    log(folder, "met", "Dana", on="2026-03-06", named={"name": "A B", "company": "Acme", "role": "Head, Press"})  # fmt: skip
    log(folder, "met", "Dana", on="2026-03-07", named="C D, Acme; E F, editor at Cable")
    assert lines(folder, "people.csv")[1:] == [
        'A B,Acme,"Head, Press",,,,,,',
        "C D,Acme,,,,,,,",
        "E F,Cable,editor,,,,,,",
    ]
    with pytest.raises(ns.NetscoutError, match="did you mean 'company'"):
        log(folder, "met", "Dana", named={"name": "A B", "compny": "Acme"})


def test_people_are_found_by_id_and_written_by_name(folder):
    (folder / "people.csv").write_text(
        "name,company,url\nDana Whitlock,Acme,linkedin.com/in/dana\nJo Poe,Acme,linkedin.com/in/jo\n"
        "Jo Poe,Cable,linkedin.com/in/jo-poe\n"
    )
    with pytest.raises(ns.UnknownPerson, match=r"in/jo \(Acme\); in/jo-poe \(Cable\)"):
        log(folder, "met", "Jo Poe", on="2026-03-06")
    assert not (folder / "log.csv").exists()
    rows = log(folder, "met", "in/dana", on="2026-03-06", named=["in/jo", "Jo Poe, x, Cable"])
    assert rows["person"].tolist() == ["Dana Whitlock"] * 3
    assert rows["other"].tolist() == ["", "in/jo", "in/jo-poe"]
    assert set(ns.load(folder).events["target"]) == {"in/dana", "in/jo", "in/jo-poe"}
    with pytest.raises(ns.UnknownPerson, match="is known at Acme"):
        log(folder, "met", "in/jo", on="2026-03-06", named="Dana Whitlock, editor, Cable")


def test_a_new_name_near_a_known_one_is_said(folder):
    log(folder, "met", "Dana Whitlock", on="2026-03-06")
    rows = log(folder, "met", "Dana Whitlok", on="2026-03-06")
    assert "did you mean 'Dana Whitlock'" in rows.attrs["said"][0]
    assert ns.load(folder).people["name"].tolist() == ["You", "Dana Whitlock", "Dana Whitlok"]


@pytest.mark.parametrize(
    ("arguments", "options", "says"),
    [
        (("mett", "Dana"), {}, "did you mean 'met'"),
        (("met", "Robin Vale"), {}, "is you"),
        (("met", "  "), {}, "not a name"),
        (("met", "Dana"), {"on": "3/4/2026"}, "write it as 2026-03-31"),
        (("named", "Dana"), {}, "needs the person"),
        (("named", "Dana"), {"other": "dana"}, "both sides"),
        (("knows", "Dana"), {"named": "Lee"}, "log it as 'named'"),
        (("met", "Dana"), {"other": "Lee"}, "give `named`"),
    ],
)
def test_what_cannot_be_meant_is_refused(folder, arguments, options, says):
    (folder / "netscout.toml").write_text('me = "Robin Vale"')
    with pytest.raises(ns.NetscoutError, match=says):
        log(folder, *arguments, **options)
    assert not (folder / "log.csv").exists()


def test_asking_for_names_and_for_the_way(folder):
    log(folder, "asked", "Dana", on="2026-03-06", other="anyone")
    log(folder, "asked", "Dana", on="2026-03-06", other="Lee Ortiz")
    log(folder, "introduced", "Dana", on="2026-03-07", other="Lee Ortiz", channel="email")
    events = ns.load(folder).events
    assert events[["kind", "about"]].to_numpy().tolist() == [
        ["asked", "anyone"],
        ["asked", "lee-ortiz"],
        ["introduced", ""],
    ]


def test_a_cell_of_a_notebook_may_run_twice(folder):
    first = log(folder, "met", "Dana", on="2026-03-06", named="Lee")
    again = log(folder, "met", "Dana", on="6 Mar 2026", named="Lee")
    assert (len(first), len(again)) == (2, 0)
    assert "stand in the log already" in again.attrs["said"][0]
    assert len(lines(folder)) == 3


# --- taking back, and files in use ---------------------------------------------------------------


def test_undo_goes_back_step_by_step(folder):
    states = []
    for number in range(3):
        log(folder, "met", f"Person {number}", on="2026-03-06", named=f"N {number}, a, b")
        states.append((folder / "log.csv").read_bytes())
    assert undo(folder) == ["log.csv", "people.csv"]
    assert (folder / "log.csv").read_bytes() == states[1]
    undo(folder)
    undo(folder)
    with pytest.raises(ns.NetscoutError, match="nothing to take back"):
        undo(folder)


def test_undo_leaves_what_a_hand_has_changed(folder):
    log(folder, "met", "Dana", on="2026-03-06")
    with (folder / "log.csv").open("a") as file:
        file.write("2026-03-07,met,Lee,,,\n")
    with pytest.raises(ns.NetscoutError, match="by hand"):
        undo(folder)
    assert len(lines(folder)) == 3


def test_a_file_open_in_a_spreadsheet_is_reported(folder):
    (folder / "log.csv").write_bytes(FILES["plain"])
    (folder / ".~lock.log.csv#").write_text(",me,host,06.03.2026;")
    with pytest.raises(ns.NetscoutError, match="open in LibreOffice"):
        log(folder, "met", "Dana")
    assert (folder / "log.csv").read_bytes() == FILES["plain"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ((HEADER + '2026-03-05,met,Dana,,,"never closed\n').encode(), "never closed|misread|quote"),
        (b"date,event,person\n", "no column 'note'"),
        (b"one,two\n1,2\n", "no header"),
        (b"PK\x03\x04 xl/work", "workbook"),
    ],
)
def test_a_file_that_would_be_misread_is_left_alone(folder, data, says):
    (folder / "log.csv").write_bytes(data)
    with pytest.raises(ns.ReadError, match=says):
        log(folder, "met", "Dana", on="2026-03-06", note="x")
    assert (folder / "log.csv").read_bytes() == data
    assert not list(folder.glob(".*.part"))


def test_a_link_stays_a_link_and_the_mode_stays(folder):
    real = folder / "real.csv"
    real.write_bytes(FILES["plain"])
    real.chmod(0o600)
    (folder / "net").mkdir()
    (folder / "net" / "log.csv").symlink_to(real)
    log(folder / "net", "met", "Dana", on="2026-03-06")
    assert (folder / "net" / "log.csv").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert b",met,Dana," in real.read_bytes()


def test_no_folder(folder):
    with pytest.raises(ns.NetscoutError, match="netscout init"):
        log(folder / "none", "met", "Dana")


# --- many writers, and sudden ends ---------------------------------------------------------------

WRITER = """
import sys
from netscout.journal import log
folder, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(count):
    log(folder, "met", f"Writer {name}", on="2026-03-06", note=f"entry {number}")
"""


def _write_together(folder, writers, count):
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), "abcdefgh"[n], str(count)])
        for n in range(writers)
    ]
    assert [writer.wait(400) for writer in running] == [0] * writers
    rows = lines(folder)
    assert rows[0] + "\n" == HEADER
    expected = [f"2026-03-06,met,Writer {'abcdefgh'[w]},,,entry {n}" for w in range(writers) for n in range(count)]  # fmt: skip
    assert sorted(rows[1:]) == sorted(expected)


def test_two_writers_lose_nothing(folder):
    _write_together(folder, 2, 10)


@pytest.mark.slow
def test_four_writers_lose_nothing_and_double_nothing(folder):
    _write_together(folder, 4, 250)


def _kill(folder, kills):
    program = [sys.executable, str(HERE / "kill_a_writer.py"), str(folder), str(kills)]
    found = subprocess.run(program, capture_output=True, text=True, timeout=400, check=False)
    assert found.returncode == 0, found.stderr
    fell, written, during = map(int, found.stdout.split())
    assert fell == kills
    assert written > kills / 4
    assert during > kills / 20


def test_a_writer_killed_twenty_times_tears_nothing(folder):
    _kill(folder, 20)


@pytest.mark.slow
def test_a_writer_killed_two_hundred_and_fifty_times_tears_nothing(folder):
    _kill(folder, 250)

"""A person is removed from every file that the user owns, and left out of everything read later."""

import io
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_journal import FILES

import netscout as ns
from netscout.journal import forget, mentions, table
from netscout.readers import examine, suggest_goal
from netscout.readers.forgotten import FORGOTTEN_FILE, read_forgotten
from netscout.readers.layouts import LOG

EXAMPLE = Path(__file__).parents[1] / "data" / "example"
LOG_CSV = (
    "date,event,person,other,channel,note,mood\n"
    "2026-03-01,met,Dana Whitlock,,phone,with Lee,good\n"
    '2026-03-01,named,Dana Whitlock,Lee Ortiz; Bo Li,,"two, names",\n'
    "2026-03-01,named,Dana Whitlock,Lee Ortiz,,,\n"
    "# spring\n\n"
    "2026-03-02,asked,Dana Whitlock,Lee Ortiz,,,\n"
    "2026-03-03,met,in/lee-ortiz,,,,\n"
    "2026-03-04,met,Bo Li,,,Lee Ortiz sends regards,"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "log.csv").write_text(LOG_CSV, "utf-8")
    (tmp_path / "people.csv").write_text(
        "name,company,url,email\nLee Ortiz,Cable,https://www.linkedin.com/in/lee-ortiz/,lee@post.example\n"
        "Bo Li,Cable,,\n"
    )
    (tmp_path / "aliases.csv").write_text(
        "person,other,decision,note\ncontact/lee@post.example,in/lee-ortiz,same,\nin/bo,bo-li,different,\n"
    )
    return tmp_path


def _text(folder, file):
    return (folder / file).read_text("utf-8")


def test_rows_go_and_all_others_stay_as_they_are(folder):
    expected = mentions(folder, "Lee Ortiz")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    done = forget(folder, "Lee Ortiz")
    assert done.to_dict() == expected.to_dict()
    assert done[["file", "removed", "left"]].to_numpy().tolist() == [
        ["log.csv", 4, 1],
        ["people.csv", 1, 0],
        ["aliases.csv", 1, 0],
    ]
    assert _text(folder, "log.csv") == (
        "date,event,person,other,channel,note,mood\n"
        "2026-03-01,met,Dana Whitlock,,phone,with Lee,good\n"
        '2026-03-01,named,Dana Whitlock,Bo Li,,"two, names",\n'
        "# spring\n\n"
        "2026-03-04,met,Bo Li,,,Lee Ortiz sends regards,"
    )
    assert _text(folder, "people.csv") == "name,company,url,email\nBo Li,Cable,,\n"
    assert _text(folder, "aliases.csv") == "person,other,decision,note\nin/bo,bo-li,different,\n"
    kept = _text(folder, FORGOTTEN_FILE).lower()
    assert not any(word in kept for word in ("lee", "ortiz", "post.example"))


def test_they_stay_out_of_exports_and_address_books(folder):
    (folder / "linkedin").mkdir()
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    connections = folder / "linkedin" / "Connections.csv"
    connections.write_text(
        header + "Lee,Ortiz,https://www.linkedin.com/in/lee-ortiz,,Cable,Editor,05 Nov 2023\n"
        "Lee,Ortiz,https://www.linkedin.com/in/lee-ortiz-2,,Acme,Editor,05 Nov 2023\n"
    )
    by_id = LOG_CSV.replace(",Lee Ortiz,", ",in/lee-ortiz,").replace(
        "Lee Ortiz; ", "in/lee-ortiz; "
    )
    (folder / "log.csv").write_text(by_id)
    done = forget(folder, "in/lee-ortiz")
    there = done.set_index("file").loc["linkedin/Connections.csv"]
    assert (there["removed"], there["left"]) == (0, 3)
    net = ns.load(folder)
    assert "in/lee-ortiz" not in net.people.index
    assert "in/lee-ortiz-2" in net.people.index  # of the same name, and somebody else
    assert len(net.events[net.events["kind"] == "named"]) == 1
    (folder / "contacts").mkdir()
    (folder / "contacts" / "book.csv").write_text(
        "First Name,Last Name,E-mail 1 - Value,Organization Name\n"
        "L.,Ortiz,Lee@post.example,Cable\nCy,Ash,cy@post.example,Acme\n"
    )
    names = set(ns.load(folder).people["name"])
    assert "Cy Ash" in names
    assert "L. Ortiz" not in names


def test_to_write_of_them_again_one_has_to_say_so(folder):
    forget(folder, "Lee Ortiz")
    before = _text(folder, "log.csv")
    with pytest.raises(ns.UnknownPerson, match=r"was forgotten.*with number 1 from forgotten.csv"):
        ns.log(
            folder, "met", "https://linkedin.com/in/lee-ortiz", named="Lee Ortiz; lee@post.example"
        )
    with pytest.raises(ns.UnknownPerson, match="was forgotten"):
        ns.log(folder, "met", "Dana Whitlock", on="2026-03-09", named="Lee Ortiz, editor, Cable")
    assert _text(folder, "log.csv") == before
    (folder / FORGOTTEN_FILE).unlink()
    ns.log(folder, "met", "Lee Ortiz", on="2026-03-09")


def test_nothing_of_them_is_kept_for_undo_or_of_a_stopped_writer(folder):
    ns.log(folder, "met", "Bo Li", on="2026-03-09")
    (folder / ".log.csv.part").write_text("2026-03-01,met,Lee Ortiz")
    forget(folder, "Lee Ortiz")
    hidden = [file.name for file in folder.glob(".*")]
    assert hidden == [".netscout.lock"]
    with pytest.raises(ns.NetscoutError, match="nothing to take back"):
        ns.undo(folder)


def test_a_second_person_shares_the_key_and_a_second_time_is_refused(folder):
    forget(folder, "Lee Ortiz")
    forget(folder, "Bo Li")
    known = read_forgotten(folder)
    assert [len(digests) for digests in known.digests.values()] == [4]
    (folder / "log.csv").write_text("date,event,person\n2026-03-01,met,Dana Whitlock\n")
    with pytest.raises(ns.UnknownPerson, match="nobody in"):
        forget(folder, "Bo Li")


def test_two_folders_share_no_digest(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(folder, other, dirs_exist_ok=True)
    forget(folder, "Lee Ortiz")
    forget(other, "Lee Ortiz")
    first, second = (next(iter(read_forgotten(f).digests.values())) for f in (folder, other))
    assert not first.keys() & second.keys()


@pytest.mark.parametrize("who", ["me", "Robin Vale"])
def test_the_owner_cannot_be_forgotten(folder, who):
    (folder / "netscout.toml").write_text('me = "Robin Vale"')
    with pytest.raises(ns.UnknownPerson, match="is you"):
        forget(folder, who)


def test_a_damaged_list_is_no_reason_to_show_somebody(folder):
    forget(folder, "Lee Ortiz")
    with (folder / FORGOTTEN_FILE).open("a") as file:
        file.write("2026-03-01,oops\n")
    with pytest.raises(ns.ReadError, match=r"forgotten.csv, row 5"):
        ns.load(folder)


def test_a_file_open_in_a_spreadsheet_stops_all_of_it(folder):
    (folder / ".~lock.aliases.csv#").write_text("x")
    with pytest.raises(ns.NetscoutError, match=r"aliases.csv is open"):
        forget(folder, "Lee Ortiz")
    assert not (folder / FORGOTTEN_FILE).exists()


def test_anybody_of_the_example_can_be_forgotten(tmp_path):
    net = ns.example()
    for person in random.Random(1).sample(list(net.people.index.drop(net.me)), 4):
        folder = tmp_path / person.replace("/", "-")
        shutil.copytree(EXAMPLE, folder)
        wanted = ns.load(folder).forget(person)
        forget(folder, person)
        found = ns.load(folder)
        assert set(found.people.index) <= set(wanted.people.index)
        assert person not in found.people.index
        assert len(found.events) == len(wanted.events)


def test_mentions_are_found_in_archives_and_pages(folder):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("messages.csv", 'FROM,TO\nLEE ORTIZ,"Ortiz"\n')
    (folder / "old.zip").write_bytes(archive.getvalue())
    (folder / "map.html").write_text(
        "<p>Lee  Ortiz</p>Leeza Ortiz in/lee-ortiz-2 xlee@post.example"
    )
    (folder / "notes.txt").write_bytes("Lee Ortiz".encode("utf-16"))
    left = mentions(folder, "Lee Ortiz").set_index("file")["left"]
    assert left[["map.html", "notes.txt", "old.zip"]].tolist() == [1, 1, 1]


# --- what is counted afterwards -----------------------------------------------------------------


HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@pytest.fixture
def connected(folder):
    """The folder with an export, a calendar and a company that was followed."""
    (folder / "linkedin").mkdir()
    (folder / "linkedin" / "Connections.csv").write_text(
        HEADER + "Lee,Ortiz,https://www.linkedin.com/in/lee-ortiz,,Cable,Wizard,05 Nov 2023\n"
        "Bo,Li,https://www.linkedin.com/in/bo,,Cable,Editor,05 Nov 2023\n"
        "L.,Ortiz,https://www.linkedin.com/in/l-ortiz,,Cable,Wizard,05 Nov 2023\n"
    )
    (folder / "linkedin" / "Company Follows.csv").write_text(
        "Organization,Followed On\nCable,Mon Jan 05 10:00:00 UTC 2026\n"
    )
    (folder / "aliases.csv").unlink()
    (folder / "contacts").mkdir()
    (folder / "contacts" / "work.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTAMP:20260301T090000Z\n"
        "DTSTART:20260105T100000Z\nSUMMARY:Coffee\nORGANIZER:mailto:me@mail.example\n"
        "ATTENDEE;CN=Lee Ortiz:mailto:lee@post.example\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    (folder / "netscout.toml").write_text(
        'me = "Robin"\nme_email = "me@mail.example"\nas_of = 2026-03-10\n'
        '[goal]\npeople = ["Lee Ortiz", "Dana Whitlock"]\n'
    )
    return folder


def _row(table, file):
    return table.set_index("file").loc[file]


def test_rows_of_the_forgotten_are_counted_as_skipped(connected):
    before = _row(ns.load(connected).imports, "Connections.csv")
    assert (before["kept"], before["skipped"]) == (3, 0)
    forget(connected, "in/lee-ortiz")
    for found in (ns.load(connected).imports, ns.check(connected)):
        after = _row(found, "Connections.csv")
        assert (after["rows"], after["kept"], after["skipped"]) == (3, 2, 1)
        assert after["reason"] == "you asked to forget them (row 2)"


def test_a_row_that_still_says_something_stays_kept(connected):
    """A row of the log that names two people still names the other."""
    forget(connected, "in/lee-ortiz")
    with (connected / "log.csv").open("a") as file:
        file.write("\n2026-03-05,named,Dana Whitlock,in/lee-ortiz; Bo Li,,\n")
        file.write("2026-03-06,met,in/lee-ortiz,,,\n")
    row = _row(ns.load(connected).imports, "log.csv")
    assert row["skipped"] - _comments(connected) == 1
    assert "you asked to forget them (row 8)" in row["reason"]


def _comments(folder):
    return sum(line.startswith("#") for line in _text(folder, "log.csv").splitlines())


def test_the_forgotten_are_in_no_proposal_and_no_suggestion(connected):
    def told():
        found = examine(connected)
        companies = suggest_goal(connected).set_index("company")
        texts = "\n".join(
            map(str, (found.same_person.to_csv(), found.meetings.to_csv(), found.titles.to_csv()))
        )
        return texts, int(companies.at["Cable", "known"])

    texts, known = told()
    assert "Ortiz" in texts
    assert "Wizard" in texts
    assert known == 3
    forget(connected, "in/lee-ortiz")
    forget(connected, "in/l-ortiz")
    texts, known = told()
    assert "Ortiz" not in texts
    assert "lee@post" not in texts
    assert "Wizard" not in texts
    assert known == 1


def test_a_goal_that_names_somebody_forgotten_goes_on_without_them(connected):
    forget(connected, "in/lee-ortiz")
    net = ns.load(connected)
    assert net.goal.people == ("Dana Whitlock",)
    for files in (net.imports, ns.check(connected), examine(connected).files):
        said = _row(files, "netscout.toml")["reason"]
        assert "goal.people names somebody whom you asked" in said
    (connected / "netscout.toml").write_text('[goal]\npeople = ["lee@post.example"]\n')
    assert ns.load(connected).goal is None
    (connected / "netscout.toml").write_text('[goal]\npeople = ["Nobody Known"]\n')
    with pytest.raises(ns.ReadError, match="goal.people: nobody is called 'Nobody Known'"):
        ns.load(connected)


def test_check_says_that_the_list_is_damaged(folder):
    forget(folder, "Lee Ortiz")
    with (folder / FORGOTTEN_FILE).open("a") as file:
        file.write("2026-03-01,oops\n")
    assert "row 5" in _row(ns.check(folder), FORGOTTEN_FILE)["reason"]


# --- the table editor ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FILES)
def test_only_the_rows_that_are_meant_change(kind):
    before = FILES[kind]
    kept, none = table.edited(before, lambda row: row, LOG, "log.csv")
    assert (kept, none) == (before, 0)
    rows = table.records(before, LOG, "log.csv")
    meant = [row for row in rows if row["event"] != "met"]
    after, count = table.edited(
        before, lambda row: None if row["event"] == "met" else row, LOG, "log.csv"
    )
    assert count == len(rows) - len(meant)
    assert table.records(after, LOG, "log.csv") == meant
    changed, count = table.edited(before, lambda row: row | {"person": 'A, "B"; é'}, LOG, "log.csv")
    assert count == len(rows)
    assert {row["person"] for row in table.records(changed, LOG, "log.csv")} <= {'A, "B"; é'}


WORDS = st.text(st.sampled_from('ab ,;"\n#é'), max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["Dana", "Lee"]), WORDS), max_size=6), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_row_is_taken_out_and_the_bytes_around_it_stay(rows, ended):
    def line(person, note):
        return f'2026-03-01,met,{person},,,"{note.replace(chr(34), chr(34) * 2)}"\n'

    header = "date,event,person,other,channel,note\n"
    text = header + "".join(line(*row) for row in rows)
    wanted = header + "".join(line(*row) for row in rows if row[0] != "Lee")
    data = text.encode() if ended or not rows else text.encode()[:-1]
    after, count = table.edited(
        data, lambda row: None if row["person"] == "Lee" else row, LOG, "log.csv"
    )
    assert count == sum(person == "Lee" for person, _note in rows)
    assert after.rstrip(b"\n") == wanted.encode().rstrip(b"\n")

"""What `netscout check` prints: the files, who may be one person, the meetings, the titles."""

import csv
import json
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import netscout as ns
from netscout.cli import checking, main

EXAMPLE = Path(__file__).parents[1] / "data" / "example"
CALENDAR = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTAMP:20260301T090000Z\nDTSTART:20260105T100000Z\n"
    "SUMMARY:Coffee\nORGANIZER:mailto:me@mail.example\nLOCATION:https://zoom.us/j/1\n"
    "ATTENDEE;CN=Dana Whitlock:mailto:dana@post.example\nEND:VEVENT\nEND:VCALENDAR\n"
)


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def netscout(monkeypatch, capsys):
    """Return the command line as a function, run in this process."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["netscout", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            main()
        return Done(done.value.code or 0, *capsys.readouterr())

    return run


@pytest.fixture
def check(netscout):
    return partial(netscout, "check")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "contacts").mkdir()
    (tmp_path / "netscout.toml").write_text('me = "Robin"\nme_email = "me@mail.example"\n')
    (tmp_path / "Connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Dana,Whitlock,https://www.linkedin.com/in/dana,dana@post.example,Acme,Publicist,05 Nov 2023\n"
        "Sam,Case,https://www.linkedin.com/in/sam,,Acme,Publicist,05 Nov 2023\n"
    )
    (tmp_path / "contacts" / "alumni.csv").write_text(
        "Full Nane,Works for,E-Mail,Colour\nSam Case,Acme,=1+1,red\nS. Case,Acme,s@post.example,red\n"
    )
    (tmp_path / "contacts" / "work.ics").write_text(CALENDAR)
    (tmp_path / "people.csv").write_text("name,seniority\nSam Case,director\n")
    return tmp_path


def test_the_example_has_its_files_and_no_more(check):
    done = check(EXAMPLE)
    assert done.returncode == 0
    assert "log.csv" in done.stdout
    assert "Meetings" not in done.stdout
    assert "What is made of titles" not in done.stdout


def test_everything_that_waits_for_the_user_is_listed(folder, check):
    done = check(folder, "--roles")
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    for part in (
        "name from 'Full Nane' (alike)", "not read: 'Colour'", "email from 'E-Mail'",
        "Who may be one person; nobody is merged until you say so:",
        "Sam Case [in/sam]", "Sam Case [contact/sam-case/acme]", "S. Case [contact/s-case/s@post.example]", "S. may stand for Sam; same company (Acme)",
        "0.99 same name; same company (Acme)", "Decide in aliases.csv",
        "Meetings in your calendars that are not in your log",
        "2026-01-05 Dana Whitlock in/dana video Coffee contacts/work.ics:2",
        'If one took place: netscout log met "in/dana" --on 2026-01-05 --channel "video"',
        "Publicist 1 marketing director people.csv", "Publicist 1 marketing roles.toml 1",
    ):  # fmt: skip
        assert part in text, part


def test_proposals_are_written_to_be_decided(folder, check):
    file = folder / "proposals.csv"
    done = check(folder, "--proposals", file)
    assert done.returncode == 0, done.stderr
    assert f"in the column decision of {file}" in " ".join(done.stdout.split())
    with file.open(encoding="utf-8", newline="") as given:
        rows = list(csv.DictReader(given))
    assert {row["decision"] for row in rows} == {""}
    assert rows[0]["note"].startswith("Sam Case / ")
    file.rename(folder / "aliases.csv")
    assert len(ns.load(folder).people) == 4
    (folder / "aliases.csv").write_text(
        (folder / "aliases.csv").read_text("utf-8").replace(",,", ",same,"), "utf-8"
    )
    assert ns.load(folder).people.index.tolist() == ["me", "in/dana", "in/sam"]
    assert "Who may be one person" not in check(folder).stdout
    again = check(folder, "--proposals", folder / "aliases.csv")
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_no_spreadsheet_takes_a_proposal_for_a_formula(tmp_path):
    columns = ["person", "name", "other", "other_name", "score", "evidence"]
    pairs = pd.DataFrame(
        [["=1+1", "=HYPERLINK(1)", "@x", "Sam", 0.9, "same name"]], columns=columns
    )
    checking._write_proposals(pairs, tmp_path / "p.csv")
    rows = list(csv.reader((tmp_path / "p.csv").read_text("utf-8").splitlines()))
    assert rows[1] == ["'=1+1", "'@x", "", "'=HYPERLINK(1) / Sam: 0.90, same name"]


def test_the_suggested_command_logs_the_meeting(folder, check, netscout):
    done = netscout(
        "log", "met", "in/dana", "--on", "2026-01-05", "--channel", "video", "--in", folder
    )
    assert done.returncode == 0, done.stderr
    assert "Meetings in your calendars" not in check(folder).stdout
    assert "met" in set(ns.load(folder).events["kind"])


def test_json_has_a_list_for_each(folder, check):
    found = json.loads(check(folder, "--json", "--roles").stdout)
    assert list(found) == ["files", "same_person", "meetings", "titles"]
    assert all(isinstance(row, dict) for rows in found.values() for row in rows)
    assert found["meetings"][0]["person"] == "in/dana"
    assert set(found["same_person"][0]) == {
        "person",
        "name",
        "other",
        "other_name",
        "score",
        "evidence",
    }
    for row in found["files"]:
        assert row["rows"] == row["kept"] + row["hidden"] + row["merged"] + row["skipped"]


def test_long_lists_are_cut_and_say_so(folder, check):
    done = check(folder, "--most", "1")
    assert "more (--most" in done.stderr


def test_a_fault_is_shown_and_the_rest_too(folder, check):
    (folder / "aliases.csv").write_text("person,other,decision\nin/dana,in/sam,perhaps\n")
    done = check(folder)
    assert done.returncode == 0
    assert "unknown decision 'perhaps'" in " ".join(done.stdout.split())
    assert "Connections.csv" in done.stdout

"""A pool from the command line, as a keeper and a member use it."""

import json
import stat
from functools import partial

import command_line
import pytest
from pools import MEMBERS, share_file

ADA, BEN, CLEO = MEMBERS
STAFF = [(f"staff-{i}", f"Staff {i}", "Grand Hall", "Usher") for i in range(6)]


netscout = partial(command_line.netscout, "pool")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("club")
    (place / "given").mkdir()
    share_file(place / "given" / "ada.csv", ADA, [BEN])
    share_file(place / "given" / "ben.csv", BEN, [ADA, CLEO, *STAFF])
    done = netscout("gather", "given", "-o", "club", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Keep its key apart" in done.stdout
    return place


def test_a_member_is_told_whom_to_ask(place):
    export = place / "Connections.csv"
    export.write_text(
        "First Name,Last Name,URL,Company,Position,Connected On\n"
        "Ben,Okoro,https://www.linkedin.com/in/ben-okoro,Lantern Press,Publicist,05 Nov 2023\n"
    )
    done = netscout("reach", "club", "in/ada-frost", "--own", export, cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Grand Hall" in done.stdout
    assert "Ben Okoro" in done.stdout
    done = netscout("ask", "club", "in/ada-frost", "--own", export, "--json", cwd=place)
    assert json.loads(done.stdout)[0]["name"] == "Ben Okoro"


def test_what_is_given_can_be_read_first(place):
    (place / "Mine.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ben,Okoro,https://www.linkedin.com/in/ben-okoro,ben@post.example,Lantern Press,Publicist,05 Nov 2023\n"
    )
    done = netscout("share", "Mine.csv", "-o", "out.csv", "--me", "in/ada-frost", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "ben@post" not in (place / "out.csv").read_text()


def test_the_keeper_chooses_and_counts(place):
    done = netscout("choose", "club", "-k", "1", "--company", "Grand Hall", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "no choice reaches more" in done.stdout
    done = netscout(
        "hops", "club", "-k", "1", "--engine", "duckdb", "--memory", "200MB", "--json", cwd=place
    )
    assert [row["people"] for row in json.loads(done.stdout)] == [8, 1]


def test_others_see_groups(place):
    done = netscout("openers", "club", "-k", "1", "--floor", "2", "--json", cwd=place)
    assert json.loads(done.stdout) == [{"members": 2, "people": 4.5, "companies": 2.0}]
    done = netscout("bridges", "club", "--other", "role", "--floor", "1", "--json", cwd=place)
    assert [(row["one"], row["other"], row["ties"]) for row in json.loads(done.stdout)[:2]] == [
        ("Grand Hall", "Publicist", 6),
        ("Lantern Press", "Usher", 6),
    ]


def test_an_export_can_be_given_by_name(tmp_path):
    (tmp_path / "Connections.csv").write_bytes(b"%PDF-1.7")
    done = netscout("share", "--in", "Connections.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert "Connections.csv is a PDF document" in done.stderr


def test_schools_and_dates_are_given_when_asked_for(place):
    (place / "Dated.csv").write_text(
        "First Name,Last Name,URL,Company,Position,Connected On\n"
        "Ben,Okoro,https://www.linkedin.com/in/ben-okoro,Lantern Press,Publicist,05 Nov 2023\n"
    )
    given = ["Dated.csv", "-o", "dated.csv", "--me", "in/ada-frost", "--dates", "--schools"]
    done = netscout("share", *given, cwd=place)
    assert done.returncode == 0, done.stderr
    assert (place / "dated.csv").read_text().splitlines()[0].endswith("role,school,date")
    assert "2023-11-05" in (place / "dated.csv").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hops", "nowhere"], "no pool in nowhere"),
        (["forget", "club", "in/nobody"], "has given nothing"),
        (["hops", "club", "--engine", "duckbd"], "did you mean 'duckdb'"),
        (["hops", "club", "--spark", "local[2]"], "--store"),
        (["bridges", "club", "--one", "compny"], "did you mean 'company'"),
        (["gather", "missing"], "no folder of exports"),
    ],
)
def test_a_mistake_is_one_message(place, arguments, said):
    done = netscout(*arguments, cwd=place)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_key_is_for_its_keeper_alone(place):
    assert stat.S_IMODE((place / "club.key").stat().st_mode) == 0o600

"""What a member gives: share files with what was asked for, exports, and whose they are."""

import csv
import zipfile

import pandas as pd
import pytest
from pools import share_file

from netscout import pool
from netscout.errors import NetscoutError, ReadError, ThinDataWarning
from netscout.pool.giving import of_export

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
CLEO = "Cleo,Marsh,https://www.linkedin.com/in/Cleo-Marsh/,cleo@post.example,Harbour Theatre Ltd,Producer,05 Nov 2023\n"
DOV = "Dov,Lind,https://www.linkedin.com/in/dov-lind,,Quay Radio,Agent,06 Nov 2023\n"
INVITATIONS = (
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    'Ada Frost,Dov Lind,"2/25/26, 10:33 AM",,OUTGOING,https://www.linkedin.com/in/ada-frost,https://www.linkedin.com/in/dov-lind\n'
)
EDUCATION = "School Name,Start Date,End Date,Notes,Degree Name,Activities\nEastmere College,2001,2004,,BA,\n"
PROFILE = "First Name,Last Name,Maiden Name,Address\nAda,Frost,,\n"
ADA = ("ada-frost", "Ada Frost", "Lantern Press", "Editor")


def export(folder, rows, **further):
    folder.mkdir(parents=True)
    (folder / "Connections.csv").write_text(HEADER + "".join(rows))
    for name, text in further.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def test_an_export_with_an_invitation_says_whose_it_is(tmp_path):
    given = tmp_path / "given"
    export(given / "Ada's export", [CLEO, DOV], Profile=PROFILE, Invitations=INVITATIONS)
    table = pool.gather(given, tmp_path / "club")
    share_file(tmp_path / "ada.csv", ADA, [])
    shared = pool.gather([tmp_path / "ada.csv"], tmp_path / "other", key=tmp_path / "club.key")
    assert table["owner"].tolist() == shared["owner"].tolist()
    assert table[["file", "contacts"]].to_numpy().tolist() == [["Ada's export", 2]]


def test_a_zip_archive_is_an_export(tmp_path):
    given = tmp_path / "given"
    given.mkdir()
    with zipfile.ZipFile(given / "ada.zip", "w") as archive:
        archive.writestr("Connections.csv", HEADER + CLEO)
        archive.writestr("Invitations.csv", INVITATIONS)
    assert pool.gather(given, tmp_path / "club")["contacts"].tolist() == [1]


def test_the_keeper_says_whose_an_export_is(tmp_path):
    given = tmp_path / "given"
    export(given / "ada", [CLEO], Profile=PROFILE)
    export(given / "ben", [DOV])
    with pytest.warns(ThinDataWarning, match=r"ada, ben: .*owners.csv"):
        unknown = pool.gather(given, tmp_path / "unknown")
    (given / "owners.csv").write_text(
        "file,profile\nada,https://www.linkedin.com/in/Ada-Frost/\nben,in/ben-okoro\n"
    )
    known = pool.gather(given, tmp_path / "known", key=tmp_path / "unknown.key")
    assert not set(unknown["owner"]) & set(known["owner"])
    share_file(tmp_path / "ada.csv", ADA, [])
    shared = pool.gather([tmp_path / "ada.csv"], tmp_path / "s", key=tmp_path / "unknown.key")
    assert shared["owner"][0] in set(known["owner"])
    pool.forget(tmp_path / "known", "in/ada-frost", key=tmp_path / "unknown.key")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,profile\nada,in/x\n", "must have the columns file,profile"),
        ("file,profile\nada,Ada Frost\n", "row 2 is not a file and the address"),
        ("file,profile\nada\n", "row 2"),
        ("file,profile\neve,in/eve\n", "names what is not there: eve"),
        ("", "must have the columns"),
    ],
)
def test_faults_of_owners_are_said(tmp_path, text, message):
    given = tmp_path / "given"
    export(given / "ada", [CLEO])
    (given / "owners.csv").write_text(text)
    with pytest.raises(ReadError, match=message):
        pool.gather(given, tmp_path / "club")
    assert not (tmp_path / "club").exists()


def test_an_export_is_not_taken_for_a_folder_of_exports(tmp_path):
    export(tmp_path / "ada", [CLEO], Profile=PROFILE)
    with pytest.raises(ReadError, match="is one export, not a folder of exports"):
        pool.gather(tmp_path / "ada", tmp_path / "club")


def test_two_exports_of_one_owner_are_a_fault(tmp_path):
    given = tmp_path / "given"
    for name in ("new", "old"):
        export(given / name, [CLEO], Invitations=INVITATIONS)
    with pytest.raises(ReadError, match="old and new are one owner's"):
        pool.gather(given, tmp_path / "club")
    assert not (tmp_path / "club" / "shares").exists()


def test_lists_of_connections_are_told_apart_by_their_folder(tmp_path):
    files = [export(tmp_path / name, [CLEO]) / "Connections.csv" for name in ("ada", "ben")]
    with pytest.warns(ThinDataWarning):
        table = pool.gather(files, tmp_path / "club")
    assert table["owner"].nunique() == 2
    pool.forget(tmp_path / "club", "ada")
    assert len(pool.open(tmp_path / "club", engine="numpy").owners()) == 1


def test_dates_and_schools_are_given_only_when_asked_for(tmp_path):
    folder = export(tmp_path / "ada", [CLEO, DOV], Invitations=INVITATIONS, Education=EDUCATION)
    plain = pool.share(folder, tmp_path / "plain.csv")
    assert "2023" not in plain.read_text()
    assert "Eastmere" not in plain.read_text()
    asked = pool.share(folder, tmp_path / "asked.csv", schools=True, dates=True)
    with asked.open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["who", "key", "name", "company", "role", "school", "date"]
    assert rows[0]["school"] == "Eastmere College"
    assert [row["date"] for row in rows] == ["", "2023-11-05", "2023-11-06"]
    assert "@" not in asked.read_text()
    pool.gather([asked], tmp_path / "club")
    club = pool.open(tmp_path / "club", engine="numpy")
    days = club.ties()["date"].dt.strftime("%Y-%m-%d")
    assert sorted(days) == ["2023-11-05"] * 2 + ["2023-11-06"] * 2
    assert set(club.people()["school"]) == {"", "Eastmere College"}
    assert set(pool.network(club, "in/ada-frost").events["date"].dt.year) == {2000}
    pool.gather([plain], tmp_path / "bare")
    assert pool.open(tmp_path / "bare", engine="numpy").ties()["date"].isna().all()


def test_of_an_export_neither_schools_nor_dates_get_into_the_pool(tmp_path):
    further = {"Invitations": INVITATIONS, "Education": EDUCATION}
    folder = export(tmp_path / "given" / "ada", [CLEO, DOV], **further)
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "netscout.toml").write_text("")  # a user's own folder, begun
    (tmp_path / "own" / "ada.zip").write_bytes((tmp_path / "ada.zip").read_bytes())
    for number, path in enumerate([folder, tmp_path / "ada.zip", tmp_path / "own"]):
        assert "Eastmere College" in of_export(path)["school"]
        pool.gather([path], tmp_path / f"club{number}")
        club = pool.open(tmp_path / f"club{number}", engine="numpy")
        assert set(club.people()["school"]) == {""}
        assert club.ties()["date"].isna().all()


def test_the_first_day_that_anybody_gives_counts(tmp_path):
    for owner, other, day in (("x", "y", "2020-02-02"), ("y", "x", "2019-01-01"), ("z", "x", "")):
        (tmp_path / f"{owner}.csv").write_text(
            "who,key,name,company,role,date\n"
            f"owner,in/{owner}-y,,,,\ncontact,in/{other}-y,,,,{day}\n"
        )
    pool.gather([tmp_path / f"{owner}.csv" for owner in "xyz"], tmp_path / "club")
    days = pool.open(tmp_path / "club", engine="numpy").ties()["date"]
    assert days.dropna().unique().tolist() == [pd.Timestamp("2019-01-01")]
    assert days.isna().sum() == 2


def test_faults_of_a_share_file_are_said(tmp_path):
    file = tmp_path / "ada.csv"
    file.write_text("who,key,name,company,role,date,mood\nowner,in/a,,,,soon,\n")
    with pytest.raises(ReadError, match=r"'mood' is none.*; row 2: date 'soon' is not written"):
        pool.gather([file], tmp_path / "club")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"owner,in/a,{'A' * 131_073},,,", "ada.csv: field larger than"),
        ("owner,in/a,,,,20230403", "ada.csv: row 2: date '20230403' is not written"),
    ],
)
def test_what_no_share_file_holds_is_said_with_the_file(tmp_path, row, message):
    (tmp_path / "ada.csv").write_text(f"who,key,name,company,role,date\n{row}\n")
    with pytest.raises(ReadError, match=message):
        pool.gather([tmp_path / "ada.csv"], tmp_path / "club")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("file,profile\nJosé,in/jose\n".encode("latin-1"), "is not UTF-8 text"),
        (b"file,profile\n" + b"a" * 131_073 + b",in/x\n", "field larger than"),
    ],
)
def test_owners_that_cannot_be_read_are_said(tmp_path, data, message):
    export(tmp_path / "given" / "ada", [CLEO])
    (tmp_path / "given" / "owners.csv").write_bytes(data)
    with pytest.raises(ReadError, match=rf"owners\.csv.* {message}"):
        pool.gather(tmp_path / "given", tmp_path / "club")


def test_a_share_file_is_for_a_folder_that_is_there(tmp_path):
    folder = export(tmp_path / "ada", [CLEO], Invitations=INVITATIONS)
    with pytest.raises(NetscoutError, match="there is no folder"):
        pool.share(folder, tmp_path / "nowhere" / "mine.csv")


def test_a_file_written_before_there_were_schools_is_still_read(tmp_path):
    share_file(tmp_path / "ada.csv", ADA, [("cleo", "C", "X", "Y")])
    out = tmp_path / "club"
    pool.gather([tmp_path / "ada.csv"], out)
    (file,) = (out / "shares").iterdir()
    with pool.open(out, engine="numpy").database() as db:
        db.execute(
            f"copy (select * exclude (school, campus, date) from '{file}') to '{file}.new'"
            " (format parquet)"
        )
    file.with_name(f"{file.name}.new").replace(file)
    share_file(tmp_path / "ben.csv", ("ben", "B", "X", "Y"), [])
    pool.gather([tmp_path / "ben.csv"], out)
    assert len(pool.open(out, engine="numpy").people()) == 3

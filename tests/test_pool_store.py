"""Gathering, sharing, forgetting: who is the same person, and what stays private."""

import csv
import stat

import pandas as pd
import pytest
from pools import MEMBERS, share_file

import netscout as ns
from netscout import pool
from netscout.errors import NetscoutError, ReadError, ThinDataWarning
from netscout.identity import pseudonym
from netscout.pool import store

ADA, BEN, CLEO = MEMBERS
DOV = ("dov-lind", "Dov Lind", "Harbour Theatre", "Agent")
CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Cleo,Marsh,https://www.linkedin.com/in/Cleo-Marsh/,cleo@post.example,Harbour Theatre Ltd,Producer,05 Nov 2023\n"
    "Nan,Address,,,Elsewhere,Agent,05 Nov 2023\n"
)


@pytest.fixture
def given(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    share_file(folder / "ada.csv", ADA, [BEN, CLEO])
    share_file(folder / "ben.csv", BEN, [ADA, DOV])
    return folder


def tables(out):
    club = pool.open(out, engine="numpy")
    return club.people(), club.ties(), club.owners()


def test_a_person_in_two_exports_is_one_person(given, tmp_path):
    accounts = pool.gather(given, tmp_path / "club")
    people, ties, owners = tables(tmp_path / "club")
    assert accounts["contacts"].tolist() == [2, 2]
    assert len(people) == 4
    assert len(owners) == 2
    assert len(ties) == 2 * 3  # Ada and Ben name each other: one tie, both ways


def test_gathering_twice_changes_nothing(given, tmp_path):
    out = tmp_path / "club"
    pool.gather(given, out)
    before = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    pool.gather(given, out)
    assert {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_the_folder_one_is_in_can_be_the_pool(given, tmp_path, monkeypatch):
    (tmp_path / "club").mkdir()
    monkeypatch.chdir(tmp_path / "club")
    pool.gather(given, ".")
    assert (tmp_path / "club.key").is_file()
    assert len(tables(tmp_path / "club")[2]) == 2


def test_gathering_at_once_or_one_after_the_other_is_the_same(given, tmp_path):
    key = tmp_path / "secret"
    pool.gather(given, tmp_path / "one", key=key)
    for name in ("ben.csv", "ada.csv"):
        pool.gather([given / name], tmp_path / "two", key=key)
    for left, right in zip(tables(tmp_path / "one"), tables(tmp_path / "two"), strict=True):
        pd.testing.assert_frame_equal(left, right)


def test_forgetting_is_as_if_it_had_never_been_given(given, tmp_path):
    key, out = tmp_path / "secret", tmp_path / "club"
    pool.gather([given / "ada.csv"], tmp_path / "never", key=key)
    pool.gather(given, out, key=key)
    pool.forget(out, "https://www.linkedin.com/in/ben-okoro/", key=key)
    for left, right in zip(tables(out), tables(tmp_path / "never"), strict=True):
        pd.testing.assert_frame_equal(left, right)
    names = {path.name for path in out.rglob("*.parquet")}
    assert names == {path.name for path in (tmp_path / "never").rglob("*.parquet")}
    with pytest.raises(NetscoutError, match="has given nothing"):
        pool.forget(out, "in/ben-okoro", key=key)


def test_forgetting_touches_no_file_outside_the_pool(given, tmp_path):
    out = tmp_path / "club"
    pool.gather(given, out)
    (tmp_path / "mine.parquet").write_text("mine")
    with pytest.raises(NetscoutError, match="has given nothing"):
        pool.forget(out, "p-/../../../mine")
    assert (tmp_path / "mine.parquet").is_file()


def test_the_last_owner_leaves_an_empty_folder_behind(given, tmp_path):
    out = tmp_path / "club"
    pool.gather([given / "ada.csv"], out)
    pool.forget(out, "in/ada-frost")
    assert not list(out.rglob("*.parquet"))
    with pytest.raises(ReadError, match="no pool"):
        pool.open(out)


def test_forgetting_that_did_not_end_can_be_said_again(given, tmp_path, monkeypatch):
    key, out = tmp_path / "secret", tmp_path / "club"
    pool.gather([given / "ada.csv"], tmp_path / "never", key=key)
    pool.gather(given, out, key=key)
    with monkeypatch.context() as patch:
        patch.setattr(store, "_derive", lambda folder: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pool.forget(out, "in/ben-okoro", key=key)
    pool.forget(out, "in/ben-okoro", key=key)
    for left, right in zip(tables(out), tables(tmp_path / "never"), strict=True):
        pd.testing.assert_frame_equal(left, right)
    with pytest.raises(NetscoutError, match="has given nothing"):
        pool.forget(out, "in/ben-okoro", key=key)


@pytest.mark.parametrize("names", [["ada.csv"], ["ada.csv", "ben.csv"]])
def test_forgetting_removes_what_a_killed_gathering_left(given, tmp_path, names):
    out = tmp_path / "club"
    owner = pool.gather([given / name for name in names], out)["owner"][0]
    data = (out / "shares" / f"{owner}.parquet").read_bytes()
    (out / "given.part").mkdir()
    (out / "given.part" / f"{owner}.parquet").write_bytes(data)
    for name in ("people", "ties", "owners"):
        (out / f"{name}.part").write_bytes(data)
    pool.forget(out, owner)
    assert not list(out.rglob("*.part"))
    (out / "given.part").mkdir()  # killed before anything was gathered
    (out / "given.part" / f"{owner}.parquet").write_bytes(data)
    assert pool.forget(out, owner) == owner
    assert not list(out.rglob("*.part"))


def test_forgetting_says_what_it_cannot_remove(given, tmp_path, monkeypatch):
    out = tmp_path / "club"
    pool.gather(given, out)
    (out / "kept").mkdir()

    def stays(path, *, ignore_errors=False, **_):
        if not ignore_errors:
            raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", stays)
        with pytest.raises(NetscoutError, match=r"kept cannot be removed .*Permission denied"):
            pool.forget(out, "in/ben-okoro")
    pool.forget(out, "in/ben-okoro")
    assert not (out / "kept").exists()


def test_no_name_and_no_profile_gets_into_the_pool(given, tmp_path):
    out = tmp_path / "club"
    pool.gather(given, out)
    people, _, _ = tables(out)
    assert set(people["name"]) == {""}
    for path in out.rglob("*"):
        data = path.read_bytes().lower() if path.is_file() else b""
        assert b"frost" not in data
        assert b"okoro" not in data
    key = tmp_path / "club.key"
    assert key.is_file()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert bytes.fromhex(key.read_text()) not in b"".join(
        p.read_bytes() for p in out.rglob("*") if p.is_file()
    )


def test_another_key_gives_other_pseudonyms():
    assert pseudonym(b"a" * 32, "in/ada") != pseudonym(b"b" * 32, "in/ada")


def test_a_wrong_or_missing_key_is_said_and_changes_nothing(given, tmp_path):
    out = tmp_path / "club"
    pool.gather([given / "ada.csv"], out)
    (tmp_path / "other").write_text("ab" * 32)
    with pytest.raises(ReadError, match="not the key"):
        pool.gather(given, out, key=tmp_path / "other")
    (tmp_path / "club.key").unlink()
    with pytest.raises(ReadError, match="only its keeper"):
        pool.gather(given, out)
    assert len(tables(out)[2]) == 1


def test_all_faults_together_and_nothing_changed(given, tmp_path):
    (given / "bad.csv").write_text("who,key,name,company,role\nfriend,in/x,X,Y,Z\n")
    (given / "short.csv").write_text("who,key,name,company,role\nowner,in/x,X\n")
    with pytest.raises(ReadError, match="2 exports") as error:
        pool.gather(given, tmp_path / "club")
    assert "bad.csv" in str(error.value)
    assert "row 2" in str(error.value)
    assert not (tmp_path / "club" / "shares").exists()


def test_what_the_owner_says_of_themselves_counts_first(given, tmp_path):
    for name in ("x", "y", "z"):
        share_file(
            given / f"{name}.csv",
            (f"{name}-y", "N", "F", "R"),
            [(ADA[0], "A", "Old Firm", "Clerk")],
        )
    pool.gather(given, tmp_path / "club", names=True)
    people, _, _ = tables(tmp_path / "club")
    row = people.set_index("name").loc["Ada Frost"]
    assert (row["company"], row["role"], row["firm"]) == (
        "Lantern Press",
        "Editor",
        "lantern press",
    )


def test_a_share_file_says_only_what_it_should(tmp_path):
    (tmp_path / "Connections.csv").write_text(CONNECTIONS)
    file = pool.share(
        tmp_path / "Connections.csv", tmp_path / "mine.csv", me="linkedin.com/in/ada-frost"
    )
    with file.open() as text:
        rows = list(csv.DictReader(text))
    assert [row["key"] for row in rows] == ["in/ada-frost", "in/cleo-marsh", ""]
    assert "@" not in file.read_text()
    assert "2023" not in file.read_text().replace("2023-11-05", "2023")
    with pytest.raises(ReadError, match="which profile is yours"):
        pool.share(tmp_path / "Connections.csv", tmp_path / "other.csv")
    assert not (tmp_path / "other.csv").exists()


def test_an_export_is_the_same_as_its_share_file(tmp_path):
    (tmp_path / "Connections.csv").write_text(CONNECTIONS)
    file = pool.share(
        tmp_path / "Connections.csv", tmp_path / "Connections-mine.csv", me="in/ada-frost"
    )
    with pytest.warns(ThinDataWarning, match="whose export"):
        raw = pool.gather([tmp_path / "Connections.csv"], tmp_path / "raw")
    shared = pool.gather([file], tmp_path / "shared", key=tmp_path / "raw.key")
    assert raw[["contacts", "skipped"]].equals(shared[["contacts", "skipped"]])
    assert set(tables(tmp_path / "raw")[0]["person"]) - set(
        tables(tmp_path / "shared")[0]["person"]
    ) == set(raw["owner"])


def test_gathering_needs_no_more_than_the_layers_below():
    assert not {"duckdb", "pool"} & set(ns.__all__)

"""Who a contact without an address may be: proposed, with a probability that can be believed."""

import random
import sys

import pandas as pd
import pytest
from pools import share_file

from netscout import pool
from netscout.errors import NetscoutError, ReadError

WORDS = "ar bel cor dun el far gor han il jor kal lum mor nel or pel quin ros sal tor".split()
ROLES = ["Editor", "Producer", "Usher", "Publicist", "Agent"]


def made(stream, size=2):
    return "".join(stream.sample(WORDS, size)).title()


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Two owners' files; Ben's is old and has no addresses, and some have changed meanwhile."""
    folder = tmp_path_factory.mktemp("given")
    stream = random.Random(3)
    people = [
        (f"p-{number}", f"{made(stream)} {made(stream, 3)}", made(stream, 3), stream.choice(ROLES))
        for number in range(900)
    ]
    share_file(folder / "ada.csv", ("ada-frost", "Ada Frost", "X", "Y"), people)
    path = share_file(folder / "ben.csv", ("ben-okoro", "Ben Okoro", "X", "Y"), [])
    rows, truth = [], {}
    for number, (profile, name, company, role) in enumerate(people[:150]):
        firm = made(stream, 3) if number % 4 == 0 else company
        rows.append(f"contact,,{name},{firm},{stream.choice(ROLES) if number % 3 == 0 else role}")
        truth[name] = f"in/{profile}"
    rows += [
        f"contact,,{made(stream)} {made(stream, 3)},{made(stream, 3)},Editor" for _ in range(150)
    ]
    with path.open("a") as file:
        file.write("\n".join(rows) + "\n")
    return folder, truth


def test_proposals_are_mostly_right_and_say_how_sure_they_are(given):
    pytest.importorskip("splink", reason="splink (extra match) is not installed")
    folder, truth = given
    table = pool.matches(folder)
    right = table["profile"] == table["name"].map(truth)
    assert right.sum() > 120
    assert right.mean() > 0.9
    assert right[table["probability"] > 0.99].mean() > 0.97
    assert table["probability"].between(0.5, 1).all()
    assert set(table["file"]) == {"ben.csv"}
    assert table["evidence"].str.contains("same surname").mean() > 0.9
    pd.testing.assert_frame_equal(table, pool.matches(folder))


def test_nothing_is_merged(given, tmp_path):
    folder, _ = given
    table = pool.gather(folder, tmp_path / "club").set_index("file")
    assert table.at["ben.csv", "contacts"] == 0
    assert table.at["ben.csv", "skipped"] == 300


def test_too_few_to_learn_from_is_said(tmp_path):
    pytest.importorskip("splink", reason="splink (extra match) is not installed")
    share_file(tmp_path / "ada.csv", ("ada-frost", "Ada Frost", "X", "Y"), [("b", "B", "X", "Y")])
    with pytest.raises(NetscoutError, match="too few to learn from"):
        pool.matches(tmp_path)


def test_without_splink_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(NetscoutError, match=r"netscout-referrals\[match\]"):
        pool.matches(tmp_path)


def test_files_that_cannot_be_read_are_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", object())
    for name in ("ada", "ben"):
        (tmp_path / f"{name}.csv").write_text("who,key,name,company,role\nfriend,in/x,X,Y,Z\n")
    with pytest.raises(ReadError, match=r"(?s)ada\.csv: row 2.*ben\.csv: row 2"):
        pool.matches(tmp_path)

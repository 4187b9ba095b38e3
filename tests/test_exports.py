"""What is written for other programs is read back as it was, and has the columns that are told."""

import csv
import io
import re
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from command_line import netscout
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import network
from typer.testing import CliRunner

import netscout as ns
from netscout.cli import app
from netscout.exports import ALTER_TIES, ALTERS, EGOS, RDS
from netscout.exports.graphs import plain_graph
from netscout.exports.tables import egor_tables, rds_table
from netscout.growth import tree
from netscout.schema import KINDS

EXAMPLE = Path(__file__).parents[1] / "data" / "example"
NET = ns.example()
READ = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def _same(G, H, *, beside=()):
    """Whether a graph has all nodes, edges and attributes of another, with values and types."""
    assert set(G) == set(H)
    assert set(G.edges) == set(H.edges)
    rows = [(G.nodes[n], H.nodes[n]) for n in H] + [(G.edges[e], H.edges[e]) for e in H.edges]
    for read, wanted in rows:
        found = {name: value for name, value in read.items() if name not in beside}
        assert found == wanted
        assert {n: type(v) for n, v in found.items()} == {n: type(v) for n, v in wanted.items()}


# --- graphs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", READ)
def test_the_example_is_read_back_with_equal_attributes(form, tmp_path):
    file = ns.export(NET, tmp_path / f"net.{form}")
    G = READ[form](file)
    _same(G, plain_graph(NET), beside=("label", "id"))
    dana = G.nodes["in/dana-whitlock"]
    assert dana["company"] == "Marquee Theatricals"
    assert 0 < dana["talk"] <= 1
    assert [node for node, owner in G.nodes(data="owner") if owner] == ["me"]
    edge = next(data for _u, _v, data in G.edges(data=True) if "named" in data["kinds"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", edge["first"])
    assert isinstance(edge["count"], int)
    if form == "gexf":
        assert dana["label"] == "Dana Whitlock"


def test_a_graph_read_back_is_the_network_again(tmp_path):
    before = NET.graph()
    again = ns.from_graph(nx.read_graphml(ns.export(NET, tmp_path / "net.graphml"))).graph()
    assert set(again.edges) == set(before.edges)
    for u, v, data in again.edges(data=True):
        assert data["kinds"] == before.edges[u, v]["kinds"]
        assert data["chance"] == pytest.approx(before.edges[u, v]["chance"])


TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
VALUES = st.one_of(
    TEXT, st.integers(-9, 9), st.floats(), st.booleans(), st.none(), st.dates(), st.datetimes(),
    st.just(pd.NaT), st.just(pd.Timestamp("2026-03-01")), st.lists(TEXT, max_size=2),
)  # fmt: skip
NAMES = st.sampled_from(
    ["name", "note", "label", "id", "start", "viz", "weight", "for", "mood", "é ü"]
)


@given(
    rows=st.lists(st.dictionaries(NAMES, VALUES, max_size=4), min_size=2, max_size=4),
    form=st.sampled_from(["graphml", "gexf"]),
)
@settings(max_examples=20, deadline=None)
def test_whatever_people_csv_holds_is_read_back(rows, form, tmp_path_factory):
    people = pd.DataFrame({"person": [f"x{n}" for n in range(len(rows))]})
    for name in {name for row in rows for name in row}:
        people[name] = pd.Series([row.get(name) for row in rows], dtype=object)
    events = pd.DataFrame(
        [["2026-03-01", "knows", "x0", "x1"]], columns=["date", "kind", "source", "target"]
    )
    net = ns.Network(people, events, "x0")
    file = ns.export(net, tmp_path_factory.mktemp("out") / f"net.{form}")
    H = plain_graph(net)
    taken = {"id", "label", "start", "viz", "weight", "for"} if form == "gexf" else set()
    for _node, data in H.nodes(data=True):
        for name in taken & data.keys():
            data[f"{name}_"] = data.pop(name)
    beside = ("label", "id") if form == "gexf" else ()
    _same(READ[form](file), H, beside=beside)


def test_ids_that_no_file_can_hold_are_said(tmp_path):
    net = network(("2026-03-01", "knows", "me", "a\x00"), ("2026-03-01", "knows", "me", "a"))
    with pytest.raises(ns.SchemaError, match="ids of people"):
        ns.export(net, tmp_path / "net.gexf")
    assert not list(tmp_path.iterdir())


# --- egor ----------------------------------------------------------------------------------------


def _read(file):
    return pd.read_csv(file, keep_default_na=False, dtype=str)


def test_egor_has_the_columns_and_types_that_are_told(tmp_path):
    folder = ns.export(NET, tmp_path / "egor", form="egor")
    egos, alters, ties = (_read(folder / f"{name}.csv") for name in ("egos", "alters", "aaties"))
    further = [column for column in NET.people.columns if column not in EGOS]
    assert egos.columns.tolist() == [*EGOS, *further]
    assert alters.columns.tolist() == [*ALTERS, *further]
    assert ties.columns.tolist() == list(ALTER_TIES)
    assert egos["egoID"].tolist() == ["me"]
    assert set(alters["egoID"]) == set(ties["egoID"]) == {"me"}
    assert alters["alterID"].is_unique
    assert set(alters["alterID"]) == set(NET.people.index) - {"me"}
    assert set(ties["Source"]) | set(ties["Target"]) <= set(alters["alterID"])
    assert (ties["Source"] != ties["Target"]).all()
    for table, dates, numbers in (
        (alters, ["first", "met"], ["talk", "wave"]),
        (ties, ["first", "last"], ["count", "chance"]),
    ):
        for column in dates:
            assert table[column].str.fullmatch(r"(\d{4}-\d\d-\d\d)?").all()
        for column in numbers:
            assert pd.to_numeric(table[column].replace("", "0")).ge(0).all()
    assert ties["chance"].astype(float).le(1).all()


def test_own_columns_of_the_same_name_stand_beside(tmp_path):
    net = network(("2026-01-01", "met", "me", "a"), wave={"a": "mine"}, egoID={"a": "x"})
    alters = _read(ns.export(net, tmp_path / "egor", form="egor") / "alters.csv")
    assert alters.loc[0, ["wave", "wave_", "egoID", "egoID_"]].tolist() == ["1", "mine", "me", "x"]


def test_egor_ties_are_the_edges_between_others():
    _egos, _alters, ties = egor_tables(NET)
    edges = {(u, v) for u, v in NET.graph().edges if NET.me not in (u, v)}
    assert set(zip(ties["Source"], ties["Target"], strict=True)) == edges
    assert len(ties) == len(edges)


@given(st.lists(TEXT, min_size=1, max_size=20))
@settings(max_examples=10, deadline=None)
def test_no_cell_of_a_table_is_a_formula_or_breaks_it(notes):
    ids = [f"x{n}" for n in range(len(notes))]
    net = network(people=ids, note=dict(zip(ids, notes, strict=True)))
    from netscout.exports.tables import egor_files

    rows = list(csv.reader(io.StringIO(egor_files(net)["alters.csv"].decode(), newline="")))
    assert len(rows) == len(notes) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@")) or "\n" in c]


# --- RDS -----------------------------------------------------------------------------------------


def _check_sample(table, net):
    """Assert what the R package asks of a sample, and what the docstring tells."""
    assert table.columns.tolist() == list(RDS)
    assert table["id"].is_unique
    assert "seed" not in set(table["id"])
    assert set(table["recruiter.id"]) <= {*table["id"], "seed"}
    by_id = table.set_index("id")
    for person, row in by_id.iterrows():
        if row["recruiter.id"] == "seed":
            assert (row["wave"], row["seed"]) == (0, person)
        else:  # each wave is one more than the recruiter's, so there is no circle
            above = by_id.loc[row["recruiter.id"]]
            assert (row["wave"], row["seed"]) == (above["wave"] + 1, above["seed"])
    counted = table["recruiter.id"].value_counts().reindex(table["id"], fill_value=0)
    assert table["recruits"].tolist() == counted.tolist()
    assert table["network.size"].ge(table["recruits"].clip(lower=1)).all()
    met = tree(net)["met"].drop(net.me).dropna()
    assert table.set_index("id")["met"].sort_index().tolist() == met.sort_index().tolist()


def test_the_example_as_a_respondent_driven_sample(tmp_path):
    table = rds_table(NET)
    _check_sample(table, NET)
    assert table["wave"].max() >= 3
    read = _read(ns.export(NET, tmp_path / "rds.csv", form="rds"))
    assert read.columns.tolist() == list(RDS)
    assert read["id"].tolist() == table["id"].tolist()
    assert read["met"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert read["network.size"].astype(int).tolist() == table["network.size"].tolist()


DAYS = st.integers(1, 28)
HAPPENED = st.tuples(
    DAYS, st.sampled_from(["met", "named", "introduced"]), st.integers(0, 5), st.integers(0, 5)
)


@given(st.lists(HAPPENED, max_size=30))
@settings(max_examples=20, deadline=None)
def test_every_chain_ends_at_a_seed(rows):
    events = [
        (f"2026-01-{day:02}", kind, "me" if kind == "met" else f"x{a}", f"x{b}")
        for day, kind, a, b in rows
        if kind == "met" or a != b
    ]
    net = network(("2026-01-01", "met", "me", "x9"), *events)
    _check_sample(rds_table(net), net)


def test_someone_brought_by_one_never_met_is_counted_to_the_one_above():
    net = network(
        ("2026-01-01", "met", "me", "a"), ("2026-01-01", "named", "a", "b"),
        ("2026-01-02", "named", "b", "c"), ("2026-01-03", "met", "me", "c"),
    )  # fmt: skip
    table = rds_table(net).set_index("id")
    assert table["recruiter.id"].to_dict() == {"a": "seed", "c": "a"}


def test_an_id_that_would_be_taken_for_a_seed_is_said(tmp_path):
    net = network(("2026-01-01", "met", "me", "seed"))
    with pytest.raises(ns.NetscoutError, match="the id 'seed'"):
        ns.export(net, tmp_path / "rds.csv", form="rds")


def test_no_conversation_is_said(tmp_path):
    net = network(("2026-01-01", "knows", "me", "a"))
    with pytest.warns(ns.ThinDataWarning, match="nobody has been talked with"):
        file = ns.export(net, tmp_path / "rds.csv", form="rds")
    assert file.read_text("utf-8") == ",".join(RDS) + "\n"


# --- a folder ------------------------------------------------------------------------------------


def _tables(net):
    people = net.people.drop(columns="origin")
    events = net.events.drop(columns="origin")
    order = ["date", "kind", "source", "target", "about", "channel", "note"]
    return people, events.sort_values(order, ignore_index=True)


def test_a_shared_copy_is_loaded_as_it_was(tmp_path):
    copy = ns.share(NET)
    again = ns.load(ns.export(copy, tmp_path / "copy", form="folder"))
    for before, after in zip(_tables(copy), _tables(again), strict=True):
        pd.testing.assert_frame_equal(before, after)
    assert again.goal == copy.goal
    assert again.assumptions.company_size == copy.assumptions.company_size
    assert ns.waves(again).equals(ns.waves(copy))


KIND = st.sampled_from(sorted(KINDS))
LOGGED = st.tuples(st.integers(1, 28), KIND, st.integers(0, 5), st.booleans(), st.integers(0, 6))


@given(rows=st.lists(LOGGED), hidden=st.integers(0, 2))
@settings(max_examples=30, deadline=None)
def test_whatever_a_log_can_say_is_loaded_as_it_was(rows, hidden, tmp_path_factory):
    events = []
    for day, kind, a, mine, b in rows:
        me, one, two = "me", f"x{a}", f"x{b}" if b < 6 and b != a else ""
        if kind in ("agreed", "declined"):
            source, target, about = one, me, two
        elif kind in ("asked", "met", "thanked", "updated"):
            source, target, about = me, one, two or ("anyone" if kind == "asked" else "")
        else:
            source, target, about = (me, one, "") if mine else (one, two or me, "")
        events.append((f"2026-01-{day:02}", kind, source, target, about, "phone"))
    events += [(f"2026-02-{n + 1:02}", "knows", "me", "", "", "") for n in range(hidden)]
    net = network(*events, people=["me", *(f"x{n}" for n in range(6))])
    copy = ns.share(net, floor=1)
    again = ns.load(ns.export(copy, tmp_path_factory.mktemp("out") / "copy", form="folder"))
    for before, after in zip(_tables(copy), _tables(again), strict=True):
        pd.testing.assert_frame_equal(before, after, check_dtype=False)


def test_what_a_log_cannot_say_is_said_and_nothing_written(tmp_path):
    net = network(
        ("2026-01-01", "asked", "a", "b"), ("2026-01-01", "agreed", "a", "b"),
        ("2026-01-01", "met", "a", "b"),
    )  # fmt: skip
    with pytest.raises(ns.NetscoutError, match=r"asked of a and b\n.*agreed of a and b\n.*met of"):
        ns.export(net, tmp_path / "out", form="folder")
    G = nx.DiGraph(me="me")
    G.add_edge("me", "a", chance=0.5)
    with pytest.raises(ns.NetscoutError, match="chances of single ties"):
        ns.export(ns.from_graph(G), tmp_path / "out", form="folder")
    assert not list(tmp_path.iterdir())


def test_own_chances_and_goal_are_kept(tmp_path):
    net = network(("2026-01-01", "met", "me", "a"), name={"me": 'A "B" \\ C\n😀', "a": "Ann"})
    net = ns.Network(
        net.people, net.events, "me",
        goal=ns.Goal(roles=['a "quoted" title'], people=["a"], by="2026-05-01", per_week=2.5),
        assumptions=net.assumptions.override({"any": [8, 2], "rest.declined": 50, "reminder": 0.5}),
    )  # fmt: skip
    again = ns.load(ns.export(net, tmp_path / "out", form="folder"))
    assert again.goal == net.goal
    assert again.assumptions["any"].mean == 0.8
    assert again.assumptions["rest.declined"].mean == 50
    assert again.assumptions["reminder"].mean == 0.5


@pytest.mark.parametrize(
    ("row", "names", "said"),
    [
        (("2026-01-01", "met", "me", "A1"), {}, "the id 'A1', which would be written otherwise"),
        (("2026-01-01", "met", "me", "anyone"), {}, "the id 'anyone'"),
        (("2026-01-01", "met", "me", "a"), {"a": "Robin"}, "'a' under the owner's own name"),
    ],
)
def test_who_would_come_back_as_somebody_else_is_said(row, names, said, tmp_path):
    net = network(row, name={"me": "Robin", **names})
    with pytest.raises(ns.NetscoutError, match=said):
        ns.export(net, tmp_path / "out", form="folder")


# --- where to ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "form", "said"),
    [
        ("net", None, "does not say the form. The form is one of graphml"),
        ("net.xlsx", None, "'xlsx' is no form. The form"),
        ("net.csv", "rsd", "did you mean 'rds'"),
        ("no/net.gexf", None, "there is no folder"),
    ],
)
def test_a_form_or_place_that_does_not_fit_is_said(to, form, said, tmp_path):
    with pytest.raises(ns.NetscoutError, match=said):
        ns.export(NET, tmp_path / to, form=form)
    assert not list(tmp_path.iterdir())


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "log.csv").write_text("mine")
    with pytest.raises(ns.NetscoutError, match="holds files already"):
        ns.export(ns.share(NET), tmp_path, form="folder")
    assert (tmp_path / "log.csv").read_text() == "mine"


def test_of_several_files_none_is_half_written(tmp_path):
    (tmp_path / "egor" / "aaties.csv").mkdir(parents=True)
    (tmp_path / "egor" / "egos.csv").write_text("before")
    with pytest.raises(ns.NetscoutError, match="cannot write"):
        ns.export(NET, tmp_path / "egor", form="egor")
    assert not list((tmp_path / "egor").glob(".*"))


# --- the command line ----------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, list(map(str, words)), catch_exceptions=False)


def test_a_copy_to_give_away_from_the_command_line(run, tmp_path):
    (tmp_path / "mine").mkdir()
    from netscout.examples import write_example

    write_example("mine")
    done = run("share", "mine", "-o", "first", "--key", "secret.key")
    assert done.exit_code == 0
    assert "421 people under pseudonyms" in done.stdout
    assert "not anonymous" in done.stdout
    assert "never give it away" in done.stderr
    assert (tmp_path / "secret.key").stat().st_mode & 0o77 == 0
    assert "made" not in run("share", "mine", "-o", "second", "--key", "secret.key").stderr
    run("share", "mine", "-o", "third")
    first, second, third = (ns.load(name) for name in ("first", "second", "third"))
    assert set(first.people.index) == set(second.people.index)
    assert not (set(first.people.index) & set(third.people.index)) - {"me"}
    for file in (tmp_path / "first").rglob("*.*"):
        text = file.read_text("utf-8")
        assert not [name for name in NET.people["name"] if name and name in text]


def test_an_export_from_the_command_line(run, tmp_path):
    from netscout.examples import write_example

    write_example("mine")
    done = run("export", "mine", "-o", "net.gexf")
    assert done.exit_code == 0
    assert "net.gexf" in done.stdout
    assert len(nx.read_gexf("net.gexf")) == len(NET) + 1
    assert run("export", "mine", "-o", "tables", "--form", "egor").exit_code == 0
    assert len(list((tmp_path / "tables").iterdir())) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("share", EXAMPLE, "--key", "my.key"),
        ("export", EXAMPLE, "--form", "egor"),
        ("export", EXAMPLE, "--form", "folder"),
    ],
    ids=lambda arguments: f"{arguments[0]} {arguments[-1]}",
)
@pytest.mark.parametrize("name", ["copy.zip", "copy.CSV"])
def test_no_folder_is_made_that_passes_for_a_file(arguments, name, tmp_path):
    done = netscout(*arguments, "-o", name, cwd=tmp_path)
    assert done.returncode == 2
    assert f"a folder, not a {name[4:]} file; call it 'copy'" in done.stderr
    assert list(tmp_path.iterdir()) == []

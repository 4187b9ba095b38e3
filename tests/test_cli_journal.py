import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import netscout as ns
from netscout.cli import app
from netscout.readers.settings import read_settings

EXAMPLE = Path(__file__).parents[1] / "data" / "example"


def run(*words, answers=None):
    return CliRunner().invoke(app, list(map(str, words)), input=answers)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "linkedin").mkdir()
    return tmp_path


def test_log_and_undo(folder, tmp_path):
    done = run("log", "met", "Dana Whitlock", "--in", tmp_path, "--channel", "phone", "--on",
               "2026-03-06", "--named", "Lee Ortiz, publicist, Marquee Theatricals")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Logged: 2026-03-06, named, Dana Whitlock, Lee Ortiz" in done.output
    assert "Note: Lee Ortiz was not known before" in done.output
    assert ns.load(tmp_path).events["kind"].tolist() == ["met", "named"]
    taken = run("undo", "--in", tmp_path).output
    assert "Taken back in log.csv, people.csv." in taken
    assert ",named," in taken
    assert not (tmp_path / "log.csv").exists()


def test_a_day_in_the_future_is_noted(folder, tmp_path):
    later = date.today() + timedelta(days=200)  # noqa: DTZ011 - as the command line
    done = run("log", "met", "Dana Whitlock", "--in", tmp_path, "--on", f"{later}")
    assert f"Note: {later} lies in the future" in done.output
    assert (
        "future"
        not in run("log", "met", "Dana Whitlock", "--in", tmp_path, "--on", "2026-01-02").output
    )


def test_an_error_is_netscouts_own(tmp_path):
    assert isinstance(run("log", "mett", "Dana", "--in", tmp_path).exception, ns.NetscoutError)
    assert isinstance(run("undo", "--in", tmp_path).exception, ns.NetscoutError)


def test_the_form_after_a_conversation(folder, tmp_path):
    answers = "phone\nread the trades #reading\nLee Ortiz, publicist, Acme\nBo Li\n\ny\nwrite to Lee\nemail\n"
    done = run("wrap-up", "Dana Whitlock", "--in", tmp_path, "--on", "2026-03-06", answers=answers)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "log.csv").read_text("utf-8").splitlines()[1:] == [
        "2026-03-06,met,Dana Whitlock,,phone,read the trades #reading; may use the name; next: write to Lee",
        "2026-03-06,named,Dana Whitlock,Lee Ortiz,,",
        "2026-03-06,named,Dana Whitlock,Bo Li,,",
        "2026-03-06,asked,Dana Whitlock,anyone,,",
        "2026-03-06,thanked,Dana Whitlock,,email,",
    ]
    due = ns.follow_ups(ns.load(tmp_path), on="2026-03-07", ahead=5)
    assert not set(due["rule"]) & {"thank", "ask-for-names"}


def test_the_sheet_is_written(folder, tmp_path):
    run("log", "met", "Dana Whitlock", "--in", tmp_path, "--on", "2026-03-06")
    done = run("prep", tmp_path, "Dana Whitlock", "-o", tmp_path / "dana.html")
    assert "The sheet:" in done.output, done.exception
    assert "since we last talked" in (tmp_path / "dana.html").read_text("utf-8")
    odd = run("prep", tmp_path, "Dana Whitlock", "-o", tmp_path / "dana.html", "--on", "soon")
    assert isinstance(odd.exception, ns.NetscoutError)


@pytest.mark.parametrize("verb", ["log", "undo", "wrap-up", "prep", "forget", "init"])
def test_every_verb_has_help(verb):
    assert run(verb, "--help").exit_code == 0


# --- whose folder is meant -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["log", "met", "Dana", "--in", "none"], "netscout init none"),
        (["log", "met", "Dana", "--in", "empty"], "is no folder of yours"),
        (["log", "empty", "met", "Dana"], "is no folder of yours"),
        (["log", "met", "Dana", "Whitlock", "--in", "mine"], 'log met "Dana Whitlock"'),
        (["wrap-up", "Dana", "--in", "empty"], "is no folder of yours"),
        (["wrap-up", "=", "--in", "mine"], "is not a name"),
        (["forget", "Nobody", "--in", "mine"], "nobody in mine is called"),
        (["forget", "Nobody", "--in", "none"], "there is no folder none"),
        (["init", "mine/log.csv"], "cannot make the folder"),
        (["init", "new", "--linkedin", "none.zip"], "there is no file or folder none.zip"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(tmp_path, monkeypatch, words, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "log.csv").write_text("date,event,person,other,channel,note\n")
    error = run(*words).exception
    assert isinstance(error, ns.NetscoutError)
    assert says in str(error)
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_verb_takes_its_folder_first_or_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "log.csv").write_text(
        "date,event,person,other,channel,note\n2026-03-01,knows,Dana Whitlock,,,\n"
    )
    for words in (["mine", "met", "Dana Whitlock"], ["asked", "Dana Whitlock", "--in", "mine"]):
        assert run("log", *words, "--on", "2026-03-02").exit_code == 0
    assert "Taken back in log.csv." in run("undo", "mine").output
    assert "2026-03-03, thanked" in run(
        "wrap-up", "mine", "Dana Whitlock", "--on", "2026-03-03", answers="\n\n\nn\n\nnote\n"
    ).output  # fmt: skip
    for verb in (["prep"], ["draft", "--via", ""], ["draft", "--on", "2026-03-04"]):
        first = run(verb[0], "mine", "Dana Whitlock", *verb[1:])
        named = run(verb[0], "Dana Whitlock", *verb[1:], "--in", "mine")
        joined = run(verb[0], "--in=mine", "Dana Whitlock", *verb[1:])
        assert first.exit_code == named.exit_code == joined.exit_code == 0
        assert first.output == named.output == joined.output
    for verb in ("check", "due", "ask", "reach", "waves", "funnel", "growth", "forecast"):
        assert run(verb, "--in", "mine").output == run(verb, "mine").output != ""
    assert run("lab", "--no-open", "--in", "mine").output.startswith("Put in mine/notebooks: ")
    assert run("due", "mine", "--in", "mine").exit_code == 2
    assert run("due", "--in").exit_code == 2
    assert run("forget", "mine", "Dana Whitlock", "--yes").exit_code == 0
    assert "Dana" not in (mine / "log.csv").read_text()


def test_a_person_called_like_a_folder_is_the_person(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dana").mkdir()
    (tmp_path / "met").mkdir()
    (tmp_path / "log.csv").write_text(
        "date,event,person,other,channel,note\n2026-03-01,knows,Dana,,,\n"
    )
    assert "met, Dana" in run("log", "met", "Dana", "--on", "2026-03-02").output
    assert run("forget", "Dana", "--yes").exit_code == 0
    assert "Dana" not in (tmp_path / "log.csv").read_text()


# --- init and forget -------------------------------------------------------------------------------


def test_from_a_zip_to_the_first_question(tmp_path):
    export = next(EXAMPLE.glob("linkedin/*.zip"))
    mine = tmp_path / "my network"
    done = run("init", mine, "--linkedin", export, "--me", 'Robin "R" Vale')
    assert done.exit_code == 0, done.output
    assert "netscout wrap-up" in done.output
    assert f"Next: cd '{mine}'" in done.output
    net = ns.load(mine)
    assert len(net) > 100
    assert net.people.at[net.me, "name"] == 'Robin "R" Vale'
    assert not net.goal
    assert "met" in run("log", "met", net.people["name"].iat[1], "--in", mine).output
    before = {file: file.read_bytes() for file in mine.rglob("*") if file.is_file()}
    again = run("init", mine, "--linkedin", export, "--me", "Another Name")
    assert "nothing was changed" in again.output
    assert before == {file: file.read_bytes() for file in mine.rglob("*") if file.is_file()}


def test_init_fills_in_what_is_missing_and_keeps_the_rest(tmp_path):
    (tmp_path / "log.csv").write_bytes(b"date;event;person\r\n")
    done = run("init", tmp_path)
    assert "log.csv" not in done.output.split("Next:")[0]
    assert (tmp_path / "log.csv").read_bytes() == b"date;event;person\r\n"
    assert '# me = "Your Name"' in (tmp_path / "netscout.toml").read_text("utf-8")


def test_every_line_of_the_settings_can_be_used(tmp_path):
    run("init", tmp_path)
    file = tmp_path / "netscout.toml"
    title, *lines = file.read_text("utf-8").splitlines()
    used = [line.removeprefix("# ") for line in lines if "=" in line or "[goal]" in line]
    file.write_text("\n".join(used), "utf-8")
    settings = read_settings(tmp_path)
    assert settings.per_week == 2
    assert settings.goal.companies == ("Marquee Theatricals",)
    assert title.startswith("#")


def test_an_export_of_that_name_is_not_overwritten(tmp_path):
    export = tmp_path / "Connections.csv"
    export.write_text(
        "First Name,Last Name,Company,Position,Connected On\nDana,Whitlock,A,B,05 Nov 2023\n"
    )
    assert run("init", tmp_path / "mine", "--linkedin", export).exit_code == 0
    with export.open("a") as file:
        file.write("Lee,Ortiz,A,B,05 Nov 2023\n")
    error = run("init", tmp_path / "mine", "--linkedin", export).exception
    assert "is another file" in str(error)
    assert len(ns.load(tmp_path / "mine")) == 1


def test_forget_asks_first_and_says_what_went(folder):
    run("log", "met", "Dana Whitlock", "--in", folder, "--named", "Lee Ortiz, editor, Cable")
    asked = run("forget", "Lee Ortiz", "--in", folder, answers="n\n")
    assert asked.exit_code == 1
    assert "Lee Ortiz" in (folder / "log.csv").read_text("utf-8")
    done = run("forget", "Lee Ortiz", "--in", folder, answers="y\n")
    assert done.exit_code == 0, done.output
    assert "people.csv" in done.output
    assert "Lee Ortiz is left out of everything" in done.output
    assert "Lee" not in (folder / "log.csv").read_text("utf-8")
    assert run("forget", "Dana Whitlock", "--in", folder, "--yes").exit_code == 0
    assert len(ns.load(folder)) == 0


# --- a folder in a repository ----------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("git"), reason="no git here")
def test_a_folder_that_a_commit_would_publish_is_said(tmp_path):
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@y.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "log.csv").write_text("date,event,person,other,channel,note\n")
    said = run("log", "met", "Dana", "--in", mine)
    assert "a commit could publish" in said.stderr
    assert "a commit could publish" in run("check", mine).stderr
    assert run("init", mine).stderr == ""
    assert run("log", "met", "Lee", "--in", mine).stderr == ""
    status = [*git, "status", "--porcelain", "--ignored=no"]
    assert subprocess.run(status, check=True, capture_output=True).stdout == b""
    subprocess.run([*git, "add", "-f", "mine/log.csv"], check=True)
    assert "git rm --cached" in run("check", mine).stderr
    (mine / ".gitignore").write_text("!log.csv\n")
    assert run("check", mine).stderr == ""


def test_where_nothing_is_to_undo_nothing_is_left(tmp_path):
    error = run("undo", "--in", tmp_path).exception
    assert "nothing to take back" in str(error)
    assert list(tmp_path.iterdir()) == []


def test_a_channel_that_the_log_does_not_know_is_said_and_kept(folder, tmp_path):
    done = run("log", "met", "Dana Whitlock", "--in", tmp_path, "--channel", "vidoe")
    assert "Note: channel 'vidoe' is none of in person, phone, video," in done.output
    assert "did you mean 'video'?" in done.output
    assert ns.load(tmp_path).events["channel"].tolist() == ["vidoe"]
